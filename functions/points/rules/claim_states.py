"""The life of a claim: which step leads from where, who may take it, and what must be said with it."""

from __future__ import annotations

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class ClaimStatus(Named):
    """Where a claim stands."""

    CHECKING = "checking", "核验中", "being checked"
    CONFIRMED = "confirmed", "核验通过，待公示", "confirmed, to be published"
    PUBLISHED = "published", "公示中", "published, open to objections"
    OBJECTED = "objected", "有异议，复核中", "objected to, being checked again"
    POSTED = "posted", "已入账", "posted"
    REFUSED = "refused", "未通过", "refused"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"
    REVERSED = "reversed", "已冲正", "reversed"

    @property
    def is_open(self) -> bool:
        """Whether something still has to happen."""
        return self in (_CHECKING | _CONFIRMED | _PUBLISHED | _OBJECTED)


class Action(Named):
    """What is done with a claim."""

    VERIFY = "verify", "核验", "verify"
    RECOGNISE = "recognise", "评议", "recognise"
    VISIT = "visit", "入户核实", "visit"
    OBJECT = "object", "提出异议", "object"
    ANSWER = "answer", "答复异议", "answer"
    WITHDRAW = "withdraw", "撤回", "withdraw"
    PUBLISH = "publish", "公示", "publish"
    POST = "post", "入账", "post"
    REVERSE = "reverse", "冲正", "reverse"


class Event(Named):
    """What the history tells."""

    CLAIMED = "claimed", "申报", "claimed"
    VERIFIED = "verified", "核验事实", "facts verified"
    RECOGNISED = "recognised", "邻里评议", "neighbour's word"
    VISITED = "visited", "入户核实", "household visited"
    CONFIRMED = "confirmed", "综合评定通过", "confirmed by the combined evaluation"
    PUBLISHED = "published", "公示", "published"
    OBJECTED = "objected", "提出异议", "objection"
    ANSWERED = "answered", "异议答复", "objection answered"
    ANSWER_LATE = "answer_late", "异议逾期未答复", "answer overdue"
    CHECK_LATE = "check_late", "逾期未核验完成", "check overdue"
    POSTED = "posted", "入账", "posted"
    REFUSED = "refused", "未通过", "refused"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"
    REVERSED = "reversed", "冲正", "reversed"
    MOVED = "moved", "户迁移，申报随迁", "moved along with its household"


class Holder(Named):
    """How somebody stands to a claim."""

    VERIFIER = "verifier", "本村积分核验员", "a points verifier of the village"
    GRID_STAFF = "grid_staff", "本网格网格员、网格长", "the grid's worker or chief"
    RECORDER = (
        "recorder",
        "凭签字单代录的网格员",
        "a grid worker who records another household's signed paper",
    )
    NEIGHBOUR = "neighbour", "本村住户", "a household of the village"
    SUPERVISOR = "supervisor", "村务监督委员", "a village supervisor"
    VILLAGE_OFFICER = "village_officer", "村干部", "a village officer"
    TOWN_OFFICER = "town_officer", "乡镇干部", "a town officer"
    ABOVE_WHEN_LATE = (
        "above_when_late",
        "逾期后的乡镇、县级干部",
        "a town or county officer, once it is late",
    )
    HOUSEHOLD = "household", "本户", "the household itself"
    CLAIMANT = "claimant", "申报人", "who claimed it"


GRID_STAFF = frozenset({Role.GRID_WORKER, Role.GRID_CHIEF})
ABOVE = frozenset({Role.TOWN_OFFICER, Role.COUNTY_OFFICER})
HOLDER_ROLES: dict[Holder, frozenset[Role]] = {
    Holder.VERIFIER: frozenset({Role.POINTS_VERIFIER}),
    Holder.GRID_STAFF: GRID_STAFF,
    Holder.RECORDER: GRID_STAFF,
    Holder.NEIGHBOUR: frozenset({Role.RESIDENT}),
    Holder.SUPERVISOR: frozenset({Role.VILLAGE_SUPERVISOR}),
    Holder.VILLAGE_OFFICER: frozenset({Role.VILLAGE_OFFICER}),
    Holder.TOWN_OFFICER: frozenset({Role.TOWN_OFFICER}),
    Holder.ABOVE_WHEN_LATE: ABOVE,
    Holder.HOUSEHOLD: frozenset({Role.RESIDENT}),
    Holder.CLAIMANT: frozenset({*GRID_STAFF, Role.POINTS_VERIFIER}),
}
"""By which posts, held now, somebody stands to a claim in this way; neighbours and household do so by where they live."""

_CHECKING, _CONFIRMED, _PUBLISHED, _OBJECTED, _POSTED = (
    frozenset({one}) for one in list(ClaimStatus)[:5]
)
_VERIFIERS = (Holder.VERIFIER, Holder.ABOVE_WHEN_LATE)
_NEIGHBOUR = (Holder.NEIGHBOUR,)
_SPEAKERS = (Holder.NEIGHBOUR, Holder.RECORDER)
_VISITORS = (Holder.VERIFIER, Holder.GRID_STAFF, Holder.ABOVE_WHEN_LATE)
_ANSWERERS = (
    Holder.VERIFIER,
    Holder.SUPERVISOR,
    Holder.VILLAGE_OFFICER,
    Holder.TOWN_OFFICER,
    Holder.ABOVE_WHEN_LATE,
)
_OWN = (Holder.HOUSEHOLD, Holder.CLAIMANT)

TABLE: StateTable[Action, ClaimStatus, Holder] = StateTable(
    Text("该申报", "This claim"),
    [
        Move(Action.VERIFY, _CHECKING, None, _VERIFIERS, ("quantity",), Event.VERIFIED),
        Move(Action.RECOGNISE, _CHECKING, None, _SPEAKERS, ("in_favour",), Event.RECOGNISED),
        Move(Action.VISIT, _CHECKING, None, _VISITORS, ("grade", "reason"), Event.VISITED),
        Move(Action.WITHDRAW, _CHECKING, ClaimStatus.WITHDRAWN, _OWN, (), Event.WITHDRAWN),
        Move(Action.PUBLISH, _CONFIRMED, ClaimStatus.PUBLISHED, event=Event.PUBLISHED),
        Move(
            Action.OBJECT,
            _PUBLISHED | _OBJECTED,
            ClaimStatus.OBJECTED,
            _NEIGHBOUR,
            ("reason",),
            Event.OBJECTED,
        ),
        Move(
            Action.ANSWER,
            _OBJECTED,
            None,
            _ANSWERERS,
            ("objection", "upheld", "reason"),
            Event.ANSWERED,
        ),
        Move(Action.POST, _PUBLISHED, ClaimStatus.POSTED, event=Event.POSTED),
        Move(Action.REVERSE, _POSTED, ClaimStatus.REVERSED, event=Event.REVERSED),
    ],
    statuses=names(ClaimStatus),
    actions=names(Action),
    holders=names(Holder),
    words={
        "quantity": Text("请填写核实数量。", "Say how much of it is a fact."),
        "in_favour": Text("请说明是否认可。", "Say whether the household is in favour."),
        "paper": Text("代录须填写签字单编号。", "A recorded word takes its signed paper."),
        "grade": Text("请填写入户评分。", "Give a grade of 0 to 100."),
        "reason": Text("请说明理由或情况。", "Say why, or what was found."),
        "objection": Text("请注明答复的是哪条异议。", "Say which objection is answered."),
        "upheld": Text("请说明异议是否成立。", "Say whether the objection is upheld."),
    },
)
"""A list is published as a whole, points are posted by the clock, and a claim is reversed with its ledger entry: nobody's by hand."""
