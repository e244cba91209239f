"""What a year's holiday notice must be before anybody counts with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kernel import working_time
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text

_STATUTORY = Path(working_time.__file__).parent / "calendars" / "statutory.json"
_SATURDAY = 5


class Span(NamedTuple):
    """A holiday's days, both included."""

    first: date
    last: date


def check_notice(year: int, holidays: Sequence[Span], make_up_days: Sequence[date]) -> None:
    """Let a notice pass that can be one: days of its year, holidays apart from each other, make-up days on weekends.

    Days a notice names beside its year (the New Year of 2023 began on 2022-12-31) belong into that other year's calendar. The statutory
    days that have a date of their own must be off (全国年节及纪念日放假办法 Art. 2, as data in `kernel/calendars/statutory.json`): a notice
    without them was mistyped, and limits would run through them.

    Raises
    ------
    InvalidFields
        `errors` names every day that does not fit.
    """
    faults = [
        *_faults_of_holidays(year, holidays),
        *_faults_of_make_up_days(year, holidays, make_up_days),
    ]
    missing = [day for day in fixed_days(year) if not _is_off(day, holidays)]
    if missing:
        days = "、".join(day.isoformat() for day in missing)
        faults.append(
            FieldError(
                "holidays",
                Text(f"缺少法定节假日 {days}。", f"Statutory days are missing: {days}."),
            )
        )
    if faults:
        raise InvalidFields(errors=faults)


def check_year(year: int, said: int, first: date | None, last: date | None) -> None:
    """Let a notice pass that says of itself that it is of this year.

    Raises
    ------
    InvalidFields
        It is of another, or its first or last day, where it names one, is not the year's.
    """
    faults = [
        FieldError(name, Text(f"须为 {wanted}。", f"Must be {wanted}."))
        for name, day, wanted in (
            ("valid_from", first, date(year, 1, 1)),
            ("valid_to", last, date(year, 12, 31)),
        )
        if day is not None and day != wanted
    ]
    if said != year:
        faults.append(
            FieldError("year", Text("与路径中的年份不同。", "Is not the year of the path."))
        )
    if faults:
        raise InvalidFields(errors=faults)


def fixed_days(year: int) -> list[date]:
    """Return the statutory holidays of a year that have a date of their own; none before the law in force."""
    law = _law()
    if date(year, 1, 1) < date.fromisoformat(law["valid_from"]):
        return []
    return [date.fromisoformat(f"{year}-{day}") for day in law["fixed_days"]]


@lru_cache(maxsize=1)
def _law() -> dict[str, Any]:
    return json.loads(_STATUTORY.read_bytes())


def _faults_of_holidays(year: int, holidays: Sequence[Span]) -> Iterator[FieldError]:
    taken: list[Span] = []
    for number, span in enumerate(holidays):
        if span.last < span.first:
            yield FieldError(
                f"holidays.{number}.to", Text("不得早于 from。", "Must not be before `from`.")
            )
        for name, day in (("from", span.first), ("to", span.last)):
            if day.year != year:
                yield FieldError(f"holidays.{number}.{name}", _other_year(year))
        if any(span.first <= other.last and other.first <= span.last for other in taken):
            yield FieldError(
                f"holidays.{number}",
                Text("与前面的假期重叠。", "Overlaps with a holiday before it."),
            )
        taken.append(span)


def _faults_of_make_up_days(
    year: int, holidays: Sequence[Span], make_up_days: Sequence[date]
) -> Iterator[FieldError]:
    seen: set[date] = set()
    for number, day in enumerate(make_up_days):
        field = f"make_up_working_days.{number}"
        if day.year != year:
            yield FieldError(field, _other_year(year))
        if day.weekday() < _SATURDAY:
            yield FieldError(
                field, Text("调休上班日须为周六或周日。", "A make-up day is a Saturday or Sunday.")
            )
        if _is_off(day, holidays):
            yield FieldError(
                field, Text("在假期内，不能同时上班。", "Lies within a holiday of this notice.")
            )
        if day in seen:
            yield FieldError(field, Text("重复。", "Named twice."))
        seen.add(day)


def _is_off(day: date, holidays: Sequence[Span]) -> bool:
    return any(span.first <= day <= span.last for span in holidays)


def _other_year(year: int) -> Text:
    return Text(
        f"不在 {year} 年；通知中涉及其他年份的日期，请录入该年的日历。",
        f"Not in {year}; days a notice names in another year belong into that year's calendar.",
    )
