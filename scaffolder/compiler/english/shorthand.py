"""Shorthand written out, before any rule sees it: "w/", "2 or more", names in quotes, "with details such as"."""

from __future__ import annotations

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import acting, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.rewording import instead
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.compiler.english.wording import STOP

SHORTHAND = wordings("shorthand")
SHORTHAND_WORDS = frozenset(phrase.split()[0] for phrase in SHORTHAND)
ALTERNATIVES = frozenset(("either", "isn't", "not", "aren't"))
OR_NOT = ("or isn't", "or aren't", "or is not", "or are not", "or not")
HAS = frozenset(("has", "have", "contains", "with"))
RATES = frozenset(("rate", "rates", "rated", "score", "scores"))  # these have a scale of their own
RATES_TOO = RATES | {"like", "likes", "comment", "review", "reviews", "follow", "save", "favourite", "bookmark"}
PLACES = frozenset(("our", "others", "place", "glance"))
UNITS = ("day", "week", "month", "year")
LENDS = frozenset(("borrow", "borrows", "lend", "lends", "rent", "rents", "hire", "hires", "loan", "take"))
SPANS = {"day": "date", "date": "date", "time": "time", "hour": "time"}
SCALES = frozenset(("stars", "points"))
PERIODS = wordings("shorthand_periods")
FIGURES = frozenset((*phrases("asking", "income"), *phrases("asking", "summed"), "cost", "total"))
ADVERBS = phrases("shorthand_adverbs", "first")
MAY = frozenset(("can", "may", "must", "should", "could", "might", "cannot", "can't"))
OFTEN = frozenset(phrases("shorthand_adverbs", "often"))
MOVES = frozenset(
    ("move", "moves", "moved", "go", "goes", "progress", "progresses", "pass", "passes", "advance", "advances")
)
MARKS = frozenset(("mark", "marks"))
FAVOURITES = {"favourites": "favourite", "favorites": "favorite", "favourite": "favourite"}
STATES = frozenset(phrases("shorthand_states", "states"))
DETAILS = frozenset({"details", "detail", "information", "info", "attributes", "properties", "fields", "data"})
DESCRIBED = frozenset(("essential", "basic", "key", "relevant", "all", "important", "full", "further", "the", "some"))


def plain(clause: Clause) -> Clause:
    """ "Recipes w/ a title": shorthand written out, before any rule sees it."""
    told = _without_adverb(clause.tokens)
    told = instead(told, SHORTHAND) if SHORTHAND_WORDS & set(clause.lows) else told
    told = _at_least_two(told) if "more" in clause.lows else told
    told = _others(told) if "other" in clause.lows else told
    told = _up_to(told) if "up" in clause.lows else told
    told = _for_one(told) if "for" in clause.lows else told
    told = _span(told) if "another" in clause.lows else told
    told = _type_last(told) if ":" in clause.lows and "in" in clause.lows else told
    told = _place(told) if PLACES & set(clause.lows) else told
    told = _periods(told) if PERIODS.keys() & set(clause.lows) else told
    told = _through(told) if MOVES & set(clause.lows) and "from" in clause.lows else told
    told = _marked(told) if MARKS & set(clause.lows) else told
    told = _scale(told) if SCALES & set(clause.lows) and not RATES & set(clause.lows) else told
    told = _unquoted(told) if "'" in clause.lows else told
    told = _flags(told) if ALTERNATIVES & set(clause.lows) else told
    told = _details(told) if DETAILS & set(clause.lows) else told
    return clause if told == clause.tokens else replace(clause, tokens=told, said=clause.written)


def _without_adverb(tokens: Tokens) -> Tokens:
    """ "Sometimes I write notes", "They usually pay by card": how often is not for a plan; whether somebody may is."""
    if MAY & {t.low for t in tokens}:
        return tokens
    cursor = Cursor(tokens)
    if cursor.take(*ADVERBS) and len(cursor.rest) > 2:
        cursor.take(",")
        return tuple(cursor.rest)
    often = next((i for i, t in enumerate(tokens[1:4], 1) if t.low in OFTEN), 0)
    return (*tokens[:often], *tokens[often + 1 :]) if often and len(tokens) > often + 2 else tokens


def _for_one(tokens: Tokens) -> Tokens:
    """ "borrow tools for a week": for 1 week."""
    at = next((i for i in range(2, len(tokens) - 2) if tokens[i].low == "for" and tokens[i + 2].low in UNITS), 0)
    ends = at and (at + 3 == len(tokens) or tokens[at + 3].text in (",", ".") or tokens[at + 3].low in ("and", "at"))
    lent = LENDS & {t.low for t in tokens[:at]}
    one = (
        Token("number", "1", tokens[at + 1].start, "1")
        if ends and lent and tokens[at + 1].low in ("a", "one")
        else None
    )
    return (*tokens[: at + 1], one, *tokens[at + 2 :]) if one is not None else tokens


