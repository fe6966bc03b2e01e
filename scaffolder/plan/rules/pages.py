"""Pages and their parts, and the sections of the first page."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.plan import Plan, Widget
from scaffolder.plan.index import Index
from scaffolder.plan.rules import SHAPE, fault, unknown
from scaffolder.plan.rules.references import PATH
from scaffolder.types import Diagnostic


def faults(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    yield from _pages(plan, index)
    for section in plan.sections:
        if not (section.body.strip() or section.items):
            yield fault(SHAPE, f"sections.{section.title or section.kind}", "it says nothing: give it a body or items")


def _pages(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    for page in plan.pages:
        if page.path and page.path != "/" and ("{" in page.path or not PATH.fullmatch(page.path)):
            yield fault(SHAPE, f"pages.{page.name}.path", f"{page.path[:80]!r} is no path: write it like /books")
        if page.path == "/" and page.roles:
            message = "everybody begins at the first page: give what is for some alone a page of its own"
            yield fault(SHAPE, f"pages.{page.name}.roles", message)
        for n, widget in enumerate(page.widgets):
            yield from _widget(f"pages.{page.name}.widgets.{n}", widget, index)


def _widget(place: str, widget: Widget, index: Index) -> Iterator[Diagnostic]:
    """What a part of a page speaks of is there; a text says something."""
    known = {
        "list": [q.name for q in index.plan.queries] + list(index.entities),
        "form": list(index.entities),
        "report": [r.name for r in index.plan.reports],
    }
    if widget.kind == "text":
        if widget.ref or not widget.content.strip():
            yield fault(SHAPE, place, "a text is about nothing in the plan, and says something in `content`")
    elif widget.ref not in known[widget.kind]:
        yield unknown(f"{place}.ref", widget.kind, widget.ref, known[widget.kind])
