"""Stars of villages as tests use them: a year that is open, figures that are counted, and whoever takes which step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel.storage.unit_of_work import UnitOfWork, carry_out
from reports.api import API
from reports.rules import counts
from reports.rules.counts import CountStatus, Value
from reports.service.wind_clock import run
from reports.store.things import COUNTS
from tests.support.county import NEXT_VILLAGE, TOWN, VILLAGE, Answer, County

BASE = "/v1/reports/stars"
PUBLIC = "/v1/reports/public/stars"
ENOUGH = {
    "economic_value_fen": 1_772_000,
    "starred_courtyards": 2,
    "environment_work_days": 3,
    "red_households": 5,
    "law_activities": 1,
    "matters_decided": 4,
    "disputes_mediated": 4,
    "incidents_confirmed": 7,
    "people_served": 577,
    "errands_delivered": 12,
}
"""Figures that bear out every star of the packaged scheme."""
FIVE = [
    *("thriving_industry", "liveable_environment", "civil_ways"),
    *("effective_governance", "prosperous_life"),
]
PEOPLE = {
    "next": ("village_officer", NEXT_VILLAGE),
    "town2": ("town_officer", TOWN),
    "elsewhere": ("town_officer", "140426107"),
}


class Stars:
    """A county whose villages are rated."""

    def __init__(self, county: County) -> None:
        self.county = county
        county.appoint(**PEOPLE)

    def go(self, method: str, path: str, body: Any = None, **how: Any) -> Answer:
        """Send a request below the stars' path; by the county where nobody is said."""
        return self.county.go(method, f"{BASE}/{path}", body, api=API, **({"by": "county"} | how))

    def did(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        """Send a request that must succeed."""
        answer = self.go(method, path, body, **how)
        assert answer.status in (200, 201, 202), answer
        return answer.body

    def public(self, path: str, **query: str) -> Any:
        """Read what everybody may."""
        answer = self.county.go("GET", f"{PUBLIC}/{path}", by=None, api=API, query=query)
        assert answer.status == 200, answer
        return answer.body

    def open(self, year: int = 2026, rate_by: str = "2027-01-15", **more: Any) -> Answer:
        """Open a year."""
        return self.go("POST", "years", {"year": year, "rate_by": rate_by} | more)

    def opened(self, year: int = 2026, rate_by: str = "2027-01-15") -> str:
        """Return the rating of the village in a year that is open."""
        answer = self.open(year, rate_by)
        assert answer.status == 202, answer
        self.wind()
        return f"{VILLAGE}-{year}"

    def step(self, rating: str, action: str, by: str, **said: Any) -> Answer:
        """Take a step with a rating."""
        return self.go("POST", f"ratings/{rating}/transitions", {"action": action} | said, by=by)

    def stepped(self, rating: str, action: str, by: str, **said: Any) -> Any:
        """Take a step that must succeed."""
        answer = self.step(rating, action, by, **said)
        assert answer.status == 200, answer
        return answer.body

    def read(self, rating: str, by: str = "town") -> Any:
        """Read a rating."""
        return self.did("GET", f"ratings/{rating}", by=by)

    def rated(self, rating: str, stars: list[str] = FIVE, by: str = "village") -> str:
        """Return a rating the village claimed stars in, whose figures are counted."""
        self.stepped(rating, "rate", by, stars=stars)
        self.counted(rating)
        return rating

    def awarded(self, rating: str, stars: list[str] = FIVE, by: str = "village") -> Any:
        """Return a rating that was awarded its stars."""
        self.rated(rating, stars, by)
        self.stepped(rating, "check", "town", stars=stars)
        return self.stepped(rating, "award", "county", stars=stars)

    def counted(self, rating: str, **exact: int) -> None:
        """Let the figures of a rating come to something, kept as the worker keeps what it counted."""
        count = self.read(rating)["snapshot"]["count"]
        with self.county.quietly():
            carry_out(lambda work: self._count(work, count, ENOUGH | exact))

    def _count(self, work: UnitOfWork, count_id: str, exact: Mapping[str, int]) -> None:
        count = before = COUNTS.require(work, count_id)
        while count.status is CountStatus.COUNTING:
            wanted = count.next_wanted
            assert wanted is not None
            value = Value(wanted.figure, wanted.unit, 1, exact[wanted.figure], exact[wanted.figure])
            count = counts.advance(count, value, self.county.now)
        COUNTS.save(work, counts.replace(count, version=before.version + 1))

    # Time

    def wind(self) -> int:
        """Let the clock of reports run."""
        with self.county.quietly():
            return run()

    def at(self, instant: str) -> None:
        """Move time to an instant."""
        self.county.now = max(self.county.now, datetime.fromisoformat(instant))
