"""Where standard streams are closed or lead to a full device: what can be said is said."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

COMMAND = f"{sys.executable} -m scaffolder plan --stack api --no-ask 'A Book has a title.'"


def shell(redirected: str, words: str = "") -> subprocess.CompletedProcess[str]:
    line = f"{COMMAND} {words} {redirected}"
    return subprocess.run(["sh", "-c", line], env={**os.environ}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("redirected", ["<&-", "2>&-", "2>/dev/full", "<&- 2>&-"])
def test_a_plan_is_printed_where_nobody_listens_to_the_rest(redirected: str) -> None:
    done = shell(redirected)
    assert (done.returncode, "name: Book" in done.stdout, "Traceback" in done.stderr) == (0, True, False)


def test_a_closed_standard_output_is_no_fault() -> None:
    done = shell(">&-")
    assert (done.returncode, "This is" in done.stderr, "Traceback" in done.stderr) == (0, True, False)


@pytest.mark.parametrize("words", ["", "--json"])
def test_a_full_standard_output_is_told(words: str) -> None:
    done = shell(">/dev/full", words)
    assert done.returncode == 2
    assert "error: the output cannot be written: No space left on device" in done.stderr
    assert "defect" not in done.stderr and "Traceback" not in done.stderr


def test_a_description_is_not_read_from_a_closed_standard_input() -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m scaffolder plan - <&-"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "there is no description" in done.stderr
