"""Lists and reports.

LIST   := The list NAME shows THINGS PART* [(labelled "TEXT")]
        | Search|Find THINGS by FIELD, … | Filter THINGS by FIELD, …
        | List|Show [all|overdue|upcoming|VALUE|top N|latest N] THINGS PART*
PART   := [,] where EXPR | [,] searched by FIELD, … | [,] filtered by FIELD, … | [,] sorted by FIELD [descending], … | [,] at most N | [,] N per page
REPORT := The report NAME of THINGS shows MEASURE as NAME, … [, per EXPR and EXPR] PART* [, as a bar|line|pie chart]
        | Show|Count|Report [the] MEASURE per GROUP [and|per GROUP] PART*
MEASURE := the count | the number of THINGS | the sum|average|minimum|maximum of EXPR | the total FIELD | the average FIELD | revenue
GROUP  := FIELD | LINK | THING | day | week | month | year
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scaffolder import naming
from scaffolder.compiler.english import expressions, vocabulary
from scaffolder.compiler.english.draft import Draft, listed, many, name_text, skip_determiners
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.shapes.details import sort_keys, write_keys
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, quoted, spelled, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Aggregate, Entity, Field, Measure, Plan, Query, Report

WHERE = phrases("asking", "where")
TOP = phrases("asking", "top")
SHOW_ME = phrases("asking", "show_me")
ARE_NOT_YET = phrases("asking", "are_not_yet")
CAN_BE_SEARCHED_BY = phrases("asking", "can_be_searched_by")
LATEST = phrases("asking", "latest")
THE_TOTAL = phrases("asking", "the_total")
BY_THEIR = phrases("asking", "by_their")

SHOW = phrases("asking", "show")
SEARCH = phrases("asking", "search")
FILTER = ("filter", "narrow down")
PER = phrases("asking", "per")
AGGREGATES: dict[str, Aggregate] = {
    "sum": "sum", "total": "sum", "average": "avg", "mean": "avg", "minimum": "min", "lowest": "min", "smallest": "min", "earliest": "min",
    "maximum": "max", "highest": "max", "largest": "max", "latest": "max", "count": "count", "number": "count",
}  # fmt: skip
WORDS: dict[Aggregate, str] = {"sum": "sum", "avg": "average", "min": "minimum", "max": "maximum", "count": "count"}
PERIODS = ("day", "week", "month", "year")
MONEY = phrases("asking", "money")
INCOME = phrases("asking", "income")


@dataclass
class Parts:
    where: str | None = None
    search: list[str] | None = None
    filters: list[str] | None = None
    sort: list[str] | None = None
    limit: int | None = None
    page_size: int | None = None
    chart: Literal["bar", "line", "pie"] | None = None
    label: str = ""


STARTS = phrases("asking", "starts")
JOINS = tuple(f"{j} {s}" for s in STARTS for j in (",", "and", ", and"))


def read_parts(cursor: Cursor, entity: Entity, draft: Draft, free_sort: bool = False) -> Parts | None:
    """The parts behind a list's or report's subject; None where something else stands there."""
    parts = Parts()
    while not cursor.done:
        cursor.take(",")
        cursor.take("and", "with", "but")
        if not _part(cursor, parts, entity, draft, free_sort):
            return None
    return parts


def _part(cursor: Cursor, parts: Parts, entity: Entity, draft: Draft, free_sort: bool) -> bool:
    if cursor.take("("):
        return _label(cursor, parts)
    if chart := cursor.take("as a bar chart", "as a line chart", "as a pie chart", "as a chart"):
        kinds: dict[str, Literal["bar", "line", "pie"]] = {"line": "line", "pie": "pie"}
        parts.chart = kinds.get(chart.split()[2], "bar")
        return True
    number = cursor.here
    if (
        number is not None
        and number.kind == "number"
        and cursor.tokens[cursor.i + 1 : cursor.i + 3]
        and cursor.tokens[cursor.i + 1].low in ("per", "a")
    ):
        cursor.i += 1
        parts.page_size = int(float(number.text))
        return bool(cursor.take("per page", "a page"))
    if cursor.take("at most", "limited to"):
        token = cursor.kind("number")
        parts.limit = int(float(token.text)) if token else None
        return token is not None
    if phrase := cursor.take("with the newest first", "newest first", "latest first", "oldest first"):
        moment = main_date(entity, draft)
        parts.sort = [moment if phrase == "oldest first" else f"-{moment}"] if moment else None
        return moment != ""
    return _named_part(cursor, parts, entity, draft, free_sort)


def _named_part(cursor: Cursor, parts: Parts, entity: Entity, draft: Draft, free_sort: bool) -> bool:
    phrase = cursor.take(
        *WHERE,
    )
    if not phrase:
        return False
    if phrase in ("that", "which"):
        return _relative(cursor, parts, entity, draft)
    tokens = _until_part(cursor)
    if phrase in ("where", "whose", "for which"):
        parts.where = _both(parts.where, expressions.read(tokens, entity, draft))
        return parts.where is not None
    if phrase in ("sorted by", "ordered by", "in order of"):
        parts.sort = _free_keys(tokens) if free_sort else sort_keys(tokens, entity.name, draft)
        return parts.sort is not None
    names = members(tokens, entity, draft)
    if phrase.startswith("filter"):
        parts.filters = names
    else:
        parts.search = names
    return names is not None


def _until_part(cursor: Cursor) -> tuple[Token, ...]:
    start = cursor.i
    while not cursor.done:
        if cursor.at(*JOINS, "(") or _page_ahead(cursor):
            break
        cursor.i += 1
    return cursor.tokens[start : cursor.i]


def _page_ahead(cursor: Cursor) -> bool:
    ahead = cursor.tokens[cursor.i : cursor.i + 4]
    return (
        len(ahead) > 2
        and ahead[0].low in (",", "with", "and")
        and ahead[1].kind == "number"
        and ahead[2].low in ("per", "a")
    )


def _both(first: str | None, second: str | None) -> str | None:
    return f"{first} and {second}" if first and second else second


def _label(cursor: Cursor, parts: Parts) -> bool:
    token = cursor.kind("string") if cursor.take("labelled") else None
    if token is None or not cursor.take(")"):
        return False
    parts.label = token.value
    return True


def _relative(cursor: Cursor, parts: Parts, entity: Entity, draft: Draft) -> bool:
    """ "that are overdue", "that have not been returned", "which are paid"."""
    negative = bool(cursor.take(*ARE_NOT_YET))
    if not negative and not cursor.take("are", "is", "have been", "were", "has been"):
        return False
    words = words_of(_until_part(cursor))
    found = adjective(["not", *words] if negative else words, entity, draft)
    parts.where = _both(parts.where, found)
    return found is not None


def _free_keys(tokens: Sequence[Token]) -> list[str] | None:
    """Sort keys over the columns of a report: names that need not be fields."""
    keys = []
    for part in split(tokens, ",", "and"):
        down = part[-1].low == "descending"
        inner = part[:-1] if down else part
        name = inner[0].value if len(inner) == 1 and inner[0].kind == "code" else "_".join(words_of(inner))
        if not name:
            return None
        keys.append("-" + name if down else name)
    return keys or None


def members(tokens: Sequence[Token], entity: Entity, draft: Draft) -> list[str] | None:
    names = []
    for part in split(tokens, ",", "and", "or"):
        cursor = Cursor(part)
        cursor.take("by", "their", "its", "the")
        name = draft.read_member(cursor, entity.name)
        if not name and (found := draft.read_entity(cursor)):
            name = expressions.to_parent(entity, found.name, draft, 1)
        if not name or not cursor.done:
            return None
        names.append(name)
    return names or None


def _query(draft: Draft, entity: Entity, name: str, parts: Parts) -> bool:
    made = Query(
        name=name, label=parts.label, entity=entity.name, where=parts.where, search=parts.search or [], filters=parts.filters or [],
        sort=parts.sort or [], limit=parts.limit, page_size=parts.page_size,
    )  # fmt: skip
    known = draft.knows("query", "", name)
    standing = draft.put("query", "", name, made, draft.plan.queries)
    if known and standing.entity == entity.name:
        standing.search += [s for s in made.search if s not in standing.search]
        standing.filters += [f for f in made.filters if f not in standing.filters]
        standing.sort = standing.sort or made.sort
    draft.cite(entity)
    return True


def read_list(clause: Clause, draft: Draft) -> bool:
    """ "The list overdue loans shows Loans where …"."""
    cursor = Cursor(clause.tokens)
    if not cursor.take("the list"):
        return False
    tokens = cursor.until("shows", "contains", "lists")
    name = tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens))
    cursor.take("shows", "contains", "lists")
    cursor.take("all")
    entity = draft.read_entity(cursor)
    parts = read_parts(cursor, entity, draft) if entity and name else None
    return entity is not None and parts is not None and _query(draft, entity, name, parts)


def read_search(clause: Clause, draft: Draft) -> bool:
    """ "Search Books by title and author", "Filter Tools by price", "Books can be searched by title"."""
    cursor = Cursor(clause.tokens)
    mark = cursor.i
    verb = cursor.take(*SEARCH) or cursor.take(*FILTER)
    if not verb:
        entity = draft.read_entity(cursor)
        phrase = cursor.take(
            *CAN_BE_SEARCHED_BY,
        )
        if entity is None or not phrase:
            return False
        verb = "filter" if "filter" in phrase else "search"
    else:
        cursor.take("and filter", "all", "through", "within", "the")
        entity = draft.read_entity(cursor)
        if entity is None or not cursor.take(*BY_THEIR):
            cursor.i = mark
            return False
    return _search(cursor, verb, entity, draft)


def _search(cursor: Cursor, verb: str, entity: Entity, draft: Draft) -> bool:
    tokens = _until_part(cursor)
    names = members(tokens, entity, draft)
    if names is None:
        _unknown(tokens, entity, draft)
        return False
    parts = read_parts(cursor, entity, draft)
    if parts is None:
        return False
    texts = [n for n in names if verb not in FILTER and _is_text(draft.field(entity.name, n))]
    parts.search, parts.filters = texts, [n for n in names if n not in texts]
    lead = "search" if texts else "filter"
    return _query(draft, entity, f"{lead}_{naming.snake(naming.plural(entity.name))}", parts)


def _is_text(field: Field | None) -> bool:
    return field is not None and field.type in ("string", "text", "email", "phone", "url", "list")


def _unknown(tokens: Sequence[Token], entity: Entity, draft: Draft) -> None:
    for part in split(tokens, ",", "and", "or"):
        if members(part, entity, draft) is None:
            draft.find("A107", part, entity=entity.name, name=spelled(part))


def read_show(clause: Clause, draft: Draft) -> bool:
    """ "List overdue Loans", "Show the top 5 Books sorted by price descending", "List Plants by location"."""
    cursor = Cursor(clause.tokens)
    if not cursor.take(*sorted(SHOW, key=lambda s: -len(s.split()))):
        return False
    cursor.take("only", "the", "all", "a list of", "me")
    cursor.take("the", "all", "their", "own")
    return read_listing(cursor, draft)


def read_listing(cursor: Cursor, draft: Draft) -> bool:
    limit, newest = _top(cursor)
    start = cursor.i
    for size in range(0, 5):
        cursor.i = start + size
        if cursor.done:
            return False
        entity = draft.read_entity(cursor)
        if entity is not None:
            break
    if entity is None:
        return False
    words = [w for w in words_of(cursor.tokens[start : start + size]) if w not in ("the", "all")]
    where = adjective(words, entity, draft) if words else None
    if words and where is None:
        return False
    by = _by(cursor, entity, draft)
    parts = read_parts(cursor, entity, draft)
    if by is None or parts is None:
        return False
    return _shown(entity, words, where, limit, newest, by, parts, draft)


def _top(cursor: Cursor) -> tuple[int | None, str]:
    """ "top 5", "10 latest", "5 most recent": the number, and what they are sorted by."""
    mark = cursor.i
    first = cursor.take(*TOP)
    token = cursor.here
    count = (
        None if token is None else int(float(token.text)) if token.kind == "number" else vocabulary.number(token.low)
    )
    if count is None:
        cursor.i = mark
        return None, ""
    cursor.i += 1
    first = first or cursor.take(*LATEST)
    if not first:
        cursor.i = mark
        return None, ""
    return count, first


def _by(cursor: Cursor, entity: Entity, draft: Draft) -> list[str] | None:
    if not cursor.at("by", "per") or cursor.at("by which"):
        return []
    cursor.take("by", "per")
    return members(_until_part(cursor), entity, draft)


def _shown(
    entity: Entity,
    words: list[str],
    where: str | None,
    limit: int | None,
    newest: str,
    by: list[str],
    parts: Parts,
    draft: Draft,
) -> bool:
    parts.where = _both(where, parts.where) if parts.where else where
    parts.limit = limit if limit is not None else parts.limit
    plural = naming.snake(naming.plural(entity.name))
    name = "_".join([*words, plural])
    if newest in ("latest", "newest", "most recent", "last") and not parts.sort and not by:
        parts.sort = [f"-{main_date(entity, draft)}"]
        name = f"latest_{name}"
    elif newest in ("cheapest", "most expensive"):
        price = next((f.name for f in entity.fields if f.type == "money"), "")
        parts.sort = [price if newest == "cheapest" else f"-{price}"] if price else parts.sort
        name = f"{newest.replace(' ', '_')}_{name}"
    elif newest:
        parts.sort = [f"-{b}" for b in by] or parts.sort
        name = f"top_{name}"
        by = []
    if by:
        parts.sort = parts.sort or [n for n in by if draft.field(entity.name, n)] or None
        parts.filters = parts.filters or [n for n in by if not _is_free_text(draft.field(entity.name, n))]
        name = f"{name}_by_{'_and_'.join(by)}"
    elif name == plural:
        name = (
            f"{plural}_by_{parts.sort[0].lstrip('-')}"
            if parts.sort
            else f"all_{plural}" if not parts.where else f"selected_{plural}"
        )
    return _query(draft, entity, name, parts)


def _is_free_text(field: Field | None) -> bool:
    return field is not None and field.type in ("text", "json", "file", "image", "list", "secret")


def adjective(words: Sequence[str], entity: Entity, draft: Draft) -> str | None:
    """The condition that words before a plural stand for: "overdue", "unpaid", a value of a choice, a yes/no field."""
    negative = bool(words) and words[0] in ("not", "non")
    plain = list(words[1:] if negative else words)
    value = "_".join(plain)
    if not value:
        return None
    for prefix in ("un", "non", "in"):
        inner = value.removeprefix(prefix)
        if inner != value and not negative and (found := _standing(inner, entity, True)):
            return found
    if found := _standing(value, entity, negative):
        return found
    if negative:
        return None
    return _phrase(" ".join(plain), entity, draft) or _joined(plain, entity, draft)


def _joined(plain: list[str], entity: Entity, draft: Draft) -> str | None:
    if len(plain) < 2:
        return None
    first, second = adjective(plain[:1], entity, draft), adjective(plain[1:], entity, draft)
    return f"{first} and {second}" if first and second else None


def _standing(value: str, entity: Entity, negative: bool) -> str | None:
    for field in entity.fields:
        if field.type == "boolean" and field.name in (value, f"is_{value}"):
            return f"not {field.name}" if negative else field.name
        if any(c.value == value for c in field.enum):
            return f"{field.name} {'!=' if negative else '=='} {value!r}"
    for field in entity.fields:
        if field.type in ("date", "datetime") and field.name in (f"{value}_at", f"{value}_on", f"{value}_date"):
            return f"{field.name} is None" if negative else f"{field.name} is not None"
    return None


def _phrase(word: str, entity: Entity, draft: Draft) -> str | None:
    for rule in vocabulary.tables()["lists"]:
        if word not in rule["words"]:
            continue
        for form, *needs in rule["forms"]:
            found = {need: _moment(need, entity) for need in needs}
            if all(found.values()):
                kinds = [draft.field(entity.name, n) for n in found.values()]
                now = (
                    "today"
                    if any(
                        k is not None and k.type == "date"
                        for k in kinds
                        if k is not None and k.name != found.get("open")
                    )
                    else "now"
                )
                return str(form).format(now=now, **found)
    return None


def _moment(need: str, entity: Entity) -> str:
    if need == "moment":
        return next((f.name for f in entity.fields if f.type in ("date", "datetime")), "")
    fields = {f.name: f for f in entity.fields}
    wanted = ("integer", "decimal") if need == "stock" else ("date", "datetime")
    return next((n for n in vocabulary.table("moments", need) if n in fields and fields[n].type in wanted), "")


def main_date(entity: Entity, draft: Draft) -> str:
    """The moment a row belongs to; creation, where no field says so."""
    dates = [f for f in entity.fields if f.type in ("date", "datetime")]
    skipped = ("due", "birth", "expiry", "expires", "returned", "end", "closing", "cancelled", "deadline")
    moments = {rule["at"] for rule in vocabulary.tables()["events"]}
    stated = [f.name for f in dates if f.origin != "default" or f.name in moments]
    best = next((n for n in stated if not n.startswith(skipped)), "")
    if best:
        return best
    if not entity.timestamps:
        entity.timestamps = True
        draft.assume(f"The moment of {naming.plural(entity.name)} is when they are created.", entity.name)
    return "created_at"


# Reports


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
    made.label, made.where, made.sort = parts.label, _both(made.where, parts.where) or made.where, parts.sort or []
    made.limit, made.chart = parts.limit, parts.chart
    draft.put("report", "", made.name, made, draft.plan.reports)
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


def _group(part: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    if len(part) == 1 and part[0].kind == "code":
        return part[0].value
    cursor = Cursor(part)
    skip_determiners(cursor)
    words = [t.low for t in cursor.rest]
    if len(words) == 1 and words[0] in PERIODS and not draft.member(entity.name, words):
        return f"{words[0]}({main_date(entity, draft)})"
    if len(words) > 2 and words[0] in PERIODS and words[1] == "of":
        inner = expressions.member_path(entity, words[2:], draft)
        return f"{words[0]}({inner})" if inner else None
    return expressions.member_path(entity, words, draft)


def read_totals(clause: Clause, draft: Draft) -> bool:
    """ "Show the total amount per category and month", "Count Parcels per status", "Show the average rating per Film"."""
    cursor = Cursor(clause.tokens)
    verb = cursor.take(
        *SHOW_ME,
    )
    if not verb and not cursor.at(*THE_TOTAL):
        return False
    stated = _aggregate_first([t for t in cursor.rest[:3] if t.low not in ("the", "a")]) or verb not in (
        "show",
        "list",
        "see",
        "view",
        "display",
        "get",
        "show me",
    )
    if (
        not stated
        and cursor.find("per", "for each", "for every", "grouped by", "in each") < 0
        and clause.tokens[-1].low not in INCOME
    ):
        return False
    cursor.take("a report of", "a report on", "a chart of", "an overview of", "statistics of")
    cursor.take("the", "a", "all")
    body = cursor.until(*PER, "as a", "where", "sorted by", "(") if not cursor.at("by") else ()
    groups = _groups(cursor)
    if not body or (not groups and verb not in ("count", "sum", "sum up", "how many") and not _aggregate_first(body)):
        return False
    return _totals(verb, body, groups, cursor, draft)


def _aggregate_first(body: Sequence[Token]) -> bool:
    return len(body) > 1 and body[0].low in AGGREGATES


def _groups(cursor: Cursor) -> list[tuple[Token, ...]]:
    groups: list[tuple[Token, ...]] = []
    while cursor.take(*PER):
        tokens = cursor.until(*PER, "as a", *JOINS, "where", "sorted by", "(", ", per", "and per")
        groups += split(tokens, ",", "and")
        cursor.take(",", "and") if cursor.at(", per", "and per") else ""
    return groups


def _totals(verb: str, body: tuple[Token, ...], groups: list[tuple[Token, ...]], cursor: Cursor, draft: Draft) -> bool:
    for entity, measure, where in _subjects(verb, body, draft):
        found = [_group(part, entity, draft) if _can_group(part, entity, draft) else None for part in groups]
        if any(g is None for g in found):
            continue
        mark = cursor.i
        parts = read_parts(cursor, entity, draft, free_sort=True)
        if parts is None:
            cursor.i = mark
            continue
        name = "_".join([_title(body, measure), *(f"per_{naming.snake(' '.join(words_of(g)))}" for g in groups)])
        made = Report(name=name, entity=entity.name, group_by=[g for g in found if g], measures=[measure], where=where)
        return _report(draft, entity, made, parts)
    return False


def _can_group(part: Sequence[Token], entity: Entity, draft: Draft) -> bool:
    words = [t.low for t in part if t.low not in ("the", "a", "an", "each")]
    return bool(words) and (words[0] in PERIODS or expressions.member_path(entity, words, draft) is not None)


def _title(body: Sequence[Token], measure: Measure) -> str:
    words = [
        w for w in words_of([t for t in body if t.kind in ("word", "number")]) if w not in ("the", "all", "a", "s")
    ]
    return "_".join(words) if words else measure.name


def _subjects(verb: str, body: tuple[Token, ...], draft: Draft) -> Iterator[tuple[Entity, Measure, str | None]]:
    """The things that a measure may be about, likeliest first."""
    cursor = Cursor(body)
    cursor.take("the")
    word = cursor.take(*AGGREGATES)
    agg: Aggregate = AGGREGATES[word] if word else "count" if verb in ("count", "how many") else "sum"
    if cursor.take("number of") and word == "total":
        agg = "count"
    cursor.take("of")
    cursor.take("the", "all")
    if agg == "count" or not word:
        yield from _counted(cursor, draft)
    if word or verb in ("sum", "sum up") or body[-1].low in INCOME:
        yield from _summed(cursor.rest if word else body, agg, draft)


def _counted(cursor: Cursor, draft: Draft) -> Iterator[tuple[Entity, Measure, str | None]]:
    start = cursor.i
    for size in range(0, 4):
        cursor.i = start + size
        if cursor.done:
            break
        entity = draft.read_entity(cursor, last=True)
        if entity is None:
            continue
        words = words_of(cursor.tokens[start : start + size])
        where = adjective(words, entity, draft) if words else None
        if not words or where is not None:
            yield entity, Measure(name="count", agg="count"), where
        break
    cursor.i = start


def _summed(tokens: Sequence[Token], agg: Aggregate, draft: Draft) -> Iterator[tuple[Entity, Measure, str | None]]:
    words = [t.low for t in tokens]
    if not words:
        return
    income = words[-1] in INCOME and agg in ("sum", "avg")
    label = {"sum": "total", "avg": "average", "min": "lowest", "max": "highest", "count": "count"}[agg]
    for entity in _owners(words, draft):
        path = expressions.member_path(entity, words, draft)
        field = draft.field(entity.name, path) if path and "." not in path else None
        if path and field is not None and field.type in ("integer", "decimal", "money", "percent", "float", "duration"):
            yield entity, Measure(name=f"{label}_{path}", agg=agg, expr=path), None
    if income:
        for entity in draft.plan.entities:
            money = next(
                (n for n in MONEY if (f := draft.field(entity.name, n)) and f.type in ("money", "decimal")), ""
            )
            if money:
                yield entity, Measure(name=words[-1], agg=agg, expr=money), None


def _owners(words: list[str], draft: Draft) -> list[Entity]:
    """Things in which to look for a measured field: one that is named, then all."""
    for size in range(len(words) - 1, 0, -1):
        named = draft.entity(draft.name_of(words[-size:])) or draft.entity(draft.name_of(words[:size]))
        if named is not None:
            return [named, *(e for e in draft.plan.entities if e is not named)]
    return list(draft.plan.entities)


# Writing


def write_queries(plan: Plan) -> Iterator[str]:
    for query in plan.queries:
        parts = [f" where {expressions.written(query.where)}"] if query.where is not None else []
        parts += [f", searched by {listed([name_text(n) for n in query.search])}"] if query.search else []
        parts += [f", filtered by {listed([name_text(n) for n in query.filters])}"] if query.filters else []
        parts += _written_tail(query.sort, query.limit)
        parts += [f", {query.page_size} per page"] if query.page_size is not None else []
        parts += [f" (labelled {quoted(query.label)})"] if query.label else []
        short = _short(plan, query)
        if short:
            yield short
            continue
        yield f"The list {name_text(query.name)} shows {many(query.entity)}{''.join(parts)}."


def _short(plan: Plan, query: Query) -> str:
    """ "Search Books by title." where that says all."""
    plural = naming.snake(naming.plural(query.entity))
    plain = Query(
        name=f"search_{plural}",
        entity=query.entity,
        search=query.search,
        satisfies=query.satisfies,
        origin=query.origin,
    )
    entity = next((e for e in plan.entities if e.name == query.entity), None)
    texts = {f.name for f in entity.fields if _is_text(f)} if entity else set()
    if query != plain or not query.search or not set(query.search) <= texts:
        return ""
    return f"Search {many(query.entity)} by {listed([name_text(n) for n in query.search])}."


def _written_tail(sort: Sequence[str], limit: int | None) -> list[str]:
    found = [f", sorted by {write_keys(sort)}"] if sort else []
    return found + ([f", at most {limit}"] if limit is not None else [])


def write_reports(plan: Plan) -> Iterator[str]:
    for report in plan.reports:
        measures = listed([_written_measure(m) for m in report.measures])
        groups = f", per {listed([expressions.written(g) for g in report.group_by])}" if report.group_by else ""
        parts = [f", where {expressions.written(report.where)}"] if report.where is not None else []
        parts += _written_tail(report.sort, report.limit)
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