def _span(tokens: Tokens) -> Tokens:
    """ "book rooms from one day to another": for a start date and an end date."""
    for i in range(2, len(tokens) - 4):
        day = tokens[i + 2].low if Cursor(tokens[i:]).at("from one", "from a") else ""
        if day in ("day", "date", "time", "hour") and Cursor(tokens[i + 3 :]).at("to another"):
            said = words_at(f"for a start {SPANS[day]} and an end {SPANS[day]}", tokens[i].start)
            return (*tokens[:i], *said, *tokens[i + 5 :])
    return tokens


def _type_last(tokens: Tokens) -> Tokens:
    """ "a weight in grams: decimal" is a weight: decimal in grams."""
    for i in range(1, len(tokens) - 3):
        if tokens[i].low == "in" and tokens[i + 2].text == ":" and tokens[i + 3].low in vocabulary.type_words():
            return (*tokens[:i], *tokens[i + 2 : i + 4], *tokens[i : i + 2], *_type_last(tokens[i + 4 :]))
    return tokens


def _place(tokens: Tokens) -> Tokens:
    """ "sign up for shifts at our food bank", "rate recipes of others": where it is, and whose else they could be."""
    if tokens[-2:] and [t.low for t in tokens[-2:]] in (["of", "others"],) and RATES_TOO & {t.low for t in tokens}:
        return tokens[:-2]
    if [t.low for t in tokens[-3:]] in (["in", "one", "place"], ["at", "a", "glance"]) and len(tokens) > 5:
        return tokens[:-3]
    at = next((i for i in range(len(tokens) - 2, max(3, len(tokens) - 5), -1) if tokens[i].low == "our"), 0)
    there = at and tokens[at - 1].low in ("at", "in") and all(t.kind == "word" for t in tokens[at:])
    one = naming.singular(tokens[-1].low) == tokens[-1].low
    return tokens[: at - 1] if there and one else tokens


def _periods(tokens: Tokens) -> Tokens:
    """ "Show the daily revenue", "Monthly hours per project": the total per day, or per project and month."""
    cursor = Cursor(tokens)
    cursor.take("show me", "show", "see", "report", "display", "list", "a report of")
    cursor.take("the", "my", "our")
    period = PERIODS.get(cursor.here.low, "") if cursor.here is not None else ""
    figure = tokens[cursor.i + 1 :]
    words = Cursor(figure).until("per", "by", "for each")
    if not period or not 0 < len(words) <= 2 or not FIGURES & {words[-1].low}:
        return tokens
    at, groups = tokens[0].start, figure[len(words) :]
    also = words_at("and" if groups else "per", at) + words_at(period, at)
    return (*words_at("show the total", at), *words, *groups, *also)


def _through(tokens: Tokens) -> Tokens:
    """ "move Deals from lead to offer to won or lost": through lead, offer, won or lost."""
    at = next((i for i, t in enumerate(tokens) if t.low == "from" and i), 0)
    parts = split(tokens[at + 1 :], "to") if at else []
    plain = all(0 < len(p) <= 2 and all(t.kind == "word" and t.low not in STOP for t in p) for p in parts[:-1])
    if len(parts) < 3 or not plain or not MOVES & {t.low for t in tokens[:at]}:
        return tokens
    told = list(words_at("through", tokens[at].start))
    for part in parts[:-1]:
        told += [*part, *words_at(",", part[-1].end)]
    return (*tokens[:at], *told, *parts[-1])


def _at_least_two(tokens: Tokens) -> Tokens:
    """ "2 or more options" are several."""
    for i in range(len(tokens) - 3):
        few = tokens[i].kind == "number" or tokens[i].low in ("one", "two", "three", "four", "five")
        if few and tokens[i + 1].low == "or" and tokens[i + 2].low == "more" and tokens[i + 3].kind == "word":
            return (*tokens[:i], *words_at("several", tokens[i].start), *_at_least_two(tokens[i + 3 :]))
    return tokens


def _others(tokens: Tokens) -> Tokens:
    """ "report potholes, broken lamps and other problems with a place": problems are reported."""
    for i in range(3, len(tokens) - 1):
        joined = tokens[i].low == "other" and tokens[i - 1].low in ("and", "or")
        several = naming.singular(tokens[i + 1].low) != tokens[i + 1].low
        begins = next((j for j in range(i - 2, 0, -1) if acting.is_verb(tokens[j].low)), 0)
        listed = tokens[begins + 1 : i - 1]
        if joined and several and begins and all(t.kind == "word" or t.text == "," for t in listed):
            plural = naming.singular(listed[-1].low) != listed[-1].low if listed else False
            return (*tokens[: begins + 1], *tokens[i + 1 :]) if plural else tokens
    return tokens


def _up_to(tokens: Tokens) -> Tokens:
    """ "with a question and up to 10 options": several of them, in a list of fields."""
    listed = next((i for i, t in enumerate(tokens) if t.low == "with"), len(tokens))
    for i in range(listed + 1, len(tokens) - 3):
        led = tokens[i - 1].text == "," or tokens[i - 1].low in ("and", "with", "has", "have")
        if led and Cursor(tokens[i:]).at("up to") and tokens[i + 2].kind == "number" and tokens[i + 3].kind == "word":
            return (*tokens[:i], *words_at("several", tokens[i].start), *tokens[i + 3 :])
    return tokens


