"""Where alerts are kept: one list for each way they stand, in the order of units, so that any place reads a range of it."""

from __future__ import annotations

from typing import Final

from economy.rules.alert_states import Shelf, shelf_of
from economy.rules.alerts import Alert
from economy.store.table import StepRow, ThingRow
from kernel.storage.dynamo import Range
from kernel.storage.repository import Placed, Repository
from kernel.texts import Text


def alerts_on(shelf: Shelf) -> str:
    """Return a list of alerts."""
    return f"ALERTS#{shelf}"


def within(unit: str) -> Range:
    """Return the range of a list that lies within a place."""
    return Range("place", "begins_with", (unit,))


def _alert(one: Alert) -> Placed:
    place = f"{one.village}#{one.code}#{one.id}"
    return Placed(alerts_on(shelf_of(one.status)), None, place)


ALERTS: Final = Repository(ThingRow, StepRow, "ALERT", Alert, Text("该预警", "such alert"), _alert)
