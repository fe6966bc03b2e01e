"""Templates see the values they are given and nothing of this process, however often they ask."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

from scaffolder import naming, render
from scaffolder.errors import StackError

VALUES = {
    "naming": naming,
    "name": "two words",
    "row": SimpleNamespace(title="Dune"),
    "rows": [1, 2],
    "folder": Path("/"),
}


@pytest.mark.parametrize(
    "asked",
    [
        "row.__class__",
        "''.__class__.__mro__",
        "naming.snake.__globals__",
        "naming.__loader__",
        "naming.re",
        "naming.re.enum.sys.modules",
        "naming['re']",
        "'{0.__class__}'.format(row)",
        "'{row.__class__}'.format_map({'row': row})",
        "rows.append(3)",
        "naming|attr('re')",
        "folder.parent",
        "folder.read_text()",
        "name|attr('__class__')",
    ],
)
def test_a_template_gets_at_nothing_of_this_process(asked: str) -> None:
    env = render.environment([], VALUES)
    for _ in "twice":  # what was answered once is remembered
        with pytest.raises(StackError):
            render.inline(env, "{{ " + asked + " }}", {})
    assert VALUES["rows"] == [1, 2]


def test_a_template_sees_what_it_is_given() -> None:
    env = render.environment([], VALUES)
    for _ in "twice":
        assert render.inline(env, "{{ naming.snake(name) }} {{ row.title }} {{ rows[1] }}", {}) == "two_words Dune 2"
        assert render.inline(env, "{{ '{0.title}, {1}'.format(row, rows) }}", {}) == "Dune, [1, 2]"


def test_what_one_value_has_is_not_taken_for_what_another_of_its_type_has() -> None:
    env = render.environment([], VALUES)
    assert render.inline(env, "{{ row.title }}", {}) == "Dune"
    with pytest.raises(StackError, match="has no attribute 'title'"):
        render.inline(env, "{{ row.title }}", {"row": SimpleNamespace(name="Dune")})


@pytest.mark.parametrize("indent", [None, 0, 4])
@pytest.mark.parametrize("text", ['He said "no"', '"', '""', 'a """', '"' * 7, "a\\", "a " * 60 + '"b"', "\n\u2028x"])
def test_a_text_between_triple_quotes_is_one_docstring(text: str, indent: int | None) -> None:
    (only,) = ast.parse(f'"""{render.docstring(text, indent)}"""').body
    assert isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant)
