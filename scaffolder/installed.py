"""A generated command: installed and typed in one program for the boot check; called in a person's terminal by
`scaffold run`; a function of the shell where a README is followed."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

import tomli
from msgspec import Struct

from scaffolder.errors import StackError
from scaffolder.types import Result

REPORT = "boot-report.json"
STREAMS = (0, 1, 2)
# In a terminal of its own it would be cut off from that of the person who called it.
CALL = """
import importlib, os, sys

streams, folder, name, module, function = sys.argv[1:6]
for stream, own in enumerate(streams.split(",")):
    os.dup2(int(own), stream)
sys.argv = [name, *sys.argv[6:]]
sys.path.insert(0, os.getcwd())
os.chdir(folder)
getattr(importlib.import_module(module), function)()
"""
FOLDER = ".installed"
COMMAND_S = 30
# Stands behind what the stack does to install the project into FOLDER.
TYPE = """
import json, os, subprocess, sys, sysconfig

scheme = {"base": FOLDER, "platbase": FOLDER}
library = os.path.abspath(sysconfig.get_path("purelib", "posix_prefix", scheme))
program = os.path.abspath(os.path.join(sysconfig.get_path("scripts", "posix_prefix", scheme), NAME))
answers = []
for words in COMMANDS:
    try:
        done = subprocess.run(
            [program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=COMMAND_S, env={**os.environ, "PYTHONPATH": library}, cwd=os.environ["HOME"],
        )
        answers.append([done.returncode, done.stdout[-2000:]])
    except (OSError, subprocess.TimeoutExpired) as error:
        answers.append([-1, str(error)])
with open("REPORT", "w") as file:
    json.dump(answers, file)
"""


class Entry(Struct, frozen=True):
    """The command of a project: what it is called, and the function that it is."""

    name: str
    module: str
    function: str


class Answer(Struct, frozen=True):
    """What a typed command came to."""

    exit_code: int
    said: str

    @property
    def how(self) -> str:
        return "cannot be run" if self.exit_code < 0 else f"ends with status {self.exit_code}"


def entry(root: Path) -> Entry:
    """The first command that `pyproject.toml` installs. Raises StackError where there is none."""
    try:
        scripts = tomli.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
        name, target = next(iter(scripts.items()))
        module, _, function = str(target).partition(":")
    except (OSError, KeyError, TypeError, AttributeError, StopIteration, tomli.TOMLDecodeError) as error:
        raise StackError(f"{root / 'pyproject.toml'} installs no command") from error
    return Entry(str(name), module, function)


def typing(install: str, command: Entry, words: Sequence[Sequence[str]]) -> str:
    """Python that installs the project, runs its command with each of `words`, and reports."""
    values = {"FOLDER": FOLDER, "NAME": command.name, "COMMANDS": [list(w) for w in words], "COMMAND_S": COMMAND_S}
    given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    return given + install + TYPE.replace("REPORT", REPORT)


def answers(ended: Result) -> list[Answer]:
    """What such a program reported, in the order of its words; nothing where it did not come to it."""
    try:
        return [Answer(int(code), str(said)) for code, said in json.loads(ended.files[REPORT])]
    except (KeyError, ValueError, TypeError, RecursionError):
        return []


def shell_function(command: Entry) -> str:
    """The command as a function of a shell, for a project whose environment stands at `.venv`."""
    call = f"from {command.module} import {command.function}; {command.function}()"
    return f'{command.name}() {{ .venv/bin/python -c {shlex.quote(call)} "$@"; }}\n'
