"""What the application answers: each function holds a response to its status, and reads its page."""

from __future__ import annotations

import csv
import io
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from tests.pages import Page, Response, Row, send, text

PEOPLE = 8  # who want something at the same moment


def created(response: Response) -> Row:
    """The new row, as its page shows it."""
    return found(response)


def found(response: Response) -> Row:
    """The row as it is now: on this page, or on the page that one is sent to."""
    if response.status_code == 302:
        address = response.headers["Location"]
        assert not address.startswith("/login"), address
        response = response.client.get(address)
    assert response.status_code == 200, text(response)
    return Page(response).row


def gone(response: Response) -> None:
    """Done, and there is no row to look at."""
    assert response.status_code == 302, text(response)
    assert not response.headers["Location"].startswith("/login")


def ids(response: Response) -> list[str]:
    """The ids of the rows of a list, in its order."""
    assert response.status_code == 200, text(response)
    return Page(response).ids


def listed(client: Client, address: str) -> list[Row]:
    """The rows of a list, each as its own page shows it."""
    found_ids = ids(client.get(address, {"page_size": 100}))
    return [found(client.get(f"{address}{pk}/")) for pk in found_ids]


def table(response: Response, *exact: str) -> list[Row]:
    """The lines of a report; `exact` names columns of exact numbers."""
    assert response.status_code == 200, text(response)
    lines = Page(response).lines
    for line in lines:
        for name in exact:
            line[name] = round(Decimal(line[name]), 2) if line[name] else None
    return lines


def imported(response: Response) -> int:
    """How many rows of a file were stored."""
    assert response.status_code == 200, text(response)
    return Page(response).stored


def bad_rows(response: Response) -> list[tuple[int, str]]:
    """The rows of a file that are at fault, each with its column."""
    assert response.status_code == 422, text(response)
    return Page(response).faults


def downloaded(response: Any) -> bytes:
    assert response.status_code == 200, text(response)
    return b"".join(response.streaming_content)


def csv_rows(response: Response) -> list[dict[str, str]]:
    assert response.status_code == 200, text(response)
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def json_rows(response: Response) -> list[Row]:
    assert response.status_code == 200, text(response)
    rows: list[Row] = json.loads(response.content)
    return rows


def csv_file(rows: Sequence[Mapping[str, Any]]) -> io.BytesIO:
    """Rows as a file to send."""
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return named(written.getvalue().encode(), "rows.csv")


def json_file(rows: Sequence[Mapping[str, Any]]) -> io.BytesIO:
    return named(json.dumps(rows).encode(), "rows.json")


def named(content: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def invalid(response: Response) -> list[str]:
    """The inputs at fault in what was sent."""
    assert response.status_code == 422, text(response)
    return Page(response).problems


def refused(response: Response, status: int) -> str:
    """Why it was refused, in the application's words."""
    if status == 401:
        assert response.status_code == 302, text(response)
        assert response.headers["Location"].startswith("/login")
        return ""
    assert response.status_code == status, text(response)
    return " ".join(Page(response).alerts)


def at_once(
    client: Client, addresses: Sequence[str], sent: Sequence[Mapping[str, Any]]
) -> dict[int, int]:
    """How often each status is answered when everybody sends a form at the same moment.

    Everybody hesitates before they commit: who is not kept from it meets the others.
    """
    start = Barrier(PEOPLE)
    forms = [Page(client.get(address)).form for address in addresses]

    def begin(number: int) -> int:
        person = Client()
        person.cookies = client.cookies
        place = number % len(addresses)
        start.wait()
        try:
            values = {**forms[place], **sent[number % len(sent)]}
            return send(person, addresses[place], values).status_code
        finally:
            connection.close()

    commit = BaseDatabaseWrapper.commit
    with (
        patch.object(BaseDatabaseWrapper, "commit", hesitating(commit)),
        ThreadPoolExecutor(PEOPLE) as people,
    ):
        return dict(Counter(people.map(begin, range(PEOPLE))))


def hesitating(
    commit: Callable[[BaseDatabaseWrapper], None],
) -> Callable[[BaseDatabaseWrapper], None]:
    def later(wrapper: BaseDatabaseWrapper) -> None:
        time.sleep(0.02)
        commit(wrapper)

    return later
