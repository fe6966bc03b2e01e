"""What is done from the command line: `python -m app --help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import sqlalchemy as sa

from app.database import open_session
from app.models.shelves import Shelf
from app.problems import Problem
from app.schemas.shelves import ShelfCreate
from app.services.shelves import create_shelf


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    try:
        print(arguments.run(arguments))
    except Problem as problem:
        print(problem.detail, file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m app")
    commands = made.add_subparsers(required=True)
    seed = commands.add_parser("seed", help="store invented sample data")
    seed.set_defaults(run=store_samples)
    return made


def store_samples(arguments: argparse.Namespace) -> str:
    """Invented rows, for looking around; only into tables that are empty."""
    stored = 0
    with open_session() as session:
        if not session.scalar(sa.select(sa.func.count(Shelf.id))):
            for sample in SAMPLE_SHELVES:
                create_shelf(session, ShelfCreate.model_validate(sample))
                stored += 1
        session.commit()
    return f"{stored} rows of sample data"


SAMPLE_SHELVES: list[dict[str, object]] = [  # invented
    {"name": "Shelf name 1", "floor": 2},
    {"name": "Shelf name 2", "floor": 3},
    {"name": "Shelf name 3", "floor": 4},
]
