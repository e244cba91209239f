"""A town that enforces: two officers with certificates, a head, the county's supervisor; on the county of the other tests."""

from __future__ import annotations

from typing import Any

from enforcement.api import API
from enforcement.service import wind_clock
from kernel import clock
from tests.support.county import COUNTY, NEXT_TOWN, TOWN, VILLAGE, Answer, County

FIRM = "91140426MA0000001B"
OTHER_FIRM = "91140426MA0000002E"
STAFF = {
    "zhang": ("enforcement_officer", TOWN),
    "li": ("enforcement_officer", TOWN),
    "wang": ("enforcement_officer", TOWN),
    "head": ("enforcement_head", TOWN),
    "reviewer": ("legal_reviewer", TOWN),
    "supervisor": ("justice_supervisor", COUNTY),
    "far_officer": ("enforcement_officer", NEXT_TOWN),
    "far_head": ("enforcement_head", NEXT_TOWN),
}
ITEM = {
    "code": "straw",
    "kind": "inspection",
    "name": "秸秆焚烧检查",
    "cites": {"law": "shanxi-powers-2022"},
    "document": "晋政发〔2022〕1号",
    "valid_from": "2022-10-01",
}
CERTIFICATE = {
    "organ": TOWN,
    "fields": [],
    "valid_from": "2026-01-01",
    "valid_to": "2030-12-31",
    "on_establishment": True,
}
SESSION = {
    "organ": TOWN,
    "kind": "lecture",
    "theme": "行政处罚法",
    "held_on": "2026-11-20",
    "hours": 8,
}
VISIT = {
    "town": TOWN,
    "kind": "daily",
    "items": ["straw"],
    "party": "洪井砖厂",
    "firm": FIRM,
    "place": "庄头村北",
    "reason": "年度计划",
    "planned_on": "2026-11-24",
    "officers": ["zhang", "li"],
}
FOUND = {
    "action": "record",
    "result": "no_problem",
    "checklist": [{"item": "有无露天焚烧", "found": "无"}],
    "record": "现场未见焚烧痕迹。",
    "signed": True,
}


