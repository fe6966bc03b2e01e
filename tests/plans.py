"""Three valid plans that tests of every room start from: `small`, `library` (roles) and `shop` (no roles).

Each call builds a new plan: a test may change what it is given.
"""

from __future__ import annotations

from scaffolder.plan import (
    Action,
    Assumption,
    Choice,
    Constraint,
    CreateEffect,
    DeleteEffect,
    Endpoint,
    Entity,
    Example,
    Field,
    Function,
    Job,
    Measure,
    Notification,
    Operation,
    Param,
    Permission,
    Plan,
    Precondition,
    Quality,
    Query,
    Relation,
    Report,
    Requirement,
    Role,
    SetEffect,
    StateMachine,
    Transfer,
    Transition,
    Trigger,
    Validation,
)


def small() -> Plan:
    """One entity, no roles, nothing else."""
    return Plan(
        name="Notes",
        slug="notes",
        summary="A notebook.",
        requirements=[functional("R1", "A note has a required title and a body.", "Note")],
        entities=[
            Entity(
                name="Note",
                display="title",
                fields=[
                    Field(name="title", required=True, satisfies=["R1"]),
                    Field(name="body", type="text", satisfies=["R1"]),
                ],
                satisfies=["R1"],
            )
        ],
    )


def library() -> Plan:
    """A lending library: roles with a profile, an inverse pair of actions, a limit, a state machine, a report, ..."""
    return Plan(
        name="Town Library",
        slug="town-library",
        summary="Members borrow books; librarians look after the shelves.",
        requirements=[
            functional("R1", "A book has a title, an author, an ISBN, a genre and copies.", "Book"),
            functional("R2", "A member has a name, an e-mail address and a status.", "Member"),
            functional("R3", "A member can borrow a book, at most 5 at a time.", "action:Book.borrow"),
            functional("R4", "A borrowed book is returned within 14 days.", "Loan", "action:Loan.return"),
            functional("R5", "Librarians manage books and suspend members.", "action:Member.suspend"),
            functional("R6", "Librarians see overdue loans.", "query:overdue_loans"),
            functional("R7", "Show the number of loans per month.", "report:loans_per_month"),
            functional("R8", "Import and export books as CSV.", "import:book_import", "export:book_export"),
            functional("R9", "Remind members of overdue loans every morning.", "notification:overdue_reminder"),
            functional("R10", "Visitors search the catalogue.", "query:catalogue"),
            Requirement(id="R11", text="It should be fast.", kind="quality"),
            Requirement(id="R12", text="The library has existed since 1920.", kind="context"),
        ],
        entities=[_book(), _member(), _loan()],
        state_machines=[
            StateMachine(
                entity="Member",
                field="status",
                initial="active",
                transitions=[
                    Transition(action="suspend", from_=["active"], to="suspended"),
                    Transition(action="reinstate", from_=["suspended"], to="active"),
                ],
                satisfies=["R2", "R5"],
            )
        ],
        actions=[
            Action(
                name="borrow",
                label="Borrow",
                entity="Book",
                roles=["member"],
                preconditions=[
                    Precondition(expr="user.member.status == 'active'", message="Suspended members cannot borrow.")
                ],
                effects=[
                    CreateEffect(
                        entity="Loan",
                        values={
                            "book": "self",
                            "member": "user.member",
                            "borrowed_on": "today",
                            "due_on": "today + days(14)",
                        },
                    )
                ],
                message="Enjoy the book.",
                satisfies=["R3", "R4"],
            ),
            Action(
                name="return",
                entity="Loan",
                roles=["member", "librarian"],
                preconditions=[Precondition(expr="returned_on is None", message="The book is back already.")],
                effects=[SetEffect(field="returned_on", value="today")],
                satisfies=["R4"],
            ),
            Action(name="suspend", entity="Member", roles=["librarian"], confirm=True, satisfies=["R5"]),
            Action(name="reinstate", entity="Member", roles=["librarian"], satisfies=["R5"]),
        ],
        roles=[
            Role(name="visitor", anonymous=True, satisfies=["R10"]),
            Role(name="member", self_signup=True, entity="Member", satisfies=["R2", "R3"]),
            Role(name="librarian", satisfies=["R5"]),
            Role(name="admin", admin=True, origin="default"),
        ],
        permissions=[
            _may("visitor", "Book", "read", cites="R10"),
            _may("member", "Book", "read", cites="R3"),
            _may("member", "Loan", "read", where="member.user == user", cites="R3"),
            _may("member", "Member", "read", "update", where="owner == user", cites="R2"),
            _may("librarian", "Book", "create", "read", "update", "delete", "import", "export", cites="R5"),
            _may("librarian", "Member", "create", "read", "update", cites="R5"),
            _may("librarian", "Loan", "read", cites="R6"),
        ],
        queries=[
            Query(
                name="catalogue",
                entity="Book",
                search=["title", "author"],
                filters=["genre"],
                sort=["title"],
                satisfies=["R10"],
            ),
            Query(
                name="overdue_loans",
                entity="Loan",
                where="returned_on is None and due_on < today",
                sort=["due_on", "-borrowed_on"],
                page_size=50,
                satisfies=["R6"],
            ),
        ],
        reports=[
            Report(
                name="loans_per_month",
                entity="Loan",
                group_by=["month(borrowed_on)"],
                measures=[Measure(name="loans", agg="count")],
                chart="bar",
                satisfies=["R7"],
            )
        ],
        notifications=[
            Notification(
                name="overdue_reminder",
                trigger=Trigger(
                    on="schedule", entity="Loan", cron="0 7 * * *", when="returned_on is None and due_on < today"
                ),
                to="member.email",
                subject="Please bring back {book.title}",
                body="Dear {member.name},\n\n{book.title} was due on {due_on}.\n",
                satisfies=["R9"],
            )
        ],
        transfers=[
            Transfer(
                name="book_import",
                direction="import",
                entity="Book",
                fields=["title", "author", "isbn", "genre", "copies"],
                satisfies=["R8"],
            ),
            Transfer(name="book_export", direction="export", entity="Book", query="catalogue", satisfies=["R8"]),
        ],
        qualities=[Quality(kind="performance", text="It should be fast.", satisfies=["R11"])],
        assumptions=[Assumption(id="A1", text="A loan lasts 14 days.", because=["R4"], affects=["Loan.due_on"])],
    )


