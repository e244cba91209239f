"""Write the reference data of 黎城 and the demo county: `python -m infra.reference.make_demo`.

The same input gives the same bytes; a test compares the committed files with what this makes. What
is real and what is invented stands in README.md beside this file.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from typing import Any, TypeAlias

from stdnum.iso7064 import mod_11_2

from infra.reference.make_demo_books import books
from infra.reference.make_demo_economy import economy
from infra.reference.make_demo_enforcement import enforcement
from infra.reference.make_demo_environment import environment
from infra.reference.make_demo_errands import errands
from infra.reference.make_demo_hazards import hazards
from infra.reference.make_demo_information import information
from infra.reference.make_demo_mediation import mediation
from infra.reference.make_demo_stars import stars

HERE = Path(__file__).resolve().parent
DEFAULT_POLICY = HERE.parents[1] / "functions" / "incidents" / "default_policy.json"
KINDS = HERE.parents[1] / "functions" / "escalation" / "kinds.json"
DEFAULT_SETTINGS = HERE.parents[1] / "functions" / "notices" / "default_settings.json"

COUNTY = "140426"
TOWNS = [
    ("101", "东阳关镇", "Dongyangguan"),
    ("102", "上遥镇", "Shangyao"),
    ("103", "西井镇", "Xijing"),
    ("104", "黄崖洞镇", "Huangyadong"),
    ("105", "黎侯镇", "Lihou"),
    ("106", "洪井镇", "Hongjing"),
    ("107", "西仵镇", "Xiwu"),
    ("108", "程家山镇", "Chengjiashan"),
]
HONGJING = COUNTY + "106"
DEPARTMENTS = [
    (COUNTY + "-SLJ", "县水利局", "County Water Bureau"),
    (COUNTY + "-JTJ", "县交通运输局", "County Transport Bureau"),
    (COUNTY + "-SHJ", "生态环境分局", "County Environment Bureau"),
    (COUNTY + "-YJJ", "县应急管理局", "County Emergency Bureau"),
    (HONGJING + "-ZFD", "洪井镇综合行政执法队", "Hongjing Enforcement Team"),
]
"""The last of the county's bureaus has no officer, so that passing over one can be seen."""
NAMED_VILLAGES = {
    "201": ("庄头村", "Zhuangtou"),
    "202": ("西黄须村", "Xihuangxu"),
    "221": ("元村村", "Yuancun"),
}
ZHUANGTOU = HONGJING + "201"
XIHUANGXU = HONGJING + "202"
CONFIRMED_VILLAGE = HONGJING + "221"
UNSTAFFED_VILLAGE = HONGJING + "226"
FOREIGN_TOWN = COUNTY + "105"
FOREIGN_VILLAGE = FOREIGN_TOWN + "201"
FOREIGN_GRID = FOREIGN_VILLAGE + "001"

VILLAGES_OF_HONGJING = 26
GRID_ROWS, GRID_COLUMNS = 3, 5
RESIDENTS = 577
REPRESENTATIVES, WOMEN_AMONG_THEM = 18, 6
SUPERVISORS = 3
CENTRE_LON, CENTRE_LAT = 113.387, 36.502
POSTS_SINCE = "2026-01-01"
FIRST_CLAIM, CLAIMING_HOUSEHOLDS = 12, 60
ADULTS_BORN_UNTIL = 2026 - 19
"""Who comes of age in 2026 would have to be entered with the birthday."""

Table: TypeAlias = list[dict[str, str]]
Corner: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Persona:
    """Somebody a reader or a test can be.

    The posts are (role, unit) pairs and hold from POSTS_SINCE on, or until the day given.
    """

    persona: str
    person_id: str
    name: str
    posts: tuple[tuple[str, str], ...]
    note: str
    until: str = ""


def grid(number: int) -> str:
    """Return the code of a grid of 庄头村, 1 to 15."""
    return f"{ZHUANGTOU}{number:03d}"


