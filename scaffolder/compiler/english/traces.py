"""Which rule read what from which words: kept while a description is read, told when somebody asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from scaffolder.compiler.english.tokens import Clause, spelled
from scaffolder.plan import Element


class Trace(Struct, frozen=True):
    """`shape` read `clause`; what it put or cited are the citations [first, last) of the draft."""

    clause: Clause
    shape: str
    first: int
    last: int


class Read(Struct, frozen=True):
    """`text` in the writer's words, `said` in ours where a rule of paraphrases (`rules`) put them so; `elements` by the
    names that reports use ("Book.isbn"). `assumed`: nobody said it. `shape` is empty where nothing understood it."""

    requirement: str
    text: str
    said: str
    rules: tuple[str, ...]
    shape: str
    elements: tuple[str, ...]
    assumed: bool = False


def told(
    traces: Sequence[Trace], cites: Sequence[Element], names: Mapping[int, str], unread: Sequence[Clause]
) -> list[Read]:
    """By requirement and place in it. `names`: the elements of the plan by id; others are left out."""
    found = [
        (t.clause, t.shape, tuple(dict.fromkeys(names[id(e)] for e in cites[t.first : t.last] if id(e) in names)))
        for t in traces
    ]
    found += [(clause, "", ()) for clause in unread]
    found.sort(key=lambda f: (int(f[0].rid[1:]), f[0].start, f[1] == "names"))
    return [_read(clause, shape, elements) for clause, shape, elements in found if shape != "names" or elements]


def _read(clause: Clause, shape: str, elements: tuple[str, ...]) -> Read:
    written, said = ("" if clause.assumed else spelled(clause.written)), spelled(clause.tokens)
    other = said if said != written else ""
    return Read(clause.rid, written, other, clause.rules, shape, elements, clause.assumed)
