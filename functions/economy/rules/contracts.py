"""A contract of a collective as a thing: its parties, plot or goods, term, rent, and what it rests on (DOMAIN 16.3)."""

from __future__ import annotations

from datetime import date, datetime

from economy.rules.assets import LandClass
from economy.rules.contract_states import ContractStatus, EndingGround
from economy.rules.rents import Call, Instalment
from kernel.record import record
from kernel.texts import Named, Text


class ContractKind(Named):
    """What a contract is."""

    LAND_CONTRACT = "land_contract", "土地承包合同", "land contract"
    LAND_TRANSFER = "land_transfer", "土地经营权流转合同", "transfer of land use"
    LEASE = "lease", "资产租赁合同", "lease"
    SALE = "sale", "产品销售合同", "sale of produce"

    @property
    def is_of_land(self) -> bool:
        """Whether land is let by it."""
        return self in (ContractKind.LAND_CONTRACT, ContractKind.LAND_TRANSFER)


class ContractPartyKind(Named):
    """Who the other party is."""

    MEMBER = "member", "本集体农户", "a household of the collective"
    OUTSIDER = "outsider", "本集体以外的个人", "a person from outside"
    COMPANY = "company", "工商企业等社会资本", "a company"


@record
class Party:
    """The other party; a person's name is shown in part, a company's whole.

    Attributes
    ----------
    household
        Which household of the village, where it is one.
    code
        A company's unified social credit code.
    """

    kind: ContractPartyKind
    name: str
    household: str | None = None
    code: str | None = None


@record
class Mandate:
    """What a farmer asked for in writing: that the collective arranges the transfer of his land (法释 Art. 17)."""

    household: str
    signed_on: date
    until: date
    paper: str


@record
class Base:
    """What the farmer holds the plot by: a contract of the register, or a certificate from before; and its last day."""

    ends_on: date
    contract: str | None = None
    certificate: str | None = None


@record
class Clauses:
    """What a contract says besides its parties, plot, term and price: with these the eight items (承包法 Art. 40).

    Attributes
    ----------
    safety, licence
        A lease's duties of safety, and which licence an operator needs.
    """

    use: str | None = None
    rights: str | None = None
    payment: str | None = None
    compensation: str | None = None
    breach: str | None = None
    safety: str | None = None
    licence: str | None = None


@record
class Claim:
    """A household of the village that wants it on equal terms."""

    household: str
    at: datetime
    person: str


@record
class Posting:
    """That members were told, and until when they may claim priority."""

    posted_at: datetime
    until: datetime
    claims: tuple[Claim, ...] = ()


@record
class TownApproval:
    """What the town found of means, project and risk, and when it agreed."""

    on: date
    finding: str
    by: str


@record
class Sublet:
    """That the collective agreed to its tenant letting it on (民法典 Art. 716): to whom, until when, by which paper."""

    subtenant: str
    on: date
    until: date
    paper: str


@record
class Mortgage:
    """That the use of land is mortgaged by the farmer's written consent, and that it is filed (承包法 Art. 47)."""

    mortgagee: str
    on: date
    until: date
    paper: str


@record
class Near:
    """That somebody who acts for the collective is the other party, a near relative of it, or has a stake in it: as somebody told, and when."""

    person: str
    told_by: str
    on: date


@record
class Contract:
    """A contract.

    Attributes
    ----------
    land_class
        Of the land it is of; what it is of, is one asset.
    area
        Of the land, in hundredths of a mu.
    needs_licence
        Whether it is of a machine whose operator needs a licence.
    decision
        The matter of the assembly it rests on.
    tender
        How it was offered on the open market: the number there.
    renews
        Which contract it carries on.
    review
        What the town owes while it is before it: the obligation's id.
    by_county
        What the county found, where the land is so much that the town alone does not agree.
    notice_until
        Of a lease that is held over: the last day of the time its notice gives.
    reminded
        The nearest mark before its end that was told of, in days; None: none yet.
    """

    id: str
    village: str
    kind: ContractKind
    title: str
    asset: str | None
    party: Party
    begins_on: date
    ends_on: date
    clauses: Clauses
    rent: tuple[Instalment, ...]
    status: ContractStatus = ContractStatus.DRAFT
    land_class: LandClass | None = None
    area: int | None = None
    reference_rent_fen: int | None = None
    needs_licence: bool = False
    mandate: Mandate | None = None
    base: Base | None = None
    decision: str | None = None
    tender: str | None = None
    renews: str | None = None
    posting: Posting | None = None
    review: str | None = None
    approval: TownApproval | None = None
    signed_on: date | None = None
    number: str | None = None
    filed_on: date | None = None
    reminded: int | None = None
    barred_warned: bool = False
    calls: tuple[Call, ...] = ()
    sublets: tuple[Sublet, ...] = ()
    mortgages: tuple[Mortgage, ...] = ()
    near: tuple[Near, ...] = ()
    by_county: TownApproval | None = None
    notice_until: date | None = None
    ground: EndingGround | None = None
    ended_on: date | None = None
    version: int = 1

    @property
    def rent_fen(self) -> int:
        """All of its rent."""
        return sum(one.fen for one in self.rent)

    @property
    def open_fen(self) -> int:
        """What of it is not paid."""
        return sum(one.open_fen for one in self.rent)

    @property
    def yearly_rent_fen(self) -> int:
        """Its rent by the year, to be compared with a reference."""
        days = (self.ends_on - self.begins_on).days + 1
        return round(self.rent_fen * 365 / max(days, 365))

    @property
    def has_claims(self) -> bool:
        """Whether members claimed priority."""
        return self.posting is not None and bool(self.posting.claims)


WARNINGS = {
    "not_filed": Text(
        "未向发包方备案（不影响合同效力）", "not filed with the grantor; it stands all the same"
    ),
    "rent_low": Text("租金低于参考价的一定比例", "the rent is far below the reference"),
    "no_tender": Text(
        "标的额较大，未登记公开竞价情况", "of a high value, and no open bidding is on record"
    ),
    "no_decision": Text("未注明决议", "no decision is named"),
    "registrable": Text("流转期限五年以上，可申请登记", "five years or more: it may be registered"),
    "rent_late": Text("有租金逾期", "rent is late"),
    "expiring": Text("合同即将到期", "about to end"),
    "held_over": Text("到期后继续使用，为不定期租赁", "held over, for no fixed term"),
    "mortgaged": Text("土地经营权已抵押", "the use of the land is mortgaged"),
    "barred": Text("诉讼时效已过或将满", "the claim is barred, or about to be"),
}
"""What a contract is looked at for; none of it stands in its way."""