def _scale(tokens: Tokens) -> Tokens:
    """ "with 1 to 5 stars": with stars between 1 and 5."""
    for i in range(2, len(tokens) - 3):
        led = tokens[i - 1].text == "," or tokens[i - 1].low in ("and", "with", "has", "have")
        low, to, high, unit = tokens[i : i + 4]
        if led and low.kind == high.kind == "number" and to.low in ("to", "-", "–") and unit.low in SCALES:
            span = words_at(f"({low.text} - {high.text})", unit.end)
            return (*tokens[:i], unit, *span, *tokens[i + 4 :])
    return tokens


def _marked(tokens: Tokens) -> Tokens:
    """ "mark them done": mark them as done; "mark favourites": mark them as favourite."""
    for i, token in enumerate(tokens[:-1]):
        if token.low not in MARKS:
            continue
        first = tokens[i + 1]
        if first.low == "as":
            continue
        if first.low in FAVOURITES:
            word = words_at(FAVOURITES[first.low], first.start)
            return (*tokens[: i + 1], *words_at("them as", first.start), *word, *_marked(tokens[i + 2 :]))
        for j in range(i + 2, min(i + 6, len(tokens))):
            ends = j + 1 == len(tokens) or tokens[j + 1].text == "," or tokens[j + 1].low in ("and", "or", "by", "when")
            if tokens[j].low == "as" or tokens[j].kind != "word":
                break
            if ends and _is_state(tokens[j].low):
                return (*tokens[:j], *words_at("as", tokens[j].start), *_marked(tokens[j:]))
    return tokens


def _is_state(word: str) -> bool:
    return word in STATES or vocabulary.verb_of_participle(word) != ""


def _unquoted(tokens: Tokens) -> Tokens:
    """ "the 'Due Date' field" without its quotes."""
    kept, opened = list[Token](), False
    for i, token in enumerate(tokens):
        quote = token.text in ("'", "‘", "’") and token.kind == "punct"
        apart = not i or tokens[i - 1].end < token.start or tokens[i - 1].text in "(["
        if quote and (opened or apart):
            opened = not opened
        else:
            kept.append(token)
    return tokens if opened else tuple(kept)


def _flags(tokens: Tokens) -> Tokens:
    """ "is either heated or non-heated", "is or isn't heated", "queen seen or not": it has a flag for that."""
    for i in range(3, len(tokens) - 1):
        ends = i + 2 == len(tokens) or tokens[i + 2].text in (",", ")") or tokens[i + 2].low == "and"
        led = any(t.text in (":", "(") or t.low in HAS for t in tokens[:i])
        sentence = {t.low for t in tokens[max(0, i - 3) : i]} & {"is", "are", "it", "was"}
        if led and not sentence and ends and tokens[i].low == "or" and tokens[i + 1].low == "not":
            return _flags((*tokens[:i], *words_at("flag", tokens[i].start), *tokens[i + 2 :]))
    for i in range(1, len(tokens) - 3):
        if tokens[i].low not in ("is", "are"):
            continue
        cursor = Cursor(tokens[i + 1 :])
        if cursor.take(*OR_NOT):
            state, end = cursor.here, i + 2 + cursor.i
        elif cursor.take("either") and (negative := _negative(cursor.rest)):
            state, end = cursor.here, i + 2 + negative
        else:
            continue
        if state is not None and state.kind == "word":
            led = bool(HAS & {t.low for t in tokens[:i]})
            before = words_at("a" if led else "has a", tokens[i].start)
            said = (*tokens[:i], *before, state, *words_at("flag", state.start))
            return _flags((*said, *tokens[end:]))
    return tokens


def _negative(tokens: Tokens) -> int:
    """How long "heated or non-heated" is, "heated or not"; 0 where the other is no denial."""
    if len(tokens) < 3 or tokens[1].low != "or":
        return 0
    word, other = tokens[0].low, tokens[2].low
    if other == "not":
        return 4 if tokens[3:4] and tokens[3].low == word else 3
    return 3 if other in (f"non-{word}", f"non{word}", f"un{word}", f"not-{word}") else 0


def _details(tokens: Tokens) -> Tokens:
    """ "with essential details such as a name": with a name."""
    at = next((i for i, t in enumerate(tokens) if i > 1 and t.low in DETAILS), 0)
    cursor = Cursor(tokens[at + 1 :])
    if not at or not cursor.take("such as", "like", "including", ", such as", ", including", ", like", ": ", ":"):
        return tokens
    while tokens[at - 1].low in DESCRIBED:
        at -= 1
    led = tokens[at - 1].low in ("with", "including", "and", "its", "their")
    return (*tokens[:at], *cursor.rest) if led else tokens
