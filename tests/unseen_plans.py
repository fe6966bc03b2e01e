"""Two domains that no template was written with: what is proven in `plans` must be proven here as well."""

from __future__ import annotations

from scaffolder.plan import (
    Action,
    Choice,
    Constraint,
    CreateEffect,
    Endpoint,
    Entity,
    Field,
    Function,
    Job,
    Measure,
    Notification,
    Param,
    Permission,
    Plan,
    Precondition,
    Query,
    Relation,
    Report,
    Role,
    SetEffect,
    StateMachine,
    Transfer,
    Transition,
    Trigger,
    Validation,
)  # fmt: skip
from tests.plans import functional


def harbour() -> Plan:
    """No login: berths that are moored at, boats that are inspected, fees that are reported."""
    return Plan(
        name="Harbour",
        slug="harbour",
        requirements=[
            functional("R1", "A boat has a registration, a length and a kind."),
            functional("R2", "A berth has a code and a number of places."),
            functional("R3", "Moorings of a berth never overlap and end after they begin."),
            functional("R4", "A boat is afloat, then in the dock, then afloat again."),
            functional("R5", "A boat has at most 2 open inspections."),
            functional("R6", "List the long boats."),
            functional("R7", "Show the fees per kind of boat."),
            functional("R8", "Close old inspections every night."),
            functional("R9", "Export the boats."),
            functional("R10", "A boat pays its fees."),
        ],
        entities=[
            Entity(
                name="Boat",
                display="registration",
                order_by=["registration"],
                fields=[
                    Field(
                        name="registration", required=True, unique=True, searchable=True,
                        validation=Validation(pattern=r"[A-Z]{3}-\d{3}"), satisfies=["R1"],
                    ),
                    Field(name="metres", type="decimal", required=True, validation=Validation(min=2, max=90),
                          satisfies=["R1"]),
                    Field(
                        name="kind", type="enum", default="sail", satisfies=["R1"],
                        enum=[Choice(value="sail"), Choice(value="motor"), Choice(value="rowing")],
                    ),
                    Field(
                        name="state", type="enum", enum=[Choice(value="afloat"), Choice(value="docked")],
                              satisfies=["R4"]
                    ),
                    Field(name="paid", type="money", default=0, readonly=True, satisfies=["R10"]),
                    Field(name="fee", type="money", computed="metres * 12", satisfies=["R10"]),
                ],
                satisfies=["R1"],
            ),
            Entity(
                name="Berth",
                fields=[
                    Field(name="code", required=True, unique=True, satisfies=["R2"]),
                    Field(name="places", type="integer", default=1, validation=Validation(min=1), satisfies=["R2"]),
                ],
                satisfies=["R2"],
            ),
            Entity(
                name="Mooring",
                fields=[
                    Field(name="first_day", type="date", required=True, satisfies=["R3"]),
                    Field(name="last_day", type="date", required=True, satisfies=["R3"]),
                ],
                relations=[
                    Relation(name="berth", target="Berth", required=True, on_delete="cascade", satisfies=["R3"]),
                    Relation(name="boat", target="Boat", required=True, satisfies=["R3"]),
                ],
                constraints=[
                    Constraint(
                        name="one_boat_a_day", kind="no_overlap", fields=["first_day", "last_day"], per=["berth"],
                        message="The berth is taken.", satisfies=["R3"],
                    ),
                    Constraint(
                        name="ends_later", kind="check", expr="last_day > first_day", message="It must end later.",
                        satisfies=["R3"],
                    ),
                ],
                satisfies=["R3"],
            ),
            Entity(
                name="Inspection",
                timestamps=True,
                fields=[
                    Field(name="reason", required=True, searchable=True, satisfies=["R5"]),
                    Field(name="closed", type="boolean", default=False, satisfies=["R5"]),
                ],
                relations=[
                    Relation(name="boat", target="Boat", required=True, on_delete="cascade", inverse="inspections",
                             satisfies=["R5"]),
                    Relation(name="berths", target="Berth", cardinality="many_to_many", inverse="inspections",
                             satisfies=["R5"]),
                ],
                constraints=[
                    Constraint(
                        name="two_open", kind="limit", expr="2", per=["boat"], where="not closed",
                        message="Two inspections are open already.", satisfies=["R5"],
                    ),
                    Constraint(name="one_reason", kind="unique", fields=["boat", "reason"], satisfies=["R5"]),
                ],
                satisfies=["R5"],
            ),
        ],
        state_machines=[
            StateMachine(
                entity="Boat",
                field="state",
                initial="afloat",
                transitions=[
                    Transition(action="lift", from_=["afloat"], to="docked"),
                    Transition(action="launch", from_=["docked"], to="afloat"),
                ],
                satisfies=["R4"],
            )
        ],
        actions=[
            Action(
                name="lift",
                entity="Boat",
                preconditions=[Precondition(expr="metres <= 30", message="The crane lifts 30 metres.")],
                satisfies=["R4"],
            ),
            Action(name="launch", entity="Boat", satisfies=["R4"]),
            Action(
                name="pay",
                entity="Boat",
                params=[Param(name="amount", type="money")],
                preconditions=[Precondition(expr="amount > 0", message="Nothing to pay.")],
                effects=[SetEffect(field="paid", value="paid + amount")],
                satisfies=["R10"],
            ),
            Action(
                name="inspect",
                entity="Boat",
                params=[Param(name="why")],
                effects=[CreateEffect(entity="Inspection", values={"boat": "self", "reason": "why"})],
                satisfies=["R5"],
            ),
        ],
        queries=[
            Query(name="long_boats", entity="Boat", where="metres >= 20", sort=["-metres"], filters=["kind"],
                  satisfies=["R6"]),
            Query(name="three_longest", entity="Boat", sort=["-metres"], limit=3, satisfies=["R6"]),
        ],
        reports=[
            Report(
                name="fees",
                entity="Boat",
                group_by=["kind"],
                measures=[
                    Measure(name="total", agg="sum", expr="metres"),
                    Measure(name="boats", agg="count"),
                    Measure(name="longest", agg="max", expr="metres"),
                ],
                where="state == 'afloat'",
                satisfies=["R7"],
            )
        ],
        jobs=[
            Job(
                name="close_old",
                trigger=Trigger(
                    on="schedule", entity="Inspection", cron="0 2 * * *",
                    when="not closed and created_at < now - days(10)",
                ),
                effects=[SetEffect(field="closed", value="True")],
                satisfies=["R8"],
            )
        ],
        transfers=[
            Transfer(name="boats", direction="export", entity="Boat", fields=["registration", "kind"],
                  satisfies=["R9"]),
            Transfer(name="new_berths", direction="import", entity="Berth", fields=["code", "places"],
                  satisfies=["R2"]),
        ],
        endpoints=[Endpoint(method="GET", path="/register", does="list:Boat", satisfies=["R1"])],
        functions=[
            Function(
                name="toll",
                params=[Param(name="metres", type="decimal"), Param(name="days", type="integer")],
                body="metres * days + 5",
                satisfies=["R10"],
            )
        ],
    )  # fmt: skip


