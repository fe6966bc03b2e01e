"""Sentences said in another way, put into a wording that a shape reads, by the rules of `paraphrases.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import acting, fields, houses, paraphrase_forms, present, usual, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.items import items
from scaffolder.compiler.english.paraphrase_rules import Paraphrase, Part, candidates
from scaffolder.compiler.english.shapes import header
from scaffolder.compiler.english.tokens import Clause, Cursor
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, entity_words

LONGEST = 6  # words of a slot
LENGTHS = {"word": 2, "name": 4, "one": 4, "state": 3, "act": 3, "done": 2}
LONG = 20
SOFTWARE = frozenset((*phrases("header", "generic"), *phrases("paraphrases", "software")))
NOT_IN_NAMES = frozenset(phrases("paraphrases", "not_in_names"))
NO_NAMES = frozenset(phrases("paraphrases", "no_names"))
ROUNDS = 3  # rules one after another: "an app where …", and what is said there
COMMANDS = phrases("paraphrases", "commands")
NOT_IN_LISTS = (*phrases("things", "not_in_lists"), *phrases("paraphrases", "not_in_lists"))
DEEDS = frozenset(phrases("paraphrases", "deeds"))
MAY_NAME = frozenset(phrases("paraphrases", "deeds_in_names"))  # "record labels"
NOUNS_TOO = frozenset(phrases("acting", "nouns_too"))
BETWEEN = frozenset(("for", "of", "to", "in", "on", "at", "with", "from", "by", "about", "per"))  # two names, not one
USERS = ("users (", "user (", "users :", "user :", "people (", "people :")  # here they are things
ONE = ("a", "an", "one", "exactly one", "the", "each")
NO_VERBS = (*phrases("abilities", "no_verbs"), *phrases("abilities", "holds"))
Slots = dict[str, Tokens]


def told(clause: Clause, draft: Draft, *, declares: bool = False, rounds: int = ROUNDS) -> Iterator[Clause]:
    """The clause in the words of the first rule that fits, and those in the words of the next, or as it is. `declares`:
    only by the rules that tell what things there are; the others know their names."""
    found = fitting(clause, draft, declares=declares) if rounds else None
    if found is None:
        yield clause
        return
    rule, slots = found
    for sentence in rule.says:
        filled, rules = _filled(sentence, slots, clause.start), (*clause.rules, rule.name)
        said = replace(clause, tokens=filled, said=clause.written, rules=rules)
        yield from told(said, draft, declares=declares, rounds=rounds - 1)


def fitting(clause: Clause, draft: Draft, *, declares: bool = False) -> tuple[Paraphrase, Slots] | None:
    """The first rule that fits, and what stands in its slots."""
    lows = {t.low for t in clause.tokens}
    for rule in candidates(lows, declares):
        slots = next(_matches(rule.parts, Cursor(clause.tokens), draft, {}), None)
        if slots is not None:
            return rule, slots
    return None


def _matches(parts: tuple[Part, ...], cursor: Cursor, draft: Draft, slots: Slots) -> Iterator[Slots]:
    if not parts:
        if cursor.done:
            yield slots
        return
    part, rest, mark = parts[0], parts[1:], cursor.i
    if part.words:
        for phrase in part.words:
            cursor.i = mark
            if cursor.take(phrase):
                said = {part.slot: cursor.tokens[mark : cursor.i]} if part.slot else {}
                yield from _matches(rest, cursor, draft, {**slots, **said})
        cursor.i = mark
        if part.optional:
            yield from _matches(rest, cursor, draft, slots)
        return
    for end in _ends(part, cursor, draft):
        start, cursor.i = _start(cursor, mark, part), end
        found = cursor.tokens[start:end]
        if part.kind == "number" and (spoken := vocabulary.number(found[0].low)) is not None:
            found = words_at(str(spoken), found[0].start)
        if part.kind == "deed":
            found = words_at(entity_words(_made_by(found[0].low, draft)), found[0].start)
        if part.slot not in slots or _same(slots[part.slot], found):
            yield from _matches(rest, cursor, draft, {**slots, part.slot: found})
    cursor.i = mark


def _ends(part: Part, cursor: Cursor, draft: Draft) -> Iterable[int]:
    """Where the slot may end that begins here."""
    mark, tokens = cursor.i, cursor.tokens
    if part.kind == "rest":
        return [len(tokens)] if mark < len(tokens) else []
    if part.kind == "deed":
        return [mark + 1] if mark < len(tokens) and _made_by(tokens[mark].low, draft) else []
    if part.kind == "does":
        return [mark + 1] if mark < len(tokens) and paraphrase_forms.third_person(tokens[mark].low) else []
    if part.kind == "gerund":
        return [mark + 1] if mark < len(tokens) and vocabulary.verb_of_gerund(tokens[mark].low) else []
    if part.kind == "verb":
        return [mark + 1] if mark < len(tokens) and tokens[mark].low in _verbs() else []
    if part.kind == "app":
        end = 0 if mark else header.end_of_kind(Cursor(tokens))
        return [end] if end else []
    if part.kind == "software":
        return list(_software(cursor))
    if part.kind == "plural":
        several = [end for end in _words_to(cursor, LENGTHS["state"]) if _is_plural(tokens[end - 1].low)]
        return [end for end in several if not BETWEEN & {t.low for t in tokens[mark:end]}]
    if part.kind == "kind":
        return [end for end in _words_to(cursor, LENGTHS["state"]) if _is_kind([t.low for t in tokens[mark:end]])]
    if part.kind == "some":
        return list(range(mark + 1, min(mark + LONG, len(tokens)) + 1))
    if part.kind == "thing":
        known = draft.read_entity(cursor)
        end, cursor.i = cursor.i, mark
        return [end] if known else []
    if part.kind == "people":
        ends = list(_words_to(cursor, 2))
        return [e for e in ends if vocabulary.is_in("roles", "persons", naming.singular(tokens[e - 1].low))]
    if part.kind == "number":
        here = cursor.here
        number = here is not None and (here.kind == "number" or vocabulary.number(here.low) is not None)
        return [mark + 1] if number else []
    if part.kind in ("fields", "field"):
        fewest = 2 if part.kind == "fields" else 1
        return (end for end in range(len(tokens), mark, -1) if _are_fields(tokens[mark:end], fewest))
    if part.kind == "name" and (mark or cursor.at(*COMMANDS) and not cursor.at(*USERS)):
        return []
    if part.kind == "one" and not cursor.at(*ONE):
        return []
    if part.kind == "name":
        return [
            end
            for end in _words_to(cursor, LENGTHS["name"])
            if tokens[end - 1].low not in NO_NAMES
            and not NOT_IN_NAMES & {t.low for t in tokens[mark:end]}
            and not houses.tells(tokens[mark:end])
            and not _is_command(tokens[mark:end])
            and not acting.somebody_acts(tokens[mark : end + 1])
        ]
    if part.kind == "act" and cursor.at(*NO_VERBS, *DETERMINERS) or part.kind == "done" and not _is_done(cursor):
        return []
    if part.kind == "state" and (cursor.at(*DETERMINERS) or cursor.at(*COMMANDS) and not _is_determined(cursor)):
        return []
    return list(_words_to(cursor, LENGTHS.get(part.kind, LONGEST)))


def _is_command(tokens: Tokens) -> bool:
    """ "save links": no name, but "record labels" may be one."""
    first = tokens[0].low
    return len(tokens) > 1 and first in present.verbs() and not vocabulary.is_noun(first) and first not in NOUNS_TOO


def _is_determined(cursor: Cursor) -> bool:
    """ "each show": a word behind such a one commands nothing."""
    return cursor.i > 0 and cursor.tokens[cursor.i - 1].low in ("each", "every")


def _software(cursor: Cursor) -> Iterator[int]:
    """ "It", "the job board application", "NoteKeeper": what is built."""
    tokens = cursor.tokens
    if cursor.at("it", "this"):
        yield cursor.i + 1
    for end in _words_to(cursor, LONGEST + 1):
        word = tokens[end - 1]
        if word.low in SOFTWARE or end == cursor.i + 1 and re.fullmatch(r"[A-Z]\w*[a-z][A-Z]\w*", word.text):
            yield end


@cache
def _verbs() -> frozenset[str]:
    """The first words of what people do with things."""
    return present.verbs() | acting.VERBS | {verb.split()[0] for verb in phrases("objects", "verbs")}


def _is_plural(word: str) -> bool:
    return naming.singular(word) != word and naming.plural(naming.singular(word)) == word


def _is_kind(words: list[str]) -> bool:
    """ "contacts", "menu items": things that are well known, and no fields of others."""
    known = usual.singular(words) in usual.things() and _is_plural(words[-1])
    return known and not vocabulary.is_attribute(naming.singular(words[-1]))


def _is_done(cursor: Cursor) -> bool:
    """ "sold", "picked up"."""
    return cursor.here is not None and vocabulary.verb_of_participle(cursor.here.low) != ""


def _made_by(done: str, draft: Draft) -> str:
    """The thing that is made when something is "inspected", "visited", "harvested"; an empty string where none is."""
    verb = vocabulary.verb_of_participle(done)
    forms = vocabulary.nouns_of(verb) if verb else ()
    return next((name for form in forms if (name := draft.name_of([form]))), "")


def _words_to(cursor: Cursor, longest: int) -> Iterator[int]:
    for end in range(cursor.i + 1, min(cursor.i + longest, len(cursor.tokens)) + 1):
        token = cursor.tokens[end - 1]
        if token.kind == "punct" and token.text != "'" or longest < LONGEST and token.low in NOT_IN_LISTS:
            return
        yield end


def _are_fields(tokens: Tokens, fewest: int) -> bool:
    """Whether it is a list of names with modifiers, and no sentence."""
    found = items(tokens)
    depths = list(accumulate((t.text in "([{") - (t.text in ")]}") for t in tokens if t.kind == "punct"))
    whole = not depths or depths[-1] == 0 <= min(depths)
    if any(_is_deed(item) for item in found[1:]):
        return False
    read = sum(fields.read(item) is not None for item in found)
    acts = any(item[0].low in ("users", "people", "members", "customers", "i", "we") for item in found if len(item) > 1)
    return whole and not acts and read >= max(fewest, 0.7 * len(found)) and not _says(tokens)


def _says(tokens: Tokens) -> bool:
    """Whether it says something, and not only which values a field has: "a state which is new or used"."""
    cursor = Cursor(tokens)
    while (at := cursor.find(*NOT_IN_LISTS)) >= 0:
        if tokens[at - 1].low not in ("which", "that", ",") or not at:  # ", has a garden"
            return True
        cursor.i = at + 1
    return False


def _is_deed(item: Tokens) -> bool:
    """ "name, age, review applications": what is done next, and no field."""
    several = len(item) > 1 and all(t.kind == "word" for t in item) and _is_plural(item[-1].low)
    deed = item[0].low in DEEDS or item[0].low in MAY_NAME and not vocabulary.is_noun(item[-1].low)
    return several and len(item) < 4 and deed


def _start(cursor: Cursor, mark: int, part: Part) -> int:
    """A name without its article."""
    while part.kind in ("thing", "name") and cursor.tokens[mark].low in DETERMINERS and mark + 1 < len(cursor.tokens):
        mark += 1
    return mark


def _same(one: Tokens, other: Tokens) -> bool:
    return [t.low for t in one] == [t.low for t in other]


def _filled(sentence: str, slots: Slots, at: int) -> Tokens:
    told: list[Tokens] = []
    for word in sentence.split():
        slot, _, form = word.strip("{}").partition(":")
        if word[0] != "{":
            told.append(words_at(word, at))
        elif form:
            told.append(paraphrase_forms.FORMS[form](slots[slot]))
        else:
            told.append(slots[slot])
    return tuple(token for part in told for token in part)
