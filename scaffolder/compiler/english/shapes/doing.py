"""Actions: what people do to a thing beside creating, reading, changing and deleting it.

REST := [as VALUE] [with FIELD, …] [for N days] [, at most N at a time] [only if EXPR] [(OPTION, …)]
OPTION := labelled "TEXT" | saying "TEXT" | after confirmation | for the whole list | for the application | for one row
A THING is due after N days.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scaffolder import naming
from scaffolder.compiler.english import deadlines, expressions, statements, vocabulary
from scaffolder.compiler.english.claims import Denied, Owned
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import conditions, quotas
from scaffolder.compiler.english.shapes.circumstances import after
from scaffolder.compiler.english.shapes.makers import Ability, closed_event, event, makers
from scaffolder.compiler.english.shapes.pieces import AMOUNT
from scaffolder.compiler.english.shapes.verbs import VerbPhrase, has_particle
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import (
    Action,
    Entity,
    Precondition,
)

OPTION_LEADS = phrases("abilities", "option_leads")
CONDITIONS = phrases("abilities", "conditions")
PUTS = ("put", "place", "move", "switch", "turn", "bring", "set")  # "put a Task on hold"
NO_VERBS = frozenset(phrases("abilities", "no_verbs"))
PREPOSITIONS = phrases("abilities", "prepositions")
NO_OBJECTS = frozenset({"details", "detail", "information", "data", "info", "alerts", "notifications", "access"})
NO_VERB_ENDINGS = ("ing", "ive", "able", "ible", "ous", "ful", "ly", "less", "ness", "tion", "ity")


def add_act(phrase: VerbPhrase, ability: Ability, draft: Draft, clause: Clause) -> bool:
    rest, options = _action_options(phrase.rest)
    verb = (
        [w for w in phrase.verb if w not in ("in", "to", "for")]
        if len(phrase.verb) > 1 and not has_particle(phrase.verb)
        else phrase.verb
    )
    if phrase.adjectives:
        verb = [*phrase.verb, *phrase.adjectives]
    if not draft.strict and not phrase.exact and not is_deed_name(verb, phrase, draft):
        return False
    verb, kind = _of_kind(verb, phrase, draft)
    name = phrase.exact or "_".join(verb)
    cursor = Cursor(rest)
    name = phrase.exact or _as_state(cursor, name, phrase.entity)
    cursor = Cursor(cursor.rest)
    particle = (
        cursor.take(*vocabulary.table("particles", "words"))
        if not cursor.at("in a", "on a", "in the", "on the")
        else ""
    )
    name = f"{name}_{particle}" if particle and not phrase.exact else name
    entity = phrase.entity
    if ability.negative:
        plain = cursor.done and not ability.tail and not ability.deadline and not kind
        known = draft.action(entity.name, name) if entity and plain and phrase.own else None
        if known is not None:  # "Clerks cannot approve their own Claims"
            draft.owned.append(Owned(known, tuple(ability.roles), draft.rid, others=True))
            draft.cite(known)
            return True
        return bool(plain and entity and not phrase.own) and _deny(name, entity, ability, draft)
    closed = closed_event(name, entity, ability, draft) if entity and not phrase.exact and not draft.strict else None
    entity = closed or entity
    made = Action(name=name, entity=entity.name if entity else None, scope="instance" if entity else "app")
    if phrase.all and not draft.strict:
        made.scope = "collection"
    new = draft.action(made.entity, made.name) is None
    action = draft.add_action(made)
    _set_action_options(action, options)
    action.roles += [r for r in ability.roles or makers(name, entity, draft) if r not in action.roles]
    if ability.only:
        draft.said.add(f"only:{made.entity}:{name}")
    if not phrase.exact and entity and not closed:
        event(phrase, action, entity, ability, draft)
    if entity and not draft.strict and (phrase.own or ability.own_only or ability.owner):
        draft.owned.append(Owned(action, tuple(ability.roles), draft.rid))
    for needed in (kind if phrase.entity is entity else "", ability.rows):
        if needed:
            _permit(action, needed)
    if ability.deadline and entity:
        _in_time(ability.deadline, action, entity, draft)
    limited = not ability.most or quotas.per_thing(action, ability.most, draft)
    if limited and after(cursor, action, entity, draft) and _tail(ability.tail, action, entity, draft):
        return True
    if new and not draft.strict and not cursor.at(*PREPOSITIONS) and not cursor.done:
        _withdraw(action, draft)  # the object is not where we thought: nothing that was read of it can be trusted
    return False


def _permit(action: Action, expr: str) -> None:
    """What is possible in one state and, as another sentence says, in another, is possible in either."""
    said = statements.values_of(expr)
    expr = statements.one_of(*said) if said else expr
    for known in action.preconditions if said else []:
        before = statements.values_of(known.expr)
        if said and before and before[0] == said[0]:
            known.expr = statements.one_of(said[0], [*before[1], *said[1]])
            return
    action.preconditions.append(Precondition(expr=expr))


def _is_count(word: str) -> bool:
    return vocabulary.number(word) is not None or word.isdigit()


def _deny(name: str, entity: Entity | None, ability: Ability, draft: Draft) -> bool:
    """ "Boarders cannot settle Stays": whoever may is said elsewhere, and these may not."""
    if entity is None or not ability.roles:
        return False
    draft.denied.append(Denied(name, entity.name, tuple(ability.roles), draft.rid))
    draft.cite(entity)
    return True


def is_deed_name(verb: Sequence[str], phrase: VerbPhrase, draft: Draft) -> bool:
    """Whether the words before a thing can be what is done to it: no people, no other object, no state of it."""
    entity = phrase.entity
    if has_particle(verb):
        return True
    field = draft.member(entity.name, verb[1:]) if entity and verb[1:] else ""
    if (
        verb[-1] == "of"
        or verb[0] in NO_VERBS
        and list(verb) not in (["like"], ["dislike"])  # behind "can" they are done
        or naming.singular(verb[0]) != verb[0]
        and not vocabulary.is_verb(verb[0])  # "with steps and search them": no verb
        or phrase.noun
        and not field
        or draft.role_of(verb[:1])
        or naming.singular(verb[0]) != verb[0]
        and draft.name_of(verb[:1])  # "record dives and swims near a Reef": things, not what is done
        or entity
        and draft.name_of(verb) == entity.name
    ):
        return False
    known = vocabulary.is_verb(verb[0]) or vocabulary.event(" ".join(phrase.verb)) is not None
    if verb[0].endswith(NO_VERB_ENDINGS) and not known:
        return False  # "interesting trivia questions"
    if NO_OBJECTS & set(verb[1:]):
        return False  # "enter details for schedules"
    if len(verb) > 2 and any(naming.singular(w) != w for w in verb[1:]):
        return False  # "participate in discussions about": another object
    if verb[0].endswith("ed") and entity and conditions.standing(verb[:1], entity):
        return False
    kind = bool(entity and conditions.standing(verb[1:], entity))
    strange = (w in DETERMINERS or bool(draft.role_of([w])) or w.endswith("ed") or _is_count(w) for w in verb[1:])
    return kind or not any(strange)


def _of_kind(verb: list[str], phrase: VerbPhrase, draft: Draft) -> tuple[list[str], str]:
    """ "approve a pending Request": the verb, and the condition of the rows that it is for."""
    if phrase.entity is None or phrase.exact or draft.strict or has_particle(verb):
        return verb, ""
    if verb[0] in ("start", "begin", "stop", "finish") and verb[1:2] and verb[1].endswith("ing"):
        return verb, ""  # "start boarding a Crossing" leads to that state
    kinds = ((size, conditions.standing(verb[size:], phrase.entity)) for size in range(1, len(verb)))
    return next(((verb[:size], kind) for size, kind in kinds if kind), (verb, ""))


def _in_time(tokens: Sequence[Token], action: Action, entity: Entity, draft: Draft) -> None:
    expr = deadlines.deadline(tokens, entity, draft)
    if expr is None:
        draft.not_understood(tokens)
        return
    words = spelled([t for t in tokens if t.low not in ("only", "but")])
    action.preconditions.append(Precondition(expr=expr, message=f"It is only possible {words}."))


def _withdraw(action: Action, draft: Draft) -> None:
    draft.plan.actions.remove(action)
    draft.forget("action", action.entity or "", action.name)
    draft.events.pop((action.entity or "", action.name), None)


def _as_state(cursor: Cursor, name: str, entity: Entity | None) -> str:
    """ "mark … as paid" -> mark_paid; "report … as broken" -> report_broken where that is a value."""
    values = {c.value for f in entity.fields for c in f.enum} if entity else set()
    if name in PUTS:
        words = words_of(cursor.rest)
        state = next((s for s in (words, words[1:]) if "_".join(s) in values), [])
        cursor.i += len(words) if state else 0
        name = "_".join(["mark", *state]) if state else name
    leads = name in ("mark", "set", "flag", "declare", "move", "label", "change")
    told = cursor.at("as") and "_".join(words_of(cursor.tokens[cursor.i + 1 :])) in values
    if not (leads or told) or not cursor.take("as", "to"):
        return name
    value = _value_at(cursor, values)
    words = value or words_of(cursor.until("with", "for", "if", "when", "at", "by", "once", "after"))
    return "_".join([name, *words]) if words else name


def _value_at(cursor: Cursor, values: Collection[str]) -> list[str]:
    """The words of the longest value that is named here: "waiting for parts"."""
    for end in range(len(cursor.tokens), cursor.i, -1):
        words = words_of(cursor.tokens[cursor.i : end])
        if "_".join(words) in values:
            cursor.i = end
            return words
    return []


def _action_options(rest: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    if rest and rest[-1].text == ")":
        start = max((i for i, t in enumerate(rest) if t.text == "("), default=0)
        if Cursor(rest[start + 1 : -1]).at(*OPTION_LEADS):
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


def _tail(tokens: tuple[Token, ...], action: Action, entity: Entity | None, draft: Draft) -> bool:
    tokens, options = _action_options(tokens)
    _set_action_options(action, options)
    if not tokens:
        return True
    cursor = Cursor(tokens)
    cursor.take(",", "but", "with")
    if cursor.take(*AMOUNT):
        return quotas.limit(cursor, action, draft)
    negative = cursor.take("unless")
    if negative or cursor.take(*CONDITIONS):
        if quotas.while_room(cursor.rest, bool(negative), action, entity, draft):
            return True
        expr = expressions.read_asking(cursor.rest, entity, draft, action.params)
        if expr is None:
            draft.not_understood(cursor.rest)
            return True
        if negative or draft.strict:
            action.preconditions.append(Precondition(expr=f"not ({expr})" if negative else expr))
        else:
            _permit(action, expr)
        return True
    return False