PERSONAS = [
    Persona(
        "resident",
        "p-re-01",
        "演示居民0001",
        (("resident", grid(1)),),
        "lives in grid 001 of 庄头村",
    ),
    Persona(
        "second_resident",
        "p-re-02",
        "演示居民0079",
        (("resident", grid(3)),),
        "lives in grid 003 of 庄头村",
    ),
    Persona(
        "resident_of_unstaffed_village",
        "p-re-26",
        "演示居民9026",
        (("resident", UNSTAFFED_VILLAGE),),
        "lives in a village without village officer: reports go up to the town at once",
    ),
    Persona(
        "foreign_resident",
        "p-re-41",
        "演示居民9041",
        (("resident", FOREIGN_GRID),),
        "lives in another town",
    ),
    Persona(
        "grid_worker",
        "p-gw-01",
        "演示网格员01",
        (("grid_worker", grid(1)), ("grid_worker", grid(2))),
        "serves two grids of 庄头村",
    ),
    Persona(
        "second_grid_worker",
        "p-gw-02",
        "演示网格员02",
        (("grid_worker", grid(3)),),
        "serves grid 003",
    ),
    Persona(
        "fellow_grid_worker",
        "p-gw-15",
        "演示网格员15",
        (("grid_worker", grid(5)),),
        "serves grid 005 together with p-gw-04",
    ),
    Persona(
        "former_grid_worker",
        "p-gw-90",
        "演示网格员90",
        (("grid_worker", grid(1)),),
        "left the post in grid 001 on 2026-06-30: may do nothing any more",
        until="2026-06-30",
    ),
    Persona(
        "foreign_grid_worker",
        "p-gw-41",
        "演示网格员41",
        (("grid_worker", FOREIGN_GRID),),
        "serves in another town",
    ),
    Persona(
        "grid_chief", "p-gc-01", "演示网格长01", (("grid_chief", grid(1)),), "chief of grid 001"
    ),
    Persona(
        "second_grid_chief",
        "p-gc-03",
        "演示网格长03",
        (("grid_chief", grid(3)),),
        "chief of grid 003",
    ),
    Persona(
        "foreign_grid_chief",
        "p-gc-41",
        "演示网格长41",
        (("grid_chief", FOREIGN_GRID),),
        "chief in another town",
    ),
    Persona(
        "village_officer", "p-vo-01", "演示村干部01", (("village_officer", ZHUANGTOU),), "庄头村"
    ),
    Persona(
        "second_village_officer",
        "p-vo-31",
        "演示村干部31",
        (("village_officer", ZHUANGTOU),),
        "庄头村",
    ),
    Persona(
        "officer_and_worker",
        "p-vo-32",
        "演示村干部32",
        (("village_officer", ZHUANGTOU), ("grid_worker", grid(10))),
        "officer of 庄头村 and worker of grid 010: may not confirm what he handled himself",
    ),
    Persona(
        "foreign_village_officer",
        "p-vo-02",
        "演示村干部02",
        (("village_officer", XIHUANGXU),),
        "西黄须村, same town as 庄头村",
    ),
    Persona("town_officer", "p-to-01", "演示镇干部01", (("town_officer", HONGJING),), "洪井镇"),
    Persona(
        "second_town_officer", "p-to-02", "演示镇干部02", (("town_officer", HONGJING),), "洪井镇"
    ),
    Persona(
        "foreign_town_officer",
        "p-to-41",
        "演示镇干部41",
        (("town_officer", FOREIGN_TOWN),),
        "黎侯镇",
    ),
    Persona("county_officer", "p-co-01", "演示县干部01", (("county_officer", COUNTY),), "黎城县"),
    Persona(
        "second_county_officer", "p-co-02", "演示县干部02", (("county_officer", COUNTY),), "黎城县"
    ),
    Persona(
        "water_officer",
        "p-co-11",
        "演示水利干部11",
        (("county_officer", DEPARTMENTS[0][0]),),
        "water bureau of the county",
    ),
    Persona(
        "transport_officer",
        "p-co-12",
        "演示交通干部12",
        (("county_officer", DEPARTMENTS[1][0]),),
        "transport bureau of the county",
    ),
    Persona(
        "environment_officer",
        "p-co-13",
        "演示环境干部13",
        (("county_officer", DEPARTMENTS[2][0]),),
        "environment bureau of the county",
    ),
    Persona(
        "enforcement_team_officer",
        "p-to-11",
        "演示执法队干部11",
        (("town_officer", DEPARTMENTS[4][0]),),
        "enforcement team of 洪井镇",
    ),
    Persona(
        "enforcement_officer",
        "p-eo-01",
        "演示执法人员01",
        (("enforcement_officer", HONGJING),),
        "officer of 洪井镇 with a certificate",
    ),
    Persona(
        "second_enforcement_officer",
        "p-eo-02",
        "演示执法人员02",
        (("enforcement_officer", HONGJING),),
        "the second officer every visit needs",
    ),
    Persona(
        "legal_reviewer",
        "p-lr-01",
        "演示法制审核员01",
        (("legal_reviewer", HONGJING),),
        "reviews cases before they are decided",
    ),
    Persona(
        "enforcement_head",
        "p-eh-01",
        "演示执法负责人01",
        (("enforcement_head", HONGJING),),
        "approves filings and decides cases of 洪井镇",
    ),
    Persona(
        "hearing_chair",
        "p-hc-01",
        "演示听证主持人01",
        (("hearing_chair", HONGJING),),
        "chairs hearings of 洪井镇",
    ),
    Persona(
        "justice_supervisor",
        "p-js-01",
        "演示执法监督01",
        (("justice_supervisor", COUNTY),),
        "supervises enforcement for the county's justice bureau",
    ),
    Persona(
        "mediator",
        "p-md-01",
        "演示调解员01",
        (("mediator", ZHUANGTOU),),
        "of the people's mediation committee of 庄头村",
    ),
    Persona(
        "errand_agent",
        "p-ea-01",
        "演示代办员01",
        (("errand_agent", ZHUANGTOU),),
        "does errands at the town's counter for households of 庄头村",
    ),
    Persona(
        "hazard_owner",
        "p-re-28",
        "演示居民0040",
        (("resident", grid(2)),),
        "a resident of 庄头村 whose shop is on the hazard rounds",
    ),
    Persona(
        "collective_director",
        "p-cd-01",
        "演示理事长01",
        (("collective_director", ZHUANGTOU),),
        "head of the collective of 庄头村",
    ),
    Persona(
        "bookkeeper",
        "p-bk-01",
        "演示会计01",
        (("bookkeeper", ZHUANGTOU),),
        "keeps the books of the collective of 庄头村",
    ),
    Persona(
        "cashier",
        "p-cs-01",
        "演示出纳01",
        (("cashier", ZHUANGTOU),),
        "keeps the cash of the collective of 庄头村",
    ),
    Persona(
        "collective_supervisor",
        "p-cv-01",
        "演示监事01",
        (("collective_supervisor", ZHUANGTOU),),
        "of the supervisors of the collective of 庄头村",
    ),
    Persona(
        "party_of_case",
        "p-re-27",
        "演示居民0038",
        (("resident", grid(2)),),
        "a resident of 庄头村 whom a case is about",
    ),
    Persona(
        "county_admin",
        "p-ca-01",
        "演示县管理员01",
        (("county_admin", COUNTY),),
        "keeps registry and policy",
    ),
    Persona(
        "household",
        "p-hh-01",
        "演示居民0004",
        (("resident", grid(1)),),
        "head of household h-002 in grid 001",
    ),
    Persona(
        "neighbour",
        "p-nb-01",
        "演示居民0021",
        (("resident", grid(1)),),
        "of household h-008, next door to h-002",
    ),
    Persona(
        "second_neighbour",
        "p-nb-02",
        "演示居民0024",
        (("resident", grid(1)),),
        "of household h-009",
    ),
    Persona(
        "points_verifier",
        "p-pv-01",
        "演示居民0011",
        (("points_verifier", ZHUANGTOU),),
        "of household h-005",
    ),
    Persona(
        "second_points_verifier",
        "p-pv-02",
        "演示居民0014",
        (("points_verifier", ZHUANGTOU),),
        "of household h-006",
    ),
    Persona(
        "related_points_verifier",
        "p-pv-03",
        "演示居民0019",
        (("points_verifier", ZHUANGTOU),),
        "of household h-007, whose near relatives live in h-002: recused there",
    ),
    Persona(
        "shop_keeper",
        "p-sk-01",
        "演示居民0028",
        (("shop_keeper", ZHUANGTOU),),
        "keeps the points supermarket of 庄头村",
    ),
    Persona(
        "village_supervisor",
        "p-sv-01",
        "演示居民0030",
        (("village_supervisor", ZHUANGTOU),),
        "of household h-011; checks the settlements",
    ),
    Persona(
        "representative",
        "p-vr-01",
        "演示村民代表01",
        (("village_representative", ZHUANGTOU),),
        "sits in the representatives' assembly of 庄头村",
    ),
    Persona(
        "second_representative",
        "p-vr-02",
        "演示村民代表02",
        (("village_representative", ZHUANGTOU),),
        "sits in the representatives' assembly of 庄头村",
    ),
    Persona(
        "supervisor",
        "p-vs-01",
        "演示村务监督委员01",
        (("village_supervisor", ZHUANGTOU),),
        "examines what 庄头村 does",
    ),
    Persona(
        "person_without_posts", "p-np-01", "演示人员01", (), "known to the registry, holds no post"
    ),
]


