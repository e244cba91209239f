"""Answers from things: a view is an allow-list, and what it does not name does not go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar, cast

from kernel import clock
from kernel.texts import Language, Text

View = TypeVar("View")


def shown(view: type[View], thing: Any, language: Language = "zh", **more: Any) -> View:
    """Return a thing as it is answered: each field of the view as it is said here, or as the thing has it.

    Parameters
    ----------
    view
        A TypedDict.
    thing
        A record or a mapping; what a mapping does not have is null.
    language
        In which texts are told.
    more
        What the thing does not say itself, or not to everybody.
    """
    told: Any = {
        name: _told(more[name] if name in more else _of(thing, name), language)
        for name in view.__annotations__
    }
    return told


def _of(thing: Any, name: str) -> Any:
    if isinstance(thing, Mapping):
        return cast("Mapping[str, Any]", thing).get(name)
    return getattr(thing, name)


def each(
    view: type[View], things: Iterable[Any], language: Language = "zh", **more: Any
) -> list[View]:
    """Return things as they are answered."""
    return [shown(view, thing, language, **more) for thing in things]


def _told(value: Any, language: Language) -> Any:
    match value:
        case Text():
            return value.say(language)
        case str():
            return str(clock.as_answered(value))
        case datetime():
            return clock.local_iso(value)
        case date():
            return value.isoformat()
        case Mapping():
            return clock.as_answered(cast("Mapping[str, Any]", value))
        case tuple() | list():
            return [_told(one, language) for one in cast("Iterable[Any]", value)]
        case _:
            return value
