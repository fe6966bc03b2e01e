"""Delivery: what carries the project to a server, a CI and a colleague's editor is sound: Dockerfile, compose file,
workflow, devcontainer; and the commands of README and workflow do what they say. A tool that is missing here is said to
be, and fails nothing: what depends on it is the same words in the ledger of every machine, so that the proof is too."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import resources
from itertools import takewhile
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from scaffolder import checks, commands, installed, server
from scaffolder.commands import Command
from scaffolder.types import CheckResult, Diagnostic, Limits, Project, Result

RUNS_CODE = True  # `docker build` does
BUILD_S, PULL_S = 900, 300
SAID = 20_000
# What pip, apt and curl say where a build comes to no network: the fault of the machine, not of the file.
NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolution|ConnectTimeoutError|name resolution|Could not resolve|Network is unreachable"
)
SESSION = Limits(timeout_s=180)
# Several programs of one application start in the same copy.
KEEP_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
SHELL = shutil.which("bash") or "/bin/sh"
README = "README.md"
# What another check runs in the same way is not run twice: (check, the command as it may be written).
PYTHON = r"(?:\.venv/bin/)?(?:python3? -m )?"
OF_OTHERS = (
    ("tests", "pytest"),
    ("types", r"mypy(?: [\w./]+)+"),
    ("format", r"black --check \."),
    ("migrations", r"alembic upgrade head && (?:\.venv/bin/)?alembic check"),
)
SCHEMAS = "check_jsonschema.builtin_schemas.vendor"
HADOLINT = "hadolint (where it is not installed)"
DOCKER = "docker build (where no daemon answers)"
CURL = "the lines from the first curl on (where that is not installed)"  # what follows may need its answer
COMPOSE = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
DEVCONTAINER: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "image": {"type": "string"},
        "build": {
            "type": "object",
            "additionalProperties": False,
            "required": ["dockerfile"],
            "properties": {
                "dockerfile": {"type": "string"},
                "context": {"type": "string"},
                "target": {"type": "string"},
                "args": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
        "dockerComposeFile": {"type": ["string", "array"]},
        "service": {"type": "string"},
        "workspaceFolder": {"type": "string"},
        "features": {"type": "object", "additionalProperties": {"type": ["object", "string", "boolean"]}},
        "forwardPorts": {"type": "array", "items": {"type": ["integer", "string"]}},
        "portsAttributes": {"type": "object"},
        "containerEnv": {"type": "object", "additionalProperties": {"type": "string"}},
        "remoteEnv": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        "remoteUser": {"type": "string"},
        "postCreateCommand": {"type": ["string", "array", "object"]},
        "postStartCommand": {"type": ["string", "array", "object"]},
        "customizations": {"type": "object"},
    },
    "anyOf": [{"required": ["image"]}, {"required": ["build"]}, {"required": ["dockerComposeFile", "service"]}],
}


def check(project: Project) -> CheckResult:
    root = project.root
    missing: list[str] = []
    ran: list[Result] = []
    told = list(_told(project))
    found = [
        *_dockerfile(root, missing),
        *_by_schema(root, [p for p in COMPOSE if (root / p).is_file()], "compose-spec.json"),
        *_by_schema(root, _workflows(root), "github-workflows.json"),
        *_devcontainer(root),
    ]
    if not found:
        found = [*_type(project, told, missing, ran), *_docker_build(root, missing)]
    cpu_s, peak_bytes = sum(r.cpu_s for r in ran), max([r.peak_bytes for r in ran], default=0)
    not_tried = tuple(dict.fromkeys(_not_tried(root, [c for session in told for c in session])))
    result = checks.result("delivery", found, detail=f"not tried here: {', '.join(missing)}" if missing else "")
    return replace(result, not_tried=not_tried, cpu_s=cpu_s, peak_bytes=peak_bytes)


def _not_tried(root: Path, told: Sequence[Command]) -> Iterator[str]:
    """Whatever the machine: what is never tried, and what is tried only where the tool for it is."""
    if (root / "Dockerfile").is_file():
        yield from (HADOLINT, DOCKER)
    if any(_curls(c) for c in told):
        yield CURL
    yield from (f"{c} ({c.why_not})" for c in told if c.why_not)


def _dockerfile(root: Path, missing: list[str]) -> list[Diagnostic]:
    if not (root / "Dockerfile").is_file():
        return []
    hadolint = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if hadolint is None:
        missing.append("hadolint")
        return []
    text = (root / "Dockerfile").read_text(encoding="utf-8", errors="replace")
    done = subprocess.run(
        [hadolint, "--no-color", "--disable-ignore-pragma", "--format", "json", "--config", os.devnull, "-"],
        input=text, cwd="/", capture_output=True, text=True,
    )  # fmt: skip
    try:
        return [_lint_finding(entry) for entry in json.loads(done.stdout)]
    except (ValueError, KeyError, TypeError):
        return [Diagnostic("delivery.hadolint", "error", f"hadolint failed: {done.stderr.strip()[:300]}")]


def _lint_finding(entry: dict[str, Any]) -> Diagnostic:
    code = f"delivery.{entry['code']}"
    return Diagnostic(code, "error", str(entry["message"]), path="Dockerfile", line=int(entry["line"]))


def _workflows(root: Path) -> list[str]:
    found = sorted((root / ".github" / "workflows").glob("*.y*ml"))
    return [path.relative_to(root).as_posix() for path in found]


def _by_schema(root: Path, paths: list[str], schema: str) -> list[Diagnostic]:
    if not paths:
        return []
    rules = json.loads(resources.files(SCHEMAS).joinpath(schema).read_text(encoding="utf-8"))
    return [d for path in paths for d in _check_yaml(root / path, path, rules)]


def _check_yaml(place: Path, path: str, rules: dict[str, Any]) -> Iterator[Diagnostic]:
    import yaml

    try:
        document = yaml.safe_load(place.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        yield Diagnostic("delivery.yaml", "error", f"not valid YAML: {' '.join(str(error).split())}", path=path)
        return
    if isinstance(document, dict):  # YAML 1.1 reads the workflow key `on` as a truth value
        document = {"on" if key is True else key: value for key, value in document.items()}
    yield from _violations(document, path, rules)


def _violations(document: Any, path: str, rules: dict[str, Any]) -> Iterator[Diagnostic]:
    from jsonschema.exceptions import best_match
    from jsonschema.validators import validator_for

    error = best_match(validator_for(rules)(rules).iter_errors(document))
    if error is not None:
        place = "/".join(str(step) for step in error.absolute_path) or "the document"
        yield Diagnostic("delivery.schema", "error", f"{place}: {error.message[:300]}", path=path)


def _devcontainer(root: Path) -> list[Diagnostic]:
    path = ".devcontainer/devcontainer.json"
    if not (root / path).is_file():
        return []
    text = (root / path).read_text(encoding="utf-8")
    try:
        document = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))
    except ValueError as error:
        return [Diagnostic("delivery.json", "error", f"not valid JSON: {error}", path=path)]
    return list(_violations(document, path, DEVCONTAINER))


def _docker_build(root: Path, missing: list[str]) -> list[Diagnostic]:
    """Where a daemon answers, and what the image is made of can be had. The image is not kept under a name."""
    docker = shutil.which("docker")
    if not (root / "Dockerfile").is_file():
        return []
    if docker is None or _docker([docker, "version", "--format", "{{.Server.Version}}"], root, 10) is not None:
        missing.append("docker build")
        return []
    for image in _bases((root / "Dockerfile").read_text(encoding="utf-8", errors="replace")):
        here = _docker([docker, "image", "inspect", image], root, 30) is None
        if not here and _docker([docker, "pull", "--quiet", image], root, PULL_S) is not None:
            missing.append(f"docker build (the image {image} cannot be had)")
            return []
    said = _docker([docker, "build", "--quiet", "."], root, BUILD_S)
    if said is None:
        return []
    if NO_NETWORK.search(said):
        missing.append("docker build (no package index is reached from inside)")
        return []
    return [Diagnostic("delivery.build", "error", "docker build failed", path="Dockerfile", help=said[-1500:])]


def _bases(dockerfile: str) -> list[str]:
    """The images that it starts from, each once, in its order; not its own stages, nor what only an argument names."""
    found = re.findall(r"^FROM +(?:--\S+ +)*(\S+)(?: +AS +(\S+))? *$", dockerfile, re.MULTILINE | re.IGNORECASE)
    stages = {"scratch", *(stage.lower() for _, stage in found)}
    return list(dict.fromkeys(image for image, _ in found if image.lower() not in stages and "$" not in image))


def _docker(argv: list[str], root: Path, timeout_s: float) -> str | None:
    """None where it went well, else the end of what it said (`SAID` characters at the most)."""
    try:
        done = subprocess.run(
            argv, cwd=root, capture_output=True, text=True, timeout=timeout_s, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return None if done.returncode == 0 else checks.plain((done.stderr or done.stdout)[-SAID:])


def _type(
    project: Project, told: Sequence[Sequence[Command]], missing: list[str], ran: list[Result]
) -> list[Diagnostic]:
    """The commands of the README in a throw-away copy, those of the workflow in another one at the same time."""
    if project.environment is None or project.sandbox is None:
        missing.append("the commands of README and workflow")
        return []
    stack = checks.stack_of(project)
    typed = [list(takewhile(partial(_can_be, missing=missing), session)) for session in told]
    tried = [[c for c in session if not (c.why_not or _of_others(c, stack.checks))] for session in typed]
    with ThreadPoolExecutor(len(tried) or 1, "delivery") as pool:
        ended = list(pool.map(lambda told: _session(project, told, str(stack.run.get("starts", ""))), tried))
    ran += ended
    return [_broken(told, result) for told, result in zip(tried, ended, strict=True) if result.exit_code != 0]


def _told(project: Project) -> Iterator[list[Command]]:
    root = project.root
    if (root / README).is_file():
        yield list(commands.of_readme(README, (root / README).read_text(encoding="utf-8", errors="replace")))
    for path in _workflows(root):
        yield list(commands.of_workflow(path, (root / path).read_text(encoding="utf-8")))


def _of_others(command: Command, names: Sequence[str]) -> bool:
    kinds = [pattern for name, pattern in OF_OTHERS if name in names]
    return not command.why_not and any(re.fullmatch(PYTHON + pattern, command.text) for pattern in kinds)


def _can_be(command: Command, missing: list[str]) -> bool:
    here = not _curls(command) or shutil.which("curl") is not None
    if not here and "curl" not in missing:
        missing.append("curl")
    return here


def _curls(command: Command) -> bool:
    return not command.why_not and "curl " in command.text


def _session(project: Project, told: Sequence[Command], starts: str) -> Result:
    environment = os.fspath(project.environment.root) if project.environment else ""
    typed = "" if starts else installed.shell_function(installed.entry(project.root))
    with server.free_port() as port:
        text = commands.script(told, environment, starts=starts, port=port, typed=typed)
        return checks.run(project, [SHELL, "-c", text], env=KEEP_BYTECODE, limits=SESSION, ports=[port])


def _broken(told: Sequence[Command], ended: Result) -> Diagnostic:
    command, said = commands.stopped_at(told, ended.stdout)
    if command is None:
        return checks.stopped("delivery", ended, "the shell")
    fault = checks.stopped("delivery", replace(ended, stdout=said, stderr=""), f"`{command}`")
    return replace(fault, path=command.path, line=command.line)
