"""What to say instead of what was not understood: lines that were tried in its place and are accepted there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from scaffolder.compiler import findings, requirements
from scaffolder.compiler.english import calculators, proposals, reading
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.refusals import Edited
from scaffolder.compiler.requirements import Unit
from scaffolder.plan import Plan
from scaffolder.types import Diagnostic, Span

UNREAD, LEFT_OUT = "A102", "A106"
DECLARES = ("A ", "An ")
NOT_READ = (UNREAD, LEFT_OUT, "A107", "A110", "A112")
FINDINGS, TRIES, SHOWN = 12, 6, 2  # findings with a proposal, lines tried for each, lines shown
WHERE_NOTHING = 4  # findings with a proposal where nothing at all was understood
APART = "give it a sentence of its own"
ENDS = re.compile(r"[.;!?\n]")
LONGEST = 20_000  # characters of a text that is worth the tries
READ = 18_000  # characters that are read in tries: each reads the whole text again
READS = 7  # times that the text is read: what is refused by then has no lines


class Try(Struct, frozen=True):
    """A line in `place` of a clause; without one at the end of the text."""

    line: str
    place: Span | None


class Described(Struct):
    """A text, what it is read into, what of it is not read, and how many more times it may be read."""

    text: str
    units: Sequence[Unit]
    draft: Draft
    bad: Counter[str]
    reads: int = READS


def with_proposals(text: str, units: Sequence[Unit], draft: Draft) -> list[Diagnostic]:
    """The findings, each that leaves something out with the accepted lines that are nearest to it."""
    plan, found = draft.plan, draft.findings
    vague = [d for d in found if d.code in (UNREAD, LEFT_OUT) and d.span]
    most = min(FINDINGS, max(1, READ // (TRIES * max(1, len(text)))))
    wanted = vague[: most if plan.entities else min(most, WHERE_NOTHING)] if len(text) <= LONGEST else []
    halves = _halves(text, vague)
    lines = _lines(Described(text, units, draft, _unread(found)), dict.fromkeys(wanted), halves)
    return [
        replace(d, help=_help(lines.get(d, ()), d.code == LEFT_OUT or d in halves)) if d in vague else d for d in found
    ]


def nothing(text: str) -> Diagnostic:
    """That there is nothing to build on, with two lines to begin with that are near to the text."""
    if calculated := calculators.lines(text):
        return replace(findings.make("A101"), help=f'say how it is calculated: "{calculated[0]}"')
    first, second = proposals.from_words(text)[:2]
    return replace(findings.make("A101"), help=f'say what is stored and done: "{first}" or "{second}"')


def _halves(text: str, vague: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings that share a sentence: in the place of half a sentence a line may be accepted, and the rest not."""
    placed = sorted(((d.span.start, d.span.end, d) for d in vague if d.span), key=lambda p: p[:2])
    shared = (
        (a, b) for (_, end, a), (start, _, b) in pairwise(placed) if end <= start and not ENDS.search(text, end, start)
    )
    return [d for pair in shared for d in pair]


def _help(lines: Sequence[str], apart: bool) -> str:
    if not lines:
        return "see docs/english.md for the sentences that are understood"
    shown = " or ".join(f'"{line}"' for line in lines)
    return f"{APART}, such as {shown}" if apart else f"say {shown}"


def _lines(
    given: Described, wanted: Collection[Diagnostic], halves: Collection[Diagnostic]
) -> dict[Diagnostic, list[str]]:
    """For each finding the first lines that are accepted; as many as are to be shown are tried at once, of all."""
    plan = given.draft.plan
    near = partial(proposals.nearest, plan=plan) if plan.entities else proposals.from_words
    waiting = {d: near(given.text[d.span.start : d.span.end])[:TRIES] for d in wanted if d.span}
    accepted: dict[Diagnostic, list[str]] = {d: [] for d in waiting}
    while any(waiting.values()) and given.reads:
        open_ = dict[Diagnostic, list[Try]]()
        for d, lines in waiting.items():
            place = None if d.code == LEFT_OUT or d in halves else d.span
            most = min(SHOWN if plan.entities else 1, SHOWN - len(accepted[d]))  # the first line may declare all
            open_[d], waiting[d] = [Try(line, place) for line in lines[:most]], lines[most:] if most else []
        good = _accepted(given, list(dict.fromkeys(t for tries in open_.values() for t in tries)))
        for d, tries in open_.items():
            accepted[d] += [t.line for t in tries if t in good]
    return accepted


