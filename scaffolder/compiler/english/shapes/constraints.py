"""Rules of a thing: computed fields and constraints.

COMPUTED   := The FIELD of a THING is EXPR | A THING's FIELD = EXPR
UNIQUE     := The FIELD and FIELD of a THING are unique together [where EXPR]
              | Two THINGS cannot have the same FIELD and FIELD
              | The FIELD of a THING must be unique [per LINK]
CHECK      := In every THING, EXPR | The FIELD of a THING must be after|before|at least|at most VALUE
NO OVERLAP := THINGS with the same LINK must not overlap [between FIELD and FIELD] | No double bookings of LINKS
LIMIT      := There are at most EXPR THINGS per LINK [where EXPR] | A LINK can have at most EXPR THINGS [at a time]
All end in options: [(named NAME, saying "TEXT")].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder.compiler.english import expressions, intervals, paths, vocabulary
from scaffolder.compiler.english.comparisons import BETWEEN
from scaffolder.compiler.english.draft import Draft, entity_words, listed, many, name_text, one
from scaffolder.compiler.english.shapes import Shape, conditions
from scaffolder.compiler.english.shapes.computed import read_computed
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, quoted, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Constraint, Entity

UNIQUE_ENDS = phrases("rules", "unique_ends")


WITHIN = phrases("rules", "within")


SAME_BEFORE = phrases("rules", "same_before")


EVERY = phrases("rules", "every")


SAME_AFTER = phrases("rules", "same_after")


LIMIT_LEADS = phrases("rules", "limit_leads")


PER = phrases("rules", "per")


SHARE = phrases("rules", "share")


NOT_TWICE = phrases("rules", "not_twice")


HAS_AT_MOST = phrases("rules", "has_at_most")


OPEN = ("open", "active", "current", "outstanding", "unreturned")


LIMIT_ENDS = phrases("rules", "limit_ends")


OBLIGES = phrases("rules", "obliges")


MUST_NOT_OVERLAP = phrases("rules", "must_not_overlap")


def read(clause: Clause, draft: Draft) -> bool:
    body, options = _options(clause.tokens)
    for reader in (_unique, _same, _every, _overlap, _double, _limit, _has_limit, _must, read_computed):
        if reader(Cursor(body), draft, options):
            return True
    return False


def _options(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], Constraint]:
    """The clause without its options, and a constraint that holds them."""
    made = Constraint(name="", kind="check")
    if not tokens or tokens[-1].text != ")":
        return tuple(tokens), made
    start = max((i for i, t in enumerate(tokens) if t.text == "("), default=len(tokens))
    cursor = Cursor(tokens[start + 1 : -1])
    if not cursor.at("named", "saying", "message"):
        return tuple(tokens), made
    while not cursor.done:
        if cursor.take("named"):
            token = cursor.kind("code")
            made.name = token.value if token else "_".join(words_of(cursor.until(",", ";")))
        elif cursor.take("saying", "message"):
            message = cursor.kind("string")
            made.message = message.value if message else ""
        else:
            cursor.i += 1
    return tuple(tokens[:start]), made


def _add(entity: Entity, made: Constraint, draft: Draft) -> bool:
    made.name = made.name or default_name(entity, made)
    draft.put("constraint", entity.name, made.name, made, entity.constraints)
    draft.cite(entity)
    return True


def default_name(entity: Entity, made: Constraint) -> str:
    if made.kind == "unique":
        return "unique_" + "_".join(made.fields)
    if made.kind == "no_overlap":
        return "no_overlap"
    if made.kind == "limit":
        return "_".join(["limit", "per", *made.per]) if made.per else "limit"
    return f"check_{1 + sum(c.kind == 'check' for c in entity.constraints)}"


def _unique(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    if cursor.take("each", "every", "a", "an") and (entity := draft.read_entity(cursor)):
        if not cursor.take(
            "must have a unique combination of",
            "has a unique combination of",
            "has a unique",
            "must have a unique",
            "needs a unique",
        ):
            return False
        return _unique_over(cursor.until("where", "per"), cursor, entity, draft, options)
    cursor.i = 0
    if cursor.take("the combination of"):
        options = options.model_copy(update={"kind": "unique"})
    tokens = cursor.until(
        *UNIQUE_ENDS,
    )
    entity = draft.read_entity(cursor) if cursor.take("of", "in") else draft.entity(draft.subject)
    if entity is None or not cursor.take("must be unique", "is unique", "are unique", "must be different"):
        return False
    cursor.take("together", "in combination")
    return _unique_over(tokens, cursor, entity, draft, options)


def _same(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    if not cursor.take("no two", "two"):
        return False
    entity = draft.read_entity(cursor)
    within = cursor.until(*SHARE) if cursor.take("in the same", "of the same", "at the same", "on the same") else ()
    if entity is None or not cursor.take(*SHARE):
        return False
    tokens = cursor.until("where")
    if not within:
        return _unique_over(tokens, cursor, entity, draft, options)
    names, more = _members(tokens, entity, draft), _members(within, entity, draft)
    made = options.model_copy(update={"kind": "unique", "fields": [*more, *names]})
    return bool(names and more and cursor.done) and _add(entity, made, draft)


def _unique_over(tokens: Sequence[Token], cursor: Cursor, entity: Entity, draft: Draft, options: Constraint) -> bool:
    names = _members(tokens, entity, draft)
    if cursor.take(*WITHIN):
        more = _members(cursor.until("where"), entity, draft)
        names = names + more if names and more else []
    where = _where(cursor, entity, draft)
    if not names or where is False:
        return False
    if len(names) == 1 and where is None and (field := draft.field(entity.name, names[0])) and options.kind != "unique":
        field.unique = True
        draft.cite(field)
        return True
    made = options.model_copy(update={"kind": "unique", "fields": names, "where": where})
    return _add(entity, made, draft)


def _members(tokens: Sequence[Token], entity: Entity, draft: Draft) -> list[str]:
    """The fields and links that a list names; empty where one is unknown."""
    names = []
    for part in split(tokens, ",", "and"):
        cursor = Cursor(part)
        name = draft.read_member(cursor, entity.name)
        if not name and (found := draft.read_entity(cursor)):
            name = paths.to_parent(entity, found.name, draft, 1)
        if not name or not cursor.done:
            return []
        names.append(name)
    return names


def _where(cursor: Cursor, entity: Entity, draft: Draft) -> str | None | bool:
    """None: no condition; False: one that is not understood."""
    if cursor.done:
        return None
    if not cursor.take("where", "while", "as long as", "whose", "for which"):
        return False
    expr = expressions.read(cursor.rest, entity, draft)
    return False if expr is None else expr


def _every(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    if not cursor.take(*EVERY):
        return False
    entity = draft.read_entity(cursor)
    if entity is None or not cursor.take(",", ":"):
        return False
    expr = expressions.read(cursor.rest, entity, draft)
    return expr is not None and _add(entity, options.model_copy(update={"kind": "check", "expr": expr}), draft)


def _must(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "The end date of a Booking must be after its start date", "A Booking's end must …"."""
    if not any(cursor.find(w) >= 0 for w in ("must", "cannot", "may not", "should", "has to", "can not", *BETWEEN)):
        return False
    found = _owner_of_rule(cursor, draft)
    if found is None:
        return False
    entity, tokens = found
    expr = expressions.read(tokens, entity, draft)
    if expr is None:
        rules = [(e, expressions.read(cursor.tokens, e, draft)) for e in draft.plan.entities]
        known = [(e, rule) for e, rule in rules if rule is not None]
        entity, expr = known[0] if len(known) == 1 else (entity, None)
    compares = expr is not None and any(f" {op} " in expr for op in ("<", ">", "<=", ">=", "==", "!=", "is", "in"))
    if not compares or expr is None:
        return False
    return _add(entity, options.model_copy(update={"kind": "check", "expr": expr}), draft)


