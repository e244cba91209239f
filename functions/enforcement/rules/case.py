"""A case as it is on record: the clue, the party and the act, what was done in each step, what was decided and what became of it.

Everything a gate asks about is here or in the rows of others (certificates, items, grades); nothing of it is edited: it grows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import KW_ONLY, replace
from datetime import date, datetime
from typing import NamedTuple

from enforcement.rules.case_states import CaseStatus
from enforcement.rules.coercion import Seizure
from enforcement.rules.collection import Rests
from enforcement.rules.deadline import Suspension
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.delivery import Service, takes_effect
from enforcement.rules.evidence import Evidence, keep_until
from enforcement.rules.hearing import Hearing
from enforcement.rules.legal_review import LegalReview
from enforcement.rules.liability import Act, Party, PartyKind
from enforcement.rules.money import Instalment
from enforcement.rules.notice import Defence, Notice
from enforcement.rules.officers import Present
from enforcement.rules.reasoning import Reasoning
from enforcement.rules.remedies import Remedy, RemedyOutcome
from enforcement.rules.separation import Part, Recusal
from enforcement.rules.simple import CollectionCase
from enforcement.rules.transfer import CrimeReport
from kernel.ages import Born
from kernel.law import Reference
from kernel.record import record
from kernel.states import Named
from kernel.texts import Text
from kernel.wording import folded

WARNING = "warning"
"""The penalty that is no fine and none of the grave ones."""


class ClueSource(Named):
    """Where a clue comes from."""

    INSPECTION = "inspection", "行政检查", "an inspection"
    REPORT = "report", "举报反映", "somebody's report"
    INCIDENT = "incident", "网格事件", "an incident of a grid"
    HANDED = "handed", "其他机关移送", "another organ"


class Hold(Named):
    """How the organ has goods in its hands."""

    KEPT = "kept", "先行登记保存", "registered and kept"
    SEIZED = "seized", "查封扣押", "seized"


class LinkKind(Named):
    """What came after a decision: beside it, as the decision itself stays as it was."""

    CORRECTED = "corrected", "变更更正", "corrected"
    REVOKED = "revoked", "撤销", "revoked"


@record
class PartyOfCase:
    """Who is proceeded against.

    Attributes
    ----------
    person
        The registered person who signs in as the party, if one does.
    credit_code
        An organisation's (统一社会信用代码).
    """

    kind: PartyKind
    name: str
    person: str | None = None
    credit_code: str | None = None
    born: Born = Born(None)
    could_not_know: bool = False

    @property
    def as_party(self) -> Party:
        """As the gates see it."""
        return Party(self.kind, self.born, self.could_not_know)

    @property
    def keys(self) -> tuple[str, ...]:
        """By what it is the same party in another case: each that is known of it."""
        named = f"{folded(self.name)}|{self.born.year}"
        return tuple(one for one in (self.person, self.credit_code, named) if one)


def act_ids(party: PartyOfCase, town: str, done_on: date, nth: int) -> tuple[str, ...]:
    """Return what tells an act from all others: whose, in which town, on which day; and which of several that day, if it is said that there were.

    Whoever opens a second case of the same act comes to one of the same names, whatever norm or village the case is under, and whether
    the party is named by account, by code or by name and year of birth (处罚法 Art. 29).
    """
    rest = f"{town}|{done_on.isoformat()}|{nth}"
    return tuple(
        hashlib.sha256(f"{key}|{rest}".encode()).hexdigest()[:26].upper() for key in party.keys
    )


@record
class Held:
    """Goods the organ kept or seized.

    Attributes
    ----------
    ended_at
        When it ended by law, before anybody lifted it: what was held is owed back.
    lifted_at
        When it was given back, or went where the law sends it.
    number
        Of its notice or decision.
    """

    id: str
    hold: Hold
    what: tuple[str, ...]
    since: datetime
    on_the_spot: bool = False
    approved_at: datetime | None = None
    extended_on: datetime | None = None
    ended_at: datetime | None = None
    lifted_at: datetime | None = None
    number: str | None = None

    @property
    def seizure(self) -> Seizure:
        """As the rules of coercion see it."""
        return Seizure(self.since, self.extended_on, self.lifted_at)

    @property
    def ends_at(self) -> datetime:
        """When it ends by law."""
        return keep_until(self.since) if self.hold is Hold.KEPT else self.seizure.ends_at

    @property
    def is_running(self) -> bool:
        """Whether it holds, as far as anybody has noted."""
        return self.lifted_at is None and self.ended_at is None


@record
class Link:
    """What came after a decision, by which paper; the fine that has taken its place, where one has."""

    kind: LinkKind
    at: datetime
    by: str
    reason: str
    paper: str | None = None
    basis: tuple[Reference, ...] = ()
    fine: int | None = None


@record
class Made:
    """A decision, as it was made.

    Attributes
    ----------
    norm, why
        The norm the act was judged by, and why that one.
    told
        What it says of remedies.
    education
        How the party was educated where there is no penalty.
    """

    outcome: CaseOutcome
    at: datetime
    by: str
    on_the_spot: bool
    told: Text
    told_by: tuple[Reference, ...]
    fine: int = 0
    others: frozenset[str] = frozenset()
    reasoning: Reasoning | None = None
    cited: tuple[Reference, ...] = ()
    norm: Reference | None = None
    why: Text | None = None
    education: str | None = None

    @property
    def is_penalty(self) -> bool:
        """Whether it penalises."""
        return self.outcome is CaseOutcome.PENALTY


@record
class Paid:
    """A sum the bank has seen, with its voucher."""

    fen: int
    on: date
    voucher: str


@record
class Collected:
    """A fine collected on the spot, and its way to the bank."""

    fen: int
    at: datetime
    why: CollectionCase
    receipt: str
    handed_in_at: datetime | None = None
    banked_at: datetime | None = None
    voucher: str | None = None


@record
class Brought:
    """A review or suit the party brought, and what it came to."""

    remedy: Remedy
    at: datetime
    outcome: RemedyOutcome | None = None
    ended_at: datetime | None = None


@record
class Public:
    """The choice whether a decision is public, and what became of it.

    Attributes
    ----------
    until
        Its last day.
    ended_at
        When it went down: on its last day by itself, or because it was wrong.
    wrong_at, explained
        Since when it is known to be wrong; what was told of it publicly.
    """

    public: bool
    reason: str
    name_masked: bool
    at: datetime
    until: date | None = None
    ended_at: datetime | None = None
    wrong_at: datetime | None = None
    explained: str | None = None

    @property
    def is_up(self) -> bool:
        """Whether it can be read."""
        return self.public and self.ended_at is None


class PaperOf(NamedTuple):
    """The newest paper of a form in a case, by its number."""

    form: str
    number: str | None
    id: str


@record
class Duty:
    """A step the organ owes, as its clock runs in the table of obligations.

    Attributes
    ----------
    of
        Which of several things of this kind: a held good, a collection.
    """

    kind: str
    id: str
    due_at: datetime
    of: str = ""

    @property
    def step(self) -> tuple[str, str]:
        """Which step it is, whatever its clock."""
        return self.kind, self.of


@record
class Case:
    """A case, from the clue to the end.

    Attributes
    ----------
    unit
        Where the act was found: a place within the town.
    reported_by
        Who gave the clue; told what became of it, and nothing else.
    inspection
        The inspection it came of, if one.
    acts
        Codes of the catalogue of acts that the one act falls under; of several norms the higher fine stands.
    officers
        Who handles it, as the head named them.
    proposed_by
        Who proposed its filing, which somebody else approves.
    former
        Who handled it before others were named: whoever investigated does not review, chair or decide.
    wants_time
        That the party asked for a deferral or instalments.
    duties
        The clocks that run.
    """

    id: str
    town: str
    unit: str
    clue: str
    source: ClueSource
    reported_by: str
    reported_at: datetime
    found_at: datetime
    updated_at: datetime
    _: KW_ONLY
    status: CaseStatus = CaseStatus.CLUE
    inspection: str | None = None
    incident: str | None = None
    item: str | None = None
    acts: tuple[str, ...] = ()
    facts: str | None = None
    party: PartyOfCase | None = None
    act: Act | None = None
    officers: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    proposed_by: str | None = None
    filed_at: datetime | None = None
    approved_by: str | None = None
    evidence: tuple[Evidence, ...] = ()
    held: tuple[Held, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    investigated: tuple[Present, ...] = ()
    investigated_at: datetime | None = None
    outcome: CaseOutcome | None = None
    report: str | None = None
    major: bool = False
    public_interest: bool = False
    complex_case: bool = False
    review: LegalReview | None = None
    minutes: str | None = None
    notice: Notice | None = None
    defence: Defence = Defence()
    hearing: Hearing | None = None
    decision: Made | None = None
    links: tuple[Link, ...] = ()
    service: Service | None = None
    wants_time: bool = False
    plan: tuple[Instalment, ...] = ()
    paid: tuple[Paid, ...] = ()
    collected: tuple[Collected, ...] = ()
    remedies: tuple[Brought, ...] = ()
    demanded_at: datetime | None = None
    rests: Rests | None = None
    rests_since: date | None = None
    crime: CrimeReport | None = None
    publication: Public | None = None
    filed_with_county: str | None = None
    ending: str | None = None
    papers: tuple[PaperOf, ...] = ()
    duties: tuple[Duty, ...] = ()
    steps: int = 1
    version: int = 1

    @property
    def vouchers(self) -> frozenset[str]:
        """Every voucher of a bank that stands for money of this case."""
        banked = (one.voucher for one in self.collected if one.voucher)
        return frozenset((*(one.voucher for one in self.paid), *banked))

    @property
    def fine(self) -> int:
        """What is owed as a fine now: what was decided, or what has taken its place."""
        if self.decision is None or self.revoked:
            return 0
        corrected = [one.fine for one in self.links if one.fine is not None]
        return corrected[-1] if corrected else self.decision.fine

    @property
    def revoked(self) -> bool:
        """Whether its decision is no more."""
        return any(one.kind is LinkKind.REVOKED for one in self.links)

    @property
    def received_at(self) -> datetime | None:
        """When the decision reached the party, as the way it was served has it."""
        return takes_effect(self.service) if self.service else None

    @property
    def acting(self) -> tuple[str, ...]:
        """Who handles it and is not recused."""
        out = {one.person for one in self.recusals if one.recused}
        return tuple(one for one in self.officers if one not in out)

    @property
    def suspended(self) -> bool:
        """Whether its ninety days stand still."""
        return any(one.ended_at is None for one in self.suspensions)

    @property
    def pending(self) -> Brought | None:
        """The review or suit that goes on."""
        return next((one for one in self.remedies if one.outcome is None), None)

    @property
    def took_part(self) -> Mapping[Part, frozenset[str]]:
        """Who took which part."""
        hearing, review, made = self.hearing, self.review, self.decision
        begun = (self.proposed_by,) if self.proposed_by else ()
        investigators = {
            *begun,
            *self.officers,
            *self.former,
            *(one.person_id for one in self.investigated),
        }
        decided = {made.by} if made and not made.on_the_spot else set[str]()
        return {
            Part.INVESTIGATION: frozenset(investigators),
            Part.REVIEW: frozenset({review.reviewer.person_id} if review else ()),
            Part.HEARING: frozenset({hearing.chair} if hearing and hearing.chair else ()),
            Part.DECISION: frozenset(decided),
        }

    def number_of(self, *forms: str) -> str:
        """Return the number of the newest paper of these forms, as another paper names it."""
        found = [one.number for one in self.papers if one.form in forms and one.number]
        return found[-1] if found else "（无文号）"

    def holding(self, good: str) -> Held | None:
        """Return what is held under an id and was not given back."""
        return next((one for one in self.held if one.id == good and one.lifted_at is None), None)


def with_held(case: Case, anew: Held) -> Case:
    """Return a case in which one of the things held has changed."""
    return replace(case, held=tuple(anew if one.id == anew.id else one for one in case.held))
