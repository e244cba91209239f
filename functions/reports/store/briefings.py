"""Where briefings and their corrections are kept, and how a briefing is laid out."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from kernel.storage.repository import Placed, Repository
from kernel.texts import Text
from reports.rules.briefings import Briefing, Correction
from reports.rules.wording import BriefingTemplate, PartTemplate
from reports.store.table import StepRow, ThingRow

NEWEST: Final = "briefing-1"
"""What a briefing is laid out by that is drawn today; one that was used is followed by another, never changed."""
_DATA = Path(__file__).parents[1] / "data"


def briefings_of(unit: str) -> str:
    """Return the list of a unit's briefings."""
    return f"BRIEFINGS#{unit}"


def corrections_of(briefing: str) -> str:
    """Return what all corrections of a briefing are about."""
    return f"CORRECTIONS#{briefing}"


BRIEFINGS: Final = Repository(
    ThingRow,
    StepRow,
    "BRIEFING",
    Briefing,
    Text("该简报", "such briefing"),
    lambda one: Placed(list=briefings_of(one.unit), place=one.id),
)
CORRECTIONS: Final = Repository(
    ThingRow,
    StepRow,
    "CORRECTION",
    Correction,
    Text("该更正", "such correction"),
    lambda one: Placed(subject=corrections_of(one.briefing), place=one.id),
)


@cache
def template(name: str) -> BriefingTemplate:
    """Return how a briefing is laid out, by the name it was drawn by."""
    said: Any = json.loads((_DATA / f"{name}.json").read_bytes())
    parts = (
        PartTemplate(
            part["name"],
            Text(**part["heading"]),
            tuple(Text(**line) for line in part["lines"]),
        )
        for part in said["parts"]
    )
    return BriefingTemplate(name, Text(**said["title"]), tuple(parts))
