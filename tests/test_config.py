"""Settings: every layer overrides the one before it, says where a value came from, and refuses the unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder import config
from scaffolder.errors import UsageError


@pytest.fixture(autouse=True)
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "scaffold"
    folder.mkdir(parents=True)
    return folder


def test_defaults_stand_where_nothing_is_said(tmp_path: Path) -> None:
    settings = config.load(environ={}, folder=tmp_path)
    assert (settings.timeout_s, settings.git, settings.stack) == (900.0, True, "")
    assert set(settings.sources.values()) == {"default"}


def test_each_layer_overrides_the_one_before(tmp_path: Path, user_folder: Path) -> None:
    (user_folder / "config.toml").write_text("timeout_s = 1\njobs = 1\nstack = 'user'\ngit = false\ncolor = 'never'\n")
    (tmp_path / "scaffold.toml").write_text("timeout_s = 2\njobs = 2\nstack = 'project'\n")
    settings = config.load(
        {"timeout_s": 4.0, "stack": None}, environ={"SCAFFOLD_JOBS": "3", "SCAFFOLD_TIMEOUT_S": "3"}, folder=tmp_path
    )
    assert (settings.timeout_s, settings.jobs, settings.stack, settings.git) == (4.0, 3, "project", False)
    assert settings.sources["timeout_s"] == "option"
    assert settings.sources["jobs"] == "SCAFFOLD_JOBS"
    assert settings.sources["stack"] == str(tmp_path / "scaffold.toml")
    assert settings.sources["git"] == str(user_folder / "config.toml")
    assert settings.sources["cache_dir"] == "default"


def test_a_project_may_keep_its_settings_in_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.scaffold]\nstack = 'api'\n")
    settings = config.load(environ={}, folder=tmp_path)
    assert settings.stack == "api"
    assert "pyproject.toml [tool.scaffold]" in settings.sources["stack"]


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SCAFFOLD_TIMEOUTS": "3"}, ["SCAFFOLD_TIMEOUTS", "timeout_s"]),
        ({"SCAFFOLD_TIMEOUT_S": "soon"}, ["SCAFFOLD_TIMEOUT_S", "'soon'"]),
        ({"SCAFFOLD_TIMEOUT_S": "-1"}, ["'-1'"]),
        ({"SCAFFOLD_TIMEOUT_S": "nan"}, ["'nan'"]),
        ({"SCAFFOLD_TIMEOUT_S": "inf"}, ["'inf'"]),
        ({"SCAFFOLD_JOBS": "1.5"}, ["'1.5'"]),
        ({"SCAFFOLD_GIT": "perhaps"}, ["git", "'perhaps'"]),
        ({"SCAFFOLD_COLOR": "pink"}, ["color", "'pink'", "never"]),
    ],
)
def test_a_wrong_variable_is_named_with_its_value(tmp_path: Path, environ: dict[str, str], said: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        config.load(environ=environ, folder=tmp_path)
    for word in said:
        assert word in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("text", ["stak = 'api'", "timeout_s = true", "stack = 3", "git = ", "[stack]\nname='x'"])
def test_a_wrong_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "scaffold.toml").write_text(text)
    with pytest.raises(UsageError, match="scaffold.toml"):
        config.load(environ={}, folder=tmp_path)


@pytest.mark.parametrize("text", ["isolate = false", "sandbox = 'evil.backend'", "cache_dir = './prepared'"])
@pytest.mark.parametrize(("file", "head"), [("scaffold.toml", ""), ("pyproject.toml", "[tool.scaffold]\n")])
def test_a_project_does_not_say_how_it_is_kept_in(
    tmp_path: Path, user_folder: Path, file: str, head: str, text: str
) -> None:
    """Who stands in a project that came from somewhere would run it with their own rights, or code that it brought."""
    (tmp_path / file).write_text(head + text)
    with pytest.raises(UsageError) as caught:
        config.load(environ={}, folder=tmp_path)
    assert text.split()[0] in caught.value.message and str(config.user_file()) in caught.value.hint
    (tmp_path / file).unlink()
    (user_folder / "config.toml").write_text(text)
    assert config.load(environ={}, folder=tmp_path).sources[text.split()[0]] == str(user_folder / "config.toml")


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    assert config.load(environ={"SCAFFOLD_STACK": ""}, folder=tmp_path).sources["stack"] == "default"
