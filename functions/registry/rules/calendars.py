"""What a year's holiday notice must be before anybody counts with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kernel import working_time
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text

_CALENDARS = Path(working_time.__file__).parent / "calendars"
_SATURDAY = 5


class Span(NamedTuple):
    """A holiday's days, both included."""

    first: date
    last: date


def check_notice(year: int, holidays: Sequence[Span], make_up_days: Sequence[date]) -> None:
    """Let a notice pass that can be one: days of its year, holidays apart from each other, make-up days on weekends.

    Days a notice names beside its year (the New Year of 2023 began on 2022-12-31) belong into that other year's calendar. The statutory
    days must be off (全国年节及纪念日放假办法 Art. 2, as data in `kernel/calendars`): a notice without them was mistyped, and limits would run
    through them; so was one with many more, and limits would hardly run at all.

    Raises
    ------
    InvalidFields
        `errors` names every day that does not fit.
    """
    faults = [
        *_faults_of_holidays(year, holidays),
        *_faults_of_make_up_days(year, holidays, make_up_days),
    ]
    missing = [day for day in statutory_days(year) if not _is_off(day, holidays)]
    if missing:
        days = "、".join(day.isoformat() for day in missing)
        faults.append(
            FieldError(
                "holidays",
                Text(f"缺少法定节假日 {days}。", f"Statutory days are missing: {days}."),
            )
        )
    faults += _faults_of_length(holidays, make_up_days)
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


def statutory_days(year: int) -> list[date]:
    """Return the statutory holidays of a year, as far as they are known beforehand; none before the law in force."""
    law = _data("statutory")
    if date(year, 1, 1) < date.fromisoformat(law["valid_from"]):
        return []
    fixed = [date.fromisoformat(f"{year}-{day}") for day in law["fixed_days"]]
    festivals = _data("festivals")["days"].get(str(year))
    if festivals is None:
        return fixed
    spring, *others = (date.fromisoformat(f"{year}-{day}") for day in festivals if day)
    return sorted({*fixed, *others, *(spring + timedelta(days=number) for number in range(-1, 3))})


@lru_cache(maxsize=2)
def _data(name: str) -> dict[str, Any]:
    return json.loads((_CALENDARS / f"{name}.json").read_bytes())


def _faults_of_length(
    holidays: Sequence[Span], make_up_days: Sequence[date]
) -> Iterator[FieldError]:
    most = _data("festivals")["most"]
    for number, span in enumerate(holidays):
        if (span.last - span.first).days >= most["days_of_a_holiday"]:
            yield FieldError(
                f"holidays.{number}.to",
                Text(
                    f"一个假期最多 {most['days_of_a_holiday']} 天。",
                    f"A holiday has at most {most['days_of_a_holiday']} days.",
                ),
            )
    off = {
        span.first + timedelta(days=number)
        for span in holidays
        for number in range(min((span.last - span.first).days + 1, 366))
    }
    worked = sum(day.weekday() < _SATURDAY for day in off) - len(set(make_up_days))
    if len(off) > most["days_off"] or worked > most["working_days_off"]:
        yield FieldError(
            "holidays",
            Text(
                f"全年放假最多 {most['days_off']} 天，扣除调休后最多占用 {most['working_days_off']} 个工作日。",
                f"A year has at most {most['days_off']} days off, and {most['working_days_off']} working days less.",
            ),
        )


def _faults_of_holidays(year: int, holidays: Sequence[Span]) -> Iterator[FieldError]:
    taken: list[Span] = []
    for number, span in enumerate(holidays):
        if span.last < span.first:
            yield FieldError(
                f"holidays.{number}.to", Text("不得早于开始日期。", "Must not be before `from`.")
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
