"""What changed between two plans, by name, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeGuard

from msgspec import Struct

from scaffolder.plan import Plan

ChangeKind = Literal["added", "removed", "changed"]

NOUNS = {
    "entities": "entity", "state_machines": "state machine", "actions": "action", "roles": "role",
    "permissions": "permission", "queries": "query", "reports": "report", "jobs": "job",
    "notifications": "notification", "transfers": "transfer", "pages": "page", "endpoints": "endpoint",
    "commands": "command", "functions": "function", "modules": "module", "pipelines": "pipeline",
    "sections": "section", "blocks": "block", "fields": "field", "relations": "relation",
    "constraints": "constraint", "transitions": "transition", "enum": "value", "params": "parameter",
    "measures": "measure", "steps": "step", "public": "function", "effects": "effect",
    "preconditions": "precondition", "widgets": "widget", "examples": "example",
}  # fmt: skip
KEYS: dict[str, tuple[str, ...]] = {
    "permissions": ("role", "entity"), "state_machines": ("entity", "field"), "actions": ("entity", "name"),
    "endpoints": ("method", "path"), "modules": ("path",), "transitions": ("action",), "enum": ("value",),
    "sections": ("kind", "title"), "effects": (), "preconditions": (), "widgets": (), "examples": (),
}  # fmt: skip
"""What tells the elements of a list from one another: nothing but their place, or these; elsewhere their name."""
RENAMED = ("entities", "fields", "relations", "actions", "roles")
FLAGS = ("required", "unique", "searchable", "readonly", "admin", "anonymous")
MAX_SHOWN = 80


class Change(Struct, frozen=True):
    """`element` is a path of names ("entities.Book.fields.isbn"); `before` and `after` are plain data, None where there
    is nothing. `maybe_rename` of an added element is the name of a removed one that is the same but for its name, and
    of the removed one the name of the added: whether the data moves along is for people to say."""

    kind: ChangeKind
    element: str
    before: Any
    after: Any
    sentence: str
    maybe_rename: str = ""


class Place(Struct, frozen=True):
    """`element` for programs, `shown` for people: without the names of the lists."""

    element: str = ""
    shown: str = ""

    def list(self, slot: str) -> Place:
        return Place(_joined(self.element, slot), self.shown)

    def numbered(self, noun: str, name: str) -> Place:
        return Place(_joined(self.element, name), f"{self.shown} {noun} {name}")

    def part(self, name: str) -> Place:
        return Place(_joined(self.element, name), _joined(self.shown, name))


def diff(old: Plan, new: Plan) -> list[Change]:
    """Every difference of what the plans say (`Plan.content`), in the order of the schema; empty where none is."""
    return list(_nouns(Place(), old.content(), new.content()))


def _nouns(place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for slot in {**old, **new}:
        before, after = old.get(slot), new.get(slot)
        if before == after:
            continue
        if slot in NOUNS and _are_nouns(before) and _are_nouns(after):
            yield from _lists(place.list(slot), slot, before, after)
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _nouns(place.part(slot), before, after)
        elif slot in FLAGS:
            sentence = f"makes {place.shown} {'' if after else 'no longer '}{slot}"
            yield Change("changed", place.part(slot).element, before, after, sentence)
        else:
            sentence = f"changes {place.part(slot).shown} from {_value(before)} to {_value(after)}"
            yield Change("changed", place.part(slot).element, before, after, sentence)


def _are_nouns(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    """`Entity.fields` are; `Constraint.fields` are but their names."""
    return isinstance(value, list) and all(isinstance(v, dict) for v in value)


def _lists(place: Place, slot: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Change]:
    old, new = _keyed(slot, before), _keyed(slot, after)
    removed = {k: v for k, v in old.items() if k not in new}
    added = {k: v for k, v in new.items() if k not in old}
    renamed = _renames(slot, removed, added)
    back = {name: former for former, name in renamed.items()}

    def at(key: str) -> Place:
        return place.part(key) if KEYS.get(slot, ("name",)) else place.numbered(NOUNS[slot], key)

    for key, item in removed.items():
        yield _removed(at(key), slot, item, renamed.get(key, ""))
    for key, item in new.items():
        if key in old:
            yield from _nouns(at(key), old[key], item)
        else:
            yield _added(at(key), slot, item, back.get(key, ""))
    kept, order = [k for k in old if k in new], [k for k in new if k in old]
    if kept != order:
        sentence = f"puts {place.element} into another order: {_value(order)}"
        yield Change("changed", place.element, kept, order, sentence)


def _keyed(slot: str, items: list[Any]) -> dict[str, Any]:
    """Elements by what names them; a second one of the same name is "name#2"."""
    keys = KEYS.get(slot, ("name",))
    found: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    for i, item in enumerate(items, start=1):
        name = ".".join(str(item[k]) for k in keys if item.get(k)) if keys else str(i)
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name}#{seen[name]}"] = item
    return found


def _renames(slot: str, removed: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, str]:
    """Removed name -> added name, where the two are the same but for the name and neither is like a third."""
    if slot not in RENAMED:
        return {}
    pairs = [(a, b) for a, one in removed.items() for b, other in added.items() if _nameless(one) == _nameless(other)]
    olds, news = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return {a: b for a, b in pairs if olds[a] == news[b] == 1}


def _nameless(item: Mapping[str, Any]) -> Any:
    """Without what follows the name: label, plural, and relations to itself."""
    same = {k: v for k, v in item.items() if k not in ("name", "label", "plural")}
    if "relations" in same:
        own = item["name"]
        same["relations"] = [{**r, "target": "" if r["target"] == own else r["target"]} for r in same["relations"]]
    return same


def _removed(place: Place, slot: str, item: Any, renamed_to: str) -> Change:
    hint = f" (perhaps renamed to {renamed_to})" if renamed_to else ""
    return Change("removed", place.element, item, None, f"removes {NOUNS[slot]} {place.shown}{hint}", renamed_to)


def _added(place: Place, slot: str, item: Any, renamed_from: str) -> Change:
    hint = f" (perhaps {renamed_from} renamed)" if renamed_from else ""
    sentence = f"adds {NOUNS[slot]} {place.shown}{_traits(item)}{hint}"
    return Change("added", place.element, None, item, sentence, renamed_from)


def _traits(item: Mapping[str, Any]) -> str:
    """ " (string, unique)"."""
    traits = [str(item[k]) for k in ("type", "target", "kind", "format") if item.get(k)]
    traits += [flag for flag in FLAGS if item.get(flag) is True]
    names = [f["name"] for f in item.get("fields") or [] if isinstance(f, dict)]
    if names:
        traits.append("with " + ", ".join(names[:6]) + (", …" if len(names) > 6 else ""))
    traits += item.get("operations") or []
    return f" ({', '.join(traits)})" if traits else ""


def _value(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "nothing"
    text = ", ".join(str(v) for v in value) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
