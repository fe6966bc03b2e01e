"""Endpoints beside the usual ones.

ENDPOINT := GET|POST|PUT|PATCH|DELETE /PATH does `KIND:NAME` [(success N, errors N and N)] | … takes PARAM, …
          | … lists|shows|creates|reads|updates|deletes THINGS
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from scaffolder import naming
from scaffolder.compiler.english import items
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape, effects, lists
from scaffolder.compiler.english.shapes.functions import written_param
from scaffolder.compiler.english.tokens import Clause, Cursor, code, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import listed
from scaffolder.plan import Endpoint, Method, Plan

ENDPOINT_VERBS = phrases("interfaces", "endpoint_verbs")
METHODS = phrases("interfaces", "methods")


def read_endpoint(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    method = cursor.take(*METHODS)
    path = cursor.kind("path") if method else None
    if path is None:
        return False
    key = f"{method.upper()} {path.value}"
    if cursor.take("takes"):
        known = next((e for e in draft.plan.endpoints if f"{e.method} {e.path}" == key), None)
        params = [effects.read_param(item, draft) for item in items.items(cursor.rest)]
        if known is None or None in params:
            return False
        known.params += [p for p in params if p]
        return True
    does = _does(cursor, draft)
    if not does:
        return False
    made = Endpoint(
        method=cast(Method, method.upper()),
        path=path.value,
        does=does,
        success=201 if does.startswith("create:") else 200,
    )
    if cursor.take("(") and not _codes(cursor, made):
        return False
    draft.put("endpoint", "", key, made, draft.plan.endpoints)
    return True


def _does(cursor: Cursor, draft: Draft) -> str:
    if cursor.take("does"):
        token = cursor.kind("code")
        return token.value if token else ""
    verb = cursor.take(
        *ENDPOINT_VERBS,
    )
    if not verb:
        return ""
    every = cursor.take("all", "a list of", "every")
    mark = cursor.i
    plural = cursor.rest
    entity = draft.read_entity(cursor)
    if entity is not None and cursor.done:
        many_rows = (
            every
            or verb in ("lists", "searches")
            or (
                plural
                and words_of(plural[-1:]) == [naming.plural(words_of(plural[-1:])[0])]
                and plural[0].low not in ("a", "one")
            )
        )
        kind = {
            "creates": "create",
            "adds": "create",
            "updates": "update",
            "changes": "update",
            "deletes": "delete",
            "removes": "delete",
        }.get(verb, "list" if many_rows else "read")
        return f"{kind}:{entity.name}"
    cursor.i = mark
    before = len(draft.plan.queries) + len(draft.plan.reports)
    if lists.read_listings(cursor.rest, draft) and len(draft.plan.queries) + len(draft.plan.reports) >= before:
        cursor.i = len(cursor.tokens)
        return f"query:{draft.plan.queries[-1].name}"
    return ""


def _codes(cursor: Cursor, made: Endpoint) -> bool:
    while not cursor.done and not cursor.take(")"):
        if cursor.take("success") and (token := cursor.kind("number")):
            made.success = int(token.text)
        elif cursor.take("errors", "error"):
            while (token := cursor.kind("number")) or cursor.take("and"):
                if token:
                    made.errors.append(int(token.text))
                if cursor.at(", success", ")"):
                    break
                cursor.take(",")
        elif not cursor.take(","):
            return False
    return True


def write_endpoints(plan: Plan) -> Iterator[str]:
    for made in plan.endpoints:
        usual = 201 if made.does.startswith("create:") else 200
        options = [] if made.success == usual else [f"success {made.success}"]
        options += [f"errors {listed([str(e) for e in made.errors])}"] if made.errors else []
        brackets = f" ({', '.join(options)})" if options else ""
        yield f"{made.method} {made.path} does {code(made.does)}{brackets}."
        if made.params:
            yield f"{made.method} {made.path} takes {listed([written_param(p) for p in made.params])}."


SHAPES = (Shape("endpoints", 4, read_endpoint, "GET /books/overdue lists overdue Books."),)
