"""The repository of a generated project, on machines with all kinds of git settings."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder import repo
from scaffolder.errors import GitError

FILES = {
    "app/main.py": "x = 1\n",
    ".gitignore": "*.db\n",
    "app.db": "data",
    "win.txt": "a\r\nb\r\n",
    "README.md": "é\n",
}
Tree = Callable[[dict[str, str]], Path]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without git settings; the machine's own are out of the way."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def test_a_project_becomes_one_commit_on_main(tree: Tree) -> None:
    root = tree(FILES)
    commit = repo.init_and_commit(root, "Build the notes application")
    assert git(root, "log", "--format=%H %s %an") == f"{commit} Build the notes application scaffold"
    assert git(root, "rev-parse", "--abbrev-ref", "HEAD") == "main"
    assert git(root, "rev-parse", repo.GENERATED_REF) == commit
    assert git(root, "ls-files").splitlines() == [".gitignore", "README.md", "app/main.py", "win.txt"]
    assert git(root, "status", "--porcelain") == "" and repo.is_clean(root)


def test_the_user_is_the_author_where_git_knows_them(tree: Tree, home: Path) -> None:
    assert repo.identity() == repo.NEUTRAL
    (home / ".gitconfig").write_text("[user]\nname = Ada\nemail = ada@example.org\n")
    assert repo.identity() == repo.Identity("Ada", "ada@example.org", own=True)
    root = tree(FILES)
    repo.init_and_commit(root, "Build it")
    assert git(root, "log", "--format=%an %ae %cn %ce") == "Ada ada@example.org Ada ada@example.org"


def test_the_environment_may_name_the_author(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Grace")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "grace@example.org")
    assert repo.identity() == repo.Identity("Grace", "grace@example.org", own=True)


def hostile_settings(home: Path, marker: Path) -> str:
    """Every setting that would run a program, change bytes or hide files."""
    hooks, template = home / "hooks", home / "template"
    for folder in (hooks, template / "hooks", home / ".config" / "git"):
        folder.mkdir(parents=True)
    for hook in (hooks / "pre-commit", hooks / "reference-transaction", template / "hooks" / "post-index-change"):
        hook.write_text(f"#!/bin/sh\ntouch {marker}\nexit 1\n")
        hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    (home / ".config" / "git" / "ignore").write_text("README.md\n")
    (home / ".config" / "git" / "attributes").write_text("*.txt text eol=crlf\n*.py filter=run\n")
    return (
        f"[core]\nhooksPath = {hooks}\nfsmonitor = {hooks}/pre-commit\nautocrlf = true\nexcludesFile = {home}/x\n"
        f"[init]\ntemplateDir = {template}\ndefaultBranch = trunk\ndefaultObjectFormat = sha256\n"
        f'[commit]\ngpgSign = true\n[filter "run"]\nclean = touch {marker}\nrequired = true\n'
    )


def test_the_same_files_give_the_same_tree_whatever_the_machine_is_set_to(
    tree: Tree, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree(FILES)
    repo.init_and_commit(root, "Build it")
    plain = repo.tree_id(root)
    marker = tmp_path / "a-hook-ran"
    (home / ".gitconfig").write_text(hostile_settings(home, marker))
    for name, value in {
        "GIT_DIR": "/nowhere",
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_CONFIG_COUNT": "1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.autocrlf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    again = tmp_path / "again"
    again.mkdir()
    for path, text in reversed(FILES.items()):
        (again / path).parent.mkdir(exist_ok=True)
        (again / path).write_text(text, encoding="utf-8", newline="")
        os.utime(again / path, (1, 1))
    repo.init_and_commit(again, "Build it")
    assert repo.tree_id(again) == plain
    assert not marker.exists() and not (tmp_path / "index").exists()


def test_a_folder_among_tracked_files_is_told_from_an_ignored_and_a_free_one(tree: Tree, tmp_path: Path) -> None:
    root = tree({"src/a.py": "", ".gitignore": "out/\n"})
    repo.init_and_commit(root, "A repository")
    (root / "notes").mkdir()
    assert repo.inside_tracked(root / "src" / "app") == root
    assert repo.inside_tracked(root / "app") == root
    assert repo.inside_tracked(root / "out" / "app") is None
    assert repo.enclosing(root / "notes" / "app") == repo.Enclosing(root, tracked=False)
    assert repo.enclosing(root / "out" / "app") == repo.Enclosing(root, tracked=False, ignored=True)
    assert repo.enclosing(tmp_path / "app") is None


def test_without_git_it_says_what_to_install(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed") as raised:
        repo.init_and_commit(tree(FILES), "Build it")
    assert "apt-get install git" in raised.value.hint and raised.value.exit_code == 2
    assert repo.enclosing(tmp_path / "app") is None


def test_what_git_refuses_is_an_error_with_its_words(tree: Tree) -> None:
    root = tree({"a.py": "", ".git": "not a repository"})
    with pytest.raises(GitError, match="git init failed: .*invalid gitfile format"):
        repo.init_and_commit(root, "Build it")
