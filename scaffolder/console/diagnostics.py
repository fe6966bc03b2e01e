"""Findings in the manner of a compiler: what, where in the user's words, what was assumed, how to say it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from scaffolder.console import Terminal, clean
from scaffolder.types import Diagnostic, Span

ELLIPSIS = "…"
INDENT = "  "


def show(terminal: Terminal, diagnostics: Sequence[Diagnostic], text: str = "") -> None:
    """Print findings to standard error; `text` is the description that their spans point into."""
    for d in diagnostics:
        terminal.say()
        for line in lines(terminal, d, text):
            terminal.say(line)


def lines(terminal: Terminal, d: Diagnostic, text: str) -> list[str]:
    head = f"{terminal.paint(f'{d.severity}[{d.code}]', d.severity)}: {terminal.paint(d.message, 'bold')}"
    body = _in_description(terminal, d, d.span, text) if d.span and text else _elsewhere(terminal, d)
    tail = [f"{INDENT}= {terminal.paint(d.help, '')}"] if d.help else []
    return [head, *body, *tail]


def _in_description(terminal: Terminal, d: Diagnostic, span: Span, text: str) -> list[str]:
    number, column, line, start, end = locate(text, span)
    place = f"{INDENT}--> {number}:{column}  "
    room = max(terminal.width - width(place) - 2, 20)
    shown, left, length = window(line, start, end, room)
    marks = terminal.paint("^" * max(length, 1), d.severity)
    under = " " * (width(place) + 1 + left) + marks
    note = terminal.paint(assumed(d), "")
    if note and width(under) + 1 + width(note) > max(terminal.width, 60):
        return [f'{place}"{shown}"', under, f"{INDENT}= {note}"]
    return [f'{place}"{shown}"', f"{under} {note}".rstrip()]


def _elsewhere(terminal: Terminal, d: Diagnostic) -> list[str]:
    where = f"{d.path}:{d.line}" if d.path and d.line else d.path
    place = "  ".join(part for part in (where, d.element) if part)
    found = [f"{INDENT}--> {terminal.paint(place, 'accent')}"] if place else []
    return [*found, f"{INDENT}= {terminal.paint(assumed(d), '')}"] if d.assumed else found


def assumed(d: Diagnostic) -> str:
    return f"assumed {d.assumed}" if d.assumed else ""


def locate(text: str, span: Span) -> tuple[int, int, str, int, int]:
    """(line, column, the line, start, end) of a span; line and column count from 1, start and end are in the line.

    A span over several lines is shown by the part of it in its first line.
    """
    start = min(max(span.start, 0), len(text))
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first : len(text) if last < 0 else last].rstrip("\r")
    at = min(start - first, len(line))
    return text.count("\n", 0, start) + 1, at + 1, line, at, max(min(span.end - first, len(line)), at)


def window(line: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """(what is shown of `line` in at most `room` columns, columns before the marked part, columns of the marked part).

    Tabs become blanks. What does not fit is cut around the marked part.
    """
    before, marked, after = (clean(part).replace("\t", " ") for part in (line[:start], line[start:end], line[end:]))
    marked = _head(marked, room - 2) if width(marked) > room - 2 else marked
    spare = room - width(marked)
    if width(before) + width(after) <= spare:
        return before + marked + after, width(before), width(marked)
    left = max(spare - width(after), spare // 2) if width(after) < spare // 2 else spare // 2
    before, lead = (before, width(before)) if width(before) <= left else _tail(before, left)
    after = _head(after, spare - lead) if width(after) > spare - lead else after
    return before + marked + after, lead, width(marked)


def _head(text: str, room: int) -> str:
    kept = ""
    for char in text:
        if width(kept + char) > room - 1:
            break
        kept += char
    return kept + ELLIPSIS


def _tail(text: str, room: int) -> tuple[str, int]:
    kept = _head(text[::-1], room)[::-1]
    return kept, width(kept)


def width(text: str) -> int:
    """Columns of a text in a terminal: wide characters take two, combining ones none, colour codes none."""
    return sum(_columns(c) for c in clean(text))


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
