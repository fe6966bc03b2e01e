"""The commands that a project tells people to type: read from its README and its workflow, and typed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from scaffolder import commands, compiler, emitter, ledger, stacks
from scaffolder.checks import delivery
from scaffolder.commands import Command
from scaffolder.criteria import derive
from scaffolder.plan import Plan
from scaffolder.sandboxes.process import ProcessSandbox
from scaffolder.types import CheckResult, EmittedFile, Project, PythonEnvironment
from tests import api_apps, notes_app, plans
from tests.conftest import ENVIRONMENTS, TEMPLATES
from tests.extent import deep

README = """\
# Notes

Type `make all`, or:

```sh
# Set up
python3 -m venv .venv
.venv/bin/pip install --require-hashes -r requirements.lock
curl -s http://127.0.0.1:8000/notes \\
  -d '{"title": "Milk"}'
curl -s https://example.com/news
```

```python
print("no command")
```

```cron
0 7 * * *  .venv/bin/python -m app run-jobs
```

```console
$ docker compose up
```
"""
WORKFLOW = """\
on: [push]
env:
  DEBUG: "1"
jobs:
  test:
    runs-on: ubuntu-latest
    env:
      LEVEL: high
    services:
      database:
        image: postgres:17
        ports: ["5433:5432"]
    steps:
      - uses: actions/checkout@v4
      - run: pytest
      - run: |
          make
          make check
        working-directory: docs
      - run: pytest
        env:
          DATABASE_URL: postgresql://app@localhost:5433/app
      - run: echo ${{ secrets.TOKEN }}
"""
SERVED = """\
```sh
.venv/bin/alembic upgrade head
.venv/bin/uvicorn app.main:app --port 8000
```

