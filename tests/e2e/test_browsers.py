"""A web client of the county's is let in by a browser, and nobody else's page is: at the API and where files go."""

from __future__ import annotations

import httpx
import pytest

from tests.deployed import WEB_CLIENT, DeployedCounty
from tests.e2e.people import report

STRANGER = "http://localhost:5174"
ASKED = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,idempotency-key,if-match",
}


def ask(url: str, origin: str, **asked: str) -> httpx.Response:
    """Ask as a browser does before it sends what a page wants to send."""
    headers = {"Origin": origin, **ASKED, **asked}
    return httpx.options(url, headers=headers, trust_env=False)


@pytest.mark.parametrize("path", ["/v1/me", "/v1/incidents", "/v1/points/claims", "/v1/sync"])
def test_a_browser_may_send_what_the_contract_names(cloud: DeployedCounty, path: str) -> None:
    told = ask(f"{cloud.api_url}{path}", WEB_CLIENT)

    assert told.status_code == 204
    assert told.headers["access-control-allow-origin"] == WEB_CLIENT
    allowed = told.headers["access-control-allow-headers"].split(",")
    assert set(ASKED["Access-Control-Request-Headers"].split(",")) <= set(allowed)
    assert {"GET", "POST", "PUT", "DELETE"} <= set(
        told.headers["access-control-allow-methods"].split(",")
    )


def test_a_page_of_somebody_else_is_not_let_in(cloud: DeployedCounty) -> None:
    asked = ask(f"{cloud.api_url}/v1/me", STRANGER)
    answered = cloud.get("grid_worker", "/v1/me", headers={"Origin": STRANGER})

    assert "access-control-allow-origin" not in asked.headers
    assert "access-control-allow-origin" not in answered.headers


def test_a_web_client_reads_the_answer_and_the_headers_it_needs(cloud: DeployedCounty) -> None:
    incident = report(cloud)

    told = cloud.get(
        "grid_worker", f"/v1/incidents/{incident['id']}", headers={"Origin": WEB_CLIENT}
    )

    assert told.status_code == 200
    assert told.headers["access-control-allow-origin"] == WEB_CLIENT
    shown = set(told.headers["access-control-expose-headers"].split(","))
    assert {"etag", "location", "retry-after", "idempotent-replayed"} <= shown


def test_a_web_client_puts_photos_where_they_belong(cloud: DeployedCounty) -> None:
    incident = report(cloud)
    said = {"kind": "before", "content_type": "image/jpeg", "size": 1000}
    upload = cloud.post("grid_worker", f"/v1/media/incidents/{incident['id']}", json=said).json()
    # The length is the browser's own to say.
    named = {name.lower() for name in upload["upload"]["headers"]} - {"content-length"}
    wanted = {
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": ",".join(sorted(named)),
    }

    mine = ask(upload["upload"]["url"], WEB_CLIENT, **wanted)
    strange = ask(upload["upload"]["url"], STRANGER, **wanted)

    assert mine.status_code == 200
    assert mine.headers["access-control-allow-origin"] == WEB_CLIENT
    assert "access-control-allow-origin" not in strange.headers
