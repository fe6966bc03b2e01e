"""Who there is, and what they may do.

ROLE    := There is a role NAME [(ROLE OPTION, …)] | There are N roles: NAME, NAME … | Roles: NAME, NAME …
ROLE OPTION := admin | without login | may sign up | profile THING | labelled "TEXT" | described as "TEXT"
ABILITY := [Only] ROLES can|may|cannot VERB PHRASE {and VERB PHRASE} | It is possible to VERB PHRASE
        | A THING can be VERB-ed [by ROLES] | ROLES can do everything | Anyone can register as a ROLE
VERB PHRASE := create|read|update|delete|import|export|manage THINGS [where EXPR] | see [only] their own THINGS
        | VERB a THING [as VALUE] [with FIELD, …] [for N days] [, at most N at a time] [only if EXPR] [(ACTION OPTION, …)]
ACTION OPTION := labelled "TEXT" | saying "TEXT" | after confirmation | for the whole list | for the application
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scaffolder import naming
from scaffolder.compiler.english import expressions, fields, modifiers, vocabulary
from scaffolder.compiler.english.draft import Draft, Grant, skip_determiners
from scaffolder.compiler.english.shapes import Shape, effects
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import (
    Action,
    Choice,
    Constraint,
    Entity,
    Field,
    Operation,
    Permission,
    Precondition,
    Relation,
    Role,
)

ROLES = phrases("abilities", "roles")
DAYS = phrases("abilities", "days")
A_USER_WITH_THE_ROLE = phrases("abilities", "a_user_with_the_role")
LABELLED = phrases("abilities", "labelled")
ONLY_IF = phrases("abilities", "only_if")
IS_DUE_AFTER = phrases("abilities", "is_due_after")

CAN = phrases("abilities", "can")
CANNOT = phrases("abilities", "cannot")
OPERATIONS: dict[str, tuple[Operation, ...]] = {
    "manage": ("create", "read", "update", "delete"), "create": ("create",), "read": ("read",), "update": ("update",),
    "delete": ("delete",), "import": ("import",), "export": ("export",),
}  # fmt: skip
LOGIN = phrases("abilities", "login")
SIGNUP = phrases("abilities", "signup")
OWN = phrases("abilities", "own")
AMOUNT = phrases("abilities", "amount")
AT_ONCE = ("at a time", "at the same time", "at once", "simultaneously")


@dataclass
class VerbPhrase:
    """`verb`: the words of the verb; `entity`: its object; `rest`: what follows it."""

    verb: list[str]
    tokens: tuple[Token, ...]
    entity: Entity | None = None
    rest: tuple[Token, ...] = ()
    own: bool = False
    all: bool = False
    exact: str = ""
    adjectives: list[str] = field(default_factory=list)


def foresee(clause: Clause, draft: Draft) -> bool:
    """The records that verbs make are things that other sentences may name: they are declared before these are read."""
    cursor = Cursor(clause.tokens)
    head = cursor.until(*CAN)
    if draft.strict or cursor.done or not head or not cursor.take(*CAN) or _is_thing(head, draft):
        return False
    for piece in _pieces(_amount_out(cursor.rest)[0]):
        for size in (1, 2, 3):
            event = vocabulary.event(" ".join(t.low for t in piece[:size]))
            thing = Cursor(piece[size:])
            entity = draft.read_entity(thing) if event else None
            if event and entity and naming.pascal(event.entity) != entity.name and not head[0].low == "users":
                made = draft.declare([], naming.pascal(event.entity))
                draft.said.add(f"event:{made.name}")
                if not expressions.to_parent(made, entity.name, draft, 1):
                    draft.add_relation(
                        made, Relation(name=naming.snake(entity.name), target=entity.name, required=True)
                    )
    return False


# Roles


def read_roles(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    if cursor.take("there is a role", "there is the role", "there is an additional role"):
        return _one_role(cursor, draft)
    lead = cursor.take(*ROLES)
    if not lead and cursor.take("there are", "we have", "the app has", "the system has"):
        cursor.i += 0 if cursor.at("roles") else 1
        lead = cursor.take("roles", "user roles", "kinds of users", "types of users", "user types")
        cursor.take(":", ",", "of")
    if not lead:
        return False
    for part in fields.items(cursor.rest):
        words = words_of([t for t in part if t.low not in ("a", "an", "the")])
        if not words:
            return False
        ensure_role(words, draft)
    return True


def _one_role(cursor: Cursor, draft: Draft) -> bool:
    token = cursor.kind("code")
    name = token.value if token else "_".join(words_of(cursor.until("(")))
    if not name:
        return False
    role = draft.add_role(Role(name=name))
    if cursor.take("("):
        while not cursor.done and not cursor.take(")"):
            if not _role_option(cursor, role, draft):
                return False
    return cursor.done


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


# Abilities


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    if cursor.take("it is possible to", "it must be possible to", "it should be possible to", "one can", "you can"):
        return _phrases(cursor, [], draft, clause)
    only = bool(cursor.take("only", "as", "just") == "only")
    head = cursor.until(*CAN, *CANNOT)
    if cursor.done or not head:
        return False
    negative = bool(cursor.take(*CANNOT))
    if not negative:
        cursor.take(*CAN)
    if cursor.take("not"):
        negative = True
    if cursor.at("overlap", "have", "never overlap", "exceed"):
        return False
    cursor.take("only") if cursor.at("only be") else ""
    if cursor.at("be") or _is_thing(head, draft):
        return _passive(head, cursor, draft, clause) if cursor.take("be") else False
    only = only or head[0].low == "only"
    roles, everybody = _roles(head, draft)
    if roles is None:
        return False
    return _phrases(cursor, roles, draft, clause, only=only, negative=negative, everybody=everybody)


def _is_thing(head: Sequence[Token], draft: Draft) -> bool:
    """A subject that is a thing and no person: "A Screening can have …"."""
    cursor = Cursor(head)
    entity = draft.read_entity(cursor, last=True)
    if entity is None:
        return False
    words = naming.words(entity.name)
    person = vocabulary.is_in("roles", "persons", " ".join(words)) or vocabulary.is_in("roles", "persons", words[-1])
    return (
        not person
        and not draft.role_of(words)
        and f"person:{entity.name}" not in draft.said
        and not _acts(cursor, draft)
    )


def _acts(cursor: Cursor, draft: Draft) -> bool:
    return False


def _roles(head: Sequence[Token], draft: Draft) -> tuple[list[str] | None, bool]:
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
        cursor.take(*A_USER_WITH_THE_ROLE)
        skip_determiners(cursor)
        token = cursor.here
        if token is not None and token.kind == "code":
            return None, False
        words = words_of(cursor.rest)
        if (
            not words
            or len(words) > 4
            or set(words) & {"if", "when", "which", "that", "with", "has", "have", "is", "are"}
        ):
            return None, False
        if vocabulary.is_in("roles", "system", naming.singular(" ".join(words))):
            return None, False
        made = ensure_role(words, draft)
        if made is None:
            everybody = True
        else:
            found.append(made.name)
    return found, everybody


def _phrases(
    cursor: Cursor,
    roles: list[str],
    draft: Draft,
    clause: Clause,
    *,
    only: bool = False,
    negative: bool = False,
    everybody: bool = True,
) -> bool:
    only = bool(cursor.take("only")) and False or only
    own_only = any(cursor.find(o) >= 0 for o in OWN) and clause.tokens[0].low != "only" and _has(clause, "only")
    rest, amount = _amount_out(cursor.rest)
    tail, body = _tails(rest)
    tail = tail or amount
    phrases = verb_phrases(body, draft)
    if not phrases:
        return False
    understood = False
    for n, phrase in enumerate(phrases):
        ability = Ability(roles, only, negative, own_only, everybody, tail if n == len(phrases) - 1 else ())
        if _one(phrase, ability, draft, clause):
            understood = True
        else:
            draft.partial.add(clause.rid)
            draft.find("A106", phrase.tokens, text=spelled(phrase.tokens), proposal=_proposal(phrase))
    return understood


def _proposal(phrase: VerbPhrase) -> str:
    verb = " ".join(phrase.verb) or "VERB"
    thing = phrase.entity.name if phrase.entity else "THING"
    return f'say "A ROLE can {verb} a {thing}.", with a thing that is declared'


def _has(clause: Clause, word: str) -> bool:
    return word in clause.lows


@dataclass(frozen=True)
class Ability:
    roles: list[str]
    only: bool
    negative: bool
    own_only: bool
    everybody: bool
    tail: tuple[Token, ...]


def _amount_out(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """ "borrow at most 5 Books at a time" -> "borrow Books" and "at most 5 at a time"."""
    cursor = Cursor(tokens)
    head = cursor.until(*AMOUNT)
    start = cursor.i
    if not head or head[-1].low in (",", "but", "for") or head[-1].kind == "punct" or not cursor.take(*AMOUNT):
        return tokens, ()
    cursor.i += 1
    amount = tokens[start : cursor.i]
    middle = cursor.until(*AT_ONCE)
    if not middle or any(t.kind == "punct" for t in middle) or middle[0].low in ("days", "weeks", "day", "per"):
        return tokens, ()
    return (*head, *middle), (*amount, *cursor.rest)


TAILS = phrases("abilities", "tails")


def _tails(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    cursor = Cursor(tokens)
    cursor.take("at most", "only")
    body = cursor.until(*TAILS)
    rest = cursor.rest
    if rest and rest[-1].text == ")" and not (body and body[-1].text == ")"):
        return rest, body
    return rest, body


def verb_phrases(tokens: Sequence[Token], draft: Draft) -> list[VerbPhrase]:
    """ "add, edit and delete Books and Members" -> three verbs, each with both objects."""
    pieces = [p for p in _pieces(tokens) if p]
    phrases: list[VerbPhrase] = []
    waiting: list[VerbPhrase] = []  # verbs without an object yet
    last: Entity | None = None
    group: list[VerbPhrase] = []
    for piece in pieces:
        cursor = Cursor(piece)
        entity = draft.read_entity(cursor)
        if entity is not None and (cursor.done or cursor.at("(")) and group and piece[0].kind != "code":
            phrases += [
                VerbPhrase(g.verb, piece, entity, cursor.rest, g.own, g.all, g.exact, g.adjectives)
                for g in group
                if g.entity
            ]
            continue
        phrase = _phrase(piece, draft, last)
        if phrase is None:
            if phrases:
                phrases[-1].rest = (*phrases[-1].rest, *piece)
            continue
        if phrase.entity is None and not phrase.rest and len(phrase.verb) <= 3:
            waiting.append(phrase)
            phrases.append(phrase)
            continue
        last = phrase.entity or last
        for verb in waiting:
            verb.entity, verb.rest, verb.own, verb.all = phrase.entity, phrase.rest, phrase.own, phrase.all
        group = [*waiting, phrase]
        waiting = []
        phrases.append(phrase)
    return phrases


def _pieces(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The parts of a list of verb phrases; a list of fields after "with" or "by" stays whole."""
    found: list[tuple[Token, ...]] = []
    for part in split(tokens, ",", "and", "or", "then"):
        open_list = found and {t.low for t in found[-1]} & {"with", "by"} and Cursor(part).at(*fields.ARTICLES)
        if open_list:
            comma = Token("punct", ",", part[0].start, ",")
            found[-1] = (*found[-1], comma, *part)
        else:
            found.append(part)
    return found


