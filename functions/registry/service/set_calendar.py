"""Load a year's holiday notice, or replace it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel import clock, holidays
from kernel.access import Role
from kernel.actors import Actor
from kernel.holidays import CalendarRow
from kernel.storage.unit_of_work import Outcome
from registry.model.calendars import CalendarBody
from registry.rules.calendars import Span, check_notice, check_year
from registry.service.asked import Asked, Saved
from registry.service.show_calendars import calendar_view, loaded_in
from registry.store.register import Register


def put_calendar(asked: Asked, year: int, body: CalendarBody) -> Outcome[Saved]:
    """Load a year's notice, or replace it; everything counts with it within a minute.

    Raises
    ------
    InvalidFields
        The notice cannot be one of this year.
    VersionRequired
        The year is counted with already; a packaged one counts as version 0.
    """
    check_year(year, body.year, body.valid_from, body.valid_to)
    spans = [Span(holiday.first, holiday.last) for holiday in body.holidays]
    check_notice(year, spans, body.make_up_working_days)
    caller = asked.scope.person
    post = next(post for post in caller.posts if post.role is Role.COUNTY_ADMIN)
    notice = body.model_dump(mode="json", by_alias=True, exclude_none=True)
    key = CalendarRow.key()

    def decide(register: Register) -> Saved:
        loaded = loaded_in(register.find(key))
        before = calendar_view(year, loaded)
        asked.seen.refuse_unseen(before["version"] if before else None)
        version = before["version"] + 1 if before else 1
        kept = {
            "notice": notice,
            "version": version,
            "set_by": caller.person_id,
            "set_at": clock.iso(clock.now()),
        }
        _keep(register, loaded, year, kept, corrects=before is not None)
        register.note(key, "calendar set", Actor.of(caller, post), year=year, version=version)
        view = calendar_view(year, {year: kept})
        assert view is not None
        return Saved(view, version, is_new=before is None)

    outcome = asked.change(decide)
    holidays.forget()
    return outcome


def _keep(
    register: Register,
    loaded: Mapping[int, Mapping[str, Any]],
    year: int,
    kept: Mapping[str, Any],
    *,
    corrects: bool,
) -> None:
    # All years in one row: whoever counts reads them with the caller, in one read.
    years = {str(one): value for one, value in loaded.items()} | {str(year): kept}
    row = register.find(CalendarRow.key())
    corrected = {"corrected_in": int(row.version) + 1 if row else 1} if corrects else {}
    register.alter(CalendarRow.key(), {"years": years, "changed_at": kept["set_at"], **corrected})
