"""The steps of the migrations check: Alembic."""

import importlib.util
import runpy
import sys

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

config = Config("alembic.ini")


def seed():
    if importlib.util.find_spec("app.__main__") is None:
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
