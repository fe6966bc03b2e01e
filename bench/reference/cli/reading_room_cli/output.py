"""What is printed: tables to read, JSON and CSV for other programs."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TextIO
from uuid import UUID

import click


def as_json(value: object, file: TextIO | None = None) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2), file=file)


def as_csv(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    file: TextIO | None = None,
) -> None:
    writer = csv.writer(file or sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row[column]) for column in columns] for row in rows)


def cell(value: Any) -> Any:
    """A value for a spreadsheet, which must not take text for a formula."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return value if number_like(value) else "'" + value
    return value


def number_like(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).replace(" ", "").isdigit()


def as_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns side by side. On a terminal the widest ones give way until a line holds them all."""
    lines = [[text(value) for value in row] for row in rows]
    numbers = [
        all(number_like(line[i]) for line in lines if line[i]) for i in range(len(head))
    ]
    widths = [max(len(line[i]) for line in [head, *lines]) for i in range(len(head))]
    while sys.stdout.isatty() and sum(widths) + 2 * len(widths) > max(
        terminal_width(), 9 * len(widths)
    ):
        widths[widths.index(max(widths))] -= 1
    click.secho(aligned(head, widths, numbers), bold=True)
    for line in lines:
        click.echo(aligned(line, widths, numbers))


def aligned(line: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> str:
    cells = [
        f"{cut(value, width):{'>' if number else '<'}{width}}"
        for value, width, number in zip(line, widths, numbers, strict=True)
    ]
    return "  ".join(cells).rstrip()


def cut(value: str, width: int) -> str:
    return value if len(value) <= width else value[: width - 1] + "…"


def terminal_width() -> int:
    return shutil.get_terminal_size().columns


def as_lines(pairs: Sequence[tuple[str, object]]) -> None:
    """A name and its value a line."""
    width = max(len(name) for name, _ in pairs)
    for name, value in pairs:
        told = f"{' ' * (width - len(name))}  {text(value)}".rstrip()
        click.echo(click.style(name, bold=True) + told)


def text(value: object) -> str:
    """A value as people read it, on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.timedelta):
        return span(int(value.total_seconds()))
    if isinstance(value, Decimal):
        return str(plain(value))
    if isinstance(value, list):
        return ", ".join(map(text, value))
    return " ".join(str(value).split())


def plain(number: Any) -> Any:
    """The number without exponent and closing zeros: "1.5", "100"."""
    if number is None:
        return None
    told = f"{number:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def span(seconds: Any) -> str:
    """A length of time: "1h 30m"."""
    if seconds is None:
        return ""
    parts = [
        (seconds // 86400, "d"),
        (seconds // 3600 % 24, "h"),
        (seconds // 60 % 60, "m"),
        (seconds % 60, "s"),
    ]
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0m"


def for_programs(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return int(value.total_seconds())
    if isinstance(value, UUID):
        return str(value)
    return plain(value) if isinstance(value, Decimal) else value


def cents(amount: Any) -> Any:
    return None if amount is None else f"{amount:.2f}"


def iso(value: Any) -> Any:
    return None if value is None else value.isoformat()
