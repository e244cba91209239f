"""Cases through their routes: from a clue to the end, the gates on the way, and what takes effect by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from composition.clocks import CLOCKS
from enforcement.rules.authority import PowerKind
from enforcement.rules.benchmarks import Benchmark, GradeOfBenchmark
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.choice_of_law import Fine
from enforcement.rules.reasoning import Grade
from enforcement.rules.timeline import verify
from enforcement.service import wind_clock
from enforcement.store import benchmarks, papers, timeline
from kernel import addressees
from kernel.clock import SHANGHAI
from kernel.law import reference
from kernel.storage import dynamo
from kernel.storage.unit_of_work import carry_out
from kernel.texts import Text
from tests.support.cases import LAW, PARTY, SEIZURE_LAW, WEIGHED, Enforcement, kinds
from tests.support.county import COUNTY, FAR_GRID, GRID, NEXT_TOWN, TOWN, County
from tests.support.in_process import unit_row
from tests.support.obligations import climbs_to_the_county

A = CaseAction
TEAM, JUSTICE = f"{TOWN}-ZFD", f"{COUNTY}-SFJ"


@pytest.fixture
def town(county: County) -> Enforcement:
    """A town that enforces, on a working Monday at ten."""
    return Enforcement(county)


# Whole cases


def test_straw_burning_from_the_clue_of_a_grid_worker_to_a_fine_that_is_paid(
    town: Enforcement,
) -> None:
    case = town.clue()
    town.walk(case, (A.PROPOSE_FILING, "eo1"), (A.APPROVE_FILING, "boss"))
    town.walk(case, (A.ADD_EVIDENCE, "eo1"), (A.VERIFY_EVIDENCE, "eo2"))
    town.walk(case, (A.END_INVESTIGATION, "eo1", {"complex_case": True}))
    town.walk(case, (A.NOTIFY, "eo2"), (A.DEFEND, "wang"))
    town.county.advance(days=8)
    town.walk(case, (A.END_DEFENCE, "eo1"), (A.REVIEW, "lawyer", {"penalty": {"fine": 50000}}))
    decided = town.did(case, A.DECIDE, "boss", penalty={"fine": 50000})
    town.walk(case, (A.SERVE, "eo1"), (A.CHOOSE_PUBLICATION, "boss"), (A.RECORD_PAYMENT, "eo1"))
    closed = town.did(case, A.CLOSE, "boss", ended=None)

    assert closed["status"] == "closed"
    assert closed["account"] == {"fine": 50000, "late_fee": 0, "paid": 50000, "rest": 0}
    assert decided["decision"]["norm"]["article"] == "第一千一百三十一条"
    assert "六十" in decided["decision"]["remedies"] or "60" in decided["decision"]["remedies"]
    assert decided["decision"]["number"].endswith("第1号")
    assert closed["duties"] == []
    assert town.running() == []


def test_a_case_with_a_hearing_left_unpaid_costs_a_late_fee_and_is_called_in_and_enforced(
    town: Enforcement,
) -> None:
    case = town.notified(hearing_offered=True)
    town.walk(case, (A.REQUEST_HEARING, "wang"), (A.CALL_HEARING, "boss"))
    town.county.advance(days=21)
    town.walk(case, (A.CLOSE_HEARING, "chair", {"most": 60000, "agents": 1}))
    town.walk(case, (A.REVIEW, "lawyer"), (A.DECIDE, "boss"), (A.SERVE, "eo1"))
    served = town.county.now

    last = served + timedelta(days=15)
    town.county.now = served + timedelta(days=20)
    owed = town.see(case)["account"]
    days_late = (town.county.now - last).days
    assert 0 < days_late <= 5
    assert owed["late_fee"] == 60000 * 3 * days_late // 100
    town.county.advance(days=60)
    assert town.see(case)["account"]["late_fee"] == 60000

    town.county.advance(days=110)
    town.did(case, A.DEMAND, "eo1")
    town.county.advance(days=16)
    in_court = town.did(case, A.APPLY_TO_COURT, "boss")
    assert in_court["status"] == "in_court"
    assert {one["form"] for one in in_court["papers"]} >= {
        "hearing_offer",
        "hearing_notice",
        "demand_letter",
        "court_application",
    }
    assert kinds(town.owed(case)) == [one.kind for one in town.running()] == ["case_publication"]


def test_a_penalty_on_the_spot_is_collected_and_brought_to_the_bank(town: Enforcement) -> None:
    case = town.clue(by="eo1")
    act = {"codes": ["dumping-household-waste"], "done_on": "2026-11-22"}
    seen = town.did(
        case, A.PENALISE_ON_THE_SPOT, "eo1", penalty={"fine": 10000}, act=act, basis=WASTE
    )
    assert seen["status"] == "served"
    assert "应当先" in seen["decision"]["remedies"]

    how = {"paid": 10000, "collected_for": "small", "asked_by_party": None}
    town.did(case, A.COLLECT, "eo2", **how)
    assert kinds(town.owed(case)) == ["case_hand_in", "case_publication"]
    town.did(case, A.HAND_IN, "eo2")
    assert kinds(town.owed(case)) == ["case_bank_in", "case_publication"]
    town.walk(case, (A.BANK_IN, "eo2"), (A.CHOOSE_PUBLICATION, "boss"))
    town.did(case, A.CLOSE, "boss", ended=None)
    assert town.running() == []


WASTE = [{"law": "ecological-code-2026", "articles": ["1169(3)"]}]


def test_the_record_of_a_case_is_whole_and_sealed_and_its_papers_are_numbered(
    town: Enforcement,
) -> None:
    case = town.served()

    entries, head = timeline.whole(f"CASE#{case}")
    events = [one.event for one in entries]
    steps = [one for one in events if one in set(CaseAction)]
    assert verify(entries, head) == []
    assert events[0] == "opened"
    assert steps == [
        *("propose_filing", "approve_filing", "add_evidence", "verify_evidence"),
        *("end_investigation", "notify", "end_defence", "decide", "serve"),
    ]
    issued = papers.all_of(f"CASE#{case}")
    assert [one.form for one in issued] == ["filing_approval", "penalty_notice", "penalty_decision"]
    assert all(one.number for one in issued)
    told = town.go("GET", f"cases/{case}/timeline", by="boss").body["items"]
    assert [one["event"] for one in told] == events


# A shortcut is refused by the gate it would pass by


def _lapsed_certificate(town: Enforcement) -> str:
    case = town.clue()
    town.did(case, A.PROPOSE_FILING, "eo1")
    town.certify("boss", "晋0099", organ=TOWN)
    town.county.now = datetime(2029, 5, 2, 10, tzinfo=SHANGHAI)
    return case


def _taken_back(town: Enforcement) -> str:
    case = town.to_decide()
    town.give_power(TOWN, PowerKind.PENALTY, valid_to=date(2026, 11, 30))
    return case


def _fined_before(town: Enforcement) -> str:
    town.decided()
    town.county.now -= timedelta(days=8)
    return town.to_decide()


def _crime(town: Enforcement) -> str:
    case = town.to_decide()
    town.did(case, A.REPORT_CRIME, "eo1")
    return case


def _complex(town: Enforcement) -> str:
    case = town.proposed(complex_case=True)
    return _defended(town, case)


def _major(town: Enforcement) -> str:
    case = _defended(town, town.proposed(major=True))
    town.did(case, A.REVIEW, "lawyer")
    return case


def _defended(town: Enforcement, case: str) -> str:
    town.did(case, A.NOTIFY, "eo1")
    town.county.advance(days=8)
    town.did(case, A.END_DEFENCE, "eo1")
    return case


def _excluded(town: Enforcement) -> str:
    case = town.to_decide()
    town.did(case, A.EXCLUDE_EVIDENCE, "boss")
    return case


def _complex_for_somebody_new(town: Enforcement) -> str:
    town.county.appoint(novice=("legal_reviewer", TOWN))
    return _complex(town)


def _reviewed_by_an_investigator(town: Enforcement) -> str:
    case = _complex(town)
    town.county.appoint(eo1=("legal_reviewer", TOWN))
    return case


def _decided_by_an_investigator(town: Enforcement) -> str:
    case = town.to_decide()
    town.county.appoint(eo1=("enforcement_head", TOWN))
    return case


def _recused_head(town: Enforcement) -> str:
    case = town.to_decide()
    town.did(case, A.ASK_RECUSAL, "wang", person="boss")
    town.did(case, A.DECIDE_RECUSAL, "justice", recused=True)
    return case


def _fallen_acts(town: Enforcement) -> str:
    case = town.to_decide()
    town.did(case, A.ASK_RECUSAL, "wang", person="eo1")
    town.did(case, A.DECIDE_RECUSAL, "boss", recused=True, earlier_acts_stand=False)
    return case


def _hearing(town: Enforcement) -> str:
    case = town.notified(hearing_offered=True)
    town.did(case, A.REQUEST_HEARING, "wang")
    return case


def _heard(town: Enforcement) -> str:
    case = _hearing(town)
    town.did(case, A.CALL_HEARING, "boss")
    town.county.advance(days=21)
    town.did(case, A.CLOSE_HEARING, "chair", most=50000)
    return case


def _heard_and_reviewed(town: Enforcement) -> str:
    case = _heard(town)
    town.did(case, A.REVIEW, "lawyer")
    return case


def _open_fine(town: Enforcement) -> str:
    case = town.served()
    town.did(case, A.ASK_TIME, "wang")
    return case


def _demanded(town: Enforcement) -> str:
    case = town.served()
    town.county.advance(days=200)
    town.did(case, A.DEMAND, "eo1")
    return case


def _seized(town: Enforcement) -> str:
    case = town.filed()
    town.walk(case, (A.SEIZE, "eo1"), (A.EXTEND_SEIZURE, "boss"))
    return case


def _announced_before(town: Enforcement) -> str:
    case = town.to_decide()
    town.walk(case, (A.RETURN, "boss"), (A.END_INVESTIGATION, "eo1"))
    return case


def _hearing_over(town: Enforcement) -> str:
    case = town.notified(hearing_offered=True)
    town.county.advance(days=8)
    return case


def _chaired_by_an_investigator(town: Enforcement) -> str:
    case = _hearing(town)
    town.county.appoint(eo1=("hearing_chair", TOWN))
    return case


def _one_officer_left(town: Enforcement) -> str:
    case = town.filed()
    town.walk(case, (A.ASK_RECUSAL, "wang"), (A.DECIDE_RECUSAL, "boss", {"recused": True}))
    return case


def _added(town: Enforcement) -> str:
    case = town.filed()
    town.did(case, A.ADD_EVIDENCE, "eo1")
    return case


def _filmed(town: Enforcement) -> str:
    case = town.filed()
    town.did(case, A.ADD_EVIDENCE, "eo1", fixed_camera=True, camera_place_public=True)
    return case


def _of_age(year: int | None) -> Any:
    def go(town: Enforcement) -> str:
        case = town.filed(birth_year=year)
        town.walk(case, (A.ADD_EVIDENCE, "eo1"), (A.VERIFY_EVIDENCE, "eo2"))
        town.did(case, A.END_INVESTIGATION, "eo1")
        return _defended(town, case)

    return go


def _warned(town: Enforcement) -> str:
    case = town.clue()
    town.did(case, A.PENALISE_ON_THE_SPOT, "eo1")
    return case


def _later(way: Any, days: int, *steps: Any) -> Any:
    def go(town: Enforcement) -> str:
        case = way(town)
        town.county.advance(days=days)
        town.walk(case, *steps)
        return case

    return go


def _spot(**more: Any) -> dict[str, Any]:
    return {"penalty": {"fine": 10000}, "basis": WASTE, "act": DUMPED} | more


DUMPED = {"codes": ["dumping-household-waste"], "done_on": "2026-11-22"}
DONE_2024 = {"codes": ["burning-straw"], "done_on": "2024-11-22"}
CLUE, FILED, TO_DECIDE = Enforcement.clue, Enforcement.filed, Enforcement.to_decide
SHORTCUTS: dict[str, tuple[Any, CaseAction, str, dict[str, Any], str]] = {
    "an item the town does not hold": (
        CLUE,
        A.PROPOSE_FILING,
        "eo1",
        {"item": "mines"},
        "no-power",
    ),
    "an act the item is not for": (
        CLUE,
        A.PROPOSE_FILING,
        "eo1",
        {"act": DUMPED | {"codes": ["dumping-solid-waste"]}},
        "power-for-other-acts",
    ),
    "an act on the spot that the item is not for": (
        CLUE,
        A.PENALISE_ON_THE_SPOT,
        "eo1",
        _spot(act=DUMPED | {"codes": ["dumping-solid-waste"]}),
        "power-for-other-acts",
    ),
    "two years and a day": (CLUE, A.PROPOSE_FILING, "eo1", {"act": DONE_2024}, "time-barred"),
    "an act no norm knows": (
        CLUE,
        A.PROPOSE_FILING,
        "eo1",
        {"act": DUMPED | {"codes": ["whistling"]}},
        "no-norm",
    ),
    "one officer": (CLUE, A.PENALISE_ON_THE_SPOT, "eo1", {"officers": []}, "too-few-officers"),
    "certificates not shown": (
        CLUE,
        A.PENALISE_ON_THE_SPOT,
        "eo1",
        {"shown": False},
        "certificate-not-shown",
    ),
    "201 yuan on the spot": (
        CLUE,
        A.PENALISE_ON_THE_SPOT,
        "eo1",
        _spot(penalty={"fine": 20100}),
        "not-on-the-spot",
    ),
    "facts not certain": (
        CLUE,
        A.PENALISE_ON_THE_SPOT,
        "eo1",
        _spot(facts_certain=False),
        "facts-not-certain",
    ),
    "a form not handed over": (
        CLUE,
        A.PENALISE_ON_THE_SPOT,
        "eo1",
        _spot(handed_over=False),
        "form-not-numbered",
    ),
    "certificates that lapsed": (
        _lapsed_certificate,
        A.APPROVE_FILING,
        "boss",
        {},
        "too-few-officers",
    ),
    "one officer for a case": (
        lambda town: town.walk(case := town.clue(), (A.PROPOSE_FILING, "eo1")) and case,
        A.APPROVE_FILING,
        "boss",
        {"officers": ["eo1"]},
        "too-few-officers",
    ),
    "a proposal without evidence": (FILED, A.END_INVESTIGATION, "eo1", {}, "no-evidence"),
    "a seizure at night": (
        lambda town: _at_night(town, town.filed()),
        A.SEIZE,
        "eo1",
        {"emergency": False},
        "coercion-at-night",
    ),
    "power cut to coerce": (FILED, A.SEIZE, "eo1", {"means": "power"}, "supplies-cut"),
    "a seizure extended twice": (_seized, A.EXTEND_SEIZURE, "boss", {}, "illegal-move"),
    "a suspension without a basis that is law": (
        _crime,
        A.SUSPEND,
        "boss",
        {"basis": [{"law": "enforcement-practice"}]},
        "no-basis-to-suspend",
    ),
    "a suspension by a law that knows none": (
        _crime,
        A.SUSPEND,
        "boss",
        {"basis": LAW},
        "no-basis-to-suspend",
    ),
    "a suspension for a crime nobody has reported": (
        FILED,
        A.SUSPEND,
        "boss",
        {},
        "no-basis-to-suspend",
    ),
    "a heavy penalty announced without a hearing": (
        Enforcement.proposed,
        A.NOTIFY,
        "eo1",
        {"penalty": {"fine": 500000}},
        "hearing-not-offered",
    ),
    "a decision while defence is open": (
        Enforcement.notified,
        A.END_DEFENCE,
        "eo1",
        {},
        "defence-open",
    ),
    "a decision without a notice": (Enforcement.proposed, A.DECIDE, "boss", {}, "illegal-move"),
    "a hearing called too late": (
        _hearing,
        A.CALL_HEARING,
        "boss",
        {"held_at": "2026-12-01T09:00:00+08:00"},
        "hearing-called-late",
    ),
    "more than the record bears": (
        _heard_and_reviewed,
        A.DECIDE,
        "boss",
        {"penalty": {"fine": 60000}},
        "against-the-record",
    ),
    "after a hearing without a review": (
        _heard,
        A.DECIDE,
        "boss",
        {"penalty": {"fine": 50000}},
        "not-reviewed",
    ),
    "a complex case without a review": (_complex, A.DECIDE, "boss", {}, "not-reviewed"),
    "a reviewer without the qualification": (
        _complex_for_somebody_new,
        A.REVIEW,
        "novice",
        {},
        "reviewer-not-qualified",
    ),
    "a review by who investigated": (
        _reviewed_by_an_investigator,
        A.REVIEW,
        "eo1",
        {},
        "parts-not-separate",
    ),
    "a decision by who investigated": (
        _decided_by_an_investigator,
        A.DECIDE,
        "eo1",
        {},
        "parts-not-separate",
    ),
    "a decision by a head that is recused": (
        _recused_head,
        A.DECIDE,
        "boss",
        {},
        "recused-from-the-case",
    ),
    "on acts that fell with a recusal": (_fallen_acts, A.DECIDE, "boss", {}, "too-few-officers"),
    "a major case without a discussion": (_major, A.DECIDE, "boss", {}, "not-discussed"),
    "an item taken back": (_taken_back, A.DECIDE, "boss", {}, "power-taken-back"),
    "a second fine for the act": (_fined_before, A.DECIDE, "boss", {}, "fined-before"),
    "a penalty instead of a transfer": (
        _crime,
        A.DECIDE,
        "boss",
        {},
        "penalty-instead-of-transfer",
    ),
    "evidence that was excluded": (_excluded, A.DECIDE, "boss", {}, "no-evidence"),
    "heavier than announced": (
        TO_DECIDE,
        A.DECIDE,
        "boss",
        {"penalty": {"fine": 70000}},
        "heavier-for-defending",
    ),
    "below the range of the norm": (
        TO_DECIDE,
        A.DECIDE,
        "boss",
        {"penalty": {"fine": 10000}},
        "outside-the-range",
    ),
    "no reasons": (
        TO_DECIDE,
        A.DECIDE,
        "boss",
        {"reasoning": WEIGHED | {"off_benchmark": None}},
        "not-reasoned",
    ),
    "an article that has ended": (
        TO_DECIDE,
        A.DECIDE,
        "boss",
        {"basis": [*LAW, {"law": "air-pollution-law-2018", "articles": ["119"]}]},
        "not-in-force",
    ),
    "the norm not cited": (TO_DECIDE, A.DECIDE, "boss", {"basis": SEIZURE_LAW}, "nothing-cited"),
    "nothing that spares": (
        TO_DECIDE,
        A.CLEAR,
        "boss",
        {"outcome": "spared"},
        "nothing-spares-it",
    ),
    "served without a receipt": (
        Enforcement.decided,
        A.SERVE,
        "eo1",
        {"receipt": None},
        "service-not-proven",
    ),
    "served electronically without consent": (
        Enforcement.decided,
        A.SERVE,
        "eo1",
        {"way": "electronic"},
        "no-consent-to-electronic-service",
    ),
    "a person named in public": (
        Enforcement.decided,
        A.CHOOSE_PUBLICATION,
        "boss",
        {"name_masked": False},
        "person-named",
    ),
    "cash beyond the three cases": (
        Enforcement.served,
        A.COLLECT,
        "eo1",
        {"collected_for": "small"},
        "not-collected-here",
    ),
    "instalments nobody asked for": (
        Enforcement.served,
        A.GRANT_TIME,
        "boss",
        {},
        "no-hardship",
    ),
    "instalments that are not the fine": (
        _open_fine,
        A.GRANT_TIME,
        "boss",
        {"instalments": [{"fen": 1, "due_on": "2027-03-31"}]},
        "not-the-fine",
    ),
    "called in before it is due": (Enforcement.served, A.DEMAND, "eo1", {}, "not-yet-due"),
    "the court before the ten days": (
        _demanded,
        A.APPLY_TO_COURT,
        "boss",
        {},
        "not-called-in",
    ),
    "heavier announced anew without new facts": (
        _announced_before,
        A.NOTIFY,
        "eo1",
        {"penalty": {"fine": 90000}},
        "heavier-for-defending",
    ),
    "a hearing asked for too late": (
        _hearing_over,
        A.REQUEST_HEARING,
        "wang",
        {},
        "hearing-asked-late",
    ),
    "three agents": (
        lambda town: town.notified(hearing_offered=True),
        A.REQUEST_HEARING,
        "wang",
        {"agents": 3},
        "too-many-agents",
    ),
    "a hearing nobody offered": (
        Enforcement.notified,
        A.REQUEST_HEARING,
        "wang",
        {},
        "hearing-not-offered",
    ),
    "a chair who investigated": (
        _chaired_by_an_investigator,
        A.CALL_HEARING,
        "boss",
        {"chair": "eo1"},
        "chair-investigated",
    ),
    "a crime reported by one": (_one_officer_left, A.REPORT_CRIME, "eo2", {}, "report-not-by-two"),
    "evidence one added oneself": (_added, A.VERIFY_EVIDENCE, "eo1", {}, "verified-by-oneself"),
    "footage nobody reviewed": (_filmed, A.VERIFY_EVIDENCE, "eo2", {}, "camera-not-reviewed"),
    "a child": (_of_age(2015), A.DECIDE, "boss", {}, "must-not-be-penalised"),
    "an age nobody knows": (_of_age(None), A.DECIDE, "boss", {}, "age-not-known"),
    "a warning made public": (
        _warned,
        A.CHOOSE_PUBLICATION,
        "boss",
        {"public": True},
        "warning-published",
    ),
    "a review after its sixty days": (
        _later(Enforcement.served, 100),
        A.RECORD_REMEDY,
        "eo1",
        {},
        "remedy-lapsed",
    ),
    "the court while remedies are open": (
        _later(Enforcement.served, 20, (A.DEMAND, "eo1")),
        A.APPLY_TO_COURT,
        "boss",
        {},
        "remedies-open",
    ),
    "the court after its three months": (
        _later(_demanded, 200),
        A.APPLY_TO_COURT,
        "boss",
        {},
        "court-asked-late",
    ),
    "closed unpaid": (Enforcement.served, A.CLOSE, "boss", {"ended": None}, "not-done"),
    "corrected upwards": (
        Enforcement.served,
        A.CORRECT,
        "boss",
        {"penalty": {"fine": 90000}},
        "heavier-for-defending",
    ),
    "withdrawn as time-barred when it is not": (
        FILED,
        A.WITHDRAW,
        "boss",
        {"ground": "time_barred"},
        "no-ground-to-withdraw",
    ),
}
"""What somebody tries: where a case stands, the step, by whom, what is said, and by which gate it is refused."""


def _at_night(town: Enforcement, case: str) -> str:
    town.county.advance(hours=13)
    return case


@pytest.mark.parametrize("shortcut", sorted(SHORTCUTS))
def test_a_shortcut_is_refused_by_its_gate_and_leaves_nothing(
    town: Enforcement, shortcut: str
) -> None:
    way, action, by, said, problem = SHORTCUTS[shortcut]
    case = way(town)
    before = town.rows()

    refused = town.move(case, action, by, **said)

    assert refused.problem == problem, refused
    assert refused.status == 409
    assert town.rows() == before


def test_a_gate_names_its_article(town: Enforcement) -> None:
    refused = town.move(town.notified(), A.END_DEFENCE, "eo1")

    assert refused.body["citation"]["confidence"] == "assumed"
    refused = town.move(town.clue(), A.PENALISE_ON_THE_SPOT, "eo1", officers=[])
    assert refused.body["citation"]["article"] == "第四十二条"
    assert refused.body["citation"]["confidence"] == "law"


def test_a_decision_cites_the_grade_of_the_benchmark_or_says_why_not(town: Enforcement) -> None:
    grades = (
        GradeOfBenchmark(Grade("slight", Text("较轻", "slight"), Fine(50000, 80000), SINCE), ()),
        GradeOfBenchmark(Grade("grave", Text("严重", "grave"), Fine(80001, 200000), SINCE), ()),
    )
    source = reference({"law": "administrative-penalty-law-2021", "articles": ["34"]})
    benchmark = Benchmark("straw", "burning-straw", source, SINCE, None, grades)
    carry_out(lambda work: benchmarks.add(work, COUNTY, benchmark, "admin"))
    case, weighed = town.to_decide(), WEIGHED | {"off_benchmark": None}

    refused = town.move(case, A.DECIDE, "boss", reasoning=weighed | {"grade": "medium"})
    assert refused.wrong_fields == ["reasoning.grade"]
    refused = town.move(case, A.DECIDE, "boss", reasoning=weighed | {"grade": "grave"})
    assert refused.problem == "not-reasoned"
    decided = town.did(case, A.DECIDE, "boss", reasoning=weighed | {"grade": "slight"})
    assert "裁量档次：较轻" in decided["decision"]["reasoning"]


SINCE = date(2026, 1, 1)


# Whose a case is


def test_grid_workers_give_clues_and_see_nothing_more_of_the_case(town: Enforcement) -> None:
    case = town.clue(by="watcher")

    assert town.go("GET", f"cases/{case}", by="watcher").status == 404
    assert town.move(case, A.PROPOSE_FILING, "watcher").status == 404
    refused = town.go("GET", "cases", by="watcher", town=TOWN)
    assert refused.problem == "not-allowed"


def test_a_clue_is_given_of_ones_own_area_alone(town: Enforcement) -> None:
    refused = town.go("POST", "cases", {"unit": FAR_GRID, "clue": "有人烧秸秆"}, by="watcher")
    assert refused.problem == "outside-your-area"
    refused = town.go(
        "POST", "cases", {"unit": GRID, "clue": "x", "source": "inspection"}, by="watcher"
    )
    assert refused.problem == "not-allowed"


def test_the_next_town_neither_reads_nor_moves_a_case(town: Enforcement) -> None:
    case = town.filed()

    assert town.go("GET", f"cases/{case}", by="far_eo").status == 404
    assert town.move(case, A.ADD_EVIDENCE, "far_eo").status == 404
    assert town.go("GET", "cases", by="far_boss", town=TOWN).problem == "outside-your-area"
    assert town.go("GET", "cases", by="far_boss", town=NEXT_TOWN).body["items"] == []


def test_lists_show_a_town_by_status_and_everybody_the_own_cases(town: Enforcement) -> None:
    first, second = town.filed(), town.clue()

    listed = town.go("GET", "cases", by="justice", town=TOWN, status="investigating").body
    assert [one["id"] for one in listed["items"]] == [first]
    assert listed["items"][0]["party_name"] == "王某"
    clues = town.go("GET", "cases", by="eo3", town=TOWN, status="clue").body["items"]
    assert [one["id"] for one in clues] == [second]
    own = town.go("GET", "own-cases", by="eo1").body["items"]
    assert [one["id"] for one in own] == [first]
    assert town.go("GET", "own-cases", by="eo3").body["items"] == []
    mine = town.go("GET", "own-cases", by="wang", standing="party").body["items"]
    assert [one["id"] for one in mine] == [first]


def test_the_party_reads_its_case_but_not_the_clue_nor_evidence_before_it_was_announced(
    town: Enforcement,
) -> None:
    case = town.proposed()
    seen = town.see(case, by="wang")
    assert (seen["clue"], seen["evidence"], seen["duties"]) == (None, [], [])
    entries = town.go("GET", f"cases/{case}/timeline", by="wang").body["items"]
    assert all(one["actor"] is None and one["words"] == [] for one in entries)

    town.did(case, A.NOTIFY, "eo1")
    seen = town.see(case, by="wang")
    assert len(seen["evidence"]) == 1
    assert seen["actions"] == ["ask_recusal", "defend"]
    assert [one["name"] for one in seen["terms"]] == ["defence"]


def test_the_party_does_not_know_of_a_clue(town: Enforcement) -> None:
    case = town.clue()
    town.did(case, A.PROPOSE_FILING, "eo1")

    assert town.go("GET", f"cases/{case}", by="wang").status == 404


def test_nobody_handles_an_own_case(town: Enforcement) -> None:
    case = town.clue()

    refused = town.move(case, A.PROPOSE_FILING, "eo1", party=PARTY | {"person": "eo1"})
    assert refused.wrong_fields == ["party.person"]
    town.did(case, A.PROPOSE_FILING, "eo1", party=PARTY | {"person": "eo2"})
    refused = town.move(case, A.APPROVE_FILING, "boss")
    assert refused.wrong_fields == ["officers"]


# Once is once


def test_a_double_tap_is_one_payment(town: Enforcement) -> None:
    case = town.served()

    first = town.move(case, A.RECORD_PAYMENT, "eo1", paid=20000, key="tap")
    again = town.move(case, A.RECORD_PAYMENT, "eo1", paid=20000, key="tap")

    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.body == first.body
    assert town.see(case)["account"]["paid"] == 20000
    twice = town.move(case, A.RECORD_PAYMENT, "eo1", paid=20000)
    assert twice.wrong_fields == ["voucher"]


def test_a_step_on_an_old_version_is_refused(town: Enforcement) -> None:
    case = town.filed()
    version = town.see(case)["version"]
    town.did(case, A.ADD_EVIDENCE, "eo1")

    refused = town.move(case, A.ADD_EVIDENCE, "eo2", version=version)

    assert refused.problem == "stale-version"


def test_a_revoked_decision_stays_and_its_act_can_be_fined_again(town: Enforcement) -> None:
    first = town.decided()
    made = town.see(first)["decision"]
    revoked = town.did(first, A.REVOKE, "justice")

    assert revoked["status"] == "revoked"
    assert revoked["decision"] == made
    assert [one["kind"] for one in revoked["links"]] == ["revoked"]
    assert revoked["account"] is None
    town.county.now -= timedelta(days=8)
    second = town.decided()
    assert town.see(second)["act"] == revoked["act"]


def test_separate_acts_of_one_day_are_told_apart_only_when_it_is_said(town: Enforcement) -> None:
    cases = []
    for nth in (1, 1, 2):
        case = town.clue()
        act = {"codes": ["burning-straw"], "done_on": "2026-11-22", "nth": nth}
        cases.append(town.did(case, A.PROPOSE_FILING, "eo1", act=act)["act"])

    assert cases[0] == cases[1] != cases[2]


# What is owed, and what ends by itself


def test_a_clue_nobody_looks_at_climbs_from_the_team_to_the_county(
    county: County, town: Enforcement
) -> None:
    for code in (TEAM, JUSTICE):
        row = unit_row(code, staff={OFFICER_OF[code]: {"chief": ["2020-01-01", None]}})
        dynamo.write([dynamo.Write(row)])
    case = town.clue()
    (duty,) = town.load(case).duties

    assert climbs_to_the_county(county, duty.id) == [TEAM, TOWN, JUSTICE, COUNTY]


OFFICER_OF = {TEAM: "town_officer", JUSTICE: "county_officer"}


@pytest.mark.parametrize(
    ("way", "wanted"),
    [
        (Enforcement.clue, ["case_clue"]),
        (Enforcement.filed, ["case_decision"]),
        (Enforcement.to_decide, ["case_decision"]),
        (Enforcement.decided, ["case_publication", "case_service"]),
        (Enforcement.served, ["case_court", "case_publication"]),
        (_demanded, ["case_court", "case_publication"]),
    ],
)
def test_each_step_that_is_owed_has_one_running_clock(
    town: Enforcement, way: Any, wanted: list[str]
) -> None:
    case = way(town)

    assert kinds(town.owed(case)) == wanted
    assert sorted(one.kind for one in town.running()) == wanted


def test_the_ninety_days_stand_still_while_a_case_is_suspended(town: Enforcement) -> None:
    case = town.filed()
    (before,) = town.load(case).duties

    town.walk(case, (A.REPORT_CRIME, "eo1"), (A.SUSPEND, "boss"))
    assert [one.kind for one in town.running()] == ["case_crime"]
    town.county.advance(days=10)
    town.did(case, A.RESUME, "boss")

    after = town.owed(case)["case_decision", ""]
    assert after.due_at == before.due_at + timedelta(days=10)


def test_what_turns_out_no_crime_lets_the_ninety_days_go_on_by_itself(town: Enforcement) -> None:
    case = town.filed()
    (before,) = town.load(case).duties

    town.walk(case, (A.REPORT_CRIME, "eo1"), (A.SUSPEND, "boss"))
    town.county.advance(days=2)
    town.did(case, A.REFUSE_TRANSFER, "boss")

    (after,) = town.load(case).duties
    assert after.kind == "case_decision"
    assert after.due_at == before.due_at + timedelta(days=2)


def test_a_wrong_ground_to_suspend_is_told_those_the_law_knows(town: Enforcement) -> None:
    answer = town.move(_crime(town), A.SUSPEND, "boss", basis=SEIZURE_LAW)

    assert answer.problem == "no-basis-to-suspend"
    assert ["移送" in one for one in answer.body["grounds"]] == [True]


def test_what_was_seized_ends_by_itself_and_is_then_owed_back(town: Enforcement) -> None:
    case = town.filed()
    seen = town.did(case, A.SEIZE, "eo1")
    assert kinds(town.owed(case)) == ["case_coercion_report", "case_decision"]
    town.did(case, A.APPROVE_COERCION, "boss")
    ends = datetime.fromisoformat(seen["held"][0]["ends_at"])

    town.county.now = ends - timedelta(seconds=1)
    CLOCKS["enforcement"]()
    assert not town.see(case)["held"][0]["ended"]
    town.county.now = ends
    wind_clock.run()
    wind_clock.run()

    assert town.see(case)["held"][0]["ended"]
    assert kinds(town.owed(case)) == ["case_decision", "case_give_back"]
    assert town.move(case, A.WITHDRAW, "boss").problem == "illegal-move"
    town.did(case, A.LIFT, "eo1")
    assert kinds(town.owed(case)) == ["case_decision"]


def test_evidence_kept_is_seized_within_its_seven_working_days_or_not_at_all(
    town: Enforcement,
) -> None:
    case = town.filed()
    for _ in range(2):
        town.walk(case, (A.ADD_EVIDENCE, "eo1"), (A.KEEP_EVIDENCE, "eo1"))
    town.did(case, A.SEIZE, "eo2", goods=["G1"])
    assert town.see(case)["held"][0]["lifted_at"]

    town.county.advance(days=10)
    refused = town.move(case, A.SEIZE, "eo2", goods=["G2"])

    assert refused.problem == "kept-too-long"


def test_what_was_kept_or_seized_once_is_not_held_again(town: Enforcement) -> None:
    case = town.filed()
    town.walk(case, (A.ADD_EVIDENCE, "eo1"), (A.KEEP_EVIDENCE, "eo1"))
    town.did(case, A.SEIZE, "eo1", goods=["三轮车一辆"])
    kept = town.load(case).evidence[0].id
    assert "keep_evidence" not in town.see(case)["actions"]
    town.did(case, A.LIFT, "eo1", goods=["G1", "G2"])

    again = town.move(case, A.KEEP_EVIDENCE, "eo1", evidence=kept)
    assert (again.status, again.problem) == (409, "illegal-move")
    town.did(case, A.ADD_EVIDENCE, "eo1")
    assert town.move(case, A.KEEP_EVIDENCE, "eo1", evidence=kept).problem == "kept-before"
    seized = town.move(case, A.SEIZE, "eo1", goods=["三轮车 一辆"])
    assert (seized.problem, seized.body["goods"]) == ("seized-before", ["三轮车 一辆"])
    assert town.move(case, A.SEIZE, "eo1", goods=["三轮车一辆（红色）"]).status == 200


def test_the_record_of_a_hearing_says_how_heavy_a_fine_it_bears(town: Enforcement) -> None:
    case = _hearing(town)
    town.did(case, A.CALL_HEARING, "boss")
    town.county.advance(days=21)

    assert town.move(case, A.CLOSE_HEARING, "chair", most=None).wrong_fields == ["most"]
    waived = town.move(case, A.CLOSE_HEARING, "chair", most=None, waived=True)
    assert waived.status == 200


def test_a_public_decision_goes_down_on_its_last_day_by_itself(town: Enforcement) -> None:
    case = town.decided()
    chosen = town.did(case, A.CHOOSE_PUBLICATION, "boss")["publication"]
    last = date.fromisoformat(chosen["until"])
    assert last == date(2027, 3, 1)

    town.county.now = datetime(last.year, last.month, last.day, 23, 59, tzinfo=SHANGHAI)
    wind_clock.run()
    assert town.see(case)["publication"]["ended_at"] is None
    town.county.advance(minutes=1)
    wind_clock.run()

    assert town.see(case)["publication"]["ended_at"] is not None


def test_a_decision_a_court_finds_wrong_is_taken_down_at_once_and_the_reason_is_owed(
    town: Enforcement,
) -> None:
    case = town.served()
    town.walk(case, (A.CHOOSE_PUBLICATION, "boss"), (A.RECORD_REMEDY, "eo1"))
    seen = town.did(case, A.RECORD_REMEDY, "eo1", outcome="revoked")

    assert seen["publication"]["ended_at"] is not None
    assert "case_take_down" in kinds(town.owed(case))
    town.did(case, A.TAKE_DOWN, "boss", reason="复议撤销")
    assert "case_take_down" not in kinds(town.owed(case))


def test_a_review_freezes_the_late_fee_and_the_way_to_the_court(town: Enforcement) -> None:
    case = town.served()
    town.county.advance(days=20)
    owed = town.see(case)["account"]["late_fee"]
    town.did(case, A.RECORD_REMEDY, "eo1")
    assert kinds(town.owed(case)) == ["case_publication"]
    town.county.advance(days=10)
    frozen = town.see(case)["account"]["late_fee"]
    town.did(case, A.RECORD_REMEDY, "eo1", outcome="upheld")
    town.county.advance(days=2)

    assert frozen - owed <= 60000 * 3 // 100
    assert town.see(case)["account"]["late_fee"] == frozen + 60000 * 3 // 100 * 2
    assert "case_court" in kinds(town.owed(case))


def test_a_suit_against_a_penalty_on_the_spot_comes_after_its_review(town: Enforcement) -> None:
    case = town.clue(by="eo1")
    town.did(case, A.PENALISE_ON_THE_SPOT, "eo1")

    assert town.move(case, A.RECORD_REMEDY, "eo1", remedy="suit").problem == "review-first"


def test_instalments_are_due_one_by_one(town: Enforcement) -> None:
    case = _open_fine(town)
    plan = [{"fen": 20000, "due_on": "2027-01-31"}, {"fen": 40000, "due_on": "2027-03-31"}]
    town.did(case, A.GRANT_TIME, "boss", instalments=plan)

    town.county.now = datetime(2027, 2, 3, 10, tzinfo=SHANGHAI)
    account = town.see(case)["account"]

    assert account["late_fee"] == 20000 * 3 // 100 * 3


def test_a_correction_lowers_what_is_owed_and_leaves_the_decision_as_it_was(
    town: Enforcement,
) -> None:
    case = town.served()

    seen = town.did(case, A.CORRECT, "boss", penalty={"fine": 50000})

    assert seen["decision"]["fine"] == 60000
    assert seen["account"]["fine"] == 50000


# Recusal, crime, power taken back


def test_a_recused_officer_has_the_hands_off_and_another_goes_on(town: Enforcement) -> None:
    case = town.filed()
    town.did(case, A.ASK_RECUSAL, "wang", person="eo1")
    assert town.move(case, A.DECIDE_RECUSAL, "justice").problem == "not-yours-to-recuse"
    town.did(case, A.DECIDE_RECUSAL, "boss", recused=True, officers=["eo2", "eo3"])

    assert town.move(case, A.ADD_EVIDENCE, "eo1").status in (403, 409)
    assert town.see(case, by="eo1")["actions"] == []
    town.did(case, A.ADD_EVIDENCE, "eo3")


def test_a_suspected_crime_is_decided_in_three_days_and_sent_in_one(town: Enforcement) -> None:
    case = town.filed()
    town.did(case, A.REPORT_CRIME, "eo1")
    duty = town.owed(case)["case_crime", ""]
    assert duty.due_at.astimezone(SHANGHAI).date() == date(2026, 11, 27)

    town.did(case, A.TRANSFER, "boss")
    assert kinds(town.owed(case)) == ["case_crime"]
    assert town.owed(case)["case_crime", ""].due_at == town.county.now + timedelta(hours=24)
    town.did(case, A.SEND_TO_POLICE, "eo1")
    assert town.running() == []
    town.county.advance(days=5)
    town.did(case, A.RECORD_POLICE, "eo1", taken=False)
    town.did(case, A.TAKE_BACK, "boss")
    assert kinds(town.owed(case)) == ["case_decision"]


def test_a_case_whose_item_was_taken_back_goes_to_the_county(town: Enforcement) -> None:
    case = _taken_back(town)
    refused = town.move(case, A.DECIDE, "boss")
    assert refused.body["hand_over_to"] == COUNTY

    town.did(case, A.HAND_OVER, "boss")

    assert town.see(case)["status"] == "handed_over"
    assert town.running() == []


# Who hears of it


def heard_of(town: Enforcement, case: str) -> dict[str, set[str]]:
    """Return who was told of each event of a case: persons, and the roles of offices."""
    heard: dict[str, set[str]] = {}
    for row in town.county.kept("enforcement"):
        if row["pk"]["S"] == f"CASE#{case}" and row["sk"]["S"].startswith("HIST#"):
            named = addressees.read(row["addressees"]["S"]) if "addressees" in row else ()
            heard[row["event"]["S"]] = {one.id if not one.role else str(one.role) for one in named}
    return heard


def test_the_county_hears_of_a_case_that_a_town_hands_over(town: Enforcement) -> None:
    case = town.filed()

    town.did(case, A.HAND_OVER, "boss")

    assert heard_of(town, case)["hand_over"] == {"watcher", "justice_supervisor"}


def test_party_reporter_and_offices_hear_of_what_concerns_them(town: Enforcement) -> None:
    heard = heard_of(town, town.served())

    assert heard["opened"] == {"enforcement_officer"}
    assert heard["approve_filing"] == {"watcher", "enforcement_officer"}
    assert heard["notify"] == {"wang"}
    assert heard["decide"] == {"wang", "enforcement_officer"}
    assert heard["serve"] == {"wang"}
    assert heard["end_defence"] == {"enforcement_head"}


def test_bad_input_says_which_field_and_leaves_nothing(town: Enforcement) -> None:
    case = town.clue()
    before = town.rows()

    assert town.move(case, A.PROPOSE_FILING, "eo1", party=None).wrong_fields == ["party"]
    assert town.move(case, A.PROPOSE_FILING, "eo1", facts=None).wrong_fields == ["facts"]
    nobody = PARTY | {"person": "nobody"}
    refused = town.move(case, A.PROPOSE_FILING, "eo1", party=nobody)
    assert refused.wrong_fields == ["party.person"]
    future = {"codes": ["burning-straw"], "done_on": "2027-01-01"}
    assert town.move(case, A.PROPOSE_FILING, "eo1", act=future).wrong_fields == ["act.done_on"]
    unknown = [{"law": "no-such-law"}]
    refused = town.move(case, A.PENALISE_ON_THE_SPOT, "eo1", basis=unknown)
    assert refused.wrong_fields == ["basis"]
    assert town.rows() == before
