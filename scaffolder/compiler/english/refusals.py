"""What a reading of a text refuses, kept for the next one: of the same text, or of the text with other lines in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from scaffolder.compiler.english.claims import Grant
from scaffolder.compiler.english.tokens import Clause, Token
from scaffolder.compiler.requirements import Unit
from scaffolder.types import Diagnostic, Span


class Refused(Struct):
    """The clauses that nothing understood, and what was found in the attempt to read them: also which rights they may
    have been about, which are then given by nobody's habit."""

    clauses: list[Clause] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    partial: set[str] = field(default_factory=set)
    doubts: list[Grant] = field(default_factory=list)


class Known(Struct):
    """What one reading of a text saves the next: what is refused, and what clauses are in our words."""

    refused: Refused = field(default_factory=Refused)
    memory: dict[Clause, tuple[Clause, ...]] = field(default_factory=dict)


def refused(unread: list[Clause], found: Iterable[Diagnostic], grants: Iterable[Grant], partial: set[str]) -> Refused:
    """`unread`, with what was `found` in their places, and those `grants` that their sentences leave in doubt."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for clause in unread:
        spans.setdefault(clause.rid, []).append((clause.start, clause.end))
    told = [
        f for f in found if f.span and any(start <= f.span.start < end for start, end in spans.get(f.requirement, ()))
    ]
    return Refused(unread, told, partial, [g for g in grants if g.unclear and g.rid in spans])


class Edited(Struct, frozen=True):
    """A text with other words in some `places`, each with the length of what stands there now; in order, and apart."""

    places: Sequence[tuple[Span, int]]

    def moved(self, known: Known, before: Sequence[Unit], after: Sequence[Unit]) -> Known:
        """What is known of the text as it was, without what stood in the places."""
        starts = [u.start for u in after]
        rids = {u.rid: after[max(0, bisect_right(starts, self._place(u.start)) - 1)].rid for u in before}
        memory = {
            self._clause(c, rids[c.rid]): tuple(self._clause(s, rids[s.rid]) for s in said)
            for c, said in known.memory.items()
            if not any(span.start < c.end and c.start < span.end for span, _ in self.places)
        }
        return Known(self._refused(known.refused, rids), memory)

    def _refused(self, was: Refused, rids: dict[str, str]) -> Refused:
        return Refused(
            [self._clause(c, rids[c.rid]) for c in was.clauses if not self._replaced(c.start)],
            [self._finding(f, f.span, rids) for f in was.findings if f.span and not self._replaced(f.span.start)],
            {rids[rid] for rid in was.partial},
            [replace(g, rid=rids[g.rid]) for g in was.doubts],
        )

    def _place(self, place: int) -> int:
        return place + sum(length - (span.end - span.start) for span, length in self.places if span.end <= place)

    def _replaced(self, place: int) -> bool:
        return any(span.start <= place < span.end for span, _ in self.places)

    def _clause(self, clause: Clause, rid: str) -> Clause:
        if rid == clause.rid and all(clause.end <= span.start for span, _ in self.places):
            return clause
        return replace(clause, rid=rid, tokens=self._tokens(clause.tokens), said=self._tokens(clause.said))

    def _tokens(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        return tuple(replace(t, start=self._place(t.start)) for t in tokens)

    def _finding(self, found: Diagnostic, span: Span, rids: dict[str, str]) -> Diagnostic:
        return replace(
            found,
            span=Span(self._place(span.start), self._place(span.end)),
            requirement=rids.get(found.requirement, found.requirement),
        )
