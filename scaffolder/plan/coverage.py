"""Which elements of a plan answer which requirement."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.plan import Constraint, Element, Field, Noun, Plan, Relation, Requirement


def citations(plan: Plan) -> dict[str, list[str]]:
    """Requirement id -> the elements that cite it, in the plan's order ("Book", "Book.isbn", "action:Book.lend")."""
    found: dict[str, list[str]] = {}
    for name, element in elements(plan):
        for rid in element.satisfies:
            found.setdefault(rid, [])
            if name not in found[rid]:
                found[rid].append(name)
    return found


def cover(plan: Plan) -> Plan:
    """The plan with `status` and `covered_by` of each requirement as its elements cite it. A requirement of which
    something is not covered (`reason` says what) is covered in part at most, whatever cites it."""
    cited = citations(plan)
    covered = [_covered(r, cited.get(r.id, [])) for r in plan.requirements]
    return plan.model_copy(update={"requirements": covered})


def _covered(requirement: Requirement, by: list[str]) -> Requirement:
    in_part = requirement.status == "partial" or requirement.reason
    status = "uncovered" if not by else "partial" if in_part else "covered"
    return requirement.model_copy(update={"status": status, "covered_by": by})


def elements(plan: Plan) -> Iterator[tuple[str, Element]]:
    """Every element that can cite, with the name that reports call it by."""
    for entity in plan.entities:
        yield entity.name, entity
        parts: list[Field | Relation | Constraint] = [*entity.fields, *entity.relations, *entity.constraints]
        for part in parts:
            yield f"{entity.name}.{part.name}", part
    for machine in plan.state_machines:
        yield f"state:{machine.entity}.{machine.field}", machine
    for action in plan.actions:
        yield f"action:{action.entity}.{action.name}" if action.entity else f"action:{action.name}", action
    for permission in plan.permissions:
        yield f"permission:{permission.role}.{permission.entity}", permission
    for transfer in plan.transfers:
        yield f"{transfer.direction}:{transfer.name}", transfer
    for endpoint in plan.endpoints:
        yield f"endpoint:{endpoint.method} {endpoint.path}", endpoint
    for kind, items in _named(plan):
        for item in items:
            yield f"{kind}:{_name(item)}", item


def _named(plan: Plan) -> Iterator[tuple[str, list[Element]]]:
    kinds = {
        "role": "roles", "query": "queries", "report": "reports", "job": "jobs", "notification": "notifications",
        "page": "pages", "command": "commands", "function": "functions", "module": "modules", "pipeline": "pipelines",
        "section": "sections", "block": "blocks", "quality": "qualities",
    }  # fmt: skip
    for kind, slot in kinds.items():
        yield kind, getattr(plan, slot)


def _name(item: Noun) -> str:
    return str(getattr(item, "name", None) or getattr(item, "path", None) or getattr(item, "title", None) or item.kind)  # type: ignore[attr-defined]  # sections and qualities have a kind
