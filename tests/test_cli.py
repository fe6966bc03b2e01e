"""The keyboard: options, exit codes, streams, and documents also when a command line is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scaffolder import report
from scaffolder.cli import COMMANDS


def scaffold(*argv: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scaffolder", *argv],
        input=stdin, capture_output=True, text=True, check=False, env={**os.environ, **env}, timeout=120,
    )  # fmt: skip


def document(done: subprocess.CompletedProcess[str], kind: report.Kind) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(done.stdout)
    jsonschema.validate(read, report.schema(kind))
    return read


def test_every_command_has_help_and_the_shared_options() -> None:
    listing = scaffold("--help")
    assert listing.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in listing.stdout
        said = scaffold(command, "--help")
        assert said.returncode == 0, said.stderr
        for option in ("--json", "--no-color", "-v, --verbose", "--help"):
            assert option in said.stdout


def test_nothing_typed_is_a_usage_error_with_the_help() -> None:
    done = scaffold()
    assert done.returncode == 2
    assert "Usage: scaffold" in done.stderr


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["new", "x", "--model", "opnai:gpt"], "did you mean openai:NAME?"),
        (["new", "x", "--budget", "much"], "--budget"),
        (["new", "x", "--model", "http://127.0.0.1:9/v1#m", "--budget", "1"], "a budget needs a price"),
        (["new", "x", "--model", "http://127.0.0.1:9/v1#m", "--assume-price", "7"], "a price cannot be '7'"),
        (["batch", "x", "-o", "y", "--ask"], "--ask"),
        (["new", "x", "--resume"], "--resume"),
        (["batch", "x", "-o", "y", "--executor", "dask"], "--executor"),
        (["edit", "x"], "edit"),
        (["new"], "there is no description"),
        (["new", "x", "-f", "y"], "both"),
        (["new", "-f", "no-such-file.md"], "no-such-file.md"),
        (["new", "x", "--timeout", "soon"], "soon"),
        (["new", "x", "--timeout", "-3"], "-3"),
        (["new", "x", "--stack", "no-such-stack"], "no-such-stack"),
        (["plan"], "there is no description"),
        (["batch", "no-such-folder", "-o", "out"], "no-such-folder"),
        (["check", "no-such-folder"], "no-such-folder"),
        (["run", "no-such-folder"], "no-such-folder"),
        (["explain", "A999"], "A999"),
        (["stacks", "no-such-stack"], "no-such-stack"),
        (["stacks", "check", "/no/such/folder"], "/no/such/folder"),
    ],
)
def test_a_wrong_command_line_is_exit_2_with_the_wrong_value_and_no_traceback(
    argv: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = scaffold(*argv)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert done.stderr.lstrip().startswith("error") and "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("command", "kind"), [("new", "run"), ("check", "run"), ("plan", "plan"), ("batch", "batch")])
def test_a_usage_error_is_a_document_too(command: str, kind: report.Kind) -> None:
    done = scaffold(command, "--json", "--no-such-option")
    assert done.returncode == 2
    read = document(done, kind)
    assert read["error"]["code"] == "usage"
    assert "--no-such-option" in read["error"]["message"]


def test_a_wrong_setting_is_told_before_anything_else_happens(tmp_path: Path) -> None:
    done = scaffold("new", "A Book has a title.", "-o", str(tmp_path / "x"), "--json", SCAFFOLD_TIMEOUT_S="soon")
    assert done.returncode == 2
    assert "SCAFFOLD_TIMEOUT_S" in document(done, "run")["error"]["message"]
    assert not (tmp_path / "x").exists()


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    shell = f'cd "{gone}" && rmdir "{gone}" && exec "$0" -m scaffolder new "A Book has a title."'
    done = subprocess.run(
        ["sh", "-c", shell, sys.executable], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(report.__file__).parent.parent.parent)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "the folder that you stand in is no longer there" in done.stderr and "cd to" in done.stderr


def test_config_show_names_the_source_of_each_value() -> None:
    done = scaffold("config", "show", "--json", SCAFFOLD_JOBS="3")
    settings = json.loads(done.stdout)["settings"]
    assert settings["jobs"] == {"value": 3, "source": "SCAFFOLD_JOBS"}
    assert settings["stack"]["source"] == "default"
    assert "SCAFFOLD_JOBS" in scaffold("config", SCAFFOLD_JOBS="3").stdout


def test_stacks_lists_and_describes() -> None:
    assert "JSON API" in scaffold("stacks").stdout
    assert "checks: contract" in scaffold("stacks", "api").stdout
    names = [s["name"] for s in json.loads(scaffold("stacks", "--json").stdout)["stacks"]]
    assert "api" in names


def test_a_stack_of_ones_own_is_checked(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt.jinja").write_text("{{ plan.name }}\n")
    manifest = 'name="x"\ntitle="X"\nsummary="s"\nkinds=["api"]\nchecks=[]\n[[files]]\ntemplate="a.txt.jinja"\n'
    (tmp_path / "stack.toml").write_text(manifest)
    assert scaffold("stacks", "check", str(tmp_path)).returncode == 0
    (tmp_path / "files" / "a.txt.jinja").write_text("{% if %}\n")
    broken = scaffold("stacks", "check", str(tmp_path))
    assert broken.returncode == 2
    assert "a.txt.jinja" in broken.stderr


def test_explain_tells_what_a_finding_means() -> None:
    done = scaffold("explain", "a203")
    assert done.returncode == 0
    assert "A203" in done.stdout and "accepted:" in done.stdout


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["stacks"], 141),
        (["new", "A Book has a title.", "--dry-run"], 141),
        (["new", "", "--json"], 2),
    ],
)
def test_output_that_nobody_reads_is_no_proof_that_failed(tmp_path: Path, argv: list[str], code: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "scaffolder", *argv],
        cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_doctor_names_what_is_missing_and_what_mends_it(tmp_path: Path) -> None:
    done = scaffold("doctor", "--json", PATH=str(tmp_path), UV_DEFAULT_INDEX="http://127.0.0.1:9/simple")
    found = {f["name"]: f for f in json.loads(done.stdout)["findings"]}
    assert done.returncode == 2
    assert found["git"]["state"] == "missing" and "apt-get install git" in found["git"]["mend"]
    assert found["package index"]["state"] == "limited"
    assert "NOT isolated" in found["sandbox process"]["detail"]
    assert (found["loopback"]["state"], found["loopback"]["mend"]) == ("works", "")


def test_doctor_shows_what_is_kept_and_removes_it(tmp_path: Path) -> None:
    kept = tmp_path / "cache" / "environments" / ("a" * 64)
    kept.mkdir(parents=True)
    (kept / "big").write_bytes(b"x" * 3 * 2**20)
    env = {"SCAFFOLD_CACHE_DIR": str(tmp_path / "cache"), "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple"}
    found = {f["name"]: f for f in json.loads(scaffold("doctor", "--json", **env).stdout)["findings"]}
    assert found["environments"]["detail"].startswith("1 kept, 3 MB, 1 of them to be built again")
    cleared = scaffold("doctor", "--clear", "--json", **env)
    found = {f["name"]: f for f in json.loads(cleared.stdout)["findings"]}
    assert "removed the kept environments (3 MB)" in cleared.stderr
    assert found["environments"]["detail"].startswith("0 kept, 0 MB") and not kept.exists()


def test_a_defect_is_exit_5_with_a_log(tmp_path: Path) -> None:
    program = (
        "import sys, scaffolder.config as c\n"
        "def broken(*a, **k): raise RuntimeError('the moon')\n"
        "c.load = broken\n"
        "from scaffolder.cli import call\n"
        "sys.exit(call(['plan', 'A Book has a title.', '--json']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 5
    log = next((tmp_path / "scaffold").glob("defect-*.log"))
    assert str(log) in done.stderr and "Traceback" not in done.stderr
    assert "the moon" in log.read_text() and "Traceback" in log.read_text()
    assert document(done, "plan")["error"]["code"] == "defect"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_while_the_description_is_read_ends_the_run(number: signal.Signals, code: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "scaffolder", "new", "-", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write("A Book has a title.\n" * 6000)  # more than a pipe holds: it is written when somebody reads
        process.stdin.flush()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in err
    assert json.loads(out)["status"] == "interrupted"


LIBRARY = "A Book has a title and an ISBN (unique).\nSearch Books by title.\nPaint the sky blue."


def test_plan_prints_the_plan_and_nothing_else_on_standard_output(tmp_path: Path) -> None:
    done = scaffold("plan", "-", stdin=LIBRARY)
    assert done.returncode == 0, done.stderr
    assert "warning[A102]" in done.stderr and '--> 3:1  "Paint the sky blue."' in done.stderr
    assert "A Book has a title and an ISBN" in done.stderr
    (tmp_path / "plan.yaml").write_text(done.stdout)
    again = scaffold("new", "--plan", str(tmp_path / "plan.yaml"), "-o", str(tmp_path / "x"), "--dry-run")
    assert again.returncode == 0, again.stderr
    assert ".scaffold/plan.yaml" in again.stdout.splitlines()


def test_plan_is_a_document_that_the_scorer_reads() -> None:
    done = scaffold("plan", "-", "--json", "--no-ask", stdin=LIBRARY)
    read = document(done, "plan")
    assert (done.returncode, read["status"], read["error"]) == (0, "planned", None)
    assert [e["name"] for e in read["plan"]["entities"]] == ["Book"]
    assert "A102" in [d["code"] for d in read["diagnostics"]]


def test_plan_refuses_what_holds_nothing_to_build_on() -> None:
    done = scaffold("plan", "Hello there!", "--json")
    read = document(done, "plan")
    assert (done.returncode, read["status"], read["plan"]) == (2, "refused", None)
    assert read["error"]["hint"]


def test_the_normal_form_is_a_description() -> None:
    first = scaffold("plan", LIBRARY, "--normal-form")
    assert first.returncode == 0
    assert scaffold("plan", "-", "--normal-form", stdin=first.stdout).stdout == first.stdout


def test_descriptions_come_from_several_files(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A Book has a title.\r\n")
    (tmp_path / "b.txt").write_text("\ufeffA Member has a name.")
    done = scaffold("plan", "-f", str(tmp_path / "a.md"), "-f", str(tmp_path / "b.txt"), "--json")
    assert [e["name"] for e in document(done, "plan")["plan"]["entities"]] == ["Book", "Member"]


def test_a_file_that_is_not_text_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff\xfe\x00")
    done = scaffold("plan", "-f", str(tmp_path / "a.md"))
    assert done.returncode == 2 and "not UTF-8" in done.stderr
