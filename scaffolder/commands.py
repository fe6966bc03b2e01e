"""The commands that a project tells people to type, in its README and in its workflow; and a script that types them.

Nothing is run here.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
SHELLS = ("sh", "bash", "shell", "console")
RUN = re.compile(r"^[ \t-]*run:[ \t]+(?=\S)", re.MULTILINE)
CRON = re.compile(r"^(?:\S+\s+){5}")
# Why a command is not tried beside the environment that is there already.
NOT_HERE = (
    (r"\b(docker|docker-compose|podman)\b", "needs Docker"),
    (r"\b(pip3?|pipx|uv|poetry|npm|apt|apt-get|brew)\b.*\b(install|sync|add|ci)\b", "installs packages"),
    (r"-m (venv|virtualenv)\b", "makes an environment, and that of the lock is there"),
    (r"\bgit (clone|fetch|pull|push)\b", "needs the network"),
    (r"\b(curl|wget)\b.*https?://(?!127\.0\.0\.1|localhost)", "needs the network"),
    (r"\b(google-chrome|chromium|firefox)\b", "needs a browser"),
    (r"\$\{\{", "needs the values of a workflow run"),
)
MARK = "[command {}]"
# curl calls an error of the server a success where it is not told otherwise.
OPENING = """\
exec 2>&1
set -e
curl() { command curl --fail-with-body --max-time 30 "$@"; }
ln -s %s .venv
"""
ENDED = '"$TMPDIR/server-ended"'
WAIT = """\
import os, socket, sys, time
port, ended = int(sys.argv[1]), sys.argv[2]
deadline = time.monotonic() + 20
while socket.socket().connect_ex(("127.0.0.1", port)):
    if time.monotonic() > deadline or os.path.exists(ended):
        sys.exit("the server does not answer")
    time.sleep(0.02)
"""


class Command(Struct, frozen=True):
    """A line of a README, or a step of a workflow with its settings. `why_not`: why it cannot be tried here."""

    path: str
    line: int
    text: str
    why_not: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""

    def __str__(self) -> str:
        told = " ".join(self.text.split())
        settings = "".join(f"{name}=… " for name in self.env)
        return f"{settings}{told if len(told) <= 100 else told[:99] + '…'}"


def of_readme(path: str, text: str) -> Iterator[Command]:
    """What stands in blocks marked as shell, and after the times of a crontab."""
    for block in FENCE.finditer(text):
        first = text.count("\n", 0, block.start("body")) + 1
        for number, line in _lines(block["body"], first):
            if block["kind"] == "cron":
                line = CRON.sub("", line)
            elif block["kind"] not in SHELLS:
                continue
            line = line.removeprefix("$ ")
            yield Command(path, number, line, _why_not(line))


def of_workflow(path: str, text: str) -> Iterator[Command]:
    """The steps that run something, of every job. The document is known to be a workflow."""
    import yaml

    lines = (text.count("\n", 0, found.end()) + 1 for found in RUN.finditer(text))
    document = yaml.safe_load(text)
    for job in document["jobs"].values():
        services = dict(_ports(job.get("services") or {}))
        for step in (s for s in job.get("steps") or () if "run" in s):
            given = [part.get("env") or {} for part in (document, job, step)]
            env = {str(name): str(value) for part in given for name, value in part.items()}
            told = " ".join([step["run"], *env.values()])
            needed = next((name for name, port in services.items() if re.search(rf":{port}\b", told)), "")
            why_not = f"needs the service {needed}" if needed else _why_not(told)
            folder = step.get("working-directory", "")
            yield Command(path, next(lines, 1), step["run"].strip(), why_not, env, folder)


def script(commands: Sequence[Command], environment: str, *, starts: str, port: int, typed: str = "") -> str:
    """A text for a shell that runs the commands one after another until one fails, each behind its mark. `environment`
    stands at `.venv`; a command with the words `starts` is a server (none where empty): it listens on `port` instead of
    its own and is left running. `typed`: the shell function that the project's own command is."""
    servers = [c for c in commands if starts and starts in c.text]
    usual = next((found[1] for c in servers if (found := re.search(r"--port[ =](\d+)", c.text))), "8000")
    lines = [OPENING % shlex.quote(environment) + typed]
    for number, command in enumerate(commands):
        text = re.sub(rf"(127\.0\.0\.1:|localhost:|--port[ =]){usual}\b", rf"\g<1>{port}", command.text)
        lines.append(f"echo; echo {shlex.quote(MARK.format(number))}")
        lines.append(_serving(text, port) if command in servers else _set(text, command))
    return "\n".join(lines) + "\n"


def stopped_at(commands: Sequence[Command], said: str) -> tuple[Command | None, str]:
    """From what such a script printed: the command that came last, and what it said."""
    marks = list(re.finditer(r"^\[command (\d+)\]\n", said, re.MULTILINE))
    if not marks or int(marks[-1][1]) >= len(commands):
        return None, said
    return commands[int(marks[-1][1])], said[marks[-1].end() :]


def _lines(block: str, first: int) -> Iterator[tuple[int, str]]:
    """The lines that hold a command, with their numbers; a backslash at the end joins the next one."""
    number, parts = first, list[str]()
    for offset, line in enumerate(block.splitlines()):
        number = number if parts else first + offset
        parts.append(line)
        if not line.endswith("\\"):
            whole, parts = "\n".join(parts), []
            if whole.strip() and not whole.lstrip().startswith("#"):
                yield number, whole


def _why_not(text: str) -> str:
    return next((why for pattern, why in NOT_HERE if re.search(pattern, text)), "")


def _ports(services: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(name of a service, a port of this machine that leads to it)."""
    for name, service in services.items():
        yield from ((name, str(port).split(":")[0]) for port in service.get("ports") or ())


def _serving(text: str, port: int) -> str:
    told = shlex.quote(f"touch {ENDED}")
    return f"( trap {told} EXIT; {text} ) &\n.venv/bin/python -ISc {shlex.quote(WAIT)} {port} {ENDED}"


def _set(text: str, command: Command) -> str:
    """With its variables and folder for itself, where it has some."""
    if not command.env and not command.folder:
        return text
    given = [f"export {name}={shlex.quote(value)}" for name, value in command.env.items()]
    return "\n".join(["(", f"cd {shlex.quote(command.folder or '.')}", *given, text, ")"])
