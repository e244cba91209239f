"""A robot of a unit that one of the caller's posts reaches; any other is not there."""

from __future__ import annotations

from typing import NamedTuple

from kernel.access import OFFICERS
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.lists import Listed
from notices.store import robots
from notices.store.channels import ChannelRow
from notices.store.robots import Kept, RobotRow


class RobotSeen(NamedTuple):
    """A robot and how its channel is."""

    robot: RobotRow
    channel: ChannelRow

    @property
    def version(self) -> int:
        """The robot's version."""
        return int(self.robot.version)


def see_robot(scope: Scope, robot_id: str) -> RobotSeen:
    """Return a robot as it is now."""
    return require_robot(scope, robots.find(robot_id))


def list_robots(scope: Scope, unit: str, *, below: bool, limit: int, cursor: str | None) -> Listed:
    """Return one page of a unit's robots, and of those below it if wanted, with their channels."""
    scope.within(unit, OFFICERS)
    page = robots.page_of(unit, below=below, limit=limit, cursor=cursor)
    return page._replace(rows=[RobotSeen(*kept) for kept in page.rows])


def require_robot(scope: Scope, kept: Kept, *, removed: bool = False) -> RobotSeen:
    """Return a robot the caller may have.

    Parameters
    ----------
    removed
        Whether one that was removed will do.

    Raises
    ------
    NotFound
        There is none, or it is not in the area of a post.
    """
    robot, channel = kept
    if robot is None or (robot.removed and not removed):
        raise NotFound
    scope.allow(scope.person.post_over(robot.unit, OFFICERS) is not None)
    return RobotSeen(robot, channel)
