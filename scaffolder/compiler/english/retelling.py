"""The clauses of a text in the words that the shapes read, as far as these do not depend on what else is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from scaffolder.compiler.english import (
    addresses,
    arrows,
    blocks,
    calculators,
    dashboards,
    enumerations,
    features,
    forms,
    given,
    houses,
    indirect,
    introduced,
    paraphrases,
    predicates,
    present,
    relatives,
    rewording,
    routes,
    samples,
    shorthand,
    successive,
    tails,
    technologies,
)
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import header
from scaffolder.compiler.english.tokens import Clause
from scaffolder.compiler.requirements import Unit

LONGEST = 2000  # words of a clause
LOGINS = ("login", "password", "role", "roles", "account")


Memory = dict[Clause, tuple[Clause, ...]]


class Said(Struct):
    """The clauses that are short enough to be read, where the text is not `strict` in our words, as far as these do not
    depend on what else is read. `login`: somebody who does something must be known; `memory`: what each clause of the
    writer was put into, before it was known who does something; `asides`: those that ask for nothing to be planned."""

    clauses: list[Clause]
    strict: bool = False
    login: bool = False
    memory: Memory = field(default_factory=dict)
    asides: frozenset[Clause] = frozenset()


def retold(units: Sequence[Unit], memory: Memory | None = None) -> Said:
    """What the units say, each clause put into our words; `memory`: what some of them were put into before."""
    written = [c for u in units for c in u.clauses]
    if any(header.is_strict(c) for c in written):
        return Said([c for c in written if not is_too_long(c)], strict=True)
    asides = technologies.wanted(written)
    short = [technologies.without(c) for c in written if not is_too_long(c) and c not in asides]
    people, nothing = present.people(short), Draft()
    ours_first = forms.told(list(houses.told(list(calculators.told(short)))))
    named = [said for clause in ours_first for said in introduced.told(clause)]
    told, known = list(samples.told(addresses.told(given.told(named)))), memory or {}
    ours = {c: known.get(c) or tuple(_retold(c, nothing)) for c in told}
    clauses = [said for c in told for part in ours[c] for said in present.told(part, people)]
    login = bool(people or present.people(clauses)) or any(t.low in LOGINS for c in short for t in c.tokens)
    return Said(clauses, login=login, memory=ours, asides=asides)


def _retold(clause: Clause, draft: Draft) -> Iterator[Clause]:
    for route in (route for block in blocks.told(clause) for route in routes.told(block)):
        wholes = (relatives.plain(whole) for whole in indirect.told(shorthand.plain(route)))
        things = (t for whole in wholes for part in features.told(whole) for t in enumerations.told(part))
        deeds = (again for thing in things for deed in successive.told(thing) for again in enumerations.told(deed))
        parts = (part for deed in deeds for part in predicates.told(deed))
        for shown in (shown for part in parts for shown in dashboards.told(part)):
            for said in paraphrases.told(shown, draft, declares=True):
                for step in arrows.told(said):
                    for part in tails.told(step):
                        yield from rewording.reworded(part)


def is_too_long(clause: Clause) -> bool:
    return len(clause.tokens) > LONGEST
