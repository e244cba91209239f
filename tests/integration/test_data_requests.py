"""A person's requests about the own data, through the routes."""

from __future__ import annotations

from typing import Any

import pytest

import escalation
from composition.api import API as DESK
from tests.support.county import COUNTY, Answer, County, answer_lost, nothing
from workspace.api import API

ABOUT = "登记的电话号码是旧的。"


def ask(
    county: County, kind: str = "correct", by: str = "resident", key: str | None = None, **body: Any
) -> Answer:
    said = {"kind": kind, "about": ABOUT} | body
    headers = {"idempotency-key": key} if key else None
    return county.go("POST", "/v1/me/data-requests", said, by=by, headers=headers, api=API)


def asked(county: County, **how: Any) -> str:
    answer = ask(county, **how)
    assert answer.status == 201, answer
    return answer.body["id"]


def move(county: County, request: str, action: str, by: str = "admin", **how: Any) -> Answer:
    path = f"/v1/workspace/data-requests/{request}/transitions"
    body = {"action": action} | ({"reason": how.pop("reason")} if "reason" in how else {})
    return county.go("POST", path, body, by=by, api=API, **how)


def show(county: County, request: str, by: str = "resident") -> Answer:
    return county.go("GET", f"/v1/workspace/data-requests/{request}", by=by, api=API)


def own(county: County, by: str = "resident") -> list[str]:
    answer = county.go("GET", "/v1/me/data-requests", by=by, api=API)
    return [one["id"] for one in answer.body["items"]]


def waiting(county: County, status: str = "open") -> list[str]:
    query = {"status": status}
    answer = county.go("GET", "/v1/workspace/data-requests", by="admin", api=API, query=query)
    assert answer.status == 200, answer
    return [one["id"] for one in answer.body["items"]]


def test_a_person_asks_the_administrator_answers_and_both_see_it(county: County) -> None:
    request = asked(county)

    answered = move(county, request, "grant", reason="已更正为新号码。")

    assert (answered.status, answered.body["status"]) == (200, "granted")
    assert (waiting(county), waiting(county, "granted")) == ([], [request])
    seen = show(county, request).body
    assert (seen["reason"], seen["about"], seen["actions"]) == ("已更正为新号码。", ABOUT, [])
    assert seen["right"]["article"] == "第四十六条"
    told = [(step["event"], step["by_administrator"]) for step in seen["steps"]]
    assert told == [("asked", False), ("granted", True)]


def test_who_asks_what_is_nobodys_business_but_the_administrators(county: County) -> None:
    request = asked(county)

    for stranger in ("neighbour", "village", "county"):
        assert show(county, request, stranger).status == 404
        assert move(county, request, "refuse", stranger, reason="不同意").status == 404
        assert own(county, stranger) == []
    assert county.go("GET", "/v1/workspace/data-requests", by="county", api=API).status == 403
    assert (own(county), waiting(county)) == ([request], [request])
    assert show(county, request, "admin").body["person"] == "resident"


def test_a_refusal_without_a_reason_is_none(county: County) -> None:
    request = asked(county, kind="delete")

    silent = move(county, request, "refuse")

    assert (silent.status, silent.problem, silent.wrong_fields) == (
        422,
        "words-missing",
        ["reason"],
    )
    assert move(county, request, "refuse", reason="法律规定须保存。").body["status"] == "refused"
    again = move(county, request, "grant", reason="改变决定")
    assert (again.status, again.problem) == (409, "illegal-move")


def test_the_administrators_own_request_is_answered_by_another_one(county: County) -> None:
    county.appoint(admin2=("county_admin", "140426"))
    request = asked(county, by="admin")

    own_answer = move(county, request, "grant", reason="已办")

    assert (own_answer.status, own_answer.problem) == (403, "own-data-request")
    assert move(county, request, "grant", "admin2", reason="已办").status == 200


def test_what_is_taken_back_makes_room_for_another_one(county: County) -> None:
    requests = [asked(county, kind="copy", about=f"第{number}项") for number in range(5)]
    full = ask(county)

    assert (full.status, full.problem, full.body["most"]) == (409, "too-many-data-requests", 5)
    assert move(county, requests[0], "withdraw", "resident").body["status"] == "withdrawn"
    assert ask(county).status == 201


def test_the_same_key_asks_once(county: County) -> None:
    first = ask(county, key="k-1")

    again = ask(county, key="k-1")

    assert again.body == first.body
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(own(county)) == 1


def test_a_request_whose_answer_was_lost_is_one_request(county: County) -> None:
    county.faults.extend([nothing, nothing, answer_lost])

    assert ask(county).status == 201
    assert len(own(county)) == 1


def test_an_answer_to_another_version_than_the_one_seen_is_refused(county: County) -> None:
    request = asked(county)

    stale = move(county, request, "grant", reason="已办", headers={"if-match": '"7"'})

    assert stale.status == 412
    assert show(county, request).body["status"] == "open"


def test_a_request_becomes_late_after_its_term(county: County) -> None:
    request = asked(county)
    assert show(county, request).body["late"] is False

    county.advance(days=30)

    assert show(county, request).body["late"] is True


@pytest.mark.parametrize(
    ("action", "by", "ends_as"),
    [
        ("grant", "admin", "fulfilled"),
        ("refuse", "admin", "fulfilled"),
        ("withdraw", "resident", "dropped"),
    ],
)
def test_the_answer_is_owed_until_it_is_given_and_tells_nobody_who_asked(
    county: County, action: str, by: str, ends_as: str
) -> None:
    request = asked(county)
    said = show(county, request).body
    [owed] = county.go(
        "GET", "/v1/obligations", by="county", api=DESK, query={"unit": COUNTY}
    ).body["items"]
    assert (owed["id"], owed["due_at"], owed["kind"]) == (request, said["due_at"], "data_request")
    timeline = county.go("GET", f"/v1/obligations/{request}/timeline", by="county", api=DESK)
    assert "resident" not in str(owed) + str(timeline.body)

    reason = {"reason": "已办"} if by == "admin" else {}
    assert move(county, request, action, by, **reason).status == 200

    assert escalation.climbs([request])[request].status == ends_as


def test_what_waits_for_the_administrator_is_counted(county: County) -> None:
    asked(county)

    def counted(by: str) -> int:
        badges = county.go("GET", "/v1/me/badges", by=by, api=API).body["badges"]
        return next(one["count"] for one in badges if one["name"] == "data_requests")

    assert (counted("admin"), counted("resident"), counted("county")) == (1, 0, 0)


@pytest.mark.parametrize("body", [{"kind": "sell"}, {"about": " "}, {"about": None}])
def test_what_cannot_be_understood_is_refused(county: County, body: dict[str, Any]) -> None:
    assert ask(county, **body).status == 422
