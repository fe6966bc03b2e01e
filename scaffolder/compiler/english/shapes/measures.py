"""What a report counts or sums, and of which rows.

MEASURE := the count | the number of THINGS | the sum|average|minimum|maximum of EXPR | the total FIELD | revenue
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder.compiler.english import inference, paths
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import income, qualifiers
from scaffolder.compiler.english.shapes.conditions import adjective, standing
from scaffolder.compiler.english.shapes.parts import both_of
from scaffolder.compiler.english.tokens import Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Aggregate, Entity, Measure

AGGREGATES: dict[str, Aggregate] = {
    "sum": "sum", "total": "sum", "average": "avg", "mean": "avg", "minimum": "min", "lowest": "min", "smallest": "min",
    "earliest": "min", "fastest": "min", "shortest": "min", "cheapest": "min", "best": "max",
    "maximum": "max", "highest": "max", "largest": "max", "latest": "max", "slowest": "max", "longest": "max",
    "biggest": "max", "heaviest": "max", "count": "count", "number": "count",
}  # fmt: skip
DONE = ("sold", "ordered", "paid", "spent", "earned", "collected", "recorded", "donated", "booked", "used", "charged")
INCOME = phrases("asking", "income")
SUMMED = phrases("asking", "summed")
LASTING = ("duration", "time_spent", "hours", "minutes")


def aggregate_first(body: Sequence[Token]) -> bool:
    return len(body) > 1 and body[0].low in AGGREGATES


def beside(body: Sequence[Token], agg: Aggregate, entity: Entity, draft: Draft) -> Measure | None:
    """ "their total amount" beside the number of fines, "word count" beside the total fee: of the same rows."""
    plain = tuple(t for t in body if t.low not in ("their", "its", "the"))
    stated = [m for e, m, where in subjects("", plain, draft) if e is entity and where is None]
    same = [m for e, m, where in _summed(plain, agg, draft) if e is entity and where is None]
    return next(iter([*(stated if aggregate_first(plain) else []), *same, *stated]), None)


def subjects(verb: str, body: tuple[Token, ...], draft: Draft) -> Iterator[tuple[Entity, Measure, str | None]]:
    """The things that a measure may be about, likeliest first."""
    cursor = Cursor(body)
    cursor.take("the")
    word = cursor.take(*AGGREGATES)
    agg: Aggregate = AGGREGATES[word] if word else "count" if verb in ("count", "how many") else "sum"
    if cursor.take("number of") and word == "total":
        agg = "count"
    cursor.take("of")
    cursor.take("the", "all")
    if agg == "count" or not word:
        yield from _counted(cursor, draft)
    if word or verb in ("sum", "sum up") or body[-1].low in INCOME:
        yield from _summed(cursor.rest if word else body, agg, draft)
    elif agg == "sum" and not draft.strict:  # "the value per borrower": what is worth adding up
        for entity, measure, where in _summed(body, agg, draft):
            summed = (measure.expr or "").rpartition(".")[2] in (*SUMMED, *LASTING)
            if summed or paths.kind_of(entity, measure.expr or "", draft) in ("money", "duration"):
                yield entity, measure, where


def _counted(cursor: Cursor, draft: Draft) -> Iterator[tuple[Entity, Measure, str | None]]:
    """ "missed sessions", "sessions that were missed", "sessions were missed"."""
    start = cursor.i
    for size in range(0, 4):
        cursor.i = start + size
        entity = None if cursor.done else draft.read_entity(cursor)
        if entity is None:
            continue
        words, rest = words_of(cursor.tokens[start : start + size]), cursor.rest
        where = adjective(words, entity, draft) if words else None
        lead = () if not rest or rest[0].low in ("that", "which", "who", "with", "of", "in", "for") else qualifiers.THAT
        behind = qualifiers.condition((*lead, *rest), entity, draft) if rest else None
        if (not words or where) and (not rest or behind or _neutral(rest)):
            yield entity, Measure(name="count", agg="count"), both_of(where, behind)
        break
    cursor.i = start


def _neutral(tokens: Sequence[Token]) -> bool:
    """ "Orders placed", "Fines there are": what all of them are."""
    return {t.low for t in tokens} <= {
        "there",
        "are",
        "is",
        "we",
        "have",
        "made",
        "placed",
        "recorded",
        "were",
        "created",
    }


LABELS = {"sum": "total", "avg": "average", "min": "lowest", "max": "highest", "count": "count"}
NUMBERS = ("integer", "decimal", "money", "percent", "float", "duration")


def _summed(tokens: Sequence[Token], agg: Aggregate, draft: Draft) -> Iterator[tuple[Entity, Measure, str | None]]:
    for words, entities, where in _readings(tokens, draft):
        for entity in entities:
            if path := _amount(words, entity, agg, draft):
                name = f"{LABELS[agg]}_{path.rpartition('.')[2]}"
                yield entity, Measure(name=name, agg=agg, expr=paths.written(path)), where
    if tokens and tokens[-1].low in INCOME and agg in ("sum", "avg"):
        for entity, amount in income.candidates(draft):
            yield entity, Measure(name=tokens[-1].low, agg=agg, expr=amount), None


def _readings(tokens: Sequence[Token], draft: Draft) -> Iterator[tuple[list[str], list[Entity], str | None]]:
    """What is summed, and of which things: "fee of delivered Jobs", "ticket price", "quantity sold", "amount"."""
    at = next((i for i, t in enumerate(tokens) if i and t.low == "of"), 0)
    for entity, _, where in _counted(Cursor(tokens[at + 1 :]), draft) if at else ():
        yield [t.low for t in tokens[:at]], [entity], where
    words = [t.low for t in tokens]
    on = words.index("on", 1) if "on" in words[1:-1] else 0
    lent = draft.entity(draft.name_of(words[on + 1 :])) if on else None
    if lent is not None and (lasts := adjective(["open"], lent, draft) or adjective(["current"], lent, draft)):
        yield words[:on], [lent], lasts  # "value on loan"
    for size in (2, 1):
        owner = draft.entity(draft.name_of(words[:size])) if len(words) > size else None
        if owner is not None:
            yield words[size:], [owner], None
    for entity in draft.plan.entities if len(words) > 1 else ():
        if state := standing(words[-1:], entity):
            yield words[:-1], [entity], state
    for said in (words, words[:-1] if words[-1:] and words[-1] in DONE else []):
        if said:
            yield said, _owners(said, draft), None


def _amount(words: list[str], entity: Entity, agg: Aggregate, draft: Draft) -> str:
    """The number that the words name; where they name the thing itself, its only amount of money or its only number."""
    path = paths.member_path(entity, words, draft) or ""
    field = paths.field_at(entity, path, draft) if path else None
    if field is not None and agg in ("sum", "avg"):
        inference.summed(field, draft)
    if field is not None and field.type in NUMBERS:
        return path
    lasting = [f.name for f in entity.fields if f.type == "duration" or f.name in LASTING]
    if words in (["hours"], ["minutes"], ["time"], ["time", "spent"]) and len(lasting) == 1 and agg in ("sum", "avg"):
        return lasting[0]
    if draft.name_of(words) != entity.name or agg == "count":
        return ""
    money = [f.name for f in entity.fields if f.type == "money"]
    numbers = [f.name for f in entity.fields if f.type in NUMBERS]
    return next((found[0] for found in (money, numbers) if len(found) == 1), "")


def _owners(words: list[str], draft: Draft) -> list[Entity]:
    """Things in which to look for a measured field: one that is named, then all."""
    for size in range(len(words), 0, -1):
        named = draft.entity(draft.name_of(words[-size:])) or draft.entity(draft.name_of(words[:size]))
        if named is not None:
            return [named, *(e for e in draft.plan.entities if e is not named)]
    return list(draft.plan.entities)
