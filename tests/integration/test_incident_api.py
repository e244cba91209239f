"""The API of incidents in process: report, follow, move, list; what a client gets and what is kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kernel.clock import from_iso
from kernel.directory import PersonRow, Remembered
from kernel.storage import dynamo
from kernel.storage.rates import bounds
from notices.service import subjects
from registry.api import API as REGISTRY
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_GRID,
    NEXT_VILLAGE,
    TOWN,
    VILLAGE,
    answer_lost,
    nothing,
    throttled,
    unreachable,
)

WRITE = "TransactWriteItems"

# Reporting


def test_a_report_is_answered_with_what_happens_next(county):
    answer = county.report()

    body = answer.body
    assert answer.status == 201
    assert answer.headers["Location"] == f"/v1/incidents/{body['id']}"
    assert answer.headers["ETag"] == '"1"'
    assert (body["unit"], body["tier"], body["responsible_unit"]) == (GRID, "village", VILLAGE)
    assert (body["status"], body["epoch"], body["version"]) == ("reported", 1, 1)
    assert body["due_at"] == "2026-11-26T18:00:00.000+08:00"
    assert body["receipt"]["by"] == body["due_at"]
    assert body["receipt"]["track"] == f"/v1/track/{body['case_code']}"
    assert body["actions"] == ["resolve", "escalate", "cancel", "add"]


def test_a_report_costs_one_read_and_one_write(county):
    county.calls.clear()

    county.report(key="k-1", on_behalf_of="resident")

    assert county.calls == ["BatchGetItem", WRITE]


def test_a_step_costs_two_reads_and_one_write(county):
    incident = county.reported()
    county.calls.clear()

    county.moved(incident, "accept", "village", key="k-1")

    who_calls, incident_and_answer = "BatchGetItem", "BatchGetItem"
    assert county.calls == [who_calls, incident_and_answer, WRITE]


def test_rare_characters_and_emoji_come_back_as_they_were_typed(county):
    typed = "𠮷家门口㐂字井盖😀坏了\n第二行"

    incident = county.reported(description=typed)

    assert county.read(incident)["description"] == typed


@pytest.mark.parametrize(
    ("unit", "by", "tier"),
    [(VILLAGE, "worker", "village"), (TOWN, "town", "town"), (COUNTY, "county", "county")],
)
def test_what_cannot_be_said_more_exactly_is_reported_for_a_wider_unit(county, unit, by, tier):
    assert county.report(unit=unit, by=by).body["tier"] == tier


@pytest.mark.parametrize(
    ("by", "unit", "status"),
    [
        ("resident", GRID, 201),
        ("resident", NEXT_GRID, 201),
        ("resident", VILLAGE, 201),
        ("resident", FAR_GRID, 403),
        ("resident", TOWN, 403),
        ("worker", NEXT_GRID, 201),
        ("worker", FAR_GRID, 403),
        ("village", FAR_GRID, 403),
        ("town", FAR_GRID, 201),
        ("next_town", GRID, 403),
        ("county", FAR_GRID, 201),
    ],
)
def test_people_report_in_their_village_and_officers_in_their_area(county, by, unit, status):
    answer = county.report(by=by, unit=unit)

    assert answer.status == status
    assert status == 201 or answer.problem == "outside-your-area"


def test_a_village_without_officers_is_passed_over_with_the_reason_in_the_timeline(county):
    county.dismiss("village", "village2")

    incident = county.reported()

    steps = county.timeline(incident)
    assert [step["event"] for step in steps] == ["reported", "tier_skipped"]
    assert steps[1]["reason_code"] == "nobody_holds_post"
    assert county.read(incident)["responsible_unit"] == TOWN


def test_staff_report_on_behalf_of_a_person_who_may_then_read_it(county):
    incident = county.reported(by="town", on_behalf_of="neighbour")

    assert county.read(incident, by="neighbour")["on_behalf_of"] == "neighbour"


def test_of_people_elsewhere_staff_do_not_learn_whether_there_are_such(county):
    elsewhere = county.report(on_behalf_of="neighbour")
    nobody = county.report(on_behalf_of="nobody-known")

    assert elsewhere.status == 422
    assert elsewhere.body == nobody.body


@pytest.mark.parametrize(("by", "whom"), [("resident", "neighbour"), ("worker", "nobody-known")])
def test_nobody_reports_on_behalf_of_whom_they_may_not(county, by, whom):
    answer = county.report(by=by, on_behalf_of=whom)

    assert (answer.status, answer.wrong_fields) == (422, ["on_behalf_of"])


# Locations

SQUARE = [
    [113.380, 36.500],
    [113.384, 36.500],
    [113.384, 36.504],
    [113.380, 36.504],
    [113.380, 36.500],
]
MIDDLE = {"lat": 36.502, "lon": 113.382, "crs": "cgcs2000"}


@pytest.fixture
def drawn(county):
    """The grid has a boundary on the map, drawn by the registry's own route."""
    path, polygon = f"/v1/registry/units/{GRID}", {"type": "Polygon", "coordinates": [SQUARE]}
    seen = county.go("GET", path, by="admin", api=REGISTRY).headers["ETag"]
    body = {"name": "一号网格", "boundary": polygon}
    drawn = county.go("PUT", path, body, by="admin", headers={"if-match": seen}, api=REGISTRY)
    assert drawn.status == 200, drawn
    Remembered.forget()
    return county


