"""From a plan to the text of every file: templates first, then tidy (imports sorted, unused ones dropped, wrapped).

The same plan gives the same bytes on every machine: nothing here reads clock, locale, environment or random numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import __version__, naming, render, tidying
from scaffolder.errors import StackError
from scaffolder.plan import Constraint, Module, Notification, Plan
from scaffolder.plan.commandline import CommandLine
from scaffolder.plan.index import Index, entity_plural, inverse_name, relation_key
from scaffolder.plan.offering import offered
from scaffolder.stacks import LOOPS, FileRule, Stack
from scaffolder.types import Contract, EmittedFile, RequirementResult

PLAN_PATH = ".scaffold/plan.yaml"
SPELLED = ("datetime", "duration", "decimal")  # kinds that people read in another spelling than Python has


class Expressions:
    """The expression compilers as templates call them: `x.py("price * 2", "Product", row="self")`.

    `target` names the module of `expr/` that writes queries and knows how a row spells what the plan names.
    """

    def __init__(self, index: Index, target: str) -> None:
        self.index = index
        self.target = import_module(f"scaffolder.expr.{target}")
        self._kept_by_code: dict[str, list[Constraint]] = {}

    @cached_property
    def _modules(self) -> Any:
        from scaffolder import expr
        from scaffolder.expr import english, python

        return expr, python, english

    def name(self, text: str) -> str:
        """How a row spells what the plan calls `text`."""
        return str(self.target.spelled(text))

    def typed(self, text: str, entity: str | None, params: Sequence[Any] = (), self_row: bool = False) -> Any:
        expr = self._modules[0]
        return expr.check(text, expr.Scope.of(self.index, entity, params=params, self_row=self_row))

    def py(
        self, text: str, entity: str | None, params: Sequence[Any] = (), self_row: bool = False, **options: Any
    ) -> str:
        return self._python(self.typed(text, entity, params, self_row), **options)

    def stored(self, text: str, entity: str | None, field: Any, params: Sequence[Any] = (), **options: Any) -> str:
        """The same as it is stored in a field."""
        from scaffolder.expr.meaning import meant
        from scaffolder.expr.scope import KINDS

        scope = self._modules[0].Scope.of(self.index, entity, params=params, self_row=True)
        node = self.typed(text, entity, params, True).node
        typed = self._modules[0].check(meant(node, KINDS[field.type]) if field else node, scope)
        return self._python(typed, **options)

    def breach(self, text: str, entity: str, **options: Any) -> str:
        """In Python: whether a row breaks a rule, as a CHECK constraint of a database would see it."""
        from scaffolder.expr.breach import breach

        rule = self.typed(text, entity).node
        typed = self._modules[0].check(breach(rule), self._modules[0].Scope.of(self.index, entity))
        return self._python(typed, **options)

    def _python(self, typed: Any, **options: Any) -> str:
        return str(self._modules[1].to_python(typed, rows=self.target.Rows, **options))

    def sql(self, text: str, entity: str, params: Sequence[Any] = (), **options: Any) -> str:
        return str(self.target.to_value(self.typed(text, entity, params), **options))

    def where(self, text: str, entity: str, params: Sequence[Any] = ()) -> str:
        """The same as a condition of a statement."""
        return str(self.target.to_condition(self.typed(text, entity, params)))

    def ddl(self, text: str, entity: str) -> str:
        """The text of a CHECK constraint, or "" where no constraint of one table can say it."""
        from scaffolder.expr.ddl import to_check

        return to_check(self.typed(text, entity))

    def constraint(self, text: str, entity: str) -> str:
        """The same as the target's own words for it."""
        return str(self.target.to_constraint(self.typed(text, entity)))

    def links(self, text: str, entity: str) -> list[str]:
        """The links that it follows from a row, as lookups."""
        from scaffolder.expr.links import followed

        return followed(self.typed(text, entity), self.name)

    def kept_by_code(self, entity: str) -> list[Constraint]:
        """The constraints of an entity that a database cannot keep by itself. The files of all entities ask for all."""
        if entity not in self._kept_by_code:
            constraints = [c for c in self.index.entity(entity).constraints if c.kind != "unique"]
            kept = [c for c in constraints if c.kind != "check" or not self.ddl(c.expr or "", entity)]
            self._kept_by_code[entity] = kept
        return self._kept_by_code[entity]

    def column(self, name: str) -> str:
        """The name of a column in SQL, in quotes where it is a word of the language."""
        from scaffolder.expr.ddl import RESERVED

        return f'"{name}"' if name in RESERVED.split() else name

    def english(self, text: str, entity: str | None, params: Sequence[Any] = ()) -> str:
        """Of a condition, or of what a row has."""
        return str(self._modules[2].to_condition(self.typed(text, entity, params), self.index))

    def rule(self, text: str, entity: str | None, params: Sequence[Any] = ()) -> str:
        """What people are told who break it."""
        return str(self._modules[2].to_rule(self.typed(text, entity, params), self.index))

    def message(self, text: str, entity: str | None, row: str) -> str:
        """A text with "{path}" parts as an f-string over `row`, in pieces that fit on a line."""
        pieces = [""]
        for word in re.findall(r"\{[^{}]*\}|\n|[^\s{}]+|[ \t]+|[{}]", text):
            code = self._part(word, entity, row)
            pieces += [""] if len(pieces[-1]) + len(code) > 60 else []
            pieces[-1] += code
        lines = [f'{"f" if "{" in piece else ""}"{piece}"' for piece in pieces if piece or len(pieces) == 1]
        return lines[0] if len(lines) == 1 else "(\n" + "\n".join(lines) + "\n)"

    def kinds_told(self, notifications: Sequence[Notification]) -> set[str]:
        """The kinds of values in messages that are not told as Python tells them; "none" where one may not be there."""
        found: set[str] = set()
        for notification in notifications:
            for word in re.findall(r"\{[^{}]+\}", notification.subject + notification.body):
                entity = notification.trigger.entity
                type_ = self.typed(self._told(word, entity), entity).type
                found |= {type_.kind, *(["none"] if type_.nullable else [])}
        return found & {"none", *SPELLED}

    def _told(self, word: str, entity: str | None) -> str:
        """The expression of a "{part}" of a message: of a row that by which people know it."""
        path = word[1:-1].strip()
        type_ = self.typed(path, entity).type
        if type_.kind == "row" and type_.entity in self.index.entities:
            path += f".{self.index.entity(type_.entity).display or 'id'}"
        return path

    def _part(self, word: str, entity: str | None, row: str) -> str:
        """One word of a message inside an f-string."""
        if word in ("{", "}"):
            return ""
        if not word.startswith("{"):
            return word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        path = self._told(word, entity)
        code = self.py(path, entity, row=row).replace('"', "'")
        type_ = self.typed(path, entity).type
        return "{text(" + code + ")}" if type_.nullable or type_.kind in SPELLED else "{" + code + "}"


