from datetime import date, timedelta

import pytest

from kernel.access import Role
from kernel.directory import UnitRow, find_caller, find_units
from tests.integration.registry_world import (
    GRID,
    NEXT_GRID,
    OTHER_GRID,
    OTHER_VILLAGE,
    STAFF,
    TOWN,
    VILLAGE,
    World,
)

POST = {"person_id": "resident", "role": "grid_worker", "unit": GRID, "valid_from": "2026-11-23"}
END = {"action": "end", "reason": "离职"}


def appoint(registry: World, who: str = "town", **more: object):
    return registry.call(who, "POST", "/v1/registry/posts", POST | more)


def end(registry: World, post_id: str, who: str = "town", **more: object):
    return registry.call(who, "POST", f"/v1/registry/posts/{post_id}/transitions", END | more)


def holders(unit: str, role: Role, day: date) -> list[str]:
    return find_units([unit])[unit].holders(role, day)


def records(registry: World, prefix: str) -> list[dict]:
    return [item for (_, sk), item in registry.items().items() if sk.startswith(prefix)]


@pytest.mark.parametrize("who", STAFF)
def test_everybody_is_told_who_he_is_and_which_posts_he_holds(registry: World, who: str) -> None:
    role, unit = STAFF[who]

    told = registry.call(who, "GET", "/v1/me").body

    (post,) = told["posts"]
    assert (told["person_id"], post["role"], post["unit"]) == (who, role, unit)
    assert (post["unit_name"], bool(post["role_name"]), bool(post["role_name_en"])) == (
        f"单位{unit}",
        True,
        True,
    )
    assert told["phone"] == "000****0001"


def test_whom_the_registry_does_not_know_is_not_signed_in(registry: World) -> None:
    assert registry.call("nobody", "GET", "/v1/me").status == 401


@pytest.mark.parametrize("who", ["village", "town", "county", "admin"])
def test_officers_see_persons_of_their_area_masked(registry: World, who: str) -> None:
    told = registry.call(who, "GET", "/v1/registry/persons/worker")

    assert (told.status, told.body["phone"]) == (200, "000****0001")
    assert "000-9000001" not in told.text


def test_an_unmasked_reading_by_an_officer_leaves_a_record_the_person_can_see(
    registry: World,
) -> None:
    told = registry.call(
        "village", "GET", "/v1/registry/persons/worker", unmasked="true", reason="call back"
    )

    assert told.body["phone"] == "000-9000001"
    (read,) = registry.call("worker", "GET", "/v1/registry/persons/worker/reads").body["items"]
    assert (read["reader"], read["reader_role"], read["reader_unit"], read["reason"]) == (
        "village",
        "village_officer",
        VILLAGE,
        "call back",
    )


def test_a_masked_reading_leaves_no_record(registry: World) -> None:
    registry.call("village", "GET", "/v1/registry/persons/worker")

    assert records(registry, "READ#") == []


def test_an_unmasked_reading_without_a_reason_shows_nothing(registry: World) -> None:
    told = registry.call("village", "GET", "/v1/registry/persons/worker", unmasked="true")

    assert told.status == 422
    assert "000-9000001" not in told.text
    assert records(registry, "READ#") == []


def test_ones_own_phone_is_not_masked_and_needs_no_reason(registry: World) -> None:
    assert (
        registry.call("worker", "GET", "/v1/registry/persons/worker").body["phone"] == "000-9000001"
    )
    assert records(registry, "READ#") == []


@pytest.mark.parametrize("who", ["worker", "chief", "resident", "stranger"])
def test_others_than_officers_see_themselves_only(registry: World, who: str) -> None:
    assert registry.call(who, "GET", f"/v1/registry/persons/{who}").status == 200
    assert registry.call(who, "GET", "/v1/registry/persons/village").status == 403


def test_outside_an_officers_area_a_person_is_not_told_from_nobody(registry: World) -> None:
    foreign = registry.call("neighbour", "GET", "/v1/registry/persons/worker")
    nobody = registry.call("neighbour", "GET", "/v1/registry/persons/nobody")

    assert (foreign.status, nobody.status) == (404, 404)
    assert {**foreign.body, "instance": ""} == {**nobody.body, "instance": ""}


