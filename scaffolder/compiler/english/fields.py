"""Fields and parameters in a list: "a title, an ISBN (unique) and a number of copies".

FIELD := [a|an|the|its …] [optional|required|unique] NAME [: TYPE or VALUES] [(MODIFIERS)] [MODIFIERS]
NAME is one to six words; `name` in backquotes is taken as it is. What is unsaid follows from the name: its type, and
that names, titles and amounts are required. A field is written with no more than is needed to read it back the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import brackets, field_rules, literals, marks, modifiers, vocabulary
from scaffolder.compiler.english.field_types import Phrase, default, type_of_said
from scaffolder.compiler.english.modifiers import Modifiers
from scaffolder.compiler.english.tokens import Cursor, Token, name_words, spelled
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Field, Param

ARTICLES = phrases("fields", "articles")
TRIGGERS = phrases("fields", "triggers")
MANY = phrases("fields", "many")
WHETHER = phrases("fields", "whether")
IT_IS = phrases("fields", "it_is")
WAS = tuple(p for p in IT_IS if p != "it")
ON_THE_DAY = phrases("fields", "on_the_day")
AT_THE_TIME = phrases("fields", "at_the_time")
NO_ENDS = frozenset(("one", "ones", "several", "many", "some", "more", "few"))
INSIDE = frozenset(("a", "an", "the", "many", "several", "their", "my", "them", "him", "her", "all", "each", "every"))
NOT_IN_NAMES = frozenset(phrases("fields", "not_in_names"))
DEFAULT_MARKS = phrases("modifiers", "default_marks")


def read(tokens: Sequence[Token]) -> Phrase | None:
    """None where the item is no name with modifiers."""
    tokens, said = _brackets_out(field_rules.in_brackets(marks.spelled_out(tokens)))
    tokens = tokens[:-1] if len(tokens) > 1 and tokens[-1].text == "." else tokens  # "licence no."
    if any(t.low == "with" for t in tokens[1:]) and naming.singular(tokens[0].low) != tokens[0].low:
        return None  # "rooms with a number": things
    cursor = Cursor(tokens)
    many = _articles(cursor, said)
    number_of = bool(cursor.take("number of", "count of", "amount of"))
    told = _told(cursor, said)
    name_tokens = () if told else _name(cursor)
    words = told or _turned(_words(name_tokens))
    exact = bool(name_tokens) and name_tokens[0].kind == "code"
    if not words or (not exact and not told and _is_no_name(words)) or not _said(cursor, said):
        return None
    if not exact and len(words) > 1 and words[-1] == "flag":
        words, name_tokens = words[:-1], name_tokens[:-1]
        said.type = said.type or "boolean"
    if many and not exact and "per" in words[1:]:  # "many pieces per firing"
        words, name_tokens = words[: words.index("per")], name_tokens[: words.index("per")]
    if not exact and len(words) > 2 and words[0] in ("list", "set") and words[1] == "of":
        words, name_tokens, many = words[2:], name_tokens[2:], True
    if words == ["it", "is"]:
        words, name_tokens = ["status"], ()
    name = name_tokens[0].value if exact else "_".join(words)
    return Phrase(name, words, spelled(name_tokens), tuple(tokens), said, number_of, many)


def _turned(words: list[str]) -> list[str]:
    """ "the name of the caller" is the caller's name."""
    at = words.index("of") if "of" in words[1:3] else 0
    owner = words[at + 2 :]
    led = at > 0 and words[at + 1 : at + 2] and words[at + 1] in ("the", "a", "an", "its")
    plain = 0 < len(owner) <= 2 and not {*owner, *words[:at]} & (NOT_IN_NAMES | INSIDE)
    return [*owner, *words[:at]] if led and plain and vocabulary.is_attribute(words[at - 1]) else words


def _is_no_name(words: Sequence[str]) -> bool:
    """The rest of a sentence, or a number of things."""
    if words == ["it", "is"]:
        return False  # "it is either open or closed"
    number = any(w.isdigit() for w in words[:-1])
    inside = bool(INSIDE & set(words[1:])) or words[-1] in NO_ENDS
    verb = words[0] in NOT_IN_NAMES and not vocabulary.is_question(words)
    return len(words) > 6 or words[0] == "only" or number or inside or verb or bool(NOT_IN_NAMES & set(words[1:]))


def _told(cursor: Cursor, said: Modifiers) -> list[str]:
    """The name that a description means: "whether it is public", "when it was sent", "the day on which it was sold"."""
    mark = cursor.i
    if cursor.take(*WHETHER):
        cursor.take(*IT_IS)
        said.type = said.type or "boolean"
        return _words(_name(cursor)) if not cursor.done else []
    for leads, tail in ((ON_THE_DAY, "date"), (AT_THE_TIME, "at")):
        if cursor.take(*leads) and cursor.take(*WAS):
            words = _words(_name(cursor)) if not cursor.done else []
            if words and vocabulary.verb_of_participle(words[0]):
                return [*words, tail]
        cursor.i = mark
    return []


def _brackets_out(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], Modifiers]:
    """The tokens outside of brackets, and what the brackets say."""
    said, outside, inside, depth = Modifiers(), list[Token](), list[Token](), 0
    for token in tokens:
        if token.kind == "punct" and token.text in "([{":
            depth += 1
            if depth == 1:
                continue
        if token.kind == "punct" and token.text in ")]}":
            depth -= 1
            if depth == 0:
                _read_inside(inside, outside, said)
                inside = []
                continue
        (inside if depth > 0 else outside).append(token)
    if inside:
        brackets.read_brackets(inside, said)
    return tuple(outside), said


