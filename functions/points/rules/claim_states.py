"""The life of a claim: which step leads from where, who may take it, and what must be said with it."""

from __future__ import annotations

from enum import StrEnum

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Text


class ClaimStatus(StrEnum):
    """Where a claim stands."""

    CHECKING = "checking"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    OBJECTED = "objected"
    POSTED = "posted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"

    @property
    def is_open(self) -> bool:
        """Whether something still has to happen."""
        return self in (
            ClaimStatus.CHECKING,
            ClaimStatus.CONFIRMED,
            ClaimStatus.PUBLISHED,
            ClaimStatus.OBJECTED,
        )


STATUS_NAMES: dict[ClaimStatus, Text] = {
    ClaimStatus.CHECKING: Text("核验中", "being checked"),
    ClaimStatus.CONFIRMED: Text("核验通过，待公示", "confirmed, to be published"),
    ClaimStatus.PUBLISHED: Text("公示中", "published, open to objections"),
    ClaimStatus.OBJECTED: Text("有异议，复核中", "objected to, being checked again"),
    ClaimStatus.POSTED: Text("已入账", "posted"),
    ClaimStatus.REFUSED: Text("未通过", "refused"),
    ClaimStatus.WITHDRAWN: Text("已撤回", "withdrawn"),
    ClaimStatus.REVERSED: Text("已冲正", "reversed"),
}


class Action(StrEnum):
    """What is done with a claim."""

    VERIFY = "verify"
    RECOGNISE = "recognise"
    VISIT = "visit"
    OBJECT = "object"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    POST = "post"
    REVERSE = "reverse"


ACTION_NAMES: dict[Action, Text] = {
    Action.VERIFY: Text("核验", "verify"),
    Action.RECOGNISE: Text("评议", "recognise"),
    Action.VISIT: Text("入户核实", "visit"),
    Action.OBJECT: Text("提出异议", "object"),
    Action.ANSWER: Text("答复异议", "answer"),
    Action.WITHDRAW: Text("撤回", "withdraw"),
    Action.PUBLISH: Text("公示", "publish"),
    Action.POST: Text("入账", "post"),
    Action.REVERSE: Text("冲正", "reverse"),
}


