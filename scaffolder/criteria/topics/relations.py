"""Links between rows: stored, checked, walked from both sides, and what a deletion does to them."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from scaffolder import naming
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, listing, topic
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.steps import UNKNOWN
from scaffolder.criteria.story import Impossible, Story
from scaffolder.plan import Entity, Relation, Rule
from scaffolder.plan.index import relation_key


def attempts(facts: Facts) -> Attempts:
    for entity in facts.plan.entities:
        for relation in entity.relations:
            kinds = [("relation", _stored), ("relation", _unknown), ("inverse", _walked)]
            if not facts.index.settable(entity.name, relation):
                kinds = [("relation", _led_to), ("inverse", _walked)]
            elif relation.cardinality == "many_to_many":
                kinds = [("relation", _many), ("relation", _unknown), ("inverse", _walked)]
            elif not facts.index.entity(relation.target).soft_delete:
                kinds.append(("on_delete", _on_delete))
            if relation.cardinality == "one_to_one":
                kinds.append(("unique", _one))
            if relation.required:
                kinds.append(("required", _required))
            for rule, write in kinds:
                elements = (f"{entity.name}.{relation.name}",)
                yield Attempt(rule, elements, tuple(relation.satisfies), partial(write, facts, entity, relation, rule))  # type: ignore[arg-type]
            if relation.target == entity.name and ("on_delete", _on_delete) in kinds:
                write_own = partial(_of_itself, facts, entity, relation)
                yield Attempt("on_delete", elements, tuple(relation.satisfies), write_own, further=True)


def _draft(name: str, rule: Rule, entity: Entity, relation: Relation, story: Story, *words: str) -> Draft:
    given, when, then = words
    return Draft(
        name, rule, (f"{entity.name}.{relation.name}",), tuple(relation.satisfies), topic(entity, "relations"),
        tuple(story.steps), given, when, then,
    )  # fmt: skip


def _stored(facts: Facts, entity: Entity, relation: Relation, rule: Rule) -> Draft:
    story, key = Story(facts), relation_key(relation)
    target = story.make(relation.target)
    actor = story.writer(entity.name, "create")
    given = story.complete(entity.name, {relation.name: target})
    row = story.create(actor, entity.name, given, see=[key])
    story.fetch(story.reader(entity.name), row, see=[key])
    _moved(story, entity, relation, row)
    name = f"{a(entity)} belongs to {_said(relation)}"
    words = (a(relation.target), f"{a(entity)} is created for it", "it says which one it belongs to")
    return _draft(name, rule, entity, relation, story, *words)


def _moved(story: Story, entity: Entity, relation: Relation, row: Row) -> None:
    """It may belong to another one, and to none where it need not: unless a rule of the plan forbids that."""
    key, before = relation_key(relation), list(story.steps)
    with suppress(Impossible):
        changer = story.writer(entity.name, "update")
        story.update(changer, row, {key: story.make(relation.target)}, see=[key])
        before = list(story.steps)
        if not relation.required:
            story.update(changer, row, {key: None}, see=[key])
            before = list(story.steps)
    story.steps = before


def _unknown(facts: Facts, entity: Entity, relation: Relation, rule: Rule) -> Draft:
    story, key = Story(facts), relation_key(relation)
    row = story.make(entity.name)
    wrong = [UNKNOWN] if relation.cardinality == "many_to_many" else UNKNOWN
    given = story.complete(entity.name, {})
    story.create(story.writer(entity.name, "create"), entity.name, {**given, key: wrong}, refused="invalid")
    story.update(story.writer(entity.name, "update"), row, {key: wrong}, refused="invalid")
    name = f"{a(entity)} with {_said(relation)} that does not exist is refused"
    words = ("", f"{a(entity)} is linked to what is not there", "it is refused, and the link is named")
    return _draft(name, rule, entity, relation, story, *words)


def _required(facts: Facts, entity: Entity, relation: Relation, rule: Rule) -> Draft:
    story = Story(facts)
    if relation.cardinality == "many_to_many":
        raise Impossible("a required list of links has no single way to be missing")
    key = relation_key(relation)
    row = story.make(entity.name)
    given = {k: v for k, v in story.complete(entity.name, {}).items() if k != key}
    story.create(story.writer(entity.name, "create"), entity.name, given, refused="invalid")
    story.update(story.writer(entity.name, "update"), row, {key: None}, refused="invalid")
    name = f"{a(entity)} without {_said(relation)} is refused"
    words = ("", f"{a(entity)} is created without {_said(relation)}", "it is refused, and the link is named")
    return _draft(name, rule, entity, relation, story, *words)


def _one(facts: Facts, entity: Entity, relation: Relation, rule: Rule) -> Draft:
    story = Story(facts)
    row = story.make(entity.name, {relation.name: {}})
    target = row.stored[relation.name]
    given = story.complete(entity.name, {relation.name: target})
    story.create(story.writer(entity.name, "create"), entity.name, given, refused="conflict")
    name = f"{a(relation.target)} has at most one {_plain(entity.name)}"
    words = (f"{a(entity)} of {a(relation.target)}", "another one is created for it", "it is refused")
    return _draft(name, rule, entity, relation, story, *words)


def _walked(facts: Facts, entity: Entity, relation: Relation, rule: Rule) -> Draft:
    """The rows of one target are found, those of another are not."""
    story, key = Story(facts), relation_key(relation)
    many = relation.cardinality == "many_to_many"
    first, second = story.make(relation.target), story.make(relation.target)
    mine = story.make(entity.name, {key: [first] if many else first})
    story.make(entity.name, {key: [second] if many else second})
    story.list(story.reader(entity.name), entity.name, filters={relation.name: first}, ordered=False)
    if mine not in facts_rows(story, entity):
        raise Impossible("the row is not in the list")
    plural = " ".join(naming.words(naming.plural(entity.name)))
    name = f"{plural} of {a(relation.target)} are listed"
    words = (f"two of {_plain(relation.target)} with {plural}", "those of one are asked for", "only these are listed")
    return _draft(name, rule, entity, relation, story, *words)


def facts_rows(story: Story, entity: Entity) -> list[object]:
    return list(story.world.rows(entity.name))


def _led_to(facts: Facts, entity: Entity, relation: Relation, rule: Rule) -> Draft:
    """Rows between lead to the far ones; a request to write these is refused."""
    story, key = Story(facts), relation_key(relation)
    row, first, _other = story.make(entity.name), story.make(relation.target), story.make(relation.target)
    story.link(row, relation.name, [first])
    story.fetch(story.reader(entity.name), row, see=[key])
    changer = story.writer(entity.name, "update")
    story.update(changer, row, {key: []}, refused="invalid")
    plural, between = listing([relation.name]), listing([relation.through or ""])
    name = f"{plural} of {a(entity)} are told by {between}"
    words = (f"{a(entity)} and two of {_plain(relation.target)}", f"{between} is made between two", "it is seen")
    return _draft(name, rule, entity, relation, story, *words)


def _many(facts: Facts, entity: Entity, relation: Relation, rule: Rule) -> Draft:
    story, key = Story(facts), relation_key(relation)
    first, second, third = (story.make(relation.target) for _ in range(3))
    actor = story.writer(entity.name, "create")
    row = story.create(actor, entity.name, story.complete(entity.name, {key: [first, second]}), see=[key])
    changer, reader = story.writer(entity.name, "update"), story.reader(entity.name)
    story.update(changer, row, {key: [second, third]}, see=[key])
    story.fetch(reader, row, see=[key])
    if not relation.required:
        story.update(changer, row, {key: []}, see=[key])
    plural = listing([relation.name])
    name = f"{plural} of {a(entity)} can be set and replaced"
    words = (
        f"three of {_plain(relation.target)}",
        f"the {plural} of {a(entity)} are set and replaced",
        "it has the new ones only",
    )
    return _draft(name, rule, entity, relation, story, *words)


def _on_delete(facts: Facts, entity: Entity, relation: Relation, rule: Rule) -> Draft:
    story, key = Story(facts), relation_key(relation)
    target = story.make(relation.target)
    row = story.make(entity.name, {relation.name: target, **_others_apart(entity, relation)})
    remover, reader = story.writer(relation.target, "delete"), story.reader(entity.name)
    one, its = a(relation.target), " ".join(naming.words(naming.plural(entity.name)))
    if relation.on_delete == "restrict":
        story.delete(remover, target, refused="conflict")
        _held_by_two(story, remover, entity, relation, target)
        story.fetch(reader, row, see=[key])
        name, then = f"{one} with {its} cannot be deleted", "it is refused, and both stay"
    elif relation.on_delete == "cascade":
        story.delete(remover, target)
        story.fetch(reader, row, refused="missing")
        name, then = f"{its} go with their {_said(relation)}", "they are gone too"
    else:
        story.delete(remover, target)
        story.fetch(reader, row, see=[key])
        name, then = f"{its} outlive their {_said(relation)}", "they stay, and belong to none"
    return _draft(name, rule, entity, relation, story, f"{one} with {its}", "it is deleted", then)


def _others_apart(entity: Entity, relation: Relation) -> dict[str, dict[str, object]]:
    """By its other links of the same kind a row belongs to rows of their own: this one alone is asked about."""
    same = [r for r in entity.relations if r.target == relation.target and r.required and r is not relation]
    return {r.name: {} for r in same if r.cardinality != "many_to_many"}


def _of_itself(facts: Facts, entity: Entity, relation: Relation) -> Draft:
    """A row that refers to itself alone keeps nobody from deleting it."""
    story = Story(facts)
    row = story.make(entity.name)
    story.update(story.writer(entity.name, "update"), row, {relation_key(relation): row})
    story.delete(story.writer(entity.name, "delete"), row)
    story.fetch(story.reader(entity.name), row, refused="missing")
    name = f"{a(entity)} that refers to itself can be deleted"
    words = (f"{a(entity)} that is its own {_plain(relation.name)}", "it is deleted", "it is gone")
    return _draft(name, "on_delete", entity, relation, story, *words)


def _held_by_two(story: Story, remover: str, entity: Entity, relation: Relation, target: Row) -> None:
    """It is told how many there are: of two as well, where there may be two."""
    before = list(story.steps)
    with suppress(Impossible):
        story.make(entity.name, {relation.name: target, **_others_apart(entity, relation)})
        story.delete(remover, target, refused="conflict")
        return
    story.steps = before


def _said(relation: Relation) -> str:
    return a(relation.name)


def _plain(name: str) -> str:
    return " ".join(naming.words(name))
