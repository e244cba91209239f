"""WeCom group robots: what they say, how often, and when they are given up. No I/O.

A group may have members who are nobody's staff, so a message has no more than the event, how
pressing it is, the case code, the limit and a link (DOMAIN 8.4): neither place nor category, and
nothing anybody wrote.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from kernel import clock
from kernel.record import record
from kernel.units import Tier, path_of, tier_of
from notices.rules import (
    SEVERITY_NAMES,
    Addressee,
    Entry,
    Notice,
    Severity,
    what_is_asked,
)
from notices.rules.quiet import Bundling

_LIMITS: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "robot_limits.json").read_bytes()
)


class MessageFormat(StrEnum):
    """How a robot writes: `text` is read everywhere, `markdown` in WeCom itself only."""

    TEXT = "text"
    MARKDOWN = "markdown"

    @property
    def most_bytes(self) -> int:
        """The most bytes of UTF-8 a message may have."""
        return int(_LIMITS["most_bytes"][self])


A_MINUTE: Final = timedelta(seconds=60)
MOST_A_MINUTE: Final[int] = _LIMITS["most_a_minute"]
"""Messages a minute that a robot takes."""
BACK_OFF: Final = timedelta(seconds=_LIMITS["back_off_seconds"])
"""How long to leave a robot alone that says it was too much."""
FAILURES_OF_THE_DEAD: Final = 8
"""So many failures in a row, about half an hour of them, and a robot is given up (assumed)."""

_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(minutes=15)


class Outcome(StrEnum):
    """How a message fared."""

    SENT = "sent"
    BUSY = "busy"
    DEAD = "dead"
    REFUSED = "refused"
    FAILED = "failed"


_OUTCOMES: Final = {
    0: Outcome.SENT,
    45009: Outcome.BUSY,
    # The webhook is unknown: the robot was removed from its group, or its key renewed.
    93000: Outcome.DEAD,
    # Message type, no content, too long: the same message would be refused again.
    40008: Outcome.REFUSED,
    44004: Outcome.REFUSED,
    40058: Outcome.REFUSED,
}


def judge(errcode: int) -> Outcome:
    """Return what an `errcode` of WeCom means; one that is not known may pass by itself."""
    return _OUTCOMES.get(errcode, Outcome.FAILED)


@record
class Health:
    """How a robot's channel is.

    Attributes
    ----------
    recent
        When the messages of the last minute were sent, oldest first.
    failures
        How many failed in a row.
    paused_until
        Until when it is left alone.
    dead
        Whether it is given up.
    """

    recent: tuple[datetime, ...] = ()
    failures: int = 0
    paused_until: datetime | None = None
    dead: bool = False

    def allowance(self, now: datetime) -> int:
        """Return how many messages may still be sent within the minute that ends now."""
        return max(0, MOST_A_MINUTE - len(self._within_a_minute(now)))

    def ready_at(self, now: datetime) -> datetime:
        """Return when the next message may be sent; `now` if at once."""
        sent = self._within_a_minute(now)
        free = sent[-MOST_A_MINUTE] + A_MINUTE if len(sent) >= MOST_A_MINUTE else now
        return max(now, free, self.paused_until or now)

    def sending(self, now: datetime) -> Health:
        """Return the health with a message counted that is about to be sent."""
        return Health((*self._within_a_minute(now), now), self.failures)

    def after(self, outcome: Outcome, now: datetime) -> Health:
        """Return the health after the message counted last was told how it fared.

        It counts from now on: the robot may have counted it any time until now.
        """
        recent = (*self.recent[:-1], now)
        if outcome in (Outcome.SENT, Outcome.REFUSED):
            return Health(recent)
        failures = self.failures + 1
        dead = outcome is Outcome.DEAD or failures >= FAILURES_OF_THE_DEAD
        return Health(recent, failures, None if dead else now + _pause(outcome, failures), dead)

    def _within_a_minute(self, now: datetime) -> tuple[datetime, ...]:
        return tuple(sent for sent in self.recent if now - sent < A_MINUTE)


def _pause(outcome: Outcome, failures: int) -> timedelta:
    if outcome is Outcome.BUSY:
        return BACK_OFF
    return min(_FIRST_PAUSE * 2 ** (failures - 1), _LONGEST_PAUSE)


def wants(events: Sequence[str], severities: Sequence[str], entry: Entry) -> bool:
    """Tell whether a robot that gets these events and severities (none: all) is told of an entry."""
    return (not events or entry.event in events) and (
        not severities or entry.severity in severities
    )


def heard_at(addressee: Addressee) -> list[str]:
    """Return the units whose robots hear what an addressee is told.

    As with subscriptions: the unit itself and those above it that are told through the same topic,
    so that a village's robot hears its grids.
    """
    return [unit for unit in path_of(addressee.unit) if tier_of(unit) is addressee.tier]


class Waiting(NamedTuple):
    """An entry that waits to be told to an addressee by a robot."""

    entry: Entry
    addressee: Addressee


class Message(NamedTuple):
    """A message, and how many of those that wait it tells."""

    content: str
    tells: int


def next_message(
    waiting: Sequence[Waiting],
    robot_format: MessageFormat,
    *,
    allowance: int,
    bundling: Bundling,
    link_base: str,
) -> Message:
    """Return the next message for what waits at a robot, in order.

    Few are told one by one. Many, or more than the minute has room for, are told in one message, as
    far as its bytes go.
    """
    many = len(waiting) >= bundling.at_least or len(waiting) > allowance
    if many and len(waiting) > 1:
        lines = (_line(one.entry, robot_format, link_base) for one in waiting[: bundling.at_most])
        return _bundle(list(lines), robot_format)
    entry, addressee = waiting[0]
    content = "\n".join(
        [_line(entry, robot_format, link_base), what_is_asked(entry, addressee)]
        + ([] if link_base else ["详情请凭案件编号登录系统查看。"])
    )
    return Message(fit(content, robot_format.most_bytes), 1)


def _bundle(lines: Sequence[str], robot_format: MessageFormat) -> Message:
    for tells in range(len(lines), 1, -1):
        numbered = [f"{place}. {line}" for place, line in enumerate(lines[:tells], start=1)]
        content = "\n".join([f"共{tells}条事件通知：", *numbered])
        if len(content.encode()) <= robot_format.most_bytes:
            return Message(content, tells)
    return Message(fit(lines[0], robot_format.most_bytes), 1)


def _line(entry: Entry, robot_format: MessageFormat, link_base: str) -> str:
    parts = [
        f"【{entry.wording.name}】{SEVERITY_NAMES[entry.severity]} {entry.case_code}",
        f"时限 {clock.for_people(entry.due_at)}" if entry.due_at else "",
        _link(entry.case_code, robot_format, link_base),
    ]
    return " ".join(part for part in parts if part)


def _link(case_code: str, robot_format: MessageFormat, link_base: str) -> str:
    if not link_base:
        return ""
    address = f"{link_base}{case_code}"
    return f"[查看]({address})" if robot_format is MessageFormat.MARKDOWN else address


_CUT = "…"


def fit(content: str, most_bytes: int) -> str:
    """Return `content` cut to at most so many bytes of UTF-8, never within a character."""
    raw = content.encode()
    if len(raw) <= most_bytes:
        return content
    return raw[: most_bytes - len(_CUT.encode())].decode(errors="ignore") + _CUT


TEST_MESSAGE: Final = "【测试】事件通知机器人已接入，收到本条即表示可以送达，无需操作。"

CHANNEL_DEAD: Final = "channel_dead"
"""What the tier above is told of a robot that was given up; no event of an incident."""


def told_of_death(unit: str) -> Addressee:
    """Return who is told that a unit's robot is dead: the tier above; above the county nobody is."""
    tier = tier_of(unit).above or Tier.COUNTY
    return Addressee(tier, next(one for one in path_of(unit) if tier_of(one) is tier))


