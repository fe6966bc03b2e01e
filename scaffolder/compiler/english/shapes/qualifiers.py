"""What is said behind the name of things, of those that are meant: a condition of their rows.

QUALIFIER := [that|which|who [are|have been]] [not] STATE | [VERB] WINDOW | overdue WINDOW
           | with|under|over|at least … VALUE | with [no|more than N] FIELD|THINGS | without FIELD|THING
           | [not] full | [not] rented|borrowed|booked [out] | of|for|in VALUE THINGS
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import expressions, paths, places, vocabulary
from scaffolder.compiler.english.draft import Draft, skip_determiners
from scaffolder.compiler.english.shapes import care
from scaffolder.compiler.english.shapes.conditions import adjective, moment
from scaffolder.compiler.english.shapes.dated import FILLERS, done_in_time, long_ago, timed
from scaffolder.compiler.english.tokens import Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import Entity, Field

LEADS = phrases("qualifiers", "leads")
DENIALS = phrases("qualifiers", "denials")
OF = phrases("qualifiers", "of")
MEASURES = wordings("measures")
CURRENCIES = ("euros", "euro", "eur", "€", "dollars", "dollar", "usd", "$", "pounds", "gbp", "£")
NUMBERS = ("integer", "decimal", "money", "float", "percent")
THAT = (Token("word", "that", 0, "that"),)


def condition(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """The condition that the words mean, or None. Two that follow each other hold together."""
    found = _one(tokens, entity, draft)
    for at in range(1, len(tokens)) if found is None and len(tokens) <= 30 else ():
        first = _one(tokens[:at], entity, draft)
        cursor = Cursor(tokens[at:])
        cursor.take("and", ", and", ",", "but")
        second = condition(cursor.rest, entity, draft) if first and not cursor.done else None
        if first and second:
            return f"{_inside(first)} and {_inside(second)}"
    return found


def _inside(expr: str) -> str:
    return f"({expr})" if " or " in expr else expr


def _one(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    cursor = Cursor(tokens)
    lead = cursor.take(*LEADS)
    denied = bool(cursor.take(*DENIALS))
    cursor.take("been", "currently", "still", "already", "yet")
    rest = cursor.rest
    if not rest:
        return None
    if denied:
        found = _denied(rest, entity, draft)
        return found or _negated(_stated(rest, entity, draft))
    return _stated(rest, entity, draft) or (_compared(rest, entity, draft) if lead else None)


def _negated(expr: str | None) -> str | None:
    return None if expr is None else f"not ({expr})"


def _denied(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """ "not returned", "not serviced for more than 90 days"."""
    found = adjective(["not", *words_of(tokens)], entity, draft)
    done = done_in_time(tokens, entity, draft)
    return (
        found
        or (f"{done} == 0" if done else None)
        or long_ago(tokens, entity, draft)
        or (places.room(entity, draft) if Cursor(tokens).at(*places.FULL) else None)
    )


def _stated(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    words = words_of(tokens)
    plain = [w for w in words if w not in FILLERS]
    return (
        (adjective(words, entity, draft) if words else None)
        or (adjective(plain, entity, draft) if plain else None)
        or timed(tokens, entity, draft)
        or _places(tokens, entity, draft)
        or _measured(tokens, entity, draft)
        or _against_own(tokens, entity, draft)
        or care.due(tokens, entity, draft)
        or _recorded(tokens, entity, draft)
        or _of_parents(tokens, entity, draft)
        or (f"{done} > 0" if (done := done_in_time(tokens, entity, draft)) else None)
    )


# Time


# Measures


def _measured(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """ "under 20 euros", "with a stock below 12", "with less than 12 bottles in stock", "without a phone"."""
    cursor = Cursor(tokens)
    cursor.take("with", "having", "have", "has", "costing", "cost", "costs", "priced", "at")
    if cursor.take("without", "no", "without any", "not any"):
        return _missing(cursor, entity, draft)
    return _amount(cursor, entity, draft) or _field_first(Cursor(cursor.rest), entity, draft)


def _against_own(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """ "below their reorder level": the stock, beside a level of the same row."""
    cursor = Cursor(tokens)
    measure = cursor.take(*MEASURES)
    own = measure and cursor.take("their", "its", "the", "their own", "its own")
    level, stock = draft.read_member(cursor, entity.name) if own else "", moment("stock", entity)
    return f"{stock} {MEASURES[measure]} {level}" if level and stock and level != stock and cursor.done else None


def _missing(cursor: Cursor, entity: Entity, draft: Draft) -> str | None:
    skip_determiners(cursor)
    name = draft.near_member(entity.name, words_of(cursor.rest))
    if name:
        return f"{name} is None"
    many = _children(words_of(cursor.rest), entity, draft)
    return f"count({many}) == 0" if many else None


def _field_first(cursor: Cursor, entity: Entity, draft: Draft) -> str | None:
    name = draft.read_member(cursor, entity.name)
    measure = cursor.take(*MEASURES) if name else ""
    if not name or not measure:
        return f"{name} is not None" if name and cursor.done and draft.field(entity.name, name) else None
    value = expressions.read(cursor.rest, entity, draft)
    return f"{name} {MEASURES[measure]} {value}" if value else None


def _amount(cursor: Cursor, entity: Entity, draft: Draft) -> str | None:
    mark = cursor.i
    measure = cursor.take(*MEASURES)
    cursor.take(*CURRENCIES)
    token = cursor.here
    value = None if token is None else token.text if token.kind == "number" else vocabulary.number(token.low)
    if not measure or value is None:
        cursor.i = mark
        return None
    cursor.i += 1
    return _amount_of(cursor, f"{MEASURES[measure]} {value}", entity, draft)


def _amount_of(cursor: Cursor, compared: str, entity: Entity, draft: Draft) -> str | None:
    """What so many are counted or measured of: the money, a field of the unit, a thing, or "bottles in stock"."""
    if cursor.done or cursor.take(*CURRENCIES):
        money = [f.name for f in entity.fields if f.type == "money"] or [f.name for f in _numbers(entity)]
        return f"{money[0]} {compared}" if len(money) == 1 and cursor.done else None
    words = [w for w in words_of(cursor.rest) if w not in ("in", "on", "of", "left")]
    for field in _numbers(entity):
        said = {*naming.words(field.unit or ""), field.name, *field.name.split("_")[-1:]}
        if words and (said & {words[0], words[-1], naming.singular(words[0])} or field.name == "_".join(words)):
            return f"{field.name} {compared}"
    many = _children(words, entity, draft)
    return f"count({many}) {compared}" if many else None


def _numbers(entity: Entity) -> list[Field]:
    return [f for f in entity.fields if f.type in NUMBERS]


# Records of other things


def _children(words: Sequence[str], entity: Entity, draft: Draft) -> str:
    """The path to the rows of the named thing that belong to a row of the entity."""
    named = draft.name_of([w for w in words if w not in DETERMINERS])
    return next((path for path, source in paths.to_many(entity, draft) if source == named), "") if named else ""


def _places(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    cursor = Cursor(tokens)
    if cursor.take(*places.FULL) and cursor.done:
        return _negated(places.room(entity, draft))
    cursor = Cursor(tokens)
    cursor.take("with", "have", "having", "that have")
    return places.room(entity, draft) if cursor.take(*places.FREE) and cursor.done else None


def _recorded(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """ "rented out", "on loan", "booked": there is a record that was not ended."""
    words = words_of(tokens)
    if words[:1] == ["on"]:
        named = draft.name_of(words[1:])
    else:
        verb = vocabulary.verb_of_participle("_".join(w for w in words[:1])) if words else ""
        rest = [w for w in words[1:] if w not in ("out", "currently", "already")]
        event = vocabulary.event(verb) if verb and not rest else None
        named = naming.pascal(event.entity) if event else ""
        named = naming.pascal(verb) if verb and not rest and draft.entity(naming.pascal(verb)) else named
    many = next(((p, s) for p, s in paths.to_many(entity, draft) if s == named), None) if named else None
    return f"{places.standing(*many, draft)} > 0" if many else None


def _of_parents(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """ "of large Kennels", "for paid Orders"."""
    cursor = Cursor(tokens)
    if not cursor.take(*OF):
        return None
    skip_determiners(cursor)
    for at in range(1, len(cursor.rest)):
        target = draft.read_entity(Cursor(cursor.rest[at:]), last=True)
        link = paths.to_parent(entity, target.name, draft) if target and target is not entity else ""
        found = adjective(words_of(cursor.rest[:at]), target, draft) if target and link else None
        if found and " " in found and "(" not in found:
            return " and ".join(f"{link}.{part}" for part in found.split(" and "))
        if found and " " not in found:
            return f"{link}.{found}"
    return None


def parent_named(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str:
    """The link in "of a Dog": the rows are looked for by it."""
    cursor = Cursor(tokens)
    led = cursor.take(*OF, "by")
    cursor.take("a given", "a particular", "a certain", "a single", "a specific", "any given", "the given")
    target = draft.read_entity(cursor, last=True) if led else None
    return paths.to_parent(entity, target.name, draft) if target and target is not entity else ""


def _compared(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """ "whose price is over 10": a comparison over the names of the thing."""
    return expressions.read(tokens, entity, draft)
