"""Tools with a single purpose, in the words of the functions.

A tool that converts miles to kilometres.                 Calculate the kilometres from the miles: miles * 1.609344
It takes a bill and a percentage and prints the tip. The tip is bill times percentage divided by 100.
A BMI calculator.                                         Calculate the BMI from the weight and the height: …

A text that tells what is kept of something is about no such tool.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import items, reckoning, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.shapes import header
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, split, tokenize, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS

KEEPS = frozenset(phrases("calculators", "keeps"))
SUBJECTS = phrases("calculators", "subjects")
CONVERTS = phrases("calculators", "converts")
TAKES = phrases("calculators", "takes")
GIVES = phrases("calculators", "gives")
CALCULATES = (*phrases("interfaces", "calculates"), *phrases("calculators", "calculates"))
FROM = phrases("calculators", "from")
IS = phrases("calculators", "is")
INTO = ("to", "into")
REVERSE = ("and back", "and vice versa", "and the other way round", "or back")
SIGNS = (
    "times", "plus", "minus", "divided by", "multiplied by", "*", "/", "+", "-", "(", ")", "x", "×", "÷", "squared",
    "cubed", "the square of", "the cube of",
)  # fmt: skip
RULE = "what a tool calculates"
KNOWN = "what is reckoned in the same way everywhere"


class Sought(Struct, frozen=True):
    """What a tool calculates: the words of its name, those of what it is given, and the formula where one is told.
    `converts`: what is given is the same in another unit."""

    result: Tokens
    given: tuple[Tokens, ...] = ()
    body: Tokens = ()
    converts: bool = False


def told(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses; those that say what a tool calculates in the words of the functions, as far as it is known how."""
    sought = {} if any(t.low in KEEPS for c in clauses for t in c.tokens) else dict(_all_sought(clauses))
    formulas = {i: f for i, c in enumerate(clauses) if (f := _formula(c.tokens))} if sought else {}
    said: dict[int, list[Clause]] = {}
    for at, (begun, found) in sought.items():
        places = [next((i for i, (name, _) in formulas.items() if name == _key(s.result)), -1) for s in found]
        written = [_written(s, clauses[at], formulas.get(i, ("", ()))[1]) for s, i in zip(found, places, strict=True)]
        lines = [line for line in written if line]
        if not lines or len(lines) < len(found):
            continue
        said[at] = [*_opening(clauses[at], begun, found[0]), *lines]
        said |= {i: [_again(line, clauses[i])] for line, i in zip(lines, places, strict=True) if i >= 0}
    for at, clause in enumerate(clauses):
        yield from said.get(at, [clause])


def _again(line: Clause, clause: Clause) -> Clause:
    """The calculation, as what the sentence with its formula says."""
    return replace(clause, tokens=line.tokens, said=clause.written, rules=line.rules)


def _all_sought(clauses: Sequence[Clause]) -> Iterator[tuple[int, tuple[Tokens, list[Sought]]]]:
    """By the place of their clause: the words that name the kind of the application, and what is calculated."""
    for at, clause in enumerate(clauses):
        cursor = Cursor(clause.tokens)
        end = header.end_of_kind(cursor)
        if found := _calculator(clause.tokens):
            yield at, (words_at("a tool", clause.start), found)
        elif found := _sought(cursor, bool(end)):
            yield at, (clause.tokens[:end], found)


def _opening(clause: Clause, begun: Tokens, sought: Sought) -> list[Clause]:
    """The application, named for what it calculates, where the sentence says that one is wanted."""
    if not begun:
        return []
    name = f"{spelled(sought.given[0])}-to-{spelled(sought.result)}" if sought.converts else spelled(sought.result)
    named = words_at(f"for {name}", begun[-1].end)
    return [replace(clause, tokens=(*begun, *named), said=clause.written, rules=(*clause.rules, RULE))]


