"""What clients send about charters, budgets, distributions, publications and the chart of accounts."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from economy.model.fields import Fen
from economy.model.voucher_requests import AccountCode, PersonId
from economy.rules.chart import AccountKind, AccountUse
from economy.rules.distribution import Charter, Delegated
from kernel.fields import Model, ShortText, ThingId, VillageCode, once_each
from kernel.ledger.postings import Posting

Year = Annotated[int, Field(ge=2000, le=2099, examples=[2026])]
Decision = Annotated[ThingId, Field(description="The matter that was decided / 决议事项编号")]

OpenedPlan = Annotated[
    ThingId,
    Field(
        description="The publication by which members could read the plan / 向成员公开方案的公示编号"
    ),
]


class EnterCharter(Model):
    """What the charter says of money, as the members' assembly passed it."""

    village: VillageCode
    reserve_percent: Annotated[
        int, Field(ge=1, le=100, examples=[30], description="公积公益金提取比例（%）")
    ]
    delegated: Annotated[
        list[Delegated],
        AfterValidator(once_each),
        Field(
            default_factory=list,
            max_length=2,
            description="What representatives may decide / 成员代表大会可决定",
        ),
    ]
    cash_limit_fen: Fen | None = None
    decision: Decision

    def as_charter(self) -> Charter:
        """Return it as the rules take it."""
        return Charter(
            self.village,
            self.reserve_percent,
            self.decision,
            tuple(self.delegated),
            self.cash_limit_fen,
        )


class BudgetLineBody(Model):
    """What an account is to bring in, or may cost."""

    account: AccountCode
    fen: Fen


class SetBudget(Model):
    """The budget of a year."""

    village: VillageCode
    year: Year
    lines: Annotated[list[BudgetLineBody], Field(min_length=1, max_length=40)]
    decision: Decision
    plan: OpenedPlan

    def amounts(self) -> list[Posting]:
        """Return its lines."""
        return [Posting(each.account, each.fen) for each in self.lines]


class DistributeIncome(Model):
    """That a year's income is distributed; every amount comes from the books and the shares."""

    village: VillageCode
    year: Year
    decision: Decision
    plan: OpenedPlan
    handler: Annotated[PersonId, Field(description="经办人")]


class PayShares(Model):
    """Members who are paid their whole share of a year's distribution."""

    members: Annotated[
        list[ThingId],
        Field(
            min_length=1,
            max_length=200,
            description="By their ids on the list / 成员名册编号",
        ),
    ]
    voucher: Annotated[
        ThingId, Field(description="The voucher in the books that pays them / 已记账的发放凭证")
    ]


class PublishBooks(Model):
    """That the accounts of a period are published."""

    village: VillageCode
    period: Annotated[str, Field(pattern=r"^\d{4}-(Q[1-4]|0[1-9]|1[0-2])$", examples=["2026-Q3"])]
    publication: ThingId


class AccountBody(Model):
    """An account."""

    code: AccountCode
    zh: Annotated[ShortText, Field(examples=["库存现金"])]
    en: Annotated[ShortText, Field(examples=["cash in hand"])]
    kind: AccountKind
    use: Annotated[
        AccountUse | None, Field(description="What the rules know it for / 系统用途")
    ] = None


class ReplaceAccounts(Model):
    """The chart of accounts of the county, whole."""

    accounts: Annotated[list[AccountBody], Field(min_length=7, max_length=200)]

    def document(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "accounts": [
                {
                    "code": one.code,
                    "name": {"zh": one.zh, "en": one.en},
                    "kind": str(one.kind),
                    "use": str(one.use) if one.use else None,
                }
                for one in self.accounts
            ]
        }
