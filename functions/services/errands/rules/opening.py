"""Entrust a matter, or answer a question about one (委托、咨询)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from kernel.access import Caller
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text
from services.errands.rules import authority
from services.errands.rules.catalogue import Matter
from services.errands.rules.errand import Errand, IdNumber, Power, Principal, Signature
from services.errands.rules.errand_states import ErrandEvent, ErrandStatus
from services.errands.rules.refusals import IdNumberNotNeeded, MustComeInPerson
from services.errands.rules.standing import ErrandChange, Happened


@record
class Entrusted:
    """What is asked when a matter is entrusted.

    Attributes
    ----------
    received_at
        When the papers came, by the clock of whoever took them.
    """

    id: str
    unit: str
    village: str
    matter: Matter
    catalogue: int
    received_at: datetime
    principal: Principal
    powers: Collection[Power]
    last_day: date
    signature: Signature
    signed_on: date | None
    id_number: IdNumber | None


def entrust(asked: Entrusted, agent: Caller, by: Caller, now: datetime) -> ErrandChange:
    """Open an errand; one that is to be confirmed in the app waits for its principal.

    Raises
    ------
    MustComeInPerson
        The applicant has to come himself.
    IdNumberNotNeeded, InvalidFields
        A number is given that no form needs, or is missing where one does.
    NoAgent, SelfDealing, AuthorityTooLong, ConsentMissing
        The authority would be none.
    """
    matter = asked.matter
    if matter.in_person:
        raise MustComeInPerson
    if asked.id_number and not matter.needs_id_number:
        raise IdNumberNotNeeded
    if matter.needs_id_number and not asked.id_number:
        raise InvalidFields.one(
            "resident_id_number",
            Text("该事项的申请表需要身份证号。", "The form of this matter needs the number."),
        )
    letter = authority.grant(
        asked.principal,
        agent,
        unit=asked.unit,
        office=matter.office_for(asked.village),
        powers=asked.powers,
        last_day=asked.last_day,
        signature=asked.signature,
        signed_on=asked.signed_on,
        confirmed_by=by.person_id,
        now=now,
    )
    opened = replace(
        _blank(asked.id, asked.unit, asked.village, matter, asked.catalogue, now),
        received_at=asked.received_at,
        principal=asked.principal,
        authority=letter,
        id_number=asked.id_number,
    )
    if letter.signed_at is None:
        return ErrandChange(None, opened, (Happened(ErrandEvent.PROPOSED),))
    begun = authority.begin(opened, letter.signed_at)
    return ErrandChange(None, begun, (Happened(ErrandEvent.ENTRUSTED),))


def advise(
    errand_id: str, unit: str, village: str, matter: Matter, catalogue: int, now: datetime
) -> ErrandChange:
    """Note that somebody was told how a matter goes: no name, no authority, and it counts as none."""
    blank = _blank(errand_id, unit, village, matter, catalogue, now)
    advised = replace(blank, status=ErrandStatus.ADVISED)
    return ErrandChange(None, advised, (Happened(ErrandEvent.ADVISED),))


def _blank(
    errand_id: str, unit: str, village: str, matter: Matter, catalogue: int, now: datetime
) -> Errand:
    return Errand(
        id=errand_id,
        unit=unit,
        village=village,
        matter=matter.code,
        catalogue=catalogue,
        office=matter.office_for(village),
        promised_days=matter.promised_days,
        urgent=matter.urgent,
        received_at=now,
        opened_at=now,
        status=ErrandStatus.PROPOSED,
        principal=None,
        authority=None,
    )
