"""The five stars of the demo village, brought about by the people who would: each call is made as one of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DATA = Path(__file__).parents[1] / "reference" / "demo" / "stars.json"
SHANGHAI = ZoneInfo("Asia/Shanghai")
Ask = Callable[[str, str, str, Any], dict[str, Any]]
"""Makes a call as a person: who, method, path below `/v1/reports/stars/`, body; returns the answer, or fails."""
LOOKS = 240
"""How often it is looked whether the worker has been by."""


class StarsNotReady(Exception):
    """The worker did not come by: the rating was not opened, or its figures were not counted."""


class Stars:
    """A year of stars of one village: opened by the county, claimed, checked and awarded.

    Parameters
    ----------
    ask
        Makes the calls.
    now
        Tells the time from which days are counted.
    pause
        Lets a moment pass between two looks, or the worker come by.
    """

    def __init__(
        self,
        ask: Ask,
        now: Callable[[], datetime],
        pause: Callable[[], None] = lambda: time.sleep(1.0),
    ) -> None:
        self._ask, self._tell_time, self._pause = ask, now, pause
        self._data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        self._village: str = self._data["village"]

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        return [self._data[one] for one in ("officer", "town", "county")]

    def fill(self, note: Callable[[str], None]) -> None:
        """Bring it about; `note` is told how far it is."""
        today = self._tell_time().astimezone(SHANGHAI).date()
        rate_by = today + timedelta(days=self._data["rate_within_days"])
        year = {"unit": self._village, "year": today.year, "rate_by": rate_by.isoformat()}
        note("waiting for the year to be open")
        self._as("county", "POST", "years", year)
        rating = self._once(self._opened)
        stars = {"stars": self._data["stars"]}
        note("waiting for the figures to be counted")
        self._move("officer", rating, {"action": "rate"} | stars)
        self._once(lambda: self._counted(rating))
        note("the town's check and the county's award")
        right = {"stars": self._borne_out(rating)}
        self._move("town", rating, {"action": "check"} | right)
        self._move("county", rating, {"action": "award"} | right)

    def _opened(self) -> str | None:
        found = self._as("officer", "GET", f"ratings?unit={self._village}", None)["items"]
        return found[0]["id"] if found else None

    def _counted(self, rating: str) -> str | None:
        snapshot = self._as("officer", "GET", f"ratings/{rating}", None)["snapshot"]
        return rating if snapshot["status"] == "done" else None

    def _borne_out(self, rating: str) -> list[str]:
        """Return the stars whose figures reach what is asked: all five, unless the year has hardly begun."""
        evidence = self._as("town", "GET", f"ratings/{rating}", None)["evidence"]
        missed = {one["star"] for one in evidence if one["is_met"] is False}
        return [one for one in self._data["stars"] if one not in missed]

    def _once(self, look: Callable[[], str | None]) -> str:
        for _ in range(LOOKS):
            found = look()
            if found:
                return found
            self._pause()
        raise StarsNotReady

    def _move(self, who: str, rating: str, step: dict[str, Any]) -> None:
        self._as(who, "POST", f"ratings/{rating}/transitions", step)

    def _as(self, who: str, method: str, path: str, body: Any) -> dict[str, Any]:
        return self._ask(self._data[who], method, path, body)
