"""Functions: what is calculated from what is given.

FUNCTION := Calculate the NAME from PARAM, PARAM and PARAM: EXPR
          | The function NAME takes PARAM, … | The function NAME returns TYPE
          | The function NAME is EXPR | The function NAME gives `JSON` for `JSON`
          | The function NAME fails with `NAME` [for `JSON`]
          | The function NAME is described as|labelled "TEXT" | The function NAME is taken from "MODULE"
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from scaffolder.compiler.english import expressions, field_text, items, vocabulary
from scaffolder.compiler.english.draft import Draft, skip_determiners
from scaffolder.compiler.english.shapes import Shape, effects
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, code, one_name, quoted
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import entity_words, listed, name_text
from scaffolder.plan import Example, FieldType, Function, Param, Plan

CALCULATES = phrases("interfaces", "calculates")


# Transfers


# Functions


def read_calculation(clause: Clause, draft: Draft) -> bool:
    """ "Calculate the tip from the bill and the percentage: bill times percentage divided by 100."."""
    cursor = Cursor(clause.tokens)
    if not cursor.take(
        *CALCULATES,
    ):
        return False
    skip_determiners(cursor)
    name = one_name(cursor.until("from", "of", "for", "given"))
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
    name = one_name(cursor.until(*verbs))
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
            yield f"{lead} takes {listed([written_param(p) for p in made.params])}."
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


def written_param(param: Param) -> str:
    return field_text.write_param(param, entity_words(param.ref) if param.ref else "")


# Endpoints


SHAPES = (
    Shape(
        "calculations",
        4,
        read_calculation,
        "Calculate the tip from the bill and the percentage: bill times percentage divided by 100.",
    ),
    Shape("functions", 1, read_function, "The function tip returns money."),
)
