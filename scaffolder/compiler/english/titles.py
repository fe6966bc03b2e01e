"""How the application is called."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import judging, usual
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import header
from scaffolder.compiler.english.tokens import Cursor, Token, spelled, tokenize
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import capital
from scaffolder.compiler.requirements import Unit, title_before_sentence

PLAIN = (*phrases("header", "plain"), "small", "simple", "little", "new", "nice", "easy")
LONGEST = 5  # words of a title before a colon
GREETINGS = ("hey", "hi", "hello", "dear", "please")


def read(units: Sequence[Unit], draft: Draft) -> None:
    """A first line that is no sentence names the application."""
    first = units[0] if units else None
    if first is None:
        return
    if first.clauses and first.clauses[0].tokens[0].low in GREETINGS:
        return
    draft.rid = first.rid
    draft.house = _house(first)
    if first.heading and first.level < 9:
        tokens = tuple(t for c in first.clauses for t in c.tokens)
        header.read_title(tokens or tokens_of(first), draft)
    elif len(first.clauses) == 1 and judging.is_title(first.clauses[0], first) and len(first.clauses[0].tokens) <= 5:
        header.read_title(first.clauses[0].tokens, draft)
    elif not draft.strict and 0 < (at := title_before_sentence(tokens_of(first))) <= LONGEST:
        header.read_title(tokens_of(first)[:at], draft)
    elif first.clauses and not draft.strict:
        _read_kept(Cursor(tokens_of(first)).until(":", "."), draft)


def _read_kept(tokens: tuple[Token, ...], draft: Draft) -> None:
    """ "A small CRM for our sales team": what is kept there names the application, not what it is built as."""
    cursor = Cursor(tokens)
    cursor.take("a", "an", "the", "my", "our")
    named = cursor.until("for", "of", "about", "to", "where", "that", "which")
    plain = [t for t in named if t.low not in PLAIN]
    words = tuple(t.low for t in plain)
    kept = words and (words in usual.applications() or len(words) > 1 and words[-1] in usual.words("containers"))
    kept = kept and not header.end_of_kind(Cursor(tokens))
    if kept and len(words) <= 3 and "named" not in draft.said:
        draft.plan.name = capital(spelled(plain))


ANY = frozenset(
    ("group", "team", "bunch", "couple", "family", "number", "handful", "lot", "bit", "few")
)  # of whom: no name


def _house(unit: Unit) -> str:
    """The "small museum" of "We are a small museum and lend objects"."""
    cursor = Cursor(unit.clauses[0].tokens if unit.clauses else ())
    if not cursor.take("we are a", "we are an", "we 're a", "we 're an"):
        return ""
    words = cursor.until(*header.STOPS, "and", "who", "of", "at", ".")
    plain = 0 < len(words) <= 3 and all(t.kind == "word" for t in words)
    return spelled(words).capitalize() if plain and words[-1].low not in ANY else ""


def tokens_of(unit: Unit) -> tuple[Token, ...]:
    return tokenize(unit.text, unit.start)


def name(draft: Draft) -> None:
    """What the application is called where nothing in the text says so."""
    plan = draft.plan
    plan.name = plan.name or draft.house
    if not plan.name:
        plan.name = naming.title(naming.plural(plan.entities[0].name)) if plan.entities else "Application"
    plan.slug = plan.slug or (naming.slug(plan.name) if naming.kebab(plan.name) else "application")
