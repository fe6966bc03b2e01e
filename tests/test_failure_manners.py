"""What goes wrong outside of scaffold, met by the real command: a message with the next command to type, the exit code
that stands in the README, and all files or none."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scaffolder import report
from tests.test_cli_signals import ROOT, left, order, outcome, running

pytestmark = pytest.mark.slow

LOCK = "sixpairs==1.0 --hash=sha256:" + "0" * 64 + "\n"
MADE = {".scaffold/ledger.json", ".scaffold/plan.yaml", "README.md", "notes.py"}
PLACES = ("stacks", "cache", "plan.yaml")  # what a run needs, and what it may fill


@dataclass
class Place:
    """A folder to run in; `target` is where the project goes."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    lock: str = ""
    target: str = "notes"
    argv: list[str] = field(default_factory=list)
    clean: list[Callable[[], object]] = field(default_factory=list)

    def files(self) -> dict[str, bytes]:
        """Everything but what a run needs and keeps for the next one."""
        found = (p for p in self.folder.rglob("*") if p.is_file() and ".git" not in p.parts)
        return {
            name: p.read_bytes() for p in found if (name := str(p.relative_to(self.folder))).split("/")[0] not in PLACES
        }

    def run(self) -> tuple[int, dict[str, Any], str]:
        """Exit code, the document, and what stands on standard error."""
        if not self.argv:
            self.argv = order(self.folder, lock=self.lock)
            self.argv[self.argv.index("-o") + 1] = self.target
        env = {**os.environ, "PYTHONPATH": str(ROOT), "SCAFFOLD_CACHE_DIR": str(self.folder / "cache"), **self.env}
        done = subprocess.run(
            [sys.executable, "-m", "scaffolder", *self.argv],
            cwd=self.folder, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        document = json.loads(done.stdout)
        jsonschema.validate(document, report.schema("run"))
        return done.returncode, document, done.stderr


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    for undo in reversed(made.clean):
        undo()


def not_empty(place: Place) -> None:
    (place.folder / "notes").mkdir()
    (place.folder / "notes" / "mine.txt").write_text("keep me")


def a_file_in_the_way(place: Place) -> None:
    (place.folder / "notes").write_text("keep me")


def a_link_in_the_way(place: Place) -> None:
    (place.folder / "elsewhere").mkdir()
    (place.folder / "notes").symlink_to("elsewhere")


def a_file_above(place: Place) -> None:
    (place.folder / "mine").write_text("keep me")
    place.target = "mine/notes"


def not_writable(place: Place) -> None:
    """Root may write everywhere but on what is mounted for reading only."""
    if os.geteuid() == 0:
        place.target = str(a_disk(place, "ro") / "notes")
    else:
        (place.folder / "closed").mkdir(mode=0o555)
        place.target = "closed/notes"


def tracked(place: Place) -> None:
    (place.folder / "other.txt").write_text("tracked")
    for argv in (["init", "-q"], ["add", "other.txt"]):
        subprocess.run(["git", *argv], cwd=place.folder, check=True)


def no_git(place: Place) -> None:
    place.env["PATH"] = str(place.folder)


def no_network(place: Place) -> None:
    place.lock = LOCK
    place.env |= {"UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_HTTP_RETRIES": "0", "UV_CACHE_DIR": "cache/uv"}


def index_is_down(place: Place) -> None:
    class Down(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(503)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Down)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place.clean += [server.server_close, server.shutdown]
    no_network(place)
    place.env["UV_DEFAULT_INDEX"] = f"http://127.0.0.1:{server.server_address[1]}/simple"


def a_disk(place: Place, options: str) -> Path:
    """A real file system of its own, below the folder."""
    disk = place.folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"this user may not mount a file system: {mounted.stderr.decode().strip()}")
    place.clean.append(lambda: subprocess.run(["umount", disk], check=True))
    return disk


def full_where_the_project_goes(place: Place) -> None:
    place.target = str(a_disk(place, "size=8k") / "notes")


def full_in_the_commit(place: Place) -> None:
    place.target = str(a_disk(place, "size=40k") / "notes")


def full_where_the_commit_is_named(place: Place) -> None:
    place.target = str(a_disk(place, "size=56k") / "notes")


def full_where_files_are_tidied(place: Place) -> None:
    place.env["TMPDIR"] = str(a_disk(place, "size=64k"))
    place.argv = ["new", "A Book has a title.", "--stack", "api", "--dry-run", "--json"]


def full_where_environments_are_kept(place: Place) -> None:
    place.env["SCAFFOLD_CACHE_DIR"] = str(a_disk(place, "size=40k") / "cache")


