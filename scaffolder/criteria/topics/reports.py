"""Reports: rows in several groups, chosen so that a report nearly the same would show other numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from scaffolder import naming
from scaffolder.criteria import candidates, values
from scaffolder.criteria.candidates import Change
from scaffolder.criteria.drafting import Attempt, Attempts, Draft
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle import reading
from scaffolder.criteria.oracle.world import Facts, Refusal
from scaffolder.criteria.solver import Recipe, merged, side_by_side
from scaffolder.criteria.steps import RunReport, Table
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.telling import near_misses, telling
from scaffolder.expr import ExprError, Typed
from scaffolder.plan import Field, Measure, Report

ROWS = 7  # rows tried at once at most
GROUPS = 3  # groups wanted
POOL = 60
AGGREGATES = ("count", "sum", "avg", "min", "max")


def attempts(facts: Facts) -> Attempts:
    for report in facts.plan.reports:
        yield Attempt("report", (f"report:{report.name}",), tuple(report.satisfies), partial(_reported, facts, report))


def _reported(facts: Facts, report: Report) -> Draft:
    reader = Story(facts).reader(report.entity)
    misses = list(_near(facts, report))
    chosen = _rows(facts, report, reader, misses)
    story = _told(facts, chosen)
    table = _table(story, reader, report)
    if not any(r for r in table):
        raise Impossible("no rows were found that it shows")
    story.step(RunReport(reader, report.name, Table(tuple(story.told(r) for r in table), in_order(report))))
    said = " ".join(naming.words(report.name))
    entity = facts.index.entity(report.entity)
    words = (
        f"some rows of {' '.join(naming.words(entity.name))}",
        f"the report {said} is asked for",
        "its rows have the right numbers",
    )
    return Draft(
        f"report {said} has the right rows", "report", (f"report:{report.name}",), tuple(report.satisfies), "reports",
        tuple(story.steps), *words,
    )  # fmt: skip


def in_order(report: Report) -> bool:
    """Where nothing else is asked for, its rows come in the order of what they are grouped by."""
    return bool(report.sort or report.group_by)


def _told(facts: Facts, recipes: Sequence[Recipe]) -> Story:
    """All these rows in one story."""
    story = Story(facts)
    side_by_side(story, recipes)
    return story


def _table(story: Story, reader: str, report: Report) -> list[dict[str, Any]]:
    return reading.reported(story.world, reader, report)


def _rows(facts: Facts, report: Report, reader: str, misses: Sequence[Report]) -> list[Recipe]:
    """One row after the other: each that gives away more near misses than the rows before it."""
    chosen: list[Recipe] = []
    best = -1
    for recipe in _pool(facts, report, reader):
        score = _score(facts, report, reader, misses, [*chosen, recipe])
        if score > best:
            chosen.append(recipe)
            best = score
        if best >= len(misses) + GROUPS or len(chosen) == ROWS:
            break
    if not chosen:
        raise Impossible("no rows were found that it shows")
    return chosen


def _score(facts: Facts, report: Report, reader: str, misses: Sequence[Report], recipes: Sequence[Recipe]) -> int:
    """How many near misses give another table; a further group counts as much."""
    with suppress(Impossible, Refusal):
        story = _told(facts, recipes)
        table = _table(story, reader, report)
        caught = sum(_differs(story, reader, report, miss, table) for miss in misses)
        return caught + min(len(table), GROUPS)
    return -1


def _differs(story: Story, reader: str, report: Report, miss: Report, table: list[dict[str, Any]]) -> bool:
    try:
        other = _table(story, reader, miss)
    except (TypeError, ArithmeticError):
        return True
    if in_order(report):
        return other != table
    return sorted(map(repr, other)) != sorted(map(repr, table))


def _pool(facts: Facts, report: Report, reader: str) -> list[Recipe]:
    """Rows of several groups with several values; where there is a condition, also rows for which it fails."""
    start: list[Recipe] = [Recipe(report.entity, (), reader)]
    if report.where:
        start = [t.recipe for t in telling(facts, report.entity, report.where, actors=[reader])]
    groups = [(), *((c,) for text in report.group_by for c in _varied(facts, report, text))]
    measures = [(), *((c,) for m in report.measures if m.expr for c in _varied(facts, report, m.expr))]
    kinds = [merged(s.changes, (*g, *m)) for m in measures for g in groups for s in start if not _same(g, m)]
    return [Recipe(report.entity, changes, reader) for changes in dict.fromkeys(kinds)][:POOL]


def _same(groups: Sequence[Change], measures: Sequence[Change]) -> bool:
    return bool({c.target for c in groups} & {c.target for c in measures})


def _varied(facts: Facts, report: Report, text: str) -> list[Change]:
    """Other values of what an expression reads: choices, months that differ, other parents, other numbers."""
    found: list[Change] = []
    typed = facts.typed(text, report.entity)
    for steps in typed.paths.values():
        last, path = steps[-1], tuple(s.name for s in steps)
        if last.computed is not None:
            found += [
                c
                for c in candidates.changes(facts, [typed])
                if c.kind in ("set", "children", "do") and c.value is not None
            ]
        elif any(s.kind not in ("field", "to_one") for s in steps):
            found += [c for c in candidates.changes(facts, [typed]) if c.kind in ("children", "do")]
        elif last.kind == "to_one":
            found.append(Change("set", path, "a row"))
        elif last.field is not None and last.entity is not None:
            found += _of_field(facts, typed, last.entity, last.field, path)
        found += [Change("set", path[:-1], "a row")] if len(path) > 1 and not found else []
    return found


def _of_field(facts: Facts, typed: Typed, entity: str, field: Field, path: tuple[str, ...]) -> list[Change]:
    if field not in facts.index.writable(entity):
        later = [Change("wait", (), timedelta(days=40))] if field.type in ("date", "datetime") else []
        return later + [c for c in candidates.changes(facts, [typed]) if c.kind in ("do", "wait")]
    if field.type in ("date", "datetime"):
        days = [values.NOW + timedelta(days=d) for d in (40, 2, 400)]
        return [Change("set", path, d if field.type == "datetime" else d.date()) for d in days]
    count = len(field.enum) if field.type == "enum" else 2 if field.type == "boolean" else 5
    return [Change("set", path, invent(facts, facts.index.entity(entity), field, n)) for n in range(count) if n != 1][
        :3
    ]


def _near(facts: Facts, report: Report) -> Iterator[Report]:
    """Reports with one thing changed."""

    def good(text: str) -> bool:
        try:
            facts.typed(text, report.entity)
        except (ExprError, SyntaxError):
            return False
        return True

    for miss in near_misses(report.where) if report.where else []:
        if good(miss):
            yield report.model_copy(update={"where": miss})
    if report.where:
        yield report.model_copy(update={"where": None})
    for i, measure in enumerate(report.measures):
        for other in _near_measures(measure):
            if other.expr is None or good(other.expr):
                measures = [other if j == i else m for j, m in enumerate(report.measures)]
                yield report.model_copy(update={"measures": measures})
    for i, order in enumerate(report.sort):
        turned = order[1:] if order.startswith("-") else f"-{order}"
        yield report.model_copy(update={"sort": [turned if j == i else s for j, s in enumerate(report.sort)]})
    for name in map(reading.group_name, report.group_by):
        if name not in [s.lstrip("-+") for s in report.sort]:
            yield report.model_copy(update={"sort": [*report.sort, f"-{name}"]})
    if report.limit and report.limit < ROWS:
        yield report.model_copy(update={"limit": None})


def _near_measures(measure: Measure) -> Iterator[Measure]:
    if not measure.expr:
        yield measure.model_copy(update={"agg": "max", "expr": "id"})
    else:
        yield from (measure.model_copy(update={"agg": agg}) for agg in AGGREGATES if agg != measure.agg)
        yield from (measure.model_copy(update={"expr": miss}) for miss in near_misses(measure.expr))
