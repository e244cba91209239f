"""Several reporters of one matter, through the API: hints, joining, merging, separating, rating."""

from __future__ import annotations

import json

import pytest

from composition.clock import timers
from incidents.rules.followers import MOST_FOLLOWERS
from incidents.rules.words import MOST_WORDS
from incidents.store.incidents import reporters_of
from kernel.directory import Remembered
from registry.api import API as REGISTRY
from tests.support.county import FAR_GRID, GRID, NEXT_GRID, NEXT_VILLAGE, TOWN, VILLAGE, WATER

NOT_SOLVED = {"satisfied": False, "answer": "not_solved"}


@pytest.fixture
def county(county):
    """The county with two more residents of the village."""
    county.appoint(friend=("resident", NEXT_GRID), cousin=("resident", GRID))
    return county


def merged(county):
    """Merge the friend's report into the resident's, which the cousin joined; return lead and duplicate."""
    lead, duplicate = county.report(by="resident").body, county.report(by="friend").body
    county.moved(lead["id"], "join", "cousin")
    county.moved(duplicate["id"], "merge", "village", into=lead["id"])
    return lead, duplicate


def solved(county, incident_id, officer="village"):
    """Let an officer solve an incident and the grid worker confirm it."""
    county.moved(incident_id, "resolve", officer)
    return county.moved(incident_id, "confirm", "worker")


def mine(county, by):
    """Return the ids of what a person follows."""
    answer = county.go("GET", "/v1/incidents", by=by, query={"mine": "true"})
    return {item["id"] for item in answer.body["items"]}


# Hints


def hints(county, by="friend", **query):
    said = {"category": "public_facilities", **query}
    return county.go("GET", "/v1/incidents/similar", by=by, query=said)


SQUARE = [[113.38, 36.5], [113.384, 36.5], [113.384, 36.504], [113.38, 36.504], [113.38, 36.5]]
HERE = {"lat": 36.502, "lon": 113.382, "crs": "cgcs2000"}
# 0.00009 degrees of latitude are 10 m.
TEN_METRES = 0.00009


@pytest.fixture
def drawn(county):
    """The grid has a boundary on the map."""
    path, polygon = f"/v1/registry/units/{GRID}", {"type": "Polygon", "coordinates": [SQUARE]}
    seen = county.go("GET", path, by="admin", api=REGISTRY).headers["ETag"]
    body = {"name": "一号网格", "boundary": polygon}
    assert (
        county.go("PUT", path, body, by="admin", headers={"if-match": seen}, api=REGISTRY).status
        == 200
    )
    Remembered.forget()
    return county


def test_before_reporting_one_hears_of_the_same_matter_nearby(drawn):
    near = drawn.report(by="resident", unit=None, location=HERE).body
    drawn.report(by="resident", unit=None, location=HERE | {"lat": HERE["lat"] + 10 * TEN_METRES})
    drawn.moved(near["id"], "accept", "village")

    answer = hints(drawn, **HERE | {"lat": HERE["lat"] + 2 * TEN_METRES})

    assert answer.body["items"] == [
        {
            "id": near["id"],
            "case_code": near["case_code"],
            "category": "public_facilities",
            "category_name": near["category_name"],
            "status": "accepted",
            "status_name": "处置中",
            "metres": 50,
            "reported_at": near["created_at"],
            "reporters": 1,
            "following": False,
        }
    ]


def test_a_hint_says_how_many_follow_and_whether_one_does_oneself(county):
    lead, _ = merged(county)

    (told,) = hints(county, by="cousin", unit=GRID).body["items"]

    assert (told["id"], told["metres"], told["reporters"]) == (lead["id"], None, 3)
    assert told["following"]


def test_a_hint_holds_no_person_no_words_and_no_exact_position(drawn):
    drawn.report(by="resident", unit=None, location=HERE, description="张三家门口")

    told = json.dumps(hints(drawn, **HERE).body, ensure_ascii=False)

    assert all(private not in told for private in ("resident", "张三", "36.502", "113.382"))


def test_hints_cost_one_query_beside_two_reads(county):
    county.reported(by="resident")
    county.calls.clear()

    hints(county, unit=GRID)

    assert county.calls == ["BatchGetItem", "Query", "BatchGetItem"]


def test_a_second_report_of_the_same_matter_is_still_taken(county):
    county.reported(by="resident")

    assert county.report(by="friend").status == 201


