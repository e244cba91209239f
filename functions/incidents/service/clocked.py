"""Incidents as one kind of what climbs: what the clock of everything owed needs to know of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from escalation.rules.climbing import Timer
from escalation.service.kinds import Book, Moved, Resume, Wanted
from escalation.store.partitions import partitions
from escalation.store.rows import id_in, past
from incidents.rules.states import Status
from incidents.service.metrics import record_metrics
from incidents.service.recount_incident import recount_incident
from incidents.service.wake_incident import wake_incident
from incidents.store import incidents
from incidents.store.rows import IncidentRow
from kernel.storage.dynamo import query, read_attributes
from kernel.storage.unit_of_work import carry_out

_BY_LOOK = "by_look"
_A_PAGE = 50
_MOST_SETTLED = 40


def _is_open(status: str) -> bool:
    return Status(status).is_open


def _wake(incident_id: str, wanted: Wanted, timer: Timer) -> Moved | None:
    moved = carry_out(lambda work: wake_incident(work, incident_id, wanted, timer)).result
    for _ in range(_MOST_SETTLED):
        if moved is None or not getattr(moved.thing, "settles", None):
            break
        # Its reporters are many: the next of them at once, what is left when it is looked at next.
        moved = carry_out(lambda work: wake_incident(work, incident_id, wanted, timer)).result
    return moved


def _recount(incident_id: str, everything: bool) -> Moved | None:
    return carry_out(lambda work: recount_incident(work, incident_id, everything)).result


def _overslept(before: datetime) -> list[Iterator[tuple[str, str]]]:
    return [
        past(IncidentRow, _BY_LOOK, ("clock", place), "look_at", before) for place in partitions()
    ]


def _doubtful(everything: bool, resume: Resume | None) -> tuple[list[str], Resume | None]:
    places = partitions()
    at = resume or {"place": places[0], "start": None}
    page = query(
        IncidentRow,
        ("clock", at["place"]),
        index=_BY_LOOK,
        limit=_A_PAGE,
        start=at["start"],
    )
    if page.next_key:
        at = {**at, "start": page.next_key}
    else:
        place = next((one for one in places if one > at["place"]), None)
        at = {"place": place, "start": None} if place else None
    keys = [IncidentRow.key(id_in(item)) for item in page.items]
    rows = read_attributes(keys, ("provisional",))
    return [
        key.pk.partition("#")[2]
        for key, row in zip(keys, rows, strict=True)
        if row and (everything or row["provisional"]["BOOL"])
    ], at


INCIDENTS = Book(
    row="INCIDENT",
    key=IncidentRow.key,
    load=incidents.load,
    is_open=_is_open,
    wake=_wake,
    recount=_recount,
    overslept=_overslept,
    doubtful=_doubtful,
    record_metrics=record_metrics,
)
