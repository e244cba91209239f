"""An inspection from the proposal to what became of it: its record, its states, and what each step asks for (国办发〔2024〕54号)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from enforcement.rules.case_steps import Holder
from enforcement.rules.inspections import Inspection, InspectionKind, Result, ResultKind
from enforcement.rules.refusals import GateShut
from kernel.access import Caller, Role
from kernel.record import record
from kernel.states import Move, Named, StateTable, names
from kernel.texts import Text


class VisitStatus(Named):
    """Where an inspection stands."""

    PROPOSED = "proposed", "待批准", "waiting for its approval"
    APPROVED = "approved", "已批准", "approved"
    NOTIFIED = "notified", "已通知", "announced to the party"
    BEGUN = "begun", "检查中", "under way"
    CORRECTING = "correcting", "整改中", "waiting for what was ordered to be corrected"
    CLOSED = "closed", "已办结", "closed"
    REFUSED = "refused", "不予批准", "refused"
    CANCELLED = "cancelled", "已取消", "cancelled"


class VisitAction(Named):
    """What is done with an inspection."""

    APPROVE = "approve", "批准", "approve it"
    REFUSE = "refuse", "不予批准", "refuse it"
    NOTIFY = "notify", "通知被检查人", "announce it to the party"
    BEGIN = "begin", "出示证件、开始检查", "show certificates and begin"
    RECORD = "record", "登记检查结果", "record its result"
    CANCEL = "cancel", "取消", "cancel it"
    SETTLE = "settle", "复查后办结", "close it after its re-check"


class VisitEvent(Named):
    """What the history of an inspection tells."""

    PROPOSED = "proposed", "提出检查", "proposed"
    APPROVED = "approved", "批准", "approved"
    REFUSED = "refused", "不予批准", "refused"
    NOTIFIED = "notified", "通知被检查人", "announced"
    BEGUN = "begun", "出示证件、开始检查", "begun"
    RECORDED = "recorded", "登记结果", "its result recorded"
    ORDERED = "ordered", "责令限期改正", "ordered to correct"
    CANCELLED = "cancelled", "取消", "cancelled"
    SETTLED = "settled", "复查后办结", "closed after its re-check"


_S, _A, _E = VisitStatus, VisitAction, VisitEvent
_OFFICER, _HEAD = (Holder.OFFICER,), (Holder.HEAD,)


def _from(*statuses: VisitStatus) -> frozenset[VisitStatus]:
    return frozenset(statuses)


_BEFORE = _from(_S.PROPOSED, _S.APPROVED, _S.NOTIFIED)
_AFTER = _from(_S.BEGUN, _S.CORRECTING, _S.CLOSED)

VISITS: StateTable[VisitAction, VisitStatus, Holder] = StateTable(
    Text("该检查", "This inspection"),
    [
        Move(_A.APPROVE, _from(_S.PROPOSED), _S.APPROVED, _HEAD, event=_E.APPROVED),
        # What was urgent is approved afterwards, wherever it has come to.
        Move(
            _A.APPROVE,
            _AFTER,
            None,
            _HEAD,
            event=_E.APPROVED,
            ends=("urgent_inspection_approval",),
        ),
        Move(_A.REFUSE, _from(_S.PROPOSED), _S.REFUSED, _HEAD, ("reason",), _E.REFUSED),
        Move(_A.NOTIFY, _from(_S.APPROVED), _S.NOTIFIED, _OFFICER, ("way",), _E.NOTIFIED),
        Move(
            _A.BEGIN,
            _BEFORE,
            _S.BEGUN,
            _OFFICER,
            ("officers",),
            _E.BEGUN,
            begins=("urgent_inspection_approval",),
        ),
        Move(
            _A.RECORD,
            _from(_S.BEGUN),
            None,
            _OFFICER,
            ("result", "record", "checklist"),
            _E.RECORDED,
            begins=("order_to_correct",),
            ends=("order_to_correct",),
        ),
        Move(_A.CANCEL, _BEFORE, _S.CANCELLED, (*_OFFICER, *_HEAD), ("reason",), _E.CANCELLED),
        Move(_A.SETTLE, _from(_S.CORRECTING), _S.CLOSED, event=_E.SETTLED),
    ],
    statuses=names(VisitStatus),
    actions=names(VisitAction),
    holders=names(Holder),
    words={
        "reason": Text("请说明理由。", "Say why."),
        "way": Text("请注明通知方式。", "Say how the party was told."),
        "officers": Text("请列明执法人员。", "Name the officers."),
        "result": Text("请注明检查结果。", "Say what it came to."),
        "record": Text("请附现场笔录。", "Attach the on-site record."),
        "checklist": Text("请附检查清单。", "Attach the checklist."),
    },
)
"""A firm's gates are in `inspections.begin`; an order ends by a re-check that is an inspection of its own."""

OFFICERS = frozenset({Role.ENFORCEMENT_OFFICER, Role.ENFORCEMENT_HEAD})
HEADS = frozenset({Role.ENFORCEMENT_HEAD})
HOLDER_ROLES = {Holder.OFFICER: OFFICERS, Holder.HEAD: HEADS}


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


class OrderEndsBefore(GateShut):
    """The limit of an order to correct lies ahead."""

    slug = "order-ends-before"
    title = Text("整改期限有误", "Limit passed")
    said = Text("整改期限须晚于现在。", "The limit of an order lies ahead.")
    rests_on = "firm_inspection"


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
    if caller.post_at(visit.town, OFFICERS) and (
        not visit.officers or caller.person_id in visit.officers
    ):
        found.add(Holder.OFFICER)
    if caller.post_at(visit.town, HEADS):
        found.add(Holder.HEAD)
    return found


def shut(visit: Visit) -> Collection[VisitAction]:
    """Return what is shut besides what the status rules out: an approval where there is one already, or none is needed any more."""
    begun = visit.status in _AFTER
    if begun and (visit.approved_at is not None or visit.firm is None):
        return (VisitAction.APPROVE,)
    return ()


def actions_of(visit: Visit, caller: Caller) -> list[VisitAction]:
    """Return what somebody may do with an inspection now."""
    standing = standing_of(visit, caller)
    offered = VISITS.open_to(visit.status, lambda one: one in standing, shut(visit))
    own = is_own(visit, caller)
    not_yet = visit.firm and not visit.urgent and visit.status is not VisitStatus.NOTIFIED
    out = {VisitAction.APPROVE, VisitAction.REFUSE} if own else set[VisitAction]()
    # What a gate of the law would refuse is not offered; whoever tries is told which gate.
    out |= {VisitAction.BEGIN} if not_yet else set()
    return [one for one in offered if one not in out]


def is_own(visit: Visit, caller: Caller) -> bool:
    """Tell whether somebody proposes, is to make or makes an inspection, and so does not judge it."""
    return caller.person_id in (visit.proposed_by, *visit.planned, *visit.officers)


def next_move(
    visit: Visit, action: VisitAction, said: object, caller: Caller
) -> Move[VisitAction, VisitStatus, Holder]:
    """Return the row of a step that somebody may take.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The table does not lead on, the caller may not, or something was not said.
    ApprovedByOneself
        It is approved or refused by whoever proposed or makes it.
    """
    row = VISITS.move(visit.status, action, shut(visit), actions_of(visit, caller))
    standing = standing_of(visit, caller)
    VISITS.allow(row, lambda one: one in standing, lambda one: HOLDER_ROLES[one])
    if row.by == _HEAD and is_own(visit, caller):
        raise ApprovedByOneself
    VISITS.require_words(row, said)
    return row
