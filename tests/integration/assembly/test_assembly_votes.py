"""Votes through the API: one each, told only when closed; secret ones that nothing leads back to a voter."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from assembly.rules import blind
from assembly.rules.meetings import AttendanceChannel
from assembly.rules.votes import Vote
from assembly.service import move_vote as voting
from assembly.store import shards
from assembly.store.shards import Purpose
from tests.support import ballots
from tests.support.assembly import ASSEMBLY, PARTY, REPRESENTATIVES, Made, Village, assembly, member
from tests.support.county import answer_lost, nothing

ONLINE, PAPER = REPRESENTATIVES[:4], REPRESENTATIVES[4:8]
KEY = blind.new_key(1024)
"""Made once: what a longer key adds is time."""


@pytest.fixture
def village(village: Village, monkeypatch: pytest.MonkeyPatch) -> Village:
    """A village with a representatives' assembly."""
    monkeypatch.setattr(blind, "new_key", lambda: KEY)
    village.seated("representatives_assembly", assembly())
    return village


@pytest.fixture
def matter(village: Village) -> str:
    """A matter before the assembly."""
    return village.at_decision()


@pytest.fixture
def vote(village: Village, matter: str) -> str:
    """An open vote, nine of eleven being there."""
    return village.vote(village.meeting(ASSEMBLY, [matter], REPRESENTATIVES))


@pytest.fixture
def secret(village: Village, matter: str) -> str:
    """A secret vote, nine of eleven being there."""
    return village.vote(village.meeting(ASSEMBLY, [matter], REPRESENTATIVES), "secret")


def rows(county, prefix=""):
    """Return what the tables hold."""
    from kernel.storage import dynamo

    with county.quietly():
        tables = [
            dynamo.client().scan(TableName=name, ConsistentRead=True)["Items"]
            for name in ("assembly", "ballots")
        ]
    return [item for items in tables for item in items if item["pk"]["S"].startswith(prefix)]


def take(village, vote, person):
    """Take a ballot online; return the envelope and what can be cast."""
    envelope = ballots.hide(village.read(f"/v1/assembly/votes/{vote}", person)["public_key"])
    taken = village.did(f"/v1/assembly/votes/{vote}/tokens", {"blinded": envelope.blinded}, person)
    return envelope, envelope.unhide(taken["signed"])


def give(village, vote, person):
    """Let the recorder give out a paper."""
    return village.did(f"/v1/assembly/votes/{vote}/tokens", {"member": person})


def issued(village, vote):
    """Give everybody a ballot, four online and four on paper; return what can be cast online."""
    for person in PAPER:
        give(village, vote, person)
    return [take(village, vote, person)[1] for person in ONLINE]


def papers(*choices):
    return {"papers": [{"number": f"P-{n:03d}", "choice": c} for n, c in enumerate(choices)]}


def test_nothing_is_told_of_a_vote_before_it_is_closed(village, vote):
    village.ballots(vote, REPRESENTATIVES[:5], "yes")

    before = village.read(f"/v1/assembly/votes/{vote}", "town")
    village.close(vote)
    after = village.read(f"/v1/assembly/votes/{vote}", "resident")

    assert before["tally"] is None
    assert (after["tally"]["yes"], after["tally"]["present"]) == (5, 9)
    assert after["tally"]["passed"]
    assert "第二十九条" in after["tally"]["citation"]["article"]
    assert after["tally"]["citation"]["confidence"] == "law"


def test_an_open_vote_leaves_a_roll_call_for_those_who_check_it(village, vote):
    village.ballots(vote, ["r1"], "no")
    village.ballots(vote, ["r0"], "yes")
    path = f"/v1/assembly/votes/{vote}/protocol"

    early = village.go("GET", path)
    village.close(vote)

    assert early.problem == "vote-not-open"
    assert village.read(path, "supervisor")["items"] == [
        {"voter": "r0", "choice": "yes", "channel": "on_site"},
        {"voter": "r1", "choice": "no", "channel": "on_site"},
    ]
    assert village.go("GET", path, by="resident").status == 403


