from datetime import date

import pytest

from kernel.access import ALL_ROLES, OFFICERS, STAFF, Post, Role
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Level
from registry.api import API
from registry.rules.posts import LEVELS
from registry.service.appoint import appoint
from registry.service.save_household import save_household
from registry.service.save_person import save_person
from registry.service.save_resident import save_resident
from registry.store.register import Register
from tests.integration.registry_world import COUNTY, GRID, OTHER_GRID, SINCE, TOWN, VILLAGE, World

SEEN = {"if-match": "*"}
KEEPERS = {Role.VILLAGE_OFFICER, Role.COUNTY_ADMIN}
READERS = OFFICERS | {Role.GRID_WORKER, Role.GRID_CHIEF}
EDITORS = {Role.TOWN_OFFICER, Role.COUNTY_ADMIN}
ADMIN = {Role.COUNTY_ADMIN}

# Who may call each route at all, and whom it refuses outside the area; the request goes to a unit or person of the
# other town. None: nothing is outside.
ROUTES = {
    ("GET", "/v1/me"): (ALL_ROLES, None),
    ("GET", "/v1/registry/units"): (ALL_ROLES, None),
    ("GET", "/v1/registry/units/locate"): (ALL_ROLES, None),
    ("GET", "/v1/registry/units/{code}"): (ALL_ROLES, None),
    ("GET", "/v1/registry/units/{code}/boundaries"): (ALL_ROLES, None),
    ("PUT", "/v1/registry/units/{code}"): (ADMIN, None),
    ("POST", "/v1/registry/units/{code}/transitions"): (ADMIN, None),
    ("GET", "/v1/registry/persons/{person}"): (ALL_ROLES, OFFICERS),
    ("GET", "/v1/registry/persons/{person}/reads"): (ALL_ROLES, OFFICERS),
    ("PUT", "/v1/registry/persons/{person}"): (EDITORS, EDITORS),
    ("GET", "/v1/registry/posts"): (STAFF, STAFF),
    ("POST", "/v1/registry/posts"): (EDITORS, EDITORS),
    ("POST", "/v1/registry/posts/{post}/transitions"): (EDITORS, EDITORS),
    ("GET", "/v1/registry/households"): (READERS, READERS),
    ("GET", "/v1/registry/households/{household}"): (ALL_ROLES, READERS),
    ("PUT", "/v1/registry/households/{household}"): (KEEPERS, KEEPERS),
    ("PUT", "/v1/registry/households/{household}/residents/{resident}"): (KEEPERS, KEEPERS),
    ("POST", "/v1/registry/households/{household}/residents/{resident}/removal"): (
        KEEPERS,
        KEEPERS,
    ),
    ("PUT", "/v1/registry/households/{household}/relatives/{relative}"): (KEEPERS, KEEPERS),
    ("GET", "/v1/registry/calendars"): (ALL_ROLES, None),
    ("GET", "/v1/registry/calendars/{year}"): (ALL_ROLES, None),
    ("PUT", "/v1/registry/calendars/{year}"): (ADMIN, None),
    ("POST", "/v1/registry/imports"): (ADMIN, None),
    ("GET", "/v1/registry/imports/{import_id}"): (ADMIN, None),
    ("GET", "/v1/registry/imports/{import_id}/errors"): (ADMIN, None),
    ("POST", "/v1/registry/imports/{import_id}/transitions"): (ADMIN, None),
}
COUNTY_WIDE = {
    role for role in Role if Level.COUNTY in LEVELS[role] and Level.TOWN not in LEVELS[role]
}
"""Who has the whole county for an area."""


