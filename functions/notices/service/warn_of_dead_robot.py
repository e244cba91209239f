"""Warn the tier above that a robot is dead, once, in its hours."""

from __future__ import annotations

from datetime import datetime

from kernel import clock
from kernel.directory import find_units
from kernel.storage.unit_of_work import write_unless_moved
from notices.rules import quiet
from notices.rules.dead_robots import death_notice, told_of_death
from notices.store import channels, deliveries, topics
from notices.store.channels import ChannelRow
from notices.store.robots import RobotRow
from notices.store.settings import SETTINGS


def warn_of_dead_robot(robot: RobotRow, channel: ChannelRow) -> datetime | None:
    """Warn the tier above that a robot is dead; return when to try again, None when it was warned."""
    if channel.warned_at:
        return None
    now = clock.now()
    above = told_of_death(robot.unit)
    closed_until = quiet.opening(SETTINGS.current().value.hours[above.tier], now)
    if closed_until:
        return closed_until
    unit = find_units([robot.unit]).get(robot.unit)
    notice = death_notice(
        robot.id,
        robot.unit,
        unit.name if unit else robot.unit,
        robot.key_hint,
        clock.from_iso(channel.dead_at),
        channel.fault or "unknown",
    )
    if not write_unless_moved([channels.busy(channel, now)]):
        return now + deliveries.A_TRY
    topics.publish(above.tier, notice)
    # Who changed the channel meanwhile has brought it to life again.
    write_unless_moved([channels.warned(channel, clock.now())])
    return None
