"""Claims through the API: from the first word to the points, with everybody who has a part in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from composition.clock import timers
from escalation.rules.obligations import Obligation
from escalation.store import obligations
from kernel.storage.unit_of_work import carry_out
from points.service.post_claim import see_to_claim
from tests.support.county import answer_lost, throttled
from tests.support.described import assert_described
from tests.support.village import (
    COUNTY,
    FIVE_DAYS,
    GRID,
    HOMES,
    SAMPLE,
    TOWN,
    VILLAGE,
    World,
    a_village,
)


def posted(village: World, home: str = "h-01", item: str = "clean_yard") -> str:
    claim = village.claimed(home, item)
    village.confirm(claim)
    village.publish()
    village.advance(**FIVE_DAYS)
    village.tick()
    return claim


def test_a_claim_is_checked_published_and_posted_by_itself(village: World) -> None:
    claim = village.claimed()
    waiting = village.read(claim)
    confirmed = village.confirm(claim)
    village.publish()
    village.advance(days=5, hours=14, milliseconds=-1)
    early = (village.tick(), village.balance()["honour"])
    village.advance(milliseconds=1)

    village.tick()

    assert (waiting["status"], confirmed["status"], confirmed["points"]) == (
        "checking",
        "confirmed",
        5,
    )
    assert early == (0, 0)
    assert village.balance() == {"spendable": 5, "honour": 5, "demerit": 0, "held": 0}
    (entry,) = village.entries()
    assert (entry["ref"], entry["rule"]) == (claim, {"version": 1, "item": "clean_yard"})
    assert entry["evaluation"]["parts"]["facts"]["verifiers"] == 2
    assert village.read(claim)["status"] == "posted"
    assert_described("Evaluation", waiting["evaluation"] or confirmed["evaluation"])
    assert_described("Evaluation", entry["evaluation"])
    assert_described("AppliedRule", entry["rule"])
    told = village.did("GET", f"claims/{claim}/timeline")["items"]
    assert len(told) >= 4
    for step in told:
        assert_described("PointsStepDetails", step["details"] or {})


def test_what_nobody_publishes_the_clock_publishes(village: World) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.advance(days=7)

    village.tick()

    assert village.read(claim)["status"] == "published"


def test_posting_twice_at_once_posts_once(village: World) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    village.advance(**FIVE_DAYS)

    done = [carry_out(lambda work: see_to_claim(work, claim)).result for _ in range(3)]

    assert done == [1, 0, 0]
    assert village.balance()["honour"] == 5


@pytest.mark.parametrize("fault", [answer_lost, throttled])
def test_a_posting_whose_answer_is_lost_is_posted_once(village: World, fault) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    village.advance(**FIVE_DAYS)
    from kernel.storage.dynamo import client

    hit: list[str] = []
    wire: Any = client()
    send = wire._make_api_call

    def once(operation, said):
        if operation == "TransactWriteItems" and not hit:
            hit.append(operation)
            return fault(lambda: send(operation, said), operation)
        return send(operation, said)

    wire._make_api_call = once
    try:
        village.tick()
    finally:
        wire._make_api_call = send

    assert hit
    assert village.balance()["honour"] == 5
    assert len(village.entries()) == 1


def test_a_household_claims_for_itself_or_its_grid_worker_does(village: World) -> None:
    assert village.claim("h-01", by="worker").status == 201
    assert village.claim("h-01", by="p-h-02").status == 404
    assert village.claim("h-02", by="officer").status == 404
    assert village.claim("h-02", by="v1").status == 403


def test_deductions_are_recorded_by_verifiers(village: World) -> None:
    more = {"item": "dumping", "evidence": ["照片1"], "description": "倒垃圾"}

    assert village.claim("h-01", **more).status == 403
    assert village.claim("h-01", by="worker", **more).status == 403
    assert village.claim("h-09", by="v1", **more).problem == "recused"
    assert village.claim("h-01", by="v1", **more).body["sign"] == "minus"


def test_a_deduction_is_never_about_sealed_records_nor_about_what_nobody_can_help(
    village: World,
) -> None:
    said = {"item": "dumping", "by": "v1", "evidence": ["照片1"]}

    sealed = village.claim(description="因治安处罚", **said)
    shown = village.claim(description="倒垃圾", **{**said, "evidence": ["派 出所處罰决定书"]})
    ill = village.claim(description="倒垃圾", cause="illness", **said)
    claim = village.claimed("h-02", description="倒垃圾", **said)
    found = village.move(claim, "verify", "v2", quantity=1, reason="本人有前科")

    assert (sealed.status, sealed.problem) == (422, "forbidden-rule")
    assert (shown.problem, shown.wrong_fields) == ("forbidden-rule", ["evidence.0"])
    assert (found.problem, found.wrong_fields) == ("forbidden-rule", ["reason"])
    assert (ill.status, ill.problem) == (409, "item-excluded")


def test_a_deduction_takes_points_and_is_kept_as_demerit(village: World) -> None:
    village.earn(points=3)
    claim = village.claimed("h-01", "dumping", by="v1", evidence=["照片1"], description="倒垃圾")
    for who in ("v2", "v3"):
        village.move(claim, "verify", who, quantity=1)
    for home in ("h-05", "h-06"):
        village.move(claim, "recognise", f"p-{home}", in_favour=True)
    village.publish()
    village.advance(**FIVE_DAYS)
    village.tick()

    assert village.balance() == {"spendable": 0, "honour": 3, "demerit": 5, "held": 0}
    assert village.entries()[-1]["short"] == 2
    assert "2 分未扣，不再追扣" in village.entries()[-1]["text"]


@pytest.mark.parametrize(
    ("who", "ground"),
    [
        ("v1", None),
        ("stranger", "relations_unknown"),
        ("p-h-02", None),
    ],
)
def test_verifiers_verify(village: World, who: str, ground: str | None) -> None:
    answer = village.move(village.claimed(), "verify", who, quantity=1)

    assert answer.status == (200 if who == "v1" else 403)
    assert ground is None or answer.body["ground"] == ground


def test_the_registrys_relations_recuse(village: World) -> None:
    village.relate("h-01", "h-09")
    claim = village.claimed("h-01")

    near = village.move(claim, "verify", "v1", quantity=1)
    own = village.move(village.claimed("h-10"), "verify", "v2", quantity=1)
    neighbour = village.move(claim, "recognise", "v1", in_favour=True)

    assert [near.body["ground"], own.body["ground"], neighbour.body["ground"]] == [
        "near_relative",
        "own_household",
        "near_relative",
    ]


def test_a_grid_worker_writes_down_a_neighbours_word_with_its_paper(village: World) -> None:
    claim = village.claimed()
    said = {"in_favour": True, "household": "h-07"}

    without = village.move(claim, "recognise", "worker", **said)
    with_it = village.move(claim, "recognise", "worker", paper="签字单3", **said)
    again = village.move(claim, "recognise", "p-h-07", in_favour=True)

    assert (without.status, with_it.status, again.status) == (422, 200, 403)
    assert with_it.body["endorsements"][0]["household"] == "h-07"


def test_only_the_village_has_a_say(village: World) -> None:
    claim = village.claimed()

    assert village.move(claim, "recognise", "p-h-90", in_favour=True).status == 404
    assert village.move(claim, "recognise", "town", in_favour=True).status == 403


def test_an_item_is_claimed_once_a_day_until_it_is_refused(village: World) -> None:
    claim = village.claimed()

    twice = village.claim()
    village.move(claim, "withdraw", "p-h-01")

    assert (twice.status, twice.problem, twice.body["claim"]) == (409, "already-claimed", claim)
    assert village.claim().status == 201


def test_a_cap_cuts_the_last_claim_and_refuses_the_next(village: World) -> None:
    days = ["2026-11-20", "2026-11-21", "2026-11-22"]
    got = []
    for day in days[:2]:
        claim = village.claimed(happened_on=day)
        got.append(village.confirm(claim)["points"])

    third = village.claim(happened_on=days[2])

    assert got == [5, 5]
    assert (third.status, third.problem) == (409, "cap-reached")


def test_what_a_cap_no_longer_holds_can_be_earned_again(village: World) -> None:
    claims = [village.claimed(happened_on=day) for day in ("2026-11-20", "2026-11-21")]
    for claim in claims:
        village.confirm(claim)
    village.publish()
    village.move(claims[0], "object", "p-h-02", reason="不实")

    village.move(claims[0], "answer", "town", objection=1, upheld=True, reason="查无此事", points=0)

    assert village.read(claims[0])["status"] == "refused"
    assert village.claim(happened_on="2026-11-22").status == 201


def test_a_reversed_award_can_be_claimed_rightly(village: World) -> None:
    claim = posted(village)
    day = village.read(claim)["happened_on"]
    path = f"villages/{VILLAGE}/ledger/entries/{village.read(claim)['entry']}/reversals"
    taken = village.claim(happened_on=day).problem

    village.did("POST", path, {"reason": "数量有误"}, by="officer2")
    again = village.confirm(village.claimed(happened_on=day))

    events = [step["event"] for step in village.did("GET", f"claims/{claim}/timeline")["items"]]
    assert (taken, village.read(claim)["status"], events[-1]) == (
        "already-claimed",
        "reversed",
        "reversed",
    )
    assert (again["points"], again["evaluation"]["cap_left"]) == (5, 10)


def capped(points: int, per: str) -> dict[str, Any]:
    """Return the sample's items with another cap for a clean yard; 0: none."""
    cap = {"points": points, "per": per} if points else None
    return {
        "items": [
            {**item, "cap": cap} if item["code"] == "clean_yard" else item
            for item in SAMPLE["items"]
        ]
    }


