"""Names that were perhaps meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from scaffolder import naming


def near(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The known names nearest to `name`, best first; plural and singular count as near."""
    names = list(dict.fromkeys(known))
    other_number = [n for n in (naming.plural(name), naming.singular(name)) if n != name and n in names]
    close = difflib.get_close_matches(name, names, n=limit, cutoff=0.6)
    return tuple(dict.fromkeys([*other_number, *close]))[:limit]
