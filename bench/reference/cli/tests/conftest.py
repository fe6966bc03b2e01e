"""How tests call the command: each in a folder of data of its own, at a moment that stands still."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from reading_room_cli import main as program
from tests.answers import Answer, typed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
ROOT = Path(__file__).resolve().parent.parent
# The command that is tested; that of this folder where nothing else is named.
COMMAND = os.environ.get("TEST_COMMAND", "")
for module, _, _ in program.COMMANDS.values():
    import_module(f"reading_room_cli.{module}")  # once, and not in each call


class Caller:
    """Somebody at a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = NOW
        self.calls = 0

    def __call__(
        self, line: str, values: Mapping[str, object] | None = None, text: str = ""
    ) -> Answer:
        """Type the words of `line`, then options and arguments; `text` comes from standard input."""
        return self.begin([*line.split(), *typed(values or {})], text).end()

    def at_once(self, lines: Sequence[Sequence[str]]) -> dict[int, int]:
        """How often each exit code comes when all of these are called at the same moment."""
        begun = [self.begin(line, "") for line in lines]
        return dict(Counter(call.end().exit_code for call in begun))

    def begin(self, words: Sequence[str], text: str) -> Call:
        self.calls += 1
        begun = Process if COMMAND or not hasattr(os, "fork") else Fork
        return begun(words, text, self.folder / str(self.calls), self.environment())

    def environment(self) -> dict[str, str]:
        return {
            "READING_ROOM_NOW": self.now.isoformat(),
            "XDG_DATA_HOME": str(self.folder),
            "TZ": "UTC",
        }


class Call:
    """One call of the command, in a process of its own. Its streams are the files of a folder."""

    def __init__(
        self,
        words: Sequence[str],
        text: str,
        folder: Path,
        environment: Mapping[str, str],
    ) -> None:
        folder.mkdir()
        self.words = words
        self.environment = environment
        self.streams = [folder / name for name in ("in", "out", "err")]
        self.streams[0].write_text(text, encoding="utf-8")
        self.start()

    def start(self) -> None:
        raise NotImplementedError

    def wait(self) -> int:
        raise NotImplementedError

    def end(self) -> Answer:
        code = self.wait()
        out, err = (stream.read_text(encoding="utf-8") for stream in self.streams[1:])
        return Answer(code, out, err)


class Process(Call):
    """A new process."""

    def start(self) -> None:
        command = [COMMAND] if COMMAND else [sys.executable, "-m", "reading_room_cli"]
        given, out, err = (
            stream.open(mode)
            for stream, mode in zip(self.streams, ("r", "w", "w"), strict=True)
        )
        with given, out, err:
            self.process = subprocess.Popen(
                [*command, *self.words],
                stdin=given,
                stdout=out,
                stderr=err,
                env={**os.environ, **self.environment},
                cwd=ROOT,
            )

    def wait(self) -> int:
        return self.process.wait()


class Fork(Call):
    """A copy of this process, which has loaded the program already: the same, in a fraction of the time."""

    def start(self) -> None:
        self.number = os.fork()
        if self.number == 0:
            self.run()

    def run(self) -> None:
        code = 70
        try:
            for stream, path in enumerate(self.streams):
                flags = os.O_RDONLY if stream == 0 else os.O_WRONLY | os.O_CREAT
                os.dup2(os.open(path, flags, 0o600), stream)
            sys.stdin, sys.stdout, sys.stderr = (
                os.fdopen(n, mode, encoding="utf-8") for n, mode in enumerate("rww")
            )
            os.environ.update(self.environment)
            sys.argv = ["reading-room", *self.words]
            code = 0
            program.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def wait(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.number, 0)[1])


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of somebody who has called the command once."""
    first = Caller(tmp_path_factory.mktemp("prepared"))
    assert first("shelves list").exit_code == 0
    return first.folder / "reading-room"


@pytest.fixture
def run(tmp_path: Path, prepared: Path) -> Caller:
    shutil.copytree(prepared, tmp_path / prepared.name)
    return Caller(tmp_path)
