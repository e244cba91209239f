"""Whether an act may be penalised, on account of its age, its weight or its author: time bar, age, slightness, fault, one fine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enforcement.rules.liability import (
    Act,
    AgeNotKnown,
    FinedBefore,
    Leniency,
    MustNotBePenalised,
    Party,
    PartyKind,
    TimeBarred,
    refuse_penalty,
    refuse_second_fine,
    refuse_time_barred,
    standing,
)
from kernel.ages import Born

DONE = date(2024, 5, 10)
ACT = Act("act-1", DONE)
TODAY = date(2026, 5, 1)
PERSON, FIRM = Party(PartyKind.PERSON, Born(1980, 1, 1)), Party(PartyKind.ORGANISATION)


# Time bar


@pytest.mark.parametrize(
    ("act", "last"),
    [
        (ACT, date(2026, 5, 10)),
        (replace(ACT, grave=True), date(2029, 5, 10)),
        (replace(ACT, continuing=True, ended_on=date(2024, 6, 1)), date(2026, 6, 1)),
        (replace(ACT, done_on=date(2024, 2, 29)), date(2026, 2, 28)),
    ],
    ids=["two years", "five years", "from its end", "29 February"],
)
def test_an_act_is_found_in_time_up_to_its_last_day_and_not_a_day_later(act, last) -> None:
    refuse_time_barred(act, last)

    with pytest.raises(TimeBarred) as refused:
        refuse_time_barred(act, date.fromordinal(last.toordinal() + 1))

    assert refused.value.more["last"] == last.isoformat()


def test_an_act_that_goes_on_is_never_barred() -> None:
    refuse_time_barred(replace(ACT, continuing=True), date(2040, 1, 1))


# Age, slightness, fault


@pytest.mark.parametrize(
    ("born", "leniency"),
    [
        (Born(2010, 5, 11), Leniency.SPARED),
        (Born(2010, 5, 10), Leniency.LIGHTER),
        (Born(2011, 1, 1), Leniency.SPARED),
        (Born(2007, 1, 1), Leniency.LIGHTER),
        (Born(2006, 5, 11), Leniency.LIGHTER),
        (Born(2006, 5, 10), Leniency.NONE),
        (Born(2010), Leniency.SPARED),
        (Born(2006), Leniency.LIGHTER),
        (Born(2005), Leniency.NONE),
        (Born(None), Leniency.NONE),
    ],
    ids=str,
)
def test_the_age_on_the_day_of_the_act_decides(born: Born, leniency: Leniency) -> None:
    assert standing(Party(PartyKind.PERSON, born), ACT, TODAY).leniency is leniency


@pytest.mark.parametrize(
    ("facts", "leniency"),
    [
        ({"slight": True, "corrected": True, "harmless": True}, Leniency.SPARED),
        ({"slight": True, "corrected": True, "first": True}, Leniency.MAY_BE_SPARED),
        ({"slight": True, "corrected": True}, Leniency.NONE),
        ({"slight": True, "harmless": True, "first": True}, Leniency.NONE),
        ({"corrected": True, "harmless": True, "first": True}, Leniency.NONE),
        ({"no_fault_proven": True}, Leniency.SPARED),
    ],
)
def test_slight_first_and_faultless_acts_are_spared_by_law(facts, leniency) -> None:
    assert standing(FIRM, replace(ACT, **facts), TODAY).leniency is leniency


def test_who_must_be_spared_is_not_penalised_and_is_told_by_which_article() -> None:
    child = Party(PartyKind.PERSON, Born(2011, 1, 1))

    with pytest.raises(MustNotBePenalised) as refused:
        refuse_penalty(child, ACT, TODAY)

    assert refused.value.more["citation"].articles == ("30",)
    assert refuse_penalty(PERSON, ACT, TODAY).leniency is Leniency.NONE


@pytest.mark.parametrize("born", [Born(1980, 1, 1), Born(None)])
def test_who_could_not_know_is_not_penalised(born: Born) -> None:
    with pytest.raises(MustNotBePenalised) as refused:
        refuse_penalty(Party(PartyKind.PERSON, born, could_not_know=True), ACT, TODAY)

    assert refused.value.more["citation"].articles == ("31",)


def test_nobody_is_penalised_whose_age_is_not_known() -> None:
    with pytest.raises(AgeNotKnown):
        refuse_penalty(Party(PartyKind.PERSON), ACT, TODAY)

    assert refuse_penalty(FIRM, ACT, TODAY)


@pytest.mark.parametrize(
    ("act", "leniency"),
    [
        (replace(ACT, continuing=True, ended_on=date(2025, 5, 10)), Leniency.SPARED),
        (replace(ACT, continuing=True, ended_on=date(2025, 5, 11)), Leniency.LIGHTER),
        (replace(ACT, continuing=True), Leniency.LIGHTER),
        (ACT, Leniency.SPARED),
    ],
)
def test_the_age_on_the_last_day_of_a_continuing_act_decides(act, leniency) -> None:
    assert standing(Party(PartyKind.PERSON, Born(2011, 5, 11)), act, TODAY).leniency is leniency


def test_one_act_is_fined_once() -> None:
    refuse_second_fine(ACT, {"act-2"})

    with pytest.raises(FinedBefore):
        refuse_second_fine(ACT, {"act-1", "act-2"})
