"""One matter as an incident, a hazard, a dispute and a clue: one clock at every moment, and back where it came from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from enforcement.api import API as ENFORCEMENT
from tests.support import obligations
from tests.support.conversions import Matters, a_county_with_mediators
from tests.support.county import GRID, TOWN, VILLAGE, County

NOT_SOLVED = {"satisfied": False, "answer": "not_solved"}


@pytest.fixture
def county() -> Iterator[County]:
    with a_county_with_mediators() as county:
        yield county


@pytest.fixture
def matters(county: County) -> Matters:
    return Matters(county)


@pytest.mark.parametrize("kind", ["hazard", "mediation", "clue"])
def test_an_incident_that_turns_out_to_be_something_else_has_its_clock_there(
    matters: Matters, kind: str
) -> None:
    incident = matters.incident()
    became = matters.convert("incident", incident, kind)

    assert became["target"]["kind"] == kind
    seen = matters.read_incident(incident)
    assert (seen["status"], seen["due_at"]) == ("converted", None)
    assert seen["conversions"] == [f"{kind}:{became['target']['id']}"]
    assert matters.running() == [kind]


def test_both_ends_tell_of_each_other_to_those_who_may_read_them(matters: Matters) -> None:
    incident = matters.incident()
    became = matters.convert("incident", incident, "hazard")

    for kind, one in (("incident", incident), ("hazard", became["target"]["id"])):
        found = matters.list_of(kind, one)
        assert [each["id"] for each in found] == [became["id"]]
    assert (
        matters.ask(
            "GET", "", by="far_worker", query={"kind": "incident", "matter": incident}
        ).status
        == 404
    )


def test_a_matter_is_taken_back_only_when_what_it_became_has_ended(matters: Matters) -> None:
    incident = matters.incident()
    became = matters.convert("incident", incident, "mediation")

    early = matters.take_back(became["id"])
    assert (early.status, early.problem) == (409, "still-under-way")

    matters.decline(became["target"]["id"])
    assert matters.running() == ["taking_back"]
    back = matters.take_back(became["id"])
    assert (back.status, back.body["solved"]) == (200, False)
    assert matters.read_incident(incident)["status"] == "reported"
    assert matters.running() == ["incident"]
    again = matters.take_back(became["id"])
    assert (again.status, again.problem) == (409, "taken-back-already")


def test_what_was_solved_elsewhere_waits_for_the_grid_worker(matters: Matters) -> None:
    incident = matters.incident()
    became = matters.convert("incident", incident, "hazard")
    matters.close_hazard(became["target"]["id"])

    back = matters.take_back(became["id"], by="village")

    assert (back.status, back.body["solved"]) == (200, True)
    seen = matters.read_incident(incident)
    assert (seen["status"], seen["done"]) == ("resolved", "已更换")


def test_that_nobody_takes_it_back_climbs(matters: Matters) -> None:
    incident = matters.incident()
    became = matters.convert("incident", incident, "mediation")
    matters.decline(became["target"]["id"])

    (owed,) = matters.owed("taking_back")
    assert owed["responsible_unit"]["S"] == VILLAGE
    obligations.climb(matters.county, owed["pk"]["S"].partition("#")[2], TOWN)


def test_a_chain_never_comes_round_to_what_it_was(matters: Matters) -> None:
    incident = matters.incident()
    hazard = matters.convert("incident", incident, "hazard")["target"]["id"]
    dispute = matters.convert("hazard", hazard, "mediation")["target"]["id"]
    assert matters.running() == ["mediation"]

    for kind in ("incident", "hazard"):
        refused = matters.try_to_convert("mediation", dispute, kind, by="md1")
        assert (refused.status, refused.problem) == (409, "would-go-round")
    refused = matters.try_to_convert("mediation", dispute, "mediation", by="md1")
    assert (refused.status, refused.problem) == (409, "same-kind")


def test_an_incident_is_converted_into_each_kind_once(matters: Matters) -> None:
    incident = matters.incident()
    became = matters.convert("incident", incident, "mediation")
    matters.decline(became["target"]["id"])
    assert matters.take_back(became["id"]).status == 200

    refused = matters.try_to_convert("incident", incident, "mediation")

    assert (refused.status, refused.problem) == (409, "already-converted")


def test_what_is_never_a_dispute_is_not_made_one_and_nothing_is_half_written(
    matters: Matters,
) -> None:
    incident = matters.incident()
    before = matters.county.by_place("services"), matters.county.by_place("workspace")

    refused = matters.try_to_convert("incident", incident, "mediation", dangers=["violence"])

    assert (refused.status, refused.problem) == (409, "never-a-dispute")
    assert matters.read_incident(incident)["status"] == "reported"
    assert (matters.county.by_place("services"), matters.county.by_place("workspace")) == before


def test_a_double_tap_converts_once(matters: Matters) -> None:
    incident = matters.incident()
    first = matters.try_to_convert("incident", incident, "hazard", key="k-1")
    second = matters.try_to_convert("incident", incident, "hazard", key="k-1")

    assert first.status == second.status == 201
    assert first.body == second.body
    assert len(matters.list_of("incident", incident)) == 1


@pytest.mark.parametrize("who", ["far_village", "neighbour", "next_worker"])
def test_nobody_converts_what_is_not_theirs(matters: Matters, who: str) -> None:
    incident = matters.incident()

    assert matters.try_to_convert("incident", incident, "hazard", by=who).status in (403, 404)
    assert matters.read_incident(incident)["status"] == "reported"


def test_a_clue_stands_still_while_it_is_something_else_and_is_taken_up_again(
    matters: Matters,
) -> None:
    clue = matters.clue()
    became = matters.convert("clue", clue, "mediation", by="officer")
    seen = matters.county.go(
        "GET", f"/v1/enforcement/cases/{clue}", by="officer", api=ENFORCEMENT
    ).body
    assert (seen["status"], seen["actions"]) == ("converted", [])

    matters.decline(became["target"]["id"])
    assert matters.take_back(became["id"], by="officer").status == 200
    seen = matters.county.go(
        "GET", f"/v1/enforcement/cases/{clue}", by="officer", api=ENFORCEMENT
    ).body
    assert seen["status"] == "clue"


def test_a_hazard_is_taken_back_with_what_was_left(matters: Matters) -> None:
    hazard = matters.hazard()
    became = matters.convert("hazard", hazard, "incident")
    assert matters.running() == ["incident"]
    matters.cancel(became["target"]["id"])

    assert matters.take_back(became["id"]).body["solved"] is False
    assert matters.running() == ["hazard"]


def test_the_towns_enforcement_gets_the_clue_with_where_it_came_from(matters: Matters) -> None:
    incident = matters.incident()
    became = matters.convert("incident", incident, "clue")

    listed = matters.county.go(
        "GET",
        "/v1/enforcement/cases",
        by="officer",
        api=ENFORCEMENT,
        query={"town": TOWN, "status": "clue"},
    )
    assert [one["id"] for one in listed.body["items"]] == [became["target"]["id"]]


@pytest.mark.parametrize(
    ("kind", "by"), [("hazard", "worker"), ("mediation", "md1"), ("clue", "officer")]
)
def test_what_became_an_incident_is_taken_back_when_that_has_ended(
    matters: Matters, kind: str, by: str
) -> None:
    entered = {"hazard": matters.hazard, "mediation": matters.dispute, "clue": matters.clue}
    became = matters.convert(kind, entered[kind](), "incident", by=by)

    matters.cancel(became["target"]["id"])

    assert matters.running() == ["taking_back"]
    assert matters.take_back(became["id"], by=by).status == 200
    assert matters.running() == [kind]


def _solved(matters: Matters, incident: str) -> None:
    matters.county.appoint(friend=("resident", GRID))
    matters.county.moved(incident, "join", "friend")
    matters.county.moved(incident, "resolve", "village", done="已清理")
    matters.county.moved(incident, "confirm", "worker")


def test_an_incident_that_is_opened_again_is_taken_back_only_once_it_ends_again(
    matters: Matters,
) -> None:
    became = matters.convert("hazard", matters.hazard(), "incident")
    incident = became["target"]["id"]
    _solved(matters, incident)
    assert matters.running() == ["taking_back"]

    matters.county.moved(incident, "rate", "friend", reason="仍未清理", **NOT_SOLVED)
    assert matters.running() == ["incident"]
    assert matters.take_back(became["id"]).problem == "still-under-way"

    matters.county.advance(minutes=10)
    matters.cancel(incident)
    assert matters.running() == ["taking_back"]
    assert matters.take_back(became["id"]).status == 200


def test_what_was_taken_back_is_owed_no_more_by_an_incident_that_is_opened_again(
    matters: Matters,
) -> None:
    became = matters.convert("hazard", matters.hazard(), "incident")
    incident = became["target"]["id"]
    _solved(matters, incident)
    assert matters.take_back(became["id"]).status == 200

    matters.county.moved(incident, "rate", "friend", reason="仍未清理", **NOT_SOLVED)
    matters.cancel(incident)

    assert matters.owed("taking_back") == []
