"""A dataset as it is written down for whoever reads it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from kernel.texts import Text
from reports.public_data.model import csv_of
from reports.public_data.rules.releases import (
    Dataset,
    Kind,
    Licence,
    Release,
    Town,
    leaf,
    publish,
    rest,
)
from reports.public_data.service.see_releases import Released

COUNTY, TOWN, VILLAGE = "140426", "140426106", "140426106221"
NOW = datetime(2027, 1, 4, tzinfo=UTC)


def released(village: str) -> Released:
    kinds = (Kind("other", "其他", "other"),)
    towns = (Town(TOWN, "枣臻镇", "Zaozhen"),)
    areas = (leaf(VILLAGE, Text(village, village), {"other": 9}, kinds), rest(TOWN, {}, kinds))
    drawn = Release(
        "incidents-2026Q4",
        COUNTY,
        Dataset.INCIDENTS,
        "2026Q4",
        "admin",
        NOW,
        kinds,
        towns,
        areas=areas,
    )
    terms = Licence("CC-BY-4.0", "https://example.org", Text("", ""), Text("", ""))
    return Released(publish(drawn, rest(COUNTY, {}, kinds), Text("黎城县", "Licheng"), NOW), terms)


def test_no_name_of_a_place_is_a_formula_to_whoever_opens_the_csv() -> None:
    found = released("=HYPERLINK(1)")

    lines = list(csv.DictReader(io.StringIO(csv_of(found, "zh").removeprefix("\ufeff"))))

    assert "'=HYPERLINK(1)" in {one["address"] for one in lines}
    assert not any(one["address"].startswith("=") for one in lines)
