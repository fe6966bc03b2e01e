"""The steps of the migrations check: Alembic."""

import json
import runpy
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

config = Config("alembic.ini")
SAMPLES = Path("app/samples.json")


def seed():
    if not SAMPLES.exists() or not json.loads(SAMPLES.read_text()):
        return "no sample data"
    sys.argv = ["app", "seed"]
    try:
        runpy.run_module("app", run_name="__main__")
    except SystemExit as end:
        if end.code not in (None, 0):
            raise RuntimeError(f"python -m app seed ended with {end.code}")
    return ""


def revisions():
    return len(list(ScriptDirectory.from_config(config).walk_revisions()))


STEPS = [
    ("upgrade", lambda: command.upgrade(config, "head")),
    ("drift", lambda: command.check(config)),
    ("seed", seed),
    ("downgrade", lambda: command.downgrade(config, "base")),
    ("upgrade again", lambda: command.upgrade(config, "head")),
]
