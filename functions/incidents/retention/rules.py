"""When an incident's term has ended, and what of it stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from incidents.rules.incident import Incident
from kernel import clock
from kernel.units import Level, ancestor

NOBODY = "nobody"
"""Who reported an incident, and who did a resident's step, once its term has ended."""
WORDS_GONE = "（保存期满，已删除）"


@cache
def kept_months() -> int:
    """Return for how many months after its end an incident is kept whole."""
    path = Path(__file__).parent / "terms.json"
    return json.loads(path.read_text(encoding="utf-8"))["incidents_kept_months"]


def ends_before(now: datetime) -> datetime:
    """Return before when an incident must have been closed for its term to have ended: the same day, so many months ago."""
    day = clock.months_after(now.astimezone(clock.SHANGHAI).date(), -kept_months())
    return datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI)


def has_ended(incident: Incident, now: datetime) -> bool:
    """Tell whether the term of an incident has ended and nobody has seen to it: what is open is kept, however old."""
    closed = incident.closed_at
    done = incident.reporter == NOBODY
    return (
        not done
        and not incident.status.is_open
        and closed is not None
        and closed < ends_before(now)
    )


def without_person(incident: Incident) -> Incident:
    """Return an incident of which nobody can tell whose it was, or where exactly."""
    return replace(
        incident,
        reporter=NOBODY,
        on_behalf_of=None,
        client_ref=None,
        location=None,
        description=WORDS_GONE,
        done=WORDS_GONE if incident.done else None,
        evidence=(),
        helpers=(),
        solvers=(),
        unit=ancestor(incident.unit, Level.VILLAGE) or incident.unit,
        version=incident.version + 1,
    )
