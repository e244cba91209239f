"""Meetings through the API: announced in time, opened with a quorum on a frozen roll, adjourned without, closed and signed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assembly.store import shards
from kernel import clock
from tests.support.assembly import ASSEMBLY, PARTY, REPRESENTATIVES, Village, assembly, member
from tests.support.county import VILLAGE

SEVEN, EIGHT = REPRESENTATIVES[:7], REPRESENTATIVES[:8]
"""Eleven on the roll: eight are a quorum, seven are none."""


@pytest.fixture
def village(village: Village) -> Village:
    """A village with a representatives' assembly."""
    village.seated("representatives_assembly", assembly())
    return village


@pytest.mark.parametrize(
    ("days", "reason", "status"), [(9, None, 422), (10, None, 201), (1, "汛情紧急", 201)]
)
def test_a_villagers_meeting_is_announced_ten_days_ahead_or_says_why_not(
    village, county, days, reason, status
):
    body = village.seated("villagers_meeting", [member("r0"), member("r1")])
    matter = village.at_decision(kind="village_planning")
    begins = clock.local_iso(county.now + timedelta(days=days))

    answer = village.announce(
        body, [matter], mode="villager", begins_at=begins, ad_hoc_reason=reason
    )

    assert answer.status == status
    if status == 422:
        assert answer.problem == "notice-too-short"
        assert "第二十五条" in answer.body["detail"]


def test_the_collective_has_no_ad_hoc_meetings(village, county):
    body = village.seated("collective_members_meeting", [member("r0"), member("r1")])
    matter = village.at_decision(kind="land_contract")
    begins = clock.local_iso(county.now + timedelta(days=9))

    answer = village.announce(body, [matter], begins_at=begins, ad_hoc_reason="急")

    assert answer.problem == "notice-too-short"


def test_a_matter_is_on_one_agenda_at_a_time_and_free_again_after_a_cancellation(village):
    matter = village.at_decision()
    first = village.announced(ASSEMBLY, [matter])["id"]

    second = village.announce(ASSEMBLY, [matter])
    village.did(
        f"/v1/assembly/meetings/{first}/transitions", {"action": "cancel", "reason": "改期"}
    )

    assert second.problem == "matter-on-another-agenda"
    assert village.announce(ASSEMBLY, [matter]).status == 201


def test_a_body_meets_online_only_where_something_lets_it(village):
    matter = village.at_decision()

    without = village.announce(ASSEMBLY, [matter], online=True)
    with_basis = village.announce(ASSEMBLY, [matter], online=True, online_basis="村规民约第12条")

    assert without.problem == "online-not-allowed"
    assert with_basis.body["online_basis"] == "村规民约第12条"


def test_the_chair_sits_in_the_body(village):
    answer = village.announce(ASSEMBLY, [village.at_decision()], chair="p0")

    assert answer.problem == "chair-not-on-roll"


def test_a_body_without_members_does_not_meet(village):
    body = village.did(
        "/v1/assembly/bodies", {"village": VILLAGE, "kind": "party_members_meeting"}
    )["id"]

    answer = village.announce(body, [village.standing("dilapidated_housing", 2)])

    assert answer.problem == "no-composition-in-force"


def test_presence_on_site_is_proven_by_the_code_shown_there(village, county):
    meeting = village.announced(ASSEMBLY, [village.at_decision()])
    path = f"/v1/assembly/meetings/{meeting['id']}/attendance"
    county.advance(days=12)

    by_name = village.post(path, {"channel": "on_site", "member": "r0"}, "r0")
    wrong = village.post(path, {"channel": "on_site", "code": "AAAAAA"}, "r0")
    right = village.did(path, {"channel": "on_site", "code": meeting["code"].lower()}, "r0")
    again = village.did(path, {"channel": "on_site", "code": meeting["code"]}, "r0")

    assert (by_name.problem, wrong.problem) == ("wrong-attendance-code",) * 2
    assert (right["attending"], again["attending"]) == (1, 1)
    assert village.read(f"/v1/assembly/meetings/{meeting['id']}", "r0")["code"] == ""
    assert village.read(f"/v1/assembly/meetings/{meeting['id']}", "r0")["my_part"] == {
        "voter": "r0",
        "present": True,
        "recused": [],
    }


def test_nobody_comes_who_is_not_on_the_roll_or_enters_others(village, county):
    meeting = village.announced(ASSEMBLY, [village.at_decision()])
    path = f"/v1/assembly/meetings/{meeting['id']}/attendance"
    county.advance(days=12)

    stranger = village.post(path, {"channel": "on_site", "code": meeting["code"]}, "p0")
    meddler = village.post(path, {"channel": "paper", "member": "r1"}, "r0")
    online = village.post(path, {"channel": "online"}, "r0")

    assert stranger.problem == "not-entitled"
    assert meddler.problem == "not-allowed"
    assert online.problem == "online-not-allowed"


