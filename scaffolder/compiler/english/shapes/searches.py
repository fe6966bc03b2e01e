"""Searches: lists that are looked through by words, or narrowed down by values.

SEARCH := Search|Find THINGS [by FIELD, … [and filter them by FIELD, …]] | Filter THINGS by FIELD, …
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.lists import is_text, put, query
from scaffolder.compiler.english.shapes.parts import Parts, members, read_parts, until_part
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import capital, listed, many, name_text, one
from scaffolder.plan import Entity

SEARCHABLE_BY = phrases("asking", "searchable_by")
BY = phrases("asking", "by")
SEARCH = phrases("asking", "search")
FILTER = ("filter", "narrow down")
THEN_FILTER = tuple(
    f"{j} {f} {t}" for j in ("and", ", and") for f in FILTER for t in ("them by", "by", "the results by")
)


def read_search(clause: Clause, draft: Draft) -> bool:
    """ "Search Books by title and author", "Filter Tools by price", "Books can be searched by title"."""
    cursor = Cursor(clause.tokens)
    verb = cursor.take(*SEARCH) or cursor.take(*FILTER)
    if not verb:
        entity = draft.read_entity(cursor)
        phrase = cursor.take(*SEARCHABLE_BY)
        if entity is None or not phrase:
            return False
        verb = "filter" if "filter" in phrase else "search"
    else:
        cursor.take("and filter", "all", "through", "within", "the")
        entity = draft.read_entity(cursor)
        if entity is not None and cursor.done and verb not in FILTER and not draft.strict:
            return _search_all(entity, draft)
        if entity is None or not cursor.take(*BY):
            return False
    return _search(cursor, verb, entity, draft)


def _search_all(entity: Entity, draft: Draft) -> bool:
    """ "Search the tasks": by whatever is written in them."""
    found = [f.name for f in entity.fields if is_text(f) and not f.computed]
    if found:
        put(draft, query(draft, entity, f"search_{naming.snake(naming.plural(entity.name))}", Parts(search=found)))
        told = listed([name_text(n) for n in found])
        draft.assume(f"{capital(many(entity.name))} are searched by {told}.", entity.name)
    return bool(found)


def _search(cursor: Cursor, verb: str, entity: Entity, draft: Draft) -> bool:
    body = Cursor(cursor.until(*THEN_FILTER))
    more = cursor.rest if cursor.take(*THEN_FILTER) else ()
    tokens = until_part(body)
    names = members(tokens, entity, draft)
    others = members(cursor.rest, entity, draft) if more else []
    if names is None or others is None:
        _unknown(tokens if names is None else cursor.rest, entity, draft)
        return False
    parts = read_parts(body, entity, draft)
    if parts is None:
        return False
    texts = [n for n in names if verb not in FILTER and is_text(draft.field(entity.name, n))]
    parts.search, parts.filters = texts, [*(n for n in names if n not in texts), *others]
    lead = "search" if texts else "filter"
    put(draft, query(draft, entity, f"{lead}_{naming.snake(naming.plural(entity.name))}", parts))
    return True


def _unknown(tokens: Sequence[Token], entity: Entity, draft: Draft) -> None:
    for part in split(tokens, ",", "and", "or"):
        if members(part, entity, draft) is None:
            draft.find("A107", part, entity=capital(one(entity.name)), name=spelled(part))
