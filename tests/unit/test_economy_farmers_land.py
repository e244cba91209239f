"""What the law keeps for the farmer: mandates that are some, and land that stays with the family (DOMAIN 16.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from economy.rules.assets import LandClass
from economy.rules.contract_states import EndingGround
from economy.rules.contracts import (
    Base,
    Clauses,
    Contract,
    ContractKind,
    ContractPartyKind,
    Mandate,
    Party,
)
from economy.rules.farmers_land import LandStays, refuse_odd_mandate, refuse_taking_back
from economy.rules.rents import Instalment
from kernel.problems import InvalidFields
from tests.support.county import VILLAGE

TODAY = date(2026, 11, 23)
FARMER = Party(ContractPartyKind.MEMBER, "户主", "h-01")
NEIGHBOUR = Party(ContractPartyKind.MEMBER, "邻户", "h-02")
FAMILYS = Contract(
    id="c",
    village=VILLAGE,
    kind=ContractKind.LAND_CONTRACT,
    title="家庭承包",
    asset="a",
    party=FARMER,
    begins_on=date(2026, 1, 1),
    ends_on=date(2055, 12, 31),
    clauses=Clauses(),
    rent=(),
    land_class=LandClass.ARABLE,
)
TRANSFER = replace(
    FAMILYS,
    kind=ContractKind.LAND_TRANSFER,
    party=NEIGHBOUR,
    mandate=Mandate("h-01", TODAY, date(2027, 12, 31), "委托书"),
    base=Base(date(2055, 12, 31), certificate="证"),
)


def wrong_fields(refused: InvalidFields) -> list[str]:
    return [one.field for one in refused.more["errors"]]


def mandated(signed_on: date, until: date) -> Contract:
    return replace(TRANSFER, mandate=Mandate("h-01", signed_on, until, "委托书"))


@pytest.mark.parametrize("ground", [one for one in EndingGround if one is not EndingGround.AGREED])
def test_no_familys_land_is_taken_back_while_its_term_runs(ground: EndingGround) -> None:
    with pytest.raises(LandStays):
        refuse_taking_back(FAMILYS, ground)


def test_a_family_hands_its_land_back_by_agreement() -> None:
    refuse_taking_back(FAMILYS, EndingGround.AGREED)


@pytest.mark.parametrize(
    "other",
    [
        replace(FAMILYS, rent=(Instalment(1, TODAY, 1),)),
        replace(FAMILYS, party=Party(ContractPartyKind.OUTSIDER, "外村人")),
        TRANSFER,
    ],
    ids=["for a rent", "an outsider's", "a transfer"],
)
def test_other_contracts_of_land_end_by_the_grounds_of_the_law(other: Contract) -> None:
    refuse_taking_back(other, EndingGround.GRAVE_BREACH)


def test_a_mandate_signed_today_is_one_and_of_tomorrow_is_none() -> None:
    refuse_odd_mandate(mandated(TODAY, TODAY), TODAY)

    with pytest.raises(InvalidFields) as refused:
        refuse_odd_mandate(mandated(TODAY + timedelta(days=1), date(2027, 12, 31)), TODAY)
    assert wrong_fields(refused.value) == ["mandate.signed_on"]


def test_a_mandate_that_ended_before_it_was_signed_is_none() -> None:
    with pytest.raises(InvalidFields) as refused:
        refuse_odd_mandate(mandated(TODAY, TODAY - timedelta(days=1)), TODAY)
    assert wrong_fields(refused.value) == ["mandate.ends_on"]


def test_a_farmers_plot_is_not_transferred_to_the_farmer() -> None:
    with pytest.raises(InvalidFields) as refused:
        refuse_odd_mandate(replace(TRANSFER, party=FARMER), TODAY)
    assert wrong_fields(refused.value) == ["party.household"]
