"""Who "they" are, and what "it" is, where a clause begins with them: they are put in by name.

"Visits are booked; they can be cancelled."    Visits can be cancelled
"Borrowing a Book …; returning it …"           returning a Book …
"A draft Order can be paid; a paid one …"      a paid Order …
"List Tasks by date. Filter by priority."      filter Tasks by priority
"""

from __future__ import annotations

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.denials import MODALS, Tokens, words_at
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Clause, Cursor, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import many

STATES = ("is", "are", "go", "goes", "move", "moves", "become", "becomes", "start as", "starts as")
OF_ALL = ("should", "must", "is possible", "are possible", "is not possible")  # "It must be fast"
SETS = ("set", "assign", "choose", "pick", "enter", "specify", "edit", "change")
MOVES = ("changes", "moves", "sets", "turns", "puts", "brings", "makes", "takes")  # "Returning changes it to …"
COMMANDS = phrases("predicates", "commands")
SHOWS, PER = ("show", "display", "print", "chart"), ("per", "by", "for each")
FIGURES = ("totals", "total", "sum", "average", "count", "number")
MAY = phrases("abilities", "can")
GAP = 200  # letters between two items of a list that speak of the same
AT_MOST, AT_ONCE = phrases("modifiers", "at_most"), phrases("rules", "at_once")
HAS = phrases("things", "has")
WE = ("i", "we", "you")
SAYS = (*MODALS, *STATES, *HAS, *phrases("things", "belongs"))


def resolved(clause: Clause, before: Clause | None, draft: Draft) -> Clause:
    """The clause with names for what it takes up from the one `before`."""
    if clause.lows[-1] in ("one", "ones") and (named := _last(replace(clause, tokens=clause.tokens[:-1]), draft, 2)):
        return replace(clause, tokens=(*clause.tokens[:-1], *words_at("a", clause.end), *named), said=clause.written)
    if before is None or before.rid != clause.rid and not _follows(before, clause):
        return clause
    first, rest = clause.tokens[0].low, clause.tokens[1:]
    if Cursor(clause.tokens).take(*AT_MOST) and Cursor(clause.tokens).find(*AT_ONCE) > 0 and len(clause.tokens) <= 6:
        said = (*before.tokens, *words_at(",", clause.start), *clause.tokens)
        return replace(clause, tokens=said, said=clause.written)
    if decided := _decided(clause, before, draft):
        return replace(clause, tokens=(*clause.tokens, *decided), said=clause.written)
    own = clause.lows[-2:] in (("their", "own"), ("its", "own"))
    if own and (rows := _last_of(clause, draft) or _last(before, draft)):
        return replace(clause, tokens=(*clause.tokens, *rows), said=clause.written)
    if named := _one(clause.tokens, before, draft):
        return replace(clause, tokens=named, said=clause.written)
    if told := _me(clause.tokens, before, draft):
        return replace(clause, tokens=told, said=clause.written)
    if first in ("they", "it") and Cursor(rest).at(*MODALS, *STATES, *HAS) and not Cursor(rest).at(*OF_ALL):
        named = _subject(before)
    elif Cursor(clause.tokens).at(*HAS) and len(clause.tokens) > 2 and not clause.bullet:
        named, rest = _of_number(_subject(before), first), clause.tokens  # "A List belongs to a Show; has a date"
    elif clause.bullet and (said := _of_all(clause, before, draft)):
        return replace(clause, tokens=said, said=clause.written)
    elif first in ("filter", "search", "sort", "export", "import") and Cursor(rest).at("by", "to", "from", "as"):
        named = _spoken_of(before, draft)
        at = clause.start
        if named and first == "sort":
            named = (*words_at("list", at), *named, *words_at("sorted", at))
        elif named:
            named = (clause.tokens[0], *named)
    elif first in COMMANDS and rest and rest[0].low in ("them", "it"):
        named, rest = _spoken_of(before, draft), rest[1:]
        named = named and (clause.tokens[0], *named)
    elif (at := _figure(clause.tokens)) and (rows := _spoken_of(before, draft)):
        named, rest = (*clause.tokens[:at], *words_at("of", clause.start), *rows), clause.tokens[at:]
    elif first.endswith("ing") and rest and rest[0].low in MOVES and vocabulary.verb_of_gerund(first):
        named = _object(before, draft)
        named = named and (clause.tokens[0], *named)
    elif first.endswith("ing") and rest and rest[0].low in ("it", "them"):
        named = _object(before, draft)
        named, rest = (named and (clause.tokens[0], *named)), rest[1:]
    else:
        return clause
    return replace(clause, tokens=(*named, *rest), said=clause.written) if named else clause


def _me(tokens: Tokens, before: Clause, draft: Draft) -> Tokens:
    """ "I water them", "I want to see when each was last watered": those that were spoken of."""
    if tokens[0].low not in WE or not (named := _spoken_of(before, draft)):
        return ()
    for i, token in enumerate(tokens[1:], 1):
        alone = token.low == "each" and Cursor(tokens[i + 1 :]).at("is", "was", "has")
        if token.low in ("them", "it") or alone:
            return (*tokens[:i], *named, *tokens[i + 1 :])
    return ()


