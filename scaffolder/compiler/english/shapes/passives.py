"""What can be done to a thing: "A Book can be borrowed by Members", "Orders can be draft, paid or shipped"."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import deadlines, literals, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape, agents, conditions
from scaffolder.compiler.english.shapes.abilities import CAN, do_one
from scaffolder.compiler.english.shapes.doing import CONDITIONS
from scaffolder.compiler.english.shapes.makers import Ability
from scaffolder.compiler.english.shapes.once import is_once
from scaffolder.compiler.english.shapes.verbs import VerbPhrase
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Choice, Entity, Field

LATER = phrases("abilities", "later")


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    cursor.take("only")
    head = cursor.until(*CAN)
    if cursor.done or not head or not cursor.take(*CAN):
        return False
    only = cursor.take("only")
    if not cursor.take("be"):
        return False
    adjectives, entity = conditions.described(head, draft)
    if entity is None or adjectives and not conditions.standing(adjectives, entity):
        return False
    only = cursor.take("only") or ("only" if "only" in clause.lows[:6] else only)
    rest, limit = deadlines.deadline_of(cursor.rest) if not draft.strict else (cursor.rest, ())
    cursor = Cursor(rest)
    done = cursor.until("by", "only by", "unless", *CONDITIONS)
    only = cursor.take("only") or only
    only, done = ("only", done[:-1]) if done[-1:] and done[-1].low == "only" else (only, done)
    values = [words_of(p) for p in split(done, ",", "or", "and") if p]
    if (
        not values
        or not all(values)
        or head[0].low == "deleted"
        or "twice" in clause.lows
        or is_once(clause.tokens)
        or any(t.kind == "number" for t in done)
        or any(v[0] in LATER for v in values)
    ):
        return False
    who: list[str] = []
    everybody, owner = True, False
    if cursor.take("by"):
        by = cursor.until("if", "when", "unless", ",")
        if by[-1:] and by[-1].low in ("only", "alone"):
            only, by = "only", by[:-1]
        owner = not draft.strict and agents.is_owner(by, draft)
        found, everybody = ([], True) if owner else agents.read_roles(by, draft)
        who = found or []
        if found is None:
            return False
    elif len(values) > 1 and not adjectives and cursor.done and not _are_deeds(values, done):
        return _values_of_status(entity, done, draft)
    if only and everybody and not owner and _only_bounds(values, adjectives or limit or cursor.rest):
        return False  # says which rows, not who: see `prohibitions`
    ability = Ability(who, bool(only) and not owner, False, False, everybody, cursor.rest, limit, owner)
    return all([_done_to(value, adjectives, entity, ability, draft, clause) for value in values])


def _are_deeds(values: Sequence[list[str]], said: Sequence[Token]) -> bool:
    """ "archived and unarchived" are things to do; "draft, paid or shipped" are states."""
    verbs = [vocabulary.verb_of_participle("_".join(v)) for v in values]
    undone = any(vocabulary.undone_by(v) in verbs for v in verbs if v)
    return all(verbs) and (
        undone or all(t.low != "or" for t in said) and all(vocabulary.is_verb(v.split("_")[0]) for v in verbs)
    )


def _only_bounds(values: Sequence[list[str]], rows: Sequence[object]) -> bool:
    verbs = [vocabulary.verb_of_participle("_".join(v)).replace("_", " ") for v in values]
    return bool(rows) and all(vocabulary.operation(v) in ("create", "update", "delete") for v in verbs)


def _done_to(
    words: list[str], adjectives: list[str], entity: Entity, ability: Ability, draft: Draft, clause: Clause
) -> bool:
    if (
        words[0] in ("put", "set", "moved", "switched", "turned")
        and words[1:2]
        and words[1] in ("on", "in", "into", "to")
    ):
        stated = any(c.value == "_".join(words[2:]) for f in entity.fields for c in f.enum)
        words = ["marked", "as", *words[2:]] if stated else words
    at = words.index("as") if "as" in words else len(words)
    done = "_".join(words[:at])
    state = any(c.value == done for f in entity.fields for c in f.enum)
    verb = vocabulary.verb_leading_to(done) if state and at == len(words) else vocabulary.verb_of_participle(done)
    if not verb:
        return False
    tail = tuple(t for t in clause.tokens if t.low in words[at:])
    phrase = VerbPhrase(verb.split("_"), clause.tokens, entity, tail, adjectives=adjectives)
    return do_one(phrase, ability, draft, clause)


def _values_of_status(entity: Entity, tokens: Sequence[Token], draft: Draft) -> bool:
    name = next(
        (f.name for f in entity.fields if f.type == "enum" and f.name in ("status", "state", "stage")), "status"
    )
    known = draft.field(entity.name, name) or draft.add_field(entity, Field(name=name, type="enum"))
    draft.cite(known)
    for part in split(tokens, ",", "or", "and"):
        value = literals.choice(part)
        if all(c.value != value.value for c in known.enum):
            known.enum.append(Choice(value=value.value, label=value.label))
    return True


SHAPES = (Shape("passives", 2, read, "A Book can be borrowed by Members."),)
