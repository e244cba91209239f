"""Inspections as requests: proposed, approved, announced, made by two certified officers, recorded, and led on by links."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enforcement.rules.timeline import verify
from enforcement.store import papers, timeline
from kernel import clock
from tests.support import obligations
from tests.support.cases import Enforcement
from tests.support.county import COUNTY, NEXT_TOWN, TOWN, County
from tests.support.enforcement_town import FIRM, FOUND, OTHER_FIRM, VISIT, EnforcingTown

CHECK = {"item": "有无堆放秸秆", "found": "有"}
CASE = "01M8323B80ZASBGN3Q5V2DNX69"


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


def test_a_villager_is_inspected_without_the_rules_on_firms(town: EnforcingTown) -> None:
    visit = town.propose(firm=None, party="张三").body["id"]

    assert town.begin(visit).body["code"] == f"JC{TOWN}-2026-0001"


def test_nobody_approves_what_one_proposed(town: EnforcingTown) -> None:
    visit = town.propose(by="head").body["id"]

    refused = town.move(visit, "head", action="approve")

    assert refused.problem == "approved-by-oneself"
    assert town.read(visit, "head")["actions"] == ["cancel"]


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
    assert town.propose(firm=OTHER_FIRM).status == 201


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
    other = town.done("POST", "/cases", clue | {"inspection": None}, by="zhang")["id"]
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


def test_a_paper_of_an_inspection_is_written_as_a_file_for_its_town(town, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr("enforcement.api.inspections.ask_for", asked.append)
    visit = town.announced()
    listed = town.done("GET", f"/inspections/{visit}/papers", by="reviewer")["items"]
    path = f"/inspections/{visit}/papers/{listed[0]['id']}/document"

    assert town.go("GET", path, by="zhang").status == 404
    assert town.go("POST", path, by="far_head").status == 404
    assert town.go("POST", path, by="zhang").status == 202
    assert town.done("GET", path, by="head")["status"] == "queued"
    assert asked == [{"document": {"context": "enforcement", "id": listed[0]["id"]}}]
