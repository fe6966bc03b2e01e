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

from scaffolder import naming
from scaffolder.compiler.english import fields, vocabulary
from scaffolder.compiler.english.draft import DETERMINERS, Draft, entity_words, listed, many, name_text, one
from scaffolder.compiler.english.fields import Phrase
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Entity, Field, Plan, Relation

AS_ITS = phrases("things", "as_its")
CAN_HAVE_AT_MOST = phrases("things", "can_have_at_most")
ARE_LINKED_MANY_TO_MANY = phrases("things", "are_linked_many_to_many")
AN_OPTIONAL = phrases("things", "an_optional")
CAN = phrases("things", "can")
A_ROLE = phrases("things", "a_role")

HAS = phrases("things", "has")
BELONGS = phrases("things", "belongs")
CREATORS = phrases("things", "creators")
PARTS = phrases("things", "parts")
LOOSE = phrases("things", "loose")
NOT_THINGS = frozenset(phrases("things", "not_things"))
SECTIONS = frozenset(phrases("things", "sections"))


STAMPS = phrases("things", "stamps")


def gather(clause: Clause, draft: Draft) -> bool:
    """The names of things that this clause declares."""
    for start in _subjects(clause.tokens):
        _gather(Cursor(clause.tokens[start:]), clause, draft)
    return False


def _subjects(tokens: tuple[Token, ...]) -> list[int]:
    """Where a clause may change its subject: "…, and a Genre has a name"."""
    found = [0]
    for i, token in enumerate(tokens[:-2]):
        joined = token.low in ("and", "while", "whereas") or (
            token.text == "," and tokens[i + 1].low not in ("and", "or")
        )
        if joined and i and tokens[i + 1].low in ("a", "an", "each", "every"):
            cursor = Cursor(tokens[i + 1 : i + 9])
            if subject(cursor)[0] and cursor.at(*HAS, *BELONGS):
                found.append(i + 1)
    return found


def _gather(cursor: Cursor, clause: Clause, draft: Draft) -> bool:
    words, exact = subject(cursor)
    if set(words) & {"two", "no", "there"} or clause.tokens[0].low in ("only", "two", "no", "when", "if"):
        return False
    if words and (cursor.at(*HAS, *BELONGS) or _colon_list(cursor) and not _no_name(words)):
        if _limits(cursor) or cursor.at(*STAMPS):
            return False
        if cursor.at(":") and clause.tokens[0].low in SECTIONS:
            return False
        if cursor.at("have access", "has access", "have full access", "has full access"):
            return False
        draft.declare(words, exact)
    elif cursor.take("there is", "there are", "there exists") and not cursor.at(*A_ROLE):
        words, exact = subject(cursor)
        if words and (cursor.done or cursor.at(":", "with")):
            draft.declare(words, exact)
    return False


def subject(cursor: Cursor) -> tuple[list[str], str]:
    """The words of the name that a clause begins with (singular), and its exact spelling where it is in backquotes."""
    mark = cursor.i
    determined = ""
    while (
        cursor.here
        and cursor.here.low in DETERMINERS
        and cursor.here.low not in ("that", "this")
        and cursor.i + 1 < len(cursor.tokens)
    ):
        determined = cursor.here.low
        cursor.i += 1
    quoted = cursor.kind("code")
    if quoted:
        return naming.words(quoted.value) or [quoted.value], quoted.value
    start = cursor.i
    while not cursor.done and cursor.i - start < 6 and not cursor.at(*HAS, *BELONGS, ":", "(", "starts as", "with"):
        if cursor.here and cursor.here.kind not in ("word", "number"):
            break
        cursor.i += 1
    words = words_of(cursor.tokens[start : cursor.i])
    if (
        not words
        or len(words) > 5
        or set(words) & NOT_THINGS
        or {"can", "of", "with", "when", "if", "and"} & set(words)
    ):
        cursor.i = mark
        return [], ""
    words = (
        words[:-1] if words[-1] in ("also", "always", "usually", "often", "only", "then") and len(words) > 1 else words
    )
    if determined not in ("a", "an", "each", "every", "one") or words[-1] in naming.SINGULAR:
        words = [*words[:-1], naming.singular(words[-1])]
    return words, ""


