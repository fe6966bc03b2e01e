"""Find a story in which something holds: a row made a little differently, until the goal is met.

The search tries no change, then one, two and three of the candidates that the expressions themselves suggest, in the
reference interpreter. What it finds can be told step by step; what it does not find is not tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import combinations
from typing import Any

from msgspec import Struct

from scaffolder.criteria.candidates import Change
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle.world import Facts, Refusal, Row
from scaffolder.criteria.steps import INVENTED
from scaffolder.criteria.story import Impossible, Story, doers
from scaffolder.plan import Action

LIMITS = (1, 60, 700, 700)  # tries with no change, with one, two, three


class Recipe(Struct, frozen=True):
    """How to make a row. `actor` is who acts on it in the end: `user` in the expressions."""

    entity: str | None
    changes: tuple[Change, ...] = ()
    actor: str = ""

    @property
    def params(self) -> dict[str, Any]:
        return {c.path[0]: c.value for c in self.changes if c.kind == "param"}


Goal = Callable[[Story, "Row | None", Recipe], bool]


def solve(
    facts: Facts,
    entity: str | None,
    candidates: Sequence[Change],
    goal: Goal,
    *,
    actors: Sequence[str] = ("",),
    start: Sequence[Change] = (),
    avoid: Sequence[tuple[str, ...]] = (),
) -> Recipe | None:
    """The first recipe that leads to the goal, with as few changes to `start` as possible."""
    for size, limit in enumerate(LIMITS):
        for actor in actors:
            for count, chosen in enumerate(_choices(candidates, size)):
                if count >= limit:
                    break
                recipe = Recipe(entity, merged(start, chosen), actor)
                with suppress(Impossible, Refusal):
                    story = Story(facts)
                    if goal(story, realise(story, recipe), recipe):
                        return recipe
    return None


def _choices(candidates: Sequence[Change], size: int) -> Iterator[tuple[Change, ...]]:
    for chosen in combinations(candidates, size):
        if len({c.target for c in chosen}) == size:
            yield chosen


def merged(start: Sequence[Change], chosen: Sequence[Change]) -> tuple[Change, ...]:
    """`start` with each change replaced that another one is about."""
    targets = {c.target for c in chosen}
    return tuple(c for c in start if c.target not in targets) + tuple(chosen)


def realise(story: Story, recipe: Recipe) -> Row | None:
    """Make the row of a recipe, step by step. None where it is about no row. Raises Impossible."""
    personal = [c for c in recipe.changes if c.path[:1] == ("user",) and len(c.path) > 1]
    own = [c for c in recipe.changes if c not in personal]
    actor = story.index.role(recipe.actor.removeprefix("other ")) if recipe.actor else None
    if actor is not None and actor.entity:
        _profile(story, recipe.actor, personal)
    row = None
    if recipe.entity is not None:
        row = _row(story, recipe.entity, recipe.actor, own)
        for change in own:
            if change.kind == "children":
                _children(story, row, change)
        for change in own:
            if change.kind == "do":
                _happen(story, _walk(row, change.path), change.value)
    for change in own:
        if change.kind == "wait":
            story.at(change.value)
    return row


def made(story: Story, recipe: Recipe) -> Row:
    """The row of a recipe that is about one. Raises Impossible."""
    row = realise(story, recipe)
    if row is None:
        raise Impossible("it is not about a row")
    return row


def side_by_side(story: Story, recipes: Sequence[Recipe]) -> list[Row]:
    """The rows of several recipes in one story; those that need time to pass are made before it passes. Raises
    Impossible."""
    waits = [(sum((c.value for c in r.changes if c.kind == "wait"), timedelta()), r) for r in recipes]
    rows: list[Row] = []
    left = max((wait for wait, _ in waits), default=timedelta())
    for wait, recipe in sorted(waits, key=lambda w: -w[0]):
        if wait < left:
            story.at(left - wait)
            left = wait
        still = tuple(c for c in recipe.changes if c.kind != "wait")
        rows.append(made(story, Recipe(recipe.entity, still, recipe.actor)))
    story.at(left)
    return rows


def _profile(story: Story, actor: str, personal: Sequence[Change]) -> None:
    over: dict[str, Any] = {}
    for change in personal:
        if change.kind == "set" and len(change.path) >= 3:
            _put(over, change.path[2:], change.value)
    profile = story.profile(actor, over)
    for change in personal:
        if change.kind == "do":
            _happen(story, _walk(profile, change.path[2:]), change.value)
        if change.kind == "children":
            _children(story, profile, Change("children", change.path[2:], change.value, change.over))


def _row(story: Story, entity: str, actor: str, changes: Sequence[Change]) -> Row:
    over: dict[str, Any] = {}
    for change in changes:
        if change.kind in ("mine", "others"):
            who = who_of(story, actor, change.kind == "mine")
            if _is_profile(story, entity, change.path):
                if len(change.path) == 1:
                    return story.profile(who)  # the row is itself the profile of somebody
                _put(over, change.path[:-1], story.profile(who))
            elif change.path[-1] == story.index.entity(_end(story, entity, change.path[:-1])).owner:
                _put(over, change.path, story.world.user(who))
            else:
                _put(over, change.path, story.profile(who))
        elif change.kind == "set":
            fresh = change.value == "a row" and _is_relation(story, entity, change.path)
            _put(over, change.path, {} if fresh else change.value)
    born = next((c.value for c in changes if c.kind == "born"), None)
    if born is None:
        return story.make(entity, over)
    row = _born(story, entity, *born)
    _changed(story, row, over)
    return row


def _changed(story: Story, row: Row, over: Mapping[str, Any]) -> None:
    """Give a row, and those that it belongs to, other values than those that an action gave them."""
    for name, value in over.items():
        field, target = story.index.field(row.entity.name, name), row.stored.get(name)
        if isinstance(value, Mapping) and isinstance(target, Row):
            _changed(story, target, value)
        elif value is INVENTED and target is not None:
            continue
        elif field is not None and not isinstance(value, Mapping):
            new = invent(story.facts, row.entity, field, int(row.id) + 20) if value is INVENTED else value
            story.update(story.writer(row.entity.name, "update"), row, {name: new})
        else:
            raise Impossible(f"{name} is what the action made it")


def who_of(story: Story, actor: str, mine: bool) -> str:
    """The actor, or another of the same role; somebody with a login where nobody in particular acts."""
    if actor:
        return actor if mine else f"other {actor}"
    somebody = next((r.name for r in story.facts.plan.roles if not r.anonymous), "")
    if mine or not somebody:
        raise Impossible("nothing belongs to somebody without a login")
    return somebody


def _born(story: Story, entity: str, thing: str, name: str) -> Row:
    """The row that an action of another one makes."""
    parent = story.make(thing)
    before = list(story.world.rows(entity))
    happen(story, next(a for a in story.index.actions(thing) if a.name == name), parent)
    made = [r for r in story.world.rows(entity) if all(r is not known for known in before)]
    if len(made) != 1:
        raise Impossible(f"{name} does not make one {entity}")
    story.look_around()
    return made[0]


def _is_profile(story: Story, entity: str, path: Sequence[str]) -> bool:
    """Does the path lead to the id or the user of a profile row?"""
    at = _end(story, entity, path[:-1])
    return story.index.profile_role(at) is not None and path[-1] in ("id", story.index.entity(at).owner)


def _end(story: Story, entity: str, path: Sequence[str]) -> str:
    """The entity at the end of a path over to-one relations."""
    for name in path:
        relation = story.index.relation(entity, name)
        if relation is None:
            raise Impossible(f"{name} leads nowhere")
        entity = relation.target
    return entity


def _is_relation(story: Story, entity: str, path: Sequence[str]) -> bool:
    at = entity
    for name in path:
        relation = story.index.relation(at, name)
        if relation is None:
            return False
        at = relation.target
    return True


def _put(over: dict[str, Any], path: Sequence[str], value: Any) -> None:
    *way, last = path
    for name in way:
        inner = over.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        over = inner
    if not (isinstance(over.get(last), dict) and value == {}):
        over[last] = value


def _walk(row: Row | None, path: Sequence[str]) -> Row:
    found: Any = row
    for name in path:
        found = found[name] if found is not None else None
    if not isinstance(found, Row):
        raise Impossible(f"nothing stands at {'.'.join(path)}")
    return found


def _children(story: Story, row: Row, change: Change) -> None:
    parent = _walk(row, change.path[:-1])
    for inverse in story.index.to_many(parent.entity.name):
        if inverse.name == change.path[-1] and inverse.relation.cardinality != "many_to_many":
            for _ in range(change.value):
                story.make(inverse.source.name, {**dict(change.over), inverse.relation.name: parent})
            return
    relation = story.index.relation(parent.entity.name, change.path[-1])
    if relation is None:
        raise Impossible(f"{change.path[-1]} cannot be filled")
    rows = [story.make(relation.target, dict(change.over)) for _ in range(change.value)]
    from scaffolder.plan.index import relation_key

    story.update(story.writer(parent.entity.name, "update"), parent, {relation_key(relation): rows})


def _happen(story: Story, row: Row, names: Sequence[str]) -> None:
    for name in names:
        action = next((a for a in story.index.actions(row.entity.name) if a.name == name), None)
        if action is None:
            raise Impossible(f"there is no action {name}")
        happen(story, action, row)


def happen(story: Story, action: Action, row: Row) -> str:
    """Somebody who may runs an action. Raises Impossible where nobody can."""
    first = doers(story, action)
    for actor in (*first, *(f"other {who}" for who in first if who)):
        with suppress(Impossible):
            if actor and (role := story.index.role(actor.removeprefix("other "))) and role.entity:
                story.profile(actor)
            story.act(actor, action, row, story.params(action))
            return actor
    raise Impossible(f"nobody can {action.name} this {row.entity.name}")