@pytest.mark.parametrize("before", [(0, "month"), (5, "month"), (5, "quarter")])
def test_a_cap_counts_what_was_given_under_the_version_before(
    village: World, before: tuple[int, str]
) -> None:
    village.adopt("2026-11-02", document={**SAMPLE, **capped(*before)})
    village.adopt("2026-11-20", document={**SAMPLE, **capped(8, "year")})
    village.confirm(village.claimed(happened_on="2026-11-19"))

    after = village.confirm(village.claimed(happened_on="2026-11-21"))

    assert (after["points"], after["evaluation"]["cap_left"]) == (3, 3)


def test_an_objection_stops_posting_until_others_have_answered(village: World) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    village.advance(days=4)
    village.move(claim, "object", "p-h-02", reason="院里有杂物")
    village.advance(days=3)
    village.tick()
    stopped = village.balance()["honour"]

    by_first = village.move(claim, "answer", "v1", objection=1, upheld=False, reason="属实")
    by_other = village.move(claim, "answer", "supervisor", objection=1, upheld=False, reason="属实")
    village.tick()

    assert stopped == 0
    assert (by_first.problem, by_other.status) == ("recused", 200)
    assert village.balance()["honour"] == 5


def test_an_upheld_objection_changes_the_score_with_its_reason(village: World) -> None:
    claim = village.claimed(item="half_day_work", quantity=4)
    village.confirm(claim, 4, visit=None)
    village.publish()
    village.move(claim, "object", "p-h-02", reason="只做了一天")

    after = village.move(
        claim, "answer", "supervisor", objection=1, upheld=True, reason="实为一天", points=6
    )
    village.advance(**FIVE_DAYS)
    village.tick()

    assert after.body["objections"][0]["answer"] == "实为一天"
    assert village.balance()["honour"] == 6


