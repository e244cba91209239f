"""What is written and told of a mediation: the parts of its file, and the words its people and offices hear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kernel import files
from services.mediation.rules.words import ADDED, MUST_HOLD, MediationFilePart
from tests.integration.test_inbox_histories import Inboxes
from tests.support.county import TOWN, County
from tests.support.documents import text_of
from tests.support.mediation import (
    a_village,
    agreement,
    go,
    in_effect,
    move,
    moved,
    opened,
)

NAMES = ("李某甲", "王某乙")


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    with a_village() as county:
        asked: list[Any] = []
        monkeypatch.setattr("kernel.documents.keeping.ask_for", asked.append)
        county.asked = asked  # pyright: ignore[reportAttributeAccessIssue]
        yield county


@pytest.mark.parametrize("form", ["written", "oral"])
def test_every_part_of_the_file_is_written_from_the_case(county: County, form: str) -> None:
    case = in_effect(county, form, source="application" if form == "oral" else "found", by="li")
    for part in ADDED:
        moved(county, case, "add_material", material={"part": part, "text": f"材料{part}"})
    moved(county, case, "perform")
    moved(county, case, "visit")
    moved(county, case, "ask_court")

    for part in MediationFilePart:
        asked = go(county, "POST", f"cases/{case}/file/{part}", by="md1")
        assert (asked.status, asked.body["status"]) == (202, "queued"), (part, asked)

    rows = {key[0]: row for key, row in county.by_place("services").items() if key[1] == "DOCUMENT"}
    assert len(rows) == 5 + 7
    for part in MediationFilePart:
        row = rows[f"DOCUMENT#{case}-{part}"]
        said = text_of(row)
        assert "人民调解委员会" in said
        assert part is MediationFilePart.IDENTITY or any(name in said for name in NAMES), part
        assert part not in ADDED or f"材料{part}" in said
    said = text_of(rows[f"DOCUMENT#{case}-agreement"])
    assert "王家改建排水沟" in said
    assert ("双方当场口头达成一致" in said) is (form == "oral")


def test_a_part_of_which_there_is_nothing_yet_is_not_written(county: County) -> None:
    case = opened(county)

    for part in MediationFilePart:
        answer = go(county, "POST", f"cases/{case}/file/{part}")
        there = part is MediationFilePart.REQUEST
        assert answer.status == (202 if there else 409), part
        assert there or answer.problem == "part-not-there"
    assert len(MUST_HOLD) == 5


def test_the_file_is_for_the_parties_and_the_mediators_of_the_case(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "bucket", lambda: "bucket")
    case = in_effect(county)
    path = f"cases/{case}/file/agreement"
    assert go(county, "GET", path, by="li").status == 404
    for by, status in (("md2", 404), ("worker", 404), ("village", 404), ("li", 202), ("md1", 202)):
        assert go(county, "POST", path, by=by).status == status, by
    assert go(county, "GET", path, by="wang").body["status"] == "queued"
    assert go(county, "GET", path, by="county").status == 404


# Told


@pytest.fixture
def inboxes(county: County) -> Inboxes:
    return Inboxes(county, "services")


def test_the_committee_the_parties_and_the_town_hear_what_is_for_them_and_no_name(
    county: County, inboxes: Inboxes
) -> None:
    case = in_effect(county)
    moved(county, case, "assess_risk", level="red")
    moved(county, case, "report_risk")
    moved(county, case, "break")
    moved(county, case, "fail")
    other = opened(county)
    assert move(county, other, "decline").status == 200

    assert inboxes.carry() == []

    assert inboxes.events("md2") == ["mediation_to_take_up", "mediation_to_take_up"]
    assert inboxes.events("town") == ["mediation_risk"]
    assert inboxes.events("li") == [
        *("mediation_accepted", "mediation_effective", "mediation_broken", "mediation_failed"),
        "mediation_declined",
    ]
    assert inboxes.events("village") == []
    told = [one for by in ("md2", "town", "li") for one in inboxes.read(by)]
    assert not any(name in str(one) for one in told for name in NAMES)
    assert told[0]["about"] == {"kind": "mediation", "id": case}
    assert TOWN


def test_an_agreement_by_word_of_mouth_is_told_as_one_in_effect(
    county: County, inboxes: Inboxes
) -> None:
    case = opened(county)
    moved(county, case, "accept")
    moved(county, case, "agree", agreement=agreement("oral"))

    assert inboxes.carry() == []
    assert inboxes.events("wang") == ["mediation_accepted", "mediation_effective"]