def shop() -> Plan:
    """No roles. Stock effects over a to-one path, computed totals, a machine of four states, a booking that must not
    overlap, and `Specimen` with every type of field and names that are words of Python and SQL."""
    return Plan(
        name="Corner Shop",
        slug="corner-shop",
        summary="Products, orders and a demonstration kitchen.",
        requirements=[
            functional("R1", "A product has a name, a unique SKU, a price, a stock, tags and a category."),
            functional("R2", "An order has lines; its total is the sum of their amounts."),
            functional("R3", "An order is draft, then paid, then shipped; a draft or a paid order can be cancelled."),
            functional("R4", "Taking a line from stock lowers the stock of its product."),
            functional("R5", "Bookings of a room never overlap."),
            functional("R6", "Show the revenue per month."),
            functional("R7", "Specimens show every kind of field."),
            functional("R8", "Forget drafts after 30 days."),
            functional("R9", "Compute the VAT of an amount."),
            functional("R10", "Ten parcels fit into a room, and no more."),
        ],
        entities=[
            Entity(
                name="Category",
                display="name",
                fields=[Field(name="name", required=True, unique=True, searchable=True, satisfies=["R1"])],
                relations=[
                    Relation(
                        name="parent", target="Category", inverse="children", on_delete="set_null", satisfies=["R1"]
                    )
                ],
                order_by=["name"],
                satisfies=["R1"],
            ),
            Entity(name="Tag", fields=[Field(name="name", required=True, unique=True)], satisfies=["R1"]),
            _product(),
            _order(),
            _order_line(),
            *_rooms(),
            _specimen(),
        ],
        state_machines=[
            StateMachine(
                entity="Order",
                field="status",
                initial="draft",
                transitions=[
                    Transition(action="pay", from_=["draft"], to="paid"),
                    Transition(action="ship", from_=["paid"], to="shipped"),
                    Transition(action="cancel", from_=["draft", "paid"], to="cancelled"),
                ],
                satisfies=["R3"],
            )
        ],
        actions=[
            Action(
                name="pay",
                entity="Order",
                preconditions=[Precondition(expr="count(lines) > 0", message="An empty order cannot be paid.")],
                effects=[SetEffect(field="paid_at", value="now")],
                satisfies=["R3"],
            ),
            Action(name="ship", entity="Order", satisfies=["R3"]),
            Action(name="cancel", entity="Order", confirm=True, satisfies=["R3"]),
            Action(
                name="take_from_stock",
                entity="OrderLine",
                preconditions=[
                    Precondition(expr="not taken", message="Taken already."),
                    Precondition(expr="product.stock >= quantity", message="Not enough in stock."),
                ],
                effects=[
                    SetEffect(field="product.stock", value="product.stock - quantity"),
                    SetEffect(field="taken", value="True"),
                ],
                satisfies=["R4"],
            ),
            Action(
                name="restock",
                entity="Product",
                params=[Param(name="amount", type="integer", help="How many came in.")],
                preconditions=[Precondition(expr="amount > 0", message="The amount must be positive.")],
                effects=[SetEffect(field="stock", value="stock + amount")],
                satisfies=["R1"],
            ),
        ],
        queries=[
            Query(name="out_of_stock", entity="Product", where="stock == 0", sort=["name"], satisfies=["R1"]),
            Query(name="dearest", entity="Product", sort=["-price"], limit=3, satisfies=["R1"]),
        ],
        reports=[
            Report(
                name="revenue",
                entity="OrderLine",
                group_by=["month(order.paid_at)"],
                measures=[
                    Measure(name="revenue", agg="sum", expr="amount"),
                    Measure(name="lines", agg="count"),
                    Measure(name="largest", agg="max", expr="quantity"),
                ],
                where="order.status in ['paid', 'shipped']",
                chart="line",
                satisfies=["R6"],
            ),
            Report(
                name="stock_by_category",
                entity="Product",
                group_by=["category"],
                measures=[Measure(name="stock", agg="sum", expr="stock")],
                sort=["-stock"],
                limit=10,
                satisfies=["R1"],
            ),
        ],
        jobs=[
            Job(
                name="forget_drafts",
                trigger=Trigger(
                    on="schedule",
                    entity="Order",
                    cron="30 3 * * 1",
                    when="status == 'draft' and created_at < now - days(30)",
                ),
                effects=[DeleteEffect()],
                satisfies=["R8"],
            )
        ],
        notifications=[
            Notification(
                name="order_paid",
                trigger=Trigger(on="action", entity="Order", action="pay"),
                channel="in_app",
                subject="Order {number} was paid",
                body="{customer} paid.",
                satisfies=["R3"],
            )
        ],
        transfers=[
            Transfer(name="product_export", direction="export", entity="Product", format="json", satisfies=["R1"])
        ],
        endpoints=[Endpoint(method="GET", path="/products/prices", does="list:Product", satisfies=["R1"])],
        functions=[
            Function(
                name="vat",
                params=[Param(name="amount", type="money")],
                returns="money",
                body="round(amount * 19 / 100, 2)",
                examples=[Example(args={"amount": "100.00"}, result="19.00")],
                satisfies=["R9"],
            )
        ],
    )


