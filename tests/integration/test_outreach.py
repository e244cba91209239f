"""Law outreach through the routes: the register, what was held, prompts, and what the clock does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from enforcement.outreach.store.rows import YearCountRow
from kernel import clock
from kernel.law import statute
from kernel.storage import dynamo
from kernel.storage.rows import Write
from tests.support import obligations
from tests.support.county import (
    COUNTY,
    NEXT_TOWN,
    STATION,
    TOWN,
    VILLAGE,
    WATER,
    County,
    a_county,
    answer_lost,
    nothing,
)
from tests.support.outreach import (
    BASE,
    FAR_VILLAGE,
    IN_FORCE,
    PUBLIC,
    activity_of,
    figures,
    go,
    move,
    public_sites,
    read_site,
    set_up,
    site_of,
    wind,
)

ENDED = "air-pollution-law-2018"


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as county:
        county.appoint(justice=("justice_supervisor", COUNTY))
        yield county


@pytest.fixture
def before_the_end() -> Iterator[County]:
    """The county on the last day of a statute."""
    last = statute(ENDED).valid_to
    assert last
    with a_county(datetime(last.year, last.month, last.day, 10, tzinfo=clock.SHANGHAI)) as county:
        yield county


# The register


def test_a_site_is_on_the_register_that_everybody_reads(county: County) -> None:
    site = set_up(county)

    (seen,) = public_sites(county, VILLAGE)
    assert (seen["id"], seen["status"], seen["keeper"]) == (site, "in_use", VILLAGE)
    assert [one["in_force"] for one in seen["cites"]] == [True]
    assert "finding" not in seen
    one = go(county, "GET", f"{PUBLIC}/sites/{site}", by=None)
    assert (one.status, one.body) == (200, seen)
    assert [len(public_sites(county, unit)) for unit in (TOWN, COUNTY, FAR_VILLAGE)] == [1, 1, 0]


def test_a_site_is_set_up_where_ones_post_reaches(county: County) -> None:
    for by, village, status in (
        ("village", VILLAGE, 201),
        ("town", VILLAGE, 201),
        ("justice", VILLAGE, 201),
        ("far_village", VILLAGE, 403),
        ("next_town", VILLAGE, 403),
        ("worker", VILLAGE, 403),
        ("water", VILLAGE, 403),
    ):
        answer = go(county, "POST", f"{BASE}/sites", site_of(village), by=by)
        assert answer.status == status, (by, answer)
    assert len(public_sites(county, COUNTY)) == 3


def test_a_site_stands_in_a_village_that_there_is(county: County) -> None:
    for field, code in (("village", f"{TOWN}299"), ("keeper", f"{TOWN}-XYZ")):
        unknown = go(county, "POST", f"{BASE}/sites", site_of(**{field: code}))

        assert (unknown.status, unknown.wrong_fields) == (422, [field])
    assert public_sites(county, COUNTY) == []


def test_a_double_tap_sets_up_one_site(county: County) -> None:
    how: dict[str, Any] = {"headers": {"idempotency-key": "k-1"}}
    first = go(county, "POST", f"{BASE}/sites", site_of(), **how)
    again = go(county, "POST", f"{BASE}/sites", site_of(), **how)

    assert (first.status, again.status) == (201, 201)
    assert again.body["id"] == first.body["id"]
    assert figures(county)["sites"] == 1


def test_a_site_whose_answer_was_lost_is_one_site(county: County) -> None:
    county.faults.extend([nothing, nothing, answer_lost])

    assert go(county, "POST", f"{BASE}/sites", site_of()).status == 201
    assert figures(county)["sites"] == 1


def test_nothing_that_has_ended_is_put_up(county: County) -> None:
    refused = go(county, "POST", f"{BASE}/sites", site_of(cites=[{"law": ENDED}]))

    assert (refused.status, refused.problem) == (409, "not-in-force")
    unknown = go(county, "POST", f"{BASE}/sites", site_of(cites=[{"law": "no-such-law"}]))
    assert (unknown.status, unknown.wrong_fields) == (422, ["cites"])


def test_a_village_counts_with_a_site_in_use_and_no_more_when_its_last_one_is_taken_down(
    county: County,
) -> None:
    first, second, far = set_up(county), set_up(county), set_up(county, FAR_VILLAGE)
    counted = [figures(county)["villages_with_site"]]

    for site in (far, first, second):
        assert move(county, "sites", site, "retire", reason="改建").status == 200
        counted.append(figures(county)["villages_with_site"])

    assert counted == [2, 1, 1, 0]
    assert public_sites(county, COUNTY) == []
    assert go(county, "GET", f"{PUBLIC}/sites/{first}", by=None).status == 404
    query = {"unit": TOWN, "status": "retired"}
    listed = go(county, "GET", f"{BASE}/sites", query=query)
    assert len(listed.body["items"]) == 3


def test_the_forty_first_site_of_a_village_is_refused(county: County) -> None:
    for number in range(40):
        set_up(county, name=f"第{number + 1}处")

    full = go(county, "POST", f"{BASE}/sites", site_of())

    assert (full.status, full.problem, full.body["most"]) == (409, "too-many-sites", 40)
    assert figures(county, VILLAGE)["sites"] == 40


def test_a_register_is_read_page_by_page(county: County) -> None:
    sites = {set_up(county, village) for village in (VILLAGE, FAR_VILLAGE) for _ in range(2)}
    found: list[str] = []
    query: dict[str, Any] = {"unit": TOWN, "limit": 3}
    while True:
        page = go(county, "GET", f"{PUBLIC}/sites", by=None, query=query).body
        found += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    assert len(found) == 4
    assert set(found) == sites


def test_checks_are_on_record_with_the_last_one_on_the_register(county: County) -> None:
    site = set_up(county)

    checked = move(county, "sites", site, "check", "village", sound=True, finding="完好")

    assert (checked.status, checked.body["checked_on"]) == (200, "2026-11-23")
    assert public_sites(county, VILLAGE)[0]["checked_on"] == "2026-11-23"
    steps = go(county, "GET", f"{BASE}/sites/{site}/history").body["items"]
    assert [(one["event"], one["said"]) for one in steps] == [("set_up", None), ("checked", "完好")]


def test_a_step_on_another_version_than_the_one_seen_is_refused(county: County) -> None:
    site = set_up(county)

    stale = move(county, "sites", site, "retire", reason="改建", headers={"if-match": '"7"'})

    assert stale.status == 412
    assert read_site(county, site)["status"] == "in_use"


def test_who_does_not_answer_for_a_site_reads_it_in_public_alone(county: County) -> None:
    site = set_up(county)

    for by in ("next_town", "far_village", "water"):
        assert go(county, "GET", f"{BASE}/sites/{site}", by=by).problem == "outside-your-area"
        assert go(county, "GET", f"{BASE}/sites/{site}/history", by=by).status == 403
        assert move(county, "sites", site, "retire", by, reason="改建").status == 403
    assert go(county, "GET", f"{BASE}/sites", by="next_town", query={"unit": TOWN}).status == 403
    assert (
        go(county, "GET", f"{BASE}/sites", by="next_town", query={"unit": NEXT_TOWN}).status == 200
    )


# A statute ends


def flagged(county: County) -> tuple[str, str]:
    """Let a statute end under a panel; return the site and what is owed for it."""
    site = set_up(county, cites=[{"law": ENDED}])
    county.advance(days=1)
    wind(county)
    return site, read_site(county, site)["owed"]


def test_a_panel_whose_statute_ended_is_flagged_by_the_clock_and_owed_by_its_keeper(
    before_the_end: County,
) -> None:
    county = before_the_end
    site = set_up(county, cites=[{"law": ENDED}])
    wind(county)
    assert read_site(county, site)["status"] == "in_use"

    county.advance(days=1)
    wind(county)

    seen = read_site(county, site)
    assert (seen["status"], seen["cites"][0]["in_force"]) == ("to_renew", False)
    assert obligations.read(county, seen["owed"])["responsible_unit"] == VILLAGE
    assert figures(county)["villages_with_site"] == 1
    assert figures(county)["sites_to_renew"] == 1


def test_the_day_before_its_statute_ends_a_panel_holds(before_the_end: County) -> None:
    site = set_up(before_the_end, cites=[{"law": ENDED}])
    midnight = clock.SHANGHAI
    last = before_the_end.now.astimezone(midnight).date()
    before_the_end.now = datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=midnight)
    wind(before_the_end)
    assert read_site(before_the_end, site)["status"] == "in_use"

    before_the_end.advance(seconds=1)
    wind(before_the_end)

    assert read_site(before_the_end, site)["status"] == "to_renew"


def due_on(county: County, owed: str) -> str:
    return obligations.read(county, owed)["due_at"][:10]


def test_a_renewal_is_owed_for_fifteen_working_days(county: County) -> None:
    wrong = {"sound": False, "finding": "内容有误"}
    owed = move(county, "sites", set_up(county), "check", **wrong).body["owed"]

    assert due_on(county, owed) == "2026-12-14"


def test_what_nobody_renews_climbs_to_the_county(before_the_end: County) -> None:
    _, owed = flagged(before_the_end)

    climbed = obligations.climbs_to_the_county(before_the_end, owed)

    assert climbed == [VILLAGE, TOWN, COUNTY]


def test_a_renewal_ends_what_is_owed_and_the_clock_of_it(before_the_end: County) -> None:
    site, owed = flagged(before_the_end)

    renewed = move(
        before_the_end, "sites", site, "renew", "village", content="新版内容", cites=IN_FORCE
    )

    assert (renewed.status, renewed.body["status"]) == (200, "in_use")
    assert obligations.read(before_the_end, owed)["status"] == "fulfilled"
    assert figures(before_the_end)["sites_to_renew"] == 0


def test_a_panel_that_is_taken_down_is_owed_no_more(before_the_end: County) -> None:
    site, owed = flagged(before_the_end)

    assert move(before_the_end, "sites", site, "retire", reason="拆除").status == 200

    assert obligations.read(before_the_end, owed)["status"] == "dropped"
    assert figures(before_the_end)["sites_to_renew"] == 0


def test_a_panel_is_not_renewed_with_what_has_ended(before_the_end: County) -> None:
    site, owed = flagged(before_the_end)

    refused = move(before_the_end, "sites", site, "renew", content="旧版", cites=[{"law": ENDED}])

    assert refused.problem == "not-in-force"
    assert obligations.read(before_the_end, owed)["status"] == "open"


def test_the_clock_looks_once_a_week_and_changes_nothing_anybody_sees(county: County) -> None:
    site = set_up(county)
    county.advance(days=6)
    assert wind(county) <= 1
    before = read_site(county, site)

    county.advance(days=1)

    assert wind(county) >= 1
    assert read_site(county, site) == before
    assert wind(county) == 0


def test_a_check_that_finds_it_wrong_is_owed_by_the_keeper_and_by_the_next_word_again(
    county: County,
) -> None:
    site = set_up(county, keeper=STATION)
    wrong = {"sound": False, "finding": "内容有误"}

    first = move(county, "sites", site, "check", "station", **wrong).body
    renewed = move(county, "sites", site, "renew", "station", content="新", cites=IN_FORCE)
    second = move(county, "sites", site, "check", "station", **wrong).body

    assert (first["status"], renewed.body["owed"]) == ("to_renew", None)
    assert obligations.read(county, first["owed"])["status"] == "fulfilled"
    assert obligations.read(county, second["owed"])["status"] == "open"
    assert obligations.read(county, second["owed"])["responsible_unit"] == STATION


# What was held


def enter(county: County, village: str = VILLAGE, by: str = "town", **more: Any) -> Any:
    return go(county, "POST", f"{BASE}/activities", activity_of(village, **more), by=by)


def test_what_was_held_counts_by_kind_heads_and_village(county: County) -> None:
    for kind, village in (("lecture", VILLAGE), ("performance", VILLAGE), ("lecture", FAR_VILLAGE)):
        assert enter(county, village, kind=kind).status == 201
    assert (
        enter(
            county, held_on="2025-12-04", occasion="constitution-day", cites=[{"law": "civil-code"}]
        ).status
        == 201
    )

    year = figures(county, TOWN)

    assert (year["activities"], year["heads"], year["villages_reached"]) == (3, 180, 2)
    held = {one["kind"]: one["held"] for one in year["by_kind"]}
    assert held == {"lecture": 2, "performance": 1, "case_lesson": 0}
    assert figures(county, VILLAGE, 2025)["activities"] == 1
    assert year["villages_with_site"] == 0


def test_a_mistake_is_struck_and_counts_no_more(county: County) -> None:
    entry = enter(county).body

    struck = move(county, "activities", entry["id"], "strike", reason="重复登记")

    assert (struck.status, struck.body["status"]) == (200, "struck")
    assert (figures(county)["activities"], figures(county)["heads"]) == (0, 0)
    query = {"unit": VILLAGE}
    assert go(county, "GET", f"{PUBLIC}/activities", by=None, query=query).body["items"] == []
    again = move(county, "activities", entry["id"], "strike", reason="再次")
    assert again.problem == "illegal-move"
    assert figures(county)["activities"] == 0


def test_a_double_tap_enters_one_activity(county: County) -> None:
    how: dict[str, Any] = {"headers": {"idempotency-key": "k-2"}}
    for _ in range(2):
        assert go(county, "POST", f"{BASE}/activities", activity_of(), **how).status == 201

    assert figures(county)["activities"] == 1


def test_what_was_held_is_entered_once_whoever_enters_it_until_it_is_struck(
    county: County,
) -> None:
    first = enter(county).body["id"]

    again = enter(county, by="village", organ=VILLAGE, heads=80, theme="“秸秆禁烧”")
    assert (again.status, again.problem) == (409, "activity-entered-before")
    for other in (
        {"theme": "秸秆禁烧（下午场）"},
        {"held_on": "2026-11-21"},
        {"kind": "performance"},
    ):
        assert enter(county, **other).status == 201, other
    assert enter(county, FAR_VILLAGE).status == 201
    assert figures(county)["activities"] == 5
    move(county, "activities", first, "strike", reason="人数有误")
    assert enter(county, heads=80).status == 201
    assert enter(county, heads=90).problem == "activity-entered-before"
    assert figures(county)["activities"] == 5


def test_an_activity_is_entered_for_a_village_of_ones_own(county: County) -> None:
    assert enter(county, by="far_village").problem == "outside-your-area"
    assert enter(county, by="next_town").status == 403
    assert enter(county, by="village").status == 201
    entry = go(county, "GET", f"{BASE}/activities", query={"unit": VILLAGE}).body["items"][0]
    assert go(county, "GET", f"{BASE}/activities/{entry['id']}", by="next_town").status == 403
    assert move(county, "activities", entry["id"], "strike", "next_town", reason="x").status == 403


def test_an_entry_has_no_place_for_a_name(county: County) -> None:
    named = enter(county, attended=["王小明"])

    assert (named.status, named.wrong_fields) == (422, ["attended"])
    assert enter(county, theme="联系13800138000").problem == "personal-number-in-text"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("heads", -1),
        ("heads", 100_001),
        ("heads", "60"),
        ("held_on", "2026-11-24"),
        ("occasion", "no-such-day"),
        ("lesson", "01M8323B80ZASBGN3Q5V2DNX69"),
        ("village", TOWN),
    ],
)
def test_what_cannot_be_is_refused_and_counts_nothing(
    county: County, field: str, value: Any
) -> None:
    refused = enter(county, **{field: value})

    assert (refused.status, refused.wrong_fields) == (422, [field])
    assert figures(county)["activities"] == 0


def test_the_five_hundred_and_first_activity_of_a_year_is_refused(county: County) -> None:
    assert enter(county).status == 201
    key = YearCountRow.key(VILLAGE, 2026)
    for held, status in ((499, 201), (500, 409)):
        row = YearCountRow(key.pk, key.sk, held=held, heads=0, kinds={}, version=9)
        dynamo.write([Write(row)])

        assert enter(county, theme=f"第{held}场").status == status

    assert enter(county, theme="又一场").problem == "too-many-activities"
    assert enter(county, held_on="2026-01-05").status == 409
    assert enter(county, held_on="2025-12-05", cites=[{"law": "civil-code"}]).status == 201


def test_what_was_held_is_about_law_that_was_in_force_that_day(county: County) -> None:
    last = statute(ENDED).valid_to
    assert last
    past = enter(county, held_on=last.isoformat(), cites=[{"law": ENDED}])
    later = (last + timedelta(days=1)).isoformat()

    assert past.status == 201
    assert enter(county, held_on=later, cites=[{"law": ENDED}]).problem == "not-in-force"


def test_the_newest_is_on_top_in_a_town_and_in_a_village(county: County) -> None:
    for day, village in (
        ("2026-11-01", VILLAGE),
        ("2026-11-20", FAR_VILLAGE),
        ("2026-11-10", VILLAGE),
    ):
        assert enter(county, village, held_on=day).status == 201

    def listed(unit: str) -> list[str]:
        found = go(county, "GET", f"{PUBLIC}/activities", by=None, query={"unit": unit})
        return [one["held_on"] for one in found.body["items"]]

    assert listed(TOWN) == ["2026-11-20", "2026-11-10", "2026-11-01"]
    assert listed(VILLAGE) == ["2026-11-10", "2026-11-01"]


# Prompts


def prompted(county: County, unit: str = WATER) -> str:
    body = {"unit": unit, "about": "今年尚未开展普法活动。", "cites": [{"law": "civil-code"}]}
    answer = go(county, "POST", f"{BASE}/prompts", body, by="justice")
    assert answer.status == 201, answer
    return answer.body["id"]


def test_a_prompt_is_answered_assessed_and_then_public(county: County) -> None:
    prompt = prompted(county)
    assert go(county, "GET", f"{PUBLIC}/prompts", by=None).body["items"] == []
    received = go(county, "GET", f"{BASE}/received-prompts", by="water", query={"unit": WATER})
    assert [one["actions"] for one in received.body["items"]] == [["answer"]]

    answered = move(county, "prompts", prompt, "answer", "water", answer="下月进村宣讲。")
    assert answered.body["status"] == "answered"
    assert obligations.read(county, prompt)["status"] == "fulfilled"
    how = {"assessment": "done", "reason": "已开展"}
    assert move(county, "prompts", prompt, "assess", "justice", **how).status == 200

    (public,) = go(county, "GET", f"{PUBLIC}/prompts", by=None).body["items"]
    assert (public["answer"], public["assessment"], public["was_late"]) == (
        "下月进村宣讲。",
        "done",
        False,
    )


def test_an_answer_is_owed_for_fifteen_working_days(county: County) -> None:
    assert due_on(county, prompted(county)) == "2026-12-14"


def test_a_prompt_nobody_answers_climbs_to_the_county(county: County) -> None:
    prompt = prompted(county, VILLAGE)

    assert obligations.climbs_to_the_county(county, prompt) == [VILLAGE, TOWN, COUNTY]


def test_a_prompt_that_is_taken_back_is_owed_no_more(county: County) -> None:
    prompt = prompted(county)

    assert move(county, "prompts", prompt, "withdraw", "justice", reason="误发").status == 200

    assert obligations.read(county, prompt)["status"] == "dropped"
    assert move(county, "prompts", prompt, "answer", "water", answer="好").problem == "illegal-move"


def test_a_prompt_is_between_two_until_it_is_assessed(county: County) -> None:
    prompt = prompted(county)

    for by in ("roads", "town", "village", "county"):
        assert go(county, "GET", f"{BASE}/prompts/{prompt}", by=by).status == 404
        assert move(county, "prompts", prompt, "answer", by, answer="好").status == 404
    assert (
        go(county, "GET", f"{BASE}/received-prompts", by="roads", query={"unit": WATER}).status
        == 403
    )
    body = {"unit": WATER, "about": "请开展普法。", "cites": [{"law": "civil-code"}]}
    assert go(county, "POST", f"{BASE}/prompts", body, by="town").status == 403


def test_the_justice_department_lists_what_waits(county: County) -> None:
    prompt = prompted(county)
    query = {"county": COUNTY}

    listed = go(county, "GET", f"{BASE}/prompts", by="justice", query=query)

    assert [one["id"] for one in listed.body["items"]] == [prompt]
    assert go(county, "GET", f"{BASE}/prompts", by="town", query=query).status == 403


# The days that matter


def told_of(county: County) -> list[tuple[str, str]]:
    """Return which day which office was told of."""
    rows = [row for row in county.kept("enforcement") if row["pk"]["S"].startswith("LAWDAY#")]
    names = [row["pk"]["S"].removeprefix("LAWDAY#").rsplit("-", 2) for row in rows]
    return sorted((name, of) for name, _, of in names)


def test_offices_are_reminded_of_constitution_day_ten_days_before_and_once(county: County) -> None:
    set_up(county)
    set_up(county, FAR_VILLAGE)
    county.now = datetime(2026, 11, 24, 8, 59, tzinfo=clock.SHANGHAI)
    wind(county)
    assert told_of(county) == []

    county.advance(minutes=1)
    wind(county)
    wind(county)

    assert told_of(county) == [("constitution-day", COUNTY), ("constitution-day", TOWN)]
    (entry,) = (
        row for row in county.kept("enforcement") if row["pk"]["S"].endswith(f"2026-{TOWN}")
    )
    assert entry["addressees"]["S"] == f'["unit:{TOWN}","unit:{VILLAGE}","unit:{FAR_VILLAGE}"]'


def test_a_county_without_outreach_is_not_reminded(county: County) -> None:
    county.advance(days=20)

    assert wind(county) == 0


def test_a_reminder_cut_off_in_the_middle_goes_on_where_it_stopped(county: County) -> None:
    set_up(county)
    county.now = datetime(2026, 11, 24, 9, tzinfo=clock.SHANGHAI)
    from enforcement.outreach.service import remind_of_days as service

    first = service._offices
    service._offices = lambda _: iter([(COUNTY, [COUNTY])])
    before = service.law_days.move_on
    service.law_days.move_on = lambda *_: (_ for _ in ()).throw(RuntimeError("cut off"))
    try:
        wind(county)
    finally:
        service._offices, service.law_days.move_on = first, before
    assert told_of(county) == [("constitution-day", COUNTY)]

    wind(county)

    assert told_of(county) == [("constitution-day", COUNTY), ("constitution-day", TOWN)]


def test_everybody_reads_the_days_of_a_year(county: County) -> None:
    year = go(county, "GET", f"{PUBLIC}/days", by=None, query={"year": 2026}).body

    on = {one["id"]: date.fromisoformat(one["day_on"]) for one in year["items"]}
    assert on["constitution-day"] == date(2026, 12, 4)
    assert list(on.values()) == sorted(on.values())
