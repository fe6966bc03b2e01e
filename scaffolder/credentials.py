"""Keys, tokens and passwords of people: what looks like one is found before it gets into a plan or a repository.

The rules are those of detect-secrets, in the edition of Checkov, which is released every month; the few at the end are
of services that it does not know. Nothing is ever asked over the network. Loading them takes longer than all else here,
so they are loaded where a text has anything that they could be about.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from scaffolder.errors import CredentialError

if TYPE_CHECKING:
    from detect_secrets.plugins.base import RegexBasedDetector

HINT = "take it out, and have it replaced where it was used; an application reads its secrets from its environment"
# A word in which letters and digits alternate, as they do in what was drawn at random.
_WORD = re.compile(r"[\w+/=.-]{16,}", re.ASCII)
_CHANGE = re.compile(r"\d[_+/=.-]*[A-Za-z]")
_CHANGES = 3
# How tokens begin whose rest may hold few digits, or none.
_MARKED = re.compile(
    r"PRIVATE KEY|https://hooks\.slack|\b(?:hf_|xox[abposr]-|gh[a-z]_|github_pat_|gl[a-z]+-|npm_|[sr]k_live_|sk-|AKIA|AIza|SG\.)"
)
_LOGIN = re.compile(r"://[^\s:/@{}]{1,80}:([^\s@{}]{1,200})@")
_PICTURE = re.compile(r"(?:iVBORw0KGgo|R0lGOD|/9j/)")  # how a PNG, GIF or JPEG begins in base64
_LOCK = re.compile(r"(.*/)?[\w.-]+\.lock")  # hashes, and nothing that anybody says
_PIECE, _OVERLAP = 2000, 400
_PASSWORD_LENGTH = 8  # shorter ones, and such without a digit, are words that stand for one
_OURS = {
    "private key": re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"),
    "Anthropic key": re.compile(r"\bsk-ant-[a-z0-9]+-[\w-]{20,}"),
    "OpenAI key": re.compile(r"\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9]{20}[\w-]*"),
    "Google API key": re.compile(r"\bAIza[\w-]{35}"),
    "GitHub token": re.compile(r"\bgithub_pat_\w{36,}"),
    "GitLab token": re.compile(r"\bgl(?:pat|dt|rt|cbt|ptt)-[\w-]{20,}"),
    "PyPI token": re.compile(r"\bpypi-AgE[\w-]{50,}"),
    "Hugging Face token": re.compile(r"\bhf_[A-Za-z0-9]{30,}"),
}


class Found(Struct, frozen=True):
    """Where it stands and what it seems to be; never the thing itself."""

    path: str
    line: int
    kind: str


def gate(texts: Mapping[str, str]) -> None:
    """Raise CredentialError for the first text that holds one. `texts`: by what they are to be called."""
    for found in find(texts):
        what = f"{found.path}, line {found.line}, holds what looks like a secret ({found.kind})"
        raise CredentialError(f"{what}: nothing was written", hint=HINT)


def gate_file(path: Path) -> None:
    """The same for a file; one that cannot be read is for its reader to tell of."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        gate({os.fspath(path): path.read_text(encoding="utf-8")})


def find(texts: Mapping[str, str]) -> Iterator[Found]:
    for path, text in texts.items():
        if not _LOCK.fullmatch(path):
            for number, line in enumerate(text.splitlines(), 1):
                if kind := next(filter(None, map(_kind, _pieces(line))), ""):
                    yield Found(path, number, kind)


def _pieces(line: str) -> Iterator[str]:
    """Of a line that is very long, which takes some rules very long, pieces that overlap."""
    for begin in range(0, max(len(line) - _OVERLAP, 1), _PIECE - _OVERLAP):
        yield line[begin : begin + _PIECE]


def _kind(line: str) -> str:
    """What the line gives away; empty where it gives nothing away."""
    if any(_is_password(found) for found in _LOGIN.findall(line)):
        return "password in an address"
    if not _MARKED.search(line) and not any(map(_is_random, _WORD.findall(line))):
        return ""
    ours = next((kind for kind, rule in _OURS.items() if rule.search(line)), "")
    return ours or next((kind for kind, rule in _rules() if any(True for _ in rule.analyze_string(line))), "")


def _is_random(word: str) -> bool:
    return len(_CHANGE.findall(word)) >= _CHANGES and not _PICTURE.match(word)


def _is_password(text: str) -> bool:
    return len(text) >= _PASSWORD_LENGTH and any(c.isdigit() for c in text) and any(c.isalpha() for c in text)


@cache
def _rules() -> list[tuple[str, RegexBasedDetector]]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.plugins.base import RegexBasedDetector

    known = get_mapping_from_secret_type_to_class().items()
    rules = [(kind, rule()) for kind, rule in known if issubclass(rule, RegexBasedDetector)]
    return [(kind, rule) for kind, rule in rules if kind != "Basic Auth Credentials"]
