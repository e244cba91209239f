"""A verification of a ledger too long for one request: asked for, run by the clock, told how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kernel.record import record
from kernel.texts import Named

MOST_RUNS = 3
"""A run that is cut off is begun again, and after so many it has failed."""
_A_RUN = timedelta(minutes=10)


class VerificationStatus(Named):
    """How far a verification is."""

    WAITING = "waiting", "等待核对", "waiting"
    RUNNING = "running", "正在核对", "running"
    DONE = "done", "已核对", "done"
    FAILED = "failed", "核对失败", "failed"


@record
class Verification:
    """A verification of a village's ledger.

    Attributes
    ----------
    checked, entries
        How many entries were checked, of how many there were in the chain when it was asked for.
    wake_at
        When the clock looks at it: at once while it waits, and while it runs once no run takes so long.
    report
        What it found.
    """

    village: str
    entries: int
    requested_by: str
    requested_at: datetime
    updated_at: datetime
    wake_at: datetime | None
    status: VerificationStatus = VerificationStatus.WAITING
    checked: int = 0
    runs: int = 0
    report: Mapping[str, Any] | None = None

    @property
    def is_open(self) -> bool:
        """Whether its end is still to come."""
        return self.status in (VerificationStatus.WAITING, VerificationStatus.RUNNING)


def begun(one: Verification, now: datetime) -> Verification:
    """Begin a run, unless too many were cut off."""
    if one.runs >= MOST_RUNS:
        return replace(one, status=VerificationStatus.FAILED, wake_at=None, updated_at=now)
    status, runs, wakes = VerificationStatus.RUNNING, one.runs + 1, now + _A_RUN
    return replace(one, status=status, runs=runs, checked=0, wake_at=wakes, updated_at=now)


def ended(one: Verification, report: Mapping[str, Any], now: datetime) -> Verification:
    """End a verification with what it found."""
    status, checked = VerificationStatus.DONE, report["sealed"]
    return replace(one, status=status, checked=checked, report=report, wake_at=None, updated_at=now)
