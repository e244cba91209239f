"""The states of an import, and what may be said of a file as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from kernel.problems import Conflict
from kernel.texts import Text

MOST_LINES = 20_000
MOST_ERRORS = 1_000
"""Errors kept of one dry run; more are counted, and nobody reads them before mending these."""

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


BY_PEOPLE = frozenset({Action.CHECK, Action.APPLY, Action.CANCEL})

MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {
        (Status.AWAITING_UPLOAD, Action.CHECK): Status.CHECKING,
        (Status.AWAITING_UPLOAD, Action.CANCEL): Status.CANCELLED,
        # Asked again while it runs: the message is sent once more, should the first be lost.
        (Status.CHECKING, Action.CHECK): Status.CHECKING,
        (Status.CHECKING, Action.PASS): Status.CHECKED,
        (Status.CHECKING, Action.REFUSE): Status.REFUSED,
        (Status.CHECKING, Action.FAIL): Status.FAILED,
        (Status.CHECKING, Action.CANCEL): Status.CANCELLED,
        (Status.CHECKED, Action.CHECK): Status.CHECKING,
        (Status.CHECKED, Action.APPLY): Status.APPLYING,
        (Status.CHECKED, Action.CANCEL): Status.CANCELLED,
        # The same file again, once what it leans on is registered; a corrected file is a new import.
        (Status.REFUSED, Action.CHECK): Status.CHECKING,
        (Status.REFUSED, Action.CANCEL): Status.CANCELLED,
        (Status.APPLYING, Action.APPLY): Status.APPLYING,
        (Status.APPLYING, Action.FINISH): Status.APPLIED,
        (Status.APPLYING, Action.FAIL): Status.FAILED,
        # What was applied before the failure stays and counts as unchanged the next time.
        (Status.FAILED, Action.CHECK): Status.CHECKING,
        (Status.FAILED, Action.CANCEL): Status.CANCELLED,
    }
)
"""Every legal move; whatever is not here is refused."""


WORKING = frozenset({Status.CHECKING, Status.APPLYING})
"""Where the worker has something to do."""

INTERRUPTED = Text(
    "后台处理中断，未能完成。已导入的行保留，再导一次也不会重复；请重新检查（check），仍不成请把导入编号告知县技术人员。",
    "The work was interrupted and not finished. Lines that are in stay in and are not doubled; check it again, and if it "
    "stops again give the import's id to county IT.",
)


class IllegalMove(Conflict):
    """The import's state does not allow this action; `legal_actions` says which it does."""

    slug = "illegal-move"
    said = Text("当前状态不允许此操作。", "The present state does not allow this action.")


class FileChanged(Conflict):
    """The file is not the one that passed the dry run."""

    slug = "file-changed"
    said = Text(
        "文件在检查之后已被替换，请重新检查。",
        "The file is not the one that was checked; check it again.",
    )


class FileFault(Exception):
    """The file as a whole cannot be read.

    Parameters
    ----------
    text
        Why, for the person who made the file.
    """

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)
        super().__init__(en)


class LineFault(NamedTuple):
    """What is wrong in a line: row as a spreadsheet counts (header 1), column name, words."""

    row: int
    column: str
    text: Text


def move(status: Status, action: Action) -> Status:
    """Return the state after `action`.

    Raises
    ------
    IllegalMove
        `MOVES` has no such move.
    """
    after = MOVES.get((status, action))
    if after is None:
        raise IllegalMove(import_status=str(status), legal_actions=legal_actions(status))
    return after


def legal_actions(status: Status) -> list[str]:
    """Return what people may do with an import in this state."""
    return [str(action) for action in Action if action in BY_PEOPLE and (status, action) in MOVES]


def has_stopped(status: Status, moved_at: datetime, now: datetime) -> bool:
    """Tell whether whatever worked on an import is gone: it has not moved for longer than that could take."""
    return status in WORKING and now - moved_at > STOPPED_AFTER
