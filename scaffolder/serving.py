"""A generated application in the foreground, for a person to try; its data stays in the project's `.scaffold/data/`.

One that is served listens until it is stopped; a command does its work in the terminal that it is called from.
"""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from scaffolder import emitter, installed, origin, planning, sandboxes, server, stacks, workshop
from scaffolder.config import Settings
from scaffolder.errors import DiskError, ScaffoldError, UsageError
from scaffolder.plan import Plan
from scaffolder.plan import file as plan_file
from scaffolder.trail import PLAN_PATH
from scaffolder.types import Event, OnEvent, Sandbox

DATA = ".scaffold/data"
DATABASE = "app.db"
LONGEST_NAME = 240  # in bytes: longer words are no names of files
LENT_BYTES = 2**30  # of one file
PORT_OF_POSTGRESQL = 5432
OPEN = "say --no-sandbox where you trust it"
PORTS = range(8000, 8010)  # tried in turn where none is asked for


def stack_of(directory: Path, settings: Settings) -> stacks.Stack:
    """The stack of the application of a directory. Raises UsageError where there is none."""
    return stacks.of(plan_file.read(directory / PLAN_PATH, directory), settings.stack)


class Started(Struct, frozen=True):
    """An application that answers: where; where it describes its routes (empty: nowhere); what makes a user who can log
    in (empty: nobody logs in)."""

    address: str
    describes: str
    first_user: str


class ServerError(ScaffoldError):
    """The application does not start, or has ended by itself."""

    code = "server"
    exit_code = 1


def _workshop(directory: Path, settings: Settings, on_event: OnEvent, *, warm: bool = True) -> workshop.Workshop:
    stack = stack_of(directory, settings)

    def trusted() -> bool:
        plan = planning.derived(plan_file.read(directory / PLAN_PATH, directory), settings.stack, modules=True)
        return stack.own and origin.only_templates(directory, emitter.emit(plan, stack))

    return workshop.furnish(stack, settings, on_event, trusted=trusted, warm=warm)


def serve(
    directory: Path,
    settings: Settings,
    on_event: OnEvent,
    *,
    port: int | None,
    fresh: bool,
    on_ready: Callable[[Started], None],
    on_output: Callable[[str], None],
) -> None:
    """Start the application of `directory`, tell its address, stay until it ends. KeyboardInterrupt ends it and rises.

    The database is brought up to date first. Raises ServerError where the application does not answer or dies.
    """
    plan = plan_file.read(directory / PLAN_PATH, directory)
    stack = stacks.of(plan, settings.stack)
    began = time.monotonic()
    on_event(Event("stage", "start", "started"))
    shop = _workshop(directory, settings, on_event)
    data = _data_folder(directory.absolute(), fresh=fresh)
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{data / DATABASE}"
    env = {"DATABASE_URL": url, "DATA_DIR": str(data)}
    servers = _servers(url, data) if shop.need_sandbox().isolates else []
    with server.serve(
        directory,
        shop.environment,
        shop.need_sandbox(),
        app=str(stack.run.get("app", "app.main:app")),
        program=str(stack.run["serve"]),
        env=env,
        port=_port(port),
        writable=[data],
        servers=servers,
        on_output=on_output,
    ) as running:
        reply = running.wait_ready(str(stack.run.get("ready", "/health/ready")))
        if reply.status != 200:
            raise ServerError(f"the application does not start (its readiness answers {reply.status or 'nothing'})")
        on_event(Event("stage", "start", "finished", seconds=time.monotonic() - began))
        described = f"{running.address}{stack.run['describes']}" if "describes" in stack.run else ""
        python = shop.environment.python
        on_ready(Started(running.address, described, first_user(plan, stack, python, directory.absolute(), env)))
        ended = running.running.wait()
    raise ServerError(f"the application has ended by itself (exit status {ended.exit_code})", hint="scaffold check")


def first_user(plan: Plan, stack: stacks.Stack, python: Path, directory: Path, env: Mapping[str, str]) -> str:
    """A line for a shell: the application's own command, with the database that it runs on; nothing where nobody logs
    in."""
    people = [r for r in plan.roles if not r.anonymous]
    command = str(stack.container.get("create_user", ""))
    if not people or not command:
        return ""
    role = next((r for r in people if r.admin), people[0]).name
    given = " ".join(f"{name}={shlex.quote(value)}" for name, value in env.items())
    typed = f"{shlex.quote(os.fspath(python))} {command.removeprefix('python ')}"
    return f"cd {shlex.quote(os.fspath(directory))} && {given} {typed} --email you@example.com --role {role}"