def _limits(cursor: Cursor) -> bool:
    """ "can have at most 5 Loans" is a rule about a number of rows."""
    return bool(
        cursor.at(
            *CAN_HAVE_AT_MOST,
        )
    )


def _no_name(words: Sequence[str]) -> bool:
    return words[-1] in NOT_THINGS


def _colon_list(cursor: Cursor) -> bool:
    """Whether ": a, b, c" follows, and no sentence."""
    if not cursor.at(":"):
        return False
    rest = Cursor(cursor.tokens[cursor.i + 1 :])
    if rest.done or rest.find(*CAN) >= 0:
        return False
    if rest.here and (rest.here.kind in ("string", "code", "path") and len(rest.tokens) == 1):
        return False
    parts = split(rest.tokens, ",")
    return len(parts[0]) <= 8


def read(clause: Clause, draft: Draft) -> bool:
    starts = _subject_starts(clause.tokens, draft)
    if len(starts) == 1:
        return _read(clause, draft)
    ends = [*(s for s in starts[1:]), len(clause.tokens) + 1]
    parts = [clause.tokens[a : b - 1] for a, b in zip(starts, ends)]
    return all([_read(Clause(clause.rid, part, clause.bullet), draft) for part in parts if part])


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
    if not cursor.tokens or _linked(cursor, draft):
        return bool(cursor.tokens)
    cursor = Cursor(clause.tokens)
    if cursor.take("there is", "there are", "there exists"):
        entity = draft.read_entity(cursor)
        if entity is None:
            return False
        draft.cite(entity)
        draft.subject = entity.name
        return cursor.done or (bool(cursor.take(":", "with")) and _fields(cursor.rest, entity, draft, clause))
    entity = _subject(cursor, draft)
    if entity is None:
        return False
    if _limits(cursor) or cursor.at(*STAMPS):
        return False
    if cursor.take(":"):
        done = (
            _fields(cursor.rest, entity, draft, clause) if _colon_list(Cursor(clause.tokens[cursor.i - 1 :])) else False
        )
    else:
        done = _predicates(cursor, entity, draft, clause)
    if done:
        draft.cite(entity)
        draft.subject = entity.name
    return done


def _linked(cursor: Cursor, draft: Draft) -> bool:
    """ "Films and Actors are linked many to many", "Many Films have many Actors"."""
    crowd = cursor.take("many")
    first = draft.read_entity(cursor)
    if crowd and first and cursor.take("have many", "belong to many", "can have many"):
        second = draft.read_entity(cursor, last=True)
        return second is not None and _many_to_many(first, second, draft)
    second = draft.read_entity(cursor) if first and cursor.take("and") else None
    if first is None or second is None:
        return False
    if not cursor.take(
        *ARE_LINKED_MANY_TO_MANY,
    ):
        return False
    return _many_to_many(first, second, draft) and cursor.done


def _many_to_many(source: Entity, target: Entity, draft: Draft) -> bool:
    made = Relation(name=naming.snake(naming.plural(target.name)), target=target.name, cardinality="many_to_many")
    draft.add_relation(source, made)
    return True


def _subject(cursor: Cursor, draft: Draft) -> Entity | None:
    if draft.subject and cursor.take("it", "they", "this"):
        return draft.entity(draft.subject) if cursor.at(*HAS, *BELONGS) else None
    entity = draft.read_entity(cursor)
    if entity and cursor.at("("):
        cursor.until(*HAS, *BELONGS, ":")
    return entity if entity and cursor.at(*HAS, *BELONGS, ":") else None


