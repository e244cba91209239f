"""Mediation through the routes: committees, a dispute from its finding to its end, and who sees what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from kernel import clock
from tests.support import obligations
from tests.support.county import FAR_GRID, GRID, TOWN, VILLAGE, County
from tests.support.mediation import (
    MEDIATORS,
    WORDS,
    a_village,
    accepted,
    agreement,
    day,
    dispute,
    enter,
    figures,
    go,
    in_effect,
    move,
    moved,
    opened,
    read,
    session,
)
from tests.support.phone import op, push

NAMES = ("李某甲", "王某乙")


@pytest.fixture
def county() -> Iterator[County]:
    with a_village() as county:
        yield county


# Committees


def test_a_committee_has_three_to_nine_members_and_a_woman(county: County) -> None:
    many = [f"m{number}" for number in range(10)]
    county.appoint(**dict.fromkeys(many, ("mediator", VILLAGE)))

    for size, status in ((2, 422), (3, 200), (9, 200), (10, 422)):
        assert enter(county, members=many[:size]).status == status, size
    refused = enter(county, members=many[:3], woman=None)
    assert (refused.status, refused.problem) == (422, "committee-unfit")
    assert refused.wrong_fields == ["members"]


def test_a_committee_is_in_office_for_three_years_to_the_day(county: County) -> None:
    assert enter(county, chosen_on="2023-11-24").body["is_in_office"]
    case = opened(county)

    county.now = datetime(2026, 11, 23, 23, 59, tzinfo=clock.SHANGHAI)
    assert move(county, case, "accept").status == 200
    late = opened(county)
    county.now = datetime(2026, 11, 24, 0, 0, tzinfo=clock.SHANGHAI)
    refused = move(county, late, "accept")

    assert (refused.status, refused.problem) == (409, "committee-not-in-office")
    assert refused.body["citation"]["confidence"] == "law"


def test_the_village_enters_its_own_committee_and_nobody_elses(county: County) -> None:
    for by, status in (("village", 200), ("town", 200), ("far_village", 403), ("md1", 403)):
        assert enter(county, by=by).status == status, by
    unknown = enter(county, members=["md1", "md2", "nobody"])
    assert (unknown.status, unknown.wrong_fields) == (422, ["members"])


def test_a_committee_that_somebody_changed_meanwhile_is_not_entered(county: County) -> None:
    said = {"members": [{"person": one, "is_woman": True} for one in MEDIATORS], "chair": "md1"}
    said |= {"chosen_by": "villagers_meeting", "chosen_on": "2026-01-10"}
    stale = go(
        county, "PUT", f"committees/{VILLAGE}", said, by="village", headers={"if-match": '"7"'}
    )

    assert (stale.status, stale.problem) == (412, "stale-version")


def test_a_removed_mediator_has_no_hand_in_any_case(county: County) -> None:
    case = accepted(county)
    said = {"person": "md1", "ground": "leak"}
    removed = go(county, "POST", f"committees/{VILLAGE}/removals", said, by="village")

    assert [one["ground"] for one in removed.body["removals"]] == ["leak"]
    assert move(county, case, "hold_session").status == 403
    assert go(county, "GET", f"cases/{case}").status == 404
    listed = go(county, "GET", "committees", by="li", query={"town": TOWN}).body["items"]
    assert [one["unit"] for one in listed] == [TOWN, VILLAGE]


# Registered


def test_a_dispute_found_on_a_round_waits_for_the_committee(county: County) -> None:
    case = opened(county)

    seen = read(county, case)
    assert (seen["status"], seen["source"], seen["unit"]) == ("registered", "found", VILLAGE)
    (line,) = go(county, "GET", "cases", query={"unit": VILLAGE}).body["items"]
    assert line["id"] == case
    assert not any(name in str(line) for name in NAMES)
    (owed,) = obligations.owed(county, VILLAGE, "mediation_acceptance")
    assert owed["due_at"] == "2026-11-26T18:00:00.000+08:00"


@pytest.mark.parametrize("danger", ["violence", "domestic_violence", "child_in_danger"])
def test_violence_and_a_child_in_danger_are_reported_and_never_a_dispute(
    county: County, danger: str
) -> None:
    refused = go(county, "POST", "cases", dispute(dangers=[danger]), by="worker")

    assert (refused.status, refused.problem) == (409, "never-a-dispute")
    assert "police" in refused.body["report_to"]
    assert refused.body["citation"]["confidence"] == "law"
    assert figures(county)["opened"] == 0


def test_the_same_number_of_a_phone_is_the_same_dispute(county: County) -> None:
    first = go(county, "POST", "cases", dispute(client_ref="r-1"), by="worker")
    moved(county, first.body["id"], "accept")
    again = go(county, "POST", "cases", dispute(client_ref="r-1"), by="worker")

    assert (again.status, again.body["id"]) == (201, first.body["id"])
    assert again.body["status"] == "accepted"
    assert opened(county, by="chief", client_ref="r-1") != first.body["id"]
    assert figures(county)["opened"] == 2


def test_a_double_tap_registers_one_dispute(county: County) -> None:
    how: dict[str, Any] = {"by": "worker", "headers": {"idempotency-key": "k-1"}}
    first, again = (go(county, "POST", "cases", dispute(), **how) for _ in range(2))

    assert first.body["id"] == again.body["id"]
    assert figures(county)["opened"] == 1


def test_what_a_phone_says_of_the_time_is_taken_where_it_can_be_believed(county: County) -> None:
    for ago, believed in (
        (timedelta(days=30), True),
        (timedelta(days=30, seconds=1), False),
        (timedelta(minutes=-5), False),
        (timedelta(minutes=-5, seconds=-1), False),
    ):
        said = county.now - ago
        case = opened(county, found_at=said.isoformat())
        kept = datetime.fromisoformat(read(county, case)["found_at"])
        assert (kept == said) is believed, ago


def test_a_dispute_found_offline_is_registered_once_and_goes_on_in_the_same_batch(
    county: County,
) -> None:
    batch = [
        op(1, "dispute", **dispute(found_at="2026-11-23T09:00:00+08:00")),
        op(2, "move_dispute", after="op-1", action="accept", **WORDS["accept"]),
    ]

    first, again = push(county, *batch, by="md1"), push(county, *batch, by="md1")

    assert [one["outcome"] for one in first] == ["applied", "applied"]
    assert [one["outcome"] for one in again] == ["replayed", "replayed"]
    assert {one["dispute"] for one in (*first, *again)} == {first[0]["dispute"]}
    assert (read(county, first[0]["dispute"])["status"], figures(county)["opened"]) == (
        "accepted",
        1,
    )


def test_who_may_register_a_dispute_and_where(county: County) -> None:
    for by, place, status in (
        ("worker", GRID, 201),
        ("chief", GRID, 201),
        ("village", VILLAGE, 201),
        ("md1", GRID, 201),
        ("li", GRID, 201),
        ("resident", GRID, 422),
        ("far_worker", GRID, 403),
        ("worker", FAR_GRID, 403),
        ("water", GRID, 403),
    ):
        answer = go(county, "POST", "cases", dispute(place=place), by=by)
        assert answer.status == status, (by, answer)


def test_a_dispute_has_at_least_two_parties_that_are_known(county: County) -> None:
    one = [{"name": "李某甲", "person": "li"}]
    for parties in (one, [*one, *one], [*one, {"name": "谁", "person": "nobody"}]):
        answer = go(county, "POST", "cases", dispute(parties=parties), by="worker")
        assert (answer.status, answer.wrong_fields) == (422, ["parties"])
    assert opened(county, parties=[*one, {"name": "外村张某"}])


def test_one_person_registers_only_so_many_a_day(county: County) -> None:
    for _ in range(40):
        opened(county)
    refused = go(county, "POST", "cases", dispute(), by="worker")

    assert (refused.status, refused.problem) == (429, "too-often")


# Who sees what


def test_those_in_a_case_see_it_whole_and_all_others_no_name(county: County) -> None:
    case = accepted(county)
    moved(county, case, "hold_session")

    for by in ("md1", "li", "wang"):
        seen = read(county, case, by)
        assert [one["name"] for one in seen["people"]] == list(NAMES), by
        assert seen["sessions"]
    for by in ("md2", "worker"):
        seen = read(county, case, by)
        assert not any(name in str(seen) for name in NAMES), by
        assert (seen["summary"], seen["sessions"]) == (None, [])
    for by in ("village", "town", "county", "admin", "chief", "far_worker", "mt1", "neighbour"):
        assert go(county, "GET", f"cases/{case}", by=by).status == 404, by
        assert go(county, "GET", f"cases/{case}/history", by=by).status == 404, by


def test_one_finds_the_own_cases_and_no_others(county: County) -> None:
    case = opened(county)

    for by, found in (("li", [case]), ("worker", [case]), ("neighbour", []), ("md1", [])):
        items = go(county, "GET", "own-cases", by=by).body["items"]
        assert [one["id"] for one in items] == found, by
    assert go(county, "GET", "cases", by="mt1", query={"unit": VILLAGE}).status == 403
    assert go(county, "GET", "cases", by="village", query={"unit": VILLAGE}).status == 403


def test_no_history_obligation_or_notice_names_a_party(county: County) -> None:
    case = in_effect(county)
    moved(county, case, "perform")

    kept = [*county.kept("services"), *county.kept("obligations")]
    told = [row for row in kept if row["sk"]["S"].startswith(("HIST#", "OBLIGATION"))]
    assert len(told) > 10
    assert not any(name in str(row) for row in told for name in NAMES)


def test_the_risk_is_for_the_committee_and_once_told_for_the_town_without_names(
    county: County,
) -> None:
    case = accepted(county)
    risks = {"query": {"town": TOWN}, "by": "town"}
    seen = moved(county, case, "assess_risk", marks=["weapons"])
    assert seen["risk"]["level"] == "red"
    assert read(county, case, "md2")["risk"]["level"] == "red"
    assert read(county, case, "li")["risk"] is None
    assert go(county, "GET", "risks", **risks).body["items"] == []

    moved(county, case, "report_risk", by="md2")

    answer = go(county, "GET", "risks", **risks)
    assert [(one["id"], one["level"]) for one in answer.body["items"]] == [(case, "red")]
    assert not any(name in answer.text for name in NAMES)
    assert go(county, "GET", "risks", query={"town": TOWN}, by="village").status == 403
    assert go(county, "GET", "risks", query={"town": TOWN}, by="next_town").status == 403
    heard = {
        by: [
            one["event"] for one in go(county, "GET", f"cases/{case}/history", by=by).body["items"]
        ]
        for by in ("md1", "li")
    }
    assert set(heard["md1"]) - set(heard["li"]) == {"risk_assessed", "risk_reported"}
    moved(county, case, "refer")
    assert go(county, "GET", "risks", **risks).body["items"] == []


@pytest.mark.parametrize(
    ("marks", "said", "level", "due"),
    [
        ([], "yellow", "yellow", None),
        (["police_calls"], "yellow", "orange", "2026-11-24T00:00:00.000+08:00"),
        (["repeated_failure"], "red", "red", "2026-11-23T11:00:00.000+08:00"),
        (["threats"], "yellow", "red", "2026-11-23T11:00:00.000+08:00"),
    ],
)
def test_a_dangerous_dispute_is_reported_at_once_or_the_same_day(
    county: County, marks: list[str], said: str, level: str, due: str | None
) -> None:
    case = accepted(county)
    seen = moved(county, case, "assess_risk", marks=marks, level=said)

    assert (seen["risk"]["level"], seen["risk"]["report_by"]) == (level, due)
    owed = obligations.owed(county, VILLAGE, "mediation_risk")
    assert [one["due_at"] for one in owed] == ([due] if due else [])
    if due:
        moved(county, case, "report_risk")
        assert obligations.read(county, owed[0]["id"])["status"] == "fulfilled"


def test_a_risk_that_was_not_reported_is_not_dropped_by_grading_it_lower(county: County) -> None:
    case = accepted(county)
    red = moved(county, case, "assess_risk", marks=["threats"], level="red")

    lower = moved(county, case, "assess_risk", marks=[], level="yellow")

    assert (lower["risk"]["level"], lower["risk"]["report_by"]) == (
        "yellow",
        red["risk"]["report_by"],
    )
    [owed] = obligations.owed(county, VILLAGE, "mediation_risk")
    assert owed["status"] == "open"
    moved(county, case, "report_risk")
    assert obligations.read(county, owed["id"])["status"] == "fulfilled"


def test_a_risk_that_grows_is_reported_no_later_than_before(county: County) -> None:
    county.now = datetime(2026, 11, 23, 23, 30, tzinfo=clock.SHANGHAI)
    case = accepted(county)
    orange = moved(county, case, "assess_risk", marks=["police_calls"], level="orange")

    red = moved(county, case, "assess_risk", marks=["threats"], level="red")

    assert red["risk"]["report_by"] == orange["risk"]["report_by"]


# Mediated


def test_every_party_wants_it_or_it_is_not_taken_up(county: County) -> None:
    case = opened(county)
    one = [{"party": 1, "identity": "known"}]

    refused = move(county, case, "accept", consents=one)
    assert (refused.status, refused.problem) == (409, "no-consent")
    untold = move(county, case, "accept", rights_told=None)
    assert (untold.status, untold.wrong_fields) == (422, ["rights_told"])
    assert moved(county, case, "accept")["number"] == f"{VILLAGE}民调〔2026〕第1号"


def test_a_mediator_near_to_a_party_has_no_hand_in_it_and_does_not_see_it(county: County) -> None:
    case = opened(county)

    refused = move(county, case, "accept", by="md3")
    assert (refused.status, refused.problem) == (403, "mediator-recused")
    named = move(county, case, "accept", mediators=["md1", "md3"])
    assert (named.status, named.problem) == (403, "mediator-recused")
    assert go(county, "GET", f"cases/{case}", by="md3").status == 404
    own = opened(county, parties=[{"name": "调解员本人", "person": "md2"}, {"name": "王某乙"}])
    assert move(county, own, "accept", by="md2").problem == "mediator-recused"
    assert move(county, own, "accept", by="md1").status == 200
    assert move(county, own, "withdraw", by="md2").status == 200


def test_only_mediators_of_the_case_carry_it_on(county: County) -> None:
    case = accepted(county)

    assert move(county, case, "hold_session", by="md2").status == 403
    assert move(county, case, "assign", mediators=["mt1"]).wrong_fields == ["mediators"]
    moved(county, case, "assign", by="md2", mediators=["md2"])
    assert move(county, case, "hold_session", by="md1").status == 403
    assert move(county, case, "hold_session", by="md2").status == 200


def test_a_session_is_open_and_others_are_there_only_as_all_parties_want(county: County) -> None:
    case = accepted(county)
    for more, problem in (
        ({"open": True, "open_by": [1]}, "doors-closed"),
        ({"invited": ["王家大伯"], "invited_by": [2]}, "invited-without-consent"),
    ):
        refused = move(county, case, "hold_session", session=session(county, **more))
        assert (refused.status, refused.problem) == (409, problem)
    both: dict[str, Any] = {"open": True, "open_by": [1, 2]}
    both |= {"invited": ["王家大伯"], "invited_by": [1, 2]}
    moved(county, case, "hold_session", session=session(county, **both))

    moved(county, case, "close_doors", by="wang")

    refused = move(county, case, "hold_session", session=session(county, **both))
    assert refused.problem == "doors-closed"
    later = session(county, held_at=(county.now + timedelta(hours=1)).isoformat())
    assert move(county, case, "hold_session", session=later).wrong_fields == ["session.held_at"]


def test_one_party_withdraws_and_it_is_over(county: County) -> None:
    case = accepted(county)

    seen = moved(county, case, "withdraw", by="wang")

    assert (seen["status"], seen["actions"]) == ("withdrawn", [])
    assert "suit" in [one["code"] for one in seen["routes"]]
    assert obligations.owed(county, VILLAGE, "mediation_settlement") == []
    refused = move(county, case, "agree")
    assert (refused.status, refused.problem) == (409, "illegal-move")
    assert figures(county)["withdrawn"] == 1


@pytest.mark.parametrize(
    ("begun", "until"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI), "2026-12-24T00:00:00.000+08:00"),
        (datetime(2026, 12, 31, 10, tzinfo=clock.SHANGHAI), "2027-02-01T00:00:00.000+08:00"),
        (datetime(2027, 1, 31, 10, tzinfo=clock.SHANGHAI), "2027-03-01T00:00:00.000+08:00"),
    ],
)
def test_a_dispute_is_settled_within_a_month_or_it_climbs(begun: datetime, until: str) -> None:
    with a_village(begun) as county:
        case = accepted(county)

        assert read(county, case)["settle_by"] == until
        (owed,) = obligations.owed(county, VILLAGE, "mediation_settlement")
        assert owed["due_at"] == until
        stand = obligations.climbs_to_the_county(county, owed["id"])
        assert stand == [VILLAGE, TOWN, TOWN[:6]]


def test_what_failed_tells_the_other_ways_and_is_tried_once_more_by_the_town(
    county: County,
) -> None:
    case = accepted(county, kind="land")
    seen = moved(county, case, "fail")
    codes = [one["code"] for one in seen["routes"]]
    assert codes == ["land_arbitration", "town_mediation", "suit"]

    again = go(county, "POST", f"cases/{case}/second-try", by="li")

    assert (again.status, again.body["unit"], again.body["first_try"]) == (201, TOWN, case)
    second = again.body["id"]
    assert read(county, case)["second_try"] == second
    assert moved(county, second, "accept", by="mt1")["number"] == f"{TOWN}民调〔2026〕第1号"
    for by, tried in (("li", case), ("mt1", second)):
        refused = go(county, "POST", f"cases/{tried}/second-try", by=by)
        assert refused.problem == "no-second-try"
    moved(county, second, "fail", by="mt1")
    assert go(county, "POST", f"cases/{second}/second-try", by="mt1").problem == "no-second-try"
    running = accepted(county)
    assert go(county, "POST", f"cases/{running}/second-try").problem == "no-second-try"
    assert go(county, "POST", f"cases/{running}/second-try", by="worker").status == 403


# Agreed


def test_an_agreement_by_word_of_mouth_binds_from_when_it_was_reached_and_is_recorded(
    county: County,
) -> None:
    case = accepted(county)
    reached = county.now.isoformat()
    county.advance(hours=2)
    bare = agreement("oral")
    del bare["record"]
    refused = move(county, case, "agree", agreement=bare)
    assert (refused.status, refused.wrong_fields) == (422, ["record"])

    seen = moved(county, case, "agree", agreement=agreement("oral", reached_at=reached))

    assert seen["status"] == "effective"
    assert seen["agreement"]["effective_at"] == "2026-11-23T10:00:00.000+08:00"


@pytest.mark.parametrize("land", [{"kind": "land"}, {"kind": "contract", "about_land": True}])
def test_an_agreement_on_land_is_in_writing(county: County, land: dict[str, Any]) -> None:
    case = accepted(county, **land)

    refused = move(county, case, "agree", agreement=agreement("oral"))
    assert (refused.status, refused.problem) == (409, "must-be-written")
    assert moved(county, case, "agree")["status"] == "agreed"


def test_an_agreement_in_writing_binds_when_all_have_signed_and_the_seal_is_on_it(
    county: County,
) -> None:
    case = accepted(county)
    moved(county, case, "agree")
    one, two = ({"party": number, "way": "signature"} for number in (1, 2))
    for signing in ({"signed": [one]}, {"signed": [two]}, {"mediator": True}):
        assert moved(county, case, "sign", signing=signing)["status"] == "agreed"
    county.advance(hours=1)

    seen = moved(county, case, "sign", signing={"sealed": True})

    assert seen["status"] == "effective"
    assert seen["agreement"]["effective_at"] == "2026-11-23T11:00:00.000+08:00"
    assert figures(county) | {"succeeded": 1, "amount_fen": 60_000} == figures(county)


@pytest.mark.parametrize("form", ["oral", "written"])
def test_after_effect_come_performance_and_three_return_visits(county: County, form: str) -> None:
    in_effect(county, form, {"perform_by": "2026-12-01"})

    due = {
        kind: [one["due_at"][:10] for one in obligations.owed(county, VILLAGE, kind)]
        for kind in ("mediation_performance", "mediation_visit", "mediation_settlement")
    }
    # The end of a day is the midnight after it.
    assert due == {
        "mediation_performance": ["2026-12-02"],
        "mediation_visit": ["2026-12-01", "2026-12-24", "2027-02-22"],
        "mediation_settlement": [],
    }


def test_a_visit_counts_for_the_marks_that_have_come_or_the_next(county: County) -> None:
    case = in_effect(county)
    left = [moved(county, case, "visit")["visits_left"]]
    for days in (0, 7, 1, 83):
        county.advance(days=days)
        left.append(moved(county, case, "visit")["visits_left"])

    # Day 0: for the seventh; again on day 0 and on day 7: too early for the thirtieth; day 8; day 91.
    assert left == [[30, 90], [30, 90], [30, 90], [90], []]


def test_a_case_is_closed_when_it_was_performed_visited_and_its_file_is_whole(
    county: County,
) -> None:
    case = accepted(county)
    moved(county, case, "agree", agreement=agreement("oral"))
    moved(county, case, "perform")
    refused = move(county, case, "close")
    assert (refused.status, refused.problem) == (409, "not-ready-to-close")
    assert refused.body["visits_left"] == [7, 30, 90]
    assert refused.body["parts_missing"] == ["record"]

    whole = in_effect(county)
    moved(county, whole, "perform")
    for days in (7, 23, 60):
        county.advance(days=days)
        seen = moved(county, whole, "visit")
    assert (seen["visits_left"], "close" in seen["actions"]) == ([], True)
    assert obligations.owed(county, VILLAGE, "mediation_closing")
    assert moved(county, whole, "close")["status"] == "closed"
    assert read(county, whole)["owed"] == []


def test_a_broken_promise_is_followed_up_in_the_same_case(county: County) -> None:
    case = in_effect(county, said={"perform_by": "2026-12-01"})
    county.advance(days=10)

    seen = moved(county, case, "break")

    assert (seen["id"], seen["status"], seen["number"][-3:]) == (case, "reopened", "第1号")
    assert [one["kind"] for one in seen["owed"]] == ["mediation_settlement"]
    assert "suit_on_agreement" in [one["code"] for one in seen["routes"]]
    moved(county, case, "hold_session")
    moved(county, case, "agree", agreement=agreement("oral"))
    counted = figures(county)
    assert (counted["succeeded"], counted["broken"], counted["opened"]) == (1, 1, 1)
    assert counted["amount_fen"] == 60_000


def test_what_is_performed_after_all_is_visited_anew(county: County) -> None:
    case = in_effect(county)
    moved(county, case, "visit")
    county.advance(days=10)
    moved(county, case, "break")
    seen = moved(county, case, "perform")

    assert (seen["status"], seen["visits_left"]) == ("performed", [7, 30, 90])


# Courts and police


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (datetime(2026, 12, 23, 23, 59, 59, tzinfo=clock.SHANGHAI), 200),
        (datetime(2026, 12, 24, 0, 0, tzinfo=clock.SHANGHAI), 409),
    ],
)
def test_a_court_is_asked_within_thirty_days_of_effect(
    county: County, at: datetime, status: int
) -> None:
    case = in_effect(county)
    assert read(county, case)["agreement"]["confirmable_until"] == "2026-12-24T00:00:00.000+08:00"
    county.now = at

    answer = move(county, case, "ask_court")

    assert answer.status == status
    if status == 409:
        assert answer.problem == "confirmation-late"
        assert "ask_court" not in read(county, case)["actions"]


@pytest.mark.parametrize("touches", ["identity", "adoption", "marriage"])
def test_no_court_confirms_what_touches_status(county: County, touches: str) -> None:
    case = in_effect(county, kind="family", said={"touches": [touches]})

    refused = move(county, case, "ask_court")

    assert (refused.status, refused.problem) == (409, "not-confirmable")
    assert read(county, case)["agreement"]["confirmable_until"] is None


def test_the_parties_ask_the_court_together_and_its_answer_is_counted(county: County) -> None:
    case = in_effect(county)
    alone: dict[str, Any] = {"asking": {"court": "of_a_party", "jointly": [1]}}
    assert move(county, case, "ask_court", **alone).problem == "not-jointly"
    assert move(county, case, "court_answers").problem == "illegal-move"
    moved(county, case, "ask_court")
    assert move(county, case, "ask_court").problem == "illegal-move"
    moved(county, case, "court_answers", answer="taken_up")
    future = move(county, case, "court_answers", answered_on="2026-11-24")
    assert future.wrong_fields == ["answered_on"]

    seen = moved(county, case, "court_answers", answer_number="（2026）晋0426民特1号")

    assert seen["confirmation"]["answer"] == "granted"
    assert figures(county)["confirmed"] == 1
    assert move(county, case, "court_answers").problem == "illegal-move"


def test_the_police_are_asked_only_of_what_was_performed_and_before_they_decide(
    county: County,
) -> None:
    case = in_effect(county, kind="damage")
    assert move(county, case, "ask_police").problem == "illegal-move"
    moved(county, case, "perform")
    asked = {"act": "fight", "police": "洪井派出所", "in_writing": True}
    late = move(county, case, "ask_police", waiver=asked | {"decided_on": day(county)})
    assert (late.status, late.problem) == (409, "police-decided")
    by_mouth = move(county, case, "ask_police", waiver=asked | {"in_writing": False})
    assert by_mouth.wrong_fields == ["waiver.in_writing"]
    moved(county, case, "ask_police")
    county.advance(days=2)

    same_day = move(county, case, "police_answer", decided_on=day(county))
    assert same_day.problem == "police-decided"
    seen = moved(county, case, "police_answer", decided_on="2026-11-26")
    assert seen["waiver"]["answer"] == "granted"


# Figures


def test_the_statistics_are_counted_by_month_for_village_town_and_county(county: County) -> None:
    case = accepted(county)
    moved(county, case, "hold_session")
    said = agreement("oral", prevented="petition", persons=12)
    moved(county, case, "agree", agreement=said)
    moved(county, case, "perform")
    opened(county, by="li", source="application", kind="land")

    expected = {
        "opened": 2,
        "rounds_found": 1,
        "accepted": 1,
        "succeeded": 1,
        "performed": 1,
        "amount_fen": 60_000,
    }
    for unit, by in ((VILLAGE, "village"), (VILLAGE, "md1"), (TOWN, "town"), (TOWN[:6], "county")):
        counted = figures(county, unit, by)
        assert counted | expected == counted, unit
        assert [(one["code"], one["count"]) for one in counted["by_kind"]] == [("neighbours", 1)]
        assert {one["code"]: one["count"] for one in counted["by_source"]} == {
            "found": 1,
            "application": 1,
        }
        (prevented,) = counted["prevented"]
        assert (prevented["code"], prevented["cases"], prevented["persons"]) == ("petition", 1, 12)
    for by, first, last, status in (
        ("far_village", "2026-01", "2026-12", 403),
        ("worker", "2026-01", "2026-12", 403),
        ("village", "2026-12", "2026-01", 422),
        ("village", "2023-12", "2026-12", 422),
    ):
        query = {"unit": VILLAGE, "first": first, "last": last}
        assert go(county, "GET", "figures", by=by, query=query).status == status, (by, first)
    query = {"unit": VILLAGE, "first": "2026-01", "last": "2026-10"}
    assert go(county, "GET", "figures", query=query).body["opened"] == 0