def test_without_a_quorum_a_meeting_does_not_open(village, county):
    meeting = village.announced(ASSEMBLY, [village.at_decision()])["id"]
    path = f"/v1/assembly/meetings/{meeting}/transitions"
    early = village.post(path, {"action": "open"})
    county.advance(days=12)
    for person in SEVEN:
        village.arrive(meeting, person)

    answer = village.post(path, {"action": "open"})

    assert early.problem == "not-yet-time"

    assert (answer.status, answer.problem) == (409, "no-quorum")
    assert (answer.body["present"], answer.body["needed"], answer.body["roll"]) == (7, 8, 11)
    village.arrive(meeting, EIGHT[-1])
    opened = village.did(f"/v1/assembly/meetings/{meeting}/transitions", {"action": "open"})
    assert (opened["status"], opened["roll_size"]) == ("open", 11)


def test_the_roll_is_frozen_when_the_meeting_opens(village, county):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], EIGHT)
    vote = village.vote(meeting)
    smaller = [each for each in assembly() if each["member_id"] != "r0"] + [
        member("p0", capacity="representative", woman=True)
    ]
    village.compose(ASSEMBLY, smaller, valid_from="2026-11-02", households=90)

    of_before, newcomer = village.ballot(vote, "r0", "yes"), village.ballot(vote, "p0", "yes")

    assert of_before.status == 200
    assert newcomer.problem == "not-entitled"
    assert village.read(f"/v1/assembly/meetings/{meeting}")["composition"] == 1


def test_when_the_quorum_breaks_the_meeting_is_adjourned_and_the_vote_void(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], EIGHT)
    vote = village.vote(meeting)
    village.ballots(vote, EIGHT, "yes")

    left = village.leave(meeting, EIGHT[-1])

    assert (left["quorate"], left["meeting_status"]) == (False, "adjourned")
    assert village.read(f"/v1/assembly/votes/{vote}")["void_reason"] == "quorum_broken"
    resume = {"action": "resume"}
    path = f"/v1/assembly/meetings/{meeting}/transitions"
    assert village.post(path, resume).problem == "no-quorum"
    village.arrive(meeting, "r8")
    assert village.did(path, resume)["status"] == "open"
    again = village.vote(meeting)
    village.ballots(again, EIGHT[:5], "yes")
    assert village.close(again)["tally"]["passed"]


def test_whoever_is_recused_is_not_present_for_the_item_and_has_no_vote(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], REPRESENTATIVES)
    recusal = {"item": 0, "reason": "申请人的兄弟"}
    village.did(f"/v1/assembly/meetings/{meeting}/recusals", recusal, "r0")
    vote = village.vote(meeting)

    refused = village.ballot(vote, "r0", "yes")
    village.ballots(vote, REPRESENTATIVES[1:5], "yes")
    tally = village.close(vote)["tally"]

    assert refused.problem == "not-entitled"
    assert (tally["present"], tally["yes_needed"], tally["passed"]) == (8, 5, False)


def test_recusals_may_leave_too_few_to_vote_on_the_item(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], EIGHT)
    village.did(
        f"/v1/assembly/meetings/{meeting}/recusals", {"item": 0, "reason": "亲属", "member": "r0"}
    )

    answer = village.post(f"/v1/assembly/meetings/{meeting}/votes", {"item": 0, "manner": "open"})

    assert answer.problem == "no-quorum"


def test_in_household_mode_a_household_has_one_vote_cast_by_whoever_is_there_for_it(village):
    people = [member("r0"), member("r1", household="h-r0"), member("r2"), member("r3")]
    body = village.seated("villagers_meeting", people)
    matter = village.at_decision(kind="village_planning")
    meeting = village.meeting(body, [matter], ["r0", "r2"], mode="household")
    vote = village.vote(meeting)

    at_home = village.ballot(vote, "r1", "no")
    entered = village.ballot(vote, "village", "no", member="r1")
    first, again = village.ballot(vote, "r0", "yes"), village.ballot(vote, "r0", "no")
    village.ballots(vote, ["r2"], "yes")
    tally = village.close(vote)["tally"]

    assert at_home.problem == entered.problem == "not-entitled"
    assert first.body["voter"] == "h-r0"
    assert again.problem == "already-voted"
    assert (tally["roll"], tally["attendance_needed"]) == (3, 2)
    assert (tally["yes"], tally["no"]) == (2, 0)