def files() -> dict[str, str]:
    """Return every file this makes, by its path below this folder."""
    household_rows, resident_rows = households_and_residents()
    return {
        "licheng/units.csv": _csv(units()),
        "demo/persons.csv": _csv(persons()),
        "demo/posts.csv": _csv(posts()),
        "demo/households.csv": _csv(household_rows),
        "demo/residents.csv": _csv(resident_rows),
        "demo/relatives.csv": _csv(relatives()),
        "demo/personas.json": _json(personas()),
        "demo/points.json": _json(points()),
        "demo/policy.json": _json(policy()),
        "demo/obligation_settings.json": _json(obligation_settings()),
        "demo/notice_settings.json": _json(notice_settings()),
        "demo/assembly.json": _json(assembly(household_rows, resident_rows)),
        "demo/books.json": _json(books()),
        "demo/economy.json": _json(economy()),
        "demo/enforcement.json": _json(enforcement()),
        "demo/hazards.json": _json(hazards()),
        "demo/information.json": _json(information()),
        "demo/mediation.json": _json(mediation()),
        "demo/errands.json": _json(errands()),
        "demo/environment.json": _json(environment()),
        "demo/stars.json": _json(stars()),
    }


def main() -> None:
    """Write the files."""
    for path, content in files().items():
        (HERE / path).parent.mkdir(exist_ok=True)
        (HERE / path).write_text(content, encoding="utf-8", newline="")
        print(f"{len(content.encode()):>8,} bytes  {path}")


