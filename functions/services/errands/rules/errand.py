"""An errand as it is kept: whose it is, by which authority, what is missing, where the originals are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime

from kernel.record import record
from kernel.texts import Named
from services.errands.rules.errand_states import OVER, ErrandStatus


class Signature(Named):
    """How somebody signs."""

    PAPER = "paper", "纸质签字", "on paper"
    APP = "app", "本人在应用中确认", "confirmed in the app"


class Power(Named):
    """What an agent may do for the principal."""

    SUBMIT = "submit", "提交材料", "hand papers in"
    CORRECT = "correct", "补正材料", "complete papers"
    HOLD = "hold", "保管原件", "keep originals"
    COLLECT = "collect", "领取结果", "collect the result"


class Place(Named):
    """With whom an original is."""

    PRINCIPAL = "principal", "委托人", "the principal"
    HEIR = "heir", "继承人", "an heir"
    PERSON = "person", "代办人员", "an agent"
    OFFICE = "office", "受理窗口", "the office"
    KEPT = "kept", "由受理机关依法留存", "kept for good by the office"


HOME = frozenset({Place.PRINCIPAL, Place.HEIR, Place.KEPT})
"""Where an original is out no more."""


class ErrandOutcome(Named):
    """What the office decided."""

    GRANTED = "granted", "准予", "granted"
    REFUSED = "refused", "不予", "refused"


class Rating(Named):
    """What the principal thinks of it."""

    GOOD = "good", "满意", "good"
    FAIR = "fair", "基本满意", "fair"
    BAD = "bad", "不满意", "bad"


class StopGround(Named):
    """What does not count in the limit (行政许可法 Art. 45)."""

    HEARING = "hearing", "听证", "a hearing"
    TEST = "test", "检验检测检疫", "a test or quarantine"
    EXPERT = "expert", "鉴定和专家评审", "an expert's opinion"


class EndGround(Named):
    """Why an authority ends (民法典 Art. 173)."""

    REVOKED = "revoked", "委托人撤回", "revoked by the principal"
    RESIGNED = "resigned", "代办员辞去委托", "given up by the agent"
    LAPSED = "lapsed", "委托期限届满", "its term is over"
    PRINCIPAL_DIED = "principal_died", "委托人死亡", "the principal died"
    AGENT_DIED = "agent_died", "代办员死亡", "the agent died"
    INCAPABLE = "incapable", "丧失民事行为能力", "one of them is incapable"


@record
class Principal:
    """Whose matter it is; who cannot sign in has no `person`."""

    household: str
    name: str
    person: str | None = None


@record
class Agent:
    """Who does it."""

    person: str
    name: str


@record
class Authority:
    """The letter of authority (民法典 Art. 165): agent, powers, term, and how the principal signed it; the matter is the errand's.

    Attributes
    ----------
    last_day
        Its last day.
    signed_at
        When it was signed; None: the principal has not confirmed it yet.
    """

    agent: Agent
    powers: tuple[Power, ...]
    last_day: date
    signature: Signature
    signed_at: datetime | None = None


@record
class Holder:
    """With whom an original is: an agent by id, everybody else by a name as it was signed."""

    place: Place
    person: str | None = None
    name: str | None = None

    @property
    def is_home(self) -> bool:
        """Whether an original is out no more with this holder."""
        return self.place in HOME


@record
class HandOver:
    """One way of an original, signed by both: who gave and who took it, and how whoever cannot sign here did."""

    giver: Holder
    taker: Holder
    at: datetime
    signature: Signature
    receipt: str | None = None


@record
class Original:
    """An original with its receipt: what it is, how many copies, and every hand it went through.

    Attributes
    ----------
    paper
        The code in the matter's list, or what the office gave out.
    mark
        What tells it from another of its kind, such as the end of its number.
    offered
        Who is to sign for it.
    custody
        By which it is known over all errands.
    """

    number: int
    paper: str
    name: str
    mark: str | None
    copies: int
    custody: str
    way: tuple[HandOver, ...]
    offered: Agent | None = None

    @property
    def holder(self) -> Holder:
        """With whom it is."""
        return self.way[-1].taker

    @property
    def is_out(self) -> bool:
        """Whether it still has to go home."""
        return not self.holder.is_home


@record
class Scan:
    """A copy of a paper, by where the county keeps the file and its SHA-256: the copy itself is not kept here."""

    paper: str
    file: str
    sha256: str
    taken_at: datetime


@record
class IdNumber:
    """An identity number where the form needs one: its keyed hash, and what may be shown of it."""

    digest: str
    shown: str


@record
class Stop:
    """Time that does not count in the limit."""

    ground: StopGround
    until: datetime
    seconds_left: float
    since: datetime | None = None


@record
class Result:
    """What the office decided, and why where it refused."""

    outcome: ErrandOutcome
    reason: str | None
    at: datetime


@record
class Rated:
    """What the principal said of it; `named`: whoever did it may know."""

    rating: Rating
    named: bool
    contact_by: datetime | None = None
    contacted_at: datetime | None = None


@record
class Errand:
    """One matter of one principal, entrusted to one agent.

    Attributes
    ----------
    unit
        Where the principal lives: a grid, or its village.
    matter
        Its code in the catalogue; `catalogue` says in which version.
    missing
        Papers that were told missing, or that were promised.
    promised_on
        When the principal promised in writing what is missing (容缺).
    due_at
        The promised limit.
    stopped_seconds
        How long its clock has stood in all, but for the stop it is in.
    owed
        By kind of obligation, under which id it is owed.
    """

    id: str
    unit: str
    village: str
    matter: str
    catalogue: int
    office: str
    promised_days: int
    urgent: bool
    received_at: datetime
    opened_at: datetime
    status: ErrandStatus
    principal: Principal | None
    authority: Authority | None
    id_number: IdNumber | None = None
    substitute: Authority | None = None
    missing: tuple[str, ...] = ()
    promised_on: date | None = None
    check_by: datetime | None = None
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    stop: Stop | None = None
    stopped_seconds: int = 0
    result: Result | None = None
    delivered_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: EndGround | None = None
    rated: Rated | None = None
    originals: tuple[Original, ...] = ()
    scans: tuple[Scan, ...] = ()
    owed: Mapping[str, str] = field(default_factory=dict[str, str])
    version: int = 1

    @property
    def out(self) -> list[Original]:
        """The originals that have to go home."""
        return [one for one in self.originals if one.is_out]

    @property
    def agent(self) -> Agent | None:
        """Who does it; nobody where advice was all."""
        return self.authority.agent if self.authority else None

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done."""
        return self.status not in OVER

    def original(self, number: int | None) -> Original | None:
        """Return the original of a number."""
        return next((one for one in self.originals if one.number == number), None)

    def with_original(self, changed: Original) -> Errand:
        """Return it with an original as it is now, or one more."""
        others = [one for one in self.originals if one.number != changed.number]
        ordered = sorted([*others, changed], key=lambda one: one.number)
        return replace(self, originals=tuple(ordered))
