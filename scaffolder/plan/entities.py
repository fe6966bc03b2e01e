"""What is kept: entities with their fields, links and constraints."""

from typing import Literal

from msgspec import field

from scaffolder.plan.nouns import Element, FieldType, Noun

Cardinality = Literal["many_to_one", "one_to_one", "many_to_many"]
OnDelete = Literal["restrict", "cascade", "set_null"]


class Choice(Noun, kw_only=True):
    value: str
    label: str = ""


class Validation(Noun, kw_only=True):
    """Bounds, inclusive. `min` and `max` are of numbers (and of dates, as ISO text)."""

    min: float | str | None = None
    max: float | str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None

    def __post_init__(self) -> None:
        self.min, self.max = _number(self.min), _number(self.max)


def _number(bound: float | str | None) -> float | str | None:
    """A bound is the same bound, be it written 3 or 3.0."""
    return float(bound) if isinstance(bound, int) else bound


class Field(Element, kw_only=True):
    """`computed` holds an Expr over the same entity: nobody writes the field. `readonly`: only actions write it."""

    name: str
    label: str = ""
    type: FieldType = "string"
    required: bool = False
    unique: bool = False
    default: str | int | float | bool | None = None
    enum: list[Choice] = []
    item_type: FieldType | None = None
    currency: str | None = None
    unit: str | None = None
    validation: Validation = field(default_factory=Validation)
    computed: str | None = None
    searchable: bool = False
    readonly: bool = False
    help: str = ""


class Relation(Element, kw_only=True):
    """A link from the entity it stands in to `target`; `inverse` is its name as the target sees it (a to-many path).

    `through` names the entity that carries a many-to-many link, where the link has data of its own.
    """

    name: str
    target: str
    cardinality: Cardinality = "many_to_one"
    inverse: str | None = None
    required: bool = False
    on_delete: OnDelete = "restrict"
    through: str | None = None


class Constraint(Element, kw_only=True):
    """unique: no two rows with the same `fields` (among rows where `where` holds).

    check: `expr` holds for every row. no_overlap: the intervals `fields` = [start, end) of two rows with the same
    `per` never overlap. limit: at most `expr` (an integer, may read a parent: "screening.capacity") rows for which
    `where` holds with the same `per`.
    """

    name: str
    kind: Literal["unique", "check", "no_overlap", "limit"]
    fields: list[str] = []
    per: list[str] = []
    expr: str | None = None
    where: str | None = None
    message: str = ""


class Entity(Element, kw_only=True):
    """`owner` names the link to the login user (a nullable `<owner>_id` column): "owner", or "user" for the profile
    of a role (`Role.entity`). `display` is the field that names a row; `order_by` like "-created_at", "title"."""

    name: str
    label: str = ""
    plural: str = ""
    description: str = ""
    display: str | None = None
    fields: list[Field] = []
    relations: list[Relation] = []
    constraints: list[Constraint] = []
    owner: str | None = None
    timestamps: bool = False
    soft_delete: bool = False
    order_by: list[str] = []
