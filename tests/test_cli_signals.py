"""Ctrl-C, SIGTERM and SIGHUP, really sent to a real process, in every stage: nothing written, nothing left running."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from scaffolder.plan import writing
from tests import plans
from tests.test_pipeline import MANIFEST, make_stack

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
SOON_S = 20.0  # on a machine that is busy with other things too; what is waited for sleeps longer
SCAFFOLD = str(Path(sys.executable).parent / "scaffold")


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """What is started here hears SIGHUP, also where the suite itself was started by nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def order(folder: Path, checks: str = "", lock: str = "") -> list[str]:
    """A command line that builds the small plan into folder/notes."""
    stack = make_stack(folder / "stacks" / "tiny")
    (stack / "stack.toml").write_text(MANIFEST.format(checks=checks))
    (stack / "lock.txt").write_text(lock)
    (folder / "plan.yaml").write_text(writing.to_yaml(plans.small()))
    return ["new", "--plan", str(folder / "plan.yaml"), "--stack", str(stack), "-o", str(folder / "notes"), "--json"]


@contextmanager
def running(argv: list[str], folder: Path, **env: str) -> Iterator[subprocess.Popen[str]]:
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCAFFOLD_CACHE_DIR": str(folder / "cache"),
        **env,
    }
    with subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-m", "scaffolder", *argv],
        env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def outcome(process: subprocess.Popen[str], within_s: float = SOON_S) -> tuple[str, str]:
    """What it said until its end. Where it does not end, the failure says where its threads stand."""
    try:
        return process.communicate(timeout=within_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)
        _, err = process.communicate(timeout=5)
        pytest.fail(f"it does not end:\n{err}")


def wait_for(true: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.02)


@pytest.mark.parametrize(
    "command", [[sys.executable, "-m", "scaffolder"], [str(Path(sys.executable).parent / "scaffold")]]
)
def test_ctrl_c_while_python_is_still_importing_ends_without_a_traceback(tmp_path: Path, command: list[str]) -> None:
    asked = tmp_path / "asked"
    (tmp_path / "click.py").write_text(f"import pathlib, time\npathlib.Path({str(asked)!r}).touch()\ntime.sleep(30)\n")
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    process = subprocess.Popen([*command, "--help"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        wait_for(asked.exists, "the import")
        process.send_signal(signal.SIGINT)
        assert outcome(process) == ("", "")
    assert process.returncode == 130


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)])
def test_a_signal_during_the_checks_ends_them_and_leaves_nothing(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with running(order(tmp_path, checks='"tests.slow_check"'), tmp_path) as process:
        wait_for(lambda: sleepers(tmp_path), "the slow check")
        process.send_signal(number)
        began = time.monotonic()
        out, err = outcome(process)
        assert time.monotonic() - began < SOON_S
    assert process.returncode == code, err
    assert json.loads(out)["status"] == "interrupted"
    assert "Traceback" not in err
    assert not sleepers(tmp_path)
    assert left(tmp_path) == ["cache", "plan.yaml", "stacks"]


PUT_OFF = """
import signal, threading, time
from scaffolder import cli, errors, trail

signal.signal(signal.SIGTERM, cli.unwind)

def put_off():
    "The signal comes while a lock is given back, and comes again a little later."
    frame = type("Frame", (), {"f_code": threading.Event.set.__code__, "f_back": None})
    cli.unwind(signal.SIGTERM, frame)
    signal.setitimer(signal.ITIMER_REAL, 0.3)  # on a busy machine what follows begins late
"""


def test_a_signal_that_was_put_off_waits_for_the_end_of_what_is_one_step() -> None:
    code = PUT_OFF + (
        "try:\n    put_off()\n    with trail.undisturbed():\n        time.sleep(0.5)\n        print('done')\n"
        "    time.sleep(9)\nexcept errors.Terminated:\n    print('terminated')\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout.split()) == (0, ["done", "terminated"]), ended.stderr


def test_a_signal_that_was_put_off_does_not_cut_what_is_told_at_the_end() -> None:
    code = PUT_OFF + "put_off()\ncli.settle()\ntime.sleep(0.5)\nprint('the document')\n"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (0, "the document\n"), ended.stderr


def test_what_is_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    """As `nohup` starts it."""
    argv = order(tmp_path, checks='"tests.slow_check"')
    line = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-m", "scaffolder", *argv]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SCAFFOLD_CACHE_DIR": str(tmp_path / "cache")}
    with subprocess.Popen(line, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: sleepers(tmp_path), "the slow check")
        process.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        process.terminate()
        outcome(process)
    assert process.returncode == 143


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_while_packages_are_fetched_ends_uv_and_leaves_nothing(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    lock = "sixpairs==1.0 --hash=sha256:" + "0" * 64 + "\n"
    with silent_index() as (url, asked), ExitStack() as stack:
        env = {"UV_DEFAULT_INDEX": url, "UV_CACHE_DIR": str(tmp_path / "uv")}
        process = stack.enter_context(running(order(tmp_path, lock=lock), tmp_path, **env))
        assert asked.wait(30)
        process.send_signal(number)
        out, err = outcome(process)
    assert process.returncode == code, err
    assert json.loads(out)["error"]["code"] == "interrupted"
    assert "Traceback" not in err
    assert left(tmp_path) == ["cache", "plan.yaml", "stacks", "uv"]
    assert not [p for p in (tmp_path / "cache").rglob(".building-*")]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_during_the_commit_leaves_no_half_repository(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    real = shutil.which("git")
    asked = tmp_path / "bin" / "asked"
    sleep = f"sleep 6{code}.{os.getpid()}"  # told from that of the other case and of other runs of this suite
    slow.write_text(f'#!/bin/sh\ncase "$*" in *write-tree*) touch {asked}; exec {sleep};; esac\nexec {real} "$@"\n')
    slow.chmod(0o755)
    path = f"{slow.parent}{os.pathsep}{os.environ['PATH']}"
    with running(order(tmp_path), tmp_path, PATH=path) as process:
        wait_for(asked.exists, "the commit")
        process.send_signal(number)
        out, err = outcome(process)
    assert process.returncode == code, err
    assert json.loads(out)["directory"] == ""
    assert left(tmp_path) == ["bin", "cache", "plan.yaml", "stacks"]
    assert sleep not in list(command_lines())


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def sleepers(folder: Path) -> list[str]:
    """Programs of the slow check whose environment's interpreter is in this test's cache."""
    return [line for line in command_lines() if str(folder / "cache") in line and "time.sleep(60)" in line]


def command_lines() -> Iterator[str]:
    """What runs on this machine."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield entry.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()


@contextmanager
def silent_index() -> Iterator[tuple[str, threading.Event]]:
    """A package index that takes the request and never answers; the event is set when it was asked."""
    asked, kept = threading.Event(), list[socket.socket]()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return
                asked.set()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/simple", asked
        server.shutdown(socket.SHUT_RDWR)
    for one in kept:
        one.close()
