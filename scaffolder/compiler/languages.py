"""Which language a text is written in, told by its commonest words."""

from __future__ import annotations

import re

# The commonest words of each, which stand in any description.
ENGLISH = frozenset(
    (
        "the", "a", "an", "and", "or", "of", "to", "in", "for", "with", "is", "are", "has", "have", "can",
        "that", "each", "every", "by", "on", "as", "at", "it", "they", "i", "we", "you", "be", "may", "must"
    )
)  # fmt: skip
OTHERS = {
    "German": (
        "der", "die", "das", "und", "ein", "eine", "einen", "einer", "ist", "sind", "hat", "haben", "mit",
        "für", "ich", "wir", "von", "zu", "den", "dem", "werden", "kann", "können", "nicht", "auf"
    ),
    "French": (
        "le", "la", "les", "des", "une", "un", "est", "sont", "avec", "pour", "je", "nous", "et", "du",
        "dans", "qui", "peut", "peuvent", "chaque", "sur", "aux", "il", "elle", "ont"
    ),
    "Spanish": (
        "el", "los", "las", "una", "es", "son", "con", "para", "que", "y", "del", "en", "puede", "pueden",
        "cada", "por", "tiene", "tienen", "se", "yo", "nosotros"
    ),
    "Italian": (
        "il", "lo", "gli", "una", "è", "sono", "con", "per", "che", "e", "del", "di", "nel", "può",
        "possono", "ogni", "ha", "hanno", "un", "le"
    ),
    "Dutch": (
        "de", "het", "een", "en", "is", "zijn", "met", "voor", "ik", "wij", "van", "kan", "kunnen", "elke",
        "heeft", "hebben", "op", "niet", "die", "dat"
    ),
    "Portuguese": (
        "os", "uma", "um", "é", "são", "com", "para", "que", "e", "do", "da", "em", "pode", "podem", "cada",
        "tem", "têm", "eu", "nós"
    ),
    "Polish": (
        "w", "na", "jest", "są", "dla", "że", "każdy", "ma", "może", "mogą", "nie", "się", "lub", "oraz"
    ),
}  # fmt: skip
FEWEST = 3  # such words make a language


def foreign(text: str) -> str:
    """The language of a text that is not in English; an empty string where it may be."""
    words = re.findall(r"[^\W\d_]+", text[:5000].lower())
    english = sum(w in ENGLISH for w in words)
    found = {name: sum(w in common for w in words) for name, common in OTHERS.items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= FEWEST and found[best] > 2 * english else ""
