"""The sentence shapes. A shape reads a clause into the draft (`read` returns whether it understood it), and its module
writes the sentences of a plan that it reads; each docstring holds the grammar.

Stages: 0 gathers the names of things, 1 reads what is declared, 2 what people may do, 3 which rules hold and what
actions do, 4 what is asked of the data. Within a stage the first shape that understands a clause has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Clause

Stage = Literal[0, 1, 2, 3, 4]


class Shape(Struct, frozen=True):
    name: str
    stage: Stage
    read: Callable[[Clause, Draft], bool]
    example: str
