"""Conditions and values: in words over declared names, or an expression in backquotes that is taken as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scaffolder.compiler.english import ages, holdings, intervals, places, vocabulary, windows
from scaffolder.compiler.english.comparisons import BETWEEN, COMPARISONS, LONGEST_FIRST, MIRRORED, WITHIN
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.paths import field_at, to_parent
from scaffolder.compiler.english.paths import written as written_path
from scaffolder.compiler.english.tokens import Cursor, Token, code, words_of
from scaffolder.compiler.english.values import SPANS, Values
from scaffolder.compiler.english.vocabulary import wordings
from scaffolder.plan import Entity, FieldType, Param

ORDERS = ("<", ">", "<=", ">=")
BARE = sorted((p[3:] for p in COMPARISONS if p[:3] == "is " and COMPARISONS[p] in ORDERS), key=len, reverse=True)
BEGUN = wordings("begun")
IS_NOT = (
    "it is not yet", "it is not", "it has not been", "they are not yet", "they are not", "they have not been",
)  # fmt: skip

NUMBERS = ("integer", "decimal", "float", "money")


def read(
    tokens: Sequence[Token], entity: Entity | None, draft: Draft, names: Mapping[str, str] | None = None
) -> str | None:
    """The expression, or None where the words are not understood. `names`: parameters and their types."""
    if len(tokens) == 1 and tokens[0].kind == "code":
        return tokens[0].value
    if not tokens or len(tokens) > 200:
        return None
    return _Reader(entity, draft, dict(names or {})).whole(tokens)


def read_asking(tokens: Sequence[Token], entity: Entity | None, draft: Draft, params: list[Param] | None) -> str | None:
    """As `read`, where a name that is none of the thing, and whose words tell its type, is asked for: "the quantity".
    It is added to `params`, if there are any to add to."""
    names = {p.name: p.type for p in params or ()}
    found = read(tokens, entity, draft, names)
    if found is not None or params is None or not tokens or len(tokens) > 200 or draft.strict:
        return found
    reader = _Reader(entity, draft, dict(names), asking=True)
    found = reader.whole(tokens)
    if found is not None:
        params += [Param(name=n, type=_kind_beside(n, found, entity)) for n in reader.names if n not in names]
    return found


def _kind_beside(name: str, expr: str, entity: Entity | None) -> FieldType:
    """A number that is asked for is of the kind of the number that it is reckoned with."""
    kind = vocabulary.type_of_name(name).type
    beside = [f.type for f in entity.fields if f.name in expr.split() and f.type in NUMBERS] if entity else []
    return beside[0] if beside and kind in NUMBERS else kind


OR_BEYOND = {
    "or later": ">=", "or after": ">=", "or more": ">=", "or above": ">=", "or higher": ">=", "or greater": ">=",
    "or earlier": "<=", "or before": "<=", "or less": "<=", "or below": "<=", "or lower": "<=", "or fewer": "<=",
}  # fmt: skip


def written(expr: str) -> str:
    return code(expr)


class _Reader(Values):
    """Recursive descent over words: or, and, comparison, then values."""

    def whole(self, tokens: Sequence[Token]) -> str | None:
        cursor = Cursor(tokens)
        found = self.either(cursor)
        return found if cursor.done else None

    def either(self, cursor: Cursor) -> str | None:
        parts = [self.both(cursor)]
        while cursor.take("or", ", or"):
            parts.append(self._again(cursor, parts[0]) or self.both(cursor))
        return None if None in parts else " or ".join(p for p in parts if p)

    def _again(self, cursor: Cursor, before: str | None) -> str | None:
        """ "is below 5 or above 9", "is draft or sent": what is compared is said once."""
        if stated := re.fullmatch(r"([\w.]+) (==|!=) '.*'", before or ""):
            return self._literal(cursor, stated[1], stated[2])
        found = re.match(r"[\w.]+(?= (?:<|>|<=|>=) )", before or "")
        phrase = cursor.at(*BARE) if found else ""
        if not found or not phrase:
            return None
        cursor.take(phrase)
        _, right = self.sum(cursor)
        return None if right is None else f"{found[0]} {COMPARISONS[f'is {phrase}']} {right}"

    def both(self, cursor: Cursor) -> str | None:
        parts = [self.comparison(cursor)]
        while cursor.at("and", ", and") and parts[-1] is not None:
            mark = cursor.i
            cursor.take("and", ", and")
            more = self.comparison(cursor)
            if more is None:
                cursor.i = mark
                break
            parts.append(more)
        return None if None in parts else " and ".join(p for p in parts if p)

    def comparison(self, cursor: Cursor) -> str | None:
        if cursor.take(*IS_NOT):
            return self._state(cursor, negative=True)
        if cursor.at("it is", "it has been", "they are") and not cursor.at("it is not"):
            cursor.take("it is", "it has been", "they are")
            aged = ages.take(cursor, self.entity, self.draft) if self.entity else None
            return aged or self._state(cursor, negative=False)
        if (held := holdings.read(cursor, self.entity, self.draft)) is not None:
            return held
        if (given := self._given(cursor)) is not None:
            return given
        if (begun := self._begun(cursor)) is not None:
            return begun
        if (negative := self._said_of_it(cursor)) is not None:
            return self._state(cursor, negative)
        left_kind, left = self.sum(cursor)
        if left is None:
            return None
        if (timed := self._in_window(cursor, left, left_kind)) is not None:
            return timed
        if cursor.take(*WITHIN):
            return self._near(cursor, left)
        if cursor.take(*BETWEEN):
            _, low = self.sum(cursor)
            _, high = self.sum(cursor) if low and cursor.take("and") else ("", None)
            return f"{left} >= {low} and {left} <= {high}" if high else None
        phrase = cursor.take(*LONGEST_FIRST)
        if not phrase:
            return left
        operator = COMPARISONS[phrase]
        if operator.startswith("is ") or operator.endswith(" 0") or "{now}" in operator:
            now = "today" if left_kind == "date" else "now"
            return f"{left} {operator.format(now=now)}"
        literal = self._literal(cursor, left, operator)
        if literal is not None:
            return literal
        operator = MIRRORED.get(operator, operator) if self._counts_back(cursor) else operator
        _, right = self.sum(cursor)
        if operator == "==" and right is not None:
            operator = OR_BEYOND.get(cursor.take(*OR_BEYOND), operator)
        return None if right is None else f"{left} {operator} {right}"

    def _given(self, cursor: Cursor) -> str | None:
        """ "it has an audio url", "they have no email"."""
        mark = cursor.i
        has = cursor.take("it has no", "they have no", "it has a", "it has an", "they have a", "they have an")
        name = self.draft.read_member(cursor, self.entity.name) if has and self.entity else ""
        field = self.draft.field(self.entity.name, name) if self.entity and name else None
        if field is not None:
            return f"{written_path(name)} is {'' if has.endswith('no') else 'not '}None"
        cursor.i = mark
        return None

    def _begun(self, cursor: Cursor) -> str | None:
        """ "the event has not started", "it is over": of the row, or of what it belongs to."""
        mark = cursor.i
        thing = self.entity if cursor.take("it", "they") else self.draft.read_entity(cursor)
        phrase = cursor.take(*BEGUN) if thing is not None and self.entity is not None else ""
        if thing is not None and self.entity is not None and phrase:
            link = "" if thing is self.entity else to_parent(self.entity, thing.name, self.draft, 1)
            moments = intervals.interval(thing) or intervals.beginning(thing)
            which, operator = BEGUN[phrase].split()
            if moments and (link or thing is self.entity):
                name = moments[int(which) % len(moments)]
                now = "today" if intervals.kind(thing, name) == "date" else "now"
                return f"{link}.{name} {operator} {now}" if link else f"{name} {operator} {now}"
        cursor.i = mark
        return None

    def _said_of_it(self, cursor: Cursor) -> bool | None:
        """ "the lift is open": stands behind "is" then; whether it is denied, None for all else."""
        mark = cursor.i
        thing = self.draft.read_entity(cursor)
        if thing is not None and thing is self.entity:
            negative = cursor.take("is not", "is not yet", "has not been", "are not")
            if negative or cursor.take("is still", "is", "has been", "are"):
                ahead = cursor.i
                if self._state(cursor, bool(negative)) is not None:
                    cursor.i = ahead
                    return bool(negative)
        cursor.i = mark
        return None

    def _in_window(self, cursor: Cursor, left: str, kind: str) -> str | None:
        """ "is within the next 3 days", "was more than 90 days ago"."""
        mark = cursor.i
        if kind in ("date", "datetime") and cursor.take("is", "was", "are", "were", "lies", "falls"):
            found = windows.take(cursor)
            if found and (cursor.done or cursor.at("and", "or", ",")) and (said := found.of(left, kind)):
                return said
        cursor.i = mark
        return None

    def _near(self, cursor: Cursor, left: str) -> str | None:
        """ "is within 14 days after the end date"."""
        _, span = self.number(cursor) if cursor.here and cursor.here.kind == "number" else ("", None)
        side = cursor.take("before", "after", "of", "from")
        _, base = self.atom(cursor) if side else ("", None)
        if not span or not base:
            return None
        return (
            f"{left} >= {base} - {span} and {left} <= {base}"
            if side == "before"
            else (f"{left} >= {base} and {left} <= {base} + {span}")
        )

    def _counts_back(self, cursor: Cursor) -> bool:
        """ "7 days before …" """
        ahead = Cursor(cursor.rest)
        number = ahead.kind("number") or (ahead.here and vocabulary.number(ahead.here.low) is not None)
        ahead.i = 1
        return bool(number) and bool(ahead.take(*SPANS)) and bool(ahead.at("before", "prior to"))

    def _state(self, cursor: Cursor, negative: bool) -> str | None:
        """ "it is paid": a yes/no field, a value of a choice, or the moment of it."""
        if self.entity is None:
            return None
        words = words_of(cursor.until("and", "or", ","))
        value = "_".join(words)
        for field in self.entity.fields:
            if field.type == "boolean" and field.name.removeprefix("is_") in vocabulary.same_states(value):
                return f"not {field.name}" if negative else field.name
            if any(c.value == value for c in field.enum):
                return f"{field.name} {'!=' if negative else '=='} '{value}'"
        moment = next(
            (f.name for f in self.entity.fields if f.name in (f"{value}_at", f"{value}_on", f"{value}_date")), ""
        )
        if moment:
            return f"{moment} is {'' if negative else 'not '}None"
        room = places.room(self.entity, self.draft) if " ".join(words) in places.FULL else None
        return None if room is None else room if negative else f"not ({room})"

    def _literal(self, cursor: Cursor, left: str, operator: str) -> str | None:
        """What a field is compared with: one of its values, yes or no, a text."""
        field = field_at(self.entity, left, self.draft) if self.entity else None
        token = cursor.here
        if token is not None and token.kind == "string":
            cursor.i += 1
            return f"{left} {operator} {token.value!r}"
        if field is None:
            return None
        mark = cursor.i
        values = []
        while not cursor.done:
            words = words_of(cursor.until("or", "and", ","))
            values.append("_".join(words))
            if values[-1] not in {c.value for c in field.enum} or not cursor.take("or"):
                break
        if values and all(v in {c.value for c in field.enum} for v in values):
            if len(values) == 1:
                return f"{left} {operator} {values[0]!r}"
            return f"{left} {'in' if operator == '==' else 'not in'} [{', '.join(repr(v) for v in values)}]"
        cursor.i = mark
        if field.type == "boolean" and cursor.take("yes", "true", "no", "false"):
            positive = cursor.tokens[cursor.i - 1].low in ("yes", "true")
            return left if positive == (operator == "==") else f"not {left}"
        return None