def functional(rid: str, text: str, *covered_by: str) -> Requirement:
    return Requirement(id=rid, text=text, status="covered", covered_by=list(covered_by))


def _may(role: str, entity: str, *operations: Operation, where: str | None = None, cites: str) -> Permission:
    return Permission(role=role, entity=entity, operations=list(operations), where=where, satisfies=[cites])


def _book() -> Entity:
    return Entity(
        name="Book",
        display="title",
        description="A title on the shelves.",
        fields=[
            Field(name="title", required=True, searchable=True, satisfies=["R1"]),
            Field(name="author", required=True, searchable=True, satisfies=["R1"]),
            Field(name="isbn", label="ISBN", unique=True, validation=Validation(pattern=r"\d{13}"), satisfies=["R1"]),
            Field(
                name="genre",
                type="enum",
                default="novel",
                enum=[Choice(value="novel"), Choice(value="poetry"), Choice(value="science", label="Science & nature")],
                satisfies=["R1"],
            ),
            Field(
                name="copies", type="integer", required=True, default=1, validation=Validation(min=0), satisfies=["R1"]
            ),
            Field(name="times_lent", type="integer", computed="count(loans)", satisfies=["R4"]),
        ],
        order_by=["title"],
        satisfies=["R1"],
    )


def _member() -> Entity:
    return Entity(
        name="Member",
        display="name",
        owner="user",
        timestamps=True,
        fields=[
            Field(name="name", required=True, validation=Validation(max_length=120), satisfies=["R2"]),
            Field(name="email", type="email", required=True, unique=True, satisfies=["R2"]),
            Field(
                name="status",
                type="enum",
                enum=[Choice(value="active"), Choice(value="suspended")],
                satisfies=["R2"],
            ),
        ],
        satisfies=["R2"],
    )


