"""The description cut into numbered requirements with their places: sentences, bullets, nested lists, headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from scaffolder import naming
from scaffolder.compiler import outlines
from scaffolder.compiler.english import acting, present, vocabulary
from scaffolder.compiler.english.denials import words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.lines import Line, lines_of
from scaffolder.compiler.sentences import ended

# Somebody has lists, as of tasks: then they are things, and no heading of what is asked for.
A_LIST = re.compile(r"\b(?:a|each|every|own) lists?\b(?! of)|\blists? (?:has|have|belongs?|contains?)\b", re.IGNORECASE)


METHODS = ("get", "post", "put", "patch", "delete")
PURPOSE = ("so that", "in order to", "in order that", "so")
BENEFITS = ("i", "we", "they", "people", "everyone", "everybody", "nobody", "no one", "he", "she")
GOES_ON = ("belongs to", "belong to", "may belong to", "has", "can", "is", "must", "cannot", "consists of")
ASKS = ("what", "who", "how", "where", "which", "why")
VERBS = {"has", "have", "can", "may", "contains", "must", "includes"}
WISHES = set(phrases("requirements", "wishes"))
RULES = set(phrases("requirements", "rules"))
RULING = set(phrases("requirements", "ruling"))
LISTS = {
    *("lists", "list", "views", "screens", "pages", "overviews", "the", "of", "useful", "needed", "wanted", "and"),
    *("reports", "statistics", "searches", "queries", "figures", "report"),
}
SECTIONS = set(phrases("requirements", "sections"))
THINGS = {"entities", "models", "resources", "objects", "tables", "things", "collections", "records"}
REPORTS = {"report", "reports", "statistics", "statistic", "stats", "chart", "charts", "dashboard", "metric", "metrics"}
FIGURES = {"statistics", "stats", "metric", "metrics", "charts"}  # have no fields
MEASURES = phrases("requirements", "measures")
KINDS = set(phrases("requirements", "kinds"))
ATTRIBUTES = set(phrases("requirements", "attributes"))
OPENINGS = set(phrases("requirements", "openings"))
LOOKS = set(phrases("requirements", "looks"))
LOOKING = set(phrases("requirements", "looking"))


class Unit(Struct, frozen=True):
    """One requirement as written: `text` is description[start:end]. `heading`: a title, or a line before a list."""

    rid: str
    text: str
    start: int
    end: int
    clauses: tuple[Clause, ...]
    heading: bool = False
    level: int = 0


def cut(text: str) -> list[Unit]:
    """Linear in the length of the text. Every letter of it is in one unit, list items with the words they belong to."""
    units: list[Unit] = []
    lists = LISTS - {"list", "lists"} if A_LIST.search(text) else LISTS
    for line in _tree(outlines.told(lines_of(text))):
        for tokens, clauses, level, bullet in _sentences(line, (), lists):
            start, end = tokens[0].start, tokens[-1].end
            rid = f"R{len(units) + 1}"
            parts = tuple(Clause(rid, part, bullet) for part in clauses)
            units.append(Unit(rid, text[start:end], start, end, parts, level > 0, level))
    return units


def _tree(lines: Iterator[Line]) -> list[Line]:
    """Bullets hang below the line that announces them; the depth is bounded by the stack of open lines."""
    roots: list[Line] = []
    open_: list[Line] = []
    for line in lines:
        while open_ and not _below(open_[-1], line):
            open_.pop()
        (open_[-1].children if open_ else roots).append(line)
        if len(open_) < 20:
            open_.append(line)
    return roots


def _below(parent: Line, line: Line) -> bool:
    if line.heading or not line.bullet:
        return False
    if parent.heading:
        return outlines.is_name(parent.tokens)
    if parent.bullet:
        return line.indent > parent.indent
    return parent.tokens[-1].text == ":"


Sentence = tuple[tuple[Token, ...], list[tuple[Token, ...]], int, bool]


def _sentences(line: Line, lead: tuple[Token, ...], lists: Collection[str]) -> Iterator[Sentence]:
    """(own tokens, clauses, heading level, whether it is a bullet) of a line and its list. An item without a verb of
    its own is read after the words that announce it ("Each book has:", "Book:", "Members can:")."""
    announces = bool(line.children)
    sentences = ended(line.tokens)
    for n, sentence in enumerate(sentences):
        last = n == len(sentences) - 1
        level = line.heading or (
            9 if announces and last and (sentence[-1].text == ":" or outlines.is_name(sentence)) else 0
        )
        yield sentence, [] if level else _clauses(sentence, lead, lists), level, line.bullet
    if announces:
        inner = () if _says_sentences(line) or _tells(line) else _lead(sentences[-1], lists)
        for child in line.children:
            yield from _sentences(child, () if is_sentence(child.tokens) else inner, lists)


def _says_sentences(line: Line) -> bool:
    """Whether what hangs below a heading is a text in bullets, and not the parts of what the heading names."""
    alone = [is_sentence(c.tokens) or _words_outside_brackets(c.tokens) > 5 for c in line.children]
    return bool(line.heading) and 2 * sum(alone) > len(alone)


def _tells(line: Line) -> bool:
    """Whether what hangs below tells who does what ("- managers approve claims"): then the line names a section."""
    acting = sum(present.acts(c.tokens) for c in line.children)
    return line.tokens[-1].text == ":" and not present.acts(line.tokens) and acting > 1


def _words_outside_brackets(tokens: Sequence[Token]) -> int:
    depth = found = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        found += token.kind == "word" and depth == 0
    return found


def _lead(tokens: tuple[Token, ...], lists: Collection[str]) -> tuple[Token, ...]:
    """What the items of a list are read after; nothing where the line before them only names a section."""
    heading = {t.low for t in tokens if t.kind == "word"}
    if heading and (heading <= set(lists) or heading & LOOKS and heading <= LOOKING):
        return (Token("word", "List", tokens[0].start, "list"),)
    if heading & SECTIONS and len(heading) <= 4 or tokens[0].low in ASKS and tokens[-1].text == ":":
        return ()  # "Rules:", "What people do:"
    if heading and heading <= set(lists):
        return (Token("word", "List", tokens[0].start, "list"),)
    if tokens[-1].text == ":" and len(tokens) > 3 and tokens[-2].low in ("with", "including"):
        return tokens[:-1]
    if heading & OPENINGS and not heading & VERBS:
        return ()
    if tokens[-1].text == ":" and len(tokens) > 4 and "for" in heading and not heading & (VERBS | ATTRIBUTES):
        return ()  # "Chore chart for a flat share:" names what is built
    if tokens[-1].text != ":":
        colon = Token("punct", ":", tokens[-1].end, ":")
        return (*tokens, colon)
    before = tokens[:-1]
    if tokens[0].low in ("when", "whenever", "if", "every", "after", "once", "daily"):
        return (*before, Token("punct", ",", tokens[-1].start, ","))
    return before if heading & VERBS else tokens


def is_sentence(tokens: Sequence[Token]) -> bool:
    """Whether a list item says something by itself."""
    lows = [t.low for t in tokens]
    if lows[0] in METHODS and any(t.kind in ("path", "string", "code") for t in tokens[1:2]):
        return True
    if lows[0] in ("a", "an", "each", "every", "only", "when", "if", "there") and len(lows) > 3:
        return bool({"has", "have", "belongs", "can", "must", "is", "are", "may", "contains"} & set(lows))
    if "(" in lows:
        lows = lows[: lows.index("(")]
    return bool({"has", "have", "belongs", "belong", "can", "cannot"} & set(lows[1:6])) or (
        ":" in lows and lows.index(":") < 5 and [t.low for t in tokens].count(",") > 0
    )


def _clauses(sentence: tuple[Token, ...], lead: tuple[Token, ...], lists: Collection[str]) -> list[tuple[Token, ...]]:
    end = len(sentence)
    while end > 1 and sentence[end - 1].kind == "punct" and sentence[end - 1].text in ".!?;,":
        end -= 1
    first, *others = [_without_benefit(p) for p in split(sentence[:end], ";")] or [sentence]
    if (at := title_before_sentence(first)) and not lead:
        built = first[:at] if {t.low for t in first[:at]} & KINDS else _called(first[:at])
        first, others = (built, [first[at + 1 :], *others]) if built else (first[at + 1 :], others)
    elif (at := _colon_before_sentence(first)) and not lead:
        first, others = first[:at], [first[at + 1 :], *others]
    colon = next((i for i, t in enumerate(first[:6]) if t.text == ":"), 0)
    late = next((i for i, t in enumerate(first[:14]) if t.text == ":" or i and t.low == "with"), 0)
    if late > colon and not lead and not others and (things := _each_in_brackets(first[late + 1 :], ())):
        named = first[late].text != ":" and late <= 5  # "a small blog with …": the name of it
        return things if named else [first[:late], *things]
    name = first[:colon] if colon and not lead else ()
    others = others if name or lead else [_with_subject(first, part) for part in others]
    if name and {t.low for t in name} <= set(lists) - {"report", "list"}:
        return _clauses((Token("word", "List", name[0].start, "list"), *first[colon + 1 :]), lead, lists)
    if name and not others and (things := _each_in_brackets(first[colon + 1 :], {t.low for t in name} & THINGS)):
        return [lead + thing for thing in things]
    if name and {t.low for t in name} <= WISHES and (wishes := _wishes(first[colon + 1 :])):
        return [*wishes, *others]
    if name and {t.low for t in name} <= RULES and is_rule(first[colon + 1 :]):
        return [first[colon + 1 :], *others]
    measured = Cursor(first[colon + 1 :]).at(*MEASURES) or name and {t.low for t in name} <= FIGURES
    if name and {t.low for t in name} <= REPORTS and measured:
        return _clauses((Token("word", "Show", name[0].start, "show"), *first[colon + 1 :]), lead, lists)
    if name and Cursor(first[colon + 1 :]).at(*GOES_ON) and not _is_list(first[colon + 1 :]):
        first = name + first[colon + 1 :]
    return [lead + first, *(lead + _with_name(name, part, sentence[colon]) for part in others)]


def _is_list(tokens: tuple[Token, ...]) -> bool:
    """ "belongs to a Wine, date, score (0-100)": a link, and fields after it."""
    parts = split(tokens, ",")
    return len(parts) > 1 and Cursor(tokens).at("belongs to", "belong to") != "" and _is_field(parts[1])


def _is_field(tokens: Sequence[Token]) -> bool:
    words = [t.low for t in tokens if t.kind == "word"]
    return bool(words) and words[0] not in ("a", "an", "and", "the") and vocabulary.is_attribute(words[0])


def _wishes(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """ "log a run, list runs by week, and totals per kind": what is to be done, one after another."""
    parts = [p[1:] if p[0].low == "and" and len(p) > 1 else p for p in split(tokens, ",") if p]
    doing = [p for p in parts if len(p) > 1 and p[0].low in present.verbs()]
    return parts if len(parts) > 1 and 2 * len(doing) > len(parts) else []


def is_rule(tokens: Sequence[Token]) -> bool:
    """Whether it says what must be or is, and does not name fields."""
    return bool(RULING & {t.low for t in tokens[1:]})


def _each_in_brackets(tokens: tuple[Token, ...], sure: Collection[str]) -> list[tuple[Token, ...]]:
    """ "Product (name, sku) and Supplier (name)": each with what its brackets say of it. Where it is not `sure` that
    these are things, two of them are in the plural and have several fields."""
    parts = split(tokens, ",", "and", ", and")
    named = [p for p in parts if len(p) > 3 and p[-1].text == ")" and any(t.text == "(" for t in p[1:5])]
    if sure:
        return parts if len(named) == len(parts) else []
    heads = [next(p[i - 1].low for i, t in enumerate(p) if t.text == "(") for p in named]
    several = [
        h for h, p in zip(heads, named, strict=True) if naming.singular(h) != h and any(t.text == "," for t in p)
    ]
    return parts if len(several) > 1 and len(several) == len(named) else []


def title_before_sentence(tokens: tuple[Token, ...]) -> int:
    """ "Laundry schedule for our house: tenants reserve machines", "Rules: a stay must be paid": the place of the
    colon, where only a name stands before it; or 0."""
    at = next((i for i, t in enumerate(tokens[:12]) if t.text == ":"), 0)
    before, rest = {t.low for t in tokens[:at]}, tokens[at + 1 :]
    if not at or not rest or before & VERBS or any(t.kind != "word" for t in tokens[:at]):
        return 0
    told = at < 4 and before & SECTIONS and {"must", "can", "cannot", "may", "is", "are"} & {t.low for t in rest[1:8]}
    with_fields = "," in {t.text for t in rest} and any(t.low == "with" for t in rest[1:4])
    said = at < 4 and rest[0].low in ("a", "an", "each", "every") and is_sentence(rest)
    acts = at > 1 and (present.acts(rest) or acting.is_done(rest) or acting.several_have(rest))
    acts = acts or acting.somebody_acts(rest)
    return at if told or said and before & (SECTIONS | {"data"}) or acts or at > 1 and with_fields else 0


def _called(title: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "I want a plant diary" before a colon: how the application is called."""
    at = next((i for i, t in enumerate(title) if t.low in ("a", "an", "my", "our")), -1)
    if at < 0 or at and title[0].low not in ("i", "we") or not 0 < len(title) - at - 1 <= 4:
        return ()
    return (*words_at("this is an app called", title[0].start), *title[at + 1 :])


