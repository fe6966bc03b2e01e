"""Who there is.

ROLE := There is a role NAME [(OPTION, …)] | There are N roles: NAME, NAME … | Roles: NAME, NAME …
OPTION := admin | without login | may sign up | profile THING | labelled "TEXT" | described as "TEXT"
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import items, vocabulary
from scaffolder.compiler.english.claims import Heir
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import (
    Role,
)

INHERITS = phrases("abilities", "inherits")
UNSURE = frozenset(phrases("abilities", "unsure"))
LEFT_OUT = ("a", "an", "the", "also", "all", "every", "each")
ROLES = phrases("abilities", "roles")
NEXT = (", and a role", "and a role", ", a role", "and the role", "and a", ", a", ", and a")


def read_roles(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    if cursor.take("there is a role", "there is the role", "there is an additional role"):
        return _one_role(cursor, draft)
    listed = cursor.until("are roles", "are the roles", "are user roles", "are the user roles", "is a role")
    if not cursor.done and listed and cursor.i + 4 >= len(cursor.tokens):
        return _all_of(listed, draft)
    cursor.i = 0
    lead = cursor.take(*ROLES)
    if not lead and cursor.take("there are", "we have", "the app has", "the system has"):
        cursor.i += 0 if cursor.at("roles") else 1
        lead = cursor.take("roles", "user roles", "kinds of users", "types of users", "user types")
        cursor.take(":", ",", "of")
    if not lead:
        return False
    return _all_of(cursor.rest, draft)


def _all_of(tokens: Sequence[Token], draft: Draft) -> bool:
    for part in items.items(tokens):
        words = words_of([t for t in part if t.low not in ("a", "an", "the")])
        if not words:
            return False
        if ensure_role(words, draft) is None:
            draft.add_role(Role(name=naming.singular("_".join(words))))
    return True


def read_heirs(clause: Clause, draft: Draft) -> bool:
    """ "Chiefs can do everything that wardens can do."; "Chiefs have the same rights as wardens." """
    cursor = Cursor(clause.tokens)
    head = words_of(cursor.until(*INHERITS))
    if draft.strict or cursor.done or not head or len(head) > 4 or not cursor.take(*INHERITS):
        return False
    other = words_of(cursor.until("can", "may", "do"))
    cursor.take("can do", "may do", "can", "may", "do")
    if set(other) & UNSURE:
        return False  # "can do everything except delete Stays"
    if not cursor.done or not other or len(other) > 4 or draft.name_of(other) and not draft.role_of(other):
        return False
    head, other = ([w for w in words if w not in LEFT_OUT] for words in (head, other))
    if not head or not other:
        return False
    role, of = ensure_role(head, draft), ensure_role(other, draft)
    if role is None or of is None or role is of:
        return False
    draft.heirs.append(Heir(role.name, of.name, draft.rid))
    return True


def _one_role(cursor: Cursor, draft: Draft) -> bool:
    token = cursor.kind("code")
    name = token.value if token else "_".join(words_of(cursor.until("(", *NEXT)))
    if not name:
        return False
    role = draft.add_role(Role(name=name))
    if cursor.take("("):
        while not cursor.done and not cursor.take(")"):
            if not _role_option(cursor, role, draft):
                return False
    return _one_role(cursor, draft) if cursor.take(*NEXT) else cursor.done


def _role_option(cursor: Cursor, role: Role, draft: Draft) -> bool:
    if cursor.take(",", ";"):
        return True
    if cursor.take("admin", "may do everything"):
        role.admin = True
    elif cursor.take("without login", "anonymous"):
        role.anonymous = True
    elif cursor.take("may sign up", "anyone may sign up", "self-registration"):
        role.self_signup = True
    elif cursor.take("profile"):
        entity = draft.read_entity(cursor)
        role.entity = entity.name if entity else None
    elif key := cursor.take("labelled", "described as"):
        token = cursor.kind("string")
        if key == "labelled":
            role.label = token.value if token else ""
        else:
            role.description = token.value if token else ""
    else:
        return False
    return True


def ensure_role(words: Sequence[str], draft: Draft) -> Role | None:
    """The role that the words name, made where it is new; None for words that mean everybody."""
    known = draft.role_of(words)
    if known:
        role = draft.role(known)
        if role is not None:
            draft.cite(role)
        return role
    single = [*words[:-1], naming.singular(words[-1])]
    text = " ".join(single)
    name = "_".join(single)
    entity = draft.entity(draft.name_of(words))
    if vocabulary.is_in("roles", "everybody", text) and entity is None:
        return None
    if vocabulary.is_in("roles", "admins", text) and entity is None:
        return draft.add_role(Role(name=name, admin=True))
    if vocabulary.is_in("roles", "anonymous", text) and entity is None:
        name = name if name in ("visitor", "guest") else "visitor"
        return draft.add_role(Role(name=name, anonymous=True), text)
    role = draft.add_role(Role(name=name), text)
    if entity is not None and entity.owner in (None, "user") and not draft.strict:
        role.entity, entity.owner = entity.name, "user"
    return role
