"""Marks instead of words in a field: "phone?", "size small/medium/large", "paid yes/no", "done y/n"."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english.tokens import Cursor, Token, split
from scaffolder.compiler.english.vocabulary import phrases

KINDS = phrases("fields", "kinds")
BETWEEN = ("/", "|", "->", "→", "=>", ">")
"""What stands between values."""
DOUBTS = (["yes", "/", "no"], ["y", "/", "n"], ["true", "/", "false"])


def spelled_out(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """ "phone?" is "phone (optional)", "size small/medium/large" is "size (small, medium, large)"."""
    tokens = tuple(tokens)
    if doubt := _or_not(tokens):
        return (*doubt, *_bracketed((Token("word", "boolean", doubt[-1].start, "boolean"),)))
    if len(tokens) > 1 and tokens[-1].text == "!":  # "number!"
        return (*tokens[:-1], *_bracketed((Token("word", "required", tokens[-1].start, "required"),)))
    if len(tokens) > 1 and tokens[-1].text == "?":
        return (*tokens[:-1], *_bracketed((Token("word", "optional", tokens[-1].start, "optional"),)))
    if len(tokens) == 5 and [t.text for t in tokens[2:4]] == [".", "."]:  # "strength 1..10"
        dash = Token("punct", "-", tokens[2].start, "-")
        return (tokens[0], *_bracketed((tokens[1], dash, tokens[4])))
    if len(tokens) > 3 and [t.kind for t in tokens[-3:]] == ["number", "punct", "number"] and tokens[-2].text in "-–—":
        return (*tokens[:-3], *_bracketed(tokens[-3:]))  # "vintage 1900-2030"
    if [t.low for t in tokens[-3:]] in DOUBTS and len(tokens) > 3:
        return (*tokens[:-3], *_bracketed((Token("word", "boolean", tokens[-3].start, "boolean"),)))
    if len(tokens) > 4 and tokens[-1].text == ")" and (at := _opening(tokens)) > 2:  # "status new/used (default new)"
        spelled = spelled_out(tokens[:at])
        return (*spelled, *tokens[at:]) if len(spelled) > at else tokens
    parts = split(tokens, *BETWEEN)
    head = parts[0][:-1] if parts else ()
    values = [parts[0][-1:], *parts[1:]] if parts else []
    if parts and (sign := next((i for i, t in enumerate(parts[0]) if i and t.text == "="), 0)):  # "kind = a / b"
        head, values = parts[0][:sign], [parts[0][sign + 1 :], *parts[1:]]
    plain = all(t.kind == "word" for p in values for t in p) and all(t.kind == "word" for t in head)
    of_kind = bool(head) and (len(values) > 2 or head[-1].low in KINDS)
    if len(values) < 2 or not plain or not of_kind or any(len(v) > 3 for v in values):
        return tokens
    listed = (t for v in values for t in (*v, Token("punct", ",", v[-1].end, ",")))
    return (*head, *_bracketed(tuple(listed)[:-1]))


def _or_not(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The word of "can be done or not", "is either public or not public"."""
    cursor = Cursor(tokens)
    if not cursor.take("can be", "may be", "could be", "is", "are"):
        return ()
    cursor.take("either")
    word = cursor.until("or not")
    again = tuple(t.low for t in tokens[len(tokens) - len(word) :])
    cursor.take("or not")
    plain = 0 < len(word) <= 2 and all(t.kind == "word" for t in word)
    ends = cursor.done or again == tuple(t.low for t in word) and len(cursor.rest) == len(word)
    return word if plain and "or" in [t.low for t in tokens] and ends else ()


def _opening(tokens: Sequence[Token]) -> int:
    """The place of the only bracket that opens, or 0."""
    places = [i for i, t in enumerate(tokens) if t.text == "("]
    return places[0] if len(places) == 1 else 0


def _bracketed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    opening = Token("punct", "(", tokens[0].start, "(")
    return (opening, *tokens, Token("punct", ")", tokens[-1].end, ")"))
