"""What a command that runs isolated has of the folder that a person stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder import serving
from scaffolder.sandboxes.process import ProcessSandbox


class Isolated(ProcessSandbox):
    isolates = True


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_command_has_the_files_that_its_words_name_and_no_others(here: Path) -> None:
    (here / "in.csv").write_text("one")
    (here / "secret").write_text("mine")
    words = [
        "import",
        "in.csv",
        "--out=sub/out.csv",
        "same.txt",
        "../up",
        "/abs",
        "-x",
        "y" * 5000,
        "in.csv/x",
        "--",
        "",
    ]
    (here / "sub").mkdir()
    (here / "same.txt").write_text("as it was")
    with serving._folder(Isolated(), words) as folder:
        assert folder != here and sorted(p.name for p in folder.iterdir()) == ["in.csv", "same.txt", "sub"]
        (folder / "in.csv").write_text("two")
        (folder / "sub" / "out.csv").write_text("made")
        (folder / "left").write_text("made, and named by nobody")
        (folder / "same.txt").unlink()
        (folder / "same.txt").symlink_to("/etc/hostname")
        (folder / "import").symlink_to("/etc/hostname")
    assert not folder.exists()
    assert {p.name: p.read_text() for p in here.rglob("*") if p.is_file()} == {
        "in.csv": "two",
        "out.csv": "made",
        "same.txt": "as it was",
        "secret": "mine",
    }


def test_without_isolation_it_works_in_the_folder_itself(here: Path) -> None:
    with serving._folder(ProcessSandbox(), ["in.csv"]) as folder:
        assert folder == here


def test_a_folder_that_is_named_is_not_shown(here: Path) -> None:
    (here / "a").write_text("")
    assert serving._named_in_full([str(here), "/", str(here / "a"), "a"]) == [here / "a"]


@pytest.mark.parametrize(
    ("url", "ports"),
    [
        ("sqlite:////data/app.db", []),
        ("sqlite:////home/me/own.db", "cannot write /home/me/own.db"),
        ("postgresql://me@db:6000/app", [6000]),
        ("postgresql+psycopg://me@db/app", [5432]),
        ("postgresql://me@/app?host=db2", [5432]),
        ("postgresql://me@/app?host=/run/postgresql", "through a socket file"),
        ("postgresql:///app", "through a socket file"),
        ("postgresql://me@db:port/app", "DATABASE_URL"),
    ],
)
def test_an_isolated_application_reaches_its_database_or_it_is_said(url: str, ports: list[int] | str) -> None:
    if isinstance(ports, list):
        assert serving._servers(url, Path("/data")) == ports
    else:
        with pytest.raises(serving.UsageError, match=ports):
            serving._servers(url, Path("/data"))
