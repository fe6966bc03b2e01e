"""The clauses of a text in the words that the shapes read, as far as these do not depend on what else is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from scaffolder.compiler.english import (
    addresses,
    arrows,
    blocks,
    dashboards,
    forms,
    paraphrases,
    present,
    rewording,
    routes,
    samples,
    shorthand,
    tails,
)
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import header
from scaffolder.compiler.english.tokens import Clause
from scaffolder.compiler.requirements import Unit

LONGEST = 2000  # words of a clause
LOGINS = ("login", "password", "role", "roles", "account")


class Said(Struct):
    """The clauses that are short enough to be read, where the text is not `strict` in our words, as far as these do not
    depend on what else is read. `login`: somebody who does something must be known."""

    clauses: list[Clause]
    strict: bool = False
    login: bool = False


def retold(units: Sequence[Unit]) -> Said:
    """What the units say, each clause put into our words."""
    written = [c for u in units for c in u.clauses]
    if any(header.is_strict(c) for c in written):
        return Said([c for c in written if not is_too_long(c)], strict=True)
    short = [c for c in written if not is_too_long(c)]
    people, nothing = present.people(short), Draft()
    login = bool(people) or any(t.low in LOGINS for c in short for t in c.tokens)
    told = samples.told(addresses.told(forms.told(short)))
    return Said([c for clause in told for c in _retold(clause, nothing, people)], login=login)


def _retold(clause: Clause, draft: Draft, people: Collection[str]) -> Iterator[Clause]:
    for route in (route for block in blocks.told(clause) for route in routes.told(block)):
        for shown in dashboards.told(shorthand.plain(route)):
            for said in paraphrases.told(shown, draft, declares=True):
                for step in arrows.told(said):
                    for part in tails.told(step):
                        for told in rewording.reworded(part):
                            yield from present.told(told, people)


def is_too_long(clause: Clause) -> bool:
    return len(clause.tokens) > LONGEST
