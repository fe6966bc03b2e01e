"""A plan as the commented YAML file that people read, edit and give back.

What is written is a small part of YAML, the same in versions 1.1 and 1.2: blocks, flat lists on one line, and texts in
double quotes with the escapes of JSON where they could be taken for anything else. Loading a library for that takes
longer than writing the plan, and libyaml gets some blocks wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from msgspec.structs import FieldInfo, fields

from scaffolder.plan import Effect, Element, Noun, Plan

WIDTH = 110
# In one version of YAML or another these are no texts.
SPECIAL = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
LONGEST_KEY = 100  # characters; readers take at most 1024 for a key that is not marked as one

HEADER = """\
# The plan of this application: what it stores, who may do what, and what must hold.
# Change it here, then build it with:  scaffold new --plan THIS_FILE
# What is left out has its default. Names are written like Book and due_date; people read the labels.
# Conditions and formulas look like Python:  price * quantity   due_on < today   count(loans) < 5
"""

COMMENTS = {
    "requirements": "What was asked for, numbered. Elements below cite these numbers in `satisfies`.",
    "entities": "What the application keeps: each entity becomes a table, its forms and its addresses.",
    "state_machines": "Fields that only change from one state to the next, by an action.",
    "actions": "What people do besides adding, changing and removing rows.",
    "roles": "Who uses the application. Without roles there is no login and everything is open.",
    "permissions": "What a role may do; what is not allowed here is refused.",
    "queries": "Named lists: a filter, an order, perhaps a limit.",
    "reports": "Numbers per group of rows.",
    "jobs": "What happens by itself, by the clock or after a change.",
    "notifications": "Messages that are sent, to whom and when.",
    "transfers": "Files that can be read in or given out.",
    "pages": "Pages that people see.",
    "endpoints": "Further addresses of the HTTP interface.",
    "commands": "Commands of the command line.",
    "functions": "Computations without stored data, with examples that are tested.",
    "modules": "Code that is written for this plan, with what it must offer.",
    "pipelines": "Steps that data goes through.",
    "sections": "Parts of the website.",
    "blocks": "Ready-made capabilities that are added.",
    "qualities": "Wishes about how it works, not what it does; shown, not tested.",
    "assumptions": "What was decided because nothing was said. Change the plan where one is wrong.",
    "questions": "What stayed open, and the answer that was taken.",
    "criteria": "What is tested, for each requirement.",
}


def to_yaml(plan: Plan) -> str:
    """The plan as commented YAML, in the order of the schema, without empty lists and default values."""
    plain = _plain(plan)
    head = {k: getattr(plan, k) for k in ("schema_version", "name", "slug", "summary", "kind", "stack")}
    parts = [HEADER, _mapping(head, "")]
    parts += [f"\n# {COMMENTS[key]}\n{_mapping({key: value}, '')}" for key, value in plain.items() if key not in head]
    return "".join(parts)


def _plain(value: Any) -> Any:
    if isinstance(value, Noun):
        said = {*value.stated(), *(["kind"] if isinstance(value, Effect) else [])}  # its kind decides the rest
        return {f.encode_name: _plain(getattr(value, f.name)) for f in _order(type(value)) if f.name in said}
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value


@cache
def _order(noun: type[Noun]) -> tuple[FieldInfo, ...]:
    """What an element is comes before where it comes from."""
    return tuple(sorted(fields(noun), key=lambda f: f.name in Element.__struct_fields__))


def _mapping(value: Mapping[str, Any], pad: str) -> str:
    """Lines that begin with `pad`, each with its end."""
    lines = list[str]()
    for key, held in value.items():
        name = f"{pad}{_text(key)}"
        head = f"{name}:" if len(key) <= LONGEST_KEY else f"{pad}? {_text(key)}\n{pad}:"
        lines.append(f"{head}{_value(held, pad, len(name) + 2)}")
    return "".join(lines)


def _value(value: Any, pad: str, column: int) -> str:
    """What follows the colon of a key, or the dash of an item, that stands behind `pad`."""
    if value and isinstance(value, dict):
        return f"\n{_mapping(value, pad + '  ')}"
    if isinstance(value, list):
        deep = any(isinstance(v, list | dict) for v in value)
        return "\n" + "".join(_item(v, pad) for v in value) if deep else f" {_one_line(value, pad, column)}\n"
    if isinstance(value, str) and _is_block(value):
        ending = "" if value.endswith("\n") else "-"
        return f" |{ending}\n" + "".join(f"{pad}  {line}\n" if line else "\n" for line in value.splitlines())
    return f" {_folded(_scalar(value), pad, column)}\n"


def _item(value: Any, pad: str) -> str:
    if value and isinstance(value, dict):
        return f"{pad}- {_mapping(value, pad + '  ')[len(pad) + 2 :]}"
    return f"{pad}-{_value(value, pad + '  ', len(pad) + 2)}"


def _one_line(values: Sequence[Any], pad: str, column: int) -> str:
    """A list in brackets; more than one line where it does not fit."""
    lines = [""]
    for number, value in enumerate(values, 1):
        told = (_text(value, True) if isinstance(value, str) else _scalar(value)) + (
            ", " if number < len(values) else ""
        )
        if lines[-1] and column + len(lines[-1]) + len(told) > WIDTH:
            lines.append("")
            column = len(pad) + 2
        lines[-1] += told
    return "[" + f"\n{pad}  ".join(line.rstrip() for line in lines) + "]"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        digits, _, power = repr(value).partition("e")
        return repr(value) if "." in digits or not power else f"{digits}.0e{power}"
    return json.dumps(value)  # null, true, false, whole numbers, {}


@lru_cache(maxsize=20_000)
def _text(text: str, within: bool = False) -> str:
    """A text on one line, in quotes where need be; `within` a list in brackets more needs them."""
    if text[:1].isalpha() and text.isprintable() and text.lower() not in SPECIAL and not _is_mark(text, within):
        return text
    return "".join(c if c.isprintable() else _escaped(c) for c in json.dumps(text, ensure_ascii=False))


def _is_mark(text: str, within: bool) -> bool:
    """Whether something in a text that begins like a word says more than itself."""
    marks = r"[,\[\]{}:?]| #" if within else r":(?: |$)| #"
    return text.endswith(" ") or re.search(marks, text) is not None


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _is_block(text: str) -> bool:
    """Whether a text of lines can be written as such."""
    lines = text.removesuffix("\n").split("\n")
    return "\n" in text and not text[0].isspace() and lines[-1] != "" and all(line.isprintable() for line in lines)


def _folded(told: str, pad: str, column: int) -> str:
    """Long texts, at single spaces, where readers take an end of line for one."""
    if column + len(told) <= WIDTH:
        return told
    return f"\n{pad}  ".join(_filled(re.split(r"(?<=\S) (?=\S)", told), WIDTH - column, WIDTH - len(pad) - 2))


def _filled(words: Sequence[str], room: int, rooms: int) -> Iterator[str]:
    """Lines of at most `room` characters, the first, and `rooms`, the others, or of one long word."""
    line = words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) > room:
            yield line
            line, room = word, rooms
        else:
            line += f" {word}"
    yield line
