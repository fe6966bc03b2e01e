"""What a unit of the text turns out to be when it was read: a wish, a wish for quality, or talk."""

from __future__ import annotations

import re

from msgspec import Struct, field

from scaffolder.compiler.english import addresses, tails, usual, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Clause, Cursor, spelled, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.requirements import Unit
from scaffolder.plan import RequirementKind

OPENING = 7  # words in which it is told whose aim is spoken of


class Reading(Struct):
    """How far a unit was understood."""

    unit: Unit
    read: int = 0
    total: int = 0
    kind: RequirementKind = "functional"
    unread: list[Clause] = field(default_factory=list)


def judged(reading: Reading, draft: Draft) -> Reading:
    unit = reading.unit
    if f"archetype:{unit.rid}" in draft.said:  # its words were taken for the things that they name
        reading.unread, reading.read = [], reading.total
    elif unit.heading and not unit.clauses or _is_context(unit) or reading.total < 2 and _is_header(unit, draft):
        reading.kind = "context"
    elif f"aside:{unit.rid}" in draft.said or reading.read < reading.total and _is_quality(unit, reading):
        reading.kind = "quality"
    elif reading.unread and all(addresses.is_talk(c.written) for c in reading.unread) and unit.rid not in draft.partial:
        reading.kind = "context" if reading.read == 0 else reading.kind
        reading.unread, reading.read = [], reading.total
        _tell_codes(unit, draft)
    elif reading.read == 0 and reading.unread and unit.rid not in draft.partial and _is_talk(reading.unread[0], unit):
        reading.kind = "context"
        if not draft.plan.summary and unit.rid in ("R1", "R2") and unit.text[-1:] in ".!":
            draft.plan.summary = unit.text
    return reading


def _tell_codes(unit: Unit, draft: Draft) -> None:
    """What an endpoint answers with is not for a plan to say: told once."""
    if "code" in unit.text and "codes" not in draft.said:
        draft.said.add("codes")
        draft.rid = unit.rid
        draft.find("A211")
        draft.rid = ""


def _is_header(unit: Unit, draft: Draft) -> bool:
    return f"header:{unit.rid}" in draft.said


def _is_talk(clause: Clause, unit: Unit) -> bool:
    """A title, a subtitle without a verb at the top, or talk about the project: nothing is asked for."""
    title = unit.rid in ("R1", "R2") and is_title(clause, unit)
    kept = bool(usual.words("containers") & {t.low for t in Cursor(clause.tokens).until("for", "of")})
    phrase = {"for", "of"} & set(clause.lows) and (unit.rid == "R1" or clause.tokens[0].low in ("a", "an") or kept)
    asked = vocabulary.operation(clause.tokens[0].low) or vocabulary.results(clause.tokens[0].low)[1:]
    cursor = Cursor(clause.tokens)
    cursor.until(*phrases("abilities", "can"))
    if cursor.take(*phrases("abilities", "can")) and all(tails.is_benefit(p) for p in split(cursor.rest, ",", "and")):
        return True
    if any(
        Cursor(clause.tokens[at:]).at(*phrases("reading", "aims")) for at in range(min(OPENING, len(clause.tokens)))
    ):
        return True
    bare = unit.rid == "R1" and (unit.text[-1:] not in ".!?" or len(clause.tokens) <= 5 and not asked)
    return (title and bool(phrase or bare)) or bool(Cursor(clause.tokens).at(*phrases("reading", "talk")))


def _is_context(unit: Unit) -> bool:
    return not re.search(r"[^\W\d_]", unit.text)


def _is_quality(unit: Unit, reading: Reading) -> bool:
    """Whether what is not understood speaks of how it shall be: of a sentence that is read in part, that part."""
    left = [spelled(c.tokens) for c in reading.unread] if reading.read else [unit.text]
    words = vocabulary.table("quality", "words")
    return all(any(f" {word} " in f" {re.sub(r'[^a-z-]+', ' ', text.lower())} " for word in words) for text in left)


def is_title(clause: Clause, unit: Unit) -> bool:
    verbs = {
        "has",
        "have",
        "can",
        "is",
        "are",
        "belongs",
        "must",
        ":",
        "may",
        "contains",
        "should",
        "cannot",
        "per",
        "by",
        "when",
    }
    asks = clause.tokens[0].low in (
        "list",
        "show",
        "search",
        "count",
        "export",
        "import",
        "remind",
        "notify",
        "every",
        "calculate",
    )
    return len(clause.tokens) <= 10 and not clause.bullet and not asks and not verbs & set(clause.lows)
