"""Hypothesis strategies for valid plans: names of one to four words, all kinds of elements of an API.

    @given(plans())                      # anything
    @given(plans(roles=False))           # without login
    @given(plans(pages=True))            # with pages of their own

Every plan passes `plan.validation`; a test holds that.
"""

from __future__ import annotations

import keyword
from typing import Any

from hypothesis import strategies as st

from scaffolder import naming
from scaffolder.plan import (
    Action,
    Choice,
    Constraint,
    CreateEffect,
    DeleteEffect,
    Effect,
    Entity,
    Example,
    Field,
    FieldType,
    Function,
    Job,
    Measure,
    Notification,
    Page,
    Param,
    Permission,
    Plan,
    Precondition,
    Query,
    Relation,
    Report,
    Requirement,
    Role,
    Section,
    SetEffect,
    StateMachine,
    Transfer,
    Transition,
    Trigger,
    Validation,
    Widget,
    WidgetKind,
)

NOUNS = (
    "book", "box", "category", "person", "series", "order", "class", "branch", "tracking", "event", "status", "lens",
    "import", "analysis", "policy", "movie", "bus", "day", "child", "invoice", "line", "warehouse", "quiz", "news",
)  # fmt: skip
ATTRIBUTES = (
    "title", "from", "weight", "colour", "is", "none", "metadata", "due", "shelf", "mark", "code", "level", "type",
    "date", "public", "score", "first", "length", "class", "price",
)  # fmt: skip
VERBS = ("archive", "restore", "approve", "reject", "return", "publish", "close", "assign", "yield")
STATES = ("draft", "open", "in_review", "done", "gone")
LABELS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30).map(str.strip)
MESSAGES = LABELS.map(lambda text: text.replace("{", "(").replace("}", ")"))  # what braces hold is an expression
PLAIN: tuple[FieldType, ...] = (
    "string", "text", "integer", "decimal", "float", "boolean", "date", "datetime", "time", "duration", "email", "url",
    "phone", "uuid", "money", "percent", "json", "file", "image", "list", "secret",
)  # fmt: skip
SAMPLES: dict[FieldType, st.SearchStrategy[Any]] = {
    "string": st.sampled_from(["no", "12", "a b", "2024-01-01", "ü"]), "text": st.sampled_from(["on", "x: y", "# no"]),
    "integer": st.integers(-1000, 1000), "decimal": st.sampled_from(["1.5", 2]), "float": st.sampled_from([0.5, 2]),
    "boolean": st.booleans(), "date": st.sampled_from(["2024-02-29", "today"]), "time": st.just("12:30"),
    "datetime": st.sampled_from(["2024-02-29T12:00:00+00:00", "now"]), "duration": st.integers(0, 86_400),
    "email": st.just("ann@example.com"), "url": st.just("https://example.com/a?b=c"), "phone": st.just("+49 30 1234"),
    "money": st.sampled_from(["12.50", 3]), "percent": st.sampled_from(["12.5", 100]),
}  # fmt: skip


def names(words: tuple[str, ...], most: int = 4) -> st.SearchStrategy[str]:
    """snake_case names of one to four words."""
    return st.lists(st.sampled_from(words), min_size=1, max_size=most).map("_".join)


@st.composite
def fields(draw: st.DrawFn, name: str) -> Field:
    type_ = draw(st.sampled_from([*PLAIN, "enum"]))
    field = Field(name=name, type=type_, label=draw(LABELS), help=draw(LABELS), required=draw(st.booleans()))
    if type_ == "enum":
        values = draw(st.lists(st.sampled_from([*STATES, "no", "2nd", "A+"]), min_size=1, max_size=4, unique=True))
        field.enum = [Choice(value=v, label=draw(LABELS)) for v in values]
        field.default = draw(st.none() | st.sampled_from(values))
    elif type_ in SAMPLES:
        field.default = draw(st.none() | SAMPLES[type_])
    if type_ in ("string", "integer", "uuid", "email", "date"):
        field.unique = draw(st.booleans())
    if type_ in ("string", "text", "email"):
        field.searchable = draw(st.booleans())
    if type_ == "string" and field.default is None:
        field.validation = draw(
            st.sampled_from([Validation(), Validation(max_length=50), Validation(pattern="[a-z]+")])
        )
    if type_ == "integer" and field.default is None:
        field.validation = draw(st.sampled_from([Validation(), Validation(min=0), Validation(min=1, max=5)]))
    if type_ == "money":
        field.currency = draw(st.none() | st.just("EUR"))
    return field


