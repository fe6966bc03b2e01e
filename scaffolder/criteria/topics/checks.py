"""What must hold in every row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import combinations
from typing import Any

from scaffolder.criteria import candidates
from scaffolder.criteria.drafting import Draft, a, topic
from scaffolder.criteria.oracle import rules
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import Recipe, made, solve
from scaffolder.criteria.story import Impossible, Story
from scaffolder.expr import ExprError
from scaffolder.plan import Constraint, Entity
from scaffolder.plan.index import relation_key


def check(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    """A row that breaks the rule by its own values, else by the row that it belongs to. Raises Impossible."""
    for attempt in (_by_itself, _by_change, _by_links):
        with suppress(Impossible):
            return attempt(facts, entity, constraint)
    return _by_parent(facts, entity, constraint)


def _by_itself(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    options = candidates.own_fields(facts, entity.name, [constraint.expr or "True"])
    story = Story(facts)
    row = story.make(entity.name, full=bool(set(options) - {f.name for f in entity.fields if f.required}))
    writer, changer = story.writer(entity.name, "create"), story.writer(entity.name, "update")
    given = story.complete(entity.name, {k: v for k, v in row.stored.items() if k in options})
    for wrong in _choices(options):
        if not _breaks_only(story, entity, constraint, {**given, **wrong}):
            continue
        marker = len(story.steps)
        try:
            story.create(writer, entity.name, {**given, **wrong}, refused="invalid")
            story.update(changer, row, wrong, refused="invalid")
            _edge(story, entity, constraint, options, given, writer)
        except Impossible:
            del story.steps[marker:]
            continue
        words = (a(entity), "it would break this rule", "it is refused, at creation and as a change")
        name = f"{a(entity)} keeps to {' '.join(constraint.name.split('_'))}"
        return drafted(name, entity, constraint, story, *words)
    raise Impossible("no values were found that break it alone")


def _by_change(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    """A row that came to where one value more breaks the rule: what actions do to it counts, too."""
    text = constraint.expr or "True"
    options = candidates.own_fields(facts, entity.name, [text])
    writable = {f.name: f for f in facts.index.writable(entity.name)}
    wrong = [(n, v) for n, found in options.items() if n in writable for v in (*found, None)]
    for name, value in wrong:
        if value is None and writable[name].required:
            continue

        def goal(story: Story, row: Row | None, recipe: Recipe, name: str = name, value: Any = value) -> bool:
            return row is not None and _breaks_only(story, entity, constraint, {**row.stored, name: value})

        found = solve(facts, entity.name, candidates.changes(facts, [facts.typed(text, entity.name)]), goal)
        if found is None:
            continue
        story = Story(facts)
        with suppress(Impossible):
            row = made(story, found)
            story.update(story.writer(entity.name, "update"), row, {name: value}, refused="invalid")
            words = (a(entity), "a change would break this rule", "it is refused")
            title = f"{a(entity)} keeps to {' '.join(constraint.name.split('_'))} when it changes"
            return drafted(title, entity, constraint, story, *words)
    raise Impossible("no change was found that breaks it")


def _by_links(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    """A rule about several rows that a row points at: they are such that it cannot point at them together."""
    paths = facts.typed(constraint.expr or "True", entity.name).paths
    links = {p.parts[0]: r for p in paths if (r := facts.index.relation(entity.name, p.parts[0])) is not None}
    if len(links) < 2:
        raise Impossible("it is not about several rows that it points at")
    for name, over, others in _of_parents(facts, entity, constraint, list(links)):
        story = Story(facts)
        with suppress(Impossible):
            row = story.make(entity.name, others)
            writer, changer = story.writer(entity.name, "create"), story.writer(entity.name, "update")
            twin = next((row[n] for n, r in links.items() if n != name and r.target == links[name].target), None)
            bad = story.make(links[name].target, over) if over else twin
            if bad is None or not _breaks_only(story, entity, constraint, {**row.stored, name: bad}):
                continue
            held = {n: row[n] for n in links}
            story.create(writer, entity.name, story.complete(entity.name, {**held, name: bad}), refused="invalid")
            story.update(changer, row, {relation_key(links[name]): bad}, refused="invalid")
            words = (f"rows that {a(entity)} cannot belong to together", "it is made for them", "it is refused")
            title = f"{a(entity)} keeps to {' '.join(constraint.name.split('_'))}"
            return drafted(title, entity, constraint, story, *words)
    raise Impossible("no rows were found that it cannot point at together")


def _of_parents(
    facts: Facts, entity: Entity, constraint: Constraint, links: list[str]
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """A link, the values of the row at its end, and those of a row at the end of another link."""
    found = candidates.changes(facts, [facts.typed(constraint.expr or "True", entity.name)])
    values = [(c.path[0], {c.path[1]: c.value}) for c in found if c.kind == "set" and len(c.path) == 2]
    given = [(name, over) for name, over in values if None not in over.values()]
    yield from ((name, over, {}) for name, over in given)
    yield from ((name, {}, {}) for name in links)
    yield from ((name, over, {other: held}) for name, over in given for other, held in given if other != name)


def _by_parent(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    """A rule about what a row belongs to: it cannot be made for a parent that breaks it, nor moved there."""
    text = constraint.expr or "True"
    links = {path.parts[0] for path, steps in facts.typed(text, entity.name).paths.items() if len(steps) > 1}
    link = facts.index.relation(entity.name, links.pop()) if len(links) == 1 else None
    if link is None:
        raise Impossible("no values were found that break it alone")
    through = re.compile(rf"(?<![.])\b{link.name}_?[.]")
    kept = through.sub("", text)
    try:
        typed = facts.typed(kept, link.target)
    except ExprError as error:
        raise Impossible("it is about a row and what it belongs to") from error

    of_parent = Constraint(name=constraint.name, kind="check", expr=kept)

    def goal(story: Story, row: Row | None, recipe: Recipe) -> bool:
        return row is not None and not rules.keeps(story.world, of_parent, row)

    found = solve(facts, link.target, candidates.changes(facts, [typed]), goal)
    if found is None:
        raise Impossible(f"no {link.target} was found that breaks it")
    story = Story(facts)
    bad = made(story, found)
    row = story.make(entity.name)
    writer, changer = story.writer(entity.name, "create"), story.writer(entity.name, "update")
    story.create(writer, entity.name, story.complete(entity.name, {link.name: bad}), refused="invalid")
    story.update(changer, row, {link.name: bad}, refused="invalid")
    words = (
        f"{a(facts.index.entity(link.target))} with which it would break this rule",
        "it is made for that",
        "it is refused",
    )
    name = f"{a(entity)} keeps to {' '.join(constraint.name.split('_'))} of its {link.name}"
    return drafted(name, entity, constraint, story, *words)


def _choices(options: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    single = [(name, v) for name, found in options.items() for v in found if v is not None]
    yield from ({name: v} for name, v in single)
    yield from ({x: v, y: w} for (x, v), (y, w) in combinations(single, 2) if x != y)


def _breaks_only(story: Story, entity: Entity, constraint: Constraint, given: Mapping[str, Any]) -> bool:
    relations = {relation_key(r): r.name for r in entity.relations}
    row = Row(entity, 0, {relations.get(k, k): v for k, v in given.items()}, story.world)
    return all(
        rules.keeps(story.world, c, row) == (c is not constraint) for c in story.index.constraints(entity.name, "check")
    )


def _edge(
    story: Story,
    entity: Entity,
    constraint: Constraint,
    options: Mapping[str, list[Any]],
    given: Mapping[str, Any],
    writer: str,
) -> None:
    """A row that keeps the rule by the least: its compared values are equal, where that is allowed."""
    names = [n for n in options if n in given]
    for first, second in combinations(names, 2):
        if type(given[first]) is not type(given[second]):
            continue
        equal = {first: given[first], second: given[first]}
        trial = {**given, **equal}
        fresh = story.complete(entity.name, trial)
        try:
            story.create(writer, entity.name, {**fresh, **equal})
        except Impossible:
            continue
        return


def drafted(name: str, entity: Entity, constraint: Constraint, story: Story, given: str, when: str, then: str) -> Draft:
    return Draft(
        name, constraint.kind, (f"{entity.name}.{constraint.name}",), tuple(constraint.satisfies),
        topic(entity, "rules"), tuple(story.steps), given, when, then,
    )  # fmt: skip
