"""Types: mypy, strict and with our own settings, started from the project's environment.

What mypy learned about the libraries is kept beside the environments, under the libraries that are imported, so that
only the project itself is new to it.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from scaffolder import checks, sandboxes, syntax, temporary
from scaffolder.types import CheckResult, Diagnostic, Limits, Project, Result

RUNS_CODE = True
SETTINGS = """\
[mypy]
strict = True
warn_unreachable = True
explicit_package_bases = True
show_error_codes = True
show_column_numbers = False
color_output = False
error_summary = False
pretty = False
no_color_output = True
"""
# What was learned of a module of another project holds for a file of the same name and text, unless it speaks of
# modules that are not here: a plugin lets a model depend on those that link to it, of which its text says nothing.
FORGET = """\
import glob, re, sqlite3

def forget(cache, files):
    here = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in files}
    tops = sorted({name.partition(".")[0] for name in here})
    spoken = re.compile(rf"(?:{'|'.join(map(re.escape, tops))})(?:[.][a-z_0-9]+)+".encode())
    for database in glob.glob(cache + "/**/cache*.db", recursive=True):
        opened = sqlite3.connect(database)
        for path, data in opened.execute("SELECT path, data FROM files2 WHERE path LIKE '%.meta.%'").fetchall():
            module = path.split(".meta.")[0]
            if module + ".py" in files or module + "/__init__.py" in files:
                if {name.decode() for name in spoken.findall(data)} - here:
                    opened.execute("DELETE FROM files2 WHERE path LIKE ? || '.%'", (module,))
        opened.commit()
        opened.close()

"""
# Two runs must not write one cache: each works on a copy of what is kept, and the first to know more leaves its own.
DRIVER = f"""\
{FORGET}import os, shutil, sys

settings, known, aside, *files = sys.argv[1:]
cache = os.path.join(os.environ["TMPDIR"], "types")
try:
    if known:
        shutil.copytree(known, cache)
        forget(cache, set(files))
except (OSError, sqlite3.Error):
    shutil.rmtree(cache, ignore_errors=True)
with open(os.path.join(os.environ["TMPDIR"], "types.ini"), "w") as file:
    file.write(settings)

from mypy import api

out, err, status = api.run(["--config-file", file.name, "--cache-dir", cache, *files])
sys.stdout.write(out)
sys.stderr.write(err)
sys.stdout.flush()
if status < 2 and aside:
    shutil.copytree(cache, aside, dirs_exist_ok=True)
sys.exit(status)
"""
KEPT = 8
LIMITS = Limits(timeout_s=300, file_bytes=2**30, disk_bytes=2**30)
_LINE = re.compile(
    r"(?P<path>[^:]+):(?:(?P<line>\d+):)? (?P<kind>error|note): (?P<text>.*?)(?:\s+\[(?P<code>[\w-]+)\])?$"
)


def check(project: Project) -> CheckResult:
    files = [path for path in checks.python_files(project) if (project.root / path).is_file()]
    if not files or project.environment is None:
        return CheckResult("types", "skipped", detail="no Python files" if not files else "no environment")
    libraries = "\n".join(sorted(_libraries(project, files)))
    settings = SETTINGS + checks.stack_of(project).mypy
    digest = hashlib.sha256((settings + libraries).encode()).hexdigest()[:16]
    kept = project.environment.root.parent / f"types-{project.environment.key[:16]}-{digest}"
    ended = _mypy(project, settings, kept, files)
    found = list(_findings(ended.stdout))
    if ended.exit_code != 0 and not found:
        found = [checks.stopped("types", ended, "mypy")]
    return checks.result("types", found, detail=f"{len(files)} files", ran=ended)


def _mypy(project: Project, settings: str, kept: Path, files: list[str]) -> Result:
    """What it learned stays as `kept`, unless that is there already."""
    known = _known(kept)
    with contextlib.ExitStack() as stack:
        aside = None if kept in known else _aside(kept, stack)
        told = [settings, str(kept if kept in known else next(iter(known), "")), str(aside or ""), "--", *files]
        ended = checks.run_python(
            project,
            ["-I", "-c", DRIVER, *told],
            limits=LIMITS,
            readable=known[:1] if aside else [kept],
            writable=[aside] if aside else [],
        )
        if aside and ended.exit_code in (0, 1) and any(aside.iterdir()):
            with contextlib.suppress(OSError):
                aside.rename(kept)
            for old in known[KEPT - 1 :]:
                sandboxes.remove(old)
    return ended


def _known(kept: Path) -> list[Path]:
    """What is kept for the same environment, the youngest first."""
    family = kept.name.rpartition("-")[0]
    with contextlib.suppress(OSError):
        return sorted(kept.parent.glob(f"{family}-{'[0-9a-f]' * 16}"), key=lambda p: p.stat().st_mtime, reverse=True)
    return []


def _aside(kept: Path, stack: contextlib.ExitStack) -> Path | None:
    """A fresh folder beside it, gone at the end where it was not renamed; None where none can be made."""
    with contextlib.suppress(OSError):
        aside = temporary.fresh(f"{kept.name}.", kept.parent)
        stack.callback(temporary.remove, aside)
        return aside
    return None


def _libraries(project: Project, files: list[str]) -> Iterator[str]:
    """The modules that are imported and are not the project's own."""
    own = {path.split("/")[0].removesuffix(".py") for path in files}
    for path in files:
        try:
            tree = syntax.module((project.root / path).read_text(encoding="utf-8", errors="replace"))
        except (SyntaxError, ValueError):
            continue  # the contract check says so
        for node in ast.walk(tree):
            found = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            found += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            yield from (name for name in found if name.split(".")[0] not in own)


def _findings(text: str) -> Iterator[Diagnostic]:
    for line in text.splitlines():
        match = _LINE.match(line)
        if match and match["kind"] == "error":
            code = f"types.{match['code'] or 'error'}"
            yield Diagnostic(code, "error", match["text"], path=match["path"], line=int(match["line"] or 0))