def death_notice(
    robot_id: str, unit: str, unit_name: str, key_hint: str, died_at: datetime, reason: str
) -> Notice:
    """Return the warning that a unit's robot is dead.

    What the robot is called is left out: people chose that name, and the notice goes to many.

    Parameters
    ----------
    reason
        The last error, as a code.
    """
    addressee = told_of_death(unit)
    subject = f"【通道失效】{unit_name[:40]}的群机器人（尾号{key_hint}）"
    text = "\n".join(
        [
            subject,
            f"所属单位：{unit_name}",
            f"最近错误：{reason}",
            f"停用时间：{clock.for_people(died_at)}（北京时间）",
            "该机器人已停止发送，请督促其更换 Webhook 地址或移除；其他通知渠道不受影响。",
        ]
    )
    attributes = {
        "unit": addressee.unit,
        "origin": unit,
        "severity": "pressing",
        "event": CHANNEL_DEAD,
        "notice_id": f"robot-{robot_id}-{clock.iso(died_at)}",
    }
    facts: dict[str, Any] = {
        **attributes,
        "tier": str(addressee.tier),
        "robot_id": robot_id,
        "key_hint": key_hint,
        "reason_code": reason,
        "at": clock.iso(died_at),
        "text": text,
    }
    return Notice(
        id=attributes["notice_id"],
        subject=subject,
        plain_subject=f"[Sizhi] {CHANNEL_DEAD} {unit} ({key_hint})",
        text=text,
        facts=facts,
        attributes=attributes,
    )


_KEY = re.compile(r"[A-Za-z0-9-]{16,64}")
_WEBHOOK_HOST = "qyapi.weixin.qq.com"


def webhook_key(text: str) -> str | None:
    """Return the key in what a person copied from the robot: its webhook address, or the key alone."""
    if "://" in text:
        try:
            parts = urlsplit(text)
            host = parts.hostname
        except ValueError:
            return None
        if parts.scheme != "https" or host != _WEBHOOK_HOST:
            return None
        text = "".join(parse_qs(parts.query).get("key", []))
    return text if _KEY.fullmatch(text) else None


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Return what waits at a robot with each incident's notices together and in order, urgent incidents first.

    Parameters
    ----------
    rows
        Delivery records with `incident_id`, `seq` and `severity`, in order of arrival.
    """
    arrived = list(rows)
    rank: dict[str, tuple[bool, int]] = {}
    for place, row in enumerate(arrived):
        calm, first = rank.get(row.incident_id, (True, place))
        rank[row.incident_id] = (calm and row.severity != Severity.URGENT, first)
    return sorted(arrived, key=lambda row: (rank[row.incident_id], int(row.seq)))
