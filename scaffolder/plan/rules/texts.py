"""What people read: any character that can be shown, of a bounded length; and how much of everything there may be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from scaffolder.plan import Noun, Plan
from scaffolder.plan.rules import SIZE, TEXT, fault
from scaffolder.types import Diagnostic

LENGTHS = {
    "text": 20_000, "description": 20_000, "body": 20_000, "summary": 2_000, "help": 2_000, "purpose": 2_000,
    "reason": 2_000, "content": 20_000, "given": 2_000, "when": 2_000, "then": 2_000, "expr": 2_000, "where": 2_000,
    "computed": 2_000, "value": 2_000, "values": 2_000, "args": 2_000, "options": 2_000, "group_by": 2_000,
    "because": 100, "result": 20_000, "items": 2_000,
}  # fmt: skip
"""Characters, by the name of the slot; elsewhere 200."""
PARAGRAPHS = {
    "text",
    "description",
    "body",
    "summary",
    "help",
    "purpose",
    "reason",
    "content",
    "items",
    "result",
    "args",
}
SIZES = {
    "entities": 200, "fields": 100, "relations": 50, "constraints": 50, "permissions": 2_000, "requirements": 2_000,
    "criteria": 20_000, "actions": 1_000, "assumptions": 2_000, "questions": 2_000, "covered_by": 1_000,
    "affects": 1_000, "enum": 200,
}  # fmt: skip
"""Elements, by the name of the list; elsewhere 500."""


def faults(plan: Plan) -> Iterator[Diagnostic]:
    if not _is_sound("", plan):
        yield from _walk("", "", plan)


def _is_sound(slot: str, value: Any) -> bool:
    """Whether a walk would find nothing: most plans are sound, and need no names for the places of their faults."""
    if isinstance(value, str):
        return len(value) <= LENGTHS.get(slot, 200) and value.isprintable()
    if isinstance(value, Noun):
        return all([_is_sound(name, getattr(value, name)) for name in value.__struct_fields__])
    if isinstance(value, list | tuple):
        return len(value) <= SIZES.get(slot, 500) and all([_is_sound(slot, item) for item in value])
    if isinstance(value, dict):
        return all([_is_sound(slot, str(key)) and _is_sound(slot, item) for key, item in value.items()])
    return True


def _walk(here: str, slot: str, value: Any) -> Iterator[Diagnostic]:
    if isinstance(value, str):
        yield from _text(here, slot, value)
    elif isinstance(value, Noun):
        for name in value.__struct_fields__:
            yield from _walk(f"{here}.{name}" if here else name, name, getattr(value, name))
    elif isinstance(value, list | tuple):
        limit = SIZES.get(slot, 500)
        if len(value) > limit:
            yield fault(SIZE, here, f"{len(value)} {slot}; {limit} are the limit")
            return
        for i, item in enumerate(value):
            yield from _walk(f"{here}.{_label(item, i)}", slot, item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _text(here, slot, str(key))
            yield from _walk(f"{here}.{key}", slot, item)


def _label(item: Any, position: int) -> str:
    name = getattr(item, "name", getattr(item, "id", None))
    return name if isinstance(name, str) and name.isprintable() and len(name) <= 60 else str(position)


def _text(here: str, slot: str, text: str) -> Iterator[Diagnostic]:
    limit = LENGTHS.get(slot, 200)
    if len(text) > limit:
        yield fault(TEXT, here, f"{len(text):,} characters; {limit:,} are the limit")
    bad = None if text.isprintable() else next((c for c in text if _refused(c, slot)), None)
    if bad is not None:
        yield fault(
            TEXT, here, f"U+{ord(bad):04X} cannot stand in a text ({unicodedata.name(bad, 'a control character')})"
        )


def _refused(char: str, slot: str) -> bool:
    """Control characters, halves of characters, and marks that make code read in another order than it runs."""
    if char in "\n\t":
        return slot not in PARAGRAPHS
    category = unicodedata.category(char)
    return (
        category in ("Cc", "Cs", "Zl", "Zp") or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )
