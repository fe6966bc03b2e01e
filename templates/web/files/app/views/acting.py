"""Actions: a button where one may, and a page that asks for what is needed and does it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from app import access
from app.forms.base import ActionForm
from app.problems import Conflict, Problem


@dataclass(frozen=True)
class Act:
    """`do` is called with the row (nothing where it is about none), the user and what was entered. `on_row`: it is
    about one row; `gone`: which is no more afterwards; `ready` raises Problem where it cannot be done now;
    `as_change`: who may not change the row may not do this.
    """

    name: str
    label: str
    do: Callable[..., None]
    form: type[ActionForm] = ActionForm
    ready: Callable[..., None] | None = None
    on_row: bool = True
    gone: bool = False
    as_change: bool = False
    confirm: bool = False
    said: str = ""  # when it is done; else how the row is then stands in `becomes`
    becomes: str = ""

    @property
    def address(self) -> str:
        return self.name.replace("_", "-") + "/"

    @property
    def asks(self) -> bool:
        """Is there anything to enter or to confirm first?"""
        return self.confirm or bool(self.form.base_fields)


def refusal(act: Act, row: Any, user: Any) -> str:
    """Why a row is not ready for an action, as far as it can be told before."""
    try:
        if act.ready is not None:
            act.ready(row, user)
    except Problem as problem:
        return problem.message
    return ""


def offered(acts: list[Act], row: Any, user: Any) -> list[tuple[Act, str]]:
    """The actions, each with why it cannot be done now; those that can be done come first."""
    found = [(act, refusal(act, row, user)) for act in acts]
    return sorted(found, key=lambda act: bool(act[1]))


def done_to(act: Act, one: str, row: str) -> str:
    """What is said when an action is done: "Loan “Atlas” is now approved."."""
    if act.said or not act.becomes:
        return act.said or f"{act.label}: done."
    return f"{one.capitalize()} “{row[:80]}” is now {act.becomes}."


def perform(act: Act, row: Any, user: Any, form: ActionForm) -> None:
    """Raises Problem where it cannot be done; nothing is changed then."""
    try:
        act.do(row, user, **form.cleaned_data)
    except IntegrityError as error:
        raise Conflict("Somebody else was faster. Look at it again.") from error


def ask(
    request: HttpRequest, act: Act, form: ActionForm, back: str, **context: Any
) -> HttpResponse:
    """The page that asks for what an action needs."""
    values = {"act": act, "form": form, "title": act.label, "back": back, **context}
    status = 200 if not form.is_bound else form.status
    return render(request, "app/action.html", values, status=status)


def act_on(
    request: HttpRequest,
    act: Act,
    find: Callable[[], Any],
    entity: str,
    done: str,
    one: str = "",
) -> HttpResponse:
    """The page of an action, or what comes of it; `done` is where one goes then."""
    user = access.person(request)
    access.check(user, act.name, entity)
    if request.method != "POST":
        return ask(request, act, act.form(user=user), done, row=find())
    form = act.form(request.POST, user=user)
    try:
        with transaction.atomic():
            row = find()
            if act.as_change and row is not None:
                access.check_row(user, "update", row)
            if not form.is_valid():
                return ask(request, act, form, done, row=row)
            told = done_to(act, one, str(row))
            perform(act, row, user, form)
    except Problem as problem:
        if problem.status in (401, 403) or not act.asks:
            raise
        form.tell(problem)  # what was entered is not lost
        return ask(request, act, form, done, row=find())
    messages.success(request, told)
    return redirect(done)


def both(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is read, and that takes what is sent."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)


def writing(request: HttpRequest) -> AbstractContextManager[Any]:
    """A transaction where something is written: one that only reads would keep others waiting."""
    return transaction.atomic() if request.method == "POST" else nullcontext()
