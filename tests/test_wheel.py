"""What people install: the wheel, in an environment of its own, far from this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENTS, ROOT
from tests.extent import deep

pytestmark = pytest.mark.slow
# A folder above the installed package would be found before it.
ENV = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON") and k != "VIRTUAL_ENV"}
ENV["SCAFFOLD_CACHE_DIR"] = str(ENVIRONMENTS.parent)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment that the wheel is installed in."""
    root = tmp_path_factory.mktemp("installed")
    ran(sys.executable, "-m", "uv", "build", "--wheel", "--quiet", "--out-dir", str(root), str(ROOT), cwd=root)
    venv.create(root / "env")
    install = ["pip", "install", "--quiet", "--python", str(root / "env" / "bin" / "python")]
    ran(sys.executable, "-m", "uv", *install, *map(str, root.glob("*.whl")), cwd=root)
    return root / "env"


def ran(*argv: str, cwd: Path) -> str:
    done = subprocess.run(argv, cwd=cwd, env=ENV, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_template_and_schema_is_in_it(installed: Path) -> None:
    [package] = installed.glob("lib/*/site-packages/scaffolder")
    listed = ran("git", "ls-files", "templates", "scaffolder", cwd=ROOT).splitlines()
    here = [package / path.removeprefix("scaffolder/") for path in listed if (ROOT / path).exists()]
    assert len(here) > 300 and not [path for path in here if not path.is_file()]


@pytest.mark.parametrize("stack", ["api", pytest.param("web", marks=deep)])
def test_it_proves_an_application_that_stores_nothing(installed: Path, tmp_path: Path, stack: str) -> None:
    words = "# Tip\n\nCalculate the tip from the bill and the percentage: bill times percentage divided by 100."
    said = ran(str(installed / "bin" / "scaffold"), "new", words, "--stack", stack, "-o", "tip", cwd=tmp_path)
    assert said.splitlines()[0].startswith("tip is written (commit ")
    assert said.splitlines()[1] == "1 of 1 requirements proven"
    assert (tmp_path / "tip" / ".scaffold" / "ledger.json").is_file()