def test_a_secret_vote_has_no_roll_call(village, secret):
    assert village.go("GET", f"/v1/assembly/votes/{secret}/protocol").problem == "vote-not-open"


def test_who_abstains_is_present_all_the_same(village, vote):
    village.ballots(vote, REPRESENTATIVES[:4], "yes")
    village.ballots(vote, REPRESENTATIVES[4:], "abstain")

    tally = village.close(vote)["tally"]

    assert (tally["yes_needed"], tally["abstain"], tally["passed"]) == (5, 5, False)


@pytest.mark.parametrize(("voting", "passed"), [(4, False), (5, True)])
def test_a_recall_passes_only_where_more_than_half_of_the_voters_vote(village, voting, passed):
    voters = village.seated("registered_voters", [member(one) for one in REPRESENTATIVES])
    recall = village.recall().body["id"]
    path = f"/v1/assembly/matters/{recall}/transitions"
    village.did(path, {"action": "check_demand"}, "town")
    minutes = {"held_on": "2026-11-23", "attended": ["镇党委"], "summary": "同意"}
    village.did(path, {"action": "record", "step": "party_study", "minutes": minutes}, "town")
    vote = village.vote(village.meeting(voters, [recall], REPRESENTATIVES, mode="voter"))
    village.ballots(vote, REPRESENTATIVES[:voting], "yes")

    tally = village.close(vote)["tally"]

    assert (tally["roll"], tally["present"], tally["quorate"]) == (9, 9, True)
    assert (tally["turnout_needed"], tally["passed"]) == (5, passed)


def test_one_member_has_one_vote_on_paper_or_online(village, vote):
    on_paper = village.did(f"/v1/assembly/votes/{vote}/ballots", {"choice": "yes", "member": "r0"})

    online = village.ballot(vote, "r0", "yes")
    same = village.did(f"/v1/assembly/votes/{vote}/ballots", {"choice": "yes", "member": "r0"})
    other = village.post(f"/v1/assembly/votes/{vote}/ballots", {"choice": "no", "member": "r0"})

    assert online.problem == other.problem == "already-voted"
    assert on_paper == same
    assert village.close(vote)["tally"]["yes"] == 1


@pytest.fixture
def hybrid(village, matter):
    """A meeting held online as well, seven in the hall and two from afar."""
    meeting = village.announced(ASSEMBLY, [matter], online=True, online_basis="村规民约第12条")
    village.county.advance(days=12)
    path = f"/v1/assembly/meetings/{meeting['id']}"
    village.did(f"{path}/attendance", {"channel": "on_site", "code": meeting["code"]}, "r0")
    for person in REPRESENTATIVES[1:7]:
        village.arrive(meeting["id"], person)
    for person in REPRESENTATIVES[7:]:
        village.did(f"{path}/attendance", {"channel": "online"}, person)
    village.did(f"{path}/transitions", {"action": "open"})
    return meeting["id"]


def test_a_ballot_comes_in_the_way_its_voter_takes_part(village, hybrid):
    vote = village.vote(hybrid)

    by_code, on_the_list, afar = (village.ballot(vote, who, "yes") for who in ("r0", "r1", "r7"))
    entered = village.ballot(vote, "village", "yes", member="r2")

    assert by_code.body["channel"] == on_the_list.body["channel"] == "on_site"
    assert afar.body["channel"] == "online"
    assert entered.body["channel"] == "paper"


def test_the_recorder_enters_nothing_for_somebody_who_attends_online(village, hybrid):
    vote = village.vote(hybrid)

    entered = village.ballot(vote, "village", "yes", member="r7")

    assert (entered.problem, "线上" in entered.body["detail"]) == ("not-entitled", True)


def test_the_recorder_gives_no_paper_to_somebody_who_attends_online(village, hybrid):
    secret = village.vote(hybrid, "secret")

    given = village.post(f"/v1/assembly/votes/{secret}/tokens", {"member": "r7"})

    assert given.problem == "not-entitled"


