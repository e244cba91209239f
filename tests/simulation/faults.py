"""What goes wrong, by seed: how often each fault comes, and the hours in which a table is away."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from tests.simulation.cloud.store import Refused

_URL = "https://dynamodb.us-east-1.amazonaws.com"


class Killed(BaseException):
    """The process of a function is gone in the middle of its work; nothing of it catches this."""


@dataclass(frozen=True)
class Rates:
    """How often each fault comes: per call of the store, per delivery, per timer, per request.

    Attributes
    ----------
    throttled, unreachable, answer_lost, conflict
        Per call of the store: it refuses, was never reached, did it and said nothing, met another transaction.
    killed
        Per call of the store within a function that nobody waits for.
    doubled, delayed
        Per batch of a stream: it comes twice, or an hour or more late.
    timer_lost, timer_doubled
        Per wake of an execution.
    sent_again
        Per request of a client: it is sent a second time under its idempotency key.
    table_away
        Per day: a table is away for an hour.
    run_missed
        Per run of a schedule.
    restarted
        Per request: the process is new and remembers nothing.
    """

    throttled: float = 0.002
    unreachable: float = 0.001
    answer_lost: float = 0.002
    conflict: float = 0.003
    killed: float = 0.001
    doubled: float = 0.03
    delayed: float = 0.01
    timer_lost: float = 0.02
    timer_doubled: float = 0.02
    sent_again: float = 0.05
    table_away: float = 0.15
    run_missed: float = 0.02
    restarted: float = 0.02


NONE = Rates(*(13 * (0.0,)))
USUAL = Rates()


class Faults:
    """Decides by chance of its own what goes wrong, so that people do the same with and without faults."""

    def __init__(self, seed: int, rates: Rates) -> None:
        self.rates = rates
        self.chance = random.Random(f"faults {seed}")
        self.told: Counter[str] = Counter()
        self._away: tuple[str, datetime] | None = None
        self.paused = 0

    def comes(self, name: str) -> bool:
        """Whether a fault comes now."""
        rate: float = getattr(self.rates, name)
        if self.paused or not rate or self.chance.random() >= rate:
            return False
        self.told[name] += 1
        return True

    @property
    def is_away(self) -> bool:
        """Whether a table was taken away."""
        return self._away is not None

    def take_away(self, now: datetime, tables: list[str]) -> None:
        """Maybe let a table be away for the next hour."""
        if self.comes("table_away"):
            self._away = self.chance.choice(tables), now + timedelta(hours=1)

    def around(
        self,
        call: Callable[[], Any],
        operation: str,
        names: str,
        now: datetime,
        *,
        unattended: bool,
    ) -> Any:
        """Make a call of the store, or what goes wrong instead."""
        if self.paused:
            return call()
        if self._away and now < self._away[1] and f'"{self._away[0]}"' in names:
            raise Refused("InternalServerError", "the table is away")
        if unattended and self.comes("killed"):
            raise Killed
        if self.comes("throttled"):
            raise Refused("ThrottlingException", "Rate exceeded")
        if self.comes("unreachable"):
            raise ConnectTimeoutError(endpoint_url=_URL)
        if operation == "TransactWriteItems" and self.comes("conflict"):
            raise Refused(
                "TransactionCanceledException",
                "Transaction cancelled",
                CancellationReasons=[{"Code": "TransactionConflict"}],
            )
        told = call()
        if self.comes("answer_lost"):
            raise ReadTimeoutError(endpoint_url=_URL)
        return told