def units() -> Table:
    """Return the county, its towns, villages of 洪井镇, grids of 庄头村 and departments, parents first."""
    phone_numbers = (f"000-{number:07d}" for number in count(1))

    def unit(
        code: str, level: str, names: tuple[str, str], *, placeholder: bool, boundary: str = ""
    ) -> dict[str, str]:
        return {
            "code": code,
            "level": level,
            "name": names[0],
            "name_en": names[1],
            "parent": _parent(code),
            "placeholder": "true" if placeholder else "false",
            "contact_phone": next(phone_numbers),
            "boundary": boundary,
        }

    rows = [unit(COUNTY, "county", ("黎城县", "Licheng County"), placeholder=False)]
    rows += [
        unit(COUNTY + town, "town", (name, f"{name_en} Town"), placeholder=False)
        for town, name, name_en in TOWNS
    ]
    for number in range(1, VILLAGES_OF_HONGJING + 1):
        code = f"{HONGJING}{200 + number}"
        name, name_en = NAMED_VILLAGES.get(
            code[-3:],
            (f"洪井镇第{number:02d}村（占位）", f"Hongjing No. {number:02d} (placeholder)"),
        )
        rows.append(
            unit(
                code,
                "village",
                (name, f"{name_en} Village"),
                placeholder=code != CONFIRMED_VILLAGE,
            )
        )
    rows.append(
        unit(
            FOREIGN_VILLAGE,
            "village",
            ("黎侯镇第01村（占位）", "Lihou No. 01 (placeholder) Village"),
            placeholder=True,
        )
    )
    rows += [
        unit(
            grid(number),
            "grid",
            (f"庄头村第{number:02d}网格", f"Zhuangtou Grid {number:02d}"),
            placeholder=True,
            boundary=_polygon(_cell(number)),
        )
        for number in range(1, GRID_ROWS * GRID_COLUMNS + 1)
    ]
    rows.append(
        unit(
            FOREIGN_GRID,
            "grid",
            ("黎侯镇第01村第01网格", "Lihou No. 01 Village Grid 01"),
            placeholder=True,
            boundary=_polygon(
                [(113.45, 36.45), (113.454, 36.45), (113.454, 36.453), (113.45, 36.453)]
            ),
        )
    )
    rows += [
        unit(code, "department", (name, name_en), placeholder=True)
        for code, name, name_en in DEPARTMENTS
    ]
    return rows


