"""The life of a version of the rules. The order is the law's: villagers' meeting, town, publication (村委会法 Art. 31)."""

from __future__ import annotations

from enum import StrEnum

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Text


class Status(StrEnum):
    """How far a version has come."""

    DRAFT = "draft"
    PASSED = "passed"
    FILED = "filed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done with a version."""

    PASS = "pass"  # noqa: S105 - a vote, not a word to get in by
    FILE = "file"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


STATUS_NAMES: dict[Status, Text] = {
    Status.DRAFT: Text("草案", "draft"),
    Status.PASSED: Text("已表决通过", "passed by the villagers' meeting"),
    Status.FILED: Text("已报乡镇备案", "filed with the town"),
    Status.PUBLISHED: Text("已公布", "published"),
    Status.WITHDRAWN: Text("已撤回", "withdrawn"),
}


class Holder(StrEnum):
    """Who moves a version on."""

    VILLAGE_OFFICER = "village_officer"
    TOWN_OFFICER = "town_officer"


HOLDER_ROLES: dict[Holder, frozenset[Role]] = {
    Holder.VILLAGE_OFFICER: frozenset({Role.VILLAGE_OFFICER}),
    Holder.TOWN_OFFICER: frozenset({Role.TOWN_OFFICER}),
}

TABLE: StateTable[Action, Status, Holder] = StateTable(
    Text("该版规则", "This version"),
    [
        Move(
            Action.PASS,
            frozenset({Status.DRAFT}),
            to=Status.PASSED,
            by=(Holder.VILLAGE_OFFICER,),
            needs=("vote_id", "voted_on"),
        ),
        Move(
            Action.FILE,
            frozenset({Status.PASSED}),
            to=Status.FILED,
            by=(Holder.TOWN_OFFICER,),
            needs=("filing_no",),
        ),
        Move(
            Action.PUBLISH,
            frozenset({Status.FILED}),
            to=Status.PUBLISHED,
            by=(Holder.VILLAGE_OFFICER,),
            needs=("valid_from",),
        ),
        Move(
            Action.WITHDRAW,
            frozenset({Status.DRAFT, Status.PASSED, Status.FILED}),
            to=Status.WITHDRAWN,
            by=(Holder.VILLAGE_OFFICER,),
            needs=("reason",),
        ),
    ],
    statuses=STATUS_NAMES,
    actions={
        Action.PASS: Text("记录表决通过", "pass"),
        Action.FILE: Text("备案", "file"),
        Action.PUBLISH: Text("公布", "publish"),
        Action.WITHDRAW: Text("撤回", "withdraw"),
    },
    holders={
        Holder.VILLAGE_OFFICER: Text("本村村干部", "a village officer"),
        Holder.TOWN_OFFICER: Text("乡镇干部", "an officer of the town"),
    },
    words={
        "vote_id": Text("请填写表决编号。", "Name the vote by its id."),
        "voted_on": Text("请填写表决日期。", "Say on which day it was passed."),
        "filing_no": Text("请填写备案号。", "Give the town's filing number."),
        "valid_from": Text("请填写生效日期。", "Say from which day it is in force."),
        "reason": Text("请说明撤回理由。", "Say why it is withdrawn."),
    },
)
