"""What is said behind the subject of a list or a report: which rows, in which order, how many.

PART := [,] where EXPR | QUALIFIER | [,] searched by FIELD, … | [,] filtered by FIELD, …
      | [,] sorted by FIELD [descending], … | [,] newest|oldest|cheapest … first | [,] with the FIELD, …
      | [,] at most N | [,] N per page | of a THING | their own | as a bar|line|pie chart | (labelled "TEXT")
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from scaffolder.compiler.english import expressions, paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import qualifiers
from scaffolder.compiler.english.shapes.conditions import main_date
from scaffolder.compiler.english.shapes.details import sort_keys
from scaffolder.compiler.english.tokens import Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.plan import Entity

ORDERS = wordings("orders")
FIRST = tuple(f"{with_}{order} first" for with_ in ("with the ", "the ", "") for order in ORDERS)
ALPHABETICAL = phrases("asking", "alphabetical")
PART_LEADS = phrases("asking", "part_leads")
STARTS = (*phrases("asking", "starts"), *FIRST, *ALPHABETICAL)
JOINS = tuple(f"{j} {s}" for s in STARTS for j in (",", "and", ", and"))
THEIRS = phrases("asking", "theirs")
SORTED = ("sorted by", "ordered by", "in order of")
CHARTS = ("as a bar chart", "as a line chart", "as a pie chart", "as a chart")


class Parts(Struct):
    """`by`: what a list is told to be by; `said`: the words that say which rows, for the name of the list."""

    where: str | None = None
    search: list[str] | None = None
    filters: list[str] | None = None
    sort: list[str] | None = None
    limit: int | None = None
    page_size: int | None = None
    chart: Literal["bar", "line", "pie"] | None = None
    label: str = ""
    own: bool = False
    direction: str = ""  # of the first measure of a report: "-" where the highest is first, "+" where the lowest is
    by: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def read_parts(
    cursor: Cursor,
    entity: Entity,
    draft: Draft,
    free_sort: bool = False,
    by: Sequence[str] = (),
    where: str | None = None,
) -> Parts | None:
    """The parts behind a list's or report's subject, of which `where` is said before it; None where something else
    stands there."""
    parts = Parts(by=list(by), where=where or None)
    while not cursor.done:
        cursor.take(",")
        cursor.take("and", "with", "but") if not cursor.at(*FIRST) else ""
        if not _part(cursor, parts, entity, draft, free_sort):
            return None
    return parts


def _part(cursor: Cursor, parts: Parts, entity: Entity, draft: Draft, free_sort: bool) -> bool:
    if cursor.take("("):
        return _label(cursor, parts)
    if chart := cursor.take(*CHARTS):
        kinds: dict[str, Literal["bar", "line", "pie"]] = {"line": "line", "pie": "pie"}
        parts.chart = kinds.get(chart.split()[2], "bar")
        return True
    if _page_ahead(cursor, 0):
        parts.page_size = int(float(cursor.tokens[cursor.i].text))
        cursor.i += 1
        return bool(cursor.take("per page", "a page"))
    if cursor.at("at most", "limited to") and (limit := _limit(cursor)) is not None:
        parts.limit = limit
        return True
    if phrase := cursor.take(*FIRST):
        if free_sort and not parts.sort:
            parts.direction = "-" if ORDERS[_order(phrase)].startswith("descending") else "+"
            return "number" in ORDERS[_order(phrase)]
        return _first(_order(phrase), parts, entity, draft)
    if cursor.take(*ALPHABETICAL):
        parts.sort = parts.by or [f.name for f in entity.fields if f.type == "string"][:1] or None
        return parts.sort is not None
    return _named_part(cursor, parts, entity, draft, free_sort)


def _order(phrase: str) -> str:
    return phrase.removeprefix("with ").removeprefix("the ").removesuffix(" first")


def _limit(cursor: Cursor) -> int | None:
    """ "at most 10", and no more: "at most 10 euros" is a condition."""
    mark = cursor.i
    cursor.take("at most", "limited to")
    token = cursor.kind("number")
    cursor.take("rows", "entries", "results")
    if token is not None and (cursor.done or cursor.at(",", "(", "and", *JOINS)):
        return int(float(token.text))
    cursor.i = mark
    return None


def _first(order: str, parts: Parts, entity: Entity, draft: Draft) -> bool:
    """ "newest first", "cheapest first": of what the list is by, else of its date, its money or its one number."""
    down, kind = ORDERS[order].split()
    keys = [k.lstrip("-") for k in parts.sort or parts.by]
    if not keys and kind == "date":
        keys = [_date_in(parts.where or "", entity) or main_date(entity, draft)]
    if not keys and kind == "number":
        keys = [f.name for f in entity.fields if f.type == "money"][:1]
        keys = keys or [f.name for f in entity.fields if f.type in qualifiers.NUMBERS]
    parts.sort = [f"-{k}" if down == "descending" else k for k in keys[:1]] + keys[1:]
    return len(keys) == 1 or bool(parts.by)


def _date_in(where: str, entity: Entity) -> str:
    """The date that the rows are chosen by."""
    dates = [f.name for f in entity.fields if f.type in ("date", "datetime")]
    return next((n for n in dates if re.search(rf"\b{n} [<>=]", where)), "")


def _named_part(cursor: Cursor, parts: Parts, entity: Entity, draft: Draft, free_sort: bool) -> bool:
    mark = cursor.i
    phrase = cursor.take(*PART_LEADS)
    if not phrase or phrase in ("that", "which", "who"):
        cursor.i = mark
        return _described(until_part(cursor), parts, entity, draft)
    tokens = until_part(cursor)
    if phrase in ("where", "whose", "for which"):
        parts.where = both_of(parts.where, expressions.read(tokens, entity, draft))
        parts.said += [t.low for t in tokens if t.kind in ("word", "number")]
        return parts.where is not None
    if phrase in SORTED:
        parts.sort = _free_keys(tokens) if free_sort else sort_keys(tokens, entity.name, draft)
        return parts.sort is not None
    names = members(tokens, entity, draft)
    if phrase.startswith("filter"):
        parts.filters = names
    else:
        parts.search = names
    return names is not None


def _described(tokens: tuple[Token, ...], parts: Parts, entity: Entity, draft: Draft) -> bool:
    """ "with high priority", "that expire within 14 days", "of a Dog", "they recorded", "with the customer"."""
    found = qualifiers.condition(tokens, entity, draft) if tokens else None
    if found is not None:
        parts.where = both_of(parts.where, found)
        parts.said += [t.low for t in tokens if t.kind in ("word", "number")]
        return True
    mine = Cursor(tokens)
    if not draft.strict and mine.take(*THEIRS) and mine.done:
        parts.own = True
        return True
    if link := qualifiers.parent_named(tokens, entity, draft):
        parts.filters = [*(parts.filters or []), link]
        return True
    shown = Cursor(tokens)
    shown.take("showing", "including", "together with", "along with", "each with", "with")
    return bool(tokens) and members(shown.rest, entity, draft) is not None


def until_part(cursor: Cursor) -> tuple[Token, ...]:
    start = cursor.i
    while not cursor.done:
        if cursor.at(*JOINS, *FIRST, "(", *CHARTS):
            break
        if cursor.i > start and (cursor.at(*SORTED) or _page_ahead(cursor, 1)):
            break
        cursor.i += 1
    return cursor.tokens[start : cursor.i]


def _page_ahead(cursor: Cursor, skip: int) -> bool:
    ahead = cursor.tokens[cursor.i : cursor.i + skip + 3]
    joined = skip == 0 or (bool(ahead) and ahead[0].low in (",", "with", "and"))
    return joined and len(ahead) > skip + 1 and ahead[skip].kind == "number" and ahead[skip + 1].low in ("per", "a")


def both_of(first: str | None, second: str | None) -> str | None:
    if not first or not second:
        return first or second
    return " and ".join(f"({e})" if " or " in e else e for e in (first, second))


def _label(cursor: Cursor, parts: Parts) -> bool:
    token = cursor.kind("string") if cursor.take("labelled") else None
    if token is None or not cursor.take(")"):
        return False
    parts.label = token.value
    return True


def _free_keys(tokens: Sequence[Token]) -> list[str] | None:
    """Sort keys over the columns of a report: names that need not be fields."""
    keys = []
    for part in split(tokens, ",", "and"):
        down = part[-1].low == "descending"
        inner = part[:-1] if down else part
        name = inner[0].value if len(inner) == 1 and inner[0].kind == "code" else "_".join(words_of(inner))
        if not name:
            return None
        keys.append("-" + name if down else name)
    return keys or None


def members(tokens: Sequence[Token], entity: Entity, draft: Draft) -> list[str] | None:
    names = []
    for part in split(tokens, ",", "and", "or"):
        cursor = Cursor(part)
        cursor.take("by", "their", "its", "the")
        name = draft.read_member(cursor, entity.name)
        if not name and (found := draft.read_entity(cursor)):
            name = paths.to_parent(entity, found.name, draft, 1)
        if not name or not cursor.done:
            return None
        names.append(name)
    return names or None


def top(cursor: Cursor) -> tuple[int | None, str]:
    """ "top 5", "10 latest", "5 most recent": the number, and what they are sorted by."""
    mark = cursor.i
    first = cursor.take(*phrases("asking", "ranks"))
    token = cursor.here
    count = (
        None if token is None else int(float(token.text)) if token.kind == "number" else vocabulary.number(token.low)
    )
    if count is None:
        cursor.i = mark
        return None, ""
    cursor.i += 1
    first = first or cursor.take(*phrases("asking", "ranks_after_number"))
    if not first:
        cursor.i = mark
        return None, ""
    return count, first
