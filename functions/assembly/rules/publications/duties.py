"""What must be published for every period, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assembly.rules.publications.kinds import PublicationKind
from assembly.rules.publications.table import first_day, last_day, table
from kernel import clock
from kernel.clock import midnight_after
from kernel.law import Reference, reference
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


class DutyStatus(Named):
    """Where a period stands that must be published."""

    PUBLISHED = "published", "已公开", "published"
    PENDING = "pending", "待公开", "to be published"
    MISSING = "missing", "逾期未公开", "missing"


def duty_status(publication: str | None, due_on: date, day: date) -> DutyStatus:
    """Return where a period stands on a day; what is published late is published."""
    if publication:
        return DutyStatus.PUBLISHED
    return DutyStatus.MISSING if day > due_on else DutyStatus.PENDING


class PeriodNeeded(InvalidFields):
    """A publication that a duty asks for says for which month or quarter it is."""

    slug = "period-needed"


@record
class DutyRecord:
    """What is known about a period that must be published: what published it, or by which obligation it climbs."""

    id: str
    village: str
    title: str
    publication: str | None = None
    obligation: str | None = None
    due_at: str | None = None
    turn: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be published for every period.

    Attributes
    ----------
    monthly_since
        From which day on it was monthly or not, oldest first; before the first it was not.
    """

    code: str
    name: Text
    law: Reference
    monthly_since: tuple[tuple[str, bool], ...] = ()

    def period_of(self, day: date, today: date) -> str:
        """Return the period a day lies in, as it looks today: `2026-11` or `2026-Q4`.

        How often holds for whole quarters: the running one goes by what holds today, an ended one by what held on its last day, so that
        no change makes a period vanish that is missing.
        """
        quarter = f"{day.year}-Q{(day.month + 2) // 3}"
        asked = min(last_day(quarter), today).isoformat()
        held = [monthly for since, monthly in self.monthly_since if since <= asked]
        return day.strftime("%Y-%m") if held and held[-1] else quarter

    def periods(self, began: date, today: date) -> list[str]:
        """Return every period since a village began, up to the running one; of many the newest."""
        found: list[str] = []
        day = began
        while day <= today:
            found.append(self.period_of(day, today))
            day = last_day(found[-1]) + timedelta(days=1)
        return found[-table()["most_periods"]["number"] :]

    def due_on(self, period: str) -> date:
        """Return the last day by which a period is to be published."""
        return last_day(period) + timedelta(days=table()["grace_days"]["days"])


def duties(changes: Sequence[tuple[str, bool]]) -> list[Duty]:
    """Return the duties of a village.

    Parameters
    ----------
    changes
        From which day on the village had so much income and expense that it publishes them every month, or no longer (村委会法 Art. 35).
    """
    return [
        Duty(
            said["code"],
            Text(said["name"]["zh"], said["name"]["en"]),
            reference(said["cites"]),
            tuple(changes) if said.get("monthly_when_busy") else (),
        )
        for said in table()["duties"]
    ]


def duty_id(village: str, duty: str, period: str) -> str:
    """Return the id of what is known about a duty's period."""
    return f"{village}~{duty}~{period}"


def unknown(village: str, duty: Duty, period: str) -> DutyRecord:
    """Return what is known of a period before anything happened."""
    return DutyRecord(
        id=duty_id(village, duty.code, period), village=village, title=f"{duty.name.zh} {period}"
    )


def is_to_be_owed(record: DutyRecord) -> bool:
    """Tell whether a period that has ended is not published, and nobody follows it up yet."""
    return not record.publication and not record.obligation


def owed(record: DutyRecord, obligation: str, due_on: date) -> DutyRecord:
    """Return the record of a period that its village owes by a day."""
    return replace(
        record,
        publication=None,
        obligation=obligation,
        due_at=clock.iso(midnight_after(due_on)),
        turn=record.village,
    )


def fulfilled(record: DutyRecord, publication: str) -> DutyRecord:
    """Return the record of a period that is published: nobody's turn any more."""
    return replace(record, publication=publication, obligation=None, due_at=None, turn=None)


def due_again(today: date) -> date:
    """Return by when a period whose publication was removed is to be published again: as long as there was at first."""
    return today + timedelta(days=table()["grace_days"]["days"])


def duty_for(kind: str, changes: Sequence[tuple[str, bool]]) -> Duty | None:
    """Return the duty a kind of publication fulfils; None for a kind no duty asks for."""
    return next((each for each in duties(changes) if each.code == kind), None)


def require_period(
    kind: PublicationKind, period: str | None, changes: Sequence[tuple[str, bool]], *, today: date
) -> None:
    """Let a publication that a duty asks for say for which period it is.

    Raises
    ------
    PeriodNeeded
        The duty's period is missing, of the wrong length, or has not begun.
    """
    duty = duty_for(kind, changes)
    if duty is None:
        return
    fits = False
    if period is not None:
        begun = first_day(period)
        fits = begun <= today and duty.period_of(begun, today) == period
    if not fits:
        running = duty.period_of(today, today)
        raise PeriodNeeded.one(
            "period",
            Text(
                f"须填写已开始的公开期间，例如 {running}。",
                f"Name a period that has begun, such as {running}.",
            ),
        )


def monthly(changes: Sequence[tuple[str, bool]]) -> bool:
    """Tell whether a village publishes its finance every month from its last change on."""
    return bool(changes and changes[-1][1])
