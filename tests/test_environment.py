"""Environments, built for real from a tiny index of our own on disk: two wheels, no network."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scaffolder import locks
from scaffolder.environment import Environments, environment_key
from scaffolder.errors import DiskError, EnvironmentFailure
from scaffolder.types import Event


@pytest.fixture
def heard() -> list[Event]:
    return []


@pytest.fixture(autouse=True)
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache of uv and an index that refuses connections: nothing comes from elsewhere."""
    for name in [name for name in os.environ if name.startswith(("UV_", "PIP_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv-cache"))
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A package index on disk."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    return folder


def wheel(folder: Path, name: str, code: str, extra: dict[str, str] | None = None) -> str:
    """Put the wheel of a package into the index `folder`; its line in a lock."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        **(extra or {}),
    }
    path = folder / name / f"{name}-1.0-py3-none-any.whl"
    path.parent.mkdir(exist_ok=True)
    (path.parent / "index.html").write_text(f'<a href="{path.name}">{path.name}</a>')
    with zipfile.ZipFile(path, "w") as archive:
        record = ""
        for file, text in files.items():
            archive.writestr(file, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record += f"{file},sha256={digest},{len(text)}\n"
        archive.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def said_by(python: Path, code: str) -> str:
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_an_environment_is_built_once_and_then_found(
    tmp_path: Path, wheels: Path, heard: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", wheels.as_uri())
    lock = wheel(wheels, "greeting", "print('hello')\n")
    store = Environments(tmp_path / "store")
    made = store.ensure(lock, heard.append)
    assert said_by(made.python, "import greeting") == "hello"
    assert [event.state for event in heard] == ["started", "finished"] and heard[0].detail.startswith(
        "installing 1 pack"
    )
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    assert store.ensure(lock, heard.append) == made and len(heard) == 2


def test_an_environment_is_compiled_whole_read_only_and_no_link_into_the_cache(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", wheels.as_uri())
    made = Environments(tmp_path / "store").ensure(wheel(wheels, "greeting", "x = 1\n"), lambda event: None)
    module = next(made.root.glob("lib/*/site-packages/greeting.py"))
    compiled = module.parent / "__pycache__" / f"greeting.{sys.implementation.cache_tag}.pyc"
    assert compiled.is_file()
    assert said_by(made.python, "import greeting; print(greeting.__cached__)") == str(compiled)
    assert module.stat().st_mode & 0o222 == 0 and module.parent.stat().st_mode & 0o222 == 0
    assert module.stat().st_nlink == 1
    assert sorted(p.name for p in (tmp_path / "store").iterdir()) == [made.key, f"{made.key}.lock"]


def test_nothing_of_a_package_runs_while_it_is_installed(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", wheels.as_uri())
    marker = tmp_path / "it-ran"
    lock = wheel(
        wheels, "greeting", "x = 1\n", {"start.pth": f"import pathlib; pathlib.Path({str(marker)!r}).touch()\n"}
    )
    made = Environments(tmp_path / "store").ensure(lock, lambda event: None)
    assert not marker.exists()
    said_by(made.python, "pass")
    assert marker.exists()


@pytest.mark.parametrize("by", ["environment", "file"])
def test_what_pip_is_told_counts_where_uv_is_told_nothing(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    lock = wheel(wheels, "greeting", "print(1)") + wheel(other, "farewell", "print(2)")
    if by == "environment":
        monkeypatch.setenv("PIP_INDEX_URL", wheels.as_uri())
        monkeypatch.setenv("PIP_EXTRA_INDEX_URL", other.as_uri())
    else:
        said = f"[global]\nindex-url = {wheels.as_uri()}\n[install]\nextra-index-url =\n    {other.as_uri()}\n"
        (tmp_path / "pip.conf").write_text(said)
        monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    made = Environments(tmp_path / "store").ensure(lock, lambda event: None)
    assert said_by(made.python, "import greeting, farewell") == "1\n2"


def test_two_runs_at_once_build_one_environment(tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", wheels.as_uri())
    lock = wheel(wheels, "greeting", "print('hello')\n")
    code = (
        "import sys\nfrom pathlib import Path\nfrom scaffolder.environment import Environments\n"
        "made = Environments(Path(sys.argv[1])).ensure(sys.argv[2], lambda e: print(e.state, file=sys.stderr))\n"
        "print(made.key)\n"
    )
    argv = [sys.executable, "-c", code, str(tmp_path / "store"), lock]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: subprocess.run(argv, capture_output=True, text=True), range(3)))
    assert [d.returncode for d in done] == [0, 0, 0]
    assert sum("started" in d.stderr for d in done) == 1
    assert {d.stdout.strip() for d in done} == {environment_key(lock)}


def test_without_index_and_cache_it_says_what_to_do_and_leaves_nothing(
    tmp_path: Path, wheels: Path, heard: list[Event]
) -> None:
    lock = wheel(wheels, "greeting", "x = 1\n")
    with pytest.raises(EnvironmentFailure, match="cannot be fetched, and are not in uv's cache") as raised:
        Environments(tmp_path / "store").ensure(lock, heard.append)
    assert "UV_DEFAULT_INDEX" in raised.value.hint and raised.value.exit_code == 2
    assert "\n" not in raised.value.message and len(raised.value.message) < 600
    assert [event.state for event in heard] == ["started", "failed"]
    assert [p.suffix for p in (tmp_path / "store").iterdir()] == [".lock"]


def tampered(lock: str) -> str:
    return re.sub(r"sha256:\w{4}", "sha256:0000", lock)


def without_hash(lock: str) -> str:
    return lock.split()[0] + "\n"


@pytest.mark.parametrize(
    ("spoil", "said"), [(tampered, "serves other files than the lock names"), (without_hash, "has no hash")]
)
def test_a_lock_that_does_not_hold_is_refused(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[str], str], said: str
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", wheels.as_uri())
    with pytest.raises(EnvironmentFailure, match=said):
        Environments(tmp_path / "store").ensure(spoil(wheel(wheels, "greeting", "x = 1\n")), lambda event: None)


def test_what_a_killed_build_left_is_cleared_and_a_lost_interpreter_is_mended(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", wheels.as_uri())
    store, lock = Environments(tmp_path / "store"), wheel(wheels, "greeting", "print('hello')\n")
    left = tmp_path / "store" / f".building-{environment_key(lock)[:16]}-x"
    (left / "env").mkdir(parents=True)
    made = store.ensure(lock, lambda event: None)
    assert not left.exists()
    made.python.parent.chmod(0o755)
    made.python.unlink()
    assert not store.kept()[0].usable
    store.ensure(lock, lambda event: None)
    assert said_by(made.python, "import greeting") == "hello"


def test_an_environment_of_which_something_was_taken_away_is_built_again(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What tidies caches by age takes single files of them."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", wheels.as_uri())
    store, lock = Environments(tmp_path / "store"), wheel(wheels, "greeting", "print('hello')\n")
    made = store.ensure(lock, lambda event: None)
    assert store.kept()[0].usable
    module = next(made.root.glob("lib/*/site-packages/greeting.py"))
    module.parent.chmod(0o755)
    module.unlink()
    assert not store.kept()[0].usable
    store.ensure(lock, lambda event: None)
    assert said_by(made.python, "import greeting") == "hello"


def test_the_store_tells_what_it_holds_and_can_be_cleared(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", wheels.as_uri())
    store = Environments(tmp_path / "store")
    made = store.ensure(wheel(wheels, "greeting", "x = 1\n"), lambda event: None)
    (kept,) = store.kept()
    assert (kept.key, kept.path, kept.usable) == (made.key, made.root, True) and kept.size_bytes > 1000
    assert store.clear() == kept.size_bytes
    assert store.kept() == [] and not made.root.exists()


def test_a_store_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="cannot be used"):
        Environments(tmp_path / "file" / "store").ensure("", lambda event: None)


def test_the_lock_of_every_stack_is_hashed_and_names_no_index() -> None:
    found = sorted((Path(__file__).parent.parent / "templates").glob("*/files/requirements*.lock"))
    assert len(found) >= 2
    for lock in found:
        text = lock.read_text(encoding="utf-8")
        locks.check(text)
        pins = re.findall(r"^[^\s#].*?(?=^[^\s#]|\Z)", text, re.MULTILINE | re.DOTALL)
        assert pins and all("==" in pin and "--hash=sha256:" in pin for pin in pins)
        assert not re.search(r"://|--index|--extra|--find-links|^/", text, re.MULTILINE)


def test_an_environment_that_is_being_built_is_not_cleared_away(tmp_path: Path) -> None:
    store = Environments(tmp_path)
    (tmp_path / f".building-{'a' * 16}-x").mkdir()
    (tmp_path / ("b" * 64)).mkdir()
    with store._locked("a" * 64, lambda event: None):
        store.clear()
        assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir()) == [f".building-{'a' * 16}-x"]
    store.clear()
    assert [p for p in tmp_path.iterdir() if p.is_dir()] == []


@pytest.fixture
def silent_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An index that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"http://127.0.0.1:{listener.getsockname()[1]}/simple")
        yield


@pytest.mark.slow
def test_an_index_that_never_answers_is_given_up(
    tmp_path: Path, wheels: Path, silent_index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_HTTP_TIMEOUT", "1")
    with pytest.raises(EnvironmentFailure, match="cannot be fetched") as raised:
        Environments(tmp_path / "store").ensure(wheel(wheels, "greeting", "x = 1\n"), lambda event: None)
    assert raised.value.hint


def test_an_interrupt_while_packages_are_fetched_leaves_nothing(
    tmp_path: Path, wheels: Path, silent_index: None
) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom scaffolder.environment import Environments\n"
        "Environments(Path(sys.argv[1])).ensure(sys.argv[2], lambda e: print(e.state, flush=True))\n"
    )
    argv = [sys.executable, "-c", code, str(tmp_path / "store"), wheel(wheels, "greeting", "x = 1\n")]
    running = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None and running.stdout.readline() == "started\n"
    time.sleep(0.5)  # uv asks the index now
    running.send_signal(signal.SIGINT)
    said, error = running.communicate(timeout=60)
    assert said == "failed\n" and error.strip().endswith("KeyboardInterrupt")
    assert [p.suffix for p in (tmp_path / "store").iterdir()] == [".lock"]
