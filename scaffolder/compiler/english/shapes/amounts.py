"""What comes in and goes out of a number that a thing keeps: "Staff can receive stock", "deposit money".

AMOUNTS := ROLES can VERB AMOUNT [to|from THING] {and VERB AMOUNT …}
Whoever does it says how much; what goes out must be there.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scaffolder import naming
from scaffolder.compiler.english.draft import Draft, skip_determiners
from scaffolder.compiler.english.shapes import Shape, agents
from scaffolder.compiler.english.shapes.pieces import pieces_of
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Action, Entity, Field, Param, Precondition, SetEffect

CAN = phrases("abilities", "can")
IN, OUT = phrases("amounts", "in"), phrases("amounts", "out")
PLACES = phrases("amounts", "places")
MONEY = frozenset(phrases("amounts", "money"))
ANY = frozenset(phrases("amounts", "any"))
KEPT = phrases("amounts", "kept")
NUMBERS = ("integer", "decimal", "money", "float")


class Move(Struct, frozen=True):
    """One verb of the sentence: the number of the thing, and whether it grows."""

    name: str
    entity: Entity
    field: Field
    grows: bool


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    cursor.take("only")
    head = cursor.until(*CAN)
    if draft.strict or not head or not cursor.take(*CAN) or agents.is_thing(head, draft):
        return False
    moves: list[Move | None] = []
    for piece in pieces_of(cursor.rest):
        moves.append(_move(piece, moves[-1] if moves else None, draft))
    roles, _ = agents.read_roles(head, draft) if all(moves) else (None, False)
    if not moves or roles is None:
        return False
    for move in moves:
        if move:
            _add(move, roles, draft)
            if clause.tokens[0].low == "only":
                draft.said.add(f"only:{move.entity.name}:{move.name}")
            draft.subject = move.entity.name
    return True


def _move(piece: Sequence[Token], before: Move | None, draft: Draft) -> Move | None:
    cursor = Cursor(piece)
    grows = cursor.take(*IN)
    verb = grows or cursor.take(*OUT)
    words = words_of(cursor.until(*PLACES)) if verb else []
    words = [w for w in words if w not in ("a", "an", "the", "some", "more", "their", "new")]
    if not words or draft.name_of(words):
        return None
    cursor.take(*PLACES)
    skip_determiners(cursor)
    again = before.entity if before and cursor.take("it", "them") else None
    named = again or (None if cursor.done else draft.read_entity(cursor, last=True))
    if not cursor.done:
        return None
    found = [(e, f) for e in ([named] if named else draft.plan.entities) if (f := _number(words, e))]
    if len(found) != 1:
        return None
    return Move("_".join(verb.split()), *found[0], bool(grows))


def _number(words: Sequence[str], entity: Entity) -> Field | None:
    """The number that the words stand for: "stock" is the quantity in stock, "money" the balance."""
    numbers = [f for f in entity.fields if f.type in NUMBERS and not f.computed]
    name = "_".join(words)
    single = naming.singular(name)
    exact = [f for f in numbers if f.name in (name, single)]
    parts = [f for f in numbers if {name, single} & set(f.name.split("_"))] if name not in ANY else []
    usual = [f for f in numbers if f.name in KEPT] if name in ANY | MONEY else []
    money = [f for f in usual if f.type != "integer"] if name in MONEY else usual
    found = exact or parts or money
    return found[0] if len(found) == 1 else None


def _add(move: Move, roles: Sequence[str], draft: Draft) -> None:
    action = draft.add_action(Action(name=move.name, entity=move.entity.name, scope="instance"))
    action.roles += [r for r in roles if r not in action.roles]
    if action.effects:
        return
    field, whole = move.field.name, move.field.type == "integer"
    much = "quantity" if whole else "amount"
    much = f"{much}_moved" if much == field else much
    action.params.append(Param(name=much, type=move.field.type, required=True))
    positive = f"The {much.replace('_', ' ')} must be positive."
    action.preconditions.append(Precondition(expr=f"{much} > 0", message=positive))
    if not move.grows:
        enough = f"There is not enough {field.replace('_', ' ')}."
        action.preconditions.append(Precondition(expr=f"{much} <= {field}", message=enough))
    action.effects.append(SetEffect(field=field, value=f"{field} {'+' if move.grows else '-'} {much}"))
    draft.cite(move.field)


SHAPES = (Shape("amounts", 2, read, "Staff can receive stock and ship stock."),)
