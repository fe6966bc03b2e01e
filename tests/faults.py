"""An action again and again, each time with a fault at a later step that changes the disk, until there is none later.

`python -m tests.faults ACTION FAULT FOLDER [FIRST STRIDE]` prints one JSON line a step: how the action ended, what
stood in the folder then, and what after the action was done once more without a fault. Every time is a forked process,
so that what a real kill leaves half-done is half-done here too.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import itertools
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scaffolder import files, sandboxes
from tests import plans
from tests.test_pipeline import MANIFEST, make_stack

# What Python tells of before it does it. A file is written between its "open" and the next of these.
CHANGES = ("os.mkdir", "os.rename", "os.rmdir", "os.remove", "os.chmod", "os.link", "os.symlink", "os.truncate")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
OPENS = ("open", "subprocess.Popen")
SIGNALS = {"killed": signal.SIGKILL, "ended": signal.SIGTERM, "interrupted": signal.SIGINT}
ERRORS = {"full": errno.ENOSPC, "read-only": errno.EROFS, "refused": errno.EACCES, "broken": errno.EIO}
TORN_BYTES = 7
_gmtime = time.gmtime
TREE = {
    "README.md": "read me, " * 4, "app/__init__.py": "", "app/main.py": "x = 1\n" * 20,
    "app/deep/er/a.py": "y = 2\n" * 9, "run.sh": "#!/bin/sh\necho hello\n",
}  # fmt: skip


class Fault:
    """Hears every step of this process, and strikes at the step `at`."""

    def __init__(self, kind: str, at: int, below: Path) -> None:
        self.kind = kind
        self.at = at
        self.below = os.fspath(below)
        self.count = 0
        self.struck = os.open(below.with_suffix(".struck"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def __call__(self, event: str, told: tuple[Any, ...]) -> None:
        if not self._changes(event, told):
            return
        self.count += 1
        if self.count == self.at:
            os.write(self.struck, f"{event} {told[0]!r}"[:200].encode())
            self._strike()

    def _changes(self, event: str, told: tuple[Any, ...]) -> bool:
        """Of the files, only what lies below the folder counts: what Python compiles is nobody's."""
        if event == "open":
            written = isinstance(told[2], int) and told[2] & WRITES
            return (
                bool(written) and isinstance(told[0], str | os.PathLike) and os.fspath(told[0]).startswith(self.below)
            )
        return event in CHANGES or event in OPENS

    def _strike(self) -> None:
        if self.kind in ERRORS:
            raise OSError(ERRORS[self.kind], os.strerror(ERRORS[self.kind]), self.below)
        if self.kind == "torn":  # ended by the system in the middle of the next text
            resource.setrlimit(resource.RLIMIT_FSIZE, (TORN_BYTES, TORN_BYTES))
            return
        if self.kind == "clock":
            real, day = time.time, 86_400.0
            time.time = lambda: real() - day
            time.gmtime = functools.partial(_gmtime, real() - day)
            return
        os.kill(os.getpid(), SIGNALS[self.kind])


def tree(folder: Path) -> int:
    files.write_tree(TREE, folder / "out" / "app", executable=["run.sh"])
    return 0


def new(folder: Path) -> int:
    """The whole command over a stack of two files."""
    from scaffolder import cli

    argv = ["new", "--plan", "plan.yaml", "--stack", "stacks/tiny", "-o", "out/app", "--json"]
    os.chdir(folder)
    return cli.call(argv)


def prepare(folder: Path) -> None:
    from scaffolder.plan import writing

    for name in ("out", "tmp"):
        (folder / name).mkdir(parents=True)
    stack = make_stack(folder / "stacks" / "tiny")
    (stack / "stack.toml").write_text(MANIFEST.format(checks='"format"'))
    (folder / "plan.yaml").write_text(writing.to_yaml(plans.small()))