def emit(
    plan: Plan,
    stack: Stack,
    *,
    results: Sequence[RequirementResult] = (),
    only: Sequence[str] = (),
    written: Mapping[str, str] = MappingProxyType({}),
    cache: Path | None = None,
) -> tuple[EmittedFile, ...]:
    """Every file of the project, by path. `results` fill the requirement table of the README; `only` names the paths
    that are wanted (all where empty); `written`: what a model wrote, by path (a file of which nothing is there is left
    out). Raises StackError where a template is at fault."""
    values = context(plan, stack, results)
    env = render.environment(stack.folders, values, cache=cache)
    everything = [p for rule in stack.files for p in _places(rule, env, values)]
    if twice := [path for path, times in Counter(p.path for p in everything).items() if times > 1]:
        raise StackError(f"two templates of the stack write {twice[0]}", hint="give what is named like it another name")
    places = [p for p in everything if (not only or p.path in only) and (p.rule.template or p.path in written)]
    rendered = (_file(place, env, stack, written) for place in sorted(places, key=_first))
    plan_file = () if only and PLAN_PATH not in only else (plan,)
    files = tidying.tidy(chain(rendered, map(_plan_file, plan_file)), _modules(everything))
    return tuple(sorted(files, key=lambda f: f.path))


def asked_of_models(plan: Plan, stack: Stack) -> tuple[Asked, ...]:
    """The files that no template can write."""
    values = context(plan, stack)
    env = render.environment(stack.folders, values)
    places = [p for rule in stack.files if rule.writer == "model" for p in _places(rule, env, values)]
    return tuple(Asked(p.path, p.item["module"], _contract(p)) for p in places)


