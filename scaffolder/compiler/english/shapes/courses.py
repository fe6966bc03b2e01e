"""The states that a thing runs through, one after another.

COURSE := THINGS go|move|change … from VALUE to VALUE {[and then] to VALUE}
        | THINGS are VALUE, then VALUE {, then VALUE} | A THING starts as VALUE, then becomes VALUE {and finally VALUE}
Each step is an action, called after the state that it leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from scaffolder.compiler.english import arrows, literals, vocabulary
from scaffolder.compiler.english.denials import words_at
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape, actions, states
from scaffolder.compiler.english.shapes.subjects import ARROWS
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, entity_words, one
from scaffolder.plan import Entity, Field

MAY_BE = phrases("courses", "may_be")
GOES = phrases("courses", "goes")
THEN = phrases("courses", "then")
NO_VALUES = (*phrases("rules", "no_values"), *phrases("courses", "no_values"))
WHOSE = (
    "transitions of",
    "states of",
    "lifecycle of",
    "workflow of",
    "status of",
    "flow of",
    "transitions for",
    "workflow for",
)
STATUS = ("'s status", "'s state", "'s stage", "status", "state", "stage")


def declare(clause: Clause, draft: Draft) -> bool:
    """The states are values of the status before anybody speaks of them; "Talks are submitted, accepted or rejected"
    says no more than that."""
    course = _course(clause, draft)
    if course is not None:
        _declared(course[0], _values(course[1]), draft)
        return False
    cursor = Cursor(clause.tokens)
    entity = _whose(cursor, draft)
    if entity is None or draft.strict or not cursor.take(*MAY_BE, "is either", "are either", "is", "are"):
        return False
    parts = split(cursor.rest, ",", "or")
    plain = len(parts) > 2 and all(0 < len(p) <= 2 and words_of(p) for p in parts)
    if not plain or "or" not in clause.lows or cursor.at(*NO_VALUES):
        return False
    draft.cite(entity)
    draft.cite(_declared(entity, [literals.choice(p).value for p in parts], draft))
    return True


def read(clause: Clause, draft: Draft) -> bool:
    if steps := _named_steps(clause, draft):
        return all([actions.read(step, draft) for step in steps])
    course = _course(clause, draft)
    return course is not None and _make(*course, draft, clause)


def _named_steps(clause: Clause, draft: Draft) -> list[Clause]:
    """ "checking in: booked -> arrived", "Actions: send (draft -> sent), pay (sent -> paid)": the name of each step."""
    found: list[Clause] = []
    for part in split(clause.tokens, ",", ";"):
        step = Cursor(part)
        while step.next(*ARROWS) > step.find(":") >= 0 and Cursor(part[step.find(":") + 1 :]).find(":", "(") > 0:
            step.until(":")
            step.take(":")
        words = words_of(step.until(":", "("))
        runs = arrows.chains(tuple(t for t in step.rest if t.text not in ("(", ")", ":")))
        entity = _with_states([v for run in runs for v in run], draft)
        if not runs or entity is None or len(words) not in (1, 2) or not _is_deed(words[0]):
            return []
        doing = words[0] if words[0].endswith("ing") else vocabulary.gerund(words[0])
        deed = " ".join([doing, one(entity.name), *words[1:]])
        for before, after in (pair for run in runs for pair in pairwise(run)):
            told = f"{deed} changes the status from `{_value(before)}` to `{_value(after)}`"
            found.append(Clause(clause.rid, words_at(told, clause.start), said=clause.written))
    return found


def _is_deed(word: str) -> bool:
    return bool(vocabulary.verb_of_gerund(word)) or vocabulary.is_verb(word)


def _value(state: tuple[Token, ...]) -> str:
    return literals.choice(state).value


def _with_states(states: list[tuple[Token, ...]], draft: Draft) -> Entity | None:
    """The only thing whose status may be each of these."""
    wanted = {_value(s) for s in states}
    having = [e for e in draft.plan.entities if any(wanted <= {c.value for c in f.enum} for f in e.fields)]
    return having[0] if len(having) == 1 else None


def _course(clause: Clause, draft: Draft) -> tuple[Entity, list[list[str]]] | None:
    """Whose states, and the runs of states in their order."""
    cursor = Cursor(clause.tokens)
    entity = _whose(cursor, draft)
    if entity is None or draft.strict:
        return None
    runs = arrows.chains(cursor.rest) or [_states(cursor)]
    plain = all(
        len(run) > 1 and all(0 < len(s) <= 3 and words_of(s) and s[0].low not in DETERMINERS for s in run)
        for run in runs
    )
    return (entity, [[literals.choice(s).value for s in run] for run in runs]) if plain else None


def _values(runs: list[list[str]]) -> list[str]:
    return list(dict.fromkeys(value for run in runs for value in run))


def _whose(cursor: Cursor, draft: Draft) -> Entity | None:
    """Whose status is spoken of; what was spoken of, where only the status is named."""
    if cursor.take(*WHOSE):
        entity = draft.read_entity(cursor)
        cursor.take(":")
        return entity
    if cursor.take("the status of", "the state of", "the stage of"):
        return draft.read_entity(cursor)
    if cursor.take("the status", "its status", "status", "the state", "its state", "the stage", "its stage"):
        cursor.take(":")
        return draft.entity(draft.subject)
    entity = draft.read_entity(cursor)
    if cursor.take(*STATUS):
        cursor.take(":")
    return entity


def _declared(entity: Entity, values: list[str], draft: Draft) -> Field:
    """The field that has these values."""
    name = states.state_field(entity, values[0], draft)
    known = draft.field(entity.name, name) or draft.add_field(entity, Field(name=name, type="enum"))
    for value in values:
        states.add_state(entity, name, value, draft)
    return known


def _states(cursor: Cursor) -> list[tuple[Token, ...]]:
    if cursor.take(*GOES):
        cursor.take("from")
        return _cut(cursor.rest, "to", *THEN)
    if cursor.take("starts as", "start as", "begins as", "begin as", "is first", "are first", "is", "are"):
        told = cursor.rest
        return _cut(told, *THEN) if Cursor(told).find(*THEN) >= 0 else []
    return _cut(cursor.rest, *ARROWS) if cursor.find(*ARROWS) >= 0 else []


def _cut(tokens: Sequence[Token], *joints: str) -> list[tuple[Token, ...]]:
    cursor, found = Cursor(tokens), list[tuple[Token, ...]]()
    while not cursor.done:
        part = cursor.until(*joints, ",", "and")
        found += [p for p in split(part, "and", ",") if p]
        while cursor.take(*joints, ",", "and"):
            pass
    return found


def _make(entity: Entity, runs: list[list[str]], draft: Draft, clause: Clause) -> bool:
    values = _values(runs)
    verbs = {value: _verb(value, entity, draft) or f"mark_{value}" for value in values[1:]}
    name = _declared(entity, values, draft).name
    if not any(m.entity == entity.name and m.field == name for m in draft.plan.state_machines):
        states.state_machine(entity, name, values[0], draft).initial = values[0]
    steps = dict.fromkeys(step for run in runs for step in pairwise(run))
    return all(
        [_step(verbs.get(b) or _verb(b, entity, draft) or f"mark_{b}", a, b, entity, draft, clause) for a, b in steps]
    )


def _verb(value: str, entity: Entity, draft: Draft) -> str:
    """What leads to a state: an action of the thing that does, else the verb of its name, else one that often does."""
    named = vocabulary.verb_leading_to(value)
    known = [a.name for a in draft.plan.actions if a.entity == entity.name]
    leading = [n for n in known if value in vocabulary.results(n) and not vocabulary.is_in("states", "back", n)]
    return named if named in known or not leading else leading[0]


def _step(verb: str, before: str, after: str, entity: Entity, draft: Draft, clause: Clause) -> bool:
    first, _, more = verb.partition("_")
    thing, rest = f"a {entity_words(entity.name)}", more.replace("_", " ")
    deed = f"{thing} as {rest}" if first == "mark" else f"{rest} {thing}"
    told = f"{vocabulary.gerund(first)} {deed} changes the status from"
    tokens = words_at(f"{told} `{before}` to `{after}`", clause.start)
    return actions.read(Clause(clause.rid, tokens, said=clause.written), draft)


SHAPES = (
    Shape("states", 1, declare, "Repairs are received, done or lost."),
    Shape("courses", 3, read, "Repairs go from received to in progress to done."),
)
