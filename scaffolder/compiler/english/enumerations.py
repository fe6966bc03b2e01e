"""Several things that are kept, named in one breath, put into a sentence for each.

"Keep track of members, orders with a date, and bills"  there are members. Orders have a date. …
"A crew planner: crews, shifts with a day and an hour"  a crew planner. There are crews. Shifts have …
"An app to manage clients and their orders"             an app. There are clients. Clients have several orders.

A list of fields stays what it is ("recipes with ingredients and steps"): it ends behind its last "and", or where a
thing begins that everybody knows. Only where each item is a thing, and all of the sentence is the list, is it cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import acting, usual, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.shapes.header import end_of_kind, kind_words
from scaffolder.compiler.english.tokens import CLOSE, OPEN, Clause, Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import STOP

KEEPS = phrases("enumerations", "keeps")
SUBJECTS = frozenset(phrases("enumerations", "subjects"))
MAY = phrases("enumerations", "may")
WHICH = phrases("enumerations", "which")
NO_NAMES = frozenset(phrases("enumerations", "no_names"))
LABELS = frozenset(phrases("enumerations", "labels"))
WITH = ("with", "having", "including", "which have", "that have", "each with")
DETERMINERS = (
    "all my",
    "all our",
    "all the",
    "my",
    "our",
    "the",
    "all",
    "several",
    "multiple",
    "various",
    "different",
    "many",
)
WHO = ("who", "that", "which")
THEIRS = ("their", "its", "his", "her")
JOINTS = (", and", ", as well as", ", plus", "as well as", "along with", "and", "&", "plus", ",", ";")
FOR = tuple(f"{at} {of}" for at in ("for", "in", "at", "of") for of in ("my", "our", "a", "an", "the"))
FIRST = ("R1", "R2")
NO_WORDS = STOP | {"i", "we", "you", "they", "he", "she"}
LONGEST = 3  # words of a name


class Item(Struct, frozen=True):
    """`fields`: what stands behind "with"; `theirs`: it is of the item before."""

    name: Tokens
    fields: Tokens = ()
    theirs: bool = False


def told(clause: Clause) -> Iterator[Clause]:
    """The clause, or one for what is built and one for each of the things that it keeps."""
    for head, listed in leads(clause):
        items = _items(listed)
        if len(items) > 1 and _are_things(items, many=bool(head) or listed != clause.tokens):
            for tokens in (head, *_sentences(items)):
                if tokens:
                    yield replace(clause, tokens=tokens, said=clause.written)
            return
    yield clause


def _sentences(items: Sequence[Item]) -> Iterator[Tokens]:
    for before, item in zip((None, *items), items, strict=False):
        at = item.name[0].start
        yield (*words_at("there are", at), *item.name)
        if item.theirs and before is not None:
            yield (*before.name, *words_at("have several", at), *item.name)
        if item.fields:
            yield (*item.name, *words_at("have", at), *item.fields)


def leads(clause: Clause) -> Iterator[tuple[Tokens, Tokens]]:
    """What is built, where something is, and the words behind that may be a list."""
    tokens = clause.tokens
    cursor = Cursor(tokens)
    before = cursor.until(":")
    if cursor.here is not None and before:
        words = {t.low for t in before}
        if words <= LABELS:
            yield (), cursor.rest[1:]
        elif _is_built(before) or _is_name(before):
            yield _called(before), cursor.rest[1:]
        return
    kept = Cursor(tokens)
    head = kept.until(*KEEPS)
    if kept.here is not None and _speaks_of_it(head):
        kept.take(*KEEPS)
        yield _built(head), kept.rest
    behind = Cursor(tokens)
    named = behind.until("with", "for", "has", "having", "containing", "that has", "which has")
    if named and behind.here is not None and _is_built(named) and naming.singular(named[-1].low) == named[-1].low:
        yield _called(named), behind.rest[1:]
    if clause.rid in FIRST and not clause.bullet and not any(_is_deed(t.low) for t in tokens[:LONGEST]):
        yield (), tokens  # behind a title that is cut off


def _is_name(tokens: Tokens) -> bool:
    """ "Our football club": a name for what all of it is about, and no label of values."""
    words = [t.low for t in tokens]
    plain = len(words) <= LONGEST + 2 and all(t.kind == "word" for t in tokens) and not any(map(_is_deed, words))
    owned = words[0] in ("our", "my", "a", "an", "the")
    return owned and plain and not set(words) & NO_NAMES and naming.singular(words[-1]) == words[-1]


def _is_deed(word: str) -> bool:
    return acting.is_verb(word) or word in KEEPS


def _is_built(tokens: Tokens) -> bool:
    return bool(end_of_kind(Cursor(tokens)) or {t.low for t in tokens} & usual.words("containers"))


def _speaks_of_it(head: Tokens) -> bool:
    """ "We need to", "The system should", "An app to": nobody else who keeps something."""
    cursor = Cursor(head)
    cursor.i = max(cursor.i, end_of_kind(cursor))
    if not cursor.i:
        cursor.take("i", "we", "it", "the", "this", "my", "our")
    rest = [t.low for t in cursor.rest]
    while rest and rest[0] in SUBJECTS:
        rest.pop(0)
    said = " ".join(rest)
    return said == "" or said in MAY or said in WHICH


def _built(head: Tokens) -> Tokens:
    """What is built without "to" or "that"; nothing where nothing is named."""
    size = end_of_kind(Cursor(head))
    kind = tuple(t for t in head if t.low in kind_words() and t.low not in SUBJECTS)
    return head[:size] or (*words_at("this is an", head[0].start), *kind) if head[:size] or kind else ()


def _called(built: Tokens) -> Tokens:
    """ "A tournament manager" is what the application is called; "A web app" says of itself what it is."""
    if end_of_kind(Cursor(built)) or {t.low for t in built} & kind_words():
        return built
    name = built[1:] if built[0].low in ("a", "an", "the", "my", "our") else built
    return (*words_at("this is an app called", built[0].start), *name) if name else ()


def _items(tokens: Tokens) -> list[Item]:
    """The items where all of the words are a list of such; else none."""
    found: list[Item] = []
    cursor = Cursor(tokens)
    while not cursor.done:
        cursor.take(*DETERMINERS)
        theirs = bool(found) and bool(cursor.take(*THEIRS))
        name = cursor.until(*JOINTS, *WITH, *FOR, *WHO, "(", ":")
        if not _may_name(name):
            return []
        theirs = _of_them(cursor) and bool(found) or theirs
        cursor.take(",") if Cursor(cursor.rest[1:]).at(*WITH) else ""
        fields: Tokens = ()
        if cursor.take(*WITH):
            fields = _fields(cursor)
        elif cursor.at("("):
            end = _closing(cursor.rest)
            fields = tuple(cursor.rest[1:end])
            cursor.i += end + 1
        found.append(Item(name, fields, theirs))
        if cursor.at(*FOR) and len(cursor.rest) <= LONGEST + 2:
            return found  # "for our pottery": whose these are is no thing
        if not cursor.done and not cursor.take(*JOINTS):
            return []
    return found


def _of_them(cursor: Cursor) -> bool:
    """ "the contacts who work for them": of what was named before; the cursor moves behind it."""
    mark = cursor.i
    if cursor.take(*WHO):
        for _ in range(LONGEST + 1):
            if cursor.take("them", "it", "each"):
                return True
            cursor.i += not cursor.done
    cursor.i = mark
    return False


def _closing(tokens: Sequence[Token]) -> int:
    depth = 0
    for i, token in enumerate(tokens):
        depth += (token.text in OPEN) - (token.text in CLOSE)
        if not depth:
            return i
    return len(tokens) - 1


def _fields(cursor: Cursor) -> Tokens:
    """The list behind "with", up to the next thing; the cursor stands before what joins that."""
    start, depth, joined = cursor.i, 0, False
    while not cursor.done:
        here = cursor.tokens[cursor.i]
        depth += (here.text in OPEN) - (here.text in CLOSE)
        mark = cursor.i
        joint = cursor.take(*JOINTS) if not depth and mark > start else ""
        if joint:
            ended = joint == ";" or joined
            sure = ended or "," in joint and joint != ","
            if _begins(cursor.rest, sure=sure, ended=ended, bare=joint == "and"):
                cursor.i = mark
                break
            joined = joined or joint == "and"
        else:
            cursor.i += 1
    return tuple(cursor.tokens[start : cursor.i])


def _begins(tokens: Sequence[Token], *, sure: bool, ended: bool, bare: bool) -> bool:
    """Whether the next thing begins here. `ended`: the list of fields is at its end; `sure`: perhaps; `bare`: behind
    a mere "and"."""
    cursor = Cursor(tuple(tokens))
    cursor.take(*DETERMINERS)
    name = cursor.until(*JOINTS, *WITH, "(", ":")
    if not _may_name(name):
        return False
    if cursor.at(*WITH, "("):
        return _is_known(name) or not bare
    return sure and _is_known(name) or ended and not bare and not vocabulary.is_attribute(naming.singular(name[-1].low))


def _may_name(name: Sequence[Token]) -> bool:
    words = bool(name) and len(name) <= LONGEST and all(t.kind == "word" and t.low not in NO_WORDS for t in name)
    return words and naming.singular(name[-1].low) != name[-1].low


def _is_known(name: Sequence[Token]) -> bool:
    words = [t.low for t in name]
    return usual.singular(words) in usual.things() or usual.singular(words[-1:]) in usual.things()


def _are_things(items: Sequence[Item], *, many: bool) -> bool:
    """Whether these are kept, and no fields of what is kept: known to everybody, or with fields of their own. `many`:
    a list of three of which nobody knows any is one of things as well."""
    first = next((n for n, i in enumerate(items) if i.fields), len(items))
    plain = items[:first]  # whatever stands behind a thing with fields is one too
    if any(vocabulary.is_attribute(naming.singular(i.name[-1].low)) and not _is_known(i.name) for i in plain):
        return False
    if all(_is_known(i.name) for i in items):
        return True
    if many and len(items) > 2:
        return True
    return any(i.fields for i in items) or sum(map(_is_known, [i.name for i in items])) * 2 >= len(items)
