"""What is said of actions, before and after they are done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from app import access
from app.forms.base import ActionForm, TextField
from app.problems import Conflict, Forbidden
from app.views import acting
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


class Asking(ActionForm):
    reason = TextField()


def forbidden(row: object, user: object, **given: object) -> None:
    raise Forbidden


def refused(row: object, user: object, **given: object) -> None:
    raise Conflict("It is too late.")


def sent(act: Act, monkeypatch: pytest.MonkeyPatch) -> list[ActionForm]:
    """The forms that are shown again when an action is refused."""
    shown: list[ActionForm] = []

    def ask(request: object, act: Act, form: ActionForm, back: str, row: object) -> HttpResponse:
        shown.append(form)
        return HttpResponse(status=form.status)

    monkeypatch.setattr(access, "person", lambda request: None)
    monkeypatch.setattr(access, "check", lambda user, doing, entity: None)
    monkeypatch.setattr(acting, "ask", ask)
    request = RequestFactory().post("/", {"reason": "late"} if act.asks else {})
    answer = acting.act_on(request, act, lambda: None, "", "/")
    assert answer.status_code == 409
    return shown


def test_what_was_entered_is_shown_again_where_an_action_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (form,) = sent(Act("close", "Close", refused, Asking), monkeypatch)
    assert form.data["reason"] == "late"
    assert [told for _, _, told in form.problems] == ["It is too late."]


@pytest.mark.parametrize(
    ("do", "form", "error"),
    [(forbidden, Asking, Forbidden), (refused, ActionForm, Conflict)],
)
def test_what_nobody_could_enter_otherwise_has_a_page_of_its_own(
    do: Callable[..., None],
    form: type[ActionForm],
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(error):
        sent(Act("close", "Close", do, form), monkeypatch)
