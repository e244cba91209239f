"""Send one message through a robot, with its key."""

from __future__ import annotations

from notices.rules.channels import Outcome
from notices.rules.robots import MessageFormat
from notices.store import keys, wecom
from notices.store.robots import RobotRow
from notices.store.wecom import SendResult

_NO_KEY = SendResult(Outcome.DEAD, "no-key")


def say_to_robot(robot: RobotRow, content: str) -> SendResult:
    """Send a message that was counted; one without a key is dead."""
    key = keys.get(robot.id)
    return wecom.send(key, MessageFormat(robot.format), content) if key else _NO_KEY
