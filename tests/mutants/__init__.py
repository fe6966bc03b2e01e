"""Edits of emitted code, one in one place each: what a test suite that measures something must notice.

A mutant is found by the shape of the code, never by plan or domain: an operator walks the syntax tree of one kind of
file and offers each thing that can be left out, turned round or loosened there, with the plan element it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffolder.plan import Plan
from tests.mutants.deeds import routes, rules
from tests.mutants.guards import locks, transactions
from tests.mutants.happenings import happenings
from tests.mutants.offered import calculations, endpoints, params, signups
from tests.mutants.people import access, doors, functions
from tests.mutants.places import Mutant, Operator, each
from tests.mutants.rows import migration, models, required, schemas
from tests.mutants.shown import kept, queries, reports, services, transfers


def mutants(plan: Plan, files: dict[str, str], operators: Sequence[Operator] | None = None) -> Iterator[Mutant]:
    """Every mutant of every operator (of `OPERATORS`, unless others are named), in a stable order."""
    for path in sorted(files):
        for operator in operators or OPERATORS:
            if re.fullmatch(operator.path, path):
                yield from each(operator, plan, path, files[path])


OPERATORS = (
    Operator(r"app/schemas/\w+\.py", schemas),
    Operator(r"app/schemas/\w+\.py", required),
    Operator(r"app/models/\w+\.py", models),
    Operator(r"migrations/versions/\w+\.py", migration),
    Operator(r"app/(routes/\w+|actions)\.py", routes),
    Operator(r"app/routes/\w+\.py", doors),
    Operator(r"app/functions\.py", functions),
    Operator(r"app/routes/\w+\.py", queries),
    Operator(r"app/rules/\w+\.py", rules),
    Operator(r"app/services/\w+\.py", services),
    Operator(r"app/services/\w+\.py", kept),
    Operator(r"app/reports/\w+\.py", reports),
    Operator(r"app/(jobs|timetable|notifications)\.py", happenings),
    Operator(r"app/access\.py", access),
    Operator(r"app/transfers/\w+\.py", transfers),
    Operator(r"app/functions\.py", calculations),
    Operator(r"app/endpoints\.py", endpoints),
    Operator(r"app/schemas/\w+\.py", params),
    Operator(r"app/auth\.py", signups),
)
GUARDS = (
    Operator(r"app/database\.py", transactions),
    Operator(r"app/(rules|routes)/\w+\.py", locks),
)
