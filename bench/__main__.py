"""`python -m bench [NAME…]`: every figure is measured in this call; nothing recorded is printed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.compiling import descriptions, report
from bench.isolation import measured
from bench.timing import Side, Timing, compare

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
EMIT = [sys.executable, "-m", "bench.emit"]
HELLO = """import click
@click.command()
def main(): click.echo("hello")
main()
"""
THREE_ENTITIES = (ROOT / "bench" / "three_entities.md").read_text(encoding="utf-8")
REFERENCES = ROOT / "bench" / "reference"  # a frozen application of these entities for each stack
KINDS = {"api": "A REST API", "web": "A web application", "cli": "A command-line tool"}


def table(title: str, timings: Sequence[Timing], bound: str = "") -> None:
    base = timings[-1]
    print(f"\n{title}" + (f"   (bound: {bound})" if bound else ""))
    for t in timings:
        ratio = t.median("wall_s") / base.median("wall_s")
        print(
            f"  {t.name:44} {t.median('wall_s'):7.2f} s  ({t.spread()})  cpu {t.median('cpu_s'):6.2f} s  "
            f"peak {t.median('peak_mb'):5.0f} MB  ×{ratio:.2f}"
        )


def help_screen(work: Path) -> None:
    (work / "hello.py").write_text(HELLO)
    sides = [
        Side("scaffold --help", [str(BIN / "scaffold"), "--help"], work),
        Side("click hello world", [sys.executable, "hello.py", "--help"], work),
    ]
    table("Start-up", compare(sides, 15), "≤ 2")


def command_line(work: Path) -> None:
    """A generated command, when it is asked for help and when it reads what it keeps."""
    (work / "hello.py").write_text(HELLO)
    example = ROOT / "examples" / "todo" / "description.md"
    env = {**os.environ, **_path()}
    subprocess.run([*EMIT, str(example), str(work / "todo"), "cli"], cwd=work, env=env, check=True)
    python, kept = _environment_python("cli"), {"XDG_DATA_HOME": str(work / "data")}
    call = [python, "-m", "to_do_cli"]
    sides = [
        Side("to-do list", [*call, "list"], work / "todo", kept),
        Side("to-do --help", [*call, "--help"], work / "todo", kept),
        Side("click hello world", [python, "hello.py"], work),
    ]
    table("Start-up of a generated command", compare(sides, 15), "≤ 2")


def compiling(work: Path) -> None:
    """Descriptions to plans; SPECS names another file of them, JSON lines with a `text` each."""
    report(descriptions(ROOT / "examples", os.environ.get("SPECS", "")))


def files_on_disk(work: Path) -> None:
    """From the description to files on disk, before checks, beside Django's empty project."""
    (work / "d.md").write_text(THREE_ENTITIES)

    def clear() -> None:
        for name in ("emitted", "site_"):
            shutil.rmtree(work / name, ignore_errors=True)

    sides = [
        Side("description -> files on disk", [*EMIT, "d.md", "emitted"], work, _path(), clear),
        Side("django-admin startproject", [str(BIN / "django-admin"), "startproject", "site_"], work, None, clear),
    ]
    table("Three entities to files on disk", compare(sides, 11), "≤ 1.5")


def proven(work: Path) -> None:
    """From the description to a committed, proven repository, beside the bare tests of a frozen app of the same kind;
    caches warm."""
    for stack, kind in KINDS.items():
        (work / stack).mkdir()
        _proven(work / stack, stack, kind)


def _proven(work: Path, stack: str, kind: str) -> None:
    (work / "d.md").write_text(THREE_ENTITIES.replace(KINDS["api"], kind))
    shutil.copytree(REFERENCES / stack, work / "reference")
    python = _environment_python(stack)

    def clear() -> None:
        shutil.rmtree(work / "app", ignore_errors=True)

    new = [str(BIN / "scaffold"), "new", "-f", "d.md", "-o", "app"]
    bare = [python, "-m", "pytest", "-p", "no:cacheprovider"]
    sides = [
        Side("scaffold new (proven, committed)", new, work, None, clear),
        Side("the same, not isolated", new, work, {"SCAFFOLD_ISOLATE": "false"}, clear),
        Side(f"bare tests of bench/reference/{stack}", bare, work / "reference"),
    ]
    table(f"Description to a proven repository ({stack}), warm", compare(sides, 5), "≤ 3")
    document = json.loads(
        subprocess.run(
            [str(BIN / "scaffold"), "check", "app", "--json"], cwd=work, capture_output=True, text=True
        ).stdout
    )
    print("  per check: " + ", ".join(f"{c['name']} {c['seconds']:.2f} s" for c in document["checks"]))


def isolation(work: Path) -> None:
    """What isolation adds to one program."""
    print("\nOne program that does nothing, in a copy of the frozen app")
    for line in measured(REFERENCES / "api"):
        print(line)


def growth(work: Path) -> None:
    """Emission for 1, 10 and 50 entities: the time for one more entity must not grow."""
    timings = []
    for count in (1, 10, 50):
        (work / f"{count}.md").write_text(_many(count))
        side = Side(f"{count} entities", [sys.executable, "-m", "bench.emit", f"{count}.md", "many"], work, _path(),
                    lambda: shutil.rmtree(work / "many", ignore_errors=True))  # fmt: skip
        timings += compare([side], 3)
    table("Growth of emission", timings[::-1])
    one, ten, fifty = (t.median("wall_s") for t in timings)
    early, late = 1000 * (ten - one) / 9, 1000 * (fifty - ten) / 40
    print(f"  one more entity costs {early:.0f} ms from 1 to 10, {late:.0f} ms from 10 to 50")


def _many(count: int) -> str:
    names = [f"{a} {b}" for a in ("Red", "Blue", "Green", "Old", "New") for b in
             ("Lamp", "Chair", "Table", "Shelf", "Clock", "Plant", "Carpet", "Mirror", "Basket", "Candle")]  # fmt: skip
    lines = [f"A {n} has a name, a price, a purchase date and a status (draft, active)." for n in names[:count]]
    return "A REST API for a depot.\n\n" + "\n".join(lines) + "\n"


def _path() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT)}


def _environment_python(stack: str = "api") -> str:
    """The interpreter of the generated projects' own environment."""
    code = f"from bench.emit import environment_python; print(environment_python({stack!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]


PARTS: dict[str, Callable[[Path], None]] = {
    "help": help_screen,
    "command": command_line,
    "compile": compiling,
    "emit": files_on_disk,
    "growth": growth,
    "isolation": isolation,
    "proven": proven,
}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := [w for w in wanted if w not in PARTS]:
        sys.exit(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    for name in wanted:
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
            PARTS[name](Path(folder))


if __name__ == "__main__":
    main()
