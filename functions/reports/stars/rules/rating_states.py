"""The life of a village's stars of a year: rated by itself, checked by the town, awarded by the county, and taken away or over in the end."""

from __future__ import annotations

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class StarRatingStatus(Named):
    """Where a rating stands."""

    TO_RATE = "to_rate", "待自评", "to be rated by the village"
    AT_TOWN = "at_town", "待乡镇核查", "to be checked by the town"
    AT_COUNTY = "at_county", "待县级评定", "to be awarded by the county"
    AWARDED = "awarded", "已授星", "awarded"
    NOT_AWARDED = "not_awarded", "未授星", "not awarded"
    OVER = "over", "星级到期", "over"


class StarRatingAction(Named):
    """What is done with a rating."""

    RATE = "rate", "自评", "rate the village"
    FORGO = "forgo", "不申报", "claim no star"
    RECOUNT = "recount", "重新统计依据", "let its figures be counted again"
    CHECK = "check", "核查", "check the claim"
    SEND_BACK = "send_back", "退回", "send it back"
    REFUSE = "refuse", "不予授星", "refuse all stars"
    AWARD = "award", "授星", "award stars"
    TAKE = "take", "摘星", "take a star away"
    END = "end", "到期", "let it be over"


class StarRatingEvent(Named):
    """What the history of a rating tells."""

    OPENED = "opened", "年度评定开始", "opened"
    RATED = "rated", "已自评", "rated by the village"
    FORGONE = "forgone", "不申报", "no star was claimed"
    RECOUNTED = "recounted", "重新统计", "counted again"
    CHECKED = "checked", "乡镇已核查", "checked by the town"
    SENT_BACK = "sent_back", "已退回", "sent back"
    REFUSED = "refused", "不予授星", "refused"
    AWARDED = "awarded", "已授星", "awarded"
    TAKEN = "taken", "已摘星", "a star was taken away"
    ENDED = "ended", "星级到期", "over"


class StarRatingHolder(Named):
    """How somebody stands to a rating."""

    VILLAGE = "village", "本村", "the village"
    TOWN = "town", "乡镇", "the town"
    COUNTY = "county", "县级", "the county"


HOLDER_ROLES = {
    StarRatingHolder.VILLAGE: frozenset({Role.VILLAGE_OFFICER}),
    StarRatingHolder.TOWN: frozenset({Role.TOWN_OFFICER}),
    StarRatingHolder.COUNTY: frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
}
_A, _S, _E, _H = StarRatingAction, StarRatingStatus, StarRatingEvent, StarRatingHolder
_OWED = ("star_rating",)


def _from(*origin: StarRatingStatus) -> frozenset[StarRatingStatus]:
    return frozenset(origin)


RATINGS: StateTable[StarRatingAction, StarRatingStatus, StarRatingHolder] = StateTable(
    Text("该村年度评星", "The rating"),
    [
        Move(_A.RATE, _from(_S.TO_RATE), _S.AT_TOWN, (_H.VILLAGE,), ("stars",), _E.RATED,
             begins=_OWED, ends=_OWED),
        Move(_A.FORGO, _from(_S.TO_RATE), _S.NOT_AWARDED, (_H.VILLAGE,), ("reason",), _E.FORGONE,
             ends=_OWED),
        Move(_A.RECOUNT, _from(_S.AT_TOWN, _S.AT_COUNTY), None, (_H.TOWN, _H.COUNTY),
             event=_E.RECOUNTED),
        Move(_A.CHECK, _from(_S.AT_TOWN), _S.AT_COUNTY, (_H.TOWN,), ("stars",), _E.CHECKED,
             begins=_OWED, ends=_OWED),
        Move(_A.SEND_BACK, _from(_S.AT_TOWN), _S.TO_RATE, (_H.TOWN,), ("reason",), _E.SENT_BACK,
             begins=_OWED, ends=_OWED),
        Move(_A.SEND_BACK, _from(_S.AT_COUNTY), _S.AT_TOWN, (_H.COUNTY,), ("reason",),
             _E.SENT_BACK, begins=_OWED, ends=_OWED),
        Move(_A.REFUSE, _from(_S.AT_TOWN), _S.NOT_AWARDED, (_H.TOWN,), ("reason",), _E.REFUSED,
             ends=_OWED),
        Move(_A.REFUSE, _from(_S.AT_COUNTY), _S.NOT_AWARDED, (_H.COUNTY,), ("reason",),
             _E.REFUSED, ends=_OWED),
        Move(_A.AWARD, _from(_S.AT_COUNTY), _S.AWARDED, (_H.COUNTY,), ("stars",), _E.AWARDED,
             ends=_OWED),
        Move(_A.TAKE, _from(_S.AWARDED), None, (_H.TOWN, _H.COUNTY), ("star", "reason", "cites"),
             _E.TAKEN),
        Move(_A.END, _from(_S.AWARDED), _S.OVER, event=_E.ENDED),
    ],
    statuses=names(StarRatingStatus),
    actions=names(StarRatingAction),
    holders=names(StarRatingHolder),
    words={
        "stars": Text("请列明各星。", "Name the stars."),
        "star": Text("请指明摘哪颗星。", "Name the star that is taken."),
        "reason": Text("请说明理由。", "Say why."),
        "cites": Text("请写明依据的法规条款。", "Cite what it rests on."),
    },
)  # fmt: skip
"""What a figure does not bear out, and who does not check the own rating, is in `moves`; `END` is the clock's."""