def test_neighbours_hear_nothing_of_a_matter_about_persons_and_its_staff_do(county):
    dispute = county.reported(by="resident", category="dispute")

    assert hints(county, category="dispute", unit=GRID).body["items"] == []
    (told,) = hints(county, by="worker", category="dispute", unit=GRID).body["items"]
    assert told["id"] == dispute
    assert county.move(dispute, "join", "friend").status == 404


@pytest.mark.parametrize(
    ("by", "unit", "status"),
    [
        ("friend", GRID, 200),
        ("friend", FAR_GRID, 403),
        ("neighbour", GRID, 403),
        ("town", TOWN, 200),
    ],
)
def test_hints_are_for_those_who_may_report_there(county, by, unit, status):
    assert hints(county, by=by, unit=unit).status == status


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "lat"),
        ({"lat": 36.5, "lon": 113.4}, "crs"),
        ({"unit": WATER}, "unit"),
        ({"unit": GRID, "category": "nonsense"}, "category"),
    ],
)
def test_a_question_for_hints_that_makes_no_sense_is_refused_by_its_field(county, query, field):
    answer = hints(county, **query)

    assert (answer.status, answer.wrong_fields) == (422, [field])


# Joining


def test_a_resident_joins_what_may_not_be_read_before_and_reads_it_afterwards(county):
    incident = county.reported(by="resident")
    before = county.go("GET", f"/v1/incidents/{incident}", by="friend").status

    answer = county.moved(incident, "join", "friend", reason="我家门口也是")

    assert (before, answer["joined"], answer["actions"]) == (404, 1, ["leave", "add"])
    assert county.read(incident, by="friend")["id"] == incident
    assert mine(county, "friend") == {incident}


def test_whoever_joined_is_not_told_who_reported_it(county):
    incident = county.reported(by="worker", on_behalf_of="resident", client_ref="r-7")
    county.moved(incident, "join", "friend")

    seen_by_friend, seen_by_resident = (
        county.read(incident, by=who) for who in ("friend", "resident")
    )

    hidden = ("reporter", "on_behalf_of", "client_ref")
    assert [seen_by_friend[name] for name in hidden] == [None, None, None]
    assert [seen_by_resident[name] for name in hidden] == ["worker", "resident", "r-7"]


def test_whom_it_was_reported_for_finds_it_in_the_own_list(county):
    incident = county.reported(by="worker", on_behalf_of="resident")

    assert mine(county, "resident") == {incident}


@pytest.mark.parametrize("by", ["resident", "friend"])
def test_nobody_joins_what_is_already_followed(county, by):
    incident = county.reported(by="resident")
    county.moved(incident, "join", "friend")

    answer = county.move(incident, "join", by)

    assert (answer.status, answer.problem) == (409, "already-following")


def test_nobody_takes_away_what_others_count_on(county):
    incident = county.reported(by="resident")
    county.moved(incident, "join", "friend")

    answered = [county.move(incident, "cancel", who).status for who in ("friend", "resident")]

    assert answered == [403, 403]
    assert county.moved(incident, "cancel", "county")["status"] == "cancelled"


def test_what_is_closed_is_not_joined(county):
    incident = county.reported(by="resident")
    solved(county, incident)

    assert county.move(incident, "join", "friend").problem == "illegal-move"


def test_joining_twice_under_one_key_is_joining_once(county):
    incident = county.reported(by="resident")

    first, again = (county.move(incident, "join", "friend", key="j-1") for _ in range(2))

    assert (first.status, again.status, first.body) == (200, 200, again.body)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert county.read(incident)["joined"] == 1


# Merging


def test_a_merged_incident_has_no_clock_and_its_code_follows_the_lead(county):
    lead, duplicate = merged(county)
    county.climb(lead["id"], "town")

    told = county.go("GET", f"/v1/track/{duplicate['case_code']}", by=None).body

    asleep = county.images()[duplicate["id"]]
    assert asleep["status"]["S"] == "merged"
    assert not {"clock", "wake_at", "due_at", "queue"} & set(asleep)
    assert (told["case_code"], told["merged"]) == (duplicate["case_code"], True)
    assert (told["status"], told["tier"]) == ("reported", "town")
    assert [step["event"] for step in told["steps"]] == [
        "reported",
        "joined",
        "absorbed",
        "sign_overdue",
        "reminded",
        "escalated",
    ]
    assert told["reported_at"] == duplicate["created_at"]
    assert not county.go("GET", f"/v1/track/{lead['case_code']}", by=None).body["merged"]


