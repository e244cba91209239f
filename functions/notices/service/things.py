"""What notices ask of the things they tell about."""

from __future__ import annotations

from typing import Protocol

from kernel.texts import Text
from notices.inbox.rules.steps import Following
from notices.rules.staleness import Present


class Incidents(Protocol):
    """The incidents, and what else climbs beside them."""

    def present_state(self, thing_id: str) -> Present | None:
        """Return where the incident or obligation stands now (consistent read); None when there is none."""
        ...

    def category_name(self, code: str, thing_id: str | None = None) -> Text | None:
        """Return what a category is called now, or was when the thing was reported; None if it never was one."""
        ...

    def following(self, incident_id: str) -> Following | None:
        """Return who hears what becomes of an incident; None when nobody does."""
        ...
