"""`python tools/contact_sheet.py`: pictures of the pages of three examples, in `examples/`, and the one of the README.

Needs Chromium, and what `make test-browser` installs. The pictures are looked at, never compared.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from pathlib import Path

from playwright import sync_api

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.sites import PASSWORD, site  # noqa: E402  # the checkout comes first

# Who looks at an example, and at what.
LOOKS = {
    "room_booking": (
        "caretaker",
        ["/", "/bookings/", "/bookings/1/", "/reports/number-of-bookings-per-room-per-month/"],
    ),
    "crm": ("manager", ["/", "/companies/1/", "/deals/", "/deals/1/"]),
    "plant_diary": ("", ["/", "/plants/", "/plants/1/", "/observations/new/", "/reports/"]),
}
CHOSEN = (1, 2, 3, 8)  # for the README: overview, list, a row with what may be done, and one in dark
SHEETS = {"pages-desktop": (1280, 860, 5, 0.3), "pages-phone": (390, 780, 8, 0.5)}


def shots(browser: sync_api.Browser, width: int, height: int) -> list[bytes]:
    """A picture of every page; of each example in light, and the next in dark."""
    found = []
    for number, (name, (user, paths)) in enumerate(LOOKS.items()):
        text = (ROOT / "examples" / name / "description.md").read_text()
        with tempfile.TemporaryDirectory() as folder, site(text, Path(folder)) as base:
            scheme = "dark" if number % 2 else "light"
            size = {"width": width, "height": height}
            page = browser.new_context(viewport=size, color_scheme=scheme).new_page()
            if user:
                page.goto(f"{base}/login/")
                found.append(page.screenshot())
                page.get_by_label("E-mail address").fill(f"{user}@example.com")
                page.get_by_label("Password").fill(PASSWORD)
                page.get_by_role("main").get_by_role("button", name="Log in").click()
            for path in paths:
                page.goto(base + path)
                found.append(page.screenshot())
            page.context.close()
    return found


def sheet(browser: sync_api.Browser, pictures: list[bytes], width: int, columns: int, scale: float) -> bytes:
    """The pictures beside each other, made smaller by the browser itself."""
    images = "".join(
        f'<img width="{width * scale:.0f}" src="data:image/png;base64,{base64.b64encode(p).decode()}">'
        for p in pictures
    )
    page = browser.new_page(viewport={"width": int(columns * (width * scale + 10)) + 10, "height": 100})
    page.set_content(f'<body style="margin:10px;display:flex;flex-wrap:wrap;gap:10px;background:#888">{images}')
    made = page.screenshot(full_page=True, type="jpeg", quality=80)
    page.close()
    return made


def main() -> None:
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (width, height, columns, scale) in SHEETS.items():
            pictures = shots(browser, width, height)
            (ROOT / "examples" / f"{name}.jpg").write_bytes(sheet(browser, pictures, width, columns, scale))
            if name == "pages-desktop":
                (ROOT / "docs" / "pages.jpg").write_bytes(sheet(browser, [pictures[n] for n in CHOSEN], width, 2, 0.35))
        browser.close()


if __name__ == "__main__":
    main()
