"""See how the notices of an incident were delivered."""

from __future__ import annotations

from kernel.access import OFFICERS
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.lists import Listed
from notices.store import deliveries


def see_deliveries(asking: Scope, incident_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of an incident's deliveries, in the order of its history, for the officers over its place.

    Raises
    ------
    NotFound
        There are none.
    """
    page = deliveries.page_of(incident_id, limit, cursor)
    if not page.rows:
        raise NotFound
    asking.within(page.rows[0].origin, OFFICERS)
    return page
