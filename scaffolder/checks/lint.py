"""Lint: ruff with our own rules, whatever the project says of itself, and no line that silences a rule."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from scaffolder import checks, programs
from scaffolder.types import CheckResult, Diagnostic, Project

RUNS_CODE = False
RULES = "E,F,I,UP,B,S,SIM"
OPTIONS = [
    "--isolated", "--no-cache", "--quiet", "--ignore-noqa", "--output-format", "json", "--exit-zero",
    # The width of a line is for black to judge: where a name is long, there is no place to break.
    "--select", RULES, "--ignore", "E501", "--target-version", "py311", "--per-file-ignores", "tests/**:S",
    "--config", "line-length=88", "--config", 'src=["."]',
    # These calls in a default argument make nothing: they are how FastAPI declares parameters.
    "--config", 'lint.flake8-bugbear.extend-immutable-calls=["fastapi.Depends", "fastapi.Query", "fastapi.File"]',
]  # fmt: skip
_SILENCED = re.compile(r"#\s*(noqa|ruff:|type:\s*ignore|mypy:|fmt:|nosec|pragma)\b.*", re.IGNORECASE)


def check(project: Project) -> CheckResult:
    files = [path for path in checks.python_files(project) if (project.root / path).is_file()]
    if not files:
        return checks.result("lint", [], detail="no Python files")
    done = subprocess.run(
        [programs.ruff(), "check", *OPTIONS, "--", *files],
        cwd=project.root,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        return checks.result("lint", [Diagnostic("lint.died", "error", f"ruff failed: {done.stderr.strip()[:400]}")])
    found = [*_findings(done.stdout, project.root), *_silenced(project.root, files)]
    return checks.result("lint", found, detail=f"{len(files)} files")


def _findings(text: str, root: Path) -> Iterator[Diagnostic]:
    for entry in json.loads(text):
        path = Path(entry["filename"]).resolve().relative_to(root.resolve()).as_posix()
        line = int(entry["location"]["row"])
        code = str(entry["code"] or "syntax")
        yield Diagnostic(f"lint.{code}", "error", str(entry["message"]), path=path, line=line)


def _silenced(root: Path, files: list[str]) -> Iterator[Diagnostic]:
    """Comments that would switch off a tool. Strings that look like one are no comments, so they are told apart."""
    for path in files:
        text = (root / path).read_text(encoding="utf-8", errors="replace")
        if _SILENCED.search(text):
            yield from _silencing_comments(path, text)


def _silencing_comments(path: str, text: str) -> Iterator[Diagnostic]:
    import io
    import tokenize

    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return  # ruff has said so
    for token in tokens:
        if token.type == tokenize.COMMENT and (silenced := _SILENCED.match(token.string)):
            message = f"silences a tool: {silenced[0].strip()}"
            yield Diagnostic("lint.silenced", "error", message, path=path, line=token.start[0])
