"""Inspections: drawn so that anybody can repeat it, approved, announced, not too often, and with a whole record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from enforcement.rules.authority import NoPower, PowerKind
from enforcement.rules.case import Case
from enforcement.rules.case_parts import PartyOfCase
from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.clue_sources import ClueSource
from enforcement.rules.firms import refuse_without_code
from enforcement.rules.inspection_grounds import (
    GroundEnded,
    GroundOfAnother,
    GroundUsedUp,
    NoGround,
    refuse_groundless,
)
from enforcement.rules.inspection_plan import (
    CapAboveCounty,
    DrawTooLarge,
    OverTheCap,
    Plan,
    UrgentTooOften,
    draw,
    refuse_over_cap,
    refuse_raised,
)
from enforcement.rules.inspections import (
    Inspection,
    InspectionBeforeItsDay,
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
    wants_ground,
)
from enforcement.rules.liability import PartyKind
from enforcement.rules.officers import TooFewOfficers
from enforcement.rules.orders import (
    OrderEndsBefore,
    OrderOver,
    OrderTooLong,
    refuse_extension,
    refuse_limit,
)
from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields
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


@pytest.mark.parametrize(
    "party",
    ["洪井砖厂", "洪井 砖厂", "黎城县某某有限公司", "某某种植专业合作社", "某某经营部（普通合伙）"],
)
def test_what_is_called_a_firm_is_inspected_under_its_credit_code(party: str) -> None:
    with pytest.raises(InvalidFields):
        refuse_without_code(party, None)
    refuse_without_code(party, "91140426MA0000001B")


@pytest.mark.parametrize("party", ["张三", "庄头村村民委员会", "洪井镇中心小学"])
def test_who_is_no_firm_has_no_credit_code(party: str) -> None:
    refuse_without_code(party, None)


def test_what_was_drawn_in_other_rounds_is_taken_off_what_may_be_drawn() -> None:
    assert len(draw(LISTED, 4, "s", drawn_before=6)) == 4
    with pytest.raises(DrawTooLarge):
        draw(LISTED, 5, "s", drawn_before=6)


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
    assert len(begin(replace(FIRM, planned_on=BEGINS.date()), BOTH, ITEMS, PLAN, 0)) == 2


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"approved_at": None}, InspectionNotApproved),
        ({"approved_at": BEGINS + A_MOMENT}, InspectionNotApproved),
        ({"items": ()}, InspectionNotApproved),
        ({"code": None}, InspectionWithoutCode),
        ({"notified_at": None}, InspectionNotNotified),
        ({"notified_at": BEGINS + A_MOMENT}, InspectionNotNotified),
        ({"planned_on": date(2026, 6, 2)}, InspectionBeforeItsDay),
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


# What the cap does not hold back


def test_what_does_not_count_towards_the_cap_names_its_ground_but_the_re_check_of_an_order() -> (
    None
):
    named = {kind for kind in InspectionKind if wants_ground(kind, urgent=False)}

    assert named == {InspectionKind.CASE}
    assert all(wants_ground(kind, urgent=True) for kind in InspectionKind)


CLUE = Case("c1", TOWN, TOWN, "有人焚烧", ClueSource.REPORT, "p1", BEGINS, BEGINS, BEGINS)
BRICKS, TILES = "91140426MA0000001B", "91140426MA0000002E"


def against(name: str, code: str | None = None) -> Case:
    kind = PartyKind.ORGANISATION if code else PartyKind.PERSON
    return replace(CLUE, status=CaseStatus.FILING, party=PartyOfCase(kind, name, credit_code=code))


@pytest.mark.parametrize(
    ("ground", "refusal"),
    [
        (CLUE, None),
        (against("洪井砖厂", BRICKS), None),
        (against("旧名砖厂", BRICKS), None),
        (against("洪井 砖厂"), None),
        (None, NoGround),
        (replace(CLUE, town="140426107"), NoGround),
        (against("洪井砖厂", TILES), GroundOfAnother),
        (against("张三"), GroundOfAnother),
    ],
)
def test_a_clue_or_case_bears_an_inspection_of_its_own_town_and_party_while_it_is_open(
    ground: Case | None, refusal: type[Exception] | None
) -> None:
    if refusal is None:
        refuse_groundless(TOWN, "洪井砖厂", BRICKS, ground, 0)
        return
    with pytest.raises(refusal):
        refuse_groundless(TOWN, "洪井砖厂", BRICKS, ground, 0)


@pytest.mark.parametrize("status", list(CaseStatus))
def test_a_case_that_has_ended_or_is_with_others_bears_none(status: CaseStatus) -> None:
    open_still = {
        *(CaseStatus.CLUE, CaseStatus.FILING, CaseStatus.INVESTIGATING, CaseStatus.INVESTIGATED),
        *(CaseStatus.NOTIFIED, CaseStatus.HEARING, CaseStatus.DECIDING, CaseStatus.DECIDED),
        *(CaseStatus.SERVED, CaseStatus.DEMANDED, CaseStatus.IN_COURT),
    }
    ground = replace(CLUE, status=status)

    if status in open_still:
        refuse_groundless(TOWN, "洪井砖厂", BRICKS, ground, 0)
        return
    with pytest.raises(GroundEnded):
        refuse_groundless(TOWN, "洪井砖厂", BRICKS, ground, 0)


def test_a_clue_bears_three_inspections() -> None:
    refuse_groundless(TOWN, "洪井砖厂", BRICKS, CLUE, 2)

    with pytest.raises(GroundUsedUp) as refused:
        refuse_groundless(TOWN, "洪井砖厂", BRICKS, CLUE, 3)
    assert refused.value.more["most"] == 3


def test_a_firm_is_inspected_urgently_twice_a_year_at_most() -> None:
    assert begin(URGENT, BOTH, ITEMS, PLAN, 1, 1)

    with pytest.raises(UrgentTooOften) as refused:
        begin(URGENT, BOTH, ITEMS, PLAN, 1, 2)
    assert "上限2次" in refused.value.detail.zh


@pytest.mark.parametrize("before", [None, replace(PLAN, cap=3)])
def test_no_plan_sets_a_cap_above_the_countys(before: Plan | None) -> None:
    refuse_raised(2, before, date(2026, 1, 5))

    with pytest.raises(CapAboveCounty) as refused:
        refuse_raised(3, before, date(2026, 1, 5))
    assert refused.value.more["most"] == 2


# Orders


def test_an_order_gives_thirty_days_at_most() -> None:
    last = datetime(2026, 7, 2, tzinfo=SHANGHAI)
    refuse_limit(BEGINS + A_MOMENT, BEGINS)
    refuse_limit(last, BEGINS)

    with pytest.raises(OrderEndsBefore):
        refuse_limit(BEGINS, BEGINS)
    with pytest.raises(OrderTooLong):
        refuse_limit(last + A_MOMENT, BEGINS)


def test_an_order_is_extended_before_it_is_over_and_by_thirty_days_at_most() -> None:
    limit, last = datetime(2026, 7, 1, 18, tzinfo=SHANGHAI), datetime(2026, 8, 1, tzinfo=SHANGHAI)
    refuse_extension(limit, limit + A_MOMENT, limit - A_MOMENT)
    refuse_extension(limit, last, limit - A_MOMENT)

    with pytest.raises(OrderOver):
        refuse_extension(limit, last, limit)
    with pytest.raises(OrderEndsBefore):
        refuse_extension(limit, limit, BEGINS)
    with pytest.raises(OrderTooLong):
        refuse_extension(limit, last + A_MOMENT, BEGINS)
