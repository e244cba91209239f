"""What clients send about hires."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from economy.model.fields import Hundredths
from economy.rules.hires import Hire, HireAction, HireCommand
from economy.rules.machines import HireUnit
from economy.rules.rents import PaidHow
from kernel.fields import Instant, Model, ShortText, ThingId, Words


class BookMachine(Model):
    """Hours for which somebody wants a machine."""

    begins_at: Instant
    ends_at: Instant
    unit: Annotated[HireUnit, Field(description="By what it is counted / 计价单位")]
    for_whom: Annotated[
        ShortText,
        Field(description="For which plot or whose / 作业地块或用户", examples=["村东三亩地"]),
    ]
    licence: Annotated[
        ShortText | None,
        Field(description="The operator's licence, where one is needed / 操作证号"),
    ] = None

    def as_hire(self, hire_id: str, village: str, machine: str, hirer: str) -> Hire:
        """Return it as the rules take it; its price is the posted one."""
        return Hire(
            id=hire_id,
            machine=machine,
            village=village,
            hirer=hirer,
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            unit=self.unit,
            price_fen=0,
            for_whom=self.for_whom,
            licence=self.licence,
        )


class MoveHire(Model):
    """A step of a hire."""

    action: Literal[HireAction.FINISH, HireAction.PAY, HireAction.CANCEL]
    hundredths: Annotated[
        Hundredths | None,
        Field(
            description="finish: how much was done, in hundredths of a unit / 作业量（百分之一）"
        ),
    ] = None
    how: Annotated[PaidHow | None, Field(description="pay: by what it was paid / 付款方式")] = None
    voucher: Annotated[
        ThingId | None,
        Field(description="pay: the voucher in the books that brings it / 已记账的收款凭证"),
    ] = None
    reason: Annotated[Words | None, Field(max_length=500, description="cancel: why / 理由")] = None

    def as_command(self) -> HireCommand:
        """Return it as the rules take it."""
        return HireCommand(self.action, self.hundredths, self.how, self.voucher, self.reason)
