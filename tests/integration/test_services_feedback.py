"""Complaints and suggestions about the app itself, and the public card of a grid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kernel.clock import from_iso
from kernel.directory import Remembered
from services.api import API
from services.feedback.rules.feedback import TERMS
from tests.support.county import COUNTY, GRID, VILLAGE, Answer, County
from tests.support.obligations import owed

SAID = {"sort": "fault", "text": "上传照片后一直停在“待上传”。", "page": "report"}


def go(county: County, method: str, path: str, body: Any = None, **how: Any) -> Answer:
    return county.go(method, f"/v1/services/{path}", body, api=API, **how)


def handed_in(county: County, by: str = "resident", **more: Any) -> dict[str, Any]:
    answer = go(county, "POST", "feedback", SAID | more, by=by)
    assert answer.status == 201, answer
    return answer.body


def move(
    county: County, one: dict[str, Any], action: str, by: str = "admin", **said: Any
) -> Answer:
    body = {"action": action} | said
    return go(county, "POST", f"feedback/{one['id']}/transitions", body, by=by)


def moved(county: County, one: dict[str, Any], action: str, by: str = "admin", **said: Any) -> Any:
    answer = move(county, one, action, by, **said)
    assert answer.status == 200, answer
    return answer.body


def listed(county: County, status: str) -> list[str]:
    answer = go(county, "GET", "feedback", by="admin", query={"status": status})
    return [one["id"] for one in answer.body["items"]]


def owes(county: County) -> list[dict[str, Any]]:
    return owed(county, COUNTY, "app_feedback")


def test_a_word_about_the_app_is_accepted_answered_and_asked_about(county: County) -> None:
    one = handed_in(county)
    moved(county, one, "accept")
    answered = moved(county, one, "answer", said="已修复，请更新后重试。")

    closed = moved(county, one, "rate", "resident", satisfied=True)

    assert (one["status"], one["own"], one["sort_name"]) == ("open", True, "故障")
    assert (answered["status"], answered["answer"]) == ("answered", "已修复，请更新后重试。")
    assert (closed["status"], closed["satisfied"], closed["actions"]) == ("closed", True, [])
    history = go(county, "GET", f"feedback/{one['id']}/history", by="resident").body["items"]
    assert [step["event"] for step in history] == ["handed_in", "accepted", "answered", "satisfied"]


def test_the_answer_is_owed_by_the_county_and_then_the_return_visit(county: County) -> None:
    one = handed_in(county)
    [answer] = owes(county)

    moved(county, one, "accept")
    still = [due["id"] for due in owes(county)]
    moved(county, one, "answer", said="已修复。")
    [visit] = owes(county)
    moved(county, one, "visit", satisfied=True, said="电话回访，表示满意。")

    assert still == [answer["id"]]
    assert visit["id"] != answer["id"]
    assert owes(county) == []


def test_five_working_days_are_the_term_of_an_answer(county: County) -> None:
    one = handed_in(county)

    assert (TERMS.limit("answer_within").amount, TERMS.limit("answer_within").unit) == (
        5,
        "working_days",
    )
    assert from_iso(one["due_at"]) == from_iso("2026-11-30T18:00:00+08:00")


def test_silence_about_it_is_urged(county: County) -> None:
    from tests.support.obligations import events, wake

    handed_in(county)
    [answer] = owes(county)

    for _ in range(4):
        wake(county, answer["id"])

    assert "reminded" in events(county, answer["id"])
    assert {"supervised", "urged"} & set(events(county, answer["id"]))


def test_who_is_not_satisfied_is_answered_again_and_not_for_ever(county: County) -> None:
    one = handed_in(county)
    for _ in range(TERMS.amount("most_rounds") - 1):
        moved(county, one, "answer", said="已修复。")
        again = moved(county, one, "rate", "resident", satisfied=False)
        assert again["status"] == "accepted"
    moved(county, one, "answer", said="需更换手机系统，已电话说明。")

    ended = moved(county, one, "rate", "resident", satisfied=False)

    assert (ended["status"], ended["satisfied"]) == ("closed", False)
    assert owes(county) == []


def test_a_return_visit_says_what_the_sender_said(county: County) -> None:
    one = handed_in(county)
    moved(county, one, "answer", said="已修复。")

    answer = move(county, one, "visit", satisfied=True)

    assert (answer.status, answer.problem) == (422, "words-missing")


def test_nobody_answers_the_own_word(county: County) -> None:
    one = handed_in(county, by="admin")

    answer = move(county, one, "answer", said="很好。")

    assert (answer.status, answer.problem) == (403, "not-allowed")


def test_a_word_is_its_senders_and_the_administrators_alone(county: County) -> None:
    one = handed_in(county)

    for stranger in ("neighbour", "village", "county"):
        assert go(county, "GET", f"feedback/{one['id']}", by=stranger).status == 404
        assert move(county, one, "accept", stranger).status == 404
    assert go(county, "GET", "feedback", by="village").status == 403
    assert go(county, "GET", "own-feedback", by="neighbour").body["items"] == []
    assert [
        mine["id"] for mine in go(county, "GET", "own-feedback", by="resident").body["items"]
    ] == [one["id"]]


def test_the_county_sees_what_is_due_first_on_top(county: County) -> None:
    first = handed_in(county)
    county.advance(hours=3)
    second = handed_in(county, by="neighbour")

    assert listed(county, "open") == [first["id"], second["id"]]
    moved(county, first, "accept")
    assert (listed(county, "open"), listed(county, "accepted")) == ([second["id"]], [first["id"]])


def test_what_is_taken_back_is_owed_no_more(county: County) -> None:
    one = handed_in(county)

    withdrawn = moved(county, one, "withdraw", "resident")

    assert withdrawn["status"] == "withdrawn"
    assert owes(county) == []
    assert move(county, one, "answer", said="已修复。").problem == "illegal-move"


def test_one_person_does_not_drown_the_county(county: County) -> None:
    from kernel.storage.rates import bounds

    for _ in range(bounds()["feedback"].most):
        handed_in(county)

    assert go(county, "POST", "feedback", SAID, by="resident").problem == "too-often"
    county.advance(hours=24)
    handed_in(county)


# The public card of a grid


def card(county: County, grid: str = GRID) -> Answer:
    return go(county, "GET", f"public/grids/{grid}", by=None)


def test_the_card_of_a_grid_names_its_worker_and_the_telephone_of_the_office(
    county: County,
) -> None:
    from kernel.directory import PersonRow, UnitRow
    from kernel.storage import dynamo
    from kernel.storage.rows import Write

    village = dynamo.read([UnitRow.key(VILLAGE)])[0]
    village.contact_phone = "0355-0000001"
    worker = dynamo.read([PersonRow.key("worker")])[0]
    worker.phone = "13900000001"
    dynamo.write([Write(village), Write(worker)])
    Remembered.forget()

    told = card(county).body

    assert worker.name in told["workers"]
    assert (told["phone"], told["phone_of"]) == ("0355-0000001", village.name)
    assert "13900000001" not in str(told)


@pytest.mark.parametrize("grid", ["140426999999999"])
def test_a_grid_that_is_none_has_no_card(county: County, grid: str) -> None:
    assert card(county, grid).status == 404


def test_nobody_reads_all_cards_in_a_minute(county: County) -> None:
    answers = {card(county).status for _ in range(40)}

    assert answers == {200, 429}
    county.now += timedelta(minutes=1)
    assert card(county).status == 200
