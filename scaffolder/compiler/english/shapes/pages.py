"""Pages of their own, and sections of the first page.

PAGE    := [The] page NAME FACT | A NAME page says "TEXT" | A page called NAME says "TEXT"
FACT    := is there | has the address "/PATH" | is called "TEXT" | is for `ROLE` and `ROLE` | is not in the navigation
         | says "TEXT" | shows the list `QUERY|ENTITY` [as "TEXT"] | shows the report `REPORT` [as "TEXT"]
         | shows a form for `ENTITY` [as "TEXT"]
SECTION := [The] section KIND ["TITLE"] says "TEXT" | [The] section KIND ["TITLE"] lists "TEXT" and "TEXT"
"""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder import naming
from scaffolder.compiler.english.dashboards import FIRST, NAMED
from scaffolder.compiler.english.dashboards import PAGES as FIRST_PAGES
from scaffolder.compiler.english.draft import Draft, skip_determiners
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, code, one_name, quoted, spelled
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import listed, name_text
from scaffolder.plan import Entity, Page, Plan, Query, Report, Section, Widget, WidgetKind

KINDS: dict[str, WidgetKind] = {"the list": "list", "the report": "report", "a form for": "form"}
SAYS = phrases("interfaces", "page_says")
FACTS = ("is there", "has the address", "is called", "is for", "is not in the navigation", "shows", *SAYS)
FORMS = phrases("interfaces", "forms")
LEADS = phrases("asking", "dashboard_leads")
LONGEST = 3  # words of the name of a page
FORM_SHAPE = "forms on pages"


def read_page(clause: Clause, draft: Draft) -> bool:
    """ "The page about says "We lend books."." """
    cursor = _led(clause)
    if cursor.at(*NAMED) or not cursor.take("page"):
        return False
    name = one_name(cursor.until(*FACTS))
    fact = cursor.take(*FACTS)
    made = Page(name=name)
    known = next((p for p in draft.plan.pages if p.name == name), made)
    if not name or not fact or not _fact(fact, cursor, known) or not cursor.done:
        return False
    draft.put("page", "", name, made, draft.plan.pages)
    return True


def _led(clause: Clause) -> Cursor:
    """At the first word of what the clause is about."""
    cursor = Cursor(clause.tokens)
    cursor.take(*LEADS)
    skip_determiners(cursor)
    return cursor


def _fact(fact: str, cursor: Cursor, page: Page) -> bool:
    """Put it into the page."""
    if fact == "shows":
        return _part(cursor, page)
    if fact == "is for":
        while token := cursor.kind("code"):
            page.roles.append(token.value)
            cursor.take(", and", ",", "and")
        return bool(page.roles)
    if fact == "is not in the navigation":
        page.nav = False
    elif fact != "is there":
        token = cursor.kind("string")
        if token is None:
            return False
        if fact in SAYS:
            page.widgets.append(Widget(kind="text", content=token.value))
        else:
            setattr(page, "path" if fact == "has the address" else "label", token.value)
    return True


def _part(cursor: Cursor, page: Page) -> bool:
    kind = cursor.take(*KINDS)
    ref = cursor.kind("code") if kind else None
    heading = cursor.kind("string") if ref and cursor.take("as") else None
    if ref is not None:
        page.widgets.append(Widget(kind=KINDS[kind], ref=ref.value, content=heading.value if heading else ""))
    return ref is not None


def read_text(clause: Clause, draft: Draft) -> bool:
    """ "There is an About page that says "We lend books."." """
    cursor = _led(clause)
    if cursor.take(*FIRST_PAGES):
        page = Page(name=FIRST, path="/")
    else:
        title = _title(cursor)
        if draft.strict or not title or draft.entity("Page"):
            return False
        shown = title[0].value if len(title) == 1 else spelled(title)
        page = Page(name=naming.snake(shown), label=shown if not shown.islower() else "")
    text = cursor.kind("string") if cursor.take(*SAYS) else None
    if text is None or not cursor.done:
        return False
    known = draft.put("page", "", page.name, page, draft.plan.pages)
    known.widgets.append(Widget(kind="text", content=text.value))
    return True


def _title(cursor: Cursor) -> tuple[Token, ...]:
    """What a page is called: before the word or behind it."""
    before = () if cursor.at(*NAMED) else cursor.until("page")
    if not cursor.take(*NAMED, "page"):
        return ()
    found = before or cursor.until(*SAYS)
    short = 0 < len(found) <= LONGEST and all(t.kind in ("word", "string") for t in found)
    return found if short else ()


