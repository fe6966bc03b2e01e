"""Actions: what they do, what stands in their way, which states they lead from and to, and who may run them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from scaffolder import naming
from scaffolder.criteria import candidates
from scaffolder.criteria.candidates import Change
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a
from scaffolder.criteria.oracle import access, acting
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import Goal, Recipe, realise, solve
from scaffolder.criteria.story import Impossible, Story, doers
from scaffolder.criteria.telling import Told, telling
from scaffolder.plan import Action, CreateEffect, DeleteEffect, Rule, SetEffect
from scaffolder.plan.index import entity_plural, relation_key


def attempts(facts: Facts) -> Attempts:
    for action in facts.plan.actions:
        element = (named(action),)
        asked = tuple(action.satisfies)
        if action.effects or not _moves(facts, action):
            yield Attempt("effect", element, asked, partial(_done, facts, action))
        for i, _ in enumerate(action.preconditions):
            yield Attempt("precondition", element, asked, partial(_stopped, facts, action, i))
        if any(_shut_out(facts, action)):
            yield Attempt("permission", element, asked, partial(_who, facts, action))


def _shut_out(facts: Facts, action: Action) -> Iterator[bool]:
    """Of everybody in turn: may they not?"""
    world = Story(facts).world
    for actor in everybody(facts):
        yield not access.may_run(world, world.user(actor), action)


def named(action: Action) -> str:
    return f"action:{action.entity + '.' if action.entity else ''}{action.name}"


def _moves(facts: Facts, action: Action) -> bool:
    return action.entity is not None and any(
        t.action == action.name for m in facts.index.machines(action.entity) for t in m.transitions
    )


def verb(action: Action) -> str:
    return " ".join(naming.words(action.name))


def _topic(facts: Facts, action: Action) -> str:
    if action.entity is None:
        return "app_actions"
    return f"{naming.snake(entity_plural(facts.index.entity(action.entity)))}_actions"


def drafted(facts: Facts, action: Action, rule: Rule, name: str, story: Story, words: tuple[str, str, str]) -> Draft:
    return Draft(
        name, rule, (named(action),), tuple(action.satisfies), _topic(facts, action), tuple(story.steps), *words
    )  # fmt: skip


def about(action: Action) -> str:
    return f"{verb(action)} {a(action.entity)}" if action.entity and action.scope == "instance" else verb(action)


def suggestions(facts: Facts, action: Action) -> list[Change]:
    """What to vary so that an action may or may not be run."""
    texts = [p.expr for p in action.preconditions]
    own = [e for e in action.effects if isinstance(e, SetEffect) and "." not in e.field]
    texts += [e.value for e in own]
    typed = [facts.typed(t, action.entity, action.params) for t in texts]
    found = candidates.changes(facts, typed)
    if action.entity is not None:
        kept = [facts.typed(c.expr or "True", action.entity) for c in facts.index.constraints(action.entity, "check")]
        changed = {e.field for e in own}
        found += candidates.changes(facts, [t for t in kept if changed & {p.parts[0] for p in t.paths}])
        for machine in facts.index.machines(action.entity):
            found += candidates.changes(facts, [facts.typed(machine.field, action.entity)])
    for param in action.params:
        if param.enum:
            found += [Change("param", (param.name,), v) for v in param.enum]
    return found


def runners(facts: Facts, action: Action) -> list[str]:
    """Who may run it: those with a profile alone where it asks for one, so that nothing else is missing."""
    found = doers(Story(facts), action) or [""]
    roles = {r.name: r for r in facts.plan.roles}
    if not any("user" in naming.words(t) for t in [p.expr for p in action.preconditions]):
        return found
    return [actor for actor in found if actor in roles and roles[actor].entity] or found


def arguments(story: Story, action: Action, recipe: Recipe) -> dict[str, Any]:
    return story.params(action, recipe.params)


def _only_fails(
    story: Story, action: Action, row: Row | None, recipe: Recipe, failing: int | None, *, states: bool = True
) -> bool:
    """Do all preconditions allow the action but this one (None: all of them), and its `states`?"""
    user, given = story.world.user(recipe.actor), arguments(story, action, recipe)
    moves = list(acting.transitions(story.world, action)) if states else []
    if row is not None and any(row.stored.get(f) not in t.from_ for f, t in moves):
        return False
    return all(
        acting.holds(story.world, p, user, action, row, given) == (i != failing)
        for i, p in enumerate(action.preconditions)
    )


def allowed(facts: Facts, action: Action, actors: Sequence[str] = ()) -> Recipe:
    """A story in which the action is done, by one of these (else of all who may). Raises Impossible."""

    def goal(story: Story, row: Row | None, recipe: Recipe) -> bool:
        if not _only_fails(story, action, row, recipe, None):
            return False
        run(story, action, row, recipe)
        return True

    return solved(facts, action, goal, actors=actors)


def run(story: Story, action: Action, row: Row | None, recipe: Recipe, see: Sequence[str] = ()) -> None:
    story.act(recipe.actor, action, row, arguments(story, action, recipe), see=see)


def solved(facts: Facts, action: Action, goal: Goal, actors: Sequence[str] = ()) -> Recipe:
    entity = action.entity if action.scope == "instance" else None
    found = solve(facts, entity, suggestions(facts, action), goal, actors=actors or runners(facts, action))
    if found is None:
        raise Impossible("no rows were found for which it may be run so")
    return found


def _done(facts: Facts, action: Action) -> Draft:
    recipe = allowed(facts, action)
    story = Story(facts)
    row = realise(story, recipe)
    own = own_keys(facts, action, row)
    for effect in action.effects:
        if isinstance(effect, CreateEffect) and any(not r.name for r in story.world.rows(effect.entity)):
            story.appeared(story.reader(effect.entity), effect.entity)
    before = {e: len(story.world.rows(e)) for e in story.world.tables}
    far = far_rows(action, row)
    run(story, action, row, recipe, see=own)
    if row is not None and not row.deleted and own:
        story.fetch(story.reader(row.entity.name), row, see=own)
    for target, key in far:
        story.fetch(story.reader(target.entity.name), target, see=[key])
    for effect in action.effects:
        if isinstance(effect, CreateEffect) and len(story.world.rows(effect.entity)) == before[effect.entity] + 1:
            made = facts.index.entity(effect.entity)
            keys = [relation_key(r) if (r := facts.index.relation(made.name, n)) else n for n in effect.values]
            story.appeared(story.reader(effect.entity), effect.entity, keys)
        if isinstance(effect, DeleteEffect) and row is not None and row.deleted:
            story.fetch(story.reader(row.entity.name), row, refused="missing")
    name = f"to {about(action)} has its effects" if action.effects else f"one can {about(action)}"
    words = (
        a(action.entity) if action.entity else "",
        f"somebody who may wants to {about(action)}",
        "it is done, and its effects are seen",
    )
    return drafted(facts, action, "effect", name, story, words)


def own_keys(facts: Facts, action: Action, row: Row | None) -> list[str]:
    """The wire keys of what an action sets on its own row, its states among them."""
    if row is None:
        return []
    keys: list[str] = []
    for effect in action.effects:
        if isinstance(effect, SetEffect) and "." not in effect.field:
            relation = facts.index.relation(row.entity.name, effect.field)
            keys.append(relation_key(relation) if relation else effect.field)
    secret = {f.name for f in row.entity.fields if f.type == "secret"}
    return [k for k in dict.fromkeys(keys) if k not in secret]


def far_rows(action: Action, row: Row | None) -> list[tuple[Row, str]]:
    """The rows that an action changes over a path, with the key that changes."""
    found = []
    for effect in action.effects:
        if isinstance(effect, SetEffect) and "." in effect.field and row is not None:
            *path, name = effect.field.split(".")
            target: Any = row
            for step in path:
                target = target[step] if target is not None else None
            if isinstance(target, Row):
                found.append((target, name))
    return found


def _stopped(facts: Facts, action: Action, place: int) -> Draft:
    """Rows for which the precondition just holds: done. Rows for which only it fails: refused; where it says no more
    than the states do, rows for which these fail with it."""
    first = allowed(facts, action)
    for states in (True, False):
        for actor in dict.fromkeys([first.actor, *runners(facts, action)]):
            with suppress(Impossible):
                fine = first if actor == first.actor else allowed(facts, action, [actor])
                return _refused(facts, action, place, fine, states=states)
    raise Impossible("no rows were found for which only this fails")


def _refused(facts: Facts, action: Action, place: int, fine: Recipe, *, states: bool) -> Draft:
    """`fine`: a story in which it is done, whose actor is to be refused. Raises Impossible."""
    precondition = action.preconditions[place]

    def keep(story: Story, row: Row | None, recipe: Recipe) -> bool:
        fails = _only_fails(story, action, row, recipe, place, states=states)
        return fails or _only_fails(story, action, row, recipe, None)

    entity = action.entity if action.scope == "instance" else None

    def tell(start: Sequence[Change]) -> list[Told]:
        return telling(
            facts, entity, precondition.expr, actors=[fine.actor], params=action.params,
            extra=suggestions(facts, action), start=start, keep=keep, most=4,
        )  # fmt: skip

    found = tell(fine.changes)
    if all(t.value is True for t in found):
        found = [*found[:1], *(t for t in tell(()) if t.value is not True)]
    story, refused = Story(facts), 0
    for told in sorted(found, key=lambda t: t.value is not True):
        with suppress(Impossible):
            refused += _tried(story, action, told)
    if not refused:
        raise Impossible("no rows were found for which only this fails")
    reason = precondition.message.rstrip(".") or precondition.expr
    name = f"cannot {about(action)} unless {_worded(precondition.expr)}"
    words = (
        a(action.entity) if action.entity else "",
        f"somebody wants to {about(action)} all the same",
        f"it is refused: {reason}",
    )
    return drafted(facts, action, "precondition", name, story, words)


def _tried(story: Story, action: Action, told: Told) -> int:
    """Make the row and run the action: 1 where it is refused as it should be. Raises Impossible."""
    if any(c.kind == "wait" for c in told.recipe.changes) and story.steps:
        raise Impossible("time would pass for the rows before")
    row = realise(story, told.recipe)
    given = arguments(story, action, told.recipe)
    if told.value is True:
        story.act(told.recipe.actor, action, row, given)
        return 0
    story.act(told.recipe.actor, action, row, given, refused="conflict")
    keys = own_keys(story.facts, action, row)
    if row is not None and keys:
        story.fetch(story.reader(row.entity.name), row, see=keys)
    return 1


def _worded(expr: str) -> str:
    signs = {"==": " is ", "!=": " is not ", ">=": " at least ", "<=": " at most ", ">": " above ", "<": " below "}
    for sign, words in signs.items():
        expr = expr.replace(sign, words)
    return " ".join(naming.words(expr))


def _who(facts: Facts, action: Action) -> Draft:
    """Every role that may, does; every role that may not is refused, and so is nobody."""
    recipe = allowed(facts, action)
    story = Story(facts)
    row = realise(story, recipe)
    given = arguments(story, action, recipe)
    for actor in everybody(facts):
        user = story.world.user(actor)
        if access.may_run(story.world, user, action):
            continue
        story.act(actor, action, row, given, refused="forbidden" if actor else "unauthenticated")
    story.act(recipe.actor, action, row, given)
    name = f"only who may can {about(action)}"
    words = (
        a(action.entity) if action.entity else "",
        f"others want to {about(action)}",
        "they are refused, and who may is not",
    )
    return drafted(facts, action, "permission", name, story, words)


def everybody(facts: Facts) -> list[str]:
    """One actor of every role, and nobody."""
    if not facts.has_login:
        return [""]
    return [*(r.name for r in facts.plan.roles if not r.anonymous), ""]
