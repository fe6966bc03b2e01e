"""Things in outline: a line with a name, and below it a line for each field with its type.

Van                                   Van:
  - plate: string, unique               - plate (string, unique)
  - status: free | in use               - status (free, in use)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder import naming
from scaffolder.compiler import typed
from scaffolder.compiler.english import field_rules, modifiers, vocabulary
from scaffolder.compiler.english.tokens import Token, spelled, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.lines import Line

SECTIONS = frozenset(phrases("requirements", "sections"))
LISTS = ("enum", "one", "choice", "either")
NAME, FIELD = 3, 4  # words at most
Tokens = tuple[Token, ...]


def told(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, each name of a thing with a colon, and the types of its fields in brackets."""
    found = list(lines)
    for i, line in enumerate(found):
        below = list(_below(i, found))
        fields = [_field(b.tokens) or typed.field(b.tokens) or typed.link(_name(line), b.tokens) for b in below]
        plain = sum(field is None and _is_attribute(b.tokens) for field, b in zip(fields, below, strict=True))
        told_of = sum(field is not None for field in fields)
        if (
            is_name(line.tokens)
            and not SECTIONS & {t.low for t in line.tokens}
            and _tells(told_of, plain, len(below), line)
        ):
            _mark(line)
            for field, b in zip(fields, below, strict=True):
                b.tokens = field or typed.field(b.tokens, sure=True) or b.tokens
    yield from found


def _tells(typed: int, plain: int, many: int, line: Line) -> bool:
    """Whether most of what stands below are fields; without types only below a line that announces nothing else."""
    if typed:
        return 2 * (typed + plain) >= many
    return plain == many > 1 and not line.heading and not line.bullet


def _name(line: Line) -> Tokens:
    return line.tokens[:-1] if line.tokens[-1].text == ":" else line.tokens


def _mark(line: Line) -> None:
    if line.tokens[-1].text != ":" and not line.heading:
        end = line.tokens[-1].end
        line.tokens += (Token("punct", ":", end, ":"),)


def _below(at: int, lines: Sequence[Line]) -> Iterator[Line]:
    """The bullets right below a line; below a bullet those that are further in."""
    first: int | None = None
    for line in lines[at + 1 :]:
        if not line.bullet or lines[at].bullet and line.indent <= lines[at].indent:
            return
        first = line.indent if first is None else first
        if line.indent == first:
            yield line


def is_name(tokens: Sequence[Token]) -> bool:
    """A few words and no more, with a colon or without."""
    words = tokens[:-1] if tokens[-1].text == ":" else tokens
    return 0 < len(words) <= NAME and all(t.kind in ("word", "code") for t in words)


def _field(tokens: Tokens) -> Tokens | None:
    """ "plate: string, unique" as "plate (string, unique)"; None where no type is named."""
    tokens = tokens[:-1] if tokens[-1].text in ".;," and len(tokens) > 1 else tokens
    at = next((i for i, t in enumerate(tokens[: FIELD + 1]) if t.text in (":", "(")), 0)
    name = tokens[:at]
    if not at or any(t.kind not in ("word", "code") for t in name) or at + 1 == len(tokens):
        return None
    bracket = tokens[at].text == "("
    if bracket and tokens[-1].text != ")":
        return None
    rest = tokens[at + 1 : -1] if bracket else tokens[at + 1 :]
    if not rest or any(t.text in "()" for t in rest if t.kind == "punct") or not _is_typed(rest):
        return None
    start, end = tokens[at].start, tokens[-1].end
    return (*name, Token("punct", "(", start, "("), *rest, Token("punct", ")", end, ")"))


def is_typed_field(tokens: Tokens) -> bool:
    """ "departure: date, required": one type and what else is said, and no list of fields."""
    at = next((i for i, t in enumerate(tokens[: FIELD + 1]) if t.text == ":"), 0)
    parts = split(tokens[at + 1 :], ",") if at else []
    types = [p for p in parts if spelled(p).lower() in vocabulary.type_words()]
    return bool(parts) and types == parts[:1] and all(modifiers.is_modifier(p) or field_rules.is_rule(p) for p in parts)


def _is_typed(tokens: Tokens) -> bool:
    """Whether the first part is a type, or all are said of a field, or they are values with bars between them."""
    parts = split(tokens, ",", ";")
    if not parts:
        return False
    first = tuple(t for t in parts[0] if t.text not in "?!")
    kind = spelled(first).lower()
    typed = kind in vocabulary.type_words() or kind.startswith(("list of ", "array of "))
    barred = len(split(parts[0], "|")) > 1
    return typed or barred or all(modifiers.is_modifier(p) or field_rules.is_rule(p) for p in parts)


def _is_attribute(tokens: Tokens) -> bool:
    """ "phone", "birth date": what a thing has one of."""
    words = [t.low for t in tokens]
    plain = len(words) <= NAME and all(t.kind == "word" for t in tokens)
    return plain and vocabulary.is_attribute(naming.singular(words[-1]))