def test_the_reporters_of_what_was_merged_follow_the_lead(county):
    lead, duplicate = merged(county)

    assert mine(county, "friend") == {lead["id"], duplicate["id"]}
    assert county.read(lead["id"], by="friend")["duplicates"] == 1


def test_merging_twice_under_one_key_is_merging_once(county):
    lead, duplicate = county.reported(by="resident"), county.reported(by="friend")

    first, again = (
        county.move(duplicate, "merge", "village", into=lead, key="m-1") for _ in range(2)
    )

    assert (first.status, again.status, first.body) == (200, 200, again.body)
    assert county.read(lead)["duplicates"] == 1


def test_nobody_merges_into_what_is_not_the_own_to_know_of(county):
    foreign = county.reported(by="neighbour", unit=FAR_GRID)
    own = county.reported(by="resident")

    answer = county.move(own, "merge", "village", into=foreign)

    assert (answer.status, answer.wrong_fields) == (422, ["into"])


def test_what_is_separated_again_is_nothing_to_the_lead_any_more(county):
    lead, duplicate = merged(county)

    first, again = (
        county.move(duplicate["id"], "separate", "village", key="s-1") for _ in range(2)
    )

    assert (first.status, again.body) == (200, first.body)
    assert (first.body["status"], first.body["merged_into"]) == ("reported", None)
    assert county.images()[duplicate["id"]]["wake_at"]
    assert county.read(lead["id"])["duplicates"] == 0
    assert mine(county, "friend") == {duplicate["id"]}
    assert county.go("GET", f"/v1/incidents/{lead['id']}", by="friend").status == 404


def test_whoever_had_joined_the_lead_before_stays_after_a_separation(county):
    lead, duplicate = county.reported(by="resident"), county.reported(by="friend")
    county.moved(lead, "join", "friend")
    county.moved(duplicate, "merge", "village", into=lead)

    county.moved(duplicate, "separate", "village")

    assert mine(county, "friend") == {lead, duplicate}


def test_whoever_left_by_a_separation_may_join_anew(county):
    lead, duplicate = merged(county)
    county.moved(duplicate["id"], "separate", "village")

    county.moved(lead["id"], "join", "friend")

    assert county.read(lead["id"], by="friend")["joined"] == 2


# Rating


def test_a_dissatisfied_reporter_who_joined_sends_it_back_to_the_tier_that_solved_it(county):
    incident = county.reported(by="resident")
    county.moved(incident, "join", "friend")
    county.moved(incident, "escalate", "village")
    solved(county, incident, "town")

    answer = county.moved(incident, "rate", "friend", **NOT_SOLVED)

    assert (answer["status"], answer["responsible_unit"], answer["round"]) == ("reported", TOWN, 1)
    assert county.images()[incident]["wake_at"]


def test_the_result_is_rated_through_the_duplicate(county):
    lead, duplicate = merged(county)
    solved(county, lead["id"])

    answer = county.moved(duplicate["id"], "rate", "friend", **NOT_SOLVED)

    assert (answer["id"], answer["status"]) == (lead["id"], "reported")
    assert answer["responsible_unit"] == VILLAGE
    assert county.read(duplicate["id"])["status"] == "merged"


def test_each_reporter_rates_a_result_once(county):
    lead, duplicate = merged(county)
    solved(county, lead["id"])
    county.moved(lead["id"], "rate", "resident")

    again = county.move(lead["id"], "rate", "resident")
    others = [county.move(lead["id"], "rate", who).status for who in ("friend", "cousin")]
    through_the_duplicate = county.move(duplicate["id"], "rate", "friend")

    assert (again.status, again.problem) == (409, "already-rated")
    assert others == [200, 200]
    assert through_the_duplicate.problem == "already-rated"


def test_a_result_is_offered_to_be_rated_until_one_has_rated_it(county):
    lead, duplicate = merged(county)
    solved(county, lead["id"])

    def offered(who, incident):
        return county.read(incident["id"], by=who)["actions"]

    before = [offered("cousin", lead), offered("friend", lead), offered("friend", duplicate)]
    told = [
        county.moved(incident["id"], "rate", who)["actions"]
        for who, incident in (("cousin", lead), ("friend", duplicate))
    ]
    after = [offered("cousin", lead), offered("friend", lead), offered("friend", duplicate)]

    assert before == [["rate"], ["rate"], ["rate"]]
    assert (told, after) == ([[], []], [[], [], []])