def _calculator(tokens: Tokens) -> list[Sought]:
    """ "A BMI calculator", "a Celsius to Fahrenheit converter"."""
    cursor = Cursor(tokens)
    cursor.take(*header.LEADS)
    head = _named(cursor.until("calculator", "converter"))
    if not head or cursor.done:
        return []
    to = next((i for i, t in enumerate(head) if t.low in (*INTO, "-")), 0)
    if cursor.at("converter"):
        return _between(head[:to], head[to + 1 :], both=False) if to else []
    return [Sought(head)] if reckoning.formula(head) else []


def _sought(cursor: Cursor, headed: bool) -> list[Sought]:
    """Behind the kind of the application, or of a sentence about it."""
    cursor.take("that", "which", "to", "for", ",")
    cursor.take("can", "will", "should", "shall", "must")
    if not headed and cursor.take(*SUBJECTS):
        cursor.take("can", "will", "should", "shall", "must")
    if cursor.take(*CONVERTS):
        return _converted(cursor)
    if cursor.take(*CALCULATES):
        return _calculated(cursor)
    if cursor.take(*TAKES):
        given = cursor.until(*(f"and {verb}" for verb in GIVES), *(f", {verb}" for verb in GIVES), "and", "then")
        while not cursor.done and not _gives(cursor):
            cursor.take("and", ",", "then")
            given = (*given, *words_at(",", 0), *cursor.until("and", ",", "then"))
        return _calculated(cursor, tuple(items.items(given))) if not cursor.done else []
    return []


def _gives(cursor: Cursor) -> bool:
    mark = cursor.i
    while cursor.take("and", ",", "then"):
        pass
    if cursor.take(*GIVES, *CALCULATES):
        return True
    cursor.i = mark
    return False


def _converted(cursor: Cursor) -> list[Sought]:
    """ "temperatures from Celsius to Fahrenheit", "miles to kilometres and back", "between feet and metres"."""
    both = cursor.find("between") >= 0
    if both:
        cursor.until("between")
        cursor.take("between")
        first = cursor.until("and", *IS)
        cursor.take("and")
    else:
        if cursor.find("from") >= 0:
            cursor.until("from")
            cursor.take("from")
        elif cursor.find("in") >= 0 and cursor.find("in") < cursor.find(*INTO):
            cursor.until("in")
            cursor.take("in")
        first = cursor.until(*INTO)
        if not cursor.take(*INTO):
            return []
    second = cursor.until(*REVERSE, *IS, ",")
    both = bool(cursor.take(*REVERSE)) or both
    body = cursor.rest if cursor.take(*IS) else ()
    found = _between(_named(first), _named(second), both=both)
    return [replace(found[0], body=body)] if body and len(found) == 1 else found if cursor.done else []


def _between(first: Tokens, second: Tokens, *, both: bool) -> list[Sought]:
    if not first or not second:
        return []
    there = Sought(second, (first,), converts=True)
    return [there, Sought(first, (second,), converts=True)] if both else [there]


def _calculated(cursor: Cursor, given: tuple[Tokens, ...] = ()) -> list[Sought]:
    result = _named(cursor.until(*FROM, *IS, ","))
    if not given and cursor.take(*FROM):
        given = tuple(items.items(cursor.until(*IS)))
    body = cursor.rest if cursor.take(*IS) else ()
    return [Sought(result, given, body)] if result and (body or cursor.done) else []


def _named(tokens: Sequence[Token]) -> Tokens:
    """A name without the words that stand before it: "the", "degrees"."""
    skipped = (*DETERMINERS, "degrees", "degree")
    start = next((i for i, t in enumerate(tokens) if t.low not in skipped), len(tokens))
    return tuple(tokens[start:]) if words_of(tokens[start:]) or reckoning.unit(tokens[start:]) else ()


def _formula(tokens: Tokens) -> tuple[str, Tokens] | None:
    """ "The tip is bill times percentage divided by 100": of what, and how it is reckoned."""
    cursor = Cursor(tokens)
    name = _named(cursor.until(*IS))
    if not name or not cursor.take(*IS):
        return None
    reckoned = any(t.low in SIGNS or t.low in ("multiplied", "divided") for t in cursor.rest)
    return (_key(name), cursor.rest) if reckoned else None


def _key(tokens: Tokens) -> str:
    return " ".join(naming.singular(t.low) for t in tokens)


