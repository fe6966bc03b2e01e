"""Rights: what somebody may or may not do to which rows.

ROWS := THINGS [where EXPR] | [VALUE] THINGS | THINGS that are [not] VALUE | THINGS whose FIELD is VALUE
        | their own THINGS | THINGS they created | THINGS unless EXPR | the THINGS of others
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import deadlines, expressions, paths, vocabulary
from scaffolder.compiler.english.claims import Ban, Grant
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import conditions, things
from scaffolder.compiler.english.shapes.makers import Ability
from scaffolder.compiler.english.shapes.verbs import VerbPhrase
from scaffolder.compiler.english.tokens import Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, one
from scaffolder.plan import Entity, Operation, Permission, Relation

OPERATIONS: dict[str, tuple[Operation, ...]] = {
    "manage": ("create", "read", "update", "delete"), "create": ("create",), "read": ("read",), "update": ("update",),
    "delete": ("delete",), "import": ("import",), "export": ("export",),
}  # fmt: skip
WITH = phrases("abilities", "with")
INTO = phrases("abilities", "into")
WHICH = phrases("abilities", "which")
MINE = phrases("abilities", "mine")
THEIRS = phrases("abilities", "theirs")
OTHERS = phrases("abilities", "others")
MADE = phrases("abilities", "made")
DENIED = ("are not", "is not", "were not", "have not", "has not", "haven't", "hasn't", "aren't", "isn't")
TOLD = ("are still", "is still", "are", "is", "have", "has")
HOW = phrases("abilities", "how")
LOGS = ("log", "record", "track")
MY = ("their own", "his own", "her own", "my own")
PERIODS = frozenset(("day", "week", "month", "year", "today", "tomorrow", "date", "list", "table", "order"))


class Rows(Struct, frozen=True):
    """Which rows are spoken of: all, those of the user, those of others, those for which `where` holds."""

    own: bool = False
    of: str = ""  # those that belong to a row of this thing which is the user's own
    others: bool = False
    where: str | None = None

    def and_(self, where: str) -> Rows:
        return replace(self, where=where if self.where is None else f"({self.where}) and {where}")


def rows_of(tokens: Sequence[Token], entity: Entity, draft: Draft) -> Rows | None:
    """What is said of the rows behind their name: "whose status is draft", "they created"; None for anything else."""
    cursor = Cursor(tokens)
    if cursor.done:
        return Rows()
    if mine := _mine(Cursor(tokens), entity, draft):
        return mine
    if cursor.take(*OTHERS):
        draft.read_role(cursor)
        cursor.take("people", "users", "ones")
        return Rows(others=True) if cursor.done else None
    negative = bool(cursor.take("unless", "except if", "except when", "except while", "except those that"))
    if not negative and cursor.take(*WHICH) and (mine := _mine(Cursor(cursor.rest), entity, draft)):
        return mine
    cursor.i = 0 if not negative else cursor.i
    where = _condition(cursor, negative, entity, draft)
    if where is None:
        return None
    return Rows(where=f"not ({where})" if negative else where)


def _mine(cursor: Cursor, entity: Entity, draft: Draft) -> Rows | None:
    """ "they created", "recorded by them", "of their own", "of their own Kennel"."""
    mark = cursor.i
    if cursor.take(
        "of their own", "of his own", "of her own", "of their", "of his", "of her", "in their own", "in their"
    ):
        owner = draft.read_entity(cursor, last=True)
        if owner is None or owner is entity:
            return Rows(own=True) if owner is entity or cursor.done and cursor.i - mark > 2 else None
        return Rows(of=owner.name) if paths.to_parent(entity, owner.name, draft) else None
    who = cursor.take("they have", "he has", "she has", "they", "he", "she")
    if cursor.take(*MADE) and (who or cursor.take("by")) and (who or cursor.take("them", "him", "her", "themselves")):
        cursor.take("themselves")
        return Rows(own=True) if cursor.done else None
    cursor.i = mark
    if cursor.take(*MINE, *THEIRS) and cursor.done:
        return Rows(own=True)
    return None


def _condition(cursor: Cursor, led: bool, entity: Entity, draft: Draft) -> str | None:
    lead = cursor.take(*WHICH, "whose", "who", "with")
    if not lead and not led:
        return None
    told = cursor.rest
    denied = cursor.take(*(f"{who}{verb}" for who in ("", "it ", "they ") for verb in DENIED))
    if denied or cursor.take(*(f"{who}{verb}" for who in ("", "it ", "they ") for verb in TOLD)):
        words = words_of(cursor.rest)
        if found := conditions.adjective(["not", *words] if denied else words, entity, draft):
            return found
    if lead == "with":
        return conditions.standing(words_of([t for t in told if t.low not in ("a", "an", "the")]), entity)
    return expressions.read(told, entity, draft)


def is_harmless(tokens: Sequence[Token], entity: Entity, draft: Draft) -> bool:
    """Whether what follows the thing tells how it is shown, not which rows are meant."""
    cursor = Cursor(tokens)
    if cursor.take("(", *HOW):
        return True
    if not cursor.take("with", "including", "and", "of", "for", "from", "in", "on", "at", "to", "per", "as"):
        return False
    for part in split(cursor.rest, ",", "and", "of", "for", "in", "by"):
        words = [w for w in words_of(part) if w not in DETERMINERS and w not in ("their", "its", "all", "each")]
        if words and not (draft.member(entity.name, words) or draft.name_of(words) or set(words) <= PERIODS):
            return False
    return True


def leave_out(phrase: VerbPhrase, ability: Ability, draft: Draft) -> None:
    """What is said of a right cannot be read: nobody who is spoken of gets it from what is usual."""
    if phrase.entity is None or draft.strict:
        return
    verbs = [" ".join(phrase.verb), *phrase.verb, *phrase.adjectives]
    operations = [o for v in verbs for o in OPERATIONS.get(vocabulary.operation(v), ())]
    for role in ability.roles or [""]:
        if operations:
            found = Grant(role, phrase.entity.name, tuple(dict.fromkeys(operations)), draft.rid, unclear=True)
            draft.grants.append(found)


def grant_part(phrase: VerbPhrase, operation: str, part: str, ability: Ability, draft: Draft) -> bool:
    """A right holds for whole rows: who may change one field of a row may change the row."""
    done = {"read": "see", "update": "change"}[operation]
    thing = one(phrase.entity.name) if phrase.entity else ""
    if phrase.entity and operation == "update" and ability.roles and not ability.negative:
        draft.movers.append((phrase.entity.name, part, tuple(ability.roles)))
    draft.assume(f"Who may {done} the {part.replace('_', ' ')} of {thing} may {done} the rest of it too.")
    return grant(replace(phrase, adjectives=[], rest=()), operation, ability, draft)


def grant(phrase: VerbPhrase, operation: str, ability: Ability, draft: Draft) -> bool:
    if phrase.entity is None:
        return False
    rows = _meant(phrase, operation, ability, draft)
    if rows is None:
        return False
    if draft.strict:
        return _permission(phrase.entity, operation, rows.where, ability, draft)
    if ability.negative and rows != Rows():
        return _deny(phrase.entity, operation, rows, ability, draft)
    if rows.others:
        return False
    for role in ability.roles or ([""] if ability.everybody else []):
        draft.grants.append(
            Grant(
                role,
                phrase.entity.name,
                OPERATIONS[operation],
                draft.rid,
                allow=not ability.negative,
                only=ability.only,
                own=rows.own,
                of=rows.of,
                where=rows.where,
            )
        )
    draft.cite(phrase.entity)
    if operation == "create" and phrase.verb[-1] in LOGS:
        draft.said.add(f"logged:{phrase.entity.name}")
    return True


def _meant(phrase: VerbPhrase, operation: str, ability: Ability, draft: Draft) -> Rows | None:
    """The rows that a right is about, by all that is said of them; None where a part of it is not understood."""
    entity = phrase.entity
    if entity is None:
        return None
    if draft.strict:
        return _stated(ability, entity, draft)
    found = rows_of(ability.tail, entity, draft)
    if found is None:
        return None
    found = replace(found, own=not found.of and (found.own or phrase.own or ability.own_only or ability.owner))
    if found.own or _own_by_rest(phrase, entity, draft):
        _link_to_people(phrase, entity, ability, draft)
    if phrase.adjectives:
        kind = conditions.adjective(phrase.adjectives, entity, draft)
        if kind is None:
            return None
        found = found.and_(kind)
    more = rows_of(phrase.rest, entity, draft)
    if more is not None:
        of = found.of or more.of
        found = replace(found, own=not of and (found.own or more.own), of=of, others=more.others)
        found = found.and_(more.where) if more.where is not None else found
    elif not _may_stand_beside(operation, phrase.rest) or not said_beside(Cursor(phrase.rest), entity, draft):
        return None
    if ability.deadline:
        in_time = deadlines.deadline(ability.deadline, entity, draft)
        return None if in_time is None else found.and_(in_time)
    return found


def _own_by_rest(phrase: VerbPhrase, entity: Entity, draft: Draft) -> bool:
    rows = rows_of(phrase.rest, entity, draft)
    return rows is not None and rows.own


def _link_to_people(phrase: VerbPhrase, entity: Entity, ability: Ability, draft: Draft) -> None:
    """ "Jobs assigned to them": there is a link to those that they are assigned to."""
    if "assigned" not in [t.low for t in (*phrase.rest, *ability.tail)]:
        return
    for role in (draft.role(name) for name in ability.roles):
        target = role.entity if role is not None and role.entity != entity.name else None
        if target and not paths.to_parent(entity, target, draft):
            draft.add_relation(entity, Relation(name=naming.snake(target), target=target))
            draft.assume(f"{one(entity.name).capitalize()} may be assigned to {one(target)}.", entity.name)


def _stated(ability: Ability, entity: Entity, draft: Draft) -> Rows | None:
    """In the normal form only "where EXPR" is said of rows."""
    tail = Cursor(ability.tail)
    if tail.done:
        return Rows()
    where = expressions.read(tail.rest, entity, draft) if tail.take("where", "only if", "if") else None
    return None if where is None else Rows(where=where)


def _deny(entity: Entity, operation: str, rows: Rows, ability: Ability, draft: Draft) -> bool:
    """ "cannot delete Stays that are done", "cannot see the Stays of others": the rest stays as it is."""
    if "create" in OPERATIONS[operation] or rows.own or rows.of:
        return False
    for one_of in OPERATIONS[operation]:
        if rows.others and rows.where is None:
            draft.forbidden.append(Ban(entity.name, one_of, "", draft.rid, tuple(ability.roles)))
        elif rows.where is not None and not rows.others:
            draft.forbidden.append(Ban(entity.name, one_of, f"not ({rows.where})", draft.rid, tuple(ability.roles)))
        else:
            return False
    return True


def _may_stand_beside(operation: str, rest: Sequence[Token]) -> bool:
    """Whether what follows may tell of fields or of a place; what is deleted may only be taken "from" somewhere."""
    return operation in ("create", "update", "manage") or operation == "delete" and bool(Cursor(rest).at("from"))


def said_beside(rest: Cursor, entity: Entity, draft: Draft) -> bool:
    """What follows the thing that is made or changed: its fields ("with a date and a place"), or where it belongs."""
    if rest.take(*WITH):
        return things.read_fields(rest.rest, entity, draft)
    rest.take("already", "currently", "directly")
    if not rest.take(*INTO, "from"):
        return False
    rest.take(*MY)
    rest.take("the right", "a given", "any of", "one of", "the same", "a particular")
    target = draft.read_entity(rest)
    fields = rest.take(*WITH) if target else ""
    if target is None or target is entity or not (fields or rest.done):
        return False
    if fields and not things.read_fields(rest.rest, entity, draft):
        return False
    if not paths.to_parent(entity, target.name, draft) and not paths.to_parent(target, entity.name, draft):
        draft.add_relation(entity, Relation(name=naming.snake(target.name), target=target.name, required=True))
        draft.assume(f"{one(entity.name).capitalize()} belongs to {one(target.name)}.", entity.name)
    return True


def _permission(entity: Entity, operation: str, where: str | None, ability: Ability, draft: Draft) -> bool:
    """In the normal form a sentence is one permission; its operations come one by one."""
    mark = f"permission:{draft.rid}:{entity.name}:{ability.roles}"
    if mark in draft.said:
        draft.plan.permissions[-1].operations += OPERATIONS[operation]
        draft.plan.permissions[-1].where = where if where is not None else draft.plan.permissions[-1].where
        return True
    draft.said.add(mark)
    for role in ability.roles:
        draft.plan.permissions.append(
            Permission(
                role=role,
                entity=entity.name,
                operations=list(OPERATIONS[operation]),
                where=where,
                satisfies=[draft.rid],
            )
        )
    return bool(ability.roles)
