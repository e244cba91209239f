"""A year's holiday notice, loaded while the system runs: who counts with it when, and what is counted again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import escalation
from composition import handler
from composition.clock import timers
from escalation.service import recounting
from escalation.store import obligations
from incidents.rules import recounting as rules
from incidents.rules.incident import Change, Incident
from incidents.rules.policy import Policy
from incidents.rules.recounting import recount
from incidents.service import clocked
from incidents.store import incidents as store
from kernel import holidays, working_days
from kernel.clock import from_iso, local_iso
from kernel.ids import new_id
from kernel.storage import dynamo
from kernel.storage.unit_of_work import carry_out
from registry.api import API as REGISTRY
from registry.rules.calendars import statutory_days
from tests.support.county import VILLAGE, Answer, County, a_county, lambda_context

NEW_YEARS_EVE_IS_NEAR = datetime(2026, 12, 30, 2, 0, tzinfo=UTC)
NOTICE: dict[str, Any] = {
    "year": 2027,
    "valid_from": "2027-01-01",
    "valid_to": "2027-12-31",
    "source": {
        "title": "国务院办公厅关于2027年部分节假日安排的通知",
        "issued": "2026-12-30",
        "url": "https://www.gov.cn/zhengce/content/2027.htm",
    },
    "holidays": [
        {"name": "元旦", "name_en": "New Year's Day", "from": "2027-01-01", "to": "2027-01-03"},
        {"name": "春节", "from": "2027-02-05", "to": "2027-02-11"},
        {"name": "清明节", "from": "2027-04-03", "to": "2027-04-05"},
        {"name": "劳动节", "from": "2027-05-01", "to": "2027-05-05"},
        {"name": "端午节", "from": "2027-06-09", "to": "2027-06-09"},
        {"name": "中秋节", "from": "2027-09-15", "to": "2027-09-15"},
        {"name": "国庆节", "from": "2027-10-01", "to": "2027-10-07"},
    ],
    "make_up_working_days": ["2027-02-20"],
}
BEFORE, AFTER = "2027-01-04T18:00:00.000+08:00", "2027-01-05T18:00:00.000+08:00"
"""Three working days from Wednesday 2026-12-30, the Friday of New Year counted as a weekday, and as the holiday it is."""


@pytest.fixture
def december() -> Iterator[County]:
    with a_county(NEW_YEARS_EVE_IS_NEAR) as county:
        yield county


def load(
    county: County,
    *,
    by: str = "admin",
    year: int = 2027,
    version: int | None = None,
    **other: Any,
) -> Answer:
    headers = {"if-match": f'"{version}"'} if version is not None else {}
    path = f"/v1/registry/calendars/{year}"
    return county.go("PUT", path, NOTICE | other, by=by, headers=headers, api=REGISTRY)


def loaded(county: County, **how: Any) -> None:
    answer = load(county, **how)
    assert answer.status in (200, 201), answer


def due(county: County, incident: str) -> tuple[str, bool]:
    told = county.read(incident)
    return told["due_at"], told["provisional"]


def sweep(county: County) -> int:
    """Let the reconciler's minute pass."""
    county.advance(minutes=1)
    return recounting.sweep()


# The notice


def test_a_year_is_loaded_once_and_read_by_everybody(december: County) -> None:
    assert (
        december.go("GET", "/v1/registry/calendars/2027", by="resident", api=REGISTRY).status == 404
    )

    answer = load(december)

    told = december.go("GET", "/v1/registry/calendars/2027", by="resident", api=REGISTRY)
    assert (answer.status, told.status) == (201, 200)
    assert (told.body["notice"], told.body["origin"]) == (NOTICE, "county")
    assert (told.body["version"], told.headers["ETag"]) == (1, '"1"')
    assert (told.body["set_by"], told.body["set_at"]) == ("admin", "2026-12-30T10:00:00.000+08:00")


def test_packaged_years_are_listed_with_those_the_county_loaded(december: County) -> None:
    loaded(december)

    items = december.go("GET", "/v1/registry/calendars", by="worker", api=REGISTRY).body["items"]

    assert [(one["year"], one["origin"], one["version"]) for one in items] == [
        (2025, "packaged", 0),
        (2026, "packaged", 0),
        (2027, "county", 1),
    ]


