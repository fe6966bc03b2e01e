"""The nouns that travel between the rooms of the house, and the contracts of its seams.

Only frozen data and Protocols: nothing here touches disk, clock, network or environment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, Self

from msgspec import Struct, field

if TYPE_CHECKING:
    from scaffolder.plan import Plan

Severity = Literal["error", "warning", "note"]
CheckStatus = Literal["passed", "failed", "skipped", "not_run"]
ProofStatus = Literal["proven", "failed", "uncovered", "not_run", "informational"]
RunStatus = Literal["proven", "partial", "failed", "refused", "interrupted"]
EventState = Literal["started", "finished", "failed", "info"]
EventKind = Literal["stage", "file", "check", "item", "notice"]

Tree = Mapping[str, str]
"""Relative POSIX path -> text of a file: a project that is not on disk yet."""


class Span(Struct, frozen=True):
    """[start, end) in characters of the description."""

    start: int
    end: int


class Diagnostic(Struct, frozen=True):
    """One finding: of the description (with `span`), of a plan (with `element`), or of a check (with `path`, `line`).

    `code` is stable ("A203", "E501", "contract.defines"); `assumed` says what was taken instead; `help` how to say
    it otherwise or the next command; `requirement` the id it concerns.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    element: str = ""
    path: str = ""
    line: int = 0
    assumed: str = ""
    help: str = ""
    requirement: str = ""


class Event(Struct, frozen=True):
    """What happens, as it happens: heard alike by the terminal, the batch, the journal and the tests.

    `seconds` is set on finished and failed; `done` and `total` count where a stage has parts.
    """

    kind: EventKind
    name: str
    state: EventState = "info"
    detail: str = ""
    seconds: float | None = None
    done: int | None = None
    total: int | None = None


OnEvent = Callable[[Event], None]


class Request(Struct, frozen=True):
    """What one run of `scaffold new` was asked for, options resolved.

    `text` is the description (empty where only `plan_path` is given); `timeout_s` bounds the whole run.
    """

    text: str = ""
    source: str = "argument"
    directory: Path | None = None
    stack: str = ""
    plan_path: Path | None = None
    timeout_s: float = 900.0
    allow_partial: bool = False
    git: bool = True
    dry_run: bool = False


class Contract(Struct, frozen=True):
    """What an emitted file is checked against, from the `stack.toml` of its stack.

    `defines`: names that must stand at module level ("class Book", "def create_app", "router"); `imports`: the only
    top-level packages it may import (empty: not limited); `forbids`: calls it must not contain ("eval", "os.system").
    """

    defines: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    max_lines: int = 0


class EmittedFile(Struct, frozen=True):
    """A file of the generated project and who wrote it."""

    path: str
    text: str
    writer: Literal["template", "model", "plan", "person"]
    template: str = ""
    contract: Contract = Contract()
    satisfies: tuple[str, ...] = ()


class Limits(Struct, frozen=True):
    """Bounds of one sandboxed program. `memory_bytes` holds for each of its processes and for all of them together;
    `disk_bytes` and `files` for all that they leave in the copy, which counts too."""

    timeout_s: float = 120.0
    cpu_s: int = 600
    memory_bytes: int = 4 * 1024**3
    processes: int = 256
    file_bytes: int = 64 * 1024**2
    output_bytes: int = 64 * 1024**2
    disk_bytes: int = 512 * 1024**2
    files: int = 20_000


class Result(Struct, frozen=True):
    """What a sandboxed program did. `exit_code` is None where it was stopped; `reason` then says why
    ("timeout", "output", "memory", "disk", "interrupted"). Output is capped and free of control sequences."""

    argv: tuple[str, ...]
    exit_code: int | None
    stdout: str
    stderr: str
    seconds: float
    cpu_s: float = 0.0
    peak_bytes: int = 0  # memory of its largest process
    reason: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


