"""Imports and exports, functions, and endpoints beside the usual ones.

TRANSFER := Export THINGS to|as CSV|JSON [(OPTION, …)] | Import THINGS from CSV|JSON [(OPTION, …)]
OPTION   := named NAME | fields FIELD and FIELD | list NAME | labelled "TEXT"
FUNCTION := Calculate the NAME from PARAM, PARAM and PARAM: EXPR
          | The function NAME takes PARAM, … | The function NAME returns TYPE
          | The function NAME is EXPR | The function NAME gives `JSON` for `JSON`
          | The function NAME fails with `NAME` [for `JSON`]
          | The function NAME is described as|labelled "TEXT" | The function NAME is taken from "MODULE"
ENDPOINT := GET|POST|PUT|PATCH|DELETE /PATH does `KIND:NAME` [(success N, errors N and N)] | … takes PARAM, …
          | … lists|shows|creates|reads|updates|deletes THINGS
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal, cast

from scaffolder import naming
from scaffolder.compiler.english import expressions, field_text, items, vocabulary
from scaffolder.compiler.english.draft import Draft, entity_words, listed, many, name_text, skip_determiners
from scaffolder.compiler.english.shapes import Shape, effects, lists
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, code, quoted, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Endpoint, Example, FieldType, Function, Method, Param, Plan, Transfer

WAYS = phrases("interfaces", "ways")
ENDPOINT_VERBS = phrases("interfaces", "endpoint_verbs")
CALCULATES = phrases("interfaces", "calculates")
FORMAT_FILLERS = phrases("interfaces", "format_fillers")

Direction = Literal["import", "export"]
METHODS = phrases("interfaces", "methods")
FORMATS = ("csv", "json", "a csv", "a json", "csv file", "a spreadsheet")


# Transfers


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
    formats = _formats(cursor)
    made = Transfer(name="", direction=found[0], entity=entity.name, query=query or None)
    if cursor.take("(") and not _options(cursor, made, draft):
        return False
    if not cursor.done:
        return False
    for direction in found:
        for n, kind in enumerate(formats):
            name = made.name or f"{query or naming.snake(entity.name)}_{direction}" + (f"_{kind}" if n else "")
            copy = made.model_copy(
                update={
                    "name": name,
                    "direction": direction,
                    "format": kind,
                    "satisfies": [],
                    "fields": list(made.fields),
                }
            )
            draft.put("transfer", direction, name, copy, draft.plan.transfers)
    draft.cite(entity)
    return True


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
            made.name = _one_name(cursor.until(",", ")", ";"))
        elif cursor.take("fields"):
            for part in split(cursor.until(", named", ", list", ", labelled", ")", ";"), ",", "and"):
                made.fields.append(draft.read_member(Cursor(part), made.entity) or _one_name(part))
        elif cursor.take("list"):
            made.query = _one_name(cursor.until(",", ")", ";"))
        elif cursor.take("labelled") and (token := cursor.kind("string")):
            made.label = token.value
        else:
            return False
    return True


def _one_name(tokens: Sequence[Token]) -> str:
    return tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens))


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


# Functions


def read_calculation(clause: Clause, draft: Draft) -> bool:
    """ "Calculate the tip from the bill and the percentage: bill times percentage divided by 100."."""
    cursor = Cursor(clause.tokens)
    if not cursor.take(
        *CALCULATES,
    ):
        return False
    skip_determiners(cursor)
    name = _one_name(cursor.until("from", "of", "for", "given"))
    if not name or not cursor.take("from", "of", "for", "given"):
        return False
    made = Function(name=name)
    for item in items.items(cursor.until(":", "=", "as")):
        param = effects.read_param(item, draft)
        if param is None:
            return False
        made.params.append(_numeric(param, item))
    if not cursor.take(":", "=", "as"):
        return False
    made.body = expressions.read(cursor.rest, None, draft, {p.name: p.type for p in made.params})
    if made.body is None:
        return False
    made.returns = _result_type(name)
    draft.put("function", "", name, made, draft.plan.functions)
    return True


def _numeric(param: Param, item: Sequence[Token]) -> Param:
    """A parameter of a formula is a number where its name does not say otherwise."""
    if param.type == "string" and not any(t.text == "(" for t in item):
        param.type = "decimal"
    return param


def _result_type(name: str) -> FieldType:
    kind = vocabulary.type_of_name(name).type
    return (
        kind
        if kind in ("money", "integer", "decimal", "percent", "boolean", "float", "date", "datetime")
        else "decimal"
    )


def read_function(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    if not cursor.take("the function", "there is a function"):
        return False
    verbs = ("takes", "returns", "is", "gives", "fails with", "calculates")
    name = _one_name(cursor.until(*verbs))
    if not name or cursor.done or clause.tokens[2].low == "of":
        return False
    made = draft.put("function", "", name, Function(name=name), draft.plan.functions)
    return _about_function(cursor, made, draft)


def _about_function(cursor: Cursor, made: Function, draft: Draft) -> bool:
    if cursor.take("takes"):
        for item in items.items(cursor.rest):
            param = effects.read_param(item, draft)
            if param is None:
                return False
            made.params.append(param)
        return True
    if cursor.take("returns"):
        spelling = " ".join(t.low for t in cursor.rest)
        kinds = vocabulary.type_words()
        made.returns = kinds.get(spelling, made.returns)
        return spelling in kinds
    if cursor.take("gives"):
        return _example(cursor, made, raises=False)
    if cursor.take("fails with"):
        return _example(cursor, made, raises=True)
    return _is(cursor, made, draft)


def _is(cursor: Cursor, made: Function, draft: Draft) -> bool:
    cursor.take("is", "calculates")
    key = cursor.take("described as", "labelled", "taken from")
    token = cursor.kind("string", "code") if key else None
    if token is not None and cursor.done:
        setattr(made, {"described as": "help", "labelled": "label", "taken from": "module"}[key], token.value)
        return True
    made.body = expressions.read(cursor.rest, None, draft, {p.name: p.type for p in made.params})
    return made.body is not None


def _example(cursor: Cursor, made: Function, *, raises: bool) -> bool:
    result = cursor.kind("code")
    if result is None:
        return False
    args = cursor.kind("code") if cursor.take("for") else None
    if raises and args is None:
        made.raises.append(result.value)
        return cursor.done
    given = _json(args.value) if args else None
    if not isinstance(given, dict):
        return False
    if raises:
        made.examples.append(Example(args=given, raises=result.value))
    else:
        made.examples.append(Example(args=given, result=_json(result.value)))
    return cursor.done


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def write_functions(plan: Plan) -> Iterator[str]:
    for made in plan.functions:
        lead = f"The function {name_text(made.name)}"
        if made.params:
            yield f"{lead} takes {listed([_written_param(p) for p in made.params])}."
        yield f"{lead} returns {made.returns}."
        if made.body is not None:
            yield f"{lead} is {expressions.written(made.body)}."
        for key, text in (("labelled", made.label), ("described as", made.help), ("taken from", made.module or "")):
            if text:
                yield f"{lead} is {key} {quoted(text)}."
        for error in made.raises:
            yield f"{lead} fails with {code(error)}."
        for example in made.examples:
            args = code(json.dumps(example.args, ensure_ascii=False))
            verb = (
                f"fails with {code(example.raises)}"
                if example.raises
                else f"gives {code(json.dumps(example.result, ensure_ascii=False))}"
            )
            yield f"{lead} {verb} for {args}."


def _written_param(param: Param) -> str:
    return field_text.write_param(param, entity_words(param.ref) if param.ref else "")


# Endpoints


def read_endpoint(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    method = cursor.take(*METHODS)
    path = cursor.kind("path") if method else None
    if path is None:
        return False
    key = f"{method.upper()} {path.value}"
    if cursor.take("takes"):
        known = next((e for e in draft.plan.endpoints if f"{e.method} {e.path}" == key), None)
        params = [effects.read_param(item, draft) for item in items.items(cursor.rest)]
        if known is None or None in params:
            return False
        known.params += [p for p in params if p]
        return True
    does = _does(cursor, draft)
    if not does:
        return False
    made = Endpoint(
        method=cast(Method, method.upper()),
        path=path.value,
        does=does,
        success=201 if does.startswith("create:") else 200,
    )
    if cursor.take("(") and not _codes(cursor, made):
        return False
    draft.put("endpoint", "", key, made, draft.plan.endpoints)
    return True


def _does(cursor: Cursor, draft: Draft) -> str:
    if cursor.take("does"):
        token = cursor.kind("code")
        return token.value if token else ""
    verb = cursor.take(
        *ENDPOINT_VERBS,
    )
    if not verb:
        return ""
    every = cursor.take("all", "a list of", "every")
    mark = cursor.i
    plural = cursor.rest
    entity = draft.read_entity(cursor)
    if entity is not None and cursor.done:
        many_rows = (
            every
            or verb in ("lists", "searches")
            or (
                plural
                and words_of(plural[-1:]) == [naming.plural(words_of(plural[-1:])[0])]
                and plural[0].low not in ("a", "one")
            )
        )
        kind = {
            "creates": "create",
            "adds": "create",
            "updates": "update",
            "changes": "update",
            "deletes": "delete",
            "removes": "delete",
        }.get(verb, "list" if many_rows else "read")
        return f"{kind}:{entity.name}"
    cursor.i = mark
    before = len(draft.plan.queries) + len(draft.plan.reports)
    if lists.read_listings(cursor.rest, draft) and len(draft.plan.queries) + len(draft.plan.reports) >= before:
        cursor.i = len(cursor.tokens)
        return f"query:{draft.plan.queries[-1].name}"
    return ""


def _codes(cursor: Cursor, made: Endpoint) -> bool:
    while not cursor.done and not cursor.take(")"):
        if cursor.take("success") and (token := cursor.kind("number")):
            made.success = int(token.text)
        elif cursor.take("errors", "error"):
            while (token := cursor.kind("number")) or cursor.take("and"):
                if token:
                    made.errors.append(int(token.text))
                if cursor.at(", success", ")"):
                    break
                cursor.take(",")
        elif not cursor.take(","):
            return False
    return True


def write_endpoints(plan: Plan) -> Iterator[str]:
    for made in plan.endpoints:
        usual = 201 if made.does.startswith("create:") else 200
        options = [] if made.success == usual else [f"success {made.success}"]
        options += [f"errors {listed([str(e) for e in made.errors])}"] if made.errors else []
        brackets = f" ({', '.join(options)})" if options else ""
        yield f"{made.method} {made.path} does {code(made.does)}{brackets}."
        if made.params:
            yield f"{made.method} {made.path} takes {listed([_written_param(p) for p in made.params])}."


SHAPES = (
    Shape("transfers", 4, read_transfer, "Export Books to CSV."),
    Shape(
        "calculations",
        4,
        read_calculation,
        "Calculate the tip from the bill and the percentage: bill times percentage divided by 100.",
    ),
    Shape("functions", 1, read_function, "The function tip returns money."),
    Shape("endpoints", 4, read_endpoint, "GET /books/overdue lists overdue Books."),
)
