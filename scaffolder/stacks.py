"""Template packs: find, load and validate them. A stack is a `stack.toml` and a `files/` folder; no Python."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import tomli
from msgspec import Struct
from msgspec.structs import replace

from scaffolder.errors import StackError
from scaffolder.plan import Plan
from scaffolder.types import Contract

FOLDERS = (Path(__file__).parent / "templates", Path(__file__).parent.parent / "templates")
LOOPS = {
    "entities": "entity",
    "roles": "role",
    "functions": "function",
    "requirements": "requirement",
    "suites": "suite",
    "modules": "module",
}


class FileRule(Struct, frozen=True):
    """One file, or one per element of `each`, of a stack: where its text comes from and what it must keep to.

    `template` is relative to `files/` ("app/main.py.jinja"; without the suffix the file is copied as it is); `path`
    and `when` are Jinja expressions over the same values as the template. `writer` "model": there is no template.
    """

    template: str
    path: str
    each: str = ""
    when: str = ""
    writer: str = "template"
    executable: bool = False
    contract: Contract = Contract()


class Stack(Struct, frozen=True):
    """`kinds`: the kinds of application it is the first choice for. `checks`: names of modules of `checks/`, in order.
    `not_offered`: plan list -> the reason its elements stay unbuilt. `types`: what a field type is in this target.
    `expressions`: the module of `expr/` that writes its queries. `routes`: where elements of a plan are reached
    ("GET {folder}/{name}"). `mypy`: settings of the types check beside our own. `commands`: what people type;
    `container`: what stands in an image of it, how that starts, how its first user is made (`create_user`), and the
    `settings` that it needs: `what` each is, and how the README has it set (`random`: drawn; else an `example`).
    """

    name: str
    title: str
    summary: str
    root: Path
    kinds: tuple[str, ...]
    checks: tuple[str, ...]
    files: tuple[FileRule, ...]
    lock: str
    expressions: str
    not_offered: dict[str, str]
    types: dict[str, dict[str, Any]]
    run: dict[str, Any]
    routes: dict[str, str]
    mypy: str
    commands: dict[str, str]
    container: dict[str, Any]

    @property
    def own(self) -> bool:
        """Whether it came with scaffold: a pack from elsewhere may render anything."""
        return self.root.resolve().parent == templates_root().resolve()

    @property
    def served(self) -> bool:
        """Whether an application is a server that answers; else it is a command that people type."""
        return bool(self.run.get("kind", "served") == "served")

    @property
    def with_modules(self) -> Stack:
        """The same where somebody writes the modules of a plan, which no template can. Itself where it has no place for
        them."""
        if not any(rule.writer == "model" for rule in self.files):
            return self
        return replace(self, not_offered={k: v for k, v in self.not_offered.items() if k != "modules"})

    @property
    def folders(self) -> list[Path]:
        """Where templates are looked for: its own come before those of all stacks."""
        return [self.root / "files", self.root / "macros", self.root, shared() / "files", shared() / "macros"]

    def file(self, template: str) -> Path:
        """Where the template of a file stands."""
        own = self.root / "files" / template
        return own if own.is_file() else shared() / "files" / template

    def driver(self, name: str) -> str:
        """Python that a check runs in the project ("migrations"); empty where the stack has none."""
        path = self.root / "drivers" / f"{name}.py"
        return path.read_text(encoding="utf-8") if path.is_file() else ""


def names() -> list[str]:
    """The stacks that come with scaffold."""
    return sorted(p.parent.name for p in templates_root().glob("*/stack.toml"))


def by_kind() -> dict[str, str]:
    """For each kind of application the stack that is its first choice; `nearest()`: for kinds that have none."""
    return {kind: name for name in names() for kind in _head(name)["kinds"]}


def nearest() -> dict[str, str]:
    return {kind: name for name in names() for kind in _head(name).get("near", ())}


@cache
def _head(name: str) -> dict[str, Any]:
    """What a stack says of itself: what stands before its first table is enough, and read in no time."""
    text = (templates_root() / name / "stack.toml").read_text(encoding="utf-8")
    try:
        return tomli.loads(text.partition("\n\n[")[0])
    except tomli.TOMLDecodeError:  # such lines stood within a text
        return tomli.loads(text)


def templates_root() -> Path:
    for folder in FOLDERS:
        if folder.is_dir():
            return folder
    raise StackError("the templates are missing from this installation", hint="pip install --force-reinstall scaffold")


def shared() -> Path:
    """What stacks have in common: templates of files, and macros."""
    return templates_root() / "_shared"


def of(plan: Plan, asked: str) -> Stack:
    """The pack in the folder `asked`, where it is one and the plan is for it; else the pack that the plan names."""
    own = load(asked) if os.sep in asked else None
    return own if own and own.name == plan.stack else load(plan.stack)


def name_of(asked: str) -> str:
    """A stack as a plan names it, be it asked for by its name or by its folder; empty where none is asked for."""
    return load(asked).name if asked else ""


def load(name: str) -> Stack:
    """The stack of that name, or the pack in that folder (a path). Raises StackError with what is wrong with it."""
    root = Path(name) if os.sep in name else templates_root() / name
    if not (root / "stack.toml").is_file():
        raise StackError(f"there is no stack {name!r}", hint=f"scaffold stacks   (offered: {', '.join(names())})")
    try:
        data = tomli.loads((root / "stack.toml").read_text(encoding="utf-8"))
        return _stack(root, data)
    except (tomli.TOMLDecodeError, KeyError, TypeError) as error:
        raise StackError(f"{root / 'stack.toml'}: {type(error).__name__}: {error}") from error


def _stack(root: Path, data: dict[str, Any]) -> Stack:
    default = data.get("contract", {})
    rules = tuple(_rule(root, entry, default) for entry in data["files"])
    lock = root / data.get("lock", "files/requirements-dev.lock")
    if not lock.resolve().is_relative_to(root.resolve()):
        raise StackError(f"{root / 'stack.toml'}: the lock {lock} lies outside of the pack")
    return Stack(
        name=data["name"],
        title=data["title"],
        summary=data["summary"],
        root=root,
        kinds=tuple(data["kinds"]),
        checks=tuple(data["checks"]),
        files=rules,
        lock=lock.read_text(encoding="utf-8") if lock.is_file() else "",
        expressions=data.get("expressions", "sqlalchemy"),
        not_offered=dict(data.get("not_offered", {})),
        types=dict(data.get("types", {})),
        run=dict(data.get("run", {})),
        routes=dict(data.get("routes", {})),
        mypy=data.get("mypy", ""),
        commands=dict(data.get("commands", {})),
        container=dict(data.get("container", {})),
    )


def _rule(root: Path, entry: dict[str, Any], default: dict[str, Any]) -> FileRule:
    writer = entry.get("writer", "template")
    template = entry["template"] if writer == "template" else ""
    if template and not any((folder / "files" / template).is_file() for folder in (root, shared())):
        raise StackError(f"{root / 'stack.toml'}: the template files/{template} does not exist")
    each = entry.get("each", "")
    if each and each not in LOOPS:
        raise StackError(f"{root / 'stack.toml'}: {template}: each = {each!r} is none of {', '.join(LOOPS)}")
    path = entry.get("path", template.removesuffix(".jinja")) if template else entry["path"]
    usual = _of_modules() if writer == "model" else default if path.endswith(".py") else {}
    given = {**usual, **entry.get("contract", {})}
    contract = Contract(
        defines=tuple(given.get("defines", ())),
        imports=tuple(given.get("imports", ())),
        forbids=tuple(given.get("forbids", ())),
        max_lines=given.get("max_lines", 0),
    )
    return FileRule(
        template,
        path,
        each,
        entry.get("when", ""),
        writer,
        entry.get("executable", False),
        contract,
    )


def _of_modules() -> dict[str, Any]:
    """What a module that a model writes must keep to, in every stack."""
    return tomli.loads((shared() / "modules.toml").read_text(encoding="utf-8"))