def test_who_takes_over_for_a_household_takes_over_its_vote(village):
    people = [member("r0"), member("r1", household="h-r0"), member("r2"), member("r3")]
    body = village.seated("villagers_meeting", people)
    matter = village.at_decision(kind="village_planning")
    meeting = village.meeting(body, [matter], ["r0", "r2", "r3"], mode="household")
    vote = village.vote(meeting)

    village.leave(meeting, "r0")
    village.arrive(meeting, "r1")

    assert village.ballot(vote, "r0", "no").problem == "not-entitled"
    assert village.ballot(vote, "r1", "yes").status == 200


def test_in_the_collective_a_member_stands_in_for_one_of_the_same_household(village, county):
    people = [member("r0"), member("r1", household="h-r0"), member("r2")]
    body = village.seated("collective_members_meeting", people)
    meeting = village.announced(body, [village.at_decision(kind="land_contract")])["id"]
    path = f"/v1/assembly/meetings/{meeting}/attendance"
    county.advance(days=12)

    other_home = village.post(path, {"channel": "paper", "member": "r2", "proxy_for": "r1"})
    village.arrive(meeting, "r0", proxy_for="r1")
    village.arrive(meeting, "r0")
    village.did(f"/v1/assembly/meetings/{meeting}/transitions", {"action": "open"})
    vote = village.vote(meeting)
    absent = village.ballot(vote, "r1", "no")
    village.ballots(vote, ["r0"], "yes")
    village.ballot(vote, "r0", "yes", proxy_for="r1")

    assert other_home.problem == "not-entitled"
    assert absent.problem == "not-entitled"
    tally = village.close(vote)["tally"]
    assert (tally["yes"], tally["yes_needed"], tally["passed"]) == (2, 2, True)


def test_minutes_are_signed_by_the_chair_and_another_and_then_fixed(village):
    matter = village.at_decision()
    meeting = village.meeting(ASSEMBLY, [matter], EIGHT)
    path = f"/v1/assembly/meetings/{meeting}/transitions"
    nothing_said = village.post(path, {"action": "close"})
    village.did(path, {"action": "close", "minutes": "未及表决", "attachments": ["photo-1"]})

    by_chair = village.did(path, {"action": "sign"}, "r0")
    twice = village.did(path, {"action": "sign"}, "r0")
    stranger = village.post(path, {"action": "sign"}, "p0")
    by_supervisor = village.did(path, {"action": "sign"}, "supervisor")

    assert nothing_said.wrong_fields == ["minutes"]
    assert (by_chair["status"], twice["status"]) == ("closed", "closed")
    assert stranger.status == 403
    assert by_supervisor["status"] == "signed"
    assert len(by_supervisor["digest"]) == 64
    again = village.post(path, {"action": "adjourn", "reason": "再议"})
    assert (again.problem, again.body["legal_actions"]) == ("illegal-move", [])
    assert village.announce(ASSEMBLY, [matter]).status == 201


def test_a_meeting_does_not_close_over_a_vote(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], EIGHT)
    village.vote(meeting)

    answer = village.post(
        f"/v1/assembly/meetings/{meeting}/transitions", {"action": "close", "minutes": "散会"}
    )

    assert answer.problem == "vote-still-open"


def test_invitations_and_attendance_are_told_to_those_who_keep_them(village, county):
    meeting = village.announced(ASSEMBLY, [village.at_decision()])["id"]
    county.advance(days=12)
    village.arrive(meeting, "r0")

    told = village.read(f"/v1/assembly/meetings/{meeting}/attendance", "supervisor")

    assert (told["invited"], told["present"], told["needed"], told["quorate"]) == (11, 1, 8, False)
    assert {each["voter"] for each in told["items"] if each["present"]} == {"r0"}
    assert village.go("GET", f"/v1/assembly/meetings/{meeting}/attendance", by="r0").status == 403


def test_the_party_members_meeting_counts_all_who_should_come(village):
    body = village.seated("party_members_meeting", [member(person) for person in PARTY])
    meeting = village.meeting(body, [village.standing("dilapidated_housing", 2)], PARTY[:4])
    vote = village.vote(meeting)
    village.ballots(vote, PARTY[:3], "yes")

    tally = village.close(vote)["tally"]

    assert (tally["quorate"], tally["yes_needed"], tally["passed"]) == (True, 4, False)


@pytest.mark.parametrize("days", [11, 13])
def test_nobody_is_there_and_nothing_opens_on_another_day_than_the_announced(village, county, days):
    meeting = village.announced(ASSEMBLY, [village.at_decision()])["id"]
    county.advance(days=days)

    arrival = village.post(
        f"/v1/assembly/meetings/{meeting}/attendance", {"channel": "paper", "member": "r0"}
    )

    assert arrival.problem == "not-its-day"


