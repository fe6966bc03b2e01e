"""Format: black would change nothing. Files known to be stable are remembered by content and not asked again."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from scaffolder import checks
from scaffolder.types import CheckResult, Diagnostic, Project

RUNS_CODE = False
LINE_LENGTH = 88


def check(project: Project) -> CheckResult:
    """Black never runs what it reads; it is started away from the project, so that nothing there is imported."""
    known = _known_folder(project)
    files = {p: project.root / p for p in checks.python_files(project) if (project.root / p).is_file()}
    unknown = {p: place for p, place in files.items() if known is None or not (known / _digest(place)).exists()}
    found = _judge(project.root, sorted(unknown)) if unknown else []
    if known is not None and not found:
        _remember(known, unknown.values())
    return checks.result("format", found, detail=f"{len(files)} files")


def _judge(root: Path, paths: list[str]) -> list[Diagnostic]:
    black = [sys.executable, "-I", "-m", "black", "--check", "--workers", "1", "--config", os.devnull]
    root = root.absolute()  # black stands elsewhere
    places = [os.fspath(root / path) for path in paths]
    done = subprocess.run(
        [*black, "--line-length", str(LINE_LENGTH), "--target-version", "py311", *places],
        cwd="/",
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "BLACK_CACHE_DIR": os.devnull, "NO_COLOR": "1"},
    )
    if done.returncode == 0:
        return []
    found = [_finding(root, line) for line in done.stderr.splitlines() if line.startswith(("would reformat", "error"))]
    return found or [Diagnostic("format.died", "error", f"black failed: {done.stderr.strip()[-400:]}")]


def _finding(root: Path, line: str) -> Diagnostic:
    place = re.sub(r"^(would reformat|error: cannot format) ", "", line).split(": ")[0]
    path = os.path.relpath(place, root) if os.path.isabs(place) else ""
    message = "black would change it" if line.startswith("would") else "black cannot read it"
    return Diagnostic("format.black", "error", message, path=path)


def _known_folder(project: Project) -> Path | None:
    """Beside the environments, in the user's cache; None for a project that came without one."""
    if project.environment is None:
        return None
    return project.environment.root.parent / f"formatted-{version('black')}-{LINE_LENGTH}"


def _digest(place: Path) -> str:
    return hashlib.sha256(place.read_bytes()).hexdigest()


def _remember(known: Path, places: Iterable[Path]) -> None:
    try:
        known.mkdir(parents=True, exist_ok=True)
        for place in places:
            (known / _digest(place)).touch()
    except OSError:  # the memory only saves time
        return
