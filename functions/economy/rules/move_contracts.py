"""Steps of a contract that somebody takes: who stands how to it, what is open to whom, and what comes of a step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from economy.rules import gates_of_contracts, kin, rents
from economy.rules.assets import refuse_future
from economy.rules.contract_commands import ContractCommand, Moment
from economy.rules.contract_states import (
    CONTRACT_ROLES,
    CONTRACTS,
    SIGNED,
    ContractAction,
    ContractEvent,
    ContractHolder,
    ContractStatus,
)
from economy.rules.contract_ways import MOST_SUBLETS, WAYS, PostingOver
from economy.rules.contracts import Contract, ContractKind
from economy.rules.terms import amount
from kernel.access import Caller
from kernel.clock import day_of
from kernel.units import Level, ancestor


class ContractChange(NamedTuple):
    """A contract as it is afterwards, and what the history says of it."""

    after: Contract
    event: ContractEvent


def standing_of(contract: Contract, caller: Caller) -> frozenset[ContractHolder]:
    """Return how somebody stands to a contract; whoever lives in the village is told of it while it is posted."""
    found: set[ContractHolder] = set()
    for holder in (ContractHolder.KEEPER, ContractHolder.BOOKS, ContractHolder.SUPERVISOR):
        if caller.post_at(contract.village, CONTRACT_ROLES[holder]):
            found.add(holder)
    town = ancestor(contract.village, Level.TOWN)
    if town and caller.post_at(town, CONTRACT_ROLES[ContractHolder.TOWN]):
        found.add(ContractHolder.TOWN)
    county = ancestor(contract.village, Level.COUNTY)
    if county and caller.post_at(county, CONTRACT_ROLES[ContractHolder.COUNTY]):
        found.add(ContractHolder.COUNTY)
    if any(
        ancestor(post.unit, Level.VILLAGE) == contract.village
        for post in caller.posts
        if post.role in CONTRACT_ROLES[ContractHolder.MEMBER]
    ):
        found.add(ContractHolder.MEMBER)
    return frozenset(found)


def shut(contract: Contract, now: datetime) -> frozenset[ContractAction]:
    """Return the moves that a contract's kind, or what has happened, rules out."""
    found: set[ContractAction] = set()
    if not gates_of_contracts.needs_posting(contract) or contract.posting is not None:
        found.add(ContractAction.POST)
    if not gates_of_contracts.needs_approval(contract) or contract.approval is not None:
        found.add(ContractAction.SUBMIT)
    if not contract.has_claims:
        found.add(ContractAction.GIVE)
    if contract.posting is not None and now >= contract.posting.until:
        found.add(ContractAction.CLAIM)
    if contract.status in SIGNED and not contract.open_fen:
        found |= {ContractAction.PAY, ContractAction.CALL}
    return frozenset(found | _shut_by_kind(contract))


def _shut_by_kind(contract: Contract) -> set[ContractAction]:
    """Return the moves that are not for contracts of this kind or size, or were taken as often as they may be."""
    found: set[ContractAction] = set()
    let_on = (ContractKind.LEASE, ContractKind.LAND_TRANSFER)
    if contract.kind not in let_on or len(contract.sublets) >= MOST_SUBLETS:
        found.add(ContractAction.SUBLET)
    if not contract.kind.is_of_land or len(contract.mortgages) >= MOST_SUBLETS:
        found.add(ContractAction.MORTGAGE)
    if contract.kind is not ContractKind.LEASE:
        found.add(ContractAction.HOLD_OVER)
    if contract.status is ContractStatus.WITH_TOWN:
        large = gates_of_contracts.needs_county(contract)
        found.add(ContractAction.APPROVE if large else ContractAction.PASS_ON)
    if contract.filed_on is not None or not contract.kind.is_of_land:
        found.add(ContractAction.FILE)
    return found


def actions_of(
    contract: Contract,
    caller: Caller,
    now: datetime,
    apart: frozenset[ContractAction] = frozenset(),
) -> list[ContractAction]:
    """Return what somebody may do with a contract now.

    Parameters
    ----------
    apart
        What is shut to the caller by what the registry knows of both.
    """
    standing = standing_of(contract, caller)
    closed = shut(contract, now) | _waits(contract, now) | apart
    if kin.is_told(contract, caller.person_id):
        closed |= {ContractAction.SIGN}
    return CONTRACTS.open_to(contract.status, lambda holder: holder in standing, closed)


def _waits(contract: Contract, now: datetime) -> set[ContractAction]:
    """Return what waits for another step first, or for a day, and is refused by its own name until then."""
    found: set[ContractAction] = set()
    if gates_of_contracts.waits_for_members(contract):
        found |= {ContractAction.SUBMIT, ContractAction.SIGN}
    if gates_of_contracts.waits_for_approval(contract):
        found.add(ContractAction.SIGN)
    if len(contract.near) >= kin.MOST_NEAR:
        found.add(ContractAction.TELL_NEAR)
    if not rents.may_call(contract.rent, contract.calls, day_of(now)):
        found.add(ContractAction.CALL)
    if len(contract.rent) >= amount("instalments"):
        found.add(ContractAction.CHARGE)
    return found


def move(
    contract: Contract, command: ContractCommand, caller: Caller, moment: Moment
) -> ContractChange:
    """Take a step with a contract.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    PostingOver
        Priority is claimed too late.
    EconomyGateShut
        Something the law wants first is missing.
    """
    posting = contract.posting
    if command.action is ContractAction.CLAIM and posting and moment.now >= posting.until:
        raise PostingOver
    row = CONTRACTS.move(
        contract.status,
        command.action,
        shut(contract, moment.now),
        actions_of(contract, caller, moment.now),
    )
    standing = standing_of(contract, caller)
    CONTRACTS.allow(row, lambda holder: holder in standing, lambda holder: CONTRACT_ROLES[holder])
    CONTRACTS.require_words(row, command)
    if command.on is not None:
        refuse_future(command.on, day_of(moment.now), "on")
    after = replace(
        contract,
        status=row.to or contract.status,
        version=contract.version + 1,
        **WAYS[command.action](contract, command, caller, moment),
    )
    return ContractChange(after, ContractEvent(str(row.event)))


def starts_anew(contract: Contract, status: ContractStatus) -> bool:
    """Tell whether a step has brought a contract into force."""
    return contract.status is ContractStatus.IN_FORCE and status is not ContractStatus.IN_FORCE


def is_held_over_now(contract: Contract, status: ContractStatus) -> bool:
    """Tell whether a step has let a lease that was over go on for no fixed term."""
    return contract.status is ContractStatus.HELD_OVER and status is ContractStatus.ENDED


def ended(contract: Contract, status: ContractStatus) -> bool:
    """Tell whether a step has ended a contract that was in force."""
    over = (ContractStatus.ENDED, ContractStatus.TERMINATED)
    used = (ContractStatus.IN_FORCE, ContractStatus.HELD_OVER)
    return status in used and contract.status in over