def test_an_answer_that_is_late_is_said_so_once_and_never_posts_by_itself(village: World) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    village.move(claim, "object", "p-h-02", reason="不实")

    village.advance(days=4)
    village.tick()
    village.advance(days=60)
    village.tick()

    told = village.read(claim)
    events = village.did("GET", f"claims/{claim}/timeline")["items"]
    assert (told["status"], told["late"], village.balance()["honour"]) == ("objected", True, 0)
    assert [step["event"] for step in events][-2:] == ["objected", "answer_late"]


def test_a_claim_nobody_checks_is_said_to_be_late_once(village: World) -> None:
    claim = village.claimed()
    for _ in range(2):
        village.advance(days=15)
        village.tick()

    events = [step["event"] for step in village.did("GET", f"claims/{claim}/timeline")["items"]]
    notes = village.did("GET", "households/h-01", by="p-h-01")["notes"]

    assert village.read(claim)["late"]
    assert events == ["claimed", "check_late"]
    assert len(notes) == 1


def test_what_a_village_has_nobody_left_to_verify_those_above_verify_once_it_is_late(
    village: World,
) -> None:
    claim = village.claimed()
    village.move(claim, "verify", "v1", quantity=1)
    early = village.move(claim, "verify", "town", quantity=1)
    village.advance(days=15)
    village.tick()

    offered = village.read(claim, by="town")["actions"]
    late = village.move(claim, "verify", "town", quantity=1)
    again = village.move(claim, "verify", "town", quantity=1)
    above = village.move(claim, "visit", "county", grade=80, reason="入户查看")

    assert (early.status, early.problem) == (403, "not-allowed")
    assert {"verify", "visit"} <= set(offered)
    assert (late.status, above.status) == (200, 200)
    assert again.problem == "recused"


