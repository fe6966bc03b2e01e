"""Names: from words to the spellings of a target and back. English plurals by rule and tables of exceptions."""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from functools import lru_cache

SLUG_LENGTH = 40
DATABASE_LENGTH = 63  # characters of a name in PostgreSQL

IRREGULAR = {
    "ox": "oxen", "louse": "lice", "goose": "geese", "calf": "calves", "elf": "elves", "scarf": "scarves",
    "self": "selves",
    "sheaf": "sheaves", "die": "dice", "genus": "genera", "corpus": "corpora", "criterion": "criteria",
    "phenomenon": "phenomena", "automaton": "automata", "curriculum": "curricula", "medium": "media",
    "bacterium": "bacteria", "stratum": "strata", "memorandum": "memoranda", "addendum": "addenda",
    "erratum": "errata", "matrix": "matrices", "vertex": "vertices", "vortex": "vortices", "codex": "codices",
    "helix": "helices", "appendix": "appendices", "cactus": "cacti", "alumnus": "alumni", "stimulus": "stimuli",
    "nucleus": "nuclei", "fungus": "fungi", "locus": "loci", "larva": "larvae", "vertebra": "vertebrae",
    "alumna": "alumnae", "quiz": "quizzes", "whiz": "whizzes", "fez": "fezzes", "chateau": "chateaux",
    "stomach": "stomachs", "monarch": "monarchs", "patriarch": "patriarchs", "matriarch": "matriarchs",
    "oligarch": "oligarchs", "epoch": "epochs", "tech": "techs", "loch": "lochs", "passerby": "passersby",
}  # fmt: skip

ENDINGS = {
    "person": "people", "child": "children", "woman": "women", "man": "men", "foot": "feet", "tooth": "teeth",
    "mouse": "mice", "leaf": "leaves", "life": "lives", "knife": "knives", "wife": "wives",
    "half": "halves", "shelf": "shelves", "wolf": "wolves", "loaf": "loaves", "thief": "thieves", "hoof": "hooves",
    "hero": "heroes", "potato": "potatoes", "tomato": "tomatoes", "echo": "echoes", "veto": "vetoes",
    "cargo": "cargoes", "embargo": "embargoes", "torpedo": "torpedoes", "volcano": "volcanoes",
    "mosquito": "mosquitoes", "tornado": "tornadoes", "buffalo": "buffaloes", "mango": "mangoes",
    "domino": "dominoes",
}  # fmt: skip
"""Also as the end of a longer word: "salesperson", "bookshelf", "superhero"."""

REGULAR = {
    "human", "german", "roman", "shaman", "talisman", "ottoman", "caiman", "norman", "bluetooth", "blouse",
    "specimen", "regimen", "omen", "abdomen", "stamen", "lumen", "acumen", "ramen", "cyclamen", "bitumen",
    "olive", "olives",
}  # fmt: skip
"""Words that only look like an ending of the table above, or like its plural."""

INVARIABLE = {
    "series", "species", "means", "headquarters", "crossroads", "barracks", "news", "staff", "equipment", "information",
    "furniture", "feedback", "luggage", "baggage", "stuff", "advice", "homework", "offspring", "money", "cash", "rice",
    "data", "metadata", "traffic", "merchandise", "inventory stock", "weather", "evidence", "research", "knowledge",
    "aircraft", "spacecraft", "hovercraft", "watercraft", "sheep", "fish", "deer", "reindeer", "salmon", "trout",
    "moose", "swine", "bison", "shrimp", "cattle", "police", "poultry", "chassis", "corps", "rendezvous", "kudos",
    "deceased", "livestock", "personnel", "management", "plankton", "graffiti", "confetti", "spaghetti",
    "biceps", "triceps", "forceps", "debris", "diabetes", "rabies", "physics", "mathematics", "maths", "economics",
    "politics", "analytics", "logistics", "athletics", "gymnastics", "electronics", "genetics", "robotics",
    "linguistics", "ethics", "goods", "clothes", "scissors", "trousers", "pants", "jeans", "pyjamas", "pajamas",
    "tongs", "pliers", "binoculars", "thanks", "proceeds", "belongings", "earnings", "savings", "sms", "gps", "dns",
    "css", "tls", "ssl", "ios", "aws", "pos", "saas", "https", "chaos", "roadworks", "tennis", "christmas", "wildlife",
}  # fmt: skip
INVARIABLE_ENDINGS = ("ware", "fish")  # software, jellyfish

