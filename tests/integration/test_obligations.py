"""Milestones of a village's decision as they are followed up: planned, overdue, climbing, told, done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

import escalation
import incidents
from assembly.rules import matters
from assembly.rules.matters import Matter
from assembly.rules.routing import MatterStep, routing
from assembly.service.follow_up import owed
from assembly.service.wind_clock import wind_clock as wind_assembly_clock
from composition import handler
from composition.api import API as DESK
from escalation.rules import obligations
from escalation.rules.terms import UnknownKind
from escalation.service import timers
from escalation.store import obligations as store
from escalation.store.obligation_rows import ObligationRow
from escalation.store.terms import packaged
from kernel import clock
from kernel.access import Role
from kernel.actors import CLOCK, Actor
from kernel.ids import new_id
from kernel.storage import dynamo
from kernel.storage.unit_of_work import carry_out
from notices.rules import entries as notices
from notices.service.follow_history import plain
from tests.support.assembly import Made, Village
from tests.support.county import (
    COUNTY,
    NEXT_TOWN,
    NEXT_VILLAGE,
    STATION,
    TOWN,
    VILLAGE,
    WATER,
    Answer,
    County,
    lambda_context,
)
from tests.support.obligations import climb, events, read, wake

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
        draft.get(Matter, matter),
        rule,
        MatterStep.RESOLUTION_PUBLICATION,
        "publication",
        by="village",
        now=now,
    )
    draft.save(published)
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


def listed(county: County, unit: str, by: str) -> Answer:
    return county.go("GET", "/v1/obligations", by=by, query={"unit": unit}, api=DESK)


def move(county: County, obligation: str, action: str, by: str, **how: Any) -> Answer:
    return county.go(
        "POST",
        f"/v1/obligations/{obligation}/transitions",
        {"action": action, "reason": "理由"},
        by=by,
        api=DESK,
        **how,
    )


def set_terms(county: County, **limits: Any) -> Answer:
    terms = terms_in(county.go("GET", "/v1/obligations/settings", by="admin", api=DESK))
    terms["limits"] = terms["limits"] | limits
    body = {"kinds": {"resolution": terms}}
    return county.go("PUT", "/v1/obligations/settings", body, by="admin", api=DESK)


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
    assert (told["status"], told["due_at"]) == ("fulfilled", None)
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
    wind_assembly_clock()

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

    wind_assembly_clock()
    handler.reconcile({}, lambda_context())

    county.advance(minutes=5)
    handler.reconcile({}, lambda_context())
    assert read(county, milestone)["responsible_unit"] == TOWN


def _forget(obligation: str) -> None:
    key = ObligationRow.key(obligation)
    history = {"pk": {"S": key.pk}, "sk": {"S": "HIST#000001"}}
    for one in ({"pk": {"S": key.pk}, "sk": {"S": key.sk}}, history):
        dynamo.client().delete_item(TableName="obligations", Key=one)


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

    assert (answer.status, answer.problem) == (409, "illegal-move")


def test_a_move_on_an_older_version_is_refused(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    climb(county, milestone, TOWN)

    answer = move(county, milestone, "urge", "town", headers={"if-match": '"1"'})

    assert answer.status == 412


def test_its_limits_are_those_of_the_terms_it_was_planned_under(village, county, matter):
    [milestone] = plan(village, matter, "开工")

    changed = set_terms(county, town={"amount": 60, "unit": "working_days"})
    climb(county, milestone, TOWN)

    assert changed.status == 200
    assert read(county, milestone)["policy_version"] == 0
    assert clock.from_iso(read(county, milestone)["due_at"]) - county.now < timedelta(days=10)


def test_the_matter_keeps_its_own_mark_of_being_overdue(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    county.advance(days=DAYS + 1)

    wind_assembly_clock()

    assert village.read(f"/v1/assembly/matters/{matter}")["milestones"][0]["overdue_since"]
    assert Made().find(Matter, matter).turn == VILLAGE
    assert store.load(milestone) is not None


def test_notices_can_tell_of_every_step(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    climb(county, milestone, COUNTY)
    move(county, milestone, "urge", "county")
    done(village, matter, milestone)

    steps = [
        row for row in county.kept("obligations") if row["pk"]["S"] == f"OBLIGATION#{milestone}"
    ]
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
    moved = matters.with_clock(draft.get(Matter, matter), county.now, new_id(county.now))
    draft.save(moved)
    escalation.owe(draft.unit, owed(moved), None, kind="resolution")
    draft.commit()
    deadline = moved.deadline.id

    climb(county, deadline, TOWN)

    assert read(county, deadline)["about"]["step"]
    assert [
        one["milestone"] for one in village.read(f"/v1/assembly/matters/{matter}")["climbs"]
    ] == [deadline]


def owed_by(
    county: County, unit: str = VILLAGE, *, days: float = DAYS, kind: str = "resolution"
) -> str:
    """Make something owed without any context's help; return its id."""
    obligation = new_id(county.now)
    one = escalation.Owed(obligation, unit, county.now + timedelta(days=days), {"title": "演示"})
    carry_out(lambda work: escalation.owe(work, [one], None, kind=kind))
    return obligation