def test_where_a_meeting_is_not_held_online_nobody_votes_from_afar(village, vote):
    meeting = village.read(f"/v1/assembly/votes/{vote}")["meeting"]
    kept = village.read(f"/v1/assembly/meetings/{meeting}")["shards"]
    (stay,) = shards.look(meeting, Purpose.PRESENT, kept, "r0")
    afar = (replace(stay, channel=AttendanceChannel.ONLINE),)
    shards.put(meeting, Purpose.PRESENT, kept, "r0", afar, instead_of=(stay,))

    refused = village.ballot(vote, "r0", "yes")

    assert (refused.problem, "会场" in refused.body["detail"]) == ("not-entitled", True)


def test_who_is_recused_casts_nobody_elses_ballot_either(village):
    people = [member(one) for one in REPRESENTATIVES] + [member("p0", household="h-r0")]
    body = village.seated("collective_members_meeting", people)
    meeting = village.announced(body, [village.at_decision(kind="land_contract")])["id"]
    village.county.advance(days=12)
    for person in REPRESENTATIVES:
        village.arrive(meeting, person)
    village.arrive(meeting, "r0", proxy_for="p0")
    village.did(f"/v1/assembly/meetings/{meeting}/transitions", {"action": "open"})
    village.did(f"/v1/assembly/meetings/{meeting}/recusals", {"item": 0, "reason": "承包人"}, "r0")
    vote = village.vote(meeting)

    own = village.ballot(vote, "r0", "yes")
    anothers = village.ballot(vote, "r0", "yes", proxy_for="p0")
    entered = village.ballot(vote, "village", "yes", member="r0", proxy_for="p0")
    tally = village.close(vote)["tally"]

    assert own.problem == anothers.problem == entered.problem == "not-entitled"
    assert (tally["roll"], tally["present"]) == (10, 8)


def test_once_all_is_taken_on_paper_no_electronic_ballot_is_given_out(village, secret):
    village.step(secret, "paper_only")
    envelope = ballots.hide(village.read(f"/v1/assembly/votes/{secret}")["public_key"])

    electronic = village.post(
        f"/v1/assembly/votes/{secret}/tokens", {"blinded": envelope.blinded}, "r0"
    )

    assert (electronic.problem, "纸票" in electronic.body["detail"]) == ("vote-not-open", True)
    assert give(village, secret, "r0")["channel"] == "paper"


def test_in_the_hall_and_from_afar_secret_ballots_are_electronic_and_alike(village, hybrid, county):
    secret = village.vote(hybrid, "secret")
    cast = [take(village, secret, person)[1] for person in ("r0", "r1", "r7", "r8")]
    village.step(secret, "cast")
    for ballot in cast:
        village.did(f"/v1/assembly/secret-ballots/{secret}", ballot | {"choice": "yes"}, None)

    closed = village.close(secret)

    assert (closed["status"], closed["tally"]["yes"]) == ("closed", 4)
    ways = [
        village.read(f"/v1/assembly/votes/{secret}/mine", who)["channel"] for who in ("r0", "r7")
    ]
    assert ways == ["on_site", "online"]
    assert {
        each.channel for each in shards.contents(secret, Purpose.BALLOTS, closed["shards"]).values()
    } == {"electronic"}


def test_only_those_there_vote_and_only_the_recorder_for_others(village, vote):
    assert village.ballot(vote, "village2", "yes").problem == "not-entitled"
    assert village.ballot(vote, "p0", "yes").problem == "not-entitled"
    assert village.ballot(vote, "r0", "yes", member="r1").problem == "not-allowed"
    assert village.ballot(vote, "far_village", "yes").status == 404


def test_a_ballot_whose_answer_was_lost_counts_once(village, vote, county):
    county.calls.clear()
    village.ballot(vote, "r0", "yes")
    before = county.calls.index("UpdateItem")
    county.faults.extend([nothing] * before + [answer_lost])

    answer = village.ballot(vote, "r1", "yes")

    assert answer.status == 200
    assert village.close(vote)["tally"]["yes"] == 2


def test_after_the_close_no_ballot_comes_in(village, vote):
    village.close(vote)

    assert village.ballot(vote, "r0", "yes").problem == "vote-not-open"


