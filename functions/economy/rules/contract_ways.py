"""What each step does with a contract: posted, claimed, given, reviewed, signed, filed, paid, called in, let on, mortgaged, held over, ended early."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from economy.rules import farmers_land, gates_of_contracts, kin, rents
from economy.rules.contract_commands import ContractCommand, Moment
from economy.rules.contract_states import OF_LAND, ContractAction, ContractStatus, EndingGround
from economy.rules.contract_terms import refuse_signed_early
from economy.rules.contracts import (
    Claim,
    Contract,
    ContractKind,
    ContractPartyKind,
    Mortgage,
    Party,
    Posting,
    Sublet,
    TownApproval,
)
from economy.rules.gates import EconomyGateShut
from economy.rules.rents import Call, Instalment, PaidHow, Payment
from economy.rules.terms import amount, law_of
from kernel.access import Caller
from kernel.clock import day_of
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text
from kernel.working_time import end_of_days

MOST_CLAIMS = 50
MOST_SUBLETS = 20


class PostingOver(Conflict):
    """Priority is claimed while it is posted, and lost afterwards (承包法 Art. 38; 法释 Art. 11)."""

    slug = "posting-over"
    said = Text(
        "公示期已满，不能再主张优先权。",
        "The posting is over: priority cannot be claimed any more.",
    )


class NoHouseholdHere(Conflict):
    """Priority is a member's: a household's of the village."""

    slug = "no-household-here"
    said = Text("您的户不在本村，不能主张优先权。", "Your household is not of this village.")


class NotAGround(EconomyGateShut):
    """A contract ends early by agreement or by a ground of the law."""

    slug = "not-a-ground"
    title = Text("终止事由不成立", "No ground")
    said = Text("该事由只适用于土地合同。", "This ground is for contracts of land.")
    rests_on = "land_breach"


def _post(
    _contract: Contract, _command: ContractCommand, _caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    until = end_of_days(moment.now, amount("posting_days"))
    return {"posting": Posting(moment.now, until)}


def _claim(
    contract: Contract, _command: ContractCommand, caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    posting = contract.posting
    assert posting is not None, "only what is posted is claimed"
    if moment.household is None:
        raise NoHouseholdHere
    if any(one.household == moment.household for one in posting.claims):
        return {}
    if len(posting.claims) >= MOST_CLAIMS:
        raise PostingOver
    claim = Claim(moment.household, moment.now, caller.person_id)
    return {"posting": replace(posting, claims=(*posting.claims, claim))}


def _give(
    contract: Contract, command: ContractCommand, _caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    claims = contract.posting.claims if contract.posting else ()
    if command.household not in {one.household for one in claims}:
        raise InvalidFields.one(
            "household",
            Text("该户没有主张优先权。", "This household did not claim priority."),
        )
    return {"party": Party(ContractPartyKind.MEMBER, moment.named, command.household)}


def _submit(
    contract: Contract, _command: ContractCommand, _caller: Caller, _moment: Moment
) -> Mapping[str, Any]:
    gates_of_contracts.refuse_passing_over(contract)
    return {}


def _approve(
    contract: Contract, command: ContractCommand, caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    finding = TownApproval(day_of(moment.now), command.reason or "", caller.person_id)
    by_county = contract.status is ContractStatus.WITH_COUNTY
    return {"by_county" if by_county else "approval": finding}


def _send_back(
    _contract: Contract, _command: ContractCommand, _caller: Caller, _moment: Moment
) -> Mapping[str, Any]:
    return {"approval": None, "by_county": None}


def _sign(
    contract: Contract, command: ContractCommand, caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    kin.refuse_signing(contract, caller.person_id, is_kin=moment.is_kin)
    near = moment.near or bool(contract.near)
    gates_of_contracts.refuse_unready(
        contract, moment.decided, near=near, own_valued=moment.own_valued
    )
    refuse_signed_early(contract, command.on, moment.decided_on)
    return {"signed_on": command.on, "number": moment.number}


def _file(
    _contract: Contract, command: ContractCommand, _caller: Caller, _moment: Moment
) -> Mapping[str, Any]:
    return {"filed_on": command.on}


def _pay(
    contract: Contract, command: ContractCommand, _caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    if command.how is PaidHow.SET_OFF and contract.kind is ContractKind.LAND_TRANSFER:
        raise rents.NoSetOff
    return {"rent": rents.pay(contract.rent, command.instalment or 0, payment_of(command, moment))}


def payment_of(command: ContractCommand, moment: Moment) -> Payment:
    """Return what is said of a payment."""
    paid_on = command.on or day_of(moment.now)
    return Payment(paid_on, command.fen or 0, command.how or PaidHow.BANK, command.voucher)


def _call(
    contract: Contract, _command: ContractCommand, _caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    call = rents.call_in(
        contract.rent,
        contract.calls,
        day_of(moment.now),
        paper=moment.paper,
        number=moment.number,
    )
    calls: tuple[Call, ...] = (*contract.calls, call)
    return {"calls": calls[-amount("calls_kept") :], "barred_warned": False}


def _within_term(
    contract: Contract, command: ContractCommand, moment: Moment, said: str
) -> tuple[date, date]:
    """Return from when until when something rests on a contract: no longer than the contract itself."""
    on = command.on or day_of(moment.now)
    until = command.ends_on or contract.ends_on
    if not max(on, contract.begins_on) <= until <= contract.ends_on:
        raise InvalidFields.one(
            "ends_on", Text(said, "Within the term of the contract, and no longer.")
        )
    return on, until


def _sublet(
    contract: Contract, command: ContractCommand, _caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    on, until = _within_term(contract, command, moment, "转租、再流转的届满日须在原合同期限内。")
    agreed = Sublet(command.subtenant or "", on, until, command.paper or "")
    return {"sublets": (*contract.sublets, agreed)}


def _mortgage(
    contract: Contract, command: ContractCommand, _caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    on, until = _within_term(contract, command, moment, "抵押的届满日须在合同期限内。")
    filed = Mortgage(command.mortgagee or "", on, until, command.paper or "")
    return {"mortgages": (*contract.mortgages, filed)}


def _hold_over(
    _contract: Contract, _command: ContractCommand, _caller: Caller, _moment: Moment
) -> Mapping[str, Any]:
    return {"ended_on": None, "notice_until": None}


def _charge(
    contract: Contract, command: ContractCommand, _caller: Caller, _moment: Moment
) -> Mapping[str, Any]:
    due_on, last = command.due_on, max((one.due_on for one in contract.rent), default=None)
    if due_on is None or due_on <= max(contract.ends_on, last or contract.ends_on):
        raise InvalidFields.one(
            "due_on",
            Text(
                "须在合同届满及上期付款日之后。", "After the term, and after the last instalment."
            ),
        )
    if len(contract.rent) >= amount("instalments"):
        raise InvalidFields.one("due_on", Text("租金期数已满。", "No more instalments."))
    number = max((one.number for one in contract.rent), default=0) + 1
    return {"rent": (*contract.rent, Instalment(number, due_on, command.fen or 0))}


def _give_notice(
    _contract: Contract, command: ContractCommand, _caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    on = command.on or day_of(moment.now)
    return {"notice_until": on + timedelta(days=amount("reasonable_days"))}


def _terminate(
    contract: Contract, command: ContractCommand, _caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    today = day_of(moment.now)
    farmers_land.refuse_taking_back(contract, command.ground)
    if command.ground in OF_LAND and not contract.kind.is_of_land:
        raise NotAGround
    unagreed = command.ground is EndingGround.SUBLET_UNAGREED
    if unagreed and contract.kind is not ContractKind.LEASE:
        raise NotAGround(_OF_LEASES, citation=law_of("sublet"))
    if command.ground is EndingGround.NOTICE:
        _refuse_before_notice_is_over(contract, moment)
    if command.ground is EndingGround.RENT_UNPAID:
        rents.refuse_before_call_is_over(contract.rent, contract.calls, today)
    # What would have been due later is not owed any more; what was paid ahead stays on record.
    owed = tuple(one for one in contract.rent if one.due_on <= today or one.paid_fen)
    return {"ground": command.ground, "ended_on": today, "rent": owed}


def _refuse_before_notice_is_over(contract: Contract, moment: Moment) -> None:
    """Let a lease be ended by notice that is held over, when the time of its notice is over; one with a term runs to its end."""
    if contract.status is not ContractStatus.HELD_OVER:
        raise NotAGround(_HELD_OVER, citation=law_of("held_over"))
    if contract.notice_until is None or day_of(moment.now) <= contract.notice_until:
        raise NotAGround(_NOTICE_RUNS, citation=law_of("held_over"))


_HELD_OVER = Text("该事由只适用于不定期租赁。", "This ground is for leases of no fixed term.")
_NOTICE_RUNS = Text(
    "须先通知对方，合理期限届满后方可解除。",
    "Give notice first: it ends when a reasonable time is over.",
)
_OF_LEASES = Text("该事由只适用于租赁合同。", "This ground is for leases.")


def _tell_near(
    contract: Contract, command: ContractCommand, caller: Caller, moment: Moment
) -> Mapping[str, Any]:
    people = [command.person] if command.person else []
    told = kin.near_to(people, moment.acting, caller.person_id, day_of(moment.now))
    return {"near": kin.told_near(contract, told)}


def _nothing_more(
    _contract: Contract, _command: ContractCommand, _caller: Caller, _moment: Moment
) -> Mapping[str, Any]:
    return {}


WAYS: Mapping[
    ContractAction, Callable[[Contract, ContractCommand, Caller, Moment], Mapping[str, Any]]
] = {
    ContractAction.POST: _post,
    ContractAction.CLAIM: _claim,
    ContractAction.GIVE: _give,
    ContractAction.SUBMIT: _submit,
    ContractAction.APPROVE: _approve,
    ContractAction.PASS_ON: _approve,
    ContractAction.SEND_BACK: _send_back,
    ContractAction.SIGN: _sign,
    ContractAction.FILE: _file,
    ContractAction.PAY: _pay,
    ContractAction.CALL: _call,
    ContractAction.SUBLET: _sublet,
    ContractAction.MORTGAGE: _mortgage,
    ContractAction.HOLD_OVER: _hold_over,
    ContractAction.CHARGE: _charge,
    ContractAction.GIVE_NOTICE: _give_notice,
    ContractAction.TERMINATE: _terminate,
    ContractAction.WITHDRAW: _nothing_more,
    ContractAction.TELL_NEAR: _tell_near,
}
"""By action, what of a contract is as it is afterwards."""
