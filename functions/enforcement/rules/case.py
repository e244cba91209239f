"""A case as it is on record: the clue, the party and the act, what was done in each step, what was decided and what became of it.

Everything a gate asks about is here or in the rows of others (certificates, items, grades); nothing of it is edited: it grows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, replace
from datetime import date, datetime

from enforcement.rules.case_parts import (
    Brought,
    Collected,
    DecisionLinkKind,
    Duty,
    Held,
    Link,
    Made,
    Paid,
    PaperOf,
    PartyOfCase,
    Public,
)
from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.clue_sources import ClueSource
from enforcement.rules.collection import Rests
from enforcement.rules.deadline import Suspension
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.delivery import Service, takes_effect
from enforcement.rules.evidence import Evidence
from enforcement.rules.hearing import Hearing
from enforcement.rules.legal_review import LegalReview
from enforcement.rules.liability import Act
from enforcement.rules.money import Instalment
from enforcement.rules.notice import Defence, Notice
from enforcement.rules.officers import Present
from enforcement.rules.separation import Part, Recusal
from enforcement.rules.transfer import CrimeReport
from kernel.record import record


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
    origin
        What it was before, as `kind:id`, and is again if it ends here.
    converted, converted_at, waited
        What the clue became, since when, and for how many seconds it stood still before.
    acts
        Codes of the catalogue of acts that the one act falls under; of several norms the higher fine stands.
    officers
        Who handles it, as the head named them.
    proposed_by
        Who proposed its filing, which somebody else approves.
    former
        Who handled it before others were named: whoever investigated does not review, chair or decide.
    reviewers, chairs
        Who reviewed it legally and who chaired its hearings so far: what is taken back or done again does not undo that they did.
    ceiling
        The heaviest fine that the records of hearings held so far bear, in fen; a new notice does not lift it, new facts do.
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
    origin: str | None = None
    converted: str | None = None
    converted_at: datetime | None = None
    waited: float = 0.0
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
    reviewers: tuple[str, ...] = ()
    minutes: str | None = None
    notice: Notice | None = None
    defence: Defence = Defence()
    hearing: Hearing | None = None
    chairs: tuple[str, ...] = ()
    ceiling: int | None = None
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
    def penalises(self) -> bool:
        """Whether a decision in force penalises its party."""
        return self.decision is not None and self.decision.is_penalty and not self.revoked

    @property
    def revoked(self) -> bool:
        """Whether its decision is no more."""
        return any(one.kind is DecisionLinkKind.REVOKED for one in self.links)

    @property
    def found_wrong(self) -> bool:
        """Whether its decision was revoked, or found wrong by a review or a court."""
        return self.revoked or any(one.outcome and one.outcome.is_wrong for one in self.remedies)

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
        made = self.decision
        reviewed = (self.review.reviewer.person_id,) if self.review else ()
        called = (self.hearing.chair,) if self.hearing and self.hearing.chair else ()
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
            Part.REVIEW: frozenset((*self.reviewers, *reviewed)),
            Part.HEARING: frozenset((*self.chairs, *called)),
            Part.DECISION: frozenset(decided),
        }

    @property
    def known_at(self) -> datetime:
        """From when the time bar looks back: when an inspection found the act, else when the clue was given, whatever day it tells of."""
        return self.found_at if self.inspection else self.reported_at

    @property
    def was_heard(self) -> bool:
        """Whether a hearing was held of it, under whichever notice."""
        return bool(self.chairs)

    @property
    def may_be_crime(self) -> bool:
        """Whether it was reported as a suspected crime, and may still be one."""
        return self.crime is not None and self.crime.is_open

    def number_of(self, *forms: str) -> str:
        """Return the number of the newest paper of these forms, as another paper names it."""
        found = [one.number for one in self.papers if one.form in forms and one.number]
        return found[-1] if found else "（无文号）"

    def was_kept(self, evidence: str) -> bool:
        """Tell whether a piece of evidence was registered and kept before, whatever became of that."""
        return any(one.evidence == evidence for one in self.held)

    def holding(self, good: str) -> Held | None:
        """Return what is held under an id and was not given back."""
        return next((one for one in self.held if one.id == good and one.lifted_at is None), None)


def with_held(case: Case, anew: Held) -> Case:
    """Return a case in which one of the things held has changed."""
    return replace(case, held=tuple(anew if one.id == anew.id else one for one in case.held))