def sweep(county: County) -> None:
    """Let the reconciler and the stream do what they have to."""
    handler.reconcile({}, lambda_context())
    county.follow(county.stream())


def test_a_mark_far_away_starts_no_execution_until_the_sweep_arms_it_and_fires_once(county):
    obligation = owed_by(county, days=250)
    county.follow(county.stream())
    reminded_at = county.now + timedelta(days=200)

    sweep(county)
    county.advance(days=109)
    sweep(county)
    waiting = dict(county.workflows.running)
    county.advance(days=2)
    sweep(county)
    sweep(county)

    assert waiting == {}
    assert county.workflows.running == {
        f"{obligation}-1": {
            "kind": "obligation",
            "id": obligation,
            "epoch": 1,
            "wake_at": clock.iso(reminded_at),
        }
    }
    county.now = reminded_at
    wake(county, obligation)
    sweep(county)
    sweep(county)
    assert events(county, obligation) == ["followed", "reminded"]


def test_what_the_sweep_found_too_late_to_arm_is_done_at_once(county):
    obligation = owed_by(county, days=250)
    county.advance(days=251)

    sweep(county)
    sweep(county)

    assert read(county, obligation)["responsible_unit"] == TOWN


def test_the_sweep_finds_what_towns_and_the_county_itself_owe(county):
    mine = [owed_by(county, unit, days=1) for unit in (VILLAGE, NEXT_TOWN, COUNTY)]
    county.advance(days=2)

    for _ in range(2):
        sweep(county)
        county.advance(minutes=2)

    stand = [read(county, one) for one in mine]
    assert [one["responsible_unit"] for one in stand] == [TOWN, COUNTY, COUNTY]
    assert stand[2]["supervisions"] == 1


def test_a_kind_that_no_data_knows_is_refused_and_nothing_is_written(county):
    with pytest.raises(UnknownKind):
        owed_by(county, kind="rent")

    assert county.kept("obligations") == []


def test_the_terms_of_obligations_are_versions_that_only_the_administrator_sets(county):
    path = "/v1/obligations/settings"
    first = county.go("GET", path, by="town", api=DESK)

    changed = set_terms(county, town={"amount": 3, "unit": "working_days"})
    stale = county.go(
        "PUT",
        path,
        {"kinds": {"resolution": terms_in(changed)}},
        by="admin",
        headers={"if-match": '"0"'},
        api=DESK,
    )

    assert (first.body["version"], first.body["set_by"]) == (0, "packaged")
    assert (changed.status, changed.body["version"], changed.body["set_by"]) == (200, 1, "admin")
    assert terms_in(changed)["limits"]["town"] == {"amount": 3, "unit": "working_days"}
    assert stale.status == 412
    assert county.go("PUT", path, {"kinds": {}}, by="county", api=DESK).status == 403
    earlier = county.go("GET", path, by="town", query={"version": 0}, api=DESK).body
    assert earlier["kinds"] == first.body["kinds"]
    assert county.go("GET", path, by="town", query={"version": 7}, api=DESK).status == 404


def terms_in(answer: Answer) -> dict[str, Any]:
    [said] = [one for one in answer.body["kinds"] if one["kind"] == "resolution"]
    return {name: said[name] for name in ("reminder_share", "limits", "supervision", "extension")}


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("rent", {}, "kinds.rent"),
        ("resolution", {"reminder_share": 1}, "kinds.resolution.reminder_share"),
        ("resolution", {"ladder": "places"}, "kinds.resolution.ladder"),
    ],
)
def test_terms_that_nothing_could_climb_by_are_refused(county, kind, change, field):
    said = terms_in(county.go("GET", "/v1/obligations/settings", by="admin", api=DESK)) | change

    answer = county.go(
        "PUT", "/v1/obligations/settings", {"kinds": {kind: said}}, by="admin", api=DESK
    )

    assert (answer.status, answer.wrong_fields) == (422, [field])


