"""Things that nobody describes, but that people make, change or delete: "Users can add, edit and archive vacancies".

A thing is declared by what is done to it: the object of a verb that people do things with, in the plural or with "a",
unless a list of fields names it, or it is a word for no thing of its own ("progress", "their account").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from scaffolder import naming
from scaffolder.compiler.english import usual, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import agents, header
from scaffolder.compiler.english.shapes.pieces import pieces_of
from scaffolder.compiler.english.shapes.subjects import BELONGS, HAS
from scaffolder.compiler.english.shapes.verbs import MANNERS
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, STOP
from scaffolder.plan import Entity, Relation

CAN = phrases("abilities", "can")
ENDS = phrases("objects", "ends")
KINDS = frozenset(phrases("objects", "kinds"))
NO_THINGS = frozenset(phrases("objects", "no_things"))
ASKS = ("search", "list", "show", "filter", "sort", "export", "import", "notify", "remind", "send", "count")
NOT_ALONE = frozenset(phrases("objects", "not_alone"))
NO_FIELDS = ("each", "every", "other", "all", "their", "his", "her", "one another")  # "share it with other runners"
LIST_ENDS = ("that", "which", "who", "when", "where", "so", "by", "while", "can", "may")
OWN = ("their", "my", "our")
MEASURES = ("integer", "decimal", "float", "percent", "date", "datetime", "time", "duration", "email", "phone")
ONE = ("a", "an", "new", "another", "each", "every")
MAKES = ("create", "update", "delete", "manage")
RUN = ("manage", "run", "own", "organise", "organize")  # "we run a club": who they are, and no row
WHERE = (
    "to",
    "into",
    "from",
    "already in",
    "in",
    "within",
    "inside",
    "against",
    "for",
    "about",
    "on",
    "of",
)  # "add riders to their squad"
NO_PLACES = ("less", "ful", "ous", "ive", "able", "ible")
OF = ("to", "for", "about", "against", "of")  # "write reviews for products"
ALSO = ("also", "then", "to", "even", "only")
PARTICLES = ("through", "for", "up", "out", "at", "in on", "to", "with")
MANY_OF = phrases("objects", "many_of")
SOME = (
    "a",
    "an",
    "each of their",
    "each of the",
    "each of my",
    "each of our",
    "all of their",
    "all their",
    "each",
    "every",
    "their own",
    "their",
    "his",
    "her",
    "my",
    "our",
    "a new",
    "an existing",
)
LONGEST = 3  # words of a name
BUILT = ("cli", "api", "gui")
HOSTED = ("guest", "visitor")  # without a login, unless somebody adds them
NO_OWNERS = frozenset(
    (*vocabulary.table("roles", "together"), "user", "person", "guest", "visitor", "admin", "child", "head")
)
UNNAMED = STOP | {"up", "down"}


def declare(clauses: Sequence[Clause], draft: Draft) -> None:
    """Declares what the clauses do something to, where no other sentence does. Where nothing else tells what there is
    (`draft.loose`), what is looked at counts too, and the last words of a longer name."""
    fields = frozenset(word for clause in clauses for word in _listed(clause))
    objects = _loose_objects if draft.loose else _objects
    found = [(clause, list(objects(clause, draft))) for clause in clauses if not _is_built(clause)]
    often = Counter(words[0] for _, named in found for words in named if len(words) == 1)
    for clause, named in found:
        draft.rid = clause.rid
        for words in named:
            known = any(draft.name_of(words[i:]) or draft.short_name_of(words[i:]) for i in range(len(words)))
            alone = len(words) == 1 and words[0] in NOT_ALONE and often[words[0]] < 2
            if not (known or alone or words[-1] in fields | NO_THINGS):
                _of_person(draft.declare(words), words, draft)
    draft.rid = ""


def _is_built(clause: Clause) -> bool:
    """ "Create a CLI dice roller": what is built is no record that is created."""
    end = header.end_of_kind(Cursor(clause.tokens))
    return end > 0 and clause.tokens[end - 1].low in BUILT and bool(Cursor(clause.tokens[end:]).until(*header.STOPS))


def _of_person(made: Entity, words: Sequence[str], draft: Draft) -> None:
    """ "patient visits" are those of a patient."""
    if len(words) > 1 and vocabulary.is_in("roles", "persons", words[0]) and words[0] not in NO_OWNERS:
        draft.add_relation(made, Relation(name=words[0], target=draft.declare(words[:1]).name, required=True))


def _listed(clause: Clause) -> Iterator[str]:
    """The words in a list of fields, in the singular; not those of "an option to remove the Fine"."""
    cursor = Cursor(clause.tokens)
    owner = cursor.until(*HAS, *BELONGS, ":", "(", "with", "by entering")
    ordered = not owner and cursor.at(*HAS)
    fields = () if Cursor(cursor.rest[1:]).at(*NO_FIELDS) else Cursor(cursor.rest[1:]).until(*LIST_ENDS)
    listed = split(list(_without_deeds(fields)), ",", "and", "or", "(", ")", ":")
    for item in listed if not ordered or len(listed) > 1 else ():  # "Store the guests": a thing
        words = [naming.singular(t.low) for t in item if t.kind == "word" and t.low not in DETERMINERS]
        if len(words) <= LONGEST + 1 and "to" not in words:
            yield from words


def _without_deeds(fields: Sequence[Token]) -> Iterator[Token]:
    """ "with various properties and search for parcels": up to what is asked of them."""
    for i, token in enumerate(fields):
        joined = i > 0 and fields[i - 1].low in ("and", "or")
        if joined and i + 1 < len(fields) and token.low in ASKS:
            return
        yield token


def _loose_objects(clause: Clause, draft: Draft) -> Iterator[list[str]]:
    """The object of any verb: "browse a wide range of fun trivia questions", "add a store bought item"."""
    yield from _objects(clause, draft)
    for piece in pieces_of(deeds(clause, draft)):
        verb = next((i for i, t in enumerate(piece) if t.low not in ALSO and not t.low.endswith("ly")), len(piece))
        cursor = Cursor(piece[verb + 1 :])
        if verb == len(piece) or piece[verb].kind != "word" or piece[verb].low in STOP:
            continue
        cursor.take(*PARTICLES)
        many = bool(cursor.take(*MANY_OF))
        named = cursor.until(*ENDS)
        single = bool(named) and named[0].low in ONE
        plain = [t for t in named if t.low not in DETERMINERS | KINDS and t.kind == "word"]
        core = [t for t in plain[:-1] if not vocabulary.verb_of_participle(t.low)][-1:] + plain[-1:]
        if name := _name(core, alone=many or not single):
            yield name
            if cursor.take("of"):
                yield from filter(None, [_place("of", cursor)])


def _objects(clause: Clause, draft: Draft) -> Iterator[list[str]]:
    verbs = _verbs()
    led = False
    pieces = pieces_of(deeds(clause, draft))
    for piece in pieces:
        cursor = Cursor(piece)
        cursor.take("also", "then", "to", "easily", "quickly", "only")
        does = cursor.here is not None and (cursor.here.low in ASKS or vocabulary.operation(cursor.here.low) == "read")
        owned = does and len(piece) > 1 and piece[cursor.i + 1 : cursor.i + 2] and piece[cursor.i + 1].low in OWN
        cursor.i += bool(owned)  # "list their own links"
        begins = bool(cursor.take(*verbs)) or bool(owned)
        led = begins or led and not does and not cursor.at(*CAN)
        mine = cursor.i and cursor.tokens[cursor.i - 1].low in RUN and cursor.at("a", "an")
        name = _name(cursor.until(*ENDS)) if led and not mine else []
        name = name if begins or len(name) == 1 or name and not _is_deed(name) else []
        whole = cursor.done
        where = cursor.take(*WHERE) if name and led else ""
        if where and (piece is pieces[-1] or where in OF):  # "in a calm and clear interface"
            yield from filter(None, [_place(where, cursor)])
        led = led and whole  # "share lists with friends and colleagues": with both
        if name:
            yield name


def _is_deed(name: Sequence[str]) -> bool:
    """ "create polls, juggle early votes": a verb, maybe one that no table has."""
    first = name[0]
    person = any(vocabulary.is_in("roles", table, first) for table in ("persons", "operators"))
    return not (vocabulary.is_noun(first) or usual.usual(naming.pascal(first)) or person or first.endswith("ing"))


def _place(where: str, cursor: Cursor) -> list[str]:
    """What the things belong to: "riders to their squad", "reviews for products"; of what is named with "of" only what
    everybody knows as a thing: "summaries of books"."""
    some = bool(cursor.at(*SOME))
    name = _name(cursor.until(*ENDS), alone=not some) if some or where in OF else []
    if name and (name[-1].endswith(NO_PLACES) or where == "to" and not some and vocabulary.is_verb(name[0])):
        return []  # "in a seamless and clear interface", "to offer their views"
    return name if where != "of" or usual.usual(naming.pascal(" ".join(name))) else []


def deeds(clause: Clause, draft: Draft) -> tuple[Token, ...]:
    """What somebody can do, or a line that begins with a verb; nothing where a thing is spoken of."""
    cursor = Cursor(clause.tokens)
    head = cursor.until(*CAN)
    if cursor.take(*CAN):
        people = 0 < len(head) <= 4 and not agents.is_thing(head, draft) and not set(t.low for t in head) & STOP
        return cursor.rest if people and not cursor.at("be", "have", "not", "never", *HAS, *BELONGS) else ()
    says = {":", "belongs", "belong", "has", "have"} & set(clause.lows[:6])  # "order belongs to one event": no verb
    return clause.tokens if Cursor(clause.tokens).at(*_verbs()) and not says else ()


@cache
def _verbs() -> tuple[str, ...]:
    tables = vocabulary.tables()
    known = [v for name in MAKES for v in tables["operations"][name]]
    known += [v for event in tables["events"] for v in event["verbs"]]
    known += [v.replace("_", " ") for v in tables["results"]]
    known += phrases("objects", "verbs")
    return tuple(sorted(dict.fromkeys(v for v in known if v not in ("make", "take")), key=lambda v: -len(v.split())))


def _without_lists(tokens: Sequence[Token]) -> Sequence[Token]:
    """ "shopping lists" are things, whatever else "lists" may say."""
    return tokens[:-1] if len(tokens) > 1 and tokens[-1].low == "lists" else tokens


def _name(tokens: Sequence[Token], alone: bool = True) -> list[str]:
    """The words of "a personal shopping list", "tasks" in the singular; nothing where it is no name of things. `alone`:
    no word before it tells that there are such things."""
    if any(t.low in ("'s", "'", "’") for t in tokens):
        return []  # "a club's colour"
    single = bool(tokens) and (tokens[0].low in ONE or not alone)
    kept = [t for t in tokens if t.low not in DETERMINERS | KINDS]
    kept = kept[:-1] if len(kept) > 1 and kept[-1].low in MANNERS else kept
    words = words_of(kept)
    if (
        not words
        or len(kept) > LONGEST
        or {t.low for t in _without_lists(kept)} & UNNAMED
        or not all(w.isalpha() for w in words)
    ):
        return []
    last = naming.singular(words[-1])
    several = last != words[-1] and naming.plural(last) == words[-1]
    measure = vocabulary.type_of_name("_".join([*words[:-1], last])).type in MEASURES  # "set a priority level"
    nobody = any(vocabulary.is_in("roles", t, last) for t in ("everybody", "system", "anonymous"))
    person = nobody and last not in HOSTED
    return [*words[:-1], last] if (several or single) and not (person or measure) and len(last) > 2 else []
