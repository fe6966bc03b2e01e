"""Hostile programs, really run in every backend of this machine, by root and by a plain user: none gets out, none
stays, and what a backend does not stop stands in its line."""

from __future__ import annotations

import json
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from scaffolder.sandboxes import BACKENDS
from scaffolder.sandboxes.process import ProcessSandbox
from tests.extent import deep
from tests.hostile import machine, people
from tests.hostile.excesses import EXCESSES

pytestmark = pytest.mark.slow
ISOLATING = [name for name in BACKENDS if name != "process"]
PAIRS = [*product(ISOLATING, ("root", "user")), ("landlock", "container")]
ALWAYS = (("bubblewrap", "user"),)
# What a backend does not stop, with the words of its line that say so.
NOT_STOPPED = {("landlock", "user"): {"changes_modes_and_times": "their modes and times can be changed"}}


@pytest.mark.parametrize(
    ("backend", "who"),
    [pytest.param(*pair, marks=() if pair in ALWAYS else deep) for pair in PAIRS],
)
def test_none_gets_out_and_the_machine_is_as_before(backend: str, who: str) -> None:
    found, said = ran(backend, who), NOT_STOPPED.get((backend, who), {})
    for temperature in machine.TEMPERATURES:
        assert found[temperature]["tried"] > 60, found[temperature]
        assert set(found[temperature]["done"]) == set(said), temperature
    assert all(words in found["description"] for words in said.values())
    assert found["alive"] and found["left"] == [] and found["copies"] == []
    assert set(found["changed"]) == ({"home/.profile"} if said else set())
    assert [f"{name}: {why}" for name in EXCESSES if (why := fault(found["excesses"][name], name))] == []


def ran(backend: str, who: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="people-") as staging:
        try:
            done = people.run(backend, who, Path(staging))
        except LookupError as error:
            pytest.skip(str(error))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    if "missing" in found:
        pytest.skip(f"{backend}: {found['missing']}")
    return found


# Without isolation these end other programs of the user, or are not held where the user is root.
NEEDS_ISOLATION = ("ends everything it can see", "forks without end")


@pytest.mark.parametrize("name", [name for name in EXCESSES if name not in NEEDS_ISOLATION])
def test_limits_hold_without_isolation_too(name: str, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    assert fault(machine.excess(ProcessSandbox(), tmp_path, name), name) == ""


def fault(found: dict[str, Any], name: str) -> str:
    """What is wrong with how it ended; nothing where it was contained."""
    _, limits, expected = EXCESSES[name]
    steering = [c for c in found["said"] if ord(c) < 32 and c not in "\n\t" or 127 <= ord(c) < 160]
    wrong = {
        "it did not end as it should": found["reason"] not in expected and expected not in found["said"],
        "something of it is left": found["survivors"],
        "it took too long": found["seconds"] > limits.timeout_s + 8,
        "it came through": "had it" in found["said"] or "never stopped" in found["said"],
        "it steers the terminal": steering,
    }
    return ", ".join(f"{what} ({found})" for what, is_so in wrong.items() if is_so)
