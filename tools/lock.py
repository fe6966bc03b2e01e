"""Refresh the locks of the template packs: `make lock`, or `python tools/lock.py [STACK]`.

Each `templates/<stack>/requirements.in` (what the app runs on) and `requirements-dev.in` (that, and what tests and
checks it) becomes a lock in `files/`, part of every generated project: hashed pins, one text for all platforms, that
name no index, since whoever installs them has their own. Wheels only, so installing never runs a build script.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import uv

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
PLATFORMS = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-apple-darwin", "aarch64-apple-darwin")
OLDEST_PYTHON = "3.11"
HEADER = "# Exact versions and hashes for Linux and macOS (x86_64, arm64), Python 3.11 and later.\n"
LOCATION = re.compile(r"^\s*(#|--(index-url|extra-index-url|find-links|trusted-host)\b)|(https?|file)://")


def resolve(source: Path, *options: str) -> str:
    command = [uv.find_uv_bin(), "pip", "compile", "--quiet", "--no-build", "--no-header", "--no-annotate"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--python-version", OLDEST_PYTHON, *options, source.name]
    done = subprocess.run(command, cwd=source.parent, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{source}: {done.stderr.strip()}")
    return done.stdout


def lock(source: Path, *options: str) -> str:
    """The text of the lock of `source`; refuses lines that would name an index or a folder of this machine."""
    text = resolve(source, "--universal", "--generate-hashes", "--upgrade", *options)
    named = [line for line in text.splitlines() if LOCATION.search(line)]
    if named:
        raise SystemExit(f"{source}: the lock would name a place: {named[0]}")
    return HEADER + text


def check_platforms(locked: Path) -> None:
    """Stop where some platform has no wheel for a pin."""
    for platform in PLATFORMS:
        resolve(locked, "--python-platform", platform, "--no-deps")


def lock_stack(folder: Path) -> None:
    run, develop = folder / "files" / "requirements.lock", folder / "files" / "requirements-dev.lock"
    develop.write_text(lock(folder / "requirements-dev.in"), encoding="utf-8")
    run.write_text(lock(folder / "requirements.in", "--constraint", str(develop)), encoding="utf-8")
    check_platforms(develop)
    print(f"{folder.name}: {len(re.findall('==', develop.read_text()))} packages locked")


def main(names: list[str]) -> None:
    folders = [TEMPLATES / name for name in names] or sorted(p.parent for p in TEMPLATES.glob("*/requirements.in"))
    for folder in folders:
        lock_stack(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
