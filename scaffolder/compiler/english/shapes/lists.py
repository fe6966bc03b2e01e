"""Lists of rows.

LIST := The list NAME shows THINGS PART* [(labelled "TEXT")]
      | List|Show ROWS {, and ROWS} | ROWS are listed PART* | There should be a list of ROWS
ROWS := [all|which|my|overdue|upcoming|VALUE|top N|latest N …] THINGS [by FIELD, …] PART*
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder import naming
from scaffolder.compiler.english import entitlement, ownership, paths, windows
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import dated, qualifiers
from scaffolder.compiler.english.shapes.conditions import adjective, main_date
from scaffolder.compiler.english.shapes.details import write_keys
from scaffolder.compiler.english.shapes.parts import Parts, both_of, members, read_parts, top, until_part
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, quoted, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import listed, many, name_text
from scaffolder.plan import Entity, Field, Plan, Query, Role

SHOW = tuple(sorted((*phrases("asking", "show"), *phrases("asking", "list_leads")), key=lambda s: -len(s.split())))
ARE_LISTED = phrases("asking", "are_listed")
WHATS = phrases("asking", "whats")
MINE = phrases("asking", "mine")
LATE = frozenset(("overdue", "late"))
HAPPENING = frozenset(
    ("on", "happening", "going", "coming", "up", "planned", "scheduled", "booked")
)  # "what is on today"
WHEN = ("today", "tomorrow", "yesterday", "this week", "this month", "this year", "next week", "last week")
RELATIVE = ("that", "which", "who")
UNSAID = frozenset(["that", "which", "who", "are", "is", "have", "been", "the", "a", "an", "of", "has", "were", "was"])


def put(draft: Draft, made: Query) -> Query:
    """A list of the same rows adds to the one that is there; one of other rows gets a name of its own."""
    name, number = made.name, 1
    while known := _standing(draft, made.name):
        if (known.entity, known.where, known.limit) == (made.entity, made.where, made.limit):
            break
        number += 1
        made.name = f"{name}_{number}"
    standing = draft.put("query", "", made.name, made, draft.plan.queries)
    if standing is not made:
        standing.search += [s for s in made.search if s not in standing.search]
        standing.filters += [f for f in made.filters if f not in standing.filters]
        standing.sort = standing.sort or made.sort
    if entity := draft.entity(made.entity):
        draft.cite(entity)
    return standing


def _standing(draft: Draft, name: str) -> Query | None:
    return next((q for q in draft.plan.queries if q.name == name), None) if draft.knows("query", "", name) else None


def query(draft: Draft, entity: Entity, name: str, parts: Parts) -> Query:
    where = both_of(parts.where, _own(entity, draft)) if parts.own else parts.where
    return Query(
        name=name, label=parts.label, entity=entity.name, where=where, search=parts.search or [],
        filters=parts.filters or [], sort=parts.sort or [], limit=parts.limit, page_size=parts.page_size,
    )  # fmt: skip


def _own(entity: Entity, draft: Draft) -> str:
    """The rows of whoever asks: those of a speaking role, else of the first that can have rows."""
    spoken = [r for name in draft.speakers if (r := draft.role(name))]
    roles = spoken or [r for r in draft.plan.roles if not r.admin and not r.anonymous]
    linked = [r for r in roles if r.entity and entitlement.is_linked(entity, r, draft)]
    return ownership.own_rows(entity, (linked or roles or [Role(name="user")])[0], draft)


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
    return entity is not None and parts is not None and put(draft, query(draft, entity, name, parts)) is not None


def is_text(field: Field | None) -> bool:
    return field is not None and field.type in ("string", "text", "email", "phone", "url")


def read_show(clause: Clause, draft: Draft) -> bool:
    """ "List overdue Loans", "Show Dogs and large Kennels", "Permits that expire within 14 days are listed"."""
    cursor = Cursor(clause.tokens)
    if cursor.take(*SHOW):
        return read_listings(cursor.rest, draft)
    body = cursor.until(*ARE_LISTED)
    if not cursor.take(*ARE_LISTED) or draft.strict:
        return False
    return read_listings((*body, *cursor.rest), draft)


def read_listings(tokens: Sequence[Token], draft: Draft) -> bool:
    """One list, or several of which each is understood: "overdue Loans and Loans due today" are two of one thing."""
    whole = listing(tokens, draft)
    found = [whole] if whole else []
    if whole is None or _names(tokens, whole.entity, draft) > 1:
        parts = [listing(part, draft) for part in split(tokens, ",", "and")]
        again = whole is None or len(parts) > 1 and all(p and p.entity == whole.entity for p in parts)
        found = [p for p in parts if p] if again and None not in parts else found
    return bool(found) and all([put(draft, made) for made in found])


def _names(tokens: Sequence[Token], name: str, draft: Draft) -> int:
    """How often the words name the thing."""
    named = (draft.read_entity(Cursor(tokens[at:])) for at in range(len(tokens)))
    return sum(entity is not None and entity.name == name for entity in named)


def listing(tokens: Sequence[Token], draft: Draft) -> Query | None:
    """The list that the words ask for; nothing is put into the plan yet."""
    cursor, own = Cursor(tokens), False
    while cursor.at(*WHATS, *MINE):
        asked = bool(cursor.at("which", "what"))
        own = bool(cursor.at(*MINE)) or own
        cursor.take(*WHATS, *MINE)
        if asked:
            return _asked_which(cursor, draft)
    window = windows.take(cursor) if cursor.at(*WHEN) else None
    cursor.take("'s", "'") if window else ""
    limit, newest = top(cursor)
    entity, before = _subject(cursor, draft)
    if entity is None:
        return None
    words = words_of([t for t in before if t.low not in (",", "and", "the", "all")])
    where = adjective(words, entity, draft) if words else None
    if where is None and LATE & set(words) and (lent := _lent(entity, words, draft)):
        entity, where = lent  # "overdue Books": those whose loans are
    by = _by(cursor, entity, draft)
    timed = dated.in_window([], window, entity, draft) if window else None
    first = both_of(timed, where)
    parts = read_parts(cursor, entity, draft, by=by or (), where=first or "") if by is not None else None
    if parts is None or (before and where is None) or (window and timed is None):
        return None
    parts.own = own or parts.own
    parts.limit = limit if limit is not None else parts.limit
    name = _name(entity, [*(["my"] if parts.own else []), *words], newest, parts, draft)
    return query(draft, entity, name, parts)


def _lent(entity: Entity, words: list[str], draft: Draft) -> tuple[Entity, str] | None:
    """The record of a thing that is taken for a time, and the condition that the words say of it."""
    records = (e for e in draft.plan.entities if e is not entity and paths.to_parent(e, entity.name, draft, 1))
    found = ((e, where) for e in records if f"event:{e.name}" in draft.said and (where := adjective(words, e, draft)))
    return next(found, None)


def _asked_which(cursor: Cursor, draft: Draft) -> Query | None:
    """ "which dogs arrive today"; "what is overdue", of the only thing that can be so."""
    entity = draft.read_entity(cursor)
    alone = entity is None and not draft.strict and bool(cursor.at("is", "'s", "are"))
    told = cursor.rest if not alone else (cursor.rest[0], *(t for t in cursor.rest[1:] if t.low not in HAPPENING))
    asked = (*qualifiers.THAT, *told)
    dated = [e for e in draft.plan.entities if any(f.type in ("date", "datetime") and not f.readonly for f in e.fields)]
    things = [entity] if entity else (dated or draft.plan.entities) if alone else []
    read = [(thing, parts) for thing in things if (parts := read_parts(Cursor(asked), thing, draft)) and parts.where]
    if len(read) != 1:
        return None
    return query(draft, read[0][0], _name(read[0][0], [], "", read[0][1], draft), read[0][1])


def _subject(cursor: Cursor, draft: Draft) -> tuple[Entity | None, Sequence[Token]]:
    """The thing that is listed, and the words before it."""
    start = cursor.i
    for size in range(0, 6):
        cursor.i = start + size
        entity = None if cursor.done else draft.read_entity(cursor)
        if entity is not None:
            return entity, cursor.tokens[start : start + size]
    return None, ()


def _by(cursor: Cursor, entity: Entity, draft: Draft) -> list[str] | None:
    if not cursor.at("by", "per") or cursor.at("by which"):
        return []
    cursor.take("by", "per")
    return members(until_part(cursor), entity, draft)


def _name(entity: Entity, words: list[str], newest: str, parts: Parts, draft: Draft) -> str:
    """The name of a list, and the order that goes with it."""
    plural = naming.snake(naming.plural(entity.name))
    said = [w for w in parts.said if w not in UNSAID]
    if parts.said[:1] and parts.said[0] in RELATIVE and parts.said[1:2] == said[:1]:
        said = [parts.said[0], *said]  # "plants that need water"
    if len(said) == 1 and not words and adjective(said, entity, draft):
        words, said = said, []  # "which Kayaks are broken": the broken Kayaks
    name = naming.snake(" ".join([*words, plural, *said[:7]]))
    by = parts.by
    if newest in ("latest", "newest", "most recent", "last") and not parts.sort and not by:
        parts.sort = [f"-{main_date(entity, draft)}"]
        return f"latest_{name}"
    if newest in ("cheapest", "most expensive"):
        price = next((f.name for f in entity.fields if f.type == "money"), "")
        parts.sort = [price if newest == "cheapest" else f"-{price}"] if price else parts.sort
        return f"{newest.replace(' ', '_')}_{name}"
    if newest:
        parts.sort = [f"-{b}" for b in by] or parts.sort
        return f"top_{name}"
    if by:
        parts.sort = parts.sort or [n for n in by if draft.field(entity.name, n)] or None
        parts.filters = parts.filters or [n for n in by if not _is_free_text(draft.field(entity.name, n))]
        return f"{name}_by_{'_and_'.join(by)}"
    if name == plural:
        return f"{plural}_by_{parts.sort[0].lstrip('-')}" if parts.sort else f"all_{plural}"
    return name


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
    texts = {f.name for f in entity.fields if is_text(f)} if entity else set()
    if query != plain or not query.search or not set(query.search) <= texts:
        return ""
    return f"Search {many(query.entity)} by {listed([name_text(n) for n in query.search])}."


def written_tail(sort: Sequence[str], limit: int | None) -> list[str]:
    found = [f", sorted by {write_keys(sort)}"] if sort else []
    return found + ([f", at most {limit}"] if limit is not None else [])
