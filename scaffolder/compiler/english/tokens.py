"""Tokens of a clause, with their places in the description, and a cursor to read them with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Literal

from msgspec import Struct

from scaffolder import naming

TokenKind = Literal["code", "string", "date", "time", "path", "number", "word", "punct"]
TOKEN = re.compile(
    r"""
    (?P<code>`(?:[^`\\\n]++|\\.){0,500}+`)
  | (?P<string>"(?:[^"\\\n]++|\\.){0,2000}+"|“[^”\n]{0,2000}+”)
  | (?P<date>(?<!\w)\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?(?!\w))
  | (?P<time>(?<!\w)\d{1,2}:\d\d(?!\w))
  | (?P<path>(?<![\w)])/[A-Za-z{][\w\-/{}]*(?:(?<=/)(?::\w+|<[\w:]{1,60}>)[\w\-/{}]*)*)
  | (?P<number>(?:(?<![\w.)])-)?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![^\W\d_]))
  | (?P<word>(?:e\.g\.|i\.e\.|etc\.(?!\s*$)|approx\.|incl\.)|\w+(?:['’\-]\w+)*)
  | (?P<punct>->|=>|\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
OPEN, CLOSE = "([{", ")]}"
SPOKEN = frozenset({"word", "punct", "number"})
Phrases = dict[str, list[tuple[str, tuple[str, ...]]]]
"""By their first word, each with the words that follow it."""


class Token(Struct, frozen=True, dict=True):
    """`text` is the raw text, `start` its offset in the description; `low` is what phrases are compared with."""

    kind: TokenKind
    text: str
    start: int
    low: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def value(self) -> str:
        """What a quoted token says, without its quotes and escapes."""
        if self.kind == "code":
            return re.sub(r"\\([\\`n])", lambda m: "\n" if m.group(1) == "n" else m.group(1), self.text[1:-1])
        if self.kind == "string":
            return _unquoted(self.text)
        return self.text


def tokenize(text: str, offset: int = 0) -> tuple[Token, ...]:
    return tuple(_tokens(text, offset))


def _tokens(text: str, offset: int) -> Iterator[Token]:
    for match in TOKEN.finditer(text):
        raw = match.group()
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        if kind == "punct" and raw in "*_#" and not _stands_alone(text, match):
            continue  # Markdown emphasis
        low = raw.lower().replace("’", "'") if kind in ("word", "punct", "number") else raw
        if kind == "word" and low.endswith("'s") and len(low) > 2:
            yield Token("word", raw[:-2], offset + match.start(), low[:-2])
            yield Token("word", raw[-2:], offset + match.end() - 2, "'s")
            continue
        yield Token(kind, raw, offset + match.start(), low)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    return (
        match.group() == "*"
        and text[match.start() - 1 : match.start()].isspace()
        and text[match.end() : match.end() + 1].isspace()
    )


def _unquoted(text: str) -> str:
    if text[0] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text[1:-1]
    return text[1:-1]


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def code(text: str) -> str:
    return "`" + text.replace("\\", "\\\\").replace("`", "\\`").replace("\n", "\\n") + "`"


def spelled(tokens: Sequence[Token]) -> str:
    """The tokens as one line of text, spaced as in the description."""
    parts: list[str] = []
    for before, token in zip((None, *tokens), tokens, strict=False):
        apart = before is not None and (before.end != token.start or _are_words(before, token))
        parts.append(" " + token.text if apart else token.text)
    return "".join(parts)


def _are_words(before: Token, token: Token) -> bool:
    """Two words in a row, though one was put in at the place of the other: "their own appointments"."""
    return before.kind == token.kind == "word" and token.text[:1] not in "'’"


