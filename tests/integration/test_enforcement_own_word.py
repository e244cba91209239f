"""Nobody's own word opens a gate: what an officer says is held against what others have entered and what is on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from enforcement.rules.case_steps import CaseAction
from tests.support.cases import ACT, FINE, PARTY, Enforcement
from tests.support.county import COUNTY, TOWN, VILLAGE, Answer, County
from tests.support.enforcement_town import EnforcingTown
from tests.support.in_process import person_row
from tests.support.village import home_rows

A = CaseAction
HEAVY = {"fine": 90000}


@pytest.fixture
def town(county: County) -> Enforcement:
    """A town that enforces, on a working Monday at ten."""
    return Enforcement(county)


@pytest.fixture
def inspecting(county: County) -> EnforcingTown:
    """A town that inspects."""
    return EnforcingTown(county).staffed()


def _heard(town: Enforcement, most: int = 50000, fine: Any = FINE) -> str:
    """Return a case after its hearing, whose record bears `most`."""
    case = town.notified(hearing_offered=True, penalty=fine)
    town.walk(case, (A.REQUEST_HEARING, "wang"), (A.CALL_HEARING, "boss"))
    town.county.advance(days=21)
    town.did(case, A.CLOSE_HEARING, "chair", most=most)
    return case


def _announced_again(town: Enforcement, case: str, **said: Any) -> Answer:
    town.walk(case, (A.RETURN, "boss"), (A.END_INVESTIGATION, "eo1"))
    return town.move(case, A.NOTIFY, "eo1", hearing_offered=True, **said)


def _with_new_evidence(town: Enforcement, case: str, *, kind: str = "witness") -> None:
    town.did(case, A.RETURN, "boss")
    town.did(case, A.ADD_EVIDENCE, "eo1", kind=kind, source="邻居证言")
    town.walk(case, (A.VERIFY_EVIDENCE, "eo2"), (A.END_INVESTIGATION, "eo1"))


# What a hearing bears


def test_what_a_hearing_bears_outlives_a_return_and_a_new_notice(town: Enforcement) -> None:
    case = _heard(town)

    refused = _announced_again(town, case, penalty=FINE)

    assert (refused.problem, refused.body["announced"]) == ("heavier-for-defending", 50000)
    assert town.move(case, A.NOTIFY, "eo1", penalty={"fine": 50000}).status == 200


def test_a_stated_reason_alone_makes_nothing_heavier(town: Enforcement) -> None:
    case = _heard(town)

    refused = _announced_again(town, case, penalty=FINE, heavier_for="态度恶劣")

    assert refused.problem == "heavier-for-defending"


def test_new_facts_that_new_evidence_proves_lift_it(town: Enforcement) -> None:
    case = _heard(town)
    _with_new_evidence(town, case)

    said = {"penalty": HEAVY, "heavier_for": "又查明焚烧一处"}

    assert town.move(case, A.NOTIFY, "eo1", **said).status == 200
    assert town.load(case).ceiling is None


def test_what_the_party_said_in_its_defence_is_no_new_fact_against_it(town: Enforcement) -> None:
    case = _heard(town)
    _with_new_evidence(town, case, kind="party")

    refused = town.move(case, A.NOTIFY, "eo1", penalty=HEAVY, heavier_for="当事人承认")

    assert refused.problem == "heavier-for-defending"


def test_a_fine_announced_lower_does_not_climb_back_by_another_notice(town: Enforcement) -> None:
    case = _heard(town, most=60_000)
    assert _announced_again(town, case, penalty={"fine": 50000}).status == 200
    town.did(case, A.DEFEND, "wang", waived=True)
    town.county.advance(days=8)
    town.did(case, A.END_DEFENCE, "eo1")

    assert _announced_again(town, case, penalty=FINE).problem == "heavier-for-defending"


def test_a_case_that_was_heard_is_reviewed_whatever_notice_came_after(town: Enforcement) -> None:
    case = _heard(town)
    assert _announced_again(town, case, penalty={"fine": 50000}).status == 200
    town.county.advance(days=8)
    town.did(case, A.END_DEFENCE, "eo1")

    refused = town.move(case, A.DECIDE, "boss", penalty={"fine": 50000})

    assert refused.problem == "not-reviewed"


@pytest.mark.parametrize("part", ["chair", "lawyer"])
def test_who_chaired_or_reviewed_before_a_return_does_not_decide(
    town: Enforcement, part: str
) -> None:
    case = _heard(town)
    town.did(case, A.REVIEW, "lawyer")
    assert _announced_again(town, case, penalty={"fine": 50000}).status == 200
    town.county.advance(days=8)
    town.did(case, A.END_DEFENCE, "eo1")
    town.county.appoint(**{part: ("enforcement_head", TOWN)})

    refused = town.move(case, A.DECIDE, part, penalty={"fine": 50000})

    assert refused.problem == "parts-not-separate"


# What makes a case major


def test_a_penalty_of_the_weight_of_a_hearing_is_reviewed_and_discussed(
    town: Enforcement,
) -> None:
    fire = ACT | {"codes": ["wild-fire"]}
    law = [{"law": "forest-fire-regulation-2026", "articles": ["54"]}]
    fine = {"fine": 500000}
    case = town.clue()
    town.did(case, A.PROPOSE_FILING, "eo1", act=fire)
    town.walk(case, (A.APPROVE_FILING, "boss"), (A.ADD_EVIDENCE, "eo1"))
    town.walk(case, (A.VERIFY_EVIDENCE, "eo2"), (A.END_INVESTIGATION, "eo1", {"major": False}))
    town.did(case, A.NOTIFY, "eo1", penalty=fine, basis=law, hearing_offered=True)
    town.county.advance(days=8)
    town.did(case, A.END_DEFENCE, "eo1")
    said = {"penalty": fine, "basis": law}

    assert town.move(case, A.DECIDE, "boss", **said).problem == "not-reviewed"
    town.did(case, A.REVIEW, "lawyer")
    assert town.move(case, A.DECIDE, "boss", **said).problem == "not-discussed"
    town.did(case, A.DISCUSS, "boss")
    town.did(case, A.DECIDE, "boss", **said)
    assert "case_major_filing" in [one.kind for one in town.load(case).duties]


def test_a_case_in_which_goods_were_seized_is_major(town: Enforcement) -> None:
    case = town.filed()
    town.walk(case, (A.ADD_EVIDENCE, "eo1"), (A.VERIFY_EVIDENCE, "eo2"), (A.SEIZE, "eo1"))
    town.walk(case, (A.LIFT, "boss"), (A.END_INVESTIGATION, "eo1", {"major": False}))

    assert town.load(case).major


@pytest.mark.parametrize("weight", ["major", "public_interest", "complex_case"])
def test_what_a_case_weighs_is_not_taken_back_by_ending_the_investigation_again(
    town: Enforcement, weight: str
) -> None:
    case = town.proposed(**{weight: True})

    town.walk(case, (A.RETURN, "boss"), (A.END_INVESTIGATION, "eo1", {weight: False}))

    assert getattr(town.load(case), weight)


def test_a_reviewer_who_returns_a_case_may_say_what_it_weighs(town: Enforcement) -> None:
    case = town.proposed()

    town.did(case, A.RETURN, "lawyer", complex_case=True)

    assert town.load(case).complex_case


# Who reviews


def test_a_qualification_is_entered_by_the_countys_supervisor_and_not_by_the_reviewer_or_the_head(
    town: Enforcement,
) -> None:
    town.county.appoint(novice=("legal_reviewer", TOWN))
    said = {"person": "novice", "subject": "legal_qualification", "held_on": "2020-09-01"}
    exam = said | {"passed": True, "number": "A2020"}
    case = town.proposed(complex_case=True)

    assert town.move(case, A.REVIEW, "novice").problem == "reviewer-not-qualified"
    assert town.go("POST", "exams", exam, by="novice").status == 403
    assert town.go("POST", "exams", exam, by="boss").problem == "not-yours-to-qualify"
    assert town.go("POST", "exams", exam, by="justice").status == 201
    assert town.move(case, A.REVIEW, "novice", penalty=FINE).status == 200


def test_a_supervisor_does_not_qualify_oneself(town: Enforcement) -> None:
    town.county.appoint(judge=("justice_supervisor", COUNTY), judged=("legal_reviewer", TOWN))
    exam = {"subject": "reviewed_before_2018", "held_on": "2017-12-31", "passed": True}
    with town.county.quietly():
        town.county.appoint(both=("justice_supervisor", COUNTY))
    mine = town.go("POST", "exams", exam | {"person": "judge"}, by="judge")
    late = exam | {"person": "judged", "held_on": "2018-01-01"}

    assert mine.problem in ("own-qualification", "no-officer-here")
    assert town.go("POST", "exams", late, by="judge").wrong_fields == ["held_on"]
    assert town.go("POST", "exams", exam | {"person": "judged"}, by="judge").status == 201


def test_no_other_reviewer_passes_what_one_did_not_pass(town: Enforcement) -> None:
    town.county.appoint(kind=("legal_reviewer", TOWN))
    town.qualify("kind")
    case = town.proposed(complex_case=True)
    town.did(case, A.REVIEW, "lawyer", passed=False, penalty=FINE)

    assert town.move(case, A.REVIEW, "kind", penalty=FINE).problem == "not-reviewed"
    assert "review" not in town.see(case, "kind")["actions"]
    assert "review" in town.see(case, "lawyer")["actions"]
    town.walk(case, (A.RETURN, "boss"), (A.END_INVESTIGATION, "eo1"))
    assert town.move(case, A.REVIEW, "kind", penalty=FINE).status == 200


# Certificates after exams


@pytest.mark.parametrize(
    ("exams", "missing"),
    [
        ({}, ["public_law", "professional_law"]),
        ({"public_law": "2025-12-01"}, ["professional_law"]),
        ({"public_law": "2025-12-01", "professional_law": "2026-01-02"}, ["professional_law"]),
    ],
)
def test_a_certificate_comes_after_both_exams(
    county: County, exams: dict[str, str], missing: list[str]
) -> None:
    town = EnforcingTown(county)
    for subject, day in exams.items():
        said = {"person": "zhang", "subject": subject, "held_on": day, "passed": True}
        town.done("POST", "/exams", said, by="head")

    refused = town.certify("zhang", "A-001", examined=False)

    assert (refused.problem, refused.body["missing"]) == ("exams-not-passed", missing)


def test_an_exam_that_was_failed_opens_nothing_and_nobody_enters_the_own(county: County) -> None:
    town = EnforcingTown(county)
    said = {"person": "head", "subject": "public_law", "held_on": "2025-12-01", "passed": True}

    assert town.go("POST", "/exams", said, by="head").problem == "own-qualification"
    town.examine("zhang", passed=False)
    assert town.certify("zhang", "A-001", examined=False).problem == "exams-not-passed"
    town.examine("zhang")
    assert town.certify("zhang", "A-001", examined=False).status == 201


# Which day an act was found


def test_a_day_nothing_bears_opens_no_time_bar(town: Enforcement) -> None:
    old = ACT | {"done_on": "2024-10-01"}
    case = town.clue(by="eo1", found_at="2025-01-10T10:00:00+08:00")

    assert town.move(case, A.PROPOSE_FILING, "eo1", act=old).problem == "time-barred"


def test_what_an_inspection_found_was_found_while_it_was_made(inspecting: EnforcingTown) -> None:
    def given(**said: Any) -> Answer:
        usual = {"unit": TOWN, "clue": "地头有焚烧痕迹", "source": "inspection"}
        return inspecting.go("POST", "/cases", usual | said, by="zhang")

    visit, begun = inspecting.under_way(), inspecting.county.now
    back = (begun - timedelta(days=1)).isoformat()
    waiting = inspecting.announced(planned_on="2026-11-25")

    assert given().wrong_fields == ["inspection"]
    assert given(inspection="0" * 26).wrong_fields == ["inspection"]
    assert given(inspection=waiting).wrong_fields == ["inspection"]
    assert given(inspection=visit, found_at=back).wrong_fields == ["found_at"]
    assert given(inspection=visit, source="report").wrong_fields == ["source"]
    assert given(inspection=visit, found_at=begun.isoformat()).status == 201
    inspecting.recorded(visit)
    assert given(inspection=visit).wrong_fields == ["inspection"]


# What is said of party and act


def test_five_years_are_for_acts_that_can_be_grave(town: Enforcement) -> None:
    case = town.clue()

    refused = town.move(case, A.PROPOSE_FILING, "eo1", act=ACT | {"grave": True})

    assert (refused.problem, refused.wrong_fields) == ("claim-refuted", ["act.grave"])


def test_who_was_penalised_before_breaks_no_law_for_the_first_time(town: Enforcement) -> None:
    town.decided()
    again, first = town.clue(), ACT | {"done_on": "2026-11-30", "first": True}

    refused = town.move(again, A.PROPOSE_FILING, "eo1", act=first)

    assert (refused.problem, refused.wrong_fields) == ("claim-refuted", ["act.first"])


def test_a_penalty_that_was_revoked_is_none(town: Enforcement) -> None:
    town.did(town.decided(), A.REVOKE, "justice")
    first = ACT | {"done_on": "2026-11-30", "first": True}

    assert town.move(town.clue(), A.PROPOSE_FILING, "eo1", act=first).status == 200


def test_the_birthday_of_a_registered_party_is_the_registrys(town: Enforcement) -> None:
    household, *_, resident = home_rows("h-wang", VILLAGE, (2013,))
    resident.person_id = "wang"
    with town.county.quietly():
        for row in (household, resident, person_row("wang", household="h-wang")):
            row.save()

    refused = town.move(town.clue(), A.PROPOSE_FILING, "eo1", party=PARTY)

    assert (refused.problem, refused.wrong_fields) == ("claim-refuted", ["party.birth_year"])


# What a correction by hand may mend


def _correct(town: Enforcement, case: str, form: str = "penalty_decision", **values: Any) -> Answer:
    papers = town.go("GET", f"cases/{case}/papers", by="boss").body["items"]
    newest = [one for one in papers if one["form"] == form and one["is_good"]][-1]
    body = {"form": form, "texts": values, "corrects": newest["id"]}
    return town.go("POST", f"cases/{case}/papers", body, by="boss")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"penalty_and_basis": "罚款60000.00元。"}, "another fine"),
        ({"performance": "三日内缴纳。"}, "another term"),
        ({"remedies": "不得复议。"}, "other remedies"),
        ({"facts_and_evidence": "焚烧秸秆，罚款６万元"}, "a sum among the facts"),
        ({"reasoning": "情节严重，处五千元"}, "a sum in Chinese"),
        ({"defence": "并没收三轮车"}, "another kind"),
        ({"party": "李某某"}, "another party"),
    ],
)
def test_a_correction_by_hand_changes_nothing_that_was_decided(
    town: Enforcement, values: dict[str, str], why: str
) -> None:
    case = town.served()

    refused = _correct(town, case, **values)

    assert (refused.status, refused.problem) == (422, "not-clerical"), why
    assert refused.wrong_fields == list(values)


def test_a_slip_of_the_pen_is_mended_and_all_else_stays_as_it_was(town: Enforcement) -> None:
    case = town.served()
    facts = "在村东地头焚烧秸秆。"

    answer = _correct(town, case, party="汪某", facts_and_evidence=facts)

    assert answer.status == 201
    said = "".join(answer.body["lines"])
    assert "当事人：汪某" in said
    assert facts in said
    assert "罚款600.00元" in said


def test_a_lower_fine_comes_with_a_paper_of_its_step(town: Enforcement) -> None:
    case = town.served()
    assert _correct(town, case, party="汪某").status == 201

    heavier = town.move(case, A.CORRECT, "boss", penalty={"fine": 60001})
    town.did(case, A.CORRECT, "boss", penalty={"fine": 50000})

    assert heavier.problem == "heavier-for-defending"
    papers = town.go("GET", f"cases/{case}/papers", by="boss").body["items"]
    [good] = [one for one in papers if one["form"] == "penalty_decision" and one["is_good"]]
    read = town.go("GET", f"cases/{case}/papers/{good['id']}", by="boss").body
    assert "罚款500.00元" in "".join(read["lines"])
    assert town.go("GET", f"cases/{case}/verification", by="boss").body["sound"] is True
