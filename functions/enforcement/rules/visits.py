"""An inspection from the proposal to what became of it: its record, and who may do what with it (国办发〔2024〕54号)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from enforcement.rules.case_steps import Holder
from enforcement.rules.inspections import (
    Inspection,
    InspectionKind,
    Result,
    ResultKind,
    wants_ground,
)
from enforcement.rules.refusals import GateShut
from enforcement.rules.visit_states import AFTER, VISITS, VisitAction, VisitStatus
from kernel.access import ENFORCERS, Caller, Role
from kernel.clock import day_of
from kernel.record import record
from kernel.states import Move
from kernel.texts import Text

HEADS = frozenset({Role.ENFORCEMENT_HEAD})
HOLDER_ROLES = {Holder.OFFICER: ENFORCERS, Holder.HEAD: HEADS}


@record
class Visit:
    """An inspection as it is kept.

    Attributes
    ----------
    firm
        The unified credit code of a firm, sole trader or co-operative; None: the rules on firms do not hold.
    planned_on, planned
        For which day it is proposed, and by whom it is to be made; who makes it then is who shows a certificate.
    draw
        By which random draw the firm came to be inspected.
    ground
        The clue or case it follows up, where the yearly cap does not hold it back.
    recheck_of
        The inspection whose order is looked at again.
    code
        The code of the inspection, without a gap for its town and year.
    approved_late
        An urgent one was approved after its limit.
    shown
        The numbers of the certificates that were shown first.
    checklist, checked
        What was looked at, and what was found of each.
    refusal
        Why the party did not sign, and who saw it.
    photos
        Ids of the evidence in its record.
    law, articles, explained
        Which law was explained to the party, and how.
    case
        The case that was opened.
    settled_by
        The re-check that ended the order.
    extended_at
        When the head gave more time for what was ordered, once.
    approval_owed, recheck_owed
        The obligations that follow up an urgent one's approval and an order's re-check.
    """

    id: str
    town: str
    kind: InspectionKind
    items: tuple[str, ...]
    party: str
    firm: str | None
    place: str
    reason: str
    planned_on: date
    planned: tuple[str, ...]
    proposed_by: str
    proposed_at: datetime
    status: VisitStatus = VisitStatus.PROPOSED
    urgent: bool = False
    draw: str | None = None
    ground: str | None = None
    recheck_of: str | None = None
    code: str | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    approved_late: bool = False
    notified_at: datetime | None = None
    notified_way: str | None = None
    begun_at: datetime | None = None
    officers: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    recorded_at: datetime | None = None
    result: ResultKind | None = None
    checklist: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    record: str | None = None
    signed: bool = False
    refusal: str | None = None
    photos: tuple[str, ...] = ()
    order: str | None = None
    limit: datetime | None = None
    law: str | None = None
    articles: tuple[str, ...] = ()
    explained: str | None = None
    case: str | None = None
    settled_by: str | None = None
    extended_at: datetime | None = None
    approval_owed: str | None = None
    recheck_owed: str | None = None
    version: int = 1

    @property
    def is_problem(self) -> bool:
        """Whether it found one of the problems that inspections find."""
        return self.result is not None and self.result.is_problem

    @property
    def counts(self) -> bool:
        """Whether it is one of the inspections of its year: a re-check goes with the one it looks at again."""
        return self.kind is not InspectionKind.RECHECK

    @property
    def to_be_watched(self) -> bool:
        """Whether the county's supervisors are told: a firm is inspected, and its yearly cap does not hold it back."""
        return self.firm is not None and wants_ground(self.kind, urgent=self.urgent)

    def to_be_made(self, begins_at: datetime) -> Inspection:
        """Return it as the gates before an inspection see it."""
        return Inspection(
            self.town,
            self.code,
            self.kind,
            self.items,
            self.firm is not None,
            begins_at,
            self.approved_at,
            self.notified_at,
            self.urgent,
            self.planned_on,
        )

    def outcome(self) -> Result:
        """Return what it came to, as the gates after an inspection see it."""
        assert self.result is not None, "it was recorded"
        return Result(
            self.result,
            self.record or "",
            self.signed,
            bool(self.refusal),
            self.limit,
            self.case,
            self.explained,
        )