def test_replacing_a_year_takes_the_version_that_was_seen(december: County) -> None:
    loaded(december)

    assert load(december).problem == "version-required"
    assert load(december, version=2).problem == "stale-version"
    assert load(december, version=1).body["version"] == 2
    assert load(december, version=1).problem == "stale-version"


def test_a_packaged_year_is_replaced_as_version_zero(december: County) -> None:
    days = [
        {"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"},
        {"name": "春节", "from": "2026-02-15", "to": "2026-02-23"},
        {"name": "清明节", "from": "2026-04-04", "to": "2026-04-06"},
        {"name": "劳动节", "from": "2026-05-01", "to": "2026-05-05"},
        {"name": "端午节", "from": "2026-06-19", "to": "2026-06-21"},
        {"name": "中秋节", "from": "2026-09-25", "to": "2026-09-27"},
        {"name": "国庆节", "from": "2026-10-01", "to": "2026-10-08"},
    ]
    other = {
        "year": 2026,
        "valid_from": None,
        "valid_to": None,
        "holidays": days,
        "make_up_working_days": ["2026-09-20"],
    }
    said = {name: value for name, value in (NOTICE | other).items() if value is not None}

    def put(version: int | None) -> Answer:
        headers = {"if-match": f'"{version}"'} if version is not None else {}
        return december.go("PUT", "/v1/registry/calendars/2026", said, by="admin", headers=headers, api=REGISTRY)  # fmt: skip

    assert put(None).problem == "version-required"
    assert put(0).body["version"] == 1
    holidays.refresh()
    assert not working_days.is_working_day(datetime(2026, 10, 8, tzinfo=UTC).date())
    assert working_days.is_working_day(datetime(2026, 9, 20, tzinfo=UTC).date())


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"year": 2028}, "year"),
        ({"valid_to": "2028-12-31"}, "valid_to"),
        ({"holidays": []}, "holidays"),
        ({"make_up_working_days": ["2027-02-22"]}, "make_up_working_days.0"),
        ({"make_up_working_days": ["someday"]}, "make_up_working_days.0"),
        ({"source": {}}, "source.title"),
    ],
)
def test_a_notice_that_cannot_be_one_is_refused(
    december: County, other: dict[str, Any], field: str
) -> None:
    answer = load(december, **other)

    assert (answer.status, field in answer.wrong_fields) == (422, True), answer
    assert december.go("GET", "/v1/registry/calendars/2027", api=REGISTRY).status == 404


def test_years_loaded_before_stay(december: County) -> None:
    loaded(december)
    days = [
        {"name": "法定节假日", "from": day.isoformat(), "to": day.isoformat()}
        for day in statutory_days(2028)
    ]
    next_notice = {
        "year": 2028,
        "source": {"title": "2028年放假安排"},
        "holidays": days,
        "make_up_working_days": [],
    }
    answer = december.go(
        "PUT", "/v1/registry/calendars/2028", next_notice, by="admin", api=REGISTRY
    )
    assert answer.status == 201, answer

    items = december.go("GET", "/v1/registry/calendars", api=REGISTRY).body["items"]

    assert [one["year"] for one in items] == [2025, 2026, 2027, 2028]


def test_who_loaded_what_when_is_history(december: County) -> None:
    loaded(december)
    loaded(december, version=1)

    page = dynamo.query(
        holidays.CalendarRow,
        ("pk", "CALENDARS"),
        within=dynamo.Range("sk", "begins_with", ("HIST#",)),
        limit=10,
    )

    assert [item["actor"]["S"] for item in page.items] == ["admin", "admin"]


# Counting with it


def test_a_limit_that_crosses_into_a_year_without_its_notice_is_provisional(
    december: County,
) -> None:
    assert due(december, december.reported()) == (BEFORE, True)


def test_a_warm_process_counts_with_a_notice_within_a_minute(december: County) -> None:
    december.reported()
    loaded(december)
    # Another process than the one that loaded it: what it looked at last is from before.
    holidays._looked[:] = [holidays._Looked(december.now.timestamp(), None)]
    working_days.install({})

    stale = due(december, december.reported())
    december.advance(seconds=59)
    fresh = due(december, december.reported())

    assert (stale, fresh) == ((BEFORE, True), (AFTER, False))