def _predicates(cursor: Cursor, entity: Entity, draft: Draft, clause: Clause) -> bool:
    """Every predicate runs to the next one; all share the subject."""
    understood = True
    while not cursor.done:
        cursor.take("and", ",", "and also", "it", "which")
        cursor.take("and")
        verb = cursor.take(*HAS)
        belongs = "" if verb else cursor.take(*BELONGS)
        if not verb and not belongs:
            return False
        start = cursor.i
        body = cursor.until(*_joined(HAS), *_joined(BELONGS))
        if cursor.i == start:
            return False
        while body and body[-1].low in ("and", ","):
            body = body[:-1]
        if verb:
            understood = _fields(body, entity, draft, clause, verb) and understood
        else:
            understood = _parents(body, entity, draft, belongs) and understood
    return understood


def _joined(verbs: Sequence[str]) -> list[str]:
    plain = [
        v
        for v in verbs
        if v
        not in ("includes", "include", "records", "is for", "are for", "is in", "are in", "keeps", "store", "contain")
    ]
    return [f"{lead} {v}" for v in plain for lead in ("and", ",", ", and", "and it", ", it", "and they")] + [
        ", which has"
    ]


def _fields(tokens: Sequence[Token], entity: Entity, draft: Draft, clause: Clause, verb: str = "has") -> bool:
    understood = False
    last: Phrase | None = None
    for item in fields.items(tokens):
        cursor = Cursor(item)
        if last and cursor.take("who is also", "which is also", "who is", "which is", "that is also"):
            target = draft.read_entity(cursor, last=True)
            if target:
                _link(last, entity, target, draft)
                continue
        phrase = fields.read(item)
        if phrase is None:
            draft.find(
                "A106",
                item,
                text=" ".join(t.text for t in item),
                proposal=f'say "A {entity_words(entity.name)} has a NAME (TYPE)."',
            )
            draft.partial.add(clause.rid)
            continue
        _one_field(phrase, entity, draft, verb)
        last, understood = phrase, True
    return understood


def _one_field(phrase: Phrase, entity: Entity, draft: Draft, verb: str) -> None:
    target = _target(phrase, entity, draft)
    if target is None:
        made = fields.to_field(phrase)
        if (
            verb in ("may have", "can have", "could have", "may also have", "can also have")
            and phrase.said.required is None
        ):
            made.required = False
        draft.replace_field(entity, made)
        if phrase.said.required:
            draft.said.add(f"required:{entity.name}.{made.name}")
    elif _is_many(phrase, target):
        _children(phrase, entity, target, draft, verb)
    else:
        _link(phrase, entity, target, draft)


def _target(phrase: Phrase, entity: Entity, draft: Draft) -> Entity | None:
    """The thing that a field's name names; a type or values that the writer gives make it a plain field."""
    if (
        phrase.said.type
        or phrase.said.choices
        or phrase.said.unit
        or phrase.number_of
        or phrase.said.bounds.model_fields_set
    ):
        return None
    if phrase.tokens and any(t.kind == "code" for t in phrase.tokens):
        return None
    aside = (
        words_of([t for t in phrase.said.unread[0] if t.low not in DETERMINERS]) if len(phrase.said.unread) == 1 else []
    )
    exact = draft.name_of(aside) or draft.name_of(phrase.words)
    if exact:
        return draft.entity(exact)
    if phrase.many and vocabulary.type_of_name(phrase.name).type == "string":
        return None if draft.strict else draft.declare([*phrase.words[:-1], naming.singular(phrase.words[-1])])
    tail = draft.name_of(phrase.words[-1:]) if len(phrase.words) > 1 else ""
    if tail and (tail == entity.name or vocabulary.type_of_name(phrase.name).type == "string"):
        return draft.entity(tail)
    return None


def _is_many(phrase: Phrase, target: Entity) -> bool:
    last = phrase.words[-1]
    return phrase.many or (naming.singular(last) != last and not phrase.said.required)


