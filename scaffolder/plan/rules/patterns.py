"""Regular expressions of a plan: they mean the same in Python and in Rust, and no text makes them slow.

Python matches them here, Rust's engine in the generated application, so only what both share is let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as ops  # type: ignore[attr-defined]  # the tree is wanted, not the matcher
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MAX_PATTERN = 200
ESCAPES = "dDwWsSntr"
REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT)


def pattern_problem(pattern: str) -> str:
    """Why a pattern cannot be used; empty where it can."""
    if not 1 <= len(pattern) <= MAX_PATTERN:
        return f"a pattern has 1 to {MAX_PATTERN} characters, not {len(pattern)}"
    bare = re.sub(r"\\.", "_", pattern, flags=re.DOTALL)
    odd = [e for e in re.findall(r"\\(.)", pattern, flags=re.DOTALL) if e.isalnum() and e not in ESCAPES]
    if odd or re.search(r"\(\?(?!:)", bare):
        return f"{pattern!r}: only (?:...) and \\d \\w \\s \\n \\t \\r are understood everywhere"
    if re.search(r"\[\^?\]?[^\]]*(\[|&&|--|~~)", bare) or re.search(r"(^|[^\d,{])\{(?!\d+(,\d*)?\})|[*+?}]\+", bare):
        return f"{pattern!r}: write \\[ inside [...] and \\{{ for a brace; no &&, -- or ~~, and no ++"
    try:
        parsed = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"{pattern!r} is no regular expression: {error}"
    if any(_slow(body) for body in _repeated(parsed)):
        return f"{pattern!r}: a repetition inside a repetition can take forever"
    return ""


def _repeated(parsed: Any) -> Iterator[Any]:
    """The bodies of all repetitions that may happen more than once."""
    for op, argument in parsed:
        if op in REPEATS:
            if argument[1] > 1:
                yield argument[2]
            yield from _repeated(argument[2])
        elif op is ops.SUBPATTERN:
            yield from _repeated(argument[3])
        elif op is ops.BRANCH:
            for branch in argument[1]:
                yield from _repeated(branch)


def _slow(body: Any) -> bool:
    """Whether a text can be cut into turns of this body in more than one way: nothing in it marks where a turn ends."""
    items = list(_flat(body))
    variable = [a[2] for op, a in items if op in REPEATS and a[0] != a[1]]
    branches = any(op is ops.BRANCH and any(_varies(b) for b in argument[1]) for op, argument in items)
    if not variable:
        return branches
    marks = [chr(a) for op, a in items if op is ops.LITERAL and not chr(a).isalnum()]
    return branches or not any(not any(_may_match(inner, mark) for inner in variable) for mark in marks)


def _flat(body: Any) -> Iterator[tuple[Any, Any]]:
    for op, argument in body:
        if op is ops.SUBPATTERN:
            yield from _flat(argument[3])
        else:
            yield op, argument


def _varies(body: Any) -> bool:
    low, high = body.getwidth()
    return bool(low != high or low == 0)


def _may_match(body: Any, char: str) -> bool:
    return any(_item_may_match(op, argument, char) for op, argument in _flat(body))


def _item_may_match(op: Any, argument: Any, char: str) -> bool:
    if op is ops.LITERAL:
        return bool(chr(argument) == char)
    if op is ops.RANGE:
        return bool(argument[0] <= ord(char) <= argument[1])
    if op is ops.CATEGORY:
        members = {"CATEGORY_SPACE": char.isspace(), "CATEGORY_WORD": char == "_", "CATEGORY_DIGIT": False}
        return members.get(str(argument), True)
    if op is ops.IN:
        return any(_item_may_match(kind, value, char) for kind, value in argument)
    return True
