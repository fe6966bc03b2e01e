"""Whether a project on disk holds what our own templates wrote, and nothing else that could be run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffolder import commands, sandboxes
from scaffolder.types import EmittedFile

README = "README.md"
DATA = ".scaffold/"  # plan and ledger: read by us, and by nothing that runs


def only_templates(root: Path, emitted: Iterable[EmittedFile]) -> bool:
    """Whether every file that a sandbox would be given is one of `emitted`. A README may tell other results, but no
    other commands."""
    ours = {file.path: file for file in emitted}
    if any(file.writer not in ("template", "plan") for file in ours.values()):
        return False
    return all(_is_ours(root, path, ours.get(path)) for path in _given(root) if not path.startswith(DATA))


def _given(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        left = sandboxes.not_copied(folder, [*folders, *names])
        folders[:] = [name for name in folders if name not in left]
        yield from (Path(folder, name).relative_to(root).as_posix() for name in names if name not in left)


def _is_ours(root: Path, path: str, emitted: EmittedFile | None) -> bool:
    try:
        text = (root / path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    if emitted is None or text == emitted.text:
        return emitted is not None
    return path == README and _told(text) == _told(emitted.text)


def _told(readme: str) -> list[tuple[str, str]]:
    return [(command.text, command.folder) for command in commands.of_readme(README, readme)]