@pytest.mark.parametrize(
    ("prepare", "code", "said", "next_command"),
    [
        (not_empty, "destination", "is not empty: mine.txt", "-o notes-2"),
        (a_file_in_the_way, "destination", "notes is a file", "-o notes-2"),
        (a_link_in_the_way, "destination", "symbolic link", "elsewhere"),
        (a_file_above, "destination", "mine is a file", "-o mine-2"),
        (not_writable, "destination", "you may not write to", "-o DIR"),
        (tracked, "destination", "tracked files of the repository", "-o DIR"),
        (no_git, "git", "git is not installed", "--no-git"),
        (no_network, "environment", "cannot be fetched", "export UV_DEFAULT_INDEX="),
        (index_is_down, "environment", "503", "export UV_DEFAULT_INDEX="),
        (full_where_the_project_goes, "disk", "is full: nothing was written", "free some space"),
        (full_in_the_commit, "disk", "is full: nothing was written", "free some space"),
        (full_where_the_commit_is_named, "disk", "is full: nothing was written", "free some space"),
        (full_where_files_are_tidied, "disk", "is full: nothing was written", "free some space"),
        (full_where_environments_are_kept, "disk", "the disk is full", "SCAFFOLD_CACHE_DIR"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)  # fmt: skip
def test_nothing_is_written_and_the_way_on_is_told(
    place: Place, prepare: Callable[[Place], None], code: str, said: str, next_command: str
) -> None:
    prepare(place)
    before = place.files()
    exit_code, document, told = place.run()
    error = document["error"]
    assert (exit_code, document["status"], document["directory"], error["code"]) == (2, "refused", "", code), told
    assert said in error["message"] and next_command in error["hint"]
    assert error["message"].split("\n")[0] in told and error["hint"] in told and "Traceback" not in told
    assert {n: b for n, b in place.files().items() if "disk/cache" not in n} == before
    assert not list(place.folder.rglob(".scaffold-stage-*")) and not list(place.folder.rglob(".building-*"))


def test_a_second_run_in_the_same_folder_leaves_the_first(place: Place) -> None:
    exit_code, document, _ = place.run()
    assert exit_code == 1 and document["commit"]  # nothing judges the requirement of the small stack
    before = place.files()
    assert {name.removeprefix("notes/") for name in before} - {".scaffold/journal.jsonl"} == MADE
    exit_code, document, _ = place.run()
    assert (exit_code, document["error"]["code"]) == (2, "destination")
    assert "notes is not empty" in document["error"]["message"] and "-o notes-2" in document["error"]["hint"]
    assert place.files() == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("stage", ["plan", "emit", "environment", "format", "commit"])
def test_a_signal_in_any_stage_leaves_all_files_or_none(tmp_path: Path, number: signal.Signals, stage: str) -> None:
    """Sent when the line of a stage is printed: somewhere in the next one, or at the end."""
    with running(order(tmp_path, checks='"format"'), tmp_path) as process:
        heard = "".join(lines_until(process, rf"\b{stage} "))
        process.send_signal(number)
        out, err = outcome(process, 20)
    assert "Traceback" not in heard + err
    document = json.loads(out)
    assert bool(document["directory"]) == bool(document["commit"]) == ("notes" in left(tmp_path))
    if document["directory"]:
        listed = ["git", "ls-tree", "-r", "--name-only", "HEAD"]
        done = subprocess.run(listed, cwd=tmp_path / "notes", capture_output=True, text=True, check=True)
        assert set(done.stdout.split()) == MADE
    if process.returncode != 1:  # it was not too late
        assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}[number], heard + err
        assert document["status"] == "interrupted"
    assert not [name for name in left(tmp_path) if name.startswith(".scaffold-stage-")]


def lines_until(process: subprocess.Popen[str], pattern: str) -> Iterator[str]:
    assert process.stderr is not None
    for line in process.stderr:
        yield line
        if re.search(pattern, line):
            return


BUSY = """\
import os, signal, sys, time
from scaffolder import cli
signal.signal(signal.SIGINT, cli.unwind)
text = "os.kill(os.getpid(), signal.SIGINT); done = sum(range(9))"
try:
    exec(compile(text, sys.argv[1], "exec"))
    time.sleep(10)
except KeyboardInterrupt:
    print("interrupted", done)
"""


@pytest.mark.parametrize("file", ["<frozen importlib._bootstrap>", threading.__file__])
def test_neither_an_import_nor_the_taking_of_a_lock_is_left_in_the_middle(file: str) -> None:
    """The lock would be kept, and a thread that wants it would wait for it without end."""
    argv = [sys.executable, "-c", BUSY, file]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert (done.stdout, done.returncode) == ("interrupted 36\n", 0), done.stderr


def test_a_signal_in_the_lines_of_a_module_waits_until_it_is_imported(tmp_path: Path) -> None:
    (tmp_path / "library.py").write_text(
        "import os, signal\n"
        "try:\n    os.kill(os.getpid(), signal.SIGTERM)\n    sum(range(10**5))\n"
        "except BaseException as error:\n    raise ImportError('my own fault') from error\n"
    )
    code = (
        "import signal, time; from scaffolder import cli; from scaffolder.errors import Terminated\n"
        "signal.signal(signal.SIGTERM, cli.unwind)\n"
        "try:\n    import library; time.sleep(5)\nexcept Terminated:\n    print('ended')\n"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=20)
    assert (done.stdout, done.stderr) == ("ended\n", "")


def test_a_machine_that_cannot_reach_itself_is_told_so_and_no_application_is_blamed(tmp_path: Path) -> None:
    """As in a network namespace whose own interface is not up."""
    alone = ["unshare", "--user", "--map-root-user", "--net"]
    if not shutil.which(alone[0]) or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no network namespace can be made here")
    argv = [sys.executable, "-m", "scaffolder", "new", "A Book has a title.", "--stack", "api", "-o", "app", "--json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*alone, *argv], cwd=tmp_path, env=env, capture_output=True, text=True)
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["code"], error["hint"]) == (2, "environment", "ip link set lo up")
    assert "cannot reach itself" in error["message"] and os.listdir(tmp_path) == []