def _written(sought: Sought, clause: Clause, formula: Tokens) -> Clause | None:
    """The calculation, by its own formula, that of another sentence, or one that everybody knows."""
    rules = (*clause.rules, RULE)
    if body := sought.body or formula:
        given = [_stripped(g) for g in sought.given] or _operands(body)
        return _line(clause, spelled(sought.result), given, body, rules)
    if sought.converts:
        return _conversion(sought, clause, rules)
    return _well_known(sought, clause, (*rules, KNOWN))


def _conversion(sought: Sought, clause: Clause, rules: tuple[str, ...]) -> Clause | None:
    source, target = reckoning.unit(sought.given[0]), reckoning.unit(sought.result)
    if source is None or target is None or source.kind != target.kind:
        return None
    name = reckoning.called(sought.given[0], source)
    body = tokenize(reckoning.converted(name, source, target))
    return _line(clause, reckoning.called(sought.result, target), [name], body, rules)


def _well_known(sought: Sought, clause: Clause, rules: tuple[str, ...]) -> Clause | None:
    """Where other things are given than it is reckoned from, another formula is meant."""
    known = reckoning.formula(sought.result)
    if known is None:
        return None
    of, body = dict[str, str](known["of"]), str(known["is"])
    for item in sought.given:
        name = "_".join(w for w in words_of(_named(_stripped(item))) if w not in ("of",))
        if name not in of:
            return None
        told, meant = reckoning.unit(_named(item[len(_stripped(item)) + 1 :])), reckoning.unit(tokenize(of[name]))
        if told and meant and told.kind == meant.kind and told.size != meant.size:
            body = body.replace(name, f"({reckoning.converted(name, told, meant)})")
    if sought.given and len(sought.given) != len(of):
        return None
    given = [name.replace("_", " ") for name in of]
    return _line(clause, str(known.get("called", "")) or spelled(sought.result), given, tokenize(body), rules)


def lines(text: str) -> list[str]:
    """What may be said of a tool that calculates something that is not known to us."""
    parts = split(tokenize(text), ".", "!", "?")
    found = [s for _, (_, sought) in _all_sought([Clause("", part) for part in parts]) for s in sought]
    return [_example(s) for s in found[:2]]


def _example(sought: Sought) -> str:
    given = [spelled(_named(_stripped(g))) for g in sought.given] or ["amount", "rate"]
    params = " and ".join(filter(None, [", ".join(f"the {g}" for g in given[:-1]), f"the {given[-1]}"]))
    body = " times ".join(given) if len(given) > 1 else f"{given[0]} times 2"
    return f"Calculate the {spelled(sought.result)} from {params}: {body}."


def _line(clause: Clause, result: str, given: Sequence[str | Tokens], body: Tokens, rules: tuple[str, ...]) -> Clause:
    names = [g if isinstance(g, str) else spelled(_named(g) or g) for g in given]
    params = " , ".join(f"the {name}{_type(name)}" for name in names)
    lead = words_at(f"calculate the {result} from {params} :", clause.start)
    return replace(
        clause, tokens=(*lead, *(replace(t, start=clause.start) for t in body)), said=clause.written, rules=rules
    )


def _type(name: str) -> str:
    """A number may have a fraction, unless it says how many there are."""
    kind = vocabulary.type_of_name("_".join(naming.words(name))).type
    counted = name.lower().startswith("number of")
    return "" if kind in ("money", "percent", "decimal") or counted or "(" in name else " (decimal)"


def _stripped(item: Tokens) -> Tokens:
    """A name without its unit: "weight in kg"."""
    at = next((i for i, t in enumerate(item) if t.low == "in" and reckoning.unit(item[i + 1 :])), len(item))
    return item[:at]


def _operands(body: Tokens) -> list[Tokens]:
    """The names that a formula reckons with, each once."""
    found: dict[str, Tokens] = {}
    cursor = Cursor(body)
    while not cursor.done:
        name = _named(cursor.until(*SIGNS))
        if name and not any(t.kind == "number" for t in name):
            found.setdefault(_key(name), name)
        if not cursor.take(*SIGNS):
            break
    return list(found.values())
