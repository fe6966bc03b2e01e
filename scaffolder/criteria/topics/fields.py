"""Fields: accepted and returned, required, of a type, within bounds, with defaults, unique, read-only, secret."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from msgspec.structs import replace

from scaffolder.criteria import values
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, alike, listing, topic
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.steps import MISSING, Create
from scaffolder.criteria.story import Impossible, Story
from scaffolder.plan import Entity, Field, Rule

Cases = Sequence[tuple[str, Any]]


def attempts(facts: Facts) -> Attempts:
    for entity in facts.plan.entities:
        plain = [f for f in facts.index.writable(entity.name) if f.type not in ("file", "image")]
        for asked, fields in alike(plain).items():
            names = tuple(f"{entity.name}.{f.name}" for f in fields)
            for rule, write in _of_group(facts, entity, fields):
                yield Attempt(rule, names, asked, partial(_finished, write, asked, entity))
        for field in plain:
            if field.unique:
                yield _attempt("unique", entity, field, partial(_unique, facts, entity, field))
            if field.type == "secret":
                yield _attempt("secret", entity, field, partial(_secret, facts, entity, field))
        closed = [f for f in entity.fields if f not in facts.index.writable(entity.name)]
        for asked, fields in alike(closed).items():
            names = tuple(f"{entity.name}.{f.name}" for f in fields)
            shown = [f for f in fields if not f.computed and f.name not in facts.index.state_fields(entity.name)]
            if shown:
                parts = tuple(f"{entity.name}.{f.name}" for f in shown)
                yield Attempt(
                    "default", parts, asked, partial(_finished, partial(_shown, facts, entity, shown), asked, entity)
                )
            write = partial(_readonly, facts, entity, fields)
            yield Attempt("readonly", names, asked, partial(_finished, write, asked, entity))


def _attempt(rule: Rule, entity: Entity, field: Field, write: Callable[[], Draft]) -> Attempt:
    asked = tuple(field.satisfies)
    return Attempt(rule, (f"{entity.name}.{field.name}",), asked, partial(_finished, write, asked, entity))


def _finished(write: Callable[[], Draft], asked: tuple[str, ...], entity: Entity) -> Draft:
    return replace(write(), cites=asked, topic=topic(entity, "fields"))


def _of_group(facts: Facts, entity: Entity, fields: Sequence[Field]) -> list[tuple[Rule, Callable[[], Draft]]]:
    found: list[tuple[Rule, Callable[[], Draft]]] = [
        ("create", partial(_accepted, facts, entity, fields)),
        ("update", partial(_updated, facts, entity, fields)),
    ]
    required = [f for f in fields if f.required]
    if [f for f in required if f.default is None]:
        found.append(("required", partial(_required, facts, entity, [f for f in required if f.default is None])))
    if required:
        found.append(("required", partial(_not_emptied, facts, entity, required)))
    if [f for f in fields if f.default is not None]:
        found.append(("default", partial(_default, facts, entity, [f for f in fields if f.default is not None])))
    cases: dict[Rule, Cases] = {
        "type": [(f.name, v) for f in fields if f.type != "enum" for v in values.wrongs(f)],
        "bounds": [(f.name, v) for f in fields for v in values.outside(entity, f)],
        "pattern": [(f.name, v) for f in fields for v in values.mismatches(f)],
        "enum": [(f.name, values.wrong("enum")) for f in fields if f.type == "enum"],
    }
    for rule, wrong in cases.items():
        if wrong:
            found.append((rule, partial(_refused, facts, entity, rule, wrong)))
    inside = [(f.name, v) for f in fields for v in values.inside(entity, f)]
    choices = [(f.name, c.value) for f in fields if f.type == "enum" for c in f.enum]
    if inside:
        found.append(("bounds", partial(_allowed, facts, entity, "bounds", inside)))
    if choices:
        found.append(("enum", partial(_allowed, facts, entity, "enum", choices)))
    return found


def _draft(
    name: str,
    rule: Rule,
    entity: Entity,
    fields: Sequence[str],
    story: Story,
    words: tuple[str, str, str],
    cases: Cases = (),
) -> Draft:
    elements = tuple(f"{entity.name}.{f}" for f in dict.fromkeys(fields))
    return Draft(name, rule, elements, (), "", tuple(story.steps), *words, cases=tuple(cases))


def _accepted(facts: Facts, entity: Entity, fields: Sequence[Field]) -> Draft:
    story = Story(facts)
    names = [f.name for f in fields if f.type != "secret"]
    try:
        row = _create_valid(story, entity, {f.name: invent(facts, entity, f, 0) for f in fields}, names)
    except Impossible:  # the values do not go together
        story = Story(facts)
        row = _create_valid(story, entity, {}, names, full=True)
    story.fetch(story.reader(entity.name), row, see=names)
    said = listing([f.name for f in fields])
    words = ("", f"{a(entity)} is created with {said}", "it is stored and comes back as it was given")
    return _draft(f"{a(entity)} has {said}", "create", entity, [f.name for f in fields], story, words)


def _create_valid(story: Story, entity: Entity, over: dict[str, Any], see: Sequence[str], full: bool = False) -> Row:
    """A row whose creation is what is looked at."""
    row = story.make(entity.name, over, full=full)
    story.steps = [
        replace(s, expect=story.seen(row, see)) if isinstance(s, Create) and s.bind == row.name else s
        for s in story.steps
    ]
    return row


def _updated(facts: Facts, entity: Entity, fields: Sequence[Field]) -> Draft:
    story = Story(facts)
    row = story.make(entity.name)
    over = {f.name: invent(facts, entity, f, 2) for f in fields}
    changes = {k: v for k, v in over.items() if not _breaks(story, entity, row, k, v)}
    if not changes:
        raise Impossible("no other valid value was found")
    names = [f.name for f in fields if f.type != "secret" and f.name in changes]
    for name, value in changes.items():  # each alone: what is left out stays as it is
        story.update(story.writer(entity.name, "update"), row, {name: value}, see=[name] if name in names else [])
    if len(changes) > 1:
        with suppress(Impossible):  # one of them may break a rule
            together = {f.name: invent(facts, entity, f, 3) for f in fields if f.name in changes}
            story.update(story.writer(entity.name, "update"), row, together)
    story.fetch(story.reader(entity.name), row, see=names)
    said = listing(list(changes))
    words = (a(entity), f"its {said} change", "it has the new values from then on")
    return _draft(f"{said} of {a(entity)} can be changed", "update", entity, list(changes), story, words)


def _breaks(story: Story, entity: Entity, row: Any, name: str, value: Any) -> bool:
    """Would this change alone break a constraint?"""
    from scaffolder.criteria.oracle import writing
    from scaffolder.criteria.oracle.world import Refusal

    try:
        writing.update(story.world, story.writer(entity.name, "update"), row, {name: value})
    except Refusal:
        return True
    return False


def _required(facts: Facts, entity: Entity, fields: Sequence[Field]) -> Draft:
    cases = [(f.name, MISSING) for f in fields]
    story = _tried(facts, entity, cases, update=False)
    said = listing([f.name for f in fields])
    words = ("", f"{a(entity)} is created without {said}", "it is refused, and the missing value is named")
    return _draft(
        f"{a(entity)} without {said} is refused", "required", entity, [f.name for f in fields], story, words, cases
    )


def _not_emptied(facts: Facts, entity: Entity, fields: Sequence[Field]) -> Draft:
    cases = [(f.name, None) for f in fields]
    story = _tried(facts, entity, cases)
    said = listing([f.name for f in fields])
    words = ("", f"{said} of {a(entity)} would be empty", "that is refused, and the field is named")
    return _draft(
        f"{said} of {a(entity)} cannot be empty", "required", entity, [f.name for f in fields], story, words, cases
    )


def _refused(facts: Facts, entity: Entity, rule: Rule, cases: Cases) -> Draft:
    story = _tried(facts, entity, cases)
    said = listing(list(dict.fromkeys(name for name, _ in cases)))
    reasons = {
        "type": ("of the wrong type", "has a wrong type"),
        "bounds": ("beyond its bounds", "is out of bounds"),
        "pattern": ("that does not fit its pattern", "does not fit its pattern"),
        "enum": ("that is not one of the choices", "is none of the choices"),
    }
    noun, verb = reasons[rule]
    words = ("", f"{said} of {a(entity)} gets a value {noun}", "it is refused, and the field is named")
    return _draft(
        f"{said} of {a(entity)} that {verb} is refused", rule, entity, [n for n, _ in cases], story, words, cases
    )


def _tried(facts: Facts, entity: Entity, cases: Cases, update: bool = True) -> Story:
    """Steps in which a case is refused at creation, and as a change where `update`. Every case is tried here; the
    steps of the last one stay."""
    story = Story(facts)
    for name, value in cases:
        story = Story(facts)
        row = story.make(entity.name) if update else None
        given, case = story.complete(entity.name, {}), (name, value)
        story.create(story.writer(entity.name, "create"), entity.name, given, refused="invalid", case=case)
        if row is not None:
            story.update(story.writer(entity.name, "update"), row, {}, refused="invalid", case=case)
    return story


def _allowed(facts: Facts, entity: Entity, rule: Rule, cases: Cases) -> Draft:
    story = Story(facts)
    kept: list[tuple[str, Any]] = []
    for name, value in cases:
        trial = Story(facts)
        given, actor = trial.complete(entity.name, {}), trial.writer(entity.name, "create")
        try:
            trial.create(actor, entity.name, given, see=[name], case=(name, value))
        except Impossible:
            continue
        kept.append((name, value))
        story = trial
    if not kept:
        raise Impossible("no value on a bound is accepted")
    said = listing(list(dict.fromkeys(name for name, _ in kept)))
    where = "on its bounds" if rule == "bounds" else "that is one of the choices"
    words = ("", f"{said} of {a(entity)} gets a value {where}", "it is accepted")
    return _draft(f"{said} of {a(entity)} {where} is accepted", rule, entity, [n for n, _ in kept], story, words, kept)


def _default(facts: Facts, entity: Entity, fields: Sequence[Field]) -> Draft:
    story = Story(facts)
    names = [f.name for f in fields]
    row = _create_valid(story, entity, {}, names)
    story.fetch(story.reader(entity.name), row, see=names)
    said = listing(names)
    words = ("", f"{a(entity)} is created without {said}", "it has the default")
    return _draft(f"{said} of {a(entity)} has a default", "default", entity, names, story, words)


def _unique(facts: Facts, entity: Entity, field: Field) -> Draft:
    story = Story(facts)
    first = story.make(entity.name, {field.name: invent(facts, entity, field, 0)})
    taken = first.stored[field.name]
    actor = story.writer(entity.name, "create")
    given = story.complete(entity.name, {field.name: taken})
    story.create(actor, entity.name, given, refused="conflict")
    second = story.create(actor, entity.name, {**given, field.name: invent(facts, entity, field, 1)})
    story.update(story.writer(entity.name, "update"), second, {field.name: taken}, refused="conflict")
    said = listing([field.name])
    words = (a(entity), f"another one gets the same {said}", "it is refused, at creation and as a change")
    return _draft(f"two rows of {a(entity)} never have the same {said}", "unique", entity, [field.name], story, words)


def _secret(facts: Facts, entity: Entity, field: Field) -> Draft:
    story = Story(facts)
    row = story.make(entity.name, {field.name: invent(facts, entity, field, 0)})
    story.fetch(story.reader(entity.name), row, hidden=[field.name])
    said = listing([field.name])
    words = (f"{a(entity)} with {said}", "it is read", f"{said} is not shown")
    return _draft(f"{said} of {a(entity)} is never shown", "secret", entity, [field.name], story, words)


def _shown(facts: Facts, entity: Entity, fields: Sequence[Field]) -> Draft:
    story, names = Story(facts), [f.name for f in fields if f.type not in ("secret", "file", "image")]
    story.fetch(story.reader(entity.name), story.make(entity.name), see=names)
    said = listing(names)
    words = ("", f"{a(entity)} is created", f"nobody has written its {said} yet")
    return _draft(f"{said} of {a(entity)} before anything happens", "default", entity, names, story, words)


def _readonly(facts: Facts, entity: Entity, fields: Sequence[Field]) -> Draft:
    cases = [(f.name, values.invent(entity, f, 0)) for f in fields if f.type not in ("file", "image")]
    story = _tried(facts, entity, cases)
    said = listing([f.name for f in fields])
    words = ("", f"somebody writes {said} of {a(entity)}", "it is refused, and the field is named")
    name = f"{said} of {a(entity)} cannot be written"
    return _draft(name, "readonly", entity, [f.name for f in fields], story, words, cases)
