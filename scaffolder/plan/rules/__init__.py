"""What makes a plan valid: one module a kind of question, each a function from a plan to what is wrong with it.

A finding says where (`element`, a path of names), what is wrong with the value in it, and what was perhaps meant.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from scaffolder.expr.suggesting import near
from scaffolder.plan import Action, Permission, StateMachine
from scaffolder.types import Diagnostic

NAME = "P101"  # how a name is spelled
TWICE = "P102"  # the same name twice in one place
COLLISION = "P103"  # names that differ in the plan and meet in the code, the database or the address
UNKNOWN = "P110"  # a name that nothing declares
EXPRESSION = "P120"
VALUE = "P130"  # a default, a bound, a choice
TEXT = "P131"  # a text with what cannot be shown, or too long
SIZE = "P132"
SHAPE = "P140"  # parts that do not go together
ACCESS = "P150"
REQUIREMENT = "P160"


def fault(code: str, element: str, message: str, help: str = "") -> Diagnostic:
    """One line whatever the names and values in it hold."""
    return Diagnostic(code, "error", _line(message, 390), element=_line(element, 160), help=help)


def doubt(code: str, element: str, message: str, help: str = "") -> Diagnostic:
    """What can be built but is hardly meant."""
    return replace(fault(code, element, message, help), severity="warning")


def _line(text: str, limit: int) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def unknown(element: str, what: str, name: str, known: Iterable[str]) -> Diagnostic:
    names = list(known)
    found = near(name, names)
    if found:
        hint = f'; did you mean "{found[0]}"?'
    else:
        hint = f"; there is {', '.join(names[:8])}{', …' if len(names) > 8 else ''}" if names else ""
    return fault(UNKNOWN, element, f'there is no {what} "{name}"{hint}')


def action_path(action: Action) -> str:
    return f"actions.{action.entity}.{action.name}" if action.entity else f"actions.{action.name}"


def machine_path(machine: StateMachine) -> str:
    return f"state_machines.{machine.entity}.{machine.field}"


def permission_path(permission: Permission) -> str:
    return f"permissions.{permission.role}.{permission.entity}"
