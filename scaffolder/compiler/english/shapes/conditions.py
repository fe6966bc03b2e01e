"""Words that stand for a condition of rows: "overdue", "unpaid", a value of a choice, a yes/no field."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import intervals, paths, places, vocabulary
from scaffolder.compiler.english.draft import Draft, skip_determiners
from scaffolder.compiler.english.tokens import Cursor, Token, words_of
from scaffolder.compiler.english.wording import many
from scaffolder.plan import Entity


def adjective(words: Sequence[str], entity: Entity, draft: Draft) -> str | None:
    """The condition that words before a plural stand for: "overdue", "unpaid", a value of a choice, a yes/no field."""
    negative = bool(words) and words[0] in ("not", "non")
    plain = list(words[1:] if negative else words)
    value = "_".join(plain)
    if not value:
        return None
    if found := _standing(value, entity, negative):
        return found
    for prefix in ("un", "non", "in"):
        inner = value.removeprefix(prefix)
        if inner != value and not negative and (found := _standing(inner, entity, True)):
            return found
    if value == "empty" and (held := paths.to_many(entity, draft)):
        return f"count({held[0][0]}) {'> 0' if negative else '== 0'}" if len(held) == 1 else None
    if negative:
        return _in_use(words, entity, draft)
    if "or" in plain[1:-1]:
        return _either(plain, entity, draft)
    said = _phrase(" ".join(plain), entity, draft) or _unfinished(value, entity)
    return said or _joined(plain, entity, draft) or _in_use(words, entity, draft)


def _unfinished(value: str, entity: Entity) -> str | None:
    """ "open" Issues of which no state says so: those that are in no state at the end."""
    return _not_done(entity) if vocabulary.is_in("states", "unfinished", value) else None


def _not_over(entity: Entity) -> str | None:
    """In no state at the end."""
    ends = {*vocabulary.table("states", "final"), *vocabulary.table("states", "negative")}
    for field in entity.fields:
        over = [c.value for c in field.enum if c.value in ends]
        if over and len(over) < len(field.enum):
            return f"{field.name} != {over[0]!r}" if len(over) == 1 else f"{field.name} not in {over!r}"
    return None


def _in_use(words: Sequence[str], entity: Entity, draft: Draft) -> str | None:
    """ "free" Rooms, Cars "in use": no state of their own, but of the records that last now."""
    said = " ".join(words)
    if said in places.UNUSED:
        return places.unused(entity, draft)
    return places.used(entity, draft) if said in places.USED else None


def _either(plain: list[str], entity: Entity, draft: Draft) -> str | None:
    """ "open or approved": one of two states."""
    at = plain.index("or", 1)
    found = [adjective(part, entity, draft) for part in (plain[:at], plain[at + 1 :])]
    return " or ".join(f for f in found if f) if all(found) else None


def standing(words: Sequence[str], entity: Entity) -> str | None:
    """The condition, where the words name what a row keeps: a value of a choice, a yes/no field, a moment."""
    negative = bool(words) and words[0] in ("not", "non")
    value = "_".join(words[1:] if negative else words)
    return _standing(value, entity, negative) if value else None


def described(head: Sequence[Token], draft: Draft) -> tuple[list[str], Entity | None]:
    """ "Worn Skis": the words before the thing, and the thing."""
    cursor = Cursor(head)
    skip_determiners(cursor)
    start = cursor.i
    for size in range(4):
        cursor.i = start + size
        words = words_of(cursor.tokens[start : start + size])
        entity = draft.read_entity(cursor, last=True) if len(words) == size else None
        if entity is not None:
            return words, entity
    return [], None


def _joined(plain: list[str], entity: Entity, draft: Draft) -> str | None:
    """ "open high priority": the first words and the others each say something."""
    for size in range(1, min(len(plain), 6)):
        first = adjective(plain[:size], entity, draft)
        second = adjective(plain[size:], entity, draft) if first else None
        if first and second:
            return f"{first} and {second}"
    return None


def _named_value(value: str, entity: Entity, negative: bool) -> str | None:
    """ "high_priority", "priority_high": a value beside the name of its field."""
    for field in entity.fields:
        for choice in field.enum:
            if value in (f"{choice.value}_{field.name}", f"{field.name}_{choice.value}"):
                return f"{paths.written(field.name)} {'!=' if negative else '=='} {choice.value!r}"
    return None


def _standing(value: str, entity: Entity, negative: bool) -> str | None:
    for field in entity.fields:
        if field.type == "boolean" and field.name.removeprefix("is_") in vocabulary.same_states(value):
            return f"not {field.name}" if negative else field.name
        if any(c.value == value for c in field.enum):
            return f"{paths.written(field.name)} {'!=' if negative else '=='} {value!r}"
    verb = vocabulary.verb_of_participle(value)
    moments = {f"{done}{ending}" for done in (value, verb) if done for ending in ("_at", "_on", "_date")}
    for field in entity.fields:
        if field.type in ("date", "datetime") and field.name in moments:
            return f"{field.name} is None" if negative else f"{field.name} is not None"
    return _named_value(value, entity, negative)


def _phrase(word: str, entity: Entity, draft: Draft) -> str | None:
    for rule in vocabulary.tables()["lists"]:
        if word not in rule["words"]:
            continue
        for form, *needs in rule["forms"]:
            found = {need: moment(need, entity) for need in needs}
            if all(found.values()):
                kinds = [draft.field(entity.name, n) for n in found.values()]
                now = (
                    "today"
                    if any(
                        k is not None and k.type == "date"
                        for k in kinds
                        if k is not None and k.name != found.get("open")
                    )
                    else "now"
                )
                said = str(form).format(now=now, **found)
                rest = _not_done(entity) if rule.get("unfinished") and "open" not in found else None
                return f"{rest} and {said}" if rest else said
    return None


def _not_done(entity: Entity) -> str | None:
    """Not marked as done: by a yes/no field, or by a state."""
    ends = set(vocabulary.table("states", "final"))
    flags = (f.name for f in entity.fields if f.type == "boolean" and f.name.removeprefix("is_") in ends)
    flag = next(flags, "")
    return f"not {flag}" if flag else _not_over(entity)


def moment(need: str, entity: Entity) -> str:
    if need == "moment":
        return next((f.name for f in entity.fields if f.type in ("date", "datetime")), "")
    fields = {f.name: f for f in entity.fields}
    wanted = ("integer", "decimal") if need in ("stock", "reorder") else ("date", "datetime")
    names = (n + ending for n in vocabulary.table("moments", need) for ending in ("", "_date"))
    named = next((n for n in names if n in fields and fields[n].type in wanted), "")
    pair = intervals.interval(entity) if need in ("begin", "finish") else None
    if pair and fields[pair[0]].type in wanted:
        return pair[need == "finish"]
    return named


def main_date(entity: Entity, draft: Draft) -> str:
    """The moment a row belongs to; creation, where no field says so."""
    dates = [f for f in entity.fields if f.type in ("date", "datetime")]
    ends = ("due", "expiry", "expires", "returned", "end", "clos", "cancelled", "deadline", "solved", "resolved")
    skipped = ("birth", *ends)
    moments = {rule["at"] for rule in vocabulary.tables()["events"]}
    stated = [f.name for f in dates if f.origin != "default" or f.name in moments]
    usual = [f.name for f in dates if f.origin == "default" and not f.readonly]
    best = next((n for n in (*stated, *usual) if not n.startswith(skipped)), "")
    if best:
        return best
    if not entity.timestamps:
        entity.timestamps = True
        draft.assume(f"The date of {many(entity.name)} is when they are created.", entity.name)
    return "created_at"