def _loan() -> Entity:
    return Entity(
        name="Loan",
        fields=[
            Field(name="borrowed_on", type="date", required=True, satisfies=["R4"]),
            Field(name="due_on", type="date", required=True, satisfies=["R4"]),
            Field(name="returned_on", type="date", readonly=True, satisfies=["R4"]),
            Field(name="overdue", type="boolean", computed="returned_on is None and due_on < today", satisfies=["R6"]),
        ],
        relations=[
            Relation(name="book", target="Book", inverse="loans", required=True, satisfies=["R3"]),
            Relation(
                name="member", target="Member", inverse="loans", required=True, on_delete="cascade", satisfies=["R3"]
            ),
        ],
        constraints=[
            Constraint(
                name="five_loans",
                kind="limit",
                expr="5",
                per=["member"],
                where="returned_on is None",
                message="A member can have at most 5 books at a time.",
                satisfies=["R3"],
            ),
            Constraint(
                name="copies_on_loan",
                kind="limit",
                expr="book.copies",
                per=["book"],
                where="returned_on is None",
                message="All copies are on loan.",
                satisfies=["R1"],
            ),
            Constraint(
                name="due_after_borrowed",
                kind="check",
                expr="due_on >= borrowed_on",
                message="A loan cannot be due before it begins.",
                satisfies=["R4"],
            ),
        ],
        order_by=["-borrowed_on"],
        satisfies=["R3", "R4"],
    )


def _product() -> Entity:
    return Entity(
        name="Product",
        display="name",
        fields=[
            Field(name="name", required=True, searchable=True, satisfies=["R1"]),
            Field(
                name="sku",
                label="SKU",
                required=True,
                unique=True,
                validation=Validation(pattern=r"[A-Z]{2}-\d{4}"),
                satisfies=["R1"],
            ),
            Field(
                name="price",
                type="money",
                required=True,
                currency="EUR",
                validation=Validation(min=0.01),
                satisfies=["R1"],
            ),
            Field(name="stock", type="integer", default=0, validation=Validation(min=0), satisfies=["R1"]),
            Field(name="stock_value", type="money", computed="price * stock", satisfies=["R1"]),
        ],
        relations=[
            Relation(name="category", target="Category", inverse="products", on_delete="set_null", satisfies=["R1"]),
            Relation(name="tags", target="Tag", cardinality="many_to_many", inverse="products", satisfies=["R1"]),
        ],
        order_by=["name"],
        satisfies=["R1"],
    )


def _order() -> Entity:
    return Entity(
        name="Order",
        display="number",
        timestamps=True,
        soft_delete=True,
        fields=[
            Field(name="number", required=True, unique=True, searchable=True, satisfies=["R2"]),
            Field(name="customer", required=True, satisfies=["R2"]),
            Field(
                name="status",
                type="enum",
                enum=[Choice(value=v) for v in ("draft", "paid", "shipped", "cancelled")],
                satisfies=["R3"],
            ),
            Field(name="paid_at", type="datetime", readonly=True, satisfies=["R3"]),
            Field(name="total", type="money", computed="sum(lines.amount)", satisfies=["R2"]),
        ],
        order_by=["-created_at"],
        satisfies=["R2", "R3"],
    )


