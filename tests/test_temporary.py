"""Where files stand that nobody keeps."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

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


MAKE = """
import sys, time
from pathlib import Path
from scaffolder import temporary
made = temporary.fresh("scaffold-x-", Path(sys.argv[1]))
(made / "deep" / "er").mkdir(parents=True)
(made / "deep" / "er" / "file").write_text("")
(made / "deep").chmod(0)
print(made, flush=True)
time.sleep(60)
"""


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_uses_is_not(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", MAKE, str(tmp_path)]
    processes = [subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    made = [Path(p.stdout.readline().strip()) for p in processes if p.stdout]
    processes[0].send_signal(signal.SIGKILL)
    processes[0].wait()
    with temporary.folder("scaffold-x-", tmp_path) as own:
        with temporary.folder("scaffold-x-", tmp_path) as other:
            assert own != other and own.is_dir()
        left = set(tmp_path.iterdir())
    processes[1].kill()
    processes[1].communicate()
    assert left == {own, made[1]} and set(tmp_path.iterdir()) == {made[1]}
    with temporary.folder("scaffold-x-", tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_the_name_of_what_was_left_over_is_not_followed(tmp_path: Path) -> None:
    """The folder for temporary files is everybody's: a run would have removed what the link leads to."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "kept").write_text("")
    for link in ("scaffold-x-99999999-abcdefgh", "scaffold-x-abcdefgh"):
        (tmp_path / link).symlink_to("home")
    with temporary.folder("scaffold-x-", tmp_path) as own:
        (own / "link").symlink_to(tmp_path / "home")
    temporary.remove(tmp_path / "scaffold-x-99999999-abcdefgh")
    assert (tmp_path / "home" / "kept").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder that is somebody else's")
def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    for name, owner in {"of-us": 0, "of-nobody": temporary.NOBODY, "of-others": 1234}.items():
        (tmp_path / f"scaffold-x-{name}-abcdefgh").mkdir()
        os.chown(tmp_path / f"scaffold-x-{name}-abcdefgh", owner, owner)
    with temporary.folder("scaffold-x-", tmp_path) as own:
        assert set(tmp_path.iterdir()) == {own, tmp_path / "scaffold-x-of-others-abcdefgh"}


def test_a_folder_that_another_run_took_for_left_over_before_its_lock_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, lock, swept = tempfile.mkdtemp, fcntl.flock, list[str]()

    def at_once(*args: Any, **named: Any) -> str:
        made = make(*args, **named)
        if not swept:
            swept.append(made)
            os.rmdir(made)
        return made

    def a_little_later(descriptor: int, how: int) -> None:
        lock(descriptor, how)
        if len(swept) == 1:
            swept.append(os.readlink(f"/proc/self/fd/{descriptor}"))
            os.rmdir(swept[1])

    monkeypatch.setattr(tempfile, "mkdtemp", at_once)
    monkeypatch.setattr(fcntl, "flock", a_little_later)
    with temporary.folder("scaffold-x-", tmp_path) as own:
        assert own.is_dir() and os.fspath(own) not in swept and len(swept) == 2
    assert list(tmp_path.iterdir()) == []


def test_without_locks_of_the_file_system_nothing_is_taken_for_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(descriptor: int, how: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    (tmp_path / "scaffold-x-1-abcdefgh").mkdir()
    with temporary.folder("scaffold-x-", tmp_path) as own:
        assert len(list(tmp_path.iterdir())) == 2
    assert not own.exists() and len(list(tmp_path.iterdir())) == 1
