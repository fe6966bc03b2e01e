"""Run by a test in the folder of an emitted web application: expressions as Python and as queries, over the same rows.

JSON on stdin: `now`, `rows` of [model, {attribute: code}], `links` of [model, id, attribute, ids] and `cases` of
{model, python, sql, condition, user, params, rows}. JSON on stdout: for each case the answers of Python and of the
database, one for each row by its id, or the text of an error.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import django
import time_machine
from django.core.management import call_command
from django.db import connection, models, transaction

from tests.expr_in_app import plain


def names() -> dict[str, Any]:
    """What generated code finds: models, the clock, what queries are made of."""
    import app.clock
    import app.models
    import app.queries
    import app.spoken
    from django.db.models import functions

    found = {
        **vars(functions),
        **vars(models),
        **vars(app.spoken),
        **vars(app.queries),
        **vars(app.clock),
        **vars(app.models),
    }
    return {**found, "models": models, "dt": dt, "Decimal": Decimal, "UUID": UUID, "ROUND_HALF_UP": ROUND_HALF_UP}


def answers(known: dict[str, Any], case: Mapping[str, Any]) -> dict[str, Any]:
    rows = known[case["model"]].objects.order_by("pk")
    user = known["User"].objects.filter(pk=case["user"]).first() if case["user"] else None
    data = SimpleNamespace(**{n: eval(c, known) for n, c in case["params"].items()})
    linked = {n: known["Task"].objects.filter(pk__in=ids).first() for n, ids in case["rows"].items()}
    here = {**known, **linked, "data": data, "user": user}
    found: dict[str, Any] = {}
    for name, ask in (("python", in_python), ("sql", in_sql)):
        try:
            with transaction.atomic():
                found[name] = ask(rows, case, here)
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}"
    return found


def in_python(rows: Any, case: Mapping[str, Any], here: dict[str, Any]) -> list[Any]:
    read = [eval(case["python"], {**here, "self": row}) for row in rows]
    return [bool(v) if case["condition"] else plain(v) for v in read]


def in_sql(rows: Any, case: Mapping[str, Any], here: dict[str, Any]) -> list[Any]:
    sql = eval(case["sql"], here)
    if not case["condition"]:
        asked = here["expression"](sql)
        return [plain(v) for v in rows.annotate(answer_=asked).values_list("answer_", flat=True)]
    kept = set(rows.filter(sql).values_list("pk", flat=True))
    return [pk in kept for pk in rows.values_list("pk", flat=True)]


def main() -> None:
    asked = json.load(sys.stdin)
    sys.path.insert(0, os.getcwd())
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    known = names()
    with time_machine.travel(asked["now"], tick=False):
        with transaction.atomic(), connection.constraint_checks_disabled():
            for model, row in asked["rows"]:
                known[model](**{n: eval(c, known) for n, c in row.items()}).save(force_insert=True)
            for model, pk, attribute, ids in asked["links"]:
                getattr(known[model].objects.get(pk=pk), attribute).set(ids)
        print(json.dumps([answers(known, case) for case in asked["cases"]]))


if __name__ == "__main__":
    main()
