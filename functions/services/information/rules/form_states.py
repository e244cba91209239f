"""The life of a form: in use until it is retired, revised in between."""

from __future__ import annotations

from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class FormStatus(Named):
    """Where a form stands."""

    IN_USE = "in_use", "使用中", "in use"
    RETIRED = "retired", "已停用", "retired"


class FormAction(Named):
    """What is done with a form."""

    REVISE = "revise", "修订", "revise"
    RETIRE = "retire", "停用", "retire"


class FormEvent(Named):
    """What the history tells."""

    ENTERED = "entered", "设立", "entered"
    REVISED = "revised", "修订", "revised"
    RETIRED = "retired", "停用", "retired"


class FormHolder(Named):
    """How somebody stands to a form."""

    ADMINISTRATOR = "administrator", "县管理员", "a county administrator"


FORM_KEEPERS = frozenset({Role.COUNTY_ADMIN})
_IN_USE = frozenset({FormStatus.IN_USE})
_KEEPER = (FormHolder.ADMINISTRATOR,)
FORMS: StateTable[FormAction, FormStatus, FormHolder] = StateTable(
    Text("该采集表", "The form"),
    [
        Move(
            FormAction.REVISE,
            _IN_USE,
            FormStatus.IN_USE,
            _KEEPER,
            ("fields", "reason"),
            FormEvent.REVISED,
        ),
        Move(
            FormAction.RETIRE,
            _IN_USE,
            FormStatus.RETIRED,
            _KEEPER,
            ("reason",),
            FormEvent.RETIRED,
        ),
    ],
    statuses=names(FormStatus),
    actions=names(FormAction),
    holders=names(FormHolder),
    words={
        "fields": Text("请列出修订后的全部字段。", "List all fields as they are from now on."),
        "reason": Text("请说明原因。", "Say why."),
    },
)
