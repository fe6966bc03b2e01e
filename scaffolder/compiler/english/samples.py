"""Sample objects in JSON: what a thing holds is told by an example of it.

{"title": "Emma", "pages": 320, "borrowed": false}     title, pages: integer, borrowed: boolean
{"title": "string", "author_id": 7}                    title, author
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import name_text, one

NO_NAMES = frozenset(phrases("interfaces", "before_samples"))
NUMBERS = ("integer", "decimal", "float", "money", "percent", "duration")
DATED = (
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*"), "datetime"), (re.compile(r"\d{4}-\d\d-\d\d"), "date"),
    (re.compile(r"\d\d:\d\d(:\d\d)?"), "time"), (re.compile(r"[^@\s]+@[^@\s]+\.\w+"), "email"),
    (re.compile(r"https?://.*"), "url"),
)  # fmt: skip
KEPT_ANYHOW = ("id", "created_at", "updated_at")


def told(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Every sample in the place of a sentence as the sentences that it stands for; named by what stands before it."""
    before: Clause | None = None
    for clause, after in pairwise([*clauses, None]):
        if clause is None:
            continue
        found = _parsed(clause.tokens)
        name, found = _named(found, _name(before) if before and found else "")
        if name and isinstance(found, dict):
            for sentence in _sentences(name, found):
                yield replace(clause, tokens=words_at(sentence, clause.start), said=clause.written)
        elif after and _parsed(after.tokens) and (announced := _announced(clause)):
            yield replace(clause, tokens=words_at(f"there is {one(announced)}", clause.start), said=clause.written)
        else:
            yield clause
        before = clause


def _named(found: Any, name: str) -> tuple[str, Any]:
    """The first of several samples; the inner object of `{"book": {…}}`, which names itself."""
    found = found[0] if isinstance(found, list) and found else found
    if isinstance(found, dict) and len(found) == 1:
        key, inner = next(iter(found.items()))
        inner = inner[0] if isinstance(inner, list) and inner else inner
        if isinstance(inner, dict):
            return naming.singular(key), inner
    return name, found


def _announced(clause: Clause) -> str:
    """The thing in "An event looks like this:", which says nothing else."""
    words = words_of([t for t in clause.tokens if t.kind == "word"])
    others = [w for w in words if w not in NO_NAMES]
    return naming.pascal(naming.singular(others[0])) if len(others) == 1 else ""


def fields_of(tokens: Tokens) -> Tokens:
    """The list of fields that an object stands for, as `{"title": "string"}` or `{title, author}`; else empty."""
    found = _parsed(tokens)
    if isinstance(found, dict):
        return words_at(", ".join(_fields(found)), tokens[0].start)
    inner = tokens[1:-1] if tokens and tokens[0].text == "{" and tokens[-1].text == "}" else ()
    return inner if inner and all(t.kind in ("word", "punct") and t.text not in "{}[]" for t in inner) else ()


def _parsed(tokens: Tokens) -> Any:
    if len(tokens) < 3 or tokens[0].text not in ("{", "["):
        return None
    text = re.sub(r",\s*([}\]])", r"\1", " ".join(t.text for t in tokens))
    try:
        return json.loads(text)
    except ValueError:
        return None


def _name(before: Clause) -> str:
    """ "stores readings like this:" is about readings; "POST /books" about books."""
    cursor = Cursor(before.tokens)
    cursor.i = 1
    if path := cursor.kind("path"):
        parts = [p for p in path.value.split("/") if p[:1].isalpha()]
        return " ".join(naming.words(naming.singular(parts[-1]))) if parts else ""
    words = [w for w in words_of([t for t in before.tokens if t.kind == "word"]) if w not in NO_NAMES]
    return naming.singular(words[-1]) if words else ""


def _sentences(name: str, sample: dict[str, Any]) -> Iterator[str]:
    thing = naming.pascal(name)
    yield f"{one(thing)} has {', '.join(_fields(sample))}" if _fields(sample) else f"there is {one(thing)}"
    for key, value in sample.items():
        rows = value if isinstance(value, list) else [value]
        if rows and all(isinstance(row, dict) for row in rows):
            part = naming.pascal(naming.singular(naming.snake(key)))
            yield from _sentences(part, rows[0])
            yield f"{one(part)} belongs to {one(thing)}" if value is rows else f"{one(thing)} belongs to {one(part)}"
        elif parent := _parent(key):
            yield f"{one(thing)} belongs to {one(naming.pascal(parent))}"


def _parent(key: str) -> str:
    """ "author_id", "authorId" name an author."""
    words = naming.words(key)
    return " ".join(words[:-1]) if len(words) > 1 and words[-1] == "id" else ""


def _fields(sample: dict[str, Any]) -> list[str]:
    kept = (k for k in sample if naming.snake(k) not in KEPT_ANYHOW and not _parent(k) and naming.snake(k))
    return [
        f"{name_text(naming.snake(k))}: {kind}" if kind else name_text(naming.snake(k))
        for k in kept
        if (kind := _kind(naming.snake(k), sample[k])) is not None
    ]


def _kind(name: str, value: Any) -> str | None:
    """The type that the value tells; an empty string where the name tells more, None for what is a thing of its own."""
    named = vocabulary.type_of_name(name).type
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        if named in NUMBERS and not (isinstance(value, float) and named == "integer"):
            return ""
        return "integer" if isinstance(value, int) else "decimal"
    if isinstance(value, dict) or isinstance(value, list) and value and isinstance(value[0], dict):
        return None
    if isinstance(value, list):
        return "list"
    return _kind_of_text(value, named) if isinstance(value, str) else ""


def _kind_of_text(value: str, named: str) -> str:
    if value.lower() in vocabulary.type_words():
        kind = vocabulary.type_words()[value.lower()]
        return "" if kind == "string" and named in ("text", "email", "url", "phone") else kind
    found = next((kind for pattern, kind in DATED if pattern.fullmatch(value)), "")
    return found if found and found != named else "" if named not in (*NUMBERS, "boolean", "list") else "string"
