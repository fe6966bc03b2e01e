"""Which thing a clause speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS

HAS_AT_MOST = phrases("things", "has_at_most")
NOT_IN_LISTS = phrases("things", "not_in_lists")
NOT_THINGS_THERE = phrases("things", "not_things_there")
HAS = phrases("things", "has")
INHERITS = phrases("abilities", "inherits")
BELONGS = phrases("things", "belongs")
NAME_ENDS = (*HAS, *BELONGS, ":", "(", "starts as", "with")
NOT_THINGS = frozenset(phrases("things", "not_things"))
SECTIONS = frozenset(phrases("things", "sections"))
# What is asked for, and not kept, where it is said of what rows.
ASKED = frozenset(phrases("things", "asked"))
COUNTED = frozenset(phrases("things", "counted"))
APPLIED_FOR = frozenset(phrases("things", "applied_for"))
KEEPS = ("stores", "keeps", "records", "tracks", "contains", "holds")  # what software does, and no row
STEPS = ("action", "transition", "step", "workflow", "lifecycle", "flow")
STATUS, ARROWS = frozenset(phrases("courses", "status")), phrases("courses", "arrows")
SOFTWARE = frozenset(phrases("paraphrases", "software"))
MODALS = ("can", "cannot", "can't", "could", "may", "might", "must", "shall", "should", "will", "would", "not", "never")
LOOKS = ("see", "view", "show", "list", "display", "browse")  # "See personal records and a chart": a command
FEW = 4  # words outside of brackets of a question such as "has a garden"
STAMPS = phrases("things", "stamps")
NO_BEGINNINGS = (
    "only", "two", "no", "when", "if", "once", "whenever", "after", "before", "until", "unless", "while", "as",
)  # fmt: skip


def gather(clause: Clause, draft: Draft) -> bool:
    """The names of things that this clause declares."""
    for start in _subjects(clause.tokens):
        _gather(Cursor(clause.tokens[start:]), clause, draft)
    return False


def _subjects(tokens: tuple[Token, ...]) -> list[int]:
    """Where a clause may change its subject: "…, and a Genre has a name"."""
    found = [0]
    for i, token in enumerate(tokens[:-2]):
        joined = token.low in ("and", "while", "whereas") or (
            token.text == "," and tokens[i + 1].low not in ("and", "or")
        )
        if joined and i and tokens[i + 1].low in ("a", "an", "each", "every"):
            cursor = Cursor(tokens[i + 1 : i + 9])
            if subject(cursor)[0] and cursor.at(*HAS, *BELONGS):
                found.append(i + 1)
        elif (joined or token.text == ",") and i and (size := _named_before(tokens, i)):
            found.append(i + 1) if Cursor(tokens[i + 1 + size :]).at(*HAS, *BELONGS) else None
    return found


def _named_before(tokens: tuple[Token, ...], at: int) -> int:
    """How many words behind the place `at` are those right before it: "… have boards, boards have columns"."""
    for size in (3, 2, 1):
        before, behind = tokens[max(at - size, 0) : at], tokens[at + 1 : at + 1 + size]
        if len(before) == len(behind) == size and [t.low for t in before] == [t.low for t in behind]:
            return size
    return 0


def _gather(cursor: Cursor, clause: Clause, draft: Draft) -> bool:
    words, exact = subject(cursor)
    if set(words) & {"two", "no", "there"} or clause.tokens[0].low in NO_BEGINNINGS:
        return False
    if words and (cursor.at(*HAS, *BELONGS) or is_colon_list(cursor) and not _no_name(words)):
        if is_limit(cursor) or cursor.at(*STAMPS) or _is_software(cursor):
            return False
        if clause.tokens[0].low in ("the", "this", "our", "my") and words[-1] in SOFTWARE and cursor.at(*KEEPS):
            return False
        behind = cursor.tokens[cursor.i + 1 :]
        if cursor.at(":") and clause.tokens[0].low in SECTIONS and not _are_fields(behind):
            return False
        steps = words[-1] in (*STATUS, *STEPS) or words[0].endswith("ing") or vocabulary.is_verb(words[0])
        if cursor.at(":") and steps and Cursor(behind).next(*ARROWS) >= 0:
            return False
        if cursor.at(":") and words[-1] in ASKED and {t.low for t in _outside_brackets(behind)} & COUNTED:
            return False
        if cursor.at("have access", "has access", "have full access", "has full access", *INHERITS):
            return False
        draft.declare(words, exact)
    elif words and cursor.at("go from", "move from", "pass from", "goes from", "moves from") and len(words) <= 3:
        draft.declare(words, exact)  # "Orders go from new to shipped": there are such
    elif cursor.take("there is", "there are", "there exists") and not cursor.at(*NOT_THINGS_THERE):
        for named in several(cursor.rest):
            draft.declare(*subject(Cursor(named)))
        words, exact = subject(cursor)
        if words and (cursor.done or cursor.at(":", "with")):
            draft.declare(words, exact)
    return False


def _is_software(cursor: Cursor) -> bool:
    """ "Online store", "online store app": no verb, and nothing that is stored."""
    behind = Cursor(cursor.rest)
    behind.take("store", "stores")
    return behind.i > 0 and all(t.low in SOFTWARE for t in behind.rest)


def several(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The names in "plays, performances and tickets"; nothing where something else is said."""
    parts = split(tokens, ",", "and", "as")
    names = len(parts) > 1 and all(len(p) <= 3 and subject(Cursor(p))[0] for p in parts)
    plural = names and all(naming.singular(p[-1].low) != p[-1].low or p[0].low in DETERMINERS for p in parts)
    return parts if plural else []


