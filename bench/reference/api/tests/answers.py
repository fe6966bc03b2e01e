"""What the application answers: each function holds a response to its status."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from httpx2 import Response

Row = dict[str, Any]
UNKNOWN = 999_999  # the id of a row that no test makes
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)  # a picture of one dot


def created(response: Response) -> Row:
    """The new row."""
    assert response.status_code == 201, response.text
    row: Row = response.json()
    return row


def found(response: Response) -> Row:
    """The row as it is now."""
    assert response.status_code == 200, response.text
    row: Row = response.json()
    return row


def listed(response: Response) -> list[Row]:
    """The rows of a list."""
    assert response.status_code == 200, response.text
    rows: list[Row] = response.json()["items"]
    return rows


def ids(response: Response) -> list[int]:
    """The ids of the rows of a list, in its order."""
    return [row["id"] for row in listed(response)]


def table(response: Response, *exact: str) -> list[Row]:
    """The rows of a report; `exact` names columns of exact numbers."""
    assert response.status_code == 200, response.text
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


def csv_rows(response: Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text)))


def json_rows(response: Response) -> list[Row]:
    assert response.status_code == 200, response.text
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


def gone(response: Response) -> None:
    assert response.status_code == 204, response.text


def invalid(response: Response) -> list[str]:
    """The fields at fault in what was sent."""
    assert response.status_code == 422, response.text
    return [error["field"] for error in response.json()["errors"]]


def refused(response: Response, status: int) -> str:
    """Why it was refused, in the application's words."""
    assert response.status_code == status, response.text
    problem = response.json()
    errors = [error["message"] for error in problem.get("errors", [])]
    return " ".join([problem.get("detail") or "", *errors])
