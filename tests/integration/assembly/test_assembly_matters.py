"""Bodies and matters through the API: what is refused with the article, and no step skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest

import escalation
from assembly.rules.matters import Kin, Matter
from assembly.rules.routing import MatterStep, routing
from assembly.service.wind_clock import wind_clock
from kernel import clock
from kernel.storage import dynamo
from registry import people_of
from registry.store.rows import HouseholdRow, RelativesRow, ResidentRow
from tests.support.assembly import (
    ASSEMBLY,
    BOTH,
    MINUTES,
    PARTY,
    REPRESENTATIVES,
    Made,
    assembly,
    member,
)
from tests.support.county import GRID, NEXT_VILLAGE, TOWN, VILLAGE

PARTY_MEETING = f"{VILLAGE}~party_members_meeting"


def test_a_composition_the_law_does_not_allow_is_refused_with_the_article(village):
    body = village.did(
        "/v1/assembly/bodies", {"village": VILLAGE, "kind": "representatives_assembly"}
    )["id"]
    men = [member(f"m{n}", capacity="representative") for n in range(9)]
    draft = village.did(
        f"/v1/assembly/bodies/{body}/compositions",
        {"valid_from": "2026-11-01", "members": men, "households": 90},
    )

    answer = village.post(
        f"/v1/assembly/bodies/{body}/compositions/{draft['number']}/transitions",
        {"action": "confirm"},
    )

    assert (answer.status, answer.problem) == (422, "composition-invalid")
    assert "第二十九条" in answer.body["detail"]
    assert village.read(f"/v1/assembly/bodies/{body}")["in_force"] is None


@pytest.mark.parametrize(
    ("kind", "group", "status"),
    [
        ("representatives_assembly", 1, 422),
        ("villagers_meeting", 2, 422),
        ("villagers_group_meeting", None, 422),
        ("villagers_group_meeting", 1, 201),
        ("representatives_assembly", None, 201),
    ],
)
def test_a_village_has_one_of_every_body_but_of_its_groups(village, kind, group, status):
    answer = village.post("/v1/assembly/bodies", {"village": VILLAGE, "kind": kind, "group": group})

    assert answer.status == status
    if status == 422:
        assert answer.wrong_fields == ["group"]


def test_a_composition_holds_from_its_day_on_and_the_older_ones_stay(village, county):
    body = village.body("party_members_meeting", [member(person) for person in PARTY])
    village.compose(body, [member("r0")], valid_from="2026-12-01")

    before = village.read(f"/v1/assembly/bodies/{body}")
    county.advance(days=10)
    after = village.read(f"/v1/assembly/bodies/{body}")

    assert (before["in_force"], after["in_force"]) == (1, 2)
    assert len(village.read(f"/v1/assembly/bodies/{body}/compositions/1")["members"]) == len(PARTY)


def test_relatives_of_the_committee_do_not_supervise(village):
    village.body(
        "village_committee",
        [member("village", woman=True, relatives=["p0"]), member("p1"), member("r1")],
    )
    body = village.did(
        "/v1/assembly/bodies", {"village": VILLAGE, "kind": "supervision_committee"}
    )["id"]
    draft = village.did(
        f"/v1/assembly/bodies/{body}/compositions",
        {"valid_from": "2026-11-01", "members": [member("p0", accounting=True)]},
    )

    answer = village.post(
        f"/v1/assembly/bodies/{body}/compositions/{draft['number']}/transitions",
        {"action": "confirm"},
    )

    assert "第三十七条" in answer.body["detail"]


def confirmed(village, kind, members, valid_from="2026-11-01"):
    body = f"{VILLAGE}~{kind}"
    village.post("/v1/assembly/bodies", {"village": VILLAGE, "kind": kind})
    said = {"valid_from": valid_from, "members": members}
    number = village.did(f"/v1/assembly/bodies/{body}/compositions", said)["number"]
    path = f"/v1/assembly/bodies/{body}/compositions/{number}/transitions"
    return village.post(path, {"action": "confirm"})


def committee(*others):
    return [member("village", woman=True), member("p1"), *others]


@pytest.mark.parametrize(
    "third", [member("p0"), member("r1", relatives=["p0"]), member("r1", household="h-p0")]
)
def test_a_committee_is_kept_apart_from_the_supervisors_whoever_came_first(village, third):
    confirmed(village, "supervision_committee", [member("p0", accounting=True)])

    refused = confirmed(village, "village_committee", committee(third))

    assert (refused.status, refused.problem) == (422, "composition-invalid")
    assert "第三十七条" in refused.body["detail"]
    assert confirmed(village, "village_committee", committee(member("r1"))).status == 200


def test_supervisors_of_a_later_day_are_looked_at_and_those_of_a_past_term_are_not(village):
    confirmed(village, "supervision_committee", [member("p0", accounting=True)], "2026-01-01")
    confirmed(village, "supervision_committee", [member("r0", accounting=True)], "2026-12-01")

    before = confirmed(village, "village_committee", committee(member("r0")), "2026-11-01")
    with_the_old = confirmed(village, "village_committee", committee(member("p0")), "2026-11-30")
    after = confirmed(village, "village_committee", committee(member("p0")), "2026-12-01")

    assert before.status == with_the_old.status == 422
    assert after.status == 200


def test_relatives_the_registry_knows_of_do_not_supervise_either(village):
    key = RelativesRow.key("h-p0")
    dynamo.write(
        [
            dynamo.Write(household("h-p0")),
            dynamo.Write(RelativesRow(key.pk, key.sk, relatives={"h-r1": "sibling"})),
        ]
    )
    confirmed(village, "village_committee", committee(member("r1")))

    refused = confirmed(village, "supervision_committee", [member("p0", accounting=True)])

    assert refused.problem == "composition-invalid"
    assert "近亲属" in refused.body["detail"]


def household(home):
    key = HouseholdRow.key(home)
    return HouseholdRow(key.pk, key.sk, household_id=home, unit=GRID, parent=GRID, code=home)


def resident(name, home, born=1980):
    key = ResidentRow.key(name)
    return ResidentRow(
        key.pk,
        key.sk,
        resident_id=name,
        household_id=home,
        name=name,
        birth_year=born,
        parent=ResidentRow.listing(home),
        code=name,
    )


def registered(homes):
    """Put households with their people's years of birth into the registry."""
    rows = [household(home) for home in homes]
    for row in rows:
        row.parent, row.code = HouseholdRow.listing(GRID), f"{GRID}#{row.household_id}"
    people = [
        resident(f"{home}-{n}", home, born)
        for home, years in homes.items()
        for n, born in enumerate(years)
    ]
    dynamo.write([dynamo.Write(row) for row in (*rows, *people)])


