"""From the units of a description to a plan: the shapes stage by stage, then what is left unsaid, then coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from scaffolder.compiler.english import (
    archetypes,
    completion,
    coverage,
    decisions,
    entitlement,
    judging,
    kinds,
    paraphrases,
    presumed,
    pronouns,
    reachable,
    records,
    refusals,
    soundness,
    titles,
    usual,
    vacancies,
    wishes,
)
from scaffolder.compiler.english.denials import Tokens
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.judging import Reading
from scaffolder.compiler.english.refusals import Known, Refused
from scaffolder.compiler.english.retelling import Said, is_too_long, retold
from scaffolder.compiler.english.shapes import (
    Shape,
    abilities,
    actions,
    amounts,
    constraints,
    courses,
    details,
    endpoints,
    functions,
    header,
    lifecycles,
    makers,
    messages,
    objects,
    pages,
    passives,
    prohibitions,
    ranked,
    reminders,
    reports,
    subjects,
    things,
    transfers,
)  # fmt: skip
from scaffolder.compiler.english.tokens import Clause, Token, spelled
from scaffolder.compiler.english.traces import Trace
from scaffolder.compiler.requirements import Unit
from scaffolder.types import Span

SHAPES: tuple[Shape, ...] = (
    *header.SHAPES, *transfers.SHAPES, *functions.SHAPES, *endpoints.SHAPES, *pages.SHAPES,
    *amounts.SHAPES, *abilities.SHAPES,
    *passives.SHAPES, *details.SHAPES, *courses.SHAPES,
    *actions.SHAPES, *prohibitions.SHAPES, *constraints.SHAPES,
    *things.SHAPES, *lifecycles.SHAPES, *messages.SHAPES, *reminders.SHAPES, *ranked.SHAPES,
    *reports.SHAPES,
)  # fmt: skip
ROUNDS = 8
TITLE = 12  # words


def read(units: Sequence[Unit], known: Known | None = None) -> Draft:
    """A sentence that is refused has no say: the rest is read again without it, and nothing is made of its words.

    `known`: what another reading of nearly the same text has found; then it is read once.
    """
    said = retold(units, known.memory if known else None)
    draft, readings = _settled(units, said, known.refused if known else None, loose=False)
    if _is_nothing(draft):
        draft, readings = _settled(units, said, None, loose=True)
    if not draft.strict:
        completion.lacking(draft)
        soundness.settle(draft)
    kinds.settle((u.text for u in units), draft)
    pages.settle(draft)
    draft.said |= {f"aside:{u.rid}" for u in units if u.clauses and said.asides.issuperset(u.clauses)}
    judged = [judging.judged(r, draft) for r in readings]
    coverage.settle(draft, judged)
    draft.unread = [c for r in judged if r.kind == "functional" for c in r.unread]
    return draft


def _settled(units: Sequence[Unit], said: Said, known: Refused | None, *, loose: bool) -> tuple[Draft, list[Reading]]:
    refused = known or Refused()
    for number in range(1 if known else ROUNDS):
        draft, readings = _attempt(units, said, refused, loose)
        unread = [c for r in readings for c in r.unread]
        if len(unread) == len(refused.clauses) or not loose and _is_nothing(draft):
            break
        if number == 0 and not known and not said.strict:
            unread = _unsound(unread, units, said, loose) or unread
        partial = draft.partial & {r.unit.rid for r in readings if not r.read}
        refused = refusals.refused(unread, draft.findings, draft.grants, partial)
    draft.known = Known(refused, said.memory)
    return draft, readings


def _unsound(unread: Sequence[Clause], units: Sequence[Unit], said: Said, loose: bool) -> list[Clause]:
    """Those that are not understood by themselves either: they may have misled the others, which are read again."""
    written = {u.rid: u for u in units}
    nothing = Draft()
    return [c for c in unread if not objects.deeds(c, nothing) or _reads(written[c.rid], c, said, loose)[1][0].unread]


def _reads(unit: Unit, clause: Clause, said: Said, loose: bool) -> tuple[Draft, list[Reading]]:
    return _attempt([unit], Said([clause], login=said.login), Refused(), loose)


def _is_nothing(draft: Draft) -> bool:
    return not (draft.strict or draft.plan.entities or draft.plan.functions or draft.plan.endpoints)


def _attempt(units: Sequence[Unit], said: Said, refused: Refused, loose: bool) -> tuple[Draft, list[Reading]]:
    draft = Draft(said.strict, loose)
    draft.findings, draft.partial = list(refused.findings), set(refused.partial)
    draft.grants += refused.doubts
    if any(t.low in ("overdue", "due", "late") for u in units for c in u.clauses for t in c.tokens):
        draft.said.add("overdue")
    if any(makers.checks_in(c.tokens) for u in units for c in u.clauses):
        draft.said.add("check in")
    draft.spans = {u.rid: Span(u.start, u.end) for u in units}
    readings = {u.rid: Reading(u, total=sum(c not in said.asides for c in u.clauses)) for u in units}
    titles.read(units, draft)
    left_out = {(c.rid, c.tokens) for c in refused.clauses}
    for clause in (c for u in units for c in u.clauses if is_too_long(c)):
        _left_out(clause, draft)
    if said.login:
        draft.said.add("login")
    if not said.strict:
        for rid, number in Counter(c.rid for c in said.clauses).items():
            readings[rid].total = number
    waiting = [c for c in said.clauses if (c.rid, c.tokens) not in left_out]
    for clause in [*refused.clauses, *_staged(waiting, draft, readings, left_out)]:
        readings[clause.rid].unread.append(clause)
    return draft, list(readings.values())


def _staged(
    waiting: list[Clause], draft: Draft, readings: dict[str, Reading], left_out: Collection[tuple[str, Tokens]]
) -> list[Clause]:
    """What is left when every stage has read what it understands."""
    enumerated = archetypes.enumerated(waiting[0]) if waiting and not draft.strict else None
    if enumerated is None:
        waiting = _stage(0, waiting, draft, readings)
    else:
        waiting = _enumerated(enumerated, waiting, draft, readings)
    if not draft.strict:
        if not archetypes.is_wish(waiting):
            objects.declare(waiting, draft)
        if not draft.plan.entities:
            told = archetypes.application([*_headings(readings), *waiting], len(readings), draft)
            waiting = [c for c in waiting if not archetypes.is_told(c, draft)]
            waiting += _assumed(told, draft, readings)
        waiting = _paraphrased(waiting, draft, readings, left_out)
    for stage in (1, 2):
        waiting = _stage(stage, waiting, draft, readings)
        if stage == 1:
            waiting += _rules(draft, readings, left_out)
        if stage == 1 and not draft.strict:
            _stage(1, _assumed(archetypes.described(draft, waiting), draft, readings), draft, readings)
            presumed.choices(draft)
        if stage == 2 and not draft.strict:
            records.events(draft)
            _stage(1, _assumed(presumed.told(draft, _first(readings)), draft, readings), draft, readings)
    waiting = _stage(3, waiting, draft, readings)
    if not draft.strict:
        presumed.name(draft)
        decisions.settle(draft)
        completion.actions(draft)
        reachable.settle(draft)
        vacancies.settle(draft)
    waiting = _stage(4, waiting, draft, readings)
    _deferred(draft)
    if not draft.strict:
        entitlement.settle(draft)
    draft.rid = ""
    titles.name(draft)
    return waiting


def _rules(draft: Draft, readings: dict[str, Reading], left_out: Collection[tuple[str, Tokens]]) -> Iterable[Clause]:
    """What stands behind fields: it may speak of fields that follow."""
    for clause in draft.wanted:
        readings[clause.rid].total += 1
        if (clause.rid, clause.tokens) not in left_out:
            yield clause


def _enumerated(
    made: usual.Application, waiting: list[Clause], draft: Draft, readings: dict[str, Reading]
) -> list[Clause]:
    """A first line that says which things there are is no list of fields."""
    others = _stage(0, waiting[1:], draft, readings)
    return [*others, *_assumed(archetypes.enumeration(waiting[0], made, draft), draft, readings)]


def _headings(readings: dict[str, Reading]) -> list[Clause]:
    units = (r.unit for r in readings.values())
    return [Clause(u.rid, titles.tokens_of(u)) for u in units if u.heading and not u.clauses and u.rid == "R1"]


def _first(readings: dict[str, Reading]) -> tuple[Token, ...]:
    """The words in which the text says what it is about."""
    return next(((*titles.tokens_of(r.unit),) for r in readings.values()), ())[:TITLE]


def _assumed(told: Iterable[Clause], draft: Draft, readings: dict[str, Reading]) -> list[Clause]:
    """What nobody said is read as what was said; the things that it tells of are declared."""
    clauses = list(told)
    for clause in clauses:
        readings[clause.rid].total += 1
    return _stage(0, clauses, draft, readings)


def _paraphrased(
    clauses: list[Clause], draft: Draft, readings: dict[str, Reading], left_out: Collection[tuple[str, Tokens]]
) -> list[Clause]:
    """The clauses in our words, now that the names of things are known; without those that were refused so."""
    found, before = [], None
    for written in clauses:
        clause = pronouns.resolved(written, before, draft)
        told = [pronouns.resolved(said, before, draft) for said in paraphrases.told(clause, draft)]
        before = clause
        readings[clause.rid].total += len(told) - 1
        for said in told:
            if said is not written:
                subjects.gather(said, draft)
            if (said.rid, said.tokens) not in left_out:
                found.append(said)
    return found


def _left_out(clause: Clause, draft: Draft) -> None:
    draft.rid = clause.rid
    draft.find("A105", clause.tokens[:1], count=str(len(clause.tokens)))
    draft.partial.add(clause.rid)


def _stage(stage: int, clauses: list[Clause], draft: Draft, readings: dict[str, Reading]) -> list[Clause]:
    shapes = [s for s in SHAPES if s.stage == stage]
    left = []
    for clause in clauses:
        draft.rid, draft.assuming = clause.rid, clause.assumed
        draft.subject = draft.spoken_of(clause.start)
        if stage < 4 and not draft.strict and wishes.asks(clause):
            left.append(clause)
        elif _read(clause, shapes, draft, stage):
            readings[clause.rid].read += 1
            draft.spoken[clause.start] = draft.subject
        else:
            left.append(clause)
    draft.assuming = False
    return left


def _read(clause: Clause, shapes: Sequence[Shape], draft: Draft, stage: int) -> bool:
    """Whether a shape understands the clause; of several wishes in one sentence, each must be understood."""
    if _by_one(clause, shapes, draft):
        return True
    if stage < 4 or draft.strict:
        return False
    parts = wishes.parts(clause)
    if len(parts) < 2:
        parts = [said for part in wishes.shared(clause) for said in paraphrases.told(part, draft)]
    return len(parts) > 1 and all([_by_one(part, shapes, draft) for part in parts])


def _by_one(clause: Clause, shapes: Sequence[Shape], draft: Draft) -> bool:
    """Whether one of the shapes understands the clause; which it was is kept."""
    first = len(draft.cites)
    for shape in shapes:
        if shape.read(clause, draft):
            draft.traces.append(Trace(clause, shape.name, first, len(draft.cites)))
            return True
    return False


def _deferred(draft: Draft) -> None:
    """Verb phrases of "can" that ask something of the data: "search Books by title"."""
    shapes = [s for s in SHAPES if s.stage == 4]
    for clause in draft.deferred:
        draft.rid, draft.speakers = clause.rid, clause.roles
        if not _by_one(clause, shapes, draft):
            draft.partial.add(clause.rid)
            draft.find("A106", clause, text=spelled(clause.written))
