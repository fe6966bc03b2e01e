"""Lists of the web stack ask the database as often for many rows as for a few."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from scaffolder import compiler, emitter, stacks
from scaffolder.criteria import derive
from scaffolder.environment import Environments
from tests.conftest import ENVIRONMENTS, TEMPLATES

ORDERS = """\
A shop.
A Customer has a name.
An Order belongs to a Customer and has a date. An Order has many Tags and a Tag has many Orders.
A Line belongs to an Order and has a quantity and a price.
A Tag has a name.
The cost of a Line is the quantity times the price.
The total of an Order is the sum of the costs of its Lines.
The revenue of a Customer is the sum of the totals of its Orders.
Export Customers to CSV.
The home page shows all Customers.
"""
COUNTED = """\
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from app.models.customers import Customer
from app.models.lines import Line
from app.models.orders import Order
from app.models.tags import Tag

ADDRESSES = ["/customers/", "/orders/", "/lines/", "/", "/customers/1/", "/tags/1/", "/customers/export.csv"]


def counts(client: Client) -> dict[str, int]:
    found = {}
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        found[address] = len(asked)
    return found


def test_counts(client: Client) -> None:
    tag = Tag.objects.create(name="quick")
    seen = []
    for _ in range(2):
        for n in range(4):
            customer = Customer.objects.create(name=f"Ana {n}")
            for _ in range(3):
                order = Order.objects.create(customer=Customer.objects.all()[0] if n == 3 else customer)
                order.tags.add(tag)
                Line.objects.create(order=order, quantity=2, price=3)
        seen.append(counts(client))
    print("COUNTS", json.dumps(seen))
"""


@pytest.mark.slow
def test_many_rows_are_asked_for_as_often_as_a_few(tmp_path: Path) -> None:
    plan = derive(compiler.compile_description(ORDERS, stack="web", stacks={"web": "web"}).plan)
    for file in emitter.emit(plan, stacks.load("web"), cache=TEMPLATES):
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_text(file.text, encoding="utf-8")
    (tmp_path / "tests" / "test_counted.py").write_text(COUNTED, encoding="utf-8")
    python = Environments(ENVIRONMENTS).ensure(stacks.load("web").lock, lambda event: None).python
    argv = [str(python), "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "tests/test_counted.py"]
    done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    few, many = json.loads(done.stdout.partition("COUNTS ")[2].splitlines()[0])
    assert few == many
