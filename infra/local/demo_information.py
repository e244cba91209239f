"""What grid workers of the demo village hold, brought about by the people who would: each call is made as one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DATA = Path(__file__).parents[1] / "reference" / "demo" / "information.json"
SHANGHAI = ZoneInfo("Asia/Shanghai")
Ask = Callable[[str, str, str, Any], dict[str, Any]]
"""Makes a call as a person: who, method, path below `/v1/services/information/`, body; returns the answer, or fails."""


class InformationOfTheVillage:
    """Forms, visits and an event.

    Parameters
    ----------
    ask
        Makes the calls.
    now
        Tells the time from which days are counted.
    """

    def __init__(self, ask: Ask, now: Callable[[], datetime]) -> None:
        self._ask, self._tell_time = ask, now
        self._data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        return [self._data["administrator"], self._data["worker"]]

    def fill(self, note: Callable[[str], None]) -> None:
        """Bring it about; `note` is told how far it is."""
        said, worker = self._data, self._data["worker"]
        note("forms")
        for form in said["forms"]:
            self._ask(said["administrator"], "POST", "forms", form)
        note("visits")
        for visit in said["visits"]:
            at = self._days_ago(visit["days_ago"]).isoformat(timespec="seconds")
            self._ask(worker, "POST", "visits", visit["said"] | {"at": at})
        for event in said["events"]:
            on = self._days_ago(event["days_ago"]).date().isoformat()
            path = f"households/{event['household']}/events"
            self._ask(worker, "POST", path, {"kind": event["kind"], "on": on})

    def _days_ago(self, days: int) -> datetime:
        return self._tell_time().astimezone(SHANGHAI) - timedelta(days=days)
