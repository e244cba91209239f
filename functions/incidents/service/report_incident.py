"""Report an incident."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple, cast

from escalation.rules.clocked import Staffing
from escalation.store.rows import COUNTY
from escalation.store.staffing import staffing_keys, staffing_of
from incidents.rules import reporting
from incidents.rules.incident import Change
from incidents.rules.policy import Policy
from incidents.rules.reporting import PERSON_ID, Arrival, Point, Report
from incidents.rules.seeing import may_report_at, near_post
from incidents.service.locate import cgcs2000, place_of
from incidents.service.metrics import record_metrics
from incidents.service.see_incident import IncidentSeen, see
from incidents.store import incidents
from incidents.store.changes import open_incident
from incidents.store.policies import policy_in_force
from incidents.store.rows import AnswerRow, ClientRefRow, PolicyRow
from kernel import clock, ids
from kernel.access import PLACE_STAFF, STAFF
from kernel.actors import Actor
from kernel.directory import PersonRow, refuse_closed
from kernel.problems import InvalidFields, OutsideYourArea
from kernel.scope import Scope
from kernel.storage.rates import counting
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.units import is_place

_LONGEST_NUMBER = 100


class Received(NamedTuple):
    """A report as it was decided, and what it was decided on; nothing is written yet."""

    change: Change
    policy: Policy
    staffing: Staffing


def report_incident(
    work: UnitOfWork,
    asking: Scope,
    command: Report,
    *,
    further: Callable[[Received], Change] | None = None,
) -> IncidentSeen:
    """Open an incident as reported; what the same person has reported by the same `client_ref` is the same report.

    Parameters
    ----------
    further
        What is done with it at once, in the same transaction: the change that reports it and goes on from there.

    Raises
    ------
    OutsideYourArea, InvalidFields, UnitClosed, OutsideEveryGrid, UnknownCategory
        The report cannot be taken.
    """
    before = reported_before(work, asking, command)
    if before:
        return before
    received = receive(asking, command)
    kept = open_incident(work, further(received) if further else received.change)
    if not asking.person.holds(STAFF):
        # Staff report what they are asked to; a phone may bring a hundred at once.
        work.write(counting(AnswerRow, "reports", asking.person.person_id, clock.now()))
    work.afterwards(lambda: record_metrics(kept.entries))
    return see(asking.person, kept.incident, received.policy)


def reported_before(work: UnitOfWork, asking: Scope, command: Report) -> IncidentSeen | None:
    """Return what the caller has reported by the same number of the own, however it stands now."""
    if command.client_ref is None:
        return None
    caller = asking.person
    known = incidents.find_reported_as(work, caller.person_id, command.client_ref)
    if known is None:
        return None
    asking.allow(proven=True)
    return see(caller, known)


def receive(asking: Scope, command: Report) -> Received:
    """Decide on a report: where it is about, whether the caller may report there, who has to act first."""
    unit, location = place_of(command.unit, command.point)
    caller = asking.person
    asking.allow(may_report_at(caller, unit), OutsideYourArea)
    policy_row, *units = asking.recall([PolicyRow.current(), *staffing_keys(unit)])
    if units[-1] is None:
        raise InvalidFields.one("unit", Text("没有这个单位。", "There is no such unit."))
    refuse_closed(units, clock.today())
    _refuse_wrong_beneficiary(asking, command.on_behalf_of)
    now = clock.now()
    policy, staffing = policy_in_force(policy_row).value, staffing_of(unit, units)
    change = reporting.report(
        command,
        Arrival(
            incident_id=ids.new_id(now),
            case_code=ids.new_case_code(COUNTY, now),
            unit=unit,
            location=location,
            actor=Actor.of(caller, caller.post_over(unit, PLACE_STAFF) or near_post(caller, unit)),
            now=now,
            policy=policy,
            staffing=staffing,
        ),
    )
    return Received(change, policy, staffing)


def own_number_in(said: Any, person_id: str | None) -> Iterable[Key]:
    """Give the row that says whether somebody has reported by the number in an unchecked body before."""
    own = cast("Any", said.get("client_ref")) if isinstance(said, Mapping) else None  # pyright: ignore[reportUnknownMemberType]
    if person_id and isinstance(own, str) and 0 < len(own) <= _LONGEST_NUMBER:
        yield ClientRefRow.key(person_id, own)


def rows_needed(said: Any) -> Iterable[Key]:
    """Give the rows that `receive` will ask for, as far as an unchecked body tells, so that they are read with the caller."""
    yield PolicyRow.current()
    if not isinstance(said, Mapping):
        return
    unit, on_behalf_of, location = (
        cast("Any", said.get(name))  # pyright: ignore[reportUnknownMemberType]
        for name in ("unit", "on_behalf_of", "location")
    )
    if isinstance(unit, str) and is_place(unit):
        yield from staffing_keys(unit)
    if isinstance(on_behalf_of, str) and re.fullmatch(PERSON_ID, on_behalf_of):
        yield PersonRow.key(on_behalf_of)
    point = _point_in(location)
    if point:
        from registry import where_to_look

        # What is wrong with a point is told when the route comes to it.
        with suppress(ValueError, InvalidFields):
            yield where_to_look(*cgcs2000(point))


def _point_in(location: Any) -> Point | None:
    match location:
        case {"lat": int() | float() as lat, "lon": int() | float() as lon, "crs": str(crs)}:
            believable = -90 <= lat <= 90 and -180 <= lon <= 180
            return Point(lat, lon, crs) if believable else None
        case _:
            return None


def _refuse_wrong_beneficiary(asking: Scope, person_id: str | None) -> None:
    """Let staff report on behalf of persons of their own area; whoever a report is made for may read it.

    Of anybody else it is not told whether there is such a person.
    """
    if person_id is None or person_id == asking.person.person_id:
        return
    if not asking.person.holds(STAFF):
        raise InvalidFields.one(
            "on_behalf_of",
            Text("仅工作人员可代他人上报。", "Only staff may report on behalf of others."),
        )
    row: PersonRow | None = asking.recall([PersonRow.key(person_id)])[0]
    posts = row.as_caller(clock.today()).posts if row else ()
    if not any(asking.person.post_over(post.unit, STAFF) for post in posts):
        raise InvalidFields.one(
            "on_behalf_of",
            Text("本辖区没有登记此人。", "Nobody of this id is registered in your area."),
        )
