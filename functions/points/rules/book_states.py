"""The life of a version of the rules. The order is the law's: villagers' meeting, town, publication (村委会法 Art. 31)."""

from __future__ import annotations

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class Status(Named):
    """How far a version has come."""

    DRAFT = "draft", "草案", "draft"
    PASSED = "passed", "已表决通过", "passed by the villagers' meeting"
    FILED = "filed", "已报乡镇备案", "filed with the town"
    PUBLISHED = "published", "已公布", "published"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class Action(Named):
    """What can be done with a version."""

    PASS = "pass", "记录表决通过", "pass"
    FILE = "file", "备案", "file"
    PUBLISH = "publish", "公布", "publish"
    WITHDRAW = "withdraw", "撤回", "withdraw"


class Holder(Named):
    """Who moves a version on."""

    VILLAGE_OFFICER = "village_officer", "本村村干部", "a village officer"
    TOWN_OFFICER = "town_officer", "乡镇干部", "an officer of the town"


HOLDER_ROLES = {
    Holder.VILLAGE_OFFICER: frozenset({Role.VILLAGE_OFFICER}),
    Holder.TOWN_OFFICER: frozenset({Role.TOWN_OFFICER}),
}
_DRAFT, _PASSED, _FILED = (frozenset({one}) for one in (Status.DRAFT, Status.PASSED, Status.FILED))
_VILLAGE, _TOWN = (Holder.VILLAGE_OFFICER,), (Holder.TOWN_OFFICER,)

TABLE: StateTable[Action, Status, Holder] = StateTable(
    Text("该版规则", "This version"),
    [
        Move(Action.PASS, _DRAFT, Status.PASSED, _VILLAGE, ("vote_id", "voted_on")),
        Move(Action.FILE, _PASSED, Status.FILED, _TOWN, ("filing_no",)),
        Move(Action.PUBLISH, _FILED, Status.PUBLISHED, _VILLAGE, ("valid_from",)),
        Move(Action.WITHDRAW, _DRAFT | _PASSED | _FILED, Status.WITHDRAWN, _VILLAGE, ("reason",)),
    ],
    statuses=names(Status),
    actions=names(Action),
    holders=names(Holder),
    words={
        "vote_id": Text("请填写表决编号。", "Name the vote by its id."),
        "voted_on": Text("请填写表决日期。", "Say on which day it was passed."),
        "filing_no": Text("请填写备案号。", "Give the town's filing number."),
        "valid_from": Text("请填写生效日期。", "Say from which day it is in force."),
        "reason": Text("请说明撤回理由。", "Say why it is withdrawn."),
    },
)
