"""What is known of the application while its description is read: the plan so far, its names, findings, assumptions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler import findings
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.claims import Ban, Denied, Grant, Heir, Owned
from scaffolder.compiler.english.elements import Elements
from scaffolder.compiler.english.refusals import Known
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, names_at, spelled, words_of
from scaffolder.compiler.english.traces import Trace
from scaffolder.compiler.english.wording import DETERMINERS, STOP
from scaffolder.compiler.findings import Open
from scaffolder.plan import Assumption, Entity, Plan, Role
from scaffolder.types import Diagnostic, Span


class Draft(Elements):
    """Mutable. `rid` is the requirement being read: every element that is put or cited then satisfies it.

    `strict`: the writer said that nothing else is assumed. `loose`: nothing tells what there is, so that what is only
    done something to is declared.
    """

    def __init__(self, strict: bool = False, loose: bool = False) -> None:
        self.loose = loose
        self.typed: set[int] = set()  # fields (by id) whose type was stated
        super().__init__(strict)
        self.findings: list[Diagnostic] = []
        self.open: list[Open] = []  # what the writer may be asked
        self.traces: list[Trace] = []  # which shape read what
        self.unread: list[Clause] = []  # and what none of them did
        self.known = Known()  # for another reading of nearly the same text
        self.spans: dict[str, Span] = {}  # of the requirements, for findings that have no better place
        self.mentioned: dict[str, tuple[Token, ...]] = {}  # targets that nobody declared -> the words that named them
        self.said: set[str] = set()  # free marks between shapes: "timestamps", "role:member"
        self.subject = ""  # the entity that was spoken of last
        self.spoken: dict[int, str] = {}  # where in the text which entity was spoken of
        self._places: list[int] = []
        self.partial: set[str] = set()  # requirements of which something was left out
        self.grants: list[Grant] = []
        self.forbidden: list[Ban] = []  # bounds the rights of all but admins
        self.owned: list[Owned] = []
        self.movers: list[tuple[str, str, tuple[str, ...]]] = []  # thing, its status, and who may change that
        self.denied: list[Denied] = []
        self.heirs: list[Heir] = []
        self.logins: list[str] = []  # the requirements that want users to log in
        self.house = ""  # "we are a small museum": who speaks
        self.signups: list[str] = []  # and to sign up
        self.events: dict[tuple[str, str], tuple[str, str]] = {}  # (entity, action) -> (verb, entity of the event)
        self.due_days: dict[str, int] = {}  # entity of an event -> days until it is due
        self.wanted: list[Clause] = []  # rules that stand behind fields
        self.deferred: list[Clause] = []  # what is to be read in the last stage
        self.speakers: tuple[str, ...] = ()  # the roles whose wish is being read
        self._names: dict[tuple[str, ...], str] = {}
        self._joined: dict[str, str] = {}  # "signup" and "sign up" are one
        self._ends: dict[tuple[str, ...], set[str]] = {}  # the last words of longer names -> the things called so
        self._first_words: set[str] = set()  # of all these
        self._roles: dict[tuple[str, ...], str] = {}

    def add_role(self, made: Role, *spellings: str) -> Role:
        for words in (naming.words(made.name), *(naming.words(s) for s in spellings)):
            self._roles.setdefault(tuple(words), made.name)
            self._roles.setdefault(tuple(naming.words(naming.plural(" ".join(words)))), made.name)
        return self.put("role", "", made.name, made, self.plan.roles)

    def adopt(self, plan: Plan) -> None:
        """Know the names of a plan that is there already."""
        self.plan = plan
        for entity in plan.entities:
            self._index["entity", "", entity.name] = entity
            self.know(entity.name, *([entity.plural] if entity.plural else []))
            self._index |= {("field", entity.name, f.name): f for f in entity.fields}
            self._index |= {("relation", entity.name, r.name): r for r in entity.relations}

    # Names

    def spoken_of(self, place: int) -> str:
        """What the text before a place speaks of, whenever that was read."""
        if len(self._places) != len(self.spoken):
            self._places = sorted(self.spoken)
        before = bisect_left(self._places, place)
        return self.spoken[self._places[before - 1]] if before else ""

    def declare(self, words: Sequence[str], exact: str = "") -> Entity:
        """The entity of that name; made where it is new."""
        name = exact or naming.pascal(" ".join(words))
        if name == "User" and not exact and "login" in self.said:
            name = "UserProfile"  # the login has the name
            if self.entity(name) is None:
                self.know(name, "user")
                self.assume("What is told of a User is kept in a User Profile, beside the login.", name)
        known = self.entity(name) or self.entity(self._joined.get(name.lower(), ""))
        if known is None:
            known = self.put("entity", "", name, Entity(name=name), self.plan.entities)
            self.know(name)
        self.cite(known)
        return known

    def know(self, name: str, *spellings: str) -> None:
        """Let an entity be found by its name, its plural and other spellings."""
        words = naming.words(name)
        for spelling in (" ".join(words), naming.plural(" ".join(words)), *spellings):
            spelt = tuple(naming.words(spelling))
            self._names.setdefault(spelt, name)
            self._joined.setdefault("".join(spelt), name)
            self._first_words |= {*spelt[:1], "".join(spelt)}
        for start in range(1, len(words)):
            end = (*words[start:-1], naming.singular(words[-1]))
            self._ends.setdefault(end, set()).add(name)
            self._first_words.add(end[0])

    def _may_begin(self, token: Token | None) -> bool:
        """Whether a declared thing begins so: most words of a text do not."""
        words = names_at((token,))[:1] if token else []
        return any(
            w in self._first_words or naming.singular(w) in self._first_words for name in words for w in name[:1]
        )

    def name_of(self, words: Sequence[str]) -> str:
        """The declared entity that the words name, in singular or plural, or an empty string."""
        if not words:
            return ""
        key = tuple(words)
        single = (*key[:-1], naming.singular(key[-1]))
        return self._names.get(key) or self._names.get(single) or self._joined.get("".join(single), "")

    def short_name_of(self, words: Sequence[str]) -> str:
        """The only thing whose name ends so: "lines" for Order Line, where no thing is called Line."""
        alone = words[0] if len(words) == 1 else ""
        particle = alone in STOP or vocabulary.is_in("particles", "words", alone)
        if not words or self.strict or particle or tuple(words) in self._roles:
            return ""  # "up" is no Sign Up
        key = (*words[:-1], naming.singular(words[-1]))
        found = self._ends.get(key, set())
        return next(iter(found)) if len(found) == 1 else ""

    def role_of(self, words: Sequence[str]) -> str:
        if not words:
            return ""
        key = tuple(words)
        return self._roles.get(key) or self._roles.get((*key[:-1], naming.singular(key[-1])), "")

    def read_entity(self, cursor: Cursor, *, last: bool = False) -> Entity | None:
        """The entity named here; moves on. `last`: only where nothing stands behind it."""
        mark = cursor.i
        skip_determiners(cursor)
        token = cursor.here
        if token is not None and token.kind == "code":
            cursor.i += 1
            name = token.value if self.entity(token.value) else self.name_of(naming.words(token.value))
            found = self.entity(name) if name else None
            if found and not (last and not cursor.done):
                return found
            cursor.i = mark
            return None
        start = cursor.i
        names = names_at(cursor.tokens[start : start + 6]) if self._may_begin(token) else []
        for look in (self.name_of, self.short_name_of):
            for size, words in zip(range(len(names), 0, -1), names, strict=True):
                name = look(words)
                if name and not (last and start + size < len(cursor.tokens)):
                    cursor.i = start + size
                    return self.entity(name)
                if name:
                    break
        cursor.i = mark
        return None

    def read_role(self, cursor: Cursor) -> Role | None:
        mark = cursor.i
        cursor.take("the role")
        skip_determiners(cursor)
        token = cursor.here
        if token is not None and token.kind == "code":
            cursor.i += 1
            found = self.role(token.value)
            if found is None:
                cursor.i = mark
            return found
        start = cursor.i
        names = names_at(cursor.tokens[start : start + 5])
        for size, words in zip(range(len(names), 0, -1), names, strict=True):
            name = self.role_of(words)
            if name:
                cursor.i = start + size
                return self.role(name)
        cursor.i = mark
        return None

    def member(self, entity: str, words: Sequence[str]) -> str:
        """The field or relation of an entity that the words name ("due date", "number of copies"), or nothing."""
        names = ["_".join(words), "_".join(w for w in words if w not in DETERMINERS)]
        if words[:2] == ["number", "of"]:
            names.append("_".join(words[2:]))
        if words[-1:] == ["flag"]:
            names.append("_".join(w for w in words[:-1] if w not in DETERMINERS))
        return next((n for n in names if self._stands(entity, n)), "")

    def _stands(self, entity: str, name: str) -> bool:
        return ("field", entity, name) in self._index or ("relation", entity, name) in self._index

    def near_member(self, entity: str, words: Sequence[str]) -> str:
        """As `member`, and "authors" for author, "price" where only daily_price ends so, "paid" for paid_at."""
        exact = self.member(entity, words)
        name = "_".join(w for w in words if w not in DETERMINERS)
        if exact or not name:
            return exact
        guesses = (
            naming.singular(name),
            naming.plural(name),
            *(f"{name}_{end}" for end in ("at", "on", "date", "percent")),
        )
        found = next((n for n in guesses if self._stands(entity, n)), "")
        known = self.entity(entity)
        states = vocabulary.table("states", "fields")
        if known and not found and name in states:  # "per stage", where it is called status
            found = next((f.name for f in known.fields if f.name in states and f.enum), "")
        longer = [f.name for f in known.fields if f.name.endswith("_" + name)] if known and not found else []
        return found or (longer[0] if len(longer) == 1 else "")

    def read_member(self, cursor: Cursor, entity: str) -> str:
        """The field or relation named here (or a standing column); moves on."""
        mark = cursor.i
        skip_determiners(cursor)
        token = cursor.here
        if token is not None and token.kind == "code":
            cursor.i += 1
            return token.value
        start = cursor.i
        for look in (self.member, _column, self.near_member):
            for size in range(min(7, len(cursor.tokens) - start), 0, -1):
                words = words_of(cursor.tokens[start : start + size])
                name = look(entity, words) if words else ""
                if name:
                    cursor.i = start + size
                    return name
        cursor.i = mark
        return ""

    # Findings

    def find(
        self,
        finding: str,
        where: Clause | Token | Sequence[Token] | None = None,
        others: Sequence[str] = (),
        **facts: str,
    ) -> None:
        """What is found in an item of a list is shown in the item, without the words that announce the list. `others`:
        lines that answer what the finding asks, beside those that are the same everywhere."""
        own, span = self.spans.get(self.rid), span_of(where)
        if own and (span is None or not own.start <= span.start < own.end):
            span = own if span is None else Span(own.start, max(own.start + 1, min(span.end, own.end)))
        elif own and span and span.end > own.end:  # words put in another way may be longer than the writer's
            span = Span(span.start, own.end)
        self.findings.append(findings.make(finding, span, self.rid, **facts))
        if question := findings.opened(self.findings[-1], others, **facts):
            self.open.append(question)

    def not_understood(self, tokens: Sequence[Token]) -> None:
        """A condition that is left out: the requirement is covered in part only."""
        self.partial.add(self.rid)
        self.find("A110", tokens, text=spelled(tokens))

    def assume(self, text: str, *affects: str) -> None:
        because = [self.rid] if self.rid else []
        known = next((a for a in self.plan.assumptions[-50:] if a.text == text), None)
        if known is None:
            number = len(self.plan.assumptions) + 1
            self.plan.assumptions.append(Assumption(id=f"A{number}", text=text, because=because, affects=list(affects)))
        else:
            known.because += [r for r in because if r not in known.because]
            known.affects += [a for a in affects if a not in known.affects]


def _column(entity: str, words: Sequence[str]) -> str:
    """The columns that every table may have."""
    del entity
    return "_".join(words) if " ".join(words) in ("created at", "updated at", "id") else ""


def span_of(where: Clause | Token | Sequence[Token] | None) -> Span | None:
    if where is None:
        return None
    if isinstance(where, (Clause, Token)):
        return Span(where.start, where.end)
    return Span(min(t.start for t in where), max(t.end for t in where)) if where else None


def skip_determiners(cursor: Cursor) -> None:
    while cursor.here and cursor.here.low in DETERMINERS and cursor.i + 1 < len(cursor.tokens):
        cursor.i += 1


# Writing names
