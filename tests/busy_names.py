"""A plan whose entities are called like what emitted code calls its own things, where it does the most: jobs, messages,
limits, files, reports."""

from __future__ import annotations

from typing import get_args, get_type_hints

from scaffolder.plan import (
    Action,
    Constraint,
    CreateEffect,
    DeleteEffect,
    Entity,
    Field,
    Job,
    Measure,
    Notification,
    Param,
    Plan,
    Precondition,
    Relation,
    Report,
    Requirement,
    SetEffect,
    Transfer,
    Trigger,
)

NAMES = (
    "Note", "Period", "Subject", "Body", "Text", "Number", "Limit", "Due", "Told", "Count", "Report", "Row", "Export",
    "Import", "Update", "Other", "Page", "Part", "Recipient", "Owner", "Function", "File", "Job", "Command",
)  # fmt: skip
CITED = ["R1"]


def busy_names(stack: str) -> Plan:
    night = {
        name: Trigger(on="schedule", entity=name, cron="0 3 * * *", when="day < today - days(9)") for name in NAMES
    }
    new = {name: Trigger(on="created", entity=name, when="rank > 3") for name in NAMES}
    return Plan(
        name="Busy Names",
        slug="busy-names",
        kind=stack,
        stack=stack,
        requirements=[Requirement(id="R1", text="All of it.")],
        entities=[_entity(name) for name in NAMES],
        actions=[_action(name) for name in NAMES],
        jobs=[
            Job(name=f"forget_{n.lower()}", trigger=night[n], effects=[DeleteEffect()], satisfies=CITED) for n in NAMES
        ]
        + [
            Job(
                name=f"mark_{n.lower()}",
                trigger=new[n],
                effects=[SetEffect(field="day", value="today")],
                satisfies=CITED,
            )
            for n in NAMES
        ],
        notifications=[
            _message(f"{n.lower()}_{when}", on[n]) for when, on in (("late", night), ("new", new)) for n in NAMES
        ],
        reports=[
            Report(
                name=f"{n.lower()}_ranks",
                entity=n,
                group_by=["rank"],
                measures=[Measure(name="many", agg="count")],
                satisfies=CITED,
            )
            for n in NAMES
        ],
        transfers=[
            Transfer(name=f"{n.lower()}_{direction}", direction=direction, entity=n, satisfies=CITED)
            for n in NAMES
            for direction in get_args(get_type_hints(Transfer)["direction"])
        ],
    )


def _entity(name: str) -> Entity:
    return Entity(
        name=name,
        display="name",
        fields=[
            Field(name="name", required=True),
            Field(name="contact", type="email"),
            Field(name="day", type="date"),
            Field(name="rank", type="integer"),
        ],
        relations=[Relation(name="above", target=name, inverse="below", on_delete="set_null")],
        constraints=[
            Constraint(name="few", kind="limit", expr="3", per=["above"], message="Too many.", satisfies=CITED)
        ],
        satisfies=CITED,
    )


def _action(name: str) -> Action:
    return Action(
        name="lift",
        entity=name,
        params=[Param(name="by", type="integer")],
        preconditions=[Precondition(expr="by > 0", message="No.")],
        effects=[
            SetEffect(field="rank", value="rank + by"),
            CreateEffect(entity=name, values={"name": "name", "above": "self"}),
        ],
        satisfies=CITED,
    )


def _message(name: str, trigger: Trigger) -> Notification:
    return Notification(
        name=name, trigger=trigger, to="contact", subject="Of {name}", body="Look at {name} {day}.", satisfies=CITED
    )
