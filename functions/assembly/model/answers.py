"""What is answered about bodies, matters, meetings and what follows from them.

Most answers are the records of the rules themselves, with their instants in local time and what the caller may do next.
"""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired

from typing_extensions import TypedDict

from assembly.rules.bodies import BodyMember
from assembly.rules.ceremonies import Ceremony, CeremonyLimitsVersion
from assembly.rules.ideas import Idea
from assembly.rules.matters import Matter
from assembly.rules.meetings import Meeting
from assembly.rules.publications import Publication, PublicationObjection
from assembly.rules.reviews import Review
from assembly.rules.village_rules import VillagersView, VillageRules
from assembly.rules.votes import Vote
from kernel import clock
from kernel.texts import Language


class AssemblyLine(TypedDict):
    """Anything in a list."""

    id: str
    village: str
    kind: str
    title: str | None
    type: str | None
    status: str | None
    due_at: str | None
    overdue: bool
    version: int
    created_at: str
    updated_at: str


class AssemblyList(TypedDict):
    """One page of a list."""

    items: list[AssemblyLine]
    next_cursor: str | None


class AssemblyStep(TypedDict):
    """One step of a history; persons are named to staff only."""

    at: str
    event: str
    actor: str | None
    actor_role: str | None
    actor_unit: str | None
    details: dict[str, Any]


class AssemblyHistory(TypedDict):
    """The steps of something, oldest first."""

    items: list[AssemblyStep]
    next_cursor: str | None


class ModeRule(TypedDict):
    """How a body decides in one mode."""

    mode: str
    attendance: str | None
    turnout: str | None
    decision: str


class BodyRuleView(TypedDict):
    """What the law asks of a body."""

    kind: str
    name: str
    modes: list[ModeRule]
    notice_days: int | None
    notice_confidence: str | None
    online: str
    source: str
    confidence: str
    valid_from: str
    valid_to: str | None


class BodyRuleList(TypedDict):
    """The rules of all bodies in force today."""

    items: list[BodyRuleView]


class CompositionEntry(TypedDict):
    """A composition that was put in force."""

    number: int
    valid_from: str
    size: int


class BodyView(TypedDict):
    """A body and its compositions, oldest first."""

    id: str
    village: str
    body_kind: str
    title: str
    group: int | None
    compositions: list[CompositionEntry]
    drafts: int
    in_force: int | None
    version: int


class CompositionView(TypedDict):
    """A composition with its members."""

    id: str
    body: str
    village: str
    number: int
    valid_from: str
    households: int | None
    status: str
    members: list[BodyMember]
    version: int


class MatterTypeView(TypedDict):
    """A kind of matter and its route."""

    code: str
    name: str
    deciders: list[str]
    delegable_to: str | None
    steps: list[str]
    step_names: list[str]
    merge_first_two: bool
    publication_days: int
    outcome: str
    opinion_to: list[str]
    source: str
    confidence: str
    valid_from: str
    valid_to: str | None


class MatterTypeList(TypedDict):
    """The routing table."""

    version: int
    items: list[MatterTypeView]


class ClimbView(TypedDict):
    """Who answers for a milestone, or for the step that is due (`milestone` is then the id of the matter's `deadline`).

    Whoever owes it until its day, then the tiers above in turn until it is done.
    """

    milestone: str
    tier: str
    responsible_unit: str
    due_at: str | None
    supervisions: int
    status: str


class MatterView(Matter):
    """A matter; `climbs` when it is read by itself."""

    version: int
    status_name: str
    step_name: str | None
    result_name: str | None
    bodies: list[str]
    rule: str
    confidence: str
    actions: list[str]
    climbs: NotRequired[list[ClimbView]]


class MyPart(TypedDict):
    """How the caller stands to a meeting."""

    voter: str | None
    present: bool
    recused: list[int]


class MeetingView(Meeting):
    """A meeting."""

    version: int
    status_name: str
    rule: str
    confidence: str
    my_part: MyPart
    actions: list[str]


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


class VoteView(Vote):
    """A vote; its numbers are told once it is closed."""

    version: int
    status_name: str
    actions: list[str]


class BallotView(TypedDict):
    """An open ballot was taken."""

    vote: str
    voter: str
    choice: str
    channel: str


class ProtocolLine(TypedDict):
    """An open ballot: whose, what, how it came in."""

    voter: str
    choice: str
    channel: str


class ProtocolView(TypedDict):
    """The roll call of an open vote."""

    vote: str
    items: list[ProtocolLine]


class TakenView(TypedDict):
    """A secret ballot was given out; `signed` is the signature on the hidden number."""

    vote: str
    voter: str
    channel: str
    signed: str | None


class ParticipationView(TypedDict):
    """How the caller took part in a vote; never what was voted in a secret one."""

    vote: str
    voter: str | None
    took_part: bool
    channel: str | None
    choice: str | None


class CountedView(TypedDict):
    """Whether a secret ballot is among those counted."""

    vote: str
    serial: str
    received: bool
    counted: bool
    vote_status: str


class PapersView(TypedDict):
    """Papers were entered."""

    vote: str
    entered: int
    total: int


class AssemblyPublicationView(Publication):
    """A publication, to people of the village; what was removed for cause is `withheld` from all but officers and supervisors."""

    version: int
    withheld: bool
    minimum_source: str


class PublicationObjectionView(PublicationObjection):
    """A doubt about a publication, and its answer."""


