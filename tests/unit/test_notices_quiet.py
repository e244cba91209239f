"""Quiet hours: when a tier may be disturbed, and what settings are refused."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import notices
from escalation.rules.clocked import Severity
from kernel.clock import SHANGHAI
from kernel.law import references
from kernel.units import Tier
from notices.model.settings import NoticeSettings
from notices.rules import entries, messages, quiet
from tests.unit.test_notices_rules import VILLAGE, entry, notice

DEFAULT = json.loads(Path(notices.__file__).with_name("default_settings.json").read_text())
REFERENCE = Path(__file__).parents[2] / "infra" / "reference"
SETTINGS = quiet.parse(DEFAULT, 0)
INSTANTS = st.integers(0, 730 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
)


def at(text):
    return datetime.fromisoformat(f"2026-{text}:00+08:00")


def opens(text, tier=Tier.VILLAGE):
    instant = quiet.held_until(SETTINGS, tier, Severity.GENERAL, at(text))
    return instant and instant.astimezone(SHANGHAI).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("11-23 07:29", "11-23 07:30"),
        ("11-23 07:30", None),
        ("11-23 20:29", None),
        ("11-23 20:30", "11-24 07:30"),
        ("11-27 20:30", "11-30 07:30"),
        ("11-28 12:00", "11-30 07:30"),
    ],
)
def test_a_window_opens_to_the_minute_and_a_weekend_is_waited_out(now, until):
    assert opens(now) == until


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("02-14 12:00", None),
        ("02-14 20:30", "02-24 07:30"),
        ("02-15 00:00", "02-24 07:30"),
        ("02-19 12:00", "02-24 07:30"),
        ("02-23 23:59", "02-24 07:30"),
        ("02-28 12:00", None),
        ("09-20 12:00", None),
    ],
)
def test_the_nine_days_of_spring_festival_are_quiet_and_make_up_days_are_not(now, until):
    assert opens(now) == until


def test_each_tier_has_its_own_hours():
    assert (opens("11-23 18:30", Tier.VILLAGE), opens("11-23 18:30", Tier.TOWN)) == (
        None,
        "11-24 08:00",
    )


def test_a_make_up_saturday_has_the_hours_of_saturdays_and_a_free_one_those_of_days_off():
    hours = {**DEFAULT["hours"]["village"], "saturday": [window("10:00", "11:00")]}
    hours["day_off"] = [window("15:00", "16:00")]
    mine = quiet.parse({**DEFAULT, "hours": {"village": hours}}, 1)

    def opening(text):
        return quiet.opening(mine.hours[Tier.VILLAGE], at(text))

    assert (opening("02-14 10:30"), opening("02-14 15:30")) == (None, at("02-15 15:00"))
    assert (opening("02-21 10:30"), opening("02-21 15:30")) == (at("02-21 15:00"), None)


@given(INSTANTS)
def test_what_is_urgent_never_waits(instant):
    assert quiet.held_until(SETTINGS, Tier.TOWN, Severity.URGENT, instant) is None


@given(INSTANTS, st.sampled_from(list(Tier)))
def test_what_waits_may_go_out_when_its_time_comes_and_not_a_minute_before(instant, tier):
    until = quiet.opening(SETTINGS.hours[tier], instant)

    if until is not None:
        assert until > instant
        assert quiet.opening(SETTINGS.hours[tier], until) is None
        assert quiet.opening(SETTINGS.hours[tier], until - timedelta(minutes=1)) == until


def window(opens, closes):
    return {"opens": opens, "closes": closes}


def settings_with(**days):
    village = {**DEFAULT["hours"]["village"], **days}
    return {**DEFAULT, "hours": {**DEFAULT["hours"], "village": village}}


def test_the_packaged_settings_are_settings_a_county_could_set():
    taken = NoticeSettings.model_validate(DEFAULT).model_dump(mode="json", exclude_none=True)

    assert taken == {name: value for name, value in DEFAULT.items() if value is not None}


def test_the_demo_is_quiet_at_no_time():
    document = json.loads((REFERENCE / "demo" / "notice_settings.json").read_text())
    NoticeSettings.model_validate(document)
    demo = quiet.parse(document, 1)

    at_night_on_a_holiday = at("02-17 03:00")

    assert {quiet.opening(hours, at_night_on_a_holiday) for hours in demo.hours.values()} == {None}


def test_every_packaged_number_says_where_it_comes_from():
    said = {of: law.on(date(2026, 11, 23)).confidence for of, law in references(DEFAULT["sources"])}

    hours = {f"hours.{tier}" for tier in DEFAULT["hours"]}
    days_off = {f"{one}.day_off" for one in hours}
    assert said.keys() == hours | days_off | {f"bundling.{one}" for one in DEFAULT["bundling"]}
    assert set(said.values()) == {"assumed"}


NEVER = {day: [] for day in (*quiet.WEEKDAYS, "day_off")}


def test_a_tier_that_is_never_open_is_refused():
    with pytest.raises(ValidationError, match="never be told anything"):
        NoticeSettings.model_validate(settings_with(**NEVER))


def test_working_weekends_alone_are_never_open():
    weekends = {**NEVER, "saturday": [window("08:00", "18:00")], "sunday": []}

    with pytest.raises(ValidationError, match="never be told anything"):
        NoticeSettings.model_validate(settings_with(**weekends))


@pytest.mark.parametrize("day", [*quiet.WEEKDAYS[:5], "day_off"])
def test_a_window_on_any_usual_day_is_enough(day):
    NoticeSettings.model_validate(settings_with(**NEVER | {day: [window("00:00", "24:00")]}))


@pytest.mark.parametrize(
    "windows",
    [
        [window("08:00", "08:29")],
        [window("22:00", "06:00")],
        [window("14:00", "18:00"), window("08:00", "12:00")],
        [window("08:00", "12:00"), window("11:59", "18:00")],
        [window("8:00", "12:00")],
        [window("08:00", "24:01")],
        [window("24:00", "24:00")],
    ],
)
def test_windows_that_cannot_be_kept_are_refused(windows):
    with pytest.raises(ValidationError):
        NoticeSettings.model_validate(settings_with(monday=windows))


def test_windows_may_touch_and_be_half_an_hour_short():
    touching = [window("08:00", "08:30"), window("08:30", "24:00")]

    NoticeSettings.model_validate(settings_with(monday=touching))


def waiting(incident, *seqs):
    return [SimpleNamespace(incident_id=incident, seq=seq) for seq in seqs]


@given(st.permutations([*waiting("a", 1, 2, 5), *waiting("b", 3), *waiting("c", 9, 10)]))
def test_rounds_lose_nothing_and_keep_each_incidents_order(rows):
    told = [
        (row.incident_id, row.seq)
        for turn in quiet.rounds(rows)
        for row in sorted(turn, key=lambda row: row.incident_id, reverse=True)
    ]

    assert sorted(told) == sorted((row.incident_id, row.seq) for row in rows)
    assert [seq for incident, seq in told if incident == "a"] == [1, 2, 5]
    assert [seq for incident, seq in told if incident == "c"] == [9, 10]


def test_what_a_notice_needs_survives_the_wait():
    whole = entry(
        event="confirmation_passed",
        reason_code="limit_passed",
        details=json.dumps({"confirm_stage": "chief", "done": "某某的电话"}),
    )

    kept = json.loads(json.dumps(entries.write_entry(whole)))

    again = entries.read_entry(kept)
    for one in fields(entries.Entry):
        # What has become of it is found at the release.
        if one.name not in ("addressees", "since"):
            assert getattr(whole, one.name) not in (None, ()), f"{one.name} is not put to the test"
            assert getattr(again, one.name) == getattr(whole, one.name)
    assert "电话" not in json.dumps(kept, ensure_ascii=False)


def test_a_bundle_says_each_notice_and_is_filtered_like_every_one_of_them():
    several = [notice(event="reported", seq=str(seq)) for seq in (1, 2, 3)]

    bundle = messages.compose_bundle(several)

    assert bundle.subject.startswith("【新事件】3件（较急）140426-26-")
    assert all(one.text in bundle.text for one in several)
    assert [one["notice_id"] for one in bundle.facts["notices"]] == [one.id for one in several]
    assert bundle.attributes == {
        "unit": VILLAGE,
        "severity": "pressing",
        "event": "reported",
        "notice_id": several[0].id,
    }
    assert bundle.plain_subject.isascii()
    assert len(bundle.subject) < 100
