"""What waits at robots goes out: one message after another per robot, never more than it takes.

The wake-up rows say which robots have something to do; a hint through the queue only makes it
sooner, and the run every minute finds what a hint was lost for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from kernel import clock
from kernel.in_force import InForce
from kernel.observability import count, count_failures, log, log_fault, note
from kernel.storage.unit_of_work import SomebodyWasFaster, write_unless_moved
from notices.rules import quiet, staleness
from notices.rules.channels import Outcome
from notices.rules.delivery import Delivery
from notices.rules.entries import Entry
from notices.rules.robots import MessageFormat, Waiting, in_order, next_message
from notices.rules.staleness import Present
from notices.service.say_to_robot import say_to_robot
from notices.service.things import Incidents
from notices.service.warn_of_dead_robot import warn_of_dead_robot
from notices.store import channels, deliveries, queues, robots, wakes
from notices.store.channels import ChannelRow
from notices.store.deliveries import DeliveryRow
from notices.store.queues import Wait
from notices.store.robots import RobotRow
from notices.store.settings import SETTINGS
from notices.store.wecom import SendResult

_A_RUN = timedelta(seconds=30)
_A_TRANSACTION = 50
_WAITED = timedelta(minutes=5)
"""From when on a notice may tell what is not true any more: it was held, or its robot rested."""


def send_due(incidents: Incidents, run: timedelta = _A_RUN) -> int:
    """Send what is due at all robots; return how many messages that were."""
    begun = clock.now()
    sent = 0
    for page in wakes.awake(begun):
        sent += send_at(page, incidents, begun + run)
        if clock.now() - begun > run:
            log.warning("more robots have something to do than one run can serve")
            break
    count("RobotSenderHeartbeat")
    return sent


def send_at(robot_ids: Iterable[str], incidents: Incidents, until: datetime | None = None) -> int:
    """Send what is due at some robots; return how many messages that were."""
    until = until or clock.now() + _A_RUN
    sent = 0
    for robot_id in robot_ids:
        if clock.now() >= until:
            break
        try:
            sent += _Turn(robot_id, incidents, until).take()
        except Exception as fault:  # noqa: BLE001
            # One robot must not keep the others waiting; the alarm on this figure tells of it.
            log_fault("robot not served", fault, robot_id=robot_id)
            count_failures()
    if sent:
        note("RobotMessages", sent)
    return sent


class _Turn:
    """One robot's turn: as many messages as it takes, while nobody else is at it."""

    def __init__(self, robot_id: str, incidents: Incidents, until: datetime) -> None:
        self._robot_id = robot_id
        self._incidents = incidents
        self._until = until
        self._sent = 0
        self._present: dict[str, Present | None] = {}
        self._done: set[tuple[str, str]] = set()
        """What the index may still show although it waits here no more."""

    def take(self) -> int:
        """Serve the robot until nothing is due or the time is over; return how many messages were sent."""
        while clock.now() < self._until:
            awake = wakes.seen_awake(self._robot_id)
            if awake is None:
                break
            rest_until, has_more = self._serve()
            if not has_more and wakes.sleep(awake, rest_until, clock.now()):
                break
        return self._sent

    def _serve(self) -> tuple[datetime | None, bool]:
        """Serve the first page of what waits.

        Returns
        -------
        tuple
            Until when to leave the robot alone (None: until something is lined up), and whether
            there is more to do at once.
        """
        robot, channel = robots.find(self._robot_id)
        now = clock.now()
        if channel.is_busy(now):
            return clock.from_iso(channel.busy_until), False
        waiting = queues.waiting_at(self._robot_id)
        rows = in_order(row for row in waiting if (row.pk, row.sk) not in self._done)
        has_more = bool(rows)
        if robot is None or robot.removed:
            robot = None
        if robot is None or channel.dead_at:
            self._drop(rows, "removed" if robot is None else "channel-dead")
            return (warn_of_dead_robot(robot, channel) if robot else None), has_more
        in_force = SETTINGS.current()
        rows = self._still_wanted(rows, in_force)
        while rows:
            now = clock.now()
            ready = channel.health.ready_at(now)
            if ready > now:
                return ready, False
            if now >= self._until:
                return now, False
            told = self._next(robot, channel, rows, in_force)
            if told is None:
                # Somebody else is at this robot, or the index was behind.
                return now + deliveries.A_TRY, False
            rows = rows[told:]
            if channel.dead_at:
                return None, True
        return None, has_more

    def _still_wanted(
        self, rows: Sequence[DeliveryRow], in_force: InForce[quiet.Settings]
    ) -> list[DeliveryRow]:
        """Return what may go out now; hold what quiet hours have caught up with, give up what is stale."""
        settings, now = in_force.value, clock.now()
        wanted: list[DeliveryRow] = []
        waits: list[Wait] = []
        for row in rows:
            entry = row.read_entry()
            until = quiet.held_until(settings, row.addressee.tier, entry.severity, now)
            if until:
                waits.append(Wait(row, until, settings.version))
            elif staleness.may_go_stale(entry) and staleness.is_stale(
                entry, self._incidents.present_state(row.incident_id)
            ):
                deliveries.end_try(row, state=Delivery.STALE)
                self._forget([row])
                note("NoticesStale", tier=row.tier)
            else:
                wanted.append(row)
        for start in range(0, len(waits), _A_TRANSACTION):
            some = waits[start : start + _A_TRANSACTION]
            queues.hold(some)
            self._forget([wait.row for wait in some])
        return wanted

    def _as_it_stands(self, row: DeliveryRow) -> Entry:
        """Return what a notice tells: if it waited for long, what is true now."""
        entry = row.read_entry()
        if clock.now() - entry.at < _WAITED:
            return entry
        if row.incident_id not in self._present:
            self._present[row.incident_id] = self._incidents.present_state(row.incident_id)
        return staleness.as_it_stands(entry, self._present[row.incident_id])

    def _next(
        self,
        robot: RobotRow,
        channel: ChannelRow,
        rows: Sequence[DeliveryRow],
        in_force: InForce[quiet.Settings],
    ) -> int | None:
        """Send the next message; return how many notices it told, None if somebody else is at them."""
        message = next_message(
            [Waiting(self._as_it_stands(row), row.addressee) for row in rows],
            MessageFormat(robot.format),
            allowance=channel.health.allowance(clock.now()),
            bundling=in_force.value.bundling,
            link_base=os.environ.get("CASE_LINK_BASE", ""),
        )
        some = rows[: message.tells]
        if not write_unless_moved(
            [channels.counted(channel, clock.now()), *deliveries.trying(some)]
        ):
            return None
        self._sent += 1
        self._record(channel, some, say_to_robot(robot, message.content))
        return len(some)

    def _record(self, channel: ChannelRow, rows: Sequence[DeliveryRow], result: SendResult) -> None:
        states = {Outcome.SENT: Delivery.SENT, Outcome.REFUSED: Delivery.DROPPED}
        state = states.get(result.outcome, Delivery.QUEUED)
        now = clock.now()
        if not write_unless_moved(
            [
                channels.result_written(channel, result.outcome, result.fault, now),
                *deliveries.tried(rows, state, fault=result.fault),
            ]
        ):
            raise SomebodyWasFaster
        if state.is_final:
            self._forget(rows)
        if result.outcome is not Outcome.SENT:
            log.warning("robot did not take a message", robot_id=self._robot_id, fault=result.fault)
        if channel.dead_at:
            note("RobotsDead")

    def _drop(self, rows: Sequence[DeliveryRow], why: str) -> None:
        for start in range(0, len(rows), _A_TRANSACTION):
            some = rows[start : start + _A_TRANSACTION]
            deliveries.end_try(*some, state=Delivery.DROPPED, fault=why)
            self._forget(some)

    def _forget(self, rows: Sequence[DeliveryRow]) -> None:
        self._done |= {(row.pk, row.sk) for row in rows}