def _colon_before_sentence(tokens: tuple[Token, ...]) -> int:
    """ "Tickets are sold for a Show: each ticket has a price": the place of the colon, or 0."""
    at = next((i for i, t in enumerate(tokens) if t.text == ":"), 0)
    following = tokens[at + 1 : at + 2]
    says = bool(following) and following[0].low in ("each", "every", "it", "they", "all")
    return at if at > 3 and says and is_sentence(tokens[at + 1 :]) else 0


def _without_benefit(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "As a clerk, I want to list Orders so that nothing is forgotten": what it is good for asks for nothing."""
    cursor = Cursor(tokens)
    story = cursor.at("as a", "as an", "as the") != ""
    for i in range(4, len(tokens)):
        cursor.i = i
        cursor.take(",")
        if cursor.take(*PURPOSE) and (story or cursor.at(*BENEFITS)):
            return tokens[:i]
    return tokens


def _with_subject(first: tuple[Token, ...], part: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "A Hive has a colour; belongs to an Apiary": what follows the semicolon speaks of the hive too."""
    subject = Cursor(first).until(*GOES_ON, "have")
    speaks = 0 < len(subject) <= 5 and len(subject) < len(first) and all(t.kind in ("word", "code") for t in subject)
    return subject + part if speaks and Cursor(part).at(*GOES_ON, "have") else part


def _with_name(name: tuple[Token, ...], part: tuple[Token, ...], colon: Token) -> tuple[Token, ...]:
    """ "Hive: number, colour; belongs to an Apiary": what follows the semicolon speaks of the hive too."""
    if not name or is_sentence(part) and not outlines.is_typed_field(part):
        return part
    return name + part if Cursor(part).at(*GOES_ON) else (*name, colon, *part)
