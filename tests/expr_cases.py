"""Expressions and the rows they are asked of: one table for every test that compares what two readers make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from scaffolder.plan import Choice, Entity, Field, Param, Plan, Query, Relation
from tests import plans

TOKEN = UUID("123e4567-e89b-12d3-a456-426614174000")
NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
# An application has the functions of its database that it needs.
EVERY_FUNCTION = (
    "week(due_at) != month(due_at) and day(due_at) != '' and year(due_at) > weekday(due_at)",
    "due_at + estimate < now and now - due_at < days(2)",
    "starts_on + days(1) < today and starts_on - today < days(2)",
)


@dataclass(frozen=True)
class Case:
    """`user`: the id of who asks, 0 for nobody; `given`: values of the declared parameters."""

    plan: str
    entity: str
    text: str
    user: int = 0
    params: tuple[Param, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.entity}: {self.text}" + (f" as {self.user}" if self.user else "")


def shop() -> Plan:
    """The shop with tasks, which may have none of everything, and a query that needs every function of a database."""
    plan = plans.shop()
    task = Entity(
        name="Task",
        soft_delete=True,
        fields=[
            Field(name="title", required=True),
            Field(name="done", type="boolean"),
            Field(name="due_at", type="datetime"),
            Field(name="starts_on", type="date"),
            Field(name="estimate", type="duration"),
            Field(name="effort", type="integer"),
            Field(name="budget", type="money"),
            Field(name="share", type="float"),
            Field(name="wakes", type="time"),
            Field(name="token", type="uuid"),
            Field(name="level", type="enum", enum=[Choice(value="low"), Choice(value="high")]),
            Field(name="late", type="boolean", computed="due_at is not None and due_at < now"),
            Field(name="cost", type="money", computed="coalesce(budget, 0) + sum(subtasks.budget)"),
        ],
        relations=[
            Relation(name="parent", target="Task", inverse="subtasks"),
            Relation(name="product", target="Product", inverse="tasks"),
            Relation(name="helpers", target="Tag", cardinality="many_to_many", inverse="tasks"),
            Relation(name="room", target="Room", cardinality="one_to_one", inverse="duty"),
        ],
        satisfies=["R1"],
    )
    plan.entities.append(task)
    for number, where in enumerate(EVERY_FUNCTION, start=1):
        plan.queries.append(Query(name=f"of_time_{number}", entity="Task", where=where))
    return plan


def library() -> Plan:
    """The library, and a query that needs days between dates."""
    plan = plans.library()
    plan.queries.append(Query(name="long_loans", entity="Loan", where="due_on - borrowed_on > days(9)"))
    return plan


PLANS = {"library": library, "shop": shop}

USERS = [
    {"id": 1, "email": "ann@example.com", "role": "member"},
    {"id": 2, "email": "bob@example.com", "role": "librarian"},
]
ROWS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "library": {
        "Book": [
            {"id": 1, "title": "Ämter", "author": "Zoe", "isbn": "9781234567890", "genre": "novel", "copies": 2},
            {"id": 2, "title": "Bees", "author": "Ann", "isbn": None, "genre": "science", "copies": 0},
        ],
        "Member": [
            {"id": 1, "name": "Ann", "email": "ann@example.com", "status": "active", "user_id": 1},
            {"id": 2, "name": "Cid", "email": "cid@example.com", "status": "suspended", "user_id": None},
        ],
        "Loan": [
            {"id": 1, "borrowed_on": date(2026, 1, 1), "due_on": date(2026, 1, 15), "returned_on": date(2026, 1, 9),
             "book_id": 1, "member_id": 1},
            {"id": 2, "borrowed_on": date(2026, 2, 1), "due_on": date(2026, 2, 15), "returned_on": None,
             "book_id": 1, "member_id": 1},
            {"id": 3, "borrowed_on": date(2026, 2, 28), "due_on": date(2026, 3, 14), "returned_on": None,
             "book_id": 2, "member_id": 2},
        ],
    },
    "shop": {
        "Category": [
            {"id": 1, "name": "Food", "parent_id": None}, {"id": 2, "name": "Bread", "parent_id": 1},
        ],
        "Tag": [{"id": 1, "name": "new"}, {"id": 2, "name": "vegan"}, {"id": 3, "name": "old"}],
        "Product": [
            {"id": 1, "name": "Rye", "sku": "AA-0001", "price": Decimal("2.55"), "stock": 7, "category_id": 2,
             "tags": [1, 2]},
            {"id": 2, "name": "Salt", "sku": "AA-0002", "price": Decimal("0.99"), "stock": 0, "category_id": None,
             "tags": []},
            {"id": 3, "name": "Oil", "sku": "AA-0003", "price": Decimal("12.00"), "stock": 3, "category_id": 1,
             "tags": [2]},
        ],
        "Order": [
            {"id": 1, "number": "A", "customer": "Ann", "status": "paid", "paid_at": datetime(2026, 1, 1, tzinfo=UTC),
             "created_at": NOW, "updated_at": NOW, "deleted_at": None},
            {"id": 2, "number": "B", "customer": "Bob", "status": "draft", "paid_at": None,
             "created_at": NOW, "updated_at": NOW, "deleted_at": None},
        ],
        "OrderLine": [
            {"id": 1, "quantity": 3, "taken": False, "order_id": 1, "product_id": 1},
            {"id": 2, "quantity": 10, "taken": True, "order_id": 1, "product_id": 2},
            {"id": 3, "quantity": 1, "taken": False, "order_id": 2, "product_id": 1},
        ],
        "Room": [{"id": 1, "name": "Red", "capacity": 10}, {"id": 2, "name": "Blue", "capacity": 1}],
        "Booking": [
            {"id": 1, "starts_at": datetime(2026, 3, 1, 8, 0, tzinfo=UTC),
             "ends_at": datetime(2026, 3, 3, 20, 0, tzinfo=UTC), "room_id": 1},
            {"id": 2, "starts_at": datetime(2025, 12, 29, 23, 59, 30, tzinfo=UTC),
             "ends_at": datetime(2025, 12, 30, 0, 0, tzinfo=UTC), "room_id": 1},
        ],
        "Task": [
            {"id": 1, "title": "Bake", "done": True, "due_at": datetime(2026, 3, 6, 13, 0, tzinfo=UTC),
             "starts_on": date(2026, 3, 2), "estimate": timedelta(hours=3), "effort": -7, "budget": Decimal("10.50"),
             "share": 2.5, "wakes": time(6, 30), "token": TOKEN, "level": "high", "parent_id": None, "product_id": 1,
             "room_id": 1, "helpers": [1, 3], "deleted_at": None},
            {"id": 2, "title": "knead", "done": False, "due_at": datetime(2024, 12, 30, 23, 59, 59, tzinfo=UTC),
             "starts_on": date(2027, 1, 3), "estimate": timedelta(minutes=90), "effort": 7, "budget": Decimal("0.10"),
             "share": 0.1, "wakes": time(12, 0), "token": None, "level": "low", "parent_id": 1, "product_id": 2,
             "room_id": None, "helpers": [2], "deleted_at": None},
            {"id": 3, "title": "", "done": None, "due_at": None, "starts_on": None, "estimate": None, "effort": None,
             "budget": None, "share": None, "wakes": None, "token": None, "level": None, "parent_id": 1,
             "product_id": None, "room_id": None, "helpers": [], "deleted_at": None},
            {"id": 4, "title": "GONE", "done": False, "due_at": NOW, "starts_on": date(2026, 3, 5),
             "estimate": timedelta(days=1), "effort": 0, "budget": Decimal("99.99"), "share": -1.5,
             "wakes": time(23, 59), "token": UUID(int=7), "level": "low", "parent_id": 1, "product_id": 3,
             "room_id": None, "helpers": [1], "deleted_at": NOW},
        ],
    },
}  # fmt: skip

TASKS = """
effort + 1 | effort - 10 | effort * 3 | effort / 2 | effort // 2 | effort % 4 | effort // -2 | effort % -4 | -effort
10 / effort | (effort + 1) // (effort - 7) | budget / share | budget * budget | effort / budget | 10 / effort
10 // effort | 10 % effort | effort % effort | 2 * (effort + 1) | effort - (effort - 1) | 7 / 2
budget + 1 | budget * 3 | budget / 3 | budget * effort | budget - share | share * 2 | share / 2 | share + effort
-(budget + 1) | budget + share * effort | abs(effort) | abs(budget - 5) | abs(share)
round(budget) | round(budget / 3, 2) | round(share) | round(share, 1) | round(effort) | round(effort, 2)
round(-share) | round(budget * 0.05, 2)
effort == 7 | effort != 7 | effort < 0 | effort <= 7 | effort > -8 | effort >= 0 | budget == 10.5 | share == 0.1
not effort == 7 | not (effort > 0) | not (effort > 0 and share > 0) | not (effort > 0 or share > 0)
effort is None | effort is not None | effort + 1 is None | not (effort is None)
0 < effort < 10 | budget > share | effort < budget
done | not done | done == True | done != True | done and effort > 0 | done or effort is None | not (done and late)
done == late | late | not late | late == False | cost | cost > 10 | cost - budget
level == "high" | level != "high" | level in ("low", "high") | level not in ("low",) | not (level in ("low",))
level is None | effort in (7, -7, 0) | effort not in (7,) | effort in (share, -7) | effort not in (share, 3)
effort in (parent.effort, 7) | effort not in (parent.effort, 99)
not (effort in (parent.effort, 99)) | share in (0.1, 7) | share in (budget, 0.1)
share <= 0.1 | budget in (0.1, 10.5) | title in (level, "Bake")
"x" + title | title + lower(title) | lower(title) | upper(title) | len(title) | len(level) > 3 | title == ""
title + level
starts_on == "2026-03-02" | starts_on < today | starts_on + days(1) | starts_on - weeks(2) | starts_on + days(effort)
today - starts_on > days(3) | (today - starts_on) // days(1) | (starts_on - today) // weeks(1)
starts_on - days(2) <= today | starts_on in ("2026-03-02", "2026-03-05") | starts_on + weeks(effort) < today
due_at - days(2) <= now | due_at < now | due_at + hours(effort) | due_at - minutes(90) | due_at + estimate
due_at - estimate < now | now - due_at > days(1) | due_at == "2026-03-06T13:00:00" | (due_at - now) // days(1)
due_at == "2026-03-06T14:00:00+01:00" | due_at > "2026-01-01" | (now - due_at) / hours(1) | (due_at - now) / estimate
now + days(1) < due_at | due_at < now + hours(effort) | now - hours(2) < now - minutes(effort)
due_at in ("2026-03-06T13:00:00Z", "2026-03-05T12:00:00Z")
estimate | estimate > hours(2) | estimate + minutes(30) | estimate * 2 | estimate / hours(1) | estimate // hours(1)
-estimate | estimate - hours(4) < minutes(0) | estimate == minutes(90)
token == "123e4567-e89b-12d3-a456-426614174000" | token != "123E4567E89B12D3A456426614174000" | token is None
token in ("123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174001") | token == parent.token
wakes < "12:00" | wakes == "06:30" | wakes != "06:30"
year(due_at) | month(due_at) | week(due_at) | day(due_at) | weekday(due_at)
year(starts_on) | month(starts_on) | week(starts_on) | day(starts_on) | weekday(starts_on)
weekday(due_at) * 2 | (starts_on - today) * 2 > days(4)
weekday(today) | week(now) | month(today) == "2026-03" | week(starts_on + days(1)) | weekday(due_at + hours(1))
year(today) - year(starts_on) | week(starts_on) == "2026-W53"
coalesce(effort, 0) | coalesce(effort, 0) > 1
coalesce(budget, share, 0) | coalesce(level, "none") | coalesce(done, False)
not coalesce(done, True) | coalesce(parent.effort, effort, -1) | coalesce(due_at, now) | coalesce(starts_on, today)
coalesce(estimate, hours(1)) > hours(1) | coalesce(effort * 2, 5) | coalesce(max(subtasks.effort), effort)
1 if done else 2 | effort if effort > 0 else 0 | "late" if late else level | budget if done else None
(effort if done else share) > 1 | starts_on if starts_on > today else today | (1 if effort > 0 else 2) + 1
effort > 0 if done else effort < 0 | -1 if effort < 0 else (1 if effort > 0 else 0) | None if done else title
parent.title | parent.effort + 1 | parent.effort > 0 | parent is None | parent.parent is None | not (parent.done)
parent.product.category.name | product.category is None | product.category.parent is not None | product.stock > 3
product.category.name == "Bread" | parent == parent | parent != parent
product.category == parent.product.category | product.category.parent.name | parent.late | parent.cost
room.name | room is None | room.capacity - effort | not (parent.effort > 0) | product.stock_value
count(subtasks) | count(subtasks) == 0 | count(subtasks, subtasks.effort > 0) | count(subtasks, subtasks.done is None)
sum(subtasks.effort) | sum(subtasks.budget) | sum(subtasks.effort, subtasks.done) | avg(subtasks.effort)
min(subtasks.effort) | max(subtasks.starts_on) | max(subtasks.budget) > 1 | min(subtasks.effort) is None
sum(subtasks.budget * subtasks.effort) | sum(subtasks.estimate) | avg(subtasks.share) | sum(subtasks.cost)
count(subtasks, subtasks.late) | count(subtasks, not subtasks.late) | count(subtasks, subtasks.effort > effort)
sum(subtasks.effort + effort) | max(subtasks.due_at) < now | count(parent.subtasks) | sum(parent.subtasks.effort)
count(product.tags) | count(product.tags, product.tags.name == "new") | sum(product.lines.quantity)
count(helpers) | count(helpers, helpers.name != "new") | count(subtasks.helpers) | max(subtasks.product.price)
count(subtasks, subtasks.product.category is None) | sum(product.lines.amount) / count(product.lines)
avg(product.lines.quantity) | avg(product.lines.amount) | round(avg(product.lines.quantity), 1)
count(subtasks, subtasks == parent) | count(product.tasks, product.tasks == parent) | sum(subtasks.share)
min(subtasks.wakes) | count(product.category.products) | not (sum(subtasks.effort) > 0)
deleted_at is None | id > 2 | True | 1 | "text" | None
"""
OTHERS = {
    "Booking": "ends_at > starts_at | (ends_at - starts_at) // days(1) | (ends_at - starts_at) / hours(1)"
    " | ends_at - starts_at > days(2) | week(starts_at) | starts_at + (ends_at - starts_at) | room.duty.title"
    " | room.duty is None | (starts_at - ends_at) // hours(7) | count(room.bookings) | room.capacity % 3",
    "Order": "total | total > 8 | count(lines, not lines.taken) | sum(lines.product.price) | max(lines.amount)"
    " | min(lines.quantity, lines.product.stock > 0) | status in ('paid', 'shipped') and paid_at is not None"
    " | month(paid_at) | count(lines, lines.product.category.name == 'Bread') | sum(lines.amount) * 2",
    "OrderLine": "amount | amount / quantity | order.total | product.category.parent.name | order.status == 'draft'"
    " | count(product.lines) > 1 | product.stock >= quantity | order.paid_at < now | quantity * product.price * 2",
    "Category": "parent.name | count(products) | sum(products.stock_value) | count(children) | count(products.tags)"
    " | count(products.lines) | parent.parent.name is None | sum(children.products.stock) | avg(products.price)",
    "Product": "count(lines) + count(tags) | stock_value > 10 | sum(lines.amount) | count(tags, tags.name in ('new',))"
    " | count(lines, lines.order.status == 'paid') | count(tasks) | count(category.products) | price * 19 / 100",
    "Tag": "count(products) | sum(products.price) | count(tasks)",
}
LIBRARY = {
    "Loan": "overdue | member.user == user | member == user.member | due_on < today and returned_on is None | role"
    " | not (member.user == user) | user is None | user.member.status == 'active' | returned_on - borrowed_on < days(9)"
    " | role == 'member' | role in ('librarian', 'admin') | member.user is None | book.times_lent | member.user.email"
    " | count(user.member.loans) | member in (user.member,) | user.member is None"
    " | count(user.member.loans, user.member.loans.overdue) > 0 | not (role == 'member') | member != user.member"
    " | count(book.loans, book.loans.overdue) | count(member.loans, member.loans.book.genre == 'novel')"
    " | due_on - returned_on > days(1) | member.user.role == role",
    "Member": "owner == user | owner is None | count(loans, loans.returned_on is None) < 5"
    " | user == owner and role != ''"
    " | count(loans, loans.book.copies > 0) | max(loans.due_on) | user.email == email | owner.email | owner != user",
    "Book": "times_lent | count(loans, loans.member == user.member) | copies - count(loans, loans.returned_on is None)"
    " | genre == 'novel' or copies == 0 | lower(title) | upper(author) | isbn is None | not (isbn == 'x')",
}
PARAMS = (
    Param(name="amount", type="integer", required=True),
    Param(name="least", type="money", required=False),
    Param(name="since", type="date", required=False),
    Param(name="friend", ref="Task", required=False),
)
GIVEN: tuple[dict[str, Any], ...] = (
    {"amount": 2, "least": Decimal("5.00"), "since": date(2026, 3, 1), "friend": 1},
    {"amount": 0, "least": None, "since": None, "friend": None},
)
WITH_PARAMS = (
    "effort + amount | effort // amount | budget > least | starts_on >= since | coalesce(least, budget)"
    " | parent == friend | friend is None | friend.effort + 1 | starts_on + days(amount) | least is None"
    " | count(subtasks, subtasks.effort > amount) | sum(subtasks.budget) > least | count(friend.subtasks) | amount > 1"
)


def _split(text: str) -> list[str]:
    return [part.strip() for line in text.strip().split("\n") for part in line.split(" | ")]


CASES = [
    *(Case("shop", "Task", text) for text in _split(TASKS)),
    *(Case("shop", entity, text) for entity, texts in OTHERS.items() for text in _split(texts)),
    *(Case("shop", "Task", text, 0, PARAMS, given) for text in _split(WITH_PARAMS) for given in GIVEN),
    *(Case("library", entity, text, user) for entity, texts in LIBRARY.items() for text in _split(texts)
      for user in (0, 1, 2)),
]  # fmt: skip
