"""Lists of verb phrases cut into their parts, and what stands behind such a list."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import fields, vocabulary
from scaffolder.compiler.english.tokens import Cursor, Token, split
from scaffolder.compiler.english.vocabulary import phrases, wordings

AMOUNT = phrases("abilities", "amount")
# After these words a list names circumstances, not further objects of the verb.
LISTED = frozenset({"with", "by", "from", "between", "for", "on", "at", "including"})
SPANS_OR_PER = ("days", "weeks", "day", "hours", "hour", "minutes", "months", "month", "per")


# What follows these in a list is said of the same verb still.
GOES_ON_ASKING = (
    "by", "per", "sorted by", "sorted alphabetically", "ordered by", "grouped by", "for each", "with", "where", "whose",
    *(f"{the}{order} first" for the in ("", "the ", "with the ") for order in wordings("orders")),
)  # fmt: skip
AT_ONCE = ("at a time", "at the same time", "at once", "simultaneously")
PERIODS = tuple(wordings("periods"))


def amount_out(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """ "borrow at most 5 Books at a time" -> "borrow Books" and "at most 5 at a time"."""
    cursor = Cursor(tokens)
    head = cursor.until(*AMOUNT)
    start = cursor.i
    if not head or head[-1].low in (",", "but", "for") or head[-1].kind == "punct" or not cursor.take(*AMOUNT):
        return tokens, ()
    if cursor.here is None or cursor.here.kind != "number" and vocabulary.number(cursor.here.low) is None:
        return tokens, ()  # "a maximum number of volunteers" is a field
    cursor.i += 1
    amount = tokens[start : cursor.i]
    middle = cursor.until(*AT_ONCE, *PERIODS)
    if not middle or any(t.kind == "punct" for t in middle) or middle[0].low in SPANS_OR_PER:
        return tokens, ()
    return (*head, *middle), (*amount, *cursor.rest)


TAILS = phrases("abilities", "tails")


def tails_of(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    cursor = Cursor(tokens)
    cursor.take("at most", "only")
    body = cursor.until(*TAILS)
    rest = cursor.rest
    if rest and rest[-1].text == ")" and not (body and body[-1].text == ")"):
        return rest, body
    return rest, body


def pieces_of(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The parts of a list of verb phrases; a list of fields after "with" or "by" stays whole, and so does what is asked
    of the data: "see unpaid Fines, newest first"."""
    found: list[tuple[Token, ...]] = []
    end = 0
    for part in split(tokens, ",", "and", "or", "nor", "then"):
        between = tuple(tokens[end : tokens.index(part[0], end)])
        end = tokens.index(part[0], end) + len(part)
        if found and {t.low for t in found[-1][1:]} & LISTED and Cursor(part).at(*fields.ARTICLES):
            comma = Token("punct", ",", part[0].start, ",")
            found[-1] = (*found[-1], comma, *part)
        elif found and _goes_on_with(found[-1], part):
            found[-1] = (*found[-1], *(between or (Token("word", "and", part[0].start, "and"),)), *part)
        elif found and (Cursor(part).at(*GOES_ON_ASKING) or _asked_by(found[-1]) and not _may_be_verb(part[0].low)):
            found[-1] = (*found[-1], *between, *part)
        else:
            found.append(part)
    return found


def _goes_on_with(before: Sequence[Token], part: Sequence[Token]) -> bool:
    """ "add tasks with due dates, priorities": one more field, and no verb."""
    if not {"with", "including"} & {t.low for t in before[1:]} or len(part) > 3 or part[-1].kind != "word":
        return False
    return not _may_be_verb(part[0].low) and vocabulary.is_attribute(naming.singular(part[-1].low))


def _asked_by(piece: Sequence[Token]) -> bool:
    """ "search Permits by number": what follows names something to search by."""
    asks = piece[0].low in ("search", "filter", "sort", "find", "list") or Cursor(piece).at("look up", "look for")
    return bool(asks) and "by" in {t.low for t in piece[1:]}


def _may_be_verb(word: str) -> bool:
    return bool(vocabulary.operation(word) or vocabulary.event(word) or vocabulary.results(word)[1:])
