"""Links between things.

LINK   := THING [may] belongs to [a|one|many] THING [as NAME] [(OPTION, …)] {and THING} | THING has many THINGS
        | THINGS and THINGS are linked many to many | Many THINGS have many THINGS
OPTION := optional | required | one to one | inverse NAME | deleted with it | kept without it | through THING
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import items, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.field_types import Phrase
from scaffolder.compiler.english.shapes.subjects import subject
from scaffolder.compiler.english.tokens import Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import entity_words, many, name_text, one
from scaffolder.plan import Entity, Relation

NAMED_AS = phrases("things", "named_as")
MANY_TO_MANY = phrases("things", "many_to_many")
HOW_MANY = phrases("things", "how_many")
CREATORS = phrases("things", "creators")
PARTS = phrases("things", "parts")
LOOSE = phrases("things", "loose")


def read_linked(cursor: Cursor, draft: Draft) -> bool:
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
        *MANY_TO_MANY,
    ):
        return False
    return _many_to_many(first, second, draft) and cursor.done


def _many_to_many(source: Entity, target: Entity, draft: Draft) -> bool:
    made = Relation(name=naming.snake(naming.plural(target.name)), target=target.name, cardinality="many_to_many")
    draft.add_relation(source, made)
    return True


def add_children(phrase: Phrase, entity: Entity, target: Entity, draft: Draft, verb: str) -> None:
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


def add_link(phrase: Phrase, entity: Entity, target: Entity, draft: Draft) -> None:
    """A field that is a thing: a link, named as the writer does."""
    name = naming.snake(target.name) if phrase.name == "user" else phrase.name  # `user` is who acts
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


def read_parents(tokens: Sequence[Token], entity: Entity, draft: Draft, verb: str) -> bool:
    for item in items.items(tokens):
        item = item[1:] if item[0].low == "to" and len(item) > 1 else item
        if not _parent(Cursor(item), entity, draft, verb):
            return False
    return True


def _parent(cursor: Cursor, entity: Entity, draft: Draft, verb: str) -> bool:
    if cursor.at(*CREATORS) and _owner(cursor, entity, draft):
        return True
    made = Relation(name="", target="", required=verb not in LOOSE)
    while word := cursor.take(
        *HOW_MANY,
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
    if cursor.take(*NAMED_AS):
        token = cursor.kind("code")
        made.name = token.value if token else "_".join(words_of(cursor.until("(", ",")))
    if cursor.take("(") and not _link_options(cursor, made, draft):
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


def done_by(cursor: Cursor, draft: Draft) -> bool:
    """ "made by an Artist", in a list of fields: whose it is; the cursor stands before them."""
    words = [t.low for t in cursor.tokens[:3]]
    if len(words) < 3 or words[1] != "by" or words[2] not in ("a", "an", "one") or draft.strict:
        return False
    cursor.i = 2
    known = bool(vocabulary.verb_of_participle(words[0])) and draft.read_entity(cursor) is not None and cursor.done
    cursor.i = 2 if known else 0
    return known


def write_link(entity: Entity, relation: Relation) -> str:
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