class PublicationObjectionList(TypedDict):
    """The doubts about a publication, newest first."""

    items: list[PublicationObjectionView]
    next_cursor: str | None


class PublicAnswer(TypedDict):
    """What a village answered to an objection; who objected is nobody's business."""

    answer: str
    answered_at: str


class PublicPublication(TypedDict):
    """A publication as anybody may read it: no person in it."""

    id: str
    village: str
    kind: str
    title: str
    content: str
    attachments: list[str]
    period: str | None
    published_at: str
    stays_until: str
    status: str
    objections: int
    answered: int
    answers: list[PublicAnswer]


class AssemblyPublicLine(TypedDict):
    """A publication in a public list."""

    id: str
    kind: str
    title: str
    published_at: str
    status: str


class PublicList(TypedDict):
    """What a village has published, newest first."""

    items: list[AssemblyPublicLine]
    next_cursor: str | None


class DutyView(TypedDict):
    """A period that must be published, and whether it is."""

    duty: str
    name: str
    period: str
    due_on: str
    status: str
    publication: str | None
    reminders: int
    source: str
    due_confidence: str


class DutyList(TypedDict):
    """The duties of a village."""

    village: str
    finance_monthly: bool
    items: list[DutyView]


class AssemblySettingsView(TypedDict):
    """How a village publishes, and what its villagers' meeting has delegated."""

    village: str
    finance_monthly: bool
    delegated: dict[str, str]
    rules_in_force: str | None
    version: int


class VillageRulesView(VillageRules):
    """A version of a village's rules."""

    version: int
    status_name: str
    actions: list[str]


class VillagersViewList(TypedDict):
    """What villagers think of a draft, newest first."""

    items: list[VillagersView]
    next_cursor: str | None


class CeremonyView(Ceremony):
    """A registered ceremony."""

    version: int


class CeremonyLimitsView(TypedDict):
    """The limits of a village, in force from day to day."""

    village: str
    versions: list[CeremonyLimitsVersion]
    version: int


class SupervisionReviewView(Review):
    """A review."""

    version: int
    status_name: str
    limit_confidence: str


class IdeaView(Idea):
    """An idea."""

    version: int
    status_name: str
    seconded_by: int
    limit_confidence: str


_PEOPLE = frozenset(
    {
        "by",
        "proposed_by",
        "responsible",
        "done_by",
        "published_by",
        "taken_down_by",
        "answered_by",
        "raised_by",
        "cleared_by",
        "drafted_by",
        "registered_by",
        "chair",
        "recorder",
        "person",
        "voter",
    }
)
_LISTS_OF_PEOPLE = frozenset({"attended", "seconds", "signatures", "recusals"})
SOMEBODY = "—"


def told(
    document: Mapping[str, Any], *, names: bool = True, own: str | None = None
) -> dict[str, Any]:
    """Return a record as it is answered: instants in local time, persons only to those who may know them.

    Parameters
    ----------
    names
        Whether the caller sees who did what; others see that somebody did.
    own
        The caller, who finds the own part in what others did.
    """
    return {name: _told(name, value, names=names, own=own) for name, value in document.items()}


def _told(name: str, value: Any, *, names: bool, own: str | None) -> Any:
    if isinstance(value, str) and (
        name.endswith("_at") or name in ("at", "stays_until", "overdue_since", "views_since")
    ):
        return local(value)
    if not names and name in _PEOPLE and isinstance(value, str):
        return value if value == own else SOMEBODY
    if not names and name in _LISTS_OF_PEOPLE:
        return []
    if isinstance(value, dict):
        return told(value, names=names, own=own)  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, list):
        return [_told(name, each, names=names, own=own) for each in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def local(stored: str) -> str:
    """Return a stored instant as the API answers it (+08:00)."""
    return clock.local_iso(clock.from_iso(stored))


def line(item: Mapping[str, Mapping[str, Any]], now: str) -> dict[str, Any]:
    """Return an index item as a line of a list."""

    def said(name: str) -> str | None:
        return item[name]["S"] if name in item else None

    due = said("due_at")
    return {
        "id": item["id"]["S"],
        "village": item["village"]["S"],
        "kind": item["kind"]["S"].lower(),
        "title": said("title"),
        "type": said("label"),
        "status": said("status"),
        "due_at": local(due) if due else None,
        "overdue": due is not None and due < now,
        "version": int(item["version"]["N"]),
        "created_at": local(item["created_at"]["S"]),
        "updated_at": local(item["updated_at"]["S"]),
    }


def page(items: Sequence[Mapping[str, Any]], next_cursor: str | None, now: str) -> dict[str, Any]:
    """Return a page of index items."""
    return {"items": [line(item, now) for item in items], "next_cursor": next_cursor}


def step(row: Any, language: Language, *, names: bool, nobody: bool = False) -> dict[str, Any]:
    """Return a history row as a step; of `nobody` not even role and unit are told."""
    from kernel.access import ROLE_NAMES, Role

    role = ROLE_NAMES[Role(row.actor_role)].say(language) if row.actor_role else None
    actor = row.actor if names or row.actor == "clock" else None
    return {
        "at": local(row.at),
        "event": row.event,
        "actor": None if nobody else actor,
        "actor_role": None if nobody else role,
        "actor_unit": None if nobody else row.actor_unit,
        "details": told(row.details or {}, names=names),
    }
