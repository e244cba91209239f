import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from assembly.model.bodies import MemberDocument, members_in
from assembly.rules.bodies import BodyKind, check_composition, rule_of
from infra.reference import make_demo
from infra.table_changes import RELEASED
from kernel import geo
from kernel.access import TIER_OFFICER, Role
from kernel.coordinates import Crs, to_cgcs2000
from kernel.law import reference
from kernel.units import Level, Tier, is_within, level_of, parent_of
from kernel.working_time import Limit
from points.rules.book import parse
from points.store.books import packaged
from registry.rules.identity import checked_id_number

REFERENCE = Path(make_demo.__file__).parent
DEFAULT_POLICY = make_demo.DEFAULT_POLICY
DEMO_POLICY = REFERENCE / "demo" / "policy.json"
HONGJING = "140426106"
ZHUANGTOU = "140426106201"
SEVERITIES = ["general", "pressing", "urgent"]

ROLES_BY_LEVEL = {
    Role.RESIDENT: {Level.GRID, Level.VILLAGE},
    Role.GRID_WORKER: {Level.GRID},
    Role.GRID_CHIEF: {Level.GRID},
    Role.VILLAGE_OFFICER: {Level.VILLAGE},
    Role.VILLAGE_REPRESENTATIVE: {Level.VILLAGE},
    Role.VILLAGE_SUPERVISOR: {Level.VILLAGE},
    Role.POINTS_VERIFIER: {Level.VILLAGE},
    Role.SHOP_KEEPER: {Level.VILLAGE},
    Role.MEDIATOR: {Level.VILLAGE},
    Role.ERRAND_AGENT: {Level.VILLAGE},
    Role.COLLECTIVE_DIRECTOR: {Level.VILLAGE},
    Role.BOOKKEEPER: {Level.VILLAGE},
    Role.CASHIER: {Level.VILLAGE},
    Role.COLLECTIVE_SUPERVISOR: {Level.VILLAGE},
    Role.TOWN_OFFICER: {Level.TOWN, Level.DEPARTMENT},
    Role.ENFORCEMENT_OFFICER: {Level.TOWN},
    Role.ENFORCEMENT_HEAD: {Level.TOWN},
    Role.HEARING_CHAIR: {Level.TOWN},
    Role.LEGAL_REVIEWER: {Level.TOWN},
    Role.JUSTICE_SUPERVISOR: {Level.COUNTY},
    Role.COUNTY_OFFICER: {Level.COUNTY, Level.DEPARTMENT},
    Role.COUNTY_ADMIN: {Level.COUNTY},
}