def test_a_close_that_broke_off_is_taken_up_again(village, vote, monkeypatch):
    village.ballots(vote, REPRESENTATIVES[:5], "yes")
    with monkeypatch.context() as broken:
        broken.setattr(shards, "contents", lambda *_: 1 / 0)
        assert village.step(vote, "close").status == 500

    late = village.ballot(vote, "r5", "no")
    again = village.close(vote)

    assert late.problem == "vote-not-open"
    assert (again["status"], again["tally"]["yes"], again["tally"]["no"]) == ("closed", 5, 0)


def test_a_close_sent_again_with_its_key_is_answered_alike(village, vote):
    village.ballots(vote, REPRESENTATIVES[:5], "yes")
    path, key = f"/v1/assembly/votes/{vote}/transitions", {"idempotency-key": "close-1"}

    first = village.post(path, {"action": "close"}, headers=key)
    again = village.post(path, {"action": "close"}, headers=key)
    without_key = village.post(path, {"action": "close"})
    otherwise = village.post(path, {"action": "recount"}, headers=key)

    assert (first.status, again.status) == (200, 200)
    assert again.body == first.body
    assert again.headers["Idempotent-Replayed"] == "true"
    assert without_key.problem == "illegal-move"
    assert otherwise.problem == "idempotency-key-reused"


def test_a_close_that_comes_twice_at_once_with_one_key_is_answered_alike(
    village, vote, monkeypatch
):
    village.ballots(vote, REPRESENTATIVES[:5], "yes")
    path, key = f"/v1/assembly/votes/{vote}/transitions", {"idempotency-key": "close-1"}
    closing, first = voting.stop_casting, []

    def overtaken(*said):
        with monkeypatch.context() as undone:
            undone.setattr(voting, "stop_casting", closing)
            first.append(village.post(path, {"action": "close"}, headers=key))
        closing(*said)

    monkeypatch.setattr(voting, "stop_casting", overtaken)
    again = village.post(path, {"action": "close"}, headers=key)

    assert (first[0].status, again.status) == (200, 200)
    assert again.body == first[0].body


def test_the_end_of_giving_out_sent_again_with_its_key_is_answered_alike(village, secret):
    issued(village, secret)
    path, key = f"/v1/assembly/votes/{secret}/transitions", {"idempotency-key": "cast-1"}

    first = village.post(path, {"action": "cast"}, headers=key)
    again = village.post(path, {"action": "cast"}, headers=key)
    without_key = village.post(path, {"action": "cast"})

    assert (first.status, again.status) == (200, 200)
    assert (again.body, first.body["status"]) == (first.body, "casting")
    assert without_key.problem == "illegal-move"


def test_an_item_has_one_vote_at_a_time_and_one_result(village, vote):
    meeting = village.read(f"/v1/assembly/votes/{vote}")["meeting"]
    path, said = f"/v1/assembly/meetings/{meeting}/votes", {"item": 0, "manner": "open"}

    beside = village.post(path, said)
    village.ballots(vote, REPRESENTATIVES, "yes")
    village.close(vote)
    after = village.post(path, said)

    assert beside.problem == after.problem == "voted-already"


def test_a_secret_vote_counts_paper_and_online_together(village, secret, matter):
    cast = issued(village, secret)
    village.step(secret, "cast")
    for n, ballot in enumerate(cast):
        village.did(
            f"/v1/assembly/secret-ballots/{secret}",
            ballot | {"choice": "yes" if n < 3 else "no"},
            None,
        )
    village.did(f"/v1/assembly/votes/{secret}/papers", papers("yes", "yes", "abstain", "spoilt"))

    tally = village.close(secret)["tally"]

    assert (tally["yes"], tally["no"], tally["abstain"], tally["spoilt"]) == (5, 1, 1, 1)
    assert (tally["present"], tally["yes_needed"], tally["passed"]) == (9, 5, True)
    assert village.read(f"/v1/assembly/matters/{matter}")["result"] == "recommended"


