"""Bodies and matters through the API: what is refused with the article, and no step skipped."""

from __future__ import annotations

import pytest

from tests.support.assembly import ASSEMBLY, MINUTES, PARTY, REPRESENTATIVES, assembly, member
from tests.support.county import NEXT_VILLAGE, VILLAGE

PARTY_MEETING = f"{VILLAGE}~party_members_meeting"


def test_a_composition_the_law_does_not_allow_is_refused_with_the_article(village):
    body = village.did("/v1/bodies", {"village": VILLAGE, "kind": "representatives_assembly"})["id"]
    men = [member(f"m{n}", capacity="representative") for n in range(9)]
    draft = village.did(
        f"/v1/bodies/{body}/compositions",
        {"valid_from": "2026-11-01", "members": men, "households": 90},
    )

    answer = village.post(
        f"/v1/bodies/{body}/compositions/{draft['number']}/transitions", {"action": "confirm"}
    )

    assert (answer.status, answer.problem) == (422, "composition-invalid")
    assert "第二十九条" in answer.body["detail"]
    assert village.read(f"/v1/bodies/{body}")["in_force"] is None


def test_a_composition_holds_from_its_day_on_and_the_older_ones_stay(village, county):
    body = village.body("party_members_meeting", [member(person) for person in PARTY])
    village.compose(body, [member("r0")], valid_from="2026-12-01")

    before = village.read(f"/v1/bodies/{body}")
    county.advance(days=10)
    after = village.read(f"/v1/bodies/{body}")

    assert (before["in_force"], after["in_force"]) == (1, 2)
    assert len(village.read(f"/v1/bodies/{body}/compositions/1")["members"]) == len(PARTY)


def test_relatives_of_the_committee_do_not_supervise(village):
    village.body(
        "village_committee",
        [member("village", woman=True, relatives=["p0"]), member("p1"), member("r1")],
    )
    body = village.did("/v1/bodies", {"village": VILLAGE, "kind": "supervision_committee"})["id"]
    draft = village.did(
        f"/v1/bodies/{body}/compositions",
        {"valid_from": "2026-11-01", "members": [member("p0", accounting=True)]},
    )

    answer = village.post(
        f"/v1/bodies/{body}/compositions/{draft['number']}/transitions", {"action": "confirm"}
    )

    assert "第三十七条" in answer.body["detail"]


def test_a_large_roll_is_drafted_in_parts(village):
    body = village.did("/v1/bodies", {"village": VILLAGE, "kind": "villagers_meeting"})["id"]
    first = {"valid_from": "2026-11-01", "members": [member(f"v{n}") for n in range(200)]}
    village.did(f"/v1/bodies/{body}/compositions", first)
    path = f"/v1/bodies/{body}/compositions/1"

    village.did(f"{path}/members", {"members": [member(f"v{n}") for n in range(200, 400)]})
    village.did(f"{path}/transitions", {"action": "confirm"})

    assert village.read(f"/v1/bodies/{body}")["compositions"] == [
        {"number": 1, "valid_from": "2026-11-01", "size": 400}
    ]
    again = village.post(f"{path}/members", {"members": [member("late")]})
    assert again.problem == "composition-settled"


def test_a_roll_is_read_by_those_who_keep_and_check_it_alone(village):
    body = village.seated("representatives_assembly", assembly())

    path = f"/v1/bodies/{body}/compositions/1"

    for by, status in (("supervisor", 200), ("town", 200), ("resident", 403), ("far_village", 404)):
        assert village.go("GET", path, by=by).status == status


def test_a_step_may_not_be_skipped(village):
    village.govern()
    matter = village.matter()["id"]

    answer = village.move(matter, "record", step="committees_consultation", minutes=MINUTES)

    assert (answer.status, answer.problem) == (409, "step-may-not-be-skipped")
    assert answer.body["pending_step"] == "branch_proposal"
    assert answer.body["steps"][0] == "branch_proposal"


def test_a_decision_is_not_recorded_but_voted_on(village):
    village.govern()
    matter = village.standing("dilapidated_housing", 2)

    answer = village.move(matter, "record", step="party_members_review", minutes=MINUTES)

    assert answer.problem == "step-may-not-be-skipped"


def test_the_first_two_steps_are_one_sitting_where_secretary_and_director_are_one(village):
    village.govern(one_head=True)
    matter = village.matter()["id"]

    answer = village.move(matter, "merge", minutes=MINUTES, reason="书记兼主任")

    assert answer.body["step"] == "party_members_review"
    assert [record["merged_with"] for record in answer.body["records"]] == [
        "committees_consultation",
        "branch_proposal",
    ]