def _phrase(piece: tuple[Token, ...], draft: Draft, last: Entity | None) -> VerbPhrase | None:
    cursor = Cursor(piece)
    cursor.take("also", "only", "to", "then", "not")
    start = cursor.i
    token = cursor.here
    if token is None or token.kind not in ("word", "code"):
        return None
    if token.kind == "code":
        cursor.i += 1
        entity = draft.read_entity(cursor)
        return VerbPhrase(naming.words(token.value), piece, entity, cursor.rest, exact=token.value)
    for size in range(1, 8):
        cursor.i = start + size
        if cursor.done:
            break
        mark = cursor.i
        if cursor.take("them", "it", "these", "those") and last is not None:
            return _made(piece, start, size, last, cursor.rest, draft, (), "")
        determiners = cursor.tokens[mark:]
        entity = draft.read_entity(cursor)
        if entity is not None:
            before = determiners[: max(0, cursor.i - mark)]
            return _made(piece, start, size, entity, cursor.rest, draft, before, spelled(before).lower())
    words = words_of(piece[start:])
    return VerbPhrase(words, piece) if words else None


def _made(
    piece: tuple[Token, ...],
    start: int,
    size: int,
    entity: Entity,
    rest: tuple[Token, ...],
    draft: Draft,
    before: Sequence[Token],
    said: str,
) -> VerbPhrase:
    words = [t.low for t in piece[start : start + size]]
    own = any(o in " ".join([*words, said]) for o in OWN)
    words = [
        w
        for w in words
        if w not in ("their", "his", "her", "own", "only", "the", "a", "an", "its", "any", "all", "new", "also")
    ]
    verb, adjectives = words, list[str]()
    whole = vocabulary.event(" ".join(words)) is not None or _particle(words)
    for length in range(0 if whole else len(words), 0, -1):
        if vocabulary.operation(" ".join(words[:length])):
            verb, adjectives = words[:length], words[length:]
            break
    tokens = tuple(piece[start:])
    everything = bool(before) and before[0].low in ("all", "every")
    return VerbPhrase(verb, tokens, entity, rest, own, everything, "", adjectives)


