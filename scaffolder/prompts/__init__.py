"""What models are told: templates that are strict about what they name. Each says who reads the answer to it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


def render(name: str, **values: Any) -> str:
    return str(_environment().get_template(name).render(values)).strip() + "\n"


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
