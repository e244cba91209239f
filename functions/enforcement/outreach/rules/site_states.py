"""The life of a site of law outreach: in use, to be renewed when what it says does not hold any more, taken down."""

from __future__ import annotations

from kernel.access import OFFICERS, Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class SiteStatus(Named):
    """Where a site stands."""

    IN_USE = "in_use", "使用中", "in use"
    TO_RENEW = "to_renew", "内容待更换", "in use, to be renewed"
    RETIRED = "retired", "已停用", "taken down"


class SiteAction(Named):
    """What is done with a site."""

    CHECK = "check", "检查", "check it"
    RENEW = "renew", "更换内容", "renew what it says"
    FLAG = "flag", "法规失效标记", "flag that a statute has ended"
    RETIRE = "retire", "停用", "take it down"


class SiteEvent(Named):
    """What the history of a site tells."""

    SET_UP = "set_up", "设立", "set up"
    CHECKED = "checked", "已检查", "checked"
    FOUND_WRONG = "found_wrong", "检查发现须更换", "found wrong at a check"
    STATUTE_ENDED = "statute_ended", "所引法规已失效", "a statute it cites has ended"
    RENEWED = "renewed", "已更换内容", "renewed"
    RETIRED = "retired", "已停用", "taken down"


class SiteHolder(Named):
    """How somebody stands to a site."""

    KEEPER = "keeper", "维护单位", "the unit that keeps it"
    GUIDE = "guide", "所在村及上级单位", "its village and the units above it"


MANAGERS = OFFICERS | {Role.JUSTICE_SUPERVISOR}
"""Who answers for law outreach at a place: its officers and those above, and the county's justice department, which leads (Arts. 7 to 9)."""
SITE_ROLES = dict.fromkeys(SiteHolder, MANAGERS)
STANDING = frozenset({SiteStatus.IN_USE, SiteStatus.TO_RENEW})
"""A site that is to be renewed still stands in its village and is counted."""

_ANY = (SiteHolder.KEEPER, SiteHolder.GUIDE)

SITES: StateTable[SiteAction, SiteStatus, SiteHolder] = StateTable(
    Text("该普法阵地", "The site"),
    [
        Move(SiteAction.CHECK, STANDING, None, _ANY, ("sound", "finding"), begins=("panel",)),
        Move(
            SiteAction.RENEW,
            STANDING,
            SiteStatus.IN_USE,
            _ANY,
            ("content", "cites"),
            SiteEvent.RENEWED,
            ends=("panel",),
        ),
        Move(
            SiteAction.FLAG,
            frozenset({SiteStatus.IN_USE}),
            SiteStatus.TO_RENEW,
            event=SiteEvent.STATUTE_ENDED,
            begins=("panel",),
        ),
        Move(
            SiteAction.RETIRE,
            STANDING,
            SiteStatus.RETIRED,
            _ANY,
            ("reason",),
            SiteEvent.RETIRED,
            ends=("panel",),
        ),
    ],
    statuses=names(SiteStatus),
    actions=names(SiteAction),
    holders=names(SiteHolder),
    words={
        "sound": Text("请说明内容是否准确。", "Say whether what it says holds."),
        "finding": Text("请填写检查情况。", "Say what was found."),
        "content": Text("请填写更换后的内容。", "Say what it says now."),
        "cites": Text("请列明所引法规。", "Name the statutes it cites."),
        "reason": Text("请说明停用原因。", "Say why it is taken down."),
    },
)
