"""The numbers of outreach (`data/terms.json`) and what each thing rests on."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from kernel.law import Reference, reference
from kernel.working_time import Limit

DATA = Path(__file__).parents[1] / "data"


@cache
def document(name: str) -> dict[str, Any]:
    """Return a packaged document of outreach."""
    return json.loads((DATA / f"{name}.json").read_bytes())


def amount(name: str) -> int:
    """Return a number; its name says what of, and in which unit."""
    return document("terms")[name]


def limit(name: str) -> Limit:
    """Return how long something may take."""
    said = document("terms")[name]
    return Limit(said["amount"], said["unit"])


def law_of(name: str) -> Reference:
    """Return what a thing of outreach rests on."""
    return reference(document("terms")[name])
