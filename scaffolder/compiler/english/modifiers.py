"""What may be said of a field or a parameter beside its name: "unique", "at most 200 characters", "(draft, paid)".

MODIFIER := required | optional | unique | searchable | read-only | TYPE | list of TYPE | default VALUE
          | at least N [characters] | at most N [characters] | between N and N [characters] | N-N | positive
          | matching "PATTERN" | in UNIT | one of VALUE, VALUE … | labelled "TEXT" | described as "TEXT"
          | row of an ENTITY | several
In brackets, commas stand between modifiers and between the values of a choice; a semicolon ends a group.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.literals import choice, value
from scaffolder.compiler.english.tokens import Cursor, Token, spelled, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Choice, FieldType, Validation

RANGE_JOINTS = phrases("modifiers", "range_joints")
TEXT_LEADS = phrases("modifiers", "text_leads")

REQUIRED = phrases("modifiers", "required")
OPTIONAL = phrases("modifiers", "optional")
AT_LEAST = phrases("modifiers", "at_least")
AT_MOST = phrases("modifiers", "at_most")
DEFAULT = phrases("modifiers", "default")
FILLERS = phrases("modifiers", "fillers")
CHARACTERS = phrases("modifiers", "characters")
DIGITS = phrases("modifiers", "digits")
EXACTLY = phrases("modifiers", "exactly")
CHOICES = phrases("modifiers", "choices")
MAY_BE = phrases("modifiers", "may_be")
POSITIVE = phrases("modifiers", "positive")
NOT_NEGATIVE = phrases("modifiers", "not_negative")
MARKS = phrases("modifiers", "default_marks")
DEFAULT_MARKS = tuple(f"( {mark} )" for mark in MARKS)
CHOICE_ENDS = (*DEFAULT, *REQUIRED, *OPTIONAL, "unique", "(")


class Modifiers(Struct):
    """What was said; None and empty where nothing was."""

    type: FieldType | None = None
    item_type: FieldType | None = None
    required: bool | None = None
    unique: bool = False
    searchable: bool = False
    readonly: bool = False
    default: str | int | float | bool | None = None
    choices: list[Choice] = field(default_factory=list)
    currency: str | None = None
    unit: str | None = None
    bounds: Validation = field(default_factory=Validation)
    positive: bool = False
    label: str = ""
    help: str = ""
    ref: tuple[Token, ...] = ()
    multiple: bool = False
    rules: list[tuple[Token, ...]] = field(default_factory=list)
    unread: list[tuple[Token, ...]] = field(default_factory=list)


def read_all(tokens: Sequence[Token], into: Modifiers) -> bool:
    """Read modifiers that stand in running text; False where something else stands there."""
    cursor = Cursor(tokens)
    while not cursor.done:
        if not read_one(cursor, into) and not cursor.take(*FILLERS):
            return False
    return True


def marks_default(part: Sequence[Token]) -> bool:
    cursor = Cursor(part)
    return bool(cursor.until("(")) and bool(cursor.take(*DEFAULT_MARKS)) and cursor.done


def named_default(part: Sequence[Token]) -> tuple[Token, ...]:
    """The value in "new by default", "reserved at first"; nothing where none stands there."""
    cursor = Cursor(part)
    named = cursor.until(*MARKS)
    return named if named and cursor.take(*MARKS) and cursor.done else ()


def is_modifier(part: tuple[Token, ...]) -> bool:
    if len(part) == 1 and part[0].low in ("a", "an"):  # "(A, B, AB, O)"
        return False
    return all(t.kind != "string" or n > 0 for n, t in enumerate(part)) and read_all(part, Modifiers())


def read_one(cursor: Cursor, into: Modifiers) -> bool:
    return (
        _read_flag(cursor, into)
        or _read_default(cursor, into)
        or _read_bound(cursor, into)
        or _read_text(cursor, into)
        or _read_reference(cursor, into)
        or _read_choices(cursor, into)
        or _read_type(cursor, into)
        or _read_unit(cursor, into)
    )


def _read_flag(cursor: Cursor, into: Modifiers) -> bool:
    if cursor.take(*OPTIONAL):
        into.required = False
    elif cursor.take(*REQUIRED):
        into.required = True
    elif cursor.take("unique", "must be unique", "no two alike", "no duplicates"):
        into.unique = True
    elif cursor.take("searchable"):
        into.searchable = True
    elif cursor.take("read-only", "readonly", "read only"):
        into.readonly = True
    elif cursor.take("several", "multiple"):
        into.multiple = True
    elif cursor.take(*POSITIVE):
        into.positive = True
    elif cursor.take(*NOT_NEGATIVE):
        into.bounds.min = 0.0
    else:
        return False
    return True


def _read_default(cursor: Cursor, into: Modifiers) -> bool:
    mark = cursor.i
    if not cursor.take(*DEFAULT):
        return False
    cursor.take(":", "=", "to")
    tokens = cursor.until(",", ";", "and is", "and must", "and at")
    if not tokens:
        cursor.i = mark
        return False
    into.default = value(tokens)
    return True


def _read_bound(cursor: Cursor, into: Modifiers) -> bool:
    mark = cursor.i
    if cursor.take(*EXACTLY):
        low = high = _bound(cursor)
        if not cursor.at(*CHARACTERS, *DIGITS):
            low = high = None
    elif cursor.take(*AT_LEAST):
        low, high = _bound(cursor), None
    elif cursor.take(*AT_MOST):
        low, high = None, _bound(cursor)
    elif _read_range(cursor, into):
        return True
    elif _bound(cursor) is not None and cursor.at(*CHARACTERS, *DIGITS):
        cursor.i = mark
        high = _bound(cursor)
        low = high if cursor.at(*DIGITS) else None
    else:
        cursor.i = mark
        return False
    if low is None and high is None:
        cursor.i = mark
        return False
    _set_bounds(cursor, into, low, high)
    return True


def _read_range(cursor: Cursor, into: Modifiers) -> bool:
    mark = cursor.i
    between = cursor.take("between", "from", "in the range of", "range")
    low = _bound(cursor)
    joined = cursor.take(*RANGE_JOINTS)
    high = _bound(cursor) if low is not None and joined and (between or joined != "and") else None
    if low is None or high is None:
        cursor.i = mark
        return False
    _set_bounds(cursor, into, low, high)
    return True


def _bound(cursor: Cursor) -> float | str | None:
    cursor.take("€", "$", "£")
    token = cursor.kind("number", "date", "string")
    if token is None:
        spoken = vocabulary.number(cursor.here.low) if cursor.here else None
        if spoken is not None:
            cursor.i += 1
        return None if spoken is None else float(spoken)
    return float(token.text) if token.kind == "number" else token.value


def _set_bounds(cursor: Cursor, into: Modifiers, low: float | str | None, high: float | str | None) -> None:
    if cursor.take(*DIGITS):
        least, most = int(float(low or 1)), "" if high is None else int(float(high))
        into.bounds.pattern = f"[0-9]{{{least}}}" if least == most else f"[0-9]{{{least},{most}}}"
        into.type = into.type or "string"
        return
    if cursor.take(*CHARACTERS):
        into.bounds.min_length = int(float(low)) if low is not None else into.bounds.min_length
        into.bounds.max_length = int(float(high)) if high is not None else into.bounds.max_length
        return
    cursor.take("inclusive")
    into.bounds.min = low if low is not None else into.bounds.min
    into.bounds.max = high if high is not None else into.bounds.max
    mark = cursor.i
    if not _read_unit(cursor, into, bare=True):
        cursor.i = mark


def _read_text(cursor: Cursor, into: Modifiers) -> bool:
    mark = cursor.i
    phrase = cursor.take(*TEXT_LEADS)
    cursor.take(":", "=")
    token = cursor.kind("string", "code") if phrase else None
    if token is None:
        cursor.i = mark
        return False
    if phrase in ("matching", "pattern"):
        into.bounds.pattern = token.value
    elif phrase in ("described as", "help", "description"):
        into.help = token.value
    else:
        into.label = token.value
    return True


def _read_reference(cursor: Cursor, into: Modifiers) -> bool:
    mark = cursor.i
    if cursor.take("row of", "reference to"):
        into.ref = cursor.until(",", ";")
        if into.ref:
            return True
    cursor.i = mark
    return False


def _read_unit(cursor: Cursor, into: Modifiers, bare: bool = False) -> bool:
    """ "in kg"; without "in" where it is all that is said, or follows a number (`bare`)."""
    mark = cursor.i
    stated = cursor.take("in", "measured in", "given in", "expressed in")
    quoted_unit = cursor.kind("string") if stated else None
    if quoted_unit:
        into.unit = quoted_unit.value
        return True
    for size in (3, 2, 1):  # "km/h"
        tokens = cursor.tokens[cursor.i : cursor.i + size]
        word = spelled(tokens).lower().replace(" / ", "/")
        if len(tokens) < size or not word:
            continue
        if vocabulary.currency(word) and (stated or bare or len(cursor.tokens) == size):
            cursor.i += size
            into.currency = vocabulary.currency(word)
            return True
        if vocabulary.is_in("units", "words", word) and (stated or bare or mark + size == len(cursor.tokens)):
            cursor.i += size
            into.unit = spelled(tokens)
            return True
    cursor.i = mark
    return False


def _read_choices(cursor: Cursor, into: Modifiers) -> bool:
    """ "one of draft, sent or paid"; "which is draft, sent or paid", where "or" tells that these are values."""
    mark = cursor.i
    listed = cursor.take(*CHOICES)
    if not listed and not cursor.take(*MAY_BE):
        return False
    cursor.take(":")
    tokens = cursor.until(*CHOICE_ENDS)
    while tokens and tokens[-1].low in ("and", ",", "but"):
        tokens = tokens[:-1]
    parts = [p for p in split(tokens, ",", "or", "/", *(("and",) if listed else ())) if p]
    sure = listed or (split(tokens, "or") != [tokens] and not any(is_modifier(p) for p in parts))
    if not sure or len(parts) < 2 and not (parts and parts[0][0].kind == "code"):
        cursor.i = mark
        return False
    into.choices += [choice(p) for p in parts]
    return True


def _read_type(cursor: Cursor, into: Modifiers) -> bool:
    words = vocabulary.type_words()
    for size in (4, 3, 2, 1):
        tokens = cursor.tokens[cursor.i : cursor.i + size]
        spelling = spelled(tokens).lower() if len(tokens) == size else ""
        if spelling.startswith("list of ") or spelling.startswith("array of "):
            item = spelling.split(" of ", 1)[1]
            kind = words.get(item) or words.get(item.removesuffix("s"))
            if kind:
                into.type, into.item_type = "list", kind
                cursor.i += size
                return True
        if spelling in words:
            into.type = words[spelling]
            cursor.i += size
            return True
    return False
