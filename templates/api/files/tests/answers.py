"""What the application answers: each function holds a response to its status."""

from __future__ import annotations

import base64
import csv
import io
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import sqlalchemy as sa
from httpx2 import Response
from sqlalchemy.orm import Session

PEOPLE = 8  # who want something at the same moment
Row = dict[str, Any]
UNKNOWN = 999_999  # the id of a row that no test makes
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)  # a picture of one dot


def created(response: Response, status: int = 201) -> Row:
    """The new row."""
    assert response.status_code == status, response.text
    row: Row = response.json()
    return row


def found(response: Response, status: int = 200) -> Row:
    """The row as it is now."""
    assert response.status_code == status, response.text
    row: Row = response.json()
    return row


def listed(response: Response, status: int = 200) -> list[Row]:
    """The rows of a list."""
    assert response.status_code == status, response.text
    rows: list[Row] = response.json()["items"]
    return rows


def ids(response: Response, status: int = 200) -> list[int]:
    """The ids of the rows of a list, in its order; the last page says how many."""
    found = [row["id"] for row in listed(response, status)]
    page = response.json()
    if len(found) < page["page_size"] and (found or page["page"] == 1):
        before = (page["page"] - 1) * page["page_size"]
        assert page["total"] == before + len(found)
    return found


def table(response: Response, *exact: str, status: int = 200) -> list[Row]:
    """The rows of a report; `exact` names columns of exact numbers."""
    assert response.status_code == status, response.text
    rows: list[Row] = response.json()["rows"]
    for row in rows:
        for name in exact:
            if row[name] is not None:
                row[name] = round(Decimal(str(row[name])), 2)
    return rows


def bad_rows(response: Response) -> list[tuple[int, str]]:
    """The rows of an import that are at fault, each with its field."""
    assert response.status_code == 422, response.text
    return [(row["row"], row["field"]) for row in response.json()["rows"]]


def csv_rows(response: Response, status: int = 200) -> list[dict[str, str]]:
    assert response.status_code == status, response.text
    return list(csv.DictReader(io.StringIO(response.text)))


def json_rows(response: Response, status: int = 200) -> list[Row]:
    assert response.status_code == status, response.text
    rows: list[Row] = response.json()
    return rows


def csv_file(rows: Sequence[dict[str, object]]) -> tuple[str, bytes, str]:
    """Rows as a file to send."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return "rows.csv", text.getvalue().encode(), "text/csv"


def json_file(rows: Sequence[dict[str, object]]) -> tuple[str, bytes, str]:
    return "rows.json", json.dumps(rows).encode(), "application/json"


def gone(response: Response, status: int = 204) -> None:
    assert response.status_code == status, response.text


def invalid(response: Response) -> list[str]:
    """The fields at fault in what was sent."""
    assert response.status_code == 422, response.text
    return [error["field"] for error in response.json()["errors"]]


def conflicts(response: Response) -> list[str]:
    """The fields of what was sent that conflict with another row."""
    assert response.status_code == 409, response.text
    return [error["field"] for error in response.json()["errors"]]


def refused(response: Response, status: int) -> str:
    """Why it was refused, in the application's words."""
    assert response.status_code == status, response.text
    problem = response.json()
    errors = [error["message"] for error in problem.get("errors", [])]
    return " ".join([problem.get("detail") or "", *errors])


def reason(response: Response, status: int) -> str:
    """Why it was refused, to the letter."""
    assert response.status_code == status, response.text
    return str(response.json()["detail"])


def at_once(attempt: Callable[[int], Response]) -> dict[int, int]:
    """How often each status is answered; an attempt is told its number.

    Everybody hesitates before they commit: who is not kept from it meets the others.
    """
    start = Barrier(PEOPLE)

    def begin(number: int) -> int:
        start.wait()
        return attempt(number).status_code

    sa.event.listen(Session, "before_commit", hesitate)
    try:
        with ThreadPoolExecutor(PEOPLE) as people:
            return dict(Counter(people.map(begin, range(PEOPLE))))
    finally:
        sa.event.remove(Session, "before_commit", hesitate)


def hesitate(session: Session) -> None:
    time.sleep(0.02)
