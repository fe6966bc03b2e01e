"""Pages of their own: what stands in each of their parts, and who may open them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.criteria.drafting import Attempt, Attempts, Draft
from scaffolder.criteria.oracle import access
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.steps import Accepted, Create, List, Part, Refused, RunReport, Visit, Why
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics import endpoints
from scaffolder.criteria.topics.actions import everybody
from scaffolder.plan import Page, Rule, Section, Widget


def attempts(facts: Facts) -> Attempts:
    for page in facts.plan.pages:
        element, asked = (f"page:{page.name}",), tuple(page.satisfies)
        for number in range(len(page.widgets)):
            yield Attempt("page", element, asked, partial(_shown, facts, page, number))
        if page.roles or not page.widgets:
            yield Attempt("page", element, asked, partial(_opened, facts, page))
    for number, section in enumerate(facts.plan.sections):
        told = partial(_read, facts, section, number)
        yield Attempt("section", (f"section:{section.title or section.kind}",), tuple(section.satisfies), told)


def _draft(page: Page, name: str, story: Story, when: str, then: str, rule: Rule = "page") -> Draft:
    element, asked = (f"page:{page.name}",), tuple(page.satisfies)
    return Draft(name, rule, element, asked, "pages", tuple(story.steps), "", when, then)


def _shown(facts: Facts, page: Page, number: int) -> Draft:
    """What the list, the form, the report or the text in this place of a page shows."""
    widget = page.widgets[number]
    part = Part(facts.index.page_path(page), f"{naming.kebab(page.name)}-{number + 1}")
    title = " ".join(naming.words(page.name))
    about = " ".join(naming.words(widget.ref)) or "its text"
    if widget.kind == "text":
        story = Story(facts)
        actor = _visitors(story, page)[0]
        words = _lines(widget.content)
        story.step(Visit(actor, part.path, Accepted(), part, words))
    else:
        story = STORIES[widget.kind](facts, widget)
        step = story.steps[-1]
        if not isinstance(step, Create | List | RunReport):
            raise Impossible("it does not end with what the page shows")
        if step.actor not in _visitors(story, page):
            raise Impossible("nobody who may open the page sees all of it")
        story.steps[-1] = replace(step, part=part)
        for other in _visitors(story, page):
            if not _sees(story, other, widget):
                story.step(Visit(other, part.path, Accepted(), part, there=False))
    what = {"form": "a form of", "list": "the list of", "report": "the report"}.get(widget.kind, "")
    told = f"{what} {about}".strip()
    return _draft(page, f"the page {title} shows {told}", story, f"the page {title} is opened", f"{told} stands there")


def _sees(story: Story, actor: str, widget: Widget) -> bool:
    """Whether one may see what the part shows, as far as rights go by the kind of row."""
    plan = story.plan
    of = {**{q.name: q.entity for q in plan.queries}, **{r.name: r.entity for r in plan.reports}}
    user, entity = story.world.user(actor), of.get(widget.ref, widget.ref)
    doing = "create" if widget.kind == "form" else "read"
    return access.unlimited(story.world, user) or bool(access.permissions(story.world, user, entity, doing))


def _opened(facts: Facts, page: Page) -> Draft:
    """Those whom it is for open it, others do not."""
    story, path = Story(facts), facts.index.page_path(page)
    visitors = _visitors(story, page)
    for actor in everybody(facts):
        why: Why = "forbidden" if actor else "unauthenticated"
        story.step(Visit(actor, path, Accepted() if actor in visitors else Refused(why)))
    title = " ".join(naming.words(page.name))
    then = "those whom it is for may open it, others may not" if page.roles else "it is there"
    return _draft(page, f"who may open the page {title}", story, f"the page {title} is opened", then)


def _visitors(story: Story, page: Page) -> list[str]:
    """Who may open a page: those named, and administrators; everybody where nobody is named."""
    found = everybody(story.facts)
    if page.roles:
        users = {actor: story.world.user(actor) for actor in found}
        allowed = {a for a, u in users.items() if access.role_of(story.world, u) in page.roles}
        found = [a for a in found if a in allowed or access.unlimited(story.world, users[a])]
    if not found:
        raise Impossible("nobody may open it")
    return found


def _read(facts: Facts, section: Section, number: int) -> Draft:
    story = Story(facts)
    words = _lines("\n".join([section.title, section.body, *section.items]))
    story.step(Visit("", "/", Accepted(), Part("/", f"section-{number + 1}"), words))
    title = section.title or section.kind
    return Draft(
        f"the first page says {title}", "section", (f"section:{title}",), tuple(section.satisfies), "pages",
        tuple(story.steps), "", "somebody opens the first page", f"{title!r} stands there",
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a text as people read them."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _list(facts: Facts, widget: Widget) -> Story:
    known = [q.name for q in facts.plan.queries]
    return endpoints.STORIES["query" if widget.ref in known else "list"](facts, widget.ref)


STORIES: dict[str, Callable[[Facts, Widget], Story]] = {
    "list": _list,
    "form": lambda facts, widget: endpoints.STORIES["create"](facts, widget.ref),
    "report": lambda facts, widget: endpoints.STORIES["report"](facts, widget.ref),
}
