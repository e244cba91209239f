"""What clients send about contracts."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from economy.model.fields import HouseholdId, SomeFen
from economy.model.voucher_requests import PersonId
from economy.rules.contract_commands import ContractCommand
from economy.rules.contract_states import ContractAction, EndingGround
from economy.rules.contracts import (
    Base,
    Clauses,
    Contract,
    ContractKind,
    ContractPartyKind,
    Mandate,
    Party,
)
from economy.rules.kin import MOST_NEAR
from economy.rules.rents import Instalment, PaidHow
from economy.rules.terms import amount
from kernel.fields import Day, Model, ShortText, ThingId, VillageCode, Words

Clause = Annotated[Words | None, Field(max_length=2000)]


class PartyBody(Model):
    """The other party."""

    kind: Annotated[
        ContractPartyKind,
        Field(description="Kind of party / 当事人种类"),
    ]
    name: Annotated[ShortText, Field(examples=["演示农业合作社01"])]
    household: HouseholdId | None = None
    code: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$",
            examples=["91140426MA0000001B"],
            description="company: unified social credit code / 统一社会信用代码",
        ),
    ] = None
    near_to: Annotated[
        list[PersonId],
        Field(
            default_factory=list,
            max_length=MOST_NEAR,
            description="Who acts for the collective and is this party, a near relative of it or has a stake in it "
            "/ 与其为同一人、有近亲属或利害关系的集体负责人、村干部，如实申报",
        ),
    ]

    def as_party(self) -> Party:
        """Return it as the rules take it."""
        return Party(self.kind, self.name, self.household, self.code)


class MandateBody(Model):
    """What a farmer asked for in writing."""

    household: HouseholdId
    signed_on: Day
    ends_on: Annotated[Day, Field(description="Its last day / 委托期限届满日")]
    paper: Annotated[ShortText, Field(description="Where it is filed / 委托书档号")]


class BaseBody(Model):
    """What the farmer holds the plot by."""

    contract: Annotated[
        ThingId | None, Field(description="A contract of the register / 承包合同")
    ] = None
    certificate: Annotated[
        ShortText | None, Field(description="A certificate / 承包经营权证号")
    ] = None
    ends_on: Annotated[Day, Field(description="Last day of the contract term / 承包期届满日")]


class ClausesBody(Model):
    """What the contract says besides parties, plot, term and price."""

    use: Clause = None
    rights: Clause = None
    payment: Clause = None
    compensation: Clause = None
    breach: Clause = None
    safety: Clause = None
    licence: Clause = None

    def as_clauses(self) -> Clauses:
        """Return them as the rules take them."""
        return Clauses(**self.model_dump())


class InstalmentBody(Model):
    """A part of the rent or price."""

    due_on: Day
    fen: SomeFen


class DraftContract(Model):
    """A contract of a collective."""

    village: VillageCode
    kind: Annotated[
        ContractKind,
        Field(description="Kind of contract / 合同种类"),
    ]
    title: ShortText
    asset: Annotated[
        ThingId | None, Field(description="What it is of; a sale has none / 标的资产")
    ] = None
    party: PartyBody
    begins_on: Day
    ends_on: Annotated[Day, Field(description="Its last day / 届满日（含当日）")]
    clauses: ClausesBody
    rent: Annotated[
        list[InstalmentBody], Field(default_factory=list, max_length=amount("instalments"))
    ]
    mandate: MandateBody | None = None
    base: BaseBody | None = None
    decision: Annotated[
        ThingId | None, Field(description="The matter that was decided / 决议事项编号")
    ] = None
    tender: Annotated[
        ShortText | None, Field(description="Number on the open market / 公开交易编号")
    ] = None
    renews: Annotated[
        ThingId | None, Field(description="Which contract it carries on / 续签的合同")
    ] = None

    def as_contract(self, contract_id: str) -> Contract:
        """Return it as the rules take it."""
        mandate, base = self.mandate, self.base
        return Contract(
            id=contract_id,
            village=self.village,
            kind=self.kind,
            title=self.title,
            asset=self.asset,
            party=self.party.as_party(),
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            clauses=self.clauses.as_clauses(),
            rent=tuple(
                Instalment(number, one.due_on, one.fen)
                for number, one in enumerate(self.rent, start=1)
            ),
            mandate=Mandate(mandate.household, mandate.signed_on, mandate.ends_on, mandate.paper)
            if mandate
            else None,
            base=Base(base.ends_on, base.contract, base.certificate) if base else None,
            decision=self.decision,
            tender=self.tender,
            renews=self.renews,
        )


class MoveContract(Model):
    """A step of a contract."""

    action: Literal[
        ContractAction.POST,
        ContractAction.CLAIM,
        ContractAction.GIVE,
        ContractAction.SUBMIT,
        ContractAction.APPROVE,
        ContractAction.PASS_ON,
        ContractAction.SEND_BACK,
        ContractAction.SIGN,
        ContractAction.FILE,
        ContractAction.PAY,
        ContractAction.CALL,
        ContractAction.SUBLET,
        ContractAction.MORTGAGE,
        ContractAction.HOLD_OVER,
        ContractAction.CHARGE,
        ContractAction.GIVE_NOTICE,
        ContractAction.TERMINATE,
        ContractAction.WITHDRAW,
        ContractAction.TELL_NEAR,
    ]
    household: Annotated[
        HouseholdId | None, Field(description="give: one that claimed / 主张优先权的农户")
    ] = None
    on: Annotated[
        Day | None,
        Field(description="sign, file, pay, sublet, mortgage, give_notice: on which day / 日期"),
    ] = None
    instalment: Annotated[int | None, Field(ge=1, le=1000, description="pay: which / 期次")] = None
    fen: Annotated[
        int | None,
        Field(ge=1, le=100_000_000_000, description="pay, charge: how much / 金额（分）"),
    ] = None
    how: Annotated[PaidHow | None, Field(description="pay: by what it was paid / 付款方式")] = None
    ground: Annotated[
        EndingGround | None,
        Field(description="terminate: on what ground / 解除原因"),
    ] = None
    reason: Annotated[
        Words | None,
        Field(max_length=1000, description="approve: what was found; others: why / 审查情况或理由"),
    ] = None

    subtenant: Annotated[
        ShortText | None, Field(description="sublet: who it is let on to / 次承租人")
    ] = None
    ends_on: Annotated[Day | None, Field(description="sublet, mortgage: its last day / 届满日")] = (
        None
    )
    paper: Annotated[
        ShortText | None,
        Field(
            description="sublet, mortgage: the written consent; give_notice: the notice / 书面同意或通知文号"
        ),
    ] = None

    voucher: Annotated[
        ThingId | None,
        Field(
            description="pay: the voucher in the books that brings it; not for a farmer's own transfer / 已记账的收款凭证，农户流转可不填"
        ),
    ] = None

    mortgagee: Annotated[ShortText | None, Field(description="mortgage: to whom / 抵押权人")] = None
    due_on: Annotated[Day | None, Field(description="charge: by which day it is due / 付款日")] = (
        None
    )

    person: Annotated[
        PersonId | None,
        Field(
            description="tell_near: who acts for the collective and is near to the other party / 有亲属或利害关系的负责人"
        ),
    ] = None

    def as_command(self) -> ContractCommand:
        """Return it as the rules take it."""
        return ContractCommand(
            self.action,
            self.household,
            self.on,
            self.instalment,
            self.fen,
            self.how,
            self.ground,
            self.reason,
            self.subtenant,
            self.ends_on,
            self.paper,
            self.voucher,
            self.mortgagee,
            self.due_on,
            self.person,
        )
