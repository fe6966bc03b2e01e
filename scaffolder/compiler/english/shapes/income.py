"""What "revenue" adds up where no field is called that: what is written as a total, or the price of what was sold
times how much of it, or a rate times how long it took."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.compiler.english import expressions
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import many
from scaffolder.plan import Aggregate, Entity, Field, Measure

TOTALS = phrases("asking", "totals")
PRICES = phrases("asking", "prices")
QUANTITIES = phrases("asking", "quantities")
INCOME = phrases("asking", "income")
PER_HOUR = {"minutes": " / 60", "minute": " / 60", "min": " / 60", "hours": "", "hour": "", "h": "", "": ""}


def candidates(draft: Draft) -> Iterator[tuple[Entity, str]]:
    """Things and the amount of each, likeliest first."""
    entities = draft.plan.entities
    yield from ((e, name) for e in entities if (name := _named(e, TOTALS)))
    yield from ((e, amount) for e in entities for amount in _sold(e, draft))
    yield from ((e, name) for e in entities if (name := _named(e, PRICES)))
    yield from ((e, amount) for e in entities for amount in _worked(e, draft))


def tell(draft: Draft, entity: Entity, measure: Measure, agg: Aggregate) -> None:
    """Which reading was taken is an assumption."""
    amount, name = expressions.written(measure.expr or ""), measure.name
    counted = f"the {'average' if agg == 'avg' else 'sum'} of {amount} of {many(entity.name)}"
    draft.assume(f"{name.capitalize()} is {counted}.", entity.name)
    draft.find("A207", None, name=name, counted=counted, things=many(entity.name))


def _sold(entity: Entity, draft: Draft) -> Iterator[str]:
    """A price of its own or of what it belongs to, times its quantity."""
    quantity = _first(entity, QUANTITIES, ("integer", "decimal", "float"))
    times = f" * {quantity}" if quantity else ""
    own = _named(entity, PRICES)
    if own and times:
        yield own + times
    for link, target in _links(entity, draft):
        price = _named(target, PRICES)
        if price and not own:
            yield f"{link}.{price}{times}"


def _worked(entity: Entity, draft: Draft) -> Iterator[str]:
    """An hourly rate of who did it, times the hours."""
    lasted = next((f for f in entity.fields if _lasts(f)), None)
    for link, target in _links(entity, draft) if lasted else ():
        rate = next((f.name for f in target.fields if f.name in ("hourly_rate", "rate_per_hour")), "")
        if rate and lasted is not None:
            yield f"{link}.{rate} * {lasted.name}{PER_HOUR[lasted.unit or '']}"


def _lasts(field: Field) -> bool:
    called = field.name in ("duration", "hours", "minutes", "time_spent", "length")
    counted = field.type in ("integer", "decimal", "float") and (field.unit or "") in PER_HOUR
    return called and counted and (bool(field.unit) or field.name == "hours")


def _links(entity: Entity, draft: Draft) -> Iterator[tuple[str, Entity]]:
    for relation in entity.relations:
        target = draft.entity(relation.target)
        if relation.cardinality == "many_to_one" and target is not None and target is not entity:
            yield relation.name, target


def _named(entity: Entity, names: tuple[str, ...]) -> str:
    return _first(entity, names, ("money", "decimal"))


def _first(entity: Entity, names: tuple[str, ...], types: tuple[str, ...]) -> str:
    there = {f.name: f.type for f in entity.fields}
    return next((n for n in names if there.get(n) in types), "")