class EnforcingTown:
    """What is done in the town, each as its person does it."""

    def __init__(self, county: County) -> None:
        self.county = county
        county.appoint(**STAFF)

    def go(self, method: str, path: str, body: Any = None, *, by: str | None, **how: Any) -> Answer:
        """Send a request to enforcement."""
        return self.county.go(method, f"/v1/enforcement{path}", body, by=by, api=API, **how)

    def done(self, method: str, path: str, body: Any = None, *, by: str | None, **how: Any) -> Any:
        """Send a request that must succeed, and return what it answers."""
        answer = self.go(method, path, body, by=by, **how)
        assert answer.status in (200, 201), answer
        return answer.body

    def give(self, **other: Any) -> Any:
        """Give the town an item."""
        return self.done("POST", f"/towns/{TOWN}/items", ITEM | other, by="supervisor")

    def examine(self, person: str, held_on: str = "2025-12-01", **other: Any) -> None:
        """Enter that somebody has passed both exams."""
        for subject in ("public_law", "professional_law"):
            said = {"person": person, "subject": subject, "held_on": held_on, "passed": True}
            self.done("POST", "/exams", said | other, by="supervisor")

    def certify(self, holder: str, number: str, *, examined: bool = True, **other: Any) -> Answer:
        """Enter a certificate, of somebody who has passed the exams before."""
        if examined and holder in STAFF:
            self.examine(holder)
        said = CERTIFICATE | {"number": number, "holder": holder} | other
        return self.go("POST", "/certificates", said, by="supervisor")

    def staffed(self) -> EnforcingTown:
        """Give the town its item and three officers their certificates."""
        self.give()
        for holder, number in (("zhang", "A-001"), ("li", "A-002"), ("wang", "A-003")):
            assert self.certify(holder, number).status == 201
        return self

    def move_certificate(self, number: str, action: str, **more: Any) -> Answer:
        """Take a step with a certificate."""
        said = {"action": action, "reason": "核查", **more}
        return self.go("POST", f"/certificates/{number}/transitions", said, by="supervisor")

    def propose(self, *, by: str = "zhang", **other: Any) -> Answer:
        """Propose an inspection."""
        today = {"planned_on": self.county.now.astimezone(clock.SHANGHAI).date().isoformat()}
        if other.get("kind") == "case" or other.get("urgent"):
            today["ground"] = other["ground"] if "ground" in other else self.complaint()
        said = VISIT | today | other
        said = {name: value for name, value in said.items() if value is not None}
        return self.go("POST", "/inspections", said, by=by)

    def move(self, visit: str, by: str, **said: Any) -> Answer:
        """Take a step with an inspection."""
        return self.go("POST", f"/inspections/{visit}/transitions", said, by=by)

    def moved(self, visit: str, by: str, **said: Any) -> Any:
        """Take a step that must succeed."""
        answer = self.move(visit, by, **said)
        assert answer.status == 200, answer
        return answer.body

    def begin(self, visit: str, *officers: str, by: str = "zhang", **more: Any) -> Answer:
        """Show certificates and begin."""
        named = list(officers or ("zhang", "li"))
        return self.move(visit, by, **{"action": "begin", "officers": named, "shown": True} | more)

    def announced(self, **other: Any) -> str:
        """Return an inspection that is approved and announced."""
        answer = self.propose(**other)
        assert answer.status == 201, answer
        visit = answer.body["id"]
        self.moved(visit, "head", action="approve")
        self.moved(visit, "zhang", action="notify", way="书面送达")
        return visit

    def under_way(self, **other: Any) -> str:
        """Return an inspection that has begun."""
        visit = self.announced(**other)
        answer = self.begin(visit)
        assert answer.status == 200, answer
        return visit

    def recorded(self, visit: str, **other: Any) -> Any:
        """Record what an inspection came to."""
        said = {name: value for name, value in (FOUND | other).items() if value is not None}
        return self.moved(visit, "zhang", **said)

    def complaint(self, *, by: str = "zhang", **other: Any) -> str:
        """Return a clue that somebody's complaint gave."""
        said = {"unit": VILLAGE, "clue": "群众反映该处焚烧秸秆", "source": "report"} | other
        return self.done("POST", "/cases", said, by=by)["id"]

    def clue(self, visit: str) -> str:
        """Return a case that came of an inspection, as its clue."""
        said = {
            "unit": VILLAGE,
            "clue": "地头有焚烧痕迹",
            "source": "inspection",
            "inspection": visit,
        }
        return self.done("POST", "/cases", said, by="zhang")["id"]

    def ordered(self, **other: Any) -> str:
        """Return an inspection that ended in an order with five days."""
        visit = self.under_way(**other)
        limit = clock.local_iso(self.county.now.replace(day=self.county.now.day + 5))
        self.recorded(visit, result="ordered", order="清理堆放的秸秆", limit=limit)
        return visit

    def read(self, visit: str, by: str = "zhang") -> Any:
        """Return an inspection."""
        return self.done("GET", f"/inspections/{visit}", by=by)

    def figures(self, year: int = 2026) -> dict[str, int]:
        """Return how many inspections of the year led how far."""
        said = self.done("GET", f"/towns/{TOWN}/years/{year}/figures", by="head")
        return {name: said[name] for name in ("inspections", "problems", "cases", "penalties")}

    def wind(self, **span: float) -> int:
        """Let time pass, and wind the clock."""
        self.county.advance(**span)
        return wind_clock.run()

    def history(self, pk: str) -> list[str]:
        """Return the events of a thing's history, as they are kept."""
        rows = [row for row in self.county.kept("enforcement") if row["pk"]["S"] == pk]
        steps = sorted((row["sk"]["S"], row) for row in rows if row["sk"]["S"].startswith("HIST#"))
        return [row["event"]["S"] for _, row in steps]
