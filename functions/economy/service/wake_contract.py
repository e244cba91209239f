"""Let come over a contract what is due: the end of its posting, reminders, arrears, its end."""

from __future__ import annotations

from dataclasses import replace

import escalation
from economy.rules import rents, wake_contracts
from economy.rules.contracts import Contract
from economy.rules.terms import limit
from economy.service.keep_contracts import ARREARS, take_back_at_its_end
from economy.service.see_contracts import heard_by
from economy.store import things
from kernel import clock, ids
from kernel.actors import CLOCK
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.working_time import add


def wake_contract(contract_id: str) -> None:
    """Let what is due come over a contract; does nothing where nothing is."""
    carry_out(lambda work: _wake(work, contract_id))


def _wake(work: UnitOfWork, contract_id: str) -> bool:
    contract = things.CONTRACTS.find(work, contract_id)
    if contract is None:
        return False
    now = clock.now()
    woken = wake_contracts.wake(contract, now)
    if not woken.events:
        if wake_contracts.wakes_at(contract) is not None:
            things.CONTRACTS.look_again(work, contract)
        return True
    after = woken.after
    take_back_at_its_end(work, contract, after)
    after = _owe_arrears(work, after, woken.late)
    steps = [
        Step(
            str(event),
            CLOCK,
            unit=after.village,
            due_at=None,
            details={"ends_on": f"{after.ends_on}"},
            addressees=heard_by(after, event),
        )
        for event in woken.events
    ]
    things.CONTRACTS.save(work, after, *steps)
    return True


def _owe_arrears(
    work: UnitOfWork, contract: Contract, late: tuple[tuple[int, int], ...]
) -> Contract:
    """Let the village owe calling in what has become late, and return the contract with that."""
    now = clock.now()
    owed = {number: ids.new_id(now) for number, _ in late}
    if owed:
        due = add(now, limit("call_within")).at
        about = {"contract": contract.id}
        each = [escalation.Owed(one, contract.village, due, about) for one in owed.values()]
        escalation.owe(work, each, None, kind=ARREARS)
    return replace(contract, rent=rents.owing(contract.rent, owed))
