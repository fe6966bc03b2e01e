"""The rules of other wordings: data of `paraphrases.toml`.

A pattern is made of words (`may|can` either of them, `at_once` the two words in a row, `the?` may be missing,
`@cannot` any of those that the table `words` names so) and of slots: `{a:thing}` a declared thing, `{b:deed}` one
that is named after what is done ("inspected": Inspection), `{n:number}`, `{x=a|b}` one of these words, `{x}` one to
six words, `{x:state}` up to three, `{x:word}` up to two, `{x:act}` up to three that say what is done ("borrow", "sign
up for"), `{x:done}` up to two that say what was done ("sold", "picked up"), `{x:some}` up to twenty of any kind,
`{x:rest}` what is left, `{x:fields}` a list of fields (`{x:field}`: or only one), `{x:one}` words with "a" or "one"
before them, `{x:name}` a name at the beginning, whether declared or not, `{x:app}` the words that say what is to be
built ("Build a small web app"), `{x:verb}` a verb that people do things with, `{x:does}` the same said of one
("starts"), `{x:plural}` one to three words with a plural at their end, `{x:kind}` such words that name a well-known
thing, `{x:software}` what is built ("it", "the shop application"). `says` is the sentence, or the sentences, that
take its place; `{x:ing}` is "renting" there for "rented", `{x:do}` "rent", `{x:one}` "draft" for "drafts",
`{x:sense}` "ascending" for "oldest", `{x:steps}` "new -> sent" for "new and sent".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from scaffolder.compiler.english import tables


class Part(Struct, frozen=True):
    """Words of a pattern, or a slot; a slot with words takes one of them."""

    slot: str = ""
    kind: str = ""
    words: tuple[str, ...] = ()
    optional: bool = False


class Paraphrase(Struct, frozen=True):
    """`fires` and `rests` are sentences that the rule changes and that it leaves; `given` stands before them."""

    name: str
    parts: tuple[Part, ...]
    needs: tuple[frozenset[str], ...]  # of each, one stands in every sentence that fits: spares the matching of others
    says: tuple[str, ...]
    declares: bool
    given: str
    fires: tuple[str, ...]
    rests: tuple[str, ...]


@cache
def paraphrases() -> tuple[Paraphrase, ...]:
    return tables.made("paraphrases", _rules, tuple[Paraphrase, ...], Path(__file__))


def _rules(data: Mapping[str, Any]) -> tuple[Paraphrase, ...]:
    return tuple(
        Paraphrase(
            name=rule["name"],
            parts=(parts := tuple(_part(_spelled_out(p, data["words"])) for p in pattern.split())),
            needs=tuple(frozenset(w.split()[0] for w in p.words) for p in parts if p.words and not p.optional),
            says=tuple(rule["says"]),
            declares=rule.get("declares", False),
            given=rule["given"],
            fires=tuple(rule["fires"]),
            rests=tuple(rule["rests"]),
        )
        for rule in data["rule"]
        for pattern in rule["patterns"]
    )


def _spelled_out(part: str, words: Mapping[str, str]) -> str:
    """ "@cannot|never?" and "{v=@linking}" with the words that the names stand for."""
    return re.sub(r"@(\w+)", lambda named: words[named.group(1)], part)


def _part(text: str) -> Part:
    if text[0] == "{":
        slot, _, listed = text[1:-1].partition("=")
        if listed:
            return Part(slot, words=tuple(w.replace("_", " ") for w in listed.split("|")))
        slot, _, kind = slot.partition(":")
        return Part(slot, kind or "words")
    optional = text.endswith("?") and len(text) > 1
    words = text[:-1] if optional else text
    return Part(words=tuple(w.replace("_", " ") for w in words.split("|")), optional=optional)


def candidates(lows: Collection[str], declares: bool) -> list[Paraphrase]:
    """The rules that may fit a sentence of such words, in their order."""
    rules, by_word = paraphrases(), _by_word()
    found = {number for word in ("", *lows) for number in by_word.get(word, ())}
    tried = (rules[number] for number in sorted(found))
    return [r for r in tried if r.declares == declares and all(not need.isdisjoint(lows) for need in r.needs)]


@cache
def _by_word() -> dict[str, list[int]]:
    """The numbers of the rules by a word that every sentence must have; of the needs of a rule the one with the fewest
    words counts, and a rule that needs none stands at the empty word."""
    found: dict[str, list[int]] = {}
    for number, rule in enumerate(paraphrases()):
        for word in min(rule.needs, key=len, default=("",)):
            found.setdefault(word, []).append(number)
    return found
