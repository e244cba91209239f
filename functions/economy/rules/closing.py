"""Closing the books: what was published of a period stays as it was read; what was wrong in it is taken back in the open one (DOMAIN 16.2).

Books are closed by being published, by who keeps or answers for them, when the period is over and nothing of it waits. Nobody opens them again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Text


class PeriodClosed(Conflict):
    """The books of this day are published: they take nothing any more; `closed_until` is their last day."""

    slug = "period-closed"
    title = Text("该期间账簿已关闭", "The period is closed")


class PeriodNotOver(Conflict):
    """A period that still runs is published by nobody: what is entered until its end belongs to it."""

    slug = "period-not-over"
    said = Text("该期间尚未结束。", "The period is not over.")


@record
class Closing:
    """Until which day the books of a village are closed; one for each village."""

    id: str
    until: date
    version: int = 1


def refuse_closed(closed: Closing | None, on: date) -> None:
    """Let something be of a day whose books are open.

    Raises
    ------
    PeriodClosed
        They are closed.
    """
    if closed is not None and on <= closed.until:
        raise PeriodClosed(
            Text(
                f"账簿已公开并关闭至 {closed.until}，请以冲销凭证记入以后期间。",
                f"The books are published and closed until {closed.until}: take it back in a later period.",
            ),
            closed_until=closed.until.isoformat(),
        )


def refuse_running(last: date, today: date) -> None:
    """Let a period be closed whose last day is past.

    Raises
    ------
    PeriodNotOver
        It is not.
    """
    if today <= last:
        raise PeriodNotOver


def closed_until(before: Closing | None, village: str, last: date) -> Closing:
    """Return books that are closed until a day, or further where they were: what came before is closed with it."""
    if before is None:
        return Closing(village, last)
    return replace(before, until=max(before.until, last), version=before.version + 1)