def test_a_voter_sees_that_the_own_ballot_was_counted_and_can_prove_nothing(village, secret):
    cast = issued(village, secret)
    village.step(secret, "cast")
    village.did(f"/v1/assembly/secret-ballots/{secret}", cast[0] | {"choice": "no"}, None)
    village.did(f"/v1/assembly/votes/{secret}/papers", papers("yes"))
    receipt = sha256(bytes.fromhex(cast[0]["serial"])).hexdigest()
    path = f"/v1/assembly/secret-ballots/{secret}"

    before = village.read(f"{path}/{receipt}", None)
    village.close(secret)
    after = village.read(f"{path}/{receipt}", None)

    assert (before["received"], before["counted"]) == (True, False)
    assert (after["received"], after["counted"]) == (True, True)
    assert village.read(f"{path}/p-000", None)["counted"]
    assert not village.read(f"{path}/P-999", None)["received"]
    assert "choice" not in str(after)
    assert village.read(f"/v1/assembly/votes/{secret}/mine", "r0") == {
        "vote": secret,
        "voter": "r0",
        "took_part": True,
        "channel": "on_site",
        "choice": None,
    }


def test_no_row_leads_from_a_voter_to_a_secret_ballot(village, secret, county):
    for person in PAPER:
        give(village, secret, person)
    kept = [(person, *take(village, secret, person)) for person in ONLINE]
    village.step(secret, "cast")
    before = {(row["pk"]["S"], row["sk"]["S"]) for row in rows(county)}
    for n, (_, _, ballot) in enumerate(kept):
        key = {"idempotency-key": f"same-{n}"}
        village.did(
            f"/v1/assembly/secret-ballots/{secret}", ballot | {"choice": "no"}, None, headers=key
        )
    fresh = {(row["pk"]["S"], row["sk"]["S"]) for row in rows(county)} - before
    village.close(secret)

    # Casting makes no row and touches none but a box, which holds neither persons nor instants.
    assert fresh == set()
    boxed = [row for row in rows(county, f"SHARDS#{secret}") if "ballots" in row["sk"]["S"]]
    assert {frozenset(row) for row in boxed} == {frozenset({"pk", "sk", "is_open", "entries"})}
    entries = {k: json.loads(v["S"]) for row in boxed for k, v in row["entries"]["M"].items()}
    assert all(set(entry) == {"choice", "channel"} for entry in entries.values())
    everywhere_else = json.dumps([row for row in rows(county) if row not in boxed])
    for person, envelope, ballot in kept:
        receipt = sha256(bytes.fromhex(ballot["serial"])).hexdigest()
        assert receipt in entries
        for trace in (receipt, ballot["serial"], ballot["signature"]):
            assert trace not in everywhere_else
        assert person not in json.dumps(boxed)
        assert envelope.blinded not in json.dumps(boxed)


def test_no_ballot_is_cast_while_they_are_given_out_nor_given_out_while_they_are_cast(
    village, secret
):
    cast = issued(village, secret)

    early = village.post(f"/v1/assembly/secret-ballots/{secret}", cast[0] | {"choice": "yes"}, None)
    early_paper = village.post(f"/v1/assembly/votes/{secret}/papers", papers("yes"))
    village.step(secret, "cast")
    late = village.post(f"/v1/assembly/votes/{secret}/tokens", {"member": "r8"})

    assert early.problem == early_paper.problem == late.problem == "vote-not-open"


def test_a_member_is_given_one_ballot_on_paper_or_online(village, secret):
    envelope, _ = take(village, secret, "r0")
    path = f"/v1/assembly/votes/{secret}/tokens"
    other = ballots.hide(village.read(f"/v1/assembly/votes/{secret}")["public_key"])

    paper_too = village.post(path, {"member": "r0"})
    second = village.post(path, {"blinded": other.blinded}, "r0")
    sent_again = village.did(path, {"blinded": envelope.blinded}, "r0")

    assert paper_too.problem == second.problem == "already-voted"
    assert envelope.unhide(sent_again["signed"])["serial"] == envelope.serial


def test_a_ballot_is_worth_what_its_signature_is_and_counts_once(village, secret):
    cast = issued(village, secret)
    village.step(secret, "cast")
    path = f"/v1/assembly/secret-ballots/{secret}"
    forged = cast[1] | {"signature": cast[0]["signature"], "choice": "yes"}

    assert village.post(path, forged, None).problem == "ballot-not-valid"
    village.did(path, cast[0] | {"choice": "yes"}, None)
    village.did(path, cast[0] | {"choice": "yes"}, None)
    assert village.close(secret)["tally"]["yes"] == 1


