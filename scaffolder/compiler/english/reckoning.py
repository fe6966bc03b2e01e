"""Units, and what is reckoned in the same way everywhere: `calculators.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from msgspec import Struct

from scaffolder.compiler.english import tables
from scaffolder.compiler.english.tokens import Token, spelled, words_of


class Unit(Struct, frozen=True):
    """`name`: what its numbers are called where the writer has but a letter for them. `size`: how much one is of the
    first unit of its kind, `zero`: where its scale begins."""

    kind: str
    name: str
    size: Fraction
    zero: Fraction


def unit(tokens: Sequence[Token]) -> Unit | None:
    said = [t for t in tokens if t.low not in ("degrees", "degree", "°")]
    return _units().get(spelled(said).lower()) if said else None


def called(tokens: Sequence[Token], found: Unit) -> str:
    """A unit as the writer has it; a letter is written out."""
    words = words_of(tokens)
    return " ".join(words) if words and all(len(w) > 1 for w in words) else found.name


def converted(name: str, source: Unit, target: Unit) -> str:
    """A number of one unit in another one of the same kind."""
    begun = f"({name} - {_number(source.zero)})" if source.zero else name
    scaled = _scaled(begun, source.size / target.size)
    return f"{scaled} + {_number(target.zero)}" if target.zero else scaled


def formula(tokens: Sequence[Token]) -> dict[str, Any] | None:
    """`of`: what it is reckoned from, each with its unit; `is`: how."""
    return _formulas().get(" ".join(t.low for t in tokens))


def _scaled(value: str, factor: Fraction) -> str:
    if factor == 1:
        return value
    if _ends(factor):
        return f"{value} * {_number(factor)}"
    if _ends(1 / factor):
        return f"{value} / {_number(1 / factor)}"
    return f"{value} * {factor.numerator} / {factor.denominator}"


def _ends(value: Fraction) -> bool:
    """Whether it is written with few decimal places."""
    return (value * 10**9).denominator == 1


def _number(value: Fraction) -> str:
    return f"{float(value):.12f}".rstrip("0").rstrip(".")


@cache
def _units() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for kind, units in tables.read("calculators")["units"].items():
        for one in units.values():
            size = Fraction(1)
            for at, part in enumerate(one["is"].split("/")):
                size = size / Fraction(part) if at else Fraction(part)
            made = Unit(kind, one["names"][0], size, Fraction(one.get("zero", "0")))
            found |= dict.fromkeys(one["names"], made)
    return found


@cache
def _formulas() -> dict[str, dict[str, Any]]:
    return {name: made for made in tables.read("calculators")["formulas"] for name in made["names"]}
