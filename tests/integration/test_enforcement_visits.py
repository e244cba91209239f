"""Inspections as requests: proposed, approved, announced, made by two certified officers, recorded, and led on by links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from enforcement.rules.timeline import verify
from enforcement.store import papers, timeline
from kernel import clock
from tests.support import obligations
from tests.support.cases import Enforcement
from tests.support.county import COUNTY, NEXT_TOWN, TOWN, Answer, County
from tests.support.enforcement_town import FIRM, FOUND, ITEM, OTHER_FIRM, VISIT, EnforcingTown

CHECK = {"item": "有无堆放秸秆", "found": "有"}
CASE = "01M8323B80ZASBGN3Q5V2DNX69"
IN_NEXT_TOWN = {"town": NEXT_TOWN, "officers": ["far_officer", "far_head"]}


def staff_next_town(town: EnforcingTown) -> None:
    town.done("POST", f"/towns/{NEXT_TOWN}/items", ITEM, by="supervisor")
    for holder, number in (("far_officer", "B-001"), ("far_head", "B-002")):
        assert town.certify(holder, number, organ=NEXT_TOWN).status == 201


def listed(town: EnforcingTown, code: str, name: str, **more: Any) -> Answer:
    return town.go("PUT", f"/towns/{TOWN}/firms/{code}", {"name": name} | more, by="zhang")


def proposed_against(code: str, name: str) -> dict[str, Any]:
    return {
        "action": "propose_filing",
        "item": "burning-straw",
        "facts": "露天焚烧",
        "party": {"kind": "organisation", "name": name, "credit_code": code},
        "act": {"codes": ["burning-straw"], "done_on": "2026-11-20"},
    }


@pytest.fixture
def town(county: County) -> EnforcingTown:
    return EnforcingTown(county).staffed()


# Before it is made


def test_an_inspection_goes_from_the_proposal_to_its_result(town: EnforcingTown) -> None:
    visit = town.propose().body["id"]

    assert town.moved(visit, "head", action="approve")["code"] == f"JC{TOWN}-2026-0001"
    town.moved(visit, "zhang", action="notify", way="电话并书面")
    begun = town.begin(visit, "zhang", "li", helpers=["worker"]).body
    closed = town.recorded(visit)

    assert begun["certificates"] == ["A-001", "A-002"]
    assert begun["helpers"] == ["worker"]
    assert (closed["status"], closed["result"], closed["problem"]) == (
        "closed",
        "no_problem",
        False,
    )
    history = town.done("GET", f"/inspections/{visit}/history", by="reviewer")["items"]
    steps = [step["event"] for step in history if step["event"] != "paper_issued"]
    assert steps == ["proposed", "approved", "notified", "begun", "recorded"]


def test_a_firm_is_not_inspected_without_approval_or_without_being_told(town) -> None:
    visit = town.propose().body["id"]

    assert town.begin(visit).problem == "inspection-not-approved"
    town.moved(visit, "head", action="approve")
    assert town.begin(visit).problem == "inspection-not-notified"
    town.moved(visit, "zhang", action="notify", way="书面")
    assert town.begin(visit).status == 200


def test_a_firm_is_not_inspected_before_the_day_it_was_told(town: EnforcingTown) -> None:
    visit = town.announced(planned_on="2026-11-24")

    assert town.begin(visit).problem == "inspection-before-its-day"
    assert "begin" not in town.read(visit)["actions"]
    town.county.advance(days=1)
    assert town.begin(visit).status == 200


def test_a_villager_is_inspected_without_the_rules_on_firms(town: EnforcingTown) -> None:
    visit = town.propose(firm=None, party="张三").body["id"]

    assert town.begin(visit).body["code"] == f"JC{TOWN}-2026-0001"


def test_nobody_approves_what_one_proposed(town: EnforcingTown) -> None:
    visit = town.propose(by="head").body["id"]

    refused = town.move(visit, "head", action="approve")

    assert refused.problem == "approved-by-oneself"
    assert town.read(visit, "head")["actions"] == ["cancel"]


def test_whoever_approved_an_inspection_does_not_make_it(town: EnforcingTown) -> None:
    assert town.certify("head", "A-009").status == 201
    visit = town.announced()

    refused = town.begin(visit, "zhang", "head")

    assert (refused.status, refused.problem) == (409, "approved-by-oneself")
    assert town.read(visit)["status"] == "notified"
    assert town.begin(visit, "zhang", "li").status == 200


def test_a_party_with_the_name_of_a_firm_is_inspected_under_its_code(town: EnforcingTown) -> None:
    refused = town.propose(firm=None, party="庄头村种植专业合作社")

    assert (refused.status, refused.wrong_fields) == (422, ["firm"])


def test_a_party_the_lists_know_is_inspected_under_its_code(town: EnforcingTown) -> None:
    assert town.propose(firm=None, party="老王养殖").status == 201
    listed(town, FIRM, "老王养殖")

    assert town.propose(firm=None, party="老王 养殖").wrong_fields == ["firm"]


def test_an_item_taken_back_before_the_day_shuts_the_inspection(town: EnforcingTown) -> None:
    visit = town.announced()
    said = {"last_day": "2026-11-23", "reason": "2026年调整"}
    town.done("POST", f"/towns/{TOWN}/items/inspection/straw/take-back", said, by="admin")

    town.county.advance(days=1)

    assert town.begin(visit).problem == "no-power"
    assert town.propose().problem == "no-power"


def test_several_items_are_looked_at_in_one_visit(town: EnforcingTown) -> None:
    assert town.propose(items=["straw", "waste"]).problem == "no-power"

    town.give(code="waste", name="垃圾倾倒检查")

    assert town.propose(items=["straw", "waste"]).body["combined"]


def test_another_towns_officers_neither_see_nor_move_it(town: EnforcingTown) -> None:
    visit = town.announced()

    assert town.propose(by="far_officer").problem == "outside-your-area"
    assert town.go("GET", f"/inspections/{visit}", by="far_officer").status == 404
    assert town.move(visit, "far_head", action="cancel", reason="误").status == 404
    listed = town.go("GET", "/inspections", by="far_officer", query={"town": TOWN})
    assert listed.problem == "outside-your-area"
    assert town.read(visit)["status"] == "notified"


def test_a_double_tap_proposes_once_and_numbers_once(town: EnforcingTown) -> None:
    key = {"idempotency-key": "tap-1"}
    body = VISIT
    first = town.done("POST", "/inspections", body, by="zhang", headers=key)
    again = town.go("POST", "/inspections", body, by="zhang", headers=key)
    path, said = f"/inspections/{first['id']}/transitions", {"action": "approve"}
    town.done("POST", path, said, by="head", headers={"idempotency-key": "tap-2"})
    twice = town.go("POST", path, said, by="head", headers={"idempotency-key": "tap-2"})

    assert again.body == first
    assert again.headers["Idempotent-Replayed"] == "true"
    assert twice.body["code"].endswith("-0001")
    other = town.propose(firm=OTHER_FIRM).body["id"]
    assert town.moved(other, "head", action="approve")["code"].endswith("-0002")


# Two officers


def test_a_certificate_revoked_between_approval_and_visit_leaves_one_too_few(town) -> None:
    visit = town.announced()
    assert town.move_certificate("A-002", "revoke").status == 200

    refused = town.begin(visit, "zhang", "li")

    assert refused.problem == "too-few-officers"
    assert refused.body["counted"] == 1
    assert town.begin(visit, "zhang", "wang").status == 200


def test_whoever_lost_the_post_counts_no_more_though_the_certificate_lies_there(town) -> None:
    visit = town.announced()
    town.county.dismiss("li")

    assert town.begin(visit, "zhang", "li").problem == "too-few-officers"


def test_helpers_never_count_and_certificates_are_shown_first(town: EnforcingTown) -> None:
    visit = town.announced()

    assert town.begin(visit, "zhang", "worker").problem == "too-few-officers"
    assert town.begin(visit, "zhang", "zhang").status == 422
    assert town.begin(visit, shown=False).problem == "certificate-not-shown"
    assert town.read(visit)["begun_at"] is None


def test_only_who_makes_it_records_it(town: EnforcingTown) -> None:
    visit = town.under_way()

    assert town.move(visit, "wang", action="record", result="no_problem").status == 403


# The yearly cap


def test_a_firm_above_its_yearly_cap_is_refused_with_the_figure(town: EnforcingTown) -> None:
    plan = {"cap": 1, "focus": ["露天焚烧"]}
    town.done("PUT", f"/towns/{TOWN}/plans/2026", plan, by="head")
    waiting = town.announced()
    town.recorded(town.under_way())

    refused = town.propose()

    assert refused.problem == "over-the-cap"
    assert (refused.body["done"], refused.body["cap"]) == (1, 1)
    assert "上限1次" in refused.body["detail"]
    assert town.begin(waiting).problem == "over-the-cap"
    assert town.propose(kind="case").status == 201
    assert town.propose(urgent=True).status == 201
    assert town.propose(firm=OTHER_FIRM, party="洪井瓦厂").status == 201


def test_a_firms_cap_holds_for_all_towns_of_the_county(town: EnforcingTown) -> None:
    for _ in range(2):
        town.recorded(town.under_way())
    staff_next_town(town)

    refused = town.propose(by="far_officer", **IN_NEXT_TOWN)

    assert (refused.problem, refused.body["done"]) == ("over-the-cap", 2)
    other = IN_NEXT_TOWN | {"firm": OTHER_FIRM, "party": "洪井瓦厂"}
    assert town.propose(by="far_officer", **other).status == 201


def test_a_firm_under_another_code_or_name_is_the_same_firm(town: EnforcingTown) -> None:
    for _ in range(2):
        town.recorded(town.under_way())

    assert town.propose(firm=OTHER_FIRM).problem == "over-the-cap"
    assert town.propose(party="洪井新砖厂").problem == "over-the-cap"
    assert town.propose(firm=OTHER_FIRM, party="洪井新砖厂").status == 201
    listed(town, OTHER_FIRM, "洪井新砖厂", formerly=[FIRM])
    assert town.propose(firm=OTHER_FIRM, party="洪井新砖厂").problem == "over-the-cap"


def test_an_inspection_under_the_new_code_counts_for_the_old_one_as_well(town) -> None:
    listed(town, OTHER_FIRM, "洪井新砖厂", formerly=[FIRM])
    for _ in range(2):
        town.recorded(town.under_way(firm=OTHER_FIRM, party="洪井新砖厂"))

    assert town.propose().problem == "over-the-cap"


def test_a_name_the_county_knows_under_another_code_is_listed_with_that_code(town) -> None:
    assert listed(town, FIRM, "洪井砖厂").status == 200

    refused = listed(town, OTHER_FIRM, "洪井 砖厂")

    assert (refused.problem, refused.body["codes"]) == ("same-firm", [FIRM])
    assert listed(town, OTHER_FIRM, "洪井砖厂", formerly=[FIRM]).status == 200
    firms = town.done("GET", f"/towns/{TOWN}/firms", by="head")["items"]
    assert [(one["code"], one["listed"]) for one in firms] == [(FIRM, False), (OTHER_FIRM, True)]


def test_a_name_that_was_mended_is_free_again(town: EnforcingTown) -> None:
    listed(town, FIRM, "洪井瓦厂")
    listed(town, FIRM, "洪井砖厂")

    assert listed(town, OTHER_FIRM, "洪井瓦厂").status == 200


def test_a_listed_firm_is_inspected_under_its_name_on_the_list(town: EnforcingTown) -> None:
    listed(town, FIRM, "洪井砖厂")

    assert town.propose(party="洪井瓦厂").problem == "firm-of-another-name"
    assert town.propose(party="洪井砖厂").status == 201


def test_an_urgent_one_counts_towards_the_cap_of_those_that_are_not(town: EnforcingTown) -> None:
    for _ in range(2):
        assert town.begin(town.propose(urgent=True).body["id"]).status == 200

    assert town.propose().problem == "over-the-cap"


def test_urgent_ones_have_an_end_as_well(town: EnforcingTown) -> None:
    waiting = town.propose(urgent=True).body["id"]
    for _ in range(2):
        assert town.begin(town.propose(urgent=True).body["id"]).status == 200

    refused = town.propose(urgent=True)

    assert (refused.problem, refused.body["done"]) == ("urgent-too-often", 2)
    assert town.propose(urgent=True, kind="case").problem == "urgent-too-often"
    assert town.begin(waiting).problem == "urgent-too-often"


# What the cap does not hold back


@pytest.mark.parametrize("how", [{"kind": "case"}, {"urgent": True}])
def test_what_the_cap_does_not_hold_back_names_a_clue_of_the_town(town, how) -> None:
    staff_next_town(town)
    far = town.complaint(by="far_officer", unit=NEXT_TOWN)

    for ground in (None, CASE, far):
        assert town.propose(**how, ground=ground).problem == "inspection-without-ground"
    assert town.propose(**how, ground=town.complaint()).body["ground"]


def test_a_planned_inspection_rests_on_no_clue(town: EnforcingTown) -> None:
    assert town.propose(ground=town.complaint()).problem == "ground-out-of-place"


def test_a_clue_that_ended_bears_no_inspection_any_more(town: EnforcingTown) -> None:
    clue = town.complaint()
    visit = town.announced(kind="case", ground=clue)
    town.done(
        "POST", f"/cases/{clue}/moves", {"action": "refuse_filing", "reason": "不实"}, by="head"
    )

    assert town.begin(visit).problem == "inspection-ground-ended"
    assert town.propose(kind="case", ground=clue).problem == "inspection-ground-ended"


def test_a_case_of_another_firm_bears_no_inspection_of_this_one(town: EnforcingTown) -> None:
    clue = town.complaint()
    filing = proposed_against(OTHER_FIRM, "洪井瓦厂")
    town.give(code="burning-straw", kind="penalty")
    town.done("POST", f"/cases/{clue}/moves", filing, by="zhang")

    assert town.propose(kind="case", ground=clue).problem == "inspection-ground-of-another"
    assert town.propose(kind="case", ground=clue, firm=OTHER_FIRM).status == 201


def test_one_clue_bears_three_inspections(town: EnforcingTown) -> None:
    clue = town.complaint()
    for _ in range(3):
        town.recorded(town.under_way(kind="case", ground=clue))

    assert town.propose(kind="case", ground=clue).problem == "inspection-ground-used-up"


def test_the_countys_supervisors_are_told_of_what_the_cap_does_not_hold_back(town) -> None:
    urgent, case, daily = town.propose(urgent=True), town.announced(kind="case"), town.announced()
    town.begin(urgent.body["id"])
    town.begin(case)
    town.begin(daily)

    assert "watched" in town.history(f"INSPECTION#{urgent.body['id']}")
    assert "watched" in town.history(f"INSPECTION#{case}")
    assert "watched" not in town.history(f"INSPECTION#{daily}")


def test_an_order_that_was_settled_meanwhile_is_not_looked_at_again(town: EnforcingTown) -> None:
    first = town.ordered()
    said = {"kind": "recheck", "items": [], "recheck_of": first, "party": None, "firm": None}
    waiting = town.announced(**said)
    recheck(town, first)

    assert town.begin(waiting).problem == "nothing-to-recheck"


# What is planned


def test_an_inspection_is_planned_for_today_or_later(town: EnforcingTown) -> None:
    assert town.propose(planned_on="2026-11-22").wrong_fields == ["planned_on"]
    assert town.propose(planned_on="2026-11-23").status == 201


def test_an_inspection_is_planned_for_officers_whose_certificates_will_hold(town) -> None:
    assert town.certify("head", "A-009", valid_to="2026-11-30").status == 201

    held = town.propose(officers=["zhang", "head"], planned_on="2026-11-30")
    lapsed = town.propose(officers=["zhang", "head"], planned_on="2026-12-01")

    assert held.status == 201
    assert (lapsed.problem, lapsed.body["counted"]) == ("too-few-officers", 1)
    for other in ("worker", "far_officer"):
        assert town.propose(officers=["zhang", other]).problem == "too-few-officers"
    assert town.propose(officers=["zhang", "zhang"]).status == 422


def test_without_a_plan_the_countys_cap_of_two_holds(town: EnforcingTown) -> None:
    for _ in range(2):
        town.recorded(town.under_way())

    assert town.propose().body["cap"] == 2


# Urgent ones


def test_an_urgent_one_is_approved_within_a_day_and_owed_until_then(town: EnforcingTown) -> None:
    visit = town.propose(urgent=True).body["id"]
    begun = town.begin(visit).body
    owed = obligations.read(town.county, town.read(visit, "head")["approval_owed"])

    town.county.advance(hours=23, minutes=59)
    approved = town.moved(visit, "head", action="approve")

    assert clock.from_iso(begun["approve_until"]) - clock.from_iso(begun["begun_at"]) == timedelta(
        hours=24
    )
    assert owed["kind"] == "urgent_inspection_approval"
    assert not approved["approved_late"]
    assert (
        obligations.read(town.county, town.read(visit, "head")["approval_owed"])["status"]
        == "fulfilled"
    )
    assert "approve" not in approved["actions"]


def test_an_urgent_one_approved_after_a_day_says_that_it_was_late(town: EnforcingTown) -> None:
    visit = town.propose(urgent=True).body["id"]
    town.begin(visit)
    town.recorded(visit)

    town.county.advance(hours=24)

    assert town.moved(visit, "head", action="approve")["approved_late"]


def test_an_urgent_one_nobody_approves_climbs_to_the_county(town: EnforcingTown) -> None:
    visit = town.propose(urgent=True).body["id"]
    town.begin(visit)

    way = obligations.climbs_to_the_county(town.county, town.read(visit, "head")["approval_owed"])

    assert way[0] == TOWN
    assert way[-1] == COUNTY


# Results


def test_a_record_lacks_nothing_when_it_stands(town: EnforcingTown) -> None:
    visit = town.under_way()

    refused = town.move(
        visit, "zhang", action="record", result="ordered", record="堆放秸秆", checklist=[CHECK]
    )

    assert refused.problem == "result-incomplete"
    assert refused.wrong_fields == ["signed", "limit"]
    noted = town.recorded(visit, signed=None, refusal="当事人拒签，村干部在场见证")
    assert noted["refusal"].startswith("当事人拒签")


def test_the_law_explained_is_on_record_and_was_in_force_that_day(town: EnforcingTown) -> None:
    visit = town.under_way()
    said = {"action": "record", "result": "corrected", "record": "当场灭火", "checklist": [CHECK]}
    old = {"law": "air-pollution-law-2018", "articles": ["119"]}
    refused = town.move(visit, "zhang", **said, signed=True, law=old, explained="讲了禁烧规定")

    recorded = town.recorded(
        visit,
        result="corrected",
        law={"law": "ecological-code-2026", "articles": ["1131"]},
        explained="讲了禁烧规定",
    )

    assert refused.problem == "not-in-force"
    assert "生态环境法典" in refused.body["detail"]
    assert recorded["law"]["article"] == "第一千一百三十一条"
    assert recorded["problem"]


def test_an_order_is_owed_by_its_limit_and_climbs(town: EnforcingTown) -> None:
    visit = town.ordered()

    owed = obligations.read(town.county, town.read(visit)["recheck_owed"])

    assert owed["kind"] == "order_to_correct"
    assert town.read(visit)["status"] == "correcting"
    assert clock.from_iso(owed["due_at"]) == clock.from_iso(town.read(visit)["limit"])
    assert (
        obligations.climbs_to_the_county(town.county, town.read(visit)["recheck_owed"])[-1]
        == COUNTY
    )


def test_an_order_has_its_limit_ahead(town: EnforcingTown) -> None:
    visit = town.under_way()
    said = {"action": "record", "result": "ordered", "record": "堆放", "checklist": [CHECK]}

    past = clock.local_iso(town.county.now)
    assert (
        town.move(visit, "zhang", **said, signed=True, limit=past, order="清理").problem
        == "order-ends-before"
    )


def test_an_order_gives_no_more_time_than_the_county_lets_it(town: EnforcingTown) -> None:
    visit = town.under_way()
    said = {"action": "record", "result": "ordered", "record": "堆放", "checklist": [CHECK]}
    last = "2026-12-24T00:00:00.000+08:00"

    for limit in ("2099-01-01T00:00:00+08:00", "2026-12-24T00:00:01+08:00"):
        refused = town.move(visit, "zhang", **said, signed=True, limit=limit, order="清理")
        assert (refused.problem, refused.body["until"]) == ("order-too-long", last)
    assert town.recorded(visit, result="ordered", order="清理", limit=last)["limit"] == last


def test_an_order_is_extended_once_by_the_head_for_a_reason(town: EnforcingTown) -> None:
    visit = town.ordered()
    old, anew = town.read(visit)["recheck_owed"], "2026-12-05T18:00:00+08:00"

    assert town.move(visit, "zhang", action="extend", limit=anew, reason="阴雨").status == 403
    assert town.move(visit, "head", action="extend", limit=anew).status == 422
    later = {"action": "extend", "limit": "2099-01-01T00:00:00+08:00", "reason": "阴雨"}
    assert town.move(visit, "head", **later).problem == "order-too-long"
    given = town.moved(visit, "head", action="extend", limit=anew, reason="连日阴雨")

    owed = obligations.read(town.county, given["recheck_owed"])
    assert clock.from_iso(owed["due_at"]) == clock.from_iso(anew)
    assert obligations.read(town.county, old)["status"] == "dropped"
    assert papers.all_of(f"INSPECTION#{visit}")[-1].values["correct_by"] == "2026年12月5日"
    assert "extend" not in given["actions"]
    again = town.move(
        visit, "head", action="extend", limit="2026-12-06T00:00:00+08:00", reason="雨"
    )
    assert again.problem == "illegal-move"


def test_whoever_made_an_inspection_does_not_extend_its_order(town: EnforcingTown) -> None:
    assert town.certify("head", "A-009").status == 201
    visit = town.propose(by="zhang", firm=None, party="张三", officers=["zhang", "head"]).body["id"]
    assert town.begin(visit, "zhang", "head").status == 200
    limit = "2026-11-25T18:00:00+08:00"
    town.recorded(visit, result="ordered", order="清理", limit=limit)

    said = {"action": "extend", "limit": "2026-11-27T18:00:00+08:00", "reason": "雨"}
    assert town.move(visit, "head", **said).problem == "approved-by-oneself"


def test_an_order_that_is_over_is_not_extended(town: EnforcingTown) -> None:
    visit = town.ordered()
    town.county.advance(days=5)

    said = {"action": "extend", "limit": "2026-12-05T18:00:00+08:00", "reason": "雨"}
    assert town.move(visit, "head", **said).problem == "order-over"


def recheck(town: EnforcingTown, first: str, **result: str) -> str:
    visit = town.announced(kind="recheck", items=[], recheck_of=first, party=None, firm=None)
    assert town.begin(visit).status == 200
    if result.get("result") == "case_opened":
        result["case"] = town.clue(visit)
    town.recorded(visit, **result)
    return visit


def test_a_re_check_that_finds_it_corrected_closes_the_order(town: EnforcingTown) -> None:
    first = town.ordered()

    again = recheck(town, first)

    closed = town.read(first)
    assert (closed["status"], closed["settled_by"]) == ("closed", again)
    assert town.read(again)["firm"] == FIRM
    assert obligations.read(town.county, town.read(first)["recheck_owed"])["status"] == "fulfilled"
    assert town.figures() == {"inspections": 1, "problems": 1, "cases": 0, "penalties": 0}


def test_a_re_check_is_of_an_open_order_of_the_own_town(town: EnforcingTown) -> None:
    plain = town.under_way()

    for other in ({"recheck_of": plain}, {"recheck_of": CASE}, {}):
        assert town.propose(kind="recheck", **other).problem == "nothing-to-recheck"
    assert town.propose(kind="daily", recheck_of=plain).problem == "nothing-to-recheck"


def test_a_case_after_a_re_check_counts_for_the_inspection_that_found_the_problem(town) -> None:
    first = town.ordered()
    again = town.announced(kind="recheck", items=[], recheck_of=first, party=None, firm=None)
    town.begin(again)
    limit = clock.local_iso(town.county.now + timedelta(days=3))
    town.recorded(again, result="ordered", order="再限三日", limit=limit)

    last = recheck(town, again, result="case_opened")

    assert town.figures() == {"inspections": 1, "problems": 1, "cases": 1, "penalties": 0}
    linked = town.done("GET", f"/towns/{TOWN}/years/2026/links/cases", by="head")["items"]
    assert linked == [{"inspection": first, "case": town.read(last)["case"]}]


def test_each_level_of_a_year_is_part_of_the_one_before(town: EnforcingTown) -> None:
    results = ("no_problem", "no_problem", "corrected", "case_opened")
    for result in results:
        visit = town.under_way(kind="case")
        case = town.clue(visit) if result == "case_opened" else None
        town.recorded(visit, result=result, case=case)

    assert town.figures() == {"inspections": 4, "problems": 2, "cases": 1, "penalties": 0}
    levels = [
        {
            one["inspection"]
            for one in town.done("GET", f"/towns/{TOWN}/years/2026/links/{level}", by="head")[
                "items"
            ]
        }
        for level in ("inspections", "problems", "cases", "penalties")
    ]
    assert [len(one) for one in levels] == [4, 2, 1, 0]
    assert levels[0] > levels[1] > levels[2] > levels[3]


def test_a_result_names_a_case_that_came_of_this_very_inspection(town: EnforcingTown) -> None:
    visit, other = town.under_way(kind="case"), town.under_way(kind="case")

    for strange in (CASE, town.clue(other)):
        said = {
            "action": "record",
            "result": "case_opened",
            "record": "焚烧",
            "checklist": [{"item": "焚烧", "found": "有"}],
        }
        refused = town.move(visit, "zhang", **said, signed=True, case=strange)
        assert (refused.status, refused.wrong_fields) == (422, ["case"])
    assert town.figures()["cases"] == 0


def test_figures_are_for_who_works_with_the_town(town: EnforcingTown) -> None:
    path = f"/towns/{TOWN}/years/2026/figures"

    assert town.go("GET", path, by="far_head").problem == "outside-your-area"
    assert town.go("GET", f"/towns/{NEXT_TOWN}/years/2026/figures", by="supervisor").status == 200
    assert town.go("GET", path, by="worker").status == 403


def test_lists_of_a_status_and_of_a_firm(town: EnforcingTown) -> None:
    first, second = town.propose().body["id"], town.propose(kind="case").body["id"]
    town.moved(first, "zhang", action="cancel", reason="改期")

    proposed = town.done("GET", "/inspections", by="head", query={"town": TOWN})["items"]
    query = {"town": TOWN, "firm": FIRM, "limit": 1}
    newest = town.done("GET", "/inspections", by="head", query=query)

    assert [one["id"] for one in proposed] == [second]
    assert [one["id"] for one in newest["items"]] == [second]
    assert newest["next_cursor"]


# Cases


def test_a_penalty_counts_for_the_inspection_it_came_of_until_it_is_revoked(town) -> None:
    visit = town.under_way()
    case = town.recorded(visit, result="case_opened")["case"]
    cases = Enforcement(town.county)

    assert cases.see(case)["inspection"] == visit
    cases.did(case, "penalise_on_the_spot", "eo1")
    assert town.figures() == {"inspections": 1, "problems": 1, "cases": 1, "penalties": 1}
    penalties = f"/towns/{TOWN}/years/2026/links/penalties"
    assert town.done("GET", penalties, by="head")["items"] == [{"inspection": visit, "case": case}]

    cases.did(case, "revoke", "boss", reason="适用法律错误")
    assert town.figures()["penalties"] == 0
    assert town.done("GET", penalties, by="head")["items"] == []


def test_a_case_opened_before_by_hand_is_one_of_this_inspection_and_town(town) -> None:
    visit = town.under_way()
    clue = {"unit": TOWN, "source": "inspection", "clue": "发现焚烧痕迹", "inspection": visit}
    opened = town.done("POST", "/cases", clue, by="zhang")["id"]
    unlike = clue | {"source": "report", "inspection": None}
    other = town.done("POST", "/cases", unlike, by="zhang")["id"]
    said = FOUND | {"result": "case_opened"}

    assert town.move(visit, "zhang", **said, case=other).wrong_fields == ["case"]
    assert town.recorded(visit, result="case_opened", case=opened)["case"] == opened
    assert town.figures()["cases"] == 1


def test_only_an_order_has_a_limit_and_only_case_opened_a_case(town: EnforcingTown) -> None:
    visit = town.under_way()

    assert town.move(visit, "zhang", **FOUND, case=CASE).status == 422
    assert town.move(visit, "zhang", **FOUND, order="清理").status == 422
    assert town.read(visit)["status"] == "begun"


# Papers and record


def papers_of(visit: str) -> dict[str, str | None]:
    found = papers.all_of(f"INSPECTION#{visit}")
    return {one.form: one.number for one in found}


def test_each_step_issues_its_paper_in_the_same_transaction(town: EnforcingTown) -> None:
    visit = town.ordered()

    assert list(papers_of(visit)) == [
        "inspection_approval",
        "inspection_notice",
        "inspection_record",
        "inspection_result",
        "correction_order",
    ]
    order = papers.all_of(f"INSPECTION#{visit}")[-1]
    assert order.values["correction"] == "清理堆放的秸秆"
    assert order.values["correct_by"] == "2026年11月28日"
    assert "A-001" in papers.all_of(f"INSPECTION#{visit}")[2].values["officers"]


def test_a_refused_record_leaves_no_paper(town: EnforcingTown) -> None:
    visit = town.under_way()

    assert town.move(visit, "zhang", **(FOUND | {"signed": False})).problem == "result-incomplete"

    assert "inspection_record" not in papers_of(visit)


def test_the_history_of_an_inspection_is_sealed(town: EnforcingTown) -> None:
    visit = town.ordered()

    entries, head = timeline.whole(f"INSPECTION#{visit}")

    assert verify(entries, head) == []
    forged = [entries[0]._replace(details='{"reason":"别的"}'), *entries[1:]]
    assert verify(forged, head) != []


def test_a_photo_is_on_record_by_its_hash_and_none_is_from_the_future(town: EnforcingTown) -> None:
    visit = town.under_way()
    photo = {"file": "photo-1", "sha256": "a" * 64, "taken_at": clock.local_iso(town.county.now)}
    later = clock.local_iso(town.county.now + timedelta(minutes=1))

    assert town.move(visit, "zhang", **FOUND, photos=[photo | {"taken_at": later}]).status == 422
    (kept,) = town.recorded(visit, photos=[photo])["photos"]

    history = town.done("GET", f"/inspections/{visit}/history", by="head")["items"]
    (added,) = [step["details"] for step in history if step["event"] == "evidence_added"]
    assert (added["evidence"], added["sha256"]) == (kept, "a" * 64)
    entries, head = timeline.whole(f"INSPECTION#{visit}")
    assert verify(entries, head) == []


def test_a_photo_of_another_day_is_none_of_this_inspection(town: EnforcingTown) -> None:
    visit = town.under_way()
    before = clock.local_iso(town.county.now - timedelta(days=1))
    photo = {"file": "photo-1", "sha256": "a" * 64, "taken_at": before}

    refused = town.move(visit, "zhang", **FOUND, photos=[photo])

    assert (refused.status, refused.wrong_fields) == (422, ["photos"])


def test_a_record_is_signed_or_refused_and_not_both(town: EnforcingTown) -> None:
    visit = town.under_way()

    assert town.move(visit, "zhang", **FOUND, refusal="当事人拒签，村干部见证").status == 422


def test_a_paper_of_an_inspection_is_written_as_a_file_for_its_town(town, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr("enforcement.api.inspection_papers.ask_for", asked.append)
    visit = town.announced()
    listed = town.done("GET", f"/inspections/{visit}/papers", by="reviewer")["items"]
    path = f"/inspections/{visit}/papers/{listed[0]['id']}/document"

    assert town.go("GET", path, by="zhang").status == 404
    assert town.go("POST", path, by="far_head").status == 404
    assert town.go("POST", path, by="zhang").status == 202
    assert town.done("GET", path, by="head")["status"] == "queued"
    assert asked == [{"document": {"context": "enforcement", "id": listed[0]["id"]}}]