KNOWN = {
    # -ie, whose plural looks like that of -y
    "movie", "cookie", "tie", "pie", "lie", "necktie", "bowtie", "zombie", "calorie", "selfie", "rookie", "brownie",
    "hoodie", "smoothie", "genie", "prairie", "sortie", "collie", "birdie", "goalie", "foodie", "newbie", "freebie",
    "magpie", "budgie", "auntie", "bookie", "patisserie", "brasserie", "techie", "roadie", "groupie", "pixie",
    "veggie", "eerie", "menagerie", "kiddie", "cutie", "junkie", "hippie", "indie", "walkie", "talkie", "rotisserie",
    # -che and -xe and -sse and -use, whose plural looks like that of -ch, -x, -ss, -us
    "cache", "niche", "ache", "headache", "toothache", "backache", "heartache", "avalanche", "moustache", "mustache",
    "creche", "psyche", "quiche", "cliche", "tranche", "brioche", "pickaxe", "annexe", "posse", "mousse", "impasse",
    "crevasse", "finesse", "use", "reuse", "misuse", "abuse", "excuse", "fuse", "muse", "ruse", "recluse", "refuse",
    # -s that is no plural
    "gas", "biogas", "atlas", "alias", "bias", "canvas", "pancreas", "lens", "summons", "iris", "trellis",
    "metropolis", "mantis", "pelvis", "ibis", "cosmos", "thermos", "rhinoceros", "ethos", "yes", "bus", "plus", "mars",
    # -sis and -xis, whose plural looks like that of -se or -x
    "axis", "crisis", "oasis", "emphasis", "synopsis", "catharsis", "praxis", "diagnosis", "prognosis", "psychosis",
    "neurosis", "metamorphosis", "symbiosis", "hypnosis", "osmosis", "thrombosis", "sclerosis", "fibrosis", "mitosis",
    # -i and -u, whose plural looks like a singular in -is, -us
    "taxi", "kiwi", "ski", "bikini", "alibi", "safari", "wiki", "emoji", "api", "kpi", "uri", "ui", "gui", "cli",
    "rabbi", "origami", "zucchini", "martini", "salami", "tsunami", "wifi", "deli", "chili", "yeti", "jacuzzi", "sari",
    "sushi", "corgi", "mini", "ai", "roi", "mri", "pi", "menu", "submenu", "guru", "emu", "gnu", "sku", "cpu", "gpu",
    "haiku", "bayou", "caribou", "tutu", "kudu", "you", "tofu", "flu", "ecu", "thou", "topaz", "diocese",
}  # fmt: skip
"""Words whose plural the rules make but whose singular they would miss."""

RESERVED_ATTRIBUTES = {
    "metadata", "registry",  # of an SQLAlchemy model
    "copy", "json", "dict", "schema", "validate", "construct", "model_config", "model_fields", "model_computed_fields",
    "model_extra", "model_copy", "model_dump", "model_dump_json", "model_validate", "model_validate_json",
    "model_construct", "model_rebuild", "model_post_init", "model_json_schema", "model_fields_set",  # of pydantic
    "str", "int", "float", "bool", "list", "set", "tuple", "bytes", "object",  # types that annotations beside it need
    "self", "cls", "super", "property", "dt", "sa", "fields", "now", "today", "relationship",
    "mapped_column",  # names that modules of ours use beside a class
}  # fmt: skip
RESERVED_CLASSES = {
    "Annotated", "Any", "Base", "BaseModel", "Callable", "Conflict", "Decimal", "Depends", "Field", "Forbidden",
    "Found", "Generic", "Invalid", "Iterator", "Literal", "Mapped", "Mapping", "Missing", "Moment", "Page", "Paging",
    "Path", "Problem", "Query", "Request", "Response", "Sequence", "Session", "StoredFile", "User",
}  # fmt: skip
"""Names that generated modules import, where a class of an entity may stand beside them."""

RESERVED = RESERVED_ATTRIBUTES | RESERVED_CLASSES
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "Oe", "ł": "l",
                         "Ł": "L", "đ": "d", "Đ": "D", "þ": "th", "Þ": "Th", "ı": "i", "'": "", "’": ""})  # fmt: skip
WORD = re.compile(r"[A-Z0-9]{2,}s(?![a-z])|[A-Z0-9]+(?![a-z0-9])|[A-Z]?[a-z0-9]+")
ACRONYMS = re.compile(r"[A-Z0-9]{2,}s")
REMEMBERED = 4096  # a description asks for the same few words again and again
DEVICES = re.compile(r"con|prn|aux|nul|conin|conout|com[0-9]|lpt[0-9]")


def words(text: str) -> list[str]:
    """The lower-case ASCII words of a name in any spelling: "TrackingEvent", "tracking-event", "Tracking event"."""
    return list(_words(text))


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS)).encode("ascii", "ignore").decode()
    return tuple(w.lower() for w in WORD.findall(plain))


def snake(text: str) -> str:
    return "_".join(words(text))


def kebab(text: str) -> str:
    return "-".join(words(text))


def pascal(text: str) -> str:
    return "".join(w[:1].upper() + w[1:] for w in words(text))


def title(text: str) -> str:
    """ "tracking_event" -> "Tracking event"."""
    return " ".join(words(text)).capitalize()


