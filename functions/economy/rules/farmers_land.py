"""What the law keeps for the farmer: who asked for a transfer, and that the collective takes no family's land back (承包法 Arts. 27, 60; DOMAIN 16.3)."""

from __future__ import annotations

from datetime import date

from economy.rules.assets import refuse_future
from economy.rules.contract_states import EndingGround
from economy.rules.contracts import Contract, ContractKind, ContractPartyKind
from economy.rules.gates import EconomyGateShut
from kernel.problems import InvalidFields
from kernel.texts import Text


class LandStays(EconomyGateShut):
    """The collective takes no land back that a family holds of it; the family may hand it back."""

    slug = "land-stays"
    title = Text("承包期内不得收回承包地", "The land stays with the family")
    said = Text(
        "承包期内发包方不得收回家庭承包地；农户自愿交回的，以双方协商一致终止。",
        "While its term runs no family's land is taken back; what it hands back of itself ends by agreement.",
    )
    rests_on = "land_stays"


def refuse_odd_mandate(contract: Contract, today: date) -> None:
    """Let a transfer be drafted for a farmer who asked for it in writing, to somebody else.

    Raises
    ------
    InvalidFields
        The mandate is of a day to come, ends before it was signed, or the farmer would be the other party.
    """
    mandate = contract.mandate
    if contract.kind is not ContractKind.LAND_TRANSFER or mandate is None:
        return
    refuse_future(mandate.signed_on, today, "mandate.signed_on")
    if mandate.until < mandate.signed_on:
        raise InvalidFields.one(
            "mandate.ends_on", Text("不得早于签署日期。", "Not before it was signed.")
        )
    if contract.party.household == mandate.household:
        raise InvalidFields.one(
            "party.household",
            Text("受让方不能是委托流转的农户本户。", "Not the farmer whose plot it is."),
        )


def refuse_taking_back(contract: Contract, ground: EndingGround | None) -> None:
    """Let a contract be ended early that is no family's land contract, or by agreement.

    A family holds its land for no rent; what members hold for a rent was contracted otherwise, and ends like other contracts.

    Raises
    ------
    LandStays
        It is one, and ends by another ground.
    """
    is_familys = (
        contract.kind is ContractKind.LAND_CONTRACT
        and contract.party.kind is ContractPartyKind.MEMBER
        and not contract.rent
    )
    if is_familys and ground is not EndingGround.AGREED:
        raise LandStays
