"""The hazard rounds of 庄头村, made by the people who would: each call is made as one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "reference" / "demo" / "hazards.json"
Ask = Callable[[str, str, str, Any], dict[str, Any]]
"""Makes a call as a person: who, method, path below `/v1/services/hazards/`, body; returns the answer, or fails."""


class HazardRounds:
    """Places on the rounds and what was found there.

    Parameters
    ----------
    ask
        Makes the calls.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        steps = [by for one in self._data["findings"] for by, _ in one["steps"]]
        return list(dict.fromkeys([self._data["worker"], *steps]))

    def fill(self, note: Callable[[str], None]) -> None:
        """Put the places on the rounds, check some, and find what there is; `note` is told how far it is."""
        note("places and findings")
        said, by = self._data, self._data["worker"]
        places = [self._post(by, "places", one)["id"] for one in said["places"]]
        for number in said["checked"]:
            self._post(by, f"places/{places[number]}/transitions", {"action": "check"})
        for one in said["findings"]:
            entry = one["said"] | {"place": places[one["place"]]}
            finding = self._post(by, "findings", entry)["id"]
            for who, step in one["steps"]:
                self._post(who, f"findings/{finding}/transitions", step)

    def _post(self, by: str, path: str, body: Any) -> dict[str, Any]:
        return self._ask(by, "POST", path, body)