def slug(text: str) -> str:
    """A folder and project name: words of a-z and 0-9 joined by hyphens, 1 to 40 characters, no device of Windows."""
    name = ""
    for word in words(text):
        longer = f"{name}-{word}" if name else word[:SLUG_LENGTH]
        if len(longer) > SLUG_LENGTH:
            break
        name = longer
    return f"{name}-app" if is_device(name) else name or "app"


def is_device(name: str) -> bool:
    """Whether Windows takes a file of this name, with any extension, for a device ("aux", "com1")."""
    return DEVICES.fullmatch(name.lower()) is not None


@lru_cache(maxsize=REMEMBERED)
def plural(word: str) -> str:
    """The plural of the last word, in the spelling given: "TrackingEvent" -> "TrackingEvents"; a plural that the
    tables know stays as it is."""
    head, last = _split(word)
    return word if ACRONYMS.fullmatch(last) else head + _match_case(last, _plural(last.lower()))


@lru_cache(maxsize=REMEMBERED)
def article(words: str) -> str:
    """ "an" or "a", as the words sound, where their spelling tells."""
    vowel = re.match(r"`?(?:(?!uni|use|usa|eu|one|ur[ai])[aeiou]|hour|honest)", words, re.IGNORECASE)
    return "an" if vowel else "a"


def with_article(words: str) -> str:
    """ "an order line", "a unit"."""
    return f"{article(words)} {words}"


@lru_cache(maxsize=REMEMBERED)
def singular(word: str) -> str:
    """The singular of the last word, in the spelling given; a singular stays as it is."""
    head, last = _split(word)
    return head + _match_case(last, _singular(last.lower()))


def identifier(name: str) -> str:
    """A Python identifier for a plan name: keywords and names that libraries keep for themselves get a trailing
    underscore, a leading digit an underscore before. Plan names never end in an underscore, so no two meet."""
    if keyword.iskeyword(name) or name in RESERVED:
        return name + "_"
    return f"_{name}" if name[:1].isdigit() else name


def _split(word: str) -> tuple[str, str]:
    """What stands before the last word, and the last word."""
    match = re.search(r"([A-Z0-9]{2,}s|[A-Z]?[a-z0-9]+|[A-Z0-9]+)$", word)
    return (word[: match.start()], match.group()) if match else (word, "")


def _match_case(like: str, word: str) -> str:
    stem = like[:-1] if ACRONYMS.fullmatch(like) else like
    if len(stem) > 1 and stem.isupper():  # an acronym keeps its capitals, its plural ending does not: SKU, SKUs
        return stem + word[len(stem) :] if word.startswith(stem.lower()) else word[: len(stem)].upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def _plural(word: str) -> str:
    if not word or word in INVARIABLE or word.endswith(INVARIABLE_ENDINGS):
        return word
    if word in SINGULAR or word in ENDING_SINGULARS:  # a plural already
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    ending = _ending(word, ENDINGS)
    if ending:
        return word.removesuffix(ending) + ENDINGS[ending]
    return _regular_plural(word)


def _regular_plural(word: str) -> str:
    if re.search(r"([^aeiou]|qu)y$", word) and len(word) > 1:
        return word[:-1] + "ies"
    if re.search(r"([^s]s|x)is$", word):
        return word[:-2] + "es"
    return word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s")


def _singular(word: str) -> str:
    if word in INVARIABLE or word.endswith(INVARIABLE_ENDINGS) or word in IRREGULAR or word in KNOWN:
        return word
    if word in SINGULAR:
        return SINGULAR[word]
    ending = _ending(word, ENDING_SINGULARS)
    if ending:
        return word.removesuffix(ending) + ENDING_SINGULARS[ending]
    return _regular_singular(word)


def _regular_singular(word: str) -> str:
    if len(word) < 3 or not word.endswith("s") or re.search(r"(ss|(?<!ea)us|is)$", word):
        return word
    if re.search(r"..ies$", word):
        return word[:-3] + "y"
    if re.search(r"(ys|[^e]es)es$", word):  # analyses, hypotheses; but not cheeses
        return word[:-2] + "is"
    if re.search(r"(sses|[^aeo]uses|[^ao]uses|xes|[tz]zes|[cs]hes)$", word):
        return word[:-2]
    return word[:-1]


def _ending(word: str, endings: dict[str, str]) -> str:
    """The ending of the table that the word has, unless the word is one that only looks so."""
    if word in REGULAR:
        return ""
    return next((e for e in endings if word.endswith(e)), "")


ENDING_SINGULARS = {plural_ending: ending for ending, plural_ending in ENDINGS.items()}
SINGULAR: dict[str, str] = {}
SINGULAR.update({plural: word for word, plural in IRREGULAR.items()} | {_regular_plural(word): word for word in KNOWN})


def database_name(name: str) -> str:
    """The name of a constraint or an index, cut where PostgreSQL would cut it, as SQLAlchemy does it: different for
    names that differ only behind the cut."""
    if len(name) <= DATABASE_LENGTH:
        return name
    return f"{name[: DATABASE_LENGTH - 8]}_{hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[-4:]}"
