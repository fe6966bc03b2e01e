"""A real browser, and the sites that it opens. Skipped, with the reason, where a machine has no browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.conftest import ROOT
from tests.sites import site

try:
    from playwright import sync_api
except ImportError:  # `make test-browser` installs it
    collect_ignore_glob = ["test_*.py"]
SITES = ("library", "clinic", "shop", "allotment")


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as driver:
        # The kernel's own isolation of a browser is not to be had as root; its pages are ours.
        opened = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sites(browser: sync_api.Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of each example that runs."""
    with ExitStack() as running:
        yield {
            name: running.enter_context(
                site((ROOT / "examples" / name / "description.md").read_text(), tmp_path_factory.mktemp(name))
            )
            for name in SITES
        }
