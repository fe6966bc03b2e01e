"""A plan against the label of its description: what is right, what is too much, what is missing.

Everything in the plan counts, also what it calls assumed. Neither hit, miss nor extra: what the label calls optional
with all that belongs to it, the people who log in, and plain create, read, update and delete.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from scaffolder import naming
from scaffolder.plan import Entity, Plan
from tests.score.labels import Label, LabelledField, LabelledRelation, Named

MEASURES = ("kind", "entities", "fields", "types", "relations", "cardinality", "actions")
SERVES = {
    "decimal": {"money", "percent", "float"}, "float": {"decimal", "percent"}, "percent": {"decimal", "float"},
    "money": {"decimal"}, "string": {"uuid", "secret"}, "file": {"image"}, "image": {"file"},
}  # fmt: skip
AS_TEXT = {"string", "text", "enum", "list"}  # a link may take the place of such a field, and the other way round
LIGHT = {"is", "has", "number", "count", "of", "at", "on", "date", "time", "datetime", "minutes", "hours", "days", "kg"}
PLAIN = {"create", "add", "edit", "update", "delete", "remove", "list", "view", "show", "read", "get", "record"}
ENDINGS = re.compile(r"(?<=\w{3})(?:ing|ed|es|e|s)$")


def stem(word: str) -> str:
    """A key for comparing: house and houses, archive and archiving, category and categories are one each."""
    cut = ENDINGS.sub("", {"paid": "pay", "sent": "send", "sold": "sell"}.get(word, naming.singular(word)))
    return re.sub(r"([^aeiou])\1$", r"\1", cut).replace("y", "i").removesuffix("i")


def key(name: str, without: Iterable[str] = ()) -> str:
    """The stems of the words of a name; without some of them where something is left."""
    stems = [stem(w) for w in naming.words(name)]
    kept = [s for s in stems if s not in without]
    return "".join(kept or stems)


def ends_in(name: str, tail: str) -> bool:
    """A parking spot is a spot."""
    words, last = [stem(w) for w in naming.words(name)], [stem(w) for w in naming.words(tail)]
    return len(words) > len(last) and words[-len(last) :] == last and len("".join(last)) > 2


class Comparison(Struct):
    """`counts` by measure: right, extra, missed. `notes` tells what was not right; `assumed` is what nobody said."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {m: Counter() for m in MEASURES})
    notes: list[str] = field(default_factory=list)
    assumed: int = 0

    def add(self, measure: str, outcome: str, what: str) -> None:
        self.counts[measure][outcome] += 1
        if outcome != "right":
            self.notes.append(f"{measure:12}{'+' if outcome == 'extra' else '-'} {what}")


def compare(label: Label, plan: Plan | None) -> Comparison:
    """No plan is all missed."""
    found = Comparison()
    plan = plan or Plan(name="", slug="")
    found.assumed = sum(1 for e in _assumed(plan) if e)
    homes = _homes(label, plan)
    _judge(found, "kind", bool(plan.name) and label.kind in (plan.kind, "other"), f"{plan.kind}, not {label.kind}")
    people = {key(r.name) for r in plan.roles} | {"user"}
    for entity in label.entities:
        _named(found, "entities", entity, any(key(n) in homes for n in entity.names))
    known = {e.name for hits in homes.values() for e in hits}
    for made in plan.entities:
        if made.name not in known and key(made.name) not in people:
            found.add("entities", "extra", made.name)
    fine = _fields(found, label, homes)
    _relations(found, label, plan, homes, people)
    told = {f.entity for f in label.fields}
    asked = [n for e in label.entities for n in e.names if not e.optional or told & set(e.names)]
    counted = {e.name for n in asked for e in homes.get(key(n), ())}
    for made in plan.entities:
        for own in made.fields if made.name in counted else ():
            if f"{made.name}.{own.name}" not in fine:
                found.add("fields", "extra", f"{made.name}.{own.name}")
    _actions(found, label, plan)
    return found


def _assumed(plan: Plan) -> Iterator[bool]:
    for entity in plan.entities:
        yield entity.origin == "default"
        yield from (f.origin == "default" for f in entity.fields)
        yield from (r.origin == "default" for r in entity.relations)
    yield from (a.origin == "default" for a in plan.actions)


def _homes(label: Label, plan: Plan) -> dict[str, list[Entity]]:
    """For each name of a labelled entity the plan's: of the same name, else a longer one, else a shorter one."""
    found: dict[str, list[Entity]] = {}
    taken = set[str]()
    looks = (
        lambda name, wanted: key(name) == key(wanted),
        lambda name, wanted: ends_in(name, wanted),
        lambda name, wanted: ends_in(wanted, name),
    )
    for look in looks:
        for entity in label.entities:
            if any(key(n) in found for n in entity.names):
                continue
            hits = [e for e in plan.entities if e.name not in taken and any(look(e.name, n) for n in entity.names)]
            taken |= {e.name for e in hits}
            found |= {key(n): hits for n in entity.names if hits}
    return found


def _named(found: Comparison, measure: str, item: Named, right: bool) -> None:
    if not item.optional:
        found.add(measure, "right" if right else "missed", "|".join(item.names))


def _judge(found: Comparison, measure: str, right: bool, what: str) -> None:
    """For what has one answer: a wrong one is an extra, and the right one is missed."""
    for outcome in ("right",) if right else ("extra", "missed"):
        found.add(measure, outcome, what)


