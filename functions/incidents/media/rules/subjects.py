"""What is attached to an inspection: who adds and who sees it is told by whoever keeps inspections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from incidents.media.rules.attaching import NotTheUploader, announced, refuse_unfit
from incidents.media.rules.limits import Limits
from incidents.media.rules.media import Announcement, Attached, Change, Media, Subject, moved
from incidents.media.rules.upload_states import UPLOADS, Action, State
from kernel.access import Caller, Role
from kernel.problems import Conflict, NotAllowed, Problem
from kernel.record import record
from kernel.texts import Text

INSPECTORS: Final = frozenset({Role.ENFORCEMENT_OFFICER, Role.ENFORCEMENT_HEAD})
INSPECTION_READERS: Final = INSPECTORS | {
    Role.LEGAL_REVIEWER,
    Role.HEARING_CHAIR,
    Role.JUSTICE_SUPERVISOR,
}


@record
class Standing:
    """How somebody who may see a thing stands to what is attached to it.

    Attributes
    ----------
    town
        Whose it is.
    role
        By which role the caller acts.
    makes_it
        Whether the caller is one of the officers who make the inspection.
    under_way
        Whether it has begun and its result is not recorded yet.
    """

    town: str
    role: str
    makes_it: bool
    under_way: bool


class NotTheInspector(NotAllowed):
    """Photos of an inspection come from the officers who make it; helpers and others of the town add none."""

    slug = "not-the-inspector"
    said = Text(
        "仅实施该次检查的执法人员可以办理。", "Only the officers who make this inspection may."
    )


class InspectionNotUnderWay(Conflict):
    """What is attached to an inspection comes while it is made, and stays as it was when its result was recorded."""

    slug = "inspection-not-under-way"
    said = Text(
        "检查不在进行中，附件不能增减。",
        "The inspection is not under way: nothing can be attached or taken away.",
    )


def hindrance(standing: Standing) -> Problem | None:
    """Return why somebody may neither add nor take away; None if nothing stands against it."""
    if not standing.under_way:
        return InspectionNotUnderWay()
    return None if standing.makes_it else NotTheInspector()


def announce(
    said: Announcement,
    *,
    media_id: str,
    subject: Subject,
    standing: Standing,
    caller: Caller,
    attached: Attached,
    now: datetime,
    allowed: Limits,
) -> Media:
    """Let somebody attach something, within the bounds that incidents have.

    Raises
    ------
    InspectionNotUnderWay, NotTheInspector
        Something stands against it.
    InvalidFields
        Type, kind or size do not go together.
    TooManyMedia
        There is enough.
    """
    if against := hindrance(standing):
        raise against
    refuse_unfit(said, caller.person_id, attached, allowed, staff=True)
    return announced(said, media_id, subject, caller.person_id, standing.role, now, allowed)


def may_see(media: Media, caller: Caller) -> bool:
    """Tell whether somebody who may see the inspection sees this file: what is ready or was deleted; of the own everything."""
    return media.uploader == caller.person_id or media.state in (State.READY, State.DELETED)


def delete(media: Media, standing: Standing, caller: Caller, now: datetime) -> Change:
    """Let the uploader take away what was uploaded, as long as nothing stands against it.

    Raises
    ------
    NotTheUploader
        Somebody else uploaded it.
    InspectionNotUnderWay, NotTheInspector
        Something stands against it.
    """
    if media.uploader != caller.person_id:
        raise NotTheUploader
    if against := hindrance(standing):
        raise against
    return moved(media, Action.DELETE, now)


def actions_of(media: Media, standing: Standing, caller: Caller) -> Sequence[Action]:
    """Return what the caller may do with something attached now."""
    if media.uploader != caller.person_id:
        return ()
    return UPLOADS.legal(media.state, {Action.DELETE} if hindrance(standing) else ())
