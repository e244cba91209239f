"""GeoReport in its own terms: formats, periods, what is listed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.open311.model.formats import Form, form_of, written
from incidents.open311.rules import questions, services
from kernel.problems import InvalidFields
from tests.support.incidents import MONDAY, POLICY


@settings(max_examples=60)
@given(st.text())
def test_any_text_makes_well_formed_xml(text: str) -> None:
    told = written(Form.XML, "errors", [{"code": 400, "description": text}])

    element = ET.fromstring(told.encode())
    assert element.findtext("error/code") == "400"


def test_xml_and_json_say_the_same() -> None:
    value = [{"key": "a&<b>", "flag": True, "none": None, "number": 1}]

    assert written(Form.JSON, "values", value) == (
        '[{"key":"a&<b>","flag":true,"none":null,"number":1}]'
    )
    assert written(Form.XML, "values", value).splitlines() == [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<values><value><key>a&amp;&lt;b&gt;</key><flag>true</flag><none /><number>1</number></value></values>",
    ]


@pytest.mark.parametrize(
    ("path", "form"),
    [("/a.json", Form.JSON), ("/a.xml", Form.XML), ("/a", Form.XML), ("/a.html", Form.XML)],
)
def test_xml_is_the_format_of_whatever_names_none(path: str, form: Form) -> None:
    assert form_of(path) is form


def test_every_packaged_category_is_described_and_few_are_listed() -> None:
    packaged = {code for code in POLICY.categories if services.about(code).keywords.zh}

    assert packaged == set(POLICY.categories)
    assert services.listed_codes(POLICY) == {
        "public_facilities",
        "road_traffic",
        "flood_geology",
        "environment",
    }


def test_a_category_of_the_county_s_own_is_not_listed() -> None:
    assert not services.about("village_gossip").listed


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, (MONDAY - timedelta(days=90), MONDAY)),
        (None, "2026-03-31T00:00:00Z", (datetime(2025, 12, 31, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))),
        ("2026-01-01T00:00:00Z", None, (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))),
        ("2026-11-22T00:00:00Z", None, (datetime(2026, 11, 22, tzinfo=UTC), MONDAY)),
        ("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z", (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))),
    ],
)  # fmt: skip
def test_a_period_is_ninety_days_at_most(
    start: str | None, end: str | None, expected: tuple[datetime, datetime]
) -> None:
    assert questions.period(start, end, MONDAY) == expected


def test_a_period_in_the_future_is_empty_not_wrong() -> None:
    period = questions.period("2027-01-01T00:00:00Z", None, MONDAY)

    assert period.start == period.end


@pytest.mark.parametrize(("page", "size", "allowed"), [(10, 100, True), (11, 100, False), (1, 1, True)])  # fmt: skip
def test_the_newest_thousand_can_be_paged_through(page: int, size: int, *, allowed: bool) -> None:
    if allowed:
        questions.refuse_far_page(page, size)
    else:
        with pytest.raises(InvalidFields):
            questions.refuse_far_page(page, size)


@pytest.mark.parametrize(
    ("degrees", "told"), [(36.50499, 36.5), (36.5051, 36.51), (113.3877, 113.39)]
)
def test_a_coordinate_is_told_to_a_hundredth_of_a_degree(degrees: float, told: float) -> None:
    assert services.coarse(degrees) == told