def _children(phrase: Phrase, entity: Entity, target: Entity, draft: Draft, verb: str) -> None:
    """ "An A has many Bs": every B belongs to an A; where the reverse is said too, many to many."""
    mark = f"many:{entity.name}:{target.name}"
    draft.said.add(mark)
    name = naming.snake(entity.name)
    back = draft.relation(target.name, name)
    if f"many:{target.name}:{entity.name}" in draft.said and target is not entity:
        _to_many_to_many(target, entity, draft)
        return
    if target is entity:
        draft.add_relation(target, Relation(name="parent", target=entity.name, inverse=phrase.name))
        return
    made = Relation(name=name, target=entity.name, required=True)
    if "_".join(phrase.words) != naming.snake(naming.plural(target.name)):
        made.inverse = "_".join(phrase.words)
    if verb in PARTS:
        made.on_delete = "cascade"
    if back is not None:
        back.on_delete = made.on_delete if verb in PARTS else back.on_delete
        draft.cite(back)
        return
    draft.add_relation(target, made)


def _to_many_to_many(first: Entity, second: Entity, draft: Draft) -> None:
    """ "A Film has many Actors" was read as one film for each actor; now the reverse is said, too."""
    name = naming.snake(first.name)
    known = draft.relation(second.name, name)
    if known is not None and known.cardinality == "many_to_one":
        second.relations.remove(known)
        draft.forget("relation", second.name, name)
    _many_to_many(first, second, draft)
    made = draft.relation(first.name, naming.snake(naming.plural(second.name)))
    if made is not None and known is not None:
        made.satisfies = list(dict.fromkeys([*known.satisfies, *made.satisfies]))


def _link(phrase: Phrase, entity: Entity, target: Entity, draft: Draft) -> None:
    """A field that is a thing: a link, named as the writer does."""
    name = phrase.name
    known = draft.field(entity.name, name)
    if known is not None and draft.rid in known.satisfies:
        entity.fields.remove(known)
        draft.forget("field", entity.name, name)
    if target is entity and name == naming.snake(target.name):
        name = "parent"
    elif target is entity and name.endswith("_" + naming.snake(target.name)):
        name = name.removesuffix("_" + naming.snake(target.name))
    required = phrase.said.required if phrase.said.required is not None else target is not entity
    draft.add_relation(entity, Relation(name=name, target=target.name, required=required))


def _parents(tokens: Sequence[Token], entity: Entity, draft: Draft, verb: str) -> bool:
    for item in fields.items(tokens):
        item = item[1:] if item[0].low == "to" and len(item) > 1 else item
        if not _parent(Cursor(item), entity, draft, verb):
            return False
    return True


def _parent(cursor: Cursor, entity: Entity, draft: Draft, verb: str) -> bool:
    if cursor.at(*CREATORS) and _owner(cursor, entity, draft):
        return True
    made = Relation(name="", target="", required=verb not in LOOSE)
    while word := cursor.take(
        *AN_OPTIONAL,
    ):
        made.required = made.required and word not in (
            "an optional",
            "optionally",
            "optional",
            "at most one",
            "zero or one",
        )
        if word in ("many", "several", "multiple", "one or more"):
            made.cardinality, made.required = "many_to_many", False
    target = _parent_target(cursor, entity, draft)
    if target is None:
        return False
    made.target = target.name
    if cursor.take(*AS_ITS):
        token = cursor.kind("code")
        made.name = token.value if token else "_".join(words_of(cursor.until("(", ",")))
    if cursor.take("("):
        if not _link_options(cursor, made, draft):
            return False
    if not cursor.done:
        return False
    if made.cardinality == "many_to_many" and f"many:{target.name}:{entity.name}" in draft.said:
        _to_many_to_many(target, entity, draft)
        return True
    made.name = made.name or default_name(entity.name, made)
    draft.add_relation(entity, made)
    return True


def default_name(source: str, relation: Relation) -> str:
    base = naming.snake(relation.target)
    if relation.cardinality == "many_to_many":
        return naming.snake(naming.plural(relation.target))
    return "parent" if source == relation.target else base


def _parent_target(cursor: Cursor, entity: Entity, draft: Draft) -> Entity | None:
    found = draft.read_entity(cursor)
    if found:
        return found
    mark = cursor.i
    words, exact = subject(Cursor(cursor.until("as", "(", ",")))
    if not words:
        cursor.i = mark
        return None
    made = draft.declare(words, exact)
    return made


