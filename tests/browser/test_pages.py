"""Pages in a real browser: what a person does, what tools for accessibility find, at two widths, light and dark."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright import sync_api

from tests.browser.conftest import SITES
from tests.sites import PASSWORD

pytestmark = pytest.mark.browser
PHONE, DESKTOP = (390, 844), (1280, 900)
# Landing, list, form, detail, report and login pages, a page that is not there, and one that asks first.
PAGES = {
    "library": ["/", "/books/", "/books/new/", "/books/1/", "/loans/1/", "/loans/overdue-loans/", "/books/1/delete/",
                "/reports/", "/reports/number-of-loans-per-book-per-month/", "/account/", "/nothing/"],
    "clinic": ["/", "/visits/", "/visits/new/", "/visits/1/", "/pets/1/edit/", "/reports/", "/owners/?search=nobody"],
    "allotment": ["/", "/about/", "/plots/", "/plots/new/", "/leases/1/", "/workdays/", "/gardeners/import/",
                  "/account/password/", "/reports/total-yearly-fee-per-water/", "/plots/?page=9", "/plots/?area_min=x"],
    "shop": ["/", "/products/", "/products/new/", "/products/1/", "/orders/1/", "/products/import/", "/reports/"],
}  # fmt: skip


def page_of(browser: sync_api.Browser, size: tuple[int, int], **options: object) -> sync_api.Page:
    opened = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    opened.set_default_timeout(15_000)
    return opened.new_page()


def log_in(page: sync_api.Page, base: str, user: str) -> None:
    page.goto(f"{base}/login/")
    page.get_by_label("E-mail address").fill(f"{user}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    sync_api.expect(page.get_by_role("button", name="Log out")).to_be_visible()


def faults(page: sync_api.Page) -> list[str]:
    """What axe finds, and whether a page is wider than its window."""
    found = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*found, *(["wider than the window"] if wide else [])]


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESKTOP, "light"), (PHONE, "light"), (DESKTOP, "dark")])
def test_every_page_is_accessible(
    browser: sync_api.Browser, sites: dict[str, str], name: str, size: tuple[int, int], scheme: str
) -> None:
    page, base = page_of(browser, size, color_scheme=scheme), sites[name]
    found = {}
    if name != "shop":
        page.goto(f"{base}/login/")
        found["login"] = faults(page)
        log_in(page, base, "admin")
    for path in PAGES[name]:
        answer = page.goto(base + path)
        assert answer is not None and answer.status == {"/nothing/": 404, "/plots/?area_min=x": 422}.get(
            path, 200
        ), path
        found[path] = faults(page)
    page.context.close()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_a_librarian_keeps_books_without_any_script(browser: sync_api.Browser, sites: dict[str, str]) -> None:
    page, base = page_of(browser, PHONE, java_script_enabled=False), sites["library"]
    log_in(page, base, "librarian")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Books").click()
    page.get_by_role("link", name="Add a book").click()
    page.get_by_label("Author").fill("Iris Murdoch")
    page.get_by_role("button", name="Save").click()
    wrong = page.get_by_role("alert")
    sync_api.expect(wrong).to_contain_text("Title")
    assert page.get_by_label("Author").input_value() == "Iris Murdoch"  # nothing that was entered is lost
    page.get_by_label("Title").fill("The Sea, the Sea")
    page.get_by_label("Copies").fill("2")
    page.get_by_role("button", name="Save").click()
    sync_api.expect(page.get_by_role("heading", name="The Sea, the Sea")).to_be_visible()
    sync_api.expect(page.get_by_role("status")).to_contain_text("created")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Books").click()
    page.get_by_label("Search books").fill("murdoch")
    page.get_by_role("button", name="Search").click()
    sync_api.expect(page.locator("table.rows tbody tr")).to_have_count(1)
    page.get_by_role("link", name="The Sea, the Sea").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
    sync_api.expect(page.get_by_role("status")).to_contain_text("deleted")


def test_a_form_of_another_row_is_filled_from_where_one_came(browser: sync_api.Browser, sites: dict[str, str]) -> None:
    page, base = page_of(browser, DESKTOP, java_script_enabled=False), sites["clinic"]
    log_in(page, base, "receptionist")
    page.goto(f"{base}/owners/2/")
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Add a pet").click()
    assert page.get_by_label("Owner").locator("option:checked").inner_text() == name


def test_the_keyboard_reaches_the_content_first(browser: sync_api.Browser, sites: dict[str, str]) -> None:
    page = page_of(browser, DESKTOP)
    page.goto(f"{sites['shop']}/products/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert re.search("#main$", page.url)


def test_an_action_is_a_button_where_it_may_be_done_and_a_reason_where_not(
    browser: sync_api.Browser, sites: dict[str, str]
) -> None:
    page = page_of(browser, DESKTOP, java_script_enabled=False)
    page.goto(f"{sites['shop']}/orders/1/")
    pay, ship = (page.get_by_role("button", name=word) for word in ("Pay", "Ship"))
    assert pay.is_enabled() and ship.is_disabled()
    pay.click()
    sync_api.expect(page.get_by_role("status")).to_contain_text("Order “Ana Silva” is now paid.")
    assert pay.is_disabled() and ship.is_enabled()
    sync_api.expect(page.locator("[data-field=status]")).to_contain_text("paid", ignore_case=True)
