"""Things, their fields and their links.

THING   := [A|Each|Every] NAME PREDICATE {and PREDICATE} | NAME: FIELD, FIELD … | There is a NAME
PREDICATE := has|contains|stores FIELD, FIELD and FIELD | has many THINGS | consists of THINGS
           | [may] belongs to [a|one|many] THING [as NAME] [(LINK OPTION, …)] {and THING}
           | is assigned to|owned by|part of … THING
LINK OPTION := optional | required | one to one | inverse NAME | deleted with it | kept without it | through THING
A field that has the name of a thing is a link to it; "a manager, who is also an Employee" links to the thing named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from scaffolder import naming
from scaffolder.compiler.english import field_text, field_types, fields, intervals, items, paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.field_types import Phrase
from scaffolder.compiler.english.shapes import Shape, asides
from scaffolder.compiler.english.shapes.links import (
    add_children,
    add_link,
    done_by,
    read_linked,
    read_parents,
    write_link,
)
from scaffolder.compiler.english.shapes.ruling import add
from scaffolder.compiler.english.shapes.subjects import BELONGS, HAS, STAMPS, gather, is_colon_list, is_limit, several
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, listed, one
from scaffolder.plan import Constraint, Entity, Field, Validation

AT_MOST = phrases("modifiers", "at_most")
ASIDE_WORDS = DETERMINERS | {"are", "is", "also"}
FRACTIONS = ("decimal", "float", "percent")
MAY_HAVE = ("may have", "can have", "could have", "may also have", "can also have")


def read(clause: Clause, draft: Draft) -> bool:
    clause = Clause(clause.rid, tuple(_without_pronouns(clause.tokens)), clause.bullet)
    starts = _subject_starts(clause.tokens, draft)
    if len(starts) == 1:
        return _read(clause, draft)
    ends = [*(s for s in starts[1:]), len(clause.tokens) + 1]
    parts = [clause.tokens[a : b - 1] for a, b in zip(starts, ends, strict=True)]
    return all([_read(Clause(clause.rid, part, clause.bullet), draft) for part in parts if part])


def _without_pronouns(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """ "…, and it belongs to a Play" goes on speaking of the same thing."""
    for i, token in enumerate(tokens):
        pronoun = i and token.low in ("it", "they") and tokens[i - 1].low in ("and", ",")
        if not (pronoun and Cursor(tokens[i + 1 :]).at(*HAS, *BELONGS)):
            yield token


def _subject_starts(tokens: tuple[Token, ...], draft: Draft) -> list[int]:
    """As `_subjects`, with the names that are known by now: "…, and genres have a name"."""
    found = [0]
    for i, token in enumerate(tokens[:-2]):
        if i and token.low in ("and", "while", "whereas", ","):
            cursor = Cursor(tokens)
            cursor.i = i + 1
            if draft.read_entity(cursor) is not None and cursor.at(*HAS, *BELONGS):
                found.append(i + 1)
    return found


def _read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    if not cursor.tokens or read_linked(cursor, draft):
        return bool(cursor.tokens)
    cursor = Cursor(clause.tokens)
    if cursor.take("there is", "there are", "there exists"):
        if named := several(cursor.rest):
            known = [draft.read_entity(Cursor(part), last=True) for part in named]
            for found in known:
                draft.cite(found) if found else None
            return all(known)
        entity = draft.read_entity(cursor)
        if entity is None:
            return False
        draft.cite(entity)
        draft.subject = entity.name
        return cursor.done or (bool(cursor.take(":", "with")) and _fields(cursor.rest, entity, draft, clause))
    entity = _subject(cursor, draft)
    if entity is None:
        return False
    if is_limit(cursor) or cursor.at(*STAMPS):
        return False
    if cursor.take(":"):
        done = (
            _fields(cursor.rest, entity, draft, clause)
            if is_colon_list(Cursor(clause.tokens[cursor.i - 1 :]))
            else False
        )
    else:
        done = _predicates(cursor, entity, draft, clause)
    if done:
        draft.cite(entity)
        draft.subject = entity.name
    return done


def _subject(cursor: Cursor, draft: Draft) -> Entity | None:
    if draft.subject and cursor.take("it", "they", "this"):
        return draft.entity(draft.subject) if cursor.at(*HAS, *BELONGS) else None
    entity = draft.read_entity(cursor)
    if entity and cursor.at("("):
        cursor.until(*HAS, *BELONGS, ":")
    return entity if entity and cursor.at(*HAS, *BELONGS, ":") else None


def _predicates(cursor: Cursor, entity: Entity, draft: Draft, clause: Clause) -> bool:
    """Every predicate runs to the next one; all share the subject."""
    understood, failed = False, list[tuple[Token, ...]]()
    while not cursor.done:
        cursor.take("and", ",", "and also", "it", "which")
        cursor.take("and")
        verb = cursor.take(*HAS)
        belongs = "" if verb else cursor.take(*BELONGS)
        if not verb and not belongs:
            return False
        cursor.take(":")
        start = cursor.i
        body = cursor.until(*_joined())
        if cursor.i == start:
            return False
        while body and body[-1].low in ("and", ","):
            body = body[:-1]
        read = _fields(body, entity, draft, clause, verb) if verb else read_parents(body, entity, draft, belongs)
        understood = understood or read
        failed += [] if read else [body]
    if understood and not draft.strict:
        asides.tell(failed, draft, clause)  # the rest of the sentence says what it says
    return understood and not (failed and draft.strict)


@cache
def _joined() -> tuple[str, ...]:
    """What the next predicate begins with: "and has", ", and it belongs to"."""
    plain = [
        v
        for v in (*HAS, *BELONGS)
        if v
        not in ("includes", "include", "records", "is for", "are for", "is in", "are in", "keeps", "store", "contain")
    ]
    leads = ("and", ",", ", and", "and it", ", it", "and they")
    return (*(f"{lead} {v}" for v in plain for lead in leads), ", which has")


def read_fields(tokens: Sequence[Token], entity: Entity, draft: Draft) -> bool:
    """The fields that a list names, wherever it stands."""
    return bool(tokens) and _fields(tokens, entity, draft, Clause(draft.rid, tuple(tokens)))


def _fields(tokens: Sequence[Token], entity: Entity, draft: Draft, clause: Clause, verb: str = "has") -> bool:
    """What is no field is told where the rest of the list is understood."""
    unread: list[tuple[Token, ...]] = []
    parts = asides.joined(items.items(tokens))
    understood, before = False, None
    for n, item in enumerate(parts):
        links = Cursor(item)
        if (links.take(*BELONGS) or done_by(links, draft)) and links.i < len(item):
            understood = read_parents(links.rest, entity, draft, "belongs to") or understood
            continue
        phrase = fields.read(item)
        same = asides.also(parts[n + 1], draft) if n + 1 < len(parts) else None
        if (
            asides.also(item, draft)
            or _at_most(item, entity, draft, verb)
            or not draft.strict
            and field_types.is_id(phrase)
        ):
            understood = True
        elif phrase is None and not (before and asides.unique_per(item, before, entity, draft)):
            unread.append(item)
        elif phrase is not None:
            _link_or_field(phrase, entity, same or _target(phrase, entity, draft), draft, verb)
            asides.want(phrase, entity, draft)
            rules = asides.rules(phrase)
            unread += [r for r in rules if not asides.unique_per(r, phrase, entity, draft)]
            understood = True
        before = phrase or before
    if understood and not draft.strict:
        intervals.as_moments(entity, draft.typed)
    if understood:
        asides.tell(unread, draft, clause)
    return understood


def _at_most(item: tuple[Token, ...], entity: Entity, draft: Draft, verb: str) -> bool:
    """ "A Ward has a maximum of 12 Beds": they are its own, and so many."""
    cursor = Cursor(item)
    cursor.take("a", "an")
    number = cursor.kind("number") if cursor.take(*AT_MOST) else None
    phrase = fields.read(cursor.rest) if number else None
    child = draft.read_entity(cursor, last=True) if number else None
    if number is None or phrase is None or child is None:
        return False
    add_children(phrase, entity, child, draft, verb)
    link = paths.to_parent(child, entity.name, draft, 1)
    limit = Constraint(name=f"limit_per_{link}", kind="limit", per=[link], expr=number.text)
    draft.put("constraint", child.name, limit.name, limit, child.constraints)
    return True


def _link_or_field(phrase: Phrase, entity: Entity, target: Entity | None, draft: Draft, verb: str) -> None:
    if target is None:
        phrase = field_types.single(phrase)
        made = fields.to_field(phrase)
        if verb in MAY_HAVE and phrase.said.required is None:
            made.required = False
        if phrase.number_of and draft.name_of(phrase.words):
            made.name = f"number_of_{made.name}"  # beside the rows themselves
        kept = draft.replace_field(entity, made)
        if phrase.said.type:
            draft.typed.add(id(kept))
        if phrase.said.positive and made.type in FRACTIONS:  # a bound would let zero pass
            kept.validation.min = None
            add(entity, Constraint(name="", kind="check", expr=f"{made.name} > 0"), draft)
        if phrase.said.required:
            draft.said.add(f"required:{entity.name}.{made.name}")
    elif _is_many(phrase, target):
        add_children(phrase, entity, target, draft, verb)
    else:
        add_link(phrase, entity, target, draft)


def _target(phrase: Phrase, entity: Entity, draft: Draft) -> Entity | None:
    """The thing that a field's name names; a type or values that the writer gives make it a plain field."""
    if (
        phrase.said.type
        or phrase.said.choices
        or phrase.said.unit
        or phrase.number_of
        or phrase.said.bounds != Validation()
    ):
        return None
    if phrase.tokens and any(t.kind == "code" for t in phrase.tokens):
        return None
    aside = (
        words_of([t for t in phrase.said.unread[0] if t.low not in ASIDE_WORDS]) if len(phrase.said.unread) == 1 else []
    )
    exact = draft.name_of(aside) or draft.name_of(phrase.words)
    if exact == entity.name and not aside and not draft.strict and "_".join(phrase.words) != naming.snake(exact):
        return None  # "An Hour has hours": how many
    if exact:
        return draft.entity(exact)
    if phrase.many and vocabulary.type_of_name(phrase.name).type == "string":
        return None if draft.strict else draft.declare([*phrase.words[:-1], naming.singular(phrase.words[-1])])
    tail = draft.name_of(phrase.words[-1:]) if len(phrase.words) > 1 else ""
    head = "_".join(phrase.words[:-2] if "of" in phrase.words[-2:-1] else phrase.words)  # "date of lending"
    itself = tail == entity.name and head == "_".join(phrase.words)
    if tail and (itself or vocabulary.type_of_name(head).type == "string"):
        return draft.entity(tail)
    return None


