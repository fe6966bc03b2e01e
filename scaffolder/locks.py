"""Which packages a project gets: exact versions with the hashes of their wheels, and nothing else in that file.

uv would follow whatever a requirements file says: another index, an address, a folder, another file. A pack may come
from anywhere, so its lock is read before uv is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolder.errors import EnvironmentFailure

PIN = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:\[[\w.,\s-]*\])?\s*==\s*[\w.!+-]+"  # name[extra]==version
    r"(?:\s*;[\w\s.'\"<>=!()~,-]+?)?"  # for which machines
    r"(?P<hashes>(?:\s+--hash=sha256:[0-9a-f]{64})+)",
    re.ASCII,
)
BARE = re.compile(r"[\w.\[\],-]+\s*==\s*[\w.!+-]+")
COMMENT = re.compile(r"(?:^|\s)#.*")


def check(text: str) -> None:
    """Raise EnvironmentFailure for the first line that is no package with an exact version and hashes."""
    for number, line in _lines(text):
        if PIN.fullmatch(line) is None:
            why = (
                "has no hash" if re.fullmatch(r"[\w.\[\],-]+\s*==\s*[\w.!+-]+", line) else "is no exact version of one"
            )
            raise EnvironmentFailure(
                f"line {number} of the lock of packages {why}: {line[:80]}",
                hint="uv pip compile --generate-hashes --no-build requirements.in",
            )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """What is said, with the number of the line at which it begins; a backslash goes on in the next one."""
    begun, said = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        begun = begun or number
        bare = COMMENT.sub("", line).rstrip()
        said += bare.removesuffix("\\") + " " if bare.endswith("\\") else bare
        if not bare.endswith("\\"):
            if said.strip():
                yield begun, said.strip()
            begun, said = 0, ""
    if said.strip():
        yield begun, said.strip()