def test_the_base_of_a_villagers_meeting_is_all_villagers_of_the_registry(village, county):
    registered({"h-1": [1950, 1980, 2015], "h-2": [1960, 1990], "h-3": [None], "h-left": []})
    body = village.body("villagers_meeting", [member("r0"), member("r1")])

    told = village.read(f"/v1/assembly/bodies/{body}/compositions/1")["bases"]
    meeting = village.announced(body, [village.at_decision("village_planning")], mode="villager")[
        "id"
    ]
    county.advance(days=12)
    arrived = [village.arrive(meeting, person) for person in ("r0", "r1")][-1]
    answer = village.post(f"/v1/assembly/meetings/{meeting}/transitions", {"action": "open"})

    assert told == {"villager": 5, "household": 3, "voter": 5, "certificate": None}
    assert (arrived["attending"], arrived["needed"]) == (2, 3)
    assert (answer.problem, answer.body["roll"]) == ("no-quorum", 5)


def test_a_roll_as_typed_is_no_base(village):
    body = village.body("villagers_meeting", [member("r0"), member("r1")])

    answer = village.announce(body, [village.at_decision("village_planning")], mode="villager")

    assert (answer.status, answer.problem) == (409, "no-base")


def test_a_town_certifies_the_base_and_a_village_does_not(village):
    village.did("/v1/assembly/bodies", {"village": VILLAGE, "kind": "registered_voters"})
    path = f"/v1/assembly/bodies/{VILLAGE}~registered_voters/compositions"
    village.did(path, {"valid_from": "2026-11-01", "members": [member("r0")]})
    certified = {"villagers": 400, "households": 150, "voters": 380, "document_number": "镇2026-1"}
    said = {"action": "confirm", "certified": certified}

    by_village = village.post(f"{path}/1/transitions", said)
    by_town = village.did(f"{path}/1/transitions", said, "town")

    assert by_village.problem == "certified-by-town"
    assert (by_town["bases"]["voter"], by_town["bases"]["certificate"]) == (380, "镇2026-1")


def test_a_body_whose_term_is_over_is_not_called_together(village, county):
    body = village.seated("representatives_assembly", assembly())
    matter = village.at_decision()
    county.now = county.now.replace(year=2031)

    answer = village.announce(body, [matter])

    assert (answer.problem, answer.body["ended_on"]) == ("term-ended", "2031-11-01")
    village.compose(
        body, assembly(), valid_from="2031-11-20", term_from="2031-11-20", households=90
    )
    assert village.announce(body, [matter]).status == 201


def test_one_person_confirms_so_many_compositions_a_year_and_stops_nobody_else(village):
    body = village.did("/v1/assembly/bodies", {"village": VILLAGE, "kind": "party_branch"})["id"]
    for _ in range(12):
        village.compose(body, [member("r0")])
    path = f"/v1/assembly/bodies/{body}/compositions"
    village.did(path, {"valid_from": "2026-11-01", "members": [member("r0")]})
    confirm = {"action": "confirm"}

    assert village.post(f"{path}/13/transitions", confirm).problem == "done-enough"
    assert village.post(f"{path}/13/transitions", confirm, "town").status == 200


def test_a_large_roll_is_drafted_in_parts(village):
    body = village.did("/v1/assembly/bodies", {"village": VILLAGE, "kind": "villagers_meeting"})[
        "id"
    ]
    first = {"valid_from": "2026-11-01", "members": [member(f"v{n}") for n in range(200)]}
    village.did(f"/v1/assembly/bodies/{body}/compositions", first)
    path = f"/v1/assembly/bodies/{body}/compositions/1"

    village.did(f"{path}/members", {"members": [member(f"v{n}") for n in range(200, 400)]})
    village.did(f"{path}/transitions", {"action": "confirm"})

    assert village.read(f"/v1/assembly/bodies/{body}")["compositions"] == [
        {"number": 1, "valid_from": "2026-11-01", "size": 400}
    ]
    again = village.post(f"{path}/members", {"members": [member("late")]})
    assert again.problem == "illegal-move"


def test_a_roll_is_read_by_those_who_keep_and_check_it_alone(village):
    body = village.seated("representatives_assembly", assembly())

    path = f"/v1/assembly/bodies/{body}/compositions/1"

    for by, status in (("supervisor", 200), ("town", 200), ("resident", 403), ("far_village", 404)):
        assert village.go("GET", path, by=by).status == status