def _is_many(phrase: Phrase, target: Entity) -> bool:
    last = phrase.words[-1]
    return phrase.many or (naming.singular(last) != last and not phrase.said.required)


def write(entity: Entity, targets: set[str]) -> Iterator[str]:
    yield from _write_fields(entity, targets)
    for relation in entity.relations:
        yield write_link(entity, relation)


def _write_fields(entity: Entity, targets: set[str]) -> Iterator[str]:
    texts = [_field_text(f, targets) for f in entity.fields]
    shown = one(entity.name)
    if texts:
        yield f"{shown[:1].upper()}{shown[1:]} has {listed(texts)}."
    else:
        yield f"There is {one(entity.name)}."


def _field_text(field: Field, targets: set[str]) -> str:
    """A field that has the name of a thing is written in backquotes: it is no link."""
    text = field_text.write(field)
    if _names_target(field.name, targets):
        return field_text.write_exact(field)
    return text


def _names_target(name: str, targets: set[str]) -> bool:
    parts = name.split("_")
    forms = {name, parts[-1], naming.singular(name), naming.singular(parts[-1])}
    return bool(forms & targets)


SHAPES = (
    Shape("names", 0, gather, "A Book has a title."),
    Shape("things", 1, read, "A Loan belongs to a Book and has a due date."),
)
