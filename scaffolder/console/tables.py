"""Tables, drawn by rich on standard output: plain columns without colour where it is piped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scaffolder.console import Terminal, clean

STYLES = {
    "proven": "green", "works": "green", "partial": "yellow", "failed": "red", "refused": "red",
    "interrupted": "yellow", "missing": "red", "limited": "yellow", "ready": "green",
}  # fmt: skip


def show(terminal: Terminal, heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()) -> None:
    """One table; cells that are a status get its colour; columns named in `right` hold numbers."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    live = terminal.out.isatty()
    console = Console(
        file=terminal.out, no_color=not terminal.color, highlight=False, width=terminal.width if live else 160
    )
    table = Table(box=None, header_style="bold" if terminal.color else "", pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, justify="right" if head in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(clean(cell), style=STYLES.get(cell, "") if terminal.color else "") for cell in row))
    console.print(table)
