"""The life of a courtyard: rated by its household, looked at from village to county, posted, starred, looked at again every year."""

from __future__ import annotations

from kernel.access import OFFICERS, Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names

GRID_STAFF = frozenset({Role.GRID_WORKER, Role.GRID_CHIEF})
STAFF_OF_PLACE = OFFICERS | GRID_STAFF


class YardStatus(Named):
    """Where a courtyard stands."""

    AT_VILLAGE = "at_village", "待村级核查", "to be looked at by the village"
    AT_TOWN = "at_town", "待乡镇评定", "to be visited by the town"
    AT_COUNTY = "at_county", "待县级评定", "to be visited by the county"
    POSTED = "posted", "公示中", "posted"
    STARRED = "starred", "星级有效", "starred"
    WARNED = "warned", "限期整改", "told to mend"
    NOT_AWARDED = "not_awarded", "未评定", "not awarded"
    LOST = "lost", "已摘牌", "stars lost"
    LEFT = "left", "已退出", "left"


class YardAction(Named):
    """What is done with a courtyard."""

    RATE = "rate", "重新自评", "rate it anew"
    CHECK = "check", "村级核查", "check it for the village"
    VISIT = "visit", "入户评定", "visit it and propose its stars"
    PASS_ON = "pass_on", "推荐县级评定", "pass it on to the county"
    REFUSE = "refuse", "不予评定", "refuse the stars"
    OBJECT = "object", "提出异议", "object"
    ANSWER = "answer", "答复异议", "answer an objection"
    AWARD = "award", "授星", "award the stars"
    RECHECK = "recheck", "复查", "look at it again"
    CONSENT = "consent", "同意署名", "consent to being named"
    REVOKE = "revoke", "撤回署名同意", "withdraw the consent to being named"
    SPLIT = "split", "分户", "note that the household has split"
    LEAVE = "leave", "退出", "leave"


class YardEvent(Named):
    """What the history of a courtyard tells."""

    RATED = "rated", "已自评", "rated by its household"
    CHECKED = "checked", "村级已核查", "checked by the village"
    PASSED_ON = "passed_on", "已推荐至县级", "passed on to the county"
    POSTED = "posted", "已公示", "posted"
    REFUSED = "refused", "不予评定", "refused"
    OBJECTED = "objected", "收到异议", "objected to"
    ANSWERED = "answered", "异议不成立", "an objection was dismissed"
    UPHELD = "upheld", "异议成立", "an objection was upheld"
    AWARDED = "awarded", "已授星", "awarded"
    FELL_DUE = "fell_due", "复查到期", "to be looked at again"
    KEPT = "kept", "复查合格", "found in order"
    WARNED = "warned", "复查不合格，限期整改", "told to mend"
    LOST = "lost", "已摘牌", "its stars are lost"
    CONSENTED = "consented", "同意署名", "consented to being named"
    REVOKED = "revoked", "撤回署名同意", "withdrew the consent to being named"
    SPLIT = "split", "已分户", "its household has split"
    LEFT = "left", "已退出", "left"


class YardHolder(Named):
    """How somebody stands to a courtyard."""

    HOUSEHOLD = "household", "本户", "its household"
    GRID = "grid", "网格员、网格长", "its grid's worker or chief"
    VILLAGE = "village", "村级", "the village"
    TOWN = "town", "乡镇", "the town"
    COUNTY = "county", "县级", "the county"
    NEIGHBOUR = "neighbour", "本村其他人", "others of the village"


class Rater(Named):
    """Who rates a courtyard, in their order."""

    SELF = "self", "本户自评", "its household"
    VILLAGE = "village", "村级核查", "the village"
    TOWN = "town", "乡镇评定", "the town"
    COUNTY = "county", "县级评定", "the county"


HOLDER_ROLES = {
    YardHolder.HOUSEHOLD: frozenset({Role.RESIDENT}),
    YardHolder.GRID: GRID_STAFF,
    YardHolder.VILLAGE: frozenset({Role.VILLAGE_OFFICER}),
    YardHolder.TOWN: frozenset({Role.TOWN_OFFICER}),
    YardHolder.COUNTY: frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
    YardHolder.NEIGHBOUR: frozenset({Role.RESIDENT}),
}
_A, _S, _E, _H = YardAction, YardStatus, YardEvent, YardHolder
_OVER = frozenset({_S.NOT_AWARDED, _S.LOST, _S.LEFT})
LIVE = frozenset(_S) - _OVER
HOLDS_STARS = frozenset({_S.STARRED, _S.WARNED})
_ASSESSORS = (_H.TOWN, _H.COUNTY)