def _ask(phrase: VerbPhrase, draft: Draft, clause: Clause) -> None:
    """A wish to be read in the last stage; a pronoun is replaced by what it stands for."""
    named = phrase.entity.name if phrase.entity else ""
    tokens = tuple(
        Token("code", f"`{named}`", t.start, f"`{named}`") if named and t.low in ("them", "it", "these", "those") else t
        for t in phrase.tokens
    )
    draft.deferred.append(Clause(clause.rid, tokens, clause.bullet))


def _one(phrase: VerbPhrase, ability: Ability, draft: Draft, clause: Clause) -> bool:
    verb = " ".join(phrase.verb)
    if phrase.entity is not None and " ".join([*phrase.verb, *phrase.adjectives]) in [f"{s} as" for s in SIGNUP]:
        return _signup(naming.snake(phrase.entity.name), ability, draft)
    if phrase.entity is None:
        return _without_object(phrase, verb, ability, draft, clause)
    operation = "" if phrase.exact else vocabulary.operation(verb)
    if operation == "create" and phrase.adjectives:
        operation = ""
    if operation == "read" and (
        phrase.adjectives
        or phrase.rest
        and phrase.rest[0].text != "("
        or verb in ("list", "search", "filter", "sort", "find")
    ):
        _ask(phrase, draft, clause)
        return _grant(phrase, "read", ability, draft)
    if operation in ("import", "export") and phrase.rest:
        _ask(phrase, draft, clause)
        return _grant(phrase, operation, ability, draft)
    if operation and not phrase.adjectives and not _acts_like_event(phrase, operation):
        return _grant(phrase, operation, ability, draft)
    return _act(phrase, ability, draft, clause)