def _parent(code: str) -> str:
    office, is_department, _ = code.partition("-")
    return office if is_department else code[:-3] if len(code) > len(COUNTY) else ""


def village_outline() -> str:
    """Return the outline of 庄头村, which its grids tile; the registry keeps boundaries of grids only."""
    return _polygon(_outline())


def persons() -> Table:
    """Return everybody who holds a post or can be acted as, by id."""
    found = {person_id: name for person_id, name, *_ in _holdings()}
    found |= {persona.person_id: persona.name for persona in PERSONAS}
    return [
        {"person_id": person_id, "name": found[person_id], "phone": f"000-{9_000_000 + number:07d}"}
        for number, person_id in enumerate(sorted(found), start=1)
    ]


def posts() -> Table:
    """Return who holds which role where."""
    rows = [
        {
            "person_id": person_id,
            "role": role,
            "unit": unit,
            "valid_from": POSTS_SINCE,
            "valid_to": until,
        }
        for person_id, _, role, unit, until in _holdings()
    ]
    return sorted(rows, key=lambda row: (row["person_id"], row["unit"], row["role"]))


def personas() -> list[dict[str, Any]]:
    """Return who a reader or a test can be."""
    return [
        {
            "persona": persona.persona,
            "person_id": persona.person_id,
            "roles": sorted({role for role, _ in persona.posts}),
            "unit": persona.posts[0][1] if persona.posts else None,
            "note": persona.note,
        }
        for persona in PERSONAS
    ]


def households_and_residents() -> tuple[Table, Table]:
    """Return the households of 庄头村 over its grids, and the 577 people who live in them."""
    households: Table = []
    residents: Table = []
    accounts = {persona.name: persona.person_id for persona in PERSONAS}
    grids = GRID_ROWS * GRID_COLUMNS
    sizes = cycle((3, 2, 4, 1, 3, 5, 2, 3, 4, 2))
    for number in range(1, grids + 1):
        people_left = RESIDENTS // grids + (number <= RESIDENTS % grids)
        while people_left:
            size = min(next(sizes), people_left)
            people_left -= size
            household = len(households) + 1
            members = _household(household, size, first_resident=len(residents) + 1)
            residents += [
                member | {"person_id": accounts.get(member["name"], "")} for member in members
            ]
            households.append(
                {
                    "household_id": f"h-{household:03d}",
                    "unit": grid(number),
                    "head_name": members[0]["name"],
                    "door_plate": f"演示路{household:03d}号",
                    "address": f"庄头村第{number:02d}网格演示路{household:03d}号",
                }
            )
    return households, residents


def policy() -> dict[str, Any]:
    """Return the default policy with a category whose climb can be watched, as it takes seconds."""
    ten_seconds = {"amount": 10, "unit": "seconds"}
    tiers = dict.fromkeys(("village", "town", "county"), ten_seconds)
    demo = {
        "code": "demo",
        "name": {"zh": "演示（十秒一级）", "en": "Demonstration: ten seconds a tier"},
        "start_tier": "village",
        "limits": dict.fromkeys(("general", "pressing", "urgent"), tiers),
        "confirmation": dict.fromkeys(("worker", "chief", "above"), ten_seconds) | {"cap": 3},
        "supervision": {"every": ten_seconds, "cap": 3},
    }
    default: dict[str, Any] = json.loads(DEFAULT_POLICY.read_text(encoding="utf-8"))
    why = "So short that a whole climb takes half a minute"
    return default | {
        "categories": [*default["categories"], demo],
        "grid_items": [*default["grid_items"], "demo"],
        "sources": [
            *default["sources"],
            {"for": "categories.demo", "law": "own-choice", "note": why},
        ],
    }


