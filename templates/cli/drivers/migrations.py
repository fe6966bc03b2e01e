"""The steps of the migrations check: numbered files of SQL, which only go up."""

import dataclasses
from importlib import import_module
from pathlib import Path

PACKAGE = next(iter(sorted(Path().glob("*/migrations")))).parent.name
database = import_module(f"{PACKAGE}.database")
database.file = lambda: Path("migrations-check.db")


def tables():
    """The modules that read and write a table."""
    for path in sorted(Path(PACKAGE, "rows").glob("*.py")):
        module = import_module(f"{PACKAGE}.rows.{path.stem}")
        if hasattr(module, "TABLE"):
            yield module


def drift():
    for module in tables():
        kinds = [v for v in vars(module).values() if dataclasses.is_dataclass(v) and v.__module__ == module.__name__]
        row = object.__new__(kinds[0])
        for field in dataclasses.fields(row):
            setattr(row, field.name, None)
        written = {"id", *module.columns(row)}
        held = {column["name"] for column in database.rows(f'PRAGMA table_info("{module.TABLE}")')}
        if lacking := sorted(written - held):
            raise RuntimeError(f"the table {module.TABLE} lacks {', '.join(lacking)}")
        if unused := sorted(held - written):
            raise RuntimeError(f"nothing is kept in {', '.join(unused)} of the table {module.TABLE}")


def upgrade():
    """What the program does at its first use; on a file that has all of it, nothing."""
    database.connection.cache_clear()
    database.connection()


def revisions():
    return len(list(database.MIGRATIONS.glob("*.sql")))


STEPS = [
    ("upgrade", upgrade),
    ("drift", drift),
    ("upgrade again", upgrade),
]