class Event(StrEnum):
    """What the history tells."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    RECOGNISED = "recognised"
    VISITED = "visited"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    OBJECTED = "objected"
    ANSWERED = "answered"
    ANSWER_LATE = "answer_late"
    CHECK_LATE = "check_late"
    POSTED = "posted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"


EVENT_NAMES: dict[Event, Text] = {
    Event.CLAIMED: Text("申报", "claimed"),
    Event.VERIFIED: Text("核验事实", "facts verified"),
    Event.RECOGNISED: Text("邻里评议", "neighbour's word"),
    Event.VISITED: Text("入户核实", "household visited"),
    Event.CONFIRMED: Text("综合评定通过", "confirmed by the combined evaluation"),
    Event.PUBLISHED: Text("公示", "published"),
    Event.OBJECTED: Text("提出异议", "objection"),
    Event.ANSWERED: Text("异议答复", "objection answered"),
    Event.ANSWER_LATE: Text("异议逾期未答复", "answer overdue"),
    Event.CHECK_LATE: Text("逾期未核验完成", "check overdue"),
    Event.POSTED: Text("入账", "posted"),
    Event.REFUSED: Text("未通过", "refused"),
    Event.WITHDRAWN: Text("撤回", "withdrawn"),
    Event.REVERSED: Text("冲正", "reversed"),
}


class Holder(StrEnum):
    """How somebody stands to a claim."""

    VERIFIER = "verifier"
    GRID_STAFF = "grid_staff"
    RECORDER = "recorder"
    NEIGHBOUR = "neighbour"
    SUPERVISOR = "supervisor"
    VILLAGE_OFFICER = "village_officer"
    TOWN_OFFICER = "town_officer"
    HOUSEHOLD = "household"
    CLAIMANT = "claimant"


GRID_STAFF = frozenset({Role.GRID_WORKER, Role.GRID_CHIEF})
HOLDER_ROLES: dict[Holder, frozenset[Role]] = {
    Holder.VERIFIER: frozenset({Role.POINTS_VERIFIER}),
    Holder.GRID_STAFF: GRID_STAFF,
    Holder.RECORDER: GRID_STAFF,
    Holder.NEIGHBOUR: frozenset({Role.RESIDENT}),
    Holder.SUPERVISOR: frozenset({Role.VILLAGE_SUPERVISOR}),
    Holder.VILLAGE_OFFICER: frozenset({Role.VILLAGE_OFFICER}),
    Holder.TOWN_OFFICER: frozenset({Role.TOWN_OFFICER}),
    Holder.HOUSEHOLD: frozenset({Role.RESIDENT}),
    Holder.CLAIMANT: frozenset({*GRID_STAFF, Role.POINTS_VERIFIER}),
}
"""By which posts, held now, somebody stands to a claim in this way; neighbours and household do so by where they live."""

TABLE: StateTable[Action, ClaimStatus, Holder] = StateTable(
    Text("该申报", "This claim"),
    [
        Move(
            Action.VERIFY,
            frozenset({ClaimStatus.CHECKING}),
            by=(Holder.VERIFIER,),
            needs=("quantity",),
            event=Event.VERIFIED,
        ),
        Move(
            Action.RECOGNISE,
            frozenset({ClaimStatus.CHECKING}),
            by=(Holder.NEIGHBOUR, Holder.RECORDER),
            needs=("in_favour",),
            event=Event.RECOGNISED,
        ),
        Move(
            Action.VISIT,
            frozenset({ClaimStatus.CHECKING}),
            by=(Holder.VERIFIER, Holder.GRID_STAFF),
            needs=("grade", "reason"),
            event=Event.VISITED,
        ),
        Move(
            Action.WITHDRAW,
            frozenset({ClaimStatus.CHECKING}),
            to=ClaimStatus.WITHDRAWN,
            by=(Holder.HOUSEHOLD, Holder.CLAIMANT),
            event=Event.WITHDRAWN,
        ),
        Move(
            Action.PUBLISH,
            frozenset({ClaimStatus.CONFIRMED}),
            to=ClaimStatus.PUBLISHED,
            event=Event.PUBLISHED,
        ),
        Move(
            Action.OBJECT,
            frozenset({ClaimStatus.PUBLISHED, ClaimStatus.OBJECTED}),
            to=ClaimStatus.OBJECTED,
            by=(Holder.NEIGHBOUR,),
            needs=("reason",),
            event=Event.OBJECTED,
        ),
        Move(
            Action.ANSWER,
            frozenset({ClaimStatus.OBJECTED}),
            by=(
                Holder.VERIFIER,
                Holder.SUPERVISOR,
                Holder.VILLAGE_OFFICER,
                Holder.TOWN_OFFICER,
            ),
            needs=("objection", "upheld", "reason"),
            event=Event.ANSWERED,
        ),
        Move(
            Action.POST,
            frozenset({ClaimStatus.PUBLISHED}),
            to=ClaimStatus.POSTED,
            event=Event.POSTED,
        ),
        Move(
            Action.REVERSE,
            frozenset({ClaimStatus.POSTED}),
            to=ClaimStatus.REVERSED,
            event=Event.REVERSED,
        ),
    ],
    statuses=STATUS_NAMES,
    actions=ACTION_NAMES,
    holders={
        Holder.VERIFIER: Text("本村积分核验员", "a points verifier of the village"),
        Holder.GRID_STAFF: Text("本网格网格员、网格长", "the grid's worker or chief"),
        Holder.RECORDER: Text(
            "凭签字单代录的网格员", "a grid worker who records another household's signed paper"
        ),
        Holder.NEIGHBOUR: Text("本村住户", "a household of the village"),
        Holder.SUPERVISOR: Text("村务监督委员", "a village supervisor"),
        Holder.VILLAGE_OFFICER: Text("村干部", "a village officer"),
        Holder.TOWN_OFFICER: Text("乡镇干部", "a town officer"),
        Holder.HOUSEHOLD: Text("本户", "the household itself"),
        Holder.CLAIMANT: Text("申报人", "who claimed it"),
    },
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