def obligation_settings() -> dict[str, Any]:
    """Return terms by which milestones of decisions climb in seconds."""
    why = "So short that a whole climb takes half a minute"
    ten_seconds = {"amount": 10, "unit": "seconds"}
    packaged: dict[str, Any] = json.loads(KINDS.read_text(encoding="utf-8"))
    resolution = {
        "reminder_share": packaged["kinds"]["resolution"]["reminder_share"],
        "limits": dict.fromkeys(("town", "county"), ten_seconds),
        "supervision": {"every": ten_seconds, "cap": 3},
        "extension": packaged["kinds"]["resolution"]["extension"],
    }
    return {
        "kinds": {"resolution": resolution},
        "sources": [{"for": "kinds.resolution", "law": "own-choice", "note": why}],
    }


def notice_settings() -> dict[str, Any]:
    """Return the default notice settings with no quiet hours, as the demo is tried at any time of day."""
    default: dict[str, Any] = json.loads(DEFAULT_SETTINGS.read_text(encoding="utf-8"))
    all_day = [{"opens": "00:00", "closes": "24:00"}]
    return default | {
        "hours": {tier: dict.fromkeys(days, all_day) for tier, days in default["hours"].items()},
        "sources": [
            {"for": "hours", "law": "own-choice", "note": "Nothing is quiet in the demo"},
            *(one for one in default["sources"] if one["for"].startswith("bundling.")),
        ],
    }


def relatives() -> Table:
    """Return which households are near relatives, so that recusal can be tried."""
    return [
        {
            "household_id": "h-002",
            "relative_household_id": "h-007",
            "relation": "siblings",
        }
    ]


def points() -> dict[str, Any]:
    """Return what `infra/local/demo.py` does with points in 庄头村: sixty households claim, some lose points, some redeem."""
    items = (
        ("waste_sorting", 1, "本月垃圾分类四次检查均达标"),
        ("half_day_work", 4, "参加村内道路清理义务劳动"),
        ("half_day_work", 2, "参加植树义务劳动半天两次"),
        ("help_neighbour", 1, "帮助邻居收割玉米"),
        ("law_lecture", 1, "参加普法讲座"),
        ("meeting", 1, "参加村民会议并提出排水建议"),
        ("half_day_work", 2, "清理沟渠义务劳动"),
    )
    claims: list[dict[str, Any]] = []
    for number in range(FIRST_CLAIM, FIRST_CLAIM + CLAIMING_HOUSEHOLDS):
        item, most, words = items[number % len(items)]
        quantity = 1 + number % most
        claims.append(
            {
                "household": f"h-{number:03d}",
                "item": item,
                "quantity": quantity,
                "description": words,
            }
        )
    # The first are an elderly couple, whom no board names: five remain, as in the article.
    lost = (
        *("dirty_front", "dumping", "lavish_banquet", "law_open_burning", "broken_promise"),
        "dumping",
    )
    deductions = [
        {
            "household": f"h-{FIRST_CLAIM + CLAIMING_HOUSEHOLDS + n:03d}",
            "item": item,
            "quantity": 1,
            "description": "入户提醒两次后仍未改正（演示）",
            "evidence": [f"记录单{n + 1:02d}"],
        }
        for n, item in enumerate(lost)
    ]
    return {
        "village": ZHUANGTOU,
        "neighbours": 1,
        "claims": claims,
        "deductions": deductions,
        "shop": {
            "name": "庄头村积分超市",
            "merchants": [
                {"id": "collective", "name": "庄头村股份经济合作社", "keepers": ["p-sk-01"]}
            ],
            "weekdays": [1, 2, 3, 4, 5, 6, 7],
            "opens": "00:00",
            "closes": "23:59",
        },
        "goods": [
            {
                "id": code,
                "name": name,
                "points": price,
                "stock": stock,
                "value_fen": value,
                "funding": funding,
                "source": source,
            }
            for code, name, price, stock, value, funding, source in (
                ("soap", "洗衣粉", 3, 60, 36_000, "collective", "村集体经济收入"),
                ("salt", "食盐", 2, 80, 16_000, "collective", "村集体经济收入"),
                ("towel", "毛巾", 5, 40, 32_000, "donation", "演示爱心企业捐赠"),
                ("pan", "炒锅", 20, 5, 30_000, "donation", "演示爱心企业捐赠"),
            )
        ],
        "redemptions": [
            {"household": f"h-{FIRST_CLAIM + 1 + 7 * n:03d}", "goods": "soap" if n % 2 else "salt"}
            for n in range(8)
        ],
    }