def test_a_town_officer_registers_somebody_and_fills_a_post(registry: World) -> None:
    told = registry.call(
        "town", "PUT", "/v1/registry/persons/newcomer", {"name": "演示新人", "phone": "000-0000002"}
    )

    assert (told.status, told.body["posts"], told.body["phone"]) == (201, [], "000****0002")
    assert appoint(registry, person_id="newcomer").status == 201


def test_a_town_officer_does_not_rewrite_persons_of_elsewhere(registry: World) -> None:
    body, seen = {"name": "x"}, {"if-match": "*"}

    assert registry.call("town", "PUT", "/v1/registry/persons/worker", body, seen).status == 200
    assert registry.call("town", "PUT", "/v1/registry/persons/stranger", body, seen).status == 403
    assert registry.call("town", "PUT", "/v1/registry/persons/county", body, seen).status == 403
    assert registry.call("admin", "PUT", "/v1/registry/persons/stranger", body, seen).status == 200


def test_a_town_officer_does_not_rewrite_who_has_neither_post_nor_household(
    registry: World,
) -> None:
    registry.call(
        "admin", "PUT", "/v1/registry/persons/p", {"name": "演示", "phone": "000-0000002"}
    )
    before = registry.facts()

    told = registry.call("town", "PUT", "/v1/registry/persons/p", {"name": "x"}, {"if-match": "*"})

    assert told.status == 403
    assert registry.facts() == before


@pytest.mark.parametrize(("unit", "status"), [(GRID, 200), (VILLAGE, 200), (OTHER_GRID, 403)])
def test_a_town_officer_changes_who_has_no_post_but_a_household_in_the_town(
    registry: World, unit: str, status: int
) -> None:
    registry.call("admin", "PUT", "/v1/registry/persons/p", {"name": "演示"})
    registry.call("admin", "PUT", "/v1/registry/households/h-1", {"unit": unit})
    registry.call(
        "admin",
        "PUT",
        "/v1/registry/households/h-1/residents/r-1",
        {"name": "演示", "person_id": "p"},
    )

    told = registry.call(
        "town", "PUT", "/v1/registry/persons/p", {"name": "改名"}, {"if-match": "*"}
    )

    assert told.status == status


def test_officers_of_a_place_a_person_has_left_no_longer_read_his_data(registry: World) -> None:
    end(registry, f"worker~grid_worker~{GRID}~2026-01-01", last_day="2026-11-22")
    appoint(registry, "admin", person_id="worker", unit=OTHER_GRID)

    masked = registry.call("village", "GET", "/v1/registry/persons/worker")
    unmasked = registry.call(
        "town", "GET", "/v1/registry/persons/worker", unmasked="true", reason="why"
    )

    assert (masked.status, unmasked.status) == (404, 404)
    assert registry.call("county", "GET", "/v1/registry/persons/worker").status == 200
    assert records(registry, "READ#") == []


@pytest.mark.parametrize("first", ["2026-11-23", "2026-12-01"])
def test_officers_read_whoever_serves_with_them_today_or_soon(registry: World, first: str) -> None:
    appoint(registry, "admin", person_id="stranger", valid_from=first)

    assert registry.call("village", "GET", "/v1/registry/persons/stranger").status == 200


def test_a_post_opens_a_person_to_the_officers_of_the_place_through_its_last_day(
    registry: World,
) -> None:
    end(registry, f"worker~grid_worker~{GRID}~2026-01-01", last_day="2026-11-23")

    assert registry.call("village", "GET", "/v1/registry/persons/worker").status == 200
    registry.now += timedelta(days=1)
    assert registry.call("village", "GET", "/v1/registry/persons/worker").status == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u202eabc"),
        ("name", "字" * 81),
        ("phone", "abc"),
        ("phone", "1" * 30),
        ("x", 1),
    ],
)
def test_a_person_with_a_wrong_fact_is_refused(registry: World, field: str, value: object) -> None:
    told = registry.call("admin", "PUT", "/v1/registry/persons/p", {"name": "演示", field: value})

    assert (told.status, [error["field"] for error in told.body["errors"]]) == (422, [field])


