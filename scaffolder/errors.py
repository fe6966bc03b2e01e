"""Every error a user can meet, with its exit code and the next command to type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from scaffolder.types import Diagnostic


class ScaffoldError(Exception):
    """Base of all errors shown to a user: a message with the wrong value in it, and a hint that can be typed.

    `code` is a stable word for programs (the `error.code` of the JSON documents); `exit_code` is the process's.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, hint: str = "", diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.diagnostics = tuple(diagnostics)


class UsageError(ScaffoldError):
    """An option, argument or setting that cannot be used."""

    code = "usage"


class DescriptionError(ScaffoldError):
    """The description cannot be compiled; `diagnostics` say where and how to say it otherwise."""

    code = "description"


class CredentialError(ScaffoldError):
    """A text that would be written holds what looks like a key, a token or a password."""

    code = "secret"


class PlanError(ScaffoldError):
    """A plan file that is not a valid plan; one line per fault, in `diagnostics`."""

    code = "plan"


class DestinationError(ScaffoldError):
    """The destination cannot take the project: not empty, not writable, in the way of something else."""

    code = "destination"


class UnsafePathError(ScaffoldError):
    """A file path that must not be written (absolute, escaping, reserved, hidden, executable on its own)."""

    code = "path"


class StackError(ScaffoldError):
    """A template pack that is missing, malformed, or cannot render this plan."""

    code = "stack"


class EnvironmentFailure(ScaffoldError):
    """The Python environment of the generated project cannot be made (no uv, no index, broken lock)."""

    code = "environment"


class SandboxError(ScaffoldError):
    """Generated code may not be run: no backend that is good enough for where the code comes from."""

    code = "sandbox"


class GitError(ScaffoldError):
    """git is missing or refused."""

    code = "git"


class DiskError(ScaffoldError):
    """Writing failed: disk full, read-only file system, quota."""

    code = "disk"


class ProviderError(ScaffoldError):
    """The provider of the model failed, or refused."""

    code = "provider"
    exit_code = 3


class ModelError(ScaffoldError):
    """The model answers, but not with what can be used."""

    code = "model"
    exit_code = 3


class BudgetError(ScaffoldError):
    """Time or money of the run is spent; the best state so far is kept."""

    code = "budget"
    exit_code = 4


class Interrupted(ScaffoldError):
    """Ctrl-C."""

    code = "interrupted"
    exit_code = 130


class Terminated(Interrupted):
    """A termination signal."""

    exit_code = 143


class Defect(ScaffoldError):
    """A defect of ours: a log is written and its place is in the hint."""

    code = "defect"
    exit_code = 5
