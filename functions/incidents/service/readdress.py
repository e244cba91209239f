"""Let open incidents follow the units they hang on, when those are closed or merged: each in a transaction of its own, once."""

from __future__ import annotations

from collections.abc import Iterator

from escalation.rules.readdressing import Heirs, heir_of
from incidents.rules import readdressing
from incidents.rules.incident import Incident
from incidents.rules.readdressing import heirs_for
from incidents.rules.states import Status
from incidents.service.keep_change import keep_change
from incidents.service.metrics import record_metrics
from incidents.store import incidents
from incidents.store.changes import every_entry
from incidents.store.lists import area_listing, list_page, queue_listing
from incidents.store.policies import policy_of
from incidents.store.staffing import staffing_around
from kernel import clock
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Level, level_of

_A_PAGE = 100
_OPEN = {"status": ("in", *(str(status) for status in Status if status.is_open))}


def readdress(heirs: Heirs, by: Actor, *, dry_run: bool) -> Iterator[tuple[str, str, str]]:
    """Give each open incident that hangs on a unit that is no more, with who was responsible and who is; and move it unless it is a dry run."""
    for incident_id in list(dict.fromkeys(_hanging_on(heirs))):
        incident = incidents.load(incident_id)
        if incident is None or not readdressing.hangs_on(incident, heirs):
            continue
        if not dry_run:
            carry_out(lambda work, one=incident_id: _readdress(work, one, heirs, by))
        left = incident.responsible_unit
        yield incident_id, left, heir_of(left, heirs_for(incident, heirs))


def _readdress(work: UnitOfWork, incident_id: str, heirs: Heirs, by: Actor) -> None:
    incident = incidents.find(work, incident_id)
    if incident is None:
        return
    change = readdressing.readdress(
        incident,
        heirs,
        by,
        clock.now(),
        policy_of(incident),
        staffing_around(incident, *_units_after(incident, heirs)),
        tasks=incidents.find_all(work, incident.tasks),
        joint_with=incidents.find_joint_with(work, incident),
    )
    if change is None:
        return
    kept = keep_change(work, change)
    work.afterwards(lambda: record_metrics(every_entry(kept)))


def _units_after(incident: Incident, heirs: Heirs) -> list[str]:
    named = (incident.unit, incident.responsible_unit)
    return [heir_of(unit, heirs_for(incident, heirs)) for unit in named]


def _hanging_on(heirs: Heirs) -> Iterator[str]:
    """Give the ids of what lies in these units or waits for them, by indexes that may lag: what is missed, the next run finds."""
    for unit in heirs:
        listings = [queue_listing(unit)]
        if level_of(unit) is not Level.DEPARTMENT:
            listings.append(area_listing([unit], _OPEN))
        for listing in listings:
            cursor: str | None = None
            while True:
                page = list_page(listing, _A_PAGE, cursor)
                yield from (row["id"]["S"] for row in page.rows)
                cursor = page.next_cursor
                if cursor is None:
                    break