def split(tokens: Sequence[Token], *separators: str) -> list[tuple[Token, ...]]:
    """The parts between separators that stand outside of brackets; empty parts are left out."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.kind == "punct" and token.text in OPEN:
            depth += 1
        elif token.kind == "punct" and token.text in CLOSE:
            depth = max(0, depth - 1)
        if depth == 0 and token.low in separators and token.kind in ("punct", "word"):
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(p) for p in parts if p]


class Clause(Struct, frozen=True, dict=True):
    """A part of requirement `rid` that says one thing. `bullet`: an item of a list; `roles`: whose wish it is;
    `assumed`: nobody said it; `said`: the words of the writer, where `tokens` puts them in another way by `rules`;
    `page`: where what is asked for is to be shown."""

    rid: str
    tokens: tuple[Token, ...]
    bullet: bool = False
    roles: tuple[str, ...] = ()
    said: tuple[Token, ...] = ()
    assumed: bool = False
    rules: tuple[str, ...] = ()
    page: str = ""

    @property
    def written(self) -> tuple[Token, ...]:
        return self.said or self.tokens

    @cached_property
    def start(self) -> int:
        return min(t.start for t in self.written)

    @cached_property
    def end(self) -> int:
        return max(t.end for t in self.written)

    @cached_property
    def lows(self) -> tuple[str, ...]:
        return tuple(t.low if t.kind == "word" or t.kind == "punct" else t.kind for t in self.tokens)


@lru_cache(maxsize=2000)
def _by_first(phrases: tuple[str, ...]) -> Phrases:
    """Phrases by their first word, each with the words that follow it; the order of the phrases is kept."""
    found: Phrases = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        found.setdefault(first, []).append((phrase, tuple(rest.split()) if rest else ()))
    return found


class Cursor:
    """Reads tokens from left to right. `take` and the readers move on only where they match."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        self.i = 0

    @property
    def done(self) -> bool:
        return self.i >= len(self.tokens)

    @property
    def here(self) -> Token | None:
        return self.tokens[self.i] if self.i < len(self.tokens) else None

    @property
    def rest(self) -> tuple[Token, ...]:
        return self.tokens[self.i :]

    def at(self, *phrases: str) -> str:
        """The first of the phrases that stands here, or an empty string."""
        return self._standing(_by_first(phrases))

    def take(self, *phrases: str) -> str:
        known = _by_first(phrases)
        if self.i >= len(self.tokens) or self.tokens[self.i].low not in known:
            return ""
        phrase = self._standing(known)
        self.i += phrase.count(" ") + 1 if phrase else 0
        return phrase

    def _standing(self, phrases: Phrases) -> str:
        tokens, i, many = self.tokens, self.i, len(self.tokens)
        following = phrases.get(tokens[i].low) if i < many else None
        if following is None or tokens[i].kind not in SPOKEN:
            return ""
        for phrase, rest in following:
            at = i + 1
            for word in rest:
                if at >= many or tokens[at].low != word or tokens[at].kind not in SPOKEN:
                    break
                at += 1
            else:
                return phrase
        return ""

    def kind(self, *kinds: TokenKind) -> Token | None:
        """The next token if it is of one of the kinds; moves on."""
        token = self.here
        if token is None or token.kind not in kinds:
            return None
        self.i += 1
        return token

    def until(self, *phrases: str) -> tuple[Token, ...]:
        """The tokens before the first of the phrases outside of brackets, or all; stands at the phrase afterwards."""
        start, depth, wanted = self.i, 0, _by_first(phrases)
        for token in self.tokens[start:]:
            if depth <= 0 and token.low in wanted and self._standing(wanted):
                break
            if token.kind == "punct":
                depth += (token.text in OPEN) - (token.text in CLOSE)
            self.i += 1
        return self.tokens[start : self.i]

    def next(self, *phrases: str) -> int:
        """The index of the first of the phrases from here on, also in brackets, or -1."""
        mark, wanted, found = self.i, _by_first(phrases), -1
        for i in range(mark, len(self.tokens)):
            self.i = i
            if self.tokens[i].low in wanted and self._standing(wanted):
                found = i
                break
        self.i = mark
        return found

    def find(self, *phrases: str) -> int:
        """The index of the first of the phrases from here on outside of brackets, or -1."""
        mark = self.i
        self.until(*phrases)
        found = -1 if self.done else self.i
        self.i = mark
        return found


def words_of(tokens: Sequence[Token]) -> list[str]:
    """The lower-case words of a name as it stands in the text; empty where a token is no word."""
    if len(tokens) == 1 and tokens[0].kind in ("code", "string"):
        return naming.words(tokens[0].value)
    if any(t.kind not in ("word", "number") for t in tokens):
        return []
    return [w for t in tokens for w in _name_words(t.text)]


def names_at(tokens: Sequence[Token]) -> list[tuple[str, ...]]:
    """What the first one, two, three … tokens may name, the longest name first."""
    found: list[tuple[str, ...]] = []
    words: tuple[str, ...] = ()
    if tokens and tokens[0].kind == "string":
        return [tuple(words_of(tokens[:1]))]
    for token in tokens:
        if token.kind not in ("word", "number"):
            break
        words += _name_words(token.text)
        found.append(words)
    return found[::-1]


def name_words(token: Token) -> tuple[str, ...]:
    """The words of a name that stand in one token; "e-mail" is one word."""
    return _name_words(token.text)


@lru_cache(maxsize=20_000)
def _name_words(text: str) -> tuple[str, ...]:
    return tuple(naming.words(re.sub(r"\be-mail", "email", text, flags=re.IGNORECASE)))


def one_name(tokens: Sequence[Token]) -> str:
    """The name that the words make, or the name in backquotes as it stands."""
    return tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens))
