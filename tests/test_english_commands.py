"""Several commands in a sentence, and commands that do not say what they are about."""

from __future__ import annotations

import pytest

from scaffolder.compiler import compile_description

EXPENSE = "An Expense has an amount, a category and a date."
CASES = {
    "list expenses by month, show total per category, export to csv": (
        "report:number_of_expenses_per_month report:total_of_expenses_per_category export:expense_export"
    ),
    "Show how many expenses we had per month, and list the expenses that are over 100.": (
        "report:number_of_expenses_per_month query:expenses_over_100"
    ),
    "Show the total per category.": "report:total_of_expenses_per_category",
    "Show the average per month and export to JSON.": "report:average_of_expenses_per_month export:expense_export",
    "Search by category, filter by date, sort by amount.": (
        "query:search_expenses query:filter_expenses query:expenses_by_amount"
    ),
    "Search Expenses by category and export them to CSV.": "query:search_expenses export:expense_export",
    "List Expenses sorted by amount, and then export them to CSV.": "query:expenses_by_amount export:expense_export",
}


@pytest.mark.parametrize(("text", "elements"), CASES.items(), ids=CASES)
def test_each_command_is_read(text: str, elements: str) -> None:
    compiled = compile_description(f"{EXPENSE} {text}")
    assert compiled.plan is not None
    assert set(elements.split()) <= set(compiled.plan.requirements[1].covered_by)
    assert not [d for d in compiled.diagnostics if d.severity == "warning"]


def test_a_list_of_fields_holds_no_command() -> None:
    plan = compile_description(
        "A Book has a title, a list price and a count. Show Books with title, list price and count."
    ).plan
    assert plan is not None
    assert [f.name for f in plan.entities[0].fields] == ["title", "list_price", "count"]
