"""The lines of a description: headings, bullets, rows of tables, and wrapped text put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from msgspec import Struct, field

from scaffolder.compiler.english.tokens import Token, tokenize

BULLET = re.compile(
    r"[ \t]*(?:[-+*•–‣◦]|\(?\d{1,3}[.)]|\(?[a-zA-Z][)]|\d{1,3}(?:\.\d{1,3}){1,4}[.)]?(?=[ \t]+[A-Z*_\"`]))[ \t]+(?=\S)"
)
TICK = re.compile(r"\[[ xX]?\][ \t]+")
BOLD = re.compile(r"[ \t]*(?:\*\*[^*\n]{1,60}\*\*|__[^_\n]{1,60}__):?[ \t]*$")
LABEL = re.compile(r"([A-Z]{1,6})[-_. ]?\d{1,4}(?:\.\d{1,3}){0,3}(?:[:.)\]]|[ \t]+[-–—:])?[ \t]+(?=[A-Z*_\"`])")
CASE = re.compile(
    r"[ \t]*(?:[-+*•][ \t]+)?(?:use case|epic|module|phase|chapter|section)[ \t]*#?\d[\d.]*[ \t]*[:–-][ \t]",
    re.IGNORECASE,
)  # numbers and names what follows
QUESTION = re.compile(r"[ \t]*\**Q(?:uestion)?[ \t]?\d*[:.)]\**[ \t]+(?=\S)")
ANSWER = re.compile(r"[ \t]*\**A(?:nswer)?[ \t]?\d*[:.)]\**[ \t]+(?=\S)")
LABELS = re.compile(r"^[ \t]*(?:[-+*•][ \t]+)?" + LABEL.pattern, re.MULTILINE)
HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(?=\S)")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
FENCE = re.compile(r"[ \t]*(?:```|~~~)")
RULE = re.compile(r"[ \t]*(?:[-=*_][ \t]*){3,}$")
DANGLING = frozenset(("a", "an", "the", "and", "or", "of", "with", "its", "their", "per", "by"))  # more follows
SAYS = frozenset(("is", "are", "can", "cannot", "has", "have", "must", "will", "should", "may", "was", "were", "shall"))
STORY = 8  # words of who tells a story
WRAPPED = 40  # letters: a shorter line was ended on purpose
ROW = re.compile(r"[ \t]*\|(.*)\|[ \t]*$")
THINGS = {"entity", "entities", "thing", "model", "object", "resource", "table", "name", "record", "type", "class"}
FIELDS = {"fields", "attributes", "properties", "columns", "details", "data", "field"}
OBJECT = re.compile(r"[ \t]*(?:\[\s*)?\{\s*(?:\"|$)")
LONGEST_OBJECT = 4000  # letters of a sample
SECTION = 4  # the level of a line in bold letters
TABLE = 7  # the level of a row that names the columns


class Line(Struct):
    tokens: tuple[Token, ...]
    indent: int
    bullet: bool
    heading: int
    children: list[Line] = field(default_factory=list)


def _lines(text: str) -> Iterator[Line | None]:
    """None stands for an empty line."""
    table: list[str] = []
    end = 0
    counted = Counter(m.group(1) for m in LABELS.finditer(text))
    asked = any(QUESTION.match(line) for line in text.splitlines())
    labels = {name for name, times in counted.items() if times > 1}  # "REQ-1 …", "REQ-2 …"
    for match in LINE.finditer(text):
        raw, at = match.group().rstrip("\r\n"), match.start()
        if at < end:
            continue
        if OBJECT.match(raw) and (sample := _object(text, at)):
            end = at + len(sample)
            yield Line(tokenize(sample, at), 0, False, 0)
            continue
        if not raw.strip() or FENCE.match(raw) or RULE.match(raw):
            yield None
            continue
        if row := ROW.match(raw):
            cells = [c.strip() for c in row.group(1).split("|")]
            if not table:
                table = [c.lower() for c in cells]
                yield Line(tokenize(raw, at), 0, False, TABLE)
            elif not set(raw) <= set("|-: \t"):
                yield from _table_row(raw, at, table)
            continue
        table = []
        heading, bullet = HEADING.match(raw), BULLET.match(raw)
        answer = ANSWER.match(raw) if asked else None
        mark = heading or answer or bullet
        skip = mark.end() if mark else len(raw) - len(raw.lstrip())
        tick = TICK.match(raw, skip) if bullet else None
        skip = tick.end() if tick else skip
        label = LABEL.match(raw, skip)
        skip = label.end() if label and label.group(1) in labels else skip
        indent = len(raw[:skip].expandtabs(4)) - len(raw[:skip].expandtabs(4).lstrip()) if mark else skip
        tokens = tokenize(raw[skip:], at + skip)
        if tokens:
            level = len(heading.group().strip()) if heading else SECTION if _names(raw) else 0
            yield Line(tokens, indent, bullet is not None, level)


def _names(raw: str) -> bool:
    """Whether the line is in bold letters, names a use case, or asks what the next one answers."""
    return any(pattern.match(raw) for pattern in (BOLD, CASE, QUESTION))


def _object(text: str, at: int) -> str:
    """The JSON object that begins in this line and ends with a line of its own or its last bracket."""
    depth, quoted = 0, False
    for i in range(at, min(at + LONGEST_OBJECT, len(text))):
        letter = text[i]
        if letter == '"' and text[i - 1] != "\\":
            quoted = not quoted
        elif not quoted and letter in "{[":
            depth += 1
        elif not quoted and letter in "}]":
            depth -= 1
            if not depth:
                return text[at : i + 1] if not text[i + 1 : i + 80].split("\n", 1)[0].strip(" \t,;.") else ""
    return ""


def _table_row(raw: str, at: int, head: list[str]) -> Iterator[Line]:
    """A row that names a thing and its fields says "Thing: fields"; any other is read as it stands."""
    names = len(head) > 1 and head[0] in THINGS and head[1] in FIELDS
    cells = [c for c in re.finditer(r"[^|]+", raw) if c.group().strip()]
    tokens = [tokenize(c.group(), at + c.start()) for c in cells]
    if names and len(tokens) > 1 and all(tokens):
        first, second, *others = tokens
        colon = Token("punct", ":", first[-1].end, ":")
        more = (t for part in others for t in (Token("punct", ";", part[0].start, ";"), *part))
        yield Line((*first, colon, *second, *more), 0, True, 0)
    elif whole := tokenize(raw, at):
        yield Line(whole, 0, True, 0)


def lines_of(text: str) -> Iterator[Line]:
    """The lines that say something; those that were only wrapped are put together again."""
    for block in _blocks(_lines(text)):
        yield from _unwrapped(block)


def _blocks(lines: Iterator[Line | None]) -> Iterator[list[Line]]:
    """What stands between empty lines."""
    block: list[Line] = []
    for line in lines:
        if line is not None:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _unwrapped(block: list[Line]) -> Iterator[Line]:
    """Lines are wrapped where most of them could not hold the first word of the next."""
    _itemize(block)
    widest = max(_width(line) for line in block)
    full = [_width(line) + 1 + len(after.tokens[0].text) > widest for line, after in pairwise(block)]
    wrapped = 2 * sum(full) >= len(full)
    last: Line | None = None
    for line in block:
        if last and _continues(last, line, wrapped):
            last.tokens += line.tokens
            continue
        if last:
            yield last
        last = line
    if last:
        yield last


def _is_next_of_story(before: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """ "As a clerk", "I want to see the orders", "so that none is lost": a story in lines."""
    first, *_, last = (t.low for t in (*before, *before))
    then = [t.low for t in tokens[:2]]
    story = first == "as" and before[1:2] and before[1].low in ("a", "an", "the") and last not in (".", ":")
    wants = then[0] in ("i", "we") and len(before) < STORY and not {"i", "we"} & {t.low for t in before}
    return bool(story) and (wants or then == ["so", "that"] or then == ["in", "order"])


def _itemize(block: list[Line]) -> None:
    """Short lines right below one that ends with a colon are its items, also where no dash says so."""
    for at, line in enumerate(block):
        below = list(takewhile(_is_item, block[at + 1 :]))
        if line.tokens[-1].text == ":" and not line.bullet and len(below) > 1:
            for item in below:
                item.bullet = True


def _is_item(line: Line) -> bool:
    typed = 3 < len(line.tokens) < 6 and line.tokens[1].text == ":" and line.tokens[-1].text in "?!"  # "name: string!"
    ends = not typed and line.tokens[-1].text in (*".,!?:;", "and")
    plain = not line.bullet and not line.heading and not ends
    return plain and _width(line) < 2 * WRAPPED and not SAYS & {t.low for t in line.tokens}


def _width(line: Line) -> int:
    return line.tokens[-1].end - line.tokens[0].start


def _continues(last: Line, line: Line, wrapped: bool) -> bool:
    if line.bullet or line.heading or last.heading:
        return False
    if _is_next_of_story(last.tokens, line.tokens):
        return True
    end = last.tokens[-1]
    if end.text in ".!?:;":
        return False
    if end.text == "," or end.low in DANGLING or line.tokens[0].low in ("and", "or", "with", "but"):
        return True
    long_enough = wrapped and end.end - last.tokens[0].start > WRAPPED
    return long_enough and line.tokens[0].text[:1].islower() and ":" not in {t.text for t in line.tokens[:4]}
