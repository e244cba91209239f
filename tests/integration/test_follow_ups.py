"""Milestones of a village's decision as they are followed up: planned, overdue, climbing, told, done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

import escalation
import incidents
from assembly import timers as assembly_clock
from assembly.following import owed
from assembly.rules import matters
from assembly.rules.routing import MatterStep, routing
from assembly.store.rows import Kind
from composition import handler
from composition.api import API as DESK
from escalation.service import timers
from escalation.store import obligations as store
from kernel import clock
from kernel.ids import new_id
from kernel.storage import dynamo
from notices.rules import entries as notices
from notices.service.follow_history import plain
from tests.support.assembly import Made, Village
from tests.support.county import COUNTY, TOWN, VILLAGE, Answer, County, lambda_context

DAYS = 30


@pytest.fixture
def village(county: County) -> Village:
    return Village(county)


@pytest.fixture
def matter(village: Village) -> str:
    """A matter that is decided and published: it is to be carried out now."""
    draft, now = Made(), village.county.now
    rule = routing().type_of("project", now.date())
    matter = village.standing("project", rule.steps.index(MatterStep.RESOLUTION_PUBLICATION))
    published = matters.after_publication(
        draft.get(Kind.MATTER, matter),
        rule,
        MatterStep.RESOLUTION_PUBLICATION,
        "publication",
        by="village",
        now=now,
    )
    draft.save(Kind.MATTER, published)
    draft.commit()
    return matter


def plan(village: Village, matter: str, *titles: str, days: int = DAYS) -> list[str]:
    """Plan milestones, all due at once; return their ids."""
    due = clock.local_iso(village.county.now + timedelta(days=days))
    milestones = [{"title": one, "responsible": "r0", "due_at": due} for one in titles]
    answer = village.move(matter, "plan", milestones=milestones, reason="天气")
    assert answer.status == 200, answer
    return [one["id"] for one in answer.body["milestones"]]


def done(village: Village, matter: str, milestone: str, **how: Any) -> Answer:
    said = {"action": "done", "note": "已完成"}
    return village.post(
        f"/v1/assembly/matters/{matter}/milestones/{milestone}/transitions", said, **how
    )


def wake(county: County, follow_up: str, **later: float) -> dict[str, Any] | None:
    """Move time to when the follow-up's timer wakes, or by so much, and fire it; None: it stood down."""
    kept = store.load(follow_up)
    assert kept is not None
    county.now = max(county.now + timedelta(**later), kept.armed_for or county.now)
    event = {"kind": "obligation", "id": follow_up, "epoch": kept.epoch}
    try:
        return handler.fire_timer(event, lambda_context())
    except timers.TimerNoLongerWanted:
        return None


def climb(county: County, follow_up: str, unit: str) -> None:
    for _ in range(10):
        if read(county, follow_up)["responsible_unit"] == unit:
            return
        wake(county, follow_up)
    raise AssertionError(f"never came to {unit}")


def read(county: County, follow_up: str, by: str = "county") -> Any:
    answer = county.go("GET", f"/v1/obligations/{follow_up}", by=by, api=DESK)
    assert answer.status == 200, answer
    return answer.body


def listed(county: County, unit: str, by: str) -> Answer:
    return county.go("GET", "/v1/obligations", by=by, query={"unit": unit}, api=DESK)


def move(county: County, follow_up: str, action: str, by: str, **how: Any) -> Answer:
    return county.go(
        "POST",
        f"/v1/obligations/{follow_up}/transitions",
        {"action": action, "reason": "理由"},
        by=by,
        api=DESK,
        **how,
    )


def events(county: County, follow_up: str) -> list[str]:
    answer = county.go("GET", f"/v1/obligations/{follow_up}/timeline", by="county", api=DESK)
    return [step["event"] for step in answer.body["items"]]


def test_what_is_planned_is_followed_up_from_then_on(village, county, matter):
    first, second = plan(village, matter, "开工", "完工")

    told = read(county, first, by="village")
    assert (told["unit"], told["tier"], told["responsible_unit"]) == (VILLAGE, "village", VILLAGE)
    assert told["about"] == {"matter": matter, "title": "某户危房改造", "milestone": "开工"}
    waiting = listed(county, VILLAGE, "village").body["items"]
    assert {one["id"] for one in waiting} == {first, second}


