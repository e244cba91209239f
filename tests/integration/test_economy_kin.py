"""Near relatives in a collective's affairs, through the API: told by people, known by the registry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from registry.store.rows import RelativesRow
from tests.support.county import VILLAGE, County, a_county
from tests.support.economy import (
    by_decision,
    drafted,
    go,
    lease_of,
    registered,
    seen,
    settle_in,
    step,
    stepped,
    wind,
)

BROTHER = {"kind": "outsider", "name": "演示外村人"}


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    monkeypatch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
    with a_county() as made:
        settle_in(made)
        yield made


def leased_to(county: County, party: dict[str, Any], reference: int = 120_000) -> str:
    """Draft a lease of a machine at 120,000 fen a year, as the council decided it; `reference` is what such rents are."""
    machine = registered(county, "machine", reference_rent_fen=reference)
    said = {"on": "2026-11-23", "fen": 800_000, "valuer": "评估公司"}
    stepped(
        county, f"assets/{machine}", "value", by="village", reference_rent_fen=reference, **said
    )
    return drafted(county, by_decision(county, lease_of(machine, party=party)))


def sign(county: County, path: str, by: str = "director") -> Any:
    return step(county, path, "sign", by=by, on="2026-11-23")


def test_a_director_tells_of_a_brother_from_elsewhere_and_another_signs(county: County):
    path = leased_to(county, BROTHER | {"near_to": ["director"]})

    own = sign(county, path)

    told = seen(county, path)
    assert told["near"] == [{"person": "director", "told_by": "director", "on": "2026-11-23"}]
    assert "sign" not in told["actions"]
    assert own.problem == "signs-for-own"
    assert sign(county, path, by="village").status == 200


def test_at_a_low_rent_nothing_is_let_to_somebody_who_is_told_to_be_near(county: County):
    path = leased_to(county, BROTHER | {"near_to": ["director"]}, reference=200_000)

    assert sign(county, path, by="village").problem == "low-rent-to-own"


def test_what_nobody_has_said_the_price_of_is_not_leased_to_somebody_near(county: County):
    machine = registered(county, "machine")
    said = by_decision(county, lease_of(machine, party=BROTHER | {"near_to": ["director"]}))
    path = drafted(county, said)

    unknown = sign(county, path, by="village")
    valued: dict[str, Any] = {"on": "2026-11-23", "fen": 800_000, "valuer": "评估公司"}
    worth: dict[str, Any] = {"reference_rent_fen": 120_000} | valued
    stepped(county, f"assets/{machine}", "value", **worth)
    own = sign(county, path, by="village")
    stepped(county, f"assets/{machine}", "value", by="village", **worth)

    assert own.problem == "low-rent-to-own"
    assert own.body["detail"].startswith("参考租金由与承租方有亲属")
    assert unknown.problem == "low-rent-to-own"
    assert sign(county, path, by="village").status == 200


def test_what_a_director_keeps_quiet_the_supervisor_tells_and_the_night_finds(county: County):
    path = leased_to(county, BROTHER)
    stepped(county, path, "sign", on="2026-11-23")

    stepped(county, path, "tell_near", by="watcher", person="director", reason="系其兄弟")
    county.advance(days=1)
    wind(county)

    query = {"unit": VILLAGE}
    codes = [one["code"] for one in go(county, "GET", "alerts", query=query).body["items"]]
    assert "tenant_near_director" in codes


def test_near_to_a_party_are_those_alone_who_act_for_this_collective(county: County):
    machine = registered(county, "machine")
    said = lease_of(machine, party=BROTHER | {"near_to": ["far_village"]})
    path = leased_to(county, BROTHER)

    assert go(county, "POST", "contracts", said).wrong_fields == ["party.near_to"]
    told = {"person": "far_village", "reason": "x"}
    assert step(county, path, "tell_near", by="town", **told).status == 422
    assert step(county, path, "tell_near", by="cashier", **told).problem == "not-allowed"


def test_a_director_signs_nothing_with_the_own_household_or_one_the_registry_knows_as_near(
    county: County,
):
    county.settle(
        {},
        {"director": ("collective_director", VILLAGE)},
        about={"director": {"household": "h-02"}},
        beside=[RelativesRow("HOUSEHOLD#h-02", "RELATIVES", relatives={"h-01": {}})],
    )
    for home in ("h-01", "h-02"):
        path = leased_to(county, {"kind": "member", "name": "户", "household": home})

        assert sign(county, path).problem == "signs-for-own"
        assert sign(county, path, by="village").status == 200


def test_a_supervisor_who_comes_to_be_known_as_near_to_the_bookkeeper_counts_nothing(
    county: County,
):
    machine = registered(county, "machine")
    counted = {"on": "2026-11-23", "found": "present"}
    county.settle(
        {},
        {"bookkeeper": ("bookkeeper", VILLAGE), "watcher": ("collective_supervisor", VILLAGE)},
        about={"bookkeeper": {"household": "h-02"}, "watcher": {"household": "h-01"}},
    )
    before = step(county, f"assets/{machine}", "count", by="watcher", **counted)
    county.settle(
        {},
        {},
        beside=[RelativesRow("HOUSEHOLD#h-02", "RELATIVES", relatives={"h-01": {}})],
    )

    refused = step(county, f"assets/{machine}", "count", by="watcher", **counted)

    assert before.status == 200, before
    assert (refused.problem, refused.body["citation"]["article"]) == ("watcher-near", "第三十四条")
    assert step(county, f"assets/{machine}", "count", by="bookkeeper", **counted).status == 200
