"""A penalty counts for the inspection its case came of, whichever of the two is on record first, and once."""

from __future__ import annotations

from typing import Any

import pytest

from enforcement.rules.authority import PowerKind
from enforcement.rules.case_steps import CaseAction
from tests.support.cases import STRAW, Enforcement
from tests.support.county import TOWN, County


class Linked(Enforcement):
    """A town whose cases come of inspections."""

    def begun(self, **other: Any) -> str:
        """Return an inspection of a villager that has begun."""
        said = {
            "town": TOWN,
            "kind": "daily",
            "items": [STRAW],
            "party": "王某",
            "place": "村东地头",
            "reason": "核查线索",
            "planned_on": "2026-11-23",
            "officers": ["eo1", "eo2"],
        } | other
        visit = self.asked("POST", "inspections", said)["id"]
        self.step(visit, "begin", officers=["eo1", "eo2"], shown=True)
        return visit

    def asked(self, method: str, path: str, body: Any = None, by: str = "eo1") -> Any:
        answer = self.go(method, path, body, by=by)
        assert answer.status in (200, 201), answer
        return answer.body

    def step(self, visit: str, action: str, **said: Any) -> Any:
        return self.asked("POST", f"inspections/{visit}/transitions", {"action": action, **said})

    def record(self, visit: str, result: str, **said: Any) -> Any:
        usual = {
            "record": "地头有焚烧痕迹",
            "checklist": [{"item": "焚烧", "found": "有"}],
            "signed": True,
        }
        return self.step(visit, "record", result=result, **usual, **said)

    def found_by(self, visit: str) -> str:
        return self.clue("eo1", source="inspection", inspection=visit)

    def decide(self, case: str) -> None:
        """Take a case from its clue to its decision."""
        self.walk(
            case,
            (CaseAction.PROPOSE_FILING, "eo1"),
            (CaseAction.APPROVE_FILING, "boss"),
            (CaseAction.ADD_EVIDENCE, "eo1"),
            (CaseAction.VERIFY_EVIDENCE, "eo2"),
            (CaseAction.END_INVESTIGATION, "eo1"),
            (CaseAction.NOTIFY, "eo1"),
            (CaseAction.DEFEND, "eo1", {"waived": True, "paper": "陈述申辩笔录"}),
            (CaseAction.END_DEFENCE, "eo1"),
            (CaseAction.DECIDE, "boss"),
        )

    @property
    def figures(self) -> tuple[int, int, int, int]:
        said = self.asked("GET", f"towns/{TOWN}/years/2026/figures", by="boss")
        return (said["inspections"], said["problems"], said["cases"], said["penalties"])


@pytest.fixture
def town(county: County) -> Linked:
    town = Linked(county)
    with county.quietly():
        town.give_power(TOWN, PowerKind.INSPECTION)
    return town


def test_a_penalty_counts_when_it_is_decided_and_not_before(town: Linked) -> None:
    visit = town.begun()
    case = town.found_by(visit)
    town.record(visit, "case_opened", case=case)
    assert town.figures == (1, 1, 1, 0)

    town.decide(case)

    assert town.figures == (1, 1, 1, 1)


def test_a_penalty_on_the_spot_counts_when_the_inspection_that_found_it_is_recorded(
    town: Linked,
) -> None:
    visit = town.begun()
    case = town.found_by(visit)
    town.did(case, CaseAction.PENALISE_ON_THE_SPOT, "eo1")
    assert town.figures == (0, 0, 0, 0)

    town.record(visit, "case_opened", case=case)

    assert town.figures == (1, 1, 1, 1)


def test_a_case_the_inspection_does_not_name_counts_for_none(town: Linked) -> None:
    visit = town.begun()
    case = town.found_by(visit)
    town.record(visit, "corrected")

    town.decide(case)

    assert town.figures == (1, 1, 0, 0)


def test_a_case_without_an_inspection_counts_for_none(town: Linked) -> None:
    town.decide(town.clue())

    assert town.figures == (0, 0, 0, 0)


def test_no_penalty_is_none(town: Linked) -> None:
    visit = town.begun()
    case = town.found_by(visit)
    town.record(visit, "case_opened", case=case)
    town.walk(
        case,
        (CaseAction.PROPOSE_FILING, "eo1"),
        (CaseAction.APPROVE_FILING, "boss"),
        (CaseAction.ADD_EVIDENCE, "eo1"),
        (CaseAction.VERIFY_EVIDENCE, "eo2"),
        (CaseAction.END_INVESTIGATION, "eo1", {"outcome": "unproven"}),
        (CaseAction.CLEAR, "boss"),
    )

    assert town.figures == (1, 1, 1, 0)


def test_a_penalty_after_a_re_check_counts_for_the_inspection_that_found_the_problem(
    town: Linked,
) -> None:
    first = town.begun()
    limit = "2026-11-27T18:00:00+08:00"
    town.record(first, "ordered", order="清理", limit=limit)
    again = town.begun(kind="recheck", items=[], recheck_of=first)
    case = town.found_by(again)
    town.record(again, "case_opened", case=case)

    town.decide(case)

    assert town.figures == (1, 1, 1, 1)
    (linked,) = town.asked("GET", f"towns/{TOWN}/years/2026/links/penalties", by="boss")["items"]
    assert linked == {"inspection": first, "case": case}


def test_a_penalty_counts_in_the_year_of_its_inspection(town: Linked) -> None:
    visit = town.begun()
    case = town.found_by(visit)
    town.record(visit, "case_opened", case=case)
    town.county.advance(days=45)

    town.decide(case)

    assert town.figures == (1, 1, 1, 1)
    assert town.asked("GET", f"towns/{TOWN}/years/2027/figures", by="boss")["penalties"] == 0
