"""What a description wants an application to be built with: "Use Django", "written in Python", "include unit tests".

Nobody plans that: it is what the stack has, or it is told that the stack has something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.tokens import Clause, Cursor, spelled, tokenize
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Plan

OURS = ("all", "delivered")
# Words of English too: technologies only where nothing else is spoken of.
PLAIN = frozenset(phrases("technologies", "plain"))


def wanted(clauses: Sequence[Clause]) -> frozenset[Clause]:
    """The clauses that speak of nothing else; tests of which records are kept are none."""
    things = {naming.singular(c.tokens[at].low) for c in clauses for at in (0, 1) if _declares(c, at)}
    return frozenset(c for c in clauses if (named := _named(c)) and not things & {naming.singular(n) for n in named})


def _declares(clause: Clause, at: int) -> bool:
    behind = clause.tokens[at + 1 : at + 2]
    return bool(behind) and behind[0].low in ("has", "have", ":", "(", "belongs", "belong")


def unused(clauses: Iterable[Clause], plan: Plan) -> list[str]:
    """What is named that neither the stack of the plan nor every stack has, as it stands there, each once; not what the
    application keeps: "a skill (Redis, Kafka)"."""
    if plan.stack not in vocabulary.tables()["technologies"]:
        return []  # a pack of somebody else
    ours = {_key(name) for key in (*OURS, plan.stack) for name in vocabulary.table("technologies", key)}
    ours |= {w.lower() for e in plan.entities for n in (e.name, *(f.name for f in e.fields)) for w in naming.words(n)}
    ours |= {" ".join(naming.words(c.value)) for e in plan.entities for f in e.fields for c in f.enum}
    found: dict[str, str] = {}
    for clause in clauses:
        cursor, only = Cursor(clause.tokens), bool(_named(clause))
        while not cursor.done:
            start = cursor.i
            key = cursor.take(*_all())
            if key and key not in ours and (only or key not in PLAIN):
                found.setdefault(key, spelled(clause.tokens[start : cursor.i]))
            cursor.i = max(cursor.i, start + 1)
    return list(found.values())


def without(clause: Clause) -> Clause:
    """The clause without what is said at its end of technologies: "an API for books, use SQLite"."""
    at = max((i for i, t in enumerate(clause.tokens) if t.text == ","), default=0)
    aside = at > 1 and bool(_named(replace(clause, tokens=clause.tokens[at + 1 :])))
    return replace(clause, tokens=clause.tokens[:at], said=clause.written) if aside else clause


def _named(clause: Clause) -> list[str]:
    """The technologies, where the clause speaks of nothing else."""
    return _behind_lead(Cursor(clause.tokens)) if len(clause.tokens) <= 40 else []


def _behind_lead(cursor: Cursor) -> list[str]:
    cursor.take(*phrases("technologies", "subjects"))
    cursor.take(*phrases("technologies", "modals"))
    if not cursor.take(*_leads()):
        return []
    cursor.take(":")
    return list(_listed(cursor))


def _listed(cursor: Cursor) -> Iterator[str]:
    found = []
    while not cursor.done:
        if key := cursor.take(*_all()):
            found.append(key)
        elif cursor.take(*phrases("technologies", "fillers"), ",", "/", "+", "&", "(", ")", ".", ";"):
            continue
        elif not cursor.kind("number"):
            return
    yield from found


@cache
def _leads() -> tuple[str, ...]:
    return tuple(sorted(phrases("technologies", "leads"), key=len, reverse=True))


@cache
def _all() -> tuple[str, ...]:
    names = [n for names in vocabulary.tables()["technologies"].values() for n in names]
    return tuple(sorted({_key(n) for n in names}, key=len, reverse=True))


def _key(name: str) -> str:
    return " ".join(t.low for t in tokenize(name))
