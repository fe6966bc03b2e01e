"""The words behind the name of a command-line tool are short, and each has one meaning."""

from __future__ import annotations

import pytest

from scaffolder.plan import Entity, Field, Plan, Query
from scaffolder.plan.commandline import CommandLine
from tests import plans


def named(*queries: str) -> Plan:
    plan = plans.small()
    plan.entities.append(Entity(name="Task", fields=[Field(name="title")]))
    plan.queries = [Query(name=name, entity="Task") for name in queries]
    return plan


@pytest.mark.parametrize(
    ("queries", "words"),
    [
        (["overdue_tasks", "tasks_due_today"], ["overdue", "due-today"]),
        (["tasks_due", "due_tasks"], ["tasks-due", "due"]),
        (["tasks_due", "due"], ["tasks-due", "due"]),
        (["tasks_list", "list_tasks"], ["tasks-list", "list-tasks"]),
    ],
)
def test_what_the_group_says_already_is_left_out_where_nothing_else_is_called_so(
    queries: list[str], words: list[str]
) -> None:
    command = CommandLine(named(*queries))
    assert [command.word(name, "Task") for name in queries] == words