def test_with_two_ballots_in_a_channel_the_vote_is_taken_on_paper(village, secret):
    for person in PAPER:
        give(village, secret, person)
    _, ballot = take(village, secret, "r0")

    refused = village.step(secret, "cast")
    village.step(secret, "paper_only")
    assert village.step(secret, "cast").body["status"] == "casting"

    assert (refused.problem, refused.body["least"]) == ("too-few-to-be-secret", 3)
    online = village.post(f"/v1/assembly/secret-ballots/{secret}", ballot | {"choice": "yes"}, None)
    assert online.problem == "vote-not-open"
    village.did(f"/v1/assembly/votes/{secret}/papers", papers(*["yes"] * 5))
    assert village.close(secret)["tally"]["yes"] == 5


def test_more_papers_than_were_given_out_void_the_vote(village, secret, matter):
    issued(village, secret)
    village.step(secret, "cast")
    village.did(f"/v1/assembly/votes/{secret}/papers", papers(*["yes"] * 5))

    closed = village.close(secret)

    assert (closed["status"], closed["void_reason"]) == ("void", "more-ballots-than-issued")
    assert village.read(f"/v1/assembly/matters/{matter}")["step"] == "decision"
    meeting = closed["meeting"]
    assert village.vote(meeting, "open")


def test_the_key_is_gone_before_the_first_ballot_is_cast(village, secret, county):
    issued(village, secret)

    before = json.loads(rows(county, f"KEY#{secret}")[0]["document"]["S"])
    village.step(secret, "cast")
    after = json.loads(rows(county, f"KEY#{secret}")[0]["document"]["S"])

    assert before["d"]
    assert after["d"] is None


def test_a_recount_confirms_or_voids(village, secret, matter):
    cast = issued(village, secret)
    village.step(secret, "cast")
    for ballot in cast:
        village.did(f"/v1/assembly/secret-ballots/{secret}", ballot | {"choice": "yes"}, None)
    village.did(f"/v1/assembly/votes/{secret}/papers", papers("yes", "no"))
    village.close(secret)

    same = village.step(secret, "recount", paper={"yes": 1, "no": 1}).body
    decided = village.read(f"/v1/assembly/matters/{matter}")["step"]
    differs = village.step(secret, "recount", paper={"no": 2}).body

    assert [each["same"] for each in same["recounts"]] == [True]
    assert decided == "resolution_publication"
    assert (differs["status"], differs["void_reason"]) == ("void", "recount_differs")
    back = village.read(f"/v1/assembly/matters/{matter}")
    assert (back["step"], back["result"], back["meeting"]) == ("decision", None, same["meeting"])


def test_after_its_meeting_a_voided_vote_leaves_the_matter_free_for_another_meeting(
    village, vote, matter
):
    village.by_hand(vote, REPRESENTATIVES, "yes")
    village.close(vote)
    meeting = village.read(f"/v1/assembly/votes/{vote}")["meeting"]
    village.did(
        f"/v1/assembly/meetings/{meeting}/transitions", {"action": "close", "minutes": "通过"}
    )

    voided = village.step(vote, "recount", paper={"yes": 2}).body

    assert voided["recounts"][-1]["outcome"] == "voided"
    back = village.read(f"/v1/assembly/matters/{matter}")
    assert (back["step"], back["meeting"]) == ("decision", None)
    again = village.vote(village.meeting(ASSEMBLY, [matter], REPRESENTATIVES))
    village.ballots(again, REPRESENTATIVES, "yes")
    assert village.close(again)["tally"]["passed"]


