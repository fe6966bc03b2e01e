"""Tools with a single purpose: what they calculate or convert is a function."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.compiler import compile_description
from scaffolder.compiler.english import tables
from scaffolder.criteria.oracle.world import Facts, World
from scaffolder.plan import Plan

CALCULATED: dict[str, dict[str, tuple[dict[str, str], str]]] = {
    "A command line tool that converts miles to kilometres.": {"kilometres": ({"miles": "2"}, "3.218688")},
    "A CLI that converts km to miles and back": {
        "miles": ({"km": "3.218688"}, "2"), "km": ({"miles": "2"}, "3.218688"),
    },
    "a CLI tool to convert between feet and metres": {
        "feet": ({"metres": "0.3048"}, "1"), "metres": ({"feet": "10"}, "3.048"),
    },
    "A REST API that converts temperatures from Fahrenheit to Celsius.": {"celsius": ({"fahrenheit": "212"}, "100")},
    "a tool which converts a temperature in C to K": {"kelvin": ({"celsius": "26.85"}, "300")},
    "I want a pounds to kilograms converter for the command line": {"kilograms": ({"pounds": "100"}, "45.359237")},
    "A CLI that converts speeds from m/s to km/h.": {
        "kilometres_per_hour": ({"metres_per_second": "10"}, "36"),
    },
    "Convert gallons to litres: gallons times 4.546.": {"litres": ({"gallons": "2"}, "9.092")},
    "A tool that converts beats to bars. Bars is beats divided by 4.": {"bars": ({"beats": "10"}, "2.5")},
    "A command line tool which takes a weight in kg and a height in cm and prints the BMI": {
        "bmi": ({"weight": "80", "height": "200"}, "20"),
    },
    "Build a BMI calculator": {"bmi": ({"weight": "80", "height": "2"}, "20")},
    "A web app that calculates the tip from a bill and a percentage": {
        "tip": ({"bill": "50", "percentage": "10"}, "5"),
    },
    "Make me a command line tool for calculating the average speed from distance and time.": {
        "average_speed": ({"distance": "9", "time": "2"}, "4.5"),
    },
    "A CLI tool. It asks for a length, a width and a depth, and gives the volume. "
    "Volume is length times width times depth.": {
        "volume": ({"length": "2", "width": "3", "depth": "4"}, "24"),
    },
    "A tool that calculates the ground as the side squared.": {"ground": ({"side": "3"}, "9")},
    "A tool that calculates the deposit. The deposit is the rent times 3 plus the fee.": {
        "deposit": ({"rent": "500", "fee": "20"}, "1520"),
    },
}  # fmt: skip
NOT = [
    "A command-line tool that calculates compound interest from principal, rate and years.",  # is no product or sum
    "A tool that converts Word files to PDF.",
    "A CLI that counts the words in a text file.",
    "A BMI calculator that stores results. A Result has a weight and a height.",
    "A tool that converts miles to kilograms.",
    "A tool that calculates the tip from the moon and the stars.",
]


def plan_of(text: str) -> Plan:
    plan = compile_description(text, stack="cli").plan
    assert plan is not None
    return plan


@pytest.mark.parametrize(("text", "expected"), CALCULATED.items(), ids=CALCULATED)
def test_what_a_tool_calculates_is_a_function(text: str, expected: dict[str, tuple[dict[str, str], str]]) -> None:
    plan = plan_of(text)
    assert not plan.entities and {f.name for f in plan.functions} == set(expected)
    for made in plan.functions:
        args, result = expected[made.name]
        assert {p.name for p in made.params} == set(args)
        assert round(value(plan, made.name, args), 9) == Decimal(result)
    assert all(r.kind == "context" or r.covered_by for r in plan.requirements)


def value(plan: Plan, name: str, args: dict[str, str]) -> Decimal:
    made = next(f for f in plan.functions if f.name == name)
    given: dict[str, Any] = {key: Decimal(number) for key, number in args.items()}
    assert made.body is not None
    found: Decimal = World(Facts(plan)).evaluate(made.body, None, params=given, declared=made.params)
    return found


@pytest.mark.parametrize("text", NOT)
def test_what_is_not_known_is_not_guessed(text: str) -> None:
    compiled = compile_description(text, stack="cli")
    assert compiled.plan is None or not compiled.plan.functions


def test_a_formula_that_nobody_told_is_an_assumption_and_a_unit_is_none() -> None:
    assert [a.text for a in plan_of("A BMI calculator.").assumptions] == ["The bmi is weight / (height * height)."]
    assert not plan_of("A tool that converts miles to feet.").assumptions


@pytest.mark.parametrize(
    "text",
    [
        "Create a CLI password generator. It should copy the result.",
        "Make a CLI dice roller.",
        "Build an API mock server.",
    ],
)
def test_a_tool_that_is_wanted_is_no_record(text: str) -> None:
    assert compile_description(text).plan is None


def test_a_tool_is_named_for_what_it_does() -> None:
    assert plan_of("A command line tool that converts miles to feet.").name == "Miles-to-feet"
    assert plan_of("# Strides\n\nA command line tool that converts miles to feet.").name == "Strides"


def test_what_would_say_it_is_proposed() -> None:
    [finding] = compile_description("A tool that calculates the drag from speed and area.", stack="cli").diagnostics
    proposed = "Calculate the drag from the speed and the area: speed times area."
    assert finding.help == f'say how it is calculated: "{proposed}"'
    assert plan_of(f"A tool. {proposed}").functions[0].name == "drag"


UNITS = [[one["names"] for one in units.values()] for units in tables.read("calculators")["units"].values()]


@given(st.sampled_from(UNITS).flatmap(st.permutations), st.decimals(1, 1000, places=2))
def test_there_and_back_is_where_it_began(units: list[list[str]], number: Decimal) -> None:
    """Of two units of one kind, by the last of their names."""
    source, target = units[:2]
    plan = plan_of(f"A command line tool that converts {source[-1]} to {target[-1]} and back.")
    there, back = plan.functions
    middle = value(plan, there.name, {there.params[0].name: str(number)})
    assert abs(value(plan, back.name, {back.params[0].name: str(middle)}) - number) < Decimal("0.0001")
