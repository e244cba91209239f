"""What a client may ask of the list of requests: which, from when to when, how far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from kernel.problems import InvalidFields, NotFound
from kernel.texts import Text

WIDEST = timedelta(days=90)
"""How far a list of requests reaches (GeoReport v2, GET Service Requests)."""

MOST_REQUESTS = 1000
"""How many requests a list has over all its pages, the newest ones (GeoReport v2, Response Volume)."""

MOST_ON_A_PAGE = 100
MOST_IDS = 30
"""How many requests are looked up at once by their ids: as many as somebody may in a minute."""


class Period(NamedTuple):
    """From when to when requests are asked for, both included."""

    start: datetime
    end: datetime


def refuse_other_jurisdiction(given: str | None, county: str) -> None:
    """Let pass who names this county as `jurisdiction_id`, or none: this server serves only one.

    Raises
    ------
    NotFound
        Another jurisdiction is named.
    """
    if given and given != county:
        raise NotFound(
            Text(
                f"没有 jurisdiction_id “{given}”，本县为 {county}。",
                f"jurisdiction_id {given!r} was not found; this county is {county}.",
            )
        )


def called_at(path: str, headers: Mapping[str, str]) -> str:
    """Return the address under which a client really called, up to the version: with a stage or a mapping before it, by plain HTTP here."""
    host = headers.get("x-forwarded-host") or headers.get("host", "")
    is_here = host.partition(":")[0] in ("localhost", "127.0.0.1") or host.startswith("[::1]")
    scheme = headers.get("x-forwarded-proto") or ("http" if is_here else "https")
    return f"{scheme}://{host}{path.rpartition('/')[0]}"


def several(text: str | None) -> list[str]:
    """Return the values of a comma-delimited argument; an empty one is as if it were not there."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def statuses(text: str | None) -> frozenset[str]:
    """Return the statuses asked for: `open`, `closed`, or both when not said.

    Raises
    ------
    InvalidFields
        Anything else.
    """
    wanted = frozenset(several(text)) or frozenset({"open", "closed"})
    if not wanted <= {"open", "closed"}:
        raise InvalidFields.one(
            "status", Text("只能是 open 或 closed。", "Must be open or closed.")
        )
    return wanted


def period(start: str | None, end: str | None, now: datetime) -> Period:
    """Return the period asked for: 90 days at most, up to now unless said otherwise.

    Raises
    ------
    InvalidFields
        A time is not ISO 8601 with an offset, or the period is longer than `WIDEST` or ends before it begins.
    """
    first, last = _instant("start_date", start), _instant("end_date", end)
    if first is None:
        last = last or now
        return Period(last - WIDEST, last)
    if last is None:
        return Period(first, min(now, first + WIDEST) if first < now else first)
    if last < first:
        raise InvalidFields.one(
            "end_date", Text("不得早于 start_date。", "Must not be before start_date.")
        )
    if last - first > WIDEST:
        raise InvalidFields.one(
            "end_date",
            Text(f"最多相隔 {WIDEST.days} 天。", f"May not span more than {WIDEST.days} days."),
        )
    return Period(first, last)


def _instant(name: str, text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        # A plus sign that was not escaped arrives as a blank.
        instant = datetime.fromisoformat(text.strip().replace(" ", "+"))
        if instant.tzinfo is None:
            raise ValueError("no offset")
        # Beyond these years no period can be counted.
        if not 2000 <= instant.year <= 2100:
            raise ValueError("out of range")
    except ValueError as fault:
        raise InvalidFields.one(
            name,
            Text(
                "须为带时区的 ISO 8601 时间，如 2026-01-01T00:00:00+08:00。",
                "Must be ISO 8601 with an offset, such as 2026-01-01T00:00:00+08:00.",
            ),
        ) from fault
    return instant


def refuse_far_page(page: int, page_size: int) -> None:
    """Let a page pass that lies within the newest `MOST_REQUESTS`.

    Raises
    ------
    InvalidFields
        It lies beyond.
    """
    if page * page_size > MOST_REQUESTS:
        raise InvalidFields.one(
            "page",
            Text(
                f"只列最新 {MOST_REQUESTS} 条，请缩小时间段。",
                f"Only the newest {MOST_REQUESTS} are listed; narrow the dates.",
            ),
        )
