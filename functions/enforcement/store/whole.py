"""Records within records as the JSON a row keeps, and back by their own type hints: a thing that is read and written as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from kernel import clock
from kernel.law import Reference, reference

Thing = TypeVar("Thing")
_Reader = Callable[[Any], Any]


def to_document(thing: Any) -> str:
    """Write a record as JSON; what is nothing is left out."""
    return json.dumps(_told(thing), ensure_ascii=False, separators=(",", ":"))


def _told(value: Any) -> Any:
    match value:
        case Reference():
            return value.document
        case Enum():
            return value.value
        case datetime():
            return clock.iso(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_told(one) for one in value]  # pyright: ignore[reportUnknownVariableType]
        case frozenset() | set():
            return sorted(_told(one) for one in value)  # pyright: ignore[reportUnknownVariableType]
        case _ if is_dataclass(value) and not isinstance(value, type):
            said = {one.name: getattr(value, one.name) for one in fields(value)}
            return {name: _told(one) for name, one in said.items() if one is not None}
        case _:
            return value


def from_document(kind: type[Thing], document: str) -> Thing:
    """Read a record from its JSON."""
    return _reader(kind)(json.loads(document))


@cache
def _reader(hint: Any) -> _Reader:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (one,) = (each for each in args if each is not NoneType)
        read = _reader(one)
        return lambda value: None if value is None else read(value)
    if origin in (tuple, Sequence):
        each = _reader(args[0])
        return lambda values: tuple(each(one) for one in values)
    if origin is frozenset:
        each = _reader(args[0])
        return lambda values: frozenset(each(one) for one in values)
    if hint is Reference:
        return reference
    if hint is datetime:
        return clock.from_iso
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type):
        return _of_class(hint)
    return _as_it_is


def _of_class(kind: type[Any]) -> _Reader:
    if issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return lambda said: _record(kind, said)
    if issubclass(kind, tuple):
        return partial(_named_tuple, kind)
    return _as_it_is


@cache
def _hints(kind: type[Any]) -> Mapping[str, _Reader]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _record(kind: type[Any], said: Mapping[str, Any]) -> Any:
    known, required = _hints(kind), _fields(kind)
    told: dict[str, Any] = {name: known[name](value) for name, value in said.items()}
    return kind(**{name: None for name in required if name not in told} | told)


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields without a default: nothing is written of one that is nothing."""
    return tuple(
        one.name
        for one in fields(kind)
        if one.default is MISSING and one.default_factory is MISSING
    )


def _named_tuple(kind: type[Any], said: Sequence[Any]) -> Any:
    known = list(_hints(kind).values())
    return kind(*(read(value) for read, value in zip(known, said, strict=False)))


def _as_it_is(value: Any) -> Any:
    return value
