"""Values as pages show them, with what programs read beside it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from app import cells


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


EVENING = dt.datetime(2026, 3, 2, 18, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (cells.text("a & b"), "a &amp; b"),
        (cells.prose("a\nb"), '<span class="prose">a\nb</span>'),
        (cells.number(9_999), '<data value="9999">9999</data>'),
        (cells.number(-10_000), '<data value="-10000">-10,000</data>'),
        (cells.number(1234.5), '<data value="1234.5">1,234.5</data>'),
        (
            cells.exact(Decimal("1234.50"), " %"),
            '<data value="1234.5">1,234.5 %</data>',
        ),
        (cells.exact(Decimal("-0.5")), '<data value="-0.5">-0.5</data>'),
        (cells.exact(0.1234567), '<data value="0.123457">0.123457</data>'),
        (cells.exact(Decimal(100)), '<data value="100">100</data>'),
        (cells.money(Decimal("1234.5")), '<data value="1234.50">1,234.50</data>'),
        (cells.money(5, "EUR"), '<data value="5.00">5.00 EUR</data>'),
        (cells.priced("EUR")(5), '<data value="5.00">5.00 EUR</data>'),
        (cells.yes_no(True), '<data value="true">yes</data>'),
        (cells.yes_no(False), '<data value="false">no</data>'),
        (cells.choice("in_use", "In use"), '<data value="in_use">In use</data>'),
        (
            cells.state("in_use", "In use"),
            '<span class="badge" data-state="in_use"><data value="in_use">In use</data></span>',
        ),
        (
            cells.day(dt.date(2026, 3, 2)),
            '<time datetime="2026-03-02">2 Mar 2026</time>',
        ),
        (cells.month("2026-03"), '<data value="2026-03">Mar 2026</data>'),
        (
            cells.moment(EVENING),
            '<time datetime="2026-03-02T16:30:00Z">2 Mar 2026, 16:30</time>',
        ),
        (cells.time_of_day(dt.time(18, 30)), '<time datetime="18:30:00">18:30</time>'),
        (
            cells.span(dt.timedelta(seconds=93_784)),
            '<data value="93784">1 d 2 h 3 min 4 s</data>',
        ),
        (cells.span(dt.timedelta(seconds=-3600)), '<data value="-3600">−1 h</data>'),
        (cells.span(dt.timedelta()), '<data value="0">0 s</data>'),
        (
            cells.web_address("https://a.test/?x=1&y"),
            '<a href="https://a.test/?x=1&amp;y" rel="nofollow noopener">https://a.test/?x=1&amp;y</a>',
        ),
        (cells.mail_address("a@b.c"), '<a href="mailto:a@b.c">a@b.c</a>'),
        (cells.phone_number("1234"), '<a href="tel:1234">1234</a>'),
        (
            cells.document({"b": 1, "a": 2}),
            '<data value="{&quot;a&quot;: 2, &quot;b&quot;: 1}">{&quot;a&quot;: 2, &quot;b&quot;: 1}</data>',
        ),
        (
            cells.listed(["<a>", True]),
            '<ul class="values"><li>&lt;a&gt;</li><li><data value="true">yes</data></li></ul>',
        ),
        (
            cells.picture(SimpleNamespace(name="photos/<me>.png"), "/x/1/photo/"),
            '<a href="/x/1/photo/" download><img class="picture" src="/x/1/photo/" alt="" loading="lazy">'
            "&lt;me&gt;.png</a>",
        ),
        (
            cells.file_link(SimpleNamespace(name="photos/me.png"), "/x/1/photo/"),
            '<a href="/x/1/photo/" download>me.png</a>',
        ),
    ],
)
def test_plan_a_value_is_shown(made: str, shown: str) -> None:
    assert made == shown


def test_plan_what_is_not_there_is_shown_as_nothing() -> None:
    nothing = [
        cells.text(None),
        cells.prose(None),
        cells.prose(""),
        cells.number(None),
        cells.exact(None),
        cells.money(None),
        cells.yes_no(None),
        cells.choice(None, ""),
        cells.day(None),
        cells.month(None),
        cells.moment(None),
        cells.time_of_day(None),
        cells.span(None),
        cells.web_address(None),
        cells.mail_address(None),
        cells.phone_number(None),
        cells.document(None),
        cells.items(None),
        cells.listed(None),
        cells.link(None),
        cells.person(None),
        cells.file_link(None, "/x/"),
        cells.picture(None, "/x/"),
    ]
    assert set(nothing) == {""}


@pytest.mark.parametrize(
    ("number", "said"),
    [("1.500", "1.5"), ("100", "100"), ("100.0", "100"), ("1E+2", "100")],
)
def test_plan_a_number_has_no_closing_zeros(number: str, said: str) -> None:
    assert cells.plain(Decimal(number)) == said


class Row:
    """A row with a page of its own."""

    pk = 7

    def __str__(self) -> str:
        return "a < b"

    def get_absolute_url(self) -> str:
        return "/rows/7/"


def test_plan_a_row_is_linked_by_its_name() -> None:
    link = '<a href="/rows/7/"><data value="7">a &lt; b</data></a>'
    assert cells.link(Row()) == link
    assert cells.unlinked(cells.links([Row()])) == cells.items([cells.unlinked(link)])
    assert "<a" not in cells.unlinked(link)
    assert cells.unlinked(cells.text("<a>")) == "&lt;a&gt;"
    assert (
        cells.links([Row(), Row()])
        == f'<ul class="values">{f"<li>{link}</li>" * 2}</ul>'
    )
    assert cells.person(Row()) == '<data value="7">a &lt; b</data>'
