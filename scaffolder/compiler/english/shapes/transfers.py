"""Imports and exports.

TRANSFER := Export THINGS to|as CSV|JSON [(OPTION, …)] | Import THINGS from CSV|JSON [(OPTION, …)]
OPTION   := named NAME | fields FIELD and FIELD | list NAME | labelled "TEXT"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from scaffolder import naming
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape, lists
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, one_name, quoted, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import listed, many, name_text
from scaffolder.plan import Entity, Plan, Transfer

WAYS = phrases("interfaces", "ways")
FORMAT_FILLERS = phrases("interfaces", "format_fillers")


Direction = Literal["import", "export"]


OF_FIELDS = ("with the fields", "with fields", "with the columns", "with columns", "with only the fields", "with only")
FORMATS = ("csv", "json", "a csv", "a json", "csv file", "a spreadsheet")


def read_transfer(clause: Clause, draft: Draft) -> bool:
    """ "Export Books to CSV", "Import and export Products as JSON", "Books can be imported from CSV"."""
    cursor = Cursor(clause.tokens)
    found = _verbs(cursor)
    query = _wanted(cursor, draft) if found == ["export"] and not draft.strict else ""
    entity = draft.read_entity(cursor) if found else None
    if not found:
        entity = draft.read_entity(cursor)
        found = _verbs(cursor) if entity and cursor.take("can be", "may be", "are", "should be") else []
    if not found or entity is None:
        return False
    entities = [entity, *_others(cursor, draft)]
    cursor.take(",")
    formats = _formats(cursor)
    made = Transfer(name="", direction=found[0], entity=entity.name, query=query or None)
    alone = len(entities) == 1
    if alone and cursor.take(*OF_FIELDS) and not _fields(cursor, made, draft):
        return False
    if cursor.take("(") and not (alone and _options(cursor, made, draft)):
        return False
    if not cursor.done:
        return False
    for one in entities:
        for direction in found:
            _put(made.model_copy(update={"entity": one.name, "direction": direction}), query, formats, draft)
        draft.cite(one)
    return True


def _others(cursor: Cursor, draft: Draft) -> Iterator[Entity]:
    """ ", Loans and Members"."""
    mark = cursor.i
    while cursor.take(", and", ",", "and") and (entity := draft.read_entity(cursor)):
        mark = cursor.i
        yield entity
    cursor.i = mark


def _put(made: Transfer, query: str, formats: Sequence[Literal["csv", "json"]], draft: Draft) -> None:
    """One for each format; called after the list that the sentence asks for, else after the thing."""
    usual = f"{query or naming.snake(made.entity)}_{made.direction}"
    for n, kind in enumerate(formats):
        name = made.name or usual + (f"_{kind}" if n else "")
        said = {"name": name, "format": kind, "satisfies": [], "fields": list(made.fields)}
        draft.put("transfer", made.direction, name, made.model_copy(update=said), draft.plan.transfers)


def _fields(cursor: Cursor, made: Transfer, draft: Draft) -> bool:
    """ "with the fields name and price": of what there is, and of nothing else."""
    for part in split(cursor.until("("), ",", "and", ", and"):
        made.fields.append(draft.read_member(Cursor(part), made.entity))
    return bool(made.fields) and all(made.fields)


def _wanted(cursor: Cursor, draft: Draft) -> str:
    """The list of the rows that are to be exported, where it is not all of them; stands at the thing afterwards."""
    cursor.take("a list of", "the list of", "lists of")
    cursor.take("all", "the")
    probe, start = Cursor(cursor.tokens), cursor.i
    rows = cursor.until(*(f"{way} {form}" for way in WAYS for form in FORMATS), "(")
    end = cursor.i
    cursor.i = probe.i = start
    if draft.read_entity(probe) and probe.i >= end:
        return ""
    made = lists.listing(rows, draft)
    if made is None or cursor.at("(") or made.filters or not (made.where or made.limit):
        return ""
    name = lists.put(draft, made).name
    cursor.i = end
    cursor.tokens = (*cursor.tokens[:end], Token("code", f"`{made.entity}`", rows[0].start, ""), *cursor.tokens[end:])
    return name


def _verbs(cursor: Cursor) -> list[Direction]:
    if cursor.take(
        "import and export",
        "imported and exported",
        "export and import",
        "exported and imported",
        "imported from and exported to",
    ):
        return ["import", "export"]
    if cursor.take("export", "download", "exported", "downloaded"):
        cursor.take("a csv of", "a csv file of", "a csv file with", "a csv with", "a spreadsheet of", "a csv list of")
        return ["export"]
    return ["import"] if cursor.take("import", "upload", "imported", "uploaded", "bulk import") else []


def _formats(cursor: Cursor) -> list[Literal["csv", "json"]]:
    found: list[Literal["csv", "json"]] = []
    cursor.take(*WAYS)
    while not cursor.done and not cursor.at("("):
        if cursor.take("csv"):
            found.append("csv")
        elif cursor.take("json"):
            found.append("json")
        elif not cursor.take(*FORMAT_FILLERS):
            break
    return found or ["csv"]


def _options(cursor: Cursor, made: Transfer, draft: Draft) -> bool:
    while not cursor.done and not cursor.take(")"):
        if cursor.take(",", ";"):
            continue
        if cursor.take("named"):
            made.name = one_name(cursor.until(",", ")", ";"))
        elif cursor.take("fields"):
            for part in split(cursor.until(", named", ", list", ", labelled", ")", ";"), ",", "and"):
                made.fields.append(draft.read_member(Cursor(part), made.entity) or one_name(part))
        elif cursor.take("list"):
            made.query = one_name(cursor.until(",", ")", ";"))
        elif cursor.take("labelled") and (token := cursor.kind("string")):
            made.label = token.value
        else:
            return False
    return True


def write_transfers(plan: Plan) -> Iterator[str]:
    for made in plan.transfers:
        usual = f"{naming.snake(made.entity)}_{made.direction}"
        options = [] if made.name == usual else [f"named {name_text(made.name)}"]
        options += [f"fields {listed([name_text(f) for f in made.fields])}"] if made.fields else []
        options += [f"list {name_text(made.query)}"] if made.query is not None else []
        options += [f"labelled {quoted(made.label)}"] if made.label else []
        brackets = f" ({', '.join(options)})" if options else ""
        lead, way = ("Export", "to") if made.direction == "export" else ("Import", "from")
        yield f"{lead} {many(made.entity)} {way} {made.format.upper()}{brackets}."


SHAPES = (Shape("transfers", 4, read_transfer, "Export Books to CSV."),)