def test_the_tier_above_gives_more_time_and_the_list_says_so(county):
    obligation = owed_by(county)
    until = county.now + timedelta(days=DAYS + 5)

    said = {"action": "extend", "reason": "汛期停工", "until": clock.local_iso(until)}
    refused = county.go(
        "POST", f"/v1/obligations/{obligation}/transitions", said, by="village", api=DESK
    )
    extended = county.go(
        "POST", f"/v1/obligations/{obligation}/transitions", said, by="town", api=DESK
    )

    assert refused.status == 403
    assert clock.from_iso(extended.body["due_at"]) == until
    assert (extended.body["extended"], extended.body["actions"]) == (1, ["urge", "escalate"])
    [waiting] = listed(county, VILLAGE, "village").body["items"]
    assert (waiting["due_at"], waiting["actions"]) == (extended.body["due_at"], ["escalate"])


def test_who_answers_on_a_ladder_with_a_department_is_who_holds_its_post(county):
    terms = replace(packaged().value["resolution"], rungs=("office", "county-SLJ", "county"))
    opened = obligations.owe(
        obligation_id=new_id(county.now),
        case_code="140426-26-00000-00000",
        kind="resolution",
        unit=STATION,
        due_at=county.now,
        about={},
        actor=CLOCK,
        now=county.now,
        terms=terms,
    ).after

    staffing = store.staffing_around(opened)

    assert opened.way == (TOWN, WATER, COUNTY)
    answering = [staffing.answering(unit) for unit in (STATION, TOWN, WATER, COUNTY)]
    assert answering == [{"station"}, {"town"}, {"water"}, {"county"}]


HEIRS = {VILLAGE: NEXT_VILLAGE}
ADMIN = Actor("admin", "演示admin", Role.COUNTY_ADMIN, COUNTY)


def follow(heirs: Mapping[str, str | None], *, dry_run: bool = False) -> list[tuple[str, str, str]]:
    return list(escalation.readdress(heirs, ADMIN, dry_run=dry_run))


def test_what_a_merged_village_owes_is_owed_by_its_heir_by_the_same_day(village, county, matter):
    [milestone] = plan(village, matter, "开工")
    before = read(county, milestone, by="village")
    rows = county.kept("obligations")

    assert follow(HEIRS, dry_run=True) == [(milestone, VILLAGE, NEXT_VILLAGE)]
    assert county.kept("obligations") == rows
    assert follow(HEIRS) == [(milestone, VILLAGE, NEXT_VILLAGE)]
    assert follow(HEIRS) == []

    after = read(county, milestone, by="far_village")
    assert (after["unit"], after["responsible_unit"]) == (NEXT_VILLAGE, NEXT_VILLAGE)
    assert (after["due_at"], after["tier"], after["status"]) == (
        before["due_at"], before["tier"], before["status"],
    )  # fmt: skip
    step = escalation_steps(county, milestone)[-1]
    assert (step["event"], step["details"]) == ("followed", {"from_unit": VILLAGE})
    rows = [row for row in county.kept("obligations") if row["sk"]["S"].startswith("HIST#")]
    told = notices.read_entry(plain(rows[-1]))
    assert [one.unit for one in told.addressees] == [NEXT_VILLAGE]
    assert "承接" in told.wording.ask
    assert done(village, matter, milestone).status == 200
    assert read(county, milestone)["status"] == "fulfilled"


def escalation_steps(county: County, obligation: str) -> list[Any]:
    path = f"/v1/obligations/{obligation}/timeline"
    return county.go("GET", path, by="county", api=DESK).body["items"]


def test_what_has_climbed_from_a_merged_village_stays_with_the_tier_that_has_it(
    village, county, matter
):
    [milestone] = plan(village, matter, "开工", days=1)
    climb(county, milestone, TOWN)
    before = read(county, milestone)

    assert follow(HEIRS) == [(milestone, VILLAGE, NEXT_VILLAGE)]

    after = read(county, milestone)
    assert (after["unit"], after["responsible_unit"], after["due_at"]) == (
        NEXT_VILLAGE, TOWN, before["due_at"],
    )  # fmt: skip
    climb(county, milestone, COUNTY)


def test_what_a_village_without_an_heir_owes_is_owed_by_the_town(village, county, matter):
    [milestone] = plan(village, matter, "开工")

    assert follow({VILLAGE: None}) == [(milestone, VILLAGE, TOWN)]

    assert read(county, milestone)["responsible_unit"] == TOWN
