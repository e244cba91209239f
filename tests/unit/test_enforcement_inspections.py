"""Inspections: drawn so that anybody can repeat it, approved, announced, not too often, and with a whole record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from enforcement.rules.authority import NoPower, PowerKind
from enforcement.rules.inspection_plan import DrawTooLarge, OverTheCap, Plan, draw, refuse_over_cap
from enforcement.rules.inspections import (
    Inspection,
    InspectionKind,
    InspectionNotApproved,
    InspectionNotNotified,
    InspectionWithoutCode,
    Result,
    ResultIncomplete,
    ResultKind,
    approve,
    begin,
    refuse_incomplete,
)
from enforcement.rules.officers import TooFewOfficers
from kernel.clock import SHANGHAI
from tests.unit.test_enforcement_powers import BOTH, LI, STRAW, TOWN, ZHANG

BEGINS = datetime(2026, 6, 1, 9, 0, tzinfo=SHANGHAI)
A_MOMENT = timedelta(milliseconds=1)
ITEMS = [
    replace(STRAW, kind=PowerKind.INSPECTION),
    replace(STRAW, kind=PowerKind.INSPECTION, code="waste"),
]
FIRM = Inspection(
    TOWN,
    "JC2026-1",
    InspectionKind.DAILY,
    ("straw",),
    True,
    BEGINS,
    approved_at=BEGINS,
    notified_at=BEGINS,
)
URGENT = replace(FIRM, urgent=True, approved_at=None, notified_at=None)
PLAN = Plan(TOWN, 2026, date(2026, 3, 31), cap=1)
LISTED = [f"firm-{number}" for number in range(50)]


def test_the_same_seed_draws_the_same_firms_whatever_their_order() -> None:
    drawn = draw(LISTED, 5, "2026-Q2")

    assert drawn == draw(reversed(LISTED), 5, "2026-Q2")
    assert len(set(drawn)) == 5
    assert drawn != draw(LISTED, 5, "2026-Q3")


def test_a_draw_is_what_anybody_finds_who_repeats_it_by_hand() -> None:
    assert draw(["a", "b", "c", "d", "e"], 1, "2026") == ["e"]


def test_a_fifth_of_the_list_is_drawn_at_most() -> None:
    assert len(draw(LISTED, 10, "seed")) == 10
    with pytest.raises(DrawTooLarge) as refused:
        draw(LISTED, 11, "seed")
    assert refused.value.more["most"] == 10


def test_a_plan_is_late_after_the_end_of_march() -> None:
    assert not PLAN.is_late
    assert replace(PLAN, filed_on=date(2026, 4, 1)).is_late


def test_a_firm_inspected_up_to_its_cap_is_refused_with_the_figure() -> None:
    refuse_over_cap(0, PLAN, 2026)

    with pytest.raises(OverTheCap) as refused:
        refuse_over_cap(1, PLAN, 2026)

    assert "上限1次" in refused.value.detail.zh
    assert refused.value.more["cap"] == 1


def test_without_a_plan_of_the_year_the_countys_cap_holds() -> None:
    refuse_over_cap(1, PLAN, 2027)

    with pytest.raises(OverTheCap):
        refuse_over_cap(2, PLAN, 2027)


def test_an_inspection_that_is_in_order_begins_with_two_certificates() -> None:
    assert len(begin(FIRM, BOTH, ITEMS, PLAN, 0)) == 2


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"approved_at": None}, InspectionNotApproved),
        ({"approved_at": BEGINS + A_MOMENT}, InspectionNotApproved),
        ({"items": ()}, InspectionNotApproved),
        ({"code": None}, InspectionWithoutCode),
        ({"notified_at": None}, InspectionNotNotified),
        ({"notified_at": BEGINS + A_MOMENT}, InspectionNotNotified),
        ({"items": ("mines",)}, NoPower),
        ({"begins_at": datetime(2026, 7, 1, 9, 0, tzinfo=SHANGHAI)}, NoPower),
    ],
)
def test_a_firm_is_not_inspected_against_the_rules(changed, refusal) -> None:
    with pytest.raises(refusal):
        begin(replace(FIRM, **changed), BOTH, ITEMS, PLAN, 0)


def test_a_firm_over_its_cap_is_not_inspected_but_a_complaint_or_order_is_followed_up() -> None:
    with pytest.raises(OverTheCap):
        begin(FIRM, BOTH, ITEMS, PLAN, 1)

    for kind in (InspectionKind.CASE, InspectionKind.RECHECK):
        assert begin(replace(FIRM, kind=kind), BOTH, ITEMS, PLAN, 1)
    assert begin(URGENT, BOTH, ITEMS, PLAN, 1)


def test_a_certificate_that_lapsed_the_day_before_is_none_on_the_day_of_inspection() -> None:
    lapsed = BOTH[1]._replace(certificate=replace(LI, valid_to=date(2026, 5, 31)))

    with pytest.raises(TooFewOfficers):
        begin(FIRM, [BOTH[0], lapsed], ITEMS, PLAN, 0)


def test_every_item_of_a_visit_takes_two_officers_of_its_field() -> None:
    fire = [ITEMS[0], replace(ITEMS[1], field="fire")]
    both_fire = [
        one._replace(certificate=replace(mine, fields=("fire",)))
        for one, mine in zip(BOTH, (ZHANG, LI), strict=True)
    ]
    visit = replace(FIRM, items=("straw", "waste"))
    forester = BOTH[1]._replace(certificate=replace(LI, fields=("forestry",)))

    assert begin(visit, both_fire, fire, PLAN, 0)
    with pytest.raises(TooFewOfficers):
        begin(visit, [both_fire[0], forester], fire, PLAN, 0)


def test_several_items_are_looked_at_in_one_visit() -> None:
    visit = replace(FIRM, items=("straw", "waste"))

    assert visit.is_combined
    assert begin(visit, BOTH, ITEMS, PLAN, 0)


def test_an_urgent_one_is_approved_within_a_day_and_any_other_before() -> None:
    end = BEGINS + timedelta(hours=24)

    assert URGENT.approve_until == end
    assert approve(URGENT, end - A_MOMENT)
    assert not approve(URGENT, end)
    assert FIRM.approve_until is None
    assert approve(FIRM, BEGINS)
    assert not approve(FIRM, BEGINS + A_MOMENT)


def test_whoever_is_no_firm_needs_no_approval_before() -> None:
    house = replace(FIRM, of_firm=False, code=None, approved_at=None, notified_at=None)

    assert begin(house, BOTH, ITEMS, None, 9)


FOUND = Result(ResultKind.NO_PROBLEM, "现场笔录", signed=True)


@pytest.mark.parametrize(
    ("result", "missing"),
    [
        (FOUND, []),
        (replace(FOUND, signed=False, refusal_noted=True), []),
        (replace(FOUND, kind=ResultKind.ORDERED, limit=BEGINS), []),
        (replace(FOUND, kind=ResultKind.CASE_OPENED, case="c1"), []),
        (replace(FOUND, record=" "), ["record"]),
        (replace(FOUND, signed=False), ["signed"]),
        (replace(FOUND, kind=ResultKind.ORDERED), ["limit"]),
        (replace(FOUND, kind=ResultKind.CASE_OPENED), ["case"]),
    ],
)
def test_a_result_is_recorded_whole(result: Result, missing: list[str]) -> None:
    if not missing:
        refuse_incomplete(result, ["看现场"])
        return
    with pytest.raises(ResultIncomplete) as refused:
        refuse_incomplete(result, ["看现场"])
    assert [one.field for one in refused.value.more["errors"]] == missing


def test_a_result_has_a_checklist() -> None:
    with pytest.raises(ResultIncomplete):
        refuse_incomplete(FOUND, [])


def test_all_results_but_one_are_problems() -> None:
    assert {one for one in ResultKind if not one.is_problem} == {ResultKind.NO_PROBLEM}
