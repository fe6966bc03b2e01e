"""How names and lists are written in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.tokens import code
from scaffolder.compiler.english.vocabulary import phrases

DETERMINERS = frozenset(phrases("draft", "determiners"))
STOP = frozenset(phrases("draft", "stop"))
LEADS = frozenset(phrases("draft", "leads"))


def name_text(name: str) -> str:
    """A snake_case name as words, or in backquotes where the words would not be read as that name."""
    words = name.split("_")
    plain = " ".join(words)
    checked = words[:-1] if len(words) > 1 and words[-1] in ("on", "at") else words
    safe = all(w.isascii() and w.isalpha() and w.islower() and w not in STOP | DETERMINERS for w in checked)
    safe = safe and words[0] not in LEADS
    return plain if safe and naming.words(plain) == words and len(words) <= 5 else code(name)


def one(entity: str) -> str:
    """ "a Tracking Event", "an `URLMap`"."""
    return naming.with_article(entity_words(entity))


def capital(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def entity_words(entity: str) -> str:
    words = naming.words(entity)
    shown = " ".join(w.capitalize() for w in words)
    plain = (
        naming.pascal(shown) == entity
        and len(words) <= 5
        and words[0] not in LEADS
        and not set(words) & (STOP | DETERMINERS)
        and all(w.isalpha() for w in words)
    )
    return shown if plain else code(entity)


def many(entity: str) -> str:
    shown = entity_words(entity)
    return shown if shown.startswith("`") else naming.plural(shown)


def role_text(role: str) -> str:
    """ "Members", or "The role `x`" where the plural would not be read back."""
    words = role.split("_")
    plain = " ".join(words)
    safe = (
        all(w.isascii() and w.isalpha() and w not in STOP | DETERMINERS for w in words) and naming.words(plain) == words
    )
    safe = (
        safe
        and len(words) <= 4
        and naming.plural(words[-1]) not in STOP
        and naming.singular(naming.plural(plain)) == plain
    )
    person = words[-1] not in vocabulary.table("roles", "everybody") and words[-1] not in vocabulary.table(
        "roles", "system"
    )
    shown = naming.plural(plain)
    return shown[:1].upper() + shown[1:] if safe and person else f"The role {code(role)}"


def inner_role(role: str) -> str:
    """The same inside a sentence."""
    text = role_text(role)
    return text[:1].lower() + text[1:]


def listed(parts: Sequence[str], joint: str = "and") -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"
