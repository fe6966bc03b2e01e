"""What the command answers: each function holds an answer to its exit code."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
UNKNOWN = 999_999  # the number of a row that no test makes
FIELD = re.compile(
    r"^Error: .*?(?:[Oo]ption:?|argument|value for) '?(-*[\w-]+)", re.MULTILINE
)


@dataclass
class Answer:
    exit_code: int
    out: str
    err: str


def typed(values: Mapping[str, object]) -> list[str]:
    """A command line: names with dashes are options, others arguments. A list is given item by item."""
    options: list[str] = []
    arguments: list[str] = []
    for name, value in values.items():
        items = value if isinstance(value, list) else [value]
        for item in items or [""]:
            if not name.startswith("--"):
                arguments.append("" if item is None else str(item))
            elif isinstance(item, bool):
                options.append(name if item else name.replace("--", "--no-", 1))
            else:
                options.append(f"{name}={'' if item is None else item}")
    return [*options, "--", *arguments] if arguments else options


def created(answer: Answer) -> Row:
    """The new row."""
    assert answer.exit_code == 0, answer
    row: Row = json.loads(answer.out)
    return row


def found(answer: Answer) -> Row:
    """The row as it is now."""
    return created(answer)


def listed(answer: Answer) -> list[Row]:
    """The rows of a list."""
    assert answer.exit_code == 0, answer
    rows: list[Row] = json.loads(answer.out)
    return rows


def ids(answer: Answer) -> list[int]:
    """The numbers of the rows of a list, in its order."""
    return [row["id"] for row in listed(answer)]


def table(answer: Answer, *exact: str) -> list[Row]:
    """The rows of a report; `exact` names columns of exact numbers."""
    rows = listed(answer)
    for row in rows:
        for name in exact:
            if row[name] is not None:
                row[name] = round(Decimal(str(row[name])), 2)
    return rows


def result(answer: Answer) -> Any:
    """What was calculated."""
    assert answer.exit_code == 0, answer
    return json.loads(answer.out)


def bad_rows(answer: Answer) -> list[tuple[int, str]]:
    """The rows of an import that are at fault, each with its column."""
    assert answer.exit_code == 2, answer
    return [
        (int(row), name)
        for row, name in re.findall(r"^row (\d+): (\w+): ", answer.err, re.MULTILINE)
    ]


def csv_rows(answer: Answer) -> list[dict[str, str]]:
    assert answer.exit_code == 0, answer
    return list(csv.DictReader(io.StringIO(answer.out)))


def csv_text(rows: list[dict[str, object]]) -> str:
    """Rows as the text of a file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def gone(answer: Answer) -> None:
    assert answer.exit_code == 0, answer


def invalid(answer: Answer) -> str:
    """The option at fault in what was typed, by the dashes or by the place that it has."""
    assert answer.exit_code == 2, answer
    fault = FIELD.search(answer.err)
    assert fault, answer
    return option(fault[1])


def option(name: str) -> str:
    """The option that an argument would be: --title for TITLE."""
    return name if name.startswith("--") else f"--{name.lower().replace('_', '-')}"


def refused(answer: Answer, exit_code: int) -> str:
    """Why it was refused, in the words of the command; never with a traceback."""
    assert answer.exit_code == exit_code, answer
    assert answer.err.splitlines()[-1].startswith("Error: "), answer
    return " ".join(answer.err.split())
