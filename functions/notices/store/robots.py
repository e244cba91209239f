"""Robots as they are kept, and whose a webhook is."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import NamedTuple

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.storage import dynamo
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed, list_page
from kernel.storage.rows import Key, Row, Write
from kernel.storage.unit_of_work import UnitOfWork
from notices.rules.robot_limits import MOST_OF_A_UNIT, RobotAlreadyKnown
from notices.store.channels import ChannelRow
from notices.store.rows import BY_QUEUE, NoticesMeta

_ALL = "ROBOTS"
# A removed robot is still asked for by what waited for it, and by whoever looks at the record.
_KEEP_REMOVED = timedelta(days=30)


class RobotRow(Row):
    """A robot: `ROBOT#{id}` / `ROBOT`, listed by the index `by_queue` under `{unit}#{id}`."""

    class Meta(NoticesMeta):
        """The notices' table."""

    id = UnicodeAttribute()
    unit = UnicodeAttribute()
    name = UnicodeAttribute()
    format = UnicodeAttribute()
    events = JSONAttribute(default=list)
    severities = JSONAttribute(default=list)
    key_hint = UnicodeAttribute()
    webhook = UnicodeAttribute()
    version = NumberAttribute(default=1)
    created_at = UnicodeAttribute()
    created_by = UnicodeAttribute()
    removed = BooleanAttribute(default=False)
    queue = UnicodeAttribute(null=True)
    position = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    @classmethod
    def key(cls, robot_id: str) -> Key:
        """Return where a robot is."""
        return Key(cls, f"ROBOT#{robot_id}", "ROBOT")


class WebhookRow(Row):
    """Whose a webhook is: `WEBHOOK#{hash}` / `WEBHOOK`."""

    class Meta(NoticesMeta):
        """The notices' table."""

    robot_id = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, webhook: str) -> Key:
        """Return where it is."""
        return Key(cls, f"WEBHOOK#{webhook}", "WEBHOOK")


class Kept(NamedTuple):
    """A robot, None where there is none, and its channel."""

    robot: RobotRow | None
    channel: ChannelRow


def hash_of(key: str) -> str:
    """Return what tells webhooks apart without telling their keys (122 random bits: not to be guessed)."""
    return hashlib.sha256(key.encode()).hexdigest()


def find(robot_id: str) -> Kept:
    """Return a robot and its channel as they are now."""
    keys = [RobotRow.key(robot_id), ChannelRow.key(robot_id)]
    robot, channel = dynamo.read(keys, consistent=True)
    return Kept(robot, channel or ChannelRow.unused(robot_id))


def find_in(work: UnitOfWork, robot_id: str) -> Kept:
    """Return a robot and its channel for a decision about them."""
    robot, channel = work.find_all([RobotRow.key(robot_id), ChannelRow.key(robot_id)])
    return Kept(robot, channel or ChannelRow.unused(robot_id))


def add(work: UnitOfWork, robot: RobotRow) -> None:
    """Keep a new robot."""
    robot.queue, robot.position = _ALL, f"{robot.unit}#{robot.id}"
    work.save(robot)
    work.write(_claim(robot))


def save(work: UnitOfWork, robot: RobotRow, webhook: str) -> None:
    """Keep a changed robot as the next version; another webhook takes the place of the one it had."""
    before, robot.webhook = robot.webhook, webhook
    robot.version = int(robot.version) + 1
    work.save(robot)
    if webhook != before:
        work.write(_claim(robot), _release(before, robot.id))


def give_to(work: UnitOfWork, robot: RobotRow, unit: str) -> None:
    """Keep a robot as another unit's."""
    robot.version, robot.unit = work.version(RobotRow.key(robot.id)) + 1, unit
    robot.position = f"{unit}#{robot.id}"
    work.save(robot)


def take_out(work: UnitOfWork, robot: RobotRow) -> None:
    """Keep a robot for a while as one that was removed."""
    robot.version, robot.removed = work.version(RobotRow.key(robot.id)) + 1, True
    robot.queue = robot.position = None
    robot.expires_at = int((clock.now() + _KEEP_REMOVED).timestamp())
    work.save(robot)
    work.write(_release(robot.webhook, robot.id))


def _claim(robot: RobotRow) -> Write:
    place = WebhookRow.key(robot.webhook)
    free = WebhookRow.robot_id.does_not_exist() | (WebhookRow.robot_id == robot.id)
    return Write(WebhookRow(place.pk, place.sk, robot_id=robot.id), free, RobotAlreadyKnown)


def _release(webhook: str, robot_id: str) -> Write:
    place = WebhookRow.key(webhook)
    return Write(WebhookRow(place.pk, place.sk), WebhookRow.robot_id == robot_id)


def page_of(unit: str, *, below: bool, limit: int, cursor: str | None) -> Listed:
    """Return one page of a unit's robots, and those of the units below it if wanted, with their channels."""
    within = Range("position", "begins_with", (unit if below else f"{unit}#",))
    page = list_page(
        RobotRow, ("queue", _ALL), index=BY_QUEUE, within=within, limit=limit, cursor=cursor
    )
    keys = [ChannelRow.key(robot.id) for robot in page.rows]
    channels = dynamo.read(keys)
    return page._replace(
        rows=[
            Kept(robot, channel or ChannelRow.unused(robot.id))
            for robot, channel in zip(page.rows, channels, strict=True)
        ]
    )


def at_unit(unit: str) -> list[RobotRow]:
    """Return the robots of one unit."""
    within = Range("position", "begins_with", (f"{unit}#",))
    return list_page(
        RobotRow, ("queue", _ALL), index=BY_QUEUE, within=within, limit=2 * MOST_OF_A_UNIT
    ).rows
