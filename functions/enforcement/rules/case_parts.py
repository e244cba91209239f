"""What a case is made of: the party and its act, what is held, what was decided, paid, published and is owed."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import NamedTuple

from enforcement.rules.coercion import Seizure
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.evidence import keep_until
from enforcement.rules.liability import Party, PartyKind
from enforcement.rules.reasoning import Reasoning
from enforcement.rules.remedies import Remedy, RemedyOutcome
from enforcement.rules.simple import CollectionCase
from kernel.ages import Born
from kernel.law import Reference
from kernel.record import record
from kernel.texts import Named, Text
from kernel.wording import folded

WARNING = "warning"
"""The penalty that is no fine and none of the grave ones."""


class Hold(Named):
    """How the organ has goods in its hands."""

    KEPT = "kept", "先行登记保存", "registered and kept"
    SEIZED = "seized", "查封扣押", "seized"


class DecisionLinkKind(Named):
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


def penalised_ids(party: PartyOfCase, town: str) -> tuple[str, ...]:
    """Return by what a party is known again that was penalised before in the county: account and credit code, never a mere name."""
    keys = [one for one in (party.person, party.credit_code) if one]
    return tuple(hashlib.sha256(f"{one}|{town[:6]}".encode()).hexdigest()[:26] for one in keys)


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
    emergency
        Whether it could not wait for the day, or for a working day.
    evidence
        The piece of evidence that was kept.
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
    emergency: bool = False
    evidence: str | None = None

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

    kind: DecisionLinkKind
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

    @property
    def is_listed(self) -> bool:
        """Whether it belongs to the public list, whatever the day."""
        return self.public and (self.is_up or self.wrong_at is not None)


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
