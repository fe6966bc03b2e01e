"""An application of ten entities with rules of every kind, as somebody would describe it."""

from __future__ import annotations

from typing import get_args, get_type_hints

from scaffolder.compiler import compile_description
from scaffolder.plan import DeleteEffect, Field, Job, Measure, Notification, Plan, Report, Transfer, Trigger

OLD = "put_in_on < today - days(900)"
TEXT = """
# Community Theatre

A Venue has a name (unique), an address and a capacity.
A Play has a title, an author, a running time in minutes and a genre (comedy, drama, musical).
A Season has a name (unique), a start date and an end date. The end date of a Season must be after the start date.
A Production belongs to a Play and a Season and has a budget and a status (planned, rehearsing, running, closed).
A Member has a name, an email (unique), a phone number and a joined date.
A Performance belongs to a Production and a Venue and has a start time, an end time and a price.
A Rehearsal belongs to a Production and has a start time, an end time and notes.
A Costume has a code (unique), a size (small, medium, large), a value and belongs to a Production.
A Booking belongs to a Performance and a Member and has a number of seats (1 to 10) and a paid flag.
A Donation belongs to a Member and has an amount, a date and a note.

A Venue cannot have two Performances at the same time.
The cost of a Booking is the number of seats times the price of the performance.
There are at most 4 Bookings per performance and member.
The status of a Production goes from planned to rehearsing to running to closed.
Directors can start rehearsing a Production and close a Production. Directors manage Plays, Productions and Rehearsals.
Members can book a Performance. Members can only see their own Bookings. Members can read Plays and Performances.
Only treasurers can delete Donations. Treasurers manage Donations and Bookings.
Search Plays by title and author. List upcoming Performances. List Bookings that are not paid, newest first.
Show the total amount of Donations per month. Show the number of Performances per venue.
Export Donations to CSV. Import Costumes from CSV.
Email the Member 1 day before a Performance starts.
Every night, delete Donations older than 3650 days.
"""


def ten_entities() -> Plan:
    found = compile_description(TEXT).plan
    assert found is not None
    return found


def full() -> Plan:
    """The same with a report, a job of the night, a message, and files in and out of every entity."""
    plan = ten_entities()
    cited = [next(r.id for r in plan.requirements if r.kind == "functional")]
    more = [Field(name="contact", type="email"), Field(name="put_in_on", type="date")]
    entities = [e.model_copy(update={"fields": [*e.fields, *more]}) for e in plan.entities]
    names = {e.name: e.name.lower() for e in entities}
    reports = [
        Report(
            name=f"{word}_per_month",
            entity=name,
            group_by=["month(put_in_on)"],
            measures=[Measure(name="count", agg="count")],
            satisfies=cited,
        )
        for name, word in names.items()
    ]
    night = {name: Trigger(on="schedule", entity=name, cron="0 3 * * *", when=OLD) for name in names}
    jobs = [
        Job(name=f"forget_{word}", trigger=night[name], effects=[DeleteEffect()], satisfies=cited)
        for name, word in names.items()
    ]
    news = [
        Notification(
            name=f"{word}_news",
            trigger=Trigger(on="created", entity=name),
            to="contact",
            subject="News",
            body="Look at {id}.",
            satisfies=cited,
        )
        for name, word in names.items()
    ]
    transfers = [
        Transfer(name=f"{word}_{direction}", direction=direction, entity=name, satisfies=cited)
        for name, word in names.items()
        for direction in get_args(get_type_hints(Transfer)["direction"])
    ]
    return plan.model_copy(
        update={
            "entities": entities,
            "reports": [*plan.reports, *reports],
            "jobs": [*plan.jobs, *jobs],
            "notifications": [*plan.notifications, *news],
            "transfers": transfers,
        }
    )
