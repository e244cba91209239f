import json

import pytest

from registry import births_in, find_homes, homes_counted, homes_lived_in
from registry.store.rows import HeadRow
from tests.integration.registry_world import (
    GRID,
    ID_NUMBER,
    NEXT_GRID,
    NEXT_VILLAGE,
    OTHER_GRID,
    OTHER_ID_NUMBER,
    TOWN,
    VILLAGE,
    World,
    table,
)

HOME = "/v1/registry/households/h-1"
SEEN = {"if-match": "*"}


@pytest.fixture
def home(registry: World) -> World:
    """A county with one household."""
    told = registry.call("village", "PUT", HOME, {"unit": GRID, "head_name": "演示户主"})
    assert told.status == 201
    return registry


def settle(
    world: World,
    resident: str = "r-1",
    who: str = "village",
    household: str = "h-1",
    **more: object,
):
    body = {"name": "演示居民", **more}
    return world.call(
        who, "PUT", f"/v1/registry/households/{household}/residents/{resident}", body, SEEN
    )


def test_a_village_keeps_its_own_households(registry: World) -> None:
    assert registry.call("village", "PUT", HOME, {"unit": GRID}).status == 201
    assert (
        registry.call("neighbour", "PUT", "/v1/registry/households/h-2", {"unit": GRID}).status
        == 403
    )
    assert (
        registry.call("worker", "PUT", "/v1/registry/households/h-2", {"unit": GRID}).status == 403
    )
    assert (
        registry.call("admin", "PUT", "/v1/registry/households/h-2", {"unit": OTHER_GRID}).status
        == 201
    )


def test_a_household_is_not_pulled_out_of_another_village(home: World) -> None:
    told = home.call("neighbour", "PUT", HOME, {"unit": NEXT_VILLAGE}, SEEN)

    assert told.status == 403
    assert home.call("village", "GET", HOME).body["unit"] == GRID


def test_a_household_moves_within_its_village(home: World) -> None:
    assert home.call("village", "PUT", HOME, {"unit": NEXT_GRID}, SEEN).status == 200

    assert home.call("village", "GET", "/v1/registry/households", unit=GRID).body["items"] == []
    (moved,) = home.call("village", "GET", "/v1/registry/households", unit=NEXT_GRID).body["items"]
    assert moved["household_id"] == "h-1"


@pytest.mark.parametrize("unit", [TOWN, VILLAGE + "777"])
def test_a_household_lies_in_a_grid_or_village_that_exists(registry: World, unit: str) -> None:
    told = registry.call("admin", "PUT", HOME, {"unit": unit})

    assert (told.status, told.body["errors"][0]["field"]) == (422, "unit")


def test_households_of_a_village_are_listed_page_by_page(home: World) -> None:
    home.call("village", "PUT", "/v1/registry/households/h-2", {"unit": NEXT_GRID})

    first = home.call("village", "GET", "/v1/registry/households", unit=VILLAGE, limit=1).body
    second = home.call(
        "village",
        "GET",
        "/v1/registry/households",
        unit=VILLAGE,
        limit=1,
        cursor=first["next_cursor"],
    ).body

    assert [item["household_id"] for item in first["items"] + second["items"]] == ["h-1", "h-2"]


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [
        ("worker", GRID, 200),
        ("worker", NEXT_GRID, 403),
        ("worker", VILLAGE, 403),
        ("chief", GRID, 200),
        ("town", VILLAGE, 200),
        ("town", TOWN, 422),
        ("neighbour", GRID, 403),
        ("resident", GRID, 403),
    ],
)
def test_households_are_listed_for_who_serves_there(
    home: World, who: str, unit: str, status: int
) -> None:
    assert home.call(who, "GET", "/v1/registry/households", unit=unit).status == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("worker", 200), ("village", 200), ("neighbour", 404), ("resident", 404), ("stranger", 404)],
)
def test_a_household_is_told_to_who_serves_there_only(home: World, who: str, status: int) -> None:
    assert home.call(who, "GET", HOME).status == status


def test_a_resident_sees_the_own_household(home: World) -> None:
    settle(home, person_id="resident")

    assert home.call("resident", "GET", "/v1/me").body["household"] == "h-1"
    told = home.call("resident", "GET", HOME)
    assert [resident["resident_id"] for resident in told.body["residents"]] == ["r-1"]


def test_an_identity_number_leaves_hash_and_tail_and_nothing_else(
    home: World, capsys: pytest.CaptureFixture
) -> None:
    told = settle(home, resident_id_number=ID_NUMBER)

    assert told.body["id_tail"] == "**************0001"
    everything = (
        told.text + home.call("village", "GET", HOME).text + json.dumps(list(home.items().values()))
    )
    captured = capsys.readouterr()
    assert ID_NUMBER not in everything + captured.out + captured.err
    assert "id_hash" not in told.text