def _owner(cursor: Cursor, entity: Entity, draft: Draft) -> bool:
    mark = cursor.i
    phrase = cursor.take(*CREATORS)
    if not (cursor.done or cursor.at("as", ",")) or (
        draft.name_of(["user"]) and phrase in ("the user", "a user", "its user")
    ):
        cursor.i = mark
        return False
    name = "owner"
    if cursor.take(", as", "as its", "as"):
        token = cursor.kind("code")
        name = token.value if token else "_".join(words_of(cursor.until("(")))
    entity.owner = name
    return cursor.done


def _link_options(cursor: Cursor, made: Relation, draft: Draft) -> bool:
    while not cursor.done and not cursor.take(")"):
        if cursor.take(",", ";", "and"):
            continue
        if cursor.take("optional"):
            made.required = False
        elif cursor.take("required"):
            made.required = True
        elif cursor.take("one to one", "one-to-one", "unique"):
            made.cardinality = "one_to_one"
        elif cursor.take("deleted with it", "cascade", "deleted together"):
            made.on_delete = "cascade"
        elif cursor.take("kept without it", "set null", "cleared"):
            made.on_delete = "set_null"
        elif cursor.take("inverse", "called"):
            token = cursor.kind("code")
            made.inverse = token.value if token else "_".join(words_of(cursor.until(",", ")", ";")))
        elif cursor.take("through"):
            through = draft.read_entity(cursor)
            if through is None:
                return False
            made.through = through.name
        else:
            return False
    return True


def targets_of(plan: Plan) -> set[str]:
    """The names of things as fields would spell them."""
    names = {naming.snake(e.name) for e in plan.entities}
    return names | {naming.plural(n) for n in names}


def write(entity: Entity, targets: set[str]) -> Iterator[str]:
    yield from _write_fields(entity, targets)
    for relation in entity.relations:
        yield _write_relation(entity, relation)


def _write_fields(entity: Entity, targets: set[str]) -> Iterator[str]:
    phrases = [_field_text(f, targets) for f in entity.fields]
    shown = one(entity.name)
    if phrases:
        yield f"{shown[:1].upper()}{shown[1:]} has {listed(phrases)}."
    else:
        yield f"There is {one(entity.name)}."


def _field_text(field: Field, targets: set[str]) -> str:
    """A field that has the name of a thing is written in backquotes: it is no link."""
    text = fields.write(field)
    if _names_target(field.name, targets):
        return fields.write_exact(field)
    return text


def _names_target(name: str, targets: set[str]) -> bool:
    parts = name.split("_")
    forms = {name, parts[-1], naming.singular(name), naming.singular(parts[-1])}
    return bool(forms & targets)


def _write_relation(entity: Entity, relation: Relation) -> str:
    options = []
    if relation.cardinality != "many_to_many" and not relation.required:
        options.append("optional")
    if relation.cardinality == "many_to_many" and relation.required:
        options.append("required")
    if relation.cardinality == "one_to_one":
        options.append("one to one")
    if relation.inverse is not None:
        options.append(f"inverse {name_text(relation.inverse)}")
    options += {"restrict": [], "cascade": ["deleted with it"], "set_null": ["kept without it"]}[relation.on_delete]
    if relation.through:
        options.append(f"through {entity_words(relation.through)}")
    plural = relation.cardinality == "many_to_many"
    target = f"many {many(relation.target)}" if plural else one(relation.target)
    named = "" if relation.name == default_name(entity.name, relation) else f" as {name_text(relation.name)}"
    brackets = f" ({', '.join(options)})" if options else ""
    article = one(entity.name)
    return f"{article[:1].upper()}{article[1:]} belongs to {target}{named}{brackets}."


SHAPES = (
    Shape("names", 0, gather, "A Book has a title."),
    Shape("things", 1, read, "A Loan belongs to a Book and has a due date."),
)