def test_a_location_finds_its_grid(drawn):
    body = drawn.report(unit=None, location=MIDDLE).body

    assert body["unit"] == GRID
    assert (body["location"]["lat"], body["location"]["crs"]) == (36.502, "cgcs2000")
    assert body["location"]["given"] == MIDDLE


def test_a_location_report_reads_twice_at_most(drawn):
    drawn.calls.clear()

    drawn.report(unit=None, location=MIDDLE)

    assert drawn.calls == ["BatchGetItem", "BatchGetItem", WRITE]


def test_a_point_of_a_phone_map_is_not_where_its_figures_say(drawn):
    wechat = {"lat": 36.5031, "lon": 113.3881, "crs": "gcj02"}

    assert drawn.report(unit=None, location=wechat).body["unit"] == GRID
    assert drawn.report(unit=None, location=wechat | {"crs": "wgs84"}).status == 422


def test_a_location_outside_every_grid_names_the_nearest(drawn):
    answer = drawn.report(unit=None, location=MIDDLE | {"lon": 113.386})

    assert (answer.status, answer.problem) == (422, "outside-every-grid")
    assert answer.body["nearest_grid"] == GRID
    assert 170 < answer.body["distance_m"] < 190


def test_a_unit_that_is_named_wins_over_a_point_elsewhere_which_is_kept_and_flagged(drawn):
    # 0.0003 degrees of longitude are some 27 m.
    over_the_border = MIDDLE | {"lon": 113.384 + 0.0003}

    beside = drawn.report(unit=GRID, location=over_the_border)
    elsewhere = drawn.report(unit=NEXT_GRID, location=MIDDLE).body

    assert (beside.status, beside.body["unit"]) == (201, GRID)
    assert beside.body["location"]["given"] == over_the_border
    assert (beside.body["location"]["mismatch"], beside.body["location"]["lies_in"]) == (True, None)
    assert (elsewhere["unit"], elsewhere["location"]["lies_in"]) == (NEXT_GRID, GRID)
    within = drawn.report(unit=VILLAGE, location=MIDDLE).body
    assert (within["unit"], "mismatch" in within["location"]) == (GRID, False)


# Once means once


def test_the_same_client_ref_of_the_same_person_is_the_same_report(county):
    first = county.report(key="k-1", client_ref="r-7").body
    county.moved(first["id"], "accept", "village")

    again = county.report(key="k-2", client_ref="r-7", description="井盖破损，又报一次")

    assert (again.status, again.body["id"], again.body["status"]) == (201, first["id"], "accepted")
    assert county.reported(client_ref="r-8") != first["id"]
    assert county.reported(by="resident", client_ref="r-7") != first["id"]


def test_the_same_key_and_body_get_the_first_answer_again(county):
    first = county.report(key="k-1")

    again = county.report(key="k-1")

    assert (again.status, again.body) == (201, first.body)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(_incidents(county)) == 1


def test_the_same_key_with_another_body_is_refused(county):
    county.report(key="k-1")

    answer = county.report(key="k-1", description="另一件事")

    assert (answer.status, answer.problem) == (409, "idempotency-key-reused")
    assert len(_incidents(county)) == 1


def test_two_persons_may_choose_the_same_key(county):
    county.report(key="k-1", by="worker")
    county.report(key="k-1", by="chief")

    assert len(_incidents(county)) == 2


def test_without_a_key_two_reports_are_two_incidents(county):
    county.report()
    county.report()

    assert len(_incidents(county)) == 2


@pytest.mark.parametrize("key", [None, "k-1"])
def test_a_report_whose_answer_was_lost_on_the_way_from_the_store_is_made_once(county, key):
    county.faults.extend([nothing, answer_lost])

    answer = county.report(key=key)

    assert answer.status == 201
    assert county.read(answer.body["id"])["version"] == 1
    assert len(_incidents(county)) == 1


