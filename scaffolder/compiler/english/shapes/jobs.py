"""Jobs.

JOB := The job NAME runs TRIGGER [(labelled "TEXT")] | The job NAME EFFECT
     | Every day at 6, delete|set … THINGS … | When a THING is created, EFFECT
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder import naming
from scaffolder.compiler.english import expressions
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import conditions, effects, qualifiers
from scaffolder.compiler.english.shapes.parts import both_of, read_parts
from scaffolder.compiler.english.shapes.triggers import read_cron, read_trigger, write_trigger
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, quoted, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import name_text
from scaffolder.plan import DeleteEffect, Effect, Entity, Job, Plan, SetEffect, Trigger

IF = ("if", "when", "whose", "where", "once", "for which", "as soon as")
ROUTINE_VERBS = phrases("happenings", "routine_verbs")


def read_job(clause: Clause, draft: Draft) -> bool:
    """ "The job forget drafts runs every day at 03:00 for each Order where …", "The job forget drafts deletes it"."""
    cursor = Cursor(clause.tokens)
    if not cursor.take("the job"):
        return False
    tokens = cursor.until("runs", *effects.SETS, *effects.CREATES, *effects.DELETES, "calls")
    name = tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens))
    known = next((j for j in draft.plan.jobs if j.name == name), None)
    if cursor.take("runs") and name and known is None:
        trigger = read_trigger(cursor, draft)
        if trigger is None:
            return False
        made = Job(name=name, trigger=trigger)
        made.label = read_label(cursor)
        draft.put("job", "", name, made, draft.plan.jobs)
        return cursor.done
    if known is None:
        return False
    entity = draft.entity(known.trigger.entity or "")
    effect = effects.read_effect(cursor, entity, draft, None)
    if effect is None:
        return False
    known.effects.append(effect)
    draft.cite(known)
    return True


def read_label(cursor: Cursor) -> str:
    if not cursor.take("( labelled"):
        return ""
    token = cursor.kind("string")
    cursor.take(")")
    return token.value if token else ""


def read_routine(clause: Clause, draft: Draft) -> bool:
    """ "Every night, delete Orders that are draft", "When a Loan is created, decrease the copies of the book by 1"."""
    cursor = Cursor(clause.tokens)
    if (cron := read_cron(cursor)) is not None:
        cursor.take(",", ":")
        cursor.take("the system", "the app")
        return _routine(cron, cursor, draft)
    if _outdated(Cursor(clause.tokens), draft):
        return True
    trigger = read_trigger(cursor, draft) if cursor.at("when", "whenever", "after", "once", "as soon as") else None
    if trigger is None or not cursor.take(","):
        return False
    cursor.take("the system", "the app")
    entity = draft.entity(trigger.entity or "")
    effect = _imperative(cursor, entity, draft)
    if effect is None or not trigger.entity:
        return False
    name = f"when_{naming.snake(trigger.entity)}_{trigger.action or trigger.on}"
    draft.put_apart("job", "", name, Job(name=name, trigger=trigger, effects=[effect]), draft.plan.jobs)
    return True


def _outdated(cursor: Cursor, draft: Draft) -> bool:
    """ "Delete rejected Claims after 90 days": looked for every day."""
    verb = cursor.take("delete", "remove", "automatically delete", "automatically remove")
    rows = cursor.until("after", "are deleted after", "are removed after", "are automatically deleted after")
    said = cursor.take("after", "are deleted after", "are removed after", "are automatically deleted after")
    if not said or not rows or bool(verb) == said.startswith("are") or draft.strict:
        return False
    older = tuple(Token("word", word, cursor.tokens[0].start, word) for word in ("older", "than"))
    delete = Token("word", "delete", rows[0].start, "delete")
    return _routine("0 3 * * *", Cursor((delete, *rows, *older, *cursor.rest)), draft)


def _routine(cron: str, cursor: Cursor, draft: Draft) -> bool:
    verb = cursor.take(*ROUTINE_VERBS)
    if not verb:
        return False
    tokens = cursor.until("to", "as") if verb in ("set", "sets", "mark", "marks") else cursor.rest
    found = rows_of(tokens, draft)
    if found is None:
        return False
    entity, where, member = found
    if verb.startswith(("delete", "remove")):
        effect: Effect | None = DeleteEffect()
    else:
        cursor.take("to", "as")
        effect = _set_rows(entity, member, cursor.until(*IF), draft)
        if cursor.take(*IF):
            more = expressions.read(cursor.rest, entity, draft) or qualifiers.condition(cursor.rest, entity, draft)
            where, effect = both_of(where, more), effect if more else None
    if effect is None:
        return False
    name = f"{verb.rstrip('s')}_{naming.snake(naming.plural(entity.name))}"
    trigger = Trigger(on="schedule", cron=cron, entity=entity.name, when=where)
    draft.put_apart("job", "", name, Job(name=name, trigger=trigger, effects=[effect]), draft.plan.jobs)
    return True


def rows_of(tokens: Sequence[Token], draft: Draft) -> tuple[Entity, str | None, str] | None:
    """The rows that a job is about, their condition, and the field that "the status of overdue Loans" names."""
    cursor = Cursor(tokens)
    start = cursor.i
    for size in range(0, 7):
        cursor.i = start + size
        if cursor.done:
            return None
        entity = draft.read_entity(cursor)
        if entity is None:
            continue
        before = [w for w in words_of(tokens[:size]) if w not in ("all", "the", "every")]
        member = ""
        if "of" in before:
            at = before.index("of")
            member = draft.member(entity.name, before[:at])
            before = before[at + 1 :]
        where = conditions.adjective(before, entity, draft) if before else None
        more = read_parts(cursor, entity, draft)
        if more is None or (before and where is None):
            return None
        return entity, both_of(where, more.where), member
    return None


def _set_rows(entity: Entity, member: str, tokens: Sequence[Token], draft: Draft) -> Effect | None:
    value = "_".join(words_of(tokens))
    for field in entity.fields:
        if member in ("", field.name) and any(c.value == value for c in field.enum):
            return SetEffect(field=field.name, value=repr(value))
        if not member and field.type == "boolean" and field.name in (value, f"is_{value}"):
            return SetEffect(field=field.name, value="True")
    expr = expressions.read(tokens, entity, draft)
    return SetEffect(field=member, value=expr) if member and expr else None


def _imperative(cursor: Cursor, entity: Entity | None, draft: Draft) -> Effect | None:
    """An effect in the imperative: "decrease the stock by 1"."""
    if cursor.here is None:
        return None
    verb = cursor.here.low
    third = {
        "set": "sets",
        "delete": "deletes",
        "create": "creates",
        "increase": "increases",
        "decrease": "decreases",
        "reduce": "reduces",
        "lower": "lowers",
        "raise": "raises",
        "remove": "removes",
        "add": "adds",
    }.get(verb, verb)
    first = cursor.here
    tokens = (Token("word", first.text, first.start, third), *cursor.tokens[cursor.i + 1 :])
    return effects.read_effect(Cursor(tokens), entity, draft, None)


def write_jobs(plan: Plan) -> Iterator[str]:
    for job in plan.jobs:
        label = f" (labelled {quoted(job.label)})" if job.label else ""
        yield f"The job {name_text(job.name)} runs {write_trigger(plan, job.trigger)}{label}."
        for effect in job.effects:
            yield f"The job {name_text(job.name)} {effects.write_effect(effect)}."
