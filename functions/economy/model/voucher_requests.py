"""What clients send about vouchers."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field

from economy.model.fields import HouseholdId, SomeFen
from economy.rules.dealings import MOST_NEAR, DealingKind
from economy.rules.voucher_states import VoucherAction
from economy.rules.vouchers import MOST_LINES
from kernel.fields import Day, Model, ShortText, ThingId, VillageCode
from kernel.ledger.postings import Posting

AccountCode = Annotated[
    str, Field(pattern=r"^\d{3,8}$", examples=["102"], description="Account / 科目编号")
]
PersonId = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", examples=["p-vo-01"]),
]


class VoucherLineBody(Model):
    """A line of a voucher, on one side."""

    account: AccountCode
    side: Annotated[str, Field(pattern="^(debit|credit)$", description="debit 借, credit 贷")]
    fen: SomeFen


class DealingBody(Model):
    """To whom a voucher lends, for whom it stands good, or whose deal it rewards."""

    kind: Annotated[DealingKind, Field(description="What it is / 往来种类")]
    to: Annotated[ShortText, Field(description="The other party / 对方", examples=["演示农资店01"])]
    household: HouseholdId | None = None
    near_to: Annotated[
        list[PersonId],
        Field(
            default_factory=list,
            max_length=MOST_NEAR,
            description="Who runs, keeps or watches the collective and is this party, a near relative of it or has a stake in it "
            "/ 与其为同一人、有近亲属或利害关系的负责人、管理人员，如实申报",
        ),
    ]


class RecordVoucher(Model):
    """A voucher: what happened, on which accounts, by what proof."""

    village: VillageCode
    on: Day
    said: Annotated[ShortText, Field(description="What it is / 摘要")]
    lines: Annotated[
        list[VoucherLineBody],
        Field(
            default_factory=list,
            max_length=MOST_LINES,
            description="Debits equal credits; none where it takes another back / 借贷相等；冲销时不填",
        ),
    ]
    paper: Annotated[
        ShortText,
        Field(
            description="Invoice, receipt, contract or list, with its number / 原始凭证及编号，不得白条",
            examples=["收据0001"],
        ),
    ]
    handler: Annotated[PersonId, Field(description="Who did the business / 经办人")]
    reverses: Annotated[
        ThingId | None, Field(description="Takes back a voucher in the books / 冲销的凭证")
    ] = None
    dealing: Annotated[
        DealingBody | None,
        Field(
            description="Asked for where more is owed to the collective than it earned; a guarantee or commission is said as well "
            "/ 应收款项增加而非应收收入的必填；担保、佣金一并注明"
        ),
    ] = None
    paper_again: Annotated[
        ShortText | None,
        Field(
            description="Why its proof stands in another voucher as well / 原始凭证分次使用的原因"
        ),
    ] = None

    def postings(self) -> tuple[Posting, ...]:
        """Return its lines as the rules take them."""
        return tuple(
            Posting(each.account, each.fen if each.side == "debit" else -each.fen)
            for each in self.lines
        )


class MoveVoucher(Model):
    """A step with a voucher."""

    action: VoucherAction
    reason: Annotated[
        ShortText | None,
        Field(description="void, tell_near: why, or what is known / 理由或情况"),
    ] = None
    person: Annotated[
        PersonId | None,
        Field(description="tell_near: who is near to the other party / 相关负责人、管理人员"),
    ] = None
