"""Hazard rounds through the routes: places, findings, what is owed and climbs, what an owner sees, photos, offline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from composition.field import API as FIELD
from kernel import clock
from kernel.actors import Actor
from kernel.storage.unit_of_work import carry_out
from services.hazards.model.finding_requests import EnterFinding
from services.hazards.rules.finding import Finding, Link, LinkKind
from services.hazards.service import convert_finding
from services.hazards.store.findings import FINDINGS
from tests.integration.field_world import BUCKET, Field
from tests.support import media as made
from tests.support import obligations
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_GRID,
    TOWN,
    VILLAGE,
    Answer,
    County,
    a_county,
    answer_lost,
    nothing,
)
from tests.support.hazards import MAJOR, PHOTOGRAPHED, VIOLENCE, Hazards, checklist_of
from tests.support.somebody import Somebody
from tests.support.village import home_rows
from workspace.sync.api import API as SYNC

PHOTO = made.jpeg()


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as county:
        county.appoint(owner2=("resident", GRID))
        yield county


@pytest.fixture
def hazards(county: County) -> Hazards:
    return Hazards(county)


def owed_of(finding: Any) -> str:
    return finding["owed"]["obligation"]


def statuses(county: County, *owed: str) -> list[str]:
    return [obligations.read(county, one)["status"] for one in owed]


# Places and the work of a grid


def test_a_place_is_entered_by_who_works_for_it(hazards: Hazards) -> None:
    for by, status in (
        ("worker", 201),
        ("chief", 201),
        ("village", 201),
        ("town", 201),
        ("county", 201),
        ("next_worker", 403),
        ("far_village", 403),
        ("next_town", 403),
        ("resident", 403),
    ):
        assert hazards.enter_place(by=by).status == status, by


def test_nobody_owns_a_place_whom_the_registry_does_not_know(hazards: Hazards) -> None:
    for owner in ({"kind": "person", "id": "nobody"}, {"kind": "unit", "id": "140426999"}):
        refused = hazards.enter_place(owner=owner)
        assert (refused.status, refused.wrong_fields) == (422, ["owner"])


def test_the_work_of_a_grid_is_one_request(hazards: Hazards) -> None:
    shop = hazards.place()
    hazards.place(grid=NEXT_GRID, by="next_worker")
    general = hazards.finding(place=shop)
    major = hazards.finding(place=shop, kind=MAJOR[0], item=MAJOR[1])

    work = hazards.due()

    assert [one["place"]["id"] for one in work["items"]] == [shop]
    assert work["items"][0]["by_interval"]
    assert [one["id"] for one in work["findings"]] == [major["id"], general["id"]]
    assert "heating" in {one["id"] for one in work["rounds"]}
    assert hazards.go("GET", "due", by="next_worker", query={"grid": GRID}).status == 403


def test_a_place_that_was_checked_is_due_again_after_its_interval(hazards: Hazards) -> None:
    shop = hazards.place(checklists=["small_venue"])
    checked = hazards.check(shop)

    assert checked["due_on"] == "2026-12-23"
    assert hazards.due()["items"] == []
    hazards.county.advance(days=16)
    (one,) = hazards.due()["items"]
    assert (one["place"]["id"], one["by_interval"]) == (shop, True)


def test_a_warning_makes_the_slopes_of_every_grid_below_due_at_once(hazards: Hazards) -> None:
    slope = hazards.place(kind="slope", checklists=["slope"], owner=None)
    hazards.check(slope)
    assert hazards.due()["items"] == []
    until = clock.local_iso(hazards.county.now + timedelta(days=1))
    said = {"unit": TOWN, "kinds": ["slope"], "reason": "暴雨橙色预警", "until": until}

    hazards.county.advance(hours=14)
    given = hazards.go("POST", "warnings", said, by="town")

    assert given.status == 201, given
    (one,) = hazards.due()["items"]
    assert one["warnings"] == [given.body["items"][0]["id"]]
    hazards.county.advance(minutes=10)
    hazards.check(slope)
    assert hazards.due()["items"] == []
    assert len(hazards.got("warnings", unit=TOWN, by="town")["items"]) == 1
    hazards.county.advance(days=2)
    assert hazards.got("warnings", unit=TOWN, by="town")["items"] == []


def test_a_worker_gives_no_warning(hazards: Hazards) -> None:
    until = clock.local_iso(hazards.county.now + timedelta(days=1))
    said = {"unit": GRID, "kinds": ["slope"], "reason": "暴雨", "until": until}

    assert hazards.go("POST", "warnings", said, by="worker").status == 403
    assert hazards.go("POST", "warnings", said, by="next_town").status == 403


def test_the_history_of_a_place_tells_every_visit(hazards: Hazards) -> None:
    shop = hazards.place()
    hazards.check(shop, note="已逐项查看")
    hazards.finding(place=shop)
    retire = {"action": "retire", "reason": "已停业"}
    assert hazards.go("POST", f"places/{shop}/transitions", retire, by="village").status == 200

    steps = hazards.got(f"places/{shop}/history")["items"]

    assert [one["event"] for one in steps] == ["entered", "checked", "found", "retired"]
    assert hazards.due()["items"] == []
    refused = hazards.enter(place=shop)
    assert (refused.status, refused.problem) == (409, "illegal-move")


def test_the_checklists_are_there_for_a_phone_that_will_be_offline(hazards: Hazards) -> None:
    items = hazards.got("checklists")["items"]

    assert len(items) == 13
    assert min(len(one["items"]) for one in items) >= 8


OWN = {
    "code": "kiln",
    "name": {"zh": "旧砖窑坍塌风险", "en": "An old kiln may fall in"},
    "grade": "major",
    "photo": True,
    "cites": {"law": "county-rule", "note": "黎城县安委会文件"},
}


def set_own(hazards: Hazards, *items: dict[str, Any], by: str = "admin", **how: Any) -> Answer:
    said = {"checklists": [checklist_of("small_venue", *items)] if items else []}
    return hazards.go("PUT", "checklists", said, by=by, **how)


def test_a_county_sets_checklists_of_its_own_beside_the_packaged_ones(hazards: Hazards) -> None:
    answer = set_own(hazards, OWN)

    assert answer.status == 200, answer
    lists = {one["kind"]: one for one in hazards.got("checklists")["items"]}
    assert lists["small_venue"]["version"] == 1001
    assert lists["small_venue"]["items"][-1]["name"] == "旧砖窑坍塌风险"
    assert (len(lists), lists["gas"]["version"]) == (13, 1)
    found = hazards.finding(item="kiln", place=hazards.place())
    assert (found["item_name"], found["grade"], found["photo_wanted"]) == (
        *("旧砖窑坍塌风险", "major"),
        True,
    )
    assert (found["checklist"], found["status"]) == (1001, "to_control")


def test_what_was_found_by_a_checklist_keeps_its_words_when_the_county_sets_another(
    hazards: Hazards,
) -> None:
    set_own(hazards, OWN)
    found = hazards.finding(item="kiln")

    assert set_own(hazards).status == 200

    assert hazards.read(found["id"])["item_name"] == "旧砖窑坍塌风险"
    hazards.county.advance(days=1)
    refused = hazards.enter(item="kiln")
    assert (refused.status, refused.problem) == (422, "unknown-item")


def test_what_was_found_offline_goes_by_the_checklist_of_that_day(hazards: Hazards) -> None:
    set_own(hazards, OWN)
    county = hazards.county
    county.advance(days=2)
    set_own(hazards)
    county.advance(days=1)

    before = hazards.enter(item="kiln", found_at="2026-11-22T10:00:00+08:00")
    then = hazards.enter(item="kiln", found_at="2026-11-24T10:00:00+08:00")
    since = hazards.enter(item="kiln", found_at="2026-11-25T10:30:00+08:00")

    assert [before.status, then.status, since.status] == [422, 201, 422]


def test_a_countys_own_checklists_are_its_administrators_and_never_less_than_the_law(
    hazards: Hazards,
) -> None:
    for by in ("worker", "village", "town", "county"):
        assert set_own(hazards, OWN, by=by).status == 403, by
    less = {"checklists": [{"kind": "pond", "items": checklist_of("road")["items"]}]}

    refused = hazards.go("PUT", "checklists", less, by="admin")

    assert (refused.status, refused.problem, refused.body["items"]) == (
        *(422, "checklist-loosened"),
        ["dam"],
    )
    assert set_own(hazards, OWN, OWN | {"cites": {"law": "nothing"}}).status == 422
    assert set_own(hazards, OWN).status == 200
    stale = set_own(hazards, OWN, headers={"if-match": '"0"'})
    assert (stale.status, stale.problem) == (412, "stale-version")


# Findings and what is owed


def test_a_hazard_that_is_rectified_late_has_climbed_and_is_checked_by_another(
    county: County, hazards: Hazards
) -> None:
    finding = hazards.finding(place=hazards.place(), rectify_on="2026-11-25")
    owed = owed_of(finding)

    obligations.climb(county, owed, TOWN)
    seen = hazards.read(finding["id"])
    assert (seen["owed"]["climb"]["tier"], seen["status"]) == ("town", "rectifying")
    fixed = hazards.moved(finding["id"], "fix", "resident")
    assert (fixed["was_late"], fixed["status"]) == (True, "to_recheck")
    assert hazards.move(finding["id"], "recheck", "resident").problem == "fixer-cannot-check"
    closed = hazards.moved(finding["id"], "recheck", "worker")

    assert (closed["status"], closed["owed"]) == ("closed", None)
    assert statuses(county, owed, owed_of(fixed)) == ["fulfilled", "fulfilled"]
    events = hazards.got(f"findings/{finding['id']}/history")["items"]
    assert [one["event"] for one in events] == ["found", "fixed", "closed"]


def test_what_is_not_done_climbs_to_the_county(county: County, hazards: Hazards) -> None:
    finding = hazards.finding()

    assert obligations.climbs_to_the_county(county, owed_of(finding)) == [VILLAGE, TOWN, COUNTY]


def test_a_check_nobody_makes_climbs_too(county: County, hazards: Hazards) -> None:
    finding = hazards.finding(done="已更换")

    assert obligations.climbs_to_the_county(county, owed_of(finding)) == [VILLAGE, TOWN, COUNTY]


def test_a_major_hazard_is_on_the_countys_list_until_it_is_released(
    county: County, hazards: Hazards
) -> None:
    major = hazards.finding(place=hazards.place(), kind=MAJOR[0], item=MAJOR[1])
    assert obligations.read(county, owed_of(major))["responsible_unit"] == COUNTY
    listed = {"unit": COUNTY, "by": "county"}
    assert [one["id"] for one in hazards.got("findings", standing="major", **listed)["items"]] == [
        major["id"]
    ]
    assert hazards.got("findings", **listed)["items"] == []

    owed = [owed_of(major)]
    for action, by in (("control", "town"), ("plan", "town"), ("fix", "resident")):
        owed.append(owed_of(hazards.moved(major["id"], action, by)))
    Photos(county, hazards).ready(major["id"])
    released = hazards.moved(major["id"], "examine", "county")

    assert released["status"] == "released"
    assert set(statuses(county, *owed)) == {"fulfilled"}
    assert hazards.got("findings", standing="major", **listed)["items"] == []
    assert len(hazards.got("findings", standing="ended", **listed)["items"]) == 1


def test_who_urges_the_county_when_nobody_controls_a_major_hazard_is_the_clock(
    county: County, hazards: Hazards
) -> None:
    owed = owed_of(hazards.finding(kind=MAJOR[0], item=MAJOR[1]))

    for _ in range(3):
        obligations.wake(county, owed)

    assert "supervised" in obligations.events(county, owed)


def test_violence_is_followed_up_within_the_hour_and_is_on_no_owners_list(
    county: County, hazards: Hazards
) -> None:
    home = hazards.place(kind="house", checklists=["vulnerable"])
    finding = hazards.finding(place=home, kind=VIOLENCE[0], item=VIOLENCE[1], what="疑似家暴")

    assert finding["actions"] == ["report"]
    assert hazards.got("own-findings", by="resident")["items"] == []
    assert hazards.go("GET", f"findings/{finding['id']}", by="resident").status == 404
    assert hazards.got(f"places/{home}", by="resident")["found"] == []
    reported = hazards.moved(finding["id"], "report", "worker")
    assert reported["status"] == "reported"
    assert statuses(county, owed_of(finding)) == ["fulfilled"]


@pytest.mark.parametrize("post", ["chief", "village"])
def test_of_violence_in_the_own_house_nobody_learns_by_a_post(
    county: County, hazards: Hazards, post: str
) -> None:
    home = hazards.place(
        kind="house", checklists=["vulnerable"], owner={"kind": "person", "id": post}
    )
    finding = hazards.finding(place=home, kind=VIOLENCE[0], item=VIOLENCE[1], what="疑似家暴")

    assert hazards.go("GET", f"findings/{finding['id']}", by=post).status == 404
    assert hazards.go("GET", f"findings/{finding['id']}/history", by=post).status == 404
    assert hazards.move(finding["id"], "report", post, reported_to="公安").status == 404
    listed = hazards.got("findings", by=post, unit=GRID)["items"]
    assert listed == []
    assert hazards.got(f"places/{home}", by=post)["found"] == []
    assert hazards.got("findings", by="worker", unit=GRID)["items"] != []


def test_an_officer_withdraws_nothing_that_was_found_at_the_own_place(hazards: Hazards) -> None:
    shop = hazards.place(owner={"kind": "person", "id": "town"})
    finding = hazards.finding(place=shop)["id"]

    assert "withdraw" not in hazards.read(finding, by="town")["actions"]
    assert hazards.move(finding, "withdraw", "town", reason="误报").status == 403
    assert hazards.move(finding, "withdraw", "county", reason="误报").status == 200


def test_the_same_kind_at_the_same_place_within_twelve_months_is_owed_by_the_town(
    hazards: Hazards,
) -> None:
    shop = hazards.place()
    first = hazards.finding(place=shop, done="已换灯")
    hazards.moved(first["id"], "recheck", "chief")
    same_day = hazards.finding(place=shop, item="training", what="不会用灭火器")
    hazards.county.now = hazards.county.now.replace(year=2027)
    last_day = hazards.finding(place=shop)
    hazards.county.advance(days=1)

    assert (same_day["unit"], same_day["repeat_of"]) == (VILLAGE, None)
    assert last_day["unit"] == TOWN
    assert last_day["repeat_of"] in (first["id"], same_day["id"])


def test_after_twelve_months_it_is_no_repeat(hazards: Hazards) -> None:
    shop = hazards.place()
    first = hazards.finding(place=shop, done="已换灯")
    hazards.moved(first["id"], "recheck", "chief")
    hazards.county.now = hazards.county.now.replace(year=2027) + timedelta(days=1)

    assert hazards.finding(place=shop)["repeat_of"] is None


def test_of_a_house_the_household_sees_what_was_found_and_checks_nothing(
    county: County, hazards: Hazards
) -> None:
    home, people = "h-1", {"village": ("village_officer", VILLAGE), "owner2": ("resident", GRID)}
    rows = home_rows(home, GRID)
    county.settle(
        {}, people, {name: {"household": home} for name in people}, rows, anew=set(people)
    )
    house = hazards.place(kind="house", owner={"kind": "household", "id": home})
    found = hazards.finding(place=house)["id"]
    hazards.moved(found, "fix", "owner2", done="已更换")

    refused = hazards.move(found, "recheck", "village")

    assert (refused.status, refused.problem) == (403, "fixer-cannot-check")
    assert hazards.read(found, by="owner2")["own"]
    assert hazards.go("GET", f"findings/{found}", by="resident").status == 404
    steps = hazards.got(f"findings/{found}/history", by="village")["items"]
    assert {one["actor_name"] for one in steps} == {None}
    assert hazards.moved(found, "recheck", "chief")["status"] == "closed"


def test_of_what_was_withdrawn_nothing_repeats(hazards: Hazards) -> None:
    shop = hazards.place()
    first = hazards.finding(place=shop)
    hazards.moved(first["id"], "withdraw", "town")
    hazards.county.advance(days=30)

    assert hazards.finding(place=shop)["repeat_of"] is None


def test_the_same_hazard_is_not_entered_twice_while_it_is_seen_to(hazards: Hazards) -> None:
    shop = hazards.place()
    first = hazards.finding(place=shop)

    refused = hazards.enter(place=shop, by="chief")

    assert (refused.status, refused.problem) == (409, "finding-already-open")
    assert refused.body["finding_id"] == first["id"]


def test_a_grid_workers_order_is_refused_with_the_article(hazards: Hazards) -> None:
    refused = hazards.enter(advice="责令停业整顿")

    assert (refused.status, refused.problem) == (422, "grid-worker-never-orders")
    assert refused.wrong_fields == ["advice"]
    assert refused.body["citation"]["confidence"] == "law"
    assert hazards.move(hazards.finding()["id"], "control", "worker").status == 409


def test_a_double_tap_and_a_lost_answer_enter_one_finding(county: County, hazards: Hazards) -> None:
    shop = hazards.place()
    first = hazards.enter(place=shop, key="k-1")
    again = hazards.enter(place=shop, key="k-1")
    county.faults.extend([nothing] * 2 + [answer_lost])
    lost = hazards.enter(place=shop, item="training")

    assert (first.status, again.status, lost.status) == (201, 201, 201)
    assert again.body["id"] == first.body["id"]
    assert len(hazards.got("findings", unit=GRID)["items"]) == 2


def test_findings_are_seen_by_who_works_for_the_place(hazards: Hazards) -> None:
    finding = hazards.finding()["id"]

    for by, status in (
        ("worker", 200),
        ("village", 200),
        ("county", 200),
        ("next_worker", 404),
        ("far_village", 404),
        ("resident", 404),
    ):
        assert hazards.go("GET", f"findings/{finding}", by=by).status == status, by
        steps = hazards.go("GET", f"findings/{finding}/history", by=by)
        assert steps.status == status, by
    assert hazards.move(finding, "fix", "next_worker").status == 404


def test_an_owner_sees_what_concerns_the_own_shop_and_not_who_found_it(hazards: Hazards) -> None:
    shop = hazards.place()
    hazards.place(owner=None)
    finding = hazards.finding(place=shop, owner_told=True, advice="建议更换应急灯")
    hazards.finding()

    assert [one["id"] for one in hazards.got("own-places", by="resident")["items"]] == [shop]
    (one,) = hazards.got("own-findings", by="resident")["items"]
    assert (one["id"], one["own"], one["actions"]) == (finding["id"], True, ["fix"])
    (step,) = hazards.got(f"findings/{finding['id']}/history", by="resident")["items"]
    assert (step["actor_name"], step["said"]) == (None, None)
    assert step["actor_role_name"] == "网格员"
    assert hazards.got("own-findings", by="owner2")["items"] == []


def test_a_finding_is_somewhere_and_settled_or_put_off(hazards: Hazards) -> None:
    nowhere: dict[str, Any] = {"grid": None}
    both: dict[str, Any] = {"done": "已换", "rectify_on": "2026-11-25"}
    for wrong in (nowhere, both):
        assert hazards.enter(**wrong).status == 422
    assert hazards.enter(item="dragon").problem == "unknown-item"
    assert hazards.enter(grid=f"{VILLAGE}099", by="village").status == 422
    assert hazards.enter(grid=FAR_GRID).status == 403


def test_another_version_of_a_finding_is_not_moved(hazards: Hazards) -> None:
    finding = hazards.finding()["id"]
    hazards.moved(finding, "fix", "worker")

    said = {"action": "recheck", "passed": True, "finding": "已消除"}
    path = f"findings/{finding}/transitions"
    stale = hazards.go("POST", path, said, by="chief", headers={"if-match": '"1"'})

    assert (stale.status, stale.problem) == (412, "stale-version")


# Photos


class Photos:
    """Photos of hazards, as phones send them."""

    def __init__(self, county: County, hazards: Hazards) -> None:
        self.hazards = hazards
        self.patch = pytest.MonkeyPatch()
        self.field = Field(county, self.patch)

    def announce(self, finding: str, by: str = "worker") -> Answer:
        said = {"kind": "before", "content_type": "image/jpeg", "size": len(PHOTO)}
        return self.field.go("POST", f"/v1/media/hazards/{finding}", said, by=by)

    def ready(self, finding: str, by: str = "worker") -> str:
        photo = self.announce(finding, by).body["id"]
        key = f"incoming/hazards/{finding}/{photo}"
        self.field.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
        told = {"Records": [{"s3": {"bucket": {"name": BUCKET}, "object": {"key": key}}}]}
        assert self.field.check(told) == []
        return photo


@pytest.fixture
def photos(county: County, hazards: Hazards) -> Iterator[Photos]:
    photos = Photos(county, hazards)
    yield photos
    photos.patch.undo()


def test_where_the_checklist_asks_nothing_is_closed_without_a_checked_photo(
    hazards: Hazards, photos: Photos
) -> None:
    finding = hazards.finding(kind=PHOTOGRAPHED[0], item=PHOTOGRAPHED[1])["id"]
    hazards.moved(finding, "fix", "worker")

    assert hazards.move(finding, "recheck", "chief").problem == "photo-wanted"
    photos.announce(finding)
    assert hazards.move(finding, "recheck", "chief").problem == "photo-wanted"
    photos.ready(finding)
    assert hazards.moved(finding, "recheck", "chief")["status"] == "closed"


def test_photos_come_from_whom_it_concerns_while_it_is_open(
    county: County, hazards: Hazards, photos: Photos
) -> None:
    finding = hazards.finding(place=hazards.place(), done="已换灯")["id"]

    assert photos.announce(finding, "resident").status == 201
    assert photos.announce(finding, "chief").status == 201
    for by in ("owner2", "next_worker", "far_village"):
        assert photos.announce(finding, by).status == 404, by
    photo = photos.ready(finding)
    path = f"/v1/media/hazards/{finding}"
    shown = county.go("GET", f"{path}/{photo}", by="resident", api=FIELD)
    assert shown.body["download"]
    assert county.go("GET", path, by="village", api=FIELD).status == 200
    hazards.moved(finding, "recheck", "chief")
    assert photos.announce(finding).problem == "hazard-over"
    gone = county.go("DELETE", f"{path}/{photo}", by="worker", api=FIELD)
    assert (gone.status, gone.problem) == (409, "hazard-over")


# Offline


def sync(county: County, *operations: dict[str, Any], by: str = "worker") -> list[Any]:
    numbered = [{"op_no": number, **one} for number, one in enumerate(operations)]
    answer = county.go("POST", "/v1/sync", {"operations": numbered}, by=by, api=SYNC)
    assert answer.status == 200, answer
    return answer.body["results"]


def test_a_round_made_offline_is_taken_once_however_often_it_is_sent(
    county: County, hazards: Hazards
) -> None:
    shop = hazards.place()
    found_at = clock.local_iso(county.now - timedelta(days=9))
    body = {"place": shop, "kind": "small_venue", "item": "lights", "what": "灯不亮"}
    said = [
        {"op_id": "a", "kind": "move_hazard_place", "target": shop, "body": {"action": "check"}},
        {
            "op_id": "b",
            "kind": "hazard_finding",
            "body": body | {"found_at": found_at, "rectify_on": "2026-11-20"},
        },
        {
            "op_id": "c",
            "kind": "move_hazard",
            "after": "b",
            "body": {"action": "fix", "done": "已更换", "done_at": clock.local_iso(county.now)},
        },
    ]

    first = sync(county, *said)
    again = sync(county, *said)

    assert [one["outcome"] for one in first] == ["applied"] * 3
    assert [one["outcome"] for one in again] == ["replayed"] * 3
    assert first[0]["hazard_place"] == shop
    assert first[1]["hazard"] == first[2]["hazard"] == again[2]["hazard"]
    finding = hazards.read(first[1]["hazard"])
    assert (finding["found_at"], finding["was_late"]) == (found_at, True)
    assert finding["status"] == "to_recheck"


def test_what_was_found_again_offline_goes_on_with_the_finding_that_is_open(
    county: County, hazards: Hazards
) -> None:
    shop = hazards.place()
    first = hazards.finding(place=shop)
    body = {"place": shop, "kind": "small_venue", "item": "lights", "what": "灯不亮"}

    found, fixed = sync(
        county,
        {"op_id": "a", "kind": "hazard_finding", "body": body},
        {
            "op_id": "b",
            "kind": "move_hazard",
            "after": "a",
            "body": {"action": "fix", "done": "已换"},
        },
    )

    assert (found["outcome"], fixed["outcome"]) == ("conflict", "applied")
    assert fixed["hazard"] == first["id"]


# Handed over and back


COUNTY_ACTOR = Actor("county", "演示county")
INCIDENT = Link(LinkKind.INCIDENT, "01M8323B80ZASBGN3Q5V2DNX65")


def hand_over(finding: str) -> Finding:
    done = carry_out(
        lambda work: convert_finding.hand_finding_over(work, finding, INCIDENT, COUNTY_ACTOR)
    )
    assert done.result
    return done.result


def take_back(finding: str, done: str | None = None) -> Finding:
    back = carry_out(
        lambda work: convert_finding.take_finding_back(work, finding, COUNTY_ACTOR, done=done)
    )
    assert back.result
    return back.result


def test_a_finding_that_was_handed_over_owes_nothing_until_it_is_taken_back(
    county: County, hazards: Hazards
) -> None:
    finding = hazards.finding()
    owed = owed_of(finding)

    hand_over(finding["id"])
    held = hazards.read(finding["id"])
    assert (held["owed"], held["actions"], held["status"]) == (None, [], "handed_over")
    assert held["handed_to"]["id"] == INCIDENT.id
    assert statuses(county, owed) == ["dropped"]
    assert hazards.move(finding["id"], "fix", "worker").status == 409

    county.advance(days=30)
    take_back(finding["id"])
    back = hazards.read(finding["id"])
    assert back["status"] == "rectifying"
    assert statuses(county, owed_of(back)) == ["open"]


def test_a_finding_made_from_something_else_owes_to_take_it_back_when_it_is_over(
    county: County, hazards: Hazards
) -> None:
    said = EnterFinding.model_validate(
        {"grid": GRID, "where": "村口", "kind": "road", "item": "sign", "what": "标志缺失"}
    )
    made = carry_out(
        lambda work: convert_finding.open_finding_from(work, said, Somebody("worker"), INCIDENT)
    ).result
    assert made
    hazards.moved(made.thing.id, "fix", "worker")
    assert obligations.owed(county, made.thing.unit, "taking_back") == []

    hazards.moved(made.thing.id, "recheck", "chief")

    (back,) = obligations.owed(county, made.thing.unit, "taking_back")
    assert (back["status"], back["about"]) == ("open", {"matter": f"hazard:{made.thing.id}"})


def test_a_finding_made_from_nothing_owes_nothing_when_it_is_over(
    county: County, hazards: Hazards
) -> None:
    finding = hazards.finding()
    hazards.moved(finding["id"], "fix", "worker")

    hazards.moved(finding["id"], "recheck", "chief")

    with county.quietly():
        kept = FINDINGS.get(finding["id"])
    assert (kept.origin, str(kept.status)) == (None, "closed")
    assert obligations.owed(county, kept.unit, "taking_back") == []
