"""What a contract is answered with besides itself: its parties, plot, clauses, instalments, and what happened to it."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from economy.model.fields import masked
from economy.rules import rents
from economy.rules.contracts import (
    Base,
    Clauses,
    ContractPartyKind,
    Mandate,
    Mortgage,
    Near,
    Party,
    Posting,
    Sublet,
)
from kernel import clock
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


def party_view(one: Party, language: Language) -> PartyView:
    """Return the other party: a company by its name, a person by the first character."""
    return {
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "name": one.name if one.kind is ContractPartyKind.COMPANY else masked(one.name),
        "household": one.household,
        "code": one.code,
    }


def near_view(one: Near) -> NearView:
    """Return who is near to the other party, as somebody told."""
    return {"person": one.person, "told_by": one.told_by, "on": one.on.isoformat()}


def clauses_view(one: Clauses) -> ClausesView:
    """Return what it says besides parties, plot, term and price."""
    return {
        "use": one.use,
        "rights": one.rights,
        "payment": one.payment,
        "compensation": one.compensation,
        "breach": one.breach,
        "safety": one.safety,
        "licence": one.licence,
    }


def instalment_view(one: rents.Instalment, today: date) -> InstalmentView:
    """Return a part of the rent."""
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


def mandate_view(one: Mandate) -> MandateView:
    """Return what the farmer asked for."""
    return {
        "household": one.household,
        "signed_on": one.signed_on.isoformat(),
        "ends_on": one.until.isoformat(),
        "paper": one.paper,
    }


def base_view(one: Base) -> BaseView:
    """Return what the farmer holds the plot by."""
    return {
        "contract": one.contract,
        "certificate": one.certificate,
        "ends_on": one.ends_on.isoformat(),
    }


def posting_view(one: Posting) -> PriorityPostingView:
    """Return that it was posted, with who claims it."""
    claims: list[PriorityClaimView] = [
        {"household": each.household, "at": clock.local_iso(each.at)} for each in one.claims
    ]
    return {
        "posted_at": clock.local_iso(one.posted_at),
        "until": clock.local_iso(one.until),
        "claims": claims,
    }


def sublet_view(one: Sublet) -> SubletView:
    """Return that it is let on."""
    return {
        "subtenant": masked(one.subtenant),
        "on": one.on.isoformat(),
        "ends_on": one.until.isoformat(),
        "paper": one.paper,
    }


def mortgage_view(one: Mortgage) -> MortgageView:
    """Return that it is mortgaged."""
    return {
        "mortgagee": masked(one.mortgagee),
        "on": one.on.isoformat(),
        "ends_on": one.until.isoformat(),
        "paper": one.paper,
    }


def call_view(one: rents.Call) -> CallView:
    """Return a call for what was late."""
    return {
        "on": one.on.isoformat(),
        "pay_by_on": one.until.isoformat(),
        "fen": one.fen,
        "in_time": one.in_time,
        "number": one.number,
        "document": one.paper,
    }
