"""Who there is, and what they may do.

ROLE    := There is a role NAME [(ROLE OPTION, …)] | There are N roles: NAME, NAME … | Roles: NAME, NAME …
ROLE OPTION := admin | without login | may sign up | profile THING | labelled "TEXT" | described as "TEXT"
ABILITY := [Only] ROLES can|may|cannot VERB PHRASE {and VERB PHRASE} | It is possible to VERB PHRASE
        | Only the owner of a THING can VERB it | ROLES can do everything [except VERB THINGS]
        | Anyone can register as a ROLE
VERB PHRASE := create|read|update|delete|import|export|manage ROWS (see `granting`)
        | VERB a THING [as VALUE] [with FIELD, …] [for N days] [, at most N at a time] [only if EXPR] [(OPTION, …)]
ACTION OPTION := labelled "TEXT" | saying "TEXT" | after confirmation | for the whole list | for the application
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import deadlines, present, tails, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import (
    Shape,
    actors,
    agents,
    conditions,
    foreseen,
    granting,
    leniently,
    makers,
    overlaps,
    row_parts,
)
from scaffolder.compiler.english.shapes.circumstances import read_due
from scaffolder.compiler.english.shapes.doing import add_act
from scaffolder.compiler.english.shapes.granting import MINE
from scaffolder.compiler.english.shapes.makers import Ability
from scaffolder.compiler.english.shapes.once import is_once
from scaffolder.compiler.english.shapes.pieces import AMOUNT, amount_out, tails_of
from scaffolder.compiler.english.shapes.qualities import MEASURES
from scaffolder.compiler.english.shapes.roles import read_heirs, read_roles
from scaffolder.compiler.english.shapes.verbless import (
    SIGNUP,
    UNSURE,
    adds_field,
    ask,
    everything_but,
    seen,
    signup,
    without_object,
)
from scaffolder.compiler.english.shapes.verbs import OWN, VerbPhrase, verb_phrases
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import Entity

CAN = phrases("abilities", "can")
CANNOT = phrases("abilities", "cannot")
# Where a second ability of the same subject begins.
TURNS = tuple(
    f"{joint}{modal}"
    for joint in (", but ", "but ", ", and ", "and ", ", ")
    for modal in (*CANNOT, *CAN, "can only", "may only", *(("not", "only") if "but" in joint else ()))
)
EVERYONE = phrases("abilities", "everyone")
CREATES = tuple(v for v in vocabulary.table("operations", "create")) + ("manage",)
AMOUNTS = (*AMOUNT, *(f"{lead} {a}" for lead in (",", "but", "but with", "with") for a in AMOUNT), "for")
Part = tuple[tuple[Token, ...], Ability]


NOBODY = ("nobody", "no one", "no-one", "no user", "no role")
NOBODY_BUT = tuple(f"{who} {but}" for who in NOBODY for but in ("but", "except", "other than"))


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    if cursor.take("it is possible to", "it must be possible to", "it should be possible to", "one can", "you can"):
        return _phrases(cursor, EVERYBODY, draft, clause)[0]
    only = bool(cursor.take("only", "as", "just", *NOBODY_BUT) in ("only", *NOBODY_BUT))
    nobody = bool(cursor.at(*NOBODY))
    most = "" if draft.strict else _most(cursor)
    head = cursor.until(*CAN, *CANNOT)
    if cursor.done or not head or most and cursor.at(*CANNOT):
        return False
    negative = bool(cursor.take(*CANNOT))
    if not negative:
        cursor.take(*CAN)
    if cursor.take("not"):
        negative = True
    if cursor.at("overlap", "have", "never overlap", "exceed", "differ", "come", "lie", *MEASURES) or is_once(
        clause.tokens
    ):
        return False
    if not draft.strict and overlaps.is_one_at_a_time(clause.tokens, draft):
        return False
    if cursor.at("be", "only be", "always be", "never be") or agents.is_thing(head, draft):
        return False
    only = only or head[0].low == "only"
    owned = agents.read_owner(head, draft) if not draft.strict else None
    maker = draft.read_role(Cursor(head)) if owned else None
    everyone = ([maker.name] if maker else [], True)
    mine = _each_their_own(head, cursor.rest)
    roles, everybody = everyone if nobody or owned or mine else agents.read_roles(head, draft)
    if roles is None:
        return False
    if owned is not None:
        draft.subject = owned.name
        only = False  # the rights of all are bound to their own rows: nobody is left who could be shut out
    ability = Ability(
        roles, only, negative or nobody, False, everybody, (), owner=owned is not None, most=most,
        who=everybody and not nobody,
    )  # fmt: skip
    deeds = cursor.rest[:-1] if cursor.rest and cursor.rest[-1].low == "only" else cursor.rest
    parts = _with_objects(predicates(deeds, ability), draft)
    understood, last = [], draft.entity(draft.subject)
    for tokens, said in parts:
        done, last = _phrases(Cursor(tokens), said, draft, clause, last)
        understood.append(done)
    draft.subject = last.name if last else draft.subject
    return any(understood)


def _each_their_own(head: Sequence[Token], rest: Sequence[Token]) -> bool:
    """ "Everyone can edit their own Posts": whose they are is known of those who log in, and of nobody else."""
    return " ".join(words_of(head)) in EVERYONE and any(Cursor(rest[n:]).at(*OWN, *MINE) for n in range(len(rest)))


def _most(cursor: Cursor) -> str:
    """The number in "At most 80 musicians can …"."""
    mark = cursor.i
    lead, token = cursor.take(*AMOUNT), cursor.here
    count = (
        None if not lead or token is None else token.text if token.kind == "number" else vocabulary.number(token.low)
    )
    cursor.i = mark if count is None else cursor.i + 1
    return "" if count is None else str(count)


def predicates(tokens: Sequence[Token], first: Ability) -> list[Part]:
    """ "record Visits but cannot delete them": the parts of what is said of a subject, each allowed or not."""
    cursor = Cursor(tokens)
    parts = [(cursor.until(*TURNS), first)]
    while turn := cursor.take(*TURNS):
        bare = turn.removeprefix(", ").removeprefix("but ").removeprefix("and ")
        negative = bare in CANNOT or bare == "not"
        limited = "only" in bare.split()
        parts.append((cursor.until(*TURNS), replace(first, only=False, negative=negative, own_only=limited)))
    return parts


def _with_objects(parts: Sequence[Part], draft: Draft) -> list[Part]:
    """ "view but not edit Stays": a verb alone has the object of the next one."""
    found = list(reversed(parts[-1:]))
    for tokens, ability in reversed(parts[:-1]):
        following = found[-1][0]
        verbs = verb_phrases(following, draft)
        alone = 0 < len(tokens) <= 3 and all(
            vocabulary.operation(w) for w in words_of(tokens) if w not in ("and", "or")
        )
        shared = alone and len(verbs) == 1 and verbs[0].entity is not None and len(verbs[0].verb) == 1
        found.append(((*tokens, *following[1:]) if shared else tokens, ability))
    return found[::-1]


EVERYBODY = Ability([], False, False, False, True, ())


def _phrases(
    cursor: Cursor, ability: Ability, draft: Draft, clause: Clause, last: Entity | None = None
) -> tuple[bool, Entity | None]:
    """Whether anything of it is understood, and what it speaks of at its end."""
    limited = cursor.take("only") or ability.own_only or (_has(clause, "only") and clause.tokens[0].low != "only")
    own_only = bool(limited) and any(cursor.find(o) >= 0 for o in OWN)
    done, limit = deadlines.deadline_of(cursor.rest) if not draft.strict else (cursor.rest, ())
    rest, amount = amount_out(done)
    tail, body = tails_of(rest)
    tail = tail or amount
    phrases = verb_phrases(body, draft, last)
    own_only = own_only and not any(p.own for p in phrases)
    understood = False
    for phrase in phrases:
        mine = tail if phrase in _under(tail, phrases) else ()
        in_time = limit if phrase.group == phrases[-1].group else ()
        said = replace(ability, own_only=own_only, tail=mine, deadline=in_time)
        if do_one(phrase, said, draft, clause) or leniently.read(
            phrase, said, draft, lambda plain, bare: do_one(plain, bare, draft, clause)
        ):
            understood = True
        elif draft.strict or not tails.is_benefit(phrase.tokens):
            granting.leave_out(phrase, ability, draft)
            draft.partial.add(clause.rid)
            draft.find("A106", phrase.tokens, text=spelled(phrase.tokens))
    return understood, next((p.entity for p in reversed(phrases) if p.entity), last)


def _under(tail: Sequence[Token], phrases: Sequence[VerbPhrase]) -> list[VerbPhrase]:
    """The verbs that a tail speaks of: all of the last list; a number or length of time those that make a record."""
    together = [p for p in phrases if p.group == phrases[-1].group]
    if Cursor(tail).at(*AMOUNTS):
        return [p for p in together if vocabulary.event(" ".join(p.verb))] or together[-1:]
    return together


def _has(clause: Clause, word: str) -> bool:
    return word in clause.lows


def do_one(phrase: VerbPhrase, ability: Ability, draft: Draft, clause: Clause) -> bool:
    verb = " ".join(phrase.verb)
    if ability.most and vocabulary.event(verb) is None:
        return False
    if phrase.entity is not None and " ".join([*phrase.verb, *phrase.adjectives]) in [f"{s} as" for s in SIGNUP]:
        return signup(naming.snake(phrase.entity.name), ability, draft)
    said = {*phrase.verb, *phrase.adjectives}
    if verb in ("do everything except", "do everything but", "do everything except for"):
        return False
    if said & UNSURE and not phrase.exact and not draft.strict:
        return everything_but(phrase, ability, draft) if phrase.verb[:2] == ["do", "everything"] else False
    if phrase.entity is None:
        return without_object(_in_base(phrase), verb, ability, draft, clause)
    operation = "" if phrase.exact else vocabulary.operation(verb)
    if operation in ("read", "update") and (part := row_parts.part_of_row(phrase, draft, operation)):
        return granting.grant_part(phrase, operation, part, ability, draft)
    if operation == "create" and not draft.strict and (made := makers.record_of(verb, phrase.entity, draft)):
        return granting.grant(replace(phrase, entity=made, adjectives=[]), operation, ability, draft)
    if operation in ("create", "delete") and actors.is_deed(verb, phrase.entity, draft):
        operation = ""
    if not (operation or phrase.exact or draft.strict or vocabulary.event(verb)):
        operation = "create" if actors.begins(verb, phrase.entity, draft) else ""
    if operation == "read" and not draft.strict:
        return seen(phrase, verb, ability, draft, clause)
    if operation in ("import", "export") and phrase.rest:
        ask(phrase, ability, draft, clause)
        return granting.grant(replace(phrase, rest=()), operation, ability, draft)
    if operation == "create" and phrase.adjectives[-1:] in (["to"], ["for"]) and not draft.strict:
        return adds_field(phrase, ability, draft)
    if operation == "create" and phrase.adjectives and not conditions.standing(phrase.adjectives, phrase.entity):
        if len(phrase.adjectives) == 1 and leniently.is_adjective(phrase.adjectives[0]) and not draft.strict:
            return False
        operation = ""
    if operation and not _acts_like_event(phrase, operation):
        return granting.grant(phrase, operation, ability, draft)
    if not draft.strict and Cursor(phrase.rest).at(*granting.WHICH, "whose", *granting.THEIRS):
        rows = granting.rows_of(phrase.rest, phrase.entity, draft)
        if rows is None or rows.of or rows.others:
            return False
        phrase, ability = replace(phrase, rest=(), own=phrase.own or rows.own), replace(ability, rows=rows.where or "")
    return add_act(phrase, ability, draft, clause)


def _in_base(phrase: VerbPhrase) -> VerbPhrase:
    """ "can cancel a Stay and sees what is on": see."""
    base = present.base(phrase.verb[0]) if phrase.verb and not phrase.exact else ""
    if base in ("", *phrase.verb[:1]) or phrase.tokens[0].low != phrase.verb[0]:
        return phrase
    first = replace(phrase.tokens[0], text=base, low=base)
    return replace(phrase, verb=[base, *phrase.verb[1:]], tokens=(first, *phrase.tokens[1:]))


def _acts_like_event(phrase: VerbPhrase, operation: str) -> bool:
    return any(t.low == "as" for t in phrase.rest) and operation in ("update",)


NOT_ACTIONS = frozenset(phrases("abilities", "not_actions"))


def read_imperative(clause: Clause, draft: Draft) -> bool:
    """ "Start a Book, finish a Book."; "Add, edit and delete Books." """
    first = clause.tokens[0]
    if first.kind != "word" or first.low in NOT_ACTIONS or draft.read_entity(Cursor(clause.tokens)) is not None:
        return False
    if {"is", "are", "has", "can", "must", "will", "belongs", ":", "="} & set(clause.lows) or first.low.endswith("ing"):
        return False
    if naming.singular(first.low) != first.low and first.low not in present.verbs():
        return False  # "Participants answer Questions": somebody, and no verb
    named = 1 < len(clause.tokens) <= 3 and clause.tokens[1].low not in DETERMINERS
    if named and (clause.rid == "R1" or not clause.bullet) and not present.commands(first.low):
        return False  # "Seminar rooms", "Volunteer shifts": a name
    tail, body = tails_of(clause.tokens)
    phrases = verb_phrases(body, draft)
    if not phrases or any(p.entity is None or len(p.verb) > 2 for p in phrases):
        return False
    last = replace(EVERYBODY, tail=tail)
    return all([do_one(p, last if p in _under(tail, phrases) else EVERYBODY, draft, clause) for p in phrases])


SHAPES = (
    Shape("actors", 1, actors.mark, "Members can borrow a Book."),
    Shape("events", 1, foreseen.foresee, "Members can borrow a Book and return it."),
    Shape("roles", 1, read_roles, "There is a role librarian."),
    Shape("heirs", 2, read_heirs, "Chiefs can do everything that wardens can do."),
    Shape("abilities", 2, read, "A Member can borrow a Book, at most 5 at a time."),
    Shape("imperatives", 2, read_imperative, "Start a Repair, finish a Repair."),
    Shape("due dates", 3, read_due, "A Loan is due after 14 days."),
)
