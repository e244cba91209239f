"""Lessons from cases through the routes: of a closed case, by those who know it, without whoever it was about."""

from __future__ import annotations

from typing import Any

import pytest

from enforcement.rules.case_steps import CaseAction as Action
from kernel import clock
from kernel.working_time import Limit, add
from tests.support import obligations
from tests.support.cases import Enforcement
from tests.support.county import COUNTY, TOWN, Answer, County
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


def test_a_lesson_does_not_name_who_reported_the_case(county: County, closed: str) -> None:
    reporter = "演示watcher"

    assert draft(county, closed, text=f"经{reporter}举报查处").problem == "party-named"


def test_a_lesson_of_a_decision_revoked_since_is_public_no_more(
    county: County, town: Enforcement, closed: str
) -> None:
    lesson = drafted(county, closed)
    waiting = drafted(county, closed)
    move(county, "lessons", lesson, "publish", "boss")

    town.did(closed, Action.REVOKE, "boss")

    assert public(county) == []
    assert go(county, "GET", f"{PUBLIC}/lessons/{lesson}", by=None).status == 404
    assert move(county, "lessons", waiting, "publish", "boss").status == 409
    taught = activity_of(kind="case_lesson", lesson=lesson)
    assert go(county, "POST", f"{BASE}/activities", taught).wrong_fields == ["lesson"]


def test_a_lesson_falls_by_itself_with_a_decision_that_was_wrong(
    county: County, town: Enforcement, closed: str
) -> None:
    lesson = drafted(county, closed)
    move(county, "lessons", lesson, "publish", "boss")

    town.did(closed, Action.REVOKE, "boss")

    seen = go(county, "GET", f"{BASE}/lessons/{lesson}", by="boss").body
    assert (seen["status"], seen["actions"]) == ("withdrawn", ["clear_away"])
    query = {"town": TOWN, "status": "published"}
    assert go(county, "GET", f"{BASE}/lessons", by="boss", query=query).body["items"] == []


def test_a_lesson_falls_with_a_review_that_finds_the_decision_wrong(
    county: County, town: Enforcement, closed: str
) -> None:
    lesson = drafted(county, closed)
    move(county, "lessons", lesson, "publish", "boss")

    town.did(closed, Action.RECORD_REMEDY, "eo1", remedy="review")
    town.did(closed, Action.RECORD_REMEDY, "eo1", remedy="review", outcome="revoked")

    assert go(county, "GET", f"{BASE}/lessons/{lesson}", by="boss").body["status"] == "withdrawn"


def test_what_still_shows_a_lesson_that_fell_is_owed_to_come_down(
    county: County, town: Enforcement, closed: str
) -> None:
    lesson = drafted(county, closed)
    move(county, "lessons", lesson, "publish", "boss")
    town.did(closed, Action.REVOKE, "boss")
    owed = go(county, "GET", f"{BASE}/lessons/{lesson}", by="boss").body["owed"]

    assert obligations.read(county, owed)["kind"] == "lesson_cleared_away"
    due = add(county.now, Limit(3, "working_days")).at
    assert clock.from_iso(obligations.read(county, owed)["due_at"]) == due
    assert obligations.climbs_to_the_county(county, owed)[-1] == COUNTY


def test_what_was_taken_down_is_owed_no_more(
    county: County, town: Enforcement, closed: str
) -> None:
    lesson = drafted(county, closed)
    move(county, "lessons", lesson, "publish", "boss")
    town.did(closed, Action.REVOKE, "boss")

    assert move(county, "lessons", lesson, "clear_away", "boss").status == 422
    assert move(county, "lessons", lesson, "clear_away", "eo1", reason="已撤").status == 403
    done = move(county, "lessons", lesson, "clear_away", "boss", reason="宣传栏、电子屏已撤下").body

    assert (done["cleared"], done["actions"]) == ("宣传栏、电子屏已撤下", [])
    assert obligations.read(county, done["owed"])["status"] == "fulfilled"


def test_nothing_is_to_come_down_of_a_lesson_somebody_withdrew(county: County, closed: str) -> None:
    lesson = drafted(county, closed)
    move(county, "lessons", lesson, "withdraw", "boss", reason="可能被认出")

    refused = move(county, "lessons", lesson, "clear_away", "boss", reason="已撤")

    assert (refused.status, refused.problem) == (409, "illegal-move")


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


def test_what_teaches_a_lesson_does_not_name_its_party_either(county: County, closed: str) -> None:
    lesson = drafted(county, closed)
    move(county, "lessons", lesson, "publish", "boss")
    taught = activity_of(kind="case_lesson", lesson=lesson, theme="王某焚烧秸秆案")

    refused = go(county, "POST", f"{BASE}/activities", taught)

    assert (refused.problem, refused.wrong_fields) == ("party-named", ["theme"])


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