@st.composite
def entities(draw: st.DrawFn, name: str, earlier: list[str]) -> Entity:
    """Relations lead to earlier entities, or to the entity itself."""
    attributes = draw(st.lists(names(ATTRIBUTES), min_size=1, max_size=5, unique=True))
    entity = Entity(
        name=name,
        label=draw(LABELS),
        description=draw(LABELS),
        fields=[draw(fields(a)) for a in attributes],
        timestamps=draw(st.booleans()),
        soft_delete=draw(st.booleans()),
    )
    targets = draw(st.lists(st.sampled_from([*earlier, name]), max_size=2, unique=True))
    for target in targets:
        entity.relations.append(_relation(draw, entity, target))
    shown = [f.name for f in entity.fields if f.type not in ("json", "file", "image", "list", "secret")]
    if shown:
        entity.display = draw(st.none() | st.sampled_from(shown))
        entity.order_by = draw(st.lists(st.sampled_from([*shown, *(f"-{s}" for s in shown)]), max_size=1))
    numbers = [f.name for f in entity.fields if f.type in ("integer", "money", "decimal")]
    if numbers:
        entity.fields.append(Field(name="doubled_up", type="decimal", computed=f"{_in_text(numbers[0])} * 2"))
        entity.constraints.append(
            Constraint(name="not_below", kind="check", expr=f"{_in_text(numbers[0])} >= -1000000")
        )
    return entity


def _relation(draw: st.DrawFn, entity: Entity, target: str) -> Relation:
    link = f"{naming.snake(target)}_link"
    cardinality = draw(st.sampled_from(["many_to_one", "one_to_one", "many_to_many"]))
    required = cardinality != "many_to_many" and target != entity.name and draw(st.booleans())
    return Relation(
        name=("peers" if entity.relations else "others") if cardinality == "many_to_many" else link,
        target=target,
        cardinality=cardinality,
        inverse=f"{naming.snake(entity.name)}_back",
        required=required,
        on_delete=draw(st.sampled_from(["restrict", "cascade"] if required else ["restrict", "cascade", "set_null"])),
    )


def _in_text(name: str) -> str:
    """A name as an expression writes it."""
    return f"{name}_" if keyword.iskeyword(name) else name


@st.composite
def plans(draw: st.DrawFn, *, roles: bool | None = None, pages: bool = False) -> Plan:
    login = draw(st.booleans() if roles is None else st.just(roles))
    plan = Plan(name=draw(names(NOUNS)).title(), slug="an-app", summary=draw(LABELS))
    chosen = draw(st.lists(names(NOUNS).map(naming.pascal), min_size=1, max_size=4, unique_by=_table))
    for name in chosen:
        plan.entities.append(draw(entities(name, [e.name for e in plan.entities])))
    for entity in plan.entities:
        _behaviour(draw, plan, entity)
    if draw(st.booleans()):
        body = Function(
            name="net_of", params=[Param(name="gross", type="money")], returns="money", body="gross / 2",
            examples=[Example(args={"gross": "3.00"}, result="1.50")],
        )  # fmt: skip
        plan.functions.append(body)
    if login:
        _access(draw, plan)
    if pages:
        _pages(draw, plan)
    _cite(draw, plan)
    return plan


def _pages(draw: st.DrawFn, plan: Plan) -> None:
    things = [e.name for e in plan.entities]
    refs: dict[WidgetKind, list[str]] = {
        "list": [*(q.name for q in plan.queries), *things], "report": [r.name for r in plan.reports], "form": things,
    }  # fmt: skip
    parts = [Widget(kind="text", content=draw(MESSAGES) or "Come in.")]
    for kind, names_ in refs.items():
        if names_ and draw(st.booleans()):
            parts.append(Widget(kind=kind, ref=draw(st.sampled_from(names_)), content=draw(LABELS)))
    plan.pages.append(Page(name="first_of_all", path="/", widgets=parts))
    roles = [r.name for r in plan.roles if not r.anonymous][: draw(st.integers(0, 2))]
    plan.pages.append(Page(name="made_up", label=draw(LABELS), path="/made/up", roles=roles, nav=draw(st.booleans())))
    items = [text for text in draw(st.lists(MESSAGES, max_size=2)) if text]
    plan.sections.append(Section(kind="welcome", title=draw(LABELS), body=draw(MESSAGES) or "Hello.", items=items))


def _table(name: str) -> str:
    return naming.snake(naming.plural(name))


def _behaviour(draw: st.DrawFn, plan: Plan, entity: Entity) -> None:
    verbs = draw(st.lists(names(VERBS, 2), max_size=3, unique=True))
    if len(verbs) == 3:
        _machine(plan, entity, verbs[:2])
        verbs = verbs[2:]
    for verb in verbs:
        plan.actions.append(_action(draw, entity, verb))
    own = naming.snake(entity.name)
    sorts = [f.name for f in entity.fields if f.type in ("integer", "string", "date") and f.computed is None]
    if draw(st.booleans()) and sorts:
        where = f"{_in_text(sorts[0])} is not None"
        limit = draw(st.none() | st.integers(1, 20))
        plan.queries.append(Query(name=f"{own}_found", entity=entity.name, where=where, sort=sorts[:1], limit=limit))
    if draw(st.booleans()):
        _numbers(draw, plan, entity)
    if draw(st.booleans()):
        direction = draw(st.sampled_from(["import", "export"]))
        format_ = draw(st.sampled_from(["csv", "json"]))
        plan.transfers.append(
            Transfer(name=f"{own}_{direction}", direction=direction, entity=entity.name, format=format_)
        )
    if draw(st.booleans()):
        _events(draw, plan, entity)