def test_a_step_may_not_be_skipped(village):
    village.govern()
    matter = village.matter()["id"]

    answer = village.move(matter, "record", step="committees_consultation", minutes=MINUTES)

    assert (answer.status, answer.problem) == (409, "step-may-not-be-skipped")
    assert answer.body["pending_step"] == "branch_proposal"
    assert answer.body["steps"][0] == "branch_proposal"


@pytest.mark.parametrize(
    ("minutes", "problem"),
    [
        ({"attended": ["某某"]}, "attended-by-strangers"),
        ({"attended": ["village", "r0", "p0"]}, "attended-by-strangers"),
        ({"attended": ["village"]}, "no-quorum"),
        ({"attended": ["village", "village"]}, "no-quorum"),
        ({"held_on": "2020-01-01"}, "no-composition-in-force"),
    ],
)
def test_minutes_are_of_a_sitting_of_the_body_as_it_was_that_day(village, minutes, problem):
    village.govern()
    matter = village.matter()["id"]

    answer = village.move(matter, "record", step="branch_proposal", minutes=MINUTES | minutes)

    assert answer.problem == problem
    assert village.read(f"/v1/assembly/matters/{matter}")["step"] == "branch_proposal"


def test_where_there_is_no_party_branch_it_has_proposed_nothing(village):
    matter = village.matter()["id"]

    answer = village.move(matter, "record", step="branch_proposal", minutes=MINUTES)

    assert answer.problem == "no-composition-in-force"


def test_a_group_decides_on_its_own_matters_with_two_thirds_of_its_people_there(village):
    groups = [
        village.did(
            "/v1/assembly/bodies",
            {"village": VILLAGE, "kind": "villagers_group_meeting", "group": number},
        )["id"]
        for number in (1, 2)
    ]
    for body in groups:
        village.compose(body, [member(one) for one in REPRESENTATIVES])
    village.seated("party_branch", [member("village", office="secretary"), member("r0")])
    matter = village.matter("group_matter", group=2)["id"]
    village.record(matter, "party_study")

    of_another = village.announce(groups[0], [matter], mode="villager")
    meeting = village.meeting(groups[1], [matter], REPRESENTATIVES[:6], mode="villager")
    village.ballots(vote := village.vote(meeting), REPRESENTATIVES[:4], "yes")
    tally = village.close(vote)["tally"]

    assert (of_another.problem, "第 2 村民小组" in of_another.body["detail"]) == (
        "wrong-body",
        True,
    )
    assert (tally["attendance_needed"], tally["passed"]) == (6, True)


def test_a_decision_is_not_recorded_but_voted_on(village):
    village.govern()
    matter = village.standing("dilapidated_housing", 2)

    answer = village.move(matter, "record", step="party_members_review", minutes=MINUTES)

    assert answer.problem == "step-may-not-be-skipped"


def test_the_first_two_steps_are_one_sitting_where_secretary_and_director_are_one(village):
    village.govern(one_head=True)
    matter = village.matter()["id"]

    few = village.move(matter, "merge", minutes=MINUTES, reason="书记兼主任")
    answer = village.move(matter, "merge", minutes=BOTH, reason="书记兼主任")

    assert few.problem == "no-quorum"

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
    assert village.read(f"/v1/assembly/matters/{matter}")["step"] == "branch_proposal"


def test_a_matter_put_to_the_wrong_body_is_refused_with_the_rule(village):
    village.govern()
    matter = village.at_decision()

    answer = village.announce(PARTY_MEETING, [matter])

    assert (answer.status, answer.problem) == (409, "wrong-body")
    assert answer.body["bodies"] == ["representatives_assembly", "villagers_meeting"]
    assert answer.body["citation"]["confidence"] in {"law", "seen"}
    assert (
        "社会" in answer.body["citation"]["source"] or "危房" in answer.body["citation"]["source"]
    )


@pytest.mark.parametrize("kind", ["project", "funded_project", "dilapidated_housing"])
def test_what_representatives_decide_the_villagers_meeting_above_them_decides_too(village, kind):
    village.govern()
    villagers = village.seated("villagers_meeting", [member(one) for one in REPRESENTATIVES])
    matter = village.at_decision(kind)

    assert village.announce(villagers, [matter], mode="villager").status == 201


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
    settings = village.read(f"/v1/assembly/settings/{VILLAGE}")
    assert settings["delegated"] == {"paid_posts": delegation}


def test_what_was_delegated_is_revoked_by_the_same_way_and_a_voided_vote_changes_nothing(village):
    village.govern()
    villagers = village.seated("villagers_meeting", [member(one) for one in REPRESENTATIVES])
    given = village.at_decision(kind="delegation", delegates=["paid_posts", "assistance"])
    taken = village.at_decision(kind="delegation", revokes=["paid_posts"])
    meeting = village.meeting(villagers, [given, taken], REPRESENTATIVES, mode="villager")

    def delegated():
        return village.read(f"/v1/assembly/settings/{VILLAGE}")["delegated"]

    village.ballots(first := village.vote(meeting), REPRESENTATIVES, "yes")
    village.close(first)
    both = delegated()
    village.by_hand(second := village.vote(meeting, item=1), REPRESENTATIVES, "yes")
    village.close(second)
    one = delegated()
    village.step(second, "recount", paper={"yes": 2})

    assert both == {"paid_posts": given, "assistance": given}
    assert one == {"assistance": given}
    assert delegated() == both


