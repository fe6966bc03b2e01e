"""Values in words: sums, products, numbers of days, counts of rows, names of fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import intervals, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.paths import below, kind_of, member_path, to_many
from scaffolder.compiler.english.paths import written as written_path
from scaffolder.compiler.english.tokens import Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import wordings
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import Entity

OPERATORS = wordings("operators")
AGGREGATES = wordings("aggregates")
OF_ITS = (
    "of all its", "of its", "of the", "of all the", "of their", "of all", "of", "in its", "over its", "over all its",
    "over the", "for its", "across its",
)  # fmt: skip
SHARES = wordings("shares")
LENGTHS = tuple(
    f"{lead} {unit}"
    for lead in ("number of", "duration in", "length in", "total")
    for unit in ("hours", "days", "nights", "weeks", "minutes")
)
POWERS = {"squared": 2, "cubed": 3, "²": 2, "³": 3}
SPANS = ("days", "day", "hours", "hour", "weeks", "week", "minutes")


class Values:
    """Recursive descent over words: sum, product, name. `names`: parameters and their types; `asking`: a name that is
    none of the thing, and whose words tell its type, is added to them."""

    def __init__(self, entity: Entity | None, draft: Draft, names: dict[str, str], asking: bool = False) -> None:
        self.entity, self.draft, self.names, self.asking = entity, draft, names, asking

    def sum(self, cursor: Cursor) -> tuple[str, str | None]:
        kind, left = self.product(cursor)
        while left is not None and (op := cursor.take("plus", "minus", "less", "+", "-", "–", "−")):
            unit, right = self.product(cursor)
            if right is not None and unit == "percent" and kind != "percent":  # "the price minus the discount"
                left = f"({left}) * (100 {OPERATORS[op]} {right}) / 100"
            else:
                left = None if right is None else f"{left} {OPERATORS[op]} {right}"
        return kind, left

    def product(self, cursor: Cursor) -> tuple[str, str | None]:
        kind, left = self.power(cursor)
        while left is not None and (op := cursor.take("multiplied by", "times", "divided by", "*", "/", "×", "÷", "x")):
            _, right = self.power(cursor)
            left = None if right is None else f"{left} {OPERATORS[op]} {right}"
        return kind, left

    def power(self, cursor: Cursor) -> tuple[str, str | None]:
        """ "height squared", "the square of the height"."""
        led = cursor.take("the square of", "square of", "the cube of", "cube of")
        kind, base = self.atom(cursor)
        times = 3 if led.endswith("cube of") else 2 if led else POWERS.get(cursor.take(*POWERS), 1)
        return kind, None if base is None else f"({' * '.join([base] * times)})" if times > 1 else base

    def atom(self, cursor: Cursor) -> tuple[str, str | None]:
        if cursor.take("("):
            kind, inner = self.sum(cursor)
            return (kind, f"({inner})") if inner is not None and cursor.take(")") else ("", None)
        token = cursor.here
        if token is None:
            return "", None
        if token.kind == "number":
            return self.number(cursor)
        if token.kind == "code":
            cursor.i += 1
            return "", token.value
        if cursor.take("now", "the current time", "the current date and time"):
            return "datetime", "now"
        if cursor.take("today", "the current date", "today's date"):
            return "date", "today"
        if share := cursor.take(*SHARES):
            kind, inner = self.atom(cursor)
            return kind, None if inner is None else SHARES[share].format(inner)
        spoken = vocabulary.number(token.low)
        if spoken is not None:
            return self.number(cursor, spoken)
        return self._length(cursor) or self._aggregate(cursor) or self._name(cursor)

    def _length(self, cursor: Cursor) -> tuple[str, str | None] | None:
        """ "the number of nights" of something that has a beginning and an end."""
        mark = cursor.i
        cursor.take("the", "its")
        unit = cursor.take(*LENGTHS)
        named = unit and self.entity and self.draft.member(self.entity.name, unit.split())
        found = intervals.length(unit.split()[-1], self.entity) if unit and self.entity and not named else None
        if found is None:
            cursor.i = mark
            return None
        return "number", found

    def number(self, cursor: Cursor, spoken: int | None = None) -> tuple[str, str | None]:
        token = cursor.tokens[cursor.i]
        cursor.i += 1
        value = str(spoken) if spoken is not None else token.text
        unit = cursor.take(*SPANS)
        if cursor.take("%", "percent"):
            kind, base = self.atom(cursor) if cursor.take("of") else ("number", "")
            return kind, None if base is None else f"{base} * {value} / 100" if base else f"{value} / 100"
        if not unit:
            return "number", value
        factor = {"week": 7, "weeks": 7}.get(unit, 1)
        if unit == "minutes":
            return "duration", f"hours({value} / 60)"
        span = f"{'hours' if unit.startswith('hour') else 'days'}({int(float(value) * factor)})"
        if cursor.take("from now", "later", "after now"):
            return "datetime", f"now + {span}"
        if cursor.take("ago", "before now"):
            return "datetime", f"now - {span}"
        if cursor.take("from today", "after today"):
            return "date", f"today + {span}"
        if cursor.at("after", "before", "prior to"):
            sign = "+" if cursor.take("after") else "-"
            cursor.take("before", "prior to")
            kind, base = self.atom(cursor)
            return kind, None if base is None else f"{base} {sign} {span}"
        return "duration", span

    def _aggregate(self, cursor: Cursor) -> tuple[str, str | None] | None:
        mark = cursor.i
        phrase = cursor.take(*AGGREGATES)
        if not phrase or self.entity is None:
            cursor.i = mark
            return None
        agg = AGGREGATES[phrase]
        if agg in "*-":
            _, left = self.product(cursor)
            joined = cursor.take("and")
            _, right = self.product(cursor) if joined else ("", None)
            if left is not None and right is not None:
                return "number", f"{left} {agg} {right}"
        else:
            found = self._rows(cursor, agg)
            if found:
                return "number", found
        cursor.i = mark
        return None

    def _rows(self, cursor: Cursor, agg: str) -> str | None:
        """ "the sum of the amounts of its lines", "the number of loans", "the average rating of its reviews"."""
        if agg == "count":
            cursor.take("its", "the", "their", "all its", "all")
            return self._count(cursor)
        mark = cursor.i
        for path, child in self._many():
            cursor.i = mark
            cursor.take("all its", "its", "the", "their", "all", "all the")
            if self._at_path(cursor, path, child):
                cursor.take("'s", "'")
                if reckoned := self._reckoned(cursor, agg, path, child):
                    return reckoned
                member = self.draft.read_member(cursor, child)
                if member:
                    return f"{agg}({path}.{naming.singular(member) if not self.draft.field(child, member) else member})"
            cursor.i = mark
            cursor.take("the")
            side = Cursor(cursor.until(*OF_ITS))
            reckoned = self._reckoned(side, agg, path, child)
            if reckoned and side.done and (cursor.take(*OF_ITS) and self._at_path(cursor, path, child) or cursor.done):
                return reckoned
            cursor.i = mark
            member = self.draft.read_member(cursor, child)
            if member and cursor.take(*OF_ITS) and self._at_path(cursor, path, child):
                return f"{agg}({path}.{member})"
        cursor.i = mark
        return None

    def _reckoned(self, cursor: Cursor, agg: str, path: str, child: str) -> str | None:
        """ "quantity times price" of rows: reckoned for each row, then added up."""
        mark, entity = cursor.i, self.draft.entity(child)
        _, expr = Values(entity, self.draft, {}).product(cursor)
        if expr is None or entity is None or not re.search(r" [*/] ", expr):
            cursor.i = mark
            return None
        return f"{agg}({below(path, expr, entity, self.draft)})"

    def _count(self, cursor: Cursor) -> str | None:
        for path, child in self._many():
            if self._at_path(cursor, path, child):
                return f"count({path})"
        return None

    def _at_path(self, cursor: Cursor, path: str, child: str) -> bool:
        mark = cursor.i
        if cursor.take(path.replace("_", " ")):
            return True
        found = self.draft.read_entity(cursor)
        if found is not None and found.name == child:
            return True
        cursor.i = mark
        return False

    def _many(self) -> list[tuple[str, str]]:
        return to_many(self.entity, self.draft) if self.entity else []

    def _name(self, cursor: Cursor) -> tuple[str, str | None]:
        mark = cursor.i
        while cursor.here and cursor.here.low in DETERMINERS and cursor.i + 1 < len(cursor.tokens):
            cursor.i += 1
        start = cursor.i
        for size in range(min(8, len(cursor.tokens) - start), 0, -1):
            tokens = cursor.tokens[start : start + size]
            found = self._known(tokens)
            if found:
                cursor.i = start + size
                return found
        asked = self._asked(cursor) if self.asking else ("", None)
        if asked[1] is None:
            cursor.i = mark
        return asked

    def _asked(self, cursor: Cursor) -> tuple[str, str | None]:
        """The longest run of words here that tells a type by itself."""
        cursor.take("given")
        start = cursor.i
        for size in (3, 2, 1):
            words = words_of(cursor.tokens[start : start + size])
            name = "_".join(words)
            kind = vocabulary.type_of_name(name).type
            if len(words) == size and name.isidentifier() and kind not in ("string", "text", "boolean"):
                cursor.i = start + size
                self.names[name] = kind
                return kind, name
        return "", None

    def _known(self, tokens: Sequence[Token]) -> tuple[str, str] | None:
        words = [t.low for t in tokens]
        plain = words_of(tokens)
        name = "_".join(w for w in plain if w not in DETERMINERS) if plain else ""
        if name in self.names:
            return self.names[name], name
        if plain[:2] == ["number", "of"] and (short := "_".join(plain[2:])) in self.names:
            return self.names[short], short
        if self.entity is None:
            return None
        path = member_path(self.entity, words, self.draft)
        if path is None:
            return None
        return kind_of(self.entity, path, self.draft), written_path(path)