def test_an_objection_that_is_late_the_county_answers_where_the_town_took_part(
    village: World,
) -> None:
    claim = village.claimed(item="waste_sorting")
    village.advance(days=15)
    village.tick()
    village.move(claim, "verify", "town", quantity=1)
    village.move(claim, "verify", "v2", quantity=1)
    for home in ("h-11", "h-12"):
        said = {"in_favour": True, "household": home, "paper": "签字单"}
        village.move(claim, "recognise", "worker", **said)
    village.publish()
    village.move(claim, "object", "p-h-02", reason="不实")
    said = {"objection": 1, "upheld": False, "reason": "属实"}
    early = village.move(claim, "answer", "county", **said)
    village.advance(days=15)
    village.tick()

    late = village.move(claim, "answer", "county", **said)

    assert (early.status, late.status) == (403, 200)


MONDAY_MIDNIGHT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
"""When the day of the tests begins in Beijing; a term of three days ends with the third day after it."""


def owed_for(village: World, claim: str) -> dict[str, Obligation]:
    """Return what is or was owed for a claim, by kind."""
    with village.quietly():
        rows = village.kept("obligations")
    ids = [row["id"]["S"] for row in rows if row["sk"]["S"] == "OBLIGATION"]
    found = obligations.load_all(ids).values()
    return {one.kind: one for one in found if one.about["claim"] == claim}


def climbed(village: World, obligation: Obligation) -> list[str]:
    """Let nothing be done about something owed, and return who answered for it in turn."""
    stand = [obligation.responsible_unit]
    while stand[-1] != COUNTY:
        present = obligations.load(obligation.id)
        assert present is not None
        assert present.armed_for is not None
        village.now = max(village.now, present.armed_for)
        timers.fire("obligation", present.id, present.epoch)
        after = obligations.load(obligation.id)
        assert after is not None
        if after.responsible_unit != stand[-1]:
            stand.append(after.responsible_unit)
    return stand


def test_the_check_of_a_claim_climbs_while_nobody_does_it_and_ends_with_it(village: World) -> None:
    claim = village.claimed()
    [check] = owed_for(village, claim).values()

    climb = climbed(village, check)
    village.confirm(claim)

    assert (check.kind, check.unit) == ("claim_check", VILLAGE)
    assert climb == [VILLAGE, TOWN, COUNTY]
    after = owed_for(village, claim)["claim_check"]
    assert (str(after.status), after.marks) == ("fulfilled", ())


def test_a_claim_that_is_withdrawn_is_owed_no_check(village: World) -> None:
    claim = village.claimed()

    village.move(claim, "withdraw", "p-h-01")

    assert str(owed_for(village, claim)["claim_check"].status) == "dropped"


def test_the_answer_to_an_objection_is_owed_until_the_last_is_given(village: World) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    for person in ("p-h-02", "p-h-03"):
        village.move(claim, "object", person, reason="不实")
    answers = owed_for(village, claim)["claim_objection"]

    village.move(claim, "answer", "supervisor", objection=1, upheld=False, reason="属实")
    between = owed_for(village, claim)["claim_objection"]
    village.move(claim, "answer", "supervisor", objection=2, upheld=False, reason="属实")

    assert answers.due_at == MONDAY_MIDNIGHT + timedelta(days=4)
    assert between == answers
    assert str(owed_for(village, claim)["claim_objection"].status) == "fulfilled"


def test_an_objection_that_nobody_answers_climbs_to_the_county(village: World) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    village.move(claim, "object", "p-h-02", reason="不实")

    climb = climbed(village, owed_for(village, claim)["claim_objection"])

    assert climb == [VILLAGE, TOWN, COUNTY]