def _from(*origin: YardStatus) -> frozenset[YardStatus]:
    return frozenset(origin)


YARDS: StateTable[YardAction, YardStatus, YardHolder] = StateTable(
    Text("该庭院", "The courtyard"),
    [
        Move(_A.RATE, _OVER - {_S.LEFT}, _S.AT_VILLAGE, (_H.HOUSEHOLD, _H.GRID), ("scores",),
             _E.RATED, begins=("courtyard",)),
        # Who left took its consent back: nobody else enters it again.
        Move(_A.RATE, _from(_S.LEFT), _S.AT_VILLAGE, (_H.HOUSEHOLD,), ("scores",), _E.RATED,
             begins=("courtyard",)),
        Move(_A.CHECK, _from(_S.AT_VILLAGE), _S.AT_TOWN, (_H.VILLAGE,), ("scores",), _E.CHECKED,
             begins=("courtyard",), ends=("courtyard",)),
        Move(_A.VISIT, _from(_S.AT_TOWN), _S.POSTED, (_H.TOWN,), ("scores",), _E.POSTED,
             ends=("courtyard",)),
        Move(_A.VISIT, _from(_S.AT_COUNTY), _S.POSTED, (_H.COUNTY,), ("scores",), _E.POSTED,
             ends=("courtyard",)),
        Move(_A.PASS_ON, _from(_S.AT_TOWN, _S.STARRED), _S.AT_COUNTY, (_H.TOWN,), ("scores",),
             _E.PASSED_ON, begins=("courtyard",), ends=("courtyard",)),
        Move(_A.REFUSE, _from(_S.AT_VILLAGE), None, (_H.VILLAGE,), ("reason",), _E.REFUSED,
             ends=("courtyard",)),
        Move(_A.REFUSE, _from(_S.AT_TOWN), None, (_H.TOWN,), ("reason",), _E.REFUSED,
             ends=("courtyard",)),
        Move(_A.REFUSE, _from(_S.AT_COUNTY), None, (_H.COUNTY,), ("reason",), _E.REFUSED,
             ends=("courtyard",)),
        Move(_A.OBJECT, _from(_S.POSTED), _S.POSTED, (_H.NEIGHBOUR,), ("reason",), _E.OBJECTED,
             begins=("courtyard",)),
        Move(_A.ANSWER, _from(_S.POSTED), None, _ASSESSORS, ("objection", "upheld", "reason"),
             ends=("courtyard",)),
        Move(_A.AWARD, _from(_S.POSTED), _S.STARRED, event=_E.AWARDED),
        Move(_A.RECHECK, HOLDS_STARS, None, _ASSESSORS, ("sound", "reason"),
             begins=("courtyard",), ends=("courtyard",)),
        Move(_A.CONSENT, LIVE, None, (_H.HOUSEHOLD,), event=_E.CONSENTED),
        Move(_A.REVOKE, LIVE, None, (_H.HOUSEHOLD,), event=_E.REVOKED),
        Move(_A.SPLIT, LIVE, None, (_H.VILLAGE,), ("household", "reason"), _E.SPLIT,
             begins=("courtyard",)),
        Move(_A.LEAVE, LIVE, _S.LEFT, (_H.HOUSEHOLD,), event=_E.LEFT, ends=("courtyard",)),
    ],
    statuses=names(YardStatus),
    actions=names(YardAction),
    holders=names(YardHolder),
    words={
        "scores": Text("请逐项评分。", "Give every item its points."),
        "reason": Text("请说明情况。", "Say why, or what was found."),
        "objection": Text("请指明所答复的异议。", "Name the objection that is answered."),
        "upheld": Text("请说明异议是否成立。", "Say whether it is upheld."),
        "sound": Text("请说明是否合格。", "Say whether it is in order."),
        "household": Text("请指明分户后居住该庭院的户。", "Name the household that keeps the yard."),
    },
)  # fmt: skip
