"""Where the rows of an expression stand in queries of Django: lookups over links, and subqueries for to-many paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

from scaffolder import naming
from scaffolder.expr.nodes import Path, Step, Typed
from scaffolder.expr.pieces import joined

OUTSIDE = ("user", "role", "param", "now", "today")
Frame = tuple[tuple[str, ...], str, int]
"""The path to rows of a statement, the lookup from them to the row that it means, and how many statements around they
are selected."""


class Lookups:
    """Of one expression. `rows`: how its rows spell what the plan names, in Python; `spelled`: in lookups."""

    def __init__(
        self,
        typed: Typed,
        data: str,
        rows: Any,
        spelled: Callable[[str], str],
        frames: Sequence[Frame] = (((), "", 0),),
    ) -> None:
        self.typed = typed
        self.data = data
        self.rows = rows
        self.spelled = spelled
        self.frames = list(frames)

    def deeper(self, parts: tuple[str, ...] | None = None) -> Self:
        """The same inside of a subquery, over the rows at `parts`."""
        frames = [(p, prefix, depth + 1) for p, prefix, depth in self.frames]
        frames += [(parts, "", 0)] if parts is not None else []
        return type(self)(self.typed, self.data, self.rows, self.spelled, frames)

    def of(self, typed: Typed, prefix: str, depth: int) -> Self:
        """Another expression, over the row that `prefix` leads to."""
        return type(self)(typed, self.data, self.rows, self.spelled, [((), prefix, depth)])

    def frame(self, parts: tuple[str, ...]) -> Frame:
        fitting = [f for f in self.frames if parts[: len(f[0])] == f[0]]
        return max(fitting, key=lambda f: len(f[0]))

    def lookup(self, step: Step) -> str:
        return step.name if step.name in ("id", "deleted_at") else self.spelled(step.name)

    def outside(self, node: Path) -> str:
        """A value that Python has: of the login user, of a parameter or of the clock."""
        guards: list[str] = []
        writer = self.rows(self.typed, "self", self.data)
        row = self.typed.of(node).kind == "row"
        code = writer.key(node, guards) if row else writer.path(node, guards)
        if self.typed.of(node).kind == "duration":
            code = f"int({code}.total_seconds())"
        return f"({code} if {joined(guards)} else None)" if guards else str(code)

    def start(self, path: Path) -> Step:
        """The first step of a path, or of one that begins so."""
        return next(s[0] for p, s in self.typed.paths.items() if p.parts[: len(path.parts)] == path.parts)

    def found(self, path: Path, key: str = "") -> str:
        """The rows at the end of a to-many path; `key`: the one of that id."""
        steps = next(s for p, s in self.typed.paths.items() if p.parts[: len(path.parts)] == path.parts)
        frame = self.frame(path.parts[:-1])
        rest = [s for s in steps[len(frame[0]) : len(path.parts)] if s.kind != "self"]
        first = next(i for i, s in enumerate(rest) if s.kind == "to_many")
        anchor = [frame[1]] if frame[1] else []
        anchor += [self.lookup(s) for s in rest[:first]]
        many = rest[first:]
        back = [self.back(s) for s in reversed(many)]
        given = [f"{'__'.join(back)}={referred('__'.join(anchor) or 'pk', frame[2] + 1)}"]
        for n, step in enumerate(reversed(many)):
            given += [f"{'__'.join([*back[:n], 'deleted_at'])}=None"] if step.soft_delete else []
        given += [f"pk={key}"] if key else []
        return f"{naming.identifier(many[-1].type.entity or '')}.objects.filter({', '.join(given)})"

    def back(self, step: Step) -> str:
        """The lookup from the far side of a step to where it starts."""
        if step.through is None:
            raise TypeError(step)
        if step.inverse:
            return self.spelled(step.through.name)
        if step.through.cardinality == "many_to_many":
            return f"{naming.snake(step.entity or '')}_{self.spelled(step.through.name)}"
        return self.spelled(step.through.inverse or naming.snake(naming.plural(step.entity or "")))


def optional(steps: Sequence[Step]) -> bool:
    """May one of these links lead nowhere?"""
    return any(s.type.nullable and s.kind in ("to_one", "owner", "profile") for s in steps)


def referred(lookup: str, depth: int) -> str:
    """A column of a statement: of this one, or of one around it."""
    text = f'F("{lookup}")' if depth == 0 else f'OuterRef("{lookup}")'
    for _ in range(depth - 1):
        text = f"OuterRef({text})"
    return text