def _plain(member: dict[str, Any]) -> dict[str, Any]:
    """Return a representative as a member of another body."""
    return {name: said for name, said in member.items() if name != "capacity"}


def assembly(households: Table, residents: Table) -> dict[str, Any]:
    """Return the bodies of 庄头村 and what its people have agreed and proposed; all of it invented, composed as the law asks."""
    representatives = [
        _member(f"p-vr-{number:02d}", f"演示村民代表{number:02d}")
        | {"capacity": "representative", "woman": number <= WOMEN_AMONG_THEM}
        for number in range(1, REPRESENTATIVES + 1)
    ]
    officers = [
        _member("p-vo-01", "演示村干部01"),
        _member("p-vo-31", "演示村干部31") | {"woman": True},
        _member("p-vo-32", "演示村干部32"),
    ]
    supervisors = [
        _member(f"p-vs-{number:02d}", f"演示村务监督委员{number:02d}") | {"accounting": number == 1}
        for number in range(1, SUPERVISORS + 1)
    ]
    secretary, director = (
        officers[0] | {"office": "secretary"},
        officers[1] | {"office": "director"},
    )
    in_assembly = [officer | {"capacity": "committee_member"} for officer in officers]
    adults = [
        _member(resident["person_id"] or resident["resident_id"], resident["name"])
        | {
            "household": resident["household_id"],
            "born": int(resident["birth_year"]),
            "woman": resident["relation"] in {"spouse", "parent"},
        }
        for resident in residents
        if int(resident["birth_year"]) <= ADULTS_BORN_UNTIL
    ]
    bodies = {
        "village_committee": [officers[0], director, officers[2]],
        "party_branch": [secretary, officers[2], representatives[0]],
        "party_members_meeting": [*officers, *representatives[:3]],
        "representatives_assembly": [*representatives, *in_assembly],
        "supervision_committee": supervisors,
        "ceremonies_council": representatives[3:6],
        "collective_council": [
            _member("p-cd-01", "演示理事长01"),
            *map(_plain, representatives[1:3]),
        ],
        "villagers_meeting": adults,
    }
    return {
        "village": ZHUANGTOU,
        "bodies": [
            {
                "kind": kind,
                "valid_from": POSTS_SINCE,
                "households": len(households),
                "members": members,
            }
            for kind, members in bodies.items()
        ],
        "ceremony_limits": {
            "source": "演示：本村红白事标准（参照长子县每次不超过15桌）",
            "limits": {
                kind: {"tables": 15, "price_per_table": 300, "gift": 100}
                for kind in ("wedding", "funeral")
            },
        },
        "ideas": [
            {
                "by": "p-re-01",
                "title": "农机合用出租",
                "text": "把各户农机合起来用，农闲时出租，增加集体收入。",
            },
            {
                "by": "p-vr-01",
                "title": "田埂沟渠整治",
                "text": "主路、街巷、田埂、沟渠分片包干，每天清理。",
            },
        ],
    }


def _member(member_id: str, name: str) -> dict[str, Any]:
    return {"member_id": member_id, "name": name}


