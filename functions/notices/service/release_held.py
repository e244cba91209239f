"""What quiet hours held, or a topic did not take, goes out: every minute, once, in each incident's order.

The rows are the truth: whatever a run leaves, loses or cannot send is due in the next one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from typing import TypeVar

from kernel import clock
from kernel.in_force import InForce
from kernel.observability import count_failures, log, log_fault, note
from kernel.problems import TryAgain
from notices.rules import messages, quiet, staleness
from notices.rules.delivery import Delivery
from notices.rules.quiet import Settings
from notices.rules.staleness import Present
from notices.service.line_up_at_robots import line_up_at_robots
from notices.service.publish_notice import Composer, publish_notice
from notices.service.things import Incidents
from notices.store import deliveries, queues
from notices.store.deliveries import DeliveryRow, Line, NoticeMoved
from notices.store.queues import Wait
from notices.store.settings import SETTINGS, note_swept, swept

_A_RUN = timedelta(seconds=35)
# Whoever remembers settings does so for half a minute, and then may still be writing.
_OLD_SETTINGS_LINGER = timedelta(minutes=2)
# The index shows by then what was moved.
_AFTER_A_MOVE = timedelta(minutes=1)
_A_TRANSACTION = 50

Item = TypeVar("Item")


def release_held(incidents: Incidents, run: timedelta = _A_RUN) -> int:
    """Send what was held and may go out now; return how many notices that were.

    What waits for a robot goes to the robot's line.

    Parameters
    ----------
    run
        When to stop and leave the rest to the next run, so that the heartbeat is given also while
        there is more to do than one run can.
    """
    begun = clock.now()
    in_force = SETTINGS.newest()
    _look_again(in_force, begun)
    one = _Run(incidents, in_force.value, begun + run)
    for page in queues.pages_of_held(until=begun):
        one.release(page)
        if one.is_over:
            log.warning("more held notices than one run can send")
            break
    note("NoticesReleased", one.sent)
    return one.sent


def _look_again(in_force: InForce[Settings], begun: datetime) -> None:
    """Once settings have changed, find anew until when everything waits that was held before.

    A run that began when nobody could hold anything by the old settings any more has seen it all.
    """
    settings = in_force.value
    if swept() >= settings.version:
        return
    for page in queues.pages_of_held():
        outdated = [row for row in page if row.settings < settings.version]
        for some in _slices(outdated):
            waits = [Wait(row, _until(settings, row, begun), settings.version) for row in some]
            try:
                queues.hold(waits)
            except (NoticeMoved, TryAgain) as fault:
                # They stay as they are until they are due, and are then looked at again.
                log_fault("held notices not looked at again", fault)
    if begun - clock.from_iso(in_force.set_at) >= _OLD_SETTINGS_LINGER:
        note_swept(settings.version)


def _until(settings: Settings, row: DeliveryRow, now: datetime) -> datetime:
    opening = quiet.held_until(settings, row.addressee.tier, row.severity, now)
    return opening or now + _AFTER_A_MOVE


class _Run:
    """One run over what is due."""

    def __init__(self, incidents: Incidents, settings: Settings, until: datetime) -> None:
        self.sent = 0
        self._until = until
        self._incidents = incidents
        self._settings = settings
        self._composer = Composer(incidents)
        self._present: dict[str, Present | None] = {}
        self._blocked: set[Line] = set()
        """Lines in which an earlier notice did not go out: those behind it wait as well."""

    @property
    def is_over(self) -> bool:
        """Whether the rest is left to the next run."""
        return clock.now() > self._until

    def release(self, page: Sequence[DeliveryRow]) -> None:
        """Send what a page holds, hold again what its tier's quiet hours have caught up with."""
        now = clock.now()
        self._blocked |= {row.line for row in page if row.is_being_tried(now)}
        wanted: list[DeliveryRow] = []
        waits: list[Wait] = []
        for row in page:
            if row.line in self._blocked:
                continue
            with self._in_line([row]):
                until = quiet.held_until(self._settings, row.addressee.tier, row.severity, now)
                if until:
                    waits.append(Wait(row, until, self._settings.version))
                elif not self._gave_up(row):
                    wanted.append(row)
        for some in _slices(waits):
            with self._in_line([wait.row for wait in some]):
                queues.hold(some)
        for some in _slices([row for row in wanted if row.robot_id]):
            with self._in_line(some):
                line_up_at_robots(some)
        by_topic = [row for row in wanted if not row.robot_id]
        for _, rows in groupby(by_topic, key=lambda row: row.addressee):
            self._tell(list(rows))

    def _gave_up(self, row: DeliveryRow) -> bool:
        """Give up a notice that has lost its point while it waited."""
        entry = row.read_entry()
        if not staleness.may_go_stale(entry):
            return False
        if not staleness.is_stale(entry, self._present_state(row.incident_id)):
            return False
        deliveries.end_try(row, state=Delivery.STALE)
        note("NoticesStale", tier=row.tier)
        return True

    def _present_state(self, thing_id: str) -> Present | None:
        if thing_id not in self._present:
            self._present[thing_id] = self._incidents.present_state(thing_id)
        return self._present[thing_id]

    def _tell(self, rows: Sequence[DeliveryRow]) -> None:
        """Send what waits for one unit, bundled if it is much."""
        bundling = self._settings.bundling
        at_most = bundling.at_most if len(rows) >= bundling.at_least else 1
        for turn in quiet.rounds(rows):
            alike = sorted(turn, key=_sort_of)
            for _, same in groupby(alike, key=_sort_of):
                for some in _slices(list(same), at_most):
                    self._send([row for row in some if row.line not in self._blocked])

    def _send(self, rows: Sequence[DeliveryRow]) -> None:
        # A topic that does not answer is waited for anew with every notice.
        if not rows or self.is_over:
            return
        with self._in_line(rows):
            notices = [
                self._composer.compose_held(
                    row.read_entry(), row.addressee, self._present_state(row.incident_id)
                )
                for row in rows
            ]
            notice = notices[0] if len(notices) == 1 else messages.compose_bundle(notices)
            publish_notice(rows, notice)
            self.sent += len(rows)

    @contextmanager
    def _in_line(self, rows: Sequence[DeliveryRow]) -> Generator[None]:
        """Let what fails stop its own lines alone, until the next run."""
        try:
            yield
        except NoticeMoved:
            # Another run is at it, or the index was behind.
            self._blocked |= {row.line for row in rows}
        except Exception as fault:  # noqa: BLE001
            # One that cannot be sent must not keep the others waiting; the alarm on this figure tells of it.
            self._blocked |= {row.line for row in rows}
            for row in rows:
                log_fault("held notice not sent", fault, incident_id=row.incident_id)
            count_failures(len(rows))


def _sort_of(row: DeliveryRow) -> tuple[str, str]:
    """Return what a bundle has in common, so that subscriptions can filter on it."""
    return row.event, row.severity


def _slices(rows: Sequence[Item], most: int = _A_TRANSACTION) -> Iterator[Sequence[Item]]:
    return (rows[start : start + most] for start in range(0, len(rows), most))