@pytest.mark.parametrize("name", ["𠮷㐂", "演示 😀"])
def test_rare_characters_are_kept(registry: World, name: str) -> None:
    registry.call("admin", "PUT", "/v1/registry/persons/p", {"name": name})

    assert registry.call("admin", "GET", "/v1/registry/persons/p").body["name"] == name


def test_a_post_is_in_the_persons_row_and_in_the_units(registry: World) -> None:
    told = appoint(registry)

    assert told.status == 201
    caller = find_caller("resident")
    assert caller is not None
    assert Role.GRID_WORKER in caller.roles
    assert holders(GRID, Role.GRID_WORKER, date(2026, 11, 23)) == ["worker", "resident"]


def test_residents_are_no_staff(registry: World) -> None:
    appoint(registry, role="resident", unit=NEXT_GRID)

    assert holders(NEXT_GRID, Role.RESIDENT, date(2026, 11, 23)) == []
    assert registry.call("town", "GET", "/v1/registry/posts", unit=NEXT_GRID).body["items"] == []


def test_one_grid_has_several_workers_and_one_worker_several_grids(registry: World) -> None:
    assert appoint(registry).status == 201
    assert appoint(registry, unit=NEXT_GRID).status == 201


@pytest.mark.parametrize(
    ("who", "unit", "role", "status"),
    [
        ("town", VILLAGE, "village_officer", 201),
        ("town", GRID, "grid_chief", 201),
        ("town", TOWN, "town_officer", 403),
        ("town", OTHER_VILLAGE, "village_officer", 403),
        ("admin", TOWN, "town_officer", 201),
        ("admin", OTHER_GRID, "grid_worker", 201),
        ("admin", "140427106201001", "grid_worker", 403),
        ("village", GRID, "grid_worker", 403),
        ("county", GRID, "grid_worker", 403),
        ("admin", VILLAGE, "grid_worker", 422),
        ("admin", VILLAGE + "555", "grid_worker", 422),
    ],
)
def test_posts_are_filled_by_the_county_and_by_towns_below_themselves(
    registry: World, who: str, unit: str, role: str, status: int
) -> None:
    assert appoint(registry, who, unit=unit, role=role).status == status


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("valid_from", "1900-01-01"),
        ("valid_from", "2100-01-01"),
        ("valid_from", "2026-02-30"),
        ("valid_from", 20261101),
        ("valid_from", "2026-11-01T00:00:00"),
        ("valid_to", "2026-10-31"),
        ("role", "emperor"),
        ("unit", "12"),
        ("person_id", "nobody"),
        ("person_id", "a~b"),
    ],
)
def test_a_post_with_a_wrong_fact_is_refused(registry: World, field: str, value: object) -> None:
    before = registry.facts()

    told = appoint(registry, "admin", **{field: value})

    assert (told.status, [error["field"] for error in told.body["errors"]]) == (422, [field])
    assert registry.facts() == before


def test_the_same_post_twice_clashes(registry: World) -> None:
    appoint(registry)

    assert appoint(registry).body["type"] == "urn:sizhi:problem:post-clash"
    assert appoint(registry, valid_from="2026-11-24").body["type"] == "urn:sizhi:problem:post-clash"


def test_the_same_key_appoints_once_and_answers_twice(registry: World) -> None:
    key = {"idempotency-key": "k1"}
    first = registry.call("town", "POST", "/v1/registry/posts", POST, key)
    second = registry.call("town", "POST", "/v1/registry/posts", POST, key)
    other = registry.call("town", "POST", "/v1/registry/posts", POST | {"unit": NEXT_GRID}, key)

    assert (first.status, second.status, other.status) == (201, 201, 409)
    assert first.body == second.body
    assert second.headers["Idempotent-Replayed"] == "true"
    assert (
        len([item for item in records(registry, "HIST#") if item["action"]["S"] == "appointed"])
        == 1
    )


