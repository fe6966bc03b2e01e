"""Which rows others are of most: "Show the busiest Rooms" counts the Bookings of each.

RANKED := [Show] the busiest|most popular|most used|… THINGS
        | [Show] the [N|top [N]] THINGS with|by the most|highest number of OTHERS
        | [Show] the top|best [N] THINGS, where one kind of others is of these
"""

from __future__ import annotations

from scaffolder import naming
from scaffolder.compiler.english import intervals
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.tokens import Clause, Cursor
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Entity, Measure, Report

SHOW = phrases("asking", "show")
MOST = phrases("asking", "most")
TOP = phrases("asking", "top")
WITH = phrases("asking", "with_most")


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    cursor.take(*SHOW)
    cursor.take("the", "our", "a list of", "list of")
    if draft.strict:
        return False
    most = cursor.take(*MOST) or cursor.take(*TOP)
    limit = cursor.kind("number")
    most = most or cursor.take(*TOP)
    target = draft.read_entity(cursor)
    counted = None
    if target is not None and cursor.take(*WITH):
        counted = draft.read_entity(cursor)
        if counted is None:
            return False
    if target is None or not (most or counted) or not cursor.done:
        return False
    found = [(e, link) for e, link in _children(target, draft, counted) if counted in (None, e)]
    if len(found) != 1:
        return False
    child, link = found[0]
    count, plural = (naming.snake(naming.plural(e.name)) for e in (child, target))
    made = Report(
        name=f"{naming.snake(most or 'top')}_{plural}", entity=child.name, group_by=[link], sort=[f"-{count}"]
    )
    made.measures = [Measure(name=count, agg="count")]
    made.limit = int(limit.value) if limit else None
    draft.put_apart("report", "", made.name, made, draft.plan.reports)
    draft.cite(child)
    return True


def _children(target: Entity, draft: Draft, counted: Entity | None) -> list[tuple[Entity, str]]:
    """The things that are of such a row, and the link; where there are several, those that last for a time, unless it
    is told what is `counted`."""
    found = [
        (entity, relation.name)
        for entity in draft.plan.entities
        for relation in entity.relations
        if relation.target == target.name and relation.cardinality == "many_to_one" and entity is not target
    ]
    lasting = [(entity, link) for entity, link in found if intervals.interval(entity)]
    return lasting if len(found) > 1 and lasting and counted is None else found


SHAPES = (Shape("ranked", 4, read, "Show the most used Cars."),)
