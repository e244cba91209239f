"""Figures counted in the background: page by page, by whoever comes, once; what was asked for is seen to grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from enforcement.api import API as ENFORCEMENT
from enforcement.rules.case import Case
from enforcement.rules.case_parts import DecisionLinkKind, Link, Made, Paid
from enforcement.rules.clue_sources import ClueSource
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.training import Session, SessionKind
from enforcement.store import cases, training
from incidents.store.rows import IncidentRow
from kernel import clock, ids
from kernel.addressees import person
from kernel.storage import dynamo
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from notices.inbox.rules.entries import read_entry
from notices.inbox.rules.told import Told
from reports.api import API
from reports.rules.counts import TRIES
from reports.service import carry_on_counts, wind_clock
from reports.store import events
from reports.store.things import COUNTS
from tests.support.county import COUNTY, GRID, TOWN, VILLAGE, Answer, County, a_county
from tests.support.outreach import site_of

DAYS = {"first": "2026-11-01", "last": "2026-11-30"}
BASE = "/v1/reports/counts"


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as made:
        yield made


def go(county: County, method: str, path: str, body: Any = None, **how: Any) -> Answer:
    return county.go(method, path, body, api=API, **{"by": "town", **how})


def asked(county: County, *figures: str, unit: str = TOWN, **said: Any) -> dict[str, Any]:
    named = [{"figure": one} for one in figures or ("incidents_reported",)]
    answer = go(county, "POST", BASE, {"unit": unit, **DAYS, "figures": named, **said})
    assert answer.status == 202, answer
    return answer.body


def seen(county: County, count: dict[str, Any]) -> dict[str, Any]:
    answer = go(county, "GET", f"{BASE}/{count['id']}")
    assert answer.status == 200, answer
    return answer.body


def counted(county: County, *figures: str, **said: Any) -> dict[str, int]:
    count = asked(county, *figures, **said)
    wind_clock.run()
    return {one["figure"]: one["exact"] for one in seen(county, count)["values"]}


def opened(county: County, count: dict[str, Any], figure: str, **query: Any) -> Answer:
    path = f"{BASE}/{count['id']}/events"
    return go(county, "GET", path, query={"figure": figure, "unit": TOWN, **query})


def test_incidents_are_counted_page_by_page_and_not_twice_where_they_were_merged(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.store.figures._A_PAGE", 2)
    monkeypatch.setattr("incidents.service.figures._A_READ", 2)
    reported = [county.reported(description=f"井盖{number}") for number in range(7)]
    county.moved(reported[1], "accept", "village")
    county.moved(reported[1], "merge", "village", into=reported[0])
    for incident in reported[2:5]:
        county.moved(incident, "accept", "village")
        county.moved(incident, "resolve", "village")
        county.moved(incident, "confirm", "worker")
    county.moved(reported[5], "cancel", "worker")

    figures = ("incidents_reported", "incidents_confirmed")
    assert counted(county, *figures) == {"incidents_reported": 5, "incidents_confirmed": 3}
    assert counted(county, *figures, unit=VILLAGE) == {
        "incidents_reported": 5,
        "incidents_confirmed": 3,
    }


def test_what_is_confirmed_after_the_cut_off_is_not_counted_at_it(county: County) -> None:
    incident = county.reported()
    county.moved(incident, "accept", "village")
    county.moved(incident, "resolve", "village")
    cut_off = clock.local_iso(county.now)
    county.advance(minutes=1)
    county.moved(incident, "confirm", "worker")
    county.reported(description="第二件")

    figures = ("incidents_reported", "incidents_confirmed")
    assert counted(county, *figures, cut_off=cut_off) == {
        "incidents_reported": 1,
        "incidents_confirmed": 0,
    }
    assert counted(county, *figures) == {"incidents_reported": 2, "incidents_confirmed": 1}


def test_what_is_merged_or_withdrawn_after_the_cut_off_stood_at_it(county: County) -> None:
    lead, merged, withdrawn = (county.reported(description=f"井盖{n}") for n in range(3))
    county.moved(merged, "accept", "village")
    cut_off = clock.local_iso(county.now)
    county.advance(minutes=1)
    county.moved(merged, "merge", "village", into=lead)
    county.moved(withdrawn, "cancel", "worker")

    assert counted(county, cut_off=cut_off) == {"incidents_reported": 3}
    assert counted(county) == {"incidents_reported": 1}


def test_what_is_separated_after_the_cut_off_was_merged_at_it(county: County) -> None:
    lead, merged = (county.reported(description=f"井盖{n}") for n in range(2))
    county.moved(merged, "accept", "village")
    county.moved(merged, "merge", "village", into=lead)
    cut_off = clock.local_iso(county.now)
    county.advance(minutes=1)
    county.moved(merged, "separate", "village", reason="并错了")

    assert counted(county, cut_off=cut_off) == {"incidents_reported": 1}
    assert counted(county) == {"incidents_reported": 2}


def test_a_day_before_and_a_day_after_the_period_are_not_in_it(county: County) -> None:
    county.reported()
    day = county.now.astimezone(clock.SHANGHAI).date()
    before, after = day - timedelta(days=1), day + timedelta(days=1)

    assert counted(county, first=f"{day}", last=f"{day}") == {"incidents_reported": 1}
    assert counted(county, first=f"{before}", last=f"{before}") == {"incidents_reported": 0}
    assert counted(county, first=f"{after}", last=f"{after}") == {"incidents_reported": 0}


def test_a_figure_opens_page_by_page_to_as_many_events_as_it_is_the_sum_of(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "A_PAGE", 2)
    reported = {county.reported(description=f"井盖{number}") for number in range(5)}
    count = asked(county)
    wind_clock.run()
    # Known later, it is no event of a count that is whole.
    county.reported(description="其后")

    pages: list[Any] = [opened(county, count, "incidents_reported").body]
    while pages[-1]["next_cursor"]:
        cursor = pages[-1]["next_cursor"]
        pages.append(opened(county, count, "incidents_reported", cursor=cursor).body)

    found = [one["subject"] for page in pages for one in page["items"]]
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert sorted(found) == sorted(f"incident:{one}" for one in reported)
    assert opened(county, count, "penalties").status in (403, 404)
    assert opened(county, count, "no_such").status == 404


def test_how_far_a_count_is_is_seen_and_two_workers_count_it_once(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.reported()
    count = asked(county, "incidents_reported", "incidents_confirmed")
    assert (count["status"], count["done"], count["total"]) == ("counting", 0, 2)

    runs = [0]

    def meanwhile(definition: Any, asked: Any) -> Any:
        # Another worker comes by in the middle of it, and finds it taken.
        runs[0] += 1
        assert wind_clock.run() == 0
        return iter(())

    monkeypatch.setattr(carry_on_counts, "events_of", meanwhile)
    wind_clock.run()

    after = seen(county, count)
    assert (after["status"], after["done"], runs[0]) == ("done", 2, 2)


def test_a_worker_that_is_cut_off_is_made_up_for_five_minutes_later(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.reported()
    count = asked(county)

    with monkeypatch.context() as broken:
        broken.setattr(carry_on_counts, "events_of", _cut_off)
        wind_clock.run()
        assert seen(county, count)["status"] == "counting"
    county.advance(minutes=4, seconds=59)
    assert wind_clock.run() == 0
    county.advance(seconds=1)
    wind_clock.run()

    assert seen(county, count)["status"] == "done"


def _cut_off(*_: Any) -> Any:
    raise RuntimeError("out of memory")


def test_a_count_that_never_comes_about_has_failed_and_wakes_no_more(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carry_on_counts, "events_of", _cut_off)
    count = asked(county)

    for _ in range(TRIES + 1):
        wind_clock.run()
        county.advance(minutes=5)

    assert seen(county, count)["status"] == "failed"
    assert COUNTS.get(count["id"]).wake_at is None


def test_who_asked_hears_that_the_figures_are_counted_or_could_not_be(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted_ = asked(county)
    wind_clock.run()
    monkeypatch.setattr(carry_on_counts, "events_of", _cut_off)
    failed = asked(county)
    for _ in range(TRIES + 1):
        wind_clock.run()
        county.advance(minutes=5)

    for count, told in ((counted_, Told.FIGURES_COUNTED), (failed, Told.FIGURES_NOT_COUNTED)):
        (step,) = COUNTS.steps_of(count["id"], 10, None).rows
        entry = read_entry(step)
        assert entry is not None
        assert (entry.own, entry.addressees, entry.village) == (told, (person("town"),), TOWN)


def test_figures_of_elsewhere_are_not_counted_for_somebody(county: County) -> None:
    body = {"unit": TOWN, **DAYS, "figures": [{"figure": "incidents_reported", "unit": COUNTY}]}

    assert go(county, "POST", BASE, body).status == 403
    assert go(county, "POST", BASE, body, by="next_town").status == 403
    assert go(county, "POST", BASE, body | {"unit": GRID}).status in (403, 422)


def test_the_same_key_gives_the_same_count(county: County) -> None:
    body = {"unit": TOWN, **DAYS, "figures": [{"figure": "incidents_reported"}]}
    key = {"idempotency-key": "k-1"}

    first = go(county, "POST", BASE, body, headers=key)
    again = go(county, "POST", BASE, body, headers=key)

    assert first.body["id"] == again.body["id"]


def a_penalty(fine: int, *paid: int, corrected: int | None = None) -> Case:
    """Have a case of the town with a fine decided now, and paid in so many parts."""
    now = clock.now()
    made = Made(CaseOutcome.PENALTY, now, "head", False, Text("", ""), (), fine)
    case = Case(
        id=ids.new_id(now),
        town=TOWN,
        unit=TOWN,
        clue="线索",
        source=ClueSource.REPORT,
        reported_by="eo",
        reported_at=now,
        found_at=now,
        updated_at=now,
        decision=made,
        paid=tuple(Paid(fen, clock.day_of(now), f"v{place}") for place, fen in enumerate(paid)),
    )
    if corrected is not None:
        link = Link(DecisionLinkKind.CORRECTED, now, "head", "计算有误", fine=corrected)
        case = replace(case, links=(link,))

    def decide(work: UnitOfWork) -> Case:
        cases.find(work, case.id)
        cases.save(work, case)
        return case

    carry_out(decide)
    return case


@pytest.mark.parametrize("paid", [(), (100_000,), (200_000, 200_000, 200_000)])
def test_a_fine_counts_once_as_decided_whatever_was_paid_of_it(
    county: County, paid: tuple[int, ...]
) -> None:
    a_penalty(600_000, *paid)

    assert counted(county, "penalties", "fines_fen") == {"penalties": 1, "fines_fen": 600_000}


def test_a_fine_that_a_correction_took_the_place_of_counts_as_corrected_from_then_on(
    county: County,
) -> None:
    a_penalty(600_000, corrected=500_000)

    assert counted(county, "fines_fen") == {"fines_fen": 500_000}


def test_an_entry_of_the_period_that_comes_late_is_of_the_next_cut_off_alone(
    county: County,
) -> None:
    cut_off = clock.local_iso(county.now)
    county.advance(days=1)
    held = Session(
        ids.new_id(county.now), TOWN, SessionKind.ONLINE, "法", date(2026, 11, 3), 8, "h"
    )
    carry_out(lambda work: training.save(work, held))

    assert counted(county, "training_sessions", cut_off=cut_off) == {"training_sessions": 0}
    assert counted(county, "training_sessions") == {"training_sessions": 1}


@pytest.mark.parametrize(("taken_down_after", "villages"), [(None, 1), (1, 1), (-1, 0)])
def test_a_village_loses_its_place_with_its_last_site_and_from_that_moment(
    county: County, taken_down_after: int | None, villages: int
) -> None:
    site = county.go(
        "POST", "/v1/enforcement/outreach/sites", site_of(), by="village", api=ENFORCEMENT
    ).body
    county.advance(hours=1)
    cut_off = county.now
    if taken_down_after is not None:
        county.now = cut_off + timedelta(minutes=taken_down_after)
        path = f"/v1/enforcement/outreach/sites/{site['id']}/transitions"
        gone = {"action": "retire", "reason": "广场改建"}
        answer = county.go("POST", path, gone, by="village", api=ENFORCEMENT)
        assert answer.status == 200, answer
    county.now = cut_off + timedelta(hours=1)

    at = clock.local_iso(cut_off)
    assert counted(county, "villages_with_law_site", cut_off=at) == {
        "villages_with_law_site": villages
    }


def test_a_hundred_incidents_more_are_one_read_of_their_rows_and_one_write_more(
    county: County,
) -> None:
    first = county.reported()
    cost_of_one = _cost(county)
    _as_many_as(county, first, 99)
    cost_of_a_hundred = _cost(county)
    _as_many_as(county, first, 200)

    cost_of_three_hundred = _cost(county)

    assert cost_of_a_hundred == cost_of_one
    assert cost_of_three_hundred - cost_of_a_hundred == Counter(
        {"BatchGetItem": 2, "TransactWriteItems": 2}
    )


def _cost(county: County) -> Counter[str]:
    """Return the round trips of a worker that counts what was reported."""
    asked(county)
    before = len(county.calls)
    wind_clock.run()
    return Counter(county.calls[before:])


def _as_many_as(county: County, incident: str, number: int) -> None:
    """Let so many incidents more be there that stand as one does."""
    with county.quietly():
        kept = dynamo.read([IncidentRow.key(incident)], consistent=True)[0]
        assert kept is not None
        for _ in range(number):
            made = ids.new_id(county.now)
            values = {**kept.attribute_values, "pk": f"INC#{made}", "id": made}
            dynamo.write([dynamo.Write(IncidentRow(**values))])
    county.advance(minutes=10)
