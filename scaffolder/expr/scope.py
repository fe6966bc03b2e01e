"""What names mean in a place: fields and relations of an entity, parameters, the login user, the clock.

Order of the first name of a path: parameters, then what the entity declares, then `owner` (the owner link under
whatever name), `user`, `role`, `now`, `today`, `self`. `current_user` and `current_role` always mean the login, for
entities that declare a `user` or `role` of their own. The owner link named "user" does not shadow the login user: in
its own entity it is reached as `owner`.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.expr.nodes import LOGIN_USER, ExprError, Kind, Path, Step, StepKind, Type
from scaffolder.expr.suggesting import near
from scaffolder.plan import Entity, Field, FieldType, Param, Relation
from scaffolder.plan.index import Index

KINDS: dict[FieldType, Kind] = {
    "string": "string", "text": "string", "integer": "integer", "decimal": "decimal", "float": "float",
    "boolean": "boolean", "date": "date", "datetime": "datetime", "time": "time", "duration": "duration",
    "email": "string", "url": "string", "phone": "string", "uuid": "uuid", "enum": "string", "money": "decimal",
    "percent": "decimal", "json": "json", "file": "file", "image": "file", "list": "list",
}  # fmt: skip
BUILTIN: dict[str, tuple[StepKind, Type]] = {
    "user": ("user", Type("row", LOGIN_USER, nullable=True)),
    "current_user": ("user", Type("row", LOGIN_USER, nullable=True)),
    "role": ("role", Type("string", nullable=True)),
    "current_role": ("role", Type("string", nullable=True)),
    "now": ("now", Type("datetime")),
    "today": ("today", Type("date")),
}
LOGIN_FIELDS = ("id", "email", "role")


def is_optional(index: Index, entity: str, field: Field) -> bool:
    """Whether a row may hold None there: not required, no default, not a state. (Computed fields: see their type.)"""
    return not field.required and field.default is None and field.name not in index.state_fields(entity)


def field_type(field: Field) -> Type:
    """Raises ExprError for secrets, which nothing reads."""
    if field.type == "secret":
        raise ExprError(f"{field.name} is secret: nothing can read it")
    return Type(KINDS[field.type], choices=tuple(c.value for c in field.enum) if field.type == "enum" else ())


class Scope(Struct, frozen=True):
    """`expanding` holds the computed fields that are being checked, to find circles."""

    index: Index
    entity: str | None
    params: tuple[Param, ...] = ()
    self_row: bool = False
    expanding: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, index: Index, entity: str | None, *, params: Iterable[Param] = (), self_row: bool = False) -> Scope:
        """`entity` None: only parameters and the clock. `self_row`: `self` is the row acted on (as bare names are)."""
        return cls(index, entity, tuple(params), self_row)

    def inside(self, entity: str, field: str) -> Scope:
        """The scope of the expression of a computed field."""
        if (entity, field) in self.expanding:
            raise ExprError(f"{field} of {entity} is computed from itself")
        return Scope(self.index, entity, expanding=self.expanding | {(entity, field)})

    def names(self) -> list[str]:
        """What may stand first in a path."""
        names = [p.name for p in self.params]
        if self.entity is not None:
            names += self.members(self.entity)
        names += ["self"] if self.self_row else []
        return list(dict.fromkeys([*names, *BUILTIN])) if self.index.plan.roles else [*names, "now", "today"]

    def members(self, entity: str) -> list[str]:
        """What may stand after a row of an entity."""
        if entity == LOGIN_USER:
            return [*LOGIN_FIELDS, *(naming.snake(r.entity) for r in self.index.plan.roles if r.entity)]
        found = self.index.entity(entity)
        names = [f.name for f in found.fields] + [r.name for r in found.relations]
        names += [m.name for m in self.index.to_many(entity)]
        names += [found.owner, "owner"] if found.owner else []
        names += ["created_at", "updated_at"] if found.timestamps else []
        return list(dict.fromkeys([*names, "id", *(["deleted_at"] if found.soft_delete else [])]))

    def resolve(self, path: Path) -> tuple[Step, ...]:
        """Raises ExprError, with suggestions, for a name that is not there."""
        steps = [self.first(path.parts[0])]
        for name in path.parts[1:]:
            steps.append(self.after(steps[-1], name))
        return tuple(steps)

    def first(self, name: str) -> Step:
        param = next((p for p in self.params if p.name == name), None)
        if param is not None:
            return _param_step(param)
        if self.entity is not None and self.declares(self.entity, name):
            return self.member(self.entity, name)
        if name in BUILTIN and (self.index.plan.roles or name in ("now", "today")):
            kind, type_ = BUILTIN[name]
            return Step(name, kind, type_)
        if name == "self" and self.self_row and self.entity is not None:
            return Step("self", "self", Type("row", self.entity))
        raise self.unknown(name, self.entity or "this place", self.names())

    def declares(self, entity: str, name: str) -> bool:
        found = self.index.entity(entity)
        if name in ("user", "role") and name == found.owner:
            return False
        return name in self.members(entity)

    def after(self, step: Step, name: str) -> Step:
        if step.type.entity is None:
            raise ExprError(f"{step.name} is {step.type.words}: nothing can follow it with a dot")
        return self.member(step.type.entity, name)

    def member(self, entity: str, name: str) -> Step:
        if entity == LOGIN_USER:
            return self.of_user(name)
        found = self.index.entity(entity)
        field, relation = self.index.field(entity, name), self.index.relation(entity, name)
        if field is not None:
            return self.of_field(entity, field)
        if relation is not None:
            return self.of_relation(entity, relation)
        many = next((m for m in self.index.to_many(entity) if m.name == name), None)
        if many is not None:
            return self.of_inverse(entity, many.name, many.source, many.relation)
        if found.owner and name in (found.owner, "owner"):
            return Step(found.owner, "owner", Type("row", LOGIN_USER, nullable=True), entity)
        if name in self.members(entity):
            kind: Kind = "integer" if name == "id" else "datetime"
            return Step(name, "field", Type(kind, nullable=name == "deleted_at"), entity)
        raise self.unknown(name, entity, self.members(entity))

    def of_user(self, name: str) -> Step:
        profile = next((r.entity for r in self.index.plan.roles if r.entity and naming.snake(r.entity) == name), None)
        if profile is not None:
            return Step(name, "profile", Type("row", profile, nullable=True), LOGIN_USER)
        if name not in LOGIN_FIELDS:
            raise self.unknown(name, "the user", self.members(LOGIN_USER))
        return Step(name, "field", Type("integer" if name == "id" else "string"), LOGIN_USER)

    def of_field(self, entity: str, field: Field) -> Step:
        type_ = field_type(field)
        if field.computed is None:
            type_ = replace(type_, nullable=is_optional(self.index, entity, field))
            return Step(field.name, "field", type_, entity, field)
        from scaffolder.expr.checking import check  # a computed field is an expression: scope and check are one circle

        typed = check(field.computed, self.inside(entity, field.name))
        type_ = replace(type_, nullable=typed.type.nullable or typed.type.kind == "none")
        return Step(field.name, "field", type_, entity, field, computed=typed)

    def of_relation(self, entity: str, relation: Relation) -> Step:
        target = self.index.entity(relation.target)
        if relation.cardinality == "many_to_many":
            type_ = Type("rows", relation.target)
            return Step(relation.name, "to_many", type_, entity, through=relation, soft_delete=target.soft_delete)
        type_ = Type("row", relation.target, nullable=not relation.required)
        return Step(relation.name, "to_one", type_, entity, through=relation)

    def of_inverse(self, entity: str, name: str, source: Entity, relation: Relation) -> Step:
        if relation.cardinality == "one_to_one":
            return Step(name, "to_one", Type("row", source.name, nullable=True), entity, through=relation, inverse=True)
        type_ = Type("rows", source.name)
        return Step(name, "to_many", type_, entity, through=relation, inverse=True, soft_delete=source.soft_delete)

    def unknown(self, name: str, owner: str, known: list[str]) -> ExprError:
        found = near(name, known)
        if found:
            hint = f"; did you mean {' or '.join(found)}?"
        else:
            hint = f"; there is {', '.join(known[:8])}{', …' if len(known) > 8 else ''}" if known else ""
        return ExprError(f'{owner} has no "{name}"{hint}', suggestions=found)


def _param_step(param: Param) -> Step:
    if param.multiple:
        type_ = Type("list")
    elif param.ref is not None:
        type_ = Type("row", param.ref)
    elif param.type == "secret":
        raise ExprError(f"{param.name} is secret: nothing can read it")
    else:
        type_ = Type(KINDS[param.type], choices=tuple(param.enum))
    nullable = not param.required and param.default is None
    return Step(param.name, "param", replace(type_, nullable=nullable))
