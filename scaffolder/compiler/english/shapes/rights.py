"""The sentences of roles, permissions and actions, as `abilities` reads them."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import code, quoted
from scaffolder.compiler.english.wording import entity_words, inner_role, listed, many, name_text, one, role_text
from scaffolder.plan import Action, Permission, Plan, Role


def write_roles(plan: Plan) -> Iterator[str]:
    for role in plan.roles:
        options = _role_options(role)
        brackets = f" ({', '.join(options)})" if options else ""
        yield f"There is a role {name_text(role.name)}{brackets}."


def _role_options(role: Role) -> list[str]:
    options = ["admin"] if role.admin else []
    options += ["without login"] if role.anonymous else []
    options += ["may sign up"] if role.self_signup else []
    options += [f"profile {entity_words(role.entity)}"] if role.entity else []
    options += [f"labelled {quoted(role.label)}"] if role.label else []
    options += [f"described as {quoted(role.description)}"] if role.description else []
    return options


def write_permissions(plan: Plan, speaker: Speaker) -> Iterator[str]:
    for permission in plan.permissions:
        yield _permission(permission, speaker)


def _permission(permission: Permission, speaker: Speaker) -> str:
    where = f" where {speaker.say(permission.where, permission.entity)}" if permission.where is not None else ""
    operations = listed([str(o) for o in permission.operations])
    return f"{role_text(permission.role)} can {operations} {many(permission.entity)}{where}."


def write_actions(plan: Plan) -> Iterator[str]:
    for action in plan.actions:
        who = " and ".join(role_text(r) if n == 0 else inner_role(r) for n, r in enumerate(action.roles))
        lead = f"{who} can" if who else "It is possible to"
        thing = f" {one(action.entity)}" if action.entity else ""
        options = _action_options(action)
        brackets = f" ({', '.join(options)})" if options else ""
        yield f"{lead} {verb_text(action)}{thing}{brackets}."


def verb_text(action: Action) -> str:
    name = action.name
    plain = name.isascii() and name.isalpha() and name.islower() and action.entity is not None
    taken = vocabulary.operation(name) or name in ("be", "mark", "set", "flag", "move", "change", "label", "declare")
    words = (
        "do",
        "only",
        "also",
        "then",
        "to",
        "not",
        "a",
        "an",
        "the",
        "all",
        "any",
        "new",
        "own",
        "it",
        "them",
        "and",
        "or",
        "if",
        "when",
        "where",
        "unless",
    )
    return code(name) if not plain or taken or name in words else name


def _action_options(action: Action) -> list[str]:
    usual = "instance" if action.entity else "app"
    scopes = {"instance": "for one row", "collection": "for the whole list", "app": "for the application"}
    options = [] if action.scope == usual else [scopes[action.scope]]
    options += [f"labelled {quoted(action.label)}"] if action.label else []
    options += [f"saying {quoted(action.message)}"] if action.message else []
    options += ["after confirmation"] if action.confirm else []
    return options