```sh
API=http://127.0.0.1:8000
TITLE=$(curl -s $API/notes -H "Content-Type: application/json" -d '{"title": "Milk"}' \\
  | .venv/bin/python -c "import json, sys; print(json.load(sys.stdin)['title'])")
test "$TITLE" = Milk
curl -s $API/notes | grep Milk
```
"""

Typed = Callable[[dict[str, str]], CheckResult]


def checked(changes: dict[str, str], folder: Path, environment: PythonEnvironment) -> CheckResult:
    """The delivery check of the small application with these files changed, in a new folder."""
    tree = {**notes_app.SOUND, **changes}
    project = notes_app.project(folder, tree, environment=environment, sandbox=ProcessSandbox())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(delivery, "_docker_build", lambda root, missing: [])
        result = delivery.check(project)
    assert {p.name for p in project.root.iterdir()} == {p.split("/")[0] for p in tree}
    return result


@pytest.fixture
def typed(tmp_path: Path, api_environment: PythonEnvironment) -> Typed:
    return lambda changes: checked(changes, Path(tempfile.mkdtemp(dir=tmp_path)), api_environment)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, api_environment: PythonEnvironment) -> CheckResult:
    """The check where nothing is wrong and a server is started."""
    return checked({"README.md": SERVED}, tmp_path_factory.mktemp("served"), api_environment)


def test_a_readme_gives_its_lines_with_the_reason_where_one_cannot_be_tried() -> None:
    assert [(c.line, c.text, c.why_not) for c in commands.of_readme("README.md", README)] == [
        (7, "python3 -m venv .venv", "makes an environment, and that of the lock is there"),
        (8, ".venv/bin/pip install --require-hashes -r requirements.lock", "installs packages"),
        (9, 'curl -s http://127.0.0.1:8000/notes \\\n  -d \'{"title": "Milk"}\'', ""),
        (11, "curl -s https://example.com/news", "needs the network"),
        (19, ".venv/bin/python -m app run-jobs", ""),
        (23, "docker compose up", "needs Docker"),
    ]


def test_a_workflow_gives_the_steps_that_run_something_with_their_settings() -> None:
    found = list(commands.of_workflow("ci.yml", WORKFLOW))
    assert [(c.line, c.text, c.folder, c.why_not) for c in found] == [
        (15, "pytest", "", ""),
        (16, "make\nmake check", "docs", ""),
        (20, "pytest", "", "needs the service database"),
        (23, "echo ${{ secrets.TOKEN }}", "", "needs the values of a workflow run"),
    ]
    assert [dict(c.env).get("LEVEL") for c in found] == ["high"] * 4
    assert str(found[2]) == "DEBUG=… LEVEL=… DATABASE_URL=… pytest"


@pytest.mark.slow
def test_lines_are_typed_one_after_another_against_a_server_that_one_of_them_starts(
    typed: Typed, served: CheckResult
) -> None:
    assert (served.status, served.not_tried, served.detail) == ("passed", (delivery.CURL,), "") and served.cpu_s > 0
    result = typed({"README.md": SERVED + README.replace("run-jobs", "seed")})
    assert result.status == "failed"  # the second readme posts without saying that it sends JSON
    (fault,) = result.diagnostics
    assert (fault.code, fault.path, fault.line) == ("delivery.died", "README.md", 21)
    assert "ended with status 22" in fault.message and '"type":"model_attributes_type"' in fault.help


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("upgrade head", "upgrade heads!", 2, "ended with status 255"),
        ("app.main:app --port", "app.main:app --prot", 3, "ended with status 1"),
        ("= Milk\n", "= Cheese\n", 10, "ended with status 1"),
        ("curl -s $API/notes |", "curl -s $API/nothing |", 11, "ended with status 1"),
    ],
)
def test_a_line_of_the_readme_that_fails_is_named(typed: Typed, old: str, new: str, line: int, said: str) -> None:
    assert old in SERVED
    (fault,) = typed({"README.md": SERVED.replace(old, new, 1)}).diagnostics
    assert (fault.path, fault.line) == ("README.md", line) and said in fault.message


def test_the_workflow_is_typed_in_a_checkout_of_its_own_and_each_step_for_itself(typed: Typed) -> None:
    steps = ["test ! -e made", "touch made; cd app; LEFT=1", 'test -e made && test -z "$LEFT"', 'test "$LEVEL" = high']
    text = WORKFLOW.split("    steps:")[0] + "    steps:\n" + "".join(f"      - run: {s!r}\n" for s in steps)
    assert typed({"README.md": "```sh\ntouch made\n```\n", ".github/workflows/ci.yml": text}).diagnostics == ()
    broken = text + "      - run: ls docs\n        working-directory: app\n"
    (fault,) = typed({".github/workflows/ci.yml": broken}).diagnostics
    assert (fault.path, fault.line) == (".github/workflows/ci.yml", 18)


def test_what_is_not_tried_stands_in_the_ledger(typed: Typed) -> None:
    steps = ["ls", "echo ${{ secrets.TOKEN }}"]
    text = WORKFLOW.split("    steps:")[0] + "    steps:\n" + "".join(f"      - run: {s}\n" for s in steps)
    result = typed({"README.md": "```sh\ndocker compose up\n```\n", ".github/workflows/ci.yml": text})
    assert result.status == "passed", result.diagnostics
    told = json.loads(ledger.to_text([], [result]))["checks"][0]
    assert {line for line in told["not_tried"] if "hadolint" not in line} == {
        "docker compose up (needs Docker)",
        "DEBUG=… LEVEL=… echo ${{ secrets.TOKEN }} (needs the values of a workflow run)",
    }


@pytest.mark.slow
def test_what_this_machine_lacks_is_said_by_the_run_and_changes_nothing_in_the_ledger(
    typed: Typed, served: CheckResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery.shutil, "which", lambda name, **more: None)
    missing = typed({"README.md": SERVED})
    assert (served.detail, missing.detail) == ("", "not tried here: curl")
    assert ledger.to_text([], [served]) == ledger.to_text([], [missing])


def test_a_mark_that_no_command_has_is_not_believed() -> None:
    assert commands.stopped_at([Command("README.md", 1, "true")], "[command 7]\nlies")[0] is None


def whole(plan: Plan, root: Path, environment: PythonEnvironment) -> CheckResult:
    """The delivery check of an emitted application."""
    app = api_apps.write(plan, root)
    there = tuple(EmittedFile(str(p.relative_to(app)), "", "template") for p in app.rglob("*") if p.is_file())
    stack = str(stacks.load("api").root)
    project = Project(app, derive(plan), stack, there, environment, ProcessSandbox(), lambda event: None)
    return delivery.check(project)


@pytest.mark.slow
def test_every_line_of_the_readme_of_an_application_is_typed_or_has_a_reason(
    tmp_path: Path, api_environment: PythonEnvironment
) -> None:
    result = whole(plans.library(), tmp_path / "app", api_environment)
    assert result.diagnostics == ()
    reasons = {line.rpartition(" (")[2].rstrip(")") for line in result.not_tried}
    assert reasons <= {
        "makes an environment, and that of the lock is there", "installs packages", "needs Docker",
        "needs the service database", "where it is not installed", "where that is not installed",
        "where no daemon answers",
    }  # fmt: skip
    lines = list(commands.of_readme("README.md", (tmp_path / "app" / "README.md").read_text()))
    typed = [c.text for c in lines if not c.why_not]
    said = (" create-user ", "$(login ", "_ID=$(curl ", "?page_size=5", "curl -s -X POST ")
    places = [next(n for n, text in enumerate(typed) if words in text) for words in said]
    assert places == sorted(places)


@deep
@pytest.mark.slow
def test_what_other_checks_answer_for_holds_as_it_is_written_too(
    tmp_path: Path, api_environment: PythonEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pytest, mypy and black with the settings of the application: they are judged by checks with our own."""
    monkeypatch.setattr(delivery, "OF_OTHERS", ())
    known = {"MYPY_CACHE_DIR": str(ENVIRONMENTS.parent / "mypy")}  # what mypy has learned of the libraries
    monkeypatch.setattr(delivery, "KEEP_BYTECODE", {**delivery.KEEP_BYTECODE, **known})
    assert whole(plans.small(), tmp_path / "app", api_environment).diagnostics == ()


def test_the_pages_of_a_web_application_may_be_opened_in_a_browser_by_its_workflow_and_nowhere_else() -> None:
    plan = derive(compiler.compile_description("A Boat has a name.", stack="web", stacks={"web": "web"}).plan)
    files = {f.path: f.text for f in emitter.emit(plan, stacks.load("web"), cache=TEMPLATES)}
    workflow = files[".github/workflows/ci.yml"]
    told = list(commands.of_workflow("ci.yml", workflow))
    assert [c.why_not for c in told if "google-chrome" in c.text] == ["needs a browser"]
    assert yaml.safe_load(workflow)["jobs"]["browser"]["if"] == "github.event_name == 'workflow_dispatch'"
    assert "for page in / /boats/; do" in workflow
