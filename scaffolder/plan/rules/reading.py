"""Expressions read in their place: their type is the one wanted there, their values are ones that fit."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from scaffolder import expr
from scaffolder.expr import Scope, Typed, Value
from scaffolder.plan import FieldType
from scaffolder.plan.rules import EXPRESSION, fault
from scaffolder.plan.rules.values import CLOCK, value_problem
from scaffolder.types import Diagnostic

LOGIN = ("user", "role")


class Target(Struct, frozen=True):
    """What a value goes into: a field of `type` with `choices`, or (with `entity`) a link to one of its rows."""

    name: str
    type: FieldType = "string"
    choices: tuple[str, ...] = ()
    entity: str | None = None
    required: bool = False


def read(place: str, text: str, scope: Scope, *, login: bool = True) -> tuple[Typed | None, list[Diagnostic]]:
    """`login` False: nobody is logged in where the expression is worked out, so it must not ask who."""
    try:
        typed = expr.check(text, scope)
    except expr.ExprError as error:
        return None, [fault(EXPRESSION, place, f"{_short(text)}: {error.message}")]
    if not login and any(steps[0].kind in LOGIN for steps in typed.paths.values()):
        return None, [
            fault(EXPRESSION, place, f"{_short(text)}: nobody is logged in here, so there is no user and no role")
        ]
    return typed, []


def condition(place: str, text: str | None, scope: Scope, *, login: bool = True) -> Iterator[Diagnostic]:
    if text is None:
        return
    typed, faults = read(place, text, scope, login=login)
    yield from faults
    if typed and typed.type.kind != "boolean":
        yield fault(EXPRESSION, place, f"{_short(text)} is {typed.type.words}; a condition is yes or no")


def value(place: str, text: str, scope: Scope, target: Target, *, login: bool = True) -> Iterator[Diagnostic]:
    typed, faults = read(place, text, scope, login=login)
    yield from faults
    if typed is None:
        return
    problem = _misfit(typed, target)
    if problem:
        yield fault(EXPRESSION, place, f"{_short(text)} {problem}")


def _misfit(typed: Typed, target: Target) -> str:
    type_ = typed.type
    if type_.kind == "none":
        return f"is nothing, and {target.name} is required" if target.required else ""
    if target.entity is not None:
        wanted = "a user" if target.entity == expr.LOGIN_USER else f"a row of {target.entity}"
        same = type_.kind == "row" and type_.entity == target.entity
        return "" if same else f"is {type_.words}; {target.name} is {wanted}"
    if target.type in CLOCK | {"uuid"} and type_.kind == "string" or target.type == "enum":
        return _unfit_choice(typed, target)
    if not expr.fits(type_, target.type):
        return f"is {type_.words}; {target.name} is of type {target.type}"
    return ""


def _unfit_choice(typed: Typed, target: Target) -> str:
    for leaf in _outcomes(typed.node):
        if isinstance(leaf, Value):
            problem = "" if leaf.value is None else value_problem(target.type, leaf.value, list(target.choices))
            if problem:
                return f"cannot go into {target.name}: {problem}"
        elif target.type != "enum" or not set(typed.of(leaf).choices or [""]) <= set(target.choices):
            return f"may be none of the values of {target.name}"
    return ""


def _outcomes(node: expr.Node) -> Iterator[expr.Node]:
    """The parts of which one is the value in the end."""
    if isinstance(node, expr.Choose):
        yield from _outcomes(node.then)
        yield from _outcomes(node.other)
    elif isinstance(node, expr.Call) and node.name == "coalesce":
        for argument in node.args:
            yield from _outcomes(argument)
    else:
        yield node


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:77] + "..."
