"""Functions: what is calculated from what is given.

FUNCTION := Calculate the NAME from PARAM, PARAM and PARAM: EXPR
          | The function NAME takes PARAM, … | The function NAME returns TYPE
          | The function NAME is EXPR | The function NAME gives `JSON` for `JSON`
          | The function NAME fails with `NAME` [for `JSON`]
          | The function NAME may be called by ROLE and ROLE | [Only] ROLE can calculate the NAME
          | The function NAME is described as|labelled "TEXT" | The function NAME is taken from "MODULE"
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from scaffolder.compiler.english import calculators, expressions, field_text, items, vocabulary
from scaffolder.compiler.english.draft import Draft, skip_determiners
from scaffolder.compiler.english.shapes import Shape, agents, effects
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, code, one_name, quoted
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import entity_words, inner_role, listed, name_text
from scaffolder.plan import Example, FieldType, Function, Param, Plan

CALCULATES = phrases("interfaces", "calculates")
CAN = phrases("abilities", "can")
FROM = ("from", "of", "for", "given")
IS = (":", "=", "as")
NUMBERS = ("integer", "decimal", "float", "money", "percent")


def foresee(clause: Clause, draft: Draft) -> bool:
    """What will be calculated is something that other sentences may name."""
    name = _calculated(Cursor(clause.tokens))
    if name and any(t.text in IS for t in clause.tokens):
        draft.said.add(f"function:{name}")
    return False


def read_calculation(clause: Clause, draft: Draft) -> bool:
    """ "Calculate the tip from the bill and the percentage: bill times percentage divided by 100."."""
    cursor = Cursor(clause.tokens)
    name = _calculated(cursor)
    if not name:
        return False
    params: list[Param] = []
    for item in items.items(cursor.until(*IS)):
        param = effects.read_param(item, draft)
        if param is None:
            return False
        params.append(_numeric(param, item))
    body = expressions.read(cursor.rest, None, draft, {p.name: p.type for p in params}) if cursor.take(*IS) else None
    if body is None:
        return False
    made = draft.put("function", "", name, Function(name=name), draft.plan.functions)
    if made.body is None:
        made.params, made.body, made.returns = params, body, _result_type(name, params, body)
        if calculators.KNOWN in clause.rules:
            draft.assume(f"The {name.replace('_', ' ')} is {body}.", f"function:{name}")
    return True


def _calculated(cursor: Cursor) -> str:
    """The name of what is calculated; the cursor stands before what it is calculated from."""
    if not cursor.take(*CALCULATES):
        return ""
    skip_determiners(cursor)
    name = one_name(cursor.until(*FROM))
    return name if name and cursor.take(*FROM) else ""


def _numeric(param: Param, item: Sequence[Token]) -> Param:
    """A parameter of a formula is a number where its name does not say otherwise."""
    if param.type == "string" and not any(t.text == "(" for t in item):
        param.type = "decimal"
    return param


def _result_type(name: str, params: Sequence[Param], body: str) -> FieldType:
    """As the name tells, where the formula comes to that: of numbers no day is made, of fractions no whole number."""
    kind = vocabulary.type_of_name(name).type
    whole = all(p.type == "integer" for p in params) and not any(sign in body for sign in "/.")
    dated = not all(p.type in NUMBERS for p in params) or "today" in body or "now" in body
    if kind == "integer" and not whole or kind in ("date", "datetime") and not dated:
        return "decimal"
    return (
        kind
        if kind in ("money", "integer", "decimal", "percent", "boolean", "float", "date", "datetime")
        else "decimal"
    )


def read_function(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    if not cursor.take("the function", "there is a function"):
        return False
    verbs = ("takes", "returns", "is", "gives", "fails with", "calculates", "may be called by")
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
    if cursor.take("may be called by"):
        return _let(cursor.rest, made, draft)
    if cursor.take("gives"):
        return _example(cursor, made, raises=False)
    if cursor.take("fails with"):
        return _example(cursor, made, raises=True)
    return _is(cursor, made, draft)


def read_callers(clause: Clause, draft: Draft) -> bool:
    """ "Only coaches can calculate the grade.", of a function that there is."""
    cursor = Cursor(clause.tokens)
    cursor.take("only")
    head = cursor.until(*CAN)
    if not head or not cursor.take(*CAN) or not cursor.take(*CALCULATES):
        return False
    skip_determiners(cursor)
    name = one_name(cursor.rest)
    if not draft.knows("function", "", name) and f"function:{name}" not in draft.said:
        return False
    return _let(head, draft.put("function", "", name, Function(name=name), draft.plan.functions), draft)


def _let(people: Sequence[Token], made: Function, draft: Draft) -> bool:
    """What everybody may call names no roles."""
    roles, everybody = agents.read_roles(people, draft)
    if roles is None or everybody:
        return roles is not None
    made.roles += [r for r in roles if r not in made.roles]
    return True


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
        if made.roles:
            yield f"{lead} may be called by {listed([inner_role(r) for r in made.roles])}."
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
    Shape("calculated", 0, foresee, "Calculate the charge from the days: days times 2."),
    Shape(
        "calculations",
        4,
        read_calculation,
        "Calculate the tip from the bill and the percentage: bill times percentage divided by 100.",
    ),
    Shape("functions", 1, read_function, "The function tip returns money."),
    Shape("callers", 2, read_callers, "Only librarians can calculate the tip."),
)