def test_claim_and_what_is_owed_for_it_are_kept_together_or_not_at_all(village: World) -> None:
    village.faults.extend([throttled] * 60)

    refused = village.go("POST", "claims", {"household": "h-01", "item": "clean_yard"}, by="p-h-01")

    village.faults.clear()
    assert refused.status >= 400
    assert village.kept("obligations") == []


def test_an_objection_is_in_time_until_midnight_of_the_fifth_day_after_publication(
    village: World,
) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    village.advance(days=5, hours=13, minutes=59, seconds=59)

    assert village.move(claim, "object", "p-h-02", reason="x").status == 200


def test_an_objection_after_the_period_is_too_late(village: World) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    village.advance(**FIVE_DAYS)

    assert village.move(claim, "object", "p-h-02", reason="x").problem == "objection-too-late"


def test_the_version_of_the_day_it_happened_scores_it(village: World) -> None:
    changed = {"items": [{**item, "points": 4} for item in SAMPLE["items"]]}
    path = f"villages/{VILLAGE}/rule-books"
    version = village.did("POST", path, {**SAMPLE, **changed})["version"]
    path = f"{path}/{version}/transitions"
    village.did("POST", path, {"action": "pass", "vote_id": "V-2", "voted_on": "2026-11-23"})
    village.did("POST", path, {"action": "file", "filing_no": "F-2"}, by="town")
    village.did("POST", path, {"action": "publish", "valid_from": "2026-11-24"})
    old = village.claimed("h-01", "waste_sorting", happened_on="2026-11-23")
    village.advance(days=1)
    new = village.claimed("h-02", "waste_sorting", happened_on="2026-11-24")

    points = [village.confirm(claim, visit=None)["points"] for claim in (old, new)]

    assert points == [3, 4]
    assert [village.read(claim)["book_version"] for claim in (old, new)] == [1, 2]


def test_before_a_book_is_in_force_nothing_is_claimed() -> None:
    with a_village() as village:
        assert village.claim().problem == "no-rule-book"


def test_a_book_is_passed_filed_and_published_in_this_order_by_these_people() -> None:
    with a_village() as village:
        path = f"villages/{VILLAGE}/rule-books"
        village.did("POST", path, SAMPLE)
        step = f"{path}/1/transitions"
        voted = {"action": "pass", "vote_id": "V-1", "voted_on": "2026-11-22"}

        early = village.go("POST", step, {"action": "publish", "valid_from": "2026-11-23"})
        elsewhere = village.go("POST", step, voted, by="far_officer")
        without = village.go("POST", step, {"action": "pass", "voted_on": "2026-11-22"})
        village.did("POST", step, voted)
        not_town = village.go("POST", step, {"action": "file", "filing_no": "F"})
        village.did("POST", step, {"action": "file", "filing_no": "F"}, by="town")
        backwards = village.go("POST", step, {"action": "publish", "valid_from": "2026-11-22"})
        told = village.did("POST", step, {"action": "publish", "valid_from": "2026-11-23"})

        assert [early.problem, elsewhere.status, without.status] == ["illegal-move", 403, 422]
        assert (not_town.status, backwards.status) == (403, 422)
        assert (told["facts"]["vote_id"], told["facts"]["filing_no"]) == ("V-1", "F")
        assert village.did("GET", f"villages/{VILLAGE}/rule-book", by="p-h-01")["version"] == 1


def test_flagged_words_wait_for_the_towns_reason_when_the_version_is_filed() -> None:
    with a_village() as village:
        path = f"villages/{VILLAGE}/rule-books"
        draft = village.did("POST", path, {**SAMPLE, "note": "停水通知及时公布；取消困难户资格"})
        step = f"{path}/1/transitions"
        village.did("POST", step, {"action": "pass", "vote_id": "V-1", "voted_on": "2026-11-22"})
        file = {"action": "file", "filing_no": "F"}

        without = village.go("POST", step, file, by="town")
        told = village.did("POST", step, {**file, "reason": "指积分荣誉资格"}, by="town")

        assert [flag["words"] for flag in draft["flags"]] == ["取消困难户"]
        assert (without.problem, told["status"]) == ("flags-not-cleared", "filed")
        assert told["facts"]["reason"] == "指积分荣誉资格"