def test_the_shortcut_is_refused_where_they_are_two(village):
    village.govern(one_head=False)
    matter = village.matter()["id"]

    answer = village.move(matter, "merge", minutes=MINUTES, reason="图省事")

    assert (answer.status, answer.problem) == (409, "shortcut-not-allowed")
    assert village.read(f"/v1/matters/{matter}")["step"] == "branch_proposal"


def test_a_matter_put_to_the_wrong_body_is_refused_with_the_rule(village):
    village.govern()
    matter = village.at_decision()

    answer = village.announce(PARTY_MEETING, [matter])

    assert (answer.status, answer.problem) == (409, "wrong-body")
    assert answer.body["bodies"] == ["representatives_assembly"]
    assert "社会" in answer.body["rule"] or "危房" in answer.body["rule"]


def test_a_collective_matter_is_not_for_the_representatives_assembly(village):
    village.govern()
    matter = village.matter("land_contract")["id"]
    village.record(matter, "party_study")

    answer = village.announce(ASSEMBLY, [matter])

    assert answer.problem == "wrong-body"
    assert answer.body["bodies"] == ["collective_members_meeting"]
    assert "农村集体经济组织法" in answer.body["detail"]


def test_what_the_villagers_meeting_delegated_the_assembly_decides(village):
    village.govern()
    adults = [member(person) for person in [*REPRESENTATIVES, "p0", "p1"]]
    villagers = village.seated("villagers_meeting", adults)
    levy = village.at_decision(kind="paid_posts")
    assert village.announce(ASSEMBLY, [levy]).problem == "wrong-body"
    delegation = village.at_decision(kind="delegation", delegates=["paid_posts"])
    meeting = village.meeting(villagers, [delegation], REPRESENTATIVES, mode="villager")
    vote = village.vote(meeting)
    village.ballots(vote, REPRESENTATIVES[:5], "yes")

    assert village.close(vote)["tally"]["passed"]

    assert village.announce(ASSEMBLY, [levy]).status == 201
    settings = village.read(f"/v1/assembly-settings/{VILLAGE}")
    assert settings["delegated"] == {"paid_posts": delegation}


def test_the_villages_vote_on_housing_is_an_opinion_and_says_so(village):
    village.govern()
    entered = village.matter()["id"]
    village.record(entered, "branch_proposal")
    village.record(entered, "committees_consultation")
    for body, people, least in ((PARTY_MEETING, PARTY, 4), (ASSEMBLY, REPRESENTATIVES, 6)):
        meeting = village.meeting(body, [entered], people[:8])
        vote = village.vote(meeting)
        village.ballots(vote, people[:least], "yes")
        assert village.close(vote)["tally"]["passed"]
        village.did(f"/v1/meetings/{meeting}/transitions", {"action": "close", "minutes": "通过"})

    matter = village.read(f"/v1/matters/{entered}")

    assert matter["result"] == "recommended"
    assert "上级决定" in matter["result_name"]
    assert matter["step"] == "resolution_publication"


def test_a_matter_that_fails_at_the_party_meeting_goes_no_further(village):
    village.govern()
    matter = village.standing("dilapidated_housing", 2)
    meeting = village.meeting(PARTY_MEETING, [matter], PARTY)
    vote = village.vote(meeting)
    village.ballots(vote, PARTY[:3], "yes")

    tally = village.close(vote)["tally"]

    assert (tally["passed"], tally["yes_needed"]) == (False, 4)
    assert village.read(f"/v1/matters/{matter}")["status"] == "not_passed"


def test_a_decision_is_followed_until_it_is_done(village, county):
    village.govern()
    matter = village.decided()
    village.publish("resolution", matter=matter)
    due = "2027-03-01T18:00:00+08:00"

    early = village.move(matter, "finish")
    planned = village.move(
        matter, "plan", milestones=[{"title": "开工", "responsible": "r0", "due_at": due}]
    ).body
    open_still = village.move(matter, "finish")
    path = f"/v1/matters/{matter}/milestones/{planned['milestones'][0]['id']}/transitions"
    stranger = village.post(path, {"action": "done", "note": "已开工"}, "r1")
    village.did(path, {"action": "done", "note": "已开工"}, "r0")
    finished = village.move(matter, "finish").body
    published = village.publish("result", matter=matter)

    assert early.problem == open_still.problem == "milestones-missing"
    assert stranger.status == 403
    assert finished["step"] == "result_publication"
    assert published.status == 201
    assert village.read(f"/v1/matters/{matter}")["status"] == "done"
    assert [step["event"] for step in village.read(f"/v1/matters/{matter}/history")["items"]] == [
        "published",
        "plan",
        "milestone_done",
        "finish",
        "published",
    ]


