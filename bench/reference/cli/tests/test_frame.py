"""What every command has: help, a version, clear faults, output that pipes can read."""

from __future__ import annotations

import json

from tests.answers import refused
from tests.conftest import Caller


def test_help_names_the_commands(run: Caller) -> None:
    answer = run("--help")
    assert answer.exit_code == 0
    assert answer.out.startswith("Usage: reading-room")


def test_the_version_is_told(run: Caller) -> None:
    assert run("--version").out == "reading-room, version 0.1.0\n"


def test_what_is_no_command_is_refused(run: Caller) -> None:
    assert "nonsense" in refused(run("nonsense"), 2)


def test_an_empty_list_is_no_fault(run: Caller) -> None:
    answer = run("shelves list")
    assert (answer.exit_code, answer.out) == (0, "")
    assert answer.err.startswith("There are no ")
    assert json.loads(run("shelves list --format json").out) == []
    assert run("shelves list --format csv").out.startswith("id,")


def test_an_unknown_order_is_refused(run: Caller) -> None:
    assert "there is no order by nonsense" in refused(
        run("shelves list --sort nonsense"), 2
    )


def test_what_is_not_there_is_said(run: Caller) -> None:
    refused(run("shelves show 999999"), 4)


def test_data_that_cannot_be_read_is_a_line_not_a_traceback(run: Caller) -> None:
    file = run.folder / "reading-room" / "reading-room.db"
    file.write_text("this is no database, but a text of some length" * 20)
    assert "Traceback" not in refused(run("shelves list"), 1)
