"""Many descriptions: each is built in a process of its own, so that a crash, a leak or a signal ends one item only.

(Threads would share the interpreter lock, one address space and one Ctrl-C; compiling and rendering are Python's work.)
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NoReturn, cast

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import journal, pipeline
from scaffolder.config import Settings, state_folder
from scaffolder.errors import Terminated, UsageError
from scaffolder.lifetime import when_ended
from scaffolder.sandboxes.process import cool
from scaffolder.types import ErrorInfo, Event, OnEvent, Request, Run

SUFFIXES = (".md", ".txt")
USUAL = "description.md"
GRACE_S = 30.0  # beyond the item's own time limit, before its process is killed
RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}


class Item(Struct, frozen=True):
    """One description of a batch. `folder` is unique and safe as a name; `fault` says why it cannot be built."""

    id: str
    source: str
    text: str
    folder: str
    stack: str = ""
    fault: str = ""


class Batch(Struct, frozen=True):
    """Outcomes in the order of the items; `signalled` is 130 or 143 where a signal ended it, else 0: what was not
    finished then has the status interrupted."""

    results: tuple[tuple[Item, Run], ...]
    seconds: float
    signalled: int = 0


class _Worker(Struct):
    item: Item
    process: BaseProcess
    pipe: Connection
    started: float


def read(sources: Sequence[str]) -> list[Item]:
    """The descriptions in files (.md, .txt), folders of them, and JSON lines (.jsonl, or `-` for standard input).

    A folder's sub-folders count where they hold a `description.md`. A line that is not an item becomes an item with a
    fault. Raises UsageError for a source that cannot be read, or where there is nothing at all.
    """
    found = [entry for source in sources for entry in _entries(source)]
    if not found:
        raise UsageError("there are no descriptions", hint=f"give {', '.join(SUFFIXES)} or .jsonl files, or folders")
    folders = unique_folders(entry.id for entry in found)
    return [replace(entry, folder=folder) for entry, folder in zip(found, folders, strict=True)]


def unique_folders(ids: Iterable[str]) -> list[str]:
    """Folder names for ids: safe on every system, unique also where case does not count."""
    taken: set[str] = set()
    names = []
    for id_ in ids:
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", id_).strip("-")[:60] or "item"
        name = f"{name}-item" if name.lower() in RESERVED else name
        number, unique = 1, name
        while unique.lower() in taken:
            number += 1
            unique = f"{name}-{number}"
        taken.add(unique.lower())
        names.append(unique)
    return names


def run(items: Sequence[Item], out: Path, request: Request, settings: Settings, on_event: OnEvent) -> Batch:
    """Build every item under `out`, some at a time; `request` carries the options that all of them share.

    Ctrl-C ends what runs and keeps what is finished.
    """
    began = time.monotonic()
    done: dict[str, Run] = {}
    signalled = 0
    try:
        for item, result in _outcomes(items, out, request, settings, on_event):
            done[item.folder] = result
            on_event(_ended(item, result))
    except (KeyboardInterrupt, Terminated) as error:
        signalled = error.exit_code if isinstance(error, Terminated) else 130
    missing = Run("interrupted", signalled, ErrorInfo("interrupted", "interrupted before it was finished"))
    results = tuple((item, done.get(item.folder, missing)) for item in items)
    return Batch(results, time.monotonic() - began, signalled)


def _entries(source: str) -> Iterator[Item]:
    path = Path(source)
    if source == "-":
        yield from _json_lines(sys.stdin.buffer.read(), "standard input", "stdin")
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            if child.suffix in SUFFIXES and child.is_file():
                yield _from_file(child)
            elif (child / USUAL).is_file():
                yield _from_file(child / USUAL)
    elif path.suffix == ".jsonl":
        yield from _json_lines(_bytes(path), source, path.stem)
    else:
        yield _from_file(path)


def _from_file(path: Path) -> Item:
    """Many folders have a file of the usual name: it is called like its folder."""
    data, folder = _bytes(path), path.absolute().parent.name
    id_ = folder if path.name == USUAL and folder else path.stem
    try:
        return Item(id_, str(path), data.decode("utf-8-sig"), "")
    except UnicodeDecodeError as error:
        return Item(id_, str(path), "", "", fault=f"{path} is not UTF-8 text (byte {error.start})")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error


def _json_lines(data: bytes, source: str, stem: str) -> Iterator[Item]:
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            yield _from_line(line, f"{source}:{number}", f"{stem}-{number}")


def _from_line(line: bytes, source: str, default_id: str) -> Item:
    try:
        entry: Any = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        return Item(default_id, source, "", "", fault=f"{source} is not JSON: {error}")
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        return Item(default_id, source, "", "", fault=f'{source} has no "text" that is a string')
    id_, stack = entry.get("id", default_id), entry.get("stack") or ""
    if not isinstance(stack, str) or isinstance(id_, (dict, list)) or id_ in (None, ""):
        return Item(default_id, source, "", "", fault=f'{source}: "id" and "stack" must be strings')
    return Item(str(id_), source, entry["text"], "", stack)


def _outcomes(
    items: Sequence[Item], out: Path, request: Request, settings: Settings, on_event: OnEvent
) -> Iterator[tuple[Item, Run]]:
    """Outcomes as they come. Running processes are ended where the consumer stops."""
    waiting, workers = list(items), list[_Worker]()
    jobs = settings.jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    context = _processes()
    try:
        while waiting or workers:
            while waiting and len(workers) < jobs:
                item = waiting.pop(0)
                on_event(Event("item", item.folder, "started"))
                if item.fault:
                    yield item, Run("refused", 2, ErrorInfo("usage", item.fault))
                    continue
                workers.append(_start(context, item, _request(item, out, request), settings))
            for worker in _ready(workers, request.timeout_s + GRACE_S):
                workers.remove(worker)
                yield worker.item, _result(worker, request.timeout_s)
    finally:
        _end(workers)


def _processes() -> Any:
    """Children are forked from a clean server that has the pipeline loaded already, where the system has that."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([__name__])
    return context


