"""Questions among the fields of a thing, put into the names of what answers them.

plants with a name and where they stand       plants with a name and location
books: title, when I bought it                books: title, bought on
plants with a name and when I watered them    plants with a name; a watering belongs to a plant and has a date
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import usual, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.compiler.english.wording import DETERMINERS

SAYS = frozenset(("say", "state", "tell", "mention", "specify", "explain", "indicate"))
QUESTIONS = frozenset(
    {"where", "when", "who", "how", "what", "why", "whom", "whether", "from", "needed", "necessary", "required"}
)
LASTING = "start date , end date"
LEADS = phrases("indirect", "leads")
FRESH = frozenset(phrases("indirect", "begins"))  # where a further item may begin
NO_LISTS = frozenset(phrases("indirect", "no_lists"))
AGAIN = frozenset(phrases("indirect", "again"))
WORDS = {
    "@who": "(?:it|they|he|she|i|we|you|one|someone|somebody|people|each)",
    "@be": "(?:is|are|was|were|has been|have been|had been|been)",
    "@it": "(?:it|them|him|her|each|what|one)",
}
WAS = frozenset({"was", "were", "been"})
LONGEST = 10  # words of a question
NEVER = re.compile(r"(?:[\w-]+ ){1,2}(?:@be )?not (?:needed|necessary|required)".replace("@be", WORDS["@be"]))
DEED = re.compile(
    rf"when {WORDS['@who']} (last )?(?:(?:was|were|has been|have been|had been) )?([\w-]+)"
    rf"((?: (?:or|and) [\w-]+)*)(?: {WORDS['@it']})?"
)
BY = re.compile(rf"who (?:{WORDS['@be']} )?([\w-]+) {WORDS['@it']}(?: to me| to us)?")


def told(clause: Clause) -> Iterator[Clause]:
    """The clause with names for what it asks, and what else the questions say."""
    if not QUESTIONS & set(clause.lows) or any(t.kind == "code" for t in clause.tokens):
        yield clause
        return
    tokens, more = _named(_about(clause.tokens))
    if tokens == clause.tokens:
        yield clause
        return
    yield replace(clause, tokens=tokens, said=clause.written)
    for said in more:
        yield replace(clause, tokens=words_at(said, clause.tokens[0].start), said=clause.written)


def _named(tokens: Tokens) -> tuple[Tokens, list[str]]:
    kept, more, i = list[Token](), list[str](), 0
    while i < len(tokens):
        lead = _lead(tokens, i)
        end = _end(tokens, i) if lead >= 0 else i
        answer = _answer(_text(tokens[i:end]), _thing(tokens[:lead]), _things(tokens[:lead])) if end > i else None
        if answer is None:
            kept.append(tokens[i])
            i += 1
            continue
        names, facts = answer
        more += facts
        if names and len(kept) > 1 and kept[-1].low in SAYS and kept[-2].low in (",", "and"):
            kept.pop()  # "book a room for a day and say what it is for": and a purpose
            names = [naming.with_article(names[0]), *names[1:]]
        if names:
            kept += words_at(" , ".join(names), tokens[i].start)
        i = end if names else _without(kept, tokens, end)
    return tuple(kept), more


def _about(tokens: Tokens) -> Tokens:
    """ "a note about how a plant is doing": about a plant."""
    at = next((i for i, t in enumerate(tokens) if t.low == "about" and i), 0)
    cursor = Cursor(tokens[at + 1 :])
    if (
        not at
        or not cursor.take("how", "what", "why", "whether", "when")
        or not cursor.take("a", "an", "my", "the", "each")
    ):
        return tokens
    named = cursor.until(
        "is", "are", "was", "were", "does", "do", "did", "has", "have", "looks", "grows", "went", "goes", "feels"
    )
    plain = 0 < len(named) <= 2 and all(t.kind == "word" for t in named) and not cursor.done and len(cursor.rest) <= 3
    return (*tokens[: at + 1], *words_at("a", tokens[at].end), *named) if plain else tokens


def _lead(tokens: Tokens, at: int) -> int:
    """The place of what introduces the list in which an item begins here; -1 where none does."""
    lead = next((n for n in range(at - 1, -1, -1) if tokens[n].low in LEADS), -1)
    begins = lead >= 0 and tokens[at - 1].low in FRESH and not NO_LISTS & {t.low for t in tokens[:lead]}
    return lead if begins else -1


def _end(tokens: Tokens, at: int) -> int:
    """Where the question ends that begins here; it is an item of the list by itself."""
    for end in range(min(len(tokens), at + LONGEST), at, -1):
        closed = end == len(tokens) or tokens[end].low in (",", ")", "and", ";", ".")
        if closed and _is_question(_text(tokens[at:end])):
            return end
    return at


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(t.low for t in tokens)


def _is_question(text: str) -> bool:
    deed = DEED.fullmatch(text)
    by = BY.fullmatch(text)
    done = [deed[2], *_others(deed[3])] if deed else [by[1]] if by else []
    known = bool(done) and all(vocabulary.verb_of_participle(d) for d in done)
    return known or bool(NEVER.fullmatch(text)) or any(p.fullmatch(text) for p, _ in _answers())


@cache
def _answers() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for pattern, name in wordings("questions").items():
        for word, means in WORDS.items():
            pattern = pattern.replace(word, means)
        found.append((re.compile(pattern), name))
    return tuple(found)


def _answer(text: str, thing: str, others: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """The names of the fields, and the facts that are told beside them."""
    known = next((m.expand(name) for pattern, name in _answers() if (m := pattern.fullmatch(text))), "")
    if known:
        hours = known == LASTING and " start time" in usual.usual(thing)  # a booking lasts for hours
        return [known.replace("date", "time") if hours else known], []
    if deed := DEED.fullmatch(text):
        return _when([deed[2], *_others(deed[3])], thing, deed[1] or "", was=bool(WAS & set(text.split())))
    if by := BY.fullmatch(text):
        verb = vocabulary.verb_of_participle(by[1])
        agent = next(
            (a for a in (f"{verb}er", f"{verb}r", f"{verb}or") if a in vocabulary.table("roles", "persons")), ""
        )
        link = [f"a {thing} belongs to a {others[-1]}"] if text.endswith(" what") and thing and others else []
        return [agent or f"{by[1]} by"], link
    return [], []


def _others(text: str) -> list[str]:
    return [w for w in text.split() if w not in ("or", "and")]


def _when(done: list[str], thing: str, last: str, *, was: bool) -> tuple[list[str], list[str]]:
    """What is done again and again has a record for each time."""
    verbs = [vocabulary.verb_of_participle(d) for d in done]
    if thing and not last and set(verbs) <= AGAIN:
        made = [vocabulary.gerund(v) for v in verbs]
        return [], [f"a {m} belongs to a {thing} and has a date (default today)" for m in made]
    return [f"{last}{d} {'at' if was else 'on'}" for d in done], []


def _thing(tokens: Tokens) -> str:
    """What the list before which these stand is of: "my house plants"."""
    words: list[str] = []
    for token in reversed(tokens):
        if token.kind != "word" or token.low in DETERMINERS or token.low in FRESH or len(words) == 2:
            break
        words.insert(0, token.low)
    plural = bool(words) and naming.singular(words[-1]) != words[-1]
    while words and plural and len(words) > 1 and not words[0].isalpha():
        words.pop(0)
    return " ".join([*words[:-1], naming.singular(words[-1])]) if plural else ""


def _things(tokens: Tokens) -> list[str]:
    """The things in the plural before it that have lists of their own."""
    return [thing for n, t in enumerate(tokens) if t.text in ("(", ":") and (thing := _thing(tokens[:n]))]


def _without(kept: list[Token], tokens: Tokens, end: int) -> int:
    """The place behind an item that is left out, with one of the joints beside it."""
    after = Cursor(tokens[end:])
    if kept and kept[-1].low in LEADS:
        after.take(", and", ",", "and")
        return end + after.i
    while kept and kept[-1].low in (",", "and"):
        kept.pop()
    return end
