"""The shape of a plan that people or models wrote: every fault of it at once, and its JSON schema.

pydantic finds them. Its classes are made from those of the plan when they are first asked for, since whoever compiles
a description has no need of them and they take their time.
"""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields
from pydantic import BaseModel, ConfigDict, create_model
from pydantic import Field as Slot

from scaffolder.plan import Noun, Plan


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_default=False, populate_by_name=True, serialize_by_alias=True)


def read(data: Any) -> Plan:
    """A plan of plain values, as they stand in its file. Raises pydantic's ValidationError with all that is wrong."""
    return cast(Plan, _noun(shape(Plan).model_validate(data)))


@cache
def shape(noun: type[Noun]) -> type[Shape]:
    """The class that checks what is to become `noun`."""
    hints = get_type_hints(noun)
    slots: dict[str, Any] = {f.name: (_shaped(hints[f.name]), _slot(f)) for f in fields(noun)}
    made = create_model(noun.__name__, __base__=Shape, __doc__=noun.__doc__, **slots)
    _NOUNS[made] = noun
    return made


_NOUNS: dict[type[BaseModel], type[Noun]] = {}


def _shaped(hint: Any) -> Any:
    """The hint with shapes in place of nouns; which of several nouns is meant is told by their `kind`."""
    if isinstance(hint, type) and issubclass(hint, Noun):
        return shape(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin is None or origin is Literal:
        return hint
    if origin not in (UnionType, Union):
        return origin[tuple(_shaped(a) for a in args)]
    union = reduce(or_, [_shaped(a) for a in args])
    nouns = all(isinstance(a, type) and issubclass(a, Noun) for a in args)
    return Annotated[union, Slot(discriminator="kind")] if nouns else union


def _slot(f: FieldInfo) -> Any:
    alias = f.encode_name if f.encode_name != f.name else None
    if f.default_factory is not NODEFAULT:
        return Slot(default=_plain(f.default_factory()), alias=alias)
    return Slot(alias=alias) if f.default is NODEFAULT else Slot(default=f.default, alias=alias)


def _plain(default: Any) -> Any:
    return shape(type(default))() if isinstance(default, Noun) else default


def _noun(value: Any) -> Any:
    if isinstance(value, BaseModel):
        kind = type(value)
        return _NOUNS[kind](**{name: _noun(getattr(value, name)) for name in kind.model_fields})
    if isinstance(value, list | tuple):
        return type(value)(_noun(v) for v in value)
    return value