def test_an_overdue_milestone_climbs_to_the_town_and_on_to_the_county(village, county, matter):
    [milestone] = plan(village, matter, "开工")

    climb(county, milestone, TOWN)
    at_the_town = [one["id"] for one in listed(county, TOWN, "town").body["items"]]
    climb(county, milestone, COUNTY)

    assert at_the_town == [milestone]
    assert listed(county, TOWN, "town").body["items"] == []
    assert [one["id"] for one in listed(county, COUNTY, "county").body["items"]] == [milestone]
    assert events(county, milestone) == [
        "followed",
        "reminded",
        "escalated",
        "reminded",
        "escalated",
    ]


def test_villagers_see_who_answers_for_a_milestone_by_now(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    climb(county, milestone, TOWN)

    told = village.read(f"/v1/assembly/matters/{matter}", by="r1")

    assert [(one["milestone"], one["tier"], one["status"]) for one in told["climbs"]] == [
        (milestone, "town", "open")
    ]


def test_a_milestone_that_is_done_climbs_no_more(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    climb(county, milestone, TOWN)

    assert done(village, matter, milestone).status == 200

    told = read(county, milestone)
    assert (told["status"], told["due_at"]) == ("done", None)
    assert wake(county, milestone, days=60) is None
    assert listed(county, TOWN, "town").body["items"] == []


def test_a_milestone_that_a_new_plan_leaves_out_is_not_followed_up_any_more(
    village, county, matter
):
    [first] = plan(village, matter, "开工")

    [second] = plan(village, matter, "改为先勘察")

    assert read(county, first)["status"] == "dropped"
    assert [one["id"] for one in listed(county, VILLAGE, "village").body["items"]] == [second]


def test_no_new_plan_ends_the_climb_of_what_is_overdue(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    climb(county, milestone, TOWN)
    county.advance(minutes=15)
    assembly_clock.run()

    village.move(matter, "plan", milestones=[])

    assert read(county, milestone)["status"] == "open"


def test_plan_and_follow_up_are_written_together_or_not_at_all(village, county, matter):
    county.faults.extend([_refuse_the_transaction] * 40)

    due = clock.local_iso(county.now + timedelta(days=DAYS))
    answer = village.move(
        matter, "plan", milestones=[{"title": "开工", "responsible": "r0", "due_at": due}]
    )

    assert answer.status == 503
    county.faults.clear()
    assert village.read(f"/v1/assembly/matters/{matter}")["milestones"] == []
    assert listed(county, VILLAGE, "village").body["items"] == []


def _refuse_the_transaction(call, operation):
    if operation == "TransactWriteItems":
        raise ClientError({"Error": {"Code": "ThrottlingException"}}, operation)
    return call()


def test_the_timer_of_an_earlier_epoch_does_nothing(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    county.advance(days=DAYS + 1)
    stale = {"kind": "obligation", "id": milestone, "epoch": 0}

    with pytest.raises(timers.TimerNoLongerWanted):
        handler.fire_timer(stale, lambda_context())

    assert events(county, milestone) == ["followed"]


def test_the_stream_starts_its_clock_and_stops_it_when_it_is_done(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    county.follow(county.stream())
    started = dict(county.workflows.running)

    done(village, matter, milestone)
    county.follow(county.stream())

    assert started[f"{milestone}-1"]["kind"] == "obligation"
    assert f"{milestone}-1" in county.workflows.ended


def test_a_milestone_whose_timer_was_lost_is_put_right_by_the_reconciler(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    county.advance(days=DAYS + 1)

    righted = handler.reconcile({}, lambda_context())["reconciled"]
    handler.reconcile({}, lambda_context())

    assert righted == 1
    assert events(county, milestone)[:2] == ["followed", "reminded"]
    assert read(county, milestone)["responsible_unit"] == TOWN


def test_a_milestone_planned_before_milestones_climbed_climbs_once_its_day_has_passed(
    village, county, matter
):
    [milestone] = plan(village, matter, "开工")
    _forget(milestone)
    county.advance(days=DAYS + 1)

    assembly_clock.run()
    handler.reconcile({}, lambda_context())

    county.advance(minutes=5)
    handler.reconcile({}, lambda_context())
    assert read(county, milestone)["responsible_unit"] == TOWN


def _forget(follow_up: str) -> None:
    key = store.ObligationRow.key(follow_up)
    history = {"pk": {"S": key.pk}, "sk": {"S": "HIST#000001"}}
    for one in ({"pk": {"S": key.pk}, "sk": {"S": key.sk}}, history):
        dynamo.client().delete_item(TableName="incidents", Key=one)


def test_officers_urge_and_escalate_each_once_however_often_they_tap(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    climb(county, milestone, TOWN)

    twice = [
        move(county, milestone, "urge", "town", headers={"idempotency-key": "k-1"})
        for _ in range(2)
    ]
    escalated = move(county, milestone, "escalate", "town")

    assert [one.status for one in twice] == [200, 200]
    assert twice[0].body == twice[1].body
    assert escalated.body["responsible_unit"] == COUNTY
    assert events(county, milestone).count("urged") == 1


@pytest.mark.parametrize(
    ("by", "action", "status"),
    [
        ("village", "urge", 403),
        ("village", "escalate", 403),
        ("resident", "urge", 403),
        ("next_town", "urge", 404),
        ("far_village", "urge", 404),
        ("county", "escalate", 200),
    ],
)
def test_only_whoever_answers_for_it_or_stands_above_moves_it(
    village, county, matter, by, action, status
):
    [milestone] = plan(village, matter, "开工")
    climb(county, milestone, TOWN)

    assert move(county, milestone, action, by).status == status


@pytest.mark.parametrize("path", ["", "/timeline"])
def test_nobody_else_learns_that_it_is_there(village, county, matter, path):
    [milestone] = plan(village, matter, "开工")

    refused = [
        county.go("GET", f"/v1/obligations/{milestone}{path}", by=by, api=DESK).status
        for by in ("next_town", "far_village", "resident")
    ]

    assert refused == [404, 404, 403]
    assert listed(county, TOWN, "next_town").status == 403


def test_what_is_done_is_moved_no_more(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    done(village, matter, milestone)

    answer = move(county, milestone, "urge", "town")

    assert (answer.status, answer.problem) == (409, "follow-up-closed")


def test_a_move_on_an_older_version_is_refused(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    climb(county, milestone, TOWN)

    answer = move(county, milestone, "urge", "town", headers={"if-match": '"1"'})

    assert answer.status == 412


def test_its_limits_are_those_of_the_policy_it_was_planned_under(village, county, matter):
    [milestone] = plan(village, matter, "开工")

    policy = county.go("GET", "/v1/incidents/policies", by="admin").body["policy"]
    policy["follow_ups"]["resolution"]["limits"]["town"]["amount"] = 60
    changed = county.go("PUT", "/v1/incidents/policies", policy, by="admin")
    climb(county, milestone, TOWN)

    assert changed.status == 200
    assert read(county, milestone)["policy_version"] == 0
    assert clock.from_iso(read(county, milestone)["due_at"]) - county.now < timedelta(days=10)


def test_the_matter_keeps_its_own_mark_of_being_overdue(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    county.advance(days=DAYS + 1)

    assembly_clock.run()

    assert village.read(f"/v1/assembly/matters/{matter}")["milestones"][0]["overdue_since"]
    assert Made().find(Kind.MATTER, matter)["turn"] == VILLAGE
    assert store.load(milestone) is not None


def test_notices_can_tell_of_every_step(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    climb(county, milestone, COUNTY)
    move(county, milestone, "urge", "county")
    done(village, matter, milestone)

    steps = [row for row in county.rows() if row["pk"]["S"] == f"FOLLOWUP#{milestone}"]
    told = [notices.read_entry(plain(row)) for row in steps if row["sk"]["S"].startswith("HIST#")]

    assert [str(one.event) for one in told if one.addressees] == [
        "reminded",
        "escalated",
        "reminded",
        "escalated",
        "urged",
        "fulfilled",
    ]
    assert all(one.is_follow_up and one.wording.name for one in told if one.addressees)


def test_a_follow_up_is_no_incident_to_anybody_who_reported_one(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    code = read(county, milestone)["case_code"]

    assert incidents.following(milestone) is None
    assert county.go("GET", f"/v1/track/{code}", by=None).status == 404
    assert county.go("GET", f"/v1/incidents/{milestone}", by="county").status == 404
    queue = county.go("GET", "/v1/incidents/queue", by="village", query={"unit": VILLAGE})
    assert queue.body["items"] == []


def test_a_decision_that_nobody_carries_on_climbs_too(village, county):
    matter = village.decided()
    draft = Made()
    moved = matters.with_clock(draft.get(Kind.MATTER, matter), county.now, new_id(county.now))
    draft.save(Kind.MATTER, moved)
    draft.also(*escalation.owe(owed(moved), None))
    draft.commit()
    deadline = moved["deadline"]["id"]

    climb(county, deadline, TOWN)

    assert read(county, deadline)["about"]["step"]
    assert [
        one["milestone"] for one in village.read(f"/v1/assembly/matters/{matter}")["climbs"]
    ] == [deadline]
