"""The environment of a village as tests use it: households with yards, lines, loads, work days, and whoever sends what."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from composition.clocks import CLOCKS
from services.api import API
from tests.support.county import GRID, NEXT_GRID, VILLAGE, Answer, County
from tests.support.village import home_rows

BASE = "/v1/services/environment"
PUBLIC = "/v1/services/public/environment"
YARD = {"layout": 9, "clean": 18, "tidy": 18, "green": 18, "front": 9}
"""72 of 80: exactly ninety of a hundred."""
FOUR = {"layout": 8, "clean": 16, "tidy": 16, "green": 16, "front": 8}
"""64 of 80: exactly eighty of a hundred."""
PEOPLE = {
    "wang": ("resident", GRID),
    "li": ("resident", GRID),
    "zhao": ("resident", NEXT_GRID),
    "town2": ("town_officer", VILLAGE[:9]),
    "county2": ("county_officer", VILLAGE[:6]),
}
HOMES = {"wang": "h-1", "li": "h-2", "zhao": "h-3"}


class Environment:
    """A village with three households, and who works for it."""

    def __init__(self, county: County) -> None:
        self.county = county
        county.staff |= PEOPLE
        rows = [row for home in HOMES.values() for row in home_rows(home, GRID)]
        for name, home in HOMES.items():
            head = next(row for row in rows if getattr(row, "resident_id", "") == f"r-{home}-0")
            head.person_id = name
        about = {
            name: {"household": home, "resident": f"r-{home}-0"} for name, home in HOMES.items()
        }
        county.settle({}, PEOPLE, about, rows)
        county.appoint(**{name: post for name, post in PEOPLE.items() if name not in HOMES})

    def go(self, method: str, path: str, body: Any = None, **how: Any) -> Answer:
        """Send a request below the environment's path; by the village's officer where nobody is said."""
        by = how.pop("by", "village")
        return self.county.go(method, f"{BASE}/{path}", body, by=by, api=API, **how)

    def did(self, method: str, path: str, body: Any = None, **how: Any) -> dict[str, Any]:
        """Send a request that must succeed."""
        answer = self.go(method, path, body, **how)
        assert answer.status in (200, 201), answer
        return answer.body

    # Courtyards

    def rate(self, by: str = "wang", **more: Any) -> Answer:
        """Rate the own yard."""
        said = {"household": HOMES.get(by, "h-1"), "scores": YARD} | more
        return self.go("POST", "courtyards", said, by=by)

    def rated(self, by: str = "wang", **more: Any) -> str:
        """Return the id of a yard that was rated."""
        answer = self.rate(by, **more)
        assert answer.status == 201, answer
        return answer.body["id"]

    def step(self, yard: str, action: str, by: str, **more: Any) -> Answer:
        """Take a step with a courtyard."""
        return self.go("POST", f"courtyards/{yard}/transitions", {"action": action} | more, by=by)

    def stepped(self, yard: str, action: str, by: str, **more: Any) -> dict[str, Any]:
        """Take a step that must succeed."""
        answer = self.step(yard, action, by, **more)
        assert answer.status == 200, answer
        return answer.body

    def read(self, yard: str, by: str = "village") -> dict[str, Any]:
        """Read a courtyard."""
        return self.did("GET", f"courtyards/{yard}", by=by)

    def posted(self, by: str = "wang", stars: int = 4, **more: Any) -> str:
        """Return a courtyard that is posted for stars."""
        yard = self.rated(by, **more)
        self.stepped(yard, "check", "village", scores=YARD)
        if stars == 5:
            self.stepped(yard, "pass_on", "town", scores=YARD)
            self.stepped(yard, "visit", "county", scores=YARD)
        else:
            self.stepped(yard, "visit", "town", scores=FOUR)
        return yard

    def starred(self, by: str = "wang", stars: int = 4, **more: Any) -> str:
        """Return a courtyard that has its stars."""
        yard = self.posted(by, stars, **more)
        self.at(self.read(yard)["posted_until"])
        self.wind()
        assert self.read(yard)["status"] == "starred"
        return yard

    # Lines, loads, work days

    def line(self, **more: Any) -> dict[str, Any]:
        """Enter a line."""
        said = {
            "village": VILLAGE,
            "kind": "lane",
            "name": "村东巷",
            "length_m": 300,
            "interval_days": 7,
            "keeper": "worker",
        }
        return self.did("POST", "lines", said | more)

    def move(self, kind: str, thing: str, action: str, by: str = "village", **more: Any) -> Answer:
        """Take a step with a line, a load or a work day."""
        return self.go("POST", f"{kind}/{thing}/transitions", {"action": action} | more, by=by)

    def load(self, **more: Any) -> dict[str, Any]:
        """Enter a load that was collected now."""
        said = {
            "village": VILLAGE,
            "sort": "kitchen",
            "kg": 800,
            "collected_at": self.county.now.isoformat(),
        }
        return self.did("POST", "loads", said | more, by="worker")

    def work_day(self, **more: Any) -> Answer:
        """Enter a work day."""
        said = {
            "village": VILLAGE,
            "held_on": "2026-11-20",
            "theme": "清理沟渠",
            "heads": 30,
            "hours": 3,
            "rubbish_kg": 1200,
            "trees": 50,
        }
        return self.go("POST", "work-days", said | more, by="worker")

    # Time

    def wind(self) -> int:
        """Let the clock of the services run."""
        with self.county.quietly():
            return CLOCKS["services"]()

    def at(self, instant: str) -> None:
        """Move time to an instant."""
        self.county.now = max(self.county.now, datetime.fromisoformat(instant))

    def on(self, day: str, hour: int = 10) -> None:
        """Move time to an hour of a day in the county."""
        self.at(f"{day}T{hour:02d}:00:00+08:00")

    def before(self, instant: str) -> None:
        """Move time to just before an instant."""
        self.county.now = datetime.fromisoformat(instant) - timedelta(seconds=1)
