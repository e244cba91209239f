"""The states of an import, and what leads from one to another."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from kernel.access import ROLE_NAMES, Role
from kernel.states import Move, StateTable
from kernel.texts import Text

STOPPED_AFTER = timedelta(minutes=15)
"""How long an import that is worked on can stand still: a worker runs for five minutes and moves it at least once, two may be before it."""


class Status(StrEnum):
    """Where an import stands."""

    AWAITING_UPLOAD = "awaiting_upload"
    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What moves an import: the first three people do, the others the worker."""

    CHECK = "check"
    APPLY = "apply"
    CANCEL = "cancel"
    PASS = "pass"  # noqa: S105 - not a password
    REFUSE = "refuse"
    FINISH = "finish"
    FAIL = "fail"


ADMIN = (Role.COUNTY_ADMIN,)

_AT_REST = frozenset({Status.AWAITING_UPLOAD, Status.CHECKED, Status.REFUSED, Status.FAILED})
_CHECKING, _APPLYING = frozenset({Status.CHECKING}), frozenset({Status.APPLYING})

STATES = StateTable[Action, Status, Role](
    Text("导入", "The import"),
    (
        # While it runs the message is sent once more, should the first be lost. A file that was refused is checked again once what it
        # leans on is registered (a corrected file is a new import); what was applied before a failure counts as unchanged then.
        Move(Action.CHECK, _AT_REST | _CHECKING, Status.CHECKING, ADMIN),
        Move(Action.APPLY, frozenset({Status.CHECKED}) | _APPLYING, Status.APPLYING, ADMIN),
        Move(Action.CANCEL, _AT_REST | _CHECKING, Status.CANCELLED, ADMIN),
        Move(Action.PASS, _CHECKING, Status.CHECKED),
        Move(Action.REFUSE, _CHECKING, Status.REFUSED),
        Move(Action.FINISH, _APPLYING, Status.APPLIED),
        Move(Action.FAIL, _CHECKING | _APPLYING, Status.FAILED),
    ),
    statuses={
        Status.AWAITING_UPLOAD: Text("待上传", "waiting for its file"),
        Status.CHECKING: Text("检查中", "being checked"),
        Status.CHECKED: Text("检查通过", "checked"),
        Status.REFUSED: Text("检查未通过", "refused"),
        Status.APPLYING: Text("导入中", "being applied"),
        Status.APPLIED: Text("已导入", "applied"),
        Status.FAILED: Text("失败", "failed"),
        Status.CANCELLED: Text("已取消", "cancelled"),
    },
    actions={
        Action.CHECK: Text("检查", "check"),
        Action.APPLY: Text("导入", "apply"),
        Action.CANCEL: Text("取消", "cancel"),
        Action.PASS: Text("通过检查", "pass"),
        Action.REFUSE: Text("不予通过", "refuse"),
        Action.FINISH: Text("完成", "finish"),
        Action.FAIL: Text("记为失败", "fail"),
    },
    holders={role: ROLE_NAMES[role] for role in ADMIN},
)
"""Every legal move; whatever is not here is refused."""

WORKING = _CHECKING | _APPLYING
"""Where the worker has something to do."""


def move(status: Status, action: Action) -> Status:
    """Return the state after `action`.

    Raises
    ------
    IllegalMove
        The table has no such move.
    """
    after = STATES.move(status, action).to
    assert after is not None, "every move of an import leads to one status"
    return after


def has_stopped(status: Status, moved_at: datetime, now: datetime) -> bool:
    """Tell whether whatever worked on an import is gone: it has not moved for longer than that could take."""
    return status in WORKING and now - moved_at > STOPPED_AFTER
