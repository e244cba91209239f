"""Lessons from cases through the routes: of a closed case, by those who know it, without whoever it was about."""

from __future__ import annotations

from typing import Any

import pytest

from enforcement.rules.case_steps import CaseAction as Action
from tests.support.cases import Enforcement
from tests.support.county import TOWN, Answer, County
from tests.support.outreach import BASE, IN_FORCE, PUBLIC, activity_of, go, move

TEXT = "某村民在禁烧区焚烧秸秆，被处以罚款。"


@pytest.fixture
def town(county: County) -> Enforcement:
    return Enforcement(county)


@pytest.fixture
def closed(town: Enforcement) -> str:
    """A case that is paid and closed."""
    case = town.served()
    town.did(case, Action.RECORD_PAYMENT, "eo1")
    town.did(case, Action.CLOSE, "boss")
    return case


def draft(county: County, case: str, by: str = "eo1", **other: Any) -> Answer:
    said = {"case": case, "title": "焚烧秸秆被罚款", "text": TEXT, "cites": IN_FORCE} | other
    return go(county, "POST", f"{BASE}/lessons", said, by=by)


def drafted(county: County, case: str, **how: Any) -> str:
    answer = draft(county, case, **how)
    assert answer.status == 201, answer
    return answer.body["id"]


def public(county: County) -> list[Any]:
    return go(county, "GET", f"{PUBLIC}/lessons", by=None).body["items"]


def test_a_closed_case_becomes_a_lesson_that_everybody_reads(county: County, closed: str) -> None:
    lesson = drafted(county, closed)
    assert public(county) == []
    assert go(county, "GET", f"{PUBLIC}/lessons/{lesson}", by=None).status == 404

    assert move(county, "lessons", lesson, "publish", "boss").body["status"] == "published"

    (seen,) = public(county)
    assert (seen["id"], seen["text"]) == (lesson, TEXT)
    assert not {"case", "town", "author"} & seen.keys()
    assert closed not in go(county, "GET", f"{PUBLIC}/lessons/{lesson}", by=None).text


def test_the_case_leads_to_its_lesson_and_the_lesson_to_its_case(
    county: County, closed: str
) -> None:
    lesson = drafted(county, closed)

    query = {"town": TOWN, "case": closed}
    (listed,) = go(county, "GET", f"{BASE}/lessons", by="boss", query=query).body["items"]

    assert (listed["id"], listed["case"]) == (lesson, closed)
    assert go(county, "GET", f"{BASE}/lessons/{lesson}", by="lawyer").body["case"] == closed


def test_an_open_case_is_no_lesson(county: County, town: Enforcement) -> None:
    refused = draft(county, town.served())

    assert (refused.status, refused.problem) == (409, "case-not-closed")


@pytest.mark.parametrize("told", ["王某焚烧秸秆", "王 某 焚烧秸秆"])
def test_a_lesson_with_the_partys_name_is_refused(county: County, closed: str, told: str) -> None:
    refused = draft(county, closed, text=told)

    assert (refused.status, refused.problem, refused.wrong_fields) == (422, "party-named", ["text"])
    query = {"town": TOWN, "case": closed}
    assert go(county, "GET", f"{BASE}/lessons", by="boss", query=query).body["items"] == []


def test_a_lesson_with_the_number_of_the_decision_is_refused(
    county: County, town: Enforcement, closed: str
) -> None:
    number = town.see(closed)["decision"]["number"]
    assert number

    assert draft(county, closed, title=f"见{number}").problem == "party-named"


def test_a_lesson_with_an_identity_number_is_refused(county: County, closed: str) -> None:
    assert draft(county, closed, text="11010519491231002X").problem == "personal-number-in-text"


def test_who_wrote_a_lesson_does_not_publish_it(county: County, closed: str) -> None:
    lesson = drafted(county, closed, by="boss")

    assert move(county, "lessons", lesson, "publish", "boss").problem == "own-lesson"
    assert move(county, "lessons", lesson, "publish", "justice").status == 200


def test_another_towns_case_is_not_found(county: County, closed: str) -> None:
    assert draft(county, closed, by="far_eo").status == 404
    assert draft(county, "01M8323B80ZASBGN3Q5V2DNX69").status == 404
    lesson = drafted(county, closed)
    for by in ("far_boss", "far_eo"):
        assert go(county, "GET", f"{BASE}/lessons/{lesson}", by=by).status == 404
        assert move(county, "lessons", lesson, "publish", by).status == 404
        assert go(county, "GET", f"{BASE}/lessons", by=by, query={"town": TOWN}).status == 403


@pytest.mark.parametrize("who", ["watcher", "wang", "town", "village"])
def test_lessons_are_written_by_who_knows_the_case(county: County, closed: str, who: str) -> None:
    assert draft(county, closed, by=who).status == 403


def test_a_withdrawn_lesson_is_public_no_more_and_taught_no_more(
    county: County, closed: str
) -> None:
    lesson = drafted(county, closed)
    move(county, "lessons", lesson, "publish", "boss")
    taught = activity_of(kind="case_lesson", lesson=lesson)
    assert go(county, "POST", f"{BASE}/activities", taught).status == 201

    withdrawn = move(county, "lessons", lesson, "withdraw", "boss", reason="可能被认出")

    assert withdrawn.body["status"] == "withdrawn"
    assert public(county) == []
    again = go(county, "POST", f"{BASE}/activities", taught)
    assert (again.status, again.wrong_fields) == (422, ["lesson"])


def test_words_of_a_police_record_are_cleared_by_somebody_first(
    county: County, closed: str
) -> None:
    lesson = drafted(county, closed, text="某村民因治安管理处罚被拘留。")

    stopped = move(county, "lessons", lesson, "publish", "boss")

    assert (stopped.status, stopped.problem) == (409, "words-to-clear")
    assert move(county, "lessons", lesson, "publish", "boss", cleared=True).status == 200


def test_a_double_tap_writes_one_lesson(county: County, closed: str) -> None:
    said = {"case": closed, "title": "焚烧秸秆被罚款", "text": TEXT, "cites": IN_FORCE}
    headers = {"idempotency-key": "k-3"}
    answers = [
        go(county, "POST", f"{BASE}/lessons", said, by="eo1", headers=headers) for _ in range(2)
    ]

    assert answers[0].body["id"] == answers[1].body["id"]
    query = {"town": TOWN}
    assert len(go(county, "GET", f"{BASE}/lessons", by="boss", query=query).body["items"]) == 1
