"""What time alone makes of an errand, when it does so next, and what is owed of it by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kernel import clock
from kernel.working_time import Limit, add, add_seconds
from services.errands.rules import authority
from services.errands.rules.errand import EndGround, Errand
from services.errands.rules.errand_states import ERRANDS, ErrandAction, ErrandEvent, ErrandStatus
from services.errands.rules.standing import ErrandChange, Happened
from services.errands.rules.terms import amount, due

_RUNS = frozenset(
    status for row in ERRANDS.moves if row.action is ErrandAction.LAPSE for status in row.origin
)


def come_about(errand: Errand, now: datetime) -> ErrandChange | None:
    """Return what time alone has made of an errand by now; None: nothing.

    Silence counts as acceptance on the day the papers came (行政许可法 Art. 32), a term ends, a stopped clock runs on, a number goes.
    """
    happened: list[Happened] = []
    after = errand
    if after.status is ErrandStatus.ENTRUSTED and after.check_by and now > after.check_by:
        after = accepted(after, after.received_at)
        happened.append(Happened(ErrandEvent.ACCEPTED_BY_SILENCE, by_clock=True))
    if after.stop and now >= after.stop.until:
        after = resumed(after, after.stop.until)
        happened.append(Happened(ErrandEvent.RESUMED, by_clock=True))
    ends = authority.lapses_at(after)
    if ends and now >= ends and after.status in _RUNS:
        after = authority.end(after, EndGround.LAPSED, ends)
        happened.append(Happened(ErrandEvent.AUTHORITY_ENDED, EndGround.LAPSED.said.zh, True))
    if after.id_number and (gone := forgets_at(after)) and now >= gone:
        after = replace(after, id_number=None)
        happened.append(Happened(ErrandEvent.NUMBER_DELETED, by_clock=True))
    if not happened:
        return None
    return ErrandChange(errand, replace(after, version=errand.version + 1), tuple(happened))


def wakes_at(errand: Errand) -> datetime | None:
    """Return when something comes about by itself next; None: nothing does any more."""
    marks: list[datetime | None] = []
    if errand.status is ErrandStatus.ENTRUSTED and errand.check_by:
        marks.append(errand.check_by + timedelta(seconds=1))
    if errand.stop:
        marks.append(errand.stop.until)
    if errand.status in _RUNS:
        marks.append(authority.lapses_at(errand))
    if errand.id_number:
        marks.append(forgets_at(errand))
    return min(filter(None, marks), default=None)


def forgets_at(errand: Errand) -> datetime | None:
    """Return when the identity number and the copies are to go: so many days after the delivery, or after it came to an end."""
    since = errand.delivered_at or errand.ended_at
    return _days_after(since, amount("keep_scans_days")) if since else None


def hands_in_by(errand: Errand) -> datetime | None:
    """Return by when the papers are to be at the office: seen elsewhere, and nothing that climbs."""
    if errand.status is not ErrandStatus.ACCEPTED or errand.accepted_at is None:
        return None
    return due("hand_in_within", errand.accepted_at)


def duties_of(errand: Errand) -> dict[str, datetime]:
    """Return what the village owes of an errand now, by kind of obligation, and by when."""
    status, owed = errand.status, dict[str, datetime | None]()
    if status in (ErrandStatus.ACCEPTED, ErrandStatus.HANDLING):
        owed["errand_limit"] = errand.due_at
    if status is ErrandStatus.DECIDED and errand.result:
        owed["errand_delivery"] = due("deliver_within", errand.result.at)
    if status in (ErrandStatus.DELIVERED, ErrandStatus.ARCHIVED, ErrandStatus.REPORTED):
        owed["errand_closing"] = due("close_within", errand.delivered_at or errand.opened_at)
    if status in (ErrandStatus.DELIVERED, ErrandStatus.ENDED) and errand.out:
        since = errand.delivered_at or errand.ended_at or errand.opened_at
        owed["errand_return"] = due("return_within", since)
    if errand.rated and errand.rated.contact_by and not errand.rated.contacted_at:
        owed["errand_contact"] = errand.rated.contact_by
    if errand.scans and (gone := forgets_at(errand)):
        owed["errand_scans"] = gone
    return {kind: at for kind, at in owed.items() if at}


def accepted(errand: Errand, at: datetime) -> Errand:
    """Return an errand that is accepted from an instant on: its promised limit runs."""
    limit = Limit(errand.promised_days, "working_days")
    return replace(
        errand,
        status=ErrandStatus.ACCEPTED,
        accepted_at=at,
        due_at=add(at, limit).at,
        check_by=None,
    )


def resumed(errand: Errand, at: datetime) -> Errand:
    """Return an errand whose clock runs on with what was left; how long it stood is kept."""
    assert errand.stop is not None, "a clock that runs is not started"
    left = add_seconds(at, errand.stop.seconds_left, "working_days").at
    stood = (at - (errand.stop.since or at)).total_seconds()
    return replace(
        errand,
        status=ErrandStatus.HANDLING,
        due_at=left,
        stop=None,
        stopped_seconds=errand.stopped_seconds + int(stood),
    )


def _days_after(at: datetime, days: int) -> datetime:
    last = at.astimezone(clock.SHANGHAI).date() + timedelta(days=days + 1)
    return datetime(last.year, last.month, last.day, tzinfo=clock.SHANGHAI)