class Running(Protocol):
    """A program that a sandbox has started: a context manager, whose end is the end of all that it started."""

    pid: int

    @property
    def alive(self) -> bool: ...

    def output(self) -> str:
        """What it has said so far, capped and safe to print."""
        ...

    def stop(self) -> None:
        """End it; returns at once."""
        ...

    def wait(self, collect: Sequence[str] = ()) -> Result: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class Sandbox(Protocol):
    """A backend that runs generated code: a module of `sandboxes/`."""

    name: str
    description: str  # the printed line: what it does and does not stop
    isolates: bool  # False: files and network are open, only for code from our own templates

    def run(
        self,
        argv: Sequence[str],
        root: Path,
        *,
        env: Mapping[str, str] | None = None,
        limits: Limits = Limits(),
        collect: Sequence[str] = (),
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
        ports: Sequence[int] = (),
    ) -> Result:
        """Run `argv` (a list, never a shell string) in a throw-away copy of `root`, which is the working folder.

        `env` is added to a cleared environment. `collect` names result files (relative paths, size-checked) whose
        bytes come back in `Result.files`. `readable` are further folders it needs (environment, interpreter),
        `writable` those where something of it stays, `ports` those on which it may talk to itself: all it gets.
        """
        ...

    def start(
        self,
        argv: Sequence[str],
        root: Path,
        *,
        env: Mapping[str, str] | None = None,
        limits: Limits = Limits(),
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
        ports: Sequence[int] = (),
        servers: Sequence[int] = (),
        descriptors: Sequence[int] = (),
        on_output: Callable[[str], None] | None = None,
    ) -> Running:
        """The same, not waited for: a server. It inherits `descriptors` (a listening socket), and may connect to the
        ports `servers`, wherever they are."""
        ...

    def warm(self, python: Path, modules: Sequence[str]) -> None:
        """Get ready to run this Python with `modules` imported; returns at once. A backend may do nothing."""
        ...

    def cancel(self) -> None:
        """End whatever runs, from any thread: those who wait get a Result with the reason "interrupted"."""
        ...


class PythonEnvironment(Struct, frozen=True):
    """A read-only Python environment made from a hashed lock; `python` is its interpreter."""

    root: Path
    python: Path
    key: str


class Project(Struct, frozen=True):
    """A generated project as the checks see it. `root` is a stage or a delivered tree and is never run in place;
    `results` are those of the checks that have run before, by name."""

    root: Path
    plan: Plan
    stack: str
    files: tuple[EmittedFile, ...]
    environment: PythonEnvironment | None
    sandbox: Sandbox | None
    on_event: OnEvent
    results: Mapping[str, CheckResult] = field(default_factory=dict)
    why_not: str = ""  # why nothing of it may be run


class CheckResult(Struct, frozen=True):
    name: str
    status: CheckStatus
    seconds: float = 0.0
    cpu_s: float = 0.0
    peak_bytes: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    detail: str = ""
    tests: Mapping[str, bool] = field(default_factory=dict)  # node id -> passed, from checks that run tests
    not_tried: tuple[str, ...] = ()  # what a check that passed could not look at here, each with the reason


class RequirementResult(Struct, frozen=True):
    id: str
    text: str
    kind: str
    status: ProofStatus
    tests: tuple[str, ...] = ()
    reason: str = ""


class Usage(Struct, frozen=True):
    """Model calls and their cost; `cost_usd` is None where a price is unknown."""

    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = 0.0
    estimated: bool = False


class ErrorInfo(Struct, frozen=True):
    code: str
    message: str
    hint: str = ""


class Run(Struct, frozen=True):
    """The outcome of `new` or `check`; `report` turns it into the JSON document."""

    status: RunStatus
    exit_code: int
    error: ErrorInfo | None = None
    directory: str = ""
    stack: str = ""
    plan_path: str = ""
    requirements: tuple[RequirementResult, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    rounds: int = 0
    usage: Usage = Usage()
    model: str = ""
    sandbox: str = ""
    isolation: str = ""  # what the sandbox stops and does not stop
    commit: str = ""
    seconds: float = 0.0
    text: str = ""  # the description, for showing spans