def test_a_meeting_does_not_open_on_the_morrow_with_those_who_came_on_its_day(village, county):
    meeting = village.announced(ASSEMBLY, [village.at_decision()])["id"]
    county.advance(days=12)
    for person in EIGHT:
        village.arrive(meeting, person)
    county.advance(days=1)

    late = village.post(f"/v1/assembly/meetings/{meeting}/transitions", {"action": "open"})

    assert late.problem == "not-its-day"


def test_a_meeting_that_loses_its_quorum_for_good_is_closed_and_lets_its_matters_go(
    village, county
):
    matter = village.at_decision()
    meeting = village.meeting(ASSEMBLY, [matter], EIGHT)
    village.vote(meeting)
    village.leave(meeting, EIGHT[-1])
    path = f"/v1/assembly/meetings/{meeting}/transitions"
    broken = village.post(f"/v1/assembly/meetings/{meeting}/votes", {"item": 0, "manner": "open"})

    county.advance(days=1)
    resumed = village.post(path, {"action": "resume"})
    closed = village.did(path, {"action": "close", "minutes": "不足法定人数，流会"})

    assert broken.problem == "illegal-move"
    assert resumed.problem == "not-its-day"
    assert closed["status"] == "closed"
    assert village.announce(ASSEMBLY, [matter]).status == 201


def test_nobody_of_the_household_sends_away_whoever_is_there_for_it(village, county):
    people = [member(person, household=f"h-{n // 2}") for n, person in enumerate(EIGHT)]
    body = village.seated("villagers_meeting", people)
    meeting = village.announced(body, [village.at_decision("project")], mode="household")["id"]
    county.advance(days=12)
    village.arrive(meeting, "r0")

    path = f"/v1/assembly/meetings/{meeting}/attendance"
    told = village.did(path, {"channel": "on_site", "leaving": True}, "r1")

    assert (told["voter"], told["present"]) == ("h-0", True)


def test_a_proxy_who_goes_takes_along_whom_the_proxy_stood_in_for(village, county):
    people = [member("r0"), member("r1", household="h-r0"), member("r2")]
    body = village.seated("collective_members_meeting", people)
    meeting = village.announced(body, [village.at_decision(kind="land_contract")])["id"]
    county.advance(days=12)
    village.arrive(meeting, "r0")
    village.arrive(meeting, "r0", proxy_for="r1")

    told = village.leave(meeting, "r0")

    assert told["attending"] == 0


def test_nobody_is_recused_from_an_item_that_was_counted(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], EIGHT)
    vote = village.vote(meeting)
    village.ballots(vote, EIGHT, "yes")
    village.close(vote)

    late = village.post(
        f"/v1/assembly/meetings/{meeting}/recusals", {"item": 0, "reason": "近亲属"}, "r0"
    )

    assert (late.status, late.problem) == (409, "item-counted")


def test_a_recusal_is_lifted_until_the_vote_opens_and_refusals_name_it(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], EIGHT)
    path = f"/v1/assembly/meetings/{meeting}/recusals"
    recusal = {"item": 0, "reason": "申请人的兄弟"}
    village.did(path, recusal, "r0")
    vote = {"item": 0, "manner": "open"}
    too_few = village.post(f"/v1/assembly/meetings/{meeting}/votes", vote)

    lifted = village.did(path, recusal | {"lift": True}, "r0")
    opened = village.vote(meeting)
    late = village.post(path, recusal | {"lift": True}, "r0")

    assert (too_few.problem, too_few.body["recused"]) == ("no-quorum", 1)
    assert "回避" in too_few.body["detail"]
    assert lifted["my_part"]["recused"] == []
    assert late.problem == "vote-still-open"
    assert village.ballot(opened, "r0", "yes").status == 200


def test_a_ballot_of_somebody_recused_is_refused_with_the_reason_of_the_recusal(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], REPRESENTATIVES)
    recusal = {"item": 0, "reason": "申请人的兄弟"}
    village.did(f"/v1/assembly/meetings/{meeting}/recusals", recusal, "r0")

    refused = village.ballot(village.vote(meeting), "r0", "yes")

    assert (refused.body["item"], refused.body["recused"]) == (0, "申请人的兄弟")
    assert "回避" in refused.body["detail"]


