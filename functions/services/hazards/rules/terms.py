"""The numbers of hazard rounds (`data/terms.json`), what each thing rests on, and from when to when terms run (DOMAIN.md 13)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kernel import clock, field_time
from kernel.terms import Terms

DATA = Path(__file__).parents[1] / "data"
_TERMS = Terms(DATA / "terms.json")
amount, law_of = _TERMS.amount, _TERMS.law_of


def terms() -> dict[str, Any]:
    """Return the packaged numbers."""
    return _TERMS.document


@cache
def document(name: str) -> dict[str, Any]:
    """Return a packaged document of hazards."""
    return json.loads((DATA / f"{name}.json").read_bytes())


def days_from(at: datetime, name: str) -> datetime:
    """Return when so many days are over; the day they begin on does not count (民法典 Art. 201)."""
    return clock.midnight_after(clock.day_of(at) + timedelta(days=amount(name)))


def hours_from(at: datetime, name: str) -> datetime:
    """Return when so many hours are over, day and night."""
    return at + timedelta(hours=amount(name))


def done_when(said: datetime | None, now: datetime) -> datetime:
    """Return when something was done, as far as the phone is believed."""
    return field_time.believed(said, now, amount("offline_days"))