def test_a_wrong_identity_number_is_refused_and_not_repeated(
    home: World, capsys: pytest.CaptureFixture
) -> None:
    wrong = ID_NUMBER[:-1] + "2"

    told = settle(home, resident_id_number=wrong)

    captured = capsys.readouterr()
    assert (told.status, told.body["errors"][0]["field"]) == (422, "resident_id_number")
    assert wrong not in told.text + captured.out + captured.err
    assert home.call("village", "GET", HOME).body["residents"] == []


def test_an_identity_number_belongs_to_one_resident(home: World) -> None:
    settle(home, "r-1", resident_id_number=ID_NUMBER)

    told = settle(home, "r-2", resident_id_number=ID_NUMBER)

    assert (told.status, told.body["type"]) == (409, "urn:sizhi:problem:id-number-taken")


def test_a_corrected_number_frees_the_wrong_one(home: World) -> None:
    settle(home, "r-1", resident_id_number=ID_NUMBER)
    settle(home, "r-1", resident_id_number=OTHER_ID_NUMBER)

    assert settle(home, "r-2", resident_id_number=ID_NUMBER).status == 201
    assert settle(home, "r-3", resident_id_number=OTHER_ID_NUMBER).status == 409


def test_a_change_without_a_number_keeps_it(home: World) -> None:
    settle(home, resident_id_number=ID_NUMBER)

    assert settle(home, name="改名").body["id_tail"] == "**************0001"


def test_a_resident_moves_house_with_the_number(home: World) -> None:
    home.call("village", "PUT", "/v1/registry/households/h-2", {"unit": NEXT_GRID})
    settle(home, resident_id_number=ID_NUMBER)

    told = settle(home, household="h-2")

    assert (told.body["household_id"], told.body["id_tail"]) == ("h-2", "**************0001")
    assert home.call("village", "GET", HOME).body["residents"] == []


def test_a_resident_is_not_pulled_out_of_another_village(home: World) -> None:
    settle(home)
    home.call("neighbour", "PUT", "/v1/registry/households/h-9", {"unit": NEXT_VILLAGE})

    assert settle(home, who="neighbour", household="h-9").status == 403


def test_a_person_of_elsewhere_is_not_tied_to_a_household(home: World) -> None:
    assert settle(home, person_id="stranger").status == 403
    assert home.call("village", "GET", "/v1/registry/persons/stranger").status == 404
    assert settle(home, who="admin", person_id="stranger").status == 201


def test_a_resident_belongs_to_a_household_that_exists(home: World) -> None:
    assert settle(home, household="h-404").status == 404


def test_a_resident_is_replaced_only_by_who_has_seen_it(home: World) -> None:
    settle(home)
    path = f"{HOME}/residents/r-1"

    assert home.call("village", "PUT", path, {"name": "x"}).status == 428
    assert home.call("village", "PUT", path, {"name": "x"}, {"if-match": '"9"'}).status == 412


def test_a_household_has_one_head(home: World) -> None:
    settle(home, relation="户主")

    second = settle(home, "r-2", relation="head")
    spouse = settle(home, "r-2", relation="spouse")

    assert (second.status, second.body["type"]) == (409, "urn:sizhi:problem:second-head")
    assert spouse.status == 201
    assert settle(home, relation="head").status == 200


@pytest.mark.parametrize("left", [{"relation": "parent"}, {"household": "h-2"}])
def test_who_is_head_no_longer_or_has_moved_away_leaves_the_place_free(
    home: World, left: dict[str, str]
) -> None:
    home.call("village", "PUT", "/v1/registry/households/h-2", {"unit": NEXT_GRID})
    settle(home, relation="head")

    assert settle(home, **{"relation": "head", **left}).status == 200
    assert settle(home, "r-2", relation="head").status == 201
    assert settle(home, relation="head").status == 409


def test_a_second_head_in_a_file_is_told_with_its_line(home: World) -> None:
    header = ["resident_id", "household_id", "name", "relation"]
    lines = [["r-1", "h-1", "甲", "户主"], ["r-2", "h-1", "乙", "户主"]]

    told = home.run("residents", table(header, *lines))

    assert told["status"] == "refused"
    assert [(one["row"], one["column"]) for one in told["errors"]["items"]] == [(3, "relation")]


def test_near_relatives_are_noted_on_both_sides_and_end_on_both(home: World) -> None:
    home.call("village", "PUT", "/v1/registry/households/h-2", {"unit": NEXT_GRID})
    path = "/v1/registry/households/{}/relatives/{}"

    noted = home.call("village", "PUT", path.format("h-1", "h-2"), {"relation": "siblings"})
    both = [near.relatives for near in find_homes(["h-1", "h-2"]).values()]
    ended = home.call("village", "PUT", path.format("h-2", "h-1"), {"relation": None})

    assert noted.body["relatives"] == {"h-2": "siblings"}
    assert both == [{"h-2"}, {"h-1"}]
    assert ended.body["relatives"] == {}
    assert find_homes(["h-1"])["h-1"].relatives == frozenset()


