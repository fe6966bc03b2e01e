"""The phrases that compare two values, and what they stand for: "must not be later than" is "<=".

COMPARISON := is|must be|… [after|at least|more than|…] | is not|cannot be|… [after|at least|more than|…]
"""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.compiler.english.vocabulary import phrases, wordings

OPPOSITES = {
    ">": "<=", ">=": "<", "<": ">=", "<=": ">", "==": "!=", "!=": "==",
    "is None": "is not None", "is not None": "is None",
}  # fmt: skip
MIRRORED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
"""At least 7 days *before* a date is on that day or earlier."""
POSITIVE = phrases("compared", "positive")
NEGATIVE = phrases("compared", "negative")


def denied(operation: str) -> str:
    """What holds where the operation does not: "<= 0" for "> 0"."""
    if operation in OPPOSITES:
        return OPPOSITES[operation]
    operator, _, right = operation.partition(" ")
    return f"{OPPOSITES[operator]} {right}"


def _all() -> Iterator[tuple[str, str]]:
    for words, operation in (*wordings("comparisons").items(), *wordings("states_of_values").items()):
        yield from ((f"{verb} {words}".strip(), operation) for verb in POSITIVE)
        yield from ((f"{verb} {words}".strip(), denied(operation)) for verb in NEGATIVE)
    yield from wordings("comparing_verbs").items()


COMPARISONS = dict(_all())
"""A phrase and its operator, or the whole rest of the comparison ("is None", "< {now}")."""
LONGEST_FIRST = tuple(sorted(COMPARISONS, key=lambda p: -len(p.split())))
WITHIN = tuple(f"{verb} within" for verb in POSITIVE)
BETWEEN = tuple(f"{verb} between" for verb in POSITIVE)