def test_a_result_is_not_published_before_it_is_there(village):
    village.govern()
    matter = village.decided()

    assert village.publish("result", matter=matter).problem == "step-may-not-be-skipped"


def test_a_resolution_is_not_published_while_its_votes_may_be_counted_again(village):
    village.govern()
    matter = village.at_decision()
    meeting = village.meeting(ASSEMBLY, [matter], REPRESENTATIVES)
    vote = village.vote(meeting)
    village.ballots(vote, REPRESENTATIVES[:6], "yes")
    village.close(vote)

    early = village.publish("resolution", matter=matter)
    recounted = village.step(vote, "recount")
    village.did(f"/v1/meetings/{meeting}/transitions", {"action": "close", "minutes": "通过"})
    after = village.publish("resolution", matter=matter)

    assert (early.status, early.problem) == (409, "deciding-meeting-still-open")
    assert recounted.status == 200
    assert after.status == 201


def test_what_was_voted_on_is_not_withdrawn(village):
    village.govern()
    fresh, decided = village.matter()["id"], village.decided()

    assert village.move(fresh, "withdraw", reason="材料不全").body["status"] == "withdrawn"
    assert village.move(decided, "withdraw", reason="后悔").problem == "matter-closed"


def test_residents_see_that_somebody_did_it_and_officers_who(village):
    village.govern()
    matter = village.standing("dilapidated_housing", 2)

    by_resident = village.read(f"/v1/matters/{matter}", "resident")
    by_town = village.read(f"/v1/matters/{matter}", "town")

    assert by_resident["records"][0]["by"] == "—"
    assert by_resident["records"][0]["minutes"]["attended"] == []
    assert by_town["records"][0]["by"] == "village"
    assert village.go("GET", f"/v1/matters/{matter}", by="far_village").status == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"type": "village_rules"}, "type"),
        ({"type": "nothing"}, "type"),
        ({"type": "delegation"}, "delegates"),
        ({"type": "project", "delegates": ["paid_posts"]}, "delegates"),
        ({"type": "delegation", "delegates": ["land_contract"]}, "delegates"),
        ({"village": NEXT_VILLAGE[:9]}, "village"),
    ],
)
def test_what_is_no_matter_is_refused(village, said, field):
    village.govern()
    body = {"village": VILLAGE, "type": "project", "title": "修路", "text": "修路"} | said

    answer = village.post("/v1/matters", body)

    assert answer.status == 422
    assert field in answer.wrong_fields


def test_the_same_key_enters_one_matter(village):
    village.govern()
    body = {"village": VILLAGE, "type": "project", "title": "修路", "text": "修路"}
    key = {"idempotency-key": "k-1"}

    first, again = (village.post("/v1/matters", body, headers=key) for _ in range(2))
    other = village.post("/v1/matters", body | {"title": "修桥"}, headers=key)

    assert first.body == again.body
    assert again.headers["Idempotent-Replayed"] == "true"
    assert other.problem == "idempotency-key-reused"
    assert len(village.read("/v1/matters", village=VILLAGE)["items"]) == 1


def test_what_a_consultation_came_to_is_published(village):
    matter = village.standing("project", 2)
    said = MINUTES | {"summary": "同意修路，路宽四米"}
    village.govern()

    moved = village.move(matter, "record", step="consultation", minutes=said).body

    (line,) = village.read(f"/v1/village-board/{VILLAGE}", None)["items"]
    assert line["kind"] == "consultation"
    told = village.read(f"/v1/village-board/{VILLAGE}/{line['id']}", None)
    assert told["content"] == "同意修路，路宽四米"
    assert "演示甲" not in str(told)
    assert moved["records"][-1]["publication"] == line["id"]


def test_a_step_decided_on_an_old_version_is_refused(village):
    village.govern()
    matter = village.matter()["id"]
    village.record(matter, "branch_proposal")
    said = {"action": "record", "step": "committees_consultation", "minutes": MINUTES}

    answer = village.post(f"/v1/matters/{matter}/transitions", said, headers={"if-match": '"1"'})

    assert answer.problem == "stale-version"


def test_the_tables_tell_their_articles_and_how_sure_they_are(village):
    rules = {each["kind"]: each for each in village.read("/v1/body-rules")["items"]}
    types = {each["code"]: each for each in village.read("/v1/matter-types")["items"]}

    assert rules["representatives_assembly"]["modes"] == [
        {"mode": "member", "attendance": "≥ 2/3 roll", "decision": "> 1/2 present"}
    ]
    assert rules["ceremonies_council"]["confidence"] == "assumed"
    assert types["minimum_living"]["outcome"] == "opinion"
    assert types["land_contract"]["deciders"] == ["collective_members_meeting"]