def _read_inside(inside: Sequence[Token], outside: Sequence[Token], said: Modifiers) -> None:
    """What stands in brackets; "low, normal (the default)" speaks of the value before them."""
    if (named := modifiers.named_default(inside)) and all(t.text != "," for t in named):
        said.default = literals.choice(named).value
    elif spelled(inside).lower() in DEFAULT_MARKS:
        at = max(
            (i for i, t in enumerate(outside) if t.low in (",", ":", "or", "is", "be", "of", "either")), default=-1
        )
        said.default = literals.choice(outside[at + 1 :]).value if outside[at + 1 :] else None
    else:
        brackets.read_brackets(inside, said)


def _articles(cursor: Cursor, said: Modifiers) -> bool:
    many = False
    while True:
        if cursor.i + 1 >= len(cursor.tokens):
            return many
        mark = cursor.i
        if cursor.at("optional", "optionally", "required", "unique", "mandatory"):
            word = cursor.take("optionally", "optional", "required", "unique", "mandatory")
            said.unique = said.unique or word == "unique"
            said.required = {"unique": said.required, "required": True, "mandatory": True}.get(word, False)
        elif cursor.take("positive"):
            said.positive = True
        elif vocabulary.number(cursor.tokens[cursor.i].low) and cursor.tokens[cursor.i + 1].low.endswith("s"):
            cursor.i += 1  # "four answers"
            many = True
        elif article := cursor.take(*MANY, *ARTICLES):
            if cursor.done or cursor.here and cursor.here.text in (":", ","):
                cursor.i = mark
                return many
            many = many or article in MANY
        else:
            return many


def _name(cursor: Cursor) -> tuple[Token, ...]:
    start = cursor.i
    if cursor.kind("code"):
        return cursor.tokens[start : cursor.i]
    cursor.i += 1
    while not cursor.done:
        if cursor.at(*TRIGGERS, "of at most", "of at least", "of up to") or _unit_follows(cursor):
            break
        if (
            cursor.at("from", "of")
            and cursor.tokens[cursor.i + 1 : cursor.i + 2]
            and cursor.tokens[cursor.i + 1].kind == "number"
        ):
            break
        if cursor.here and cursor.here.kind not in ("word", "number"):
            break
        if cursor.at("optional", "unique", "required") and cursor.i + 1 == len(cursor.tokens):
            break
        cursor.i += 1
    return cursor.tokens[start : cursor.i]


def _unit_follows(cursor: Cursor) -> bool:
    if not cursor.at("in"):
        return False
    probe = Cursor(cursor.rest)
    return modifiers.read_one(probe, Modifiers())


def _words(tokens: Sequence[Token]) -> list[str]:
    if not tokens or any(t.kind not in ("word", "number", "code") for t in tokens):
        return []
    if tokens[0].kind == "code":
        return re.findall(r"[^\W_]+", tokens[0].value) or [tokens[0].value]
    return [w for t in tokens if t.low not in ("'s", "’s", "'") for w in name_words(t)]


def _said(cursor: Cursor, said: Modifiers) -> bool:
    if cursor.take(":"):
        rest = cursor.rest
        cursor.i = len(cursor.tokens)
        if not modifiers.read_all(rest, said):
            brackets.read_brackets(rest, said)
        return True
    if cursor.take("called", "named"):
        return False
    return modifiers.read_all(cursor.rest, said)


def to_field(phrase: Phrase, computed: bool = False) -> Field:
    """The field that a phrase means, with what follows from its name."""
    said, name = phrase.said, phrase.name
    inferred = vocabulary.type_of_name(name)
    kind = said.type or type_of_said(phrase, inferred.type)
    bounds = said.bounds.model_copy()
    within = _lies_within(said.default, inferred.min, inferred.max)
    if said.type is None and kind == inferred.type and bounds.min is None and bounds.max is None and within:
        bounds.min, bounds.max = inferred.min, inferred.max
    if said.positive:
        bounds.min = {"integer": 1.0, "money": 0.01}.get(kind, 0.0)
    required = vocabulary.required_by_name(name, kind) and not computed if said.required is None else said.required
    return Field(
        name=name,
        label=said.label or _shouted(phrase.spelled, name),
        type=kind,
        required=required,
        unique=said.unique,
        default=default(said.default, kind),
        enum=said.choices,
        item_type=said.item_type,
        currency=said.currency,
        unit=said.unit,
        validation=bounds,
        searchable=said.searchable,
        readonly=said.readonly,
        help=said.help or _remark(said),
    )


def _lies_within(value: object, least: float | None, most: float | None) -> bool:
    """Whether a default is one that the name of the field allows: "a rating (default 1200)" has no five stars."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return not number or (least is None or value >= least) and (most is None or value <= most)  # type: ignore[operator]


def _remark(said: Modifiers) -> str:
    return "; ".join(spelled(part) for part in said.unread)


def _shouted(written: str, name: str) -> str:
    """A label for names with words in capitals: "ISBN", "page URL" -> "Page URL"."""
    if not re.search(r"\b[A-Z][A-Z0-9]+\b", written) or written == name:
        return ""
    return written[:1].upper() + written[1:]


def to_param(phrase: Phrase, ref: str | None = None) -> Param:
    made = to_field(phrase)
    said = phrase.said
    return Param(
        name=made.name,
        type=made.type if ref is None or said.type else "integer",
        required=said.required is not False,
        default=made.default,
        enum=[c.value for c in said.choices],
        ref=ref,
        multiple=said.multiple,
        help=made.help,
    )
