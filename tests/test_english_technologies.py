"""What a description wants to be built with is nothing to plan: it is there, or it is told that it is not."""

from __future__ import annotations

import pytest

from scaffolder import planning
from scaffolder.compiler import compile_description

BOOK = "A Book has a title."
ASIDES = [
    "Use Django.",
    "Built with FastAPI.",
    "It should be written in Python 3.12.",
    "The backend should use SQLAlchemy and SQLite.",
    "The data is stored in a PostgreSQL database.",
    "Write tests.",
    "Please include unit tests, documentation and a Dockerfile.",
    "Deploy with Docker Compose.",
    "Tech stack: Python, FastAPI, PostgreSQL.",
    "We would like to use React for the frontend.",
]
SAID = [
    ("Users can react to Books.", "action:Book.react"),
    ("Users can express interest in Books.", ""),
    ("List Books by title.", "query:books_by_title"),
    ("Export Books to CSV.", "export:book_export"),
]


@pytest.mark.parametrize("text", ASIDES)
def test_what_it_is_built_with_is_a_quality(text: str) -> None:
    plan = compile_description(f"{BOOK} {text}").plan
    assert plan is not None
    assert [e.name for e in plan.entities] == ["Book"] and not plan.roles
    assert [(r.kind, r.text) for r in plan.requirements[1:]] == [("quality", text)]
    assert [q.text for q in plan.qualities] == [text]


@pytest.mark.parametrize(("text", "element"), SAID)
def test_what_only_sounds_so_is_none(text: str, element: str) -> None:
    plan = compile_description(f"{BOOK} {text}").plan
    assert plan is not None
    [asked] = plan.requirements[1:]
    assert asked.kind == "functional" and (not element or element in asked.covered_by)


def test_tests_of_which_records_are_kept_are_no_technology() -> None:
    plan = compile_description("A Test has a name and a result. Users can add tests.").plan
    assert plan is not None and [e.name for e in plan.entities] == ["Test"]
    assert "Test" in plan.requirements[1].covered_by


@pytest.mark.parametrize(
    ("text", "stack", "names"),
    [
        (f"An API with Flask and MongoDB for books. {BOOK}", "", ["Flask, MongoDB"]),
        (f"{BOOK} Please write it in Go.", "", ["Go"]),
        (f"{BOOK} Members can react to Books and go to the page.", "", []),
        (f"{BOOK} Use FastAPI.", "", []),
        (f"{BOOK} A Server has a name, a Redis version and a queue (Kafka, RabbitMQ).", "", []),
        (f"{BOOK} Use FastAPI.", "web", ["FastAPI"]),
        (f"{BOOK} Use Django and SQLite.", "web", []),
        (f"{BOOK} Use click.", "cli", []),
    ],
)
def test_what_the_stack_does_not_use_is_told(text: str, stack: str, names: list[str]) -> None:
    found = [d.message for d in planning.compile_text(text, stack).diagnostics if d.code == "A113"]
    assert found == [f"what is built does not use {said}" for said in names]


def test_what_is_named_tells_the_kind_of_application() -> None:
    plans = [compile_description(f"{BOOK} {text}").plan for text in ("Use Django.", "Use FastAPI.")]
    assert [p and p.kind for p in plans] == ["web", "api"]


def test_an_aside_at_the_end_of_a_sentence_leaves_the_sentence() -> None:
    compiled = compile_description(f"An API for books, use SQLite. {BOOK}")
    assert not [d for d in compiled.diagnostics if d.code in ("A102", "A106")]


def test_a_user_of_whom_something_is_kept_stands_beside_the_login() -> None:
    plan = planning.compile_text("Allow users to add a long URL. Users have a nickname.", "").plan
    assert plan is not None and "UserProfile" in [e.name for e in plan.entities]
