"""DynamoDB's expressions: conditions, filters, keys, projections and updates, as far as this product uses them.

Each text is read once. An operator nobody uses here is refused rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

Item = dict[str, Any]
"""A row as it travels: attribute names to typed values."""
_TOKEN = re.compile(r"\s*([#:]?[A-Za-z_][\w]*|[#:]\w+|<>|<=|>=|[=<>(),.+-]|\[\d+\])")


class Unreadable(ValueError):
    """An expression that the service would refuse, or that is not known here."""


class Unfit(Unreadable):
    """An update that does not fit the row it meets."""


class Given(NamedTuple):
    """What placeholders of an expression stand for."""

    names: Mapping[str, str]
    values: Mapping[str, Any]

    def name(self, token: str) -> str:
        """Return the attribute a token stands for."""
        if not token.startswith("#"):
            return token
        if token not in self.names:
            raise Unreadable(f"an expression attribute name used is not defined: {token}")
        return self.names[token]

    def value(self, token: str) -> Any:
        """Return the value a token stands for."""
        if token not in self.values:
            raise Unreadable(f"an expression attribute value used is not defined: {token}")
        return self.values[token]


Operand = Callable[[Item, Given], Any]
Holds = Callable[[Item, Given], bool]


@cache
def _tokens(text: str) -> tuple[str, ...]:
    found: list[str] = []
    position, text = 0, text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise Unreadable(f"syntax error near {text[position : position + 12]!r}")
        found.append(match[1])
        position = match.end()
    return tuple(found)


class _Reader:
    """A recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self._tokens, self._at = _tokens(text), 0

    @property
    def next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.next
        if wanted and token.upper() not in wanted:
            raise Unreadable(f"syntax error: {' or '.join(wanted)} expected, {token!r} found")
        self._at += 1
        return token

    def took(self, word: str) -> bool:
        if self.next.upper() != word:
            return False
        self._at += 1
        return True

    def end(self) -> None:
        if self.next:
            raise Unreadable(f"syntax error near {self.next!r}")

    def any_of(self) -> Holds:
        """Read what is joined by OR."""
        parts = [self.all_of()]
        while self.took("OR"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else lambda item, g: any(p(item, g) for p in parts)

    def all_of(self) -> Holds:
        """Read what is joined by AND."""
        parts = [self.one()]
        while self.took("AND"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else lambda item, g: all(p(item, g) for p in parts)

    def one(self) -> Holds:
        """Read one condition."""
        if self.took("NOT"):
            inner = self.one()
            return lambda item, g: not inner(item, g)
        if self.took("("):
            inner = self.any_of()
            self.take(")")
            return inner
        if self.next in _FUNCTIONS:
            return self._function()
        return self._comparison()

    def _function(self) -> Holds:
        test = _FUNCTIONS[self.take()]
        self.take("(")
        arguments = [self.operand()]
        while self.took(","):
            arguments.append(self.operand())
        self.take(")")
        return lambda item, g: test(*(each(item, g) for each in arguments))

    def _comparison(self) -> Holds:
        left, operator = self.operand(), self.take().upper()
        if operator == "BETWEEN":
            low = self.operand()
            self.take("AND")
            high = self.operand()
            return lambda item, g: (
                compares(low(item, g), "<=", left(item, g))
                and compares(left(item, g), "<=", high(item, g))
            )
        if operator == "IN":
            self.take("(")
            among = [self.operand()]
            while self.took(","):
                among.append(self.operand())
            self.take(")")
            return lambda item, g: any(
                compares(left(item, g), "=", each(item, g)) for each in among
            )
        if operator not in _ORDERS:
            raise Unreadable(f"syntax error near {operator!r}")
        right = self.operand()
        return lambda item, g: compares(left(item, g), operator, right(item, g))

    def operand(self) -> Operand:
        """Read a path, a value, or what `if_not_exists` and sizes make of them."""
        if self.next in ("size", "if_not_exists"):
            return self._made()
        if self.next.startswith(":"):
            token = self.take()
            return lambda _, g: g.value(token)
        path = self.path()
        return lambda item, g: found(item, [g.name(step) for step in path])

    def _made(self) -> Operand:
        name = self.take()
        self.take("(")
        first = self.operand()
        if name == "size":
            self.take(")")
            return lambda item, g: size_of(first(item, g))
        self.take(",")
        other = self.operand()
        self.take(")")

        def either(item: Item, g: Given) -> Any:
            kept = first(item, g)
            return other(item, g) if kept is None else kept

        return either

    def path(self) -> tuple[str, ...]:
        """Read where an attribute is."""
        steps = [self.take()]
        while self.took("."):
            steps.append(self.take())
        return tuple(steps)


_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def compares(one: Any, operator: str, other: Any) -> bool:
    """Compare two typed values as DynamoDB does: of different kinds nothing holds but `<>`; texts by their UTF-8 bytes."""
    if one is None or other is None:
        return operator == "<>" and one is not other
    ((kind, value),), ((other_kind, other_value),) = one.items(), other.items()
    if kind != other_kind:
        return operator == "<>"
    return _ORDERS[operator](plain(kind, value), plain(other_kind, other_value))


def plain(kind: str, value: Any) -> Any:
    """Return a value as it is compared and sorted."""
    if kind == "N":
        return Decimal(value)
    return value.encode() if kind == "S" else value


def found(item: Item, path: list[str]) -> Any:
    """Return the typed value at a path; None where there is none."""
    value: Any = item.get(path[0])
    for step in path[1:]:
        if value is None:
            return None
        value = value.get("M", {}).get(step)
    return value


def size_of(value: Any) -> Any:
    """Return what `size` says of a typed value."""
    if value is None:
        return None
    ((kind, held),) = value.items()
    return {"N": str(len(held.encode()) if kind == "S" else len(held))}


def _begins_with(value: Any, start: Any) -> bool:
    return value is not None and value.get("S", "").startswith(start["S"]) and "S" in value


def _contains(value: Any, part: Any) -> bool:
    if value is None:
        return False
    ((kind, held),) = value.items()
    if kind == "S":
        return "S" in part and part["S"] in held
    return part in held if kind == "L" else next(iter(part.values())) in held


_FUNCTIONS: Mapping[str, Callable[..., bool]] = {
    "attribute_exists": lambda value: value is not None,
    "attribute_not_exists": lambda value: value is None,
    "attribute_type": lambda value, kind: value is not None and kind["S"] in value,
    "begins_with": _begins_with,
    "contains": _contains,
}


@cache
def condition(text: str) -> Holds:
    """Return what tells whether a condition holds for a row; an empty row is one that is not there."""
    reader = _Reader(text)
    holds = reader.any_of()
    reader.end()
    return holds


@cache
def projection(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the paths that a projection names."""
    reader = _Reader(text)
    paths = [reader.path()]
    while reader.took(","):
        paths.append(reader.path())
    reader.end()
    return tuple(paths)


class Sort(NamedTuple):
    """What a key condition asks of the sort key."""

    operator: str
    values: tuple[str, ...]


@cache
def key_condition(text: str) -> tuple[tuple[str, str], tuple[str, Sort] | None]:
    """Return name and value of the partition key, and name and condition of the sort key, by their placeholders."""
    reader = _Reader(text)
    partition: tuple[str, str] | None = None
    sort: tuple[str, Sort] | None = None
    while True:
        name, asked = _key_part(reader)
        if asked.operator == "=" and partition is None:
            partition = name, asked.values[0]
        else:
            sort = name, asked
        if not reader.took("AND"):
            break
    reader.end()
    if partition is None:
        raise Unreadable("Query condition missed key schema element")
    return partition, sort


def _key_part(reader: _Reader) -> tuple[str, Sort]:
    if reader.took("BEGINS_WITH"):
        reader.take("(")
        name = reader.take()
        reader.take(",")
        value = reader.take()
        reader.take(")")
        return name, Sort("begins_with", (value,))
    name, operator = reader.take(), reader.take().upper()
    if operator == "BETWEEN":
        low = reader.take()
        reader.take("AND")
        return name, Sort("between", (low, reader.take()))
    if operator not in _ORDERS or operator == "<>":
        raise Unreadable(f"Invalid operator used in KeyConditionExpression: {operator}")
    return name, Sort(operator, (reader.take(),))


Change = Callable[[Item, Item, Given], None]
"""Changes a row in place, by what it was before."""


@cache
def update(text: str) -> tuple[tuple[tuple[str, ...], ...], tuple[Change, ...]]:
    """Return the paths that an update names, and what it does to them."""
    reader = _Reader(text)
    paths: list[tuple[str, ...]] = []
    changes: list[Change] = []
    while reader.next:
        clause = reader.take("SET", "ADD", "REMOVE").upper()
        while True:
            path = reader.path()
            paths.append(path)
            changes.append(_CLAUSES[clause](reader, path))
            if not reader.took(","):
                break
    return tuple(paths), tuple(changes)


def _set(reader: _Reader, path: tuple[str, ...]) -> Change:
    reader.take("=")
    first = reader.operand()
    sign = reader.take() if reader.next in ("+", "-") else ""
    other = reader.operand() if sign else None

    def change(row: Item, before: Item, g: Given) -> None:
        value = first(before, g)
        if other is not None:
            value = _sum(value, other(before, g), 1 if sign == "+" else -1)
        if value is None:
            raise Unfit("The provided expression refers to an attribute that does not exist")
        _place(row, [g.name(step) for step in path])[g.name(path[-1])] = value

    return change


def _add(reader: _Reader, path: tuple[str, ...]) -> Change:
    token = reader.take()

    def change(row: Item, before: Item, g: Given) -> None:
        name = g.name(path[-1])
        place = _place(row, [g.name(step) for step in path])
        place[name] = _sum(place.get(name, {"N": "0"}), g.value(token), 1)

    return change


def _remove(_reader: _Reader, path: tuple[str, ...]) -> Change:
    def change(row: Item, before: Item, g: Given) -> None:
        _place(row, [g.name(step) for step in path]).pop(g.name(path[-1]), None)

    return change


_CLAUSES: Mapping[str, Callable[[_Reader, tuple[str, ...]], Change]] = {
    "SET": _set,
    "ADD": _add,
    "REMOVE": _remove,
}


def _sum(one: Any, other: Any, sign: int) -> Any:
    if one is None or "N" not in one or "N" not in other:
        raise Unfit("An operand in the update expression has an incorrect data type")
    return {"N": f"{Decimal(one['N']) + sign * Decimal(other['N']):f}"}


def _place(row: Item, path: list[str]) -> Item:
    """Return the map in which the last step of a path lies."""
    place = row
    for step in path[:-1]:
        if step not in place or "M" not in place[step]:
            raise Unfit("The document path provided in the update expression is invalid")
        place = place[step]["M"]
    return place
