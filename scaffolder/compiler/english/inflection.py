"""How verbs take -ing and -ed, and which verb a stem without them is of: "decid" is "decide", "visit" is "visit"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from scaffolder.compiler.english.tables import read

# Ends of stems to which an e belongs. Behind one vowel a verb without it would have doubled its last letter ("adding",
# "booking" has two), unless the stress lies before ("visiting", "monitoring"): there the commoner half is named.
MUTE_E = re.compile(
    r"""(
    [cvzu] | [^i]ng | [^n]g | (?<!foc)(?<!b)us | [^su]s          # place, solve, arrange, merge, use, raise
    | [^aeo]at | creat | ^(t|p|w|h)ast                           # rotate, create, taste
    | [bcdfgkptz]l | (^|[^aeiou])(p|^f|of|sm|^t)il               # handle, compile, profile
    | [^aeiou][ai]r | quir | [^aeo]ur | (^|st|pl|gn|sc|^d|ad)or  # share, require, measure, explore
    | [^aeo]in | phon | ^tun | [tx]pon | clon                      # combine, postpone
    | [^aeiou][aeiou]k | [^aeiou][aeiou]d                        # smoke, decide
    | [^aeiou][aeiu]m | com                                      # rename, welcome
    | hap | [^aeioulh][aiouy]p                                   # shape, escape
    | [^aeiou]ut | rout | (qu|m|n|^v|ev)ot                       # compute, quote
    | (inv|(^|[^i])c|un|wr|gn|^s|^b)it | ([^l]l|mp)et            # invite, delete, compete
    | [^aeiou]ib                                                 # subscribe
    )$""",
    re.VERBOSE,
)
KEPT_DOUBLE = "lsf"  # call, press, staff


PREFIXES = re.compile("re|un|over|out|with|fore|mis|under|pre|up")


@cache
def doubling() -> frozenset[str]:
    """The verbs of several syllables that double their last letter."""
    return frozenset(read("words")["doubling"]["verbs"])


def regular(verb: str, ending: str) -> str:
    """ "plan" and "ed": "planned"."""
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) or verb.endswith("e") and ending == "ed":
        return verb + "d" if ending == "ed" else verb[:-1] + "ing"
    if ending == "ed" and re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    short = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb)
    return (verb + verb[-1] if short or verb in doubling() else verb) + ending


def irregular(verb: str) -> str:
    """The participle of "rebuild", "oversee", "withhold": that of the verb behind the prefix; or an empty string."""
    known: dict[str, str] = read("words")["participles"]
    found = PREFIXES.match(verb)
    return found[0] + known[verb[found.end() :]] if found and verb[found.end() :] in known else ""


def verb_of_irregular(participle: str) -> str:
    """The other way: "rebuild" for "rebuilt". What is "unpaid" was not unpaid by anybody."""
    found = PREFIXES.match(participle)
    if found is None or found[0] == "un":
        return ""
    of: dict[str, str] = {done: verb for verb, done in read("words")["participles"].items()}
    return found[0] + of[participle[found.end() :]] if participle[found.end() :] in of else ""


def verbs_of(stem: str) -> Sequence[str]:
    """The likeliest first."""
    if stem[:-1] in doubling():
        return [stem[:-1]]
    doubled = [stem[:-1]] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in KEPT_DOUBLE else []
    mute = MUTE_E.search(stem) and not stem.endswith("ss")
    return [*doubled, stem + "e", stem] if mute else [*doubled, stem, stem + "e"]
