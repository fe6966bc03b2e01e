"""Computed fields.

COMPUTED := The FIELD of a THING is EXPR | A THING's FIELD = EXPR | The THING FIELD = EXPR
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffolder.compiler.english import expressions, inference, literals, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, name_text, one
from scaffolder.plan import Constraint, Entity, Field, FieldType

NO_VALUES = phrases("rules", "no_values")


def read_computed(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    if _called_so(Cursor(cursor.tokens), draft):
        return True
    found = _computed_field(cursor, draft)
    if found is None:
        return False
    entity, name = found
    cursor.take("calculated as", "computed as", "always", "the result of", "equal to")
    cursor.take(":")
    expr = expressions.read(cursor.rest, entity, draft)
    if not draft.strict and entity.name == draft.subject and not draft.field(entity.name, name):
        entity, expr = _whose(cursor, entity, expr, draft)
    expr = _together(_in_units(name, expr, entity), entity) if expr and not draft.strict else expr
    field = draft.field(entity.name, name)
    if expr is None or cursor.done:
        return _values(cursor.rest, entity, field or Field(name=name, type="enum"), draft)
    if field is None and not re.search(r"[-+*/(]", expr) and not _owned(cursor.tokens):
        return False  # "The winner is the member": nothing is reckoned
    if field is None:
        field = draft.add_field(entity, Field(name=name, type=_type(name, expr, entity, draft)))
    draft.cite(field)
    inference.reckoned(expr, entity, draft)
    if field.type == "string" and re.search(r" [*/+-] ", expr) and id(field) not in draft.typed and "'" not in expr:
        field.type = _type(name, expr, entity, draft)
    field.computed = expr
    field.required = field.required and f"required:{entity.name}.{name}" in draft.said
    return True


def _whose(cursor: Cursor, spoken: Entity, expr: str | None, draft: Draft) -> tuple[Entity, str | None]:
    """The thing that is nearest to what was spoken of and has all that the value is reckoned from: "Total time is prep
    time plus cook time" is said of recipes, also behind a sentence on their ingredients."""
    named = Cursor(cursor.tokens)
    while not named.done and not named.at("is", "equals", "=", "are"):
        if draft.read_entity(named) is not None:
            return spoken, expr
        named.i += 1
    if expr is not None and "." not in expr:
        return spoken, expr
    linked = [draft.entity(r.target) for r in spoken.relations]
    for entity in (*linked, *draft.plan.entities):
        other = expressions.read(cursor.rest, entity, draft) if entity is not None and entity is not spoken else None
        if entity is not None and other is not None and ("." not in other or expr is None and "(" in other):
            return entity, other
    return spoken, expr


def _called_so(cursor: Cursor, draft: Draft) -> bool:
    """ "A result is abnormal when its value is above 5": a yes/no field that follows from the others."""
    entity = draft.read_entity(cursor)
    if entity is None or draft.strict or not cursor.take("is", "are"):
        return False
    name = "_".join(words_of(cursor.until("if", "when", "whenever")))
    stated = any(c.value == name for f in entity.fields for c in f.enum) or draft.knows("field", entity.name, name)
    done = any(a.entity == entity.name and vocabulary.participle(a.name) == name for a in draft.plan.actions)
    plain = 0 < len(name.split("_")) <= 2 and name.split("_")[0] not in (*NO_VALUES, "not", "only", "always")
    if not cursor.take("if", "when", "whenever") or stated or done or not plain:
        return False
    expr = expressions.read(cursor.rest, entity, draft)
    if expr is None or not re.search(r" (<|>|<=|>=|==|!=|is|in) ", expr):
        return False
    inference.settle(expr, entity, draft)
    made = draft.add_field(entity, Field(name=name, type="boolean", computed=expr))
    draft.cite(made)
    return True


def _in_units(name: str, expr: str, entity: Entity) -> str:
    """A length of time as the number that the name tells: "the hours are the end minus the start"."""
    unit = {"nights": "days"}.get(name.split("_")[-1], name.split("_")[-1])
    moments = {f.name for f in entity.fields if f.type in ("date", "datetime")}
    lasts = expr.count(" - ") == 1 and set(expr.split(" - ")) <= moments
    return f"({expr}) / {unit}(1)" if lasts and unit in ("hours", "minutes", "days", "weeks") else expr