def rows(path: str) -> list[dict[str, str]]:
    with (REFERENCE / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def units(level: Level, under: str = "140426") -> list[dict[str, str]]:
    return [
        row
        for row in rows("licheng/units.csv")
        if row["level"] == level and is_within(row["code"], under)
    ]


def boundaries() -> list[tuple[str, str]]:
    return [(row["code"], row["boundary"]) for row in units(Level.GRID)]


def holders(role: Role, unit: str) -> list[str]:
    return [
        post["person_id"]
        for post in rows("demo/posts.csv")
        if post["role"] == role and post["unit"] == unit and not post["valid_to"]
    ]


@pytest.mark.parametrize("path", sorted(make_demo.files()))
def test_a_committed_file_is_what_the_generator_makes(path: str) -> None:
    assert (REFERENCE / path).read_bytes() == make_demo.files()[path].encode()


def test_no_other_data_lies_beside_the_generated_files() -> None:
    found = {
        str(path.relative_to(REFERENCE))
        for path in REFERENCE.rglob("*")
        if path.suffix in {".csv", ".json"}
    }

    assert found - {RELEASED.name} == set(make_demo.files())


def test_the_county_has_its_eight_towns() -> None:
    assert [row["code"] for row in units(Level.TOWN)] == [f"140426{n}" for n in range(101, 109)]
    assert all(row["placeholder"] == "false" for row in units(Level.TOWN))


def test_hongjing_has_26_villages_of_which_only_a_confirmed_code_is_no_placeholder() -> None:
    villages = units(Level.VILLAGE, HONGJING)

    assert len(villages) == 26
    assert [row["name"] for row in villages if row["placeholder"] == "false"] == ["元村村"]


def test_a_village_with_an_invented_name_says_so_in_the_name() -> None:
    invented = [
        row["name"]
        for row in units(Level.VILLAGE)
        if row["name"] not in {"庄头村", "西黄须村", "元村村"}
    ]

    assert all("占位" in name for name in invented)


def test_zhuangtou_has_15_grids() -> None:
    assert len(units(Level.GRID, ZHUANGTOU)) == 15


def test_every_unit_stands_after_its_parent_in_the_code_tree() -> None:
    seen: set[str] = set()
    for row in rows("licheng/units.csv"):
        assert row["code"] not in seen
        assert level_of(row["code"]) == row["level"]
        assert row["parent"] == (parent_of(row["code"]) or "")
        assert row["parent"] in seen or row["level"] == "county"
        seen.add(row["code"])


def test_the_grids_tile_the_village() -> None:
    village = shapely.from_geojson(make_demo.village_outline())
    cells = [shapely.from_geojson(boundary) for code, boundary in boundaries() if ZHUANGTOU in code]

    assert all(cell.is_valid for cell in cells)
    assert shapely.union_all(cells).equals(village)
    assert sum(cell.area for cell in cells) == pytest.approx(shapely.union_all(cells).area)


def test_the_reference_point_of_licheng_lies_in_the_middle_grid() -> None:
    assert geo.locate(boundaries(), 36.502, 113.387) == f"{ZHUANGTOU}008"


def test_a_wechat_position_taken_as_surveyed_lands_in_another_grid() -> None:
    lat, lon = 36.50228102, 113.39373585

    converted = to_cgcs2000(lat, lon, Crs.GCJ02)

    assert geo.locate(boundaries(), *converted) == f"{ZHUANGTOU}008"
    assert geo.locate(boundaries(), lat, lon) == f"{ZHUANGTOU}010"


def test_577_people_live_in_households_over_all_15_grids() -> None:
    grid_of = {row["household_id"]: row["unit"] for row in rows("demo/households.csv")}
    residents = rows("demo/residents.csv")
    by_grid = Counter(grid_of[row["household_id"]] for row in residents)

    assert len(residents) == 577
    assert set(by_grid) == {row["code"] for row in units(Level.GRID, ZHUANGTOU)}
    assert set(by_grid.values()) == {38, 39}


def test_every_household_has_one_head_and_carries_its_name() -> None:
    heads = {
        row["household_id"]: row["name"]
        for row in rows("demo/residents.csv")
        if row["relation"] == "head"
    }

    assert heads == {row["household_id"]: row["head_name"] for row in rows("demo/households.csv")}
    assert len(heads) == sum(row["relation"] == "head" for row in rows("demo/residents.csv"))


def test_nobody_is_born_in_the_future_or_past_all_age() -> None:
    years = [int(row["birth_year"]) for row in rows("demo/residents.csv")]

    assert 1920 < min(years) < max(years) < 2026


def test_every_grid_has_a_chief_and_a_worker() -> None:
    for row in units(Level.GRID):
        assert holders(Role.GRID_CHIEF, row["code"])
        assert holders(Role.GRID_WORKER, row["code"])


def test_a_worker_serves_two_grids_and_a_grid_has_two_workers() -> None:
    grids = [row["code"] for row in units(Level.GRID)]
    served = Counter(worker for code in grids for worker in holders(Role.GRID_WORKER, code))

    assert served["p-gw-01"] == 2
    assert holders(Role.GRID_WORKER, f"{ZHUANGTOU}005") == ["p-gw-04", "p-gw-15"]


def test_one_village_of_hongjing_has_no_officer_so_that_a_skip_can_be_seen() -> None:
    unstaffed = [
        row["code"]
        for row in units(Level.VILLAGE, HONGJING)
        if not holders(TIER_OFFICER[Tier.VILLAGE], row["code"])
    ]

    assert unstaffed == [f"{HONGJING}226"]
    assert holders(TIER_OFFICER[Tier.TOWN], HONGJING)
    assert holders(TIER_OFFICER[Tier.COUNTY], "140426")


def test_every_post_is_held_by_a_known_person_in_a_known_unit_of_the_right_level() -> None:
    people = {row["person_id"] for row in rows("demo/persons.csv")}
    codes = {row["code"] for row in rows("licheng/units.csv")}

    for post in rows("demo/posts.csv"):
        assert post["person_id"] in people
        assert post["unit"] in codes
        assert level_of(post["unit"]) in ROLES_BY_LEVEL[Role(post["role"])]
        assert date.fromisoformat(post["valid_from"]) < date.fromisoformat(
            post["valid_to"] or "9999-12-31"
        )


def test_the_bodies_of_the_demo_village_are_composed_as_the_law_asks() -> None:
    said = json.loads((REFERENCE / "demo" / "assembly.json").read_text(encoding="utf-8"))
    seated = {
        body["kind"]: members_in(MemberDocument(**each) for each in body["members"])
        for body in said["bodies"]
    }

    for body in said["bodies"]:
        day = date.fromisoformat(body["valid_from"])
        check_composition(
            rule_of(BodyKind(body["kind"]), day),
            seated[body["kind"]],
            day,
            households=body["households"],
            apart_from=seated["village_committee"]
            if body["kind"] == "supervision_committee"
            else (),
        )
    known = {row["person_id"] for row in rows("demo/persons.csv")}
    known |= {row["resident_id"] for row in rows("demo/residents.csv")}
    assert {each.member_id for members in seated.values() for each in members} <= known


def test_ids_are_unique() -> None:
    for path, column in [
        ("demo/persons.csv", "person_id"),
        ("demo/households.csv", "household_id"),
        ("demo/residents.csv", "resident_id"),
    ]:
        ids = [row[column] for row in rows(path)]
        assert len(ids) == len(set(ids))


def test_a_resident_with_an_account_lives_where_the_account_says() -> None:
    grid_of = {row["household_id"]: row["unit"] for row in rows("demo/households.csv")}
    accounts = {
        row["person_id"]: grid_of[row["household_id"]]
        for row in rows("demo/residents.csv")
        if row["person_id"]
    }

    assert {"p-re-01", "p-re-02", "p-hh-01", "p-pv-01", "p-sv-01"} < set(accounts)
    for person_id, grid in accounts.items():
        at_home = person_id in holders(Role.RESIDENT, grid)
        serves = any(post["person_id"] == person_id for post in rows("demo/posts.csv"))
        assert at_home or serves


def test_the_points_of_the_demo_are_claimed_by_sixty_households_of_one_village() -> None:
    told = json.loads((REFERENCE / "demo" / "points.json").read_text(encoding="utf-8"))
    grid_of = {row["household_id"]: row["unit"] for row in rows("demo/households.csv")}
    book = parse(packaged(), 1)

    homes = [claim["household"] for claim in told["claims"]]

    assert len(set(homes)) >= 60
    assert all(is_within(grid_of[home], told["village"]) for home in homes)
    for claim in told["claims"]:
        assert claim["quantity"] <= book.item(claim["item"]).most
        assert book.item(claim["item"]).sign == "plus"
    assert {book.item(one["item"]).sign for one in told["deductions"]} == {"minus"}


def test_the_demo_carries_no_resident_id_and_no_phone_anybody_could_have() -> None:
    phones = [row["phone"] for row in rows("demo/persons.csv")]
    phones += [row["contact_phone"] for row in rows("licheng/units.csv")]

    numbers = [row["resident_id_number"] for row in rows("demo/residents.csv")]

    assert {number[:6] for number in numbers} == {"000000"}
    assert all(re.fullmatch(r"000-\d{7}", phone) for phone in phones)


def test_every_resident_of_the_demo_has_an_identity_number_of_the_right_form() -> None:
    residents = rows("demo/residents.csv")
    numbers = [checked_id_number(row["resident_id_number"], date(2026, 1, 1)) for row in residents]

    assert [number[6:10] for number in numbers] == [row["birth_year"] for row in residents]
    assert len(set(numbers)) == len(residents)


def test_everybody_in_the_demo_has_a_name_nobody_bears() -> None:
    names = [row["name"] for row in rows("demo/persons.csv") + rows("demo/residents.csv")]

    assert all(re.fullmatch(r"演示\D+\d{2,4}", name) for name in names)


def test_every_persona_holds_the_roles_it_names() -> None:
    personas: list[dict[str, Any]] = json.loads((REFERENCE / "demo" / "personas.json").read_text())
    posts = rows("demo/posts.csv")

    assert {"resident", "grid_worker", "grid_chief", "village_officer"} < {
        persona["persona"] for persona in personas
    }
    assert {"town_officer", "county_officer", "county_admin"} < {
        persona["persona"] for persona in personas
    }
    for persona in personas:
        held = [post for post in posts if post["person_id"] == persona["person_id"]]
        assert sorted({post["role"] for post in held}) == persona["roles"]
        assert persona["unit"] in {post["unit"] for post in held} or not held


@pytest.mark.parametrize("path", [DEFAULT_POLICY, DEMO_POLICY], ids=["default", "demo"])
def test_a_policy_gives_every_severity_a_limit_at_every_tier(path: Path) -> None:
    limits = json.loads(path.read_text())["limits"]

    assert list(limits) == SEVERITIES
    for severity in SEVERITIES:
        assert list(limits[severity]) == [tier.value for tier in Tier]


@pytest.mark.parametrize("path", [DEFAULT_POLICY, DEMO_POLICY], ids=["default", "demo"])
def test_every_limit_in_a_policy_is_one_the_clock_can_count(path: Path) -> None:
    policy = json.loads(path.read_text())

    counted = [Limit(**limit) for _, limit in numbers(policy) if isinstance(limit, dict)]

    assert len(counted) > 12


@pytest.mark.parametrize("path", [DEFAULT_POLICY, DEMO_POLICY], ids=["default", "demo"])
def test_every_number_in_a_policy_has_its_source(path: Path) -> None:
    policy = json.loads(path.read_text())
    sources: list[dict[str, str]] = policy["sources"]
    paths = [where for where, _ in numbers(policy)]

    for where in paths:
        covering = {one["for"] for one in sources if f"{where}.".startswith(f"{one['for']}.")}
        assert len(covering) == 1, where
    for source in sources:
        assert any(f"{where}.".startswith(f"{source['for']}.") for where in paths), source
        assert reference(source)


@pytest.mark.parametrize("path", [DEFAULT_POLICY, DEMO_POLICY], ids=["default", "demo"])
def test_urgent_incidents_run_day_and_night(path: Path) -> None:
    urgent = json.loads(path.read_text())["limits"]["urgent"]

    assert {limit["unit"] for limit in urgent.values()} == {"natural_hours"}


def test_every_category_has_a_code_two_names_and_a_tier_to_start_at() -> None:
    categories = json.loads(DEFAULT_POLICY.read_text())["categories"]

    assert len(categories) == len({category["code"] for category in categories}) == 18
    for category in categories:
        assert re.fullmatch(r"[a-z_]+", category["code"])
        assert category["name"].keys() == {"zh", "en"}
        assert all(category["name"].values())
        assert Tier(category["start_tier"])


def test_the_demo_policy_adds_one_category_that_climbs_in_half_a_minute() -> None:
    default, demo = (json.loads(path.read_text()) for path in (DEFAULT_POLICY, DEMO_POLICY))
    ten_seconds = {"amount": 10, "unit": "seconds"}

    *usual, added = demo["categories"]

    assert usual == default["categories"]
    assert added["code"] == "demo"
    assert [list(added["limits"][severity].values()) for severity in SEVERITIES] == [
        [ten_seconds] * 3
    ] * 3
    assert added["supervision"] == {"every": ten_seconds, "cap": 3}
    assert demo["reminder_share"] == 0.5


def numbers(policy: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every limit, cap, share and list of a policy with its dotted path, categories by their code."""
    named = policy | {"categories": {one["code"]: one for one in policy["categories"]}}
    found: list[tuple[str, Any]] = []

    def collect(where: str, value: Any) -> None:
        if (
            isinstance(value, (int, float))
            or (isinstance(value, dict) and "amount" in value)
            or (isinstance(value, list) and where != "sources")
        ):
            found.append((where, value))
        elif isinstance(value, dict):
            for key, inner in value.items():
                collect(f"{where}.{key}" if where else key, inner)

    collect("", named)
    return found