def _holdings() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield (person, name, role, unit, valid_to) of every post, each once."""
    yielded: set[tuple[str, str, str]] = set()
    for person_id, name, role, unit, until in (*_persona_holdings(), *_staff_holdings()):
        if (person_id, role, unit) not in yielded:
            yielded.add((person_id, role, unit))
            yield person_id, name, role, unit, until


def _persona_holdings() -> Iterator[tuple[str, str, str, str, str]]:
    for persona in PERSONAS:
        for role, unit in persona.posts:
            yield persona.person_id, persona.name, role, unit, persona.until


def _staff_holdings() -> Iterator[tuple[str, str, str, str, str]]:
    for number in range(1, GRID_ROWS * GRID_COLUMNS + 1):
        yield f"p-gc-{number:02d}", f"演示网格长{number:02d}", "grid_chief", grid(number), ""
        # One worker has the first two grids, so from there on the workers run one behind.
        worker = max(1, number - 1)
        yield f"p-gw-{worker:02d}", f"演示网格员{worker:02d}", "grid_worker", grid(number), ""
    for number in range(1, VILLAGES_OF_HONGJING + 1):
        village = f"{HONGJING}{200 + number}"
        if village != UNSTAFFED_VILLAGE:
            yield f"p-vo-{number:02d}", f"演示村干部{number:02d}", "village_officer", village, ""
    yield "p-vo-41", "演示村干部41", "village_officer", FOREIGN_VILLAGE, ""
    for number in range(1, REPRESENTATIVES + 1):
        name = f"演示村民代表{number:02d}"
        yield f"p-vr-{number:02d}", name, "village_representative", ZHUANGTOU, ""
    for number in range(1, SUPERVISORS + 1):
        name = f"演示村务监督委员{number:02d}"
        yield f"p-vs-{number:02d}", name, "village_supervisor", ZHUANGTOU, ""


def _household(number: int, size: int, first_resident: int) -> Table:
    head_born = 1948 + number * 7 % 45
    members = [
        ("head", head_born),
        ("spouse", head_born + number % 3),
        ("child", head_born + 25),
        ("child", head_born + 28),
        ("parent", head_born - 24),
    ]
    return [
        {
            "resident_id": f"r-{resident:04d}",
            "household_id": f"h-{number:03d}",
            "person_id": "",
            "name": f"演示居民{resident:04d}",
            "relation": relation,
            "birth_year": str(born),
            "resident_id_number": _id_number(resident, born),
        }
        for resident, (relation, born) in enumerate(members[:size], start=first_resident)
    ]


def _id_number(resident: int, born: int) -> str:
    """Return an identity number of the right form that nobody can have: there is no place 000000."""
    body = f"000000{born}{resident % 12 + 1:02d}{resident % 28 + 1:02d}{resident:03d}"
    return body + mod_11_2.calc_check_digit(body)


def _corner(column: int, row: int) -> Corner:
    """Return where grid lines cross, counted from the north-west, a little off the lattice."""
    lon = (
        CENTRE_LON + (column - GRID_COLUMNS / 2) * 0.0034 + 0.0004 * math.sin(3 * column + 5 * row)
    )
    lat = CENTRE_LAT - (row - GRID_ROWS / 2) * 0.0027 + 0.0003 * math.sin(7 * column + 2 * row)
    return round(lon, 6), round(lat, 6)


def _cell(number: int) -> list[Corner]:
    """Return the corners of a grid, anticlockwise; numbers run west to east, north to south."""
    row, column = divmod(number - 1, GRID_COLUMNS)
    return [
        _corner(column, row),
        _corner(column, row + 1),
        _corner(column + 1, row + 1),
        _corner(column + 1, row),
    ]


def _outline() -> list[Corner]:
    """Return the corners of the whole village, anticlockwise."""
    return [
        *(_corner(0, row) for row in range(GRID_ROWS)),
        *(_corner(column, GRID_ROWS) for column in range(GRID_COLUMNS)),
        *(_corner(GRID_COLUMNS, row) for row in range(GRID_ROWS, 0, -1)),
        *(_corner(column, 0) for column in range(GRID_COLUMNS, 0, -1)),
    ]


def _polygon(corners: Sequence[Corner]) -> str:
    ring = [*corners, corners[0]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]}, separators=(",", ":"))


def _csv(rows: Iterable[Mapping[str, str]]) -> str:
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    main()
