"""Show the years that are counted with: packaged ones, and those the county loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel import clock
from kernel.holidays import CalendarRow
from kernel.law import Citation, agreed, reference
from kernel.problems import NotFound
from kernel.storage.dynamo import read
from kernel.working_days import packaged_notice, packaged_years
from registry.model.calendars import CalendarList, CalendarSummary, CalendarView
from registry.service.asked import Shown


def list_calendars() -> CalendarList:
    """Return the years whose notice is counted with."""
    loaded = _loaded()
    found = (calendar_view(year, loaded) for year in sorted({*packaged_years(), *loaded}))
    return CalendarList(
        items=[
            CalendarSummary(
                year=view["year"],
                origin=view["origin"],
                version=view["version"],
                title=view["notice"]["source"]["title"],
            )
            for view in found
            if view
        ]
    )


def show_calendar(year: int) -> Shown:
    """Return a year's notice.

    Raises
    ------
    NotFound
        Nobody loaded it: the year is counted by weekdays.
    """
    view = calendar_view(year, _loaded())
    if view is None:
        raise NotFound
    return Shown(view, view["version"])


def loaded_in(row: CalendarRow | None) -> dict[int, dict[str, Any]]:
    """Return what the county loaded, by year."""
    return {int(year): dict(kept) for year, kept in row.years.items()} if row else {}


def calendar_view(year: int, loaded: Mapping[int, Mapping[str, Any]]) -> CalendarView | None:
    """Return a year's notice, the county's own before the packaged one; None where there is none."""
    kept = loaded.get(year)
    if kept is not None:
        return CalendarView(
            year=year,
            origin="county",
            version=int(kept["version"]),
            set_by=kept["set_by"],
            set_at=clock.local_iso(clock.from_iso(kept["set_at"])),
            notice=kept["notice"],
            citation=_loaded_notice(year, kept["notice"]).view("zh"),
        )
    notice = packaged_notice(year)
    if notice is None:
        return None
    return CalendarView(
        year=year,
        origin="packaged",
        version=0,
        set_by=None,
        set_at=None,
        notice=dict(notice),
        citation=reference({"law": f"holiday-notice-{year}"}).tell("zh"),
    )


def _loaded_notice(year: int, notice: Mapping[str, Any]) -> Citation:
    """Return what a county loaded as a citation: nobody but the county has read it."""
    source = notice["source"]
    return agreed(source["title"], date(year, 1, 1), date(year, 12, 31), source.get("document"))


def _loaded() -> dict[int, dict[str, Any]]:
    return loaded_in(read([CalendarRow.key()], consistent=True)[0])
