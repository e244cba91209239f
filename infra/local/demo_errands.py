"""The errands of the demo village, done by its agent: each call is made as one of the people."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

DEMO = Path(__file__).parents[1] / "reference" / "demo"
Ask = Callable[[str, str, str, Any], dict[str, Any]]
"""Makes a call as a person: who, method, path below `/v1/services/`, body; returns the answer, or fails."""
_AUTHORITY = timedelta(days=90)


class ErrandYear:
    """The errands of a village.

    Parameters
    ----------
    ask
        Makes the calls.
    now
        Tells the time from which days are counted.
    """

    def __init__(self, ask: Ask, now: Callable[[], datetime]) -> None:
        self._ask, self._now = ask, now
        self._data: dict[str, Any] = json.loads((DEMO / "errands.json").read_text("utf-8"))
        with (DEMO / "households.csv").open(encoding="utf-8") as file:
            self._heads = {row["household_id"]: row["head_name"] for row in csv.DictReader(file)}

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        return [self._data["agent"], self._data["village_officer"]]

    def fill(self, note: Callable[[str], None]) -> None:
        """Let every errand be delivered; `note` is told how far it is."""
        for number, one in enumerate(self._data["errands"], 1):
            self._deliver(one)
            note(f"errands {number}/{len(self._data['errands'])}")

    def _deliver(self, one: dict[str, Any]) -> None:
        agent, today = self._data["agent"], self._now().date()
        said = {
            "matter": one["matter"],
            "principal": {
                "household": one["household"],
                "name": self._heads[one["household"]],
            },
            "signature": "paper",
            "signed_on": today.isoformat(),
            "last_day": (today + _AUTHORITY).isoformat(),
        }
        errand = self._ask(agent, "POST", "errands", said)["id"]
        if one["original"]:
            take = {"paper": one["original"], "signature": "paper"}
            self._move(agent, errand, "take_original", **take)
        self._move(agent, errand, "accept")
        self._move(agent, errand, "submit")
        self._move(agent, errand, "record_result", outcome="granted")
        self._move(agent, errand, "deliver", signature="paper")
        if one["original"]:
            home = {"original": 1, "signature": "paper", "to": {"place": "principal"}}
            self._move(agent, errand, "hand_over", **home)
        if one["visited"]:
            self._move(agent, errand, "archive")
            self._move(agent, errand, "report")
            self._move(self._data["village_officer"], errand, "visit", reason="已收到，满意。")

    def _move(self, by: str, errand: str, action: str, **said: Any) -> None:
        self._ask(by, "POST", f"errands/{errand}/transitions", {"action": action} | said)
