"""Robots: what they are, how their channels are, and which of them have something to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.ids import new_id
from kernel.problems import Conflict, StaleVersion, TryAgain
from kernel.storage import dynamo
from kernel.storage.dynamo import Page, Range
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write
from kernel.texts import Text
from notices.rules.robots import Health, Outcome
from notices.store.base import BY_QUEUE, NoticesMeta
from notices.store.deliveries import A_TRY

MOST_OF_A_UNIT = 10
"""Robots a unit may have; two who add at once may make it one more."""
_ALL = "ROBOTS"
_AWAKE = "WAKE"
# A removed robot is still asked for by what waited for it, and by whoever looks at the record.
_KEEP_REMOVED = timedelta(days=30)
# The index shows by then what was lined up.
_LOOK_AGAIN = timedelta(minutes=1)
_A_PAGE = 100
# Where the claim of a webhook stands among the writes of a transaction.
_CLAIM = 1


class RobotAlreadyKnown(Conflict):
    """One group robot is entered once: its limit per minute is counted in one place."""

    slug = "robot-already-known"
    said = Text(
        "该机器人已在本县登记；多个单位共用一个群的，请登记在其共同的上级单位。",
        "This robot is known already; units that share a group have it at the unit above them.",
    )


class TooManyRobots(Conflict):
    """A unit has only so many robots."""

    slug = "too-many-robots"
    said = Text(
        f"一个单位最多登记 {MOST_OF_A_UNIT} 个机器人，请先移除不用的。",
        f"A unit has at most {MOST_OF_A_UNIT} robots; remove one first.",
    )


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


class ChannelRow(Row):
    """How a robot's channel is: `ROBOT#{id}` / `CHANNEL`.

    Whoever sends counts the message here first, under a condition on `version`: so the limit per
    minute holds however many send, and one at a time does.
    """

    class Meta(NoticesMeta):
        """The notices' table."""

    version = NumberAttribute(default=0)
    recent = JSONAttribute(default=list)
    failures = NumberAttribute(default=0)
    paused_until = UnicodeAttribute(null=True)
    busy_until = UnicodeAttribute(null=True)
    fault = UnicodeAttribute(null=True)
    last_sent_at = UnicodeAttribute(null=True)
    dead_at = UnicodeAttribute(null=True)
    warned_at = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    @classmethod
    def key(cls, robot_id: str) -> Key:
        """Return where a robot's channel is."""
        return Key(cls, f"ROBOT#{robot_id}", "CHANNEL")

    @property
    def health(self) -> Health:
        """How it is."""
        return Health(
            tuple(clock.from_iso(sent) for sent in self.recent),
            int(self.failures),
            clock.from_iso(self.paused_until) if self.paused_until else None,
            bool(self.dead_at),
        )

    def is_busy(self, now: datetime) -> bool:
        """Whether somebody may be sending at this moment."""
        return bool(self.busy_until) and now < clock.from_iso(self.busy_until)


class WakeRow(Row):
    """When a robot has something to do: `ROBOT#{id}` / `WAKE`, in the index while it has."""

    class Meta(NoticesMeta):
        """The notices' table."""

    robot_id = UnicodeAttribute()
    stamp = UnicodeAttribute()
    set_at = UnicodeAttribute()
    queue = UnicodeAttribute(null=True)
    position = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, robot_id: str) -> Key:
        """Return where it is."""
        return Key(cls, f"ROBOT#{robot_id}", "WAKE")


class WebhookRow(Row):
    """Whose a webhook is: `WEBHOOK#{hash}` / `WEBHOOK`."""

    class Meta(NoticesMeta):
        """The notices' table."""

    robot_id = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, webhook: str) -> Key:
        """Return where it is."""
        return Key(cls, f"WEBHOOK#{webhook}", "WEBHOOK")


def hash_of(key: str) -> str:
    """Return what tells webhooks apart without telling their keys (122 random bits: not to be guessed)."""
    return hashlib.sha256(key.encode()).hexdigest()


def find(robot_id: str, *, removed: bool = False) -> tuple[RobotRow | None, ChannelRow]:
    """Return a robot and its channel (consistent read); a removed one only if wanted."""
    robot, channel = dynamo.read(
        [RobotRow.key(robot_id), ChannelRow.key(robot_id)], consistent=True
    )
    place = ChannelRow.key(robot_id)
    if robot is not None and robot.removed and not removed:
        robot = None
    return robot, channel or ChannelRow(place.pk, place.sk)


