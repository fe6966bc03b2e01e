"""What somebody or something has: "it has no open tasks", "the member has more than 3 overdue loans".

HOLDING := it|they|the THING has|have [no|N|more than N|at least N …] [ADJECTIVE] THINGS
Who acts has what their profile has: "the member" is `user.member` there.
"""

from __future__ import annotations

from scaffolder import naming
from scaffolder.compiler.english import ages, paths, vocabulary
from scaffolder.compiler.english.draft import Draft, skip_determiners
from scaffolder.compiler.english.shapes import conditions
from scaffolder.compiler.english.tokens import Cursor, words_of
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.plan import Entity, Field

HAS = phrases("holdings", "has")
HAS_NONE = phrases("holdings", "has_none")
MEASURES = wordings("measures")
ENDS = ("and", "or", ",", "else", ", else")


def read(cursor: Cursor, entity: Entity | None, draft: Draft) -> str | None:
    """The condition; moves on only where it is one."""
    mark = cursor.i
    for owner, path in _owners(cursor, entity, draft):
        found = _held(cursor, owner, path, draft)
        if found is not None:
            return found
    cursor.i = mark
    return None


def _owners(cursor: Cursor, entity: Entity | None, draft: Draft) -> list[tuple[Entity, str]]:
    """Who has something, and the path to that row; the cursor stands behind the subject."""
    if cursor.take("it", "they", "he", "she", "there"):
        return [(entity, "")] if entity else []
    named = draft.read_entity(cursor)
    if named is None:
        return []
    if named is entity:
        return [(named, "")]
    link = paths.to_parent(entity, named.name, draft, 1) if entity else ""
    acting = any(role.entity == named.name for role in draft.plan.roles)
    found = [(named, f"user.{naming.snake(named.name)}")] if acting else []
    return [*found, *([(named, link)] if link else [])]


def _held(cursor: Cursor, owner: Entity, path: str, draft: Draft) -> str | None:
    mark = cursor.i
    none = cursor.take(*HAS_NONE)
    if not none and not cursor.take(*HAS):
        return None
    measure = cursor.take(*MEASURES)
    count = ages.number(cursor) if measure or cursor.here and cursor.here.kind == "number" else None
    compared = "== 0" if none else "> 0" if count is None else f"{MEASURES[measure] if measure else '=='} {count}"
    rows = _rows(cursor, owner, path, draft)
    if rows is None or measure and count is None or none and count is not None:
        cursor.i = mark
        return None
    return f"count({rows}) {compared}"


def _rows(cursor: Cursor, owner: Entity, path: str, draft: Draft) -> str | None:
    """The rows that are counted: "user.member.loans, user.member.loans.due_date < today"."""
    skip_determiners(cursor)
    start = cursor.i
    for size in range(4):
        cursor.i = start + size
        words = words_of(cursor.tokens[start : start + size])
        child = draft.read_entity(cursor) if len(words) == size and not cursor.done else None
        many = next((p for p, s in paths.to_many(owner, draft) if child and s == child.name), "")
        if child is None or not many or not (cursor.done or cursor.at(*ENDS)):
            continue
        rows = f"{path}.{many}" if path else many
        _due(words, child, draft)
        where = conditions.adjective(words, child, draft) if words else ""
        if where is None:
            return None
        return f"{rows}, {paths.below(rows, where, child, draft)}" if where else rows
    return None


def _due(words: list[str], child: Entity, draft: Draft) -> None:
    """Records that may be overdue are due at some time; when, is said or assumed elsewhere."""
    makes = [vocabulary.event(verb) for verb, made in draft.events.values() if made == child.name]
    dated = any(f.name in vocabulary.table("moments", "due") for f in child.fields)
    if {"overdue", "late"} & set(words) and not dated and any(e and e.due for e in makes):
        made = draft.add_field(child, Field(name="due_date", type="date", readonly=True))
        made.origin = "default"
