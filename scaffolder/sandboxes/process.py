"""The backend `process`: limits, a clean environment and a clean end, but no isolation of files and network.

Good enough for code that our own templates wrote, and named for what it is wherever a result is shown. The others are
this with walls around what it starts.
"""

from __future__ import annotations

import contextlib
import functools
import os
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from scaffolder.errors import SandboxError
from scaffolder.sandboxes import remove, scratch_copy, scratch_folder
from scaffolder.sandboxes.running import Job, Running
from scaffolder.sandboxes.starting import Enclosure, Warm, cleared, fresh
from scaffolder.types import Limits, Result

DEFAULT_LIMITS = Limits()


def connect() -> ProcessSandbox:
    """Raises SandboxError where this system has no processes as POSIX knows them."""
    if os.name != "posix":
        raise SandboxError("needs a POSIX system: use WSL2 or a container here")
    return ProcessSandbox()


class ProcessSandbox:
    """`cancel` may be called from another thread, and ends whatever runs."""

    name = "process"
    description = "process (own session, limits, clean environment; files and network NOT isolated)"
    isolates = False
    puts_up_walls = True  # the program itself does, before it runs

    def __init__(self) -> None:
        self._running: set[Running] = set()
        self._cancelled = False
        self._lock = threading.Lock()
        self._warm: Warm | None = None

    def walls(
        self,
        argv: Sequence[str],
        readable: Sequence[Path],
        writable: Sequence[Path],
        ports: Sequence[int],
    ) -> dict[str, Any] | None:
        """What a program puts around itself before it runs (see `confinement.enclose`)."""
        return None

    def enclosure(self, walls: Mapping[str, Any] | None, *, alone: bool = True) -> Enclosure:
        """The program that encloses a supervisor. `alone`: without any network but its own. Raises SandboxError where
        it cannot be had."""
        return Enclosure()

    def shares_warm(self) -> bool:
        """Whether programs of one warm interpreter are kept apart from each other."""
        return True

    def warm(self, python: Path, modules: Sequence[str]) -> None:
        """See `types.Sandbox`. One warm interpreter serves all sandboxes of this process and backend."""
        self._warm = None
        if modules and self.shares_warm():
            with contextlib.suppress(OSError):
                self._warm = _warmed(os.getpid(), (type(self), os.fspath(python), tuple(modules)))

    def run(
        self,
        argv: Sequence[str],
        root: Path,
        *,
        env: Mapping[str, str] | None = None,
        limits: Limits = DEFAULT_LIMITS,
        collect: Sequence[str] = (),
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
        ports: Sequence[int] = (),
    ) -> Result:
        """See `types.Sandbox`. Raises DiskError where the copy cannot be made."""
        with self.start(
            argv, root, env=env, limits=limits, readable=readable, writable=writable, ports=ports
        ) as running:
            return running.wait(collect)

    def start(
        self,
        argv: Sequence[str],
        root: Path,
        *,
        env: Mapping[str, str] | None = None,
        limits: Limits = DEFAULT_LIMITS,
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
        ports: Sequence[int] = (),
        servers: Sequence[int] = (),
        descriptors: Sequence[int] = (),
        on_output: Callable[[str], None] | None = None,
    ) -> Running:
        """The same, not waited for: a server. `descriptors` are inherited by it (a listening socket); `on_output`
        hears its output as it comes. Leaving the `with` block ends it and everything it started."""
        told = tuple(str(a) for a in argv)
        warm = self._warm_for(told, readable, bool(writable or ports or servers))
        scratch = scratch_copy(root, warm.folder if warm else None)
        try:
            walls = self.walls(told, readable, [scratch, *writable], [*ports, *servers])
            anew = functools.partial(fresh, enclosure=self.enclosure(walls, alone=not servers))
            job = Job(
                argv=told,
                env=cleared(scratch, told[0]) | dict(env or {}),
                limits=limits,
                scratch=scratch,
                ways=(warm.start, anew) if warm else (anew,),
                descriptors=tuple(descriptors),
                walls=walls if self.puts_up_walls else None,
                watched=tuple(writable),
            )
            return self._kept(Running(job, on_output))
        except BaseException:
            remove(scratch)
            raise

    def _warm_for(self, argv: Sequence[str], readable: Sequence[Path], more: bool) -> Warm | None:
        """The warm interpreter, where it can run this and its own walls leave room for it."""
        if self._warm is None or not self._warm.fits(argv):
            return None
        beyond = set(readable) - {Path(self._warm.python).parents[1]}
        return None if self._warm.folder is not None and (beyond or more) else self._warm

    def _kept(self, running: Running) -> Running:
        running.at_end = lambda: self._forget(running)
        with self._lock:
            self._running.add(running)
            late = self._cancelled
        if late:  # it was being launched in another thread when everything was called off
            running.stop()
        return running

    def cancel(self) -> None:
        """End all that runs, and what is just being launched: an interrupted run starts nothing more."""
        with self._lock:
            self._cancelled = True
            running = list(self._running)
        for one in running:
            one.stop()

    def _forget(self, running: Running) -> None:
        with self._lock:
            self._running.discard(running)


@functools.lru_cache(maxsize=1)
def _warmed(maker: int, what: tuple[type[ProcessSandbox], str, tuple[str, ...]]) -> Warm:
    """Kept until we end or another one is wanted. Forked copies of us (`maker`) make their own."""
    backend, python, modules = what
    sandbox = backend()
    if not sandbox.isolates:
        return Warm(python, modules)
    folder = scratch_folder()
    walls = sandbox.walls([python], [Path(python).parents[1], Path("/proc")], [folder], [])
    warm = Warm(python, modules, folder, walls, sandbox.enclosure(walls))
    weakref.finalize(warm, _remove_own, maker, folder)
    return warm


def cool() -> None:
    """Let go of the warm interpreter, and of what it had on disk: for who ends without the usual ceremony."""
    _warmed.cache_clear()


def _remove_own(maker: int, folder: Path) -> None:
    if os.getpid() == maker:
        remove(folder)
