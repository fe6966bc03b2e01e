"""What is built, and its name.

HEADER := This is a KIND called NAME [(OPTION, …)] | [Build|I want …] a KIND for|to|that … | Summary: "TEXT"
OPTION := slug WORD | stack WORD
"Nothing else is assumed." switches off everything that the planner would add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import get_args

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, quoted, spelled, tokenize
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Kind, Plan

NAME_ENDS = phrases("header", "name_ends")

STRICT = ("nothing else is assumed", "nothing is assumed", "assume nothing else")
LEADS = phrases("header", "leads")
KIND_NAMES: dict[Kind, str] = {
    "web": "web application", "api": "API", "cli": "command line tool", "library": "Python package",
    "pipeline": "data pipeline", "worker": "background service", "website": "website", "other": "application",
}  # fmt: skip
GENERIC = phrases("header", "generic")
LOGINS = phrases("header", "logins")
# What is said of a thing, and not of what is to be built.
RULES = frozenset(phrases("header", "rules"))
TAILS = phrases("header", "tails")
STOPS = (
    "for",
    "to",
    "that",
    "where",
    "which",
    "with",
    "called",
    "has",
    "can",
    ",",
    "is",
    ":",
    "in",
    "on",
    "through",
    "by",
    "(",
)
PLAIN = phrases("header", "plain")
NO_NAMES = frozenset(("a", "an", "the", "my", "our", "it", "this", "that", "them", "us", "me"))
TO_VERBS = frozenset(phrases("header", "to_verbs"))


def is_strict(clause: Clause) -> bool:
    return Cursor(clause.tokens).at(*STRICT) != "" and len(clause.tokens) <= 5


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    if is_strict(clause) or _summary(cursor, draft):
        draft.said.add(f"header:{clause.rid}")
        return True
    led, article, kind, size = _opening(cursor)
    said = Cursor(clause.tokens).until("with", "using", ",")
    alone = size > 1 and not clause.bullet and all(t.low in kind_words() for t in said)
    if not size or (draft.strict and not led) or not (led or article or alone or clause.rid == "R1"):
        return False
    if any(t.low in RULES for t in clause.tokens[: cursor.i + 4]) or _is_thing(clause, draft):
        return False
    cursor.i += size
    if "kind" not in draft.said:
        draft.plan.kind = kind
        if kind != "other" or draft.strict:  # "an app" leaves it open
            draft.said.add("kind")
    _read_name(cursor, draft)
    told = next((i for i, t in enumerate(clause.tokens) if t.text == ":" and i + 2 < len(clause.tokens)), 0)
    if told and not draft.strict and "named" not in draft.said:
        draft.partial.add(clause.rid)  # what stands behind the colon is more than a name
        draft.find("A106", clause.tokens[told + 1 :], text=spelled(clause.tokens[told + 1 :]))
    draft.said.add(f"header:{clause.rid}")
    if not draft.strict and any(Cursor(clause.tokens[n:]).at(*LOGINS) for n in range(len(clause.tokens))):
        draft.said.add("login")
        draft.logins.append(clause.rid)
    return True


def _is_thing(clause: Clause, draft: Draft) -> bool:
    """ "A tool …", where tools are what is kept."""
    words = [t.low for t in clause.tokens[:4] if t.low not in ("a", "an", "the")]
    return not draft.strict and clause.rid != "R1" and any(draft.name_of(words[:n]) for n in range(1, len(words) + 1))


def _opening(cursor: Cursor) -> tuple[str, str, Kind, int]:
    """How it is wished for, the article, the kind, and how many tokens there are to the end of the kind."""
    led = cursor.take(*LEADS)
    article = cursor.take("an", "a", "my", "our")
    return led, article, *_kind(cursor)


def end_of_kind(cursor: Cursor) -> int:
    """Where "Build a small web app" ends; 0 where a clause does not begin so."""
    _, _, _, size = _opening(cursor)
    cursor.i += size
    behind = cursor.until(*STOPS) if size else ()
    after = [n for n, t in enumerate(behind, 1) if t.low in GENERIC]  # "a project management tool"
    return cursor.i - len(behind) + max(after, default=0) if size else 0


def _summary(cursor: Cursor, draft: Draft) -> bool:
    if not cursor.take("summary :"):
        return False
    token = cursor.kind("string")
    draft.plan.summary = token.value if token else spelled(cursor.rest)
    return bool(draft.plan.summary)


def _kind(cursor: Cursor) -> tuple[Kind, int]:
    """The kind named within the next words, and how many tokens there are to its end."""
    best: tuple[int, int, Kind] | None = None
    ahead = [t.low for t in cursor.rest[:8]]
    for words, kind in _spellings():
        if words[0] not in ahead:
            continue
        for at in range(len(ahead) - len(words) + 1):
            if ahead[at : at + len(words)] == words and (best is None or (len(words), -at) > (best[0], -best[1])):
                best = (len(words), at, kind)
    if best is None or set(ahead[: best[1]]) & set(STOPS):
        return "other", 0
    if best[2] == "library" and (size := _generic_behind(ahead, best[1] + best[0])):
        return "other", size  # "a library management system" is none
    kind = "api" if best[2] == "other" and _says(cursor, "api", "rest") else best[2]
    return kind, best[1] + best[0]


def _generic_behind(ahead: list[str], at: int) -> int:
    """Where "system" ends behind the words of a kind, before anything is said of it; else 0."""
    end = next((i for i in range(at, len(ahead)) if ahead[i] in STOPS or not ahead[i].isalpha()), len(ahead))
    return max((i + 1 for i in range(at, end) if ahead[i] in GENERIC), default=0)


@cache
def _spellings() -> list[tuple[list[str], Kind]]:
    kinds: tuple[Kind, ...] = get_args(Kind)
    found: list[tuple[list[str], Kind]] = [
        (w.split(), k) for k in kinds if k in vocabulary.tables()["kinds"] for w in vocabulary.table("kinds", k)
    ]
    return [*found, *(([w], "other") for w in GENERIC)]


@cache
def kind_words() -> frozenset[str]:
    """The words of "REST API", "JSON backend", "command line tool"."""
    return frozenset((*(word for words, _ in _spellings() for word in words), "rest", "json", "http"))


def _says(cursor: Cursor, *words: str) -> bool:
    return any(t.low in words for t in cursor.rest[:8])


def _read_name(cursor: Cursor, draft: Draft) -> None:
    cursor.take("app", "application", "service", "tool", "system")
    if cursor.take("called", "named", ":"):
        quoted_name = cursor.kind("string", "code")
        tokens = () if quoted_name else cursor.until(*NAME_ENDS)
        said = spelled(tokens)
        draft.plan.name = quoted_name.value if quoted_name else said[:1].upper() + said[1:]
        _read_options(cursor, draft)
        draft.said.add("named")
        return
    if cursor.take("for", "of", "to", "about"):
        tokens = cursor.until(*TAILS)
        kept = [t for n, t in enumerate(tokens) if t.low not in NO_NAMES and (n or t.low not in TO_VERBS)]
        name = " ".join(t.text[:1].upper() + t.text[1:] for t in kept[:5] if t.kind in ("word", "number"))
        if name and not draft.plan.name:
            draft.plan.name = name


def _read_options(cursor: Cursor, draft: Draft) -> None:
    if not cursor.take("("):
        return
    while not cursor.done and not cursor.take(")"):
        key = cursor.take("slug", "stack")
        token = cursor.here
        if key and token:
            setattr(draft.plan, key, token.value if token.kind in ("string", "code") else token.text)
            draft.said.add(key)
        cursor.i += 1


def read_title(tokens: tuple[Token, ...], draft: Draft) -> None:
    """A title line names the application, where nothing else does."""
    cursor = Cursor(tokens)
    cursor.take(*LEADS)
    cursor.take("a", "an", "the", "my", "our")
    cursor.take(*PLAIN)
    if cursor.rest and all(t.low in kind_words() for t in cursor.rest) and cursor.rest[-1].text.islower():
        return  # "a web app" is no name
    name = spelled(_without_kind(cursor.rest) or tokens).strip(" :.")
    name = name[:1].upper() + name[1:]
    if name and "named" not in draft.said and len(tokens) <= 8:
        draft.plan.name = name
        draft.said.add("named")


def _without_kind(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "to-do list web app" is called "To-do list"; what is written as a name ("Todo App") is left as it is."""
    words = [t.low for t in tokens]
    if any(t.text[:1].isupper() for t in tokens[-1:]):
        return tokens
    ends = (len(kind) for kind, _ in _spellings() if words[-len(kind) :] == kind)
    kept = tokens[: len(tokens) - max(ends, default=0)]
    return kept if kept and not re.search(r"-\w+ing$", kept[-1].low) else tokens  # "recipe-sharing platform"


def write(plan: Plan) -> Iterator[str]:
    options = [] if plan.slug == naming.slug(plan.name) else [f"slug {quoted(plan.slug)}"]
    if plan.stack != "api" or plan.kind not in ("api", "other"):
        options.append(f"stack {quoted(plan.stack)}")
    name = plan.name if _plain(plan.name) else quoted(plan.name)
    article = "an" if KIND_NAMES[plan.kind][:1] in "aA" else "a"
    brackets = f" ({', '.join(options)})" if options else ""
    yield f"This is {article} {KIND_NAMES[plan.kind]} called {name}{brackets}."
    if plan.summary:
        yield f"Summary: {quoted(plan.summary)}."


def _plain(name: str) -> bool:
    tokens = tokenize(name)
    words = all(t.kind == "word" and t.text.isalpha() and t.text.istitle() for t in tokens)
    small = {"That", "Which", "For", "Where", "To", "With", "And"}
    return bool(tokens) and words and spelled(tokens) == name and not small & {t.text for t in tokens}


SHAPES = (Shape("header", 1, read, "This is an API called Town Library."),)
