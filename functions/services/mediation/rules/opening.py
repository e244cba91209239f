"""A dispute is registered: found on a round, asked for by a party, or handed on; what is never a dispute is refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from kernel.field_time import believed, is_believable
from kernel.record import record
from kernel.units import Level, ancestor
from kernel.working_time import add
from services.mediation.rules.case import Case, Link, MediationStatus, Party
from services.mediation.rules.refusals import NeverADispute, TriedAgain
from services.mediation.rules.terms import amount, document, law_of, limit, named
from services.mediation.rules.words import DisputeDanger, DisputeKind, DisputeSource


@record
class Dispute:
    """What is said of a dispute when it is registered."""

    place: str
    kind: DisputeKind
    source: DisputeSource
    summary: str
    parties: tuple[Party, ...]
    dangers: frozenset[DisputeDanger] = frozenset()
    about_land: bool = False
    at_town: bool = False
    found_at: datetime | None = None
    client_ref: str | None = None


def open_case(
    case_id: str, said: Dispute, by: str, now: datetime, came_from: Link | None = None
) -> Case:
    """Return a dispute as it is registered with the committee of its village, or of its town.

    Raises
    ------
    NeverADispute
        Somebody was hurt, or a child is in danger; says whom to report to.
    """
    refuse_dangers(said.dangers)
    unit = ancestor(said.place, Level.TOWN if said.at_town else Level.VILLAGE)
    assert unit is not None, "a dispute is in a village"
    days = amount("believable_days")
    return Case(
        id=case_id,
        unit=unit,
        place=said.place,
        kind=said.kind,
        source=said.source,
        summary=said.summary,
        parties=said.parties,
        opened_by=by,
        opened_at=now,
        found_at=believed(said.found_at, now, days),
        clock_off=said.found_at is not None and not is_believable(said.found_at, now, days),
        accept_by=add(now, limit("accept_within")).at,
        about_land=said.about_land or said.kind in named("written_only"),
        came_from=came_from,
    )


def refuse_dangers(dangers: Collection[DisputeDanger]) -> None:
    """Let something be mediated in which nobody is hurt or in danger.

    Raises
    ------
    NeverADispute
        Somebody is; `report_to` says to whom it is reported at once.
    """
    if not dangers:
        return
    to: Sequence[str] = [one for danger in dangers for one in document()["report_to"][danger]]
    child = DisputeDanger.CHILD_IN_DANGER in dangers
    raise NeverADispute(report_to=sorted(set(to)), citation=law_of("child" if child else "danger"))


def try_again(case: Case, new_id: str, by: str, now: datetime) -> Case:
    """Return the case with which the town tries again what failed at the village; it gets a number of its own when it is taken up.

    Raises
    ------
    TriedAgain
        It did not fail, was tried by the town, or is tried again already.
    """
    town = ancestor(case.unit, Level.TOWN)
    if case.status is not MediationStatus.FAILED or case.second_try or town in (None, case.unit):
        raise TriedAgain
    assert town is not None, "asked before"
    return Case(
        id=new_id,
        unit=town,
        place=case.place,
        kind=case.kind,
        source=DisputeSource.REFERRED,
        summary=case.summary,
        parties=case.parties,
        opened_by=by,
        opened_at=now,
        found_at=now,
        accept_by=add(now, limit("accept_within")).at,
        about_land=case.about_land,
        closed_doors=case.closed_doors,
        risk=case.risk,
        marks=case.marks,
        first_try=case.id,
    )
