"""The file of a case, its review, and who answers for a decision that was wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from enforcement.rules.authority import Item
from enforcement.rules.case import Case
from enforcement.rules.case_parts import Held, Hold
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.evidence import keep_until
from enforcement.rules.file_review import Material, scored_items
from enforcement.rules.file_vetoes import vetoes
from enforcement.rules.transfer import CrimeReport
from enforcement.store import powers
from escalation.store import obligations
from kernel import clock
from kernel.ages import Born
from kernel.law import reference
from kernel.storage import dynamo
from tests.support.cases import STRAW, Enforcement
from tests.support.county import COUNTY, TOWN, County

FULL = {code: one.points for code, one in scored_items().items()}
OPENED = {"person": "eo1", "wrong": "law", "found_by": "itself"}
WEIGHED = {
    "cause": "slight",
    "harm": "未造成损失",
    "correction": "已主动撤销",
    "reason": "综合三项因素认定",
}


@pytest.fixture
def town(county: County) -> Enforcement:
    """A town that enforces."""
    return Enforcement(county)


def closed(town: Enforcement) -> str:
    """A case decided, served, paid and closed."""
    case = town.served()
    town.did(case, CaseAction.RECORD_PAYMENT, "eo1")
    town.did(case, CaseAction.CLOSE, "boss")
    return case


def compose(town: Enforcement, case: str, by: str = "eo1", **how: Any) -> Any:
    return town.go("POST", f"cases/{case}/file", by=by, **how)


def review(town: Enforcement, case: str, by: str = "lawyer", **more: Any) -> Any:
    said = {"points": FULL, "comment": "文书齐全。"} | more
    return town.go("POST", f"cases/{case}/file-review", said, by=by)


def came_to(town: Enforcement, case: str) -> Any:
    answer = town.go("GET", f"cases/{case}/file-review", by="justice")
    assert answer.status == 200, answer
    return answer.body


def paper(town: Enforcement, case: str, paper_id: str) -> Any:
    return town.go("GET", f"cases/{case}/papers/{paper_id}", by="boss").body


# One case, one file


def test_the_file_of_a_case_has_a_cover_and_an_index_of_all_that_is_in_it(
    town: Enforcement,
) -> None:
    case = closed(town)

    answer = compose(town, case)

    assert answer.status == 201, answer
    file = answer.body
    assert file["number"].endswith("罚卷〔2026〕第1号")
    cover, index = paper(town, case, file["cover"]), paper(town, case, file["index"])
    assert cover["number"] is None
    assert f"案卷号：{file['number']}" in cover["lines"]
    assert any(line.startswith("处理结果：罚款600.00元") for line in cover["lines"])
    lines = [line.split(" | ")[1] for line in index["lines"] if " | " in line]
    assert lines == [
        "文书名称",
        "行政处罚决定书",
        "立案审批表",
        "证据1：勘验笔录、现场笔录（勘验笔录、现场笔录）",
        "行政处罚事先告知书",
    ]
    assert file["holds"] == 4


def test_a_file_is_composed_once_its_case_has_ended_by_who_handles_it(town: Enforcement) -> None:
    case = town.served()

    early = compose(town, case)
    town.did(case, CaseAction.RECORD_PAYMENT, "eo1")
    town.did(case, CaseAction.CLOSE, "boss")

    assert (early.status, early.problem) == (409, "case-not-ended")
    assert compose(town, case, by="lawyer").status == 403
    assert compose(town, case, by="eo3").status == 403
    assert compose(town, case, by="far_boss").status == 404
    assert town.go("GET", f"cases/{case}/file", by="boss").status == 404


def test_a_file_composed_again_has_its_number_and_a_new_cover_and_index(
    town: Enforcement,
) -> None:
    case = closed(town)
    first = compose(town, case, key="tap")
    tapped = compose(town, case, key="tap")
    town.did(case, CaseAction.CHOOSE_PUBLICATION, "boss")

    again = compose(town, case, by="boss")

    assert tapped.body == first.body
    assert (again.body["number"], again.body["version"]) == (first.body["number"], 2)
    assert paper(town, case, first.body["cover"])["corrected_by"] == again.body["cover"]
    assert paper(town, case, first.body["index"])["corrected_by"] == again.body["index"]
    assert town.go("GET", f"cases/{case}/verification", by="boss").body["sound"] is True


# File review


def test_a_file_in_order_is_excellent_by_the_points_of_its_reviewers(town: Enforcement) -> None:
    case = closed(town)
    compose(town, case)

    assert came_to(town, case) == {
        "vetoes": [], "score": None, "grade": None, "grade_name": None, "sheets": [],
    }  # fmt: skip
    assert review(town, case, by="justice", points=FULL | {"evidence": 12}).status == 200
    assert review(town, case).body["total"] == 100

    found = came_to(town, case)
    assert (found["vetoes"], found["score"], found["grade"]) == ([], 96, "excellent")
    assert [one["reviewer"] for one in found["sheets"]] == ["justice", "lawyer"]


def test_a_basic_defect_bars_excellence_and_what_is_given_again_takes_its_place(
    town: Enforcement,
) -> None:
    case = closed(town)
    compose(town, case)
    review(town, case)

    review(town, case, defects=["送达回证缺签收日期"])

    found = came_to(town, case)
    assert (found["score"], found["grade"]) == (100, "pass")
    assert [one["version"] for one in found["sheets"]] == [2]


@pytest.mark.parametrize(
    ("points", "fields"),
    [
        ({}, [f"points.{code}" for code in FULL]),
        (FULL | {"evidence": FULL["evidence"] + 1}, ["points.evidence"]),
        (FULL | {"looks": 5}, ["points.looks"]),
    ],
)
def test_every_item_has_its_points_and_none_more_than_it_has(
    town: Enforcement, points: dict[str, int], fields: list[str]
) -> None:
    case = closed(town)
    compose(town, case)

    answer = review(town, case, points=points)

    assert (answer.status, answer.problem, answer.wrong_fields) == (422, "points-differ", fields)


def test_a_file_is_reviewed_once_it_is_there_by_nobody_who_took_part(town: Enforcement) -> None:
    case = town.proposed()
    early = review(town, case, by="justice")
    town.did(case, CaseAction.REVIEW, "lawyer")
    town.did(case, CaseAction.NOTIFY, "eo1")
    town.county.advance(days=8)
    town.did(case, CaseAction.END_DEFENCE, "eo1")
    town.did(case, CaseAction.DECIDE, "boss")
    town.did(case, CaseAction.SERVE, "eo1")
    town.did(case, CaseAction.RECORD_PAYMENT, "eo1")
    town.did(case, CaseAction.CLOSE, "boss")
    compose(town, case)

    assert (early.status, early.problem) == (409, "no-file-yet")
    assert review(town, case).problem == "took-part"
    assert review(town, case, by="boss").status == 403
    assert review(town, case, by="far_boss").status == 403


def test_nobody_reviews_the_file_of_the_own_case(town: Enforcement) -> None:
    case = closed(town)
    compose(town, case)
    town.county.appoint(wang=("legal_reviewer", TOWN))

    assert review(town, case, by="wang").status == 404


def test_nobody_holds_those_liable_who_proceeded_against_oneself(town: Enforcement) -> None:
    case = revoked(town)
    town.county.appoint(wang=("justice_supervisor", COUNTY))

    refused = open_for(town, case, by="wang")
    open_for(town, case)

    assert refused.status == 404
    assert step(town, case, "hear", by="wang", statement="无").status == 404


def test_a_veto_comes_of_the_record_and_fails_whatever_reviewers_give(town: Enforcement) -> None:
    case = closed(town)
    compose(town, case)
    review(town, case)
    row = next(row for (_, sk), row in town.rows().items() if sk == "HIST#000003")
    row["details"] = {"S": "{}"}
    dynamo.client().put_item(TableName="enforcement", Item=row)

    found = came_to(town, case)

    assert [one["veto"] for one in found["vetoes"]] == ["procedure"]
    assert (found["score"], found["grade"]) == (0, "fail")


# Who answers


def revoked(town: Enforcement) -> str:
    """A case whose decision was revoked."""
    case = town.served()
    town.did(case, CaseAction.REVOKE, "boss")
    return case


def open_for(town: Enforcement, case: str, by: str = "justice", **more: Any) -> Any:
    key = more.pop("key", None)
    return town.go("POST", f"cases/{case}/liabilities", OPENED | more, by=by, key=key)


def step(town: Enforcement, case: str, action: str, by: str = "justice", **said: Any) -> Any:
    path = f"cases/{case}/liabilities/eo1/transitions"
    return town.go("POST", path, {"action": action, **said}, by=by)


def test_who_handled_a_wrong_decision_answers_after_being_heard(town: Enforcement) -> None:
    case = revoked(town)
    one = open_for(town, case, key="tap")
    assert one.status == 201, one
    assert open_for(town, case, key="tap").body == one.body

    unheard = step(town, case, "hold_liable", **WEIGHED, measure="training")
    step(town, case, "hear", statement="把关不严")
    answer = step(town, case, "hold_liable", **WEIGHED, measure="training")

    assert (unheard.status, unheard.problem) == (409, "illegal-move")
    assert (answer.body["status"], answer.body["measure"]) == ("liable", "training")
    assert answer.body["part"] == "investigation"
    entries = town.go("GET", f"cases/{case}/timeline", by="boss", limit=100).body["items"]
    assert [one["event"] for one in entries][-3:] == [
        "liability_opened",
        "liability_heard",
        "liability_decided",
    ]


@pytest.mark.parametrize(("measure", "state"), [("suspended", "suspended"), ("revoked", "revoked")])
def test_who_is_held_liable_with_the_certificate_loses_it_at_once(
    town: Enforcement, measure: str, state: str
) -> None:
    case = revoked(town)
    open_for(town, case)
    step(town, case, "hear", statement="无")

    answer = step(town, case, "hold_liable", **WEIGHED, measure=measure)

    assert answer.status == 200, answer
    listed = town.go("GET", "certificates", by="justice", organ=TOWN).body["items"]
    (mine,) = [one for one in listed if one["holder"] == "eo1"]
    assert (mine["state"], mine["reason"]) == (state, WEIGHED["reason"])
    assert {one["state"] for one in listed if one["holder"] != "eo1"} == {"valid"}


def test_a_town_takes_nobodys_certificate(town: Enforcement) -> None:
    case = revoked(town)
    town.county.appoint(head2=("enforcement_head", TOWN))
    open_for(town, case)
    step(town, case, "hear", by="head2", statement="无")

    taken = step(town, case, "hold_liable", by="head2", **WEIGHED, measure="revoked")
    told = step(town, case, "hold_liable", by="head2", **WEIGHED, measure="criticism")

    assert (taken.status, taken.problem) == (403, "not-yours-to-take")
    assert told.status == 200, told


def test_that_it_is_decided_is_owed_by_its_day(town: Enforcement) -> None:
    case = revoked(town)
    one = open_for(town, case).body

    with town.county.quietly():
        (kept,) = obligations.load_all([one["id"]]).values()
    assert (kept.kind, kept.status) == ("case_liability", "open")
    step(town, case, "hear", statement="无")
    step(town, case, "exempt", **WEIGHED, ground="misled")
    with town.county.quietly():
        (kept,) = obligations.load_all([one["id"]]).values()
    assert kept.status == "fulfilled"


@pytest.mark.parametrize(
    ("action", "said", "status", "problem"),
    [
        ("exempt", {"ground": "misled", "cause": "intent"}, 409, "not-due-diligence"),
        ("exempt", {"ground": "misled", "cause": "gross"}, 409, "not-due-diligence"),
        ("exempt", {"ground": "because"}, 409, "not-due-diligence"),
        ("exempt", {}, 422, "words-missing"),
        ("hold_liable", {"measure": "criticism", "cause": "none"}, 409, "fault-needed"),
        ("hold_liable", {}, 422, "words-missing"),
        ("exempt", {"ground": "misled", "harm": None}, 422, "words-missing"),
        ("hold_liable", {"measure": "moved", "correction": None}, 422, "words-missing"),
    ],
)
def test_three_factors_are_weighed_and_intent_is_never_exempt(
    town: Enforcement, action: str, said: dict[str, Any], status: int, problem: str
) -> None:
    case = revoked(town)
    open_for(town, case)
    step(town, case, "hear", statement="无")
    whole = {name: value for name, value in (WEIGHED | said).items() if value is not None}

    answer = step(town, case, action, **whole)

    assert (answer.status, answer.problem) == (status, problem)


def test_due_diligence_is_exempt_with_its_ground(town: Enforcement) -> None:
    case = revoked(town)
    open_for(town, case)
    step(town, case, "hear", statement="当事人隐瞒")

    answer = step(town, case, "exempt", **WEIGHED, ground="misled")

    assert answer.body["status"] == "exempt"
    assert answer.body["ground_law"]["confidence"] == "assumed"
    assert answer.body["actions"] == []


@pytest.mark.parametrize(
    ("by", "said", "status", "problem"),
    [
        ("boss", {}, 409, "took-part"),
        ("eo2", {}, 403, "not-allowed"),
        ("far_boss", {}, 404, "not-found"),
        ("justice", {"person": "eo3"}, 409, "took-no-part"),
        ("justice", {"person": "wang"}, 409, "took-no-part"),
    ],
)
def test_nobody_who_took_part_opens_it_and_nobody_else_answers(
    town: Enforcement, by: str, said: dict[str, Any], status: int, problem: str
) -> None:
    answer = open_for(town, revoked(town), by=by, **said)

    assert (answer.status, answer.problem) == (status, problem)


def test_nobody_answers_for_a_decision_that_stands_nor_twice(town: Enforcement) -> None:
    case = town.served()
    stands = open_for(town, case)
    town.did(case, CaseAction.REVOKE, "boss")
    open_for(town, case)

    again = open_for(town, case)

    assert stands.problem == "decision-not-wrong"
    assert again.problem == "opened-before"


def test_a_person_sees_the_own_and_the_county_what_is_open(town: Enforcement) -> None:
    case = revoked(town)
    open_for(town, case)
    open_for(town, case, person="boss")

    def seen(by: str) -> list[str]:
        items = town.go("GET", f"cases/{case}/liabilities", by=by).body["items"]
        return sorted(one["person"] for one in items)

    assert (seen("justice"), seen("eo1"), seen("eo2")) == (["boss", "eo1"], ["eo1"], [])
    listed = town.go("GET", "towns/140426106/liabilities", by="justice").body["items"]
    assert sorted(one["person"] for one in listed) == ["boss", "eo1"]
    assert town.go("GET", "towns/140426106/liabilities", by="far_boss").status == 403


@pytest.fixture
def whole(town: Enforcement) -> tuple[Case, Material]:
    """A case in order, and what is known of it."""
    case = closed(town)
    known = town.load(case)
    with town.county.quietly():
        material = Material(powers.items_of(TOWN, [STRAW]), True, frozenset({"penalty_decision"}))
    return known, material


def test_a_case_in_order_has_no_veto(whole: tuple[Case, Material]) -> None:
    assert vetoes(*whole) == []


@pytest.mark.parametrize(
    ("spoil", "veto"),
    [
        (lambda case, known: (case, replace(known, items=())), "organ"),
        (lambda case, known: (case, replace(known, items=ended(known))), "organ"),
        (lambda case, known: (case, replace(known, items=for_fires(known))), "organ"),
        (lambda case, known: (with_officers(case, certificate=None), known), "certificate"),
        (
            lambda case, known: (replace(case, investigated=case.investigated[:1]), known),
            "officers",
        ),
        (lambda case, known: (replace(case, facts=" "), known), "facts"),
        (lambda case, known: (case, replace(known, forms=frozenset())), "facts"),
        (lambda case, known: (replace(case, evidence=()), known), "evidence"),
        (lambda case, known: (with_decision(case, cited=()), known), "law"),
        (lambda case, known: (with_decision(case, cited=(OLD,), norm=OLD), known), None),
        (lambda case, known: (with_decision(case, cited=(NORM, OLD)), known), "law"),
        (lambda case, known: (case, replace(known, sound=False)), "procedure"),
        (lambda case, known: (replace(case, notice=None), known), "procedure"),
        (lambda case, known: (with_decision(case, by="eo1"), known), "procedure"),
        (lambda case, known: (with_decision(case, fine=70000), known), "procedure"),
        (lambda case, known: (with_decision(case, at=late(case)), known), "procedure"),
        (lambda case, known: (replace(case, complex_case=True), known), "procedure"),
        (lambda case, known: (replace(case, major=True), known), "procedure"),
        (lambda case, known: (with_act(case, done_on=date(2024, 11, 1)), known), "law"),
        (lambda case, known: (with_act(case, done_on=case.act.done_on), known), None),
        (lambda case, known: (born(case, 2013), known), "law"),
        (lambda case, known: (born(case, None), known), "law"),
        (lambda case, known: (holding(case, Hold.SEIZED, NIGHT), known), "procedure"),
        (lambda case, known: (holding(case, Hold.SEIZED, SUNDAY), known), "procedure"),
        (lambda case, known: (holding(case, Hold.SEIZED, NIGHT, emergency=True), known), None),
        (lambda case, known: (holding(case, Hold.SEIZED, MONDAY), known), None),
        (lambda case, known: (holding(case, Hold.KEPT, MONDAY, lifted_at=IN_TIME), known), None),
        (
            lambda case, known: (holding(case, Hold.KEPT, MONDAY, lifted_at=OVER), known),
            "procedure",
        ),
        (lambda case, known: (holding(case, Hold.KEPT, MONDAY, ended_at=OVER), known), "procedure"),
        (lambda case, known: (on_the_spot(case, 20000), known), None),
        (lambda case, known: (on_the_spot(case, 20001), known), "procedure"),
        (lambda case, known: (replace(case, crime=CrimeReport(case.found_at)), known), "transfer"),
    ],
)
def test_each_veto_is_a_gate_that_the_record_does_not_pass(
    whole: tuple[Case, Material], spoil: Any, veto: str | None
) -> None:
    found = vetoes(*spoil(*whole))

    assert {str(one.veto) for one in found} == ({veto} if veto else set())


MONDAY = datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI)
NIGHT, SUNDAY = MONDAY.replace(hour=22), MONDAY.replace(day=22)
OVER = keep_until(MONDAY)
IN_TIME = OVER - timedelta(milliseconds=1)


def with_act(case: Case, **said: Any) -> Case:
    assert case.act
    return replace(case, act=replace(case.act, **said))


def born(case: Case, year: int | None) -> Case:
    assert case.party
    return replace(case, party=replace(case.party, born=Born(year)))


def holding(case: Case, hold: Hold, since: datetime, **said: Any) -> Case:
    return replace(case, held=(Held("G1", hold, ("打火机",), since, **said),))


NORM = reference({"law": "ecological-code-2026", "articles": ["1131"]})
OLD = reference({"law": "air-pollution-law-2018", "articles": ["119"]})


def with_decision(case: Case, **other: Any) -> Case:
    assert case.decision
    return replace(case, decision=replace(case.decision, **other))


def on_the_spot(case: Case, fine: int) -> Case:
    return with_decision(case, on_the_spot=True, fine=fine)


def for_fires(known: Material) -> tuple[Item, ...]:
    """The town's item is for another act than what was done."""
    return tuple(replace(one, acts=("wild-fire",)) for one in known.items)


def with_officers(case: Case, **other: Any) -> Case:
    """The third who took part has other papers than the two who count."""
    third = case.investigated[0]._replace(person_id="eo9", **other)
    return replace(case, investigated=(*case.investigated, third))


def late(case: Case) -> datetime:
    assert case.filed_at
    return case.filed_at + timedelta(days=91)


def ended(known: Material) -> tuple[Item, ...]:
    """The town's item ended the day before the decision."""
    return tuple(replace(one, valid_to=date(2026, 11, 25)) for one in known.items)
