"""Quiet hours: when a tier may be disturbed, and what waits until then. No I/O.

Notices go out in the hours the settings open for a tier: on working days those of the weekday, on
days off by the working calendar those of days off, whatever weekday they fall on. A make-up working
Saturday is a working day and has the hours of Saturdays (DOMAIN 8.3, 10.1). What is urgent always
goes out. An incident's own clock knows nothing of quiet hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from escalation.rules.clocked import Severity
from kernel.clock import SHANGHAI
from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier
from kernel.working_days import is_working_day

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_OFF: Final = "day_off"
SHORTEST_WINDOW: Final = timedelta(minutes=30)
"""What is held goes out within the first minutes of a window; a shorter one might be slept through."""

# Openings on Monday to Friday or on days off come round within weeks, whatever holidays do.
_LOOK_AHEAD_DAYS = 366


class Window(NamedTuple):
    """Part of a day in Beijing in which notices go out: from `opens` up to, not including, `closes`."""

    opens: timedelta
    closes: timedelta


@record
class TierHours:
    """When a tier may be disturbed.

    Attributes
    ----------
    weekdays
        The windows of working days, Monday first, each day's in ascending order.
    day_off
        The windows of days off by the working calendar.
    """

    weekdays: tuple[tuple[Window, ...], ...]
    day_off: tuple[Window, ...]

    def on(self, day: date) -> tuple[Window, ...]:
        """Return the windows of a day in Beijing."""
        return self.weekdays[day.weekday()] if is_working_day(day) else self.day_off


@record
class Bundling:
    """When notices that waited become one message.

    Attributes
    ----------
    at_least
        From so many waiting for one unit on, they are bundled.
    at_most
        So many in one message.
    """

    at_least: int
    at_most: int


@record
class Settings:
    """One version of a county's notice settings."""

    version: int
    hours: Mapping[Tier, TierHours]
    bundling: Bundling


class NeverOpen(LookupError):
    """A tier's windows come round at no time; `windows_fault` refuses such settings."""


def opening(hours: TierHours, now: datetime) -> datetime | None:
    """Return when a tier may be disturbed next; None: it may be now.

    Parameters
    ----------
    now
        The instant asked about, with a time zone.

    Returns
    -------
    datetime or None
        The start of the next window, in UTC.

    Raises
    ------
    NeverOpen
        No window comes within a year.
    """
    local = now.astimezone(SHANGHAI)
    passed = local - local.replace(hour=0, minute=0, second=0, microsecond=0)
    if any(window.opens <= passed < window.closes for window in hours.on(local.date())):
        return None
    for ahead in range(_LOOK_AHEAD_DAYS + 1):
        day = local.date() + timedelta(days=ahead)
        for window in hours.on(day):
            if ahead or window.opens > passed:
                midnight = datetime.combine(day, time(), tzinfo=SHANGHAI)
                return (midnight + window.opens).astimezone(UTC)
    raise NeverOpen


def held_until(
    settings: Settings, tier: Tier, severity: Severity, now: datetime
) -> datetime | None:
    """Return until when a notice to a tier waits; None: it may go out now. Urgent ones never wait."""
    return None if severity is Severity.URGENT else opening(settings.hours[tier], now)


def parse(document: Mapping[str, Any], version: int) -> Settings:
    """Return the settings a validated document describes (`model.NoticeSettings` or the packaged default)."""
    return Settings(
        version,
        {Tier(tier): _tier_hours(hours) for tier, hours in document["hours"].items()},
        Bundling(document["bundling"]["at_least"], document["bundling"]["at_most"]),
    )


def _tier_hours(document: Mapping[str, Any]) -> TierHours:
    return TierHours(
        tuple(_windows(document[day]) for day in WEEKDAYS), _windows(document[DAY_OFF])
    )


def _windows(document: Iterable[Mapping[str, str]]) -> tuple[Window, ...]:
    return tuple(Window(_clock_time(one["opens"]), _clock_time(one["closes"])) for one in document)


def _clock_time(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def windows_fault(windows: Iterable[Mapping[str, str]]) -> Text | None:
    """Say what is wrong with the windows of one day; None when nothing is."""
    before = timedelta()
    for window in _windows(windows):
        if window.opens < before:
            return Text(
                "各时段须按先后排列，不得重叠。", "Windows must be in order and not overlap."
            )
        if window.closes - window.opens < SHORTEST_WINDOW:
            return Text(
                "每个时段至少 30 分钟，且须当日结束（至 24:00）。",
                "A window has at least 30 minutes and ends on the same day (24:00 at the latest).",
            )
        before = window.closes
    return None


def never_open_fault(hours: Mapping[str, Any]) -> Text | None:
    """Say why a tier could never be told anything; None when it can.

    Working Saturdays and Sundays alone do not count: they come a few times a year.
    """
    if any(hours[day] for day in (*WEEKDAYS[:5], DAY_OFF)):
        return None
    return Text(
        "该层级没有任何可发送时段，通知将永远无法送达；周一至周五或休息日至少须有一个时段。",
        "This tier would never be told anything: Monday to Friday or days off need a window.",
    )


def rounds(waiting: Iterable[Any]) -> list[list[Any]]:
    """Return what waits in rounds: the first of every incident, then the second, and so on.

    Whatever is bundled within a round, each incident's notices keep their order.

    Parameters
    ----------
    waiting
        Delivery records with `incident_id` and `seq`, in any order.
    """
    by_incident: dict[str, list[Any]] = {}
    for row in waiting:
        by_incident.setdefault(row.incident_id, []).append(row)
    queues = [sorted(rows, key=lambda row: int(row.seq)) for rows in by_incident.values()]
    longest = max(map(len, queues), default=0)
    return [[queue[turn] for queue in queues if turn < len(queue)] for turn in range(longest)]