def _acts_like_event(phrase: VerbPhrase, operation: str) -> bool:
    return any(t.low == "as" for t in phrase.rest) and operation in ("update",)


def _without_object(phrase: VerbPhrase, verb: str, ability: Ability, draft: Draft, clause: Clause) -> bool:
    if verb in LOGIN:
        draft.said.add("login")
        return True
    if verb in (
        "do everything",
        "do anything",
        "manage everything",
        "access everything",
        "see and change everything",
        "everything",
        "have full access",
        "edit everything",
    ):
        for name in ability.roles:
            role = draft.role(name)
            if role is not None:
                role.admin = True
        return bool(ability.roles)
    lead = next((s for s in SIGNUP if verb == s or verb.startswith(s + " as ")), "")
    if lead:
        return _signup(verb.removeprefix(lead).removeprefix(" as "), ability, draft)
    if phrase.exact:
        return _act(phrase, ability, draft, clause)
    if vocabulary.operation(phrase.verb[0]) == "read" and len(phrase.verb) > 1:
        _ask(phrase, draft, clause)
        return True
    return False


def _signup(words: str, ability: Ability, draft: Draft) -> bool:
    named = ensure_role(naming.words(words.removeprefix("a ").removeprefix("an ")), draft) if words.strip() else None
    roles = [named] if named else [draft.role(n) for n in ability.roles]
    for role in roles:
        if role is not None and not role.anonymous:
            role.self_signup = True
            draft.cite(role)
    return bool(roles)


def _grant(phrase: VerbPhrase, operation: str, ability: Ability, draft: Draft) -> bool:
    assert phrase.entity is not None
    rest = Cursor(phrase.rest)
    where = None
    tail = Cursor(ability.tail)
    if tail.take("where", "only if", "if", "as long as", "while"):
        where = expressions.read(tail.rest, phrase.entity, draft)
        if where is None:
            return False
    elif ability.tail:
        return False
    operations = OPERATIONS[operation]
    if draft.strict:
        return _permission(phrase.entity, operation, where, ability, draft)
    if not rest.done and operation not in ("read", "import", "export"):
        rest.take("to", "from", "with", "for", "in")
    for role in ability.roles or ([""] if ability.everybody else []):
        draft.grants.append(
            Grant(
                role,
                phrase.entity.name,
                operations,
                draft.rid,
                not ability.negative,
                ability.only,
                phrase.own or ability.own_only,
                where,
            )
        )
    draft.cite(phrase.entity)
    return True


