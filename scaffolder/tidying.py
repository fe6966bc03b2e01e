"""Python as it is emitted: imports sorted and pruned, lines wrapped, while the files that follow are still rendered.

Templates import whatever a file may need. A name that is no other word of the file is dropped here, since ruff reads
the file again for each; ruff drops the rest.

ruff's formatter gives black's result in a hundredth of the time; where the two differ, black has the last word, and
the format check holds every file against black itself.
"""

from __future__ import annotations

import errno
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path

from msgspec.structs import replace

from scaffolder import programs, temporary
from scaffolder.errors import StackError
from scaffolder.types import EmittedFile

LINE_LENGTH = 88
RUFF = f"--isolated --no-cache --quiet --config line-length={LINE_LENGTH}"
SORTED = '--config lint.isort.split-on-trailing-comma=false --config "lint.isort.known-first-party=[$1]"'
# One shell for both: the second starts at once where the first has ended, while Python is still rendering.
TIDY = f'"$0" check {RUFF} {SORTED} --fix --select I,F401 --exit-zero . && exec "$0" format {RUFF} .'
BATCH = 48  # files: starting ruff twice costs about as much as rendering ten of them
# A choice that does not fit on a line: black puts it in brackets, ruff does not, unless it stands alone in them.
SPLIT_CHOICE = re.compile(r"^ +else (?!.*:$)", re.MULTILINE)
BRACKETS = re.compile(
    r"(?:=|return) \(\n( +)\S.*\n(?:\1 .*\n|\1[\])}].*\n)*\1if .*\n(?:\1 .*\n|\1[\])}].*\n)*\1else .*[^,\n]\n *\)$",
    re.MULTILINE,
)
IMPORT = re.compile(r"(?m:^)(from (?!__future__)\S+ )?import (?:([\w., ]+)|\(([\w, \n]+)\))\n")
# What a module begins with: its docstring, then its imports.
HEAD = re.compile(rf'(?:"""[^"\\]*"""\n)?((?:\n|from __future__ .*\n|{IMPORT.pattern})*)')
WORD = re.compile(r"\w+")
# Lines that neither of them breaks, however long: comments, texts as arguments (in single quotes where double ones are
# in them), and (below) docstrings.
WHOLE = re.compile(r""" *(?:#.*|(?:\w+=)?f?(?:"[^"\\]*"|'[^'"\\]*"[^'\\]*'),?)""")


def tidy(files: Iterable[EmittedFile], own: Iterable[str]) -> Iterator[EmittedFile]:
    """The files, Python among them tidied; taken from `files` as they are made. `own`: the modules and packages of the
    project. Raises StackError for a file that is not Python: then a template is at fault."""
    names = ",".join(f'"{name}"' for name in sorted(own))
    with ExitStack() as stack:
        root = stack.enter_context(temporary.folder("scaffold-tidy-"))
        batches = list[tuple[list[EmittedFile], _Running | None]]()
        for batch in _batches(files):
            batches.append((batch, _started(batch, root / str(len(batches)), names, stack)))
        for batch, running in batches:
            yield from _tidied(batch, running)


def _batches(files: Iterable[EmittedFile]) -> Iterator[list[EmittedFile]]:
    """Python waits for nothing else: a batch ends where other files begin, too."""
    for python, group in groupby(files, key=lambda f: f.path.endswith(".py")):
        while batch := list(islice(group, BATCH)) if python else list(group):
            yield batch


class _Running:
    """ruff over the Python files of one folder."""

    def __init__(self, root: Path, own: str) -> None:
        self.root = root
        argv = ["/bin/sh", "-c", TIDY, programs.ruff(), own]
        env = {**os.environ, "RAYON_NUM_THREADS": "1"}  # more is rendered meanwhile: it keeps a core
        self.process = subprocess.Popen(
            argv, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def __enter__(self) -> _Running:
        return self

    def __exit__(self, *failure: object) -> None:
        self.process.kill()
        self.process.communicate()

    def end(self) -> None:
        """Wait for it. Raises StackError where it could not read a file, OSError where the disk is full."""
        said, complained = self.process.communicate()
        if "No space left" in complained:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.root))
        if self.process.returncode:
            first = next((line for line in complained.splitlines() if line.strip()), said[:300])
            raise StackError(f"a template yields what is not Python: {first}")


def _started(batch: list[EmittedFile], root: Path, own: str, stack: ExitStack) -> _Running | None:
    python = [f for f in batch if f.path.endswith(".py")]
    for folder in sorted({(root / f.path).parent for f in python}):
        folder.mkdir(parents=True, exist_ok=True)
    for f in python:
        text = f.text if f.path.endswith("__init__.py") else pruned(f.text)
        (root / f.path).write_text(text, encoding="utf-8")
    return stack.enter_context(_Running(root, own)) if python else None


def pruned(text: str) -> str:
    """Without the imported names that nothing else in the text says."""
    head = HEAD.match(text)
    if head is None or not head[1]:
        return text
    begin, end = head.span(1)
    words = set(WORD.findall(text, end))

    def kept(found: re.Match[str]) -> str:
        names = [name.strip() for name in (found[2] or found[3]).split(",") if name.strip()]
        used = [name for name in names if name.split()[-1].split(".")[0] in words]
        return f"{found[1] or ''}import {', '.join(used)}\n" if used else ""

    return text[:begin] + IMPORT.sub(kept, head[1]) + text[end:]


def _tidied(batch: list[EmittedFile], running: _Running | None) -> Iterator[EmittedFile]:
    if running:
        running.end()
    for f in batch:
        yield replace(f, text=_broken(_read(running, f))) if running and f.path.endswith(".py") else f


def _read(running: _Running, file: EmittedFile) -> str:
    return (running.root / file.path).read_text(encoding="utf-8")


def _is_long(text: str) -> bool:
    """Whether a line of code does not fit."""
    quoted = False
    for line in text.splitlines():
        opens, within = line.lstrip().startswith('"""'), quoted
        quoted ^= line.count('"""') % 2 == 1
        docstring = opens or within and (quoted or line.strip() == '"""')
        if len(line) > LINE_LENGTH and not docstring and not WHOLE.fullmatch(line):
            return True
    return False


def _broken(text: str) -> str:
    """Where a name is longer than a line, or a choice is broken, black and ruff differ: then black's word counts."""
    if not _is_long(text) and not SPLIT_CHOICE.search(BRACKETS.sub("", text)):
        return text
    from black import format_str
    from black.mode import Mode, TargetVersion

    return format_str(text, mode=Mode(line_length=LINE_LENGTH, target_versions={TargetVersion.PY311}))
