"""Who may and who may not, when a sentence speaks of both.

Neither A nor B may VERB …          A and B cannot VERB …
No A can VERB …                     A cannot VERB …
THINGS cannot be VERB-ed by A       A cannot VERB THINGS
A, but not B, can VERB …            A can VERB … | B cannot VERB …
Everybody except B can VERB …       Users can VERB … | B cannot VERB …
A and the owner of a THING can …    A can … | The owner of a THING can …
"""

from __future__ import annotations

from msgspec.structs import replace

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.tokens import Cursor, Token, tokenize
from scaffolder.compiler.english.vocabulary import phrases

Tokens = tuple[Token, ...]

CANNOT = phrases("abilities", "cannot")
MODALS = (*CANNOT, *phrases("abilities", "can"))
EXCEPT = phrases("rewording", "everybody_except")
NEVER_DONE = tuple(f"{modal} be" for modal in CANNOT)
BUT_NOT = (", but not", "but not", "and not", ", not")
PRONOUNS = ("it", "they", "them")


def words_at(text: str, at: int) -> Tokens:
    return tuple(replace(token, start=at) for token in tokenize(text))


def modal_at(tokens: Tokens) -> int:
    """The place of "can" or "cannot"; the number of tokens where there is none."""
    cursor = Cursor(tokens)
    cursor.until(*MODALS)
    return cursor.i


def one_clause(tokens: Tokens) -> Tokens:
    """What is denied, with the denial at the verb."""
    for rule in (_neither, _no, _not_by):
        tokens = rule(tokens)
    return tokens


def two_clauses(tokens: Tokens) -> list[Tokens]:
    """What some may and others may not; nothing where the clause speaks of some only."""
    return _except(tokens) or _but_not(tokens) or _or_owner(tokens)


def _neither(tokens: Tokens) -> Tokens:
    cursor = Cursor(tokens)
    if not cursor.take("neither", "neither the"):
        return tokens
    who = cursor.until(*MODALS)
    if cursor.done or "nor" not in [t.low for t in who] or not cursor.take(*MODALS):
        return tokens
    named = (replace(t, text="and", low="and") if t.low == "nor" else t for t in who)
    return (*named, *words_at("cannot", cursor.tokens[cursor.i - 1].start), *cursor.rest)


def _no(tokens: Tokens) -> Tokens:
    """ "No boarder can delete a Stay."; not "No two Stays …"."""
    at = modal_at(tokens)
    if at >= len(tokens) or tokens[0].low != "no" or not 1 < at <= 5:
        return tokens
    cursor = Cursor(tokens[at:])
    denied = tokens[1].low in ("two", "more", "one", "user", "role") or cursor.at(*CANNOT)
    if denied or not cursor.take(*MODALS):
        return tokens
    return (*tokens[1:at], *words_at("cannot", tokens[at].start), *cursor.rest)


def _not_by(tokens: Tokens) -> Tokens:
    """ "Stays cannot be deleted by boarders." """
    cursor = Cursor(tokens)
    thing = cursor.until(*NEVER_DONE)
    if cursor.done or not thing or not cursor.take(*NEVER_DONE):
        return tokens
    done, at = cursor.until("by"), cursor.tokens[cursor.i - 1].start
    verb = vocabulary.verb_of_participle(done[0].low) if len(done) == 1 and done[0].kind == "word" else ""
    who = cursor.rest if cursor.take("by") else ()
    if not verb or not who or len(who) > 5 or {"if", "unless", "when"} & {t.low for t in who}:
        return tokens
    return (*who, *words_at(f"cannot {verb.replace('_', ' ')}", at), *thing)


def _but_not(tokens: Tokens) -> list[Tokens]:
    """ "Doctors, but not nurses, can …"; "Doctors can …, but nurses cannot" is two clauses already."""
    at = modal_at(tokens)
    cursor = Cursor(tokens[:at])
    who = cursor.until(*BUT_NOT)
    if at >= len(tokens) or not who or not cursor.take(*BUT_NOT):
        return []
    others = tuple(t for t in cursor.rest if t.low != ",")
    return [(*who, *tokens[at:]), *_denied(others, tokens[at:])]


def _except(tokens: Tokens) -> list[Tokens]:
    at = modal_at(tokens)
    cursor = Cursor(tokens[:at])
    if at >= len(tokens) or not cursor.take(*EXCEPT) or cursor.done:
        return []
    everybody = words_at("users", tokens[0].start)
    return [(*everybody, *tokens[at:]), *_denied(tuple(t for t in cursor.rest if t.low != ","), tokens[at:])]


def _denied(who: Tokens, said: Tokens) -> list[Tokens]:
    cursor = Cursor(said)
    if not who or cursor.at(*CANNOT) or not cursor.take(*MODALS):
        return []
    return [(*who, *words_at("cannot", said[0].start), *cursor.rest)]


def _or_owner(tokens: Tokens) -> list[Tokens]:
    """ "Sitters and the owner of a Stay can delete it." """
    at = modal_at(tokens)
    cursor = Cursor(tokens[:at])
    who = cursor.until("and the owner of", "or the owner of")
    if at >= len(tokens) or not who or cursor.done:
        return []
    owner = cursor.rest[1:]
    thing, said = owner[3:], tokens[at:]
    named = [t for token in said for t in (thing if token.low in PRONOUNS else (token,))]
    return [(*who, *named), (*owner, *said)]
