"""Cases through HTTP, by the town's people of the demo county: to the end, and refused where a gate of the law is shut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.deployed import DeployedCounty
from tests.support.deployed_town import (
    CHAIR,
    FIRE_LAW,
    HEAD,
    OFFICER,
    PARTY,
    REVIEWER,
    SECOND,
    TOWN,
    WEIGHED,
    DeployedTown,
    slug,
)

FIRM = "91140426MA0000001B"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployedTown]:
    """A county of its own: cases stay, and others count them."""
    county = DeployedCounty(tmp_path_factory.mktemp("enforcement") / "cloud")
    yield DeployedTown(county)
    county.close()


def figures(town: DeployedTown) -> dict[str, int]:
    year = town.day()[:4]
    return town.did(HEAD, "GET", f"towns/{TOWN}/years/{year}/figures")


def test_an_inspection_that_finds_straw_burning_leads_to_a_fine_that_is_paid(
    town: DeployedTown,
) -> None:
    before = figures(town)
    visit, case = town.found_burning()
    party = {
        "kind": "person",
        "name": "演示居民0038",
        "person": "p-re-27",
        "birth_year": 1977,
        "birth_month": 3,
        "birth_day": 11,
    }
    # The demo county has fined this party before.
    act = {"codes": ["burning-straw"], "done_on": town.day(1), "nth": 9}
    town.investigated(case, party=party, act=act, public_interest=True)
    town.moved(OFFICER, case, "notify")
    town.moved(PARTY, case, "defend", defence="初次违法，请从轻。", waived=True)
    town.moved(OFFICER, case, "end_defence", checked="采纳从轻意见。")
    town.moved(REVIEWER, case, "review", penalty={"fine": 50_000})
    decided = town.moved(HEAD, case, "decide", penalty={"fine": 50_000})
    assert decided["decision"]["number"]
    town.moved(OFFICER, case, "serve")
    town.moved(HEAD, case, "choose_publication")
    paid = town.moved(OFFICER, case, "record_payment", paid=50_000)
    assert paid["account"]["rest"] == 0

    assert town.moved(HEAD, case, "close")["status"] == "closed"

    own = town.did(PARTY, "GET", f"cases/{case}")
    assert own["status"] == "closed"
    steps = town.did(HEAD, "GET", f"cases/{case}/timeline?limit=100")["items"]
    told = [one["event"] for one in steps]
    assert told[0] == "opened"
    order = ("notify", "defend", "review", "decide", "serve", "record_payment", "close")
    assert [one for one in told if one in order] == list(order)
    after = figures(town)
    assert {name: after[name] - before[name] for name in ("inspections", "penalties")} == {
        "inspections": 1,
        "penalties": 1,
    }
    assert town.did(OFFICER, "GET", f"inspections/{visit}")["case"] == case


def test_a_simple_procedure_is_decided_served_and_paid_at_a_bank(town: DeployedTown) -> None:
    case = town.clue()
    penalised = town.moved(OFFICER, case, "penalise_on_the_spot", **_spot(town))

    assert (penalised["status"], penalised["decision"]["on_the_spot"]) == ("served", True)
    town.moved(HEAD, case, "choose_publication", public=False)
    town.moved(OFFICER, case, "record_payment", paid=20_000)
    assert town.moved(HEAD, case, "close")["status"] == "closed"


def _spot(town: DeployedTown, fine: int = 20_000) -> dict[str, Any]:
    filing = town.filing()
    waste = {"codes": ["dumping-household-waste"], "done_on": town.day()}
    return filing | {
        "item": "dumping-household-waste",
        "act": waste,
        "basis": [{"law": "ecological-code-2026", "articles": ["1169(3)"]}],
        "defence": "无异议",
        "penalty": {"fine": fine},
        "reasoning": WEIGHED,
        "officers": ["p-eo-02"],
        "shown": True,
        "facts_certain": True,
        "handed_over": True,
    }


def test_a_fine_that_may_be_heard_is_announced_with_the_hearing_which_is_asked_for_and_called(
    town: DeployedTown,
) -> None:
    case = _may_be_heard(town)
    called = town.moved(HEAD, case, "call_hearing", held_at=town.ahead(21), chair="p-hc-01")

    assert called["status"] == "hearing"
    assert called["hearing"]["chair"]
    early = town.move(CHAIR, case, "close_hearing", minutes="笔录", opinion="维持", checked="是")
    assert (early.status_code, slug(early)) == (409, "illegal-move")
    decided = town.move(HEAD, case, "decide", penalty={"fine": 500_000}, basis=FIRE_LAW)
    assert slug(decided) == "illegal-move"


def test_a_hearing_goes_to_its_decision_and_what_nobody_pays_to_the_late_fee_and_the_demand(
    town: DeployedTown,
) -> None:
    case = _may_be_heard(town)
    town.moved(HEAD, case, "call_hearing", held_at=town.ahead(21), chair="p-hc-01")
    town.let_pass(case, 22)

    # The decision follows the record.
    heard = {"minutes": "听证笔录", "opinion": "罚款不超过四千元", "most": 400_000}
    assert town.moved(CHAIR, case, "close_hearing", **heard)["status"] == "deciding"
    assert slug(_decide_fire(town, case, 400_000)) == "not-reviewed"
    town.moved(REVIEWER, case, "review", penalty={"fine": 400_000})
    town.moved(HEAD, case, "discuss")
    assert slug(_decide_fire(town, case, 400_001)) == "against-the-record"
    assert _decide_fire(town, case, 400_000).json()["status"] == "decided"
    town.moved(OFFICER, case, "serve")
    town.moved(HEAD, case, "choose_publication")
    town.moved(OFFICER, case, "file_decision", paper="报备〔1〕号")

    # Nobody pays within fifteen days; thirty and more days later three percent of each day are owed besides.
    assert town.did(HEAD, "GET", f"cases/{case}")["account"]["late_fee"] == 0
    assert slug(town.move(OFFICER, case, "demand")) == "not-yet-due"
    town.let_pass(case, 60)
    late = town.did(HEAD, "GET", f"cases/{case}")["account"]
    assert (late["late_fee"], late["rest"]) == (400_000, 800_000)
    assert town.moved(OFFICER, case, "demand")["status"] == "demanded"
    early = town.move(HEAD, case, "apply_to_court", basis=FIRE_LAW)
    assert slug(early) in {"remedies-open", "not-called-in"}
    paid = town.moved(OFFICER, case, "record_payment", paid=800_000)
    assert paid["account"]["rest"] == 0
    assert town.moved(HEAD, case, "close")["status"] == "closed"
    forms = {one["form"] for one in town.did(HEAD, "GET", f"cases/{case}/papers")["items"]}
    assert {"hearing_notice", "penalty_decision", "demand_letter"} <= forms


def _decide_fire(town: DeployedTown, case: str, fine: int) -> httpx.Response:
    return town.move(HEAD, case, "decide", penalty={"fine": fine}, basis=FIRE_LAW)


def _fire(town: DeployedTown) -> dict[str, Any]:
    act = {"codes": ["wild-fire"], "done_on": town.day(1)}
    return {"item": "wild-fire", "act": act, "facts": "防火期野外用火"}


def _may_be_heard(town: DeployedTown) -> str:
    case = town.investigated(**_fire(town))
    penalty = {"fine": 500_000}
    town.moved(OFFICER, case, "notify", penalty=penalty, basis=FIRE_LAW, hearing_offered=True)
    town.moved(OFFICER, case, "request_hearing")
    return case


def _one_officer(town: DeployedTown) -> httpx.Response:
    return town.begin(town.proposed(), officers=["p-eo-01"])


def _certificate_not_shown(town: DeployedTown) -> httpx.Response:
    return town.begin(town.proposed(), shown=False)


def _no_power(town: DeployedTown) -> httpx.Response:
    return town.propose(items=["own-37"])


def _firm_not_approved(town: DeployedTown) -> httpx.Response:
    return town.begin(town.proposed(firm=FIRM, kind="daily", party="演示农业合作社01"))


def _firm_not_told(town: DeployedTown) -> httpx.Response:
    visit = town.proposed(firm=FIRM, kind="daily", party="演示农业合作社01")
    assert town.step(HEAD, visit, "approve").status_code == 200
    return town.begin(visit)


def _approved_by_oneself(town: DeployedTown) -> httpx.Response:
    answer = town.propose(HEAD, kind="daily")
    return town.step(HEAD, answer.json()["id"], "approve")


def _result_without_record(town: DeployedTown) -> httpx.Response:
    visit = town.proposed()
    town.begin(visit)
    said = {"record": "有", "checklist": [{"item": "焚烧", "found": "有"}]}
    return town.step(OFFICER, visit, "record", result="no_problem", **said)


def _child(town: DeployedTown) -> httpx.Response:
    party = {"kind": "person", "name": "演示少年01", "birth_year": int(town.day()[:4]) - 13}
    case = town.to_decide(party=party)
    return town.move(HEAD, case, "decide")


def _time_barred(town: DeployedTown) -> httpx.Response:
    act = {"codes": ["burning-straw"], "done_on": town.day(2 * 366 + 1)}
    return town.move(OFFICER, town.clue(), "propose_filing", **town.filing(act=act))


def _defence_open(town: DeployedTown) -> httpx.Response:
    case = town.investigated()
    town.moved(OFFICER, case, "notify")
    return town.move(OFFICER, case, "end_defence")


def _heavier(town: DeployedTown) -> httpx.Response:
    return town.move(HEAD, town.to_decide(), "decide", penalty={"fine": 60_001})


def _outside_the_range(town: DeployedTown) -> httpx.Response:
    return town.move(HEAD, town.to_decide(), "decide", penalty={"fine": 49_999})


def _not_reasoned(town: DeployedTown) -> httpx.Response:
    silent = WEIGHED | {"off_benchmark": None}
    return town.move(HEAD, town.to_decide(), "decide", reasoning=silent)


def _nothing_cited(town: DeployedTown) -> httpx.Response:
    return town.move(HEAD, town.to_decide(), "decide", basis=FIRE_LAW)


def _not_reviewed(town: DeployedTown) -> httpx.Response:
    return town.move(HEAD, town.to_decide(public_interest=True), "decide")


def _qualified_by_the_head(town: DeployedTown) -> httpx.Response:
    said = {"person": "p-lr-01", "subject": "legal_qualification", "held_on": "2020-09-01"}
    return town.ask(HEAD, "POST", "exams", said | {"passed": True})


def _not_discussed(town: DeployedTown) -> httpx.Response:
    case = town.to_decide(major=True)
    town.moved(REVIEWER, case, "review", penalty={"fine": 60_000})
    return town.move(HEAD, case, "decide")


def _hearing_not_offered(town: DeployedTown) -> httpx.Response:
    case = town.investigated(**_fire(town))
    return town.move(OFFICER, case, "notify", penalty={"fine": 500_000}, basis=FIRE_LAW)


def _hearing_called_late(town: DeployedTown) -> httpx.Response:
    case = _may_be_heard(town)
    return town.move(HEAD, case, "call_hearing", held_at=town.ahead(5), chair="p-hc-01")


def _too_many_agents(town: DeployedTown) -> httpx.Response:
    case = town.investigated(**_fire(town))
    said = {"penalty": {"fine": 500_000}, "basis": FIRE_LAW, "hearing_offered": True}
    town.moved(OFFICER, case, "notify", **said)
    return town.move(OFFICER, case, "request_hearing", agents=3)


def _second_fine(town: DeployedTown) -> httpx.Response:
    filing = town.filing()
    town.moved(HEAD, town.to_decide(**filing), "decide")
    return town.move(HEAD, town.to_decide(**filing), "decide")


def _over_the_spot(town: DeployedTown) -> httpx.Response:
    return town.move(OFFICER, town.clue(), "penalise_on_the_spot", **_spot(town, 20_001))


def _form_not_handed_over(town: DeployedTown) -> httpx.Response:
    said = _spot(town) | {"handed_over": False}
    return town.move(OFFICER, town.clue(), "penalise_on_the_spot", **said)


def _one_on_the_spot(town: DeployedTown) -> httpx.Response:
    said = _spot(town) | {"officers": []}
    return town.move(OFFICER, town.clue(), "penalise_on_the_spot", **said)


def _cash_above_a_hundred(town: DeployedTown) -> httpx.Response:
    case = town.clue()
    town.moved(OFFICER, case, "penalise_on_the_spot", **_spot(town))
    said = {"paid": 20_000, "collected_for": "small", "receipt": "票据1"}
    return town.move(OFFICER, case, "collect", **said)


def _electronic_without_consent(town: DeployedTown) -> httpx.Response:
    return town.move(OFFICER, _decided(town), "serve", way="electronic")


def _not_yet_due(town: DeployedTown) -> httpx.Response:
    case = _decided(town)
    town.moved(OFFICER, case, "serve")
    return town.move(OFFICER, case, "demand")


def _person_named(town: DeployedTown) -> httpx.Response:
    case = _decided(town)
    town.moved(OFFICER, case, "serve")
    return town.move(HEAD, case, "choose_publication", name_masked=False)


def _decided(town: DeployedTown) -> str:
    case = town.to_decide()
    town.moved(HEAD, case, "decide")
    return case


def _without_evidence(town: DeployedTown) -> httpx.Response:
    return town.move(OFFICER, town.filed(), "end_investigation")


SHORTCUTS: dict[str, tuple[str, Callable[[DeployedTown], httpx.Response]]] = {
    "a visit by one officer": ("too-few-officers", _one_officer),
    "a visit without showing certificates": ("certificate-not-shown", _certificate_not_shown),
    "an item the town does not hold": ("no-power", _no_power),
    "a firm without approval": ("inspection-not-approved", _firm_not_approved),
    "a firm that was not told": ("inspection-not-notified", _firm_not_told),
    "an approval of one's own": ("approved-by-oneself", _approved_by_oneself),
    "a record nobody signed": ("result-incomplete", _result_without_record),
    "a child of thirteen": ("must-not-be-penalised", _child),
    "an act of more than two years ago": ("time-barred", _time_barred),
    "a proposal without evidence": ("no-evidence", _without_evidence),
    "the end of a defence before its time": ("defence-open", _defence_open),
    "a fen more than was announced": ("heavier-for-defending", _heavier),
    "a fen below the norm": ("outside-the-range", _outside_the_range),
    "a fine without its grade or why": ("not-reasoned", _not_reasoned),
    "a decision that does not cite its norm": ("nothing-cited", _nothing_cited),
    "a decision without its legal review": ("not-reviewed", _not_reviewed),
    "a reviewer qualified by the head": ("not-yours-to-qualify", _qualified_by_the_head),
    "a major decision without discussion": ("not-discussed", _not_discussed),
    "a grave fine without the offer of a hearing": ("hearing-not-offered", _hearing_not_offered),
    "a hearing called late": ("hearing-called-late", _hearing_called_late),
    "a hearing with three agents": ("too-many-agents", _too_many_agents),
    "a second fine of one act": ("fined-before", _second_fine),
    "two hundred yuan and a fen on the spot": ("not-on-the-spot", _over_the_spot),
    "a form that was not handed over": ("form-not-numbered", _form_not_handed_over),
    "one officer on the spot": ("too-few-officers", _one_on_the_spot),
    "cash above a hundred yuan": ("not-collected-here", _cash_above_a_hundred),
    "electronic service without consent": (
        "no-consent-to-electronic-service",
        _electronic_without_consent,
    ),
    "calling in what is not due": ("not-yet-due", _not_yet_due),
    "a person's name in public": ("person-named", _person_named),
}


@pytest.mark.parametrize("name", SHORTCUTS)
def test_a_shortcut_past_a_gate_of_the_law_is_refused_by_its_name(
    town: DeployedTown, name: str
) -> None:
    refusal, shortcut = SHORTCUTS[name]

    answer = shortcut(town)

    assert slug(answer) == refusal, answer.text
    assert answer.status_code in (403, 409)


def test_a_grid_worker_gives_a_clue_and_no_more(town: DeployedTown) -> None:
    case = town.clue("grid_worker")

    for action in ("propose_filing", "approve_filing", "decide", "close"):
        assert town.move("grid_worker", case, action).status_code in (403, 404)
    assert town.move(SECOND, case, "propose_filing", **town.filing()).status_code == 200
