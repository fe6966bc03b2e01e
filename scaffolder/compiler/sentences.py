"""Where a sentence ends."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english.tokens import Token

ABBREVIATED = ("max", "min", "approx", "no", "nr", "ca")  # before a number
OPEN, CLOSE = ("(", "{", "["), (")", "}", "]")


def ended(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Sentences: a full stop ends one where white space or the end follows, also inside of quotes at the end of it."""
    found: list[tuple[Token, ...]] = []
    start = depth = 0
    for i, token in enumerate(tokens):
        depth += (token.text in OPEN) - (token.text in CLOSE)
        closes = depth > 0 and any(t.text in CLOSE for t in tokens[i + 1 : i + 40])
        asked = (
            token.text in ("?", "!")
            and depth > 0
            and tokens[i + 1 : i + 2]
            and tokens[i + 1].text in (",", ";", *CLOSE)
        )
        short = i > 0 and tokens[i - 1].low in ABBREVIATED and tokens[i + 1 : i + 2] and tokens[i + 1].kind == "number"
        marks = asked or token.text == "." and (closes or short)  # "(name, phone?)", "(licence no.)", "max. 5"
        if token.kind == "punct" and token.text in ".!?" and token.text and not marks:
            following = tokens[i + 1] if i + 1 < len(tokens) else None
            if following is None or following.start > token.end or following.text in ")\"'":
                found.append(tokens[start : i + 1])
                start = i + 1
        elif token.kind == "string" and depth <= 0 and _ends_sentence(token, tokens[i + 1 : i + 2]):
            found.append(tokens[start : i + 1])
            start = i + 1
    if start < len(tokens):
        found.append(tokens[start:])
    return [f for f in found if any(t.kind != "punct" for t in f)] or [tokens]


def _ends_sentence(quote: Token, following: Sequence[Token]) -> bool:
    """ "… says "Come in." The …": the full stop inside is that of the sentence around it too."""
    capital = any(t.kind == "word" and t.text[:1].isupper() for t in following)
    return capital and quote.text[-2:-1] in (".", "!", "?")
