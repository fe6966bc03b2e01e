"""Text that matches a regular expression: different text for each number, as far as the expression has room."""

from __future__ import annotations

import re
import re._constants as code  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

WORD = "abcdefghijklmnopqrstuvwxyz0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CLASSES = {
    code.CATEGORY_DIGIT: "0123456789",
    code.CATEGORY_WORD: WORD,
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_NOT_DIGIT: "abcdefghijklmnopqrstuvwxyz",
    code.CATEGORY_NOT_WORD: "-.,",
    code.CATEGORY_NOT_SPACE: WORD,
}
ANY = "abcdefghijklmnopqrstuvwxyz0123456789-_.:/ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def matching(pattern: str, n: int, length: int = 0) -> str | None:
    """The `n`th invented text that `pattern` matches in full, with about `length` characters where repeats leave room;
    None where none was found."""
    try:
        slots = _slots(parser.parse(pattern), length, [])
    except (re.error, NotImplementedError):
        return None
    chosen: list[str] = []
    for choices in reversed(slots):
        n, place = divmod(n, len(choices))
        chosen.append(choices[place])
    text = "".join(reversed(chosen))
    return text if re.fullmatch(pattern, text) else None


def _slots(parsed: Any, length: int, groups: list[Any]) -> list[str]:
    """One string of possible characters per place of the text."""
    slots: list[str] = []
    for op, argument in parsed:
        slots += _slot(op, argument, length, groups)
    return slots


def _slot(op: Any, argument: Any, length: int, groups: list[Any]) -> list[str]:
    if op is code.LITERAL:
        return [chr(argument)]
    if op is code.NOT_LITERAL:
        return ["".join(c for c in ANY if c != chr(argument))]
    if op is code.ANY:
        return [ANY]
    if op is code.IN:
        return [_members(argument)]
    if op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        low, high, inner = argument
        times = min(max(low, length or low or 1), high)
        return [slot for _ in range(times) for slot in _slots(inner, 0, groups)]
    if op is code.SUBPATTERN:
        return _slots(argument[3], length, groups)
    if op is code.ATOMIC_GROUP:
        return _slots(argument, length, groups)
    if op is code.BRANCH:
        return _slots(argument[1][0], length, groups)
    if op is code.AT:
        return []
    raise NotImplementedError(str(op))


def _members(argument: Any) -> str:
    negated = bool(argument) and argument[0][0] is code.NEGATE
    chars = ""
    for op, value in argument:
        if op is code.LITERAL:
            chars += chr(value)
        elif op is code.RANGE:
            chars += "".join(map(chr, range(value[0], min(value[1], value[0] + 60) + 1)))
        elif op is code.CATEGORY:
            chars += CLASSES[value]
    return "".join(c for c in ANY if c not in chars) if negated else chars