@pytest.mark.parametrize("paper", [{"yes": 9}, {"yes": 2}], ids=["same", "differs"])
def test_once_the_minutes_are_signed_a_recount_is_on_record_and_the_result_stands(
    village, vote, matter, paper
):
    village.by_hand(vote, REPRESENTATIVES, "yes")
    village.close(vote)
    meeting = village.read(f"/v1/assembly/votes/{vote}")["meeting"]
    path = f"/v1/assembly/meetings/{meeting}/transitions"
    village.did(path, {"action": "close", "minutes": "通过"})
    for person in ("r0", "supervisor"):
        village.did(path, {"action": "sign"}, person)

    recounted = village.step(vote, "recount", paper=paper).body

    assert [each["outcome"] for each in recounted["recounts"]] == [
        "confirmed" if paper["yes"] == 9 else "too_late"
    ]
    assert (recounted["status"], recounted["void_reason"]) == ("closed", None)
    assert village.read(f"/v1/assembly/matters/{matter}")["step"] == "resolution_publication"


def test_a_matter_that_has_gone_on_is_not_called_back_by_a_recount(village, vote, matter):
    village.by_hand(vote, REPRESENTATIVES, "yes")
    meeting = village.close(vote)["meeting"]
    village.did(
        f"/v1/assembly/meetings/{meeting}/transitions", {"action": "close", "minutes": "通过"}
    )
    assert village.publish("resolution", matter=matter).status == 201

    recounted = village.step(vote, "recount", paper={"yes": 2}).body

    assert (recounted["status"], recounted["recounts"][-1]["outcome"]) == ("closed", "too_late")
    assert village.read(f"/v1/assembly/matters/{matter}")["step"] != "decision"


def test_a_matter_on_the_next_bodys_agenda_is_not_called_back_by_a_recount(village):
    body = village.seated("party_members_meeting", [member(person) for person in PARTY])
    matter = village.standing("dilapidated_housing", 2)
    vote = village.vote(village.meeting(body, [matter], PARTY))
    village.by_hand(vote, PARTY, "yes")
    village.close(vote)
    following = village.announced(ASSEMBLY, [matter])["id"]

    recounted = village.step(vote, "recount", paper={"yes": 1}).body

    assert recounted["recounts"][-1]["outcome"] == "too_late"
    kept = village.read(f"/v1/assembly/matters/{matter}")
    assert (kept["step"], kept["meeting"]) == ("decision", following)


def test_supervisors_have_a_vote_counted_again_and_do_nothing_else_with_it(village, vote):
    village.ballots(vote, REPRESENTATIVES, "yes")
    path = f"/v1/assembly/votes/{vote}/transitions"

    closing = village.post(path, {"action": "close"}, "supervisor")
    village.close(vote)
    offered = village.read(f"/v1/assembly/votes/{vote}", "supervisor")["actions"]
    recounted = village.did(path, {"action": "recount"}, "supervisor")
    resident = village.post(path, {"action": "recount"}, "resident")

    assert closing.problem == "not-allowed"
    assert offered == ["recount"]
    assert [each["same"] for each in recounted["recounts"]] == [True]
    assert resident.problem == "not-allowed"


@pytest.mark.parametrize("choice", ["yes", "no", "abstain"])
def test_a_secret_ballot_cast_again_is_answered_alike_whatever_it_says(village, secret, choice):
    cast = issued(village, secret)
    village.step(secret, "cast")
    path = f"/v1/assembly/secret-ballots/{secret}"

    first = village.did(path, cast[0] | {"choice": "yes"}, None)
    again = village.did(path, cast[0] | {"choice": choice}, None)

    assert again == first
    assert village.close(secret)["tally"]["yes"] == 1


@pytest.mark.parametrize("choice", ["yes", "no", "spoilt"])
def test_a_paper_entered_again_is_answered_alike_whatever_it_says(village, secret, choice):
    issued(village, secret)
    village.step(secret, "cast")
    path = f"/v1/assembly/votes/{secret}/papers"

    first = village.did(path, papers("yes"))
    again = village.did(path, papers(choice))

    assert again == first
    assert village.close(secret)["tally"]["yes"] == 1


def test_a_vote_taken_without_paper_is_not_voided_by_a_count_of_papers(village, vote, matter):
    village.ballots(vote, REPRESENTATIVES, "yes")
    village.close(vote)

    refused = village.step(vote, "recount", paper={"yes": 99})

    assert (refused.problem, refused.body["given_out"]) == ("counted-by-hand-too-many", 0)
    assert village.read(f"/v1/assembly/votes/{vote}")["status"] == "closed"
    assert village.read(f"/v1/assembly/matters/{matter}")["step"] == "resolution_publication"


