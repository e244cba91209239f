"""What everybody reads of enforcement: masked, searchable, no longer than the law lets it; figures nobody types and nobody is ranked by."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from composition.clocks import CLOCKS
from enforcement.api import API
from enforcement.rules.authority import PowerKind
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.figures import Figure
from enforcement.store import disclosure, years
from escalation.store import obligations
from kernel.storage.unit_of_work import UnitOfWork
from tests.support.cases import ACT, STRAW, Enforcement
from tests.support.county import NEXT_TOWN, TOWN, County
from tests.support.enforcement_town import EnforcingTown

NEW_YEAR = datetime(2027, 1, 4, 2, tzinfo=UTC)
NAMED = {
    "name": "洪井镇行政执法公示制度",
    "document": "洪政发〔2026〕3号",
    "valid_from": "2026-03-01",
}


@pytest.fixture
def town(county: County) -> Enforcement:
    """A town that enforces."""
    return Enforcement(county)


def public(stage: Enforcement, path: str, **query: Any) -> Any:
    answer = stage.county.go("GET", f"/v1/enforcement/public/{path}", by=None, api=API, query=query)
    assert answer.status == 200, answer
    return answer.body


def published(town: Enforcement, **said: Any) -> str:
    case = town.served()
    town.did(case, CaseAction.CHOOSE_PUBLICATION, "boss", **said)
    return case


def decisions(town: Enforcement, **query: Any) -> list[Any]:
    return public(town, "decisions", town=TOWN, **query)["items"]


# Decisions


def test_a_public_decision_is_read_without_login_and_the_party_is_masked(
    town: Enforcement,
) -> None:
    case = published(town)

    (one,) = decisions(town)

    assert (one["party"], one["fine_fen"], one["acts"]) == ("王某", 60000, ["露天焚烧秸秆、落叶"])
    assert one["number"].endswith("罚决字〔2026〕第1号")
    assert one["law"]["confidence"] == "law"
    answer = town.county.go("GET", f"/v1/enforcement/public/decisions/{case}", by=None, api=API)
    assert answer.body == one
    assert "wang" not in answer.text
    assert "eo1" not in answer.text


def test_a_decision_is_public_by_choice_alone(town: Enforcement) -> None:
    hidden = published(town, public=False, reason="无社会影响", name_masked=None)

    assert decisions(town) == []
    answer = town.county.go("GET", f"/v1/enforcement/public/decisions/{hidden}", by=None, api=API)
    assert answer.status == 404


@pytest.mark.parametrize(("words", "found"), [("秸秆", 1), ("第1号", 1), ("straw", 1), ("渣土", 0)])
def test_public_decisions_are_searched_by_number_and_act(
    town: Enforcement, words: str, found: int
) -> None:
    published(town)

    assert len(decisions(town, words=words)) == found
    assert public(town, "decisions", town=NEXT_TOWN)["items"] == []


def test_a_low_fine_is_public_for_three_months_whether_the_clock_has_been_by_or_not(
    town: Enforcement,
) -> None:
    case = published(town)
    last = town.load(case).publication
    assert last is not None
    assert last.until is not None

    town.county.now = datetime.combine(last.until, datetime.min.time(), UTC).replace(hour=15)
    assert len(decisions(town)) == 1
    town.county.advance(hours=2)
    assert decisions(town) == []
    for wind in CLOCKS.values():
        wind()
    assert decisions(town) == []


def test_a_decision_that_was_wrong_is_down_at_once_and_then_tells_why_and_nothing_else(
    town: Enforcement,
) -> None:
    case = published(town)
    town.did(case, CaseAction.REVOKE, "boss")

    assert decisions(town) == []
    town.did(case, CaseAction.TAKE_DOWN, "boss", reason="决定因适用法律错误已撤销")
    (one,) = decisions(town)

    assert one["withdrawn_for"] == "决定因适用法律错误已撤销"
    assert (one["party"], one["fine_fen"], one["acts"], one["law"]) == (None, None, [], None)


def test_nobody_reads_public_lists_a_hundred_times_a_minute(town: Enforcement) -> None:
    answers = [
        town.county.go(
            "GET", "/v1/enforcement/public/procedures", by=None, api=API, query={}
        ).status
        for _ in range(80)
    ]

    assert answers[0] == 200
    assert answers[-1] == 429


# Before and during


def test_items_and_their_legal_bases_are_public_while_they_are_the_towns(
    town: Enforcement,
) -> None:
    town.give_power(TOWN, PowerKind.INSPECTION, valid_to=date(2026, 11, 22))

    found = public(town, "items", town=TOWN)

    assert sorted((one["code"], one["kind"]) for one in found["items"]) == [
        (STRAW, "coercion"),
        (STRAW, "penalty"),
    ]
    assert found["items"][0]["law"]["confidence"] != "law"
    assert all(one["law"]["confidence"] == "law" for one in found["own"])
    assert public(town, "items", town=TOWN, words="渣土")["items"] == []
    assert len(public(town, "items", town=TOWN, words="秸秆")["items"]) == 2


def test_officers_are_public_while_their_certificates_hold(town: Enforcement) -> None:
    assert [one["number"] for one in public(town, "officers", town=TOWN)["items"]] == [
        "晋0001",
        "晋0002",
        "晋0003",
    ]

    town.county.dismiss("eo3")

    assert len(public(town, "officers", town=TOWN)["items"]) == 2
    gone = public(town, "officers/晋0003")
    assert gone["state"] == "handed_in"
    answer = town.county.go("GET", "/v1/enforcement/public/officers/晋9999", by=None, api=API)
    assert answer.status == 404


def test_the_flow_chart_of_each_procedure_comes_from_its_table(town: Enforcement) -> None:
    charts = {one["code"]: one["mermaid"] for one in public(town, "procedures")["items"]}

    assert sorted(charts) == ["inspection", "liability", "penalty", "supervision"]
    assert charts["penalty"].startswith("stateDiagram-v2")
    assert "deciding --> decided: 作出处罚决定" in charts["penalty"]
    assert "clue --> served: 当场处罚" in charts["penalty"]
    assert "decided: 已决定，待送达" in charts["penalty"]


# The ten systems


def test_six_of_the_ten_systems_are_named_and_each_town_names_its_own(town: Enforcement) -> None:
    found = public(town, "systems", town=TOWN)
    assert (len(found["items"]), found["in_force"]) == (10, 0)
    assert sum(one["named_by_article"] for one in found["items"]) == 6

    put = town.go("PUT", f"towns/{TOWN}/systems/disclosure", NAMED, by="boss")

    assert (put.status, put.body["version"]) == (200, 1)
    found = public(town, "systems", town=TOWN)
    assert found["in_force"] == 1
    assert NAMED["name"] in [one["name"] for one in found["items"]]
    assert public(town, "systems", town=NEXT_TOWN)["in_force"] == 0


def test_a_system_is_named_by_the_towns_head_on_what_it_is_now(town: Enforcement) -> None:
    path = f"towns/{TOWN}/systems/training"
    town.go("PUT", path, NAMED, by="boss")

    assert town.go("PUT", path, NAMED, by="far_boss").status == 403
    assert town.go("PUT", path, NAMED, by="eo1").status == 403
    assert town.go("PUT", f"towns/{TOWN}/systems/eleventh", NAMED, by="boss").status == 404
    assert town.go("PUT", path, NAMED, by="boss", version=7).status == 412
    ended = NAMED | {"valid_to": "2026-02-28"}
    assert town.go("PUT", path, ended, by="boss").wrong_fields == ["valid_to"]
    assert town.go("PUT", path, NAMED | {"name": "改名"}, by="boss", version=1).status == 200
    kept = [row for (pk, _), row in town.rows().items() if pk == f"SYSTEM#{TOWN}#training"]
    assert len(kept) == 3  # two entries, sealed, and their end
    later = NAMED | {"valid_to": "2027-12-31", "summary": "每年不少于六十学时"}
    assert town.go("PUT", path, later, by="boss").status == 200
    told = [
        json.loads(row["details"]["S"])
        for (pk, _), row in town.rows().items()
        if pk == f"SYSTEM#{TOWN}#training" and "details" in row
    ]
    assert later in told


# Figures


def figures(town: Enforcement, year: int = 2026, by: str = "boss") -> dict[str, int]:
    answer = town.go("GET", f"towns/{TOWN}/statistics/{year}", by=by)
    assert answer.status == 200, answer
    return {one["code"]: one["count"] for one in answer.body["figures"]}


def test_figures_come_of_what_was_decided_as_it_was_decided(town: Enforcement) -> None:
    paid = town.served()
    town.did(paid, CaseAction.RECORD_PAYMENT, "eo1")
    spot = town.clue(clue="又一处")
    town.did(spot, CaseAction.PENALISE_ON_THE_SPOT, "eo1", act=ACT | {"done_on": "2026-11-20"})
    cleared = town.proposed(outcome="unproven")
    town.did(cleared, CaseAction.CLEAR, "boss")

    found = figures(town)

    assert (found["filed"], found["penalties"], found["on_the_spot"]) == (2, 2, 1)
    assert (found["fines_fen"], found["unproven"], found["revoked"]) == (60000, 1, 0)
    town.did(paid, CaseAction.REVOKE, "boss")
    assert figures(town)["revoked"] == 1
    assert figures(town)["penalties"] == 2
    assert figures(town, 2025) == dict.fromkeys(found, 0)


def test_an_event_counts_in_the_year_of_its_day_in_beijing(town: Enforcement) -> None:
    case = town.to_decide()
    town.county.now = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)

    town.did(case, CaseAction.DECIDE, "boss")

    assert (figures(town)["filed"], figures(town)["penalties"]) == (1, 0)
    assert figures(town, 2027)["penalties"] == 1


def test_nobody_can_ask_for_a_ranking_by_fines_or_inspections(town: Enforcement) -> None:
    path = f"towns/{TOWN}/statistics/2026"

    for name in ("sort", "order_by", "rank", "per"):
        query: dict[str, Any] = {name: "fines"}
        assert town.go("GET", path, by="justice", **query).status == 422
    answer = town.go("GET", path, by="justice")
    assert sorted(answer.body) == ["counted_at", "figures", "town", "year"]
    assert not [one for one in API.declared if "rank" in one[1] or "board" in one[1]]
    listing = [path for _, path in API.declared if path.endswith("/statistics")]
    assert listing == []


@pytest.mark.parametrize(("by", "status"), [("far_boss", 403), ("watcher", 403), ("lawyer", 200)])
def test_figures_are_for_those_who_work_with_them(town: Enforcement, by: str, status: int) -> None:
    assert town.go("GET", f"towns/{TOWN}/statistics/2026", by=by).status == status


# The year's data


def publish(town: Enforcement, year: int = 2026, by: str = "boss", **said: Any) -> Any:
    key = said.pop("key", None)
    return town.go("POST", f"towns/{TOWN}/years/{year}/publication", said, by=by, key=key)


def test_the_years_data_are_owed_by_the_end_of_january_and_published_as_counted(
    town: Enforcement,
) -> None:
    town.served()
    early = publish(town)
    town.county.now = NEW_YEAR
    for wind in CLOCKS.values():
        wind()
    (owed_id,) = owed(town).values()
    with town.county.quietly():
        (kept,) = obligations.load_all([owed_id]).values()

    answer = publish(town, key="tap")

    assert (early.status, early.problem) == (409, "year-not-over")
    assert (kept.kind, kept.status) == ("enforcement_year", "open")
    assert kept.due_at == datetime(2027, 1, 31, 16, tzinfo=UTC)
    assert answer.status == 201, answer
    assert publish(town, key="tap").body == answer.body
    with town.county.quietly():
        (kept,) = obligations.load_all([owed_id]).values()
    assert kept.status == "fulfilled"
    assert owed(town) == {}
    shown = public(town, "years/2026", town=TOWN)
    assert shown == answer.body
    assert {one["code"]: one["count"] for one in shown["figures"]} == figures(town)


def owed(town: Enforcement) -> dict[str, str]:
    with town.county.quietly():
        row = years.find(UnitOfWork(), TOWN)
    assert row is not None
    return dict(row.owed)


def test_a_year_that_was_published_is_followed_by_an_edition_with_its_reason(
    town: Enforcement,
) -> None:
    case = town.served()
    town.county.now = NEW_YEAR
    publish(town)
    town.did(case, CaseAction.REVOKE, "boss")

    silent = publish(town)
    anew = publish(town, note="一件决定已撤销")

    assert (silent.status, silent.wrong_fields) == (422, ["note"])
    assert anew.body["edition"] == 2
    assert public(town, "years/2026", town=TOWN)["note"] == "一件决定已撤销"
    editions = public(town, "years", town=TOWN)["items"]
    assert [one["edition"] for one in editions] == [2, 1]


def test_every_year_is_owed_from_the_first_on_even_one_without_a_case(
    town: Enforcement,
) -> None:
    town.served()
    for year in (2027, 2028):
        town.county.now = datetime(year, 1, 4, 2, tzinfo=UTC)
        for wind in CLOCKS.values():
            wind()

    assert sorted(owed(town)) == ["2026", "2027"]
    town.county.now = datetime(2028, 1, 5, 2, tzinfo=UTC)
    assert publish(town, 2027).status == 201
    assert publish(town, 2026, by="far_boss").status == 403
    assert sorted(owed(town)) == ["2026"]


def test_a_town_that_only_inspects_owes_its_years_as_well_and_its_records_are_sound(
    county: County,
) -> None:
    inspecting = EnforcingTown(county).staffed()
    visit = inspecting.under_way()
    found = county.go(
        "GET", f"/v1/enforcement/inspections/{visit}/verification", by="head", api=API
    )
    assert (found.body["sound"], found.body["papers"] > 0) == (True, True)

    county.now = NEW_YEAR
    for wind in CLOCKS.values():
        wind()

    with county.quietly():
        row = years.find(UnitOfWork(), TOWN)
    assert row is not None
    assert list(row.owed) == ["2026"]


def test_every_figure_has_a_place_in_the_row_and_in_what_is_published() -> None:
    for figure in sorted(Figure):
        assert hasattr(disclosure.YearRow, figure)
        assert hasattr(disclosure.PublishedRow, figure)
