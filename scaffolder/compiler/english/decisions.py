"""What is decided of a thing that has no states: "The caretaker confirms or declines Bookings".

One and the same row is not both confirmed and declined, which two moments would allow: it is in a state.
"""

from __future__ import annotations

from scaffolder import naming
from scaffolder.compiler.english import usual, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.wording import capital, listed, one
from scaffolder.plan import Action, Choice, Entity, Field

FOR = ("confirm", "approve", "accept")
AGAINST = ("decline", "reject", "refuse")
FIRST = "pending"


def settle(draft: Draft) -> None:
    """A status for each thing of which it is decided one way or the other, where nothing says what that does."""
    for entity in draft.plan.entities:
        deeds = [a for a in draft.plan.actions if a.entity == entity.name and not a.effects and not a.params]
        names = {a.name for a in deeds}
        plain = not any(f.type in ("enum", "boolean") for f in entity.fields)
        machine = any(m.entity == entity.name for m in draft.plan.state_machines)
        if plain and not machine and names & set(FOR) and names & set(AGAINST):
            _add(draft, entity, deeds)


def _add(draft: Draft, entity: Entity, deeds: list[Action]) -> None:
    known = {*FOR, *AGAINST, "cancel", "withdraw"}
    ordered = [a for kind in (FOR, AGAINST, known) for a in deeds if a.name in kind]
    states = list(dict.fromkeys([_first(entity), *(vocabulary.results(a.name)[0] for a in ordered)]))
    draft.rid = ordered[0].satisfies[0] if ordered[0].satisfies else ""
    made = Field(name="status", type="enum", enum=[Choice(value=s) for s in states], default=states[0])
    made.origin = "default"
    draft.add_field(entity, made).required = True
    draft.assume(f"{capital(one(entity.name))} has a status ({listed(states)}).", f"{entity.name}.status")
    draft.rid = ""


def _first(entity: Entity) -> str:
    """What it is before: a booking is "requested"."""
    known = usual.things().get(usual.singular(naming.words(entity.name)))
    asked = known is not None and "(requested" in known.has
    return "requested" if asked or entity.name.endswith("Request") else FIRST
