"""Rents far below what such things are let for: looked at, and refused to those who run the collective (集体法 Art. 35; DOMAIN 16.2)."""

from __future__ import annotations

from economy.rules.contracts import Contract, ContractKind
from economy.rules.gates import EconomyGateShut
from economy.rules.terms import amount
from kernel.texts import Text


class LowRentToOwn(EconomyGateShut):
    """Nothing of the collective is let to those who run it, or near to them, below the share of the reference that is looked at (集体法 Art. 35)."""

    slug = "low-rent-to-own"
    title = Text("不得低价出租给负责人及其近亲属", "Low rent to one's own")
    said = Text(
        "租金明显低于参考价的，不得出租、发包给负责人本户或其近亲属户。",
        "At a rent far below the reference nothing is let to a director's household, or one near to it.",
    )
    rests_on = "no_low_price"


def is_rent_low(contract: Contract) -> bool:
    """Tell whether the rent of a year is below the share of the reference that is looked at."""
    reference = contract.reference_rent_fen
    return (
        reference is not None
        and contract.kind is not ContractKind.SALE
        and contract.yearly_rent_fen * 100 < reference * amount("rent_percent")
    )


def refuse_low_to_own(contract: Contract, *, own_valued: bool) -> None:
    """Let something be let to a director's household, or one near, at a fair rent that somebody else valued.

    Raises
    ------
    LowRentToOwn
        The rent is far below the reference, nobody has said what that is, or somebody near to the tenant has.
    """
    if contract.kind not in (ContractKind.LEASE, ContractKind.LAND_CONTRACT):
        return
    if contract.kind is ContractKind.LEASE and contract.reference_rent_fen is None:
        raise LowRentToOwn(_NO_REFERENCE)
    if own_valued and contract.rent:
        raise LowRentToOwn(_OWN_VALUE)
    if is_rent_low(contract):
        raise LowRentToOwn


_NO_REFERENCE = Text(
    "出租给负责人本户或其近亲属户的，须先评估参考租金。",
    "Before something is let to a director's household, or one near to it, its rent is valued.",
)
_OWN_VALUE = Text(
    "参考租金由与承租方有亲属或利害关系的人登记，须由其他负责人另行登记评估。",
    "Whoever entered the reference of its rent is near to the tenant: another of those who act for the collective values it.",
)