def request(method: str, path: str) -> dict:
    """A request that would be granted to whoever may make it, about the other town."""
    post = {
        "person_id": "stranger",
        "role": "grid_worker",
        "unit": OTHER_GRID,
        "valid_from": "2026-11-23",
    }
    notice = {
        "year": 2026,
        "source": {"title": "通知"},
        "holidays": [
            {"name": "元旦", "from": "2026-01-01", "to": "2026-01-01"},
            {"name": "春节", "from": "2026-02-16", "to": "2026-02-19"},
            {"name": "清明节", "from": "2026-04-05", "to": "2026-04-05"},
            {"name": "劳动节", "from": "2026-05-01", "to": "2026-05-02"},
            {"name": "端午节", "from": "2026-06-19", "to": "2026-06-19"},
            {"name": "中秋节", "from": "2026-09-25", "to": "2026-09-25"},
            {"name": "国庆节", "from": "2026-10-01", "to": "2026-10-03"},
        ],
        "make_up_working_days": [],
    }
    bodies = {
        ("PUT", "/v1/registry/units/{code}"): {"name": "x"},
        ("POST", "/v1/registry/units/{code}/transitions"): {
            "action": "merge",
            "into": GRID,
            "reason": "合并网格",
        },
        ("PUT", "/v1/registry/persons/{person}"): {"name": "x"},
        ("PUT", "/v1/registry/calendars/{year}"): notice,
        ("POST", "/v1/registry/posts"): post,
        ("POST", "/v1/registry/posts/{post}/transitions"): {"action": "end", "reason": "离职"},
        ("PUT", "/v1/registry/households/{household}"): {"unit": OTHER_GRID},
        ("PUT", "/v1/registry/households/{household}/residents/{resident}"): {"name": "x"},
        ("POST", "/v1/registry/households/{household}/residents/{resident}/removal"): {
            "reason": "died"
        },
        ("PUT", "/v1/registry/households/{household}/relatives/{relative}"): {
            "relation": "siblings"
        },
        ("POST", "/v1/registry/imports"): {
            "kind": "units",
            "format": "csv",
            "file_name": "a.csv",
            "size": 1,
        },
        ("POST", "/v1/registry/imports/{import_id}/transitions"): {"action": "cancel"},
    }
    queries = {
        "/v1/registry/units/locate": {"lat": 36.5, "lon": 113.4, "crs": "wgs84"},
        "/v1/registry/posts": {"unit": OTHER_GRID},
        "/v1/registry/households": {"unit": OTHER_GRID},
    }
    return {
        "method": method,
        "path": path.format(
            code=OTHER_GRID[:12] if path.endswith("/boundaries") else OTHER_GRID,
            person="stranger",
            post=f"other-worker~grid_worker~{OTHER_GRID}~2026-01-01",
            household="h-other",
            year=2026,
            resident="r-other",
            relative="h-near",
            import_id="{import_id}",
        ),
        "body": bodies.get((method, path)),
        "headers": SEEN if method == "PUT" or path.endswith("/removal") else {},
        **(queries.get(path, {}) if method == "GET" else {}),
    }


@pytest.fixture
def peopled(registry: World) -> World:
    """The county with a household and a worker in the other town, an import, and one person for each role."""
    here = {"grid": GRID, "village": VILLAGE, "town": TOWN, "county": COUNTY}

    def register_all(work: UnitOfWork) -> None:
        register = Register(work)
        for role in Role:
            level = min(LEVELS[role] & here.keys(), key=list(here).index)
            save_person(register, f"role-{role}", {"name": f"演示{role}"})
            appoint(register, f"role-{role}", Post(role, here[level], SINCE), date(2026, 11, 23))
        save_person(register, "other-worker", {"name": "演示"})
        elsewhere = Post(Role.GRID_WORKER, OTHER_GRID, SINCE)
        appoint(register, "other-worker", elsewhere, date(2026, 11, 23))
        save_household(register, "h-other", {"unit": OTHER_GRID})
        save_household(register, "h-near", {"unit": OTHER_GRID})
        of_there = {"household_id": "h-other", "name": "演示"}
        save_resident(register, "r-other", of_there, date(2026, 11, 23), b"")

    carry_out(register_all)
    return registry


def ask(world: World, who: str, method: str, path: str):
    asked = request(method, path)
    if "{import_id}" in asked["path"]:
        body = {"kind": "units", "format": "csv", "file_name": "a.csv", "size": 1}
        import_id = world.call("admin", "POST", "/v1/registry/imports", body).body["id"]
        asked["path"] = asked["path"].format(import_id=import_id)
    return world.call(who, **asked)


def test_every_route_stands_in_the_table_with_its_rule() -> None:
    declared = {route: access.roles for route, access in API.declared.items()}
    for_everybody = {route for route, roles in declared.items() if roles is None}

    assert for_everybody == {("GET", "/v1/registry/public/units")}
    assert {route: roles for route, roles in declared.items() if roles is not None} == {
        route: frozenset(roles) for route, (roles, _) in ROUTES.items()
    }


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_only_the_roles_of_the_table_are_let_in(peopled: World, method: str, path: str) -> None:
    may, _ = ROUTES[method, path]

    for role in set(Role) - set(may):
        told = ask(peopled, f"role-{role}", method, path)

        assert told.status == 403, (role, told.text)
        assert set(told.body["allowed_roles"]) == {str(allowed) for allowed in may}


@pytest.mark.parametrize(
    ("method", "path"), [route for route, (_, scoped) in ROUTES.items() if scoped]
)
def test_outside_the_area_nobody_is_let_through(peopled: World, method: str, path: str) -> None:
    may, _ = ROUTES[method, path]
    before = peopled.facts()

    for role in set(may) - COUNTY_WIDE:
        told = ask(peopled, f"role-{role}", method, path)

        assert told.status in {403, 404}, (role, told.text)
    assert peopled.facts() == before


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_the_county_administrator_is_let_through_everywhere(
    peopled: World, method: str, path: str
) -> None:
    told = ask(peopled, "admin", method, path)

    assert told.status in {200, 201, 422} - (
        {422} if path != "/v1/registry/units/locate" else set()
    ), told.text


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_who_is_not_known_is_not_let_in(peopled: World, method: str, path: str) -> None:
    assert ask(peopled, "nobody", method, path).status == 401
