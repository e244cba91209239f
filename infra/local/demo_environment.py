"""The environment of the demo village, brought about by the people who would: each call is made as one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DATA = Path(__file__).parents[1] / "reference" / "demo" / "environment.json"
SHANGHAI = ZoneInfo("Asia/Shanghai")
Ask = Callable[[str, str, str, Any], dict[str, Any]]
"""Makes a call as a person: who, method, path below `/v1/services/environment/`, body; returns the answer, or fails."""


class Environment:
    """Courtyards on their way to stars, lines, loads and work days of a village.

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
        self._village: str = self._data["village"]

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        return [self._data[one] for one in ("officer", "worker", "town", "county")]

    def fill(self, note: Callable[[str], None]) -> None:
        """Bring it about; `note` is told how far it is."""
        said, now = self._data, self._tell_time().astimezone(SHANGHAI)
        note("courtyards")
        for yard in said["courtyards"]:
            self._rate(yard)
        note("lines")
        for line in said["lines"]:
            self._post("officer", "lines", line | {"village": self._village})
        note("loads and work days")
        for load in said["loads"]:
            at = now - timedelta(hours=load["hours_ago"])
            body = {"sort": load["sort"], "kg": load["kg"], "collected_at": at.isoformat()}
            self._post("worker", "loads", body | {"village": self._village})
        for day in said["work_days"]:
            held = (now - timedelta(days=day["days_ago"])).date().isoformat()
            body = {name: value for name, value in day.items() if name != "days_ago"}
            self._post("worker", "work-days", body | {"village": self._village, "held_on": held})

    def _rate(self, said: dict[str, Any]) -> None:
        """Rate a courtyard at its household's wish, and take it as far as it has come."""
        scores = {"scores": said["scores"]}
        body = scores | {"household": said["household"]}
        yard = self._post("worker", "courtyards", body)["id"]
        steps = {"county": [("officer", "check"), ("town", "pass_on"), ("county", "visit")]}
        steps["town"] = [("officer", "check"), ("town", "visit")]
        steps["village"] = [("officer", "check")]
        for who, action in steps[said["up_to"]]:
            self._post(who, f"courtyards/{yard}/transitions", {"action": action} | scores)

    def _post(self, who: str, path: str, body: Any) -> dict[str, Any]:
        return self._ask(self._data[who], "POST", path, body)
