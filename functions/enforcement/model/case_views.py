"""How cases are answered, as allow-lists: what a view does not name does not go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.rules.case_parts import DecisionLinkKind, Hold
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.evidence import EvidenceKind
from enforcement.rules.liability import PartyKind
from enforcement.rules.remedies import Remedy, RemedyOutcome
from kernel.law import CitationView


class CasePartyView(TypedDict):
    """Who is proceeded against."""

    kind: PartyKind
    kind_name: str
    name: str
    registered: Annotated[bool, Field(description="Signs in itself / 可自行登录办理")]


class CaseLine(TypedDict):
    """A case in a list."""

    id: str
    town: str
    unit: str
    status: str
    status_name: str
    item: str | None
    party_name: Annotated[str | None, Field(description="A person's is masked / 个人姓名隐去")]
    filed_at: str | None
    due_at: Annotated[str | None, Field(description="What is owed next / 最近办理期限")]
    version: int


class CaseList(TypedDict):
    """One page of cases."""

    items: list[CaseLine]
    next_cursor: str | None


class CaseEvidenceView(TypedDict):
    """A piece of evidence."""

    id: str
    kind: EvidenceKind
    kind_name: str
    source: str
    verified: bool
    excluded_for: str | None
    counts: Annotated[bool, Field(description="A decision may rest on it / 可作定案依据")]


class HeldView(TypedDict):
    """Goods kept or seized."""

    id: str
    hold: Hold
    hold_name: str
    what: list[str]
    since: str
    ends_at: str
    ended: Annotated[bool, Field(description="By law: owed back / 期满自动解除，应当退还")]
    lifted_at: str | None


class CaseNoticeView(TypedDict):
    """What was announced to the party."""

    received_at: str
    penalty: str
    facts: str
    reason: str
    basis: str
    rights: str
    fine: int
    hearing_offered: bool


class CaseHearingView(TypedDict):
    """The hearing."""

    asked_at: str
    notified_at: str | None
    held_at: str | None
    chair: str | None
    closed: bool


class DecisionView(TypedDict):
    """The decision, as it was made."""

    outcome: CaseOutcome
    outcome_name: str
    at: str
    on_the_spot: bool
    fine: int
    others: list[str]
    reasoning: str | None
    norm: CitationView | None
    why: str | None
    cited: list[CitationView]
    remedies: Annotated[str, Field(description="As told by the law of that day / 救济告知")]
    number: str | None


class DecisionLinkView(TypedDict):
    """What came after the decision, by a paper of its own."""

    kind: DecisionLinkKind
    kind_name: str
    at: str
    reason: str
    paper: str | None
    fine: int | None


class CaseAccountView(TypedDict):
    """What is owed of the fine today, in fen."""

    fine: int
    late_fee: int
    paid: int
    rest: int


class PartyTermView(TypedDict):
    """What the party may still do, and until when."""

    name: str
    says: str
    until: str


class CaseDutyView(TypedDict):
    """What the organ owes, with its clock."""

    kind: str
    of: str
    due_at: str
    obligation: Annotated[str, Field(description="Its id among what is owed / 督办事项编号")]


class CasePublicationView(TypedDict):
    """The choice whether the decision is public."""

    public: bool
    reason: str
    until: str | None
    ended_at: str | None
    explained: str | None


class CasePaperView(TypedDict):
    """The newest paper of a form."""

    form: str
    number: str | None
    id: str


class RemedyView(TypedDict):
    """A review or suit."""

    remedy: Remedy
    remedy_name: str
    at: str
    outcome: RemedyOutcome | None
    outcome_name: str | None


class CaseView(TypedDict):
    """A case; the party does not see who gave the clue, nor the evidence before it was announced to."""

    id: str
    town: str
    unit: str
    status: str
    status_name: str
    actions: list[str]
    clue: str | None
    source: str
    inspection: str | None
    item: str | None
    facts: str | None
    party: CasePartyView | None
    act: Annotated[str | None, Field(description="By what one act is one fine / 违法行为标识")]
    done_on: str | None
    officers: list[str]
    reported_at: str
    filed_at: str | None
    suspended: bool
    evidence: list[CaseEvidenceView]
    held: list[HeldView]
    outcome: str | None
    reviewed: Annotated[bool | None, Field(description="Passed its legal review / 法制审核通过")]
    notice: CaseNoticeView | None
    defence: str | None
    hearing: CaseHearingView | None
    decision: DecisionView | None
    links: list[DecisionLinkView]
    served_at: str | None
    account: CaseAccountView | None
    remedies: list[RemedyView]
    publication: CasePublicationView | None
    terms: list[PartyTermView]
    duties: list[CaseDutyView]
    papers: list[CasePaperView]
    ending: str | None
    version: int
    updated_at: str


class CaseWordView(TypedDict):
    """A word that was said with a step."""

    name: str
    value: Annotated[str, Field(description="A text, or JSON / 文字或 JSON")]


class CaseEntryView(TypedDict):
    """An entry of the record; the words and the person are for staff."""

    seq: int
    at: str
    event: str
    event_name: str
    actor: str | None
    role: str | None
    words: list[CaseWordView]
    seal: Annotated[str, Field(description="Hash over this and all before it / 链式校验值")]


class CaseTimeline(TypedDict):
    """One page of the record."""

    items: list[CaseEntryView]
    next_cursor: str | None