def test_relatives_are_noted_by_whoever_keeps_the_village(home: World) -> None:
    path = "/v1/registry/households/h-1/relatives/h-404"

    assert home.call("neighbour", "PUT", path, {"relation": "siblings"}).status == 403
    assert home.call("village", "PUT", path, {"relation": "siblings"}).status == 422


def test_relatives_come_in_by_file(home: World) -> None:
    home.call("village", "PUT", "/v1/registry/households/h-2", {"unit": NEXT_GRID})
    header = ["household_id", "relative_household_id", "relation"]

    told = home.run("relatives", table(header, ["h-1", "h-2", "siblings"]))

    assert told["status"] == "applied"
    assert find_homes(["h-2"])["h-2"].relatives == {"h-1"}


def test_nobody_enters_own_membership_of_a_household(home: World) -> None:
    own = settle(home, person_id="village")
    settle(home, "r-2", "admin", person_id="village")
    untied = settle(home, "r-2")

    assert own.status == untied.status == 403
    assert own.body["type"] == "urn:sizhi:problem:own-ties"


def test_nobody_moves_the_own_household_or_enters_its_relatives(home: World) -> None:
    home.call("village", "PUT", "/v1/registry/households/h-2", {"unit": GRID})
    settle(home, who="admin", person_id="village")
    relatives = "/v1/registry/households/{}/relatives/{}"

    moved = home.call("village", "PUT", HOME, {"unit": NEXT_GRID}, SEEN)
    both = [
        home.call("village", "PUT", relatives.format(*pair), {"relation": "兄弟"})
        for pair in (("h-1", "h-2"), ("h-2", "h-1"))
    ]

    assert [one.status for one in (moved, *both)] == [403, 403, 403]
    assert home.call("village", "PUT", HOME, {"unit": GRID, "door_plate": "3"}, SEEN).status == 200


def test_relatives_of_households_of_other_villages_are_for_who_serves_both(home: World) -> None:
    home.call("neighbour", "PUT", "/v1/registry/households/h-9", {"unit": NEXT_VILLAGE})
    path = "/v1/registry/households/{}/relatives/{}"

    for who, pair in (("village", ("h-1", "h-9")), ("neighbour", ("h-9", "h-1"))):
        assert home.call(who, "PUT", path.format(*pair), {"relation": "兄弟"}).status == 403
    told = home.call("admin", "PUT", path.format("h-1", "h-9"), {"relation": "兄弟"})
    assert told.body["relatives"] == {"h-9": "siblings"}


@pytest.mark.parametrize(
    ("word", "kept"),
    [("户主", "head"), ("Head", "head"), ("长子", "child"), ("daughter-in-law", "in_law")],
)
def test_a_relation_is_kept_as_the_one_it_is_whatever_word_it_comes_in(
    home: World, word: str, kept: str
) -> None:
    assert settle(home, relation=word).body["relation"] == kept


def test_a_relation_nobody_knows_is_refused(home: World) -> None:
    told = settle(home, relation="邻居家的")

    assert (told.status, told.body["errors"][0]["field"]) == (422, "relation")


def test_nobody_is_two_residents(home: World) -> None:
    home.call("village", "PUT", "/v1/registry/households/h-2", {"unit": GRID})
    settle(home, person_id="resident")

    told = settle(home, "r-2", household="h-2", person_id="resident")

    assert (told.status, told.body["errors"][0]["field"]) == (422, "person_id")
    assert "r-1" in told.body["detail"]
    assert settle(home, household="h-2", person_id="resident").status == 200
    assert settle(home, household="h-2").status == 200
    assert settle(home, "r-2", household="h-2", person_id="resident").status == 201


def test_a_birthday_is_taken_from_the_identity_number_and_stays_with_it(home: World) -> None:
    told = settle(home, resident_id_number=ID_NUMBER).body
    again = settle(home, birth_year=2000).body
    other = settle(home, birth_year=1999)

    assert (told["birth_year"], told["birth_month"], told["birth_day"]) == (2000, 1, 1)
    assert (again["birth_month"], again["birth_day"]) == (1, 1)
    assert (other.status, other.body["errors"][0]["field"]) == (422, "birth_year")


