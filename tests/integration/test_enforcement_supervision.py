"""Supervision papers of the county: issued with a number, answered by the town, looked at by who asked; silence climbs."""

from __future__ import annotations

from typing import Any

import pytest

from enforcement.rules.supervision import SupervisionAction
from tests.support.cases import Enforcement
from tests.support.county import COUNTY, NEXT_TOWN, TOWN, Answer, County
from tests.support.obligations import climbs_to_the_county

PAPER = {
    "town": TOWN,
    "kind": "letter",
    "facts": "案件立案已六十日未作出决定",
    "basis": "《行政执法监督条例》",
    "demand": "请依法作出决定并书面答复",
}


@pytest.fixture
def town(county: County) -> Enforcement:
    """A town that enforces, on a working Monday at ten."""
    return Enforcement(county)


def issue(town: Enforcement, by: str = "justice", **more: Any) -> Any:
    answer = town.go("POST", "supervision-papers", PAPER | more, by=by)
    assert answer.status == 201, answer
    return answer.body


def move(town: Enforcement, paper: Any, action: str, by: str, **said: Any) -> Answer:
    body = {"action": action} | said
    return town.go("POST", f"supervision-papers/{paper['id']}/moves", body, by=by)


def test_a_letter_about_a_case_is_answered_and_accepted(town: Enforcement) -> None:
    case = town.filed()
    paper = issue(town, case=case)
    assert paper["number"]
    assert paper["actions"] == ["withdraw"]
    assert "supervision_answer" in {one.kind for one in town.running()}

    answered = move(town, paper, "answer", "boss", text="已于今日作出决定").body
    assert answered["status"] == "answered"
    assert "supervision_answer" not in {one.kind for one in town.running()}
    accepted = move(town, paper, "accept", "justice").body

    assert (accepted["status"], accepted["actions"]) == ("accepted", [])
    assert [one["action"] for one in accepted["said"]] == ["answer", "accept"]


def test_an_answer_sent_back_is_owed_again_by_a_new_day(town: Enforcement) -> None:
    paper = issue(town, kind="decision")
    move(town, paper, "answer", "boss", text="正在办理")
    day = "2026-12-04T18:00:00.000+08:00"

    again = move(town, paper, "send_back", "justice", text="未答复要点", answer_by=day).body

    assert (again["status"], again["answer_by"]) == ("issued", day)
    assert [one.kind for one in town.running()] == ["supervision_answer"]


def test_silence_climbs_to_the_county(county: County, town: Enforcement) -> None:
    paper = issue(town)

    stands = climbs_to_the_county(county, paper["obligation"])

    assert (stands[0], stands[-1]) == (TOWN, COUNTY)


MOVES = {
    "answer": {"text": "已办理"},
    "accept": {},
    "send_back": {"text": "重答", "answer_by": "2026-12-04T18:00:00+08:00"},
    "withdraw": {"text": "已无必要"},
}
WAYS = {
    "issued": (),
    "answered": ("answer",),
    "accepted": ("answer", "accept"),
    "withdrawn": ("withdraw",),
}
BY = {"answer": "boss", "accept": "justice", "withdraw": "justice"}


@pytest.mark.parametrize("stands", sorted(WAYS))
def test_everybody_is_offered_just_the_steps_that_succeed(town: Enforcement, stands: str) -> None:
    paper = issue(town)
    for step in WAYS[stands]:
        assert move(town, paper, step, BY[step], **MOVES[step]).status == 200
    restore = town.keepsake()

    for who in ("boss", "eo1", "justice", "lawyer", "wang", "far_boss"):
        seen = town.go("GET", f"supervision-papers/{paper['id']}", by=who)
        offered = set(seen.body["actions"]) if seen.status == 200 else set[str]()
        taken: set[str] = set()
        for action in SupervisionAction:
            if move(town, paper, action, who, **MOVES[action]).status == 200:
                taken.add(str(action))
                restore()
        assert offered == taken, who


def test_a_paper_is_seen_and_issued_within_ones_own_area(town: Enforcement) -> None:
    paper = issue(town)

    assert town.go("GET", f"supervision-papers/{paper['id']}", by="far_boss").status == 404
    listed = town.go("GET", "supervision-papers", by="boss", town=TOWN).body["items"]
    assert [one["id"] for one in listed] == [paper["id"]]
    refused = town.go("GET", "supervision-papers", by="boss", town=NEXT_TOWN)
    assert refused.problem == "outside-your-area"
    refused = town.go("POST", "supervision-papers", PAPER, by="boss")
    assert refused.problem == "not-allowed"


def test_a_paper_is_about_a_case_of_its_town_and_answered_within_reason(
    town: Enforcement,
) -> None:
    case = town.filed()

    for said, field in (
        ({"town": NEXT_TOWN, "case": case}, "case"),
        ({"answer_by": "2026-11-20T18:00:00+08:00"}, "answer_by"),
        ({"answer_by": "2027-11-20T18:00:00+08:00"}, "answer_by"),
    ):
        refused = town.go("POST", "supervision-papers", PAPER | said, by="justice")
        assert refused.wrong_fields == [field]
