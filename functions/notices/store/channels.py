"""How robots' channels are: each use of one is counted here first, under a condition on its version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.storage.rows import Ensure, Key, Row, Write
from notices.rules.channels import Health, Outcome
from notices.store.deliveries import A_TRY
from notices.store.rows import NoticesMeta


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

    @classmethod
    def unused(cls, robot_id: str) -> ChannelRow:
        """Return the channel of a robot that never sent anything."""
        key = cls.key(robot_id)
        return cls(key.pk, key.sk)

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


def counted(channel: ChannelRow, now: datetime) -> Write:
    """Return the write that counts a message about to be sent, and keeps others from sending meanwhile."""
    unchanged = _as_read(channel)
    channel.version = int(channel.version) + 1
    channel.recent = [clock.iso(sent) for sent in channel.health.sending(now).recent]
    channel.busy_until = clock.iso(now + A_TRY)
    return Write(channel, unchanged)


def result_written(
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