def test_a_public_list_is_masked_and_stays_up_for_fifteen_days(village: World) -> None:
    village.confirm(village.claimed(description="张三家院落"))
    village.publish()
    village.advance(days=15, hours=14, milliseconds=-1)

    (listed,) = village.did("GET", f"villages/{VILLAGE}/publications", by="p-h-02")["items"]
    village.advance(milliseconds=1)
    (after,) = village.did("GET", f"villages/{VILLAGE}/publications", by="p-h-02")["items"]

    assert (listed["is_public"], after["is_public"]) == (True, False)
    assert listed["lines"][0]["household"] == "张*户"
    assert "张三" not in json.dumps(listed, ensure_ascii=False)
    assert "h-01" not in json.dumps(listed)
    assert village.go("GET", f"villages/{VILLAGE}/publications", by="p-h-90").status == 404


def test_neighbours_see_a_claim_without_names_words_or_findings(village: World) -> None:
    claim = village.claimed(description="家里三口人")
    village.move(claim, "verify", "v1", quantity=1, reason="看过")

    seen = village.read(claim, by="p-h-02")
    own = village.read(claim, by="p-h-01")

    assert (seen["household"], seen["household_name"]) == (None, "张*户")
    assert (seen["description"], seen["checks"], seen["evidence"]) == (None, [], [])
    assert own["description"] == "家里三口人"
    assert own["checks"][0] == {
        "person": None,
        "name": None,
        "household": None,
        "role": "points_verifier",
        "at": own["checks"][0]["at"],
        "quantity": 1,
        "note": "看过",
    }
    assert village.go("GET", f"claims/{claim}", by="p-h-90").status == 404


def test_the_same_key_claims_once_and_another_body_is_refused(village: World) -> None:
    first, second = (village.claim(key="k-1") for _ in range(2))
    other = village.claim(key="k-1", description="别的")

    assert (first.status, second.status, other.problem) == (201, 201, "idempotency-key-reused")
    assert first.body == second.body
    assert second.headers["Idempotent-Replayed"] == "true"


def test_a_step_sent_again_under_its_key_is_answered_as_before(village: World) -> None:
    claim = village.claimed(item="waste_sorting")

    first, again = (village.move(claim, "verify", "v1", quantity=1, key="k-2") for _ in range(2))

    assert (again.status, again.body) == (200, first.body)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_step_on_a_version_nobody_has_any_more_is_refused(village: World) -> None:
    claim = village.claimed()
    village.move(claim, "verify", "v1", quantity=1)

    assert village.move(claim, "verify", "v2", quantity=1, version=1).status == 412
    assert village.move(claim, "verify", "v2", quantity=1, version=2).status == 200


def test_more_claims_than_a_list_holds_are_published_in_turns(village: World, monkeypatch) -> None:
    from points.service import publish_scores

    monkeypatch.setattr(publish_scores, "MOST_A_PUBLICATION", 2)
    for home in HOMES[:3]:
        village.confirm(village.claimed(home, "waste_sorting"), visit=None)

    first, second = village.publish(), village.publish()

    assert [(len(one["lines"]), one["left"]) for one in (first, second)] == [(2, 1), (1, 0)]
    again = village.go("POST", f"villages/{VILLAGE}/publications")
    assert again.problem == "nothing-to-publish"


def test_a_claim_names_the_grid_it_was_made_in(village: World) -> None:
    village.claimed()
    (line,) = village.did("GET", "claims", village=VILLAGE, by="worker")["items"]

    assert line["household"] == "h-01"
    assert village.go("GET", "claims", village=VILLAGE, by="far_officer").status == 403
    assert GRID.startswith(VILLAGE)


def test_what_a_step_is_decided_on_is_read_once(village: World) -> None:
    for who in ("p-h-01", "v1", "v2"):
        village.did("GET", f"villages/{VILLAGE}/rule-book", by=who)
    village.calls.clear()

    claim = village.claimed(item="waste_sorting", key="k-1")
    claimed = list(village.calls)
    village.move(claim, "verify", "v1", quantity=1, key="k-2")

    homes, day_and_cap, write = "BatchGetItem", "BatchGetItem", "TransactWriteItems"
    assert claimed == [homes, day_and_cap, write]
    the_claim, cap = "BatchGetItem", "BatchGetItem"
    assert village.calls[len(claimed) :] == [the_claim, homes, cap, write]
