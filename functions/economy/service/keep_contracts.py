"""Take a step with a contract: what it lets is let, what is owed is owed, what is written is written, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import escalation
from economy.rules import (
    assets,
    gates_of_contracts,
    kin,
    move_contracts,
    payments,
    rents,
)
from economy.rules.assets import AssetChange
from economy.rules.carried import Act
from economy.rules.contract_commands import ContractCommand, Moment
from economy.rules.contract_states import (
    CONTRACT_ROLES,
    ContractAction,
    ContractEvent,
    ContractHolder,
)
from economy.rules.contract_ways import payment_of
from economy.rules.contracts import Contract, ContractKind
from economy.rules.machines import refuse_lapsed
from economy.rules.move_contracts import ContractChange
from economy.rules.terms import limit
from economy.rules.vouchers import Brings
from economy.service import write_papers
from economy.service.booked_hours import refuse_booked
from economy.service.decisions import decided_on, find_decision, use_decision
from economy.service.households import household_in, require_home
from economy.service.near_directors import acting_for, circle_of, near_directors
from economy.service.pay_by_vouchers import pay_by_voucher
from economy.service.see_contracts import heard_by, require_known, see
from economy.store import things
from kernel import clock, ids
from kernel.access import Caller
from kernel.actors import CLOCK, Actor
from kernel.clock import day_of
from kernel.problems import Versions, refuse_stale
from kernel.seen import Seen
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor
from kernel.working_time import add

ARREARS, REVIEW = "rent_arrears", "land_review"
"""The kinds of obligation (`escalation/kinds.json`)."""


def move_contract(
    work: UnitOfWork,
    contract_id: str,
    command: ContractCommand,
    caller: Caller,
    expected: Versions,
) -> Seen[Contract]:
    """Take a step with a contract.

    Raises
    ------
    NotFound, StaleVersion
        There is no such contract, or another version of it.
    EconomyGateShut
        Something the law wants first is missing.
    """
    contract = require_known(things.CONTRACTS.find(work, contract_id), caller)
    refuse_stale(expected, contract.version)
    valuer: str | None = None
    if command.action is ContractAction.SIGN and contract.asset is not None:
        asset = things.ASSETS.require(work, contract.asset)
        contract = replace(contract, reference_rent_fen=asset.reference_rent_fen)
        valuer = asset.reference_by
    actor = _actor(contract, caller)
    moment = _moment(work, contract, command, caller, valuer)
    change = move_contracts.move(contract, command, caller, moment)
    _use_decision(work, contract, change, moment)
    if change.event is ContractEvent.PAID:
        _take_from_voucher(work, contract, command, moment)
    change = _written(work, contract, change, actor, moment.now)
    _let_or_take_back(work, contract, change.after, actor, moment.now)
    change = _owe(work, contract, change, actor, moment.now)
    step = Step(
        str(change.event),
        actor,
        said=command.reason,
        unit=contract.village,
        details=_details(command),
        addressees=heard_by(change.after, change.event),
    )
    things.CONTRACTS.save(work, change.after, step)
    return see(change.after, caller)


def _moment(
    work: UnitOfWork,
    contract: Contract,
    command: ContractCommand,
    caller: Caller,
    valuer: str | None,
) -> Moment:
    named = ""
    if command.action is ContractAction.GIVE and command.household:
        named = require_home(command.household, contract.village, "household").head_name or ""
    claims = command.action is ContractAction.CLAIM
    tells = command.action is ContractAction.TELL_NEAR
    signs, home = command.action is ContractAction.SIGN, contract.party.household
    return Moment(
        clock.now(),
        household=household_in(caller.person_id, contract.village) if claims else None,
        named=named,
        decided=find_decision(contract.decision) if signs else None,
        decided_on=decided_on(contract.decision) if signs else None,
        near=signs and bool(home) and home in near_directors(contract.village),
        own_valued=valuer is not None and _is_near(contract, valuer),
        is_kin=signs and home is not None and home in circle_of(caller.person_id),
        acting=acting_for(contract.village) if tells else frozenset(),
        paper=work.change_id,
    )


def _is_near(contract: Contract, person: str) -> bool:
    """Tell whether somebody is near to the other party, as told or as the registry knows."""
    home = contract.party.household
    return kin.is_told(contract, person) or (home is not None and home in circle_of(person))


def _use_decision(
    work: UnitOfWork, before: Contract, change: ContractChange, moment: Moment
) -> None:
    """Keep that a decision is carried out by a contract that comes into force."""
    carries = gates_of_contracts.carries_of(change.after)
    if carries is None or not move_contracts.starts_anew(change.after, before.status):
        return
    assert moment.decided is not None, "what somebody decides on is not signed without"
    use_decision(work, moment.decided, Act(carries.act), carries.subject, before.id)


def _take_from_voucher(
    work: UnitOfWork, contract: Contract, command: ContractCommand, moment: Moment
) -> None:
    """Let a voucher pay what is entered, where it passes through the books."""
    if command.voucher is None and not payments.needs_voucher(contract):
        return
    payment = payment_of(command, moment)
    part = Brings(payment.fen, contract.id, command.instalment or 0)
    pay_by_voucher(work, command.voucher, contract.village, part, payment.how, payment.on)


def _written(
    work: UnitOfWork, before: Contract, change: ContractChange, actor: Actor, now: datetime
) -> ContractChange:
    """Return the change with the number of what is written with it, and settle the document: of a contract, or a call for its rent."""
    after = change.after
    if move_contracts.starts_anew(after, before.status):
        number = write_papers.take_number(work, write_papers.CONTRACT_SERIES, after, actor, now)
        after = replace(after, number=number.text)
        asset = things.ASSETS.find(work, after.asset) if after.asset else None
        named = f"{asset.name}（{asset.place}）" if asset else after.title
        paper = write_papers.contract_paper(after, named, number)
    elif change.event is ContractEvent.CALLED:
        number = write_papers.take_number(work, write_papers.CALL_SERIES, after, actor, now)
        call = replace(after.calls[-1], number=number.text)
        after = replace(after, calls=(*after.calls[:-1], call))
        paper = write_papers.call_paper(after, call, number)
    else:
        return change
    write_papers.DOCUMENTS.settle(work, paper, after.village, actor, now)
    return change._replace(after=after)


def _let_or_take_back(
    work: UnitOfWork, before: Contract, after: Contract, actor: Actor, now: datetime
) -> None:
    """Let the asset of a contract that comes into force, and take it back when the contract is over."""
    if after.asset is None:
        return
    passes = after.kind is ContractKind.LAND_TRANSFER
    change: AssetChange
    if move_contracts.starts_anew(after, before.status):
        asset = things.ASSETS.require(work, after.asset)
        if asset.machine is not None:
            refuse_lapsed(asset.machine, day_of(now))
            refuse_booked(asset.id, max(after.begins_on, day_of(now)))
        if after.renews and after.renews in (asset.contract, asset.transfer):
            renewed = things.CONTRACTS.require(work, after.renews)
            gates_of_contracts.refuse_overlap(after, renewed)
            change = assets.carry_on(asset, renewed.id, after.id)
        else:
            change = assets.pass_on(asset, after.id) if passes else assets.let(asset, after.id)
    elif move_contracts.is_held_over_now(after, before.status):
        asset = things.ASSETS.require(work, after.asset)
        change = assets.let(asset, after.id)
    elif move_contracts.ended(after, before.status):
        asset = things.ASSETS.require(work, after.asset)
        if after.id not in (asset.contract, asset.transfer):
            # It was renewed: the thing is let by the contract that carries it on.
            return
        today = day_of(now)
        change = assets.end_passing(asset, today) if passes else assets.give_back(asset, today)
    else:
        return
    details = {"contract": after.id}
    step = Step(str(change.event), actor, unit=after.village, details=details)
    things.ASSETS.save(work, change.after, step)


def _owe(
    work: UnitOfWork, before: Contract, change: ContractChange, actor: Actor, now: datetime
) -> ContractChange:
    """Let be owed what a step makes owed, and end what it ends; return the change with what is owed by which id."""
    after = change.after
    match change.event:
        case ContractEvent.SUBMITTED:
            after = replace(after, review=_owe_review(work, after, Level.TOWN, actor, now))
        case ContractEvent.PASSED_ON:
            if before.review:
                escalation.fulfil(work, [before.review], actor)
            after = replace(after, review=_owe_review(work, after, Level.COUNTY, actor, now))
        case ContractEvent.APPROVED | ContractEvent.SENT_BACK if before.review:
            escalation.fulfil(work, [before.review], actor)
            after = replace(after, review=None)
        case ContractEvent.WITHDRAWN if before.review:
            escalation.drop(work, [before.review], actor)
            after = replace(after, review=None)
        case ContractEvent.PAID:
            paid = [one for one in after.rent if not one.open_fen and one.owed]
            escalation.fulfil(work, rents.owed_by(paid), actor)
            after = replace(after, rent=rents.settled(after.rent, paid))
        case ContractEvent.CALLED:
            escalation.fulfil(work, rents.owed_by(after.rent), actor)
            after = replace(after, rent=rents.settled(after.rent, after.rent))
        case _:
            return change
    return change._replace(after=after)


def _owe_review(
    work: UnitOfWork, contract: Contract, level: Level, actor: Actor, now: datetime
) -> str:
    """Let town or county owe the review of a contract; return the obligation's id."""
    unit = ancestor(contract.village, level)
    assert unit is not None, "every village lies in a town of a county"
    due_at = add(now, limit("review_within")).at
    owed = escalation.Owed(ids.new_id(now), unit, due_at, {"contract": contract.id})
    escalation.owe(work, [owed], actor, kind=REVIEW)
    return owed.id


def _actor(contract: Contract, caller: Caller) -> Actor:
    nearest = (
        ContractHolder.KEEPER,
        ContractHolder.BOOKS,
        ContractHolder.TOWN,
        ContractHolder.COUNTY,
    )
    roles = {role for holder in nearest for role in CONTRACT_ROLES[holder]}
    return Actor.of(caller, caller.post_over(contract.village, roles))


def _details(command: ContractCommand) -> dict[str, object] | None:
    said = {
        "voucher": command.voucher,
        "instalment": command.instalment,
        "fen": command.fen,
        "how": str(command.how) if command.how else None,
        "on": command.on.isoformat() if command.on else None,
        "ground": str(command.ground) if command.ground else None,
        "household": command.household,
        "due_on": command.due_on.isoformat() if command.due_on else None,
        "person": command.person,
    }
    return {name: value for name, value in said.items() if value is not None} or None


def take_back_at_its_end(work: UnitOfWork, before: Contract, after: Contract) -> None:
    """Take back the asset of a contract that has ended by itself."""
    _let_or_take_back(work, before, after, CLOCK, clock.now())
