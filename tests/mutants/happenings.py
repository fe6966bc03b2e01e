"""What happens by itself: jobs and notifications."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffolder.plan import Entity, Plan
from tests.mutants.edits import become_pass, called, loosened
from tests.mutants.places import Offer, Place


def happenings(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    names = {f"job:{j.name}": j.name for j in plan.jobs} | {
        f"notification:{n.name}": n.name for n in plan.notifications
    }
    inside = re.sub(r"^(run|send)_", "", (place.inside or ("",))[0]).rstrip("_")
    element = next((e for e, n in names.items() if n == inside), "")
    if not element:
        return
    kind = element.partition(":")[0]
    if isinstance(node, ast.Compare) and not re.search("deleted_at|OutboxMessage", ast.unparse(node)):
        for change in loosened(node):
            yield kind, element, f"{change[0]} ({ast.unparse(node)})", change[1]
    if isinstance(node, ast.Call) and called(node) == "where" and "not_in(told)" in ast.unparse(node.args[0]):
        yield kind, element, "told again", lambda n: n.args.pop(0)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
        yield kind, element, f"no {ast.unparse(node.targets[0])}", become_pass
