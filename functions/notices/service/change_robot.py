"""Change a group robot; with another webhook its channel begins anew."""

from __future__ import annotations

from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from notices.service.add_robot import RobotCommand
from notices.service.see_robot import RobotSeen, require_robot
from notices.store import channels, keys, robots


def change_robot(
    scope: Scope, robot_id: str, command: RobotCommand, expected: Versions
) -> RobotSeen:
    """Change a group robot.

    Raises
    ------
    RobotAlreadyKnown
        The webhook is that of another robot.
    StaleVersion
        The robot is at none of the versions expected.
    """
    key = keys.seal(robot_id, command.key) if command.key else None

    def decide(work: UnitOfWork) -> RobotSeen:
        seen = require_robot(scope, robots.find_in(work, robot_id))
        refuse_stale(expected, seen.version)
        before = seen.robot.webhook
        robots.save(work, seen.robot, command.apply_to(seen.robot))
        if seen.robot.webhook != before:
            work.write(channels.revived(seen.channel))
        if key:
            work.write(key)
        return seen

    changed = carry_out(decide).result
    assert changed is not None
    return changed
