"""See contracts: who keeps or watches them all of it, whoever lives in the village what is posted."""

from __future__ import annotations

from dataclasses import replace

from economy.rules import move_contracts
from economy.rules.asset_states import READERS
from economy.rules.contract_states import ContractEvent, ContractHolder, ContractStatus
from economy.rules.contracts import Contract
from economy.service.seeing import seen_by
from economy.service.stands_apart import Shut, steps_shut
from economy.store import things
from kernel import clock
from kernel.access import Caller, Role
from kernel.addressees import Addressee, household, role, unit
from kernel.problems import NotFound
from kernel.seen import Seen
from kernel.storage.lists import Listed
from kernel.texts import Text
from kernel.units import Level, ancestor


def see(contract: Contract, caller: Caller, shut: Shut | None = None) -> Seen[Contract]:
    """Return a contract as somebody sees it: who has no office there is told neither whose plot it is nor who else claimed it.

    Parameters
    ----------
    shut
        Tells which steps are shut to the caller; asked for many, it is made once.
    """
    apart = (shut or steps_shut(caller))(contract)
    actions = move_contracts.actions_of(contract, caller, clock.now(), apart)
    if caller.post_over(contract.village, READERS):
        return Seen(contract, actions)
    posting = contract.posting
    if posting is not None:
        own = tuple(one for one in posting.claims if one.person == caller.person_id)
        posting = replace(posting, claims=own)
    return Seen(replace(contract, mandate=None, base=None, posting=posting, near=()), actions)


def require_known(contract: Contract | None, caller: Caller) -> Contract:
    """Return a contract that is the caller's to see: of a post over its village, or posted where the caller lives.

    Raises
    ------
    NotFound
        There is none.
    """
    posted = contract is not None and contract.status is ContractStatus.POSTED
    if contract is None or not (
        caller.post_over(contract.village, READERS)
        or (posted and ContractHolder.MEMBER in move_contracts.standing_of(contract, caller))
    ):
        raise NotFound(Text("没有找到该合同。", "There is no such contract."))
    return contract


def see_contract(contract_id: str, caller: Caller) -> Seen[Contract]:
    """Return a contract as somebody sees it."""
    return see(require_known(things.CONTRACTS.load(contract_id), caller), caller)


def list_contracts(
    area: str, status: ContractStatus | None, caller: Caller, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a village's contracts, what ends first on top; of a town those before it."""
    if status is None:
        found = things.CONTRACTS.about(things.every_contract_of(area), limit, cursor)
    else:
        found = things.CONTRACTS.in_list(things.contracts_of(area, status), limit, cursor)
    shut = steps_shut(caller)
    return seen_by(found, lambda one: see(one, caller, shut))


def list_posted(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of what is posted in a village, for everybody to read."""
    name = things.contracts_of(village, ContractStatus.POSTED)
    return things.CONTRACTS.in_list(name, limit, cursor)


def heard_by(contract: Contract, event: ContractEvent) -> tuple[Addressee, ...]:
    """Return who is to hear of what happened to a contract."""
    director = role(Role.COLLECTIVE_DIRECTOR, contract.village)
    town = ancestor(contract.village, Level.TOWN)
    county = ancestor(contract.village, Level.COUNTY)
    tenant = contract.party.household
    match event:
        case ContractEvent.SUBMITTED:
            return (unit(town),) if town else ()
        case ContractEvent.PASSED_ON:
            return (unit(county),) if county else ()
        case ContractEvent.CALLED:
            return (household(tenant),) if tenant else ()
        case ContractEvent.RENT_LATE | ContractEvent.EXPIRING:
            return (director, *((household(tenant),) if tenant else ()))
        case (
            ContractEvent.APPROVED
            | ContractEvent.SENT_BACK
            | ContractEvent.CLEARED
            | ContractEvent.BARRED_SOON
            | ContractEvent.ENDED
        ):
            return (director,)
        case _:
            return ()
