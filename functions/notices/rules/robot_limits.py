"""Which robots a county may enter, and when one may be tried."""

from __future__ import annotations

from typing import Final

from kernel.problems import Conflict, TooManyRequests
from kernel.texts import Text

MOST_OF_A_UNIT: Final = 10
"""Robots a unit may have; two who add at once may make it one more."""


class RobotAlreadyKnown(Conflict):
    """One group robot is entered once: its limit per minute is counted in one place."""

    slug = "robot-already-known"
    said = Text(
        "该机器人已在本县登记；多个单位共用一个群的，请登记在其共同的上级单位。",
        "This robot is known already; units that share a group have it at the unit above them.",
    )


class TooManyRobots(Conflict):
    """A unit has only so many robots."""

    slug = "too-many-robots"
    said = Text(
        f"一个单位最多登记 {MOST_OF_A_UNIT} 个机器人，请先移除不用的。",
        f"A unit has at most {MOST_OF_A_UNIT} robots; remove one first.",
    )


class RobotIsBusy(TooManyRequests):
    """A robot takes twenty messages a minute, tests among them, one at a time."""

    slug = "robot-is-busy"
    said = Text(
        "该机器人正在发送或已达每分钟上限，请稍后再试。",
        "This robot is sending, or has sent all it may within the minute; try again later.",
    )
