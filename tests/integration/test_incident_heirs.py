"""Open incidents of a unit that is no more go on at the unit that takes its place: as they stand, once."""

from __future__ import annotations

from typing import Any

import pytest

import incidents
from incidents.store import incidents as store
from infra import carry_over as job
from kernel.access import Role
from kernel.actors import Actor
from notices.rules.entries import read_entry
from notices.service.follow_history import plain
from tests.support.assembly import Village
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_GRID,
    NEXT_VILLAGE,
    ROADS,
    TOWN,
    VILLAGE,
    WATER,
    County,
)

ADMIN = Actor("admin", "演示admin", Role.COUNTY_ADMIN, COUNTY)
MERGED = {VILLAGE: NEXT_VILLAGE, GRID: FAR_GRID, NEXT_GRID: f"{NEXT_VILLAGE}002"}
CLOCK = ("status", "due_at", "severity", "provisional", "extensions", "suspensions", "epoch")


def follow(heirs: dict[str, Any], *, dry_run: bool = False) -> list[tuple[str, str, str]]:
    return list(incidents.readdress(heirs, ADMIN, dry_run=dry_run))


def kept(incident_id: str) -> Any:
    found = store.load(incident_id)
    assert found is not None
    return found


def standing(incident_id: str) -> list[Any]:
    one = kept(incident_id)
    return [*(getattr(one, name) for name in CLOCK), one.marks]


@pytest.fixture
def accepted(county: County) -> str:
    """An incident that the village has accepted and has had for some hours."""
    incident = county.reported()
    county.moved(incident, "accept", "village")
    county.advance(hours=5)
    return incident


def test_an_incident_goes_on_at_the_heir_with_what_was_left(county: County, accepted: str) -> None:
    before = standing(accepted)

    assert follow(MERGED) == [(accepted, VILLAGE, NEXT_VILLAGE)]

    told = county.read(accepted)
    assert (told["unit"], told["responsible_unit"], told["tier"]) == (
        FAR_GRID,
        NEXT_VILLAGE,
        "village",
    )
    assert standing(accepted) == before
    assert county.moved(accepted, "resolve", "far_village")["status"] == "resolved"
    assert county.moved(accepted, "confirm", "far_worker")["status"] == "confirmed"
    assert county.move(accepted, "rate", "village").status in (403, 404)


def test_who_had_it_how_long_and_the_way_it_took_stand_in_its_history(
    county: County, accepted: str
) -> None:
    follow(MERGED)

    step = county.timeline(accepted)[-1]
    assert (step["event"], step["reason_code"]) == ("assigned", "unit_closed")
    assert store.last_steps(accepted, 1)[0].actor == "admin"
    assert (step["details"]["from_unit"], step["details"]["place_before"]) == (VILLAGE, GRID)
    rows = [row for row in county.rows() if row["pk"]["S"] == f"INC#{accepted}"]
    last = max(
        (row for row in rows if row["sk"]["S"].startswith("HIST#")), key=lambda row: row["sk"]["S"]
    )
    told = read_entry(plain(last))
    assert ([one.unit for one in told.addressees], told.reason_code) == (
        [NEXT_VILLAGE],
        "unit_closed",
    )
    (tenure,) = kept(accepted).tenures
    assert (tenure.unit, tenure.ending, tenure.late) == (VILLAGE, "assigned", False)


def test_the_job_moves_it_once_and_a_dry_run_not_at_all(county: County, accepted: str) -> None:
    rows = county.rows()
    told = follow(MERGED, dry_run=True)
    assert county.rows() == rows

    assert follow(MERGED) == told
    moved = county.rows()
    assert follow(MERGED) == []
    assert county.rows() == moved


def test_it_climbs_from_the_heir_at_the_limit_it_had(county: County, accepted: str) -> None:
    due_at = county.read(accepted)["due_at"]
    follow(MERGED)

    county.climb(accepted, "town")

    assert county.timeline(accepted)[-1]["at"] >= due_at
    tenures = [(tenure.unit, tenure.late) for tenure in kept(accepted).tenures]
    assert tenures == [(VILLAGE, False), (NEXT_VILLAGE, True)]


def test_what_the_town_has_keeps_its_lead_and_only_its_place_moves(county: County) -> None:
    incident = county.reported()
    county.climb(incident, "town")
    before = standing(incident)

    assert follow(MERGED) == [(incident, TOWN, TOWN)]

    assert (kept(incident).unit, kept(incident).responsible_unit) == (FAR_GRID, TOWN)
    assert standing(incident) == before
    assert incident in [
        one["id"] for one in county.go("GET", "/v1/incidents", by="far_village").body["items"]
    ]


