"""Who makes and who ends the records of other things."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scaffolder import naming
from scaffolder.compiler.english import paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.verbs import VerbPhrase
from scaffolder.compiler.english.tokens import Token
from scaffolder.plan import (
    Action,
    Entity,
    Relation,
    Role,
)


class Ability(Struct, frozen=True):
    roles: list[str]
    only: bool
    negative: bool
    own_only: bool
    everybody: bool
    tail: tuple[Token, ...]
    deadline: tuple[Token, ...] = ()
    owner: bool = False
    most: str = ""  # how many may do it to one row
    rows: str = ""  # an Expr that the rows must fulfil
    who: bool = False  # everybody, spoken of as people: "users", and not "it is possible"


def closed_event(name: str, entity: Entity, ability: Ability, draft: Draft) -> Entity | None:
    """ "return a Book" ends a Loan of the Book: the action stands on the loan. Whoever makes no bookings and cancels a
    Lesson cancels the lesson."""
    for event in vocabulary.closing(name.replace("_", " ")):
        made = draft.entity(naming.pascal(event.entity))
        if made is None or made is entity or not paths.to_parent(made, entity.name, draft, 1):
            continue
        makers = _makers_of(made, draft)
        own = not makers and f"event:{made.name}" not in draft.said  # described for itself: "Organisers cancel Events"
        if event.due or not own and (not makers or not ability.roles or set(ability.roles) & set(makers)):
            return made
    return None


def makers(name: str, entity: Entity | None, draft: Draft) -> list[str]:
    """Nobody is named who ends a record: then those do who make it."""
    ends = {naming.pascal(e.entity) for e in vocabulary.closing(name.replace("_", " "))}
    return _makers_of(entity, draft) if entity is not None and entity.name in ends else []


def _makers_of(made: Entity, draft: Draft) -> list[str]:
    """The roles whose actions make such records."""
    makers = [a for a in draft.plan.actions if draft.events.get((a.entity or "", a.name), ("", ""))[1] == made.name]
    return [role for action in makers for role in action.roles]


def event(phrase: VerbPhrase, action: Action, entity: Entity, ability: Ability, draft: Draft) -> None:
    """A verb such as borrow makes a record of its own: the thing, the person and the moment."""
    event = vocabulary.event(" ".join(phrase.verb)) or vocabulary.event(action.name.replace("_", " "))
    if event is None or draft.strict or (action.entity or "", action.name) in draft.events:
        return
    name = made_by(phrase.verb[0], event, entity, draft)
    if "check in" in draft.said and phrase.verb[0] == "check":
        return
    if name == entity.name or is_step(event, entity):
        return
    roles = ability.roles or _users(event, action, ability, draft)
    if not (roles or event.values or draft.entity(name)):
        return
    if any(made == name and thing not in ("", entity.name) for (thing, _), (_, made) in draft.events.items()):
        name = naming.pascal(f"{entity.name} {name}")  # one joins a Club and a Trip: a membership links one of the two
    made = draft.declare([], name)
    link = paths.to_parent(made, entity.name, draft, 1) or naming.snake(entity.name)
    draft.add_relation(made, Relation(name=link, target=entity.name, required=True))
    assuming, draft.assuming = draft.assuming, draft.assuming or not ability.roles
    for role in roles:
        _participant(made, role, draft)
    draft.assuming = assuming
    draft.events[action.entity or "", action.name] = (" ".join(phrase.verb), made.name)
    draft.said.add(f"event:{made.name}")


def _users(event: vocabulary.Event, action: Action, ability: Ability, draft: Draft) -> list[str]:
    """ "Users can like Recipes": what each does once is done by somebody who is known, so users log in for it; where
    they log in anyway, they are known of whatever they book or order."""
    if not ability.who or not (event.once or draft.logins or draft.role("user")):
        return []
    role = draft.add_role(Role(name="user", self_signup=True))
    if role.entity is None:
        assuming, draft.assuming = draft.assuming, True
        member = draft.declare(["member"])
        role.entity, member.owner = member.name, "user"
        draft.assuming = assuming
        draft.assume("Users log in, and each is a Member.", member.name)
    action.roles += [role.name] if role.name not in action.roles else []
    return [role.name]


def made_by(verb: str, event: vocabulary.Event, entity: Entity, draft: Draft) -> str:
    """What the verb makes: what is called like it where there is such a thing, a Lease of the Plot that is leased."""
    usual = naming.pascal(event.entity)
    own = draft.entity(naming.pascal(verb))
    linked = own is not None and own is not entity and paths.to_parent(own, entity.name, draft, 1)
    return own.name if own is not None and linked and draft.entity(usual) is None else usual


def record_of(verb: str, entity: Entity, draft: Draft) -> Entity | None:
    """Where there is an Entry of a Tournament, who enters a tournament makes one of these."""
    names = (naming.pascal(noun) for noun in vocabulary.nouns_of(verb))
    found = (draft.entity(name) for name in names)
    return next((e for e in found if e and e is not entity and paths.to_parent(e, entity.name, draft, 1)), None)


def is_step(event: vocabulary.Event, entity: Entity) -> bool:
    """Whether the verb leads from one state of the thing to another, and makes no record."""
    return any(c.value in event.not_beside for f in entity.fields for c in f.enum)


def _participant(made: Entity, name: str, draft: Draft) -> None:
    role = draft.role(name)
    if role is None or role.admin or role.anonymous:
        return
    if role.entity is None:
        profile = draft.declare(naming.words(name))
        role.entity, profile.owner = profile.name, "user"
    if not paths.to_parent(made, role.entity, draft, 1):
        link = name if name != "user" else naming.snake(role.entity)  # `user` is who acts
        draft.add_relation(made, Relation(name=link, target=role.entity, required=True))


def checks_in(tokens: Sequence[Token]) -> bool:
    """ "check a Dog in": then who checks it out borrows nothing."""
    checks = (i for i, t in enumerate(tokens) if t.low in ("check", "checks", "checking", "checked", "check-in"))
    return any("in" in [t.low for t in tokens[i + 1 : i + 5]] or tokens[i].low == "check-in" for i in checks)
