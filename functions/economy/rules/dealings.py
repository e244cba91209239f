"""What is lent, guaranteed or paid as a commission: to whom it goes, and never to those who run the collective (集体法 Arts. 35, 44)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from economy.rules.chart import AccountKind, AccountUse, Chart
from economy.rules.contracts import Near
from economy.rules.gates import EconomyGateShut
from economy.rules.voucher_states import VoucherAction, VoucherStatus
from kernel.ledger.postings import Posting
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


class DealingKind(Named):
    """What a voucher does for the other party beside buying or selling."""

    LOAN = "loan", "出借资金", "a loan"
    GUARANTEE = "guarantee", "提供担保或代为清偿", "a guarantee, or what was paid for one"
    COMMISSION = "commission", "佣金、好处费", "a commission"
    OTHER = "other", "预付、押金、备用金等", "an advance, deposit or the like"

    @property
    def is_barred(self) -> bool:
        """Whether it is never for those who run the collective; the rest is looked at."""
        return self is not DealingKind.OTHER


@record
class Dealing:
    """To whom a voucher lends, for whom it stands good, or whose deal it rewards.

    Attributes
    ----------
    household
        Which household of the village, where it is one.
    near
        Who runs the collective and is this party, a relative of it or has a stake in it: as somebody told.
    """

    kind: DealingKind
    to: str
    household: str | None = None
    near: tuple[Near, ...] = ()


class Officers(NamedTuple):
    """Who runs a collective, keeps or watches it, as the registry knows them today.

    Attributes
    ----------
    names
        What they are called.
    homes
        Their households, and those near to them.
    """

    people: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()


NOBODY = Officers()
MOST_NEAR = 10


class DealsWithOwn(EconomyGateShut):
    """The collective lends nothing to those who run it or are near to them, stands good for none of them, and pays them no commission."""

    slug = "deals-with-own"
    title = Text("不得向负责人、管理人员及其近亲属出借、担保、支付佣金", "Deals with its own")
    said = Text(
        "集体资金不得出借给负责人、管理人员及其近亲属，不得为其担保，不得向其支付佣金。",
        "Nothing is lent to those who run the collective or are near to them, nobody stands good for them, and no commission is theirs.",
    )
    rests_on = "no_dealing"


def is_owed_back(postings: Sequence[Posting], chart: Chart) -> bool:
    """Tell whether by some lines more is owed to the collective than it earned by them: by money, or over an account between."""
    owed = chart.all_used_for(AccountUse.RECEIVABLE)
    earning = {one.code for one in chart.of_kind(AccountKind.INCOME)}
    more = sum(each.amount for each in postings if each.account in owed)
    earned = -sum(each.amount for each in postings if each.account in earning)
    return more > max(earned, 0)


def require_said(postings: Sequence[Posting], dealing: Dealing | None, chart: Chart) -> None:
    """Let somebody owe the collective what it did not earn only where it is said what that is, and whose.

    Raises
    ------
    InvalidFields
        It is not.
    """
    if dealing is None and is_owed_back(postings, chart):
        raise InvalidFields.one(
            "dealing",
            Text(
                "应收款项增加而非应收收入的，须注明往来种类和对方。",
                "Somebody owes from now on what was not earned: say what it is, and who.",
            ),
        )


def is_near(dealing: Dealing, officers: Officers) -> bool:
    """Tell whether the other party runs the collective, or is near to somebody who does: as told, by household, or by its name."""
    return (
        bool(dealing.near)
        or dealing.household in officers.homes
        or dealing.to.strip() in officers.names
    )


def is_with_own(dealing: Dealing | None, officers: Officers) -> bool:
    """Tell whether something is lent, guaranteed or paid as commission to the collective's own."""
    return dealing is not None and dealing.kind.is_barred and is_near(dealing, officers)


def refuse_own(dealing: Dealing | None, officers: Officers) -> None:
    """Let something be lent, guaranteed or paid as commission to nobody who runs the collective, or is near.

    Raises
    ------
    DealsWithOwn
        It would be.
    """
    if is_with_own(dealing, officers):
        raise DealsWithOwn


def shut(
    dealing: Dealing | None, status: VoucherStatus, officers: Officers
) -> frozenset[VoucherAction]:
    """Return the steps with a voucher that are shut by what it does for whom."""
    found = set(shut_to_all(dealing))
    if status is not VoucherStatus.POSTED and is_with_own(dealing, officers):
        found |= {VoucherAction.APPROVE, VoucherAction.SETTLE}
    return frozenset(found)


def shut_to_all(dealing: Dealing | None) -> frozenset[VoucherAction]:
    """Return the step that is none where a voucher does nothing for anybody, or as many are told to be near as may be."""
    tells = dealing is not None and len(dealing.near) < MOST_NEAR
    return frozenset() if tells else frozenset({VoucherAction.TELL_NEAR})


def told(dealing: Dealing, near: Near | None) -> Dealing:
    """Return a dealing of which it is told who is near; each stands as it was told first."""
    known = {one.person for one in dealing.near}
    if near is None or near.person in known:
        return dealing
    return replace(dealing, near=(*dealing.near, near))
