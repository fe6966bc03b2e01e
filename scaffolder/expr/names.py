"""The names of an expression as Python code reaches them: attributes of a row, of the request, of the login user."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.expr.nodes import Path, Step, Typed


class Names:
    """Of one expression. `source` and `element`: the to-many path that an aggregate goes over, and the variable of its
    row at hand. `guards` collect what must hold for a piece of code to have a value."""

    def __init__(self, typed: Typed, row: str, data: str, source: Path | None = None, element: str = "") -> None:
        self.typed = typed
        self.row = row
        self.data = data
        self.source = source
        self.element = element

    def prefixes(self, node: Path) -> list[tuple[str, bool, Step | None]]:
        """The code of a path after each of its steps, and whether None may stand there."""
        steps = self.typed.steps(node)
        if self.source is not None and node.parts[: len(self.source.parts)] == self.source.parts:
            found: list[tuple[str, bool, Step | None]] = [(self.element, False, None)]
            rest = steps[len(self.source.parts) :]
        else:
            found = [(self.start(steps[0]), steps[0].type.nullable and steps[0].kind != "role", steps[0])]
            found = [("user", True, None), *found] if steps[0].kind == "role" else found
            rest = steps[1:]
        for step in rest:
            found.append((self.reached(found[-1][0], step), step.type.nullable, step))
        return found

    def named(self, name: str) -> str:
        """How a row calls what the plan calls `name`."""
        return naming.identifier(name)

    def reached(self, row: str, step: Step) -> str:
        """What a step from a row leads to."""
        return f"{row}.{self.named(step.name)}"

    def many(self, code: str) -> str:
        """What a loop goes over, for the attribute that leads to many rows."""
        return code

    def stored_duration(self, code: str) -> str:
        """A length of time, from how a row keeps it: in seconds."""
        return f"dt.timedelta(seconds={code})"

    def start(self, step: Step) -> str:
        match step.kind:
            case "user" | "now" | "today":
                return {"user": "user", "now": "now()", "today": "today()"}[step.kind]
            case "role":
                return "user.role"
            case "self":
                return self.row
            case "param" if step.type.kind == "row":
                return naming.identifier(step.name)
            case "param":
                name = naming.identifier(step.name)
                return f"{self.data}.{name}" if self.data else name
        return self.reached(self.row, step)

    def path(self, node: Path, guards: list[str]) -> str:
        found = self.prefixes(node)
        guards += [f"{code} is not None" for code, nullable, _ in found if nullable]
        code, _, step = found[-1]
        stored = step is not None and step.type.kind == "duration" and not step.computed
        return self.stored_duration(code) if stored else code

    def column(self, found: Sequence[tuple[str, bool, Step | None]]) -> str:
        """`loan.book_id` for a path that ends in a link of its row, else empty."""
        step = found[-1][2]
        if step is None or step.kind not in ("to_one", "owner") or step.inverse:
            return ""
        return f"{found[-2][0] if len(found) > 1 else self.row}.{step.name}_id"

    def loops(self, path: Path, guards: list[str]) -> tuple[str, str]:
        """`for line in self.lines`, and the variable (or the path from it) of a row at the end."""
        steps = next(
            s[: len(path.parts)] for p, s in self.typed.paths.items() if p.parts[: len(path.parts)] == path.parts
        )
        at = self.row
        text: list[str] = []
        for n, step in enumerate(steps):
            code = self.start(step) if n == 0 else self.reached(at, step)
            if step.kind != "to_many":
                guards += [f"{code} is not None"] if step.type.nullable and not text else []
                at = code
                continue
            name = naming.identifier(naming.singular(step.name))
            at = f"{name}_" if name in (self.row, at, "user", "data") else name
            text.append(f"for {at} in {self.many(code)}" + (f" if {at}.deleted_at is None" if step.soft_delete else ""))
        return " ".join(text), at
