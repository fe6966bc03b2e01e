"""What all applications of a stack share is broken in many places at once, and each break is missed by its own test."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from scaffolder import checks, criteria, emitter, stacks
from scaffolder.compiler import compile_description
from scaffolder.environment import Environments
from scaffolder.sandboxes.process import ProcessSandbox
from scaffolder.types import Project
from tests import plans
from tests.api_apps import write
from tests.conftest import ENVIRONMENTS, ROOT
from tests.extent import deep

pytestmark = pytest.mark.slow
# A test of the emitted suite, the file that is edited, what stands there, and what it becomes.
BROKEN = {
    "api": [
        ("a_moment_is_in_utc", "app/database.py", "value.tzinfo or dt.UTC", "value.tzinfo"),
        ("sqlite_knows_the_letters", "app/database.py", '"lower", 1', '"lowered", 1'),
        ("who_may_write_says_so", "app/database.py", '"BEGIN IMMEDIATE" if writes else "BEGIN"', '"BEGIN"'),
        ("a_server_of_databases_is_asked", "app/database.py", "-c timezone=utc", ""),
        ("nobody_passes_a_lock", "app/database.py", '.name == "postgresql"', '.name == "oracle"'),
        ("spells_its_own_way", "app/database.py", "'YYYY-MM'", "'YYYY'"),
        ("found_by_its_id_and_kept", "app/lookup.py", "with_for_update(", "with_hint("),
        ("known_at_both_of_its_ends", "app/models/members.py", 'back_populates="member"', "info={}"),
        ("a_row_belongs_to_who_makes_it", "app/access.py", "given != mine", "given == mine"),
        ("sample_data_are_stored_once", "app/samples.py", "nothing was stored", "all is well"),
        ("the_routes_are_described", "app/errors.py", "Refused, and why", "Refused"),
        ("good_length", "app/schemas/books.py", "min_length=1", "min_length=2"),
        ("narrowed_by_every_key", "app/services/loans.py", "Loan.due_date <=", "Loan.due_date <"),
        ("loans_cannot_be_deleted", "app/services/books.py", "check_unreferenced(", "print("),
    ],
    "web": [
        ("a_value_is_shown", "app/cells.py", "if amount else []", ""),
        ("shown_as_nothing", "app/cells.py", "EMPTY = SafeString(\"\")", "EMPTY = SafeString(\"-\")"),
        ("a_secret_of_production", "config/environment.py", "len(value) < 32", "len(value) < 31"),
        ("address_of_a_database", "config/environment.py", 'unquote(parts.password or "")', 'parts.password or ""'),
        ("gets_a_new_one", "app/middleware.py", "{1,64}", "{1,65}"),
        ("migrations_make_what_the_models_say", "app/models/books.py", "max_length=200", "max_length=201"),
        ("a_page_is_asked_for", "app/views/listing.py", "max(int(asked), 1) if asked", "int(asked) if asked"),
        ("ordered_by_what_is_asked_for", "app/views/listing.py", "desc(nulls_last=True)", "desc()"),
        ("no_text_for_a_formula", "app/views/exporting.py", '("=", "+", ', '("+", '),
        ("a_csv_file_is_read", "app/views/importing.py", "utf-8-sig", "utf-8"),
        ("told_by_how_it_begins", "app/uploads.py", 'b"WEBP"', 'b"WAVE"'),
        ("a_list_is_entered_line_by_line", "app/forms/base.py", "if line.strip()]", "]"),
        ("tells_its_errors_beside", "app/forms/base.py", '"next"}', '"colour"}'),
        ("a_condition_of_a_query", "app/queries.py", '"<=": lookups.LessThanOrEqual', '"<=": lookups.LessThan'),
        ("a_value_of_a_query", "app/spoken.py", "+ 6) %% 7 + 1", "+ 6) %% 7"),
        ("bars_are_as_long", "app/views/reporting.py", "WIDTH * length / largest", "WIDTH * length"),
        ("could_not_be_sent_is_sent_later", "app/outbox.py", "update(sent_at=None)", "update(sent_at=now())"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "stack", ["api", *(pytest.param(name, marks=deep) for name in sorted(BROKEN) if name != "api")]
)
def test_what_is_broken_in_a_frame_is_missed_by_a_test_of_its_own(stack: str, tmp_path: Path) -> None:
    text = (ROOT / "examples" / "library" / "description.md").read_text()
    plan = compile_description(f"{text}\nImport Books from CSV.\n", stack=stack).plan
    assert plan is not None
    root = write(plan, tmp_path, stack)
    files = sorted({file for test, *_ in BROKEN[stack] for file in holding(root, test)})
    python = str(Environments(ENVIRONMENTS).ensure(stacks.load(stack).lock, lambda event: None).python)
    for _, path, old, new in BROKEN[stack]:
        code = (root / path).read_text()
        assert old in code, (path, old)
        (root / path).write_text(code.replace(old, new))
    failed = failing(root, python, files)
    assert [test for test, *_ in BROKEN[stack] if not any(test in name for name in failed)] == []


def holding(root: Path, test: str) -> list[str]:
    """The files of tests with a test of that name."""
    found = [
        f"tests/{f.name}" for f in root.glob("tests/test_*.py") if re.search(rf"def test_\w*{test}", f.read_text())
    ]
    assert found, test
    return found


def failing(root: Path, python: str, files: list[str]) -> list[str]:
    argv = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no", "-rfE", *files]
    done = subprocess.run(argv, cwd=root, capture_output=True, text=True, check=False)
    return re.findall(r"^(?:FAILED|ERROR) tests/\w+\.py(?:::(\w+))?", done.stdout, re.MULTILINE)


def test_an_application_whose_messages_stay_inside_keeps_its_contracts(tmp_path: Path) -> None:
    stack = stacks.load("api")
    plan = criteria.derive(plans.shop(), stack.not_offered)
    assert {n.channel for n in plan.notifications} == {"in_app"}
    environment = Environments(ENVIRONMENTS).ensure(stack.lock, lambda event: None)
    files = emitter.emit(plan, stack)
    for file in files:
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_text(file.text)
    project = Project(tmp_path, plan, "api", files, environment, ProcessSandbox(), lambda event: None)
    assert checks.run_checks(project, ["contract"])[0].diagnostics == ()