def test_whoever_is_responsible_for_a_milestone_finds_it(village, county):
    village.govern()
    matter = village.decided()
    village.publish("resolution", matter=matter)
    due = clock.local_iso(county.now + timedelta(days=30))
    both = [{"title": "开工", "responsible": who, "due_at": due} for who in ("r0", "r1")]
    village.move(matter, "plan", milestones=both)

    seen = village.read(f"/v1/assembly/matters/{matter}", "r0")["milestones"]

    assert [each["responsible"] for each in seen] == ["r0", "—"]


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
        village.did(
            f"/v1/assembly/meetings/{meeting}/transitions", {"action": "close", "minutes": "通过"}
        )

    matter = village.read(f"/v1/assembly/matters/{entered}")

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
    assert village.read(f"/v1/assembly/matters/{matter}")["status"] == "not_passed"


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
    path = f"/v1/assembly/matters/{matter}/milestones/{planned['milestones'][0]['id']}/transitions"
    stranger = village.post(path, {"action": "done", "note": "已开工"}, "r1")
    village.did(path, {"action": "done", "note": "已开工"}, "r0")
    finished = village.move(matter, "finish").body
    published = village.publish("result", matter=matter)

    assert early.problem == open_still.problem == "milestones-missing"
    assert stranger.status == 403
    assert finished["step"] == "result_publication"
    assert published.status == 201
    assert village.read(f"/v1/assembly/matters/{matter}")["status"] == "done"
    assert [
        step["event"] for step in village.read(f"/v1/assembly/matters/{matter}/history")["items"]
    ] == [
        "published",
        "plan",
        "milestone_done",
        "finish",
        "published",
    ]


def deadline_of(village, matter):
    told = village.read(f"/v1/assembly/matters/{matter}")
    return told["deadline"], told["due_at"], told["climbs"]


def voted_through(village):
    village.delegate("project")
    matter = village.at_decision("project")
    meeting = village.meeting(ASSEMBLY, [matter], REPRESENTATIVES)
    village.by_hand(vote := village.vote(meeting), REPRESENTATIVES, "yes")
    village.close(vote)
    return matter, vote, meeting


def test_every_step_after_the_decision_has_its_day_and_is_followed_up(village, county):
    village.govern()
    matter, _, meeting = voted_through(village)
    due = clock.local_iso(county.now + timedelta(days=60))
    said = [{"title": "完工", "responsible": "r0", "due_at": due}]

    resolution, resolution_due, followed = deadline_of(village, matter)
    village.did(
        f"/v1/assembly/meetings/{meeting}/transitions", {"action": "close", "minutes": "通过"}
    )
    village.publish("resolution", matter=matter)
    plan, _, _ = deadline_of(village, matter)
    planned = village.move(matter, "plan", milestones=said).body
    milestone = planned["milestones"][0]["id"]
    path = f"/v1/assembly/matters/{matter}/milestones/{milestone}/transitions"
    village.did(path, {"action": "done", "note": "完工"}, "r0")
    result, _, _ = deadline_of(village, matter)
    finished = village.move(matter, "finish").body
    village.publish("result", matter=matter)

    assert resolution["duty"] == "publish_resolution"
    assert resolution["due_at"] == resolution_due
    assert [(each["milestone"], each["tier"]) for each in followed] == [
        (resolution["id"], "village")
    ]
    assert plan["duty"] == "plan"
    assert (planned["deadline"], clock.from_iso(planned["due_at"])) == (
        None,
        clock.from_iso(due),
    )
    assert result["duty"] == "publish_result"
    assert finished["deadline"] == result
    assert deadline_of(village, matter) == (None, None, mock.ANY)
    ended = escalation.climbs([resolution["id"], plan["id"], milestone, result["id"]])
    assert {each.status for each in ended.values()} == {"fulfilled"}
    assert len(ended) == 4


def test_the_town_decides_on_the_villages_opinion_and_until_then_it_is_its_turn(village, county):
    village.govern()
    matter = village.standing("dilapidated_housing", 4)
    path = f"/v1/assembly/matters/{matter}/transitions"
    decision = {
        "approved": True,
        "document_number": "洪民〔2026〕1号",
        "decided_on": "2026-11-23",
    }
    said = {"action": "decide_above", "authority": decision}

    early = village.post(path, said, "town")
    village.publish("resolution", matter=matter)
    waiting = village.read("/v1/assembly/queue", "town", unit=TOWN)["items"]
    deadline, _, followed = deadline_of(village, matter)
    by_village = village.post(path, said)
    seen_by = {
        by: village.read(f"/v1/assembly/matters/{matter}", by)["actions"]
        for by in ("village", "town")
    }
    decided = village.did(path, said, "town")

    assert early.problem == "step-may-not-be-skipped"
    assert [each["id"] for each in waiting] == [matter]
    assert (deadline["duty"], deadline["unit"]) == ("authority_decision", TOWN)
    assert [each["tier"] for each in followed] == ["town"]
    assert by_village.status == 403
    assert seen_by == {"village": [], "town": ["decide_above"]}
    assert decided["step"] == "carrying_out"
    assert decided["authority"] | decision == decided["authority"]
    assert decided["authority"]["unit"] == TOWN
    assert village.read("/v1/assembly/queue", "town", unit=TOWN)["items"] == []
    assert escalation.climbs([deadline["id"]])[deadline["id"]].status == "fulfilled"