def add(robot: RobotRow, more: Sequence[Write] = ()) -> None:
    """Enter a robot, together with other writes.

    Raises
    ------
    RobotAlreadyKnown
        Its webhook is that of another robot.
    TooManyRobots
        Its unit has too many.
    ConditionFailed
        It is there already, or a write of `more` met another state.
    """
    robots = at_unit(robot.unit)
    if len(robots) >= MOST_OF_A_UNIT:
        raise TooManyRobots
    robot.queue, robot.position = _ALL, f"{robot.unit}#{robot.id}"
    try:
        dynamo.write([Write(robot, Ensure.is_new), _claim(robot), *more])
    except ConditionFailed as fault:
        if _CLAIM in fault.failed:
            raise RobotAlreadyKnown from fault
        raise


def change(robot: RobotRow, channel: ChannelRow, webhook: str) -> None:
    """Keep what was changed of a robot as the next version; with another webhook its channel begins anew.

    Raises
    ------
    RobotAlreadyKnown
        The webhook is that of another robot.
    StaleVersion
        Somebody was faster.
    TryAgain
        A message was just being sent.
    """
    seen, before = int(robot.version), robot.webhook
    robot.version, robot.webhook = seen + 1, webhook
    writes = [Write(robot, RobotRow.version == seen)]
    if webhook != before:
        writes += [_claim(robot), _release(before, robot.id), revived(channel)]
    _write(writes)


def remove(robot: RobotRow) -> None:
    """Remove a robot; what waits for it is dropped.

    Raises
    ------
    StaleVersion
        Somebody was faster.
    """
    seen = int(robot.version)
    robot.version, robot.removed = seen + 1, True
    robot.queue = robot.position = None
    robot.expires_at = int((clock.now() + _KEEP_REMOVED).timestamp())
    _write(
        [
            Write(robot, RobotRow.version == seen),
            Write(wake(robot.id)),
            _release(robot.webhook, robot.id),
        ]
    )


def _claim(robot: RobotRow) -> Write:
    place = WebhookRow.key(robot.webhook)
    free = WebhookRow.robot_id.does_not_exist() | (WebhookRow.robot_id == robot.id)
    return Write(WebhookRow(place.pk, place.sk, robot_id=robot.id), free)


def _release(webhook: str, robot_id: str) -> Write:
    place = WebhookRow.key(webhook)
    return Write(WebhookRow(place.pk, place.sk), WebhookRow.robot_id == robot_id)


def _write(writes: Sequence[Write]) -> None:
    try:
        dynamo.write(writes)
    except ConditionFailed as fault:
        if 0 in fault.failed:
            raise StaleVersion from fault
        if _CLAIM in fault.failed:
            raise RobotAlreadyKnown from fault
        raise TryAgain from fault


def revived(channel: ChannelRow) -> Write:
    """Return the write that lets a channel begin anew; what was sent within the minute stays counted."""
    unchanged = _as_read(channel)
    channel.version = int(channel.version) + 1
    channel.failures = 0
    channel.paused_until = channel.fault = channel.dead_at = channel.warned_at = None
    return Write(channel, unchanged)


def _as_read(channel: ChannelRow) -> Any:
    seen = int(channel.version)
    return (ChannelRow.version == seen) if seen else Ensure.is_new


def page_of(
    unit: str, *, below: bool, limit: int, start: dict[str, Any] | None
) -> tuple[list[tuple[RobotRow, ChannelRow]], Page]:
    """Return one page of a unit's robots, and those of the units below it if wanted, with their channels."""
    page = dynamo.query(
        RobotRow,
        ("queue", _ALL),
        index=BY_QUEUE,
        within=Range("position", "begins_with", (unit if below else f"{unit}#",)),
        limit=limit,
        start=start,
    )
    robots = [RobotRow.from_raw_data(item) for item in page.items]
    keys = [ChannelRow.key(robot.id) for robot in robots]
    channels = dynamo.read(keys) if keys else []
    return [
        (robot, channel or ChannelRow(key.pk, key.sk))
        for robot, key, channel in zip(robots, keys, channels, strict=True)
    ], page


def at_unit(unit: str) -> list[RobotRow]:
    """Return the robots of one unit."""
    page = dynamo.query(
        RobotRow,
        ("queue", _ALL),
        index=BY_QUEUE,
        within=Range("position", "begins_with", (f"{unit}#",)),
        limit=2 * MOST_OF_A_UNIT,
    )
    return [RobotRow.from_raw_data(item) for item in page.items]


