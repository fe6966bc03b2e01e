"""A plan whose entities and fields are called like words of Python, SQL and the libraries that generated code uses."""

from __future__ import annotations

from typing import get_args

from scaffolder.plan import Choice, Entity, Field, FieldType, Plan, Relation

WORDS = (
    "from", "none", "class", "order", "type", "ids", "metadata", "registry", "schema", "model_config", "copy", "json",
    "list", "dict", "str", "int", "dt", "sa", "property", "fields", "session", "page", "sort", "search", "value",
    "values", "query", "data", "key", "row", "user", "uuid", "decimal", "select", "where",
    "end", "check", "limit", "table", "index", "true", "import", "lambda", "x_min", "x",
)  # fmt: skip
ENTITIES = (
    "Order", "Person", "Series", "Category", "Session", "Request", "File", "Query", "Page", "Event", "Field", "Text",
    "Response", "Column", "Table", "Literal", "Path", "Date", "Model", "Any", "User", "Message", "Token",
)  # fmt: skip


def odd_names() -> Plan:
    return Plan(
        name="Odd Names", slug="odd-names", entities=[_named_like_types(), *_of_words(), *map(_linked, ENTITIES)]
    )


def _named_like_types() -> Entity:
    fields = [Field(name=t, type=t) for t in get_args(FieldType) if t != "enum"]
    return Entity(name="Class", display="string", fields=fields, order_by=["date", "-string"])


def _of_words() -> list[Entity]:
    numbers = [Field(name=w, type="integer", required=n % 3 == 0, unique=n % 10 == 0) for n, w in enumerate(WORDS)]
    texts = [Field(name=w, required=n % 2 == 0, searchable=True) for n, w in enumerate(WORDS)]
    return [
        Entity(name="Metadata", fields=numbers[:24]),
        Entity(name="Import", fields=texts, soft_delete=True, timestamps=True),
    ]


def _linked(name: str) -> Entity:
    return Entity(
        name=name,
        display="name",
        fields=[
            Field(name="name", required=True, unique=True, searchable=True),
            Field(name="kind", type="enum", enum=[Choice(value="a"), Choice(value="b c")], default="a"),
        ],
        relations=[
            Relation(name="class", target="Class", inverse=f"{name.lower()}_things", on_delete="cascade"),
            Relation(name="parent", target=name, inverse="children", on_delete="set_null"),
            Relation(name="peers", target=name, cardinality="many_to_many", inverse="peered"),
        ],
    )
