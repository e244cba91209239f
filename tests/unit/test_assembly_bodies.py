"""What composition each body must have, and what refuses one that has not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from assembly.rules.bodies import (
    Body,
    BodyKind,
    BodyMember,
    Capacity,
    CompositionEntry,
    CompositionInvalid,
    Mode,
    ModeNotOffered,
    NoRuleInForce,
    TermEnded,
    check_composition,
    majority_of,
    of_age,
    refuse_ended_term,
    roll_of,
    rule_of,
    size_of,
    term_of,
    voter_of,
)
from assembly.rules.meetings.called import NoticeTooShort, refuse_short_notice
from kernel.clock import SHANGHAI

TODAY = date(2026, 11, 23)


def member(number, **other):
    usual = BodyMember(
        member_id=f"m-{number}",
        name=f"演示{number}",
        household=f"h-{number}",
        woman=False,
        born=1980,
        capacity=Capacity.REPRESENTATIVE,
        accounting=False,
    )
    return replace(usual, **other)


def body_with(valid_from, term_from):
    entry = CompositionEntry(1, valid_from, 5, term_from)
    kind = BodyKind.VILLAGE_COMMITTEE
    return Body(f"v~{kind}", "v", kind, "村民委员会", compositions=(entry,), drafts=1)


def assembly(representatives, women, committee=5, **other):
    return [
        *(member(n, woman=n < women, **other) for n in range(representatives)),
        *(member(f"c{n}", capacity=Capacity.COMMITTEE_MEMBER) for n in range(committee)),
    ]


def refused(kind, members, **how):
    with pytest.raises(CompositionInvalid) as refusal:
        check_composition(rule_of(kind, TODAY), members, TODAY, **how)
    return [error.message.zh for error in refusal.value.more["errors"]]


def allowed(kind, members, **how):
    check_composition(rule_of(kind, TODAY), members, TODAY, **how)


def test_an_assembly_of_enough_representatives_and_women_is_accepted():
    allowed(BodyKind.REPRESENTATIVES_ASSEMBLY, assembly(21, 7), households=180)


def test_representatives_below_four_fifths_are_refused_with_the_article():
    (told,) = refused(BodyKind.REPRESENTATIVES_ASSEMBLY, assembly(19, 7), households=180)

    assert "五分之四" in told
    assert "村民委员会组织法（2025年修订）第二十九条" in told
    allowed(BodyKind.REPRESENTATIVES_ASSEMBLY, assembly(20, 7), households=180)


def test_women_below_a_third_of_the_representatives_are_refused():
    (told,) = refused(BodyKind.REPRESENTATIVES_ASSEMBLY, assembly(21, 6), households=180)

    assert "三分之一" in told


@pytest.mark.parametrize(
    ("households", "fits"), [(104, False), (105, True), (315, True), (316, False)]
)
def test_there_is_one_representative_for_five_to_fifteen_households(households, fits):
    members = assembly(21, 7)

    if fits:
        allowed(BodyKind.REPRESENTATIVES_ASSEMBLY, members, households=households)
    else:
        assert refused(BodyKind.REPRESENTATIVES_ASSEMBLY, members, households=households)


@pytest.mark.parametrize(("represents", "fits"), [(4, False), (5, True), (15, True), (16, False)])
def test_representatives_elected_by_group_say_whom_they_stand_for(represents, fits):
    members = assembly(21, 7, represents=represents)

    if fits:
        allowed(BodyKind.REPRESENTATIVES_ASSEMBLY, members)
    else:
        assert refused(BodyKind.REPRESENTATIVES_ASSEMBLY, members)


@pytest.mark.parametrize(("households", "fits"), [(209, False), (210, True), (211, False)])
def test_every_household_stands_behind_one_representative(households, fits):
    members = assembly(21, 7, represents=10)

    if fits:
        allowed(BodyKind.REPRESENTATIVES_ASSEMBLY, members, households=households)
    else:
        (told,) = refused(BodyKind.REPRESENTATIVES_ASSEMBLY, members, households=households)
        assert "210" in told


def test_without_the_number_of_households_it_cannot_be_told():
    (told,) = refused(BodyKind.REPRESENTATIVES_ASSEMBLY, assembly(21, 7))

    assert "户数" in told


@pytest.mark.parametrize("size", [2, 8])
def test_a_village_committee_has_three_to_seven_members(size):
    assert refused(BodyKind.VILLAGE_COMMITTEE, [member(n, woman=True) for n in range(size)])


def test_a_village_committee_has_a_woman_and_no_near_relatives():
    men = [member(n) for n in range(3)]
    related = [member(0, woman=True, relatives=("m-1",)), member(1), member(2)]

    assert "妇女" in refused(BodyKind.VILLAGE_COMMITTEE, men)[0]
    assert "近亲属" in refused(BodyKind.VILLAGE_COMMITTEE, related)[0]
    allowed(BodyKind.VILLAGE_COMMITTEE, [member(0, woman=True), member(1), member(2)])


@pytest.mark.parametrize("who", ["their_side", "our_side"])
def test_relatives_of_committee_members_do_not_supervise(who):
    committee = [member(1, relatives=("m-9",) if who == "their_side" else ())]
    supervisors = [
        member(9, accounting=True, relatives=("m-1",) if who == "our_side" else ()),
        member(8),
    ]

    (told,) = refused(BodyKind.SUPERVISION_COMMITTEE, supervisors, apart_from=committee)

    assert "第三十七条" in told


def test_committee_members_do_not_supervise_themselves():
    (told,) = refused(
        BodyKind.SUPERVISION_COMMITTEE, [member(1, accounting=True)], apart_from=[member(1)]
    )

    assert "不得担任" in told


def test_one_of_the_supervisors_knows_accounting():
    assert "财会" in refused(BodyKind.SUPERVISION_COMMITTEE, [member(1)])[0]
    allowed(BodyKind.SUPERVISION_COMMITTEE, [member(1, accounting=True)])


@pytest.mark.parametrize(
    "young", [{"born": None}, {"born": 2009}, {"born": 2008}, {"birthday": "2008-11-24"}]
)
def test_who_is_not_yet_eighteen_is_not_on_the_roll(young):
    assert "m-1" in refused(BodyKind.VILLAGERS_MEETING, [member(1, **young)])[0]


@pytest.mark.parametrize("grown", [{"born": 2007}, {"born": 2008, "birthday": "2008-11-23"}])
def test_one_is_of_age_from_ones_birthday_on_or_where_it_is_not_known_from_the_years_last_day(
    grown,
):
    allowed(BodyKind.VILLAGERS_MEETING, [member(1, **grown)])
    assert of_age(2008, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "over"), [("2026-10-31", False), ("2026-11-01", True), ("2027-03-01", True)]
)
def test_a_term_is_five_years_and_then_the_body_acts_no_more(day, over):
    body = body_with("2021-11-01", "2021-11-01")
    rule = rule_of(BodyKind.VILLAGE_COMMITTEE, TODAY)

    if over:
        with pytest.raises(TermEnded, match="term"):
            refuse_ended_term(rule, body, day)
    else:
        refuse_ended_term(rule, body, day)


@pytest.mark.parametrize(
    ("since", "said", "runs_from"),
    [
        ("2025-01-01", None, "2021-11-01"),
        ("2026-11-01", None, "2026-11-01"),
        ("2025-01-01", "2025-01-01", "2025-01-01"),
    ],
)
def test_a_change_in_office_does_not_lengthen_a_term_and_an_election_begins_one(
    since, said, runs_from
):
    body = body_with("2021-11-01", "2021-11-01")

    assert term_of(rule_of(BodyKind.VILLAGE_COMMITTEE, TODAY), body, since, said) == runs_from


def test_a_roll_is_counted_on_all_whom_the_law_counts_and_not_on_who_was_written_down():
    few = [member(n) for n in range(10)]

    roll = roll_of(few, Mode.VILLAGER, 1, 100)

    assert size_of(roll) == 100
    majority = majority_of(rule_of(BodyKind.VILLAGERS_MEETING, TODAY), Mode.VILLAGER)
    assert (majority.quorate(10, size_of(roll)), majority.quorate(51, 100)) == (False, True)


def test_collective_representatives_are_more_than_twenty():
    people = [member(n, capacity=Capacity.MEMBER, represents=10) for n in range(21)]

    assert refused(BodyKind.COLLECTIVE_REPRESENTATIVES_MEETING, people[:20])
    allowed(BodyKind.COLLECTIVE_REPRESENTATIVES_MEETING, people)


def test_a_collective_council_is_of_an_odd_number():
    assert "单数" in refused(BodyKind.COLLECTIVE_COUNCIL, [member(n) for n in range(4)])[0]
    allowed(BodyKind.COLLECTIVE_COUNCIL, [member(n) for n in range(5)])


def test_nobody_is_named_twice_and_nobody_is_nobody():
    assert refused(BodyKind.PARTY_MEMBERS_MEETING, [member(1), member(1)])
    assert refused(BodyKind.PARTY_MEMBERS_MEETING, [])


def test_in_household_mode_a_household_is_one_vote_whoever_brings_it():
    members = [member(1), member(2, household="h-1"), member(3)]

    roll = roll_of(members, Mode.HOUSEHOLD, 1)

    assert roll.voters == {"h-1": ("m-1", "m-2"), "h-3": ("m-3",)}
    assert voter_of(roll, "m-2") == "h-1"
    assert voter_of(roll, "m-9") is None


def test_in_household_mode_nobody_is_without_a_household():
    with pytest.raises(CompositionInvalid):
        roll_of([member(1, household=None)], Mode.HOUSEHOLD, 1)


def test_in_villager_mode_everybody_is_a_vote():
    roll = roll_of([member(1), member(2, household="h-1")], Mode.VILLAGER, 1)

    assert voter_of(roll, "m-2") == "m-2"
    assert voter_of(roll, "m-9") is None


def test_a_body_decides_only_in_its_own_modes():
    with pytest.raises(ModeNotOffered):
        majority_of(rule_of(BodyKind.REPRESENTATIVES_ASSEMBLY, TODAY), Mode.HOUSEHOLD)


def test_the_law_of_before_its_day_is_not_ours_to_apply():
    with pytest.raises(NoRuleInForce):
        rule_of(BodyKind.VILLAGERS_MEETING, date(2025, 10, 27))
    assert rule_of(BodyKind.VILLAGERS_MEETING, date(2025, 10, 28)).law.on(TODAY).is_law


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (BodyKind.VILLAGERS_MEETING, 10),
        (BodyKind.COLLECTIVE_MEMBERS_MEETING, 10),
        (BodyKind.PARTY_MEMBERS_MEETING, 3),
    ],
)
def test_a_meeting_is_announced_the_days_of_its_body_ahead_and_not_one_fewer(kind, days):
    now = datetime(2026, 11, 23, 23, 59, tzinfo=SHANGHAI)
    in_time = datetime(2026, 11, 23, 8, tzinfo=SHANGHAI) + timedelta(days=days)

    refuse_short_notice(rule_of(kind, TODAY), in_time, now, None)
    with pytest.raises(NoticeTooShort) as refused:
        refuse_short_notice(rule_of(kind, TODAY), in_time - timedelta(days=1), now, None)
    assert f"{days} 日" in refused.value.more["errors"][0].message.zh
