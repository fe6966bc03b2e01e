"""What is said of a field, or of a measure of a thing, in a sentence of its own.

QUALITY := The FIELD [of a THING] is|must be|… optional | required | in UNIT | N characters | VALUE by default
         | THINGS must be [at least|over|…] N years old | THINGS must weigh|cost|last [at least|…] N [UNIT]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import asdict

from scaffolder.compiler.english import ages, modifiers, vocabulary
from scaffolder.compiler.english.comparisons import denied
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.modifiers import Modifiers
from scaffolder.compiler.english.shapes.ruling import add
from scaffolder.compiler.english.tokens import Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.plan import Constraint, Entity, Field

QUALIFIES = phrases("rules", "qualifies")
MEASURES = {verb: names.split() for verb, names in wordings("measuring_verbs").items()}
MUST = ("must", "have to", "has to", "should", "need to", "needs to", "shall")
MUST_NOT = ("must not", "may not", "cannot", "can not", "should not", "must never")


def quality(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "The phone number is optional.", "The deposit of a Loan is 50 by default." """
    del options
    named = cursor.until(*QUALIFIES)
    found = None if draft.strict or cursor.done else _field(named, draft)
    if found is None:
        return False
    entity, field = found
    said = _said(cursor)
    if said is None or not _is_quality(said) or not _fits(said.default, field):
        return False
    _apply(said, field)
    if said.required:
        draft.said.add(f"required:{entity.name}.{field.name}")
    draft.cite(field)
    return True


def _said(cursor: Cursor) -> Modifiers | None:
    """With the verb where it is a part of what is said: "must not be empty"."""
    whole, rest = Modifiers(), Modifiers()
    if modifiers.read_all(cursor.rest, whole):
        return whole
    cursor.take(*QUALIFIES)
    body = _default_first(cursor.rest)
    return rest if body and modifiers.read_all(body, rest) else None


def _default_first(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """ "50 by default" as "by default 50"."""
    if [t.low for t in tokens[-2:]] == ["by", "default"]:
        return (*tokens[-2:], *tokens[:-2])
    return tuple(tokens)


def _field(tokens: Sequence[Token], draft: Draft) -> tuple[Entity, Field] | None:
    """The field named here: of the thing that is named, or spoken of, or the only one that has it."""
    side = Cursor(tokens)
    named = Cursor(side.until("of")) if any(t.low == "of" for t in tokens) else Cursor(tokens)
    owner = draft.read_entity(side, last=True) if side.take("of") else draft.read_entity(named)
    if owner is None:
        named = Cursor(tokens)
    else:
        named.take("'s", "'")
    spoken = draft.entity(draft.subject)
    places = [owner] if owner else [*([spoken] if spoken else []), *draft.plan.entities]
    found = [(e, f) for e in places if (f := _whole_field(named, e, draft))]
    distinct = {e.name for e, _ in found}
    return found[0] if found and (len(distinct) == 1 or found[0][0] is spoken) else None


def _whole_field(named: Cursor, entity: Entity, draft: Draft) -> Field | None:
    cursor = Cursor(named.rest)
    name = draft.read_member(cursor, entity.name)
    return draft.field(entity.name, name) if name and cursor.done else None


def _is_quality(said: Modifiers) -> bool:
    """Bounds and values are rules, and read as such."""
    bounds = said.bounds
    lengths = bounds.min_length is not None or bounds.max_length is not None or bounds.pattern is not None
    flags = said.required is not None or said.default is not None or said.searchable or said.readonly
    return flags or lengths or bool(said.unit or said.currency or said.label or said.help)


def _fits(default: object, field: Field) -> bool:
    """ "30 days after the issue date" is no value of a date."""
    written = isinstance(default, str) and field.type not in ("enum", "string", "text", "boolean")
    return not written or bool(re.fullmatch(r"[\d:.T+-]+|today|now", str(default)))


def _apply(said: Modifiers, field: Field) -> None:
    if said.required is not None:
        field.required = said.required
    if said.default is not None:
        field.default = said.default
    field.unique = field.unique or said.unique
    field.searchable, field.readonly = field.searchable or said.searchable, field.readonly or said.readonly
    field.unit, field.label, field.help = said.unit or field.unit, said.label or field.label, said.help or field.help
    if said.currency:
        field.currency, field.type = said.currency, "money"
    stated = {name: value for name, value in asdict(said.bounds).items() if value is not None}
    field.validation = field.validation.model_copy(update=stated)


def measure(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "Donors must be at least 18 years old and weigh at least 50 kg." """
    entity = draft.read_entity(cursor)
    if entity is None:
        role = draft.read_role(cursor)
        entity = draft.entity(role.entity) if role and role.entity else None
    negative = bool(cursor.take(*MUST_NOT))
    if entity is None or not (negative or cursor.take(*MUST)):
        return False
    rules: list[str] = []
    while not cursor.done:
        found = _measured(cursor, entity, negative, draft)
        if found is None:
            return False
        rules.append(found)
        cursor.take("and", ", and", ",")
        negative = bool(cursor.take(*MUST_NOT)) or (negative and not cursor.take(*MUST))
    for expr in rules:
        add(entity, options.model_copy(update={"kind": "check", "expr": expr}), draft)
    return bool(rules)


def _measured(cursor: Cursor, entity: Entity, negative: bool, draft: Draft) -> str | None:
    verb = cursor.take(*MEASURES)
    field = next((f for n in MEASURES.get(verb, ()) for f in entity.fields if f.name.endswith(n)), None)
    born = ages.born(entity)
    if verb == "be" and (field or born) is None or verb != "be" and field is None:
        return None
    phrase = cursor.take(*ages.COMPARATORS) if not cursor.at("between") else ""
    number = ages.number(cursor)
    units = tuple(ages.UNITS) if verb == "be" else vocabulary.table("units", "words")
    unit = cursor.take(*units)
    more, less = cursor.take(*ages.OR_MORE), cursor.take(*ages.OR_LESS)
    unit = unit or (cursor.take(*units) if verb == "be" else "")
    if number is None or verb == "be" and not (unit or more or less or phrase in ages.OLDER):
        return None
    operator = ages.operator_of(phrase, more, less)
    operator = denied(operator) if negative else operator
    if field is not None:
        return f"{field.name} {operator} {number}" if verb != "be" or ages.UNITS.get(unit, "years") == "years" else None
    return ages.since_birth(born, operator, number, unit, draft) if born is not None else None


READERS = (quality, measure)