def school() -> Plan:
    """Login: pupils see their own marks, teachers give them, everybody sees courses."""
    return Plan(
        name="School",
        slug="school",
        requirements=[
            functional("R1", "A course has a title and a number of seats."),
            functional("R2", "Pupils enrol in courses, as long as there are seats."),
            functional("R3", "Teachers give marks from 1 to 6."),
            functional("R4", "Pupils only see their own enrolments."),
            functional("R5", "Only teachers change courses."),
            functional("R6", "Pupils own their notes."),
            functional("R7", "Remind pupils of courses that begin tomorrow."),
            functional("R8", "An enrolment is open until it is confirmed."),
        ],
        entities=[
            Entity(
                name="Course",
                display="title",
                fields=[
                    Field(name="title", required=True, unique=True, searchable=True, satisfies=["R1"]),
                    Field(name="seats", type="integer", required=True, validation=Validation(min=1, max=30),
                          satisfies=["R1"]),
                    Field(name="begins_on", type="date", satisfies=["R7"]),
                ],
                satisfies=["R1"],
            ),
            Entity(
                name="Pupil",
                display="name",
                owner="user",
                fields=[
                    Field(name="name", required=True, satisfies=["R2"]),
                    Field(name="email", type="email", required=True, unique=True, satisfies=["R2"]),
                ],
                satisfies=["R2"],
            ),
            Entity(
                name="Enrolment",
                fields=[
                    Field(
                        name="status", type="enum", enum=[Choice(value="open"), Choice(value="confirmed")],
                              satisfies=["R8"]
                    ),
                    Field(name="mark", type="integer", readonly=True, satisfies=["R3"]),
                ],
                relations=[
                    Relation(name="course", target="Course", required=True, satisfies=["R2"]),
                    Relation(name="pupil", target="Pupil", required=True, on_delete="cascade", satisfies=["R2"]),
                ],
                constraints=[
                    Constraint(name="seats", kind="limit", expr="course.seats", per=["course"],
                               message="The course is full.", satisfies=["R2"]),
                    Constraint(name="once", kind="unique", fields=["course", "pupil"], satisfies=["R2"]),
                ],
                satisfies=["R2"],
            ),
            Entity(
                name="Remark",
                owner="owner",
                soft_delete=True,
                fields=[
                    Field(name="text", type="text", required=True, satisfies=["R6"]),
                    Field(name="pinned", type="boolean", default=False, satisfies=["R6"]),
                ],
                satisfies=["R6"],
            ),
        ],
        state_machines=[
            StateMachine(
                entity="Enrolment", field="status", initial="open",
                transitions=[Transition(action="confirm", from_=["open"], to="confirmed")], satisfies=["R8"],
            )
        ],
        actions=[
            Action(
                name="enrol",
                entity="Course",
                roles=["pupil"],
                effects=[CreateEffect(entity="Enrolment", values={"course": "self", "pupil": "user.pupil"})],
                satisfies=["R2"],
            ),
            Action(name="confirm", entity="Enrolment", roles=["teacher"], satisfies=["R8"]),
            Action(
                name="grade",
                entity="Enrolment",
                roles=["teacher"],
                params=[Param(name="mark", type="integer")],
                preconditions=[Precondition(expr="mark >= 1 and mark <= 6", message="Marks go from 1 to 6.")],
                effects=[SetEffect(field="mark", value="mark")],
                satisfies=["R3"],
            ),
        ],
        roles=[
            Role(name="guest", anonymous=True, satisfies=["R1"]),
            Role(name="pupil", self_signup=True, entity="Pupil", satisfies=["R2"]),
            Role(name="teacher", satisfies=["R5"]),
            Role(name="admin", admin=True, origin="default"),
        ],
        permissions=[
            Permission(role="guest", entity="Course", operations=["read"], satisfies=["R1"]),
            Permission(role="pupil", entity="Course", operations=["read"], satisfies=["R1"]),
            Permission(role="pupil", entity="Enrolment", operations=["read"], where="pupil == user.pupil",
                  satisfies=["R4"]),
            Permission(role="pupil", entity="Remark", operations=["create", "read", "update", "delete"],
                       where="owner == user", satisfies=["R6"]),
            Permission(role="teacher", entity="Course", operations=["create", "read", "update", "delete"],
                       satisfies=["R5"]),
            Permission(role="teacher", entity="Enrolment", operations=["read"], satisfies=["R3"]),
            Permission(role="teacher", entity="Pupil", operations=["read"], satisfies=["R5"]),
        ],
        queries=[Query(name="small_courses", entity="Course", where="seats < 5", search=["title"], satisfies=["R1"])],
        notifications=[
            Notification(
                name="tomorrow",
                trigger=Trigger(on="schedule", entity="Enrolment", cron="0 8 * * *",
                      when="course.begins_on == today + days(1)"),
                to="pupil.email",
                subject="{course.title} begins",
                body="Dear {pupil.name}, {course.title} begins on {course.begins_on}.",
                satisfies=["R7"],
            )
        ],
    )  # fmt: skip
