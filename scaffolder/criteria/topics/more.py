"""What is left: deletion, timestamps, functions, login, files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from scaffolder import naming
from scaffolder.criteria import values
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, topic
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle import access
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.steps import Call, Login, Refused, Step, Upload, Why
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.telling import telling
from scaffolder.criteria.topics.actions import everybody
from scaffolder.plan import Entity, Field, Function, Role

EXACT = ("decimal", "money", "percent")
UNSEEN = ("file", "image", "secret")  # what a row does not show as it was given


def attempts(facts: Facts) -> Attempts:
    for entity in facts.plan.entities:
        name, asked = (entity.name,), tuple(entity.satisfies)
        yield Attempt("delete", name, asked, partial(_deleted, facts, entity))
        if entity.timestamps:
            yield Attempt("timestamps", name, asked, partial(_stamped, facts, entity))
        for field in entity.fields:
            if field.type in ("file", "image"):
                element = (f"{entity.name}.{field.name}",)
                yield Attempt("type", element, tuple(field.satisfies), partial(_uploaded, facts, entity, field))
    for function in facts.plan.functions:
        element = (f"function:{function.name}",)
        yield Attempt("function", _elements(function), tuple(function.satisfies), partial(called, facts, function))
        if facts.has_login:
            guarded = partial(_guarded, facts, function)
            yield Attempt("permission", element, tuple(function.satisfies), guarded, further=not function.roles)
    for role in facts.plan.roles:
        if not role.anonymous:
            yield Attempt("login", (f"role:{role.name}",), tuple(role.satisfies), partial(_logged_in, facts, role))


def _of(
    entity: Entity, kind: str, name: str, rule: Any, element: str, asked: Sequence[str], story: Story, *words: str
) -> Draft:
    given, when, then = words
    return Draft(name, rule, (element,), tuple(asked), topic(entity, kind), tuple(story.steps), given, when, then)


def _deleted(facts: Facts, entity: Entity) -> Draft:
    story = Story(facts)
    row, _other = story.make(entity.name), story.make(entity.name)
    reader = story.reader(entity.name)
    story.delete(story.writer(entity.name, "delete"), row)
    story.fetch(reader, row, refused="missing")
    story.list(reader, entity.name)
    words = (f"two rows of {a(entity)}", "one is deleted", "it is gone, the other one stays")
    return _of(entity, "lists", f"{a(entity)} can be deleted", "delete", entity.name, entity.satisfies, story, *words)


def _stamped(facts: Facts, entity: Entity) -> Draft:
    story = Story(facts)
    row = story.make(entity.name)
    stamps = ["created_at", "updated_at"]
    story.fetch(story.reader(entity.name), row, see=stamps)
    story.at(timedelta(hours=1))
    for field in facts.index.writable(entity.name):
        values = [invent(facts, entity, field, n) for n in (7, 8)] if field.type not in UNSEEN else []
        other = [v for v in values if v is not None and v != row[field.name]]  # the same again is no change
        if other:
            story.update(story.writer(entity.name, "update"), row, {field.name: other[0]}, see=stamps)
            break
    words = (a(entity), "it is changed an hour later", "it says when it was made and when it was changed last")
    return _of(
        entity, "fields", f"{a(entity)} has timestamps", "timestamps", entity.name, entity.satisfies, story, *words
    )


def _uploaded(facts: Facts, entity: Entity, field: Field) -> Draft:
    story = Story(facts)
    row = story.make(entity.name)
    writer, reader = story.writer(entity.name, "update"), story.reader(entity.name)
    if field.type == "image":
        story.step(Upload(writer, reader, entity.name, row.name, field.name, "note.txt", "text/plain", refused=True))
        story.step(Upload(writer, reader, entity.name, row.name, field.name, "dot.png", "image/png"))
    else:
        story.step(Upload(writer, reader, entity.name, row.name, field.name, "note.txt", "text/plain"))
    said = " ".join(naming.words(field.name))
    words = (a(entity), f"a file is sent as its {said}", "it can be fetched again as it was")
    return _of(
        entity,
        "fields",
        f"{said} of {a(entity)} can be stored",
        "type",
        f"{entity.name}.{field.name}",
        field.satisfies,
        story,
        *words,
    )


def called(facts: Facts, function: Function) -> Draft:
    story, actor = Story(facts), _caller(facts, function)
    declared = {p.name: p for p in function.params}
    for example in function.examples:
        args = _typed(declared, example.args)
        if example.raises is None:
            story.step(Call(actor, function.name, args, _exact(function, example.result)))
        else:
            story.step(Call(actor, function.name, args, refused=Refused("invalid")))
    if function.body:
        found = telling(facts, None, function.body, params=function.params, values=True, most=3)
        for given in [told.recipe.params for told in found] or [{}]:
            args = {p.name: given.get(p.name, values.invent_param(p, n)) for n, p in enumerate(function.params)}
            result = story.world.evaluate(function.body, None, params=args, declared=function.params)
            if result is not None:
                story.step(Call(actor, function.name, args, _exact(function, result)))
    if not story.steps:
        raise Impossible("there is no example of it")
    said = " ".join(naming.words(function.name))
    return Draft(
        f"function {said} gives the right results", "function", _elements(function),
        tuple(function.satisfies), "functions", tuple(story.steps), "", f"{said} is computed", "the result is right",
    )  # fmt: skip


def _elements(function: Function) -> tuple[str, ...]:
    """What is seen to work: the function, and the module that holds it."""
    held = [f"module:{function.module}"] if function.module is not None else []
    return (f"function:{function.name}", *held)


def _caller(facts: Facts, function: Function) -> str:
    """Who calls it: a role that the plan names rather than one that may do everything."""
    story = Story(facts)
    return story.actor(next(iter(facts.index.callers(function)), "")) if facts.has_login else ""


def _guarded(facts: Facts, function: Function) -> Draft:
    """Who may not call it is refused, and who may is not."""
    story = Story(facts)
    args = {p.name: values.invent_param(p, n) for n, p in enumerate(function.params)}
    for actor in everybody(facts):
        if not access.may_call(story.world, story.world.user(actor), function):
            why: Why = "forbidden" if actor else "unauthenticated"
            story.step(Call(actor, function.name, args, refused=Refused(why)))
    if not story.steps:
        raise Impossible("everybody may call it")
    story.steps += called(facts, function).steps[:1]
    said = " ".join(naming.words(function.name))
    return Draft(
        f"function {said} answers those who may call it", "permission", (f"function:{function.name}",),
        tuple(function.satisfies), "functions", tuple(story.steps),
        "", f"everybody wants {said} computed", "it is done for who may, and refused to others",
    )  # fmt: skip


def _typed(declared: dict[str, Any], args: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an example as they are written in the plan; exact numbers are text there."""
    return dict(args)


def _exact(function: Function, value: Any) -> Any:
    """As it is answered: an example may say 2.5 for what is told as "2.50"."""
    if function.returns in EXACT and isinstance(value, (int, float, str)) and not isinstance(value, bool):
        value = Decimal(str(value))
    return values.wire(value, function.returns)


def _logged_in(facts: Facts, role: Role) -> Draft:
    steps: list[Step] = [Login(role.name), Login(role.name, right=False)]
    if role.self_signup:
        steps.append(Login(role.name, signup=True))
    said = " ".join(naming.words(role.name))
    return Draft(
        f"{said} can log in", "login", (f"role:{role.name}",), tuple(role.satisfies), "login", tuple(steps),
        "", f"a {said} logs in", "the right password opens, a wrong one does not",
    )  # fmt: skip
