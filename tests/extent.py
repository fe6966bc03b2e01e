"""What takes long and seldom fails alone is tried where MUTANTS says so, as CI does: `MUTANTS=places make test`; what
takes minutes, by `MUTANTS=all make test`."""

from __future__ import annotations

import os

import pytest

EXTENT = os.environ.get("MUTANTS", "kinds")
deep = pytest.mark.skipif(EXTENT == "kinds", reason="a longer test, that CI runs: MUTANTS=places make test")
exhaustive = pytest.mark.skipif(EXTENT != "all", reason="takes minutes: MUTANTS=all make test")
