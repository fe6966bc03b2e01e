"""How the rows of one model hang on those of another, as SQLAlchemy code: links, tables of links, subqueries."""

from __future__ import annotations

from scaffolder import naming
from scaffolder.expr.nodes import Step


def subquery(column: str, joins: list[str], aliases: dict[str, str]) -> str:
    if not joins:
        return column
    return with_aliases(f"sa.select({column}).where({', '.join(joins)}).scalar_subquery()", aliases)


def with_aliases(text: str, aliases: dict[str, str]) -> str:
    """Each other name is made where it stands first."""
    for name, model in aliases.items():
        text = text.replace(f"{name}.", f"({name} := orm.aliased({model})).", 1)
    return text


def far_key(step: Step) -> str:
    """The link of the row at the far side: of a one-to-one link, or of the profile of a user."""
    return step.through.name if step.through is not None else "user"


def hanging(step: Step, at: str, target: str) -> list[str]:
    """How the rows of `target` that a step leads to hang on `at`."""
    living = [f"{target}.deleted_at.is_(None)"] if step.soft_delete else []
    if step.kind == "to_one" and not step.inverse:
        return [f"{target}.id == {at}.{step.name}_id"]
    if step.through is None or step.through.cardinality != "many_to_many":
        return [f"{target}.{far_key(step)}_id == {at}.id", *living]
    relation = step.through
    source = (step.type.entity if step.inverse else step.entity) or ""
    table, one, other = (
        f"{naming.snake(source)}_{relation.name}",
        f"{naming.snake(source)}_id",
        _other(source, relation.name),
    )
    near, far = (other, one) if step.inverse else (one, other)
    if relation.through is not None:
        link, target_id = naming.identifier(relation.through), f"{naming.snake(relation.target)}_id"
        near, far = (target_id, one) if step.inverse else (one, target_id)
        return [f"{link}.{near} == {at}.id", f"{target}.id == {link}.{far}", *living]
    return [f"{table}.c.{near} == {at}.id", f"{target}.id == {table}.c.{far}", *living]


def named(model: str, step: Step, taken: list[str], aliases: dict[str, str]) -> str:
    """The model of a step, by another name where it is selected from already."""
    name = model
    if model in taken:
        name = f"{naming.snake(naming.singular(step.name))}_row"
        while name in taken:
            name += "_"
        aliases[name] = model
    taken.append(name)
    return name


def _other(source: str, relation: str) -> str:
    name = f"{naming.singular(relation)}_id"
    return f"related_{name}" if name == f"{naming.snake(source)}_id" else name
