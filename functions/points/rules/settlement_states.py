"""The life of a month's settlement: settled by the shop, checked by the village's supervisors (村委会法 Art. 35)."""

from __future__ import annotations

from enum import StrEnum

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Text


class Status(StrEnum):
    """Where a settlement stands."""

    SETTLED = "settled"
    CHECKED = "checked"


class Action(StrEnum):
    """What people do with a settlement."""

    CHECK = "check"


class Holder(StrEnum):
    """Who checks it."""

    SUPERVISOR = "supervisor"


HOLDER_ROLES: dict[Holder, frozenset[Role]] = {
    Holder.SUPERVISOR: frozenset({Role.VILLAGE_SUPERVISOR})
}
STATUS_NAMES: dict[Status, Text] = {
    Status.SETTLED: Text("已结算，待核对", "settled, to be checked"),
    Status.CHECKED: Text("已核对", "checked"),
}

TABLE: StateTable[Action, Status, Holder] = StateTable(
    Text("该月结算", "This settlement"),
    [
        Move(
            Action.CHECK,
            frozenset({Status.SETTLED}),
            to=Status.CHECKED,
            by=(Holder.SUPERVISOR,),
        )
    ],
    statuses=STATUS_NAMES,
    actions={Action.CHECK: Text("核对", "check")},
    holders={Holder.SUPERVISOR: Text("本村村务监督委员", "a supervisor of the village")},
)
