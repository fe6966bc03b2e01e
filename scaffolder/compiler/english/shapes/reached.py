"""When rows came to the state that a report asks for: "the value won per month" is that of the month of winning."""

from __future__ import annotations

from scaffolder.compiler.english import statements
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.conditions import main_date
from scaffolder.compiler.english.wording import many
from scaffolder.plan import Action, Entity, Field, SetEffect


def date_of(entity: Entity, where: str | None, draft: Draft) -> str:
    """The moment that rows belong to; where no field says so, that at which an action brought them into their state."""
    dated = any(f.type in ("date", "datetime") and f.origin != "default" for f in entity.fields)
    named = statements.values_of(where) if where and not dated and not draft.strict else None
    if named is None or len(named[1]) != 1:
        return main_date(entity, draft)
    field, state = named[0], named[1][0]
    leading = _leading(entity, field, state, draft)
    if not leading:
        return main_date(entity, draft)
    made = draft.field(entity.name, f"{state}_at")
    if made is None:
        made = draft.add_field(entity, Field(name=f"{state}_at", type="datetime", readonly=True, origin="default"))
        shown = state.replace("_", " ")
        draft.assume(f"The date of {shown} {many(entity.name)} is when they became {shown}.", entity.name)
    for action in leading:
        if not any(isinstance(e, SetEffect) and e.field == made.name for e in action.effects):
            action.effects.append(SetEffect(field=made.name, value="now"))
    return made.name if made.type in ("date", "datetime") else main_date(entity, draft)


def _leading(entity: Entity, field: str, state: str, draft: Draft) -> list[Action]:
    """The actions that bring a row into the state, where nothing else does: it does not begin there."""
    machines = [m for m in draft.plan.state_machines if (m.entity, m.field) == (entity.name, field)]
    if any(m.initial == state for m in machines):
        return []
    names = {t.action for m in machines for t in m.transitions if t.to == state}
    return [a for a in draft.plan.actions if a.entity == entity.name and a.name in names]
