"""Law outreach as tests use it: requests that fit, and whoever sends them."""

from __future__ import annotations

from typing import Any

from composition.clocks import CLOCKS
from enforcement.api import API
from tests.support.county import COUNTY, TOWN, VILLAGE, Answer, County

BASE = "/v1/enforcement/outreach"
PUBLIC = "/v1/enforcement/public/outreach"
IN_FORCE = [{"law": "ecological-code-2026", "articles": ["1131"]}]
FAR_VILLAGE = f"{TOWN}222"


def site_of(village: str = VILLAGE, **more: Any) -> dict[str, Any]:
    """Return what sets up a site of a village."""
    said = {
        "village": village,
        "kind": "column",
        "name": "法治宣传栏",
        "place": "村部门前",
        "keeper": village,
        "content": "禁止露天焚烧秸秆。",
        "cites": IN_FORCE,
    }
    return said | more


def activity_of(village: str = VILLAGE, **more: Any) -> dict[str, Any]:
    """Return what enters a lecture in a village."""
    said = {
        "village": village,
        "kind": "lecture",
        "held_on": "2026-11-20",
        "theme": "秸秆禁烧",
        "organ": TOWN,
        "heads": 60,
        "cites": IN_FORCE,
    }
    return said | more


def go(county: County, method: str, path: str, body: Any = None, **how: Any) -> Answer:
    """Send a request to enforcement; by the town's officer where nobody is said."""
    return county.go(method, path, body, by=how.pop("by", "town"), api=API, **how)


def set_up(county: County, village: str = VILLAGE, *, by: str = "town", **more: Any) -> str:
    """Set up a site and return its id."""
    answer = go(county, "POST", f"{BASE}/sites", site_of(village, **more), by=by)
    assert answer.status == 201, answer
    return answer.body["id"]


def move(
    county: County, kind: str, thing: str, action: str, by: str = "town", **more: Any
) -> Answer:
    """Take a step with a thing of outreach."""
    headers = more.pop("headers", None)
    body = {"action": action} | more
    return go(county, "POST", f"{BASE}/{kind}/{thing}/transitions", body, by=by, headers=headers)


def read_site(county: County, site: str, by: str = "town") -> dict[str, Any]:
    """Return a site as somebody sees it."""
    answer = go(county, "GET", f"{BASE}/sites/{site}", by=by)
    assert answer.status == 200, answer
    return answer.body


def figures(county: County, unit: str = COUNTY, year: int = 2026) -> dict[str, Any]:
    """Return the figures everybody reads."""
    answer = go(county, "GET", f"{PUBLIC}/figures", by=None, query={"unit": unit, "year": year})
    assert answer.status == 200, answer
    return answer.body


def public_sites(county: County, unit: str) -> list[dict[str, Any]]:
    """Return the register of a unit as everybody reads it."""
    answer = go(county, "GET", f"{PUBLIC}/sites", by=None, query={"unit": unit})
    assert answer.status == 200, answer
    return answer.body["items"]


def wind(county: County) -> int:
    """Let the clock of enforcement run."""
    with county.quietly():
        return CLOCKS["enforcement"]()
