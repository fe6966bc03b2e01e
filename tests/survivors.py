"""`python -m tests.survivors APP [--stack STACK] [--only REGEX] [--every N]`: what an application's own tests miss.

APP is a plan of `plans.py` or `unseen_plans.py` by name, or a file with a description. Its code is changed one node at
a time (`mutants/generic.py`); the tests that reach the changed lines are run; mutants that none of them notices are
listed. Some are equivalent: the list is for people to read. A tool for developers, no part of the suite.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from scaffolder import stacks
from scaffolder.compiler import compile_description
from scaffolder.environment import Environments
from scaffolder.plan import Plan
from tests import lab, plans, unseen_plans
from tests.api_apps import emitted, write
from tests.conftest import ENVIRONMENTS
from tests.mutants.generic import Slip, slips

AT_ONCE = 150  # ids of tests on a command line; beyond, their files are named


def main() -> int:
    asked = options()
    stack = stacks.load(asked.stack)
    with tempfile.TemporaryDirectory() as folder:
        root = write(plan_of(asked.app, asked.stack), Path(folder).resolve(), asked.stack)
        python = Environments(ENVIRONMENTS).ensure(stack.lock, lambda event: None).python
        reached = lines_reached(root, python)
        known = set(emitted(plan_of(asked.but, asked.stack), asked.stack).items()) if asked.but else set()
        found = [s for s in all_slips(root, known) if re.search(asked.only, s.path)][asked.start :: asked.every]
        survivors: list[Slip] = []
        with lab.Lab(root, python=python, preload=stack.run["preload"]) as tried:
            if failing := tried.failing(["tests"]):
                sys.exit(f"without any change, these fail: {', '.join(failing)}")
            for number, slip in enumerate(found, 1):
                if not noticed(tried, slip, reached):
                    survivors.append(slip)
                    print(f"{number} of {len(found)}  {slip.name}", flush=True)
    for path, count in sorted(Counter(s.path for s in survivors).items()):
        print(f"{count:4} of {sum(s.path == path for s in found):4}  {path}")
    print(f"{asked.app}: {len(survivors)} of {len(found)} survived")
    return 0


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.survivors", description=__doc__)
    parser.add_argument("app")
    parser.add_argument("--stack", default="api")
    parser.add_argument("--but", metavar="APP", help="leave out files that this application has to the letter")
    parser.add_argument("--only", default="", metavar="REGEX", help="paths of files to change")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each N-th mutant only")
    parser.add_argument("--start", type=int, default=0, metavar="N", help="leave out the first N")
    return parser.parse_args()


def plan_of(name: str, stack: str) -> Plan:
    for module in (plans, unseen_plans):
        if hasattr(module, name):
            made: Plan = getattr(module, name)()
            return made
    compiled = compile_description(Path(name).read_text(encoding="utf-8"), stack=stack)
    if compiled.plan is None:
        sys.exit(f"{name} does not compile")
    return compiled.plan


def all_slips(root: Path, known: Collection[tuple[str, str]]) -> list[Slip]:
    """One of each text: what two edits come to counts once. `known`: path and text of files that are left alone."""
    found: dict[tuple[str, str], Slip] = {}
    for file in sorted(root.rglob("*.py")):
        path, text = file.relative_to(root).as_posix(), file.read_text()
        if path.startswith("tests/") or (path, text) in known:
            continue
        unchanged = ast.unparse(ast.parse(text))
        for slip in slips(path, text):
            if slip.text != unchanged:
                found.setdefault((path, slip.text), slip)
    return list(found.values())


def lines_reached(root: Path, python: Path) -> dict[str, list[str]]:
    with tempfile.NamedTemporaryFile("r") as answer:
        program = [str(python), str(Path(__file__).with_name("reached.py")), answer.name]
        subprocess.run(program, cwd=root, env=lab.environment(), check=True, capture_output=True)
        found: dict[str, list[str]] = json.load(answer)
        return found


def noticed(tried: lab.Lab, slip: Slip, reached: dict[str, list[str]]) -> bool:
    tests = [reached[key] for line in range(slip.first, slip.last + 1) if (key := f"{slip.path}:{line}") in reached]
    if not tests:
        return False
    if not all(tests):  # it runs when the application is made: any test may notice
        ordered = by_likeness(tried.root, slip.path)
        return bool(tried.failing(ordered, {slip.path: slip.text}, first=True))
    ids = sorted(set().union(*tests), key=lambda t: (likeness(t, slip.path), t))
    chosen = ids if len(ids) <= AT_ONCE else list(dict.fromkeys(i.partition("::")[0] for i in ids))
    return bool(tried.failing(chosen, {slip.path: slip.text}, first=True))


def by_likeness(root: Path, path: str) -> list[str]:
    files = [f"tests/{f.name}" for f in (root / "tests").glob("test_*.py")]
    return sorted(files, key=lambda f: (likeness(f, path), f))


def likeness(test: str, path: str) -> bool:
    """False (which sorts first) where the test is about the rows of that module."""
    return Path(path).stem not in test


if __name__ == "__main__":
    sys.exit(main())