def wake(robot_id: str, at: datetime | None = None) -> WakeRow:
    """Return the row that says that a robot has something to do, now or at an instant."""
    now = clock.now()
    key = WakeRow.key(robot_id)
    return WakeRow(
        key.pk,
        key.sk,
        robot_id=robot_id,
        stamp=new_id(now),
        set_at=clock.iso(now),
        queue=_AWAKE,
        position=f"{clock.iso(at or now)}#{robot_id}",
    )


def wakes(robot_ids: Iterable[str]) -> list[Write]:
    """Return the writes that say that robots have something to do now."""
    return [Write(wake(robot_id)) for robot_id in sorted(set(robot_ids))]


def seen_awake(robot_id: str) -> WakeRow | None:
    """Return when a robot has something to do (consistent read)."""
    return dynamo.read([WakeRow.key(robot_id)], consistent=True)[0]


def awake(until: datetime) -> Iterator[list[str]]:
    """Give the robots that have something to do by an instant, page by page."""
    start: dict[str, Any] | None = None
    while True:
        page = dynamo.query(
            WakeRow,
            ("queue", _AWAKE),
            index=BY_QUEUE,
            within=Range("position", "<", (f"{clock.iso(until)}#~",)),
            limit=_A_PAGE,
            start=start,
        )
        yield [item["robot_id"]["S"] for item in page.items]
        start = page.next_key
        if start is None:
            return


def sleep(seen: WakeRow, until: datetime | None, now: datetime) -> bool:
    """Let a robot rest until an instant, or until something is lined up again (None).

    What was lined up within the last minute may not show in the index yet; then it looks again.

    Returns
    -------
    bool
        False: something was lined up since `seen` was read.
    """
    unchanged = WakeRow.stamp == seen.stamp
    shown_at = clock.from_iso(seen.set_at) + _LOOK_AGAIN
    if until is None and now < shown_at:
        until = shown_at
    seen.queue = _AWAKE if until else None
    seen.position = f"{clock.iso(until)}#{seen.robot_id}" if until else None
    try:
        dynamo.write([Write(seen, unchanged)])
    except ConditionFailed:
        return False
    return True


def counted(channel: ChannelRow, now: datetime) -> Write:
    """Return the write that counts a message about to be sent, and keeps others from sending meanwhile."""
    unchanged = _as_read(channel)
    channel.version = int(channel.version) + 1
    channel.recent = [clock.iso(sent) for sent in channel.health.sending(now).recent]
    channel.busy_until = clock.iso(now + A_TRY)
    return Write(channel, unchanged)


def told(
    channel: ChannelRow,
    outcome: Outcome,
    fault: str | None,
    now: datetime,
    *,
    revive: bool = False,
) -> Write:
    """Return the write that records how the message counted last fared.

    Parameters
    ----------
    revive
        Whether the channel, dead before, lives again.
    """
    unchanged = _as_read(channel)
    health = channel.health.after(outcome, now)
    channel.version = int(channel.version) + 1
    channel.recent = [clock.iso(sent) for sent in health.recent]
    channel.failures = health.failures
    channel.paused_until = clock.iso(health.paused_until) if health.paused_until else None
    channel.busy_until = None
    channel.fault = fault
    if outcome is Outcome.SENT:
        channel.last_sent_at = clock.iso(now)
    if health.dead:
        channel.dead_at, channel.warned_at = clock.iso(now), None
    if revive:
        channel.dead_at = channel.warned_at = None
    return Write(channel, unchanged)


def busy(channel: ChannelRow, now: datetime) -> Write:
    """Return the write that keeps others away from a channel for a moment."""
    return _aside(channel, clock.iso(now + A_TRY))


def idle(channel: ChannelRow) -> Write:
    """Return the write that lets others at a channel again."""
    return _aside(channel, None)


def warned(channel: ChannelRow, now: datetime) -> Write:
    """Return the write that records that the tier above was warned."""
    channel.warned_at = clock.iso(now)
    return _aside(channel, None)


def _aside(channel: ChannelRow, busy_until: str | None) -> Write:
    unchanged = _as_read(channel)
    channel.version = int(channel.version) + 1
    channel.busy_until = busy_until
    return Write(channel, unchanged)
