"""What a text literal means where a date, a time or a UUID is to be stored."""

from __future__ import annotations

from scaffolder.expr.literals import literal_for
from scaffolder.expr.nodes import Call, Choose, Kind, Node, Value


def meant(node: Node, kind: Kind) -> Node:
    """The expression, where the texts that it may come to are read as values of `kind`. Raises ExprError."""
    match node:
        case Choose(test=test, then=then, other=other):
            return Choose(test, meant(then, kind), meant(other, kind))
        case Call(name="coalesce", args=args):
            return Call("coalesce", tuple(meant(a, kind) for a in args))
        case Value():
            found = literal_for(node, kind)
            return node if found is None else Value(found)  # type: ignore[arg-type]  # only the writer of Python sees it
    return node
