"""Lists of rows.

LIST := The list NAME shows THINGS PART* [(labelled "TEXT")]
      | Search|Find THINGS by FIELD, … | Filter THINGS by FIELD, …
      | List|Show [all|overdue|upcoming|VALUE|top N|latest N] THINGS PART*
PART := [,] where EXPR | [,] searched by FIELD, … | [,] filtered by FIELD, …
      | [,] sorted by FIELD [descending], … | [,] at most N | [,] N per page
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scaffolder import naming
from scaffolder.compiler.english import expressions, paths, vocabulary
from scaffolder.compiler.english.draft import Draft, capital, listed, many, name_text, one
from scaffolder.compiler.english.shapes.conditions import adjective, main_date
from scaffolder.compiler.english.shapes.details import sort_keys, write_keys
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, quoted, spelled, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Entity, Field, Plan, Query

PART_LEADS = phrases("asking", "part_leads")


RANKS = phrases("asking", "ranks")


NOT_YET = phrases("asking", "not_yet")


SEARCHABLE_BY = phrases("asking", "searchable_by")


RANKS_AFTER_NUMBER = phrases("asking", "ranks_after_number")


BY = phrases("asking", "by")


SHOW = phrases("asking", "show")


SEARCH = phrases("asking", "search")


FILTER = ("filter", "narrow down")


@dataclass
class Parts:
    where: str | None = None
    search: list[str] | None = None
    filters: list[str] | None = None
    sort: list[str] | None = None
    limit: int | None = None
    page_size: int | None = None
    chart: Literal["bar", "line", "pie"] | None = None
    label: str = ""


STARTS = phrases("asking", "starts")


JOINS = tuple(f"{j} {s}" for s in STARTS for j in (",", "and", ", and"))


def read_parts(cursor: Cursor, entity: Entity, draft: Draft, free_sort: bool = False) -> Parts | None:
    """The parts behind a list's or report's subject; None where something else stands there."""
    parts = Parts()
    while not cursor.done:
        cursor.take(",")
        cursor.take("and", "with", "but")
        if not _part(cursor, parts, entity, draft, free_sort):
            return None
    return parts


def _part(cursor: Cursor, parts: Parts, entity: Entity, draft: Draft, free_sort: bool) -> bool:
    if cursor.take("("):
        return _label(cursor, parts)
    if chart := cursor.take("as a bar chart", "as a line chart", "as a pie chart", "as a chart"):
        kinds: dict[str, Literal["bar", "line", "pie"]] = {"line": "line", "pie": "pie"}
        parts.chart = kinds.get(chart.split()[2], "bar")
        return True
    number = cursor.here
    if (
        number is not None
        and number.kind == "number"
        and cursor.tokens[cursor.i + 1 : cursor.i + 3]
        and cursor.tokens[cursor.i + 1].low in ("per", "a")
    ):
        cursor.i += 1
        parts.page_size = int(float(number.text))
        return bool(cursor.take("per page", "a page"))
    if cursor.take("at most", "limited to"):
        token = cursor.kind("number")
        parts.limit = int(float(token.text)) if token else None
        return token is not None
    if phrase := cursor.take("with the newest first", "newest first", "latest first", "oldest first"):
        moment = main_date(entity, draft)
        parts.sort = [moment if phrase == "oldest first" else f"-{moment}"] if moment else None
        return moment != ""
    return _named_part(cursor, parts, entity, draft, free_sort)


def _named_part(cursor: Cursor, parts: Parts, entity: Entity, draft: Draft, free_sort: bool) -> bool:
    phrase = cursor.take(
        *PART_LEADS,
    )
    if not phrase:
        return _described(cursor, parts, entity, draft)
    if phrase in ("that", "which"):
        return _relative(cursor, parts, entity, draft)
    tokens = _until_part(cursor)
    if phrase in ("where", "whose", "for which"):
        parts.where = both_of(parts.where, expressions.read(tokens, entity, draft))
        return parts.where is not None
    if phrase in ("sorted by", "ordered by", "in order of"):
        parts.sort = _free_keys(tokens) if free_sort else sort_keys(tokens, entity.name, draft)
        return parts.sort is not None
    names = members(tokens, entity, draft)
    if phrase.startswith("filter"):
        parts.filters = names
    else:
        parts.search = names
    return names is not None


def _until_part(cursor: Cursor) -> tuple[Token, ...]:
    start = cursor.i
    while not cursor.done:
        if cursor.at(*JOINS, "(") or _page_ahead(cursor):
            break
        cursor.i += 1
    return cursor.tokens[start : cursor.i]


def _page_ahead(cursor: Cursor) -> bool:
    ahead = cursor.tokens[cursor.i : cursor.i + 4]
    return (
        len(ahead) > 2
        and ahead[0].low in (",", "with", "and")
        and ahead[1].kind == "number"
        and ahead[2].low in ("per", "a")
    )


def both_of(first: str | None, second: str | None) -> str | None:
    return f"{first} and {second}" if first and second else second


def _label(cursor: Cursor, parts: Parts) -> bool:
    token = cursor.kind("string") if cursor.take("labelled") else None
    if token is None or not cursor.take(")"):
        return False
    parts.label = token.value
    return True


def _relative(cursor: Cursor, parts: Parts, entity: Entity, draft: Draft) -> bool:
    """ "that are overdue", "that have not been returned", "which are paid"."""
    negative = bool(cursor.take(*NOT_YET))
    if not negative and not cursor.take("are", "is", "have been", "were", "has been"):
        return False
    words = words_of(_until_part(cursor))
    found = adjective(["not", *words] if negative else words, entity, draft)
    parts.where = both_of(parts.where, found)
    return found is not None


def _described(cursor: Cursor, parts: Parts, entity: Entity, draft: Draft) -> bool:
    """ "with high priority", "with a status of open", "in repair"."""
    words = [w for w in words_of(_until_part(cursor)) if w not in ("a", "an", "the", "of", "=", "set", "to")]
    found = adjective(words, entity, draft) if words else None
    parts.where = both_of(parts.where, found)
    return found is not None


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


def _query(draft: Draft, entity: Entity, name: str, parts: Parts) -> bool:
    made = Query(
        name=name, label=parts.label, entity=entity.name, where=parts.where, search=parts.search or [],
        filters=parts.filters or [],
        sort=parts.sort or [], limit=parts.limit, page_size=parts.page_size,
    )  # fmt: skip
    known = draft.knows("query", "", name)
    standing = draft.put("query", "", name, made, draft.plan.queries)
    if known and standing.entity == entity.name:
        standing.search += [s for s in made.search if s not in standing.search]
        standing.filters += [f for f in made.filters if f not in standing.filters]
        standing.sort = standing.sort or made.sort
    draft.cite(entity)
    return True


def read_list(clause: Clause, draft: Draft) -> bool:
    """ "The list overdue loans shows Loans where …"."""
    cursor = Cursor(clause.tokens)
    if not cursor.take("the list"):
        return False
    tokens = cursor.until("shows", "contains", "lists")
    name = tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens))
    cursor.take("shows", "contains", "lists")
    cursor.take("all")
    entity = draft.read_entity(cursor)
    parts = read_parts(cursor, entity, draft) if entity and name else None
    return entity is not None and parts is not None and _query(draft, entity, name, parts)


def read_search(clause: Clause, draft: Draft) -> bool:
    """ "Search Books by title and author", "Filter Tools by price", "Books can be searched by title"."""
    cursor = Cursor(clause.tokens)
    mark = cursor.i
    verb = cursor.take(*SEARCH) or cursor.take(*FILTER)
    if not verb:
        entity = draft.read_entity(cursor)
        phrase = cursor.take(
            *SEARCHABLE_BY,
        )
        if entity is None or not phrase:
            return False
        verb = "filter" if "filter" in phrase else "search"
    else:
        cursor.take("and filter", "all", "through", "within", "the")
        entity = draft.read_entity(cursor)
        if entity is None or not cursor.take(*BY):
            cursor.i = mark
            return False
    return _search(cursor, verb, entity, draft)


def _search(cursor: Cursor, verb: str, entity: Entity, draft: Draft) -> bool:
    tokens = _until_part(cursor)
    names = members(tokens, entity, draft)
    if names is None:
        _unknown(tokens, entity, draft)
        return False
    parts = read_parts(cursor, entity, draft)
    if parts is None:
        return False
    texts = [n for n in names if verb not in FILTER and _is_text(draft.field(entity.name, n))]
    parts.search, parts.filters = texts, [n for n in names if n not in texts]
    lead = "search" if texts else "filter"
    return _query(draft, entity, f"{lead}_{naming.snake(naming.plural(entity.name))}", parts)


def _is_text(field: Field | None) -> bool:
    return field is not None and field.type in ("string", "text", "email", "phone", "url", "list")


def _unknown(tokens: Sequence[Token], entity: Entity, draft: Draft) -> None:
    for part in split(tokens, ",", "and", "or"):
        if members(part, entity, draft) is None:
            draft.find("A107", part, entity=capital(one(entity.name)), name=spelled(part))


def read_show(clause: Clause, draft: Draft) -> bool:
    """ "List overdue Loans", "Show the top 5 Books sorted by price descending", "List Plants by location"."""
    cursor = Cursor(clause.tokens)
    if not cursor.take(*sorted(SHOW, key=lambda s: -len(s.split()))):
        return False
    cursor.take("only", "the", "all", "a list of", "me")
    cursor.take("the", "all", "their", "own")
    return read_listing(cursor, draft)


def read_listing(cursor: Cursor, draft: Draft) -> bool:
    limit, newest = _top(cursor)
    start = cursor.i
    for size in range(0, 5):
        cursor.i = start + size
        if cursor.done:
            return False
        entity = draft.read_entity(cursor)
        if entity is not None:
            break
    if entity is None:
        return False
    before = [t for t in cursor.tokens[start : start + size] if t.low not in (",", "and", "the", "all")]
    words = words_of(before)
    if before and not words:
        return False
    where = adjective(words, entity, draft) if words else None
    if words and where is None:
        return False
    by = _by(cursor, entity, draft)
    parts = read_parts(cursor, entity, draft)
    if by is None or parts is None:
        return False
    return _shown(entity, words, where, limit, newest, by, parts, draft)


def _top(cursor: Cursor) -> tuple[int | None, str]:
    """ "top 5", "10 latest", "5 most recent": the number, and what they are sorted by."""
    mark = cursor.i
    first = cursor.take(*RANKS)
    token = cursor.here
    count = (
        None if token is None else int(float(token.text)) if token.kind == "number" else vocabulary.number(token.low)
    )
    if count is None:
        cursor.i = mark
        return None, ""
    cursor.i += 1
    first = first or cursor.take(*RANKS_AFTER_NUMBER)
    if not first:
        cursor.i = mark
        return None, ""
    return count, first


def _by(cursor: Cursor, entity: Entity, draft: Draft) -> list[str] | None:
    if not cursor.at("by", "per") or cursor.at("by which"):
        return []
    cursor.take("by", "per")
    return members(_until_part(cursor), entity, draft)


def _shown(
    entity: Entity,
    words: list[str],
    where: str | None,
    limit: int | None,
    newest: str,
    by: list[str],
    parts: Parts,
    draft: Draft,
) -> bool:
    parts.where = both_of(where, parts.where) if parts.where else where
    parts.limit = limit if limit is not None else parts.limit
    plural = naming.snake(naming.plural(entity.name))
    name = "_".join([*words, plural])
    if newest in ("latest", "newest", "most recent", "last") and not parts.sort and not by:
        parts.sort = [f"-{main_date(entity, draft)}"]
        name = f"latest_{name}"
    elif newest in ("cheapest", "most expensive"):
        price = next((f.name for f in entity.fields if f.type == "money"), "")
        parts.sort = [price if newest == "cheapest" else f"-{price}"] if price else parts.sort
        name = f"{newest.replace(' ', '_')}_{name}"
    elif newest:
        parts.sort = [f"-{b}" for b in by] or parts.sort
        name = f"top_{name}"
        by = []
    if by:
        parts.sort = parts.sort or [n for n in by if draft.field(entity.name, n)] or None
        parts.filters = parts.filters or [n for n in by if not _is_free_text(draft.field(entity.name, n))]
        name = f"{name}_by_{'_and_'.join(by)}"
    elif name == plural:
        name = (
            f"{plural}_by_{parts.sort[0].lstrip('-')}"
            if parts.sort
            else f"all_{plural}" if not parts.where else f"selected_{plural}"
        )
    return _query(draft, entity, name, parts)


def _is_free_text(field: Field | None) -> bool:
    return field is not None and field.type in ("text", "json", "file", "image", "list", "secret")


def write_queries(plan: Plan, speaker: Speaker) -> Iterator[str]:
    for query in plan.queries:
        parts = [f" where {speaker.say(query.where, query.entity)}"] if query.where is not None else []
        parts += [f", searched by {listed([name_text(n) for n in query.search])}"] if query.search else []
        parts += [f", filtered by {listed([name_text(n) for n in query.filters])}"] if query.filters else []
        parts += written_tail(query.sort, query.limit)
        parts += [f", {query.page_size} per page"] if query.page_size is not None else []
        parts += [f" (labelled {quoted(query.label)})"] if query.label else []
        short = _short(plan, query)
        if short:
            yield short
            continue
        yield f"The list {name_text(query.name)} shows {many(query.entity)}{''.join(parts)}."


def _short(plan: Plan, query: Query) -> str:
    """ "Search Books by title." where that says all."""
    plural = naming.snake(naming.plural(query.entity))
    plain = Query(
        name=f"search_{plural}",
        entity=query.entity,
        search=query.search,
        satisfies=query.satisfies,
        origin=query.origin,
    )
    entity = next((e for e in plan.entities if e.name == query.entity), None)
    texts = {f.name for f in entity.fields if _is_text(f)} if entity else set()
    if query != plain or not query.search or not set(query.search) <= texts:
        return ""
    return f"Search {many(query.entity)} by {listed([name_text(n) for n in query.search])}."


def written_tail(sort: Sequence[str], limit: int | None) -> list[str]:
    found = [f", sorted by {write_keys(sort)}"] if sort else []
    return found + ([f", at most {limit}"] if limit is not None else [])
