"""What changes after the cut-off: a correction beside the signed briefing, with a note of why; the snapshot stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.test_reports_briefing import (
    TOWN_OFFICER,
    drawn,
    exact,
    moved,
    read_again,
    told,
)
from tests.support.article import count, did, page_of, the_article
from tests.support.county import TOWN, County


@pytest.fixture
def county() -> Iterator[County]:
    """The county at the end of the article's year, for a test that changes it."""
    with the_article() as made:
        yield made


def test_a_penalty_revoked_after_the_cut_off_is_a_correction_with_its_note(county: County) -> None:
    signed = moved(county, drawn(county), action="sign")
    cases = did(
        county, "p-eh-01", "GET", "enforcement/cases", query={"town": TOWN, "status": "closed"}
    )
    county.advance(days=1)
    case = cases["items"][0]["id"]
    fine = did(county, "p-eh-01", "GET", f"enforcement/cases/{case}")["account"]["fine"]
    basis = [{"law": "administrative-penalty-law-2021", "articles": ["57"]}]
    revoke = {"action": "revoke", "reason": "适用法律错误", "basis": basis}
    did(county, "p-eh-01", "POST", f"enforcement/cases/{case}/moves", revoke)

    path = f"reports/briefings/{signed['id']}"
    for figure in ("penalties", "fines_fen", "inspections"):
        body = {"figure": figure, "note": "一起处罚决定因适用法律错误被撤销"}
        did(county, TOWN_OFFICER, "POST", f"{path}/corrections", body)
    count()
    corrected = did(county, TOWN_OFFICER, "GET", f"{path}/corrections")["items"]

    found = {one["figure"]: (one["was"], one["now"]) for one in corrected}
    assert found == {
        "penalties": (4, 3),
        "fines_fen": (2_040_000, 2_040_000 - fine),
        "inspections": (37, 37),
    }
    assert {one["note"] for one in corrected} == {"一起处罚决定因适用法律错误被撤销"}
    again = read_again(county, signed)
    assert exact(again)["penalties"] == 4
    assert "作出行政处罚4起" in told(again)
    page = page_of(TOWN_OFFICER, f"{path}/page")
    assert "行政处罚：签发时为4" in page
    assert "更正为3" in page
    # Drawn anew at the old cut-off the penalty still stands; at one of today it does not.
    for cut_off, number in ((signed["cut_off_at"], 4), (None, 3)):
        body = {
            "unit": TOWN,
            "first": "2026-01-01",
            "last": "2026-12-31",
            "figures": [{"figure": "penalties"}],
        }
        made = did(
            county,
            TOWN_OFFICER,
            "POST",
            "reports/counts",
            body | ({"cut_off": cut_off} if cut_off else {}),
        )
        count()
        seen = did(county, TOWN_OFFICER, "GET", f"reports/counts/{made['id']}")
        assert [one["exact"] for one in seen["values"]] == [number]
