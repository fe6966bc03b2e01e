"""Words that name a field, over the links between things: "the price of the product" is product.price."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import Entity, Field


def written(path: str) -> str:
    """The path as an expression spells it, where names that Python keeps for itself get an underscore."""
    return ".".join(f"{part}_" if keyword.iskeyword(part) else part for part in path.split("."))


def kind_of(entity: Entity, path: str, draft: Draft) -> str:
    at = _owner(entity, path, draft)
    field = draft.field(at.name, path.rpartition(".")[2]) if at else None
    return "" if at is None else field.type if field else "row"


def field_at(entity: Entity, path: str, draft: Draft) -> Field | None:
    """The field that a path ends in."""
    at = _owner(entity, path, draft)
    return draft.field(at.name, path.rpartition(".")[2]) if at else None


def _owner(entity: Entity, path: str, draft: Draft) -> Entity | None:
    """The thing that the last name of a path belongs to."""
    at = entity
    for link in path.split(".")[:-1]:
        relation = draft.relation(at.name, link.removesuffix("_")) or draft.relation(at.name, link)
        following = draft.entity(relation.target) if relation else None
        if following is None:
            return None
        at = following
    return at


INHERITED = 3  # links


def member_path(entity: Entity, words: Sequence[str], draft: Draft) -> str | None:
    """ "quantity", "price of the product", "product's price", "product price" -> product.price."""
    words = [w for w in words if w not in DETERMINERS or w == "one"]
    if not words:
        return None
    if "of" in words[1:]:
        at = words.index("of", 1)
        direct = draft.member(entity.name, words)
        if direct:
            return direct
        tail = member_path(entity, words[at + 1 :], draft) if words[at + 1 :] else None
        if tail is None and draft.name_of(words[at + 1 :]) == entity.name:
            return draft.member(entity.name, words[:at]) or None
        return _step(entity, tail, words[:at], draft) if tail else None
    if "'s" in words:
        at = words.index("'s")
        if draft.name_of(words[:at]) == entity.name:
            return member_path(entity, words[at + 1 :], draft)
        head = member_path(entity, words[:at], draft)
        return _step(entity, head, words[at + 1 :], draft) if head else None
    direct = draft.near_member(entity.name, words)
    if direct:
        return direct
    if "_".join(words) in ("created_at", "updated_at") and entity.timestamps:
        return "_".join(words)
    return _far(entity, words, draft)


def _step(entity: Entity, path: str, words: Sequence[str], draft: Draft) -> str | None:
    at = entity
    for link in path.split("."):
        relation = draft.relation(at.name, link)
        following = draft.entity(relation.target) if relation else None
        if following is None:
            return None
        at = following
    inner = member_path(at, words, draft)
    return f"{path}.{inner}" if inner else None


def _far(entity: Entity, words: Sequence[str], draft: Draft) -> str | None:
    """A thing named by its name, over at most three links; or "product price", the thing and its field."""
    for size in range(len(words), 0, -1):
        name = draft.name_of(words[:size]) or draft.short_name_of(words[:size])
        path = to_parent(entity, name, draft) or _named_link(entity, "_".join(words[:size]), draft)
        if path and size == len(words):
            return path
        if path:
            return _step(entity, path, words[size:], draft)
    return _inherited(entity, words, draft)


def _inherited(entity: Entity, words: Sequence[str], draft: Draft) -> str | None:
    """A field that only one of the things it belongs to has: "ticket price" -> exhibition.ticket_price; else one that
    only one of those has that these belong to."""
    seen, level = {entity.name}, _parents("", entity, draft)
    for _ in range(INHERITED):
        level = [(path, parent) for path, parent in level if parent.name not in seen]
        found = [
            f"{path}.{name}"
            for path, parent in level
            if (name := draft.member(parent.name, words) or draft.member(parent.name, [*words, "percent"]))
        ]
        if found or not level:
            return found[0] if len(found) == 1 else None
        seen |= {parent.name for _, parent in level}
        level = [further for path, parent in level for further in _parents(f"{path}.", parent, draft)]
    return None


def _parents(lead: str, entity: Entity, draft: Draft) -> list[tuple[str, Entity]]:
    """What it belongs to, each with the path to it."""
    links = [(r.name, draft.entity(r.target)) for r in entity.relations if r.cardinality != "many_to_many"]
    return [(lead + name, parent) for name, parent in links if parent is not None]


def _named_link(entity: Entity, name: str, draft: Draft) -> str:
    relation = draft.relation(entity.name, name)
    return name if relation is not None and relation.cardinality != "many_to_many" else ""


def to_parent(entity: Entity, target: str, draft: Draft, depth: int = 3) -> str:
    """The shortest path over to-one links from an entity to a thing, or an empty string."""
    if not target:
        return ""
    frontier = [("", entity)]
    seen = {entity.name}
    for _ in range(depth):
        following: list[tuple[str, Entity]] = []
        for path, at in frontier:
            for relation in at.relations:
                if relation.cardinality == "many_to_many":
                    continue
                step = f"{path}.{relation.name}" if path else relation.name
                if relation.target == target:
                    return step
                found = draft.entity(relation.target)
                if found is not None and found.name not in seen:
                    seen.add(found.name)
                    following.append((step, found))
        frontier = following
    return ""


def to_many(entity: Entity, draft: Draft) -> list[tuple[str, str]]:
    """The paths to rows that belong to a row of the entity, each with what they are."""
    found = [
        (relation.inverse or naming.snake(naming.plural(source.name)), source.name)
        for source in draft.plan.entities
        for relation in source.relations
        if relation.target == entity.name
    ]
    return found + [(r.name, r.target) for r in entity.relations if r.cardinality == "many_to_many"]


NAMES = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|(?<![\w.])[a-z_]\w*(?![\w(])")


def below(path: str, expr: str, entity: Entity, draft: Draft) -> str:
    """The expression over a row of the entity, said of the rows at the end of the path."""

    def placed(found: re.Match[str]) -> str:
        name = found.group()
        own = draft.member(entity.name, [name]) or draft.member(entity.name, [name.removesuffix("_")])
        return f"{path}.{name}" if own else name

    return NAMES.sub(placed, expr)
