"""What somebody does, one thing after another, put into a sentence for each.

"I collect coins with a year and a country, tag them and mark favourites"    I collect coins with … I tag them. …
"Bakers bake cakes with a name, customers order them"                         who acts changes
"Riders bring bikes, each bike has a number and a colour"                     what is spoken of changes
"When I ride a bike I rate it"                                                I ride a bike. I rate it.
"Learners practise decks, marking each card"                                  Learners mark each card.

What is done to one and the same thing stays in one sentence ("add, edit and delete coins"), and so does what a
condition at the end of it holds for: only a deed that carries a list of fields or values is taken apart from the next.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import acting, implied, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import CLOSE, OPEN, Clause, Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS

MODALS = phrases("rewording", "wishes")
SPEAKERS = ("i", "we", "you", "they", "users", "people", "anyone", "everyone", "everybody", "anybody")
CARRIES = ("with", "(", "including", "such as", "by entering", "giving")
HAS = phrases("things", "has")
CONDITIONS = frozenset(phrases("successive", "conditions"))
NO_DEEDS = frozenset((*phrases("tails", "good_for"), *(p.split()[0] for p in phrases("tails", "allowing"))))
ASKS = frozenset(phrases("predicates", "commands"))
WE = ("i", "we", "you")
WANTS = ("and want to", "and would like to", "and need to", "and wish to", "and 'd like to")
SEES = ("see", "sees", "view", "views", "show", "shows", "get", "gets")
FIGURES = ("the total", "the number of", "the average", "the sum of", "how many", "the overall")
THEM = ("it", "them")
REMARKS = frozenset(("rating", "review", "comment", "remark", "score"))  # of something
NO_OBJECT = frozenset((*phrases("objects", "ends"), "and", "or"))


def told(clause: Clause) -> Iterator[Clause]:
    """The clause, or one for each of the deeds and for each that is spoken of."""
    for tokens in (turn for said in _whenever(clause.tokens) for turn in _turns(said)):
        for said in (deed for shown in _shown(tokens) for deed in _deeds(shown)):
            yield clause if said == clause.tokens else replace(clause, tokens=said, said=clause.written)


def _whenever(tokens: Tokens) -> Iterator[Tokens]:
    """ "When I ride a bike, I rate it": what one does, and what one does then."""
    who = tokens[1].low if len(tokens) > 5 else ""
    if tokens[0].low in ("when", "whenever", "once", "after") and who in ("i", "we") and acting.begins_deed(tokens, 2):
        for i in range(4, len(tokens) - 2):
            if tokens[i].low == who and acting.begins_deed(tokens, i + 1):
                yield _trimmed(tokens[1:i])
                yield (*tokens[i : i + 2], *_with_name(tokens[i + 2 :], _object(tokens[3:i]), first=0))
                return
    yield tokens


def _turns(tokens: Tokens) -> Iterator[Tokens]:
    """Apart where somebody else acts, or another thing is spoken of."""
    start, depth = 0, 0
    for i in range(2, len(tokens) - 2):
        depth += (tokens[i].text in OPEN) - (tokens[i].text in CLOSE)
        if depth or tokens[i].text != ",":
            continue
        behind = i + 1 + (tokens[i + 1].low in ("and", "while", "but", "whereas"))
        before = tokens[start:i]
        if CONDITIONS & {t.low for t in before} or ":" in {t.text for t in before}:
            continue
        if who := _who_does(tokens, start, i):
            yield before
            tokens = (*tokens[: i + 1], *who, *_with_name(tokens[i + 2 :], _spoken_of(before)))
            start = i + 1
        elif before[0].low == tokens[behind].low in ("i", "we") and acting.begins_deed(tokens, behind + 1):
            yield before
            start = behind
        elif _acts(before) and (_each_has(tokens[behind : behind + 9]) or acting.somebody(tokens[behind : behind + 9])):
            yield before
            told = _with_name(tokens[behind:], _spoken_of(before))
            told = implied.named(told, _spoken_of(before))
            if told[0].low == "others" and (words := acting.somebody(before)):
                told = (*before[:words], *told[1:])  # "employees post ideas, others can vote on them"
            tokens = (*tokens[:behind], *told)
            start = behind
    yield tokens[start:]


def _shown(tokens: Tokens) -> Iterator[Tokens]:
    """ "Chiefs see all bills and the total cost per day": the total cost of bills."""
    sees = next((i for i, t in enumerate(tokens[:6]) if t.low in SEES), -1)
    for i in range(sees + 2, len(tokens) - 3) if sees > 0 else ():
        begins = i + 1 + (tokens[i].text == "," and tokens[i + 1].low == "and")
        figure = Cursor(tokens[begins:])
        if tokens[i].low not in (",", "and") or not figure.at(*FIGURES):
            continue
        measured = figure.until("per", "by", "for each")
        named = tuple(t for t in _object(tokens[sees + 1 : i]) if t.low not in DETERMINERS)
        of = () if any(t.low == "of" for t in measured) else named
        of = (*words_at("of", tokens[i].start), *of) if of and not figure.done else ()
        yield tokens[:i]
        yield (*tokens[: sees + 1], *measured, *of, *figure.rest)
        return
    wants = next((i for i in range(3, len(tokens) - 3) if Cursor(tokens[i:]).at(*WANTS)), 0)
    if wants and tokens[0].low in WE:  # "I water them and want to see them"
        yield _trimmed(tokens[:wants])
        yield (tokens[0], *tokens[wants + 1 :])
        return
    yield tokens


def _who_does(tokens: Tokens, start: int, at: int) -> Tokens:
    """ "… to a clerk, who files it": the clerk."""
    does = tokens[at + 2].low
    if tokens[at + 1].low != "who" or naming.singular(does) == does or not acting.is_verb(naming.singular(does)):
        return ()
    named = next(
        (tokens[i:at] for i in range(at - 1, max(at - 4, start), -1) if tokens[i].low in ("a", "an", "the")), ()
    )
    return named if len(named) > 1 else ()


def _spoken_of(tokens: Tokens) -> Tokens:
    """ "a letter" of "Each letter goes to a clerk"."""
    named = Cursor(tokens[1 : acting.LONGEST + 2]).until("is", "are", "gets", "goes", "has", "belongs")
    if who := acting.somebody(tokens):  # "tenants report leaks"
        return _object(tokens[who + 1 :])
    led = tokens[0].low in ("each", "every", "a", "an", "the") and len(named) <= acting.LONGEST
    return words_at("a", tokens[0].start) + named if led else ()


def _with_name(tokens: Tokens, named: Tokens, first: int = 1) -> Tokens:
    """With the name of what is spoken of in the place of "it"."""
    at = next((i for i, t in enumerate(tokens[:6]) if t.low in THEM), -1)
    return (*tokens[:at], *named, *tokens[at + 1 :]) if at >= first and named else tokens


def _each_has(tokens: Tokens) -> bool:
    """ "each bike has a number", "every play consists of acts"."""
    cursor = Cursor(tokens)
    if not cursor.take("each", "every"):
        return False
    named = cursor.until(*HAS)
    return 0 < len(named) <= acting.LONGEST and not cursor.done and all(t.kind == "word" for t in named)


def _acts(tokens: Tokens) -> bool:
    """Whether it tells what somebody does."""
    return bool(_subject(tokens) or acting.somebody(tokens)) or acting.begins_deed(tokens, 0)


def _deeds(tokens: Tokens) -> list[Tokens]:
    subject = _subject(tokens)
    first = len(subject)
    commanded = not subject and acting.begins_deed(tokens, 0) and tokens[0].low not in ASKS
    rated = first < len(tokens) and tokens[first].low in ("rate", "score")  # "… and leave a comment": in one go
    if rated or not (subject or commanded) or CONDITIONS & {t.low for t in tokens[:-1]}:
        return [tokens]
    starts = [first, *_starts(tokens, first)]
    parts = [_trimmed(tokens[a:b]) for a, b in zip(starts, [*starts[1:], len(tokens)], strict=True)]
    parts[0] = (*subject, *parts[0])
    alone = any(Cursor(p).find(*CARRIES) > 0 for p in parts[:-1]) or tokens[0].low in ("i", "we")
    alone = (
        alone
        or any(tokens[i].low in ASKS for i in starts[1:])
        or any(_is_gerund(tokens[i].low) or tokens[i].low in ("can", "may") for i in starts[1:])
    )
    if len(parts) < 2 or not alone:
        return [tokens]
    return _named([parts[0], *((*subject, *_plain(p)) for p in parts[1:] if p)], first)


def _named(parts: list[Tokens], verb: int) -> list[Tokens]:
    """With what the first is done to instead of "it" and "them" in the others; what we do is what we can do."""
    named, found = _object(parts[0][verb + 1 :]), [parts[0]]
    made = vocabulary.event(parts[0][verb].low) if verb < len(parts[0]) else None
    for part in parts[1:]:
        part = implied.ended(part, made) if made is not None else part
        at = next((i for i in range(verb + 1, min(verb + 6, len(part))) if part[i].low in THEM), 0)
        if named and len(part) == verb + 3 and part[-1].low in REMARKS and part[-2].low in ("a", "their", "my"):
            found.append((*part, *words_at("for", part[-1].end), *named))
        elif at and named:
            found.append((*part[:at], *named, *part[at + 1 :]))
        else:
            named = _object(part[verb + 1 :]) or named
            found.append(part)
    alone = verb == 1 and parts[0][0].low in WE
    can = [
        p[:1] + words_at("can", p[0].end) + p[1:] if alone and not Cursor(p).find(*CARRIES) > 0 else p for p in found
    ]
    return can


def _object(tokens: Tokens) -> Tokens:
    """ "a coin" of "a coin with a year"."""
    end = next((i for i, t in enumerate(tokens) if t.kind != "word" or t.low in NO_OBJECT), len(tokens))
    return tokens[:end] if 0 < end <= acting.LONGEST else ()


def _plain(tokens: Tokens) -> Tokens:
    """ "marking each card": mark each card."""
    verb = vocabulary.verb_of_gerund(tokens[0].low) if _is_gerund(tokens[0].low) else ""
    return (Token("word", verb, tokens[0].start, verb), *tokens[1:]) if verb else tokens


def _is_gerund(word: str) -> bool:
    verb = vocabulary.verb_of_gerund(word) if word.endswith("ing") and word not in NO_DEEDS else ""
    return bool(verb) and acting.is_verb(verb)


def _starts(tokens: Tokens, first: int) -> Iterator[int]:
    """Where the next deed begins; of "approve or decline it" at the first of the verbs."""
    depth, before = 0, first
    listing = closed = False  # whether a list of fields stands there, and whether its last "and" was read
    for i in range(first + 1, len(tokens) - 1):
        depth += (tokens[i].text in OPEN) - (tokens[i].text in CLOSE)
        listing = listing or Cursor(tokens[i : i + 2]).at(*CARRIES) != ""
        joined = tokens[i - 1].text == "," or tokens[i - 1].low in ("and", "or", "then")
        if depth or not joined or i - before < 2:
            continue
        if not first and tokens[i - 1].text == "," and tokens[i].low in ASKS:  # of commands one shows something
            yield i
            before, listing, closed = i, False, False
            continue
        cursor = Cursor(tokens[i : i + 4])
        modal = bool(cursor.take("can", "may", "to", "also", "then"))
        ways = tokens[i - 1].text == "," and _is_gerund(tokens[i].low) and acting.goes_on(tokens[: i + 2], i + 1)
        again = tokens[i + 1].low in {
            t.low for t in tokens[:i] if naming.singular(t.low) != t.low
        }  # "post pins, like pins"
        sure = listing and not modal and not again and not (closed and tokens[i - 1].text == ",")
        ends = (
            tokens[i].low in ("can", "may")
            and Cursor(tokens[i + 2 :]).at(*implied.UNTIL)
            and acting.is_verb(tokens[i + 1].low)
        )
        if ways or ends or acting.begins_deed(tokens, i + cursor.i, sure=sure):
            at = _first_of_verbs(tokens, i)
            if at > before and len(_trimmed(tokens[before:at])) >= 2:
                yield at
                before, listing, closed = i, False, False
        closed = closed or listing and tokens[i - 1].low == "and"


def _first_of_verbs(tokens: Tokens, at: int) -> int:
    while (
        at > 2 and tokens[at - 1].low in ("and", "or") and acting.is_verb(tokens[at - 2].low) and _joins(tokens[at - 3])
    ):
        at -= 2
    return at


def _joins(token: Token) -> bool:
    return token.text == "," or token.low in ("and", "or")


def _subject(tokens: Tokens) -> Tokens:
    """Who acts, and that they can: "I", "Our members can"; nothing where nobody does."""
    cursor = Cursor(tokens)
    if cursor.take(*SPEAKERS):
        pass
    elif end := acting.somebody(tokens):
        cursor.i = end
    elif not (Cursor(tokens).at("a", "an", "the") and _one(cursor)):
        return ()
    who = cursor.i
    cursor.take(*MODALS)
    if not acting.begins_deed(tokens, cursor.i) and cursor.i == who:
        return ()
    return tokens[: cursor.i] if acting.is_verb(cursor.here.low if cursor.here else "") else ()


def _one(cursor: Cursor) -> bool:
    """ "the host can": one who is able to do something."""
    named = cursor.until("can", "may")
    return 1 < len(named) <= acting.LONGEST and not cursor.done and all(t.kind == "word" for t in named)


def _trimmed(tokens: Tokens) -> Tokens:
    """Without the joints around it."""
    end = next((i for i in range(len(tokens), 0, -1) if tokens[i - 1].low not in (",", "and", "or", "then", "also")), 0)
    start = next((i for i in range(end) if tokens[i].low not in (",", "and", "can", "may", "to", "also", "then")), end)
    return tokens[start:end]
