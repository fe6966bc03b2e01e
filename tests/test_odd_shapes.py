"""What a plan may lack, and names that the templates use themselves: the emitted code is sound all the same."""

from __future__ import annotations

import ast

import pytest

from scaffolder import criteria, emitter, stacks
from scaffolder.compiler import compile_description
from scaffolder.plan import Action, Entity, Field, Function, Param, Plan
from tests.conftest import TEMPLATES

BASES = ("List", "Row", "Action", "Owned", "File", "Base")  # what forms of the web stack are called


def emitted(plan: Plan, stack: str) -> dict[str, str]:
    loaded = stacks.load(stack)
    files = emitter.emit(criteria.derive(plan, loaded.not_offered), loaded, cache=TEMPLATES)
    return {file.path: file.text for file in files}


def test_tests_of_text_are_there_where_text_is() -> None:
    numbers = Plan(name="Bills", slug="bills", entities=[Entity(name="Bill", fields=[Field(name="sum", type="money")])])
    assert "TEXTS" not in emitted(numbers, "api")["tests/test_every_list.py"]
    numbers.entities[0].fields.append(Field(name="note"))
    assert "TEXTS" in emitted(numbers, "api")["tests/test_every_list.py"]


def test_a_form_without_inputs_says_of_what_it_has_none() -> None:
    empty = Plan(name="Visits", slug="visits", entities=[Entity(name="Visit", timestamps=True)])
    assert "fields: list[str] = []" in emitted(empty, "web")["app/forms/visits.py"]


@pytest.mark.parametrize("stack", ["api", "web"])
def test_a_class_is_not_called_like_one_that_its_module_imports(stack: str) -> None:
    entities = [Entity(name=name, fields=[Field(name="name", required=True)]) for name in BASES]
    entities[0].owner = "owner"
    move = Action(name="action", entity="Row", params=[Param(name="to", type="string")])
    function = Function(name="action", params=[Param(name="a", type="integer")], returns="integer", body="a + 1")
    plan = Plan(name="Odd", slug="odd", entities=entities, actions=[move], functions=[function])
    for path, text in emitted(plan, stack).items():
        if path.endswith(".py"):
            assert _named_twice(ast.parse(text)) == set(), path


def _named_twice(tree: ast.Module) -> set[str]:
    imports = [n for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom))]
    imported = {alias.asname or alias.name.partition(".")[0] for n in imports for alias in n.names}
    return imported & {n.name for n in tree.body if isinstance(n, (ast.ClassDef, ast.FunctionDef))}


def test_what_is_changed_an_hour_later_is_really_changed() -> None:
    paid = Field(name="paid", type="boolean", default=False)
    plan = Plan(name="Seats", slug="seats", entities=[Entity(name="Seat", fields=[paid], timestamps=True)])
    (stamped,) = (text for path, text in emitted(plan, "api").items() if "has_timestamps" in text and "tests/" in path)
    assert 'json={"paid": True}' in stamped.partition("has_timestamps")[2].partition("\n\n\n")[0]


def test_what_an_action_asks_of_who_acts_is_there_where_nothing_else_is_asked() -> None:
    """An application whose one action makes a row for who acts did not start: it imported what nobody had written."""
    text = "A Tent has a name. Campers can reserve a Tent."
    plan = compile_description(text).plan
    assert plan is not None
    files = emitted(plan, "api")
    assert "import require" in files["app/routes/tents.py"]
    assert "def require(" in files["app/problems.py"]