def load() -> None:
    """What a run imports, before it is forked: an import is no step of it."""
    import black
    import git  # noqa: F401
    import uv  # noqa: F401

    from scaffolder import doctor, pipeline  # noqa: F401
    from scaffolder.checks import contract, format, requirements  # noqa: F401, A004
    from scaffolder.cli import new  # noqa: F401
    from scaffolder.sandboxes import bubblewrap, landlock, process, selftest  # noqa: F401

    black.Mode()


def forked(action: Callable[[Path], int], folder: Path, cache: Path, fault: Fault | None = None) -> int:
    """The exit code, or the number of the signal as a negative one. What it says lies in `out.txt` and `err.txt`."""
    sys.stdout.flush()
    if pid := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = 99
    try:
        for number, name in ((1, "out.txt"), (2, "err.txt")):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
        os.environ |= {"TMPDIR": str(folder / "tmp"), "SCAFFOLD_CACHE_DIR": str(cache)}
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        if fault:
            sys.addaudithook(fault)
        code = action(folder)
    except BaseException as error:
        os.write(2, f"{type(error).__module__}.{type(error).__name__}: {error}".encode())
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def standing(folder: Path) -> dict[str, str]:
    """The files of the folders of a run by path; of a repository only that it is there."""
    found = dict[str, str]()
    for part in ("out", "tmp"):
        for path in sorted((folder / part).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.name == ".git":
                found[name] = tree_of(path.parent) if part == "out" else ""
            elif path.is_file() and "/.git/" not in name and not name.endswith("journal.jsonl"):
                found |= {} if is_probe(path, part) else {name: path.read_text(errors="replace")}
            elif path.is_dir() and "/.git/" not in name and not any(path.iterdir()):
                found[name] = "empty folder"
    return found


def is_probe(path: Path, part: str) -> bool:
    """Whether Python wrote it: `tempfile` tries a folder by a file, and removes it in the next step."""
    named = part == "tmp" and path.parent.name == part and re.fullmatch(r"[a-z0-9_]{8}", path.name)
    return bool(named) and path.read_bytes() in (b"", b"blat")


def tree_of(root: Path) -> str:
    """What the commit of a repository holds, and what is changed since."""
    argv = ["git", "-C", str(root)]
    asked = [["fsck", "--strict"], ["rev-parse", "HEAD^{tree}"], ["diff", "HEAD"]]
    return "".join(subprocess.run([*argv, *a], capture_output=True, text=True).stdout for a in asked)


def once(action: Callable[[Path], int], kind: str, folder: Path, at: int, cache: Path) -> dict[str, Any]:
    prepare(folder)
    fault = Fault(kind, at, folder)
    code = forked(action, folder, cache, fault)
    os.close(fault.struck)
    said = {name: (folder / f"{name}.txt").read_text(errors="replace") for name in ("out", "err")}
    after = standing(folder)
    struck = folder.with_suffix(".struck").read_text()
    again = forked(action, folder, cache) if struck and not any(p.startswith("out/app/") for p in after) else 0
    return {
        "step": at, "struck": struck, "code": code, **said, "after": after, "again": again, "then": standing(folder),
        "said_again": (folder / "err.txt").read_text(errors="replace"),
    }  # fmt: skip


def main() -> None:
    name, kind, where, *from_to = sys.argv[1:]
    action = {"tree": tree, "new": new, "cold": new}[name]
    if action is new:
        load()
    if name == "new":  # what isolates is tried once, before the first step; in "cold" it belongs to the steps
        sandboxes.choose(trusted=lambda: True)
    first, stride = map(int, from_to or ("1", "1"))
    for at in itertools.count(first, stride):
        cache = Path(where) / ("cache" if name != "cold" else f"cache-{at}")
        told = once(action, kind, Path(where) / f"{kind}-{at}", at, cache)
        print(json.dumps(told), flush=True)
        if not told["struck"]:
            break


if __name__ == "__main__":
    main()