def _permission(entity: Entity, operation: str, where: str | None, ability: Ability, draft: Draft) -> bool:
    """In the normal form a sentence is one permission; its operations come one by one."""
    mark = f"permission:{draft.rid}:{entity.name}:{ability.roles}"
    if mark in draft.said:
        draft.plan.permissions[-1].operations += OPERATIONS[operation]
        draft.plan.permissions[-1].where = where if where is not None else draft.plan.permissions[-1].where
        return True
    draft.said.add(mark)
    for role in ability.roles:
        draft.plan.permissions.append(
            Permission(
                role=role,
                entity=entity.name,
                operations=list(OPERATIONS[operation]),
                where=where,
                satisfies=[draft.rid],
            )
        )
    return bool(ability.roles)


# Actions


def _act(phrase: VerbPhrase, ability: Ability, draft: Draft, clause: Clause) -> bool:
    rest, options = _action_options(phrase.rest)
    verb = (
        [w for w in phrase.verb if w not in ("in", "to", "for")]
        if len(phrase.verb) > 1 and not _particle(phrase.verb)
        else phrase.verb
    )
    if phrase.adjectives:
        verb = [*phrase.verb, *phrase.adjectives]
    name = phrase.exact or "_".join(verb)
    cursor = Cursor(rest)
    name = phrase.exact or _as_state(cursor, name)
    cursor = Cursor(cursor.rest)
    particle = (
        cursor.take(*vocabulary.table("particles", "words"))
        if not cursor.at("in a", "on a", "in the", "on the")
        else ""
    )
    name = f"{name}_{particle}" if particle and not phrase.exact else name
    if ability.negative:
        return False
    entity = phrase.entity
    closed = _closed_event(name, entity, draft) if entity and not phrase.exact and not draft.strict else None
    entity = closed or entity
    made = Action(name=name, entity=entity.name if entity else None, scope="instance" if entity else "app")
    if phrase.all and not draft.strict:
        made.scope = "collection"
    action = draft.add_action(made)
    _set_action_options(action, options)
    action.roles += [r for r in ability.roles if r not in action.roles]
    if ability.only:
        draft.said.add(f"only:{made.entity}:{name}")
    if not phrase.exact and entity and not closed:
        _event(phrase, action, entity, ability, draft)
    return _after(cursor, action, entity, draft) and _tail(ability.tail, action, entity, draft)


def _particle(verb: Sequence[str]) -> bool:
    return (
        "_".join(verb) in vocabulary.tables()["results"]
        or vocabulary.event(" ".join(verb)) is not None
        and verb[-1] in ("out",)
    )


def _as_state(cursor: Cursor, name: str) -> str:
    """ "mark … as paid" -> mark_paid."""
    if name not in ("mark", "set", "flag", "declare", "move", "label", "change") or not cursor.take("as", "to"):
        return name
    words = words_of(cursor.until("with", "for", "if", "when", "at"))
    return "_".join([name, *words]) if words else name