@pytest.mark.parametrize(("by_hand", "status"), [(4, 200), (5, 422)])
def test_no_more_papers_are_counted_by_hand_than_were_given_out(village, secret, by_hand, status):
    issued(village, secret)
    village.step(secret, "cast")
    village.did(f"/v1/assembly/votes/{secret}/papers", papers("yes"))
    village.close(secret)

    assert village.step(secret, "recount", paper={"yes": by_hand}).status == status


def test_what_a_supervisor_alone_counted_by_hand_is_on_record_and_voids_nothing(village, vote):
    village.by_hand(vote, REPRESENTATIVES, "yes")
    village.close(vote)
    path = f"/v1/assembly/votes/{vote}/transitions"
    other = {"action": "recount", "paper": {"no": 9}}

    disputed = village.did(path, other, "supervisor")
    voided = village.did(path, other)

    assert [each["outcome"] for each in disputed["recounts"]] == ["disputed"]
    assert (disputed["status"], voided["status"]) == ("closed", "void")


def test_one_person_has_a_vote_counted_again_three_times_and_stops_nobody_else(village, vote):
    village.ballots(vote, REPRESENTATIVES, "yes")
    village.close(vote)
    path, again = f"/v1/assembly/votes/{vote}/transitions", {"action": "recount"}
    for _ in range(3):
        village.did(path, again, "supervisor")

    assert village.post(path, again, "supervisor").problem == "done-enough"
    assert village.post(path, again).status == 200


def test_a_recount_after_the_signatures_seals_the_minutes_anew(village, vote):
    village.by_hand(vote, REPRESENTATIVES, "yes")
    meeting = village.close(vote)["meeting"]
    path = f"/v1/assembly/meetings/{meeting}"
    unsigned = village.read(f"{path}/seal")
    village.did(f"{path}/transitions", {"action": "close", "minutes": "通过"})
    for person in ("r0", "supervisor"):
        village.did(f"{path}/transitions", {"action": "sign"}, person)
    signed = village.read(f"{path}/seal")

    village.step(vote, "recount", paper={"yes": 2})
    recounted = village.read(f"{path}/seal", "resident")

    assert (unsigned["digest"], unsigned["intact"]) == (None, None)
    assert signed["intact"]
    assert recounted["intact"]
    assert recounted["digest"] != signed["digest"]
    last = village.read(f"{path}/history")["items"][-1]
    assert (last["event"], last["details"]["held"]) == ("resealed", True)


def test_whoever_changes_signed_minutes_breaks_their_seal(village, vote):
    village.ballots(vote, REPRESENTATIVES, "yes")
    meeting = village.close(vote)["meeting"]
    path = f"/v1/assembly/meetings/{meeting}"
    village.did(f"{path}/transitions", {"action": "close", "minutes": "通过"})
    for person in ("r0", "supervisor"):
        village.did(f"{path}/transitions", {"action": "sign"}, person)
    forged = Made()
    forged.save(replace(forged.get(Vote, vote), void_reason="改动"))
    forged.commit()

    assert not village.read(f"{path}/seal")["intact"]


def test_a_vote_is_void_when_too_few_are_left_for_its_item(village, matter):
    meeting = village.meeting(ASSEMBLY, [matter], REPRESENTATIVES)
    village.did(f"/v1/assembly/meetings/{meeting}/recusals", {"item": 0, "reason": "亲属"}, "r0")
    vote = village.vote(meeting)
    village.ballots(vote, REPRESENTATIVES[1:], "yes")

    left = village.leave(meeting, "r8")

    assert (left["quorate"], left["meeting_status"]) == (True, "open")
    kept = village.read(f"/v1/assembly/votes/{vote}")
    assert (kept["status"], kept["void_reason"]) == ("void", "quorum_broken")
    assert village.read(f"/v1/assembly/matters/{matter}")["step"] == "decision"
    village.arrive(meeting, "r8")
    assert village.vote(meeting)
