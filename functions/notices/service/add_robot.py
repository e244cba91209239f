"""Enter a group robot of a unit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from kernel import clock
from kernel.access import OFFICERS
from kernel.directory import refuse_unknown_unit
from kernel.ids import new_id
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.idempotency import Answered, IdempotencyKey
from kernel.storage.unit_of_work import Outcome, UnitOfWork, answer_to, carry_out
from notices.rules.robot_limits import MOST_OF_A_UNIT, TooManyRobots
from notices.rules.robots import MessageFormat
from notices.service.see_robot import RobotSeen
from notices.store import keys, robots
from notices.store.channels import ChannelRow
from notices.store.robots import RobotRow


@record
class RobotCommand:
    """What a robot is to be; `key` is that of its webhook, None: the one it has."""

    name: str
    key: str | None
    format: MessageFormat
    events: tuple[str, ...]
    severities: tuple[str, ...]

    def apply_to(self, robot: RobotRow) -> str:
        """Put it on a robot; return what tells its webhook apart."""
        robot.name, robot.format = self.name, str(self.format)
        robot.events, robot.severities = list(self.events), list(self.severities)
        if self.key is None:
            return robot.webhook
        robot.key_hint = self.key[-4:]
        return robots.hash_of(self.key)


def add_robot(
    scope: Scope,
    unit: str,
    command: RobotCommand,
    idempotency_key: IdempotencyKey | None,
    answer: Callable[[RobotSeen], Answered],
) -> Outcome[RobotSeen]:
    """Enter a group robot of a unit, with its key in a row of its own.

    Raises
    ------
    InvalidFields, UnitClosed
        There is no such unit, or no more.
    RobotAlreadyKnown
        Its webhook is that of another robot.
    TooManyRobots
        Its unit has too many.
    """
    scope.within(unit, OFFICERS)
    refuse_unknown_unit(unit)
    # A robot that was entered may have got another key since.
    before = answer_to(idempotency_key)
    if before:
        return Outcome(None, before, replayed=True)
    # The same request leads to the same robot.
    robot_id = (
        hashlib.sha256(idempotency_key.pk.encode()).hexdigest()[:26]
        if idempotency_key
        else new_id(clock.now())
    )
    assert command.key is not None
    key = keys.seal(robot_id, command.key)

    def decide(work: UnitOfWork) -> RobotSeen:
        seen = _enter(work, robot_id, unit, command, scope.person.person_id)
        work.write(key)
        return seen

    return carry_out(decide, idempotency_key=idempotency_key, answer=answer)


def _enter(work: UnitOfWork, robot_id: str, unit: str, command: RobotCommand, by: str) -> RobotSeen:
    place = RobotRow.key(robot_id)
    work.load([place])
    if len(robots.at_unit(unit)) >= MOST_OF_A_UNIT:
        raise TooManyRobots
    robot = RobotRow(
        place.pk,
        place.sk,
        id=robot_id,
        unit=unit,
        created_at=clock.iso(clock.now()),
        created_by=by,
    )
    robot.webhook = command.apply_to(robot)
    robots.add(work, robot)
    return RobotSeen(robot, ChannelRow.unused(robot_id))
