"""What all rules have in common: the members and rows they are about, and their names."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import expressions, paths
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Cursor, Token, split
from scaffolder.plan import Constraint, Entity


def add(entity: Entity, made: Constraint, draft: Draft) -> bool:
    if made.kind == "unique" and (known := _same_unique(entity, made)):
        draft.cite(known)
        return True
    alike = (c for c in entity.constraints if (c.kind, c.expr, c.where) == ("check", made.expr, made.where))
    if made.kind == "check" and not made.name and (said := next(alike, None)) is not None:
        draft.cite(said)
        return True
    made.name = made.name or default_name(entity, made)
    draft.put("constraint", entity.name, made.name, made, entity.constraints)
    draft.cite(entity)
    return True


def _same_unique(entity: Entity, made: Constraint) -> Constraint | None:
    """The same said before, perhaps with its members in another order."""
    alike = (c for c in entity.constraints if c.kind == "unique" and set(c.fields) == set(made.fields))
    return next((c for c in alike if c.where == made.where and c.fields != made.fields), None)


def default_name(entity: Entity, made: Constraint) -> str:
    if made.kind == "unique":
        return "unique_" + "_".join(made.fields)
    if made.kind == "no_overlap":
        return "no_overlap"
    if made.kind == "limit":
        return "_".join(["limit", "per", *made.per]) if made.per else "limit"
    return f"check_{1 + sum(c.kind == 'check' for c in entity.constraints)}"


def members(tokens: Sequence[Token], entity: Entity, draft: Draft) -> list[str]:
    """The fields and links that a list names; empty where one is unknown."""
    names = []
    parts = split(tokens, ",", "and")
    for part in parts:
        cursor = Cursor(part)
        name = draft.read_member(cursor, entity.name)
        if not name and len(parts) > 1 and not draft.strict:  # "white and black player"
            cursor = Cursor((*part, *parts[-1][-1:]))
            name = draft.read_member(cursor, entity.name)
        if not name and (found := draft.read_entity(cursor)):
            name = paths.to_parent(entity, found.name, draft, 1)
        if not name or not cursor.done:
            return []
        names.append(name)
    return names


def condition(cursor: Cursor, entity: Entity, draft: Draft) -> str | None | bool:
    """None: no condition; False: one that is not understood."""
    if cursor.done:
        return None
    if not cursor.take("where", "while", "as long as", "whose", "for which"):
        return False
    expr = expressions.read(cursor.rest, entity, draft)
    return False if expr is None else expr
