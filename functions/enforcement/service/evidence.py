"""Put evidence into the file of a case, and say what becomes of it; each within the unit of work of its caller, each in the record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from enforcement.rules import exhibits as rules
from enforcement.rules.evidence import EvidenceKind
from enforcement.rules.exhibits import Exhibit, ExhibitAction
from enforcement.rules.timeline import RecordEvent
from enforcement.store import exhibits, timeline
from kernel import clock, ids
from kernel.actors import Actor
from kernel.problems import NotFound
from kernel.record import record
from kernel.storage.unit_of_work import UnitOfWork


@record
class Found:
    """Evidence as it is brought in; see `Exhibit`."""

    kind: EvidenceKind
    name: str
    source: str
    made_by: str
    made_at: datetime
    proves: str
    kept_where: str
    file: str | None = None
    sha256: str | None = None
    fixed_camera: bool = False
    camera_place_public: bool = False


def add_evidence(
    unit: UnitOfWork, *, case_key: str, found: Found, by: Actor, now: datetime
) -> Exhibit:
    """Put a piece of evidence into the file of a case; who brings it has it first.

    Parameters
    ----------
    case_key
        The partition of the case: `CASE#{id}`.

    Raises
    ------
    NoFile, InvalidFields
        A recording without its file or hash; something from the future.
    RecordFull
        The case has as much evidence as it may have.
    """
    rules.refuse_unfixed(found.kind, found.file, found.sha256, now, found.made_at)
    exhibit = Exhibit(
        id=ids.new_id(now),
        case=case_key,
        place=timeline.count_evidence(unit, case_key),
        kind=found.kind,
        name=found.name,
        source=found.source,
        made_by=found.made_by,
        made_at=found.made_at,
        proves=found.proves,
        added_by=by.person_id,
        added_at=now,
        holders=(by.person_id,),
        held_since=(now,),
        held_where=(found.kept_where,),
        file=found.file,
        sha256=found.sha256,
        fixed_camera=found.fixed_camera,
        camera_place_public=found.camera_place_public,
    )
    exhibits.save(unit, exhibit)
    details: dict[str, Any] = {
        "evidence": exhibit.id,
        "kind": str(exhibit.kind),
        "source": exhibit.source,
        "made_by": exhibit.made_by,
        "made_at": clock.iso(exhibit.made_at),
    }
    if exhibit.sha256:
        details["sha256"] = exhibit.sha256
    timeline.append(unit, case_key, RecordEvent.EVIDENCE_ADDED, by=by, now=now, details=details)
    return exhibit


def move_evidence(
    unit: UnitOfWork,
    *,
    case_key: str,
    exhibit_id: str,
    action: ExhibitAction,
    by: Actor,
    now: datetime,
    reason: str = "",
    to: str = "",
    where: str = "",
) -> Exhibit:
    """Verify, review, hand over or exclude a piece of evidence.

    Parameters
    ----------
    reason
        Of an exclusion.
    to, where
        Of a hand-over: the person who has it from now on, and where it is kept.

    Raises
    ------
    NotFound
        The case has none of this id.
    Excluded, DoneBefore, NotFixedCamera, CameraNotReviewed, CustodyFull
        What stands against it.
    """
    one = exhibits.find(unit, case_key, exhibit_id)
    if one is None:
        raise NotFound
    details: dict[str, Any] = {"evidence": one.id}
    match action:
        case ExhibitAction.VERIFY:
            after, event = rules.verify(one, by.person_id), RecordEvent.EVIDENCE_VERIFIED
        case ExhibitAction.REVIEW_CAMERA:
            after, event = rules.review_camera(one, by.person_id), RecordEvent.CAMERA_REVIEWED
        case ExhibitAction.HAND_OVER:
            after, event = rules.hand_over(one, to, where, now), RecordEvent.EVIDENCE_HANDED_OVER
            details |= {"from": one.holders[-1], "to": to, "where": where}
        case ExhibitAction.EXCLUDE:
            after, event = rules.exclude(one, reason, by.person_id), RecordEvent.EVIDENCE_EXCLUDED
            details |= {"reason": reason}
    exhibits.save(unit, after)
    timeline.append(unit, case_key, event, by=by, now=now, details=details)
    return after
