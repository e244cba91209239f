"""What a history tells notices of, and how that is called. The words people read are in Chinese, as the topics are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from escalation.rules.events import OwedEvent
from incidents.rules.incident import ConfirmStage
from incidents.rules.states import Event

AnyEvent: TypeAlias = Event | OwedEvent
"""What befalls an incident, or anything owed."""

CONFIRMERS: Final[Mapping[ConfirmStage, str]] = {
    ConfirmStage.WORKER: "网格员",
    ConfirmStage.CHIEF: "网格长",
    ConfirmStage.ABOVE: "上一级干部",
}

REASONS: Final[Mapping[str, str]] = {
    "limit_passed": "时限已过，尚未办结。",
    "nobody_holds_post": "下级暂无人在岗。",
    "cap_reached": "中止已满最长期限。",
    "reopened_often": "多次重新办理。",
    "holidays_published": "当年放假安排已公布。",
    "unit_closed": "原单位已撤并，由承接单位继续办理。",
}
"""What the system decided by itself; what people wrote is never repeated."""


def event_named(name: str) -> AnyEvent:
    """Return the event of a history entry by its name.

    Raises
    ------
    ValueError
        There is none of this name.
    """
    return Event(name) if name in _OF_INCIDENTS else OwedEvent(name)


_OF_INCIDENTS = frozenset(map(str, Event))