def _owner_of_rule(cursor: Cursor, draft: Draft) -> tuple[Entity, tuple[Token, ...]] | None:
    """The thing whose rule it is, and the tokens of the rule without it."""
    tokens = cursor.tokens
    for i, token in enumerate(tokens[:8]):
        probe = Cursor(tokens)
        probe.i = i
        if token.low in ("of", "in") and i:
            probe.i = i + 1
            entity = draft.read_entity(probe)
            if entity:
                return entity, (*tokens[:i], *tokens[probe.i :])
    entity = draft.read_entity(cursor)
    if entity and cursor.take("'s", "'"):
        return entity, cursor.rest
    if entity and draft.member(entity.name, words_of(cursor.until(*OBLIGES))):
        return entity, tokens[_skip(tokens, draft) :]
    spoken = draft.entity(draft.subject)
    return (spoken, tokens) if spoken else None


def _skip(tokens: Sequence[Token], draft: Draft) -> int:
    cursor = Cursor(tokens)
    draft.read_entity(cursor)
    return cursor.i


def _overlap(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    cursor.take("no two", "two")
    entity = draft.read_entity(cursor)
    if entity is None:
        return False
    per: list[str] = []
    if cursor.take(
        *SAME_BEFORE,
    ):
        stops = (*MUST_NOT_OVERLAP, "may overlap", "can overlap", "overlap")
        per = _members(cursor.until(*stops), entity, draft)
        if not per:
            return False
    if not cursor.take(*MUST_NOT_OVERLAP, "may overlap", "can overlap", "overlap"):
        return False
    if not per and cursor.take(*SAME_AFTER):
        per = _members(cursor.until("between", "from", "where"), entity, draft)
    return _interval(cursor, entity, per, draft, options)


def _interval(cursor: Cursor, entity: Entity, per: list[str], draft: Draft, options: Constraint) -> bool:
    names: list[str] = []
    if cursor.take("between", "from"):
        tokens = cursor.until("where")
        names = [n for part in split(tokens, "and", "to") for n in _members(part, entity, draft)]
    else:
        names = list(intervals.interval(entity) or ())
    where = _where(cursor, entity, draft)
    if len(names) != 2 or where is False:
        return False
    return _add(
        entity, options.model_copy(update={"kind": "no_overlap", "fields": names, "per": per, "where": where}), draft
    )


def _double(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "A Room cannot be booked twice at the same time", "No double booking of Rooms"."""
    if cursor.take("no double bookings of", "no double booking of", "no double bookings for", "no double booking for"):
        target = draft.read_entity(cursor)
    else:
        target = draft.read_entity(cursor)
        if not cursor.take(
            *NOT_TWICE,
        ):
            return False
    if target is None or not cursor.done:
        return False
    for entity in draft.plan.entities:
        link = paths.to_parent(entity, target.name, draft, 1)
        if link and _interval(Cursor(()), entity, [link], draft, options):
            return True
    return False


def _limit(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    if not cursor.take(
        *LIMIT_LEADS,
    ):
        return False
    start = cursor.i
    for size in range(1, 9):
        cursor.i = start + size
        mark = cursor.i
        entity = draft.read_entity(cursor)
        if entity is None or not cursor.at(
            *LIMIT_ENDS,
        ):
            cursor.i = mark
            if entity is None or not cursor.done:
                continue
            cursor.i = len(cursor.tokens)
        tokens = cursor.tokens[start : start + size]
        per: list[str] = []
        cursor.take("in all")
        if cursor.take(*PER):
            per = _members(cursor.until("where", "while"), entity, draft)
            if not per:
                return False
        return _make_limit(tokens, entity, per, cursor, draft, options)
    return False


def _make_limit(
    tokens: Sequence[Token], entity: Entity, per: list[str], cursor: Cursor, draft: Draft, options: Constraint
) -> bool:
    where = _where(cursor, entity, draft)
    expr = expressions.read(tokens, entity, draft)
    if expr is None and per:
        parent = draft.relation(entity.name, per[0])
        target = draft.entity(parent.target) if parent else None
        inner = expressions.read(tokens, target, draft) if target else None
        expr = f"{per[0]}.{inner}" if inner and not inner.isdigit() else inner
    if expr is None or where is False:
        return False
    return _add(entity, options.model_copy(update={"kind": "limit", "per": per, "expr": expr, "where": where}), draft)


def _has_limit(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "A Screening can have at most capacity Bookings", "A Member can have at most 5 open Loans at a time"."""
    parent = draft.read_entity(cursor)
    if parent is None:
        role = draft.read_role(cursor)
        parent = draft.entity(role.entity) if role and role.entity else None
    if parent is None or not cursor.take(
        *HAS_AT_MOST,
    ):  # fmt: skip
        return False
    as_many = bool(cursor.take("as many", "more"))
    start = cursor.i
    for size in range(0 if as_many else 1, 6):
        cursor.i = start + size
        adjective, child = _described(cursor, draft)
        said = conditions.adjective(adjective, child, draft) if adjective and child else None
        if child is None or (adjective and said is None and adjective[0] not in OPEN):
            continue
        link = paths.to_parent(child, parent.name, draft, 1)
        at_a_time = cursor.take("at a time", "at the same time", "at once", "open at a time")
        tokens = cursor.tokens[start : start + size]
        if as_many and cursor.take("as its", "as the", "as", "than its", "than the", "than"):
            tokens = cursor.until("where", "while")
        if not link:
            return False
        where = said or (open_rows(child, draft) if adjective or at_a_time else None)
        also = _members(cursor.rest, child, draft) if cursor.take("per", "for each", "for every", "for one") else []
        cursor.i = len(cursor.tokens) if also else cursor.i
        return _make_limit(tokens, child, [link, *also], cursor, draft, options.model_copy(update={})) and _set_where(
            child, where
        )
    return False


def _described(cursor: Cursor, draft: Draft) -> tuple[list[str], Entity | None]:
    """ "upcoming Bookings": the words before a thing, and the thing."""
    start = cursor.i
    for size in range(4):
        cursor.i = start + size
        words = words_of(cursor.tokens[start : start + size])
        child = draft.read_entity(cursor) if len(words) == size else None
        if child is not None:
            return words, child
    cursor.i = start
    return [], None


def _set_where(entity: Entity, where: str | None) -> bool:
    if where is not None and entity.constraints[-1].where is None:
        entity.constraints[-1].where = where
    return True


def open_rows(entity: Entity, draft: Draft) -> str | None:
    """The condition of rows that are not over yet: "returned_at is None"."""
    names = vocabulary.table("moments", "open")
    pair = intervals.interval(entity)
    now = "today" if pair and any(f.name == pair[1] and f.type == "date" for f in entity.fields) else "now"
    running = f"{pair[1]} >= {now}" if pair else None
    return next((f"{n} is None" for n in names if draft.field(entity.name, n)), running)


def write(entity: Entity, speaker: Speaker) -> Iterator[str]:
    before = entity.model_copy(update={"constraints": []})
    for made in entity.constraints:
        options = [] if made.name == default_name(before, made) else [f"named {name_text(made.name)}"]
        options += [f"saying {quoted(made.message)}"] if made.message else []
        where = f" where {speaker.say(made.where, entity.name)}" if made.where is not None else ""
        brackets = f" ({', '.join(options)})" if options else ""
        yield f"{_written(entity, made, speaker)}{where}{brackets}."
        before.constraints = [*before.constraints, made]


def _written(entity: Entity, made: Constraint, speaker: Speaker) -> str:
    per = listed([name_text(p) for p in made.per])
    names = [name_text(f) for f in made.fields]
    expr = expressions.written(made.expr or "")
    if made.kind == "unique":
        return f"The combination of {listed(names)} of {one(entity.name)} is unique"
    if made.kind == "check":
        return f"In every {entity_words(entity.name)}, {speaker.say(made.expr or '', entity.name)}"
    if made.kind == "no_overlap":
        same = f" with the same {per}" if per else ""
        return f"{many(entity.name)} {same.strip() + ' ' if same else ''}must not overlap between {listed(names)}"
    each = f" per {per}" if per else " in all"
    return f"There are at most {expr} {many(entity.name)}{each}"


SHAPES = (Shape("rules", 3, read, "The total of an Order is quantity times price."),)