def test_what_the_county_refuses_is_published_and_not_carried_out(village):
    village.govern()
    matter = village.standing("dilapidated_housing", 4)
    village.publish("resolution", matter=matter)
    decision = {"approved": False, "document_number": "1号", "decided_on": "2026-11-23"}
    said = {"action": "decide_above", "authority": decision}

    refused = village.did(f"/v1/assembly/matters/{matter}/transitions", said, "county")
    published = village.publish("result", matter=matter)

    assert refused["step"] == "result_publication"
    assert refused["deadline"]["duty"] == "publish_result"
    assert published.status == 201
    assert village.read(f"/v1/assembly/matters/{matter}")["status"] == "done"


def test_a_decision_nobody_publishes_is_overdue_and_stands_in_the_queue(village, county):
    village.govern()
    matter, _, _ = voted_through(village)
    county.advance(days=10)

    marked = [wind_clock()["marked"], wind_clock()["marked"]]

    assert marked == [1, 0]
    deadline, due, _ = deadline_of(village, matter)
    assert deadline["overdue_since"] == deadline["due_at"] == due
    (waiting,) = village.read("/v1/assembly/queue", unit=VILLAGE)["items"]
    assert (waiting["id"], waiting["overdue"]) == (matter, True)


def test_a_decision_that_a_recount_voids_is_owed_no_more(village):
    village.govern()
    matter, vote, _ = voted_through(village)
    deadline, _, _ = deadline_of(village, matter)

    village.step(vote, "recount", paper={"yes": 2})

    assert deadline_of(village, matter)[:2] == (None, None)
    assert escalation.climbs([deadline["id"]])[deadline["id"]].status == "dropped"


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
    village.did(
        f"/v1/assembly/meetings/{meeting}/transitions", {"action": "close", "minutes": "通过"}
    )
    after = village.publish("resolution", matter=matter)

    assert (early.status, early.problem) == (409, "deciding-meeting-still-open")
    assert recounted.status == 200
    assert after.status == 201


def test_what_was_voted_on_is_not_withdrawn(village):
    village.govern()
    fresh, decided = village.matter()["id"], village.decided()

    assert village.move(fresh, "withdraw", reason="材料不全").body["status"] == "withdrawn"
    assert village.move(decided, "withdraw", reason="后悔").problem == "matter-closed"


def test_what_a_meeting_has_before_it_is_not_taken_away_from_it(village):
    village.govern()
    matter = village.at_decision()
    meeting = village.meeting(ASSEMBLY, [matter], REPRESENTATIVES)
    vote = village.vote(meeting)

    in_a_vote = village.move(matter, "withdraw", reason="怕通不过")
    path = f"/v1/assembly/meetings/{meeting}/transitions"
    village.did(path, {"action": "adjourn", "reason": "休息"})
    in_a_break = village.move(matter, "withdraw", reason="怕通不过")
    village.did(path, {"action": "resume"})

    assert in_a_vote.problem == in_a_break.problem == "matter-before-meeting"
    assert village.read(f"/v1/assembly/votes/{vote}")["status"] == "void"
    village.ballots(again := village.vote(meeting), REPRESENTATIVES, "yes")
    assert village.close(again)["tally"]["passed"]


def test_what_is_withdrawn_before_its_meeting_is_not_voted_on_there(village):
    village.govern()
    withdrawn, other = village.at_decision(), village.at_decision()
    announced = village.announced(ASSEMBLY, [withdrawn, other])["id"]

    assert village.move(withdrawn, "withdraw", reason="材料不全").body["status"] == "withdrawn"

    village.county.advance(days=12)
    for person in REPRESENTATIVES:
        village.arrive(announced, person)
    village.did(f"/v1/assembly/meetings/{announced}/transitions", {"action": "open"})
    votes = f"/v1/assembly/meetings/{announced}/votes"
    assert village.post(votes, {"item": 0, "manner": "open"}).status == 409
    assert village.post(votes, {"item": 1, "manner": "open"}).status == 201
    events = village.read(f"/v1/assembly/meetings/{announced}/history")["items"]
    assert "item_withdrawn" in [step["event"] for step in events]


def test_village_rules_whose_vote_is_called_off_may_be_put_to_another(village):
    village.govern()
    said = {
        "village": VILLAGE,
        "title": "村规民约",
        "clauses": [{"number": "1", "text": "爱护环境"}],
    }
    path = f"/v1/assembly/village-rules/{village.did('/v1/assembly/village-rules', said)['id']}"
    village.did(f"{path}/transitions", {"action": "collect"})
    village.county.advance(days=8)
    for action, by in (("submit", "village"), ("clear", "town")):
        village.did(f"{path}/transitions", {"action": action, "note": "同意"}, by)
    matter = village.did(f"{path}/transitions", {"action": "propose"})["matter"]

    village.move(matter, "withdraw", reason="再征求意见")

    called_off = village.read(path)
    assert (called_off["status"], called_off["matter"]) == ("cleared", None)
    assert village.did(f"{path}/transitions", {"action": "propose"})["status"] == "voting"


def test_a_recall_is_not_left_to_those_it_is_about(village):
    voters = village.seated("registered_voters", [member(one) for one in REPRESENTATIVES])
    recall = village.recall().body["id"]
    village.did(f"/v1/assembly/matters/{recall}/transitions", {"action": "check_demand"}, "town")
    study = {"action": "record", "step": "party_study", "minutes": MINUTES}
    by_village = village.post(f"/v1/assembly/matters/{recall}/transitions", study)
    village.did(f"/v1/assembly/matters/{recall}/transitions", study, "town")

    withdrawn = village.move(recall, "withdraw", reason="不同意")
    begins = clock.local_iso(village.county.now + timedelta(days=1))
    meeting = {
        "body": voters, "mode": "voter", "title": "罢免", "place": "村部", "begins_at": begins,
        "agenda": [recall], "chair": "r0",
    }  # fmt: skip
    announced = village.post("/v1/assembly/meetings", meeting, "town")
    other = village.recall(type="project", demanded_by=None, signatories=[])

    assert by_village.status == 403
    assert withdrawn.status == 403
    assert announced.status == 201
    assert other.status == 403


