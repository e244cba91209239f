"""The life of a place that is checked: on the rounds, or not any more."""

from __future__ import annotations

from kernel.access import OFFICERS, PLACE_STAFF
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class PlaceStatus(Named):
    """Where a place stands."""

    CHECKED = "checked", "在查", "on the rounds"
    RETIRED = "retired", "已停查", "off the rounds"


class PlaceAction(Named):
    """What is done with a place."""

    CHECK = "check", "排查", "check it"
    CHANGE = "change", "变更", "change what is kept of it"
    RETIRE = "retire", "停查", "take it off the rounds"


class PlaceEvent(Named):
    """What the history of a place tells."""

    ENTERED = "entered", "登记", "entered"
    CHECKED = "checked", "已排查", "checked"
    CHANGED = "changed", "已变更", "changed"
    FOUND = "found", "发现隐患", "a hazard was found"
    RETIRED = "retired", "已停查", "taken off the rounds"


class PlaceHolder(Named):
    """How somebody stands to a place."""

    STAFF = "staff", "网格员、网格长或上级干部", "who works for the place"
    OFFICER = "officer", "村、乡镇或县干部", "an officer over it"


PLACE_ROLES = {PlaceHolder.STAFF: PLACE_STAFF, PlaceHolder.OFFICER: OFFICERS}
_CHECKED = frozenset({PlaceStatus.CHECKED})
_STAFF = (PlaceHolder.STAFF,)

PLACES: StateTable[PlaceAction, PlaceStatus, PlaceHolder] = StateTable(
    Text("该排查处所", "The place"),
    [
        Move(PlaceAction.CHECK, _CHECKED, None, _STAFF, (), PlaceEvent.CHECKED),
        Move(PlaceAction.CHANGE, _CHECKED, None, _STAFF, ("reason",), PlaceEvent.CHANGED),
        Move(
            PlaceAction.RETIRE,
            _CHECKED,
            PlaceStatus.RETIRED,
            (PlaceHolder.OFFICER,),
            ("reason",),
            PlaceEvent.RETIRED,
        ),
    ],
    statuses=names(PlaceStatus),
    actions=names(PlaceAction),
    holders=names(PlaceHolder),
    words={"reason": Text("请说明原因。", "Say why.")},
)
