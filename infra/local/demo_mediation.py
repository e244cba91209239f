"""The disputes of the demo village, found and mediated by the people who would: each call is made as one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DATA = Path(__file__).parents[1] / "reference" / "demo" / "mediation.json"
SHANGHAI = ZoneInfo("Asia/Shanghai")
Ask = Callable[[str, str, str, Any], dict[str, Any]]
"""Makes a call as a person: who, method, path below `/v1/services/mediation/`, body; returns the answer, or fails."""


class MediationYear:
    """The mediation of a year.

    Parameters
    ----------
    ask
        Makes the calls.
    now
        Tells when sessions are held.
    """

    def __init__(self, ask: Ask, now: Callable[[], datetime]) -> None:
        self._ask, self._now = ask, now
        self._data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        return [self._data[who] for who in ("officer", "mediator", "worker")]

    def fill(self, note: Callable[[str], None]) -> None:
        """Enter the committee, and bring each dispute to its agreement; `note` is told how far it is."""
        note("the committee and its disputes")
        said = self._data
        path = f"committees/{said['village']}"
        self._ask(said["officer"], "PUT", path, said["committee"])
        for dispute in said["disputes"]:
            case = self._ask(said["worker"], "POST", "cases", dispute["said"])["id"]
            for step in dispute["steps"]:
                body = self._dated(step)
                self._ask(said["mediator"], "POST", f"cases/{case}/transitions", body)

    def _dated(self, said: Any) -> Any:
        if isinstance(said, dict):
            return {name: self._dated(one) for name, one in said.items()}
        now = self._now().astimezone(SHANGHAI)
        return now.isoformat(timespec="milliseconds") if said == "$now" else said
