"""Who belongs to a collective: how it begins, what ends it, whom nobody cuts."""

from __future__ import annotations

from datetime import date

import pytest

from economy.rules.carried import DecidedOtherwise
from economy.rules.deciding import Carried, Decided, DecidedByWrongBody, MajorityMissed, NotDecided
from economy.rules.members import (
    EndGround,
    Holding,
    JoinGround,
    Member,
    MembershipOver,
    MemberStatus,
    NeverCut,
    ShareClass,
    admit,
    end,
    set_shares,
)
from economy.rules.terms import document
from kernel.problems import InvalidFields

VILLAGE, TODAY = "140426106201", date(2026, 11, 23)
MEMBERS, REPRESENTATIVES = "collective_members_meeting", "collective_representatives_meeting"


def member_of(**more: object) -> Member:
    said = {
        "id": "m",
        "village": VILLAGE,
        "person": "p-1",
        "name": "演示",
        "household": "h-01",
        "ground": JoinGround.BIRTH,
        "since": date(2026, 1, 1),
        "decision": "d",
    }
    return Member(**(said | more))  # type: ignore[arg-type]


PERSON = member_of().person
ITEMS = (
    *(Carried("admit", PERSON, None, str(ground)) for ground in JoinGround),
    *(Carried("end", PERSON, None, str(ground)) for ground in EndGround),
    Carried("shares", PERSON, 150),
)
"""A decision that carries all that is done here to one person."""


def decided(
    yes: int = 40, roll: int = 60, body: str | None = MEMBERS, kind: str = "collective_membership"
) -> Decided:
    return Decided("d", VILLAGE, kind, True, body, yes, roll, ITEMS)


def test_two_thirds_of_all_members_admit_and_one_fewer_does_not():
    assert admit(member_of(), decided(40, 60), TODAY).after.status is MemberStatus.MEMBER
    with pytest.raises(MajorityMissed) as missed:
        admit(member_of(), decided(39, 60), TODAY)
    assert missed.value.more["citation"].articles == ("26", "28")


def test_two_thirds_of_those_present_are_not_two_thirds_of_all():
    with pytest.raises(MajorityMissed):
        admit(member_of(), decided(30, 60), TODAY)


def test_representatives_decide_on_no_membership():
    with pytest.raises(DecidedByWrongBody) as wrong:
        admit(member_of(), decided(body=REPRESENTATIVES), TODAY)
    assert wrong.value.more["citation"].articles == ("26", "28")
    assert wrong.value.more["bodies"] == [MEMBERS]


def test_exactly_three_quarters_of_all_let_a_long_serving_non_member_share_in_income():
    serving = member_of(ground=JoinGround.LONG_SERVICE)

    assert admit(serving, decided(45, 60), TODAY).after.status is MemberStatus.BENEFICIARY
    with pytest.raises(MajorityMissed) as missed:
        admit(serving, decided(44, 60), TODAY)
    assert missed.value.more["citation"].articles == ("15",)


def test_a_matter_of_another_kind_decides_nothing_here():
    with pytest.raises(NotDecided):
        admit(member_of(), decided(kind="collective_income"), TODAY)


@pytest.mark.parametrize("ground", [EndGround(one) for one in document("membership")["never"]])
def test_nobody_is_cut_for_marriage_sex_study_work_away_or_prison(ground: EndGround):
    with pytest.raises(NeverCut) as never:
        end(member_of(), ground, TODAY, None, decided(60, 60), TODAY)
    assert never.value.more["citation"].articles in (("8", "56"), ("18",))


@pytest.mark.parametrize("ground", [EndGround(one) for one in document("membership")["ends"]])
def test_death_another_membership_and_the_civil_service_end_it(ground: EndGround):
    over = end(member_of(), ground, TODAY, "有证明", decided(), TODAY).after

    assert (over.status, over.end_ground, over.holdings) == (MemberStatus.ENDED, ground, ())
    with pytest.raises(MembershipOver):
        set_shares(over, (), None, decided())


def test_every_ground_either_ends_a_membership_or_never_does():
    said = document("membership")

    assert {str(one) for one in EndGround} == set(said["ends"]) | set(said["never"])
    assert {str(one) for one in JoinGround} == set(said["joins"])


@pytest.mark.parametrize("said", ["外嫁女，户口未迁", "丧偶", "离婚后回村", "外出务工", "服刑期间"])
def test_a_ground_of_the_law_does_not_hide_one_that_is_none(said: str):
    with pytest.raises(NeverCut):
        end(member_of(), EndGround.OTHER_MEMBERSHIP, TODAY, said, decided(), TODAY)


def test_shares_are_not_taken_for_such_a_ground_and_are_given_whatever_is_said():
    some = (Holding(ShareClass.POPULATION, 100),)

    with pytest.raises(NeverCut):
        set_shares(member_of(holdings=some), (), "已嫁出", decided())
    more = (Holding(ShareClass.POPULATION, 100), Holding(ShareClass.SENIORITY, 50))
    assert (
        set_shares(member_of(holdings=some), more, "离婚后恢复", decided()).after.hundredths == 150
    )


def test_a_class_of_shares_stands_once():
    twice = (Holding(ShareClass.LAND, 1), Holding(ShareClass.LAND, 2))
    with pytest.raises(InvalidFields):
        set_shares(member_of(), twice, None, decided())


def test_who_is_named_otherwise_or_not_at_all_is_neither_admitted_nor_given_shares():
    unnamed = decided()._replace(items=())
    fewer = decided()._replace(items=(Carried("shares", PERSON, 149),))
    more = (Holding(ShareClass.POPULATION, 150),)

    with pytest.raises(DecidedOtherwise) as otherwise:
        admit(member_of(), unnamed, TODAY)
    with pytest.raises(DecidedOtherwise):
        set_shares(member_of(), more, None, fewer)
    with pytest.raises(DecidedOtherwise):
        end(member_of(), EndGround.DEATH, TODAY, None, unnamed, TODAY)
    assert otherwise.value.more["wanted"][0]["subject"] == PERSON
