"""The questions that a description leaves open: each with answers that were tried, ranked by what they change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from msgspec import Struct

from scaffolder import stacks
from scaffolder.compiler import Compiled, compile_description
from scaffolder.compiler.findings import Open, matters
from scaffolder.plan import Plan, Question
from scaffolder.plan.diff import diff

MOST = 5  # questions
TRIES = 60  # descriptions that are read to find them
NOT_READ = ("A102", "A106", "A107", "A108", "A109", "A110", "A112")
Compile = Callable[[str], Compiled]


class Asked(Struct, frozen=True):
    """A question, and for each of its answers the line that says it; empty where the assumption stays as it is."""

    question: Question
    lines: Mapping[str, str]
    effect: int


def questions(text: str, stack: str = "") -> list[Asked]:
    """At most five, those first whose answers change most of the plan that `stack` is wanted for (empty: any).

    An answer is offered only where it was understood and settles its question.
    """
    compile_text = partial(
        compile_description,
        stack=stacks.name_of(stack),
        stacks=stacks.by_kind(),
        near=stacks.nearest(),
        proposals=False,
    )
    compiled = compile_text(text)
    plan = compiled.plan
    if plan is None:
        return []
    asked, left = list[Asked](), TRIES
    lacking = stacks.of(plan, stack).not_offered
    for open_ in _once([o for o in compiled.open if matters(o.code, lacking)]):
        left -= len(open_.options)
        if left < 0:
            break
        if found := _asked(text, open_, compiled, plan, compile_text):
            asked.append(found)
    ranked = sorted(asked, key=lambda a: -a.effect)[:MOST]
    for number, found in enumerate(ranked, start=1):
        found.question.id = f"Q{number}"
    return ranked


def answered(text: str, lines: Iterable[str]) -> str:
    """The description with the lines that answer its questions."""
    told = "\n".join(line for line in dict.fromkeys(lines) if line)
    return f"{text.rstrip()}\n\n{told}\n" if told else text


def _once(opened: Sequence[Open]) -> list[Open]:
    return list({o.text: o for o in opened}.values())


def _asked(text: str, open_: Open, compiled: Compiled, plan: Plan, compile_text: Compile) -> Asked | None:
    first, *others = open_.options
    default, lines, affects, effect = open_.assumed, dict[str, str](), list[str](), 0
    if first and (read := _read(text, first, open_, compiled, compile_text)) and not diff(plan, read):
        default = first
    lines[default] = first if default == first else ""
    for line in others:
        read = _read(text, line, open_, compiled, compile_text)
        changes = _changes(plan, read) if read else []
        if changes:
            lines[line] = line
            effect = max(effect, len(changes))
            affects += changes
    if len(lines) < 2:
        return None
    shown = list(dict.fromkeys(affects))[:20]
    made = Question(id="Q", text=open_.text, options=list(lines), default=default, affects=shown)
    return Asked(made, lines, effect)


def _changes(plan: Plan, other: Plan) -> list[str]:
    """The elements that are not the same; another kind of application is another application as a whole."""
    found = [c.element for c in diff(plan, other)]
    if plan.kind != other.kind:
        found += [*(e.name for e in plan.entities), *(a.name for a in plan.actions), *(q.name for q in plan.queries)]
    return found


def _read(text: str, line: str, open_: Open, before: Compiled, compile_text: Compile) -> Plan | None:
    """The plan with the line, where all of it was understood and what was assumed is no longer."""
    found = compile_text(answered(text, [line]))
    still = any((d.code, d.message, d.assumed) == (open_.code, open_.text, open_.assumed) for d in found.diagnostics)
    return None if still or _unread(found) - _unread(before) else found.plan


def _unread(compiled: Compiled) -> Counter[str]:
    return Counter(d.message for d in compiled.diagnostics if d.code in NOT_READ)
