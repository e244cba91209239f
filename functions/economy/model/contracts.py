"""Contracts as they are answered; persons are named by their first character, companies in full."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from economy.model.contract_parts import (
    ApprovalView,
    BaseView,
    CallView,
    ClausesView,
    InstalmentView,
    MandateView,
    MortgageView,
    NearView,
    PartyView,
    PriorityPostingView,
    SubletView,
    WarningView,
    base_view,
    call_view,
    clauses_view,
    instalment_view,
    mandate_view,
    mortgage_view,
    near_view,
    party_view,
    posting_view,
    sublet_view,
)
from economy.rules import rents
from economy.rules.contract_states import CONTRACTS, EndingGround
from economy.rules.contracts import WARNINGS, Contract, ContractKind
from economy.rules.wake_contracts import warnings_of
from kernel import clock
from kernel.seen import Seen
from kernel.texts import Language


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
        "clauses": clauses_view(one.clauses),
        "rent": [instalment_view(each, today) for each in one.rent],
        "rent_fen": one.rent_fen,
        "open_fen": one.open_fen,
        "status": str(one.status),
        "status_name": CONTRACTS.statuses[one.status].say(language),
        "mandate": mandate_view(one.mandate) if one.mandate else None,
        "base": base_view(one.base) if one.base else None,
        "decision": one.decision,
        "tender": one.tender,
        "renews": one.renews,
        "posting": posting_view(one.posting) if one.posting else None,
        "review": one.review,
        "approval": {"on": one.approval.on.isoformat(), "finding": one.approval.finding}
        if one.approval
        else None,
        "signed_on": one.signed_on.isoformat() if one.signed_on else None,
        "filed_on": one.filed_on.isoformat() if one.filed_on else None,
        "calls": [call_view(each) for each in one.calls],
        "sublets": [sublet_view(each) for each in one.sublets],
        "mortgages": [mortgage_view(each) for each in one.mortgages],
        "near": [near_view(each) for each in one.near],
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
