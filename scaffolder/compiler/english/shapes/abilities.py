"""Who there is, and what they may do.

ROLE    := There is a role NAME [(ROLE OPTION, …)] | There are N roles: NAME, NAME … | Roles: NAME, NAME …
ROLE OPTION := admin | without login | may sign up | profile THING | labelled "TEXT" | described as "TEXT"
ABILITY := [Only] ROLES can|may|cannot VERB PHRASE {and VERB PHRASE} | It is possible to VERB PHRASE
        | A THING can be VERB-ed [by ROLES] | ROLES can do everything | Anyone can register as a ROLE
VERB PHRASE := create|read|update|delete|import|export|manage THINGS [where EXPR] | see [only] their own THINGS
        | VERB a THING [as VALUE] [with FIELD, …] [for N days] [, at most N at a time] [only if EXPR] [(OPTION, …)]
ACTION OPTION := labelled "TEXT" | saying "TEXT" | after confirmation | for the whole list | for the application
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scaffolder import naming
from scaffolder.compiler.english import expressions, fields, intervals, literals, paths, vocabulary
from scaffolder.compiler.english.draft import DETERMINERS, STOP, Draft, Grant, one, skip_determiners
from scaffolder.compiler.english.shapes import Shape, actors, things
from scaffolder.compiler.english.shapes.doing import CONDITIONS, Ability, add_act, read_due
from scaffolder.compiler.english.shapes.roles import ensure_role, read_roles
from scaffolder.compiler.english.shapes.verbs import (
    AMOUNT,
    OWN,
    VerbPhrase,
    amount_out,
    pieces_of,
    tails_of,
    verb_phrases,
)
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, split, tokenize, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import (
    Choice,
    Entity,
    Field,
    Operation,
    Permission,
    Relation,
)

BEFORE_ROLE = phrases("abilities", "before_role")


CAN = phrases("abilities", "can")


CANNOT = phrases("abilities", "cannot")
# Where a second ability of the same subject begins.
TURNS = tuple(
    f"{joint}{modal}"
    for joint in (", but ", "but ", ", and ", "and ", ", ")
    for modal in (*CANNOT, *CAN, "can only", "may only", *(("not", "only") if "but" in joint else ()))
)


CREATES = tuple(v for v in vocabulary.table("operations", "create")) + ("manage",)


OPERATIONS: dict[str, tuple[Operation, ...]] = {
    "manage": ("create", "read", "update", "delete"), "create": ("create",), "read": ("read",), "update": ("update",),
    "delete": ("delete",), "import": ("import",), "export": ("export",),
}  # fmt: skip


AMOUNTS = (*AMOUNT, *(f"{lead} {a}" for lead in (",", "but", "but with", "with") for a in AMOUNT), "for")
WITH = phrases("abilities", "with")
INTO = phrases("abilities", "into")
WHICH = phrases("abilities", "which")
MINE = phrases("abilities", "mine")
LOGIN = phrases("abilities", "login")


NOBODY = ("nobody", "no one", "no-one", "no user", "no role")
NOBODY_BUT = tuple(f"{who} {but}" for who in NOBODY for but in ("but", "except", "other than"))


SIGNUP = phrases("abilities", "signup")


def gather(clause: Clause, draft: Draft) -> bool:
    """ "… can create Shifts with a date and a place" declares what is created."""
    if draft.strict:
        return False
    cursor = Cursor(clause.tokens)
    cursor.until(*CAN)
    body = cursor.rest if cursor.take(*CAN) else clause.tokens if clause.bullet else ()
    for piece in pieces_of(cursor.rest if body is not clause.tokens else body):
        part = Cursor(piece)
        verb = part.take(*CREATES)
        named = part.until(*WITH) if verb else ()
        words = [w for w in words_of(named) if w not in DETERMINERS]
        told = part.take(*WITH) and part.at(*fields.ARTICLES)
        if told and words and len(words) <= 3 and not draft.name_of(words) and not set(words) & STOP:
            draft.declare([*words[:-1], naming.singular(words[-1])])
    return False


def foresee(clause: Clause, draft: Draft) -> bool:
    """The records that verbs make are things that other sentences may name: they are declared before these are read."""
    cursor = Cursor(clause.tokens)
    head = cursor.until(*CAN)
    if draft.strict or cursor.done or not head or not cursor.take(*CAN) or _is_thing(head, draft):
        return False
    for piece in pieces_of(amount_out(cursor.rest)[0]):
        for size in (1, 2, 3):
            event = vocabulary.event(" ".join(t.low for t in piece[:size]))
            thing = Cursor(piece[size:])
            entity = draft.read_entity(thing) if event else None
            if event and entity and naming.pascal(event.entity) != entity.name and head[0].low != "users":
                made = draft.declare([], naming.pascal(event.entity))
                draft.said.add(f"event:{made.name}")
                if not paths.to_parent(made, entity.name, draft, 1):
                    draft.add_relation(
                        made, Relation(name=naming.snake(entity.name), target=entity.name, required=True)
                    )
    return False


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    if cursor.take("it is possible to", "it must be possible to", "it should be possible to", "one can", "you can"):
        return _phrases(cursor, EVERYBODY, draft, clause)[0]
    only = bool(cursor.take("only", "as", "just", *NOBODY_BUT) in ("only", *NOBODY_BUT))
    nobody = bool(cursor.at(*NOBODY))
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
        return _passive(head, cursor, draft, clause) if cursor.take("be") and not negative else False
    only = only or head[0].low == "only"
    roles, everybody = ([], True) if nobody else _roles(head, draft)
    if roles is None:
        return False
    ability = Ability(roles, only, negative or nobody, False, everybody, ())
    parts = predicates(cursor.rest, ability)
    understood, last = [], draft.entity(draft.subject)
    for tokens, said in parts:
        done, last = _phrases(Cursor(tokens), said, draft, clause, last)
        understood.append(done)
    draft.subject = last.name if last else draft.subject
    return any(understood)


def predicates(tokens: Sequence[Token], first: Ability) -> list[tuple[tuple[Token, ...], Ability]]:
    """ "record Visits but cannot delete them": the parts of what is said of a subject, each allowed or not."""
    cursor = Cursor(tokens)
    parts = [(cursor.until(*TURNS), first)]
    while turn := cursor.take(*TURNS):
        bare = turn.removeprefix(", ").removeprefix("but ").removeprefix("and ")
        negative = bare in CANNOT or bare == "not"
        limited = "only" in bare.split()
        parts.append((cursor.until(*TURNS), replace(first, only=False, negative=negative, own_only=limited)))
    return parts


def _is_thing(head: Sequence[Token], draft: Draft) -> bool:
    """A subject that is a thing and no person: "A Screening can have …"."""
    cursor = Cursor(head)
    entity = draft.read_entity(cursor, last=True)
    if entity is None:
        return False
    words = naming.words(entity.name)
    person = vocabulary.is_in("roles", "persons", " ".join(words)) or vocabulary.is_in("roles", "persons", words[-1])
    return not person and not draft.role_of(words) and f"person:{entity.name}" not in draft.said


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
        cursor.take(*BEFORE_ROLE)
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
        if vocabulary.is_in("roles", "system", naming.singular(" ".join(words))) or not _may_be_people(words, draft):
            return None, False
        made = ensure_role(words, draft)
        if made is None:
            everybody = True
        else:
            found.append(made.name)
    return found, everybody


EVERYBODY = Ability([], False, False, False, True, ())


def _may_be_people(words: Sequence[str], draft: Draft) -> bool:
    """Not "recommend tools a neighbour", a command with a thing and somebody else in it."""
    if Cursor(tokenize(" ".join(words))).at(*AMOUNT) or any(w.isdigit() for w in words):
        return False
    inner = {*words[1:]} & DETERMINERS
    several = [w for w in words[:-1] if naming.singular(w) != w and draft.name_of([w])]
    return not inner and not several


def _phrases(
    cursor: Cursor, ability: Ability, draft: Draft, clause: Clause, last: Entity | None = None
) -> tuple[bool, Entity | None]:
    """Whether anything of it is understood, and what it speaks of at its end."""
    limited = cursor.take("only") or ability.own_only or (_has(clause, "only") and clause.tokens[0].low != "only")
    own_only = bool(limited) and any(cursor.find(o) >= 0 for o in OWN)
    done, limit = intervals.deadline_of(cursor.rest) if not draft.strict else (cursor.rest, ())
    rest, amount = amount_out(done)
    tail, body = tails_of(rest)
    tail = tail or amount
    phrases = verb_phrases(body, draft, last)
    ability = replace(ability, deadline=limit)
    understood = False
    for phrase in phrases:
        mine = tail if phrase in _under(tail, phrases) else ()
        if _one(phrase, replace(ability, own_only=own_only, tail=mine), draft, clause):
            understood = True
        else:
            _left_out(phrase, ability, draft)
            draft.partial.add(clause.rid)
            draft.find("A106", phrase.tokens, text=spelled(phrase.tokens))
    return understood, next((p.entity for p in reversed(phrases) if p.entity), last)


def _under(tail: Sequence[Token], phrases: Sequence[VerbPhrase]) -> list[VerbPhrase]:
    """The verbs that a tail speaks of: all of the last list; a number or length of time those that make a record."""
    together = [p for p in phrases if p.group == phrases[-1].group]
    if Cursor(tail).at(*AMOUNTS):
        return [p for p in together if vocabulary.event(" ".join(p.verb))] or together[-1:]
    return together


def _left_out(phrase: VerbPhrase, ability: Ability, draft: Draft) -> None:
    """What is said of a right cannot be read: nobody who is spoken of gets it from what is usual."""
    operation = vocabulary.operation(" ".join(phrase.verb))
    if phrase.entity is None or operation not in OPERATIONS or draft.strict:
        return
    for role in ability.roles or [""]:
        grant = Grant(role, phrase.entity.name, OPERATIONS[operation], draft.rid, allow=True, unclear=True)
        draft.grants.append(grant)


def _has(clause: Clause, word: str) -> bool:
    return word in clause.lows


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
    if operation in ("read", "update") and (part := _part_of_row(phrase, draft)):
        return _grant_of_part(phrase, operation, part, ability, draft)
    if operation in ("create", "delete") and (phrase.adjectives or actors.is_deed(verb, phrase.entity, draft)):
        operation = ""
    if operation and _of_their_own(phrase, draft):
        return _grant(replace(phrase, own=True, rest=()), operation, ability, draft)
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
    return add_act(phrase, ability, draft, clause)


def _of_their_own(phrase: VerbPhrase, draft: Draft) -> bool:
    """ "the Stays of their own Dogs", "Jobs assigned to them"."""
    rest = Cursor(phrase.rest)
    if rest.take("assigned to them", "that are assigned to them", "made by them", "created by them", "of their own"):
        return rest.done or draft.read_entity(rest, last=True) is not None
    return False


def _part_of_row(phrase: VerbPhrase, draft: Draft) -> str:
    """The field in "change the diagnosis of a Patient", "change a Patient's diagnosis"."""
    entity = phrase.entity.name if phrase.entity else ""
    if phrase.adjectives[-1:] == ["of"]:
        return draft.member(entity, phrase.adjectives[:-1])
    rest = Cursor(phrase.rest)
    return draft.member(entity, words_of(rest.rest)) if rest.take("'s", "'") and not phrase.adjectives else ""


def _grant_of_part(phrase: VerbPhrase, operation: str, part: str, ability: Ability, draft: Draft) -> bool:
    """A right holds for whole rows: who may change one field of a row may change the row."""
    done = {"read": "see", "update": "change"}[operation]
    thing = one(phrase.entity.name) if phrase.entity else ""
    draft.assume(f"Who may {done} the {part.replace('_', ' ')} of {thing} may {done} the rest of it too.")
    return _grant(replace(phrase, adjectives=[], rest=()), operation, ability, draft)


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
        return add_act(phrase, ability, draft, clause)
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
    if phrase.entity is None:
        return False
    rest = Cursor(phrase.rest)
    where, own = None, phrase.own or ability.own_only
    tail = Cursor(ability.tail)
    if tail.take(*WHICH) and not draft.strict and tail.take(*MINE) and tail.done:
        own = True
    elif (tail := Cursor(ability.tail)).take("where", "only if", "if", "as long as", "while"):
        where = expressions.read(tail.rest, phrase.entity, draft)
        if where is None:
            return False
    elif ability.tail:
        return False
    if ability.deadline:
        in_time = intervals.deadline(ability.deadline, phrase.entity, draft)
        if in_time is None:
            return False
        where = in_time if where is None else f"({where}) and {in_time}"
    operations = OPERATIONS[operation]
    if draft.strict:
        return _permission(phrase.entity, operation, where, ability, draft)
    if not rest.done and operation not in ("read", "import", "export") and not _said_beside(rest, phrase.entity, draft):
        return False
    for role in ability.roles or ([""] if ability.everybody else []):
        draft.grants.append(
            Grant(
                role,
                phrase.entity.name,
                operations,
                draft.rid,
                not ability.negative,
                ability.only,
                own,
                where,
            )
        )
    draft.cite(phrase.entity)
    return True


def _said_beside(rest: Cursor, entity: Entity, draft: Draft) -> bool:
    """What follows the thing that is made or changed: its fields ("with a date and a place"), or where it belongs."""
    if rest.take(*WITH):
        return things.read_fields(rest.rest, entity, draft)
    if not rest.take(*INTO):
        return False
    rest.take("the right", "a given", "any of", "one of", "the same", "a particular")
    target = draft.read_entity(rest)
    if target is None or not rest.done or target is entity:
        return False
    if not paths.to_parent(entity, target.name, draft) and not paths.to_parent(target, entity.name, draft):
        draft.add_relation(entity, Relation(name=naming.snake(target.name), target=target.name, required=True))
        draft.assume(f"{one(entity.name).capitalize()} belongs to {one(target.name)}.", entity.name)
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


LATER = phrases("abilities", "later")


def _passive(head: Sequence[Token], cursor: Cursor, draft: Draft, clause: Clause) -> bool:
    """ "A Book can be borrowed by Members", "Orders can be draft, paid or shipped"."""
    only = cursor.take("only")
    subject = Cursor(head)
    entity = draft.read_entity(subject, last=True)
    if entity is None:
        return False
    only = cursor.take("only") or ("only" if "only" in clause.lows[:6] else only)
    rest, limit = intervals.deadline_of(cursor.rest) if not draft.strict else (cursor.rest, ())
    cursor = Cursor(rest)
    done = cursor.until("by", *CONDITIONS)
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
    ability = Ability(agents, bool(only), False, False, everybody, cursor.rest, limit)
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
        value = literals.choice(part)
        if all(c.value != value.value for c in known.enum):
            known.enum.append(Choice(value=value.value, label=value.label))
    return True


NOT_ACTIONS = frozenset(phrases("abilities", "not_actions"))


def read_imperative(clause: Clause, draft: Draft) -> bool:
    """ "Start a Book, finish a Book."; "Add, edit and delete Books." """
    first = clause.tokens[0]
    if first.kind != "word" or first.low in NOT_ACTIONS or draft.read_entity(Cursor(clause.tokens)) is not None:
        return False
    if {"is", "are", "has", "must", "will", "belongs", ":", "="} & set(clause.lows) or first.low.endswith("ing"):
        return False
    tail, body = tails_of(clause.tokens)
    phrases = verb_phrases(body, draft)
    if not phrases or any(p.entity is None or len(p.verb) > 2 for p in phrases):
        return False
    last = replace(EVERYBODY, tail=tail)
    return all([_one(p, last if p in _under(tail, phrases) else EVERYBODY, draft, clause) for p in phrases])


SHAPES = (
    Shape("made things", 0, gather, "Organisers can create Shifts with a date and a place."),
    Shape("actors", 1, actors.mark, "Members can borrow a Book."),
    Shape("events", 1, foresee, "Members can borrow a Book and return it."),
    Shape("roles", 1, read_roles, "There is a role librarian."),
    Shape("abilities", 2, read, "A Member can borrow a Book, at most 5 at a time."),
    Shape("imperatives", 2, read_imperative, "Start a Repair, finish a Repair."),
    Shape("due dates", 3, read_due, "A Loan is due after 14 days."),
)
