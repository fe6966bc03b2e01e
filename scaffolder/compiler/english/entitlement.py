"""The rights that a writer leaves unsaid: an admin, users, and what roles may beyond what is stated of them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import offices, ownership, paths, vocabulary
from scaffolder.compiler.english.claims import Ban, Denied, Grant
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.ownership import own_rows
from scaffolder.compiler.english.wording import capital, listed, many, role_text
from scaffolder.plan import Element, Entity, Operation, Origin, Permission, Role

ORDER: tuple[Operation, ...] = ("create", "read", "update", "delete", "import", "export")
FULL: tuple[Operation, ...] = ("create", "read", "update", "delete")


def settle(draft: Draft) -> None:
    draft.rid = ""
    open_to_all = not draft.plan.roles
    if _needs_users(draft):
        _users(draft, open_to_all)
    if not draft.plan.roles:
        return
    offices.move(draft)
    _log_in(draft)
    if not any(r.admin for r in draft.plan.roles):
        draft.add_role(Role(name="admin", admin=True))
        draft.assume("An admin may do everything.", "role:admin")
        plain = [r for r in draft.plan.roles if not r.admin and not r.anonymous]
        draft.find("A202", others=[f"{role_text(r.name)} can do everything." for r in plain])
    grants: dict[str, list[Grant]] = {}
    for grant in [*draft.grants, *_inherited(draft)]:
        for name in [grant.entity] if grant.entity else [x.name for x in draft.plan.entities]:
            grants.setdefault(name, []).append(grant)
    for role in draft.plan.roles:
        if not role.admin and not (open_to_all and role.name == "user"):
            _rights(role, grants, draft)
    for ban in draft.forbidden:
        _bound(ban, draft)
    for denied in draft.denied:
        _deny(denied, draft)
    for owned in draft.owned:
        ownership.settle(owned, draft)


def _log_in(draft: Draft) -> None:
    """Those who log in, and sign up, where no role is named: all roles; the one that is no staff."""
    people = [r for r in draft.plan.roles if not r.anonymous]
    plain = [r for r in people if not r.admin]
    newcomers = [r for r in people if r.self_signup] or plain
    for role in newcomers if draft.signups else ():
        role.self_signup = True
    for role, rids in [*((r, draft.logins) for r in people), *((r, draft.signups) for r in newcomers)]:
        role.satisfies = list(dict.fromkeys([*role.satisfies, *rids]))


def _deny(denied: Denied, draft: Draft) -> None:
    """Everybody may do an action without roles: then the others are named."""
    action = draft.action(denied.entity, denied.action)
    if action is None:
        return
    may = action.roles or [r.name for r in draft.plan.roles if not r.admin and not r.anonymous]
    action.roles = [r for r in may if r not in denied.roles] or [r.name for r in draft.plan.roles if r.admin][:1]
    action.satisfies += [denied.rid] if denied.rid not in action.satisfies else []


def _inherited(draft: Draft) -> list[Grant]:
    """What heirs may do because others may; actions that make a record of a person stay with that person."""
    found = []
    for heir in draft.heirs:
        found += [replace(g, role=heir.role, rid=heir.rid, only=False) for g in draft.grants if g.role == heir.of]
        role, of = draft.role(heir.role), draft.role(heir.of)
        if role is not None and of is not None:
            role.admin = role.admin or of.admin
        for action in draft.plan.actions:
            if heir.of in action.roles and (action.entity or "", action.name) not in draft.events:
                action.roles += [heir.role] if heir.role not in action.roles else []
                action.satisfies += [heir.rid] if heir.rid not in action.satisfies else []
    return found


def _bound(ban: Ban, draft: Draft) -> None:
    """Whoever may do something to rows may do it only to those that are allowed."""
    known = [p for p in draft.plan.permissions if p.entity == ban.entity and p.role in (ban.roles or (p.role,))]
    doing = [p for p in known if ban.operation in p.operations]
    for permission in doing:
        allowed = ban.allowed or _own_rows_of(permission, draft)
        if permission.where == allowed:
            permission.satisfies = list(dict.fromkeys([*permission.satisfies, ban.rid]))
            continue
        where = allowed if permission.where is None else f"({permission.where}) and {allowed}"
        permission.operations = [o for o in permission.operations if o != ban.operation]
        if not permission.operations:
            draft.plan.permissions.remove(permission)
        made = Permission(role=permission.role, entity=ban.entity, operations=[ban.operation], where=where)
        made.satisfies = list(dict.fromkeys([*permission.satisfies, ban.rid]))
        draft.plan.permissions.append(made)
    if not doing:  # nobody may do it anyway: what they may do is what shuts it out
        thing = draft.entity(ban.entity)
        shutting_out: list[Element] = [*known] or ([thing] if thing else [])
        for element in shutting_out:
            element.satisfies = list(dict.fromkeys([*element.satisfies, ban.rid]))


def _own_rows_of(permission: Permission, draft: Draft) -> str:
    entity = draft.entity(permission.entity)
    role = draft.role(permission.role)
    if entity is None or role is None:
        raise LookupError(permission.entity)
    return own_rows(entity, role, draft)


def _needs_users(draft: Draft) -> bool:
    """Rows belong to users, or all users may do something, and nobody named a role that could be theirs."""
    plain = [r for r in draft.plan.roles if not r.admin and not r.anonymous and r.name != "user"]
    if draft.signups and len(plain) != 1 and not any(r.self_signup for r in plain):
        return True  # nobody is made a teacher by signing up
    if plain:
        return False
    if draft.logins:
        return True
    to_all = [g for g in draft.grants if not g.role and g.allow]
    owned = any(e.owner for e in draft.plan.entities) or bool(draft.owned)
    return owned or any(g.own or draft.plan.roles for g in to_all)


def _users(draft: Draft, open_to_all: bool) -> None:
    """Users sign up. Where there is no other role, they may do all that is not bound to the one who made a row."""
    role = draft.add_role(Role(name="user", self_signup=True))
    if not open_to_all:
        draft.assume("Users sign up.", "role:user")
        return
    owning = any(g.own for g in draft.grants) or any(e.owner for e in draft.plan.entities) or bool(draft.owned)
    may = "manage what they have created" if owning else "may change everything"
    draft.assume(f"Users sign up, and {may}.", "role:user")
    for entity in draft.plan.entities:
        said = [g for g in draft.grants if g.entity == entity.name and g.allow and not g.unclear]
        mine = [g for g in said if g.own and g.where is None]
        acted_on = entity.name in {o.action.entity for o in draft.owned if not o.others}
        if not mine and not entity.owner and not acted_on:
            _add(role, entity, FULL, None, [], draft)
            continue
        shared = [g for g in said if not offices.is_bound(g) and (mine or acted_on or not entity.owner)]
        # What only the owner does something to, others may still look at.
        seen = ("create", "read") if acted_on and not mine else ()
        open_ = [o for o in FULL if o in seen or any(o in g.operations for g in shared)]
        _add(role, entity, open_, None, [g.rid for g in shared], draft)
        rest = [o for o in FULL if o not in open_]
        _add(role, entity, rest, own_rows(entity, role, draft), [g.rid for g in mine], draft)


def _rights(role: Role, grants: dict[str, list[Grant]], draft: Draft) -> None:
    operator = any(offices.is_operator(r, draft) for r in (role, *offices.ancestors(role, draft)))
    for entity in draft.plan.entities:
        _rights_on(role, entity, grants.get(entity.name, []), operator, draft)
    assumed = [p for p in draft.plan.permissions if p.role == role.name and p.origin == "default"]
    draft.rid = role.satisfies[0] if role.satisfies else ""
    who = role.name.replace("_", " ")
    who = who if vocabulary.is_in("roles", "together", who.split()[-1]) else naming.with_article(who)
    rights = f"{who} may {_told(assumed, role, draft)}"
    draft.assume(f"{capital(rights)}.", f"role:{role.name}")
    draft.find("A205", None, role=who, Role=capital(naming.plural(role.name.replace("_", " "))), rights=rights)
    draft.rid = ""


def _told(assumed: Sequence[Permission], role: Role, draft: Draft) -> str:
    """ "read everything"; "create and read Books and read Members": what was added to what is stated."""
    kinds: dict[tuple[str, bool], list[str]] = {}
    for permission in assumed:
        words = listed([{"update": "change"}.get(o, o) for o in permission.operations])
        kinds.setdefault((words, permission.where is not None), []).append(permission.entity)
    told = []
    for (words, own), entities in kinds.items():
        everything = len(entities) == len(draft.plan.entities)
        objects = "everything" if everything else listed([many(e) for e in entities])
        told.append(f"{words} {_owned(entities, role) if own else objects}")
    return listed(told) if told else "only do what is stated"


def _owned(entities: Sequence[str], role: Role) -> str:
    """ "their own profile and their own Loans"."""
    profile = ["their own profile"] if role.entity in entities else []
    return listed([*profile, *(f"their own {many(e)}" for e in entities if e != role.entity)])


def _rights_on(role: Role, entity: Entity, grants: list[Grant], operator: bool, draft: Draft) -> None:
    managed = operator and offices.is_of_others(role, entity, grants)
    base: set[Operation] = set(FULL) if operator and not managed else set() if role.anonymous else {"read"}
    mine = [g for g in grants if g.role in (role.name, "") and not (g.role == "" and role.anonymous)]
    base -= {o for g in mine if g.unclear for o in g.operations}
    grants, mine = ([g for g in found if not g.unclear] for found in (grants, mine))
    if role.entity == entity.name and not operator and not any(g.allow for g in mine):
        made = any(g.role not in (role.name, "") and g.allow and "create" in g.operations for g in grants)
        written: list[Operation] = ["read", "update"] if made else ["create", "read", "update"]  # by whom else?
        _add(role, entity, written, "owner == user", [], draft)
        return
    if role.anonymous and any(a.entity == entity.name and role.name in a.roles for a in draft.plan.actions):
        base.add("read")
    open_ = {o for g in mine if g.allow and not offices.is_bound(g) for o in g.operations}
    bound = [g for g in mine if g.allow and offices.is_bound(g)]
    denied = {o for g in mine if not g.allow for o in g.operations}
    denied |= {
        o for g in grants if g.only and g.role != role.name and not _named_too(g, role, grants) for o in g.operations
    }
    base -= {"delete"} if "update" in denied else set()  # who may not change a row may not do away with it
    bound_operations = {o for g in bound for o in g.operations}
    if bound:  # what is said with so much care is not widened by what is usual
        base &= {"read", "create"} if any(g.own or g.of for g in bound) else {"read"}
    allowed = (base | open_) - denied - (bound_operations - open_)
    rids = [g.rid for g in mine if g.allow and not offices.is_bound(g)]
    if (
        "read" in allowed - open_
        and not operator
        and is_linked(entity, role, draft)
        and not _is_said_to_all(entity, draft)
    ):
        allowed -= {"read"}
        _add(role, entity, ["read"], own_rows(entity, role, draft), [], draft)
    stated = open_ if rids else set()
    _add(role, entity, [o for o in ORDER if o in allowed & stated], None, rids, draft)
    _add(role, entity, [o for o in ORDER if o in allowed - stated], None, [], draft)
    own = not role.anonymous and not is_linked(entity, role, draft) and entity.name != role.entity
    if own and _acts_on_own(role, entity, bound, draft):
        # whose own rows these are makes them, where nothing says otherwise
        settled = allowed | denied | bound_operations
        _add(role, entity, ["create"] if "create" not in settled else [], None, [], draft)
        _add(role, entity, ["update"] if "update" not in settled else [], own_rows(entity, role, draft), [], draft)
    if managed and role.entity == entity.name and "update" not in allowed | denied | bound_operations:
        _add(role, entity, ["update"], own_rows(entity, role, draft), [], draft)
    for grant in bound:
        if role.anonymous and (grant.own or grant.of):
            _own_of_nobody(role, entity, grant, draft)
            continue
        rows = ownership.rows_of(grant, entity, role, draft)
        _add(role, entity, [o for o in ORDER if o in grant.operations], rows, [grant.rid], draft)


def _own_of_nobody(role: Role, entity: Entity, grant: Grant, draft: Draft) -> None:
    """Whoever does not log in has no rows of their own: a right to them is one that nobody could use."""
    draft.rid = grant.rid
    draft.partial.add(grant.rid)
    who = capital(naming.plural(role.name.replace("_", " ")))
    draft.find("A112", name=f"a right to their own {many(entity.name)}", reason=f"{who} do not log in")
    draft.rid = ""


def _acts_on_own(role: Role, entity: Entity, bound: Sequence[Grant], draft: Draft) -> bool:
    """Whether the role has rows of its own: "Authors can publish their Posts", "Reps see only their own Deals"."""
    acts = any(role.name in o.roles and o.action.entity == entity.name for o in draft.owned if not o.others)
    return acts or any(g.own for g in bound)


def is_linked(entity: Entity, role: Role, draft: Draft) -> bool:
    """Rows that each belong to somebody with this role: the others have no business in them."""
    return bool(role.entity and role.entity != entity.name and paths.to_parent(entity, role.entity, draft))


def _is_said_to_all(entity: Entity, draft: Draft) -> bool:
    """Comments and ratings, which some make so that others read them."""
    makers = (vocabulary.event(verb) for verb, made in draft.events.values() if made == entity.name)
    return any(e.open for e in makers if e is not None)


def _named_too(grant: Grant, role: Role, grants: list[Grant]) -> bool:
    return any(g.role == role.name and g.rid == grant.rid and g.operations == grant.operations for g in grants)


def _add(
    role: Role, entity: Entity, operations: Sequence[Operation], where: str | None, rids: Sequence[str], draft: Draft
) -> None:
    if not operations:
        return
    origin: Origin = "stated" if rids else "default"
    same = next(
        (
            p
            for p in draft.plan.permissions[-8:]
            if (p.role, p.entity, p.where) == (role.name, entity.name, where) and (where or p.origin == origin)
        ),
        None,
    )
    if same is not None:
        same.operations = [o for o in ORDER if o in {*same.operations, *operations}]
        same.satisfies += [r for r in rids if r not in same.satisfies]
        return
    made = Permission(
        role=role.name,
        entity=entity.name,
        operations=list(operations),
        where=where,
        satisfies=list(dict.fromkeys(rids)),
    )
    made.origin = origin
    draft.plan.permissions.append(made)
