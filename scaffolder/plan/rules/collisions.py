"""Names that differ in the plan and are one in the table, the JSON, the module or the address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scaffolder import naming
from scaffolder.plan import Entity, Plan
from scaffolder.plan.index import Index, entity_plural, relation_key
from scaffolder.plan.rules import COLLISION, fault
from scaffolder.types import Diagnostic

MAX_TABLE = 60  # PostgreSQL cuts names after 63
Claim = tuple[str, str, str]
"""A name, who takes it (for people), and the element that could give way."""


def faults(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    yield from _meet(_tables(plan), "the table")
    yield from _meet(_link_tables(plan), "the table")
    yield from _long_tables(plan)
    yield from _meet(((e.name.lower(), f"entity {e.name}", f"entities.{e.name}") for e in plan.entities), "the class")
    for entity in plan.entities:
        yield from _meet(_members(entity, index), f"the name in {entity.name}")
        yield from _device(entity)
        yield from _meet(_handlers(entity, index), f"the operation on {entity.name}")
    yield from _meet(_addresses(plan, index), "the address")
    yield from _meet(_page_addresses(plan, index), "the address of the page")
    profiles = [(naming.snake(r.entity), f"role {r.name}", f"roles.{r.name}.entity") for r in plan.roles if r.entity]
    for name, who, place in profiles:
        if name in ("id", "email", "role"):
            yield fault(COLLISION, place, f"the profile of {who} would be user.{name}, which is taken")


def _meet(claims: Iterable[Claim], what: str) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for name, who, place in claims:
        taken = first.setdefault(name, who)
        if taken != who:
            yield fault(COLLISION, place, f"{taken} and {who} both need {what} {name}: rename one")


def _own_tables(plan: Plan) -> Iterator[Claim]:
    """Tables that the application has for itself."""
    if plan.roles:
        yield "users", "the login", ""
        yield "tokens", "the login's tokens", ""
    for name in ("alembic_version", "login_tokens", "login_failures", "outbox_messages", "job_runs", "stored_files"):
        yield name, "the application itself", ""


def _tables(plan: Plan) -> Iterator[Claim]:
    yield from _own_tables(plan)
    for entity in plan.entities:
        yield naming.snake(entity_plural(entity)), f"entity {entity.name}", f"entities.{entity.name}"


def _link_tables(plan: Plan) -> Iterator[Claim]:
    """The tables between the sides of many-to-many relations; they give way to the tables of entities by themselves."""
    yield from _own_tables(plan)
    for entity in plan.entities:
        for relation in entity.relations:
            if relation.cardinality == "many_to_many" and relation.through is None:
                who = f"{entity.name}.{relation.name}"
                place = f"entities.{entity.name}.relations.{relation.name}"
                yield f"{naming.snake(entity.name)}_{relation.name}", f"relation {who}", place


def _long_tables(plan: Plan) -> Iterator[Diagnostic]:
    for name, who, place in [*_tables(plan), *_link_tables(plan)]:
        if len(name) > MAX_TABLE:
            message = f"{who} needs a table of {len(name)} characters; {MAX_TABLE} fit: choose shorter names"
            yield fault(COLLISION, place, message)


def _members(entity: Entity, index: Index) -> Iterator[Claim]:
    """Every attribute and JSON key of a row."""
    here = f"entities.{entity.name}"
    yield "id", "every row's id", here
    if entity.timestamps:
        yield "created_at", "the timestamps", here
        yield "updated_at", "the timestamps", here
    if entity.soft_delete:
        yield "deleted_at", "soft_delete", here
    if entity.owner:
        yield entity.owner, f"owner {entity.owner}", f"{here}.owner"
        yield f"{entity.owner}_id", f"owner {entity.owner}", f"{here}.owner"
    for field in entity.fields:
        yield field.name, f"field {field.name}", f"{here}.fields.{field.name}"
    for relation in entity.relations:
        for name in (relation.name, relation_key(relation)):
            yield name, f"relation {relation.name}", f"{here}.relations.{relation.name}"
    for many in index.to_many(entity.name):
        place = f"entities.{many.source.name}.relations.{many.relation.name}"
        yield many.name, f"the inverse of {many.source.name}.{many.relation.name}", f"{place}.inverse"


def _device(entity: Entity) -> Iterator[Diagnostic]:
    if naming.is_device(naming.snake(entity_plural(entity))):
        yield fault(COLLISION, f"entities.{entity.name}.plural", f'no file can be called "{entity.plural}" on Windows')


def _handlers(entity: Entity, index: Index) -> Iterator[Claim]:
    for operation in ("create", "read", "update", "delete", "list", "import", "export"):
        yield operation, f"what everybody expects of {operation}", ""
    for action in index.actions(entity.name):
        yield action.name, f"action {action.name}", f"actions.{entity.name}.{action.name}"
    for query in index.queries(entity.name):
        yield query.name, f"query {query.name}", f"queries.{query.name}"


def _addresses(plan: Plan, index: Index) -> Iterator[Claim]:
    for path in ("/health", "/health/ready", "/openapi.json"):
        yield f"GET {path}", "the application itself", ""
    for entity in plan.entities:
        yield from _entity_addresses(entity, index)
    for report in plan.reports:
        yield f"GET /reports/{naming.kebab(report.name)}", f"report {report.name}", f"reports.{report.name}"
    for action in index.actions(None):
        yield f"POST /{naming.kebab(action.name)}", f"action {action.name}", f"actions.{action.name}"
    for function in plan.functions:
        address = f"POST /functions/{naming.kebab(function.name)}"
        yield address, f"function {function.name}", f"functions.{function.name}"
    for endpoint in plan.endpoints:
        address = f"{endpoint.method} {endpoint.path}"
        yield re.sub(r"\{[^}]*\}", "{id}", address), f"endpoint {address}", f"endpoints.{address}"
    if plan.roles:
        for address in ("POST /auth/signup", "POST /auth/login", "POST /auth/logout", "GET /auth/me"):
            yield address, "the login", ""
    if any(n.channel == "in_app" for n in plan.notifications):
        yield "GET /notifications", "the list of notifications", ""


def _page_addresses(plan: Plan, index: Index) -> Iterator[Claim]:
    """Where people get to; an address below that of an entity or of the reports is one of theirs."""
    own = ("reports", "functions", "notifications", "login", "logout", "signup", "account", "admin", "static", "health")
    taken = {name: "the application itself" for name in own}
    taken |= {naming.kebab(entity_plural(e)): f"entity {e.name}" for e in plan.entities}
    taken |= {naming.kebab(a.name): f"action {a.name}" for a in index.actions(None)}
    for page in plan.pages:
        path = index.page_path(page)
        first = path.split("/")[1]
        if first in taken:
            yield path, taken[first], ""
        yield path, f"page {page.name}", f"pages.{page.name}.path"


def _entity_addresses(entity: Entity, index: Index) -> Iterator[Claim]:
    base = "/" + naming.kebab(entity_plural(entity))
    who, here = f"entity {entity.name}", f"entities.{entity.name}"
    for method, path in (("GET", ""), ("POST", ""), ("GET", "/{id}"), ("PATCH", "/{id}"), ("DELETE", "/{id}")):
        yield f"{method} {base}{path}", who, here
    for field in entity.fields:
        if field.type in ("file", "image"):
            path = f"{base}/{{id}}/{naming.kebab(field.name)}"
            yield f"POST {path}", f"the upload of {entity.name}.{field.name}", f"{here}.fields.{field.name}"
    for action in index.actions(entity.name):
        middle = "/{id}" if action.scope == "instance" else ""
        address = f"POST {base}{middle}/{naming.kebab(action.name)}"
        yield address, f"action {entity.name}.{action.name}", f"actions.{entity.name}.{action.name}"
    for query in index.queries(entity.name):
        yield f"GET {base}/{naming.kebab(query.name)}", f"query {query.name}", f"queries.{query.name}"
    for transfer in index.transfers(entity.name):
        is_export = transfer.direction == "export"
        address = f"GET {base}/export.{transfer.format}" if is_export else f"POST {base}/import"
        yield address, f"transfer {transfer.name}", f"transfers.{transfer.name}"
