"""Reports.

REPORT  := The report NAME of THINGS shows MEASURE as NAME, … [, per EXPR and EXPR] PART* [, as a bar|line|pie chart]
         | Show|Count|Report [the] MEASURE per GROUP [and|per GROUP] PART*
MEASURE := the count | the number of THINGS | the sum|average|minimum|maximum of EXPR | the total FIELD | revenue
GROUP   := FIELD | LINK | THING | day | week | month | year
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder import naming
from scaffolder.compiler.english import expressions, paths
from scaffolder.compiler.english.draft import Draft, skip_determiners
from scaffolder.compiler.english.shapes import Shape, income, reached
from scaffolder.compiler.english.shapes.lists import read_list, read_show, written_tail
from scaffolder.compiler.english.shapes.measures import AGGREGATES, INCOME, SUMMED, aggregate_first, beside, subjects
from scaffolder.compiler.english.shapes.parts import JOINS, Parts, both_of, read_parts
from scaffolder.compiler.english.shapes.searches import read_search
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, quoted, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import listed, many, name_text
from scaffolder.plan import Aggregate, Entity, Measure, Plan, Report

TOTAL_LEADS = phrases("asking", "total_leads")
MEASURE_LEADS = phrases("asking", "measure_leads")
PER = phrases("asking", "per")
WORDS: dict[Aggregate, str] = {"sum": "sum", "avg": "average", "min": "minimum", "max": "maximum", "count": "count"}
SHOWING = ("show", "list", "see", "view", "display", "get", "show me")
PERIODS = ("day", "week", "month", "year")


def read_report(clause: Clause, draft: Draft) -> bool:
    """ "The report revenue of Orders shows the sum of `total` as revenue, per `month(paid_at)`"."""
    cursor = Cursor(clause.tokens)
    if not cursor.take("the report"):
        return False
    tokens = cursor.until("of", "about")
    name = tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens))
    cursor.take("of", "about")
    entity = draft.read_entity(cursor)
    if entity is None or not name or not cursor.take("shows", "counts"):
        return False
    made = Report(name=name, entity=entity.name)
    body = cursor.until(", per", "per", *JOINS, "(")
    made.measures = [m for part in split(body, ",", "and") if (m := _measure(part, entity, draft))]
    if cursor.take(", per", "per"):
        groups = split(cursor.until(*JOINS, "("), ",", "and")
        found = [g for part in groups if (g := _group(part, entity, draft))]
        if len(found) != len(groups):
            return False
        made.group_by = found
    parts = read_parts(cursor, entity, draft, free_sort=True)
    return parts is not None and bool(made.measures) and _report(draft, entity, made, parts)


def _report(draft: Draft, entity: Entity, made: Report, parts: Parts) -> bool:
    made.label, made.where, made.sort = parts.label, both_of(made.where, parts.where) or made.where, parts.sort or []
    made.limit, made.chart = parts.limit, parts.chart
    if parts.direction:
        made.sort = [f"{parts.direction}{made.measures[0].name}".lstrip("+")]
    draft.put_apart("report", "", made.name, made, draft.plan.reports)
    draft.cite(entity)
    return True


def _measure(part: Sequence[Token], entity: Entity, draft: Draft) -> Measure | None:
    """ "the sum of `quantity` as total"."""
    cursor = Cursor(part)
    cursor.take("the")
    word = cursor.take(*AGGREGATES)
    if not word:
        return None
    agg = AGGREGATES[word]
    expr = None
    if cursor.take("of"):
        expr = expressions.read(cursor.until("as"), entity, draft)
    at = next((i for i, t in enumerate(part) if t.low == "as" and t.kind == "word"), -1)
    tokens = part[at + 1 :] if at >= 0 else ()
    name = tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens))
    return Measure(name=name or agg, agg=agg, expr=expr)


def _group(part: Sequence[Token], entity: Entity, draft: Draft, where: str | None = None) -> str | None:
    if len(part) == 1 and part[0].kind == "code":
        return part[0].value
    cursor = Cursor(part)
    skip_determiners(cursor)
    words = [t.low for t in cursor.rest]
    if len(words) == 1 and words[0] in PERIODS and not draft.member(entity.name, words):
        return f"{words[0]}({reached.date_of(entity, where, draft)})"
    if len(words) > 2 and words[0] in PERIODS and words[1] == "of":
        inner = paths.member_path(entity, words[2:], draft)
        return f"{words[0]}({inner})" if inner else None
    path = paths.member_path(entity, words, draft)
    return paths.written(path) if path else None


def read_totals(clause: Clause, draft: Draft) -> bool:
    """ "Show the total amount per category and month", "Count Parcels per status"; two such in one sentence."""
    cursor = Cursor(clause.tokens)
    verb = cursor.take(*TOTAL_LEADS)
    if not verb and not cursor.at(*MEASURE_LEADS) and not _is_figure(cursor.rest):
        return False
    parts = _several(cursor.rest)
    return all([_read_total(verb, Cursor(part), draft) for part in parts])


def _is_figure(tokens: Sequence[Token]) -> bool:
    """ "Hours per volunteer": what is worth adding up, with no verb."""
    return len(tokens) > 2 and tokens[0].low in (*INCOME, *SUMMED) and bool(Cursor(tokens[1:]).at(*PER))


def _several(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """ "the number of Rentals per brand and the total fee per brand": a total with groups of its own each."""
    start, found = 0, []
    for i in range(1, len(tokens)):
        ahead = Cursor(tokens[i:])
        grouped = Cursor(tokens[start:i]).find(*PER) >= 0
        if grouped and ahead.take(", and", "and", ",") and ahead.at(*MEASURE_LEADS, "the total", "how many"):
            found.append(tokens[start:i])
            start = i + ahead.i
    return [*found, tokens[start:]]


def _read_total(verb: str, cursor: Cursor, draft: Draft) -> bool:
    if cursor.take("how many"):
        verb = "how many"
    stated = aggregate_first([t for t in cursor.rest[:3] if t.low not in ("the", "a")]) or verb not in SHOWING
    grouped = cursor.find("per", "for each", "for every", "grouped by", "in each") >= 0
    earned = any(t.low in INCOME and _ends(cursor.tokens[i + 1 :]) for i, t in enumerate(cursor.tokens))
    if not (stated or grouped or earned):
        return False
    cursor.take("a report of", "a report on", "a chart of", "an overview of", "statistics of")
    cursor.take("the", "a", "all")
    body = cursor.until(*PER, "as a", "where", "sorted by", "(") if not cursor.at("by") else ()
    groups = _groups(cursor)
    if not body or (not groups and verb not in ("count", "sum", "sum up", "how many") and not aggregate_first(body)):
        return False
    return _totals(verb, body, groups, cursor, draft)


def _ends(rest: Sequence[Token]) -> bool:
    return not rest or rest[0].low == "by"


def _groups(cursor: Cursor) -> list[tuple[Token, ...]]:
    groups: list[tuple[Token, ...]] = []
    while cursor.take(*PER):
        tokens = cursor.until(*PER, "as a", *JOINS, "where", "sorted by", "(", ", per", "and per")
        groups += split(tokens, ",", "and")
        cursor.take(",", "and") if cursor.at(", per", "and per") else ""
    return groups


def _totals(verb: str, body: tuple[Token, ...], groups: list[tuple[Token, ...]], cursor: Cursor, draft: Draft) -> bool:
    first, *others = split(body, ",", "and") if len(split(body, ",", "and")) > 1 else [body]
    if others and verb in SHOWING and not aggregate_first([t for t in first if t.low not in ("the", "a")]):
        return False
    for entity, measure, where in subjects(verb, first, draft):
        more = [beside(part, measure.agg, entity, draft) for part in others]
        if None in more or not all(_can_group(part, entity, draft) for part in groups):
            continue
        mark = cursor.i
        parts = read_parts(cursor, entity, draft, free_sort=True)
        if parts is None:
            cursor.i = mark
            continue
        found = [_group(part, entity, draft, where) for part in groups]
        if measure.name in INCOME:
            income.tell(draft, entity, measure, measure.agg)
        name = "_".join([_title(body, measure), *(f"per_{naming.snake(' '.join(words_of(g)))}" for g in groups)])
        made = Report(name=name, entity=entity.name, group_by=[g for g in found if g], where=where)
        made.measures = [measure, *(m for m in more if m)]
        return _report(draft, entity, made, parts)
    return False


def _can_group(part: Sequence[Token], entity: Entity, draft: Draft) -> bool:
    words = [t.low for t in part if t.low not in ("the", "a", "an", "each")]
    return bool(words) and (words[0] in PERIODS or paths.member_path(entity, words, draft) is not None)


def _title(body: Sequence[Token], measure: Measure) -> str:
    words = [
        w for w in words_of([t for t in body if t.kind in ("word", "number")]) if w not in ("the", "all", "a", "s")
    ]
    return "_".join(words) if words else measure.name


def write_reports(plan: Plan, speaker: Speaker) -> Iterator[str]:
    for report in plan.reports:
        measures = listed([_written_measure(m) for m in report.measures])
        groups = f", per {listed([expressions.written(g) for g in report.group_by])}" if report.group_by else ""
        parts = [f", where {speaker.say(report.where, report.entity)}"] if report.where is not None else []
        parts += written_tail(report.sort, report.limit)
        parts += [f", as a {report.chart} chart"] if report.chart else []
        parts += [f" (labelled {quoted(report.label)})"] if report.label else []
        yield f"The report {name_text(report.name)} of {many(report.entity)} shows {measures}{groups}{''.join(parts)}."


def _written_measure(measure: Measure) -> str:
    of = f" of {expressions.written(measure.expr)}" if measure.expr is not None else ""
    return f"the {WORDS[measure.agg]}{of} as {name_text(measure.name)}"


SHAPES = (
    Shape("lists", 4, read_list, "The list overdue loans shows Loans where the due date is before today."),
    Shape("reports", 4, read_report, "The report income of Orders shows the sum of total as income, per month."),
    Shape("searches", 4, read_search, "Search Books by title."),
    Shape("totals", 4, read_totals, "Show the total amount per category and month."),
    Shape("shown", 4, read_show, "List overdue Loans."),
)
