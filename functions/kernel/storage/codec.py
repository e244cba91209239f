"""Records as the attributes of a row, or as a document in one of them, and back, by the record's own type hints.

A record whose fields are texts, numbers, instants, days, choices, other records, and tuples, sets and mappings of these needs no list of its
fields beside it. A class that has a `document` and a `from_document` says itself how it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from types import NoneType, UnionType
from typing import (
    Any,
    Generic,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from kernel import clock

Thing = TypeVar("Thing")


class UnknownKind(TypeError):
    """A field is of a kind that no attribute holds."""


class _Way(NamedTuple):
    """How values of a kind are stored, and read again."""

    store: Callable[[Any], Any]
    read: Callable[[Any], Any]


_WAYS: Mapping[type, _Way] = {
    datetime: _Way(clock.iso, clock.from_iso),
    date: _Way(date.isoformat, date.fromisoformat),
    str: _Way(str, str),
    bool: _Way(bool, bool),
    int: _Way(int, int),
    float: _Way(float, float),
}


class Codec(Generic[Thing]):
    """Keeps one kind of record in rows.

    Parameters
    ----------
    kept_as
        The attributes of fields that the row calls otherwise.
    but
        Fields the row keeps in a way of its own: they are not set, and are given when a row is read.
    """

    def __init__(
        self,
        record: type[Thing],
        *,
        kept_as: Mapping[str, str] | None = None,
        but: Collection[str] = (),
    ) -> None:
        self._record = record
        self._kept_as = dict(kept_as or {})
        self._but = frozenset(but)

    @cached_property
    def _ways(self) -> dict[str, tuple[str, _Way]]:
        """By field: its attribute, and how it is stored. Looked up at first use: a cold start need not wait for it."""
        hints = get_type_hints(self._record)
        described: Any = self._record
        return {
            field.name: (self._kept_as.get(field.name, field.name), _way_of(hints[field.name]))
            for field in fields(described)
            if field.name not in self._but
        }

    def put(self, row: Any, thing: Thing) -> None:
        """Set the attributes of a row to what a record says; nothing is not stored."""
        for name, (attribute, way) in self._ways.items():
            value = getattr(thing, name)
            setattr(row, attribute, None if value is None else way.store(value))

    def take(self, row: Any, **given: Any) -> Thing:
        """Return the record a row keeps; what is not stored is left to its default, or is nothing."""
        return self._made(lambda attribute: getattr(row, attribute), given)

    def document(self, thing: Thing) -> dict[str, Any]:
        """Return a record as a document; nothing is said to be nothing."""
        values = ((name, way, getattr(thing, field)) for field, (name, way) in self._ways.items())
        return {name: None if value is None else way.store(value) for name, way, value in values}

    def thing(self, document: Mapping[str, Any]) -> Thing:
        """Return the record a document says; what is not in it is left to its default, or is nothing."""
        return self._made(document.get, {})

    def _made(self, kept: Callable[[str], Any], given: Mapping[str, Any]) -> Thing:
        values: dict[str, Any] = dict(given)
        for name, (attribute, way) in self._ways.items():
            value = kept(attribute)
            if value is not None:
                values[name] = way.read(value)
            elif name in self._required:
                values[name] = None
        return self._record(**values)

    @cached_property
    def _required(self) -> frozenset[str]:
        """The fields without a default: where they may be nothing, they are said to be."""
        described: Any = self._record
        return frozenset(
            field.name
            for field in fields(described)
            if field.default is MISSING and field.default_factory is MISSING
        )


def _way_of(hint: Any) -> _Way:
    """Return how values of a type are stored."""
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    way = _of_several(hint) or _WAYS.get(hint)
    if way is None and isinstance(hint, type):
        way = _of_class(hint)
    if way is not None:
        return way
    if hint is Any:
        return _Way(_as_it_is, _as_it_is)
    literals = get_args(hint)
    if literals and all(isinstance(one, str) for one in literals):
        return _WAYS[str]
    raise UnknownKind(f"no attribute holds {hint}")


def _of_several(hint: Any) -> _Way | None:
    """Return how a tuple, a set or a mapping is stored; None: it is none."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is tuple:
        first, *others = args
        return _each(_way_of(first)) if others == [...] else _pieces(first, *others)
    if origin is frozenset:
        return _set_of(_way_of(*args))
    if origin is Mapping:
        return _by_name(*map(_way_of, args))
    return None


def _of_class(kind: type[Any]) -> _Way | None:
    """Return how things of a class are stored; None: it is none we know."""
    if hasattr(kind, "from_document"):
        return _Way(attrgetter("document"), kind.from_document)
    if is_dataclass(kind):
        nested: Codec[Any] = Codec(kind)
        return _Way(nested.document, nested.thing)
    if issubclass(kind, StrEnum):
        return _Way(str, kind)
    return _named_pieces(kind) if issubclass(kind, tuple) else None


def _as_it_is(value: Any) -> Any:
    return value


def _pieces(*hints: Any) -> _Way:
    ways = [_way_of(hint) for hint in hints]

    def store(values: Iterable[Any]) -> list[Any]:
        return [way.store(one) for way, one in zip(ways, values, strict=True)]

    def read(values: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(way.read(one) for way, one in zip(ways, values, strict=True))

    return _Way(store, read)


def _named_pieces(kind: Any) -> _Way:
    """Return how a named tuple is stored: by its places, what is nothing as nothing."""
    ways = [_way_of(hint) for hint in get_type_hints(kind).values()]

    def store(values: Iterable[Any]) -> list[Any]:
        pairs = zip(ways, values, strict=True)
        return [None if one is None else way.store(one) for way, one in pairs]

    def read(values: Iterable[Any]) -> Any:
        pairs = zip(ways, values, strict=False)
        return kind(*(None if one is None else way.read(one) for way, one in pairs))

    return _Way(store, read)


def _set_of(way: _Way) -> _Way:
    def store(values: Iterable[Any]) -> list[Any]:
        return sorted(way.store(one) for one in values)

    def read(values: Iterable[Any]) -> frozenset[Any]:
        return frozenset(way.read(one) for one in values)

    return _Way(store, read)


def _by_name(key: _Way, way: _Way) -> _Way:
    def store(values: Mapping[Any, Any]) -> dict[str, Any]:
        return {key.store(name): way.store(one) for name, one in values.items()}

    def read(values: Mapping[str, Any]) -> dict[Any, Any]:
        return {key.read(name): way.read(one) for name, one in values.items()}

    return _Way(store, read)


def _each(way: _Way) -> _Way:
    def store(values: Iterable[Any]) -> list[Any]:
        return [way.store(one) for one in values]

    def read(values: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(way.read(one) for one in values)

    return _Way(store, read)
