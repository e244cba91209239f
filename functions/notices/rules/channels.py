"""How a group robot's channel is: how often it may be used, and when it is given up."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from kernel.record import record

LIMITS: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "robot_limits.json").read_bytes()
)

A_MINUTE: Final = timedelta(seconds=60)
MOST_A_MINUTE: Final[int] = LIMITS["most_a_minute"]
"""Messages a minute that a robot takes."""
BACK_OFF: Final = timedelta(seconds=LIMITS["back_off_seconds"])
"""How long to leave a robot alone that says it was too much."""
_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(minutes=15)
_DOUBLINGS = 6


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
        Whether it is given up: its key is revoked. Limits and outages are waited out, however long.
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
        if outcome is Outcome.DEAD:
            return Health(recent, failures, dead=True)
        return Health(recent, failures, now + _pause(outcome, failures))

    def _within_a_minute(self, now: datetime) -> tuple[datetime, ...]:
        return tuple(sent for sent in self.recent if now - sent < A_MINUTE)


def _pause(outcome: Outcome, failures: int) -> timedelta:
    first = BACK_OFF if outcome is Outcome.BUSY else _FIRST_PAUSE
    # Weeks of an outage must not make the power outgrow what a timedelta holds.
    return min(first * 2 ** min(failures - 1, _DOUBLINGS), _LONGEST_PAUSE)


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
