"""Which rows others are of most: "Show the busiest Rooms" counts the Bookings of each.

RANKED := [Show] the busiest|most popular|most used|… THINGS
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


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    cursor.take(*SHOW)
    cursor.take("the", "our")
    most = "" if draft.strict else cursor.take(*MOST)
    target = draft.read_entity(cursor) if most else None
    found = _children(target, draft) if target is not None and cursor.done else []
    if not target or len(found) != 1:
        return False
    child, link = found[0]
    counted, plural = (naming.snake(naming.plural(e.name)) for e in (child, target))
    made = Report(name=f"{naming.snake(most)}_{plural}", entity=child.name, group_by=[link], sort=[f"-{counted}"])
    made.measures = [Measure(name=counted, agg="count")]
    draft.put_apart("report", "", made.name, made, draft.plan.reports)
    draft.cite(child)
    return True


def _children(target: Entity, draft: Draft) -> list[tuple[Entity, str]]:
    """The things that are of such a row, and the link; where there are several, those that last for a time."""
    found = [
        (entity, relation.name)
        for entity in draft.plan.entities
        for relation in entity.relations
        if relation.target == target.name and relation.cardinality == "many_to_one" and entity is not target
    ]
    lasting = [(entity, link) for entity, link in found if intervals.interval(entity)]
    return lasting if len(found) > 1 and lasting else found


SHAPES = (Shape("ranked", 4, read, "Show the most used Cars."),)