def test_a_report_whose_answer_never_came_is_made_once_when_it_is_sent_again(county):
    county.faults.extend([nothing, answer_lost, *[unreachable] * 4])
    lost = county.report(key="k-1")

    again = county.report(key="k-1")

    assert (lost.status, lost.problem) == (503, "try-again")
    assert (again.status, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert len(_incidents(county)) == 1


@pytest.mark.parametrize("fault", [throttled, unreachable])
def test_a_busy_store_is_tried_again_and_then_told_as_busy(county, fault):
    county.faults.extend([nothing, fault, fault])
    assert county.report().status == 201

    county.faults.extend([nothing, *[fault] * 5])
    answer = county.report(description="第二件")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    assert len(_incidents(county)) == 1


def test_a_step_taken_twice_under_one_key_is_taken_once(county):
    incident = county.reported()

    first = county.move(incident, "escalate", "village", key="k-1")
    again = county.move(incident, "escalate", "village", key="k-1")

    assert again.body == first.body
    assert county.events(incident) == ["reported", "escalated"]


def test_a_step_whose_answer_was_lost_is_taken_once(county):
    incident = county.reported()
    county.moved(incident, "accept", "village")
    county.calls.clear()
    county.moved(incident, "escalate", "village", key="k-0")
    reads = county.calls.index(WRITE)
    county.faults.extend([*[nothing] * reads, answer_lost])

    answer = county.move(incident, "escalate", "town", key="k-1")

    assert (answer.status, list(county.faults)) == (200, [])
    assert county.events(incident) == ["reported", "accepted", "escalated", "escalated"]


# Moving


def test_the_whole_life_from_report_to_confirmation(county):
    incident = county.reported(by="resident")
    county.moved(incident, "accept", "village")
    county.moved(incident, "resolve", "village", evidence=["照片-1"])

    done = county.moved(incident, "confirm", "worker")

    assert (done["status"], done["actions"], done["due_at"]) == ("confirmed", [], None)
    assert done["evidence"] == ["照片-1"]
    assert county.events(incident) == ["reported", "accepted", "resolved", "confirmed"]


@pytest.mark.parametrize(("version", "status"), [(1, 200), (2, 412), (0, 412)])
def test_with_if_match_a_step_is_taken_only_on_the_version_seen(county, version, status):
    incident = county.reported()

    answer = county.move(incident, "accept", "village", version=version)

    assert answer.status == status
    assert county.read(incident)["version"] == (2 if status == 200 else 1)


def test_an_illegal_step_is_refused_with_what_is_open_to_whoever_asked(county):
    answer = county.move(county.reported(), "confirm", "worker")

    assert (answer.status, answer.problem) == (409, "illegal-move")
    assert answer.body["legal_actions"] == ["resolve", "escalate", "cancel", "add"]
    assert answer.body["present_status"] == "reported"


def test_a_wrong_role_is_refused_with_the_right_ones(county):
    answer = county.move(county.reported(), "accept", "worker")

    assert (answer.status, answer.body["allowed_roles"]) == (403, ["village_officer"])
    assert answer.body["allowed_relations"] == ["责任单位干部"]


def test_the_handler_may_not_confirm(county):
    county.appoint(village=("grid_worker", GRID))
    incident = county.reported()
    county.moved(incident, "resolve", "village")

    answer = county.move(incident, "confirm", "village")

    assert (answer.status, answer.problem) == (403, "handler-may-not-confirm")


@pytest.mark.parametrize("by", ["far_village", "far_worker", "next_town", "neighbour"])
def test_to_a_foreign_village_the_incident_is_not_there(county, by):
    incident = county.reported()

    answers = [
        county.move(incident, "accept", by),
        county.go("GET", f"/v1/incidents/{incident}", by=by),
        county.go("GET", f"/v1/incidents/{incident}/timeline", by=by),
    ]

    assert [(answer.status, answer.problem) for answer in answers] == [(404, "not-found")] * 3


def test_somebody_faster_makes_a_step_be_decided_again(county):
    incident = county.reported()

    def overtaken(call, operation):
        county.faults.clear()
        county.moved(incident, "accept", "village2")
        return call()

    county.faults.extend([nothing, nothing, overtaken])
    answer = county.move(incident, "accept", "village")

    assert (answer.status, answer.problem) == (409, "illegal-move")
    assert county.events(incident) == ["reported", "accepted"]


def test_a_dismissed_officer_may_do_nothing_from_the_next_request_on(county):
    incident = county.reported()
    county.dismiss("village")

    assert county.move(incident, "accept", "village").status == 403
    assert county.go("GET", f"/v1/incidents/{incident}", by="village").status == 403


# Following


def test_residents_see_who_by_post_and_staff_see_who_by_name(county):
    incident = county.reported(by="resident")
    county.moved(incident, "accept", "village")

    [_, seen_by_resident] = county.timeline(incident, by="resident")
    [_, seen_by_staff] = county.timeline(incident, by="worker")

    assert (seen_by_resident["actor"], seen_by_resident["actor_role"]) == (None, "村干部")
    assert seen_by_staff["actor"] == "演示village"
    assert "演示" not in json.dumps(county.timeline(incident, by="resident"), ensure_ascii=False)


def test_the_timeline_only_ever_grows(county):
    incident = county.reported()
    seen = county.timeline(incident)

    for action, by in [("accept", "village"), ("resolve", "village"), ("reject", "worker")]:
        county.moved(incident, action, by)
        now = county.timeline(incident)
        assert now[: len(seen)] == seen
        assert len(now) == len(seen) + 1
        seen = now

    assert [step["seq"] for step in seen] == [1, 2, 3, 4]


def test_the_timeline_comes_in_pages(county):
    incident = county.reported()
    county.moved(incident, "accept", "village")
    path = f"/v1/incidents/{incident}/timeline"

    first = county.go("GET", path, query={"limit": 1}).body
    last = county.go("GET", path, query={"limit": 1, "cursor": first["next_cursor"]}).body

    assert [first["items"][0]["event"], last["items"][0]["event"]] == ["reported", "accepted"]
    assert county.go("GET", path, query={"cursor": first["next_cursor"] + "x"}).status == 422


def test_texts_come_in_english_when_asked_for(county):
    incident = county.reported()
    headers = {"accept-language": "en"}

    body = county.go("GET", f"/v1/incidents/{incident}", headers=headers).body

    assert (body["status_name"], body["category_name"]) == (
        "reported",
        "Public facilities: manholes, lamps, water, power",
    )


# Tracking without login


def test_anybody_follows_a_case_by_its_code_and_sees_no_person(county):
    report = county.report(by="resident", description="张三家门口").body
    county.moved(report["id"], "accept", "village")

    answer = county.go("GET", f"/v1/track/{report['case_code']}", by=None)

    assert (answer.status, answer.body["status"], answer.body["tier"]) == (
        200,
        "accepted",
        "village",
    )
    assert [step["event"] for step in answer.body["steps"]] == ["reported", "accepted"]
    told = json.dumps(answer.body, ensure_ascii=False)
    for private in ("resident", "张三", "演示", GRID, report["id"]):
        assert private not in told


@pytest.mark.parametrize("spelled", [str.lower, lambda code: code.replace("-", "")])
def test_a_case_code_is_understood_as_people_write_it(county, spelled):
    code = county.report().body["case_code"]

    assert county.go("GET", f"/v1/track/{spelled(code)}", by=None).body["case_code"] == code


@pytest.mark.parametrize("code", ["140426-26-00000-00000", "x", "%00", "𠮷", "1" * 2500])
def test_a_wrong_case_code_finds_nothing(county, code):
    assert county.go("GET", f"/v1/track/{code}", by=None).status == 404


def test_tracking_is_limited_per_visitor_and_minute(county):
    path = f"/v1/track/{county.report().body['case_code']}"
    for _ in range(30):
        assert county.go("GET", path, by=None).status == 200

    refused = county.go("GET", path, by=None)
    other = county.go("GET", path, by=None, ip="198.51.100.9")
    county.advance(minutes=1)
    later = county.go("GET", path, by=None)

    assert (refused.status, refused.headers["Retry-After"]) == (429, "60")
    assert (other.status, later.status) == (200, 200)


def test_what_counts_look_ups_holds_no_address_and_is_gone_soon(county):
    county.go("GET", "/v1/track/x", by=None)

    [row] = [row for row in county.rows() if row["pk"]["S"].startswith("RATE#")]

    assert "203.0.113.7" not in json.dumps(row)
    assert int(row["expires_at"]["N"]) <= county.now.timestamp() + 6 * 60


# Lists


def listed(county, by, path="/v1/incidents", **query):
    answer = county.go("GET", path, by=by, query=query)
    assert answer.status == 200, answer
    return answer.body


def ids_of(body):
    return [item["id"] for item in body["items"]]


@pytest.fixture
def many(county):
    """Six incidents of two villages, the newest last."""
    made = []
    for unit, by in [(GRID, "worker"), (NEXT_GRID, "next_worker"), (FAR_GRID, "far_worker")] * 2:
        county.advance(seconds=1)
        made.append(county.reported(unit=unit, by=by))
    return made


@pytest.mark.parametrize(
    ("by", "unit", "shown"),
    [
        ("county", None, [5, 4, 3, 2, 1, 0]),
        ("town", None, [5, 4, 3, 2, 1, 0]),
        ("village", None, [4, 3, 1, 0]),
        ("worker", None, [3, 0]),
        ("county", NEXT_VILLAGE, [5, 2]),
        ("town", NEXT_GRID, [4, 1]),
        ("next_town", None, []),
    ],
)
def test_a_list_shows_an_area_newest_first(county, many, by, unit, shown):
    query = {"unit": unit} if unit else {}

    assert ids_of(listed(county, by, **query)) == [many[n] for n in shown]


def test_residents_see_what_they_reported_themselves(county, many):
    own = county.reported(by="resident")

    assert ids_of(listed(county, "resident")) == [own]
    assert ids_of(listed(county, "worker", mine="true")) == [many[3], many[0]]


@pytest.mark.parametrize("by", ["village", "next_town", "worker"])
def test_a_list_of_a_foreign_area_is_refused(county, by):
    answer = county.go("GET", "/v1/incidents", by=by, query={"unit": NEXT_VILLAGE})

    assert (answer.status, answer.problem) == (403, "outside-your-area")


def test_a_list_is_narrowed_by_status_tier_and_category(county, many):
    county.moved(many[0], "accept", "village")
    county.moved(many[1], "escalate", "village")
    other = county.reported(category="dispute")

    assert ids_of(listed(county, "village", status="accepted")) == [many[0]]
    assert ids_of(listed(county, "village", tier="town")) == [many[1]]
    assert ids_of(listed(county, "village", category="dispute")) == [other]
    assert ids_of(listed(county, "village", category="dispute", status="accepted")) == []


def test_one_page_is_one_query_and_the_pages_make_the_whole(county, many):
    shown, cursor = [], None
    while True:
        county.calls.clear()
        page = listed(county, "county", limit=4, **({"cursor": cursor} if cursor else {}))
        assert county.calls.count("Query") == 1
        assert len(page["items"]) <= 4
        shown += ids_of(page)
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert shown == many[::-1]


def test_a_filtered_list_is_complete_page_by_page(county, many):
    wanted = [many[n] for n in (5, 4, 2, 1)]
    for incident in wanted:
        county.moved(incident, "escalate", "town")

    shown, cursor = [], None
    while True:
        page = listed(
            county, "county", tier="town", limit=1, **({"cursor": cursor} if cursor else {})
        )
        shown += ids_of(page)
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert shown == wanted


def test_the_pages_of_what_is_overdue_go_on_while_time_does(county, many):
    county.advance(days=30)
    seen = []
    for path in ("/v1/incidents", "/v1/incidents/queue"):
        first = listed(county, "village", path, overdue="true", limit=2)
        county.advance(seconds=5)
        rest = listed(county, "village", path, overdue="true", limit=2, cursor=first["next_cursor"])
        seen.append({*ids_of(first), *ids_of(rest)})

    assert seen == [{many[0], many[1], many[3], many[4]}] * 2


def test_overdue_is_what_passed_its_limit_and_is_still_open(county, many):
    county.moved(many[0], "cancel", "county")
    assert listed(county, "village", overdue="true")["items"] == []

    county.advance(days=30)

    shown = listed(county, "village", overdue="true")
    assert set(ids_of(shown)) == {many[1], many[3], many[4]}
    assert all(item["overdue"] for item in shown["items"])


def test_the_queue_shows_what_is_due_first_on_top(county):
    slow = county.reported(category="livelihood")
    fast = county.reported(severity="pressing")
    middle = county.reported()

    queue = listed(county, "village", "/v1/incidents/queue")

    assert ids_of(queue) == [fast, middle, slow]
    assert [item["due_at"] for item in queue["items"]] == sorted(
        i["due_at"] for i in queue["items"]
    )


def test_the_queue_follows_the_turn_from_officer_to_grid_worker_to_nobody(county):
    incident = county.reported()

    def queues():
        return [
            by for by in ("village", "worker", "town")
            if incident in ids_of(listed(county, by, "/v1/incidents/queue"))
        ]  # fmt: skip

    assert queues() == ["village"]
    county.moved(incident, "escalate", "village")
    assert queues() == ["town"]
    county.moved(incident, "resolve", "town")
    assert queues() == ["worker"]
    county.moved(incident, "confirm", "worker")
    assert queues() == []


def holds_two_grids(county, name):
    posts = [
        {"role": "grid_worker", "unit": unit, "valid_from": "2026-01-01"}
        for unit in (GRID, NEXT_GRID)
    ]
    dynamo.write(
        [
            dynamo.Write(
                PersonRow(f"PERSON#{name}", "PERSON", person_id=name, name=name, posts=posts)
            )
        ]
    )
    Remembered.forget()


def test_a_worker_of_two_grids_sees_what_is_in_either(county):
    holds_two_grids(county, "double")
    both = [county.reported(unit=unit, by="admin") for unit in (GRID, NEXT_GRID)]

    assert set(ids_of(listed(county, "double"))) == set(both)


def test_a_worker_of_two_grids_names_the_one_whose_queue_is_wanted(county):
    holds_two_grids(county, "double")

    answer = county.go("GET", "/v1/incidents/queue", by="double")

    assert (answer.status, answer.wrong_fields) == (422, ["unit"])
    assert answer.body["units"] == [GRID, NEXT_GRID]


def test_a_move_sent_again_before_its_key_can_be_read_gets_the_first_answer(county):
    incident = county.reported()
    first = county.move(incident, "accept", "village", key="k")

    def too_early(call, _operation):
        answer = call()
        for items in answer["Responses"].values():
            items[:] = [item for item in items if item["sk"]["S"] != "IDEM"]
        return answer

    Remembered.forget()
    county.faults.extend([too_early, too_early])
    again = county.move(incident, "accept", "village", key="k")

    assert (again.status, again.body) == (200, first.body)


def test_a_solution_without_what_was_done_is_refused_by_that_field(county):
    incident = county.reported()

    answer = county.go(
        "POST", f"/v1/incidents/{incident}/transitions", {"action": "resolve"}, by="village"
    )

    assert (answer.status, answer.wrong_fields) == (422, ["done"])


def test_who_comes_too_early_to_confirm_is_told_whose_turn_it_is(county):
    incident = county.reported()
    county.moved(incident, "resolve", "village")

    answer = county.move(incident, "confirm", "town")

    assert (answer.status, answer.body["turn"]) == (403, "worker")
    assert "网格员" in answer.body["detail"]


def test_a_case_of_many_steps_shows_its_end(county):
    incident = county.reported()
    for _ in range(51):
        county.moved(incident, "resolve", "village")
        county.moved(incident, "reject", "worker")
    code = county.read(incident)["case_code"]

    steps = county.go("GET", f"/v1/track/{code}", by=None).body["steps"]

    assert (len(steps), steps[-1]["event"]) == (100, "rejected")


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "many"},
        {"status": "lost"},
        {"tier": "grid"},
        {"unit": "14042"},
        {"unit": "１４０４２６"},
        {"category": "no such!"},
        {"overdue": "perhaps"},
        {"cursor": "made-up"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_its_field(county, query):
    answer = county.go("GET", "/v1/incidents", by="county", query=query)

    assert (answer.status, answer.wrong_fields) == (422, list(query))


def test_a_cursor_does_not_open_another_list(county, many):
    cursor = listed(county, "county", limit=1)["next_cursor"]

    answer = county.go("GET", "/v1/incidents", by="village", query={"cursor": cursor, "limit": 1})

    assert (answer.status, answer.wrong_fields) == (422, ["cursor"])


def test_a_cursor_the_store_refuses_is_the_clients_mistake(county, many):
    from botocore.exceptions import ClientError

    def outside(call, operation):
        raise ClientError({"Error": {"Code": "ValidationException"}}, operation)

    cursor = listed(county, "county", limit=1)["next_cursor"]
    county.faults.append(outside)

    answer = county.go("GET", "/v1/incidents", by="county", query={"cursor": cursor, "limit": 1})

    assert (answer.status, answer.wrong_fields) == (422, ["cursor"])


# Policies and categories


def test_the_packaged_policy_holds_until_the_county_sets_its_own(county):
    kept = county.go("GET", "/v1/incidents/policies", by="village")

    assert (kept.status, kept.body["version"], kept.body["set_at"]) == (200, 0, None)
    assert kept.headers["ETag"] == '"0"'


def set_policy(county, share, version=None):
    document = county.go("GET", "/v1/incidents/policies", by="admin").body["policy"]
    headers = {"if-match": f'"{version}"'} if version is not None else {}
    return county.go(
        "PUT",
        "/v1/incidents/policies",
        document | {"reminder_share": share},
        by="admin",
        headers=headers,
    )


def test_a_new_policy_is_the_next_version_and_the_old_ones_stay(county):
    assert (
        county.go("GET", "/v1/incidents/policies", by="admin", query={"version": 1}).status == 404
    )

    first, second = set_policy(county, 0.6), set_policy(county, 0.7)

    assert [first.body["version"], second.body["version"]] == [1, 2]
    old = county.go("GET", "/v1/incidents/policies", by="village", query={"version": 1})
    assert (old.status, old.body["policy"]["reminder_share"]) == (200, 0.6)
    assert (old.body["set_by"], from_iso(old.body["set_at"])) == ("admin", county.now)


def test_an_incident_keeps_the_policy_it_was_reported_under(county):
    before = county.reported()
    set_policy(county, 0.9)
    after = county.reported()

    assert [county.read(one)["policy_version"] for one in (before, after)] == [0, 1]
    images = county.images()
    wakes = {one: images[one]["armed_for"]["S"] for one in (before, after)}
    assert wakes[before] < wakes[after]
    assert county.read(before)["status"] == "reported"


def test_nobodys_policy_is_overwritten_unseen(county):
    set_policy(county, 0.6, version=0)

    answer = set_policy(county, 0.7, version=0)

    assert (answer.status, answer.problem) == (412, "stale-version")
    assert county.go("GET", "/v1/incidents/policies", by="admin").body["version"] == 1


def test_a_policy_set_by_two_at_once_is_set_by_one(county):
    def overtaken(call, operation):
        county.faults.clear()
        set_policy(county, 0.6)
        return call()

    document = county.go("GET", "/v1/incidents/policies", by="admin").body["policy"]
    county.faults.extend([nothing, overtaken])
    answer = county.go("PUT", "/v1/incidents/policies", document, by="admin")

    assert answer.status == 412
    assert (
        county.go("GET", "/v1/incidents/policies", by="admin").body["policy"]["reminder_share"]
        == 0.6
    )


def test_a_policy_that_could_not_run_changes_nothing(county):
    document = county.go("GET", "/v1/incidents/policies", by="admin").body["policy"]

    answer = county.go(
        "PUT", "/v1/incidents/policies", document | {"reminder_share": 2}, by="admin"
    )

    assert (answer.status, answer.wrong_fields) == (422, ["reminder_share"])
    assert county.rows() == []


@pytest.mark.parametrize("by", ["village", "county", "resident"])
def test_only_the_county_administrator_sets_the_policy(county, by):
    answer = county.go("PUT", "/v1/incidents/policies", {}, by=by)

    assert (answer.status, answer.body["allowed_roles"]) == (403, ["county_admin"])


def test_everybody_may_choose_from_the_categories(county):
    body = county.go("GET", "/v1/incidents/categories", by="resident").body

    dispute = {"code": "dispute", "name": "矛盾纠纷", "start_tier": "village", "after_photo": False}
    assert dispute in body["items"]


def test_whoever_reports_is_told_which_categories_ask_for_a_photo_of_the_solution(county):
    body = county.go("GET", "/v1/incidents/categories", by="worker").body

    assert [one["code"] for one in body["items"] if one["after_photo"]] == ["environment"]


def test_an_incident_outlives_the_category_it_was_reported_under(county):
    incident = county.reported(category="dispute")
    document = county.go("GET", "/v1/incidents/policies", by="admin").body["policy"]
    fewer = [one for one in document["categories"] if one["code"] != "dispute"]
    without = {
        name: [code for code in document[name] if code != "dispute"]
        for name in ("complex_items", "grid_items", "after_photo_items", "personal_items")
    }
    duties = [duty for duty in document["duties"] if duty["category"] != "dispute"]
    changed = document | without | {"categories": fewer, "duties": duties}
    assert county.go("PUT", "/v1/incidents/policies", changed, by="admin").status == 200

    assert county.report(category="dispute").body["known"]
    assert county.read(incident)["category_name"] == "矛盾纠纷"
    # Its notices say the name of its policy version too; of another case nobody knows one.
    assert subjects.category_name("dispute", incident).zh == "矛盾纠纷"
    assert subjects.category_name("dispute", "01J") is None
    county.climb(incident, "county")


def _incidents(county):
    return [row for row in county.rows() if row["sk"]["S"] == "INCIDENT"]


def test_the_clock_climbs_over_the_store_as_it_does_on_paper(county):
    incident = county.reported()

    while county.wake(incident) is not None:
        pass

    assert county.events(incident) == [
        "reported",
        *["sign_overdue", "reminded", "escalated"] * 2,
        "sign_overdue",
        "reminded",
        *["supervised"] * 5,
    ]
    left = county.read(incident)
    assert (left["status"], left["overdue"], left["supervisions"]) == ("reported", True, 5)
    assert county.now - from_iso(left["created_at"]) > timedelta(days=20)


def test_nothing_is_reported_into_a_closed_unit(county):
    closed = {"closed_from": "2026-11-23", "merged_into": "140426106202"}
    county.alter_unit(VILLAGE, **closed)

    answer = county.report(by="resident")

    assert (answer.status, answer.problem) == (409, "unit-closed")
    assert answer.body["merged_into"] == "140426106202"
    county.alter_unit(VILLAGE, closed_from="2026-11-24")
    assert county.report(by="resident").status == 201


def test_nothing_is_assigned_to_a_closed_unit(county):
    incident = county.reported()
    county.alter_unit(VILLAGE, closed_from="2026-11-23")
    county.climb(incident, "town")

    answer = county.move(incident, "assign", by="town", unit=VILLAGE)

    assert (answer.status, answer.problem) == (409, "unit-closed")


# Finding


def test_a_case_is_found_by_its_code_by_whoever_may_read_it(county, many):
    code = county.read(many[2])["case_code"]

    def found(by, written=code):
        return ids_of(listed(county, by, case_code=written))

    assert [found(by) for by in ("county", "town", "far_worker")] == [[many[2]]] * 3
    assert found("county", code.lower().replace("-", "")) == [many[2]]
    assert [found(by) for by in ("village", "worker", "resident")] == [[]] * 3
    assert found("county", "140426-26-00000-00000") == []


def test_overdue_false_shows_none_that_is_overdue(county, many):
    county.moved(many[0], "cancel", "county")
    county.advance(days=30)
    fresh = county.reported()

    for by in ("village", "worker"):
        shown = listed(county, by, overdue="false")
        assert not any(item["overdue"] for item in shown["items"])
        assert set(ids_of(shown)) == {many[0], fresh}
    assert ids_of(listed(county, "village", "/v1/incidents/queue", overdue="false")) == [fresh]


def test_a_client_asks_for_what_changed_since_and_for_the_oldest_first(county, many):
    county.advance(hours=1)
    since = county.now.isoformat()
    county.moved(many[3], "accept", "village")
    county.moved(many[1], "accept", "village")

    assert ids_of(listed(county, "village", updated_since=since)) == [many[3], many[1]]
    assert ids_of(listed(county, "worker", mine="true", updated_since=since)) == [many[3]]
    assert ids_of(listed(county, "county", sort="created_at")) == many
    first = listed(county, "county", sort="created_at", limit=4)
    rest = listed(county, "county", sort="created_at", cursor=first["next_cursor"])
    assert [*ids_of(first), *ids_of(rest)] == many


def test_a_resident_reports_so_often_an_hour_and_staff_as_often_as_there_is_reason(county):
    most = bounds()["reports"].most
    for number in range(most):
        assert county.report(by="resident", description=f"路灯 {number}").status == 201

    refused = county.report(by="resident", description="路灯又不亮", key="once")

    assert (refused.status, refused.problem) == (429, "too-often")
    county.advance(seconds=int(refused.headers["Retry-After"]))
    assert county.report(by="resident", description="路灯又不亮", key="once").status == 201
    assert {county.report(description=f"井盖 {number}").status for number in range(most + 1)} == {
        201
    }


# What a line of a list says


def test_a_line_of_a_list_says_what_where_and_how_it_stands(county):
    county.reported(description="村口  路灯\n不亮，夜里看不清路。" + "详" * 80)

    [line] = county.go("GET", "/v1/incidents", by="village").body["items"]
    [english] = county.go(
        "GET", "/v1/incidents", by="village", headers={"accept-language": "en"}
    ).body["items"]

    assert line["description"].startswith("村口 路灯 不亮，夜里看不清路。详")
    assert (len(line["description"]), line["description"][-1]) == (60, "…")
    policy = county.go("GET", "/v1/incidents/categories", by="village").body["items"]
    category = next(one for one in policy if one["code"] == line["category"])
    assert line["category_name"] == category["name"]
    assert english["category_name"] != line["category_name"]
    assert line["status_name"] == "待受理"
    assert (
        line["unit_name"]
        == county.go("GET", f"/v1/registry/units/{GRID}", by="village", api=REGISTRY).body["name"]
    )
    assert (
        line["responsible_unit_name"]
        == county.go("GET", f"/v1/registry/units/{VILLAGE}", by="village", api=REGISTRY).body[
            "name"
        ]
    )


def test_the_names_of_a_list_cost_one_read_for_all_its_lines(county):
    for _ in range(3):
        county.reported()
    Remembered.forget()
    county.calls.clear()

    county.go("GET", "/v1/incidents/queue", by="village")

    who_calls, lines, names = "BatchGetItem", "BatchGetItem", "BatchGetItem"
    assert county.calls == [who_calls, "Query", lines, names]


def test_a_page_of_a_hundred_lines_has_them_all(county):
    for number in range(60):
        county.reported(client_ref=f"r-{number}", by="county")

    page = county.go("GET", "/v1/incidents", by="county", query={"limit": "100"}).body

    assert len(page["items"]) == 60


# What waits, in numbers


def counts(county, by="village", **query):
    answer = county.go("GET", "/v1/incidents/queue/counts", by=by, query=query)
    assert answer.status == 200, answer
    told = answer.body
    return {name: told[name] for name in ("to_accept", "due_today", "overdue", "orders")}


def test_a_unit_sees_in_numbers_what_waits_for_it(county):
    accepted = county.reported()
    county.moved(accepted, "accept", "village")
    county.reported()
    county.reported(unit=FAR_GRID, by="county")

    assert counts(county) == {"to_accept": 1, "due_today": 0, "overdue": 0, "orders": 0}
    told = county.go("GET", "/v1/incidents/queue/counts", by="village").body
    assert [(one["status"], one["count"]) for one in told["statuses"]] == [
        ("reported", 1),
        ("accepted", 1),
    ]
    assert (told["unit"], told["more"]) == (VILLAGE, False)


def test_what_is_due_today_is_counted_until_it_is_overdue(county):
    incident = county.reported()
    county.moved(incident, "accept", "village")
    due = from_iso(county.read(incident)["due_at"])

    county.advance(seconds=(due - timedelta(hours=1) - county.now).total_seconds())
    today = counts(county)
    county.advance(hours=1, seconds=1)
    later = counts(county)

    assert (today["due_today"], today["overdue"]) == (1, 0)
    assert (later["due_today"], later["overdue"]) == (0, 1)


def test_orders_are_counted_for_all_who_are_above_until_they_are_answered(county):
    incident = county.reported()
    county.moved(incident, "order", "town")

    assert [counts(county, by)["orders"] for by in ("village", "town", "county")] == [1, 1, 1]
    assert counts(county, "next_town")["orders"] == 0
    county.moved(incident, "answer", "village")
    assert counts(county)["orders"] == 0


def test_counting_reads_no_more_than_its_bound_and_says_so(county, monkeypatch):
    monkeypatch.setattr("incidents.service.count_queue.MOST_COUNTED", 2)
    for _ in range(3):
        county.reported()
    county.calls.clear()

    told = county.go("GET", "/v1/incidents/queue/counts", by="village").body

    assert (told["to_accept"], told["more"]) == (2, True)
    assert county.calls.count("Query") == 2


def test_nobody_counts_what_waits_elsewhere(county):
    answer = county.go("GET", "/v1/incidents/queue/counts", by="next_town", query={"unit": VILLAGE})

    assert (answer.status, answer.problem) == (403, "outside-your-area")


def test_what_can_be_done_is_told_by_its_name_and_with_what_must_be_said(county):
    incident = county.reported()

    shown = county.read(incident, by="village")

    moves = {one["action"]: one for one in shown["open_moves"]}
    assert list(moves) == shown["actions"]
    assert moves["accept"] == {"action": "accept", "name": "受理", "needs": []}
    needed = [need["field"] for need in moves["escalate"]["needs"]]
    assert needed == ["reason"]
    assert all(need["asked"] for one in moves.values() for need in one["needs"])
    bare = county.move(incident, "escalate", "village", reason=None)
    assert (bare.status, bare.wrong_fields) == (422, needed)