def read_form(clause: Clause, draft: Draft) -> bool:
    """ "Show a form to add a Book": on the page that is spoken of."""
    entity = _entered(clause, draft) if clause.page else None
    if entity is not None:
        draft.cite(entity)
    return entity is not None


def _entered(clause: Clause, draft: Draft) -> Entity | None:
    """What is entered in the form that the clause asks for."""
    cursor = Cursor(clause.tokens)
    if not cursor.take("show") or not cursor.take(*FORMS):
        return None
    entity = draft.read_entity(cursor)
    return entity if cursor.done else None


def settle(draft: Draft) -> None:
    """What was asked for on a page stands on one, where the application has pages. Where nobody says that it has, the
    list or the report itself is what was asked for."""
    plan = draft.plan
    if plan.kind not in ("web", "website") or draft.strict:
        return
    for trace in draft.traces:
        if trace.clause.page:
            draft.rid = "" if "kind assumed" in draft.said else trace.clause.rid
            entered = _entered(trace.clause, draft)
            asked = [e for e in draft.cites[trace.first : trace.last] if isinstance(e, Query | Report)]
            for element in [entered] if entered else asked:
                _show(trace.clause.page, element, draft)
    draft.rid = ""


def _show(name: str, element: Query | Report | Entity, draft: Draft) -> None:
    """Put a list, a report, or a form of an entity on a page."""
    plan = draft.plan
    there: list[Query | Report | Entity] = [*plan.queries, *plan.reports, *plan.entities]
    if not any(e is element for e in there):
        return  # it was taken back
    kind: WidgetKind = "list" if isinstance(element, Query) else "report" if isinstance(element, Report) else "form"
    part = Widget(kind=kind, ref=element.name)
    page = draft.put("page", "", name, Page(name=name, path="/" if name == FIRST else ""), plan.pages)
    if part not in page.widgets:
        page.widgets.append(part)


def read_section(clause: Clause, draft: Draft) -> bool:
    """ "The section `welcome` "Hello" says "Come in."." """
    cursor = _led(clause)
    kind = cursor.kind("code", "word") if cursor.take("section") else None
    if kind is None:
        return False
    title = cursor.kind("string")
    made = Section(kind=kind.value, title=title.value if title else "")
    verb = cursor.take("lists", *SAYS)
    texts: list[str] = []
    while verb and (token := cursor.kind("string")):
        texts.append(token.value)
        cursor.take(", and", ",", "and")
    if not texts or not cursor.done:
        return False
    known = draft.put("section", "", f"{made.kind}\n{made.title}", made, draft.plan.sections)
    if verb == "lists":
        known.items += texts
    else:
        known.body = "\n".join(texts)
    return True


def write_pages(plan: Plan) -> Iterator[str]:
    for page in plan.pages:
        facts = [f"has the address {quoted(page.path)}"] if page.path else []
        facts += [f"is called {quoted(page.label)}"] if page.label else []
        facts += [f"is for {listed([code(role) for role in page.roles])}"] if page.roles else []
        facts += [] if page.nav else ["is not in the navigation"]
        facts += [_written(part) for part in page.widgets]
        yield from (f"The page {name_text(page.name)} {fact}." for fact in facts or ["is there"])


def _written(part: Widget) -> str:
    if part.kind == "text":
        return f"says {quoted(part.content)}"
    words = next(words for words, kind in KINDS.items() if kind == part.kind)
    return f"shows {words} {code(part.ref)}" + (f" as {quoted(part.content)}" if part.content else "")


def write_sections(plan: Plan) -> Iterator[str]:
    for made in plan.sections:
        lead = f"The section {code(made.kind)}" + (f" {quoted(made.title)}" if made.title else "")
        if made.body:
            yield f"{lead} says {quoted(made.body)}."
        if made.items:
            yield f"{lead} lists {listed([quoted(item) for item in made.items])}."


SHAPES = (
    Shape("pages", 0, read_page, 'The page about says "We lend books."'),
    Shape("texts of pages", 4, read_text, 'An about page says "We lend books."'),
    Shape(FORM_SHAPE, 4, read_form, "A page called Desk shows a form to add a Book."),
    Shape("sections", 4, read_section, 'The section `welcome` says "Come in."'),
)