def test_residents_see_that_somebody_did_it_and_officers_who(village):
    village.govern()
    matter = village.standing("dilapidated_housing", 2)

    by_resident = village.read(f"/v1/assembly/matters/{matter}", "resident")
    by_town = village.read(f"/v1/assembly/matters/{matter}", "town")

    assert by_resident["records"][0]["by"] == "—"
    assert by_resident["records"][0]["minutes"]["attended"] == []
    assert by_town["records"][0]["by"] == "village"
    assert village.go("GET", f"/v1/assembly/matters/{matter}", by="far_village").status == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"type": "village_rules"}, "type"),
        ({"type": "nothing"}, "type"),
        ({"type": "group_matter"}, "group"),
        ({"group": 1}, "group"),
        ({"type": "delegation"}, "delegates"),
        ({"type": "project", "delegates": ["paid_posts"]}, "delegates"),
        ({"type": "delegation", "delegates": ["land_contract"]}, "delegates"),
        (
            {"type": "delegation", "delegates": ["paid_posts"], "revokes": ["paid_posts"]},
            "delegates",
        ),
        ({"village": NEXT_VILLAGE[:9]}, "village"),
    ],
)
def test_what_is_no_matter_is_refused(village, said, field):
    village.govern()
    body = {"village": VILLAGE, "type": "project", "title": "修路", "text": "修路"} | said

    answer = village.post("/v1/assembly/matters", body)

    assert answer.status == 422
    assert field in answer.wrong_fields


def test_the_same_key_enters_one_matter(village):
    village.govern()
    body = {"village": VILLAGE, "type": "project", "title": "修路", "text": "修路"}
    key = {"idempotency-key": "k-1"}

    first, again = (village.post("/v1/assembly/matters", body, headers=key) for _ in range(2))
    other = village.post("/v1/assembly/matters", body | {"title": "修桥"}, headers=key)

    assert first.body == again.body
    assert again.headers["Idempotent-Replayed"] == "true"
    assert other.problem == "idempotency-key-reused"
    assert len(village.read("/v1/assembly/matters", village=VILLAGE)["items"]) == 1


def test_what_a_consultation_came_to_is_published(village):
    matter = village.standing("project", 2)
    said = MINUTES | {"summary": "同意修路，路宽四米"}
    village.govern()

    moved = village.move(matter, "record", step="consultation", minutes=said).body

    (line,) = village.read(f"/v1/assembly/village-board/{VILLAGE}", None)["items"]
    assert line["kind"] == "consultation"
    told = village.read(f"/v1/assembly/village-board/{VILLAGE}/{line['id']}", None)
    assert told["content"] == "同意修路，路宽四米"
    assert "r0" not in str(told)
    assert moved["records"][-1]["publication"] == line["id"]


def test_a_step_decided_on_an_old_version_is_refused(village):
    village.govern()
    matter = village.matter()["id"]
    village.record(matter, "branch_proposal")
    said = {"action": "record", "step": "committees_consultation", "minutes": MINUTES}

    answer = village.post(
        f"/v1/assembly/matters/{matter}/transitions", said, headers={"if-match": '"1"'}
    )

    assert answer.problem == "stale-version"


def test_the_tables_tell_their_articles_and_how_sure_they_are(village):
    rules = {each["kind"]: each for each in village.read("/v1/assembly/body-rules")["items"]}
    types = {each["code"]: each for each in village.read("/v1/assembly/matter-types")["items"]}

    assert rules["representatives_assembly"]["modes"] == [
        {
            "mode": "member",
            "attendance": "≥ 2/3 roll",
            "turnout": None,
            "decision": "> 1/2 present",
        }
    ]
    assert rules["registered_voters"]["modes"][0]["turnout"] == "> 1/2 roll"
    assert rules["ceremonies_council"]["citation"]["confidence"] == "assumed"
    assert types["minimum_living"]["outcome"] == "grant"
    assert types["dilapidated_housing"]["outcome"] == "opinion"
    assert types["land_contract"]["deciders"] == ["collective_members_meeting"]


@pytest.mark.parametrize(
    ("demanded_by", "signed", "status"),
    [
        ("voters", 2, 201),
        ("voters", 1, 422),
        ("representatives", 3, 201),
        ("representatives", 2, 422),
    ],
)
def test_a_recall_opens_on_the_demand_of_a_fifth_of_the_voters_or_a_third_of_the_representatives(
    village, demanded_by, signed, status
):
    village.seated("registered_voters", [member(one) for one in REPRESENTATIVES])
    village.seated("representatives_assembly", assembly())
    strangers = ["s1", "s2", "s3"]

    answer = village.recall(
        demanded_by=demanded_by, signatories=[*REPRESENTATIVES[:signed], *strangers]
    )

    assert answer.status == status
    if status == 422:
        assert answer.problem == "demand-too-small"
        assert (answer.body["signed"], answer.body["needed"]) == (signed, signed + 1)


def test_no_recall_is_entered_without_its_demand(village):
    village.seated("registered_voters", [member(one) for one in REPRESENTATIVES])

    assert village.recall(demanded_by=None, signatories=[]).wrong_fields == ["demanded_by"]


