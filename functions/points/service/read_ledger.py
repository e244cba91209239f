"""Read the ledger: of a village by who oversees it, of a household by whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.lists import Listed
from points.rules.entry import Entry
from points.service.asking import OVERSEERS, require_home
from points.store import ledger


def list_entries(asking: Scope, village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's entries, newest first."""
    asking.within(village, OVERSEERS)
    return ledger.list_entries(village, limit, cursor)


def read_entry(asking: Scope, village: str, entry: str) -> Entry:
    """Return an entry with the evaluation it rests on.

    Raises
    ------
    NotFound
        The village's ledger has none of this id.
    """
    asking.within(village, OVERSEERS)
    found = ledger.read_entry(village, entry)
    if found is None:
        raise NotFound
    return found


def list_entries_of(asking: Scope, household: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a household's entries, newest first."""
    require_home(asking, household)
    return ledger.list_entries_of(household, limit, cursor)


def entries_of_year(asking: Scope, household: str, year: int) -> Sequence[Entry]:
    """Return a year's entries of a household, oldest first."""
    require_home(asking, household)
    return ledger.entries_of_year(household, year)
