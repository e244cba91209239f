"""Who has to be there and how many have to agree: both sides of every boundary of DOMAIN 4.1."""

from __future__ import annotations

from datetime import date

import pytest

from assembly.rules.bodies import BodyKind, Mode, all_rules, majority_of, rule_of
from assembly.rules.quorum import Base, Count, Threshold, parse

TODAY = date(2026, 11, 23)

VILLAGERS = (BodyKind.VILLAGERS_MEETING, Mode.VILLAGER)
HOUSEHOLDS = (BodyKind.VILLAGERS_MEETING, Mode.HOUSEHOLD)
REPRESENTATIVES = (BodyKind.REPRESENTATIVES_ASSEMBLY, Mode.MEMBER)
GROUP_VILLAGERS = (BodyKind.VILLAGERS_GROUP_MEETING, Mode.VILLAGER)
GROUP_HOUSEHOLDS = (BodyKind.VILLAGERS_GROUP_MEETING, Mode.HOUSEHOLD)
VOTERS = (BodyKind.REGISTERED_VOTERS, Mode.VOTER)
PARTY = (BodyKind.PARTY_MEMBERS_MEETING, Mode.MEMBER)
BRANCH = (BodyKind.PARTY_BRANCH, Mode.MEMBER)
COMMITTEE = (BodyKind.VILLAGE_COMMITTEE, Mode.MEMBER)
SUPERVISORS = (BodyKind.SUPERVISION_COMMITTEE, Mode.MEMBER)
CEREMONIES = (BodyKind.CEREMONIES_COUNCIL, Mode.MEMBER)
COLLECTIVE = (BodyKind.COLLECTIVE_MEMBERS_MEETING, Mode.MEMBER)
COLLECTIVE_REPRESENTATIVES = (BodyKind.COLLECTIVE_REPRESENTATIVES_MEETING, Mode.MEMBER)
COUNCIL = (BodyKind.COLLECTIVE_COUNCIL, Mode.MEMBER)

LEAST_ATTENDANCE = [
    (VILLAGERS, 400, 201),
    (VILLAGERS, 401, 201),
    (HOUSEHOLDS, 180, 120),
    (HOUSEHOLDS, 181, 121),
    (REPRESENTATIVES, 30, 20),
    (REPRESENTATIVES, 31, 21),
    (GROUP_VILLAGERS, 60, 40),
    (GROUP_HOUSEHOLDS, 20, 14),
    (VOTERS, 400, 201),
    (PARTY, 33, 22),
    (PARTY, 34, 23),
    (BRANCH, 3, 2),
    (COMMITTEE, 5, 3),
    (SUPERVISORS, 3, 2),
    (CEREMONIES, 5, 3),
    (COLLECTIVE, 300, 200),
    (COLLECTIVE, 301, 201),
    (COUNCIL, 5, 4),
]
"""Body, roll, the fewest who are a quorum."""

LEAST_AGREEMENT = [
    (VILLAGERS, 400, 202, 102),
    (HOUSEHOLDS, 180, 121, 61),
    (REPRESENTATIVES, 31, 21, 11),
    (REPRESENTATIVES, 31, 22, 12),
    (GROUP_VILLAGERS, 60, 40, 21),
    (GROUP_HOUSEHOLDS, 20, 14, 8),
    (PARTY, 33, 22, 17),
    (PARTY, 34, 30, 18),
    (BRANCH, 3, 2, 2),
    (COMMITTEE, 5, 3, 3),
    (SUPERVISORS, 3, 2, 2),
    (CEREMONIES, 5, 3, 3),
    (COLLECTIVE, 300, 210, 200),
    (COLLECTIVE_REPRESENTATIVES, 31, 25, 21),
    (COUNCIL, 5, 4, 3),
]
"""Body, roll, present, the fewest in favour with whom it passes."""


LEAST_TURNOUT = [(VOTERS, 400, 201), (VOTERS, 401, 201)]
"""Body, roll, the fewest ballots with which anything passes, where the law counts those who vote (村委会法 Art. 19)."""


def test_every_body_stands_in_both_tables():
    bodies = {(rule.kind, mode) for rule in all_rules(TODAY) for mode in rule.majorities}

    assert {body for body, *_ in LEAST_ATTENDANCE} == bodies - {COLLECTIVE_REPRESENTATIVES}
    assert {body for body, *_ in LEAST_AGREEMENT} == bodies - {VOTERS}
    assert {body for body, *_ in LEAST_TURNOUT} == {
        body for body in bodies if _majority(body).turnout
    }


