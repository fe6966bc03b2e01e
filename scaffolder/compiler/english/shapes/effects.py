"""Effects.

EFFECT := sets the FIELD [of the THING] to EXPR | increases|decreases the FIELD by EXPR
        | creates a THING [with NAME = EXPR, …] | deletes it|the THING|its THINGS
        | calls `module.operation` [with NAME = EXPR, …]
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import expressions, fields, items, paths, vocabulary
from scaffolder.compiler.english.denials import words_at
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Cursor, Token, code, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import listed, name_text, one
from scaffolder.plan import (
    CallEffect,
    CreateEffect,
    DeleteEffect,
    Effect,
    Entity,
    Field,
    Param,
    SetEffect,
)  # fmt: skip

SETS = phrases("effects", "sets")
CREATES = phrases("effects", "creates")
DELETES = ("deletes", "also deletes", "removes", "erases")
UP = ("increases", "raises", "increments", "adds to")
DOWN = phrases("effects", "down")


# What is asked for so far, and may be added to; None where nobody is there to be asked.
Asked = list[Param] | None


def read_param(item: Sequence[Token], draft: Draft) -> Param | None:
    phrase = fields.read(item)
    if phrase is None:
        return None
    named = draft.read_entity(Cursor(phrase.said.ref)) if phrase.said.ref else None
    if (
        named is None
        and not phrase.said.type
        and not phrase.said.choices
        and not any(t.kind == "code" for t in phrase.tokens)
    ):
        named = draft.entity(draft.name_of(phrase.words))
    return fields.to_param(phrase, named.name if named else None)


def read_effect(cursor: Cursor, entity: Entity | None, draft: Draft, params: Asked) -> Effect | None:
    if (added := _added(cursor, entity, draft, params)) is not None:
        return added
    if cursor.take(*CREATES):
        return _create(cursor, entity, draft, params)
    if cursor.take(*DELETES):
        return _delete(cursor, entity, draft)
    if cursor.take("calls"):
        return _call(cursor, entity, draft, params)
    phrase = cursor.take(*SETS, *UP, *DOWN, "changes", "marks", "set", "mark")
    return _set(cursor, entity, draft, params, phrase) if phrase else None


def _added(cursor: Cursor, entity: Entity | None, draft: Draft, params: Asked) -> SetEffect | None:
    """ "adds 7 days to the due date", "deducts the amount from the balance"."""
    mark = cursor.i
    phrase = cursor.take("adds", "add", "subtracts", "deducts")
    amount, joint = cursor.until("to", "from"), cursor.take("to", "from")
    plain = amount and not any(t.low in ("a", "an") for t in amount) and (joint == "to") == (phrase in ("adds", "add"))
    if phrase and plain and joint:
        turned = (*cursor.rest, *words_at("by", mark), *amount)
        made = _set(Cursor(turned), entity, draft, params, "increases" if joint == "to" else "decreases")
        if made is not None:
            cursor.i = len(cursor.tokens)
            return made
    cursor.i = mark
    return None


def _set(cursor: Cursor, entity: Entity | None, draft: Draft, params: Asked, phrase: str) -> SetEffect | None:
    left = cursor.until("to", "by", "as")
    path = _target(left, entity, draft)
    if path is None:
        return None
    if not cursor.take("to", "by", "as"):
        field = draft.field(entity.name, path) if entity and phrase in SETS else None
        if field is not None and field.type in ("date", "datetime"):
            return SetEffect(field=path, value="today" if field.type == "date" else "now")
        if field is not None and field.type == "boolean":
            return SetEffect(field=path, value="True")
        if phrase in UP or phrase in DOWN:
            return SetEffect(field=path, value=f"{path} {'+' if phrase in UP else '-'} 1")
        return None
    known = len(params or ())
    value = _value(cursor.rest, path, entity, draft, params)
    if value is None or value == path and cursor.rest[0].kind != "code":  # "to the new result" is not what it is
        value = _given(cursor.rest, path, entity, draft, params)
    if value is None:
        return None
    target = draft.field(entity.name, path) if entity else None
    for param in (params or [])[known:]:
        if target is not None and {param.type, target.type} <= set(expressions.NUMBERS):
            param.type = target.type
    if phrase in UP or phrase in DOWN:
        plain = value.isidentifier() or value.isdigit() or "." in value
        value = f"{path} {'+' if phrase in UP else '-'} {value if plain else f'({value})'}"
    return SetEffect(field=path, value=value)


def _given(tokens: Sequence[Token], path: str, entity: Entity | None, draft: Draft, params: Asked) -> str | None:
    """ "sets the result to the given result", "the condition of the Item to the returned condition": what is called
    like the field, and a word more, is asked for."""
    words = [w for w in words_of(tokens) if w not in ("the", "a", "an", "its")]
    field = paths.field_at(entity, path, draft) if entity else None
    if params is None or draft.strict or field is None or len(words) < 2 or field.computed:
        return None
    size = len(field.name.split("_"))
    if "_".join(words[-size:]) != field.name or len(words) - size > 2:
        return None
    name = "_".join(words if words[0] not in ("given", "stated", "entered", "chosen") else ["new", *words[1:]])
    params.append(Param(name=name, type=field.type, enum=[c.value for c in field.enum]))
    return name


def _target(left: Sequence[Token], entity: Entity | None, draft: Draft) -> str | None:
    if len(left) == 1 and left[0].kind == "code":
        return left[0].value
    if entity is None or not words_of(left):
        return None
    path = paths.member_path(entity, [t.low for t in left], draft)
    return path if path is not None or draft.strict else _moment(words_of(left), entity, draft)


def _moment(words: list[str], entity: Entity, draft: Draft) -> str | None:
    """ "the returned date": a field for a moment that the writer only names in an effect."""
    words = [w for w in words if w not in ("the", "its", "of", "a")]
    name = "_".join(words)
    if vocabulary.type_of_name(name).type not in ("date", "datetime", "boolean"):
        return None
    name = name.removesuffix("_flag")
    usual = draft.field(entity.name, f"{words[0]}_at") if len(words) == 2 and words[1] in ("date", "time") else None
    if usual is not None and usual.readonly and usual.type == "datetime":
        return usual.name  # "at most 3 at a time" has spoken of it already
    made = Field(name=name, type=vocabulary.type_of_name("_".join(words)).type, readonly=True)
    draft.add_field(entity, made)
    return name


def _value(tokens: Sequence[Token], path: str, entity: Entity | None, draft: Draft, params: Asked) -> str | None:
    field = draft.field(entity.name, path) if entity else None
    words = words_of(tokens)
    plain = "_".join(words)
    if field is not None and words and any(c.value == plain for c in field.enum):
        return repr(plain)
    if field is not None and field.type == "boolean" and plain in ("yes", "true", "no", "false"):
        return "True" if plain in ("yes", "true") else "False"
    if plain in ("empty", "nothing", "none", "null"):
        return "None"
    if len(tokens) == 1 and tokens[0].kind == "string":
        return repr(tokens[0].value)
    expr = expressions.read_asking(tokens, entity, draft, params)
    if expr == "now" and field is not None and field.type == "date":
        return "today"
    if expr == "today" and field is not None and field.type == "datetime" and field.readonly:
        return "now"
    return expr


def _create(cursor: Cursor, entity: Entity | None, draft: Draft, params: Asked) -> CreateEffect | None:
    made = draft.read_entity(cursor)
    if made is None:
        return None
    effect = CreateEffect(entity=made.name)
    if cursor.take("with", "for", "from", "that has"):
        values = _values(cursor, made, entity, draft, params)
        if values is None:
            return None
        effect.values = values
    return effect if cursor.done else None


def _values(
    cursor: Cursor, made: Entity | None, entity: Entity | None, draft: Draft, params: Asked
) -> dict[str, str] | None:
    """NAME = EXPR, …; a bare "the member" is the row at hand or the profile of the user."""
    values: dict[str, str] = {}
    for part in items.items(cursor.rest):
        pair = Cursor(part)
        left = pair.until("=", ":", "set to", "being", "is")
        name = _value_name(left, made, draft)
        if not name:
            return None
        if pair.take("=", ":", "set to", "being", "is"):
            value = expressions.read_asking(pair.rest, entity, draft, params)
        else:
            value = bare_value(name, made, entity, draft, params)
        if value is None:
            return None
        _keep_to(name, value, made, draft, params)
        values[name] = value
    cursor.i = len(cursor.tokens)
    return values


def _keep_to(name: str, value: str, made: Entity | None, draft: Draft, params: Asked) -> None:
    """What is asked for and kept in a choice is one of its values."""
    field = draft.field(made.name, name) if made else None
    for param in params or ():
        if param.name == value and field is not None and field.enum and not param.enum and param.ref is None:
            param.type, param.enum = "enum", [c.value for c in field.enum]


def _value_name(left: Sequence[Token], made: Entity | None, draft: Draft) -> str:
    if len(left) == 1 and left[0].kind == "code":
        return left[0].value
    words = [w for w in words_of(left) if w not in ("the", "a", "an", "its", "their", "this", "that", "current")]
    return (draft.member(made.name, words) if made else "") or "_".join(words)


def bare_value(name: str, made: Entity | None, entity: Entity | None, draft: Draft, params: Asked) -> str | None:
    if name in {p.name for p in params or ()}:
        return name
    relation = draft.relation(made.name, name) if made else None
    if relation is not None and entity is not None and relation.target == entity.name:
        return "self"
    if relation is not None:
        profile = next((r for r in draft.plan.roles if r.entity == relation.target), None)
        return f"user.{naming.snake(relation.target)}" if profile else None
    field = draft.field(made.name, name) if made else None
    if field is not None and field.type in ("date", "datetime"):
        return "today" if field.type == "date" else "now"
    return f"self.{name}" if entity is not None and draft.field(entity.name, name) else None


def _delete(cursor: Cursor, entity: Entity | None, draft: Draft) -> DeleteEffect | None:
    if cursor.take("it", "the row", "itself", "them") and cursor.done:
        return DeleteEffect()
    token = cursor.kind("code")
    if token is not None and cursor.done:
        return DeleteEffect(target=token.value)
    mark = cursor.i
    cursor.take("all its", "its", "the", "all", "their")
    words = words_of(cursor.rest)
    found = draft.read_entity(cursor, last=True)
    cursor.i = mark
    if entity is None or not words:
        return None
    if found is not None and found.name == entity.name:
        return DeleteEffect()
    if draft.relation(entity.name, "_".join(words)):
        return DeleteEffect(target="_".join(words))
    if found is not None:
        back = next((r for r in found.relations if r.target == entity.name), None)
        if back is not None:
            return DeleteEffect(target=back.inverse or naming.snake(naming.plural(found.name)))
    return DeleteEffect(target="_".join(words)) if draft.strict else None


def _call(cursor: Cursor, entity: Entity | None, draft: Draft, params: Asked) -> CallEffect | None:
    token = cursor.kind("code")
    if token is None or "." not in token.value:
        return None
    module, _, operation = token.value.rpartition(".")
    args = _values(cursor, None, entity, draft, params) if cursor.take("with") else {}
    return None if args is None or not cursor.done else CallEffect(module=module, operation=operation, args=args)


def write_effect(effect: Effect) -> str:
    if isinstance(effect, SetEffect):
        return f"sets {code(effect.field)} to {expressions.written(effect.value)}"
    if isinstance(effect, CreateEffect):
        values = [f"{name_text(n)} = {expressions.written(v)}" for n, v in effect.values.items()]
        return f"creates {one(effect.entity)}" + (f" with {listed(values)}" if values else "")
    if isinstance(effect, DeleteEffect):
        return "deletes it" if effect.target == "self" else f"deletes {code(effect.target)}"
    values = [f"{name_text(n)} = {expressions.written(v)}" for n, v in effect.args.items()]
    return f"calls {code(effect.module + '.' + effect.operation)}" + (f" with {listed(values)}" if values else "")
