"""What is said of actions, before and after they are done."""

from __future__ import annotations

import pytest

from app.problems import Conflict
from app.views.acting import Act, done_to, offered


def nothing(row: object, user: object) -> None:
    """Is always possible, and changes nothing."""


def never(row: object, user: object) -> None:
    raise Conflict("It is too late.")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (Act("approve", "Approve", nothing), "Approve: done."),
        (Act("approve", "Approve", nothing, said="It is agreed."), "It is agreed."),
        (Act("approve", "Approve", nothing, becomes="agreed"), "Long loan “Atlas” is now agreed."),
    ],
)
def test_what_is_said_when_an_action_is_done(act: Act, told: str) -> None:
    assert done_to(act, "long loan", "Atlas") == told


def test_what_is_possible_comes_first() -> None:
    late, first, second = (
        Act("return", "Return", nothing, ready=never),
        Act("extend", "Extend", nothing, ready=nothing),
        Act("close", "Close", nothing),
    )
    assert offered([late, first, second], None, None) == [
        (first, ""),
        (second, ""),
        (late, "It is too late."),
    ]
