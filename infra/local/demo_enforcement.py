"""The year of enforcement and law outreach of the demo town, brought about by the people who would: each call is made as one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from infra.local.progress import together

DATA = Path(__file__).parents[1] / "reference" / "demo" / "enforcement.json"
SHANGHAI = ZoneInfo("Asia/Shanghai")
Ask = Callable[[str, str, str, Any], dict[str, Any]]
"""Makes a call as a person: who, method, path below `/v1/enforcement/`, body; returns the answer, or fails."""
_DAYS = re.compile(r"\$days_(ago|ahead):(-?\d+)")


class EnforcementYear:
    """A year of the town.

    Parameters
    ----------
    ask
        Makes the calls.
    now
        Tells the time from which days are counted.
    at_once
        How what does not hang together is done.
    """

    def __init__(
        self, ask: Ask, now: Callable[[], datetime], at_once: Callable[..., list[Any]] = together
    ) -> None:
        self._at_once = at_once
        self._ask, self._tell_time = ask, now
        self._data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        self._town: str = self._data["town"]

    @property
    def _now(self) -> datetime:
        return self._tell_time().astimezone(SHANGHAI)

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        said, outreach = self._data, self._data["outreach"]
        return [said["supervisor"], said["head"], *said["officers"], "p-lr-01", outreach["by"]]

    def fill(self, note: Callable[[str], None]) -> None:
        """Bring the year about; `note` is told how far it is."""
        note("authority list, certificates, plan")
        self._prepare()
        note("training")
        self._train()
        visits = list(enumerate(self._data["inspections"]))
        # One after the other where there is a case: its papers are numbered in the order they come.
        plain = [one for one in visits if "case" not in one[1]]

        def done(count: int) -> None:
            note(f"inspections {count}/{len(plain)}")

        self._at_once(lambda one: self._inspect(one[1]), plain, done)
        note("cases")
        cases = {number: self._inspect(said) for number, said in visits if "case" in said}
        note("law outreach")
        self._bring_law(cases)

    def _prepare(self) -> None:
        said, by = self._data, self._data["supervisor"]
        for item in said["items"]:
            self._post(by, f"towns/{self._town}/items", item)
        for benchmark in said["benchmarks"]:
            self._post(by, "benchmarks", benchmark)
        for exam in said["exams"]:
            self._post(by, "exams", exam)
        for certificate in said["certificates"]:
            self._post(by, "certificates", certificate)
        for code, system in said["systems"].items():
            self._put(said["head"], f"towns/{self._town}/systems/{code}", system)
        year = self._now.year
        self._put(said["head"], f"towns/{self._town}/plans/{year}", said["plan"])
        for firm in said["firms"]:
            path = f"towns/{self._town}/firms/{firm['code']}"
            self._put(said["officers"][0], path, {"name": firm["name"]})

    def _train(self) -> None:
        for session in self._data["trainings"]:
            held = self._post(self._data["head"], "trainings", session)["id"]
            attended = {"persons": self._data["officers"]}
            self._post(self._data["head"], f"trainings/{held}/attendance", attended)

    def _inspect(self, said: dict[str, Any]) -> str | None:
        """Make an inspection; return the case it led to."""
        one = self._data["officers"][0]
        proposed = {
            "town": self._town,
            "kind": "daily",
            "items": [said["item"]],
            "party": said["party"],
            "place": said["place"],
            "reason": "年度检查计划",
            "planned_on": "$days_ago:0",
            "officers": self._data["officers"],
        }
        firm = {"firm": said["firm"]} if "firm" in said else {}
        visit = self._post(one, "inspections", proposed | firm)["id"]
        if firm:
            self._move(self._data["head"], visit, {"action": "approve"})
            self._move(one, visit, {"action": "notify", "way": "书面"})
        begin = {"action": "begin", "officers": self._data["officers"], "shown": True}
        self._move(one, visit, begin)
        case = self._open(said, visit) if "case" in said else None
        record = {
            "action": "record",
            "checklist": [{"item": "现场检查", "found": "见现场笔录"}],
            "record": said["party"],
            "signed": True,
            "law": said["law"],
            "explained": "向当事人讲解了相关规定。",
            **said["record"],
        }
        self._move(one, visit, record | ({"case": case} if case else {}))
        if case:
            self._carry_through(case, said["case"]["steps"])
        return case

    def _open(self, said: dict[str, Any], visit: str) -> str:
        clue = {
            "unit": said["village"],
            "clue": said["case"]["clue"],
            "source": "inspection",
            "inspection": visit,
        }
        return self._post(self._data["officers"][0], "cases", clue)["id"]

    def _carry_through(self, case: str, steps: list[tuple[str, dict[str, Any]]]) -> None:
        seen: dict[str, Any] = {}
        for by, step in steps:
            newest = {"evidence": seen["evidence"][-1]["id"]} if "evidence" in step else {}
            seen = self._post(by, f"cases/{case}/moves", step | newest)

    def _bring_law(self, cases: dict[int, str | None]) -> None:
        said = self._data["outreach"]
        by = said["by"]
        self._at_once(lambda site: self._post(by, "outreach/sites", site), said["sites"])
        for activity in said["activities"]:
            self._post(by, "outreach/activities", activity)
        told = said["lesson"]
        draft = told["said"] | {"case": cases[told["of"]]}
        lesson = self._post(told["author"], "outreach/lessons", draft)["id"]
        publish = {"action": "publish"}
        self._post(told["publisher"], f"outreach/lessons/{lesson}/transitions", publish)
        self._post(by, "outreach/activities", said["taught"] | {"lesson": lesson})

    def _move(self, by: str, visit: str, said: dict[str, Any]) -> None:
        self._post(by, f"inspections/{visit}/transitions", said)

    def _post(self, by: str, path: str, body: Any) -> dict[str, Any]:
        return self._ask(by, "POST", path, self._dated(body))

    def _put(self, by: str, path: str, body: Any) -> dict[str, Any]:
        return self._ask(by, "PUT", path, self._dated(body))

    def _dated(self, said: Any) -> Any:
        """Return what is said with its days put in."""
        if isinstance(said, dict):
            return {name: self._dated(one) for name, one in said.items()}
        if isinstance(said, list):
            return [self._dated(one) for one in said]
        if said == "$now":
            return self._now.isoformat(timespec="milliseconds")
        found = _DAYS.fullmatch(said) if isinstance(said, str) else None
        if not found:
            return said
        days = int(found[2])
        if found[1] == "ahead":
            return (self._now + timedelta(days=days)).isoformat(timespec="seconds")
        return (self._now - timedelta(days=days)).date().isoformat()
