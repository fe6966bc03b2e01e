"""Trees of files: what may be written, and that all of it is or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffolder import files
from scaffolder.errors import DestinationError, DiskError, UnsafePathError
from scaffolder.files import paths

REFUSED_PATHS = [
    "", "/etc/passwd", "../out.py", "app/../../out.py", "app/./x.py", "app//x.py", "app/", "./x.py", "C:/x.py",
    "\\\\host\\share", "app\\x.py", "a:b.py", "x?.py", "x*.py", "x|y.py", "x<y>.py", 'x".py', "GIT~1/config",
    "con", "CON.py", "app/aux.txt", "nul.tar.gz", "lpt1", "COM9.log", "conin$", "prn/x.py", "x.py ", " x.py", "x.",
    "app /x.py", "caf\u00e9.py", "cafe\u0301.py", "a\u202eb.py", ".g\u200cit/config", "x\x00.py", "x\n.py",
    "\x1b[2J.py", ".git/config", ".GIT/hooks/pre-commit", "app/.git/config", ".gitmodules", ".gitconfig",
    ".git", ".bashrc", ".env", "app/.hidden",
    ".ssh/id", ".idea/x.xml", ".envrc", ".npmrc", ".pypirc", ".netrc", ".pre-commit-config.yaml", "sitecustomize.py",
    "app/usercustomize.py", "x.pth", "app/x.pyc", "__pycache__/x.py", "app/x.so", "x.PYD", "x.dll",
    "lib.dylib", "x.egg-link", "typing.py", "black.py", "pytest.py", "json/__init__.py", "ruff/__init__.py",
    "/".join("abcdefghijklm"), "x" * 101, "/".join(["x" * 90] * 3), ".github", ".scaffold", "app/.github/x.yml",
]  # fmt: skip
RUN_LATER = [".github/workflows/ci.yml", ".vscode/tasks.json", ".devcontainer/devcontainer.json", "Dockerfile",
             "compose.yaml", "Makefile", "package.json", ".scaffold/plan.yaml"]  # fmt: skip
ACCEPTED_PATHS = [
    "app/main.py", "tests/test_r1_a.py", "README.md", "alembic.ini", "migrations/versions/0001_initial.py",
    ".gitignore",
    ".dockerignore", ".env.example", "app/typing.py", "app/models/order.py", "pyproject.toml", "data/.gitkeep",
    "app/con_tract.py", "app/console.py", "x.y.z.txt", "tests/__init__.py", "LICENSE", "docs/a-b_c.md",
]  # fmt: skip


@pytest.mark.parametrize("path", REFUSED_PATHS)
def test_a_path_that_could_do_harm_somewhere_is_refused(path: str) -> None:
    with pytest.raises(UnsafePathError, match="must not be written"):
        paths.check_path(path, own=True)


@pytest.mark.parametrize("path", ACCEPTED_PATHS)
def test_a_plain_path_is_accepted(path: str) -> None:
    paths.check_path(path)


@pytest.mark.parametrize("path", RUN_LATER)
def test_a_file_that_tools_run_later_may_come_from_our_templates_only(path: str) -> None:
    paths.check_path(path, own=True)
    with pytest.raises(UnsafePathError, match="only templates write it"):
        paths.check_path(path)


@pytest.mark.parametrize(
    "tree",
    [
        {"app/Main.py": "", "app/main.py": ""},
        {"App/a.py": "", "app/b.py": ""},
        {"app": "", "app/b.py": ""},
        {"a.py": "x\0y"},
        {"a.py": "x" * (paths.MAX_FILE_BYTES + 1)},
        {"a.py": "\ud800"},
        {f"f{n}.py": "" for n in range(paths.MAX_FILES + 1)},
        {f"f{n}.txt": "x" * paths.MAX_FILE_BYTES for n in range(17)},
        {".gitattributes": "* filter=run"},
    ],
    ids=["case", "folder case", "file and folder", "nul", "large", "surrogate", "many", "large in all", "filter"],
)
def test_a_tree_that_could_do_harm_somewhere_is_refused(tree: dict[str, str]) -> None:
    with pytest.raises(UnsafePathError):
        paths.check_tree(tree)


def test_a_tree_is_written_and_read_back(tmp_path: Path) -> None:
    target = tmp_path / "new" / "deeper" / "app"
    tree = {"a/b.py": "x = 'é'\n", ".gitignore": "*.db\n", "run.sh": "#!/bin/sh\r\n"}
    files.write_tree(tree, target, executable=["run.sh"])
    assert files.read_tree(target) == tree
    assert (target / "a/b.py").stat().st_mode & 0o777 == 0o644
    assert (target / "run.sh").stat().st_mode & 0o777 == 0o755
    assert target.stat().st_mode & 0o777 == 0o755
    assert os.listdir(target.parent) == ["app"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    files.write_tree({"a.py": ""}, tmp_path / "app")
    assert files.read_tree(tmp_path / "app") == {"a.py": ""}


def test_reading_leaves_out_what_is_not_the_projects_text(tree: Callable[[dict[str, str]], Path]) -> None:
    root = tree(
        {"a.py": "1", ".git/config": "", ".venv/x.py": "", ".scaffold/data/app.db": "", ".scaffold/plan.yaml": "p"}
    )
    (root / "image.png").write_bytes(b"\x89PNG\xff")
    (root / "link.py").symlink_to(root / "a.py")
    assert files.read_tree(root) == {".scaffold/plan.yaml": "p", "a.py": "1"}


def full(root: Path) -> Path:
    for name in "abcdefg":
        (root / name).write_text("")
    return root


def a_file(root: Path) -> Path:
    (root / "app").write_text("")
    return root / "app"


def below_a_file(root: Path) -> Path:
    return a_file(root) / "deeper"


def a_link(root: Path) -> Path:
    (root / "app").symlink_to(root / "elsewhere")
    return root / "app"


def in_a_link(root: Path) -> Path:
    (root / "real").mkdir()
    (root / "link").symlink_to(root / "real")
    return root / "link" / "app"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (full, "is not empty: a, b, c, d, e and 2 more"),
        (a_file, "app is a file"),
        (below_a_file, "app is a file"),
        (a_link, "symbolic link"),
        (in_a_link, "symbolic link"),
        (lambda root: Path("/"), "the root"),
        (lambda root: Path.home(), "your home"),
        (lambda root: Path.cwd(), "you stand in"),
        (lambda root: Path.cwd().parent, "you stand in"),
    ],
)
def test_a_destination_that_is_taken_is_refused_and_untouched(
    tmp_path: Path, make: Callable[[Path], Path], said: str
) -> None:
    target = make(tmp_path)
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(DestinationError, match=said) as raised:
        files.write_tree({"a.py": ""}, target)
    assert raised.value.hint
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.parametrize("name", ["app", "app/deeper"])
def test_the_folder_that_is_proposed_instead_is_free_and_beside_it(tmp_path: Path, name: str) -> None:
    a_file(tmp_path)
    (tmp_path / "app-2").mkdir()
    with pytest.raises(DestinationError) as raised:
        files.check_destination(tmp_path / name)
    proposed = tmp_path / "app-3"
    assert raised.value.hint == f"scaffold new … -o {proposed}"
    files.check_destination(proposed)


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + "/app"])
def test_a_name_that_no_folder_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DestinationError, match="cannot be made: File name too long"):
        files.write_tree({"a.py": ""}, tmp_path / name)


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "a\x1b[31mb"])
def test_a_name_that_would_break_what_is_said_of_it_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DestinationError, match="line break or a control character"):
        files.write_tree({"a.py": ""}, tmp_path / name)


def test_a_folder_may_have_the_longest_name_there_is(tmp_path: Path) -> None:
    files.write_tree({"a.py": ""}, tmp_path / ("x" * 255))
    assert os.listdir(tmp_path) == ["x" * 255]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc, where nobody can make a folder")
@pytest.mark.parametrize("target", ["/proc/app", "/proc/deep/app"])
def test_where_the_system_makes_no_folders_it_is_told_at_once(target: str) -> None:
    with pytest.raises(DestinationError, match="cannot be|you may not"):
        files.write_tree({"a.py": ""}, Path(target))


def test_a_destination_that_is_not_writable_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o555)
    if os.access(tmp_path, os.W_OK):  # root may write everywhere
        monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(DestinationError, match="you may not write to"):
        files.write_tree({"a.py": ""}, tmp_path / "app")
    tmp_path.chmod(0o755)


def test_what_appears_at_the_destination_meanwhile_is_kept(tmp_path: Path) -> None:
    with files.Stage(tmp_path / "app") as stage:
        stage.write({"a.py": "ours"})
        (tmp_path / "app").mkdir()
        (tmp_path / "app" / "theirs.txt").write_text("theirs")
        with pytest.raises(DestinationError):
            stage.deliver()
    assert files.read_tree(tmp_path / "app") == {"theirs.txt": "theirs"}
    assert os.listdir(tmp_path) == ["app"]


def test_an_unsafe_tree_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UnsafePathError):
        files.write_tree({"a.py": "", "../b.py": ""}, tmp_path / "new" / "app")
    assert os.listdir(tmp_path) == []


def test_a_write_that_the_system_refuses_leaves_nothing_behind(tmp_path: Path) -> None:
    """A process that may not write more than 4 kB to a file meets the system's own error in the middle of the tree."""
    code = (
        "import resource, signal\nfrom pathlib import Path\nfrom scaffolder import files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        f"files.write_tree({{'a.py': 'x', 'b.py': 'x' * 9000}}, Path({str(tmp_path / 'app')!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "DiskError: writing" in done.stderr and "File too large" in done.stderr
    assert os.listdir(tmp_path) == []


def test_a_stage_of_a_killed_run_is_removed_by_the_next_and_a_living_one_is_not(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom scaffolder import files\n"
        f"with files.Stage(Path({str(tmp_path / 'app')!r})) as stage:\n"
        "    stage.write({'a.py': ''})\n    print('ready', flush=True)\n    sys.stdin.read()\n"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running = [subprocess.Popen([sys.executable, "-c", code], **pipes) for _ in range(2)]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    running[0].send_signal(signal.SIGKILL)
    running[0].wait()
    assert len(os.listdir(tmp_path)) == 2
    files.write_tree({"a.py": "new"}, tmp_path / "app")
    left = sorted(os.listdir(tmp_path))
    running[1].send_signal(signal.SIGINT)
    running[1].communicate()  # which also ends what it reads
    assert left[1:] == ["app"] and left[0].startswith(files.STAGE)
    assert os.listdir(tmp_path) == ["app"]


def test_a_stage_that_another_run_took_for_left_over_before_its_lock_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, made = tempfile.mkdtemp, []

    def swept_at_first(*args: Any, **named: Any) -> str:
        made.append(make(*args, **named))
        if len(made) == 1:
            os.rmdir(made[0])
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", swept_at_first)
    files.write_tree({"a.py": "new"}, tmp_path / "app")
    assert len(made) == 2 and os.listdir(tmp_path) == ["app"]


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (28, DiskError, "is full: nothing was written"),
        (122, DiskError, "is full"),
        (30, DestinationError, "cannot be written"),
    ],
)
def test_what_the_system_says_of_a_disk_is_told_in_words(number: int, kind: type[Exception], said: str) -> None:
    error = files.disk_error(OSError(number, os.strerror(number)), Path("/a/b"))
    assert isinstance(error, kind) and said in str(error) and error.hint


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"this user may not mount a file system: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_on_a_full_disk_nothing_is_left_and_the_message_says_so(tiny_disk: Path) -> None:
    tree = {f"f{number}.txt": "x" * 9000 for number in range(20)}
    with pytest.raises(DiskError, match="is full: nothing was written") as raised:
        files.write_tree(tree, tiny_disk / "new" / "app")
    assert raised.value.hint and os.listdir(tiny_disk) == []


def test_a_stage_is_made_where_another_run_just_removed_the_folder_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a batch into one new folder, the run that fails removes what it made, if nothing is in it."""
    real, calls = tempfile.mkdtemp, []

    def late(*args: Any, **options: Any) -> str:
        calls.append(1)
        if len(calls) == 1:
            (tmp_path / "out").rmdir()
        return real(*args, **options)

    monkeypatch.setattr(files.tempfile, "mkdtemp", late)
    files.write_tree({"a.txt": "a"}, tmp_path / "out" / "app")
    assert (tmp_path / "out" / "app" / "a.txt").read_text() == "a" and len(calls) == 2
