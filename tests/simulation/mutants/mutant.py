"""What a known fault is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple


class Mutant(NamedTuple):
    """A fault.

    Attributes
    ----------
    what
        What goes wrong by it, in a sentence.
    put
        Puts it into the product for as long as a context lasts.
    days
        How long has to be played for it to do harm.
    contexts
        What people have to do besides incidents for it to do harm.
    reports
        How many incidents people of a grid have to come upon in a day.
    settling
        For how many days everybody has to act after that, and nothing to begin.
    """

    what: str
    put: Callable[[], AbstractContextManager[Any]]
    days: int = 14
    contexts: tuple[str, ...] = ("points",)
    reports: float = 0.5
    settling: int = 0