def context(plan: Plan, stack: Stack, results: Sequence[RequirementResult] = ()) -> dict[str, Any]:
    """What every template sees. `results` by requirement id; `scenarios` are the acceptance tests of the plan."""
    from scaffolder.criteria import doors, sample, scenarios, seeded, suites, tour, wire

    plan = offered(plan, stack.not_offered)
    index = Index(plan)
    return {
        "plan": plan,
        "index": index,
        "stack": stack,
        "types": stack.types,
        "results": {r.id: r for r in results},
        "scenarios": scenarios(plan),
        "suites": suites(plan),
        "doors": doors,
        "sample": sample,
        "seeded_of": seeded,
        "tour_of": tour,
        "wire": wire,
        "x": Expressions(index, stack.expressions),
        "command": CommandLine(plan),
        "plural_of": entity_plural,
        "inverse_of": inverse_name,
        "key_of": relation_key,
        "naming": naming,
        "version": __version__,
    }


class Asked(Struct, frozen=True):
    """A file that a model is to write: its place, what it must offer and what it must keep to."""

    path: str
    module: Module
    contract: Contract


class _Place(Struct, frozen=True):
    """A file that will be: its path, and what its template sees beside the values of all."""

    path: str
    rule: FileRule
    item: dict[str, Any]


def _places(rule: FileRule, env: Any, values: dict[str, Any]) -> Iterator[_Place]:
    items = [{}] if not rule.each else [{LOOPS[rule.each]: e} for e in _each(values, rule.each)]
    for item in items:
        if rule.when and not render.holds(env, rule.when, item):
            continue
        yield _Place(render.inline(env, rule.path, item) if "{" in rule.path else rule.path, rule, item)


def _modules(places: Sequence[_Place]) -> set[str]:
    """The modules and packages that stand on top of the project."""
    return {p.path.split("/")[0].removesuffix(".py") for p in places if p.path.endswith(".py")}


def _first(place: _Place) -> bool:
    """Python goes first, so that it is tidied while the rest is rendered."""
    return not place.path.endswith(".py")


def _file(place: _Place, env: Any, stack: Stack, written: Mapping[str, str]) -> EmittedFile:
    rule = place.rule
    if rule.writer == "model":
        return EmittedFile(place.path, written[place.path], "model", "", _contract(place), _cited(place.item))
    return EmittedFile(
        place.path, _text(place, env, stack), "template", rule.template, rule.contract, _cited(place.item)
    )  # fmt: skip


def _contract(place: _Place) -> Contract:
    """What a module must offer comes from the plan, the rest from the stack."""
    return replace(place.rule.contract, defines=tuple(f"def {s.name}" for s in place.item["module"].public))


def _each(values: dict[str, Any], name: str) -> Sequence[Any]:
    return values[name] if name in values else getattr(values["plan"], name)  # type: ignore[no-any-return]


def _text(place: _Place, env: Any, stack: Stack) -> str:
    template = place.rule.template
    if not template.endswith(".jinja"):
        return stack.file(template).read_text(encoding="utf-8")
    return render.render(env, template, place.item).rstrip("\n") + "\n"


def _cited(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple(r for element in item.values() for r in getattr(element, "satisfies", ()))


def _plan_file(plan: Plan) -> EmittedFile:
    from scaffolder.plan.writing import to_yaml

    return EmittedFile(PLAN_PATH, to_yaml(plan), "plan")