def _machine(plan: Plan, entity: Entity, verbs: list[str]) -> None:
    entity.fields.append(Field(name="stage", type="enum", enum=[Choice(value=s) for s in STATES[:3]]))
    steps = [
        Transition(action=verbs[0], from_=["draft"], to="open"),
        Transition(action=verbs[1], from_=["draft", "open"], to="in_review"),
    ]
    plan.state_machines.append(StateMachine(entity=entity.name, field="stage", initial="draft", transitions=steps))
    plan.actions += [Action(name=v, entity=entity.name) for v in verbs]


def _action(draw: st.DrawFn, entity: Entity, verb: str) -> Action:
    integers = [f for f in entity.fields if f.type == "integer" and f.computed is None]
    effects: list[Effect] = [DeleteEffect()]
    params: list[Param] = []
    if integers:
        params = [Param(name="how_many", type="integer")]
        effects = [SetEffect(field=integers[0].name, value="how_many + 1")]
    elif draw(st.booleans()) and not entity.relations and not any(f.required for f in entity.fields):
        effects = [CreateEffect(entity=entity.name)]
    preconditions = [Precondition(expr="id > 0", message=draw(LABELS))] if draw(st.booleans()) else []
    return Action(
        name=verb, entity=entity.name, label=draw(LABELS), params=params, effects=effects, preconditions=preconditions
    )


def _numbers(draw: st.DrawFn, plan: Plan, entity: Entity) -> None:
    groups = [_in_text(f.name) for f in entity.fields if f.type in ("enum", "string", "boolean")]
    groups += [f"month({_in_text(f.name)})" for f in entity.fields if f.type == "date"]
    measures = [Measure(name="how_often", agg="count")]
    numbers = [_in_text(f.name) for f in entity.fields if f.type in ("integer", "money", "decimal")]
    if numbers:
        agg = draw(st.sampled_from(["sum", "avg", "min", "max"]))
        measures.append(Measure(name="in_all", agg=agg, expr=numbers[0]))
    plan.reports.append(
        Report(
            name=f"{naming.snake(entity.name)}_numbers", entity=entity.name, group_by=groups[:1], measures=measures,
            sort=["-how_often"], chart=draw(st.none() | st.sampled_from(["bar", "line", "pie"])),
        )
    )  # fmt: skip


def _events(draw: st.DrawFn, plan: Plan, entity: Entity) -> None:
    own = naming.snake(entity.name)
    schedule = Trigger(on="schedule", entity=entity.name, cron="0 7 * * 1-5", when="id > 10")
    trigger = draw(st.sampled_from([schedule, Trigger(on="created", entity=entity.name)]))
    if draw(st.booleans()):
        plan.jobs.append(Job(name=f"{own}_job", trigger=schedule, effects=[DeleteEffect()]))
    plan.notifications.append(
        Notification(name=f"{own}_news", trigger=trigger, channel="stdout", subject="Row {id}", body=draw(MESSAGES))
    )


def _access(draw: st.DrawFn, plan: Plan) -> None:
    plan.roles = [Role(name="clerk", self_signup=draw(st.booleans())), Role(name="boss", admin=True)]
    if draw(st.booleans()):
        plan.roles.append(Role(name="visitor", anonymous=True))
        plan.permissions.append(Permission(role="visitor", entity=plan.entities[0].name, operations=["read"]))
    owned = draw(st.sampled_from(plan.entities))
    owned.owner = "owner"
    where = draw(st.none() | st.just("owner == user"))
    operations = draw(
        st.lists(st.sampled_from(["create", "read", "update", "delete", "export"]), min_size=1, unique=True)
    )
    plan.permissions.append(Permission(role="clerk", entity=owned.name, operations=operations, where=where))
    for action in plan.actions:
        action.roles = draw(st.sampled_from([[], ["clerk"], ["clerk", "boss"]]))
    for function in plan.functions:
        function.roles = draw(st.sampled_from([[], ["clerk"], [r.name for r in plan.roles]]))


def _cite(draw: st.DrawFn, plan: Plan) -> None:
    for number, entity in enumerate(plan.entities, start=1):
        plan.requirements.append(Requirement(id=f"R{number}", text=f"Keep {entity.name}."))
        entity.satisfies = [f"R{number}"]
        for field in entity.fields:
            field.satisfies = draw(st.sampled_from([[], [f"R{number}"]]))
            field.origin = draw(st.sampled_from(["stated", "inferred", "default"]))