def _together(expr: str, entity: Entity) -> str:
    """ "The full name is first name and last name": texts one after another."""
    texts = {f.name for f in entity.fields if f.type in ("string", "text")}
    parts = expr.split(" and ")
    return " + ' ' + ".join(parts) if len(parts) > 1 and set(parts) <= texts else expr


def _computed_field(cursor: Cursor, draft: Draft) -> tuple[Entity, str] | None:
    """ "The total of an Order is", "An Order's total =", "The ticket total ="; stands behind the verb afterwards."""
    verbs = ("is", "equals", "=", "is calculated as", "is computed as", "is always", "are")
    left = cursor.until(*verbs)
    if (
        cursor.done
        or not 0 < len(left) <= 12
        or any(t.low in ("can", "must", "has", "when", "if", "only") for t in left)
    ):
        return None
    if not cursor.take("is calculated as", "is computed as", "is calculated by", "is always", *verbs):
        return None
    if cursor.at(
        *NO_VALUES,
    ):
        return None
    side = Cursor(left)
    name_tokens = side.until("of", "'s") if "of" in [t.low for t in left] else ()
    if name_tokens and side.take("of"):
        entity = draft.read_entity(side, last=True)
        words = words_of([t for t in name_tokens if t.low not in ("the", "a", "an", "each")])
        if entity and words:
            return entity, (
                name_tokens[-1].value
                if name_tokens[-1].kind == "code"
                else draft.member(entity.name, words) or "_".join(words)
            )
        side = Cursor(left)
    return _possessive(Cursor(left), draft)


def _possessive(side: Cursor, draft: Draft) -> tuple[Entity, str] | None:
    entity = draft.read_entity(side)
    if entity is not None and side.done:
        return None if draft.strict else (entity, "status")  # "Orders are open or closed"
    if entity is not None:
        side.take("'s", "'")
        words = words_of(side.rest)
        return (entity, draft.member(entity.name, words) or "_".join(words)) if words else None
    spoken = draft.entity(draft.subject)
    side = Cursor(side.tokens)
    if spoken is None:
        return None
    name = draft.read_member(side, spoken.name)
    words = [w for w in words_of(side.tokens) if w not in DETERMINERS]
    if name and side.done:
        return spoken, name
    return (spoken, "_".join(words)) if 0 < len(words) <= 3 and not draft.strict else None


def _owned(tokens: Sequence[Token]) -> bool:
    """ "The total of an Order is …" names the thing that it is a field of."""
    return bool({"of", "'s"} & {t.low for t in tokens[:8]})


def _values(tokens: Sequence[Token], entity: Entity, field: Field, draft: Draft) -> bool:
    """ "The status of a Job is open, assigned or delivered": what it may be."""
    parts = split(tokens, ",", "or", "and")
    if draft.strict or len(parts) < 2 or field.computed or field.type not in ("enum", "string") or field.enum:
        return False
    if any(len(p) > 3 or any(t.kind not in ("word", "code") for t in p) for p in parts):
        return False
    known = draft.add_field(entity, field)
    known.type, known.enum = "enum", [literals.choice(p) for p in parts]
    return True


def _type(name: str, expr: str, entity: Entity, draft: Draft) -> FieldType:
    """The type of a computed field that was not declared."""
    named = vocabulary.type_of_name(name).type
    texts = {f.name for f in entity.fields if f.type in ("string", "text")}
    if " + " in expr and all(p.startswith("'") or p in texts for p in expr.split(" + ")):
        return "string"
    if any(f" {op} " in expr for op in ("<", ">", "<=", ">=", "==", "!=", "is", "and", "or")) or expr.startswith(
        "not "
    ):
        return "boolean"
    if expr.startswith("count("):
        return "integer"
    parts = [f.type for f in entity.fields if re.search(rf"(?<![\w.]){re.escape(f.name)}(?![\w.(])", expr)]
    if parts and set(parts) == {"duration"} and not re.search(r"[*/]", expr):
        return "duration"
    if " / " in expr and named == "integer":
        return "decimal"
    numeric: tuple[FieldType, ...] = ("money", "integer", "decimal", "percent", "float")
    if named in numeric:
        return named
    return "decimal"


def write_computed(entity: Entity, speaker: Speaker) -> Iterator[str]:
    for field in entity.fields:
        if field.computed is not None:
            yield f"The {name_text(field.name)} of {one(entity.name)} is {speaker.say(field.computed, entity.name)}."
