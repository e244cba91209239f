"""The kinds of thing that climb, as timers, reconciler and recount need to know them.

Escalation knows none of them by itself: whoever composes the contexts registers them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from escalation.rules.climbing import Timer
from escalation.rules.clocked import Clocked, Entry
from kernel.storage.rows import Key

Wanted = Callable[[Clocked], bool]
"""Whether a thing, as it is now, is to be woken at all."""

Resume = dict[str, Any]
"""Where a book's pages go on, as it can be kept as JSON."""


class Moved(NamedTuple):
    """A thing after its clock has moved it, and the entries that say how."""

    thing: Clocked
    entries: tuple[Entry, ...]


class Book(NamedTuple):
    """How one kind is kept and moved.

    Attributes
    ----------
    row
        The sort key of its rows.
    key
        Where one is.
    load
        Gives one as it is now, or None.
    is_open
        Whether one of this status is still owed.
    wake
        Does what its clock has to do now, if it is wanted; None when nothing was done.
    recount
        Counts its limit again, also one that is not provisional if `everything`; None when nothing moves.
    overslept
        Gives when the clock had to look and the id of what it has not looked at before an instant, in streams that are each in order.
    doubtful
        Gives a page of the ids of what a recount has to look at (of everything that was counted, or of what is provisional), and where
        to go on; None: that was all.
    record_metrics
        Counts what the county watches of it.
    """

    row: str
    key: Callable[[str], Key]
    load: Callable[[str], Clocked | None]
    is_open: Callable[[str], bool]
    wake: Callable[[str, Wanted, Timer], Moved | None]
    recount: Callable[[str, bool], Moved | None]
    overslept: Callable[[datetime], Sequence[Iterator[tuple[str, str]]]]
    doubtful: Callable[[bool, Resume | None], tuple[list[str], Resume | None]]
    record_metrics: Callable[[tuple[Entry, ...]], None]


_BOOKS: dict[str, Book] = {}
_KIND_BY_ROW: dict[str, str] = {}


def register(kind: str, book: Book) -> None:
    """Make a kind known.

    Parameters
    ----------
    kind
        What a timer's input calls it; it must never change while executions wait.
    """
    _BOOKS[kind] = book
    _KIND_BY_ROW[book.row] = kind


def book_of(kind: str) -> Book:
    """Return how a kind is kept.

    Raises
    ------
    KeyError
        Nobody has registered it.
    """
    return _BOOKS[kind]


def all_kinds() -> list[str]:
    """Return the kinds that are known, in the order they were registered."""
    return list(_BOOKS)


def follows(sort_key: str) -> bool:
    """Tell whether rows of this sort key have a clock."""
    return sort_key in _KIND_BY_ROW


def kind_of(item: Mapping[str, Any]) -> str:
    """Return which kind a raw item is of, by its sort key.

    Raises
    ------
    KeyError
        It is of none.
    """
    return _KIND_BY_ROW[item["sk"]["S"]]


def limit_of(thing: Clocked) -> tuple[datetime | None, bool]:
    """Return what a recount may move of a thing: its limit, and whether that is provisional."""
    return thing.due_at, thing.provisional