def test_looking_for_notices_costs_a_report_no_round_trip(december: County) -> None:
    december.advance(minutes=5)
    december.calls.clear()

    december.report(key="k-1")

    assert december.calls == ["BatchGetItem", "TransactWriteItems"]


def test_a_timer_counts_with_a_notice_that_came_meanwhile(december: County) -> None:
    incident = december.reported()
    loaded(december)
    holidays.forget()
    working_days.install({})
    december.wake(incident)

    december.wake(incident)

    told = december.read(incident)
    assert (told["tier"], told["provisional"]) == ("town", False)


# Counting again


def test_open_limits_are_counted_again_once_the_notice_is_there(december: County) -> None:
    incident = december.reported()
    loaded(december)

    moved = sweep(december)

    assert moved == 1
    assert due(december, incident) == (AFTER, False)
    woken = store.load(incident)
    assert woken is not None
    assert woken.wake_at is not None
    assert woken.wake_at < from_iso(AFTER)


def test_without_a_notice_nothing_is_counted_again(december: County) -> None:
    december.reported()
    december.calls.clear()

    assert sweep(december) == 0
    assert december.calls == ["BatchGetItem"]


def test_what_is_closed_or_not_provisional_is_left_alone(december: County) -> None:
    closed = december.reported()
    december.moved(closed, "cancel", "county")
    certain = december.reported(severity="urgent", category="fire_safety")
    before = [store.load(one) for one in (closed, certain)]
    assert not before[1].provisional
    loaded(december)

    assert sweep(december) == 0
    assert [store.load(one) for one in (closed, certain)] == before


def test_the_recount_rests_once_everybody_has_heard_and_nothing_is_left(december: County) -> None:
    december.reported()
    loaded(december)
    passes = [sweep(december) for _ in range(3)]
    december.calls.clear()

    rest = sweep(december)

    assert (passes, rest) == ([1, 0, 0], 0)
    assert "Query" not in december.calls


def test_what_was_written_by_a_function_that_had_not_heard_is_found_by_the_next_pass(
    december: County,
) -> None:
    loaded(december)
    first = sweep(december)
    working_days.install({})
    holidays._looked[:] = [holidays._Looked(december.now.timestamp(), None)]
    late = december.reported()
    holidays.forget()

    second = sweep(december)

    assert (first, second) == (0, 1)
    assert due(december, late) == (AFTER, False)