def _decided(clause: Clause, before: Clause, draft: Draft) -> Tokens:
    """ "The caretaker can confirm or decline": what was spoken of, behind verbs that end the clause."""
    cursor = Cursor(clause.tokens)
    cursor.until(*MAY)
    if not cursor.take(*MAY) or cursor.done or draft.read_entity(Cursor(clause.tokens[-1:])) is not None:
        return ()
    verbs = [t.low for t in cursor.rest if t.low not in ("or", "and", ",")]
    deeds = all(len(vocabulary.results(verb)) > 1 for verb in verbs)  # a state is known that it leads to
    return _spoken_of(before, draft) if deeds and verbs else ()


def _figure(tokens: Tokens) -> int:
    """Where "show the total per category" lacks what it is the total of; 0 where it says so."""
    cursor = Cursor(tokens)
    if not cursor.take(*SHOWS):
        return 0
    cursor.take("the", "a")
    return cursor.i if cursor.take(*FIGURES) and cursor.at(*PER) else 0


def _of_number(named: Tokens, verb: str) -> Tokens:
    """Nobody says "has" of several."""
    several = bool(named) and naming.singular(named[-1].low) != named[-1].low
    return () if verb == "has" and several else named


def _one(tokens: Tokens, before: Clause, draft: Draft) -> Tokens:
    """ "A reserved ticket can be paid; a paid one can be refunded": one more ticket."""
    at = next((i for i, t in enumerate(tokens[:4]) if i > 1 and t.low in ("one", "ones")), 0)
    if not at or tokens[0].low not in ("a", "an", "the", "only") or not Cursor(tokens[at + 1 :]).at(*MODALS, *STATES):
        return ()
    cursor = Cursor(_subject(before))
    for i in range(len(cursor.tokens)):
        cursor.i = i
        if draft.read_entity(cursor) is not None and cursor.done:
            return (*tokens[:at], *cursor.tokens[i:], *tokens[at + 1 :])
    return ()


def _follows(before: Clause, clause: Clause) -> bool:
    """Whether the one sentence stands right behind the other, or both are items of a list."""
    return clause.bullet == before.bullet and 0 <= clause.start - before.end <= (GAP if clause.bullet else 3)


def _of_all(clause: Clause, before: Clause, draft: Draft) -> Tokens:
    """ "- mark as done", "- set a due date": wishes without an object are about what the list speaks of."""
    tokens = clause.tokens
    things, at, cursor = _spoken_of(before, draft), tokens[0].start, Cursor(tokens)
    if not things or any(draft.read_entity(Cursor(tokens[i:])) for i in range(1, len(tokens))):
        return ()
    if cursor.take("mark as", "mark them as", "mark it as", "mark"):
        return (*words_at("mark", at), *things, *words_at("as", at), *cursor.rest) if 0 < len(cursor.rest) <= 3 else ()
    if cursor.take(*SETS) and cursor.at("a", "an", "the") and len(cursor.rest) <= 4:
        named = words_of(cursor.rest[-1:])
        draft.said.add(f"wished:{clause.rid}")
        return (*things, *words_at("have", at), *cursor.rest) if named and vocabulary.is_attribute(named[0]) else ()
    return ()


def _spoken_of(before: Clause, draft: Draft) -> Tokens:
    """The only thing there is, or the first that is named in what was said before."""
    entities = draft.plan.entities
    if len(entities) == 1:
        return words_at(many(entities[0].name), before.end)
    cursor = Cursor(before.tokens)
    for i in range(len(before.tokens)):
        cursor.i = i
        if draft.read_entity(cursor) is not None:
            return before.tokens[i : cursor.i]
    return ()


def _last(before: Clause, draft: Draft, behind: int = 0) -> Tokens:
    """The last thing that is named: at the end, or before at least so many other words."""
    cursor = Cursor(before.tokens)
    for i in range(len(before.tokens) - 1 - behind, 0, -1):
        cursor.i = i
        if draft.read_entity(cursor) is not None and (behind or cursor.done):
            return before.tokens[i : cursor.i]
    return ()


def _last_of(clause: Clause, draft: Draft) -> Tokens:
    """The last thing that the clause itself names: "add Notes and change only their own"."""
    return next((found for end in range(len(clause.tokens) - 2, 1, -1) if (found := _ending(clause, end, draft))), ())


def _ending(clause: Clause, end: int, draft: Draft) -> Tokens:
    return _last(replace(clause, tokens=clause.tokens[:end]), draft)


def _subject(before: Clause) -> Tokens:
    named = Cursor(before.tokens).until(*SAYS, ":")
    named = named[1:] if named and named[0].low == "only" else named
    return (
        named
        if len(named) < len(before.tokens) and 0 < len(named) <= 5 and all(_may_name(t.kind) for t in named)
        else ()
    )


def _may_name(kind: str) -> bool:
    return kind in ("word", "code")


def _object(before: Clause, draft: Draft) -> Tokens:
    """The first thing that is named behind the first word."""
    cursor = Cursor(before.tokens)
    for i in range(1, len(before.tokens)):
        cursor.i = i
        if draft.read_entity(cursor) is not None:
            return before.tokens[i : cursor.i]
    return ()
