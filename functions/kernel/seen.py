"""Things as somebody sees them: with what may be done with them now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from kernel.record import record


class Versioned(Protocol):
    """What has a version that whoever changes it names."""

    @property
    def version(self) -> int:
        """The thing's."""
        ...


Thing = TypeVar("Thing", bound=Versioned)


@record
class Seen(Generic[Thing]):
    """A thing as somebody sees it, and what whoever asks may do with it now; a context that tells more adds its fields."""

    thing: Thing
    actions: Sequence[str]

    @property
    def version(self) -> int:
        """The thing's."""
        return self.thing.version
