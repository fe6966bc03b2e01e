"""What the numbers of a field are in is said wherever people meet the field."""

from __future__ import annotations

import pytest

from scaffolder.plan import Field, Plan
from tests import plans
from tests.api_apps import emitted


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return {stack: emitted(measured(), stack) for stack in ("api", "cli", "web")}


def measured() -> Plan:
    plan = plans.small()
    plan.entities[0].fields += [
        Field(name="height", type="decimal", unit="cm"),
        Field(name="price", type="money", currency="EUR"),
        Field(name="weight_kg", type="float", unit="kg"),
        Field(name="took", type="duration", unit="minutes"),
    ]
    return plan


@pytest.mark.parametrize(
    ("stack", "path", "said"),
    [
        ("web", "app/models/notes.py", 'models.DecimalField(\n        "height (cm)"'),
        ("web", "app/models/notes.py", 'models.DecimalField(\n        "price (EUR)"'),
        ("web", "app/models/notes.py", 'models.FloatField("weight kg"'),
        ("web", "app/models/notes.py", 'models.DurationField(\n        "took"'),
        ("web", "app/views/notes.py", '"Height (cm)"'),
        ("web", "app/views/notes.py", '"Price"'),  # each amount says it
        ("web", "app/forms/notes.py", 'label="Height (cm) from"'),
        ("cli", "notes_cli/views/notes.py", '("Height (cm)", "height"'),
        ("cli", "notes_cli/views/notes.py", '("Price (EUR)", "price"'),
        ("cli", "notes_cli/commands/notes.py", 'help="Height (cm)"'),
        ("api", "app/schemas/notes.py", 'description="cm"'),
    ],
)
def test_a_number_is_shown_and_asked_for_with_its_unit(
    files: dict[str, dict[str, str]], stack: str, path: str, said: str
) -> None:
    assert said in files[stack][path]
