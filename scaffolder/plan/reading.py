"""Reads the YAML file of a plan that people have edited and give back.

PyYAML parses (with libyaml, where it is built in); what a plain scalar means is decided here, because YAML 1.1 takes
`no`, `on`, `012` and `2024-01-01` for something other than the text a person wrote. Aliases, tags and repeated keys
are refused: a plan needs none of them, and aliases can blow up a small file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import yaml

from scaffolder.errors import PlanError
from scaffolder.plan import SCHEMA_VERSION, Plan
from scaffolder.types import Diagnostic

if TYPE_CHECKING:
    from yaml import SafeLoader as FastLoader
else:
    FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_BYTES = 2_000_000
MAX_DEPTH = 30
DEEP = f"it is nested more than {MAX_DEPTH} levels deep"
Loc = tuple[str | int, ...]

TEXT, NULL, BOOL, INT, FLOAT = (f"tag:yaml.org,2002:{t}" for t in ("str", "null", "bool", "int", "float"))
SCALARS = {
    NULL: re.compile(r"~|null|"),
    BOOL: re.compile(r"true|false|True|False"),
    INT: re.compile(r"[-+]?(0|[1-9][0-9]{0,400})"),
    FLOAT: re.compile(r"[-+]?(0|[1-9][0-9]*)?(\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?(0|[1-9][0-9]*)\.?[eE][-+]?[0-9]+"),
}


class _Loader(FastLoader):
    yaml_implicit_resolvers: dict[str | None, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern in SCALARS.items():
    _Loader.add_implicit_resolver(_tag, re.compile(f"(?:{_pattern.pattern})$"), None)


def from_yaml(text: str, source: str = "the plan") -> Plan:
    """Read a plan. Raises PlanError with one diagnostic (and its line, from 1) for every fault that can be found.

    Only the shape is checked; `plan.validation` checks what it says.
    """
    root = _compose(text, source)
    reader = _Reader()
    data = reader.value(root, ())
    if reader.faults:
        raise _error(source, reader.faults)
    if not isinstance(data, dict):
        raise _error(source, [_fault("P001", "a plan is a list of keys and values, beginning with name:", 1)])
    version = data.get("schema_version", SCHEMA_VERSION)
    if version != SCHEMA_VERSION:
        line = reader.lines.get(("schema_version",), 1)
        message = f"schema_version {version!r} is not one this version reads; it reads {SCHEMA_VERSION}"
        raise _error(source, [_fault("P002", message, line, "schema_version")])
    return _plan(data, reader.lines, source)


def _plan(data: dict[str, Any], lines: dict[Loc, int], source: str) -> Plan:
    from pydantic import ValidationError

    from scaffolder.plan import shape
    from scaffolder.plan.faults import shape_faults

    try:
        return shape.read(data)
    except ValidationError as error:
        raise _error(source, shape_faults(error, data, lines)) from None


def _compose(text: str, source: str) -> yaml.Node | None:
    size = len(text.encode(errors="replace"))
    if size > MAX_BYTES:
        raise _error(source, [_fault("P001", f"it has {size:,} bytes; {MAX_BYTES:,} is the limit", 0)])
    try:
        faults = list(_forbidden(text))
        if faults:
            raise _error(source, faults)
        return yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _error(source, [_yaml_fault(error)]) from None
    except UnicodeError as error:
        raise _error(source, [_fault("P001", f"not readable as text: {error}", 0)]) from None


def _forbidden(text: str) -> Iterator[Diagnostic]:
    """What a plan has no need of; found on the stream of events, before anything is built from it."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MAX_DEPTH:
            yield _fault("P001", DEEP, line)
            return
        if documents > 1:
            yield _fault("P001", "there is a second document after ---; a plan is one", line)
            return
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            yield _fault("P001", f"anchors and aliases are not read (&{anchor}): write the value again", line)
        if tag:
            yield _fault("P001", f"tags are not read ({tag}): write the value without it", line)


class _Reader:
    """Turns nodes into plain values and remembers the line of each."""

    def __init__(self) -> None:
        self.lines: dict[Loc, int] = {}
        self.faults: list[Diagnostic] = []

    def value(self, node: yaml.Node | None, loc: Loc) -> Any:
        if node is None:
            return None
        self.lines[loc] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*loc, i)) for i, item in enumerate(node.value)]
        return _scalar(node.tag, node.value)

    def mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.append(_fault("P001", "a key must be a word", line))
                continue
            key = str(key_node.value)
            if key in found:
                self.faults.append(_fault("P001", f"the key {key!r} stands twice in the same place", line))
            found[key] = self.value(value_node, (*loc, key))
            self.lines[(*loc, key)] = line
        return found


def _scalar(tag: str, text: str) -> str | int | float | bool | None:
    if tag == BOOL:
        return text.lower() == "true"
    if tag == INT:
        return int(text)
    if tag == FLOAT:
        return float(text)
    return None if tag == NULL else text


def _yaml_fault(error: yaml.YAMLError) -> Diagnostic:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    if "nesting depth" in problem:  # PyYAML 6.0.4 has a limit of its own, and reaches it before we see the events
        return _fault("P001", DEEP, line)
    context = getattr(error, "context", None)
    return _fault("P001", f"not YAML: {problem}" + (f" {context}" if context else ""), line)


def _fault(code: str, message: str, line: int, element: str = "") -> Diagnostic:
    return Diagnostic(code, "error", message, element=element, line=line)


def _error(source: str, faults: list[Diagnostic]) -> PlanError:
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    first = f"line {faults[0].line}: " if faults[0].line else ""
    return PlanError(f"{source} has {count}; {first}{faults[0].message}", hint=f"mend {source}", diagnostics=faults)
