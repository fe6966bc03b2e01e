"""How an application is called that somebody only describes."""

from __future__ import annotations

import pytest

from scaffolder.compiler import compile_description


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("A to-do list web app. Tasks have a title.", "To-do list"),
        ("A simple todo app. Tasks have a title.", "Todo"),
        ("A web app. Tasks have a title.", "Tasks"),
        ("Time tracking tool. Tasks have a title.", "Time tracking"),
        ("Recipe-sharing platform. Recipes have a title.", "Recipe-sharing platform"),
        ("Todo App. Tasks have a title.", "Todo App"),
        ("# Plant diary\nPlants have a name.", "Plant diary"),
        ("We are a small museum and lend objects. An Object has a title.", "Small museum"),
        ("A plant diary: plants with species, location and height.", "Plant diary"),
        ("A web app for a small museum that lends objects. Objects have a title.", "Small Museum"),
    ],
)
def test_the_words_for_what_is_built_are_no_part_of_its_name(said: str, name: str) -> None:
    plan = compile_description(said).plan
    assert plan is not None
    assert plan.name == name
