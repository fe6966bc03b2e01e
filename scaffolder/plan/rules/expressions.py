"""Every expression of a plan parses, and has the type that its place wants."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from scaffolder import expr, naming
from scaffolder.expr import Scope
from scaffolder.plan import Constraint, Entity, Function, Notification, Param, Plan, Report
from scaffolder.plan.index import Index
from scaffolder.plan.rules import COLLISION, EXPRESSION, SHAPE, fault, permission_path, unknown
from scaffolder.plan.rules.reading import Target, condition, read, value
from scaffolder.types import Diagnostic

DATE_PARTS = ("year", "month", "week", "day", "weekday")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NUMBERS = ("integer", "decimal", "float")
ORDERED = (*NUMBERS, "date", "datetime", "time", "duration")


def faults(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    """Sound foundations are taken for granted."""
    for entity in plan.entities:
        yield from _computed(entity, index)
        for constraint in entity.constraints:
            yield from _constraint(entity, constraint, index)
    for permission in plan.permissions:
        yield from condition(
            f"{permission_path(permission)}.where", permission.where, Scope.of(index, permission.entity)
        )
    for query in plan.queries:
        yield from condition(f"queries.{query.name}.where", query.where, Scope.of(index, query.entity))
    for report in plan.reports:
        yield from _report(report, index)
    for name, trigger in [(f"jobs.{j.name}", j.trigger) for j in plan.jobs] + [
        (f"notifications.{n.name}", n.trigger) for n in plan.notifications
    ]:
        if trigger.entity is not None:
            yield from condition(f"{name}.trigger.when", trigger.when, Scope.of(index, trigger.entity), login=False)
    for notification in plan.notifications:
        yield from _notification(notification, index)
    for function in plan.functions:
        yield from _function(function, index)


def _computed(entity: Entity, index: Index) -> Iterator[Diagnostic]:
    for field in entity.fields:
        if field.computed is not None:
            scope = Scope.of(index, entity.name).inside(entity.name, field.name)
            place = f"entities.{entity.name}.fields.{field.name}.computed"
            target = Target(field.name, field.type, tuple(c.value for c in field.enum))
            yield from value(place, field.computed, scope, target, login=False)


def _constraint(entity: Entity, constraint: Constraint, index: Index) -> Iterator[Diagnostic]:
    here = f"entities.{entity.name}.constraints.{constraint.name}"
    scope = Scope.of(index, entity.name)
    yield from condition(f"{here}.where", constraint.where, scope, login=False)
    if constraint.kind == "check":
        yield from condition(f"{here}.expr", constraint.expr, scope, login=False)
    elif constraint.expr is not None:
        yield from value(f"{here}.expr", constraint.expr, scope, Target("a limit", "integer"), login=False)


def _report(report: Report, index: Index) -> Iterator[Diagnostic]:
    here, scope = f"reports.{report.name}", Scope.of(index, report.entity)
    yield from condition(f"{here}.where", report.where, scope)
    names = []
    for i, text in enumerate(report.group_by):
        typed, found = read(f"{here}.group_by.{i}", text, scope)
        yield from found
        name = _group_name(typed.node) if typed else ""
        if typed and (not name or typed.type.kind in ("list", "json", "file")):
            message = f"{text[:80]} is no group: name a field, a relation, or month(...), year(...) of a date"
            yield fault(SHAPE, f"{here}.group_by.{i}", message)
        names.append(name)
    if not report.measures:
        yield fault(
            SHAPE, f"{here}.measures", "a report shows at least one number", "measures: [{name: n, agg: count}]"
        )
    for measure in report.measures:
        yield from _measure(f"{here}.measures.{measure.name}", measure.agg, measure.expr, scope)
        names.append(measure.name)
    for name, count in Counter(n for n in names if n).items():
        if count > 1:
            yield fault(COLLISION, here, f'two columns of the report would be called "{name}"')
    for key in report.sort:
        if key.removeprefix("-") not in names:
            yield unknown(f"{here}.sort", "column of the report", key.removeprefix("-"), [n for n in names if n])


def _group_name(node: expr.Node) -> str:
    """What the column of a group is called; empty where it is neither a path nor a part of a date."""
    if isinstance(node, expr.Call) and node.name in DATE_PARTS and isinstance(node.args[0], expr.Path):
        return node.name
    return naming.snake("_".join(node.parts)) if isinstance(node, expr.Path) else ""


def _measure(place: str, agg: str, text: str | None, scope: Scope) -> Iterator[Diagnostic]:
    if agg == "count":
        if text is not None:
            yield fault(SHAPE, f"{place}.expr", "count counts rows and has no expression: use where, or sum")
        return
    if text is None:
        yield fault(SHAPE, f"{place}.expr", f"{agg} needs what it is taken of")
        return
    typed, found = read(f"{place}.expr", text, scope)
    yield from found
    wanted = {"sum": (*NUMBERS, "duration"), "avg": NUMBERS}.get(agg, ORDERED)
    if typed and typed.type.kind not in wanted:
        yield fault(EXPRESSION, f"{place}.expr", f"{text[:80]} is {typed.type.words}; {agg} needs a number")


def _notification(notification: Notification, index: Index) -> Iterator[Diagnostic]:
    here, entity = f"notifications.{notification.name}", notification.trigger.entity
    scope = Scope.of(index, entity)
    to = notification.to
    if to == "user" and not index.plan.roles:
        yield fault(EXPRESSION, f"{here}.to", "without roles there is no login, so there is no user")
    elif to and to != "user" and not to.startswith("role:"):
        yield from _receiver(f"{here}.to", to, scope)
    elif not to and notification.channel == "email":
        yield fault(
            SHAPE,
            f"{here}.to",
            "an e-mail needs somebody to go to",
            "to: role:NAME, user, or a path to an e-mail field",
        )
    for slot in ("subject", "body"):
        for path in PLACEHOLDER.findall(getattr(notification, slot)):
            _, found = read(f"{here}.{slot}", path, scope, login=False)
            yield from found


def _receiver(place: str, text: str, scope: Scope) -> Iterator[Diagnostic]:
    typed, found = read(place, text, scope, login=False)
    yield from found
    if typed is None:
        return
    last = typed.steps(typed.node)[-1] if isinstance(typed.node, expr.Path) else None
    is_user = last is not None and last.type.entity == expr.LOGIN_USER
    is_mail = last is not None and (last.field.type == "email" if last.field else last.name == "email")
    if not is_user and not is_mail:
        yield fault(EXPRESSION, place, f"{text[:80]} leads to no e-mail address")


def _function(function: Function, index: Index) -> Iterator[Diagnostic]:
    here = f"functions.{function.name}"
    if (function.body is None) == (function.module is None):
        yield fault(SHAPE, f"{here}.body", "a function has either a body or the module that holds it")
    if function.body is not None:
        scope = Scope.of(index, None, params=function.params)
        yield from value(f"{here}.body", function.body, scope, Target("the result", function.returns), login=False)
    paths = [m.path for m in index.plan.modules]
    if function.module is not None and function.module not in paths:
        yield unknown(f"{here}.module", "module", function.module, paths)
    for i, example in enumerate(function.examples):
        yield from _example(f"{here}.examples.{i}", list(example.args), function.params)
        if example.raises is not None and example.raises not in function.raises:
            yield unknown(f"{here}.examples.{i}.raises", "error of the function", example.raises, function.raises)


def _example(place: str, given: list[str], params: list[Param]) -> Iterator[Diagnostic]:
    names = [p.name for p in params]
    for name in given:
        if name not in names:
            yield unknown(f"{place}.args", "parameter", name, names)
    missing = [p.name for p in params if p.required and p.default is None and p.name not in given]
    if missing:
        yield fault(SHAPE, f"{place}.args", f"{', '.join(missing)} is missing")