class ApprovedByOneself(GateShut):
    """Nobody approves what one has proposed or makes oneself."""

    slug = "approved-by-oneself"
    title = Text("不得自行批准", "Approved by oneself")
    said = Text(
        "提出或实施检查的人员不得批准该检查。",
        "Whoever proposes or makes an inspection does not approve it.",
    )
    rests_on = "separation"


class NothingToRecheck(GateShut):
    """A re-check looks again at an order of the same town that is open."""

    slug = "nothing-to-recheck"
    title = Text("没有待复查的责令改正", "Nothing to re-check")
    said = Text(
        "复查须针对本乡镇尚未办结的责令改正。",
        "A re-check is of an order of this town that is still open.",
    )
    rests_on = "firm_inspection"


def standing_of(visit: Visit, caller: Caller) -> Collection[Holder]:
    """Return how somebody stands to an inspection: an officer of the town (one who makes it, once it is begun), its head."""
    found: set[Holder] = set()
    if caller.post_at(visit.town, ENFORCERS) and (
        not visit.officers or caller.person_id in visit.officers
    ):
        found.add(Holder.OFFICER)
    if caller.post_at(visit.town, HEADS):
        found.add(Holder.HEAD)
    return found


def shut(visit: Visit) -> Collection[VisitAction]:
    """Return what is shut besides what the status rules out: an approval that is there or not needed any more, an order extended before."""
    settled = visit.approved_at is not None or visit.firm is None
    found = [VisitAction.APPROVE] if visit.status in AFTER and settled else []
    return [*found, VisitAction.EXTEND] if visit.extended_at else found


def actions_of(visit: Visit, caller: Caller, now: datetime) -> list[VisitAction]:
    """Return what somebody may do with an inspection now."""
    standing = standing_of(visit, caller)
    offered = VISITS.open_to(visit.status, lambda one: one in standing, shut(visit))
    own = is_own(visit, caller)
    told = visit.status is VisitStatus.NOTIFIED and day_of(now) >= visit.planned_on
    not_yet = visit.firm and not visit.urgent and not told
    out = (
        {VisitAction.APPROVE, VisitAction.REFUSE, VisitAction.EXTEND} if own else set[VisitAction]()
    )
    # What a gate of the law would refuse is not offered; whoever tries is told which gate.
    out |= {VisitAction.BEGIN} if not_yet else set()
    out |= {VisitAction.EXTEND} if visit.limit and now >= visit.limit else set()
    return [one for one in offered if one not in out]


def is_own(visit: Visit, caller: Caller) -> bool:
    """Tell whether somebody proposes, is to make or makes an inspection, and so does not judge it."""
    return caller.person_id in (visit.proposed_by, *visit.planned, *visit.officers)


def refuse_own_approval(visit: Visit) -> None:
    """Let an inspection be made by others than whoever approved it.

    Raises
    ------
    ApprovedByOneself
        One of its officers approved it.
    """
    if visit.approved_by in visit.officers:
        raise ApprovedByOneself


def next_move(
    visit: Visit, action: VisitAction, said: object, caller: Caller, now: datetime
) -> Move[VisitAction, VisitStatus, Holder]:
    """Return the row of a step that somebody may take.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The table does not lead on, the caller may not, or something was not said.
    ApprovedByOneself
        It is approved or refused by whoever proposed or makes it.
    """
    row = VISITS.move(visit.status, action, shut(visit), actions_of(visit, caller, now))
    standing = standing_of(visit, caller)
    VISITS.allow(row, lambda one: one in standing, lambda one: HOLDER_ROLES[one])
    if row.by == (Holder.HEAD,) and is_own(visit, caller):
        raise ApprovedByOneself
    VISITS.require_words(row, said)
    return row