def test_a_recount_that_is_cut_off_goes_on_where_it_stood(
    december: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    incidents = []
    for _ in range(5):
        december.advance(seconds=1)
        incidents.append(december.reported())
    loaded(december)
    december.advance(minutes=1)
    monkeypatch.setattr(clocked, "_A_PAGE", 2)
    asked: list[str] = []

    def slowly(incident: Incident, now: datetime, policy: Policy, **joint: Any) -> Change | None:
        asked.append(incident.id)
        december.advance(seconds=1)
        return recount(incident, now, policy, **joint)

    monkeypatch.setattr(rules, "recount", slowly)

    runs = [recounting.sweep(seconds=1) for _ in range(3)]

    assert runs == [2, 2, 1]
    assert sorted(asked) == sorted(incidents)


def test_one_incident_that_cannot_be_counted_keeps_no_other_waiting_and_is_tried_again(
    december: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = december.reported(), december.reported()
    loaded(december)
    december.advance(minutes=5)

    def refuse_first(
        incident: Incident, now: datetime, policy: Policy, **joint: Any
    ) -> Change | None:
        if incident.id == first:
            raise RuntimeError("cannot be counted")
        return recount(incident, now, policy, **joint)

    with monkeypatch.context() as broken:
        broken.setattr(rules, "recount", refuse_first)
        assert recounting.sweep() == 1
    assert (due(december, first)[1], due(december, second)[1]) == (True, False)
    assert sweep(december) == 1
    assert due(december, first) == (AFTER, False)


def test_of_two_runs_at_once_one_stands_down(
    december: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    december.reported()
    loaded(december)
    december.advance(minutes=1)
    raced: list[int] = []

    def race(incident: Incident, now: datetime, policy: Policy, **joint: Any) -> Change | None:
        if not raced:
            raced.append(0)
            raced[0] = recounting.sweep()
        return recount(incident, now, policy, **joint)

    monkeypatch.setattr(rules, "recount", race)

    assert (recounting.sweep(), raced) == (0, [1])


def test_a_correction_moves_what_was_never_provisional(december: County) -> None:
    loaded(december)
    incident = december.reported()
    assert due(december, incident) == (AFTER, False)
    for _ in range(4):
        sweep(december)
    longer = [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-05"}, *NOTICE["holidays"][1:]]

    loaded(december, version=1, holidays=longer)

    assert sweep(december) == 1
    assert due(december, incident) == ("2027-01-07T18:00:00.000+08:00", False)


def test_a_correction_survives_the_loading_of_another_year(december: County) -> None:
    loaded(december)
    sweep(december)
    incident = december.reported()
    certain = due(december, incident)
    december.advance(minutes=5)
    sweep(december)
    later = [*NOTICE["holidays"]]
    later[0] = later[0] | {"to": "2027-01-04"}
    loaded(december, version=1, holidays=later)
    another_year_is_loaded(december)

    passes = [sweep(december) for _ in range(3)]

    assert (certain, passes) == ((AFTER, False), [1, 0, 0])
    assert due(december, incident)[0] == "2027-01-06T18:00:00.000+08:00"


def test_a_correction_that_was_counted_is_not_counted_again_for_another_year(
    december: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(december)
    loaded(december, version=1)
    for _ in range(4):
        sweep(december)
    asked: list[bool] = []
    page = recounting._recount_page
    monkeypatch.setattr(
        recounting,
        "_recount_page",
        lambda resume, *, everything: (
            asked.append(everything) or page(resume, everything=everything)
        ),
    )

    another_year_is_loaded(december)
    sweep(december)

    assert set(asked) == {False}


def another_year_is_loaded(county: County) -> None:
    days = statutory_days(2028)
    notice = NOTICE | {
        "year": 2028,
        "valid_from": "2028-01-01",
        "valid_to": "2028-12-31",
        "holidays": [
            {"name": "假日", "from": day.isoformat(), "to": day.isoformat()} for day in days
        ],
        "make_up_working_days": [],
    }
    path = "/v1/registry/calendars/2028"
    answer = county.go("PUT", path, notice, by="admin", api=REGISTRY)
    assert answer.status == 201, answer


def test_the_reconciler_drives_the_recount(december: County) -> None:
    incident = december.reported()
    loaded(december)

    told = handler.reconcile({}, lambda_context())

    assert told == {"reconciled": 0, "recounted": 1}
    assert december.events(incident)[-1] == "due_recounted"


# What is owed


def owed_by_the_town(county: County) -> str:
    """Make something owed by the village that climbs to the town at once; return its id."""
    obligation = new_id(county.now)
    one = escalation.Owed(obligation, VILLAGE, county.now, {"title": "演示"})
    carry_out(lambda work: escalation.owe(work, [one], None, kind="resolution"))
    timers.fire("obligation", obligation, 1)
    return obligation


def limit(obligation: str) -> tuple[str, bool]:
    kept = obligations.load(obligation)
    assert kept is not None
    assert kept.due_at is not None
    return local_iso(kept.due_at), kept.provisional


def test_the_limit_of_a_tier_that_answers_for_what_is_owed_is_counted_again(
    december: County,
) -> None:
    by_hand, climbed = new_id(december.now), owed_by_the_town(december)
    one = escalation.Owed(by_hand, VILLAGE, december.now + timedelta(days=9), {})
    carry_out(lambda work: escalation.owe(work, [one], None, kind="resolution"))
    own_day, before = limit(by_hand), limit(climbed)
    loaded(december)

    moved = [sweep(december) for _ in range(5)]

    assert before == ("2027-01-06T18:00:00.000+08:00", True)
    assert limit(climbed) == ("2027-01-07T18:00:00.000+08:00", False)
    assert limit(by_hand) == own_day
    assert sum(moved) == 1


def test_a_correction_moves_what_is_owed_and_was_never_provisional(december: County) -> None:
    loaded(december)
    december.advance(minutes=5)
    climbed = owed_by_the_town(december)
    certain = limit(climbed)
    days = [{**NOTICE["holidays"][0], "to": "2027-01-04"}, *NOTICE["holidays"][1:]]
    loaded(december, version=1, holidays=days)

    for _ in range(5):
        sweep(december)

    assert certain == ("2027-01-07T18:00:00.000+08:00", False)
    assert limit(climbed) == ("2027-01-08T18:00:00.000+08:00", False)