@pytest.mark.parametrize(("body", "roll", "least"), LEAST_ATTENDANCE, ids=str)
def test_one_fewer_than_the_quorum_is_no_quorum(body, roll, least):
    majority = _majority(body)

    assert majority.attendance_needed(roll) == least
    assert majority.quorate(least, roll)
    assert not majority.quorate(least - 1, roll)


@pytest.mark.parametrize(("body", "roll", "present", "least"), LEAST_AGREEMENT, ids=str)
def test_one_fewer_in_favour_does_not_pass(body, roll, present, least):
    majority = _majority(body)

    passing = majority.verdict(Count(roll, present, least, 0, 0))
    failing = majority.verdict(Count(roll, present, least - 1, 0, 0))

    assert (passing.passed, passing.yes_needed) == (True, least)
    assert (failing.passed, failing.quorate) == (False, True)


def test_exactly_half_of_those_present_does_not_pass():
    verdict = _majority(REPRESENTATIVES).verdict(Count(30, 24, 12, 12, 0))

    assert (verdict.quorate, verdict.passed) == (True, False)


def test_exactly_two_thirds_of_all_members_of_the_collective_pass():
    assert _majority(COLLECTIVE).verdict(Count(300, 200, 200, 0, 0)).passed
    assert not _majority(COLLECTIVE).verdict(Count(300, 300, 199, 101, 0)).passed


def test_who_abstains_or_hands_in_nothing_is_present_all_the_same():
    majority = _majority(REPRESENTATIVES)

    assert not majority.verdict(Count(30, 22, 11, 0, 11)).passed
    assert not majority.verdict(Count(30, 22, 11, 0, 0)).passed
    assert majority.verdict(Count(30, 22, 12, 0, 10)).passed


@pytest.mark.parametrize(("body", "roll", "least"), LEAST_TURNOUT, ids=str)
def test_with_one_ballot_fewer_than_the_turnout_nothing_passes_however_many_are_there(
    body, roll, least
):
    majority = _majority(body)

    enough = majority.verdict(Count(roll, roll, least, 0, 0))
    too_few = majority.verdict(Count(roll, roll, least - 1, 0, 0))

    assert (enough.passed, enough.turnout_needed) == (True, least)
    assert (too_few.passed, too_few.quorate) == (False, True)


def test_who_abstains_or_spoils_the_ballot_has_voted_all_the_same():
    majority = _majority(VOTERS)

    assert majority.verdict(Count(400, 300, 101, 98, 1, 1)).passed
    assert not majority.verdict(Count(400, 300, 101, 98, 0, 1)).passed


def test_a_recall_counts_the_votes_that_were_cast():
    majority = _majority(VOTERS)

    assert majority.verdict(Count(400, 201, 101, 100, 0)).passed
    assert not majority.verdict(Count(400, 202, 101, 100, 1)).passed
    assert not majority.verdict(Count(400, 200, 200, 0, 0)).passed


def test_where_it_is_enough_to_be_there_no_number_of_ballots_is_asked_for():
    verdict = _majority(REPRESENTATIVES).verdict(Count(30, 20, 11, 0, 0))

    assert (verdict.passed, verdict.turnout_needed) == (True, None)


def test_without_a_quorum_nothing_passes_however_many_agree():
    verdict = _majority(REPRESENTATIVES).verdict(Count(31, 20, 20, 0, 0))

    assert (verdict.quorate, verdict.passed, verdict.attendance_needed) == (False, False, 21)


def test_nobody_of_nobody_is_no_quorum():
    assert not _majority(COLLECTIVE_REPRESENTATIVES).quorate(0, 0)


@pytest.mark.parametrize("count", [Count(10, 11, 1, 0, 0), Count(10, 5, 3, 2, 1)])
def test_a_count_that_cannot_be_is_no_count(count):
    with pytest.raises(ValueError, match="more"):
        _majority(REPRESENTATIVES).verdict(count)


def test_a_share_is_two_whole_numbers():
    assert parse({"share": "2/3", "strict": False, "of": "roll"}) == Threshold(
        2, 3, strict=False, of=Base.ROLL
    )
    with pytest.raises(ValueError, match="proper"):
        parse({"share": "3/2", "strict": False, "of": "roll"})


def test_what_is_assumed_is_not_said_to_be_law():
    assumed = {rule.kind for rule in all_rules(TODAY) if rule.law.on(TODAY).confidence == "assumed"}

    assert assumed == {
        BodyKind.PARTY_BRANCH,
        BodyKind.VILLAGE_COMMITTEE,
        BodyKind.SUPERVISION_COMMITTEE,
        BodyKind.CEREMONIES_COUNCIL,
    }


def _majority(body):
    kind, mode = body
    return majority_of(rule_of(kind, TODAY), mode)