def _request(item: Item, out: Path, request: Request) -> Request:
    return replace(
        request, text=item.text, source=item.source, directory=out / item.folder, stack=item.stack or request.stack
    )


def _start(context: Any, item: Item, request: Request, settings: Settings) -> _Worker:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, request, settings), name=item.folder)
    process.start()
    theirs.close()
    return _Worker(item, process, ours, time.monotonic())


def _work(pipe: Connection, request: Request, settings: Settings) -> None:
    """The body of a child: one run, sent back whole. The one place in it where any exception ends."""
    when_ended(_terminate)
    began = time.monotonic()
    try:
        result = pipeline.new(request, settings, lambda event: None)
    except Exception as error:
        told = journal.log_defect(error, state_folder(), f"batch item from {request.source}")
        result = Run("failed", 5, ErrorInfo("defect", told.message, told.hint), seconds=time.monotonic() - began)
    pipe.send(result)
    pipe.close()
    cool()  # a child ends without what is registered for the end of a program


def _terminate(number: int, frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)
    raise Terminated("terminated")


def _ready(workers: Sequence[_Worker], limit_s: float) -> list[_Worker]:
    """The workers that have something to say, or are beyond their time."""
    wait([w.pipe for w in workers], timeout=1.0)
    now = time.monotonic()
    return [w for w in workers if w.pipe.poll() or now - w.started > limit_s]


def _result(worker: _Worker, timeout_s: float) -> Run:
    took = time.monotonic() - worker.started
    try:
        if not worker.pipe.poll():
            _end([worker])
            return Run("failed", 4, ErrorInfo("budget", f"stopped after {timeout_s:g} s"), seconds=took)
        result = worker.pipe.recv()
        worker.process.join()
        return cast(Run, result)
    except EOFError:
        worker.process.join()
        code = worker.process.exitcode
        return Run("failed", 5, ErrorInfo("defect", f"the process of this item died (exit code {code})"), seconds=took)


def _end(workers: Sequence[_Worker]) -> None:
    for worker in workers:
        worker.process.terminate()
    for worker in workers:
        worker.process.join(10)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


def _ended(item: Item, result: Run) -> Event:
    functional = [r for r in result.requirements if r.kind == "functional"]
    proven = sum(r.status == "proven" for r in functional)
    detail = f"{result.status}, {proven} of {len(functional)} proven" if functional else result.status
    detail += f": {result.error.message}" if result.error else ""
    return Event("item", item.folder, "finished" if result.exit_code == 0 else "failed", detail, result.seconds)
