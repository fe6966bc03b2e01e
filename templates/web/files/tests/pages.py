"""Pages as a person reads them, and forms as a browser sends them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any, Protocol

from django.test import Client

Row = dict[str, Any]
UNKNOWN = "999999"  # the id of a row that no test makes
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)  # a picture of one dot
VOID = {"input", "meta", "link", "br", "hr", "img", "wbr"}


class Response(Protocol):
    """What the test client gives back."""

    @property
    def status_code(self) -> int: ...
    @property
    def content(self) -> bytes: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def client(self) -> Client: ...


class Page(HTMLParser):
    """A page in parts: the values it shows, the rows it lists, its form, its problems."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.row: Row = {}
        self.ids: list[str] = []
        self.form: dict[str, Any] = {}
        self.action = ""
        self.problems: list[str] = []
        self.alerts: list[str] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[int, str] = {}
        self.lines: list[Row] = []
        self.faults: list[tuple[int, str]] = []
        self.stored = -1
        self.feed(response.content.decode())

    def inside(self, name: str, value: str | None = None) -> str | None:
        """The attribute of the innermost open element that has it."""
        for _, attributes in reversed(self.open):
            if name in attributes and value in (None, attributes[name]):
                return attributes[name]
        return None

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        given = {name: value or "" for name, value in attributes}
        field = self.inside("data-field")
        if field is not None:
            self.read_value(field, tag, given)
        column = self.inside("data-name")
        if column is not None:
            self.lines[-1].setdefault(column, given.get("value", given.get("datetime", "")))
        if "data-line" in given:
            self.lines.append({})
        if "data-fault" in given:
            self.faults.append((int(given["data-fault"]), given["data-column"]))
        if "data-stored" in given:
            self.stored = int(given["data-stored"])
        if "data-row" in given:
            self.row["id"] = given["data-row"]
        if "data-id" in given:
            self.ids.append(given["data-id"])
        if "data-problem" in given:
            self.problems.append(given["data-problem"])
        if "data-form" in given:
            self.action = given.get("action", "")
        if self.inside("data-form") is not None:
            self.read_input(tag, given)
        if tag not in VOID:
            self.open.append((tag, given))
            self.texts[len(self.open)] = ""

    def read_value(self, field: str, tag: str, given: dict[str, str]) -> None:
        if tag == "ul":
            self.row[field] = []
        value = given.get("value", given.get("datetime"))
        many = isinstance(self.row.get(field), list)
        if tag == "li":
            self.row[field].append("")
        elif value is not None and many:
            self.row[field][-1] = value
        elif value is not None:
            self.row[field] = value

    def read_input(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "input" and given.get("type") == "file":
            return
        if "data-many" in given:
            self.form[given["data-many"]] = []
        elif tag == "input" and given.get("type") == "checkbox":
            ticked = [given.get("value", "on")] if "checked" in given else []
            self.form[name] = [*self.form.get(name, []), *ticked]
        elif tag == "input":
            self.form[name] = given.get("value", "")
        elif tag == "textarea":
            self.form[name] = ""
        elif tag == "select":
            self.form[name] = [] if "multiple" in given else None
        elif tag == "option":
            self.read_option(given)

    def read_option(self, given: dict[str, str]) -> None:
        select = next(a for t, a in reversed(self.open) if t == "select")
        name, value = select["name"], given.get("value", "")
        if "multiple" in select:
            self.form[name] += [value] if "selected" in given else []
        elif "selected" in given or self.form[name] is None:
            self.form[name] = value

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            text = self.texts.pop(len(self.open))
            name, given = self.open.pop()
            if "data-field" in given:
                self.row.setdefault(given["data-field"], text)
            if "data-name" in given:
                self.lines[-1].setdefault(given["data-name"], text)
            if given.get("role") == "alert":
                self.alerts.append(" ".join(text.split()))
            if name == "textarea" and self.inside("data-form") is not None:
                self.form[given["name"]] = text.removeprefix("\n")
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        for depth in self.texts:
            self.texts[depth] += data
        field = self.inside("data-field")
        values = self.row.get(field or "")
        if isinstance(values, list) and self.inside("value") is None and values:
            values[-1] += data


def text(response: Response) -> str:
    """For the message of a test that fails."""
    page = Page(response)
    return f"{response.status_code} {page.alerts} {page.problems}"


def submit(client: Client, path: str, values: Mapping[str, Any]) -> Response:
    """Open the form at `path`, enter these values, leave the rest as it stands, and send it."""
    page = client.get(path)
    if page.status_code != 200:
        return page
    form = Page(page).form
    given = {k: v if k in form or v else "" for k, v in values.items()}
    return send(client, path, {**form, **given})


def send(client: Client, path: str, values: Mapping[str, Any]) -> Response:
    """What a browser sends for these values."""
    sent = {name: entered(value) for name, value in values.items()}
    return client.post(path, {k: v for k, v in sent.items() if v != []})


def entered(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value)
    return value if isinstance(value, list) or hasattr(value, "read") else str(value)


def lines(values: Iterable[Any]) -> str:
    """A list as it is entered: one value on each line."""
    return "\n".join(str(entered(value)) for value in values)