@pytest.mark.parametrize(
    ("asked", "decides"),
    [("ask_extension", "approve"), ("ask_suspension", "deny"), ("return", "assign")],
)
def test_what_was_asked_of_the_tier_above_is_decided_there_for_the_heir(
    county: County, accepted: str, asked: str, decides: str
) -> None:
    incident = county.reported() if asked == "return" else accepted
    county.moved(incident, asked, "village")
    before = standing(incident)

    follow(MERGED)

    assert standing(incident) == before
    more = {"unit": NEXT_VILLAGE} if decides == "assign" else {}
    assert county.moved(incident, decides, "town", **more)["responsible_unit"] == NEXT_VILLAGE


def test_departments_go_on_with_their_tasks_for_the_heir(county: County) -> None:
    incident = county.reported()
    county.climb(incident, "town")
    county.moved(incident, "assign", "town", unit=VILLAGE)
    county.moved(incident, "accept", "village")
    county.moved(incident, "escalate", "village")
    county.moved(incident, "whistle", "town")

    follow(MERGED)

    tasks = store.load_followed(kept(incident).tasks, "admin")
    assert [(task.unit, task.responsible_unit) for task, _ in tasks if task] == [
        (FAR_GRID, WATER),
        (FAR_GRID, ROADS),
    ]
    for task, who in zip(kept(incident).tasks, ("water", "roads"), strict=True):
        county.moved(task, "resolve", who)
    assert county.moved(incident, "confirm", "far_worker")["status"] == "confirmed"


def test_a_task_goes_on_at_the_department_that_takes_the_place_of_another(county: County) -> None:
    incident = county.reported()
    county.climb(incident, "town")
    county.moved(incident, "whistle", "town", tasks=[{"unit": WATER, "what": "查水"}])
    (task,) = kept(incident).tasks

    assert follow({WATER: ROADS}) == [(task, WATER, ROADS)]

    county.moved(task, "resolve", "roads")
    assert county.read(incident)["status"] == "resolved"


def test_where_nothing_takes_the_place_it_goes_up_at_once(county: County) -> None:
    incident = county.reported()
    county.climb(incident, "town")
    county.moved(incident, "assign", "town", unit=GRID)
    closed = {GRID: None, VILLAGE: None}

    assert follow(closed) == [(incident, GRID, TOWN)]

    one = kept(incident)
    assert (one.unit, one.responsible_unit, one.turn, one.tier) == (TOWN, TOWN, TOWN, "town")
    step = county.timeline(incident)[-1]
    assert (step["event"], step["reason_code"]) == ("escalated", "unit_closed")
    assert follow(closed) == []


def test_a_joint_handling_goes_on_under_the_tier_above(county: County) -> None:
    incident = county.reported(unit=VILLAGE)
    county.climb(incident, "town")
    county.moved(incident, "whistle", "town", tasks=[{"unit": WATER, "what": "查水"}])

    follow({VILLAGE: None})

    assert (kept(incident).unit, kept(incident).status) == (TOWN, "joint")


def test_the_wait_for_a_confirmation_goes_to_the_heirs_worker(
    county: County, accepted: str
) -> None:
    county.moved(accepted, "resolve", "village")
    assert county.move(accepted, "confirm", "far_worker").status != 200
    before = standing(accepted)

    follow(MERGED)

    assert standing(accepted) == before
    assert county.moved(accepted, "confirm", "far_worker")["status"] == "confirmed"


def test_nothing_of_another_village_moves(county: County) -> None:
    elsewhere = county.reported(unit=FAR_GRID, by="far_worker")

    assert follow(MERGED) == []
    assert kept(elsewhere).unit == FAR_GRID


def test_a_village_of_another_town_has_that_towns_decisions(county: County, accepted: str) -> None:
    county.moved(accepted, "ask_extension", "village")
    far = f"{COUNTY}107201"

    follow({VILLAGE: far, GRID: f"{far}001"})

    assert kept(accepted).turn == f"{COUNTY}107"
    assert county.moved(accepted, "approve", "next_town")["responsible_unit"] == far


def test_the_administrators_job_takes_a_village_along_in_every_context(
    county: County, accepted: str
) -> None:
    """Nothing here is stood in for: the registry, incidents, what is owed, self-government and points go one after another."""
    here = Village(county)
    here.govern()
    matter = here.standing("project", 1)
    closed = {"closed_from": "2026-11-23", "merged_into": NEXT_VILLAGE}
    county.alter_unit(VILLAGE, **closed)

    told = job.carry_over(VILLAGE, "admin", apply=False)
    done = job.carry_over(VILLAGE, "admin", apply=True)
    again = job.carry_over(VILLAGE, "admin", apply=True)

    assert (told["incident"], told["matter"], told["body"]) == (1, 1, 4)
    assert done == told
    assert again == {}
    one = county.read(accepted, by="village")
    assert (one["responsible_unit"], one["actions"][:1]) == (NEXT_VILLAGE, ["resolve"])
    assert here.read(f"/v1/assembly/matters/{matter}")["village"] == NEXT_VILLAGE
