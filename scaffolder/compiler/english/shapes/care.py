"""What is due again: "plants that need water", "machines due for a service", "filters that have to be cleaned"."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.conditions import main_date
from scaffolder.compiler.english.tokens import Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import capital, many, one
from scaffolder.plan import Entity, Field

NEEDS = phrases("qualifiers", "needs")
OFTEN = 7  # days, where nobody says how often
OFTENS = frozenset({"interval", "days", "every", "frequency"})  # in the names of fields that say it


def due(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """The rows to which it was not done for so long as a field of theirs says, else for a week."""
    cursor = Cursor(tokens)
    if draft.strict or not cursor.take(*NEEDS):
        return None
    cursor.take("to be", "be", "a", "an", "some")
    verb = _verb(cursor.here.low) if cursor.here and len(cursor.rest) == 1 else ""
    last = _last(verb, entity, draft) if verb else ""
    if not last:
        return None
    own = _interval(verb, entity)
    if own is None:
        _tell(verb, entity, draft)
    often = OFTEN if own is None else own.name if own.required else f"coalesce({own.name}, {OFTEN})"
    return last.format(since=f"today - days({often})")


def _verb(word: str) -> str:
    """ "watering", "watered" and "water" are to water."""
    return vocabulary.verb_of_gerund(word) or vocabulary.verb_of_participle(word) or word


def _last(verb: str, entity: Entity, draft: Draft) -> str:
    """The condition over {since}: no record of it later, or the moment of it before."""
    names = {naming.pascal(n) for n in (verb, vocabulary.gerund(verb), *vocabulary.nouns_of(verb))}
    for path, source in paths.to_many(entity, draft):
        child = draft.entity(source)
        if child and (source in names or naming.words(source)[-1] in {n.lower() for n in names}):
            date = main_date(child, draft)
            return f"count({path}, {path}.{date} > {{since}}) == 0"
    done = vocabulary.participle(verb)
    dated = {f.name: f for f in entity.fields if f.type in ("date", "datetime")}
    known = (f"{lead}{done}{end}" for lead in ("last_", "") for end in ("_on", "_at", "_date", ""))
    name = next((n for n in known if n in dated), "")
    return f"{name} is None or {name} <= {{since}}" if name else ""


def _interval(verb: str, entity: Entity) -> Field | None:
    """The number of days after which it is due: "watering interval"."""
    words = {verb, vocabulary.gerund(verb), vocabulary.participle(verb)}
    whole = [f for f in entity.fields if f.type == "integer" and words & set(f.name.split("_"))]
    return next((f for f in whole if OFTENS & set(f.name.split("_"))), None)


def _tell(verb: str, entity: Entity, draft: Draft) -> None:
    if f"care:{entity.name}:{verb}" in draft.said:
        return
    draft.said.add(f"care:{entity.name}:{verb}")
    done, thing = vocabulary.participle(verb).replace("_", " "), one(entity.name)
    draft.assume(f"{capital(thing)} is to be {done} again after {OFTEN} days.", entity.name)
    draft.find("A213", None, done=done, name=thing, Names=many(entity.name), days=str(OFTEN))
