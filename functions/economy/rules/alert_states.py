"""The life of an alert (三资预警): it warns, is checked, is talked about, and ends when its cause is gone; the town alone calls one wrong (DOMAIN 16.4)."""

from __future__ import annotations

from economy.rules.asset_states import KEEPERS
from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names

CHECKERS = KEEPERS | {Role.COLLECTIVE_SUPERVISOR}
TOWN = frozenset({Role.TOWN_OFFICER})


class AlertStatus(Named):
    """Where an alert stands."""

    RAISED = "raised", "预警", "warned of"
    CHECKED = "checked", "已核查", "checked"
    TALKED = "talked", "已约谈", "talked about"
    CLEARED = "cleared", "已消除", "its cause is gone"
    DISMISSED = "dismissed", "误报已撤销", "dismissed as wrong"


class AlertAction(Named):
    """What is done with an alert."""

    CHECK = "check", "核查", "check it"
    TALK = "talk", "约谈", "talk to who answers"
    DISMISS = "dismiss", "撤销误报", "dismiss it as wrong"
    CLEAR = "clear", "消除", "let it end"


class AlertEvent(Named):
    """What the history of an alert tells."""

    RAISED = "raised", "预警", "raised"
    WORSENED = "worsened", "预警升级", "worse"
    CHECKED = "checked", "核查", "checked"
    TALK_DUE = "talk_due", "应当约谈", "to be talked about"
    TALKED = "talked", "约谈", "talked about"
    DISMISSED = "dismissed", "撤销误报", "dismissed as wrong"
    CLEARED = "cleared", "消除", "its cause is gone"


class AlertHolder(Named):
    """How somebody stands to an alert."""

    OWNER = "owner", "本村负责核查的人员", "who checks it in the village"
    TOWN = "town", "乡镇工作人员", "the town"


ALERT_ROLES = {AlertHolder.OWNER: CHECKERS, AlertHolder.TOWN: TOWN}
OPEN = frozenset({AlertStatus.RAISED, AlertStatus.CHECKED, AlertStatus.TALKED})
"""While its cause stands and nobody called it wrong."""


class Shelf(Named):
    """In which list an alert is."""

    OPEN = "open", "待处理", "open"
    DISMISSED = "dismissed", "误报已撤销", "dismissed"
    CLEARED = "cleared", "已消除", "its cause gone"


def shelf_of(status: AlertStatus) -> Shelf:
    """Return in which list an alert of a status is."""
    return Shelf.OPEN if status in OPEN else Shelf(str(status))


ALERTS: StateTable[AlertAction, AlertStatus, AlertHolder] = StateTable(
    Text("该预警", "The alert"),
    [
        Move(
            AlertAction.CHECK,
            frozenset({AlertStatus.RAISED}),
            AlertStatus.CHECKED,
            (AlertHolder.OWNER, AlertHolder.TOWN),
            ("reason",),
            AlertEvent.CHECKED,
            ends=("economy_alert",),
        ),
        Move(
            AlertAction.TALK,
            frozenset({AlertStatus.RAISED, AlertStatus.CHECKED}),
            AlertStatus.TALKED,
            (AlertHolder.TOWN,),
            ("reason",),
            AlertEvent.TALKED,
            ends=("economy_alert", "economy_talk"),
        ),
        Move(
            AlertAction.DISMISS,
            OPEN,
            AlertStatus.DISMISSED,
            (AlertHolder.TOWN,),
            ("reason",),
            AlertEvent.DISMISSED,
            ends=("economy_alert", "economy_talk"),
        ),
        Move(
            AlertAction.CLEAR,
            OPEN | {AlertStatus.DISMISSED},
            AlertStatus.CLEARED,
            event=AlertEvent.CLEARED,
            ends=("economy_alert", "economy_talk"),
        ),
    ],
    statuses=names(AlertStatus),
    actions=names(AlertAction),
    holders=names(AlertHolder),
    words={
        "reason": Text(
            "请写明核查情况、约谈内容或撤销理由。",
            "Say what was found, what was talked about, or why it is wrong.",
        )
    },
)