def test_the_town_checks_who_signed_a_recall_and_nobody_else_reads_who_did(village, county):
    village.seated("registered_voters", [member(one) for one in REPRESENTATIVES])
    recall = village.recall(voters=3).body
    path = f"/v1/assembly/matters/{recall['id']}"
    check = {"action": "check_demand"}

    by_village = village.post(f"{path}/transitions", check)
    too_many = village.post(f"{path}/transitions", check | {"struck": ["r0", "r1"]}, "town")
    checked = village.did(f"{path}/transitions", check | {"struck": ["r0"]}, "town")
    told = village.read(path)["demand"]

    assert recall["demand"]["signatories"] == ["r0", "r1", "r2"]
    assert (recall["deadline"]["duty"], recall["turn"]) == ("check_demand", TOWN)
    assert by_village.problem == "not-allowed"
    assert too_many.problem == "demand-too-small"
    assert (checked["step"], checked["demand"]["struck"]) == ("party_study", 1)
    assert (told["signed"], told["signatories"]) == (3, [])


def test_only_the_grant_of_a_minimum_living_allowance_is_published(village, county):
    village.govern()
    said = {"title": "王某家申请低保", "text": "家庭情况", "household": "h-7"}
    entered = village.matter("minimum_living", **said)
    path = f"/v1/assembly/matters/{entered['id']}"
    decision = {"document_number": "县民〔2026〕1号", "decided_on": "2026-11-23"}

    (line,) = village.read("/v1/assembly/matters", "r0", village=VILLAGE)["items"]
    seen = village.read(path, "r0")
    early = village.publish("resolution", matter=entered["id"])
    unsaid = village.post(
        f"{path}/transitions",
        {"action": "decide_above", "authority": decision | {"approved": False}},
        "town",
    )
    granted = village.did(
        f"{path}/transitions",
        {"action": "decide_above", "authority": decision | {"approved": True}},
        "town",
    )
    published = village.publish("result", matter=entered["id"], title="低保名单")

    assert (entered["step"], entered["turn"]) == ("authority_decision", TOWN)
    assert (line["title"], seen["title"], seen["text"]) == ("低保申请",) * 2 + ("",)
    assert early.problem == "step-may-not-be-skipped"
    assert unsaid.wrong_fields == ["authority.reasons"]
    assert (granted["result"], granted["step"]) == ("granted", "result_publication")
    assert published.status == 201


def test_a_refused_application_ends_without_a_publication(village):
    village.govern()
    entered = village.matter("minimum_living")["id"]
    decision = {
        "approved": False,
        "reasons": "收入高于标准",
        "document_number": "县民〔2026〕2号",
        "decided_on": "2026-11-23",
    }
    path = f"/v1/assembly/matters/{entered}"

    refused = village.did(
        f"{path}/transitions", {"action": "decide_above", "authority": decision}, "town"
    )

    assert (refused["status"], refused["step"], refused["result"]) == ("done", None, "refused")
    assert village.read(path, "r0")["authority"]["reasons"] is None
    assert village.announce(ASSEMBLY, [entered]).problem == "matter-closed"


def test_no_body_of_the_village_votes_on_who_is_poor(village):
    village.govern()
    entered = village.matter("minimum_living")["id"]

    assert village.announce(ASSEMBLY, [entered]).problem == "wrong-body"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ("2026年低保申请人名单：张某", 422),
        ("拟纳入：特困供养拟享受名单", 422),
        ("第四季度低保公示：李某", 422),
        ("低保政策公示", 201),
        ("低保政策说明", 201),
    ],
)
def test_a_village_posts_no_list_of_who_applied_for_aid(village, content, status):
    village.govern()

    answer = village.publish("other", content=content)

    assert answer.status == status
    if status == 422:
        assert (answer.problem, answer.wrong_fields) == ("poor-family-posted", ["content"])


@pytest.mark.parametrize("kind", ["dilapidated_housing", "assistance"])
def test_a_family_is_named_only_once_aid_is_granted_to_it(village, kind):
    village.govern()
    dynamo.write([dynamo.Write(household("h-7")), dynamo.Write(resident("wang", "h-7"))])
    steps = routing().type_of(kind, village.county.now.date()).steps
    matter = village.standing(kind, steps.index(MatterStep.RESOLUTION_PUBLICATION))
    made = Made()
    made.save(replace(made.get(Matter, matter), household="h-7"))
    made.commit()
    name = people_of("h-7")[0].name

    named = village.publish("resolution", matter=matter, title=f"{name}户帮扶决议")
    inside = village.publish("resolution", matter=matter, content=f"同意 {name} 一户")

    assert (named.status, named.problem, named.wrong_fields) == (
        422,
        "poor-family-posted",
        ["title"],
    )
    assert inside.wrong_fields == ["content"]
    assert village.publish("resolution", matter=matter, content="同意申请").status == 201


def test_aid_for_relatives_of_those_in_office_is_registered_apart_and_they_leave_for_it(village):
    village.govern()
    key = RelativesRow.key("h-7")
    dynamo.write(
        [
            dynamo.Write(household("h-7")),
            dynamo.Write(RelativesRow(key.pk, key.sk, relatives={"h-r0": "sibling"})),
        ]
    )

    entered = village.matter(household="h-7", kin=["p9"])
    register = village.read("/v1/assembly/kin-register", "supervisor", village=VILLAGE)["items"]
    matter = village.standing("dilapidated_housing", 3)
    made = Made()
    made.save(replace(made.get(Matter, matter), kin=tuple(Kin(**one) for one in entered["kin"])))
    made.commit()
    meeting = village.announced(ASSEMBLY, [matter])

    assert entered["kin"] == [
        {"person": "p9", "known_by": "statement"},
        {"person": "r0", "known_by": "registry"},
    ]
    assert [line["id"] for line in register] == [entered["id"]]
    assert [(each["voter"], each["item"]) for each in meeting["recusals"]] == [("r0", 0)]
    assert village.read(f"/v1/assembly/matters/{entered['id']}", "r1")["kin"] == []
    assert (
        village.go("GET", "/v1/assembly/kin-register", by="r1", query={"village": VILLAGE}).status
        == 403
    )


