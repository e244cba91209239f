"""Remove a group robot and its key; what waits for it is dropped."""

from __future__ import annotations

from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from notices.service.see_robot import require_robot
from notices.store import keys, robots, wakes


def remove_robot(scope: Scope, robot_id: str, expected: Versions) -> None:
    """Remove a group robot; removing again changes nothing.

    Raises
    ------
    StaleVersion
        The robot is at none of the versions expected.
    """

    def decide(work: UnitOfWork) -> None:
        seen = require_robot(scope, robots.find_in(work, robot_id), removed=True)
        if seen.robot.removed:
            return
        refuse_stale(expected, seen.version)
        robots.take_out(work, seen.robot)
        work.write(*wakes.wakes([robot_id]), keys.gone(robot_id))

    carry_out(decide)