@pytest.mark.parametrize("by", ["worker", "village", "county"])
def test_whoever_works_for_the_place_is_no_second_reporter(county, by):
    incident = county.reported(by="resident")

    answer = county.move(incident, "join", by)

    assert (answer.status, "join" in county.read(incident, by=by)["actions"]) == (403, False)
    assert county.read(incident)["joined"] == 0


def test_rating_twice_under_one_key_is_rating_once(county):
    incident = county.reported(by="resident")
    solved(county, incident)

    first, again = (
        county.move(incident, "rate", "resident", key="r-1", **NOT_SOLVED) for _ in range(2)
    )

    assert (first.status, again.status, first.body) == (200, 200, again.body)
    assert county.read(incident)["round"] == 1


def test_to_strangers_neither_lead_nor_duplicate_is_there(county):
    lead, duplicate = merged(county)
    solved(county, lead["id"])

    answered = {
        (who, action, incident["id"]): county.move(incident["id"], action, who).status
        for who in ("neighbour", "far_village", "next_town")
        for action in ("join", "merge", "separate", "rate")
        for incident in (lead, duplicate)
    }

    assert set(answered.values()) == {404}


def test_a_neighbour_of_another_village_hears_of_it_from_nobody(county):
    county.reported(by="resident")

    answer = hints(county, by="neighbour", unit=NEXT_VILLAGE)

    assert (answer.status, answer.body["items"]) == (200, [])


# Further words, joining undone


def test_a_reporter_and_who_joined_add_words_each_a_few(county):
    incident = county.reported(by="resident")
    county.moved(incident, "join", "cousin")

    for by in ["resident"] * MOST_WORDS + ["cousin"]:
        county.moved(incident, "add", by, reason="又塌了一块")

    assert county.move(incident, "add", "resident", reason="再说").problem == "enough-said"
    assert county.events(incident).count("added") == MOST_WORDS + 1


def test_who_joined_by_mistake_is_no_reporter_any_more_and_may_join_again(county):
    incident = county.reported(by="resident")
    county.moved(incident, "join", "cousin")

    told = county.moved(incident, "leave", "cousin")

    assert "leave" not in told["actions"]
    assert incident not in mine(county, "cousin")
    assert county.go("GET", f"/v1/incidents/{incident}", by="cousin").status == 404
    county.moved(incident, "join", "cousin")
    assert incident in mine(county, "cousin")


def test_a_wrong_category_is_put_right_with_a_reason(county):
    incident = county.reported(by="resident")

    answer = county.moved(incident, "correct", "town", category="policy_advice")

    assert answer["category"] == "policy_advice"
    assert county.timeline(incident)[-1]["details"] == {
        "category": {"from": "public_facilities", "to": "policy_advice"}
    }
    assert county.move(incident, "correct", "town", category="nonsense").status == 422


def test_who_came_by_a_merger_alone_is_not_offered_to_undo_a_joining(county):
    lead, _ = merged(county)
    seen = {
        by: county.go("GET", f"/v1/incidents/{lead['id']}", by=by).body["actions"]
        for by in ("friend", "cousin")
    }

    # The cousin joined; the friend's own report was merged.
    assert {by: "leave" in actions for by, actions in seen.items()} == {
        "friend": False,
        "cousin": True,
    }
    refused = county.move(lead["id"], "leave", "friend")
    assert refused.problem == "not-joined"
    left = county.moved(lead["id"], "leave", "cousin")
    assert "leave" not in left["actions"]


def test_a_merger_brings_any_number_of_reporters_and_its_end_takes_them_away(county):
    many = [f"neighbour-{number:03d}" for number in range(MOST_FOLLOWERS * 2 + 5)]
    for first in range(0, len(many), 50):
        county.appoint(**dict.fromkeys(many[first : first + 50], ("resident", GRID)))
    lead, duplicate = county.reported(by="resident"), county.reported(by="friend")
    for one in many:
        county.moved(duplicate, "join", one)

    county.moved(duplicate, "merge", "village", into=lead)
    at_first = set(reporters_of(lead))
    early = county.move(duplicate, "separate", "village", reason="不是一件事")
    county.advance(minutes=2)
    timers.reconcile()

    assert (at_first, early.problem) == ({"friend"}, "still-settling")
    assert set(reporters_of(lead)) == {"friend", *many}
    assert lead in mine(county, many[-1])
    county.moved(duplicate, "separate", "village", reason="不是一件事")
    county.advance(minutes=2)
    timers.reconcile()
    assert reporters_of(lead) == []
    assert set(reporters_of(duplicate)) == set(many)
