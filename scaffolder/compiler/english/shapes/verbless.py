"""What people may do where the words are more than a verb and a thing: see rows, sign up, do everything or nothing."""

from __future__ import annotations

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.claims import Grant
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import conditions, granting, things
from scaffolder.compiler.english.shapes.doing import add_act
from scaffolder.compiler.english.shapes.granting import OPERATIONS
from scaffolder.compiler.english.shapes.makers import Ability
from scaffolder.compiler.english.shapes.roles import ensure_role
from scaffolder.compiler.english.shapes.verbs import (
    VerbPhrase,
)
from scaffolder.compiler.english.tokens import Clause, Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import Entity

LOGIN = phrases("abilities", "login")
SIGNUP = phrases("abilities", "signup")


def ask(phrase: VerbPhrase, ability: Ability, draft: Draft, clause: Clause) -> None:
    """A wish to be read in the last stage; a pronoun is replaced by what it stands for."""
    named = phrase.entity.name if phrase.entity else ""
    tokens = tuple(
        Token("code", f"`{named}`", t.start, f"`{named}`") if named and t.low in ("them", "it", "these", "those") else t
        for t in phrase.tokens
    )
    draft.deferred.append(Clause(clause.rid, tokens, clause.bullet, tuple(ability.roles), phrase.tokens))


# With these words in it a verb says something else than what is done.
UNSURE = frozenset(phrases("abilities", "unsure"))
EVERYTHING = ("everything", "anything", "nothing")
ADMIN = ("do everything", "do anything", "manage everything", "everything", "have full access")
LISTS = frozenset({"list", "search", "filter", "sort", "find", "browse", "search for"})


def seen(phrase: VerbPhrase, verb: str, ability: Ability, draft: Draft, clause: Clause) -> bool:
    """What is seen may be a list that is wanted, rows of some kind only, or both."""
    if phrase.entity is None:
        return False
    plain = replace(phrase, rest=(), adjectives=[])
    phrase.rest = _without_place(phrase, phrase.entity, draft)
    rows = granting.rows_of(phrase.rest, phrase.entity, draft)
    if rows is not None and (phrase.rest or conditions.standing(phrase.adjectives, phrase.entity)):
        if verb in LISTS and not rows.own and not ability.negative:
            ask(phrase, ability, draft, clause)
            return True
        if phrase.adjectives and not ability.negative:
            ask(phrase, ability, draft, clause)
        return granting.grant(phrase, "read", ability, draft)
    if phrase.rest and not granting.is_harmless(phrase.rest, phrase.entity, draft):
        if verb not in LISTS:
            granting.leave_out(phrase, ability, draft)
        ask(phrase, ability, draft, clause)
        return True
    if phrase.adjectives or verb in LISTS or phrase.rest and phrase.rest[0].text != "(":
        ask(phrase, ability, draft, clause)
    return granting.grant(plain, "read", ability, draft)


def _without_place(phrase: VerbPhrase, entity: Entity, draft: Draft) -> tuple[Token, ...]:
    """What stands behind the thing, without that it is of another: "reviews of films" belong to a film."""
    cursor = Cursor(phrase.rest)
    if draft.strict or not cursor.take("of", "about") or draft.read_entity(cursor) is None:
        return phrase.rest
    place = Cursor(phrase.rest[: cursor.i])
    return cursor.rest if granting.said_beside(place, entity, draft) else phrase.rest


def adds_field(phrase: VerbPhrase, ability: Ability, draft: Draft) -> bool:
    """ "add a photo to a Note": what is added is a field of it; None of it is understood where it may be a thing."""
    words = [w for w in phrase.adjectives[:-1] if w not in DETERMINERS]
    if (
        phrase.entity is None
        or ability.negative
        or not words
        or not vocabulary.is_attribute(naming.singular(words[-1]))
    ):
        return False
    end = next(i for i, t in enumerate(phrase.tokens) if i and t.low == phrase.adjectives[-1])
    plain = replace(phrase, adjectives=[])
    return things.read_fields(phrase.tokens[1:end], phrase.entity, draft) and granting.grant(
        plain, "update", ability, draft
    )


def everything_but(phrase: VerbPhrase, ability: Ability, draft: Draft) -> bool:
    """ "do everything except delete Stays"."""
    operation = vocabulary.operation(" ".join(w for w in phrase.verb[2:] if w not in UNSURE and w != "for"))
    if phrase.entity is None or not operation or phrase.rest or phrase.adjectives or not ability.roles:
        return False
    for role in ability.roles:
        draft.grants.append(Grant(role, "", OPERATIONS["manage"], draft.rid))
        draft.grants.append(Grant(role, phrase.entity.name, OPERATIONS[operation], draft.rid, allow=False))
    return True


def without_object(phrase: VerbPhrase, verb: str, ability: Ability, draft: Draft, clause: Clause) -> bool:
    if verb in LOGIN:
        draft.said.add("login")
        draft.logins += [] if ability.roles else [draft.rid]
        return True
    if verb in ADMIN and not ability.negative:
        for name in ability.roles:
            role = draft.role(name)
            if role is not None:
                role.admin = True
        return bool(ability.roles)
    if phrase.verb[-1] in EVERYTHING:
        return _everything(phrase, ability, draft)
    lead = next((s for s in SIGNUP if verb == s or verb.startswith(s + " as ")), "")
    if lead:
        return signup(verb.removeprefix(lead).removeprefix(" as "), ability, draft)
    if phrase.exact:
        return add_act(phrase, ability, draft, clause)
    if vocabulary.operation(phrase.verb[0]) == "read" and len(phrase.verb) > 1:
        ask(phrase, ability, draft, clause)
        return True
    return False


def _everything(phrase: VerbPhrase, ability: Ability, draft: Draft) -> bool:
    """ "see everything", "cannot delete anything", "change nothing"."""
    verb = " ".join(phrase.verb[:-1])
    operations = OPERATIONS.get("manage" if verb == "do" else vocabulary.operation(verb), ())
    if not operations or phrase.rest or ability.tail or ability.deadline or draft.strict:
        return False
    allow = not ability.negative and phrase.verb[-1] != "nothing"
    for role in ability.roles or ([""] if ability.everybody else []):
        draft.grants.append(Grant(role, "", operations, draft.rid, allow=allow, only=ability.only))
    return True


def signup(words: str, ability: Ability, draft: Draft) -> bool:
    named = ensure_role(naming.words(words.removeprefix("a ").removeprefix("an ")), draft) if words.strip() else None
    roles = [named] if named else [draft.role(n) for n in ability.roles]
    for role in roles:
        if role is not None and not role.anonymous:
            role.self_signup = True
            draft.cite(role)
    if not roles and not words.strip():
        draft.signups.append(draft.rid)
        return True
    return bool(roles)
