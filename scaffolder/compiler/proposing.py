"""What to say instead of what was not understood: lines that were tried in its place and are accepted there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from msgspec.structs import replace

from scaffolder.compiler import requirements
from scaffolder.compiler.english import proposals, reading
from scaffolder.plan import Plan
from scaffolder.types import Diagnostic

UNREAD, LEFT_OUT = "A102", "A106"
FINDINGS, TRIES, SHOWN = 12, 6, 2  # findings with a proposal, lines tried for each, lines shown
LONGEST = 20_000  # characters of a text that is worth the tries
READ = 30_000  # characters that are read in tries: each reads the whole text again


def with_proposals(text: str, plan: Plan, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings, each that leaves something out with the accepted lines that are nearest to it."""
    vague = [d for d in found if d.code in (UNREAD, LEFT_OUT) and d.span]
    most = min(FINDINGS, max(1, READ // (TRIES * max(1, len(text)))))
    wanted = vague[:most] if plan.entities and len(text) <= LONGEST else []
    bad = _unread(found)
    return [replace(d, help=_help(d, _lines(text, d, plan, bad))) if d in wanted else _plain(d) for d in found]


def _plain(found: Diagnostic) -> Diagnostic:
    return replace(found, help=_help(found, [])) if found.code in (UNREAD, LEFT_OUT) else found


def _help(found: Diagnostic, lines: Sequence[str]) -> str:
    if not lines:
        return "see docs/english.md for the sentences that are understood"
    shown = " or ".join(f'"{line}"' for line in lines)
    return f"say {shown}" if found.code == UNREAD else f"give it a sentence of its own, such as {shown}"


def _lines(text: str, found: Diagnostic, plan: Plan, bad: int) -> list[str]:
    if found.span is None:
        return []
    said = text[found.span.start : found.span.end]
    tried = proposals.nearest(said, plan)[:TRIES]
    return list(islice((line for line in tried if _is_accepted(text, line, found, bad)), SHOWN))


def instead(text: str, line: str, found: Diagnostic) -> str:
    """The description with the line where the finding wants it: in place of the clause, or at the end."""
    if found.code == LEFT_OUT or found.span is None:
        return f"{text.rstrip()}\n\n{line}\n"
    return text[: found.span.start] + line.rstrip(".") + text[found.span.end :]


def _is_accepted(text: str, line: str, found: Diagnostic, bad: int) -> bool:
    draft = reading.read(requirements.cut(instead(text, line, found)))
    asked = [r for r in draft.plan.requirements if line.rstrip(".") in r.text and r.kind == "functional"]
    fewer = _unread(draft.findings) <= bad - (found.code == UNREAD)
    # The text may have said the same line before: the last is the one in place of what was refused.
    return fewer and bool(asked) and asked[-1].status != "uncovered" and bool(asked[-1].covered_by)


def _unread(found: Sequence[Diagnostic]) -> int:
    return sum(d.code in (UNREAD, LEFT_OUT, "A107", "A110", "A112") for d in found)
