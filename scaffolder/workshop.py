"""What is needed to run a generated project: a sandbox that is good enough for who wrote it, and its environment."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct

from scaffolder import config, sandboxes, server
from scaffolder.config import Settings
from scaffolder.environment import Environments
from scaffolder.errors import SandboxError
from scaffolder.stacks import Stack
from scaffolder.types import Event, OnEvent, PythonEnvironment, Sandbox

RIGHTS = "say --no-sandbox to run it with your own rights"


class Workshop(Struct, frozen=True):
    """`sandbox` is None where nothing on this machine isolates and somebody else than our templates wrote the project;
    `why_not` then says so."""

    stack: Stack
    environment: PythonEnvironment
    sandbox: Sandbox | None
    why_not: str = ""

    @property
    def name(self) -> str:
        return self.sandbox.name if self.sandbox else ""

    @property
    def isolation(self) -> str:
        return self.sandbox.description if self.sandbox else f"none: {self.why_not}"

    def need_sandbox(self) -> Sandbox:
        """Raises SandboxError where there is none."""
        if self.sandbox is None:
            raise SandboxError(self.why_not, hint=RIGHTS)
        return self.sandbox


def furnish(
    stack: Stack, settings: Settings, on_event: OnEvent, *, trusted: Callable[[], bool], warm: bool = True
) -> Workshop:
    """Sandbox and environment for a project of a stack. `trusted`: whether only our own templates wrote it, asked where
    nothing isolates; `warm`: ready for many programs. Raises SandboxError, EnvironmentFailure, DiskError."""
    if stack.served:  # else its failing checks would blame the application
        server.need_loopback()
    sandbox, why_not = _sandbox(settings, trusted)
    told = f"sandbox: {sandbox.description}" if sandbox else f"sandbox: none, so nothing is run: {why_not}; {RIGHTS}"
    on_event(Event("notice", "sandbox", detail=told))
    environment = _environment(stack, settings, on_event)
    if warm and sandbox:
        sandbox.warm(environment.python, stack.run.get("preload", ()))
    return Workshop(stack, environment, sandbox, why_not)


def _sandbox(settings: Settings, trusted: Callable[[], bool]) -> tuple[Sandbox | None, str]:
    if not settings.isolate:
        return sandboxes.unprotected(), ""
    try:
        return sandboxes.choose(settings.sandbox, trusted=trusted), ""
    except sandboxes.Unisolated as error:
        return None, error.message


def _environment(stack: Stack, settings: Settings, on_event: OnEvent) -> PythonEnvironment:
    began, heard = time.monotonic(), list[Event]()

    def hear(event: Event) -> None:
        heard.append(event)
        on_event(event)

    found = Environments(config.cache_folder(settings) / "environments").ensure(stack.lock, hear)
    if not heard:
        kept = Event("stage", "environment", "finished", "kept from an earlier run", time.monotonic() - began)
        on_event(kept)
    return found
