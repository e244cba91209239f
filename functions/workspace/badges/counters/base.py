"""What a context says to have something counted."""

from __future__ import annotations

from collections.abc import Callable

from kernel.access import Caller
from kernel.record import record
from kernel.texts import Text
from workspace.badges.rules import Waiting


@record
class Counter:
    """Counts what waits for a person in one context.

    Attributes
    ----------
    name
        How clients know it.
    label
        What waits there.
    count
        Counts it, by a few queries that do not grow with the table; it loads its context when it is asked, as a phone that syncs needs none
        of them.
    """

    name: str
    label: Text
    count: Callable[[Caller], Waiting]
