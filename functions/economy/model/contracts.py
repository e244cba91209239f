"""Contracts as they are answered; persons are named by their first character, companies in full."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from economy.model.fields import masked
from economy.rules import rents
from economy.rules.contract_states import CONTRACTS, EndingGround
from economy.rules.contracts import (
    WARNINGS,
    Base,
    Clauses,
    Contract,
    ContractKind,
    ContractPartyKind,
    Mandate,
    Mortgage,
    Party,
    Posting,
    Sublet,
)
from economy.rules.wake_contracts import warnings_of
from kernel import clock
from kernel.seen import Seen
from kernel.texts import Language


class PartyView(TypedDict):
    """The other party."""

    kind: ContractPartyKind
    kind_name: str
    name: str
    household: str | None
    code: str | None


class MandateView(TypedDict):
    """What a farmer asked for in writing."""

    household: str
    signed_on: str
    ends_on: str
    paper: str


class BaseView(TypedDict):
    """What the farmer holds the plot by."""

    contract: str | None
    certificate: str | None
    ends_on: str


class ClausesView(TypedDict):
    """What it says besides parties, plot, term and price."""

    use: str | None
    rights: str | None
    payment: str | None
    compensation: str | None
    breach: str | None
    safety: str | None
    licence: str | None


class InstalmentView(TypedDict):
    """A part of the rent, what of it is paid, and for how many days it is late."""

    number: int
    due_on: str
    fen: int
    paid_fen: int
    paid_on: str | None
    days_late: int
    vouchers: Annotated[list[str], Field(description="By which it is paid / 收款凭证")]
    obligations: Annotated[list[str], Field(description="What is owed for it / 催收事项编号")]


class PriorityClaimView(TypedDict):
    """A household that claimed priority."""

    household: str
    at: str


class PriorityPostingView(TypedDict):
    """That it was posted to members."""

    posted_at: str
    until: str
    claims: list[PriorityClaimView]


class ApprovalView(TypedDict):
    """What the town found."""

    on: str
    finding: str


class CallView(TypedDict):
    """A letter that called in what was late."""

    on: str
    pay_by_on: str
    fen: int
    in_time: bool
    number: str
    document: str


class WarningView(TypedDict):
    """What it is looked at for; none of it stands in its way."""

    code: str
    said: str


class SubletView(TypedDict):
    """That the tenant may let it on; a name is shown in part."""

    subtenant: str
    on: str
    ends_on: str
    paper: str


class MortgageView(TypedDict):
    """That the use of land is mortgaged."""

    mortgagee: str
    on: str
    ends_on: str
    paper: str


class NearView(TypedDict):
    """Who acts for the collective and is near to the other party, as somebody told."""

    person: str
    told_by: str
    on: str


class ContractView(TypedDict):
    """A contract."""

    id: str
    village: str
    kind: ContractKind
    kind_name: str
    title: str
    number: str | None
    asset: str | None
    party: PartyView
    begins_on: str
    ends_on: str
    clauses: ClausesView
    rent: list[InstalmentView]
    rent_fen: int
    open_fen: int
    status: str
    status_name: str
    mandate: MandateView | None
    base: BaseView | None
    decision: str | None
    tender: str | None
    renews: str | None
    posting: PriorityPostingView | None
    review: Annotated[str | None, Field(description="What the town owes / 乡镇审核事项编号")]
    approval: ApprovalView | None
    signed_on: str | None
    filed_on: str | None
    calls: list[CallView]
    sublets: list[SubletView]
    mortgages: list[MortgageView]
    near: list[NearView]
    county_review: ApprovalView | None
    notice_ends_on: str | None
    claimable_on: Annotated[
        str | None, Field(description="Last day before claims are barred / 诉讼时效届满日")
    ]
    ground: EndingGround | None
    ground_name: str | None
    ended_on: str | None
    warnings: list[WarningView]
    actions: list[str]
    version: int


class ContractList(TypedDict):
    """One page of contracts."""

    items: list[ContractView]
    next_cursor: str | None


def contract_view(seen: Seen[Contract], language: Language) -> ContractView:
    """Return a contract."""
    one, today = seen.thing, clock.today()
    barred = rents.barred_after(one.rent, one.calls)
    return {
        "id": one.id,
        "village": one.village,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "title": one.title,
        "number": one.number,
        "asset": one.asset,
        "party": party_view(one.party, language),
        "begins_on": one.begins_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "clauses": _clauses(one.clauses),
        "rent": [_instalment(each, today) for each in one.rent],
        "rent_fen": one.rent_fen,
        "open_fen": one.open_fen,
        "status": str(one.status),
        "status_name": CONTRACTS.statuses[one.status].say(language),
        "mandate": _mandate(one.mandate) if one.mandate else None,
        "base": _base(one.base) if one.base else None,
        "decision": one.decision,
        "tender": one.tender,
        "renews": one.renews,
        "posting": _posting(one.posting) if one.posting else None,
        "review": one.review,
        "approval": {"on": one.approval.on.isoformat(), "finding": one.approval.finding}
        if one.approval
        else None,
        "signed_on": one.signed_on.isoformat() if one.signed_on else None,
        "filed_on": one.filed_on.isoformat() if one.filed_on else None,
        "calls": [_call(each) for each in one.calls],
        "sublets": [_sublet(each) for each in one.sublets],
        "mortgages": [_mortgage(each) for each in one.mortgages],
        "near": [
            {"person": each.person, "told_by": each.told_by, "on": each.on.isoformat()}
            for each in one.near
        ],
        "county_review": {"on": one.by_county.on.isoformat(), "finding": one.by_county.finding}
        if one.by_county
        else None,
        "notice_ends_on": one.notice_until.isoformat() if one.notice_until else None,
        "claimable_on": barred.isoformat() if barred else None,
        "ground": one.ground,
        "ground_name": one.ground.said.say(language) if one.ground else None,
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "warnings": [
            {"code": code, "said": WARNINGS[code].say(language)} for code in warnings_of(one, today)
        ],
        "actions": list(seen.actions),
        "version": one.version,
    }


def party_view(one: Party, language: Language) -> PartyView:
    """Return the other party: a company by its name, a person by the first character."""
    return {
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "name": one.name if one.kind is ContractPartyKind.COMPANY else masked(one.name),
        "household": one.household,
        "code": one.code,
    }


def _clauses(one: Clauses) -> ClausesView:
    return {
        "use": one.use,
        "rights": one.rights,
        "payment": one.payment,
        "compensation": one.compensation,
        "breach": one.breach,
        "safety": one.safety,
        "licence": one.licence,
    }


def _instalment(one: rents.Instalment, today: date) -> InstalmentView:
    return {
        "number": one.number,
        "due_on": one.due_on.isoformat(),
        "fen": one.fen,
        "paid_fen": one.paid_fen,
        "paid_on": one.paid_on.isoformat() if one.paid_on else None,
        "days_late": rents.days_late(one, today),
        "obligations": list(one.owed),
        "vouchers": [each.voucher for each in one.payments if each.voucher],
    }


def _mandate(one: Mandate) -> MandateView:
    return {
        "household": one.household,
        "signed_on": one.signed_on.isoformat(),
        "ends_on": one.until.isoformat(),
        "paper": one.paper,
    }


def _base(one: Base) -> BaseView:
    return {
        "contract": one.contract,
        "certificate": one.certificate,
        "ends_on": one.ends_on.isoformat(),
    }


def _posting(one: Posting) -> PriorityPostingView:
    claims: list[PriorityClaimView] = [
        {"household": each.household, "at": clock.local_iso(each.at)} for each in one.claims
    ]
    return {
        "posted_at": clock.local_iso(one.posted_at),
        "until": clock.local_iso(one.until),
        "claims": claims,
    }


def _sublet(one: Sublet) -> SubletView:
    return {
        "subtenant": masked(one.subtenant),
        "on": one.on.isoformat(),
        "ends_on": one.until.isoformat(),
        "paper": one.paper,
    }


def _mortgage(one: Mortgage) -> MortgageView:
    return {
        "mortgagee": masked(one.mortgagee),
        "on": one.on.isoformat(),
        "ends_on": one.until.isoformat(),
        "paper": one.paper,
    }


def _call(one: rents.Call) -> CallView:
    return {
        "on": one.on.isoformat(),
        "pay_by_on": one.until.isoformat(),
        "fen": one.fen,
        "in_time": one.in_time,
        "number": one.number,
        "document": one.paper,
    }