def test_what_is_no_aid_names_no_household(village):
    said = {"village": VILLAGE, "type": "project", "title": "修路", "text": "修路"}

    answer = village.post("/v1/assembly/matters", said | {"household": "h-7"})

    assert answer.wrong_fields == ["household"]


def test_representatives_decide_on_a_project_only_where_it_was_delegated(village):
    village.govern()
    matter = village.at_decision("project")
    before = village.announce(ASSEMBLY, [matter])
    village.delegate("project")

    assert before.problem == "wrong-body"
    assert village.announce(ASSEMBLY, [matter]).status == 201


def test_a_resolution_that_was_taken_down_is_owed_again_until_it_is_up_corrected(village, county):
    village.govern()
    matter = village.decided()
    first = village.publish("resolution", matter=matter).body["id"]
    removal = {"action": "take_down", "cause": "court_decision", "legal_basis": "判决书"}

    village.did(f"/v1/assembly/publications/{first}/transitions", removal, "town")
    owed = village.read(f"/v1/assembly/matters/{matter}")
    climbing = {each["milestone"] for each in owed["climbs"]}
    county.now = clock.from_iso(clock.iso(county.now + timedelta(days=30)))
    marked = wind_clock()["marked"]
    late = village.read(f"/v1/assembly/matters/{matter}")["republish"][0]
    village.publish("resolution", replaces=first)
    after = village.read(f"/v1/assembly/matters/{matter}")

    assert [(each["id"], each["duty"]) for each in owed["republish"]] == [
        (first, "publish_resolution")
    ]
    assert owed["deadline"]["duty"] == "plan"
    assert first in climbing
    assert (marked, late["overdue_since"]) == (2, late["due_at"])
    assert after["republish"] == []
    assert escalation.climbs([first])[first].status == "fulfilled"


def test_what_was_consulted_is_owed_again_when_it_was_taken_down(village):
    village.govern()
    matter = village.standing("funded_project", 2)
    village.record(matter, "consultation")
    consulted = village.read(f"/v1/assembly/matters/{matter}")["records"][-1]["publication"]
    removal = {"action": "take_down", "cause": "court_decision", "legal_basis": "判决书"}

    village.did(f"/v1/assembly/publications/{consulted}/transitions", removal, "town")

    owed = village.read(f"/v1/assembly/matters/{matter}")["republish"]
    assert [each["duty"] for each in owed] == ["publish_consultation"]


def test_a_result_taken_down_after_the_end_of_a_matter_is_owed_again(village):
    village.govern()
    matter = village.standing("funded_project", 0)
    made = Made()
    made.save(replace(made.get(Matter, matter), step=MatterStep.RESULT_PUBLICATION))
    made.commit()
    result = village.publish("result", matter=matter).body["id"]
    removal = {"action": "take_down", "cause": "court_decision", "legal_basis": "判决书"}

    village.did(f"/v1/assembly/publications/{result}/transitions", removal, "town")

    owed = village.read(f"/v1/assembly/matters/{matter}")
    assert (owed["status"], owed["turn"]) == ("done", VILLAGE)
    assert [each["duty"] for each in owed["republish"]] == ["publish_result"]


def named_matter(village, kind: str, *items: dict):
    said = {"village": VILLAGE, "type": kind, "title": "集体事项", "text": "逐项列明。"}
    return village.post("/v1/assembly/matters", said | {"items": items})


def test_a_matter_names_item_by_item_what_its_kind_carries_and_each_thing_once(village):
    lease = {
        "act": "lease",
        "subject": "hall",
        "amount": 100,
        "detail": "乙方",
        "until": "2027-12-31",
    }

    entered = named_matter(village, "collective_lease", lease)
    other_act = named_matter(village, "collective_lease", lease | {"act": "budget"})
    twice = named_matter(village, "collective_lease", lease, lease | {"amount": 1})
    of_another_kind = named_matter(village, "paid_posts", lease)

    assert entered.body["items"] == [lease]
    assert [each.wrong_fields for each in (other_act, twice, of_another_kind)] == [["items"]] * 3


def test_a_plan_is_published_with_its_matter_before_it_is_decided_and_names_nobody_to_residents(
    village,
):
    village.body("party_members_meeting", [member(person) for person in PARTY])
    admitted = {"act": "admit", "subject": "p-1", "amount": 100, "detail": "founding"}
    matter = named_matter(village, "collective_membership", admitted).body["id"]
    plan = {"village": VILLAGE, "kind": "other", "title": "方案", "content": "见附件。"}

    shown = village.did("/v1/assembly/publications", plan | {"matter": matter})
    read = village.read(f"/v1/assembly/publications/{shown['id']}", by="resident")
    finance = plan | {"kind": "ordinary", "matter": matter}

    assert shown["items"][0]["subject"] == "p-1"
    told = read["items"][0]
    assert (told["subject"], told["detail"], told["amount"]) == (None, None, 100)
    assert village.post("/v1/assembly/publications", finance).wrong_fields == ["matter"]
