"""The life of a version of a village's rules (村委会法 Art. 31; the order of steps: DOMAIN 4.2)."""

from __future__ import annotations

from enum import StrEnum

from assembly.rules.standing import HOLDER_NAMES, Holder
from kernel.states import Move, StateTable
from kernel.texts import Text


class RulesStatus(StrEnum):
    """Where a version of the village rules stands."""

    DRAFT = "draft"
    COLLECTING_VIEWS = "collecting_views"
    TOWN_REVIEW = "town_review"
    CLEARED = "cleared"
    VOTING = "voting"
    ADOPTED = "adopted"
    FILED = "filed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


class RulesAction(StrEnum):
    """What is done to a version of the village rules; a vote adopts or rejects it, the next version supersedes it."""

    COLLECT = "collect"
    SUBMIT = "submit"
    CLEAR = "clear"
    SEND_BACK = "send_back"
    PROPOSE = "propose"
    FILE = "file"
    PUBLISH = "publish"
    ORDER_CORRECTION = "order_correction"
    REDRAFT = "redraft"
    GIVE_VIEW = "give_view"
    ADOPT = "adopt"
    REJECT = "reject"
    CALL_OFF = "call_off"
    SUPERSEDE = "supersede"


def _from(*statuses: RulesStatus) -> frozenset[RulesStatus]:
    return frozenset(statuses)


_KEEPER, _TOWN = (Holder.KEEPER,), (Holder.GUIDE,)
_S, _A = RulesStatus, RulesAction

VILLAGE_RULES: StateTable[RulesAction, RulesStatus, Holder] = StateTable(
    Text("村规民约", "The version of the rules"),
    [
        Move(_A.COLLECT, _from(_S.DRAFT), _S.COLLECTING_VIEWS, _KEEPER),
        Move(_A.SUBMIT, _from(_S.COLLECTING_VIEWS), _S.TOWN_REVIEW, _KEEPER),
        Move(_A.CLEAR, _from(_S.TOWN_REVIEW), _S.CLEARED, _TOWN, ("note",)),
        Move(_A.SEND_BACK, _from(_S.TOWN_REVIEW), _S.DRAFT, _TOWN, ("note",)),
        Move(_A.PROPOSE, _from(_S.CLEARED), _S.VOTING, _KEEPER),
        Move(_A.FILE, _from(_S.ADOPTED), _S.FILED, _TOWN, ("filing_number",)),
        Move(_A.PUBLISH, _from(_S.FILED), _S.IN_FORCE, _KEEPER, ("in_force_from",)),
        Move(_A.ORDER_CORRECTION, _from(_S.IN_FORCE), _S.IN_FORCE, _TOWN, ("note",)),
        Move(_A.REDRAFT, _from(_S.DRAFT, _S.COLLECTING_VIEWS), None, _KEEPER),
        Move(_A.GIVE_VIEW, _from(_S.COLLECTING_VIEWS), None, (Holder.VILLAGER,), ("text",)),
        Move(_A.ADOPT, _from(_S.VOTING), _S.ADOPTED),
        Move(_A.REJECT, _from(_S.VOTING), _S.REJECTED),
        Move(_A.CALL_OFF, _from(_S.VOTING), _S.CLEARED),
        Move(_A.SUPERSEDE, _from(_S.IN_FORCE), _S.SUPERSEDED),
    ],
    statuses={
        _S.DRAFT: Text("起草", "draft"),
        _S.COLLECTING_VIEWS: Text("征求意见", "collecting views"),
        _S.TOWN_REVIEW: Text("乡镇审核", "under the town's review"),
        _S.CLEARED: Text("审核通过，待表决", "cleared, to be voted on"),
        _S.VOTING: Text("提交村民会议表决", "before the villagers' meeting"),
        _S.ADOPTED: Text("已表决，待备案", "adopted, to be filed"),
        _S.FILED: Text("已备案，待公布", "filed, to be published"),
        _S.IN_FORCE: Text("施行", "in force"),
        _S.SUPERSEDED: Text("已被新版本取代", "superseded"),
        _S.REJECTED: Text("未通过", "rejected"),
    },
    actions={
        _A.COLLECT: Text("征求意见", "collect views"),
        _A.SUBMIT: Text("报乡镇审核", "submit to the town"),
        _A.CLEAR: Text("审核通过", "clear"),
        _A.SEND_BACK: Text("退回修改", "send back"),
        _A.PROPOSE: Text("提交表决", "propose to the villagers' meeting"),
        _A.FILE: Text("备案", "file"),
        _A.PUBLISH: Text("公布", "publish"),
        _A.ORDER_CORRECTION: Text("责令改正", "order a correction"),
        _A.REDRAFT: Text("修改草案", "change the text"),
        _A.GIVE_VIEW: Text("提意见", "give a view"),
        _A.ADOPT: Text("表决通过", "adopt"),
        _A.REJECT: Text("表决未通过", "reject"),
        _A.CALL_OFF: Text("撤回表决", "call off the vote"),
        _A.SUPERSEDE: Text("被新版本取代", "supersede"),
    },
    holders=HOLDER_NAMES,
    words={
        "note": Text("须填写意见。", "Say why."),
        "filing_number": Text("须填写备案号。", "Give the filing number."),
        "in_force_from": Text("须填写施行日期。", "Say from which day it is in force."),
        "text": Text("须填写意见。", "Say what you think."),
    },
)