def call(directory: Path, settings: Settings, on_event: OnEvent, *, words: Sequence[str], fresh: bool) -> int:
    """Call the command of `directory` with `words`, in this terminal and from this folder; its exit code. Isolated, it
    has of this folder the files that the words name.

    Raises ServerError where it was ended from outside.
    """
    shop = _workshop(directory, settings, on_event, warm=False)
    sandbox = shop.need_sandbox()
    entry, data = installed.entry(directory), _data_folder(directory.absolute(), fresh=fresh)
    with _streams() as streams, _folder(sandbox, words) as here:
        program = [os.fspath(shop.environment.python), "-c", installed.CALL]
        told = [",".join(map(str, streams)), os.fspath(here), entry.name, entry.module, entry.function]
        with sandbox.start(
            [*program, *told, *words],
            directory,
            env={"XDG_DATA_HOME": str(data), **_terminal()},
            limits=server.UNBOUNDED,
            readable=[shop.environment.root, *_named_in_full(words)],
            writable=[data, here] if sandbox.isolates else [],
            descriptors=streams,
        ) as running:
            ended = running.wait()
    if ended.exit_code is None:
        raise ServerError(f"{entry.name} was ended ({ended.reason})")
    return ended.exit_code


@contextmanager
def _folder(sandbox: Sandbox, words: Sequence[str]) -> Iterator[Path]:
    """The folder that a command works in: ours, or where it is isolated another one with copies of the files that its
    words name; what it makes of them, and new ones of those names, is then put into ours."""
    if not sandbox.isolates:
        yield Path.cwd()
        return
    names = [name for word in words if _names_a_file(name := word.rpartition("=")[2])]
    here = sandboxes.scratch_folder()
    try:
        for name in names:
            with suppress(FileExistsError, NotADirectoryError):  # of "a" and "a/b" one is a file
                (here / name).parent.mkdir(parents=True, exist_ok=True)
                if Path(name).is_file():
                    shutil.copyfile(name, here / name)
        lent = dict(sandboxes.collected(here, names, LENT_BYTES))
        yield here
        for name, content in sandboxes.collected(here, names, LENT_BYTES):
            if content != lent.get(name):
                _put(Path(name), content)
    finally:
        sandboxes.remove(here)


def _named_in_full(words: Sequence[str]) -> list[Path]:
    return [Path(w) for w in words if os.path.isabs(w) and len(w) <= LONGEST_NAME and Path(w).is_file()]


def _names_a_file(word: str) -> bool:
    """Whether it can be the name of a file below this folder."""
    parts = Path(word).parts
    short = len(word.encode(errors="surrogateescape")) <= LONGEST_NAME
    return bool(parts) and short and not os.path.isabs(word) and ".." not in parts and not word.startswith("-")


def _put(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise DiskError(f"{path} cannot be written: {error.strerror}") from error


def _servers(url: str, data: Path) -> list[int]:
    """The ports that an isolated application must reach for its database. Raises UsageError where it is one that
    cannot be reached from there."""
    parts = urlsplit(url)
    if parts.scheme.startswith("sqlite"):
        if not Path(parts.path[1:]).is_relative_to(data):
            raise UsageError(
                f"an isolated application cannot write {parts.path[1:]}", hint=f"keep it in {data}, or {OPEN}"
            )
        return []
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    if not host or host.startswith("/"):
        raise UsageError(
            "an isolated application cannot reach a database through a socket file", hint=f"name a host, or {OPEN}"
        )
    try:
        return [parts.port or PORT_OF_POSTGRESQL]
    except ValueError as error:
        raise UsageError(f"DATABASE_URL: {error}") from error


def _terminal() -> dict[str, str]:
    """How wide it is, and what it can show."""
    return {name: os.environ[name] for name in ("TERM", "COLUMNS", "NO_COLOR") if name in os.environ}


@contextmanager
def _streams() -> Iterator[list[int]]:
    """Copies of our standard streams, by other numbers than those that every program has."""
    with ExitStack() as stack:
        copies = [os.dup(stream) for stream in installed.STREAMS]
        for copy in copies:
            stack.callback(os.close, copy)
        yield copies


def _port(wanted: int | None) -> int:
    """The port that is asked for, else the first free one of the usual ones, else any."""
    if wanted is not None:
        return wanted
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex((server.HOST, port)) != 0:
                return port
    return 0


def _data_folder(directory: Path, *, fresh: bool) -> Path:
    folder = directory / DATA
    try:
        if fresh and folder.exists():
            sandboxes.remove(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(f"{folder} cannot be written: {error.strerror}") from error
    return folder
