"""Who may not take part in a case, and what stops its ninety days."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from enforcement.rules.choice_of_law import (
    NotInForce,
)
from enforcement.rules.deadline import NoBasisToSuspend, decide_until, suspend
from enforcement.rules.separation import (
    NotYoursToRecuse,
    Part,
    Recusal,
    Recused,
    SamePerson,
    decide_recusal,
    fallen,
    refuse_recused,
    refuse_same_person,
)
from kernel.clock import SHANGHAI
from kernel.law import reference

# Recusal and separation


def test_the_head_decides_on_an_officer_and_the_level_above_on_the_head() -> None:
    officer, head = Recusal("zhang", is_head=False), Recusal("head", is_head=True)

    by_head = {"by": "head", "by_head": True, "by_superior": False}
    by_county = {"by": "county", "by_head": False, "by_superior": True}
    assert decide_recusal(officer, recused=True, **by_head).decided_by == "head"
    assert decide_recusal(head, recused=True, **by_county).recused
    for recusal, who in ((officer, by_county), (head, by_head)):
        with pytest.raises(NotYoursToRecuse):
            decide_recusal(recusal, recused=True, **who)


def test_nobody_decides_on_oneself() -> None:
    with pytest.raises(NotYoursToRecuse):
        decide_recusal(
            Recusal("zhang", is_head=False),
            recused=False,
            by="zhang",
            by_head=True,
            by_superior=False,
        )


def test_the_recused_are_out_and_the_others_go_on_meanwhile() -> None:
    asked = Recusal("zhang", is_head=False)

    refuse_recused(["zhang", "li"], [asked, replace(asked, recused=False)])
    with pytest.raises(Recused) as refused:
        refuse_recused(["li", "zhang"], [replace(asked, recused=True)])
    assert refused.value.more["person"] == "zhang"


def test_earlier_acts_of_the_recused_fall_only_if_it_is_said() -> None:
    out = Recusal("zhang", is_head=False, recused=True)

    assert fallen([out]) == set()
    assert fallen([replace(out, earlier_acts_stand=False)]) == {"zhang"}


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("other", Part)
def test_each_part_of_a_case_is_for_another_person(part: Part, other: Part) -> None:
    if part is other:
        refuse_same_person("zhang", part, {other: {"zhang"}})
        return
    with pytest.raises(SamePerson) as refused:
        refuse_same_person("zhang", part, {other: {"zhang"}})
    assert refused.value.more["part"] == other


# The ninety days

FILED = datetime(2026, 6, 1, 10, 0, tzinfo=SHANGHAI)
BASIS = reference({"law": "crime-transfer-regulation-2020", "articles": ["5"]})


def test_ninety_days_stop_for_whole_days_of_a_suspension() -> None:
    one = suspend(BASIS, FILED.replace(day=10), suspected_crime=True)
    now = FILED.replace(month=7, day=1)

    assert decide_until(FILED, [], now).isoformat() == "2026-08-31T00:00:00+08:00"
    assert decide_until(FILED, [one], now).isoformat() == "2026-09-21T00:00:00+08:00"
    over = replace(one, ended_at=FILED.replace(day=15))
    assert decide_until(FILED, [over], now).isoformat() == "2026-09-05T00:00:00+08:00"


@pytest.mark.parametrize(
    "basis",
    [
        None,
        reference({"law": "police-procedure-rules", "articles": ["259"]}),
        reference({"law": "own-choice"}),
        reference({"law": "administrative-coercion-law-2011", "articles": ["25"]}),
        reference({"law": "crime-transfer-regulation-2020"}),
        reference({"law": "crime-transfer-regulation-2020", "articles": ["5", "12"]}),
    ],
)
def test_ninety_days_do_not_stop_without_a_ground_that_the_law_knows(basis) -> None:
    with pytest.raises(NoBasisToSuspend):
        suspend(basis, FILED, suspected_crime=True)


def test_ninety_days_do_not_stop_for_a_crime_nobody_has_reported() -> None:
    with pytest.raises(NoBasisToSuspend):
        suspend(BASIS, FILED, suspected_crime=False)


def test_ninety_days_do_not_stop_on_a_basis_not_in_force() -> None:
    with pytest.raises(NotInForce):
        suspend(
            reference({"law": "ecological-code-2026", "articles": ["1131"]}),
            FILED,
            suspected_crime=True,
        )