def subject(cursor: Cursor) -> tuple[list[str], str]:
    """The words of the name that a clause begins with (singular), and its exact spelling where it is in backquotes."""
    mark = cursor.i
    determined = ""
    while (
        cursor.here
        and cursor.here.low in DETERMINERS
        and cursor.here.low not in ("that", "this")
        and cursor.i + 1 < len(cursor.tokens)
    ):
        determined = cursor.here.low
        cursor.i += 1
    quoted = cursor.kind("code")
    if quoted:
        return naming.words(quoted.value) or [quoted.value], quoted.value
    start = cursor.i
    while not cursor.done and cursor.i - start < 6 and (determined and cursor.i == start or not cursor.at(*NAME_ENDS)):
        if cursor.here and cursor.here.kind not in ("word", "number"):
            break
        cursor.i += 1
    words = words_of(cursor.tokens[start : cursor.i])
    if (
        not words
        or len(words) > 5
        or set(words) & NOT_THINGS
        and not _is_handed_in(words, determined, cursor)
        or {"of", "with", "when", "if", "and", "to", *MODALS} & set(words)
        or {"a", "an", "the", "each", "every", "our", "my"} & set(words[1:])
        or not determined
        and words[0] in LOOKS
        and len(words) > 1
    ):
        cursor.i = mark
        return [], ""
    words = (
        words[:-1] if words[-1] in ("also", "always", "usually", "often", "only", "then") and len(words) > 1 else words
    )
    if determined not in ("a", "an", "each", "every", "one") or words[-1] in naming.SINGULAR:
        words = [*words[:-1], naming.singular(words[-1])]
    return words, ""


def _is_handed_in(words: Sequence[str], determined: str, cursor: Cursor) -> bool:
    """ "An application has a reason": what people apply with, and not what is to be built."""
    *kind, last = words
    alone = not kind and (determined in ("a", "an", "each", "every") or last == "applications")
    known = bool(kind) and kind[-1] in APPLIED_FOR
    return last in ("application", "applications") and (alone or known) and bool(cursor.at(*HAS, *BELONGS, ":", "("))


def is_limit(cursor: Cursor) -> bool:
    """ "can have at most 5 Loans" is a rule about a number of rows."""
    return bool(
        cursor.at(
            *HAS_AT_MOST,
        )
    )


def _no_name(words: Sequence[str]) -> bool:
    return words[-1] in NOT_THINGS


def is_colon_list(cursor: Cursor) -> bool:
    """Whether ": a, b, c" follows, and no sentence."""
    if not cursor.at(":"):
        return False
    rest = Cursor(cursor.tokens[cursor.i + 1 :])
    if rest.done or any(_says(part) for part in split(rest.tokens, ",", ";")):
        return False
    if rest.here and (rest.here.kind in ("string", "code", "path") and len(rest.tokens) == 1):
        return False
    parts = split(rest.tokens, ",")
    return len(_outside_brackets(parts[0])) <= 8


def _says(part: Sequence[Token]) -> bool:
    """Whether a part of a list is a sentence: "has a garden" is a field, "belongs to a Member" a link."""
    cursor = Cursor(part)
    led = bool(cursor.at(*BELONGS)) or cursor.at("has", "have") and 1 < len(_outside_brackets(part)) <= FEW
    cursor.i += bool(led)
    return cursor.find(*NOT_IN_LISTS) >= 0


def _outside_brackets(tokens: Sequence[Token]) -> list[Token]:
    depth, found = 0, list[Token]()
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text != ")":
            found.append(token)
    return found


def _are_fields(tokens: Sequence[Token]) -> bool:
    """ "Notes: title, body, tags": names that fields have, mostly; "Features: search, sorting" are none."""
    parts = [(p, words_of(_outside_brackets(p))) for p in split(tokens, ",", "and")]
    usual = vocabulary.table("required", "last")
    known = [
        w
        for p, w in parts
        if w
        and (
            w[-1] in usual
            or vocabulary.is_noun(w[-1])
            or vocabulary.is_attribute(w[-1])
            or len(w) < 3
            and p[-1].text == ")"
        )
    ]
    return len(parts) > 1 and 2 * len(known) > len(parts)