def _order_line() -> Entity:
    return Entity(
        name="OrderLine",
        fields=[
            Field(
                name="quantity", type="integer", required=True, validation=Validation(min=1, max=999), satisfies=["R2"]
            ),
            Field(name="taken", type="boolean", default=False, readonly=True, satisfies=["R4"]),
            Field(name="amount", type="money", computed="quantity * product.price", satisfies=["R2"]),
        ],
        relations=[
            Relation(
                name="order", target="Order", inverse="lines", required=True, on_delete="cascade", satisfies=["R2"]
            ),
            Relation(name="product", target="Product", inverse="lines", required=True, satisfies=["R2"]),
        ],
        constraints=[
            Constraint(
                name="one_line_a_product",
                kind="unique",
                fields=["order", "product"],
                message="The product is on the order already.",
                satisfies=["R2"],
            )
        ],
        satisfies=["R2"],
    )


def _rooms() -> list[Entity]:
    return [
        Entity(
            name="Room",
            display="name",
            fields=[
                Field(name="name", required=True, unique=True, satisfies=["R5"]),
                Field(
                    name="capacity",
                    type="integer",
                    required=True,
                    default=10,
                    validation=Validation(min=0),
                    satisfies=["R10"],
                ),
            ],
            satisfies=["R5"],
        ),
        Entity(
            name="Booking",
            fields=[
                Field(name="starts_at", type="datetime", required=True, satisfies=["R5"]),
                Field(name="ends_at", type="datetime", required=True, satisfies=["R5"]),
            ],
            relations=[
                Relation(
                    name="room", target="Room", inverse="bookings", required=True, on_delete="cascade", satisfies=["R5"]
                )
            ],
            constraints=[
                Constraint(
                    name="no_double_booking",
                    kind="no_overlap",
                    fields=["starts_at", "ends_at"],
                    per=["room"],
                    message="The room is taken then.",
                    satisfies=["R5"],
                ),
                Constraint(name="ends_after_start", kind="check", expr="ends_at > starts_at", satisfies=["R5"]),
            ],
            satisfies=["R5"],
        ),
        Entity(
            name="Parcel",
            fields=[Field(name="code", required=True, unique=True, satisfies=["R10"])],
            relations=[Relation(name="room", target="Room", required=True, satisfies=["R10"])],
            constraints=[
                Constraint(name="room_capacity", kind="limit", expr="room.capacity", per=["room"], satisfies=["R10"])
            ],
            satisfies=["R10"],
        ),
    ]


def _specimen() -> Entity:
    fields = [
        Field(name="from", required=True, help='A word of Python; say "where", with {braces} and a \\.'),
        Field(name="metadata", type="text"),
        Field(name="class", type="integer", validation=Validation(min=1, max=5), default=3),
        Field(name="weight", type="decimal", unit="kg", validation=Validation(min=0)),
        Field(name="ratio", type="float"),
        Field(name="public", type="boolean", required=True, default=True),
        Field(name="date", type="date", validation=Validation(min="1900-01-01")),
        Field(name="datetime", type="datetime"),
        Field(name="wakes_at", type="time"),
        Field(name="sleep", type="duration"),
        Field(name="contact", type="email"),
        Field(name="homepage", type="url"),
        Field(name="phone", type="phone"),
        Field(name="reference", type="uuid", unique=True),
        Field(name="none", type="enum", enum=[Choice(value="no"), Choice(value="in_part"), Choice(value="2nd")]),
        Field(name="value", type="money", currency="EUR"),
        Field(name="purity", type="percent", validation=Validation(min=0, max=100)),
        Field(name="json", type="json"),
        Field(name="protocol", type="file"),
        Field(name="picture", type="image"),
        Field(name="list", type="list", item_type="string"),
        Field(name="pin", type="secret"),
    ]
    return Entity(
        name="Specimen",
        display="from",
        fields=[f.model_copy(update={"satisfies": ["R7"]}) for f in fields],
        satisfies=["R7"],
    )
