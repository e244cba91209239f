"""Closed incidents lose whose they were after their term, in a dry run first; numbers are kept (个保法 Arts. 19, 47)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from incidents.retention import store
from incidents.retention.rules import ends_before
from incidents.retention.service import let_go
from kernel import clock
from tests.support.county import COUNTY, VILLAGE, County

LONG = timedelta(days=3 * 366)


def sweep(county: County, *, dry_run: bool = False) -> Counter[str]:
    gone = let_go(COUNTY, county.now, dry_run=dry_run)
    return sum((one.numbers for one in gone), Counter())


def closed(county: County) -> str:
    """Report something as a resident, and take it back."""
    incident = county.reported(by="resident", source="resident", description="我家13500000001漏水")
    assert county.move(incident, "cancel", "resident", reason="已自行修好").status == 200
    return incident


@pytest.fixture
def old(county: County) -> tuple[County, str]:
    """A county with an incident that was closed more than three years ago."""
    incident = closed(county)
    county.now += LONG
    return county, incident


def test_a_closed_incident_loses_who_and_where_once_its_term_has_ended(
    old: tuple[County, str],
) -> None:
    county, incident = old

    assert sweep(county) == {"incidents": 1}

    seen = county.go("GET", f"/v1/incidents/{incident}", by="village").body
    assert (seen["unit"], seen["status"]) == (VILLAGE, "cancelled")
    rows = [row for row in county.kept("incidents") if row["pk"]["S"] == f"INC#{incident}"]
    words = str([row for row in rows if not row["sk"]["S"].startswith("ANSWER")])
    for gone in ("13500000001", "已自行修好", "'resident'}, 'actor_role"):
        assert gone not in words
    reporters = {row["reporter"]["S"] for row in rows if "reporter" in row}
    assert reporters == {"nobody"}


def test_a_dry_run_tells_the_numbers_and_changes_nothing(old: tuple[County, str]) -> None:
    county, _ = old
    before = county.by_place("incidents")

    assert sweep(county, dry_run=True) == {"incidents": 1}

    assert county.by_place("incidents") == before


def test_what_went_is_kept_as_numbers_and_goes_once(old: tuple[County, str]) -> None:
    county, _ = old

    assert (sweep(county), sweep(county)) == ({"incidents": 1}, Counter())

    (noted,) = store.noted(10)
    day = county.now.astimezone(clock.SHANGHAI).date().isoformat()
    assert noted == (f"{day}#{VILLAGE}", {"incidents": 1})


def test_what_is_open_is_kept_however_old(county: County) -> None:
    county.reported()
    county.now += LONG

    assert sweep(county) == Counter()


def test_an_incident_is_kept_to_the_end_of_its_term(county: County) -> None:
    closed(county)
    at = county.now
    last = clock.months_after(at.astimezone(clock.SHANGHAI).date(), 36)
    county.now += timedelta(days=(last - at.astimezone(clock.SHANGHAI).date()).days)
    assert ends_before(county.now) <= at
    assert sweep(county) == Counter()

    county.now += timedelta(days=1)

    assert sweep(county) == {"incidents": 1}


def test_what_was_broken_off_is_gone_on_with(
    old: tuple[County, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    county, _ = old

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken off")

    with monkeypatch.context() as patch:
        patch.setattr("incidents.retention.service._mark", broken)
        with pytest.raises(RuntimeError):
            sweep(county)

    assert sweep(county) == {"incidents": 1}