def _action_options(rest: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    if rest and rest[-1].text == ")":
        start = max((i for i, t in enumerate(rest) if t.text == "("), default=0)
        if Cursor(rest[start + 1 : -1]).at(*LABELLED):
            return rest[:start], rest[start + 1 : -1]
    return rest, ()


def _set_action_options(action: Action, options: Sequence[Token]) -> None:
    cursor = Cursor(options)
    while not cursor.done:
        if key := cursor.take("labelled", "saying"):
            token = cursor.kind("string")
            if token and key == "labelled":
                action.label = token.value
            elif token:
                action.message = token.value
        elif cursor.take("after confirmation"):
            action.confirm = True
        elif cursor.take("for the whole list"):
            action.scope = "collection"
        elif cursor.take("for the application"):
            action.scope = "app"
        elif cursor.take("for one row"):
            action.scope = "instance"
        else:
            cursor.i += 1


def _closed_event(name: str, entity: Entity, draft: Draft) -> Entity | None:
    """ "return a Book" ends a Loan of the Book: the action stands on the loan."""
    for event in vocabulary.closing(name.replace("_", " ")):
        made = draft.entity(naming.pascal(event.entity))
        if made is not None and made is not entity and expressions.to_parent(made, entity.name, draft, 1):
            return made
    return None


def _event(phrase: VerbPhrase, action: Action, entity: Entity, ability: Ability, draft: Draft) -> None:
    """A verb such as borrow makes a record of its own: the thing, the person and the moment."""
    event = vocabulary.event(" ".join(phrase.verb)) or vocabulary.event(action.name.replace("_", " "))
    if event is None or draft.strict or (action.entity or "", action.name) in draft.events:
        return
    name = naming.pascal(event.entity)
    if name == entity.name or not ability.roles:
        return
    made = draft.declare([], name)
    link = expressions.to_parent(made, entity.name, draft, 1) or naming.snake(entity.name)
    draft.add_relation(made, Relation(name=link, target=entity.name, required=True))
    for role in ability.roles:
        _participant(made, role, draft)
    draft.events[action.entity or "", action.name] = (" ".join(phrase.verb), made.name)
    draft.said.add(f"event:{made.name}")


def _participant(made: Entity, name: str, draft: Draft) -> None:
    role = draft.role(name)
    if role is None or role.admin or role.anonymous:
        return
    if role.entity is None:
        profile = draft.declare(naming.words(name))
        role.entity, profile.owner = profile.name, "user"
    if not expressions.to_parent(made, role.entity, draft, 1):
        draft.add_relation(made, Relation(name=name, target=role.entity, required=True))


def _after(cursor: Cursor, action: Action, entity: Entity | None, draft: Draft) -> bool:
    """What follows the object: "with a quantity", "for 14 days"; a place or a purpose is not understood."""
    while not cursor.done:
        if cursor.take("with", "by giving", "by entering", "giving", "stating"):
            for item in fields.items(cursor.rest):
                param = effects.read_param(item, draft)
                if param is None:
                    return False
                action.params.append(param)
            return True
        if cursor.take("for up to", "for at most", "for a maximum of", "for"):
            if not _days(cursor, action, draft):
                return False
            continue
        if cursor.take("up to", "at most"):
            return _limit(cursor, action, draft)
        return False
    return True


def _days(cursor: Cursor, action: Action, draft: Draft) -> bool:
    token = cursor.here
    if token is None:
        return False
    count = int(float(token.text)) if token.kind == "number" else vocabulary.number(token.low)
    cursor.i += 1
    unit = cursor.take(*DAYS)
    event = draft.events.get((action.entity or "", action.name))
    if count is None or not unit or event is None:
        return False
    draft.due_days[event[1]] = count * {"d": 1, "w": 7, "m": 30}[unit[0]]
    return True


def _tail(tokens: tuple[Token, ...], action: Action, entity: Entity | None, draft: Draft) -> bool:
    tokens, options = _action_options(tokens)
    _set_action_options(action, options)
    if not tokens:
        return True
    cursor = Cursor(tokens)
    cursor.take(",", "but", "with")
    if cursor.take(*AMOUNT):
        return _limit(cursor, action, draft)
    negative = cursor.take("unless")
    if negative or cursor.take(
        *ONLY_IF,
    ):
        expr = expressions.read(cursor.rest, entity, draft, effects.parameters(action))
        if expr is None:
            return False
        action.preconditions.append(Precondition(expr=f"not ({expr})" if negative else expr))
        return True
    return False


def _limit(cursor: Cursor, action: Action, draft: Draft) -> bool:
    """ "at most 5 at a time": a limit on the records that the action makes, for each person."""
    token = cursor.here
    if token is None:
        return False
    count = token.text if token.kind == "number" else str(vocabulary.number(token.low) or "")
    cursor.i += 1
    draft.read_entity(cursor)
    at_once = cursor.take(*AT_ONCE)
    event = draft.events.get((action.entity or "", action.name))
    if not count or event is None or not cursor.done:
        return False
    made = draft.entity(event[1])
    assert made is not None
    profiles = {r.entity for r in draft.plan.roles if r.entity and r.name in action.roles}
    link = next((r.name for r in made.relations if r.target in profiles), "")
    rule = vocabulary.event(event[0])
    where = f"{rule.ended} is None" if at_once and rule and rule.ended else None
    if where and rule:
        draft.said.add(f"ended:{made.name}")
    limit = Constraint(name=f"limit_per_{link}", kind="limit", per=[link], expr=count, where=where)
    draft.put("constraint", made.name, limit.name, limit, made.constraints)
    return bool(link)


# Passive


LATER = phrases("abilities", "later")


def _passive(head: Sequence[Token], cursor: Cursor, draft: Draft, clause: Clause) -> bool:
    """ "A Book can be borrowed by Members", "Orders can be draft, paid or shipped"."""
    only = cursor.take("only")
    subject = Cursor(head)
    entity = draft.read_entity(subject, last=True)
    if entity is None:
        return False
    only = cursor.take("only") or ("only" if "only" in clause.lows[:6] else only)
    done = cursor.until("by")
    values = [words_of(p) for p in split(done, ",", "or", "and") if p]
    if (
        not values
        or not all(values)
        or head[0].low == "deleted"
        or "twice" in clause.lows
        or any(v[0] in LATER for v in values)
    ):
        return False
    agents: list[str] = []
    everybody = True
    if cursor.take("by"):
        found, everybody = _roles(cursor.until("if", "when", "unless", ","), draft)
        agents = found or []
        if found is None:
            return False
    elif len(values) > 1:
        return _values_of_status(entity, done, draft)
    ability = Ability(agents, bool(only), False, False, everybody, cursor.rest)
    return all([_done_to(value, entity, ability, draft, clause) for value in values])


def _done_to(words: list[str], entity: Entity, ability: Ability, draft: Draft, clause: Clause) -> bool:
    verb = vocabulary.verb_of_participle("_".join(words))
    if not verb:
        return False
    phrase = VerbPhrase(verb.split("_"), clause.tokens, entity)
    return _one(phrase, ability, draft, clause)


def _values_of_status(entity: Entity, tokens: Sequence[Token], draft: Draft) -> bool:
    name = next(
        (f.name for f in entity.fields if f.type == "enum" and f.name in ("status", "state", "stage")), "status"
    )
    known = draft.field(entity.name, name) or draft.add_field(entity, Field(name=name, type="enum"))
    draft.cite(known)
    for part in split(tokens, ",", "or", "and"):
        value = modifiers.choice(part)
        if all(c.value != value.value for c in known.enum):
            known.enum.append(Choice(value=value.value, label=value.label))
    return True


# Imperatives and due dates

NOT_ACTIONS = frozenset(phrases("abilities", "not_actions"))


def read_imperative(clause: Clause, draft: Draft) -> bool:
    """ "Start a Book, finish a Book."; "Add, edit and delete Books." """
    first = clause.tokens[0]
    if first.kind != "word" or first.low in NOT_ACTIONS or draft.read_entity(Cursor(clause.tokens)) is not None:
        return False
    if {"is", "are", "has", "must", "will", "belongs", ":", "="} & set(clause.lows) or first.low.endswith("ing"):
        return False
    tail, body = _tails(clause.tokens)
    phrases = verb_phrases(body, draft)
    if not phrases or any(p.entity is None or len(p.verb) > 2 for p in phrases):
        return False
    ability = Ability([], False, False, False, True, ())
    del tail
    return all([_one(p, ability, draft, clause) for p in phrases])


def read_due(clause: Clause, draft: Draft) -> bool:
    """ "A Loan is due after 14 days.", "Loans last 14 days.", "Books must be returned within 14 days." """
    cursor = Cursor(clause.tokens)
    entity = draft.read_entity(cursor)
    if entity is None or not cursor.take(
        *IS_DUE_AFTER,
    ):  # fmt: skip
        return False
    token = cursor.here
    count = (
        None if token is None else int(float(token.text)) if token.kind == "number" else vocabulary.number(token.low)
    )
    cursor.i += 1
    unit = cursor.take(*DAYS)
    events = {made for _, made in draft.events.values()}
    target = (
        entity.name
        if entity.name in events
        else next((made for (thing, _), (_, made) in draft.events.items() if thing == entity.name), "")
    )
    if count is None or not unit or not target or not cursor.done:
        return False
    draft.due_days[target] = count * {"d": 1, "w": 7, "m": 30}[unit[0]]
    made = draft.entity(target)
    if made is not None:
        draft.cite(made)
    return True


SHAPES = (
    Shape("events", 1, foresee, "Members can borrow a Book and return it."),
    Shape("roles", 1, read_roles, "There is a role librarian."),
    Shape("abilities", 2, read, "A Member can borrow a Book, at most 5 at a time."),
    Shape("imperatives", 2, read_imperative, "Start a Repair, finish a Repair."),
    Shape("due dates", 3, read_due, "A Loan is due after 14 days."),
)
