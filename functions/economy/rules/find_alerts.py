"""What stands out of contracts, assets, vouchers, periods and cash on a day: a function for each kind of thing (DOMAIN 16.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from economy.rules import contract_terms, gates_of_contracts, rents
from economy.rules.alert_terms import ALERT_TERMS, AlertCode, AlertSubject
from economy.rules.alerts import Evidence, Finding
from economy.rules.assets import Asset, AssetStatus
from economy.rules.books import Period
from economy.rules.cash import CashBox, due_at, is_late
from economy.rules.contract_states import SIGNED, ContractStatus
from economy.rules.contracts import Contract
from economy.rules.dealings import NOBODY, Officers, is_near
from economy.rules.low_rent import is_rent_low
from economy.rules.machines import papers_lapsed
from economy.rules.terms import amount, amounts
from economy.rules.voucher_states import VoucherStatus
from economy.rules.vouchers import Voucher
from economy.rules.wake_contracts import lacks_tender, mark_near
from kernel.clock import day_of

_OVER: Final = frozenset(
    {ContractStatus.ENDED, ContractStatus.TERMINATED, ContractStatus.WITHDRAWN}
)
Figures = Mapping[str, int | str]


class Beside(NamedTuple):
    """What a contract is looked at with, besides itself.

    Attributes
    ----------
    asset, base
        What it is of, and what it rests on, as they are now; None: it has none in the register.
    near
        The directors' households, and those near to them.
    """

    asset: Asset | None = None
    base: Contract | None = None
    near: frozenset[str] = frozenset()


def of_contract(contract: Contract, beside: Beside, today: date) -> list[Finding]:
    """Return what stands out of a contract today; what is drafted is looked at from the day its term begins."""
    evidence = [Evidence(AlertSubject.CONTRACT, contract.id)]
    if contract.asset is not None:
        evidence.append(Evidence(AlertSubject.ASSET, contract.asset))
    found: list[Finding] = []
    begun = contract.status is ContractStatus.IN_FORCE or contract.begins_on <= today
    if begun and contract.status not in _OVER:
        found += _standing(contract, beside, evidence)
    if contract.status is ContractStatus.IN_FORCE:
        found += _ending(contract, evidence, today)
    if contract.status in SIGNED:
        found += _unpaid(contract, evidence, today)
    return found


def _standing(contract: Contract, beside: Beside, evidence: list[Evidence]) -> list[Finding]:
    """Return what is wrong with a contract by which something is used."""
    found: list[Finding] = []

    def note(code: AlertCode, figures: Figures, *more: Evidence) -> None:
        found.append(Finding(code, 1, figures, (*evidence, *more)))

    as_now = _as_now(contract, beside)
    if is_rent_low(as_now):
        figures = {
            "yearly_rent_fen": contract.yearly_rent_fen,
            "reference_rent_fen": as_now.reference_rent_fen or 0,
        }
        note(AlertCode.RENT_LOW, figures)
    latest = contract_terms.latest_of(as_now)
    if latest is not None and contract.ends_on > latest:
        base = beside.base
        rests_on = [Evidence(AlertSubject.CONTRACT, base.id)] if base else []
        figures = {"ends_on": f"{contract.ends_on}", "latest_on": f"{latest}"}
        note(AlertCode.TERM_TOO_LONG, figures, *rests_on)
    if gates_of_contracts.decided_as(contract) is not None and contract.decision is None:
        note(AlertCode.NO_DECISION, {"begins_on": f"{contract.begins_on}"})
    if lacks_tender(contract):
        note(AlertCode.NO_TENDER, {"rent_fen": contract.rent_fen})
    if contract.near or contract.party.household in beside.near:
        note(AlertCode.TENANT_NEAR_DIRECTOR, {"rent_fen": contract.rent_fen})
    if gates_of_contracts.needs_approval(contract) and contract.approval is None:
        note(AlertCode.APPROVAL_MISSING, {"begins_on": f"{contract.begins_on}"})
    return found


def _as_now(contract: Contract, beside: Beside) -> Contract:
    """Return a contract with the reference of its asset, and the last day of what it rests on, as they are now."""
    if beside.asset is not None and beside.asset.reference_rent_fen is not None:
        contract = replace(contract, reference_rent_fen=beside.asset.reference_rent_fen)
    if beside.base is not None and contract.base is not None:
        ends = beside.base.ended_on or beside.base.ends_on
        contract = replace(contract, base=replace(contract.base, ends_on=ends))
    return contract


def _ending(contract: Contract, evidence: list[Evidence], today: date) -> list[Finding]:
    mark = mark_near(contract, today)
    if mark is None:
        return []
    figures = {
        "ends_on": f"{contract.ends_on}",
        "days_left": max(0, (contract.ends_on - today).days),
    }
    grade = len([one for one in amounts("expiry_marks") if one >= mark])
    return [Finding(AlertCode.EXPIRING, grade, figures, tuple(evidence))]


def _unpaid(contract: Contract, evidence: list[Evidence], today: date) -> list[Finding]:
    found: list[Finding] = []
    late = rents.late(contract.rent, today)
    if late:
        days = max(rents.days_late(one, today) for one in late)
        figures = {
            "late_fen": sum(one.open_fen for one in late),
            "days_late": days,
            "instalments": len(late),
        }
        grade = len([mark for mark in amounts("arrears_marks") if mark <= days])
        found.append(Finding(AlertCode.RENT_LATE, grade, figures, tuple(evidence)))
    warned = rents.warned_on(contract.rent, contract.calls)
    last = rents.barred_after(contract.rent, contract.calls)
    if warned is not None and last is not None and today >= warned:
        figures = {"open_fen": contract.open_fen, "claimed_until_on": f"{last}"}
        grade = 1 if today <= last else 2
        found.append(Finding(AlertCode.BARRED_SOON, grade, figures, tuple(evidence)))
    return found


def of_asset(asset: Asset, today: date) -> list[Finding]:
    """Return what stands out of an asset today."""
    evidence = (Evidence(AlertSubject.ASSET, asset.id),)
    found: list[Finding] = []
    if asset.status is AssetStatus.IDLE and asset.is_idle_too_long(today):
        figures = {"idle_from_on": f"{asset.idle_since}", "waited_months": amount("idle_months")}
        found.append(Finding(AlertCode.IDLE_LONG, 1, figures, evidence))
    machine = asset.machine
    if (
        machine is not None
        and asset.status is not AssetStatus.RETIRED
        and papers_lapsed(machine, today)
    ):
        inspected = f"{machine.inspected_on}" if machine.inspected_on else ""
        found.append(Finding(AlertCode.PAPERS_LAPSED, 1, {"inspected_on": inspected}, evidence))
    return found


class BesideVoucher(NamedTuple):
    """What a voucher is looked at with, besides itself.

    Attributes
    ----------
    stands
        Whether it is neither void nor taken back by what is in the books.
    same_paper
        The other vouchers on its proof that stand.
    officers
        Who runs the collective today, where it does something for somebody.
    """

    stands: bool = True
    same_paper: tuple[str, ...] = ()
    officers: Officers = NOBODY


def of_voucher(
    voucher: Voucher, recorded_on: date, today: date, beside: BesideVoucher
) -> list[Finding]:
    """Return what stands out of a voucher today."""
    wait = timedelta(days=ALERT_TERMS.amount("unapproved_days"))
    fen = sum(each.amount for each in voucher.postings if each.amount > 0)
    own = Evidence(AlertSubject.VOUCHER, voucher.id)
    found: list[Finding] = []
    if voucher.status is VoucherStatus.RECORDED and today > recorded_on + wait:
        figures: Figures = {"fen": fen, "recorded_on": f"{recorded_on}"}
        found.append(Finding(AlertCode.APPROVAL_MISSING, 1, figures, (own,)))
    if not beside.stands:
        return found
    if voucher.dealing is not None and is_near(voucher.dealing, beside.officers):
        grade = 2 if voucher.dealing.kind.is_barred else 1
        found.append(Finding(AlertCode.DEALING_NEAR, grade, {"fen": fen}, (own,)))
    if beside.same_paper:
        others = [Evidence(AlertSubject.VOUCHER, one) for one in beside.same_paper]
        figures = {"fen": fen, "vouchers": 1 + len(others)}
        found.append(Finding(AlertCode.PAPER_TWICE, len(others), figures, (own, *others)))
    return found


def of_period(period: Period, today: date) -> list[Finding]:
    """Return what stands out of a period whose accounts are to be published."""
    if period.publication is not None or today <= period.due_on:
        return []
    figures = {"period": period.id.partition("~")[2], "due_on": f"{period.due_on}"}
    evidence = (Evidence(AlertSubject.PERIOD, period.id),)
    return [Finding(AlertCode.UNPUBLISHED, 1, figures, evidence)]


def of_cash(box: CashBox, limit_fen: int, now: datetime) -> list[Finding]:
    """Return what stands out of the cash of a collective."""
    evidence = (Evidence(AlertSubject.CASH, box.id),)
    found: list[Finding] = []
    if box.fen > limit_fen:
        figures: Figures = {"cash_fen": box.fen, "limit_fen": limit_fen}
        found.append(Finding(AlertCode.CASH_OVER_LIMIT, 1, figures, evidence))
    if box.since is not None and is_late(box, now):
        figures = {
            "received_fen": box.received_fen,
            "banked_until_on": f"{day_of(due_at(box.since))}",
        }
        found.append(Finding(AlertCode.NOT_BANKED, 1, figures, evidence))
    return found


def near_households(own: Iterable[str], relatives: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the households of directors and those near to them by blood or marriage."""
    return frozenset(own).union(*relatives.values())
