"""Where files stand that nobody keeps."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from scaffolder import temporary


def test_what_is_kept_for_a_moment_stands_in_memory_unless_a_place_was_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "disk"))
    monkeypatch.setattr(temporary, "MEMORY", tmp_path)
    monkeypatch.setattr(temporary, "ROOM_BYTES", 0)
    tmp_path.chmod(0o755)
    assert temporary.place() == tmp_path
    monkeypatch.setenv("TMPDIR", str(tmp_path / "disk"))
    assert temporary.place() == tmp_path / "disk"


def test_a_small_memory_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "disk"))
    monkeypatch.setattr(temporary, "MEMORY", tmp_path)
    monkeypatch.setattr(temporary, "ROOM_BYTES", 1 << 80)  # else a disk would be called full that is not
    assert temporary.place() == tmp_path / "disk"
    monkeypatch.setattr(temporary, "MEMORY", tmp_path / "none")
    monkeypatch.setattr(temporary, "ROOM_BYTES", 0)
    assert temporary.place() == tmp_path / "disk"


def test_a_memory_that_only_its_owner_can_enter_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What runs isolated may be another user."""
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "disk"))
    monkeypatch.setattr(temporary, "MEMORY", tmp_path)
    monkeypatch.setattr(temporary, "ROOM_BYTES", 0)
    tmp_path.chmod(0o700)
    assert temporary.place() == tmp_path / "disk"
