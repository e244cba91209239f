"""The books of the demo village's collective, kept by the four people it takes: each call is made as one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "reference" / "demo" / "books.json"
Ask = Callable[[str, str, str, Any], dict[str, Any]]
"""Makes a call as a person: who, method, path below `/v1/`, body; returns the answer, or fails."""


class Books:
    """What is entered in the books of the collective.

    Parameters
    ----------
    ask
        Makes the calls.
    now
        Tells the time from which days are counted, in Beijing.
    """

    def __init__(self, ask: Ask, now: Callable[[], datetime]) -> None:
        self._ask, self._now = ask, now
        self._data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        return [self._data[one] for one in ("bookkeeper", "approver", "cashier")]

    def fill(self, note: Callable[[str], None]) -> None:
        """Enter it; `note` is told how far it is."""
        note("vouchers, approved and settled")
        bookkeeper, approver, cashier = self.people
        for one in self._data["vouchers"]:
            ago = int(one["on"].partition(":")[2])
            said = one | {
                "village": self._data["village"],
                "handler": self._data["handler"],
                "on": (self._now().date() - timedelta(days=ago)).isoformat(),
            }
            made = self._ask(bookkeeper, "POST", "economy/vouchers", said)["id"]
            steps = f"economy/vouchers/{made}/transitions"
            self._ask(approver, "POST", steps, {"action": "approve"})
            self._ask(cashier, "POST", steps, {"action": "settle"})
