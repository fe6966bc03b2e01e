"""Values as pages show them: what people read, with what programs read beside it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from app import dates

EMPTY = SafeString("")


class Linked(Protocol):
    """A row with a page of its own."""

    pk: Any

    def get_absolute_url(self) -> str: ...


def plain(number: Decimal) -> str:
    """The number without exponent and closing zeros: "1.5", "100"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _data(value: str, shown: str) -> SafeString:
    return format_html('<data value="{}">{}</data>', value, shown)


def text(value: object) -> SafeString:
    return EMPTY if value is None else format_html("{}", value)


def prose(value: str | None) -> SafeString:
    """Text of several lines."""
    if not value:
        return EMPTY
    return format_html('<span class="prose">{}</span>', value)


def number(value: float | None) -> SafeString:
    if value is None:
        return EMPTY
    if isinstance(value, int):  # years and small numbers need no commas
        return _data(str(value), f"{value:,}" if abs(value) >= 10_000 else str(value))
    shown = f"{value:,g}"
    return _data(str(value), shown)


def exact(value: Decimal | float | None, unit: str = "") -> SafeString:
    if value is None:
        return EMPTY
    value = value if isinstance(value, Decimal) else Decimal(str(value))
    value = round(value, 6)
    whole, point, rest = plain(value).partition(".")
    sign = "-" if whole.startswith("-") else ""
    shown = f"{sign}{abs(int(whole)):,}{point}{rest}{unit}"
    return _data(plain(value), shown)


def money(value: Decimal | float | None, currency: str = "") -> SafeString:
    if value is None:
        return EMPTY
    return _data(f"{value:.2f}", f"{value:,.2f} {currency}".strip())


def priced(currency: str) -> Callable[[Decimal | float | None], SafeString]:
    """Amounts of money in a currency."""
    return lambda value: money(value, currency)


def yes_no(value: bool | None) -> SafeString:
    if value is None:
        return EMPTY
    return _data("true" if value else "false", "yes" if value else "no")


def choice(value: str | None, label: str) -> SafeString:
    return EMPTY if value is None else _data(value, label)


def labelled(labels: Mapping[str, str]) -> Callable[[str | None], SafeString]:
    """Values as what they are called."""
    return lambda value: choice(value, labels.get(value or "", value or ""))


def state(value: str, label: str) -> SafeString:
    """Where a row stands."""
    inside = _data(value, label)
    return format_html('<span class="badge" data-state="{}">{}</span>', value, inside)


def day(value: dt.date | None) -> SafeString:
    if value is None:
        return EMPTY
    shown = dates.day(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)


def month(value: str | None) -> SafeString:
    """ "2026-03" as "Mar 2026"."""
    if value is None:
        return EMPTY
    return _data(value, f"{dt.date.fromisoformat(f'{value}-01'):%b %Y}")


def moment(value: dt.datetime | None) -> SafeString:
    if value is None:
        return EMPTY
    value = value.astimezone(dt.UTC)
    stamp = value.isoformat().replace("+00:00", "Z")
    shown = dates.moment(value)
    return format_html('<time datetime="{}">{}</time>', stamp, shown)


def time_of_day(value: dt.time | None) -> SafeString:
    if value is None:
        return EMPTY
    stamp = value.isoformat()
    return format_html('<time datetime="{}">{}</time>', stamp, f"{value:%H:%M}")


def span(value: dt.timedelta | None) -> SafeString:
    """A length of time: "2 d 3 h 30 min"."""
    if value is None:
        return EMPTY
    seconds = int(value.total_seconds())
    sign, rest = ("−" if seconds < 0 else ""), abs(seconds)
    parts = []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        amount, rest = divmod(rest, size)
        parts += [f"{amount} {unit}"] if amount else []
    return _data(str(seconds), sign + (" ".join(parts) or "0 s"))


def web_address(value: str | None) -> SafeString:
    if value is None:
        return EMPTY
    return format_html('<a href="{0}" rel="nofollow noopener">{0}</a>', value)


def mail_address(value: str | None) -> SafeString:
    return EMPTY if value is None else format_html('<a href="mailto:{0}">{0}</a>', value)


def phone_number(value: str | None) -> SafeString:
    return EMPTY if value is None else format_html('<a href="tel:{0}">{0}</a>', value)


def document(value: Any) -> SafeString:
    """Free JSON."""
    if value is None:
        return EMPTY
    return _data(json.dumps(value, sort_keys=True), json.dumps(value, sort_keys=True))


def items(values: Iterable[SafeString] | None) -> SafeString:
    """A list of cells."""
    if values is None:
        return EMPTY
    inside = format_html_join("", "<li>{}</li>", ((value,) for value in values))
    return format_html('<ul class="values">{}</ul>', inside)


def listed(values: list[Any] | None) -> SafeString:
    """The values of a list, as JSON holds them."""
    if values is None:
        return EMPTY
    return items(yes_no(v) if isinstance(v, bool) else text(v) for v in values)


def link(row: Linked | None) -> SafeString:
    if row is None:
        return EMPTY
    inside = _data(str(row.pk), str(row))
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), inside)


def named(model: type[models.Model]) -> Callable[[int | None], SafeString]:
    """Rows of a model by their ids, as what they are called."""

    def cell(pk: int | None) -> SafeString:
        row = model._default_manager.filter(pk=pk).first()
        return EMPTY if row is None else _data(str(pk), str(row))

    return cell


def unlinked(cell: str) -> SafeString:
    """A cell without its links, for those who may not open what is behind them."""
    return SafeString(re.sub(r"</?a\b[^>]*>", "", cell))


def links(rows: Iterable[Linked]) -> SafeString:
    return items(link(row) for row in rows)


def person(user: Any) -> SafeString:
    """A login user, by e-mail address."""
    return EMPTY if user is None else _data(str(user.pk), str(user))


def file_link(file: Any, address: str) -> SafeString:
    """A file of a row, by its name."""
    if not file:
        return EMPTY
    name = str(file.name).rpartition("/")[2]
    return format_html('<a href="{}" download>{}</a>', address, name)


def picture(file: Any, address: str) -> SafeString:
    """A picture of a row, and its name."""
    if not file:
        return EMPTY
    name = str(file.name).rpartition("/")[2]
    shown = format_html('<img class="picture" src="{}" alt="" loading="lazy">', address)
    return format_html('<a href="{}" download>{}{}</a>', address, shown, name)
