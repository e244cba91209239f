"""Information as tests use it: two households with their people, forms that fit, and whoever sends them."""

from __future__ import annotations

from typing import Any

from registry.store.rows import HeadRow, HouseholdRow, ResidentRow
from services.api import API
from services.service import wind_clock
from tests.support.county import FAR_GRID, GRID, Answer, County

BASE = "/v1/services/information"
HOME, NEXT_HOME, FAR_HOME = "h-01", "h-02", "h-90"
HEAD, WIFE, CHILD, UNKNOWN = "r-01", "r-02", "r-03", "r-04"
"""Who lives in `HOME`: the head signs in as `resident`; the child is ten; of the last nobody knows the age."""
ASSISTANCE = {"law": "social-assistance-law-2026", "articles": ["39"]}
AT = "2026-11-23T09:30:00+08:00"


def settle(county: County) -> None:
    """Register the households of two grids, and who of them signs in."""
    people = [(HEAD, "head", 1970), (WIFE, "spouse", 1972), (CHILD, "child", 2016)]
    rows = _home(HOME, GRID, [*people, (UNKNOWN, "other", None)])
    rows += _home(NEXT_HOME, GRID, [("r-11", "head", 1960)])
    rows += _home(FAR_HOME, FAR_GRID, [("r-91", "head", 1980)])
    about = {
        "resident": {"household": HOME, "resident": HEAD},
        "neighbour": {"household": FAR_HOME, "resident": "r-91"},
    }
    county.settle({}, county.staff, about, rows, anew=set(about))


def _home(home: str, unit: str, people: list[tuple[str, str, int | None]]) -> list[Any]:
    house = HouseholdRow(
        *(f"HOUSEHOLD#{home}", "HOUSEHOLD"),
        household_id=home,
        unit=unit,
        head_name=f"张{home}",
        door_plate=home,
        parent=HouseholdRow.listing(unit),
        code=f"{unit}#{home}",
    )
    head = HeadRow(f"HOUSEHOLD#{home}", "HEAD", resident=people[0][0], residents=len(people))
    return [house, head] + [
        ResidentRow(
            *(f"RESIDENT#{resident}", "RESIDENT"),
            resident_id=resident,
            household_id=home,
            name=f"演示{resident}",
            relation=relation,
            birth_year=born,
            parent=ResidentRow.listing(home),
            code=resident,
        )
        for resident, relation, born in people
    ]


def field(name: str, **other: Any) -> dict[str, Any]:
    """Return a field of a household that is asked by duty."""
    said = {
        "name": name,
        "title": f"字段{name}",
        "about": "household",
        "kind": "text",
        "purpose": "掌握住户基本情况",
        "ground": "duty",
        "basis": ASSISTANCE,
        "keep_months": 24,
        "sensitivity": "ordinary",
    } | other
    return {name: value for name, value in said.items() if value is not None}


def of_person(name: str, **other: Any) -> dict[str, Any]:
    """Return a field of a person that is held by consent."""
    said = {"ground": "consent", "basis": None, "necessity": "上门服务须知道"} | other
    return field(name, about="person", **said)


def form_of(code: str = "basics", *fields: dict[str, Any]) -> dict[str, Any]:
    """Return a form: of the household its water, by duty; of persons their phone by consent, sensitive, and what aid they need by duty."""
    usual = (
        field("water", kind="choice", choices=["well", "tap"]),
        of_person("phone", sensitivity="sensitive", necessity="紧急联系"),
        of_person("aid", ground="duty", basis=ASSISTANCE),
    )
    return {"code": code, "title": f"采集表{code}", "fields": list(fields or usual)}


def send(county: County, method: str, path: str, body: Any = None, **how: Any) -> Answer:
    """Call a route of information."""
    return county.go(method, f"{BASE}/{path}", body, api=API, **how)


def enter_form(county: County, code: str = "basics", *fields: dict[str, Any]) -> Any:
    """Put a form into the catalogue."""
    answer = send(county, "POST", "forms", form_of(code, *fields), by="admin")
    assert answer.status == 201, answer
    return answer.body


def entry(name: str, value: str, resident: str | None = None, **other: Any) -> dict[str, Any]:
    """Return a value as a visit says it."""
    of = {"resident": resident} if resident else {}
    return {"form": "basics", "field": name, "value": value} | of | other


def consent(
    resident: str | None = None, field: str | None = "phone", **other: Any
) -> dict[str, Any]:
    """Return a consent as a visit says it: to the phone, which is sensitive."""
    return {"form": "basics", "field": field} | ({"resident": resident} if resident else {}) | other


def visit(county: County, *entries: dict[str, Any], by: str = "worker", **said: Any) -> Answer:
    """Record a visit of `HOME`, told of its form, at nine thirty."""
    key = said.pop("key", None)
    body = {"household": HOME, "at": AT, "told": ["basics"], "entries": list(entries)} | said
    headers = {"idempotency-key": key} if key else None
    return send(county, "POST", "visits", body, by=by, headers=headers)


def visited(county: County, *entries: dict[str, Any], **said: Any) -> Any:
    """Record a visit that must succeed."""
    answer = visit(county, *entries, **said)
    assert answer.status == 201, answer
    return answer.body


def household(county: County, home: str = HOME, by: str = "worker", **query: Any) -> Any:
    """Read a household."""
    answer = send(county, "GET", f"households/{home}", by=by, query=query)
    assert answer.status == 200, answer
    return answer.body


def held(county: County, resident: str | None = None, **how: Any) -> dict[str, str]:
    """Return what is held of somebody in `HOME`, unmasked."""
    seen = household(county, unmasked="true", reason="核对", **how)
    of = next(one for one in seen["records"] if one["resident"] == resident)
    return {one["field"]: one["value"] for one in of["values"]}


def wind() -> int:
    """Let the clock of the services run."""
    return wind_clock.run()
