"""The life of an export: asked for, read part by part, written; or told as failed."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Move, StateTable
from kernel.texts import Text


class Status(StrEnum):
    """Where an export stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_open(self) -> bool:
        """Whether the worker still has something to do."""
        return self in (Status.QUEUED, Status.RUNNING)


class Action(StrEnum):
    """What is done with an export."""

    READ_ON = "read_on"
    FINISH = "finish"
    FAIL = "fail"


EXPORTS: StateTable[Action, Status, StrEnum] = StateTable(
    Text("该导出", "The export"),
    [
        Move(Action.READ_ON, frozenset({Status.QUEUED, Status.RUNNING}), Status.RUNNING),
        Move(Action.FINISH, frozenset({Status.RUNNING}), Status.DONE),
        Move(Action.FAIL, frozenset({Status.QUEUED, Status.RUNNING}), Status.FAILED),
    ],
    statuses={
        Status.QUEUED: Text("排队中", "queued"),
        Status.RUNNING: Text("生成中", "being written"),
        Status.DONE: Text("已完成", "done"),
        Status.FAILED: Text("未完成", "failed"),
    },
    actions={
        Action.READ_ON: Text("继续读取", "read on"),
        Action.FINISH: Text("写成文件", "write the file"),
        Action.FAIL: Text("终止并说明原因", "end without a file, with the reason"),
    },
    holders={},
)
"""All of it is the worker's; whoever asked for an export waits for it, or asks for another one."""
