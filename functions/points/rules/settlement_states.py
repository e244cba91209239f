"""The life of a month's settlement: settled by the shop, checked by the village's supervisors (村委会法 Art. 35)."""

from __future__ import annotations

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class Status(Named):
    """Where a settlement stands."""

    SETTLED = "settled", "已结算，待核对", "settled, to be checked"
    CHECKED = "checked", "已核对", "checked"


class Action(Named):
    """What people do with a settlement."""

    CHECK = "check", "核对", "check"


class Holder(Named):
    """Who checks it."""

    SUPERVISOR = "supervisor", "本村村务监督委员", "a supervisor of the village"


HOLDER_ROLES = {Holder.SUPERVISOR: frozenset({Role.VILLAGE_SUPERVISOR})}
_SETTLED = frozenset({Status.SETTLED})

TABLE: StateTable[Action, Status, Holder] = StateTable(
    Text("该月结算", "This settlement"),
    [Move(Action.CHECK, _SETTLED, to=Status.CHECKED, by=(Holder.SUPERVISOR,))],
    statuses=names(Status),
    actions=names(Action),
    holders=names(Holder),
)
