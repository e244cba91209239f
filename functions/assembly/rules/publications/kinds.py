"""What is published, and for what it comes down."""

from __future__ import annotations

from assembly.rules.items import MatterItem
from assembly.rules.states.publications import ObjectionStatus, PublicationStatus
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


class PublicationKind(Named):
    """What is published."""

    RESOLUTION = "resolution", "决议公告", "resolution"
    RESULT = "result", "实施结果公告", "result"
    CONSULTATION = "consultation", "征求意见", "consultation"
    ORDINARY = "ordinary", "一般村务", "ordinary affairs"
    FINANCE = "finance", "财务公开", "finance"
    VILLAGE_RULES = "village_rules", "村规民约", "village rules"
    OTHER = "other", "其他公开", "other"


class RemovalCause(Named):
    """For what a publication comes down before its term; nothing else is a cause."""

    AUTHORITY_ORDER = "authority_order", "有权机关责令", "order of an authority"
    COURT_DECISION = "court_decision", "法院裁判", "court decision"
    PERSONAL_INFORMATION = "personal_information", "涉及个人信息", "personal information"


@record
class PublicationObjection:
    """A doubt about what was published, and its answer; a row of its own, so that many doubts make no publication too large."""

    id: str
    village: str
    publication: str
    title: str
    status: ObjectionStatus
    text: str
    by: str
    at: str
    answer: str | None = None
    answered_at: str | None = None
    answered_by: str | None = None
    overdue_since: str | None = None
    due_at: str | None = None
    wake_at: str | None = None
    turn: str | None = None


@record
class Publication:
    """Something a village has published.

    `stays_until` is the instant before which it may come down only for a legal cause; `objections` and `answered` count;
    `items` is what its matter decides, as it stood there.
    """

    id: str
    village: str
    kind: PublicationKind
    title: str
    content: str
    published_by: str
    published_at: str
    stays_until: str
    status: PublicationStatus
    objections: int
    answered: int
    attachments: tuple[str, ...] = ()
    matter: str | None = None
    village_rules: str | None = None
    period: str | None = None
    taken_down_at: str | None = None
    taken_down_by: str | None = None
    cause: RemovalCause | None = None
    legal_basis: str | None = None
    replaces: str | None = None
    replaced_by: str | None = None
    items: tuple[MatterItem, ...] = ()


class MustStayUp(Conflict):
    """The term has not run, or an objection is unanswered; `stays_until` says till when it must stay."""

    slug = "must-stay-up"
    title = Text("公示期未满", "Must stay up")


class DecidingMeetingStillOpen(Conflict):
    """Until the meeting that decided is over its votes may be counted again, and a resolution says what was decided for good."""

    slug = "deciding-meeting-still-open"
    said = Text(
        "作出决定的会议尚未闭会，仍可复核计票，暂不能公开决议。",
        "The meeting that decided is not over: its votes may still be counted again.",
    )


class NotReplaceable(Conflict):
    """Only what was removed for cause is published again corrected, and once."""

    slug = "not-replaceable"
    said = Text(
        "只有因法定事由撤下且尚未更正的同类公开可以更正后重新公开。",
        "Only a publication of this kind that was removed for cause, and not corrected yet, is published again.",
    )


class PersonalDataInText(InvalidFields):
    """What everybody may read holds an identity or phone number."""

    slug = "personal-data-in-text"
