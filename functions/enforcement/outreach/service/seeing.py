"""Things of outreach as somebody sees them: with what may be done with them, and what their units are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from kernel.directory import find_units
from kernel.record import record
from kernel.texts import Text

Thing = TypeVar("Thing")


@record
class Seen(Generic[Thing]):
    """A thing as somebody sees it.

    Attributes
    ----------
    actions
        What whoever asks may do with it now.
    units
        What the units it names are called.
    """

    thing: Thing
    actions: Sequence[str]
    units: Mapping[str, Text]

    @property
    def version(self) -> int:
        """The thing's."""
        thing: object = self.thing
        return int(getattr(thing, "version"))  # noqa: B009 - every thing of outreach has one


def names_of(codes: Iterable[str]) -> dict[str, Text]:
    """Return what units are called, as far as they are known."""
    found = find_units(set(codes))
    return {code: Text(row.name, row.name_en or row.name) for code, row in found.items()}
