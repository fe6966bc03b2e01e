"""State machines: where rows begin, which actions lead where, and from which states they do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a
from scaffolder.criteria.oracle import acting
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import Recipe, made
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics import actions
from scaffolder.plan import Action, Precondition, StateMachine, Transition
from scaffolder.plan.index import entity_plural


def attempts(facts: Facts) -> Attempts:
    for machine in facts.plan.state_machines:
        yield from _of_machine(facts, machine)


def named(machine: StateMachine) -> tuple[str, str]:
    """The field, and what moves it."""
    return f"{machine.entity}.{machine.field}", f"state:{machine.entity}.{machine.field}"


def _of_machine(facts: Facts, machine: StateMachine) -> Attempts:
    element, asked = named(machine), tuple(machine.satisfies)
    yield Attempt("initial", element, asked, partial(_initial, facts, machine))
    for t in machine.transitions:
        action = next((x for x in facts.index.actions(machine.entity) if x.name == t.action), None)
        if action is None:
            continue
        cited = tuple(dict.fromkeys([*action.satisfies, *machine.satisfies])) or asked
        write: Callable[[], Draft] = partial(_moved, facts, machine, action, cited)
        yield Attempt("transition", (*element, actions.named(action)), cited, write)
        if others(facts, machine, t):
            held: Callable[[], Draft] = partial(_held_back, facts, machine, action, cited)
            yield Attempt("transition", (*element, actions.named(action)), cited, held)


def others(facts: Facts, machine: StateMachine, transition: Transition) -> list[str]:
    """The states from which a transition does not lead."""
    field = facts.index.field(machine.entity, machine.field)
    return [c.value for c in field.enum if c.value not in transition.from_] if field else []


def _initial(facts: Facts, machine: StateMachine) -> Draft:
    story = Story(facts)
    row = story.make(machine.entity)
    story.fetch(story.reader(machine.entity), row, see=[machine.field])
    topic = f"{naming.snake(entity_plural(facts.index.entity(machine.entity)))}_actions"
    return Draft(
        f"{a(machine.entity)} begins as {machine.initial}", "initial", named(machine),
        tuple(machine.satisfies), topic, tuple(story.steps), "",
        f"{a(machine.entity)} is created", f"it is {machine.initial}",
    )  # fmt: skip


def _to_state(
    facts: Facts, machine: StateMachine, action: Action, state: str, ready: bool, *, needed: Sequence[Precondition]
) -> Recipe:
    """A row in that state for which the `needed` preconditions hold; where `ready`, the action is done to it."""

    def goal(story: Story, row: Row | None, recipe: Recipe) -> bool:
        if row is None or row.stored.get(machine.field) != state:
            return False
        user, given = story.world.user(recipe.actor), actions.arguments(story, action, recipe)
        held = all(acting.holds(story.world, p, user, action, row, given) for p in needed)
        if held and ready:
            actions.run(story, action, row, recipe)
        return held

    return actions.solved(facts, action, goal)


def _moved(facts: Facts, machine: StateMachine, action: Action, cited: tuple[str, ...]) -> Draft:
    """From every state that allows it. One test: the story of each state after the other."""
    transition = next(t for t in machine.transitions if t.action == action.name)
    story, told = Story(facts), 0
    for state in transition.from_:
        try:
            recipe = _to_state(facts, machine, action, state, True, needed=action.preconditions)
            row = made(story, recipe)
            actions.run(story, action, row, recipe, see=[machine.field])
            story.fetch(story.reader(machine.entity), row, see=[machine.field])
            told += 1
        except Impossible:
            continue
    if not told:
        raise Impossible("no row was found from which it may lead")
    name = f"to {actions.about(action)} leads to {transition.to}"
    words = (
        f"{a(machine.entity)} that is {' or '.join(transition.from_)}",
        f"somebody wants to {actions.about(action)}",
        f"it is {transition.to}",
    )
    return replace(
        actions.drafted(facts, action, "transition", name, story, words),
        cites=cited,
        elements=(*named(machine), actions.named(action)),
    )


def _in_another(facts: Facts, machine: StateMachine, action: Action, state: str) -> Recipe:
    """A row that only its state keeps from the action; where preconditions say the same of it, those too."""
    with suppress(Impossible):
        return _to_state(facts, machine, action, state, False, needed=action.preconditions)
    typed = [(p, facts.typed(p.expr, machine.entity, action.params)) for p in action.preconditions]
    others = [p for p, t in typed if all(path.parts != (machine.field,) for path in t.paths)]
    return _to_state(facts, machine, action, state, False, needed=others)


def _held_back(facts: Facts, machine: StateMachine, action: Action, cited: tuple[str, ...]) -> Draft:
    """From no other state."""
    transition = next(t for t in machine.transitions if t.action == action.name)
    story, told = Story(facts), []
    for state in others(facts, machine, transition):
        try:
            recipe = _in_another(facts, machine, action, state)
            row = made(story, recipe)
            story.act(recipe.actor, action, row, actions.arguments(story, action, recipe), refused="conflict")
            story.fetch(story.reader(machine.entity), row, see=[machine.field])
            told.append(state)
        except Impossible:
            continue
    if not told:
        raise Impossible("no row in another state was found")
    name = f"one cannot {actions.about(action)} that is {' or '.join(told)}"
    words = (
        f"{a(machine.entity)} that is {' or '.join(told)}",
        f"somebody wants to {actions.about(action)}",
        "it is refused and stays what it is",
    )
    return replace(
        actions.drafted(facts, action, "transition", name, story, words),
        cites=cited,
        elements=(*named(machine), actions.named(action)),
    )
