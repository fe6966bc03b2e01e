"""Features that are only named, each put into what people can do.

"A clinic system with patient management, visit tracking and search"    users can manage patients. … record visits. …
"It offers features such as note creation, editing and tagging"         users can create notes. … edit notes. …
"- Supplier management", "- Returning of books"                         users can manage suppliers. … return books.

What is no such feature stays a clause of its own in its words: others read it, or it is told as not understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import enumerations, usual, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.items import items
from scaffolder.compiler.english.tokens import Clause, Cursor
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.compiler.english.wording import DETERMINERS, STOP

VERBS = wordings("nominals")
MEANT = wordings("meant_things")
LEADS = phrases("features", "leads")
COMMANDS = frozenset(phrases("predicates", "commands"))
ADJECTIVES = frozenset(phrases("features", "adjectives"))
NO_THINGS = frozenset(phrases("features", "no_things"))
USERS = frozenset(phrases("features", "users"))
LOGINS = frozenset(phrases("features", "logins"))
SIGNUPS = frozenset(phrases("features", "signups"))
SEES = ("view", "search", "filter", "export", "import", "print", "share")
USERS_ONLY = ("users",)
LONGEST = 4  # words of a feature


class Feature(Struct, frozen=True):
    """A verb, and the words for several of what it is done to; none where that is told elsewhere."""

    verb: str
    things: tuple[str, ...] = ()


def told(clause: Clause) -> Iterator[Clause]:
    """The clause, or one for each of the features that it lists."""
    for head, listed in _leads(clause):
        parts = items(listed)
        found = [_feature(part) for part in parts]
        named = any(f is not None and f.things not in ((), USERS_ONLY) for f in found)
        if named and all(len(part) <= LONGEST + 2 for part in parts):
            for tokens in (head, *_sentences(parts, found)):
                if tokens:
                    yield replace(clause, tokens=tokens, said=clause.written)
            return
    yield clause


def _leads(clause: Clause) -> Iterator[tuple[Tokens, Tokens]]:
    """What is built, where it is told there, and the words behind that may be features."""
    cursor = Cursor(clause.tokens)
    head = cursor.until(*LEADS)
    if cursor.take(*LEADS) and len(head) <= LONGEST + 1:
        while cursor.take(*LEADS, ":"):
            pass
        yield (), cursor.rest
    yield from enumerations.leads(clause)
    if clause.bullet and len(clause.tokens) <= LONGEST + 2:
        yield (), clause.tokens


def _sentences(parts: Sequence[Tokens], found: Sequence[Feature | None]) -> Iterator[Tokens]:
    """What is listed without a thing is done to the one before, or to the next where that says of what."""
    things: tuple[str, ...] = next((f.things for f in found if f is not None and f.things), ())
    known: set[tuple[str, ...]] = set()
    for n, (part, feature) in enumerate(zip(parts, found, strict=True)):
        at = part[0].start
        if feature is None:
            yield _plain(part, things)
            continue
        if feature.things == USERS_ONLY:
            yield words_at(feature.verb, at)
            continue
        following = found[n + 1] if n + 1 < len(found) and any(t.low == "of" for t in parts[n + 1]) else None
        things = feature.things or (following.things if following is not None else ()) or things
        if things not in known and feature.verb in SEES and usual.singular(things) not in usual.things():
            yield part  # "viewing monthly summaries": of nothing that is kept so
            continue
        if things not in known:
            yield words_at(f"there are {' '.join(things)}", at)
        known.add(things)
        yield words_at(f"users can {feature.verb} {' '.join(things)}", at)


def _plain(part: Tokens, things: tuple[str, ...]) -> Tokens:
    """ "due dates" are kept of what was spoken of; of anything else its own words are left."""
    words = [t.low for t in part if t.low not in DETERMINERS]
    single = [*words[:-1], naming.singular(words[-1])] if words else []
    at = part[0].start
    if single and vocabulary.is_attribute("_".join(single)) or single and vocabulary.is_attribute(single[-1]):
        return words_at(f"{' '.join(things)} have {naming.with_article(' '.join(single))}", at)
    if words and single != words and usual.singular(words) in usual.things():
        return words_at(f"there are {' '.join(words)}", at)
    return part


def _feature(part: Tokens) -> Feature | None:
    """ "patient management", "returning of books", "adding bills", "search"."""
    words = [t.low for t in part if t.low not in ADJECTIVES]
    if not words or len(words) > LONGEST or any(t.kind != "word" for t in part):
        return None
    if len(words) > 1 and (vocabulary.operation(words[0]) or words[0] in COMMANDS):
        return None  # "list upcoming bookings": a command
    if set(words) & NO_THINGS:
        return None
    if set(words) & USERS or " ".join(words) in LOGINS | SIGNUPS:
        return _of_users(words)
    *before, last = words
    if last in VERBS and not before:
        return Feature(VERBS[last])
    if last in VERBS and not set(before) & STOP:
        return Feature(VERBS[last], _several(before))
    if len(words) > 2 and words[1] == "of" and words[0] in VERBS:
        return Feature(VERBS[words[0]], _several(words[2:]))
    if len(words) > 1 and words[0].endswith("ing") and naming.singular(last) != last and words[0] in VERBS:
        return Feature(VERBS[words[0]], _several(words[1:]))
    return None


def _of_users(words: Sequence[str]) -> Feature | None:
    """Those who log in are no rows that others make."""
    said = " ".join(words)
    if said in SIGNUPS:
        return Feature("users can sign up", USERS_ONLY)
    return Feature("users log in", USERS_ONLY) if said in LOGINS else None


def _several(words: Sequence[str]) -> tuple[str, ...]:
    bare = [w for w in words if w not in DETERMINERS]
    if not bare:
        return ()
    meant = MEANT.get(" ".join(bare))
    if meant:
        return tuple(meant.split())
    return (*bare[:-1], naming.plural(naming.singular(bare[-1])))
