"""What else is said of a thing.

DETAIL := A THING records when it is created and changed | A deleted THING is kept
        | THINGS are sorted by FIELD [descending], … | A THING is shown by its FIELD
        | A THING is labelled "TEXT" | A THING is described as "TEXT" | The plural of THING is "TEXT"
        | A THING belongs to the user who creates it[, as NAME]
        | When a THING is deleted, its THINGS are deleted too|kept | A THING cannot be deleted while it has THINGS
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, quoted, spelled, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import entity_words, listed, many, name_text, one
from scaffolder.plan import Entity

GO_TOO = phrases("details", "go_too")
STAY = phrases("details", "stay")
SORTED_BY = phrases("details", "sorted_by")
SHOWN_BY = phrases("details", "shown_by")
KEPT, RESTORED = phrases("details", "kept"), phrases("details", "restored")

TIMESTAMPS = phrases("details", "timestamps")
DESCENDING = phrases("details", "descending")
ASCENDING = phrases("details", "ascending")


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    return (
        _kept(cursor, draft) or _plural(Cursor(clause.tokens), draft)
        or _deleting(Cursor(clause.tokens), draft) or _of_entity(Cursor(clause.tokens), draft)
    )  # fmt: skip


def _kept(cursor: Cursor, draft: Draft) -> bool:
    if not cursor.take("a deleted", "deleted", "removed", "a removed"):
        return False
    entity = draft.read_entity(cursor)
    if entity is not None and (cursor.at(*RESTORED)):
        draft.partial.add(draft.rid)  # they are kept for it; there is no plan for the way back
        draft.find("A106", cursor.rest, text=spelled(cursor.rest))
        cursor.take(*RESTORED)
    elif entity is None or not cursor.take(*KEPT):
        return False
    entity.soft_delete = True
    draft.cite(entity)
    return cursor.done


def _plural(cursor: Cursor, draft: Draft) -> bool:
    if not cursor.take("the plural of"):
        return False
    entity = draft.read_entity(cursor)
    token = cursor.kind("string") if entity and cursor.take("is") else None
    if entity is None or token is None:
        return False
    entity.plural = token.value
    draft.know(entity.name, token.value)
    return cursor.done


def _deleting(cursor: Cursor, draft: Draft) -> bool:
    if cursor.take("when", "if"):
        parent = draft.read_entity(cursor)
        if parent is None or not cursor.take("is deleted", "is removed", "are deleted"):
            return False
        cursor.take(",")
        cursor.take("all")
        child = draft.read_entity(cursor)
        rule = _rule(cursor)
    elif cursor.take("deleting"):
        parent = draft.read_entity(cursor)
        if parent is None or not cursor.take("deletes", "also deletes", "removes", "also removes"):
            return False
        cursor.take("all")
        child = draft.read_entity(cursor)
        cursor.take("too", "as well")
        rule = "cascade"
    else:
        parent = draft.read_entity(cursor)
        if parent is None or not cursor.take(
            "cannot be deleted while it has",
            "can not be deleted while it has",
            "cannot be deleted if it has",
            "cannot be deleted while there are",
            "must not be deleted while it has",
        ):
            return False
        child, rule = draft.read_entity(cursor), "restrict"
    links = [r for r in child.relations if r.target == parent.name] if child and parent else []
    for relation in links:
        relation.on_delete = rule  # type: ignore[assignment]
        relation.required = relation.required and rule != "set_null"
        draft.cite(relation)
    return bool(links) and bool(rule) and cursor.done


def _rule(cursor: Cursor) -> str:
    if cursor.take(
        *GO_TOO,
    ):
        return "cascade"
    if cursor.take(*STAY):
        return "set_null"
    return ""


def _of_entity(cursor: Cursor, draft: Draft) -> bool:
    entity = draft.read_entity(cursor)
    if entity is None:
        return False
    draft.cite(entity)
    if cursor.take(*TIMESTAMPS):
        entity.timestamps = True
        return cursor.done
    if cursor.take("is labelled", "are labelled", "is labeled"):
        token = cursor.kind("string")
        entity.label = token.value if token else entity.label
        return token is not None and cursor.done
    if cursor.take("is described as", "are described as"):
        token = cursor.kind("string")
        entity.description = token.value if token else entity.description
        return token is not None and cursor.done
    if cursor.take(
        *SORTED_BY,
    ):
        return _order(cursor, entity, draft)
    if cursor.take(
        *SHOWN_BY,
    ):
        entity.display = draft.read_member(cursor, entity.name) or None
        return entity.display is not None and cursor.done
    return False


def _order(cursor: Cursor, entity: Entity, draft: Draft) -> bool:
    found = sort_keys(cursor.rest, entity.name, draft)
    if found is None:
        return False
    entity.order_by = found
    return True


def sort_keys(tokens: Sequence[Token], entity: str, draft: Draft) -> list[str] | None:
    """ "due date descending and title" -> ["-due_date", "title"]; None where a part names no field."""
    keys: list[str] = []
    for part in split(tokens, ",", "and", "then"):
        cursor = Cursor(part)
        if keys and (word := cursor.take(*DESCENDING, *ASCENDING)) and cursor.done:
            keys[-1] = "-" + keys[-1].lstrip("-") if word in DESCENDING else keys[-1]
            continue
        cursor.take("by")
        name = draft.read_member(cursor, entity)
        word = cursor.take(*DESCENDING, *ASCENDING)
        if cursor.take("("):
            word = cursor.take(*DESCENDING, *ASCENDING)
            cursor.take(")")
        if not name or not cursor.done:
            return None
        keys.append("-" + name if word in DESCENDING else name)
    return keys or None


def write_keys(keys: Sequence[str]) -> str:
    return listed([name_text(k[1:]) + " descending" if k.startswith("-") else name_text(k) for k in keys])


def write(entity: Entity) -> Iterator[str]:
    shown = one(entity.name)
    shown = shown[:1].upper() + shown[1:]
    if entity.owner is not None:
        named = "" if entity.owner == "owner" else f" as {name_text(entity.owner)}"
        yield f"{shown} belongs to the user who creates it{named}."
    if entity.timestamps:
        yield f"{shown} records when it is created and changed."
    if entity.soft_delete:
        yield f"A deleted {entity_words(entity.name)} is kept."
    if entity.display is not None:
        yield f"{shown} is shown by its {name_text(entity.display)}."
    if entity.order_by:
        yield f"{many(entity.name)} are sorted by {write_keys(entity.order_by)}."
    if entity.label:
        yield f"{shown} is labelled {quoted(entity.label)}."
    if entity.plural:
        yield f"The plural of {entity_words(entity.name)} is {quoted(entity.plural)}."
    if entity.description:
        yield f"{shown} is described as {quoted(entity.description)}."


SHAPES = (Shape("details", 3, read, "Books are sorted by title."),)
