"""Values as people write them: numbers, yes and no, texts, and the values of a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.tokens import Token, spelled
from scaffolder.plan import Choice

SIGNS = {"+": " plus", "-": " minus"}


def choice(tokens: Sequence[Token]) -> Choice:
    """ "in transit" -> in_transit; `raw` -> raw; "= " gives the label."""
    cut = next((i for i, t in enumerate(tokens) if t.text == "=" and i), 0)
    if cut and len(tokens) == cut + 2:
        return Choice(value=choice(tokens[:cut]).value, label=tokens[-1].value)
    if len(tokens) == 1 and tokens[0].kind == "code":
        return Choice(value=tokens[0].value)
    text = tokens[0].value if len(tokens) == 1 else spelled(tokens)
    signed = re.sub(r"(?<=\w)([+-])$", lambda m: SIGNS[m.group()], text.lower())
    value = re.sub(r"\W+", "_", signed).strip("_") or text
    shouted = (
        re.search(r"\b[A-Z]{2,}\b|^[A-Z]$", text)
        or signed != text.lower()
        or (re.sub(r"\W", "", text).lower() != value.replace("_", ""))
    )
    return Choice(value=value, label=text if shouted else "")


def value(tokens: Sequence[Token]) -> str | int | float | bool:
    """A literal: a number, yes or no, a quoted text, or words (a value of a choice)."""
    token = tokens[0]
    if len(tokens) == 1 and token.kind == "number":
        return number(token)
    if len(tokens) == 1 and token.kind in ("code", "string", "date", "time"):
        return token.value
    text = spelled(tokens)
    if text.lower() in ("yes", "true", "on", "checked"):
        return True
    if text.lower() in ("no", "false", "off", "unchecked"):
        return False
    spoken = vocabulary.number(text.lower())
    return spoken if spoken is not None else choice(tokens).value


def number(token: Token) -> int | float:
    return int(token.text) if re.fullmatch(r"-?\d{1,18}", token.text) else float(token.text)