def test_a_dismissal_takes_effect_within_a_minute(registry: World) -> None:
    registry.call("worker", "GET", "/v1/me")

    told = end(registry, f"worker~grid_worker~{GRID}~2026-01-01")

    assert (told.status, told.body["valid_to"]) == (200, "2026-11-22")
    registry.now += timedelta(minutes=1)
    assert registry.call("worker", "GET", "/v1/me").status == 403
    assert holders(GRID, Role.GRID_WORKER, date(2026, 11, 23)) == []


def test_a_post_is_held_through_its_last_day(registry: World) -> None:
    end(registry, f"worker~grid_worker~{GRID}~2026-01-01", last_day="2026-11-24")

    # 2026-11-24 23:59 in Shanghai, and one minute later.
    registry.now = registry.now.replace(day=24, hour=15, minute=59)
    assert registry.call("worker", "GET", "/v1/me").status == 200
    registry.now += timedelta(minutes=1)
    assert registry.call("worker", "GET", "/v1/me").status == 403


def test_a_post_withdrawn_on_its_first_day_leaves_no_trace_but_history(registry: World) -> None:
    post_id = appoint(registry, valid_from="2026-11-23").body["post_id"]

    end(registry, post_id)

    posts = registry.call("town", "GET", "/v1/registry/persons/resident").body["posts"]
    assert [post["role"] for post in posts] == ["resident"]
    assert [item["action"]["S"] for item in records(registry, "HIST#")] == [
        "appointed",
        "post ended",
    ]


@pytest.mark.parametrize(
    ("who", "post_id", "status"),
    [
        ("neighbour", f"worker~grid_worker~{GRID}~2026-01-01", 403),
        ("village", f"worker~grid_worker~{GRID}~2026-01-01", 403),
        ("town", f"town~town_officer~{TOWN}~2026-01-01", 403),
        ("town", f"worker~grid_worker~{GRID}~2026-01-02", 404),
        ("town", f"nobody~grid_worker~{GRID}~2026-01-01", 404),
        ("town", "nonsense", 404),
        ("town", f"worker~emperor~{GRID}~2026-01-01", 404),
        ("town", "worker~grid_worker~12~2026-01-01", 404),
    ],
)
def test_a_post_is_ended_by_who_may_fill_it(
    registry: World, who: str, post_id: str, status: int
) -> None:
    before = registry.facts()

    assert end(registry, post_id, who).status == status
    assert registry.facts() == before


def test_the_staff_of_a_unit_is_listed_with_names(registry: World) -> None:
    items = registry.call("worker", "GET", "/v1/registry/posts", unit=GRID).body["items"]

    assert [(item["person_id"], item["person_name"], item["role"]) for item in items] == [
        ("chief", "演示chief", "grid_chief"),
        ("worker", "演示worker", "grid_worker"),
    ]


@pytest.mark.parametrize(
    ("who", "status"), [("resident", 403), ("neighbour", 403), ("worker", 403), ("town", 200)]
)
def test_the_staff_of_a_village_is_for_who_serves_over_it(
    registry: World, who: str, status: int
) -> None:
    assert registry.call(who, "GET", "/v1/registry/posts", unit=VILLAGE).status == status