def test_what_the_recorder_entered_as_a_recusal_the_recorder_lifts(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], REPRESENTATIVES)
    path = f"/v1/assembly/meetings/{meeting}/recusals"
    village.did(path, {"item": 0, "reason": "近亲属", "member": "r0"})

    said = {"item": 0, "reason": "无", "lift": True}
    by_another = village.post(path, said | {"member": "r0"}, "r1")
    by_oneself = village.post(path, said, "r0")
    by_the_recorder = village.post(path, said | {"member": "r0"})

    assert by_another.problem == by_oneself.problem == "not-allowed"
    assert by_the_recorder.status == 200


def test_a_chair_who_did_not_come_is_replaced_by_somebody_who_did(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], REPRESENTATIVES[1:])
    path = f"/v1/assembly/meetings/{meeting}/transitions"
    village.did(path, {"action": "close", "minutes": "通过"})
    said = {"action": "replace_chair", "reason": "主持人未到会"}

    absent = village.post(path, said | {"chair": "p0"})
    unsaid = village.post(path, said)
    village.did(path, said | {"chair": "r1"})
    for person in ("r1", "supervisor"):
        signed = village.did(path, {"action": "sign"}, person)

    assert absent.problem == "chair-is-there"
    assert unsaid.wrong_fields == ["chair"]
    assert (signed["chair"], signed["status"]) == ("r1", "signed")


def test_a_chair_who_came_is_not_replaced(village):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], REPRESENTATIVES)
    said = {"action": "replace_chair", "chair": "r1", "reason": "另选"}

    told = village.read(f"/v1/assembly/meetings/{meeting}")["actions"]
    answer = village.post(f"/v1/assembly/meetings/{meeting}/transitions", said)

    assert "replace_chair" not in told
    assert answer.problem == "chair-is-there"


def test_who_comes_and_goes_all_day_outgrows_nothing_and_stops_nobody_else(village, county):
    meeting = village.announced(ASSEMBLY, [village.at_decision()])
    path = f"/v1/assembly/meetings/{meeting['id']}/attendance"
    county.advance(days=12)
    own = {"channel": "on_site", "code": meeting["code"]}
    for _ in range(8):
        village.did(path, own, "r0")
        village.did(path, own | {"leaving": True}, "r0")

    stopped = village.post(path, own, "r0")

    assert stopped.problem == "done-enough"
    assert village.arrive(meeting["id"], "r0")["present"]
    assert village.did(path, own, "r1")["present"]


def test_members_called_to_two_meetings_at_one_instant_are_told(village, county):
    body = village.seated("party_members_meeting", [member(one) for one in ("village", "r0", "p0")])
    other = village.announced(ASSEMBLY, [village.at_decision()])

    second = village.announced(body, [village.standing("dilapidated_housing", 2)])
    third = village.announced(
        body,
        [village.standing("dilapidated_housing", 2)],
        begins_at=clock.local_iso(county.now + timedelta(days=13)),
    )

    assert second["elsewhere"] == [
        {"meeting": other["id"], "title": "会议", "people": ["r0", "village"], "number": 2}
    ]
    assert third["elsewhere"] == []
    seen = village.read(f"/v1/assembly/meetings/{second['id']}", "resident")["elsewhere"]
    assert (seen[0]["people"], seen[0]["number"]) == ([], 2)


def test_who_sits_in_two_open_meetings_is_told_when_the_second_opens(village):
    body = village.seated("party_members_meeting", [member(person) for person in PARTY])
    matter = village.standing("dilapidated_housing", 2)
    first = village.announced(ASSEMBLY, [village.at_decision()])["id"]
    second = village.announced(body, [matter])["id"]
    village.county.advance(days=12)
    for person in EIGHT:
        village.arrive(first, person)
    for person in PARTY[1:]:
        village.arrive(second, person)
    opened = {"action": "open"}
    village.did(f"/v1/assembly/meetings/{first}/transitions", opened)

    told = village.did(f"/v1/assembly/meetings/{second}/transitions", opened)["elsewhere"]

    assert [(each["meeting"], each["number"]) for each in told] == [(first, 5)]


@pytest.mark.parametrize("begins", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59+08:00", 0])
def test_no_meeting_begins_beyond_all_sense(village, begins):
    answer = village.announce(ASSEMBLY, [village.at_decision()], begins_at=begins)

    assert (answer.status, answer.wrong_fields) == (422, ["begins_at"])


def test_who_comes_while_the_same_stay_is_entered_elsewhere_is_looked_for_again(
    village, monkeypatch
):
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], EIGHT)
    put, met = shards.put, []

    def met_once(*where, **what):
        met.append(where)
        return len(met) > 1 and put(*where, **what)

    monkeypatch.setattr(shards, "put", met_once)

    assert village.arrive(meeting, "r8")["present"] is True
    assert len(met) == 2
