"""Whatever the order, the channel and the moment: one member one vote, and the result says what was cast."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembly.rules import votes
from assembly.rules.meetings import AttendanceChannel
from assembly.rules.quorum import Base, Count, Majority, Threshold
from assembly.rules.votes import Cast, Choice
from assembly.store import shards
from assembly.store.shards import Purpose
from kernel import clock
from kernel.law import reference
from kernel.storage import dynamo
from tests.support.assembly import Village, member
from tests.support.county import GRID, VILLAGE, answer_lost, nothing, throttled

thresholds = st.builds(
    lambda denominator, numerator, strict, of: Threshold(
        min(numerator, denominator), denominator, strict, of
    ),
    st.integers(1, 12),
    st.integers(1, 12),
    st.booleans(),
    st.sampled_from(Base),
)
choices = st.sampled_from([str(choice) for choice in Choice])


@given(thresholds, st.integers(1, 5000), st.integers(0, 5000))
@settings(max_examples=200, database=None)
def test_a_threshold_is_met_exactly_when_the_fraction_is(threshold, base, number):
    share = Fraction(threshold.numerator, threshold.denominator)

    met = number > share * base if threshold.strict else number >= share * base

    assert threshold.met(number, base) == met
    assert threshold.met(threshold.needed(base), base)
    assert not threshold.met(threshold.needed(base) - 1, base)


@given(st.lists(choices, max_size=60), st.integers(0, 20), thresholds, st.randoms())
@settings(max_examples=100, database=None)
def test_the_result_does_not_depend_on_the_order_of_ballots(cast, silent, threshold, shuffler):
    majority = Majority(Threshold(2, 3, strict=False, of=Base.ROLL), threshold)
    roll, present = len(cast) + silent + 1, len(cast) + silent
    again = list(cast)
    shuffler.shuffle(again)

    results = [
        votes.tally(
            majority,
            roll=roll,
            present=present,
            counted=votes.count(each),
            law=reference({"law": "own-choice"}),
        )
        for each in (cast, again)
    ]

    assert results[0] == results[1]
    if results[0].passed:
        more = Count(
            roll,
            present + 1,
            cast.count("yes") + 1,
            *[cast.count(c) for c in ("no", "abstain", "spoilt")],
        )
        assert majority.verdict(more).passed


PARTY_MEETING = f"{VILLAGE}~party_members_meeting"
MEMBERS = [f"m{n}" for n in range(5)]
people = st.sets(st.sampled_from(MEMBERS), min_size=1)


@pytest.fixture(scope="module")
def county():
    """A county whose store can be broken."""
    from tests.support.county import a_county

    with a_county() as county:
        yield county


@pytest.fixture(scope="module")
def village(county):
    """A village whose people may all sit in the party members' meeting, with no one in it yet."""
    county.appoint(**dict.fromkeys(MEMBERS, ("resident", GRID)))
    village = Village(county)
    village.did("/v1/assembly/bodies", {"village": VILLAGE, "kind": "party_members_meeting"})
    return village


@given(before=people, after=people)
@settings(max_examples=6, database=None)
def test_changes_of_the_roll_after_the_opening_have_no_effect(village, before, after):
    def sit(members):
        day = village.county.now.date().isoformat()
        village.compose(PARTY_MEETING, [member(who) for who in sorted(members)], valid_from=day)

    sit(before)
    matter = village.standing("dilapidated_housing", 2)
    meeting = village.meeting(PARTY_MEETING, [matter], sorted(before), chair=min(before))
    vote = village.vote(meeting)
    sit(after)

    answers = {who: village.ballot(vote, who, "no") for who in MEMBERS}
    tally = village.close(vote)["tally"]

    assert {who for who, answer in answers.items() if answer.status == 200} == before
    assert {answer.problem for who, answer in answers.items() if who not in before} <= {
        "not-entitled"
    }
    assert (tally["roll"], tally["present"], tally["no"]) == (len(before),) * 3
    # What the change does touch is the next meeting.
    following = village.announced(
        PARTY_MEETING, [village.standing("dilapidated_housing", 2)], chair=min(after)
    )
    invited = village.read(f"/v1/assembly/meetings/{following['id']}/attendance")["items"]
    assert {each["voter"] for each in invited} == after


entries = st.lists(
    st.tuples(
        st.integers(0, 3),
        choices,
        st.sampled_from(["paper", "online"]),
        st.sampled_from([nothing, answer_lost, throttled]),
    ),
    max_size=10,
)


@given(entries=entries, close_after=st.integers(0, 10))
@settings(
    max_examples=20,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_one_member_has_one_vote_whatever_comes_twice_or_gets_lost(county, entries, close_after):
    vote = clock.iso(county.now) + str(len(county.calls))
    dynamo.write([dynamo.Write(row) for row in shards.new_shards(vote, Purpose.CAST, 2)])
    first: dict[str, Cast] = {}

    for n, (voter, choice, channel, fault) in enumerate(entries):
        if n == close_after:
            shards.close(vote, Purpose.CAST, 2)
        name, entry = f"m{voter}", Cast(Choice(choice), AttendanceChannel(channel), "p", "t")
        county.faults.append(fault)
        shards.put(vote, Purpose.CAST, 2, name, entry)
        county.faults.clear()
        kept = shards.look(vote, Purpose.CAST, 2, name)
        if n < close_after:
            first.setdefault(name, entry)
        assert kept == first.get(name)

    assert shards.contents(vote, Purpose.CAST, 2) == first
