"""Who acts in a sentence: roles, everybody, the owner of a row; or a thing, which does not act."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.draft import Draft, skip_determiners
from scaffolder.compiler.english.shapes.pieces import AMOUNT
from scaffolder.compiler.english.shapes.roles import ensure_role
from scaffolder.compiler.english.tokens import Cursor, Token, split, tokenize, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import Entity

OWNERS = phrases("abilities", "owners")
MADE = phrases("abilities", "made")
NO_PEOPLE = frozenset(phrases("abilities", "no_people"))
POINTING = {"it", "this", "that", "these", "those"}
BEFORE_ROLE = phrases("abilities", "before_role")


def is_thing(head: Sequence[Token], draft: Draft) -> bool:
    """A subject that is a thing and no person: "A Screening can have …"."""
    cursor = Cursor(head)
    entity = draft.read_entity(cursor, last=True)
    if entity is None:
        return False
    words = naming.words(entity.name)
    person = vocabulary.is_in("roles", "persons", " ".join(words)) or vocabulary.is_in("roles", "persons", words[-1])
    return not person and not draft.role_of(words) and f"person:{entity.name}" not in draft.said


def read_roles(head: Sequence[Token], draft: Draft) -> tuple[list[str] | None, bool]:
    """The roles that act, and whether everybody does; None where the subject is nobody."""
    found: list[str] = []
    everybody = False
    for part in split(head, ",", "and", "or", "&"):
        cursor = Cursor(part)
        role = draft.read_role(cursor) if len(part) else None
        if role is not None and cursor.done:
            draft.cite(role)
            found.append(role.name)
            continue
        cursor.i = 0
        cursor.take(*BEFORE_ROLE)
        skip_determiners(cursor)
        token = cursor.here
        if token is not None and token.kind == "code":
            return None, False
        words = words_of(cursor.rest)
        if set(words) <= DETERMINERS or len(words) > 4 or set(words) & (NO_PEOPLE | POINTING):
            return None, False
        if vocabulary.is_in("roles", "system", naming.singular(" ".join(words))) or not _may_be_people(words, draft):
            return None, False
        made = ensure_role(words, draft)
        if made is None:
            everybody = True
        else:
            found.append(made.name)
    return found, everybody


def _may_be_people(words: Sequence[str], draft: Draft) -> bool:
    """Not "recommend tools a neighbour", a command with a thing and somebody else in it."""
    if Cursor(tokenize(" ".join(words))).at(*AMOUNT) or any(w.isdigit() for w in words):
        return False
    inner = {*words[1:]} & DETERMINERS
    several = [w for w in words[:-1] if naming.singular(w) != w and draft.name_of([w])]
    return not inner and not several and not _is_value(words, draft)


def _is_value(words: Sequence[str], draft: Draft) -> bool:
    """ "The party size must fit": what a thing has, and nobody who does something."""
    person = vocabulary.is_in("roles", "persons", naming.singular(words[-1]))
    return not person and any(draft.field(e.name, "_".join(words)) for e in draft.plan.entities)


def read_owner(head: Sequence[Token], draft: Draft) -> Entity | None:
    """The thing in "the owner of a Stay", "the member who made a Loan"."""
    cursor = Cursor(head)
    if cursor.take(*OWNERS):
        return draft.read_entity(cursor, last=True)
    skip_determiners(cursor)
    if draft.read_role(cursor) is None or not cursor.take("who", "that"):
        return None
    cursor.take("has", "have")
    return draft.read_entity(cursor, last=True) if cursor.take(*MADE) else None


def is_owner(tokens: Sequence[Token], draft: Draft) -> bool:
    """ "its owner", "the guest who created it"."""
    cursor = Cursor(tokens)
    if cursor.take(
        "its owner", "their owner", "the owner", "its creator", "their creator", "the creator", "its author"
    ):
        return cursor.done
    skip_determiners(cursor)
    who = draft.read_role(cursor) is not None or bool(cursor.take("user", "person", "one", "people", "users"))
    if not who or not cursor.take("who", "that"):
        return False
    cursor.take("has", "have", "originally")
    return bool(cursor.take(*MADE)) and bool(cursor.take("it", "them")) and cursor.done
