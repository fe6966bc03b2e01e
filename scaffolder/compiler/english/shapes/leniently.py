"""A wish of which the verb and the thing are understood, and what stands around them is not.

It is read without the rest, which is told, where that gives nobody more than what was asked for: what is made and
looked at in any case; what is changed or deleted only where everybody may do everything.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from scaffolder.compiler.english import present, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.makers import Ability
from scaffolder.compiler.english.shapes.verbs import VerbPhrase, has_particle
from scaffolder.compiler.english.tokens import Cursor, Token, spelled, words_of
from scaffolder.compiler.english.vocabulary import phrases

BEHIND = phrases("leniently", "behind")  # what the rest begins with
BOUNDS = frozenset(phrases("leniently", "bounds"))  # words that bound whose rows, or which, are meant
BEFORE = frozenset(phrases("leniently", "prepositions"))
ADJECTIVES = ("ate", "ed", "ive", "ous", "ful", "able", "ible", "al", "ic", "less", "ary", "new", "big", "small", "own")
HARMLESS = ("create", "read")


def read(phrase: VerbPhrase, ability: Ability, draft: Draft, do: Callable[[VerbPhrase, Ability], bool]) -> bool:
    """Whether the phrase is understood when it is read without what stands around its verb and thing."""
    operation = vocabulary.operation(" ".join(phrase.verb))
    if draft.strict or phrase.entity is None or phrase.exact or ability.negative or ability.only:
        return False
    if not operation:
        return _deed(phrase, ability, draft, do)
    if operation not in HARMLESS and not (_open_to_all(ability, draft) and operation in ("update", "delete", "manage")):
        return False
    rest = _rest(phrase)
    if rest is None or set(words_of([*rest, *ability.tail])) & BOUNDS and operation != "create":
        return False
    plain = replace(phrase, rest=(), adjectives=[], own=phrase.own and operation != "read")
    if not do(plain, replace(ability, tail=())):
        return False
    draft.partial.add(draft.rid)
    left_out = rest or ability.tail or phrase.tokens
    draft.find("A106", left_out, text=spelled(left_out))
    return True


def _deed(phrase: VerbPhrase, ability: Ability, draft: Draft, do: Callable[[VerbPhrase, Ability], bool]) -> bool:
    """ "cancel a booked Lesson until the day before": what is done, and that its condition is not understood."""
    verb, adjectives = phrase.verb, phrase.adjectives
    makes = vocabulary.event(" ".join(verb)) is not None
    if not has_particle(verb) and not makes:
        verb, adjectives = verb[:1], [*verb[1:], *adjectives]
    plain = replace(phrase, verb=verb, rest=(), adjectives=[])
    left_out = phrase.rest or (*ability.tail, *ability.deadline)
    known = (makes or present.is_verb(verb[0])) and all(vocabulary.verb_of_participle(w) for w in adjectives)
    behind = not phrase.rest or Cursor(phrase.rest).at(*BEHIND, *BOUNDS)
    if not (known and behind and (left_out or adjectives)) or phrase.noun:
        return False
    if not do(plain, replace(ability, tail=(), deadline=())):
        return False
    draft.not_understood(left_out or phrase.tokens)
    return True


def is_adjective(word: str) -> bool:
    """ "create private Communities": by its look, since no table knows all of them."""
    return word.endswith(ADJECTIVES) or vocabulary.verb_of_participle(word) != ""


def _open_to_all(ability: Ability, draft: Draft) -> bool:
    return not ability.roles and ability.everybody and not [r for r in draft.plan.roles if not r.anonymous]


def _rest(phrase: VerbPhrase) -> tuple[Token, ...] | None:
    """What stands behind the thing; None where it may be another thing that something is done to."""
    if set(phrase.adjectives) & BEFORE or phrase.noun:
        return None  # "create an invoice for a Booking"
    return phrase.rest if not phrase.rest or Cursor(phrase.rest).at(*BEHIND) else None