def test_a_unit_row_moved_by_somebody_else_is_read_again(
    registry: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kernel.storage import dynamo

    write, moved = dynamo.write, []

    def overtaken(writes):
        if not moved:
            moved.append(True)
            (row,) = dynamo.read([UnitRow.key(GRID)], consistent=True)
            row.name, row.version = "改名", row.version + 1
            row.save()
        write(writes)

    monkeypatch.setattr(dynamo, "write", overtaken)

    assert appoint(registry).status == 201
    unit = find_units([GRID])[GRID]
    assert (unit.name, unit.holders(Role.GRID_WORKER, date(2026, 11, 23))) == (
        "改名",
        ["worker", "resident"],
    )


def test_a_town_does_not_open_somebody_elses_phone_by_appointing_him(registry: World) -> None:
    registry.call(
        "admin", "PUT", "/v1/registry/persons/p", {"name": "演示", "phone": "00012340000"}
    )
    elsewhere = {"person_id": "p", "role": "grid_worker", "unit": OTHER_GRID}
    assert appoint(registry, "admin", **elsewhere).status == 201

    refused = appoint(registry, "town", person_id="p", role="resident")

    assert refused.status == 403
    assert registry.call("town", "GET", "/v1/registry/persons/p").status == 404


def test_who_is_no_longer_a_resident_of_a_household_no_longer_reads_it(registry: World) -> None:
    registry.call("admin", "PUT", "/v1/registry/persons/p", {"name": "演示"})
    registry.call("admin", "PUT", "/v1/registry/households/h-1", {"unit": GRID})
    resident = "/v1/registry/households/h-1/residents/r-1"
    tied = registry.call("admin", "PUT", resident, {"name": "演示", "person_id": "p"})
    registry.call(
        "admin", "POST", "/v1/registry/posts", POST | {"person_id": "p", "role": "resident"}
    )
    assert registry.call("p", "GET", "/v1/registry/households/h-1").status == 200

    registry.call(
        "admin", "PUT", resident, {"name": "演示"}, headers={"if-match": tied.headers["ETag"]}
    )

    assert registry.call("p", "GET", "/v1/registry/households/h-1").status in (403, 404)


def test_a_post_does_not_begin_in_the_past(registry: World) -> None:
    told = appoint(registry, valid_from="2026-11-22")

    assert (told.status, told.body["errors"][0]["field"]) == (422, "valid_from")


@pytest.mark.parametrize("who", ["town", "admin"])
def test_nobody_fills_or_moves_own_posts(registry: World, who: str) -> None:
    role, unit = STAFF[who]
    registry.call("admin", "PUT", "/v1/registry/persons/deputy", {"name": "演示"})

    given = appoint(registry, who, person_id=who)
    ended = end(registry, f"{who}~{role}~{unit}~2026-01-01", "admin" if who == "admin" else who)

    assert given.status == ended.status == 403
    assert given.body["type"] == "urn:sizhi:problem:own-ties"


def test_a_fixed_term_post_is_continued_before_it_ends(registry: World) -> None:
    first = {"unit": NEXT_GRID, "valid_to": "2026-12-31"}
    second = {"unit": NEXT_GRID, "valid_from": "2027-01-01", "valid_to": "2027-12-31"}

    assert appoint(registry, **first).status == 201
    assert appoint(registry, **second).status == 201

    for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31)):
        assert holders(NEXT_GRID, Role.GRID_WORKER, day) == ["resident"]
    assert holders(NEXT_GRID, Role.GRID_WORKER, date(2028, 1, 1)) == []
    listed = registry.call("town", "GET", "/v1/registry/posts", unit=NEXT_GRID).body["items"]
    assert [one["valid_from"] for one in listed] == ["2026-11-23", "2027-01-01"]


def test_a_mistyped_end_is_undone_before_it_comes_and_not_after(registry: World) -> None:
    post_id = f"worker~grid_worker~{GRID}~2026-01-01"
    end(registry, post_id, last_day="2026-11-24")

    undone = end(registry, post_id, action="go_on", reason="误填")
    assert (undone.status, undone.body["valid_to"]) == (200, None)
    assert holders(GRID, Role.GRID_WORKER, date(2027, 1, 1)) == ["worker"]

    end(registry, post_id)
    assert end(registry, post_id, action="go_on").status == 409


def test_the_last_county_administrator_stays(registry: World) -> None:
    registry.call("admin", "PUT", "/v1/registry/persons/deputy", {"name": "演示"})
    deputy = {"person_id": "deputy", "role": "county_admin", "unit": TOWN[:6]}
    assert appoint(registry, "admin", **deputy, valid_to="2026-12-31").status == 201

    told = end(registry, f"admin~county_admin~{TOWN[:6]}~2026-01-01", "deputy")

    assert (told.status, told.body["type"]) == (409, "urn:sizhi:problem:last-administrator")
    assert find_caller("admin").holds({Role.COUNTY_ADMIN})
    ended = end(registry, f"deputy~county_admin~{TOWN[:6]}~2026-11-23", "admin")
    assert ended.status == 200
