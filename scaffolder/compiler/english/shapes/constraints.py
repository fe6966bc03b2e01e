"""Rules of a thing: computed fields and constraints.

RULE := COMPUTED | UNIQUE | CHECK | NO OVERLAP | LIMIT, each with options: [(named NAME, saying "TEXT")]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder.compiler.english import expressions
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape, checks, limits, once, overlaps, qualities, uniqueness
from scaffolder.compiler.english.shapes.computed import read_computed
from scaffolder.compiler.english.shapes.ruling import default_name
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, quoted, words_of
from scaffolder.compiler.english.wording import entity_words, listed, many, name_text, one
from scaffolder.plan import Constraint, Entity

READERS = (
    once.once, *uniqueness.READERS, checks.every, checks.in_order, *overlaps.READERS, *limits.READERS,
    *qualities.READERS, checks.must, read_computed,
)  # fmt: skip


def read(clause: Clause, draft: Draft) -> bool:
    body, options = _options(clause.tokens)
    return any(reader(Cursor(body), draft, options) for reader in READERS)


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
