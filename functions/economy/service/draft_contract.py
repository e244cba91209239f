"""Draft a contract: of what the village has, with whom the registry knows, resting on what the register says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from economy.rules import farmers_land, gates_of_contracts, kin, rents
from economy.rules.assets import Asset
from economy.rules.contract_states import ContractEvent
from economy.rules.contracts import Contract
from economy.service.households import require_home, require_members_home
from economy.service.near_directors import acting_for
from economy.service.see_contracts import see
from economy.store import things
from economy.store.table import AnswerRow
from economy.store.watches import begin_watch
from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import InvalidFields
from kernel.seen import Seen
from kernel.storage.rates import counting
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

if TYPE_CHECKING:
    from economy.model.contract_requests import DraftContract


def draft_contract(
    work: UnitOfWork, said: DraftContract, caller: Caller, post: Post
) -> Seen[Contract]:
    """Draft a contract of a village's collective.

    Raises
    ------
    InvalidFields
        A village, household, asset or earlier contract is unknown, or does not fit; a mandate is none yet, or who is near acts for another.
    TermTooLong, NoMandate
        It would last too long, or a transfer has no mandate.
    """
    refuse_unknown_unit(said.village, "village")
    asset = _asset_of(work, said.asset, said.village)
    acting = acting_for(said.village) if said.party.near_to else frozenset[str]()
    contract = _with_names(said.as_contract(work.change_id), asset)
    contract = _with_base(work, contract)
    gates_of_contracts.refuse_unfit(contract, asset)
    farmers_land.refuse_odd_mandate(contract, clock.today())
    rents.refuse_odd_plan(contract.rent, contract.begins_on, contract.ends_on)
    work.write(counting(AnswerRow, "economy_contracts", said.village, clock.now()))
    begin_watch(work, said.village)
    told = kin.near_to(said.party.near_to, acting, caller.person_id, clock.today())
    contract = kin.with_near(contract, told)
    step = Step(str(ContractEvent.DRAFTED), Actor.of(caller, post), unit=contract.village)
    things.CONTRACTS.save(work, contract, step)
    return see(contract, caller)


def _asset_of(work: UnitOfWork, asset_id: str | None, village: str) -> Asset | None:
    if asset_id is None:
        return None
    asset = things.ASSETS.find(work, asset_id)
    if asset is None or asset.village != village:
        raise InvalidFields.one("asset", Text("本村没有此资产。", "The village has no such asset."))
    return asset


def _with_names(contract: Contract, asset: Asset | None) -> Contract:
    """Return a contract with what the registry calls its household, and what its asset says of itself."""
    if contract.party.household is not None:
        home = require_members_home(contract.party.household, contract.village, "party.household")
        named = replace(contract.party, name=home.head_name or contract.party.name)
        contract = replace(contract, party=named)
    if contract.mandate is not None:
        require_home(contract.mandate.household, contract.village, "mandate.household")
    if asset is None:
        return contract
    return replace(
        contract,
        land_class=asset.land.land_class if asset.land else None,
        area=asset.land.hundredths_of_mu if asset.land else None,
        reference_rent_fen=asset.reference_rent_fen,
        needs_licence=bool(asset.machine and asset.machine.licence),
    )


def _with_base(work: UnitOfWork, contract: Contract) -> Contract:
    """Return a contract whose base, where that stands in the register, is as it is there."""
    for named, field in (
        (contract.base.contract if contract.base else None, "base.contract"),
        (contract.renews, "renews"),
    ):
        if named is None:
            continue
        other = things.CONTRACTS.find(work, named)
        if other is None or other.village != contract.village or other.asset != contract.asset:
            raise InvalidFields.one(
                field, Text("没有此标的的这份合同。", "There is no such contract of this asset.")
            )
        if field == "base.contract" and contract.base is not None:
            contract = replace(contract, base=replace(contract.base, ends_on=other.ends_on))
    return contract