def _accepted(given: Described, tries: Sequence[Try]) -> list[Try]:
    """Those that are understood in their places. All are read in one go. What is refused there has no say; it is tried
    again where others declare something, which may have been in its way. Where they make something else unclear, half
    of them are tried at a time."""
    if not tries or not given.reads:
        return []
    good, refused = _read(given, tries) if _are_apart(tries) else ([], [])
    if len(tries) == 1 or len(refused) == len(tries):
        return good
    half = len(tries) // 2
    again = refused if any(t.line.startswith(DECLARES) for t in good) else []
    parts = [again] if good else [tries[:half], tries[half:]]
    return good + [t for part in parts for t in _accepted(given, part)]


def _are_apart(tries: Sequence[Try]) -> bool:
    places = sorted({(t.place.start, t.place.end) for t in tries if t.place})
    return all(end <= start for (_, end), (start, _) in pairwise(places))


def _read(given: Described, tries: Sequence[Try]) -> tuple[list[Try], list[Try]]:
    """Those of which something is made, and those that are refused. None are good where they keep more from being read
    than they stand for; of several nobody would know which of them did, or which made up for it."""
    given.reads -= 1
    told, starts, edited = _told(given.text, tries)
    units = requirements.cut(told)
    # What was refused beside them mostly still is, and what was said in our words is: it is not found out again.
    known = edited.moved(given.draft.known, given.units, units) if given.draft.plan.entities else None
    draft = reading.read(units, known)
    left = [d for d in draft.findings if d.code in NOT_READ]
    places = {t: range(start, start + len(t.line)) for t, start in zip(tries, starts, strict=True)}
    asked = [t for t in tries if _is_asked(t, places[t].start, draft.plan)]
    good = [t for t in asked if len(tries) == 1 or not _any(left, places[t])]
    refused = [t for t in tries if t not in good]
    others = Counter(d.message for d in left if not any(_any([d], places[t]) for t in refused))
    fewer = others.total() <= given.bad.total() - len({t.place for t in tries if t.place})
    return good if fewer and (len(tries) == 1 or others <= given.bad) else [], refused


def _any(found: Iterable[Diagnostic], place: range) -> bool:
    return any(d.span and d.span.start in place for d in found)


def _is_asked(tried: Try, start: int, plan: Plan) -> bool:
    """Whether something is made of the line that begins there: the text may say the same elsewhere."""
    asked = (r for r in plan.requirements if r.kind == "functional" and r.span and r.span[0] <= start < r.span[1])
    return any(r.status != "uncovered" and r.covered_by and tried.line.rstrip(".") in r.text for r in asked)


def instead(text: str, line: str, found: Diagnostic) -> str:
    """The description with the line where the finding wants it."""
    return _told(text, [Try(line, None if found.help.startswith(APART) else found.span)])[0]


def _told(text: str, tries: Sequence[Try]) -> tuple[str, list[int], Edited]:
    """The description with all the lines, several for one place as so many sentences; and where each of them begins."""
    told, at, starts, places = "", 0, dict[Try, int](), list[tuple[Span, int]]()
    for place in sorted({t.place for t in tries if t.place}, key=lambda p: p.start):
        told += text[at : place.start]
        begins, at = len(told), place.end
        for n, t in enumerate(t for t in tries if t.place == place):
            told += ". " if n else ""
            starts[t] = len(told)
            told += t.line.rstrip(".")
        places.append((place, len(told) - begins))
    told += text[at:]
    for t in tries:
        if t.place is None:
            told = told.rstrip() + "\n\n"
            starts[t] = len(told)
            told += t.line + "\n"
    return told, [starts[t] for t in tries], Edited(places)


def _unread(found: Sequence[Diagnostic]) -> Counter[str]:
    """By what is said of them: numbers and places of requirements change with the text."""
    return Counter(d.message for d in found if d.code in NOT_READ)
