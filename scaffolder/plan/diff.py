"""What changed between two plans, by name, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scaffolder.plan import Plan

ChangeKind = Literal["added", "removed", "changed"]

KEYS: dict[str, tuple[str, ...]] = {
    "permissions": ("role", "entity"), "state_machines": ("entity", "field"), "actions": ("entity", "name"),
    "endpoints": ("method", "path"), "modules": ("path",), "transitions": ("action",), "enum": ("value",),
    "sections": ("kind", "title"),
}  # fmt: skip
"""What tells the elements of a list from one another; elsewhere their name."""
NOUNS = {
    "entities": "entity", "state_machines": "state machine", "actions": "action", "roles": "role",
    "permissions": "permission", "queries": "query", "reports": "report", "jobs": "job",
    "notifications": "notification", "transfers": "transfer", "pages": "page", "endpoints": "endpoint",
    "commands": "command", "functions": "function", "modules": "module", "pipelines": "pipeline",
    "sections": "section", "blocks": "block", "fields": "field", "relations": "relation",
    "constraints": "constraint", "transitions": "transition", "enum": "value", "params": "parameter",
    "measures": "measure", "steps": "step", "public": "function",
}  # fmt: skip
FLAGS = (
    "required",
    "unique",
    "searchable",
    "readonly",
    "admin",
    "anonymous",
    "self_signup",
    "timestamps",
    "soft_delete",
)
MAX_SHOWN = 80


@dataclass(frozen=True)
class Change:
    """`element` is a path of names ("entities.Book.fields.isbn"); `before` and `after` are plain data, None where there
    is nothing. `maybe_rename` of an added element is the name of a removed one that is the same but for its name, and
    of the removed one the name of the added: whether the data moves along is for people to say."""

    kind: ChangeKind
    element: str
    before: Any
    after: Any
    sentence: str
    maybe_rename: str = ""


def diff(old: Plan, new: Plan) -> list[Change]:
    """Every difference of what the plans say (`Plan.content`), in the order of the schema; empty where there is none.
    The order of fields, roles and the like is no difference where nothing depends on it."""
    return list(_compare_nouns("", old.content(), new.content()))


def _compare_nouns(here: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in {**old, **new}:
        before, after = old.get(name), new.get(name)
        if before != after:
            yield from _compare(f"{here}.{name}" if here else name, name, before, after)


def _compare(here: str, slot: str, before: Any, after: Any) -> Iterator[Change]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _compare_nouns(here, before, after)
    elif slot in NOUNS and isinstance(before, list) and isinstance(after, list):
        yield from _compare_lists(here, slot, before, after)
    else:
        sentence = f"changes {_shown(here)} from {_value(before)} to {_value(after)}"
        yield Change("changed", here, before, after, sentence)


def _compare_lists(here: str, slot: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
    old, new = _keyed(slot, before), _keyed(slot, after)
    removed = {k: v for k, v in old.items() if k not in new}
    added = {k: v for k, v in new.items() if k not in old}
    renamed = _renames(slot, removed, added)
    for key, item in removed.items():
        yield _gone(f"{here}.{key}", slot, item, renamed.get(key, ""))
    for key, item in new.items():
        if key in old and old[key] != item:
            yield from _compare(f"{here}.{key}", "", old[key], item)
    back = {to: from_ for from_, to in renamed.items()}
    for key, item in added.items():
        yield _come(f"{here}.{key}", slot, item, back.get(key, ""))
    kept = [k for k in old if k in new]
    order = [k for k in new if k in old]
    if kept != order:
        sentence = f"puts the {NOUNS[slot]} list of {_shown(here.rpartition('.')[0]) or 'the plan'} into another order"
        yield Change("changed", here, kept, order, sentence)


def _keyed(slot: str, items: list[Any]) -> dict[str, Any]:
    """Elements by what names them; a second one of the same name counts as "name#2"."""
    found: dict[str, Any] = {}
    for item in items:
        parts = (
            [str(item.get(k)) for k in KEYS.get(slot, ("name",)) if item.get(k)]
            if isinstance(item, dict)
            else [str(item)]
        )
        name, number = ".".join(parts), 2
        key = name
        while key in found:
            key, number = f"{name}#{number}", number + 1
        found[key] = item
    return found


def _renames(slot: str, removed: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, str]:
    """Removed name -> added name, where the two are the same but for the name and no other pair is."""
    if slot not in ("entities", "fields", "relations", "actions", "roles"):
        return {}
    pairs = [(a, b) for a, one in removed.items() for b, other in added.items() if _nameless(one) == _nameless(other)]
    unique = [(a, b) for a, b in pairs if sum(a == x for x, _ in pairs) == 1 and sum(b == y for _, y in pairs) == 1]
    return dict(unique)


def _nameless(item: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in item.items() if k not in ("name", "label", "plural")}


def _gone(element: str, slot: str, item: Any, renamed_to: str) -> Change:
    hint = f" (perhaps renamed to {renamed_to})" if renamed_to else ""
    sentence = f"removes {NOUNS[slot]} {_shown(element)}{hint}"
    return Change("removed", element, item, None, sentence, renamed_to)


def _come(element: str, slot: str, item: Any, renamed_from: str) -> Change:
    hint = f" (perhaps {renamed_from} renamed)" if renamed_from else ""
    sentence = f"adds {NOUNS[slot]} {_shown(element)}{_traits(item)}{hint}"
    return Change("added", element, None, item, sentence, renamed_from)


def _traits(item: Any) -> str:
    """ " (string, unique)"."""
    if not isinstance(item, dict):
        return ""
    traits = [str(item[k]) for k in ("type", "target", "kind", "format") if item.get(k)]
    traits += [flag.replace("_", " ") for flag in FLAGS if item.get(flag) is True]
    if item.get("fields") and all(isinstance(f, dict) for f in item["fields"]):
        traits.append(
            "with " + ", ".join(f["name"] for f in item["fields"][:6]) + (", …" if item["fields"][6:] else "")
        )
    if item.get("operations"):
        traits.append(", ".join(item["operations"]))
    return f" ({', '.join(traits)})" if traits else ""


def _shown(element: str) -> str:
    """ "entities.Book.fields.isbn" -> "Book.isbn"."""
    return ".".join(p for p in element.split(".") if p not in NOUNS) or element


def _value(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "nothing"
    text = ", ".join(str(v) for v in value) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
