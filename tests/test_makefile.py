"""The Makefile: what GNU make 3.81 understands, and a description that no shell and no make ever reads."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# What came after 3.81, by the version that brought it.
LATER = {
    "3.82": r"^\s*(undefine|private)\b|^\.(ONESHELL|SHELLFLAGS|RECIPEPREFIX)\b|^define\s+\S+\s*[:?+]?=",
    "4.0": r"!=|::=|\$\((file|guile)\b|^-?load\b|\bMAKE_TERMOUT\b|--output-sync",
    "4.2": r"\$\(file\s*<|\.SHELLSTATUS",
    "4.3": r"&:|\.EXTRA_PREREQS",
    "4.4": r"\$\((let|intcmp)\b|:::=|\.(NOTINTERMEDIATE|WAIT)\b",
}
HOSTILE = "A Book has a title; $(touch made) `touch made` $$(shell touch made) 'and' \"a\" price | touch made #."


def make(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "SPEC", "MFLAGS"))}
    return subprocess.run(
        ["make", *words], cwd=folder, env={**kept, **env}, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("version", sorted(LATER))
def test_nothing_is_used_that_is_younger_than_make_3_81(version: str) -> None:
    lines = [line for line in MAKEFILE.splitlines() if not line.startswith(("\t", "#"))]
    assert [line for line in lines if re.search(LATER[version], line)] == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with our Makefile that is set up already; `scaffold` there writes down what it was given."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "pyproject.toml").touch()
    script = tmp_path / ".venv" / "bin" / "scaffold"
    script.parent.mkdir(parents=True)
    script.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > words\ncat > given\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    (tmp_path / ".venv" / ".ready").touch()
    return tmp_path


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_a_description_arrives_as_it_was_typed(checkout: Path) -> None:
    done = make(checkout, "run", f"SPEC={HOSTILE}")
    assert done.returncode == 0, done.stderr
    assert (checkout / "given").read_text() == HOSTILE
    assert (checkout / "words").read_text().split() == ["new", "-"]
    assert not (checkout / "made").exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_a_file_is_named_as_it_was_typed(checkout: Path) -> None:
    name = "my $(touch made) file's.md"
    assert make(checkout, "run", f"SPEC_FILE={name}").returncode == 0
    assert (checkout / "words").read_text().splitlines() == ["new", "-f", name]
    assert not (checkout / "made").exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("root", "said"), [(True, "installed python3-venv"), (False, "sudo apt-get install python3-venv")]
)
def test_where_venv_is_missing_root_installs_it_and_others_are_told(checkout: Path, root: bool, said: str) -> None:
    """Debian's Python without python3-venv: ensurepip cannot be imported."""
    (checkout / ".venv" / ".ready").unlink()
    path = checkout / "path"
    path.mkdir()
    python = path / "python3"
    for name, text in {
        "python3": 'case "$2" in *ensurepip*) test -e installed;; *-m*) exit 1;; *) exit 0;; esac',
        "id": f"echo {0 if root else 1000}",
        "apt-get": 'test "$1" = install || exit 0; shift 3; echo installed "$@"; touch installed',
    }.items():
        (path / name).write_text(f"#!/bin/sh\n{text}\n")
        (path / name).chmod(0o755)
    done = make(checkout, "run", f"PYTHON={python}", PATH=f"{path}:{os.environ['PATH']}")
    assert said in done.stdout
    assert (checkout / "installed").exists() is root
    assert ("Setting up" in done.stdout) is root
