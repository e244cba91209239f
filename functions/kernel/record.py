"""Records: frozen dataclasses that cost a cold start little.

`dataclass` writes six functions for each class and compiles them whenever the module is loaded, as no bytecode of them is kept. A record
has the same fields, the same `replace` and the same manners, but what compares, prints and protects it is written once, here, and its
`__init__` is compiled when the first is made: of the two hundred records a first answer loads it makes a few.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

_Class = TypeVar("_Class")

_set: Callable[[Any, str, Any], None] = object.__setattr__
_MADE_ANEW = object()
"""Stands for what a field's `default_factory` makes."""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[_Class]) -> type[_Class]:
    """Make a class a record: what `dataclass(frozen=True, slots=True)` would make of it, but for what compiling it costs.

    Of `field` it knows `default`, `default_factory` and `kw_only`, which `_: KW_ONLY` sets for all fields after it. `__post_init__` is
    called as ever.
    """
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    its_fields = fields(made)  # pyright: ignore[reportArgumentType] - `dataclass` has just made it one
    names = tuple(one.name for one in its_fields)
    values = attrgetter(*names)

    def equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if type(other) is made else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def reduced(self: Any) -> tuple[Any, ...]:
        return _made_again, (made, {name: getattr(self, name) for name in names})

    methods: dict[str, Callable[..., Any]] = {
        "__init__": _initializer_to_be(made, its_fields),
        "__repr__": _shown,
        "__eq__": equal,
        "__hash__": hashed,
        "__setattr__": _refuse_change,
        "__delattr__": _refuse_change,
        "__reduce__": reduced,
    }
    for name, method in methods.items():
        setattr(made, name, method)
    return made


def _initializer_to_be(made: type, its_fields: tuple[Field[Any], ...]) -> Callable[..., None]:
    """Return what puts the initializer in its own place as soon as a record is made, and makes this one with it."""

    def first(self: Any, *args: Any, **said: Any) -> None:
        # A subclass that is no record finds it here as well: it is `made` that gets it.
        initializer = _initializer(made, its_fields)
        made.__init__ = initializer  # pyright: ignore[reportAttributeAccessIssue] - a class takes any
        initializer(self, *args, **said)

    first.__qualname__ = f"{made.__qualname__}.__init__"
    return first


def _initializer(made: type, its_fields: tuple[Field[Any], ...]) -> Callable[..., None]:
    known: dict[str, Any] = {"_set": _set, "_MADE_ANEW": _MADE_ANEW}
    parameters: list[str] = []
    lines: list[str] = []
    by_place = [one for one in its_fields if not one.kw_only]
    by_name = [one for one in its_fields if one.kw_only]
    for one in (*by_place, *by_name):
        if one.kw_only and "*" not in parameters:
            parameters.append("*")
        name, value = one.name, one.name
        if one.default_factory is not MISSING:
            known[f"_new_{name}"] = one.default_factory
            known[f"_default_{name}"] = _MADE_ANEW
            value = f"_new_{name}() if {name} is _MADE_ANEW else {name}"
        elif one.default is not MISSING:
            known[f"_default_{name}"] = one.default
        parameters.append(f"{name}=_default_{name}" if f"_default_{name}" in known else name)
        lines.append(f" _set(self, {name!r}, {value})")
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec(f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(lines), known)  # noqa: S102 - names of fields only
    initializer: Callable[..., None] = known["__init__"]
    initializer.__qualname__ = f"{made.__qualname__}.__init__"
    return initializer


def _made_again(made: type[_Class], values: dict[str, Any]) -> _Class:
    return made(**values)


def _shown(self: Any) -> str:
    told = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
    return f"{type(self).__qualname__}({told})"


def _refuse_change(self: Any, name: str, *_: Any) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__qualname__} is a record: {name!r} stays as it is")