def test_a_household_is_lived_in_from_its_first_resident_until_the_last_has_moved(
    home: World,
) -> None:
    home.call("village", "PUT", "/v1/registry/households/h-2", {"unit": GRID})

    def lived_in() -> set[str]:
        return {one.household_id for one in homes_lived_in(VILLAGE)}

    assert lived_in() == set()
    settle(home)
    settle(home, birth_year=1960)
    settle(home, "r-2")
    assert lived_in() == {"h-1"}
    settle(home, "r-2", household="h-2")
    assert lived_in() == {"h-1", "h-2"}
    settle(home, household="h-2")
    assert lived_in() == {"h-2"}
    assert set(find_homes(["h-1", "h-2"])) == {"h-1", "h-2"}


def test_when_villagers_were_born_is_read_with_their_households_not_one_by_one(
    home: World,
) -> None:
    for number in range(2, 6):
        path = f"/v1/registry/households/h-{number}"
        home.call("village", "PUT", path, {"unit": GRID})
        settle(home, f"r-{number}", household=f"h-{number}", birth_year=1950 + number)
    settle(home, birth_year=2000, birth_month=2, birth_day=29)
    settle(home, "r-2", household="h-3", birth_year=1952)
    settle(home, birth_year=2001)
    home.calls.clear()

    told = [sorted(household) for household in births_in(VILLAGE)]

    assert len(home.calls) == 2
    assert told == [
        [(2001, None, None)],
        [],
        [(1952, None, None), (1953, None, None)],
        [(1954, None, None)],
        [(1955, None, None)],
    ]


def test_of_a_household_as_large_as_a_hostel_everybody_is_asked_for(
    home: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HeadRow, "MOST_BORN", 1)
    settle(home, birth_year=1960)
    settle(home, "r-2", birth_year=1970)

    assert sorted(*births_in(VILLAGE)) == [(1960, None, None), (1970, None, None)]


# Taken off the register


def removed(world: World, resident: str = "r-1", who: str = "village", household: str = "h-1"):
    path = f"/v1/registry/households/{household}/residents/{resident}/removal"
    return world.call(who, "POST", path, {"reason": "died"}, SEEN)


def test_who_is_taken_off_the_register_leaves_no_name_birthday_number_or_account(
    home: World,
) -> None:
    settle(
        home,
        relation="head",
        person_id="resident",
        resident_id_number=ID_NUMBER,
    )
    settle(home, "r-2")

    gone = removed(home)

    assert gone.status == 200, gone
    assert {name: value for name, value in gone.body.items() if value} == {
        "resident_id": "r-1",
        "household_id": "-",
        "name": "（已移出登记）",
        "version": 2,
    }
    shown = home.call("village", "GET", HOME).body["residents"]
    assert [one["resident_id"] for one in shown] == ["r-2"]
    assert home.call("resident", "GET", HOME).status == 404
    assert settle(home, "r-3", resident_id_number=ID_NUMBER, relation="head").status == 201
    assert [number for _, number in homes_counted(VILLAGE)] == [2]


def test_who_was_taken_off_may_be_registered_anew(home: World) -> None:
    settle(home)
    removed(home)

    assert removed(home).status == 404
    again = settle(home, birth_year=1960)
    assert (again.status, again.body["name"]) == (200, "演示居民")
    assert len(home.call("village", "GET", HOME).body["residents"]) == 1


def test_a_resident_is_taken_off_by_who_keeps_the_household_and_has_seen_it(home: World) -> None:
    settle(home)

    for who in ("neighbour", "worker", "town", "resident"):
        assert removed(home, who=who).status == 403, who
    assert removed(home, household="h-2").status == 404
    path = f"{HOME}/residents/r-1/removal"
    unseen = home.call("village", "POST", path, {"reason": "asked"})
    assert unseen.status in (412, 428), unseen


def test_nobody_of_a_directors_household_or_one_near_to_it_watches_the_collective(
    home: World,
) -> None:
    home.call("village", "PUT", "/v1/registry/households/h-2", {"unit": NEXT_GRID})
    home.call("village", "PUT", "/v1/registry/households/h-3", {"unit": NEXT_GRID})
    relatives = "/v1/registry/households/h-1/relatives/h-2"
    home.call("village", "PUT", relatives, {"relation": "siblings"})
    people = {"director": "h-1", "at-home": "h-1", "sibling": "h-2", "nobodys": "h-3"}
    for number, (person, household) in enumerate(people.items()):
        home.call("admin", "PUT", f"/v1/registry/persons/{person}", {"name": "演示"})
        settle(home, f"r-{number}", "admin", household, person_id=person)

    def appointed(person: str, role: str):
        post = {"person_id": person, "role": role, "unit": VILLAGE, "valid_from": "2026-11-23"}
        return home.call("admin", "POST", "/v1/registry/posts", post)

    assert appointed("director", "collective_director").status == 201
    refused = [appointed(one, "collective_supervisor") for one in ("at-home", "sibling")]
    assert {one.problem for one in refused} == {"kin-apart"}
    assert appointed("nobodys", "collective_supervisor").status == 201
