"""Who is told: the person a row leads to, everybody with a role, or those whose rows are as described.

WHOM := the THING | ROLES | WHOM and WHOM | THINGS whose|with ROWS | THINGS who are booked for it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder import naming
from scaffolder.compiler.english import paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import conditions
from scaffolder.compiler.english.shapes.jobs import rows_of
from scaffolder.compiler.english.tokens import Cursor, Token, spelled, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, many
from scaffolder.plan import Entity, Field, Trigger

OWNERS = phrases("happenings", "owners")
CONCERNED = phrases("happenings", "concerned")
EACH_MORNING = "0 7 * * *"


def each(whom: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The parts of "the owner and all keepers"."""
    if Cursor(whom).find("whose", "with", "who") >= 0:
        return [tuple(whom)]
    return [part[1:] if part[0].low == "to" else part for part in split(whom, ",", "and", "or")]


def recipient(whom: Sequence[Token], entity: Entity | None, draft: Draft) -> str:
    """ "the Member" -> member.email, "librarians" -> role:librarian; empty where nobody can be reached."""
    cursor = Cursor(whom)
    target = draft.read_entity(cursor, last=True)
    if target is not None and entity is not None:
        path = "" if target is entity else paths.to_parent(entity, target.name, draft)
        mail = mail_of(target)
        if mail and (path or target is entity):
            return f"{path}.{mail}" if path else mail
    words = [w for w in words_of(whom) if w not in DETERMINERS]
    if entity is not None and (mail := _mail_called(words, entity)):
        return mail
    if entity is not None and spelled(whom).lower() in OWNERS and _is_owned(entity, draft):
        return f"{entity.owner}.email"
    cursor = Cursor(whom)
    role = draft.read_role(cursor)
    if role is None and words and vocabulary.is_in("roles", "admins", naming.singular(words[-1])):
        return "role:admin"
    if role is not None and cursor.done:
        return f"role:{role.name}"
    return _with_mail(target, entity, draft) if target is not None and entity is not None else ""


def _with_mail(target: Entity, entity: Entity, draft: Draft) -> str:
    """The address of somebody of whom nobody said that there is one: who is to get an email has one."""
    path = "" if target is entity else paths.to_parent(entity, target.name, draft)
    if draft.strict or not path and target is not entity:
        return ""
    draft.add_field(target, Field(name="email", type="email"))
    draft.assume(f"{many(target.name)} have an email address.")
    return f"{path}.email" if path else "email"


def _is_owned(entity: Entity, draft: Draft) -> bool:
    """Whether its rows are somebody's own, and not over what they belong to."""
    owned = any(g.own and g.entity == entity.name for g in draft.grants)
    if owned and not entity.relations:
        entity.owner = entity.owner or "owner"
    return entity.owner is not None


def _mail_called(words: Sequence[str], entity: Entity) -> str:
    """ "the recipient" of a row with a recipient email."""
    names = {"_".join(words), "_".join([*words, "email"])}
    return next((f.name for f in entity.fields if f.type == "email" and f.name in names), "")


def mail_of(entity: Entity) -> str:
    return next((f.name for f in entity.fields if f.type == "email"), "")


def described(whom: Sequence[Token], draft: Draft) -> Iterator[tuple[Trigger, str]]:
    """ "members whose loans are overdue", "members with overdue loans": a message for each such row."""
    cursor = Cursor(whom)
    named = cursor.until("whose", "with", "who have", "that have")
    if not cursor.take("whose", "with", "who have", "that have"):
        return
    found = rows_of((*cursor.rest,), draft) or _predicate(cursor.rest, draft)
    to = recipient(named, found[0], draft) if found else ""
    if found and found[1] and to and not to.startswith("role:"):
        yield Trigger(on="schedule", cron=EACH_MORNING, entity=found[0].name, when=found[1]), to


def _predicate(tokens: Sequence[Token], draft: Draft) -> tuple[Entity, str | None, str] | None:
    """ "loans are overdue", put as "loans that are overdue"."""
    at = next((i for i, t in enumerate(tokens) if t.low in ("is", "are", "has", "have", "was", "were")), 0)
    that = Token("word", "that", tokens[at].start, "that") if at else None
    return rows_of((*tokens[:at], that, *tokens[at:]), draft) if that else None


def concerned(whom: Sequence[Token], trigger: Trigger, draft: Draft) -> tuple[Trigger, str] | None:
    """Those who have a row for the thing: "notify the musicians" of a concert that is cancelled, over their bookings.
    What is between them is looked through each morning."""
    entity = draft.entity(trigger.entity or "")
    cursor = Cursor(whom)
    everybody = bool(cursor.at("all", "every", "each"))
    target = draft.read_entity(cursor)
    told = bool(cursor.take(*CONCERNED))
    state = state_of(trigger, draft)
    if entity is None or target is None or not cursor.done or not state or everybody and not told:
        return None
    for _, source in paths.to_many(entity, draft):
        between = draft.entity(source)
        link = paths.to_parent(between, entity.name, draft, 1) if between else ""
        path = paths.to_parent(between, target.name, draft, 1) if between and mail_of(target) else ""
        if between and link and path:
            draft.assume(f"{many(target.name)} are told each morning, once for each of their {many(source)}.")
            when = f"{link}.{state}"
            return Trigger(on="schedule", cron=EACH_MORNING, entity=source, when=when), f"{path}.{mail_of(target)}"
    return None


def state_of(trigger: Trigger, draft: Draft) -> str:
    """The condition that holds for a row after what the trigger waits for."""
    entity = draft.entity(trigger.entity or "")
    if trigger.on in ("condition", "schedule"):
        return trigger.when if trigger.when and " and " not in trigger.when else ""
    if entity is None or trigger.on != "action" or not trigger.action:
        return ""
    found = conditions.adjective([vocabulary.participle(trigger.action)], entity, draft)
    return found if found and " and " not in found else ""
