"""Run by a test in the folder of an emitted application: expressions as Python and as SQL, over the same stored rows.

JSON on stdin: `now`, `rows` of [model, {attribute: code}] and `cases` of {model, python, sql, condition, user, params}.
JSON on stdout: for each case the answers of Python and of SQL, one for each row by its id, or the text of an error.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import pkgutil
import sys
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm


def plain(value: Any) -> Any:
    """A value that can be compared however it was computed: numbers to six places, lengths of time in seconds."""
    if isinstance(value, dt.timedelta):
        value = value.total_seconds()
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).quantize(Decimal('0.000001'), ROUND_HALF_UP) + 0:f}"
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else str(value)


def names() -> dict[str, Any]:
    """What generated code finds: models, tables of links, the clock, functions of the database."""
    import app.clock
    import app.database
    import app.models

    found: dict[str, Any] = {**vars(app.database), **vars(app.clock)}
    for module in pkgutil.iter_modules(app.models.__path__):
        found.update(vars(importlib.import_module(f"app.models.{module.name}")))
    if importlib.util.find_spec("app.users"):
        found["User"] = importlib.import_module("app.users").User
    return {**found, "sa": sa, "orm": orm, "dt": dt, "Decimal": Decimal, "UUID": UUID, "ROUND_HALF_UP": ROUND_HALF_UP}


def answers(session: orm.Session, known: dict[str, Any], case: Mapping[str, Any]) -> dict[str, Any]:
    model = known[case["model"]]
    users = known.get("User")
    user = session.get(users, case["user"]) if users and case["user"] else None
    data = SimpleNamespace(**{n: eval(c, known) for n, c in case["params"].items()})
    linked = {n: next((session.get(known["Task"], int(id_)) for id_ in ids), None) for n, ids in case["rows"].items()}
    here = {**known, **linked, "data": data, "user": user}
    found: dict[str, Any] = {}
    try:
        rows = session.scalars(sa.select(model).order_by(model.id))
        read = [eval(case["python"], {**here, "self": row}) for row in rows]
        found["python"] = [bool(v) if case["condition"] else plain(v) for v in read]
    except Exception as error:
        found["python"] = f"{type(error).__name__}: {error}"
    try:
        sql = eval(case["sql"], here)
        if case["condition"]:
            kept = set(session.scalars(sa.select(model.id).where(sql)))
            found["sql"] = [id_ in kept for id_ in session.scalars(sa.select(model.id).order_by(model.id))]
        else:
            found["sql"] = [plain(v) for _, v in session.execute(sa.select(model.id, sql).order_by(model.id))]
    except Exception as error:
        session.rollback()
        found["sql"] = f"{type(error).__name__}: {error}"
    return found


def main() -> None:
    asked = json.load(sys.stdin)
    known = names()
    engine = known["engine"]()
    known["Base"].metadata.create_all(engine)
    with orm.Session(engine) as session, known["at"](dt.datetime.fromisoformat(asked["now"])):
        session.add_all(known[model](**{n: eval(c, known) for n, c in row.items()}) for model, row in asked["rows"])
        session.flush()
        for statement in asked["links"]:
            session.execute(eval(statement, known))
        session.commit()
        print(json.dumps([answers(session, known, case) for case in asked["cases"]]))


if __name__ == "__main__":
    main()
