"""Send a test message through a robot."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kernel import clock
from kernel.scope import Scope
from kernel.storage.idempotency import Answered, IdempotencyKey
from kernel.storage.unit_of_work import Outcome, do_elsewhere, write_unless_moved
from notices.rules.channels import Outcome as Fared
from notices.rules.robot_limits import RobotIsBusy
from notices.rules.robots import TEST_MESSAGE
from notices.service.say_to_robot import say_to_robot
from notices.service.see_robot import RobotSeen, see_robot
from notices.store import channels, wakes
from notices.store.wecom import Told


class Tried(NamedTuple):
    """A robot after a test message, and what became of that."""

    seen: RobotSeen
    told: Told


def try_robot(
    scope: Scope,
    robot_id: str,
    idempotency_key: IdempotencyKey | None,
    answer: Callable[[Tried], Answered],
) -> Outcome[Tried]:
    """Send a test message; it counts as any other, and wakes a dead channel if it arrives.

    Raises
    ------
    RobotIsBusy
        It is sending, or has sent all it may within the minute.
    """
    seen = see_robot(scope, robot_id)
    return do_elsewhere(lambda: send_test(seen), idempotency_key=idempotency_key, answer=answer)


def send_test(seen: RobotSeen) -> Tried:
    """Send a test message through a robot as it was seen."""
    robot, channel = seen
    now = clock.now()
    ready = max(
        channel.health.ready_at(now),
        clock.from_iso(channel.busy_until) if channel.busy_until else now,
    )
    if ready > now:
        raise RobotIsBusy(retry_after=1 + int((ready - now).total_seconds()))
    was_dead = bool(channel.dead_at)
    if not write_unless_moved([channels.counted(channel, now)]):
        raise RobotIsBusy(retry_after=10)
    told = say_to_robot(robot, TEST_MESSAGE)
    if was_dead and told.outcome is Fared.SENT:
        writes = [channels.told(channel, told.outcome, None, clock.now(), revive=True)]
    elif was_dead:
        writes = [channels.idle(channel)]
    else:
        writes = [channels.told(channel, told.outcome, told.fault, clock.now())]
        writes += wakes.wakes([robot.id] if channel.dead_at else [])
    # Who changed the channel meanwhile gave the robot another webhook: the test says nothing of that.
    write_unless_moved(writes)
    return Tried(seen, told)
