"""Self-government of a village that is merged into another, or whose code is replaced: what is open goes along, the rest stays readable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import assembly
import escalation
from assembly.rules.matters import Matter
from assembly.rules.meetings import Meeting
from assembly.rules.states.matters import MatterStatus
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.villages import VillageSettings
from assembly.service.wind_clock import wind_clock
from assembly.store import lists
from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from tests.support.assembly import Made, Village
from tests.support.county import COUNTY, FAR_GRID, GRID, NEXT_VILLAGE, VILLAGE, County

ADMIN = Actor("admin", "演示admin", Role.COUNTY_ADMIN, COUNTY)
HEIRS = {VILLAGE: NEXT_VILLAGE, GRID: FAR_GRID}


def follow(*, dry_run: bool = False) -> list[tuple[str, str, str, str | None]]:
    return list(assembly.follow_villages(HEIRS, ADMIN, dry_run=dry_run))


def goes(what: list[tuple[str, str, str, str | None]], kind: str) -> list[tuple[str, str | None]]:
    return [(thing, to) for one, thing, _, to in what if one == kind]


def village_of(record: type, thing: str) -> Any:
    row = lists.present(record, thing)
    return row.village if row else None


@pytest.fixture
def village(county: County) -> Village:
    here = Village(county)
    here.govern()
    return here


@pytest.fixture
def merged(village: Village) -> Village:
    """A village that is merged into one that governs itself."""
    made = Made()
    made.save(VillageSettings(NEXT_VILLAGE, NEXT_VILLAGE))
    made.commit()
    return village


def test_an_open_matter_goes_on_in_the_village_that_takes_its_place(merged: Village) -> None:
    matter = merged.standing("project", 1)

    went = follow()

    assert goes(went, "matter") == [(matter, NEXT_VILLAGE)]
    there = merged.read(f"/v1/assembly/matters/{matter}", by="far_village")
    assert there["village"] == NEXT_VILLAGE
    listed = merged.read("/v1/assembly/matters", by="far_village", village=NEXT_VILLAGE)
    assert [one["id"] for one in listed["items"]] == [matter]
    assert merged.read("/v1/assembly/matters", by="town", village=VILLAGE)["items"] == []


def test_what_is_over_and_the_own_bodies_of_a_merged_village_stay_as_history(
    merged: Village,
) -> None:
    made = Made()
    done = merged.standing("project", 1)
    made.save(replace(made.get(Matter, done), status=MatterStatus.DONE))
    made.commit()

    assert follow() == []

    assert village_of(Matter, done) == VILLAGE
    bodies = merged.read("/v1/assembly/bodies", by="town", village=VILLAGE)
    assert len(bodies["items"]) == 4
    assert merged.read("/v1/assembly/bodies", by="town", village=NEXT_VILLAGE)["items"] == []


def test_the_official_code_gets_everything_that_stood_under_the_placeholder(
    village: Village,
) -> None:
    matter = village.at_decision()

    went = follow()

    assert goes(went, "matter") == [(matter, NEXT_VILLAGE)]
    assert len(goes(went, "body")) == len(goes(went, "composition")) == 4
    body = f"{NEXT_VILLAGE}~representatives_assembly"
    assert village.read(f"/v1/assembly/bodies/{body}", by="far_village")["village"] == NEXT_VILLAGE
    said = {"body": body, "mode": "member", "title": "会议", "place": "村委会", "agenda": [matter]}
    begins = clock.local_iso(village.county.now + timedelta(days=12))
    announced = village.post(
        "/v1/assembly/meetings", said | {"begins_at": begins, "chair": "r0"}, "far_village"
    )
    assert announced.status == 201, announced
    assert goes(follow(), "matter") == []


def test_a_dry_run_tells_the_same_and_changes_nothing(village: Village) -> None:
    village.standing("project", 1)
    rows = village.county.kept("assembly")

    told = follow(dry_run=True)

    assert village.county.kept("assembly") == rows
    assert follow() == told
    once = village.county.kept("assembly")
    assert follow() == []
    assert village.county.kept("assembly") == once


def test_a_job_that_broke_off_goes_on_and_still_takes_everything(village: Village) -> None:
    matter = village.standing("project", 1)
    steps = assembly.follow_villages(HEIRS, ADMIN, dry_run=False)
    next(steps)
    steps.close()

    went = follow()

    assert len(goes(went, "body")) == 4
    assert village_of(Matter, matter) == NEXT_VILLAGE


@pytest.mark.parametrize("status", ["announced", "open", "adjourned"])
def test_a_meeting_that_is_not_over_stays_with_what_is_before_it_and_is_named(
    village: Village, status: str
) -> None:
    matter = village.at_decision()
    meeting = village.announced(village.seated_body("representatives_assembly"), [matter])["id"]
    made = Made()
    made.save(replace(made.get(Meeting, meeting), status=MeetingStatus(status)))
    made.commit()

    went = follow(dry_run=True)

    assert goes(went, "meeting") == [(meeting, None)]
    assert goes(went, "matter") == [(matter, None)]
    assert goes(follow(), "matter") == [(matter, None)]
    assert village_of(Matter, matter) == VILLAGE
    assert village.read(f"/v1/assembly/meetings/{meeting}", by="town")["village"] == VILLAGE


def test_what_a_meeting_held_up_goes_along_once_it_is_over(village: Village) -> None:
    matter = village.at_decision()
    meeting = village.announced(village.seated_body("representatives_assembly"), [matter])["id"]
    follow()
    village.did(
        f"/v1/assembly/meetings/{meeting}/transitions", {"action": "cancel", "reason": "撤并"}
    )

    assert goes(follow(), "matter") == [(matter, NEXT_VILLAGE)]
    assert follow() == []


def test_a_notice_on_the_board_goes_along_with_its_open_objections(merged: Village) -> None:
    answer = merged.publish("finance", period="2026-Q4")
    assert answer.status == 201, answer
    publication = answer.body["id"]
    objection = merged.did(
        f"/v1/assembly/publications/{publication}/objections", {"text": "数字不对"}, "resident"
    )["id"]

    went = follow()

    assert goes(went, "publication") == [(publication, NEXT_VILLAGE)]
    assert goes(went, "objection") == [(objection, NEXT_VILLAGE)]
    owed = list(escalation.readdress(HEIRS, ADMIN, dry_run=False))
    assert owed == [(objection, VILLAGE, NEXT_VILLAGE)]
    path = f"/v1/assembly/publications/{publication}/objections/{objection}/transitions"
    answered = merged.post(path, {"action": "answer", "answer": "已更正"}, "far_village")
    assert answered.status == 200, answered


def test_a_period_that_was_not_published_is_owed_by_the_heir_and_no_new_one_by_the_old_village(
    village: Village,
) -> None:
    village.county.advance(days=120)
    wind_clock()
    owed = [item["id"]["S"] for item in lists.queue(VILLAGE, limit=100, cursor=None).items]
    assert owed

    went = follow()
    list(escalation.readdress(HEIRS, ADMIN, dry_run=False))

    assert {thing for thing, _ in goes(went, "duty")} == set(owed)
    assert lists.queue(VILLAGE, limit=100, cursor=None).items == []
    there = [item["id"]["S"] for item in lists.queue(NEXT_VILLAGE, limit=100, cursor=None).items]
    assert sorted(there) == sorted(one.replace(VILLAGE, NEXT_VILLAGE) for one in owed)
    village.county.advance(days=120)
    wind_clock()
    assert lists.queue(VILLAGE, limit=100, cursor=None).items == []
