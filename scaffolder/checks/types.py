"""Types: mypy, strict and with our own settings, started from the project's environment.

What mypy learned about the libraries is kept beside the environments, under the libraries that are imported, so that
only the project itself is new to it.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator

from scaffolder import checks
from scaffolder.types import CheckResult, Diagnostic, Limits, Project

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
# Two runs must not write one cache: each works on a copy of what is kept, and the first to know more leaves its own.
DRIVER = """\
import glob, os, shutil, sys
settings, kept, *files = sys.argv[1:]
cache = os.path.join(os.environ["TMPDIR"], "types")
known = sorted(glob.glob(kept.rpartition("-")[0] + "-" + "[0-9a-f]" * 16), key=os.path.getmtime, reverse=True)
try:
    if known:
        shutil.copytree(kept if kept in known else known[0], cache)
except OSError:
    shutil.rmtree(cache, ignore_errors=True)
with open(os.path.join(os.environ["TMPDIR"], "types.ini"), "w") as file:
    file.write(settings)
from mypy import api
out, err, status = api.run(["--config-file", file.name, "--cache-dir", cache, *files])
sys.stdout.write(out)
sys.stderr.write(err)
sys.stdout.flush()
if status < 2 and kept not in known:
    aside = f"{kept}.{os.getpid()}"
    try:
        shutil.copytree(cache, aside)
        os.rename(aside, kept)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
    for old in known[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
sys.exit(status)
""".replace("KEPT", "8")
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
    ended = checks.run_python(
        project, ["-I", "-c", DRIVER, settings, str(kept), *files], limits=Limits(timeout_s=300, file_bytes=2**30)
    )
    found = list(_findings(ended.stdout))
    if ended.exit_code != 0 and not found:
        found = [checks.stopped("types", ended, "mypy")]
    return checks.result("types", found, detail=f"{len(files)} files", ran=ended)


def _libraries(project: Project, files: list[str]) -> Iterator[str]:
    """The modules that are imported and are not the project's own."""
    own = {path.split("/")[0].removesuffix(".py") for path in files}
    for path in files:
        try:
            tree = ast.parse((project.root / path).read_text(encoding="utf-8", errors="replace"))
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
