"""git through GitPython, deaf to hooks, templates and settings of the machine: the same files give the same tree id.

Of the user's settings only name and e-mail are read, for the author of the commit.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from scaffolder import files
from scaffolder.errors import GitError

if TYPE_CHECKING:
    import subprocess

    from git.cmd import Git

GENERATED_REF = "refs/scaffold/generated"
BRANCH = "refs/heads/main"
NO_GIT_HINT = "install git (Debian: apt-get install git), or leave the repository out: --no-git"
IDENTITY_HINT = 'git config --global user.name "Your Name" && git config --global user.email you@example.com'
ROOM_BYTES = 16 * 1024
_NULL = os.devnull
_DEAF = [
    "core.hooksPath=" + _NULL, "core.fsmonitor=false", "core.autocrlf=false", "core.safecrlf=false", "core.eol=lf",
    "core.fileMode=true", "core.symlinks=true", "core.excludesFile=" + _NULL, "core.attributesFile=" + _NULL,
    "core.ignoreCase=false", "core.precomposeUnicode=true", "commit.gpgSign=false", "gc.auto=0", "init.templateDir=",
]  # fmt: skip


class Identity(Struct, frozen=True):
    """`own`: the user's, from their git settings or GIT_AUTHOR_*; else the neutral one (see IDENTITY_HINT)."""

    name: str
    email: str
    own: bool


NEUTRAL = Identity("scaffold", "scaffold@localhost", own=False)


class Enclosing(Struct, frozen=True):
    """The repository around a folder. `tracked`: the folder would lie among files of it, and is not `ignored` there."""

    root: Path
    tracked: bool
    ignored: bool = False


def identity() -> Identity:
    """Whose commit it is. Raises GitError where git is missing."""
    name, email = os.environ.get("GIT_AUTHOR_NAME", ""), os.environ.get("GIT_AUTHOR_EMAIL", "")
    if not (name and email):
        git = _open(Path("/"))
        name = name or _setting(git, "user.name")
        email = email or _setting(git, "user.email")
    return Identity(name, email, own=True) if name and email else NEUTRAL


def init_and_commit(root: Path, message: str, author: Identity | None = None) -> str:
    """Make `root` a repository whose `main` holds one commit of all its files (but ignored ones); the commit's id.

    The commit stands on `refs/scaffold/generated` too: what was generated, for later merges. Raises GitError.
    """
    author = author or identity()
    git = _open(root)
    _call(git, "init", "--quiet", "--template=", ".")
    _call(git, "symbolic-ref", "HEAD", BRANCH)
    _call(git, "add", "--all", ".")
    tree = _call(git, "write-tree")
    commit = _call(git, "commit-tree", "-m", message, tree, author=author)
    _call(git, "update-ref", BRANCH, commit)
    _call(git, "update-ref", GENERATED_REF, commit)
    return commit


def tree_id(root: Path, revision: str = "HEAD") -> str:
    """The id of the files of a commit: the same for the same files, whoever committed them and when."""
    return _call(_open(root), "rev-parse", "--verify", revision + "^{tree}")


def is_clean(root: Path) -> bool:
    """Whether the files are those of the last commit."""
    return not _call(_open(root), "status", "--porcelain", "--untracked-files=all")


def inside_tracked(path: Path) -> Path | None:
    """The repository whose tracked files `path` would lie among, if any."""
    around = enclosing(path)
    return around.root if around and around.tracked else None


def enclosing(path: Path) -> Enclosing | None:
    """The repository around `path`, which need not exist yet. Without git on the machine there is none to disturb."""
    path = Path(os.path.abspath(path))
    parent = next(p for p in path.parents if p.is_dir())
    if not any((p / ".git").exists() for p in (parent, *parent.parents)) or shutil.which("git") is None:
        return None
    git = _open(parent)
    root, code = _attempt(git, "rev-parse", "--show-toplevel")
    if code or not root:
        return None
    tracked, _ = _attempt(git, "ls-files", "--", ".")
    folder = str(path) + os.sep  # so that a pattern for folders fits, although there is none yet
    ignored = _attempt(git, "check-ignore", "--quiet", "--", folder)[1] == 0
    return Enclosing(Path(root), bool(tracked) and not ignored, ignored)


def _setting(git: Git, name: str) -> str:
    """A value of the user's own configuration, the only thing that is read with it in force."""
    done = git.execute(["git", "config", "--get", name], with_exceptions=False, with_extended_output=True)
    return str(done[1]).strip() if done[0] == 0 else ""


def _open(folder: Path) -> Git:
    if shutil.which("git") is None:
        raise GitError("git is not installed", hint=NO_GIT_HINT)
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    from git.cmd import Git

    return Git(os.fspath(folder))


def _environment(author: Identity) -> dict[str, str]:
    people = {"GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email}
    people |= {"GIT_COMMITTER_NAME": author.name, "GIT_COMMITTER_EMAIL": author.email}
    deaf = {"GIT_CONFIG_GLOBAL": _NULL, "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1"}
    return {**people, **deaf, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


def _without_git_variables(author: Identity) -> list[str]:
    """A prefix that takes GIT_DIR and its like away: GitPython can only add to our environment."""
    names = [name for name in os.environ if name.startswith("GIT_") and name not in _environment(author)]
    return ["env", *(part for name in names for part in ("-u", name))] if names else []


def _attempt(git: Git, *arguments: str, author: Identity = NEUTRAL) -> tuple[str, int]:
    settings = [part for setting in _DEAF for part in ("-c", setting)]
    command = [*_without_git_variables(author), "git", *settings, *arguments]
    running = git.execute(command, env=_environment(author), as_process=True)  # ends its process when it is forgotten
    process = cast("subprocess.Popen[bytes]", running.proc)
    try:
        out, error = process.communicate()
    except BaseException:
        process.kill()  # GitPython would let it run on after a Ctrl-C
        process.wait()
        raise
    said = out if process.returncode == 0 else error
    return said.decode(errors="replace").strip(), process.returncode


def _call(git: Git, *arguments: str, author: Identity = NEUTRAL) -> str:
    text, status = _attempt(git, *arguments, author=author)
    if status:
        if "No space left" in text or _room_bytes(git) < ROOM_BYTES:  # git has many words for it
            raise files.full(Path(git.working_dir or "/").parent)
        raise GitError(f"git {arguments[0]} failed: {text or f'exit status {status}'}", hint="scaffold doctor")
    return text


def _room_bytes(git: Git) -> int:
    there = os.statvfs(git.working_dir or "/")
    return there.f_bavail * there.f_frsize
