"""The records that verbs make, before the sentences about them are read."""

from __future__ import annotations

from scaffolder import naming
from scaffolder.compiler.english import paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import agents, makers
from scaffolder.compiler.english.shapes.makers import is_step
from scaffolder.compiler.english.shapes.pieces import amount_out, pieces_of
from scaffolder.compiler.english.tokens import Clause, Cursor
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Relation

CAN = phrases("abilities", "can")


def foresee(clause: Clause, draft: Draft) -> bool:
    """The records that verbs make are things that other sentences may name: they are declared before these are read."""
    cursor = Cursor(clause.tokens)
    head = cursor.until(*CAN)
    if draft.strict or cursor.done or not head or not cursor.take(*CAN) or agents.is_thing(head, draft):
        return False
    for piece in pieces_of(amount_out(cursor.rest)[0]):
        if "check in" in draft.said and piece[0].low == "check":
            continue
        if draft.read_entity(Cursor(piece)) is not None:
            continue  # "manage Invoices and Order Lines"
        for size in (1, 2, 3):
            event = vocabulary.event(" ".join(t.low for t in piece[:size]))
            thing = Cursor(piece[size:])
            entity = draft.read_entity(thing) if event else None
            name = makers.made_by(piece[0].low, event, entity, draft) if event and entity else ""
            other = event and entity and name != entity.name and not is_step(event, entity)
            if event and entity and other and head[0].low != "users":
                made = draft.declare([], name)
                draft.said.add(f"event:{made.name}")
                if not paths.to_parent(made, entity.name, draft, 1):
                    draft.add_relation(
                        made, Relation(name=naming.snake(entity.name), target=entity.name, required=True)
                    )
    return False
