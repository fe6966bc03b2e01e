"""Which rows lie in a time: "due today", "that expire within 14 days", "not serviced for 90 days"."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import intervals, paths, vocabulary, windows
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.conditions import adjective, main_date
from scaffolder.compiler.english.tokens import Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import Entity

FILLERS = frozenset(phrases("qualifiers", "fillers"))


def done_in_time(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """How many records there are of what was done in a time: "donated in the last 60 days", of a donor's donations."""
    for at in range(1, min(3, len(tokens))):
        window = _since(tokens[at:], "within the last")
        for path, source in paths.to_many(entity, draft) if window else ():
            child = draft.entity(source)
            if window and child and at == 1 and _alike(tokens[0].low, naming.words(source)[-1]):
                date = main_date(child, draft)
                found = window.of(f"{path}.{date}", _kind(date, child, draft))
                return f"count({path}, {found})" if found else None
    return None


def _since(tokens: Sequence[Token], lead: str) -> windows.Window | None:
    """ "for more than 60 days", "in the last 60 days": nothing stands behind it."""
    cursor = Cursor(tokens)
    cursor.take("for", "in", "within", "since", "during")
    cursor.take("more than", "over", "at least", "the last", "the past", "longer than")
    span = Cursor((*_word(lead), *cursor.rest))
    window = windows.take(span)
    return window if span.done else None


def long_ago(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """What was not done for, or within, a time was done before it, if ever."""
    for at in range(1, len(tokens)):
        span = _since(tokens[at:], "older than")
        date = moment(words_of(tokens[:at]), entity, draft) if span else ""
        found = span.of(date, paths.kind_of(entity, date, draft)) if span and date else None
        if found:
            return f"{date} is None or {found}"
    return None


def _word(text: str) -> tuple[Token, ...]:
    return tuple(Token("word", w, 0, w) for w in text.split())


def timed(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """ "due today", "that expire within 14 days", "planned for tomorrow", "overdue for more than a week"."""
    for at in range(len(tokens)):
        cursor = Cursor(tokens[at:])
        window = windows.take(cursor)
        if window is None or not cursor.done:
            continue
        words = [w for w in words_of(tokens[:at]) if w not in FILLERS]
        found = in_window(words, window, entity, draft)
        if found:
            return found
    return None


def in_window(words: list[str], window: windows.Window, entity: Entity, draft: Draft) -> str | None:
    state = adjective(words, entity, draft) if words else ""
    date = moment(words, entity, draft) if "==" not in (state or "") else ""
    state = None if date else state
    if not date and state is None:
        return None
    if words[:1] == ["overdue"]:
        date = first_date(vocabulary.table("moments", "due"), entity)
    date = date or _dated(window, entity, draft)
    found = window.of(date, _kind(date, entity, draft)) if date else None
    return f"{state} and {found}" if state and found else found


def _kind(date: str, entity: Entity, draft: Draft) -> str:
    return "datetime" if date in ("created_at", "updated_at") else paths.kind_of(entity, date, draft)


def _dated(window: windows.Window, entity: Entity, draft: Draft) -> str:
    """What a time without a verb speaks of: what lies ahead, or when it was."""
    ahead = "+" in window.form or "== " in window.form
    begins = first_date(vocabulary.table("moments", "begin"), entity) if ahead else ""
    return begins or main_date(entity, draft)


def moment(words: Sequence[str], entity: Entity, draft: Draft) -> str:
    """The date that the words name, by its name ("due"), a word of it ("expire"), or what begins and ends."""
    plain = ["depart" if w.startswith("leav") else w for w in words if w not in DETERMINERS]
    if not plain:
        return ""
    path = paths.member_path(entity, plain, draft)
    if path and paths.kind_of(entity, path, draft) in ("date", "datetime"):
        return path
    dates = [f.name for f in entity.fields if f.type in ("date", "datetime")]
    alike = [n for n in dates if any(_alike(w, part) for w in plain[-1:] for part in n.split("_"))]
    if alike:
        return alike[0]
    kind = next((k for k in ("begin", "finish", "expiry", "due", "made") if plain[-1] in phrases("qualifiers", k)), "")
    if kind == "made":
        return main_date(entity, draft)
    pair = intervals.interval(entity)
    if kind in ("begin", "finish") and pair:
        return pair[kind == "finish"]
    return first_date(vocabulary.table("moments", kind), entity) if kind else ""


def _alike(word: str, part: str) -> bool:
    """ "expires" and "expiry", "arriving" and "arrival", "due" and "due"."""
    size = min(len(word), len(part)) - (len(part) > 4)
    return word == part or (size >= 4 and word[: min(size, 5)] == part[: min(size, 5)])


def first_date(names: Sequence[str], entity: Entity) -> str:
    dates = {f.name for f in entity.fields if f.type in ("date", "datetime")}
    return next((n for n in names if n in dates), "")
