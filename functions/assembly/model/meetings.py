"""Meetings as they come in and go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from assembly.model.common import Attachments, BodyId, PersonId, ThingId, shown
from assembly.rules import meetings
from assembly.rules.bodies import Mode
from assembly.rules.meetings import AttendanceChannel, Meeting, Stay
from assembly.rules.standing import KEEPERS, Reader
from assembly.rules.states.meetings import MEETINGS, MeetingAction
from kernel.fields import Instant, LongText, Model, ShortText
from kernel.law import CitationView


class NewMeeting(Model):
    """A meeting is announced; its agenda is fixed from then on."""

    body: BodyId
    mode: Mode
    title: ShortText
    place: ShortText
    begins_at: Instant
    agenda: Annotated[
        list[ThingId],
        Field(min_length=1, max_length=20, description="Matters, in order / 议题，按顺序"),
    ]
    chair: PersonId
    online: bool = False
    online_basis: Annotated[
        ShortText | None, Field(description="The village's own rules / 本村线上表决依据")
    ] = None
    ad_hoc_reason: Annotated[
        LongText | None, Field(description="Why without the notice period / 特殊情况说明")
    ] = None


class MoveMeeting(Model):
    """A step with a meeting."""

    action: Literal[
        MeetingAction.OPEN,
        MeetingAction.ADJOURN,
        MeetingAction.RESUME,
        MeetingAction.CLOSE,
        MeetingAction.SIGN,
        MeetingAction.CANCEL,
        MeetingAction.REPLACE_CHAIR,
    ]
    reason: Annotated[
        LongText | None, Field(description="For adjourn, cancel and replace_chair / 理由")
    ] = None
    chair: Annotated[
        PersonId | None, Field(description="For replace_chair: who is there / 到会的主持人")
    ] = None
    minutes: Annotated[LongText | None, Field(description="For close / 会议记录")] = None
    attachments: Attachments


class Attend(Model):
    """Somebody arrives, or leaves.

    For oneself `on_site` with the code shown in the hall, or `online`; the recorder enters anybody on paper; a member stands in for one
    of the same household where the law lets it (`proxy_for`).
    """

    channel: AttendanceChannel
    code: Annotated[str | None, Field(max_length=20)] = None
    member: Annotated[
        PersonId | None, Field(description="For the recorder / 由记录人登记的成员")
    ] = None
    proxy_for: Annotated[PersonId | None, Field(description="代理的同户成员")] = None
    leaving: bool = False


class Recuse(Model):
    """Somebody is party to an item and leaves for it; or, until its vote opens, comes back to it (`lift`)."""

    item: Annotated[int, Field(ge=0, le=50)]
    reason: ShortText
    member: PersonId | None = None
    lift: Annotated[bool, Field(description="Lift the recusal / 解除回避")] = False


class SealView(TypedDict):
    """The digest under which minutes were signed, what it comes to now, and whether that is the same; nothing before they are signed."""

    meeting: str
    digest: str | None
    computed: str | None
    intact: bool | None


class MyPart(TypedDict):
    """How the caller stands to a meeting."""

    voter: str | None
    present: bool
    recused: list[int]


class InvitedView(TypedDict):
    """A vote on the roll, who may bring it, and whether it is represented."""

    voter: str
    people: list[str]
    present: bool
    channel: str | None


class AttendanceView(TypedDict):
    """Who was invited and who is there."""

    invited: int
    present: int
    needed: int
    quorate: bool
    items: list[InvitedView]


class ArrivalView(TypedDict):
    """Somebody arrived or left."""

    voter: str
    present: bool
    attending: int
    needed: int
    quorate: bool
    meeting_status: str


class AgendaItemView(TypedDict):
    """One item of an agenda."""

    matter: str
    title: str
    step: str


class RecusalView(TypedDict):
    """Who leaves for an item, and why."""

    item: int
    voter: str
    reason: str
    by: str


class ElsewhereView(TypedDict):
    """Another meeting of some of the same people at the same instant."""

    meeting: str
    title: str
    people: list[str]
    number: int


class MinutesSignatureView(TypedDict):
    """Who signed the minutes, and when."""

    person: str
    at: str


class MeetingView(TypedDict):
    """A meeting, how the caller stands to it, and what the caller may do with it."""

    id: str
    village: str
    body: str
    body_kind: str
    mode: str
    title: str
    place: str
    begins_at: str
    announced_at: str
    ad_hoc_reason: str | None
    agenda: list[AgendaItemView]
    online: bool
    online_basis: str | None
    chair: str
    recorder: str
    code: str
    shards: int
    status: str
    status_name: str
    composition: int | None
    roll_size: int | None
    attendance_needed: int | None
    opened_at: str | None
    adjourned_at: str | None
    adjourn_reason: str | None
    closed_at: str | None
    minutes: str | None
    attachments: list[str]
    recusals: list[RecusalView]
    votes: list[str]
    open_votes: list[str]
    signatures: list[MinutesSignatureView]
    digest: str | None
    elsewhere: list[ElsewhereView]
    citation: CitationView
    my_part: MyPart
    version: int
    actions: list[str]


def meeting_view(
    meeting: Meeting,
    version: int,
    reader: Reader,
    voter: str | None,
    stays: Sequence[Stay],
    shut: Collection[MeetingAction],
) -> MeetingView:
    """Return a meeting as it is answered to somebody.

    Parameters
    ----------
    voter
        The vote on the roll the reader may cast.
    stays
        When that vote came and went.
    shut
        What cannot be done with the meeting though its status would let it.
    """
    village, status = meeting.village, meeting.status
    names, rule = reader.sees_names(village), meetings.rule_of(meeting)
    recused = [each.item for each in meeting.recusals if each.voter == voter]
    present = any(not stay.left_at for stay in stays)
    told = meeting if names else replace(meeting, recusals=(), signatures=())
    return shown(
        MeetingView,
        told,
        names=names,
        code=meeting.code if reader.holds(village, KEEPERS) else "",
        status_name=MEETINGS.statuses[status].say(reader.language),
        elsewhere=[
            shown(ElsewhereView, each, names=names, people=list(each.people) if names else [])
            for each in meeting.elsewhere
        ],
        citation=rule.law.on(meetings.day_of(meeting)).view(reader.language),
        my_part={"voter": voter, "present": present, "recused": recused},
        version=version,
        actions=meetings.standing(meeting, reader, voter).actions(MEETINGS, status, shut),
    )
