"""Names: from words to the spellings of a target and back. English plurals by rule and a table of exceptions."""

from __future__ import annotations

import keyword
import re
import unicodedata

IRREGULAR = {
    "person": "people", "child": "children", "man": "men", "woman": "women", "mouse": "mice", "goose": "geese",
    "foot": "feet", "tooth": "teeth", "ox": "oxen", "leaf": "leaves", "life": "lives", "knife": "knives",
    "wife": "wives", "half": "halves", "shelf": "shelves", "wolf": "wolves", "loaf": "loaves", "thief": "thieves",
    "calf": "calves", "elf": "elves", "scarf": "scarves", "analysis": "analyses", "basis": "bases", "axis": "axes",
    "crisis": "crises", "diagnosis": "diagnoses", "hypothesis": "hypotheses", "thesis": "theses",
    "criterion": "criteria", "phenomenon": "phenomena", "curriculum": "curricula", "datum": "data",
    "medium": "media", "index": "indexes", "matrix": "matrices", "vertex": "vertices", "appendix": "appendices",
    "quiz": "quizzes", "bus": "buses", "gas": "gases", "virus": "viruses", "cactus": "cacti", "alumnus": "alumni",
    "stimulus": "stimuli", "photo": "photos", "piano": "pianos", "memo": "memos", "video": "videos",
    "studio": "studios", "radio": "radios", "zoo": "zoos", "logo": "logos", "hero": "heroes", "potato": "potatoes",
    "tomato": "tomatoes", "echo": "echoes", "veto": "vetoes", "cargo": "cargoes", "volcano": "volcanoes",
    "movie": "movies", "cookie": "cookies", "shoe": "shoes", "toe": "toes", "axe": "axes", "menu": "menus",
    "status": "statuses", "campus": "campuses", "bonus": "bonuses", "census": "censuses", "lens": "lenses",
    "cache": "caches", "niche": "niches", "release": "releases", "lease": "leases", "purchase": "purchases",
    "expense": "expenses", "license": "licenses", "licence": "licences", "course": "courses", "nurse": "nurses",
    "horse": "horses", "house": "houses", "warehouse": "warehouses", "phase": "phases", "case": "cases",
    "database": "databases", "exercise": "exercises", "response": "responses", "invoice": "invoices",
}  # fmt: skip
INVARIABLE = {
    "series", "species", "sheep", "fish", "deer", "aircraft", "equipment", "information", "software", "hardware",
    "news", "furniture", "staff", "feedback", "luggage", "stuff", "advice", "homework", "inventory stock", "offspring",
    "means", "headquarters", "crossroads", "money", "rice", "salmon", "trout", "moose", "swine", "bison", "shrimp",
}  # fmt: skip
SINGULAR = {plural: singular for singular, plural in IRREGULAR.items()}


def words(text: str) -> list[str]:
    """The lower-case ASCII words of a name in any spelling: "TrackingEvent", "tracking-event", "Tracking event"."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()
    return [w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", plain)]


def snake(text: str) -> str:
    return "_".join(words(text))


def kebab(text: str) -> str:
    return "-".join(words(text))


def pascal(text: str) -> str:
    return "".join(w[:1].upper() + w[1:] for w in words(text))


def title(text: str) -> str:
    """"tracking_event" -> "Tracking event"."""
    return " ".join(words(text)).capitalize()


def plural(word: str) -> str:
    """The plural of the last word, in the spelling given: "TrackingEvent" -> "TrackingEvents", "book copy" -> "book copies"."""
    head, last = _split(word)
    return head + _match_case(last, _plural(last.lower()))


def singular(word: str) -> str:
    head, last = _split(word)
    return head + _match_case(last, _singular(last.lower()))


def identifier(name: str) -> str:
    """A Python identifier for a plan name: keywords get a trailing underscore, a leading digit an underscore before."""
    if keyword.iskeyword(name):
        return name + "_"
    return f"_{name}" if name[:1].isdigit() else name


def _split(word: str) -> tuple[str, str]:
    """What stands before the last word, and the last word."""
    match = re.search(r"([A-Z]?[a-z]+|[A-Z]+)$", word)
    return (word[: match.start()], match.group()) if match else ("", word)


def _match_case(like: str, word: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word


def _plural(word: str) -> str:
    if word in INVARIABLE:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending, plural_ending in IRREGULAR.items():
        if len(ending) > 3 and word.endswith(ending) and ending in ("person", "child", "woman"):
            return word[: -len(ending)] + plural_ending
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    return word + "s"


def _singular(word: str) -> str:
    if word in INVARIABLE or word in IRREGULAR:
        return word
    if word in SINGULAR:
        return SINGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(ss|us|is)$", word):
        return word
    if re.search(r"(sses|xes|zzes|ches|shes)$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and len(word) > 2 else word
