"""What every member reads of the own collective: vouchers in the books, the register of contracts, the list with its shares (集体法 Arts. 13, 45).

An allow-list: no number of a person, telephone or bank card stays in a text, nobody is named but by the first character, and no household but the reader's own.
"""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from economy.model.contract_parts import PartyView, party_view
from economy.model.fields import masked
from economy.model.members import HoldingView, holdings_view
from economy.model.vouchers import Names, VoucherLineView, lines_view
from economy.rules.contract_states import CONTRACTS, ContractStatus
from economy.rules.contracts import Contract, ContractKind
from economy.rules.members import Member, MemberStatus
from economy.rules.vouchers import Voucher
from kernel import personal_numbers
from kernel.texts import Language


class OpenVoucherView(TypedDict):
    """A voucher in the books, as members read it."""

    id: str
    number: str
    on: str
    said: str
    lines: list[VoucherLineView]
    paper: str
    dealing_name: Annotated[
        str | None,
        Field(description="A loan, guarantee, commission or the like / 出借、担保、佣金等往来"),
    ]
    reverses: str | None
    reversed_by: str | None
    posted_on: str | None


class OpenVoucherList(TypedDict):
    """One page of vouchers in the books, the latest first."""

    items: list[OpenVoucherView]
    next_cursor: str | None


class OpenContractView(TypedDict):
    """A contract of the register, as members read it."""

    id: str
    number: str | None
    kind: ContractKind
    kind_name: str
    title: str
    asset: str | None
    party: PartyView
    begins_on: str
    ends_on: str
    rent_fen: int
    open_fen: int
    decision: str | None
    signed_on: str | None
    ended_on: str | None
    status: ContractStatus
    status_name: str


class OpenContractList(TypedDict):
    """One page of the register, what ends first on top."""

    items: list[OpenContractView]
    next_cursor: str | None


class OpenMemberView(TypedDict):
    """Somebody on the list, as members read it."""

    name: Annotated[str, Field(description="Whole in one's own household / 本户显示全名")]
    is_own: Annotated[bool, Field(description="Of the reader's own household / 是否本户")]
    status: MemberStatus
    status_name: str
    holdings: list[HoldingView]
    hundredths: Annotated[
        int, Field(description="All shares, in hundredths / 份额合计（百分之一）")
    ]


class OpenMemberList(TypedDict):
    """One page of the list, by household, without those who are off it."""

    items: list[OpenMemberView]
    next_cursor: str | None


def open_voucher_view(one: Voucher, accounts: Names, language: Language) -> OpenVoucherView:
    """Return a voucher as members read it."""
    return {
        "id": one.id,
        "number": one.number,
        "on": one.on.isoformat(),
        "said": personal_numbers.masked(one.said),
        "lines": lines_view(one, accounts, language),
        "paper": personal_numbers.masked(one.paper),
        "dealing_name": one.dealing.kind.said.say(language) if one.dealing else None,
        "reverses": one.reverses,
        "reversed_by": one.reversed_by,
        "posted_on": one.posted_on.isoformat() if one.posted_on else None,
    }


def open_contract_view(
    one: Contract, household: str | None, language: Language
) -> OpenContractView:
    """Return a contract as a member of a household reads it: another's is not told whose it is."""
    party = party_view(one.party, language)
    if one.party.household != household:
        party["household"] = None
    return {
        "id": one.id,
        "number": one.number,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "title": personal_numbers.masked(one.title),
        "asset": one.asset,
        "party": party,
        "begins_on": one.begins_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "rent_fen": one.rent_fen,
        "open_fen": one.open_fen,
        "decision": one.decision,
        "signed_on": one.signed_on.isoformat() if one.signed_on else None,
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "status": one.status,
        "status_name": CONTRACTS.statuses[one.status].say(language),
    }


def open_member_view(one: Member, household: str | None, language: Language) -> OpenMemberView:
    """Return somebody on the list as a member of a household reads it."""
    own = one.household == household
    return {
        "name": one.name if own else masked(one.name),
        "is_own": own,
        "status": one.status,
        "status_name": one.status.said.say(language),
        "holdings": holdings_view(one, language),
        "hundredths": one.hundredths,
    }
