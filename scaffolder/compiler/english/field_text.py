"""Fields and parameters written with no more than is needed to read them back the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.fields import read, to_field, to_param
from scaffolder.compiler.english.items import items
from scaffolder.compiler.english.literals import choice, value
from scaffolder.compiler.english.modifiers import Modifiers, is_modifier
from scaffolder.compiler.english.tokens import code, quoted, spelled, tokenize
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Choice, Field, FieldType, Param, Validation

CLAUSE_WORDS = frozenset(phrases("fields", "clause_words"))


def write(wanted: Field) -> str:
    """The shortest phrase that reads back as this field (`computed` and `satisfies` aside)."""
    goal = wanted.model_copy(update={"computed": None, "satisfies": [], "origin": "stated"})
    computed = wanted.computed is not None
    for text in _candidates(goal):
        found = [read(item) for item in items(tokenize(text))]
        if len(found) == 1 and found[0] and to_field(found[0], computed) == goal:
            return text
    raise AssertionError(f"no phrase for field {wanted.name!r}")  # every field has one: the test of all types holds it


def write_exact(wanted: Field) -> str:
    """The phrase with the name in backquotes: never taken for a link."""
    goal = wanted.model_copy(update={"computed": None, "satisfies": [], "origin": "stated"})
    exact = [text for text in _candidates(goal) if text.startswith("a `")]
    return next(t for t in exact if (p := read(tokenize(t))) and to_field(p, wanted.computed is not None) == goal)


def _candidates(goal: Field) -> Iterator[str]:
    said = Modifiers(
        goal.type, goal.item_type, goal.required, goal.unique, goal.searchable, goal.readonly, goal.default,
        goal.enum, goal.currency, goal.unit, goal.validation, label=goal.label, help=goal.help,
    )  # fmt: skip
    for name in _spellings(goal.name, goal.label, goal.type):
        unlabelled = replace(said, label="")
        for form in (unlabelled, said):
            for without_bounds in (True, False):
                shape = replace(form, bounds=_lengths(goal.validation)) if without_bounds else form
                for with_type, with_required in ((False, False), (False, True), (True, False), (True, True)):
                    yield name + written(shape, with_type, with_required)


def _lengths(bounds: Validation) -> Validation:
    return bounds.model_copy(update={"min": None, "max": None})


def _spellings(name: str, label: str, kind: FieldType) -> Iterator[str]:
    plain = name.replace("_", " ")
    head, *rest = plain.split(" of ")
    article = "" if naming.plural(naming.singular(head)) == head else naming.article(plain) + " "
    if set(name.split("_")) & CLAUSE_WORDS:
        yield "a " + code(name)
        return
    if label and naming.snake(label) == name and label.upper() != label.lower():
        shown = " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in label.split())
        yield ("an " if re.match(r"[aeiouAEFHILMNORSX][A-Z]|[aeiou]", shown) else "a ") + shown
    if kind == "boolean":
        yield f"{article or 'a '}{plain} flag"
    if kind == "integer" and not article and not rest:
        yield f"a number of {plain}"
    yield article + plain
    yield "a " + code(name)


def write_param(goal: Param, ref: str) -> str:
    """`ref` is how the entity of `goal.ref` is written ("a Book"), or empty."""
    said = Modifiers(
        type=goal.type, required=goal.required, default=goal.default, choices=[Choice(value=v) for v in goal.enum],
        ref=tokenize(ref), multiple=goal.multiple, help=goal.help,
    )  # fmt: skip
    for name in _spellings(goal.name, "", goal.type):
        for with_type, with_required in ((False, False), (False, True), (True, False), (True, True)):
            text = name + written(said, with_type, with_required)
            found = [read(item) for item in items(tokenize(text))]
            if (
                len(found) == 1
                and found[0]
                and to_param(found[0], goal.ref) == goal
                and bool(found[0].said.ref) == bool(ref)
            ):
                return text
    raise AssertionError(f"no phrase for parameter {goal.name!r}")


def written(m: Modifiers, with_type: bool, with_required: bool) -> str:
    """The modifiers in brackets with a blank before, or an empty string."""
    doubt = sorted(c.value.lower() for c in m.choices) in (["no", "yes"], ["false", "true"])  # bare, they are a flag
    told = [_quoted_choice(c) if doubt else written_choice(c) for c in m.choices]
    groups = [", ".join(told)] if len(told) > 1 else []
    if len(m.choices) == 1:
        groups = ["one of " + _quoted_choice(m.choices[0])]
    plain = [p for p in _written_plain(m, with_type, with_required) if p]
    if plain:
        groups.append(", ".join(plain))
    return f" ({'; '.join(groups)})" if groups else ""


def _quoted_choice(value: Choice) -> str:
    return code(value.value) + (f" = {quoted(value.label)}" if value.label else "")


def _written_plain(m: Modifiers, with_type: bool, with_required: bool) -> list[str]:
    kind = ""
    if with_type and m.type:
        kind = f"list of {m.item_type}" if m.type == "list" and m.item_type else m.type
    required = {True: "required", False: "optional", None: ""}[m.required] if with_required else ""
    return [
        kind,
        required,
        "unique" if m.unique else "",
        "searchable" if m.searchable else "",
        "read-only" if m.readonly else "",
        "several" if m.multiple else "",
        f"default {written_value(m.default)}" if m.default is not None else "",
        _written_bounds(m.bounds.min, m.bounds.max, ""),
        _written_bounds(m.bounds.min_length, m.bounds.max_length, " characters"),
        f"matching {quoted(m.bounds.pattern)}" if m.bounds.pattern is not None else "",
        _written_unit(m),
        f"row of {spelled(m.ref)}" if m.ref else "",
        f"labelled {quoted(m.label)}" if m.label else "",
        f"described as {quoted(m.help)}" if m.help else "",
    ]


def _written_unit(m: Modifiers) -> str:
    parts = []
    if m.currency:
        parts.append(
            f"in {m.currency}" if vocabulary.currency(m.currency.lower()) == m.currency else f"currency {m.currency}"
        )
    if m.unit:
        parts.append(f"in {m.unit}" if m.unit.lower() in vocabulary.table("units", "words") else f"in {quoted(m.unit)}")
    return ", ".join(parts)


def _written_bounds(low: float | str | None, high: float | str | None, tail: str) -> str:
    if low is not None and low == high and tail:
        return f"exactly {_written_bound(low)}{tail}"
    if low is not None and high is not None:
        return f"between {_written_bound(low)} and {_written_bound(high)}{tail}"
    if low is not None:
        return f"at least {_written_bound(low)}{tail}"
    return f"at most {_written_bound(high)}{tail}" if high is not None else ""


def _written_bound(bound: float | str) -> str:
    if isinstance(bound, str):
        return bound if re.fullmatch(r"\d{4}-\d\d-\d\d", bound) else quoted(bound)
    return repr(int(bound)) if bound == int(bound) and abs(bound) < 1e15 else repr(bound)


def written_choice(value: Choice) -> str:
    plain = value.value.replace("_", " ")
    name = plain if _survives(plain, value.value) else code(value.value)
    if not value.label:
        return name
    if _survives(value.label, value.value, value.label):
        return value.label
    return f"{code(value.value)} = {quoted(value.label)}"


def _survives(text: str, value: str, label: str = "") -> bool:
    tokens = tokenize(text)
    if not tokens or any(t.kind not in ("word", "number") for t in tokens) or is_modifier(tokens):
        return False
    if {t.low for t in tokens} & {
        "or",
        "and",
        "one",
        "either",
        "any",
        "choices",
        "values",
        "to",
        "from",
        "into",
        "if",
        "nothing",
    }:
        return False
    return choice(tokens) == Choice(value=value, label=label) and spelled(tokens) == text


def written_value(default: str | int | float | bool) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, (int, float)):
        return repr(default)
    plain = default.replace("_", " ")
    leads = plain.split(" ")[0] in ("value", "is", "to", "of")
    return plain if not leads and _survives(plain, default) and _plain_value(plain) == default else quoted(default)


def _plain_value(text: str) -> str | int | float | bool:
    return value(tokenize(text))
