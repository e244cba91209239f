"""Matters that turn out to be something else, as tests convert them and take them back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from enforcement.api import API as ENFORCEMENT
from tests.support import mediation
from tests.support.county import GRID, TOWN, Answer, County
from tests.support.hazards import Hazards
from workspace.api import API

BASE = "/v1/workspace/conversions"
OFFICERS = {"officer": ("enforcement_officer", TOWN), "head": ("enforcement_head", TOWN)}
FORMS = {
    "hazard_rectify": "hazard",
    "hazard_recheck": "hazard",
    "mediation_acceptance": "mediation",
    "mediation_settlement": "mediation",
    "case_clue": "clue",
    "taking_back": "taking_back",
}
"""Which form of a matter an open obligation is the clock of."""


@contextmanager
def a_county_with_mediators() -> Iterator[County]:
    """Run a county with a mediation committee and an enforcement team."""
    with mediation.a_village() as county:
        county.appoint(**OFFICERS)
        yield county


def said_of(kind: str, **more: Any) -> dict[str, Any]:
    """Return what a form asks of whoever enters a matter."""
    said: dict[str, dict[str, Any]] = {
        "incident": {
            "category": "public_facilities",
            "severity": "general",
            "description": "路灯不亮",
            "unit": GRID,
            "source": "patrol",
        },
        "hazard": {
            "grid": GRID,
            "where": "村口",
            "kind": "small_venue",
            "item": "lights",
            "what": "应急照明不亮",
        },
        "mediation": mediation.dispute(),
        "clue": {"unit": GRID, "clue": "村东地头有人露天焚烧玉米秸秆。"},
    }
    return said[kind] | more


class Matters:
    """What is done with matters of the county, each step as its person takes it."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.hazards = Hazards(county)

    # Entered

    def incident(self) -> str:
        """Report an incident and return its id."""
        return self.county.reported()

    def hazard(self) -> str:
        """Enter a finding and return its id."""
        return str(self.hazards.finding()["id"])

    def dispute(self) -> str:
        """Register a dispute and return its id."""
        return mediation.opened(self.county)

    def clue(self) -> str:
        """Give a clue and return its id."""
        answer = self.county.go(
            "POST", "/v1/enforcement/cases", said_of("clue"), by="worker", api=ENFORCEMENT
        )
        assert answer.status == 201, answer
        return answer.body["id"]

    # Converted

    def ask(self, method: str, path: str, body: Any = None, *, by: str, **how: Any) -> Answer:
        """Send a request about conversions."""
        return self.county.go(method, f"{BASE}{path}", body, by=by, api=API, **how)

    def try_to_convert(
        self,
        source: str,
        matter: str,
        into: str,
        *,
        by: str = "worker",
        key: str | None = None,
        **more: Any,
    ) -> Answer:
        """Ask that a matter be handled as something else."""
        body = {
            "source": {"kind": source, "id": matter},
            "into": {"kind": into, "said": said_of(into, **more)},
            "reason": "现场核实，性质不同",
        }
        headers = {"idempotency-key": key} if key else None
        return self.ask("POST", "", body, by=by, headers=headers)

    def convert(self, source: str, matter: str, into: str, *, by: str = "worker") -> dict[str, Any]:
        """Let a matter be handled as something else."""
        answer = self.try_to_convert(source, matter, into, by=by)
        assert answer.status == 201, answer
        return answer.body

    def take_back(self, conversion: str, *, by: str = "worker") -> Answer:
        """Take a matter back."""
        return self.ask("POST", f"/{conversion}/take-back", {"reason": "转办已结束"}, by=by)

    def list_of(self, kind: str, matter: str, by: str = "worker") -> list[dict[str, Any]]:
        """Return the conversions of a matter."""
        answer = self.ask("GET", "", by=by, query={"kind": kind, "matter": matter})
        assert answer.status == 200, answer
        return answer.body["items"]

    # Looked at and ended

    def read_incident(self, incident: str) -> dict[str, Any]:
        """Return an incident."""
        return self.county.read(incident)

    def close_hazard(self, finding: str) -> None:
        """Remove a hazard and let somebody else check it."""
        self.hazards.moved(finding, "fix", "worker")
        self.hazards.moved(finding, "recheck", "chief")

    def decline(self, dispute: str) -> None:
        """Let a committee not take a dispute up."""
        mediation.moved(self.county, dispute, "decline")

    def cancel(self, incident: str) -> None:
        """Let the county cancel an incident."""
        self.county.moved(incident, "cancel", "county")

    def refuse(self, clue: str) -> None:
        """Let the head not file a clue."""
        answer = self.county.go(
            "POST",
            f"/v1/enforcement/cases/{clue}/moves",
            {"action": "refuse_filing", "reason": "不属于违法行为"},
            by="head",
            api=ENFORCEMENT,
        )
        assert answer.status == 200, answer

    def end(self, kind: str, matter: str) -> None:
        """End a matter in the form it has now, in one of the ways there are."""
        {
            "hazard": self.close_hazard,
            "mediation": self.decline,
            "incident": self.cancel,
            "clue": self.refuse,
        }[kind](matter)

    # Clocks

    def running(self) -> list[str]:
        """Return of which forms a clock runs now, over the whole county."""
        found = [
            "incident"
            for row in self.county.kept("incidents")
            if row["sk"]["S"] == "INCIDENT" and "due_at" in row and row["status"]["S"] != "resolved"
        ]
        kinds = [row["kind"]["S"] for row in self.owed()]
        return sorted(found + [FORMS[kind] for kind in kinds if kind in FORMS])

    def owed(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Return the rows of what is owed and open, of one kind or of any."""
        return [
            row
            for row in self.county.kept("obligations")
            if row["sk"]["S"] == "OBLIGATION"
            and row["status"]["S"] == "open"
            and kind in (None, row["kind"]["S"])
        ]
