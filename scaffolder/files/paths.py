"""Which paths and texts may be written: plain ones, that are harmless on every platform."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection

from scaffolder.errors import UnsafePathError
from scaffolder.types import Tree

MAX_FILES = 400
MAX_FILE_BYTES = 512 * 1024
MAX_TREE_BYTES = 8 * 1024 * 1024

_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_DOTFILES = frozenset(
    {".gitignore", ".gitattributes", ".dockerignore", ".editorconfig", ".env.example", ".python-version", ".gitkeep"}
)
# Read by a shell, an editor, an installer or Python itself, without anybody having asked for it.
_SELF_STARTING = re.compile(
    r"\.envrc|\.npmrc|\.pypirc|\.netrc|\.pre-commit-config\.yaml|\.idea|__pycache__|sitecustomize\.py|usercustomize\.py"
    r"|.*\.(pth|pyc|pyo|so|pyd|dll|dylib|egg-link)",
    re.IGNORECASE,
)
# Run later by a person's tools: ours to write, nobody else's.
_RUN_LATER = re.compile(
    r"(\.github|\.vscode|\.devcontainer|\.scaffold)/.*|(.*/)?(Dockerfile|Makefile|compose\.ya?ml|package\.json)",
    re.IGNORECASE,
)
_TOOLS = frozenset({"alembic", "black", "mypy", "pip", "pytest", "ruff", "uv", "uvicorn", "fastapi", "sqlalchemy"})


def check_tree(tree: Tree, own: Collection[str] = ()) -> None:
    """Raise UnsafePathError for the first path or text that must not be written. Nothing is ever repaired.

    `own` are the paths that our templates wrote: only they may be files that a person's tools run later, and as many
    as the plan, whose size is bounded, asks for.
    """
    foreign = {path: text for path, text in tree.items() if path not in own}
    if len(foreign) > MAX_FILES:
        raise UnsafePathError(f"{len(foreign)} files are more than the {MAX_FILES} that one project may have")
    for path, text in tree.items():
        check_path(path, own=path in own)
        _check_text(path, text)
    if sum(len(text.encode()) for text in foreign.values()) > MAX_TREE_BYTES:
        raise UnsafePathError(f"the files are together larger than {MAX_TREE_BYTES // 2**20} MB")
    _check_collisions(tree)


def check_path(path: str, own: bool = False) -> None:
    """Raise UnsafePathError unless `path` is a plain relative POSIX path that is harmless on every platform."""
    why = _fault(path) or ("" if own else _fault_unless_own(path))
    if why:
        raise UnsafePathError(f"{path!r} must not be written: {why}")


def _fault(path: str) -> str:
    if not path or len(path) > 240:
        return "a path has 1 to 240 characters"
    if not path.isascii() or not path.isprintable():
        return "only printable ASCII characters are allowed"
    if re.search(r'[\\:*?"<>|~]', path):
        return "it holds a character that some system gives a meaning"
    segments = path.split("/")
    if len(segments) > 12:
        return "it is nested more than 12 deep"
    return next((why for s in segments if (why := _segment_fault(s))), "") or _place_fault(segments)


def _segment_fault(segment: str) -> str:
    if segment in ("", ".", ".."):
        return "it is absolute or leads elsewhere"
    if len(segment) > 100 or segment != segment.strip() or segment.endswith("."):
        return "a name has at most 100 characters, no space around it and no dot at its end"
    if _DEVICES.fullmatch(segment):
        return f"{segment} is a device on some systems"
    if segment.lower().startswith(".git") and segment not in _DOTFILES and segment != ".github":
        return "it belongs to git"
    return f"{segment} is run without being asked" if _SELF_STARTING.fullmatch(segment) else ""


def _place_fault(segments: list[str]) -> str:
    folders = (".github", ".vscode", ".devcontainer", ".scaffold")
    for depth, name in enumerate(segments):
        if (
            name.startswith(".")
            and name not in _DOTFILES
            and not (depth == 0 and name in folders and len(segments) > 1)
        ):
            return "hidden files are allowed from a short list only"
    top, name = segments[0], segments[-1]
    module = top.removesuffix(".py") if len(segments) == 1 else top if name == "__init__.py" else ""
    if (name.endswith(".py") and len(segments) <= 2) and (module in sys.stdlib_module_names or module in _TOOLS):
        return f"it would hide the Python module {module}"
    return ""


def _fault_unless_own(path: str) -> str:
    return "tools run it later, so only templates write it" if _RUN_LATER.fullmatch(path) else ""


def _check_text(path: str, text: str) -> None:
    try:
        size_bytes = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise UnsafePathError(f"{path}: the text is not valid Unicode") from error
    if "\0" in text or size_bytes > MAX_FILE_BYTES:
        raise UnsafePathError(f"{path}: a file is text of at most {MAX_FILE_BYTES // 1024} kB")
    if path.endswith(".gitattributes") and re.search(r"\b(filter|diff|merge)=", text):
        raise UnsafePathError(f"{path}: git attributes may not name drivers, which run programs")


def _check_collisions(tree: Tree) -> None:
    """No two paths may be one on a file system that ignores case, no file may be another's folder."""
    seen: dict[str, str] = {}
    for path in tree:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            here, kind = "/".join(parts[:depth]), "file" if depth == len(parts) else "folder"
            known = seen.setdefault(here.casefold(), f"{kind} {here}")
            if known != f"{kind} {here}":
                raise UnsafePathError(f"{path} is in the way of the {known} on some systems")
