"""What is attached to a thing of another context: who adds and who sees it, and what stands against it, is told by whoever keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from incidents.media.rules.attaching import NotTheUploader, announced, refuse_unfit
from incidents.media.rules.limits import Limits
from incidents.media.rules.media import (
    Announcement,
    Attached,
    Change,
    Media,
    Subject,
    moved,
)
from incidents.media.rules.upload_states import UPLOADS, Action, State
from kernel.access import Caller
from kernel.problems import Conflict, InvalidFields, NotAllowed, Problem
from kernel.record import record
from kernel.texts import Text


@record
class Standing:
    """How somebody who may see a thing stands to what is attached to it.

    Attributes
    ----------
    town
        Whose it is.
    role
        By which role the caller acts; None: as a resident.
    against
        Why the caller may neither add nor take away; None: nothing stands against it.
    evidence
        Ids of what it names as evidence already: that stays.
    """

    town: str
    role: str | None
    against: type[Problem] | None = None
    evidence: frozenset[str] = frozenset()


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


class NotOnTheCase(NotAllowed):
    """Photos of a case come from the officers who handle it."""

    slug = "not-on-the-case"
    said = Text("仅承办该案件的执法人员可以办理。", "Only the officers who handle this case may.")


class CaseNotInvestigated(Conflict):
    """What is attached to a case comes while it is investigated."""

    slug = "case-not-investigated"
    said = Text(
        "案件不在调查中，附件不能增减。",
        "The case is not being investigated: nothing can be attached or taken away.",
    )


class NamedAsEvidence(Conflict):
    """What is evidence stays in the file; it is excluded, never deleted."""

    slug = "named-as-evidence"
    said = Text(
        "已作为证据，不得删除；不采用的须注明理由排除。",
        "It is evidence: exclude it with the reason, it is not deleted.",
    )


class CourtyardOver(Conflict):
    """Photos of a courtyard are added and taken away while it is rated or has stars."""

    slug = "courtyard-over"
    said = Text(
        "该庭院已退出或未评定，照片不能增减。",
        "The courtyard has left or was not awarded: no photo is added or taken away.",
    )


class PhotoOfRooms(InvalidFields):
    """Photos of a courtyard show the yard: no rooms, no faces (民法典 Arts. 1032, 1033)."""

    slug = "photo-of-rooms"


def refuse_rooms(*, shows_yard_only: bool) -> None:
    """Let a photo pass of which its uploader says that it shows the yard alone.

    Raises
    ------
    PhotoOfRooms
        It shows rooms or faces.
    """
    if not shows_yard_only:
        text = Text("只能上传庭院照片，不得拍摄室内和人脸。", "The yard alone: no rooms, no faces.")
        raise PhotoOfRooms.one("shows_yard_only", text)


class HazardOver(Conflict):
    """What is attached to a hazard stays as it was when the hazard was closed."""

    slug = "hazard-over"
    said = Text(
        "隐患已办结，附件不能增减。",
        "The hazard is over: nothing can be attached or taken away any more.",
    )


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
    Problem
        Something stands against it.
    InvalidFields
        Type, kind or size do not go together.
    TooManyMedia
        There is enough.
    """
    if standing.against:
        raise standing.against()
    refuse_unfit(said, caller.person_id, attached, allowed, staff=standing.role is not None)
    return announced(said, media_id, subject, caller.person_id, standing.role, now, allowed)


def may_see(media: Media, caller: Caller) -> bool:
    """Tell whether somebody who may see what it is attached to sees this file: what is ready or was deleted; of the own everything."""
    return media.uploader == caller.person_id or media.state in (State.READY, State.DELETED)


def delete(media: Media, standing: Standing, caller: Caller, now: datetime) -> Change:
    """Let the uploader take away what was uploaded, as long as nothing stands against it.

    Raises
    ------
    NotTheUploader
        Somebody else uploaded it.
    NamedAsEvidence
        It is evidence.
    Problem
        Something else stands against it.
    """
    if media.uploader != caller.person_id:
        raise NotTheUploader
    if standing.against:
        raise standing.against()
    if media.id in standing.evidence:
        raise NamedAsEvidence
    return moved(media, Action.DELETE, now)


def actions_of(media: Media, standing: Standing, caller: Caller) -> Sequence[Action]:
    """Return what the caller may do with something attached now."""
    if media.uploader != caller.person_id:
        return ()
    kept = standing.against or media.id in standing.evidence
    return UPLOADS.legal(media.state, {Action.DELETE} if kept else ())