def _fields(found: Comparison, label: Label, homes: dict[str, list[Entity]]) -> set[str]:
    """The fields of the plan that the label accounts for."""
    fine = set[str]()
    for exact in (True, False):
        for wanted in label.fields:
            if wanted.entity + wanted.names[0] in fine:
                continue
            for entity in homes.get(key(wanted.entity), ()):
                left = (f for f in entity.fields if f"{entity.name}.{f.name}" not in fine)
                named = (f for f in left if any(_same_field(f.name, n, entity.name, exact) for n in wanted.names))
                hit = next(named, None)
                if hit is not None:
                    fine |= {f"{entity.name}.{hit.name}", wanted.entity + wanted.names[0]}
                    types = set(wanted.types).union(*(SERVES.get(t, ()) for t in wanted.types))
                    _judge(found, "types", hit.type in types, f"{entity.name}.{hit.name} {hit.type}")
                    break
    for wanted in label.fields:
        right = wanted.entity + wanted.names[0] in fine or _is_link(wanted, homes)
        _named(found, "fields", Named([f"{wanted.entity}.{wanted.names[0]}"], wanted.optional), right)
    return fine


def _same_field(name: str, wanted: str, entity: str, exact: bool) -> bool:
    light = () if exact else (*map(stem, LIGHT), *(stem(w) for w in naming.words(entity)))
    return key(name, light) == key(wanted, light)


def _is_link(wanted: LabelledField, homes: dict[str, list[Entity]]) -> bool:
    names = {key(n) for n in wanted.names}
    links = (r for e in homes.get(key(wanted.entity), ()) for r in e.relations)
    return wanted.types[0] in AS_TEXT and any({key(r.name), key(r.target)} & names for r in links)


def _relations(found: Comparison, label: Label, plan: Plan, homes: dict[str, list[Entity]], people: set[str]) -> None:
    links = [(e.name, r.target, r.cardinality) for e in plan.entities for r in e.relations]
    owned = [(e.name, "User", "many_to_one") for e in plan.entities if e.owner]
    used = set[frozenset[str]]()
    for wanted in label.relations:
        a, b = _ends(wanted.source, homes), _ends(wanted.target, homes)
        if wanted.target not in [n for e in label.entities if not e.optional for n in e.names]:
            b |= {"User"}
        hits = [x for x in [*links, *owned] if x[0] in a and x[1] in b or x[0] in b and x[1] in a]
        used |= {frozenset(x[:2]) for x in hits}
        if hits:
            right = any(x[2] == wanted.cardinality and (x[0] in a or wanted.cardinality != "many_to_one") for x in hits)
            _judge(found, "cardinality", right, f"{hits[0]}, not {wanted.cardinality}")
        joined = _joined(wanted, a, b, links)
        used |= joined
        _named(found, "relations", Named([f"{wanted.source} > {wanted.target}"], wanted.optional),
               bool(hits or joined) or _is_text(wanted, homes))  # fmt: skip
    optional = {e for x in label.entities if x.optional for e in _ends(x.names[0], homes)}
    for source, target, _ in links:
        ends = frozenset((source, target))
        if ends not in used and not ends & optional and not {key(source), key(target)} & people:
            found.add("relations", "extra", f"{source} > {target}")


def _ends(name: str, homes: dict[str, list[Entity]]) -> set[str]:
    return {e.name for e in homes.get(key(name), ())} or {name}


def _joined(
    wanted: LabelledRelation, a: set[str], b: set[str], links: list[tuple[str, str, str]]
) -> set[frozenset[str]]:
    """Many to many by a thing of its own that belongs to both."""
    if wanted.cardinality != "many_to_many":
        return set()
    between = {s for s, t, _ in links if t in a} & {s for s, t, _ in links if t in b}
    return {frozenset((s, t)) for s, t, _ in links if s in between and t in a | b}


def _is_text(wanted: LabelledRelation, homes: dict[str, list[Entity]]) -> bool:
    own = (f for e in homes.get(key(wanted.source), ()) for f in e.fields)
    return any(f.type in AS_TEXT and key(f.name) == key(wanted.target) for f in own)


def _actions(found: Comparison, label: Label, plan: Plan) -> None:
    said = {a.name: _forms(a.name, a.entity or "") for a in plan.actions}
    steps = [(t.action, m.entity) for m in plan.state_machines for t in m.transitions]
    others = [(x.name, "") for x in [*plan.functions, *plan.commands, *plan.jobs, *plan.transfers, *plan.notifications]]
    others += [(s.op, "") for p in plan.pipelines for s in p.steps]
    every = {f for forms in said.values() for f in forms} | {f for n, e in [*steps, *others] for f in _forms(n, e)}
    every |= {f for e in plan.endpoints for f in _forms(e.does.partition(":")[2] or e.does, "")}
    wanted = [(a, {f for n in a.names for f in _forms(n, "")}) for a in label.actions]
    for action, forms in wanted:
        _named(found, "actions", action, any(_begins(f, forms) for f in every))
    for name, own in said.items():
        if not any(_begins(f, forms) for f in own for _, forms in wanted) and not own & {(stem(p),) for p in PLAIN}:
            found.add("actions", "extra", name)


def _forms(name: str, entity: str) -> set[tuple[str, ...]]:
    """An action's words, without its thing, and without "mark … as"."""
    whole = tuple(stem(w) for w in naming.words(name) if w not in ("a", "an", "the", "as"))
    bare = tuple(w for w in whole if w not in {stem(e) for e in naming.words(entity)}) or whole
    return {whole, bare, *(f[1:] for f in (whole, bare) if f[:1] == ("mark",) and f[1:])}


def _begins(form: tuple[str, ...], wanted: set[tuple[str, ...]]) -> bool:
    return any(form[: len(w)] == w for w in wanted)
