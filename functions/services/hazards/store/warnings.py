"""The warnings of each unit."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.storage.repository import Placed, Repository
from kernel.texts import Text
from services.hazards.rules.warnings import Warnings
from services.store.things import StepRow, ThingRow

WARNINGS = Repository(
    *(ThingRow, StepRow, "HAZARDWARNING", Warnings),
    Text("该预警", "such warning"),
    lambda _: Placed(),
)


def of_units(units: Sequence[str]) -> list[Warnings]:
    """Return the warnings of units, in one read."""
    return [one for one in WARNINGS.load_all(units) if one is not None]
