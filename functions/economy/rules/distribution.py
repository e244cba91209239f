"""Distributing a collective's income: losses and the reserve first, the rest by shares (集体法 Art. 42; DOMAIN 16.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from economy.rules.carried import Act
from economy.rules.chart import AccountUse, Chart
from economy.rules.deciding import (
    Carried,
    Decided,
    DecidedByWrongBody,
    deciders_of,
    require_decision,
)
from economy.rules.gates import EconomyGateShut
from economy.rules.money_terms import money_amount, money_law
from kernel.ledger.postings import Posting
from kernel.record import record
from kernel.texts import Named, Text

DISTRIBUTION, BUDGET, CHARTER = "distribution", "budget", "charter"
_REPRESENTATIVES = "collective_representatives_meeting"


class NothingToShare(EconomyGateShut):
    """After losses and the reserve nothing is left, or nobody holds a share."""

    slug = "nothing-to-share"
    title = Text("无可分配收益", "Nothing to share")


class NotOpenedInTime(EconomyGateShut):
    """Members could not read the plan for ten days before it was decided."""

    slug = "not-opened-in-time"
    title = Text("方案公开不足十日", "Not open to members in time")


class DecidedBeforeYearOver(EconomyGateShut):
    """A year's income is decided on when it is known: a decision of an earlier year distributes no later one."""

    slug = "decided-before-year-over"
    title = Text("决议早于年度结束", "Decided before the year was over")
    said = Text(
        "年度结束后作出的决议方可据以分配该年度收益。",
        "A year's income is distributed by a decision that was taken when the year was over.",
    )


class NoCharter(EconomyGateShut):
    """What the charter says of reserves is not on record."""

    slug = "no-charter"
    title = Text("缺少章程规定", "No charter on record")
    said = Text(
        "须先登记经成员大会通过的章程规定。",
        "Enter first what the charter says, as the members' assembly passed it.",
    )


class Delegated(Named):
    """What a charter may leave to the representatives (Art. 28)."""

    DISTRIBUTION = "distribution", "收益分配", "distribution of income"
    BUDGET = "budget", "预算、决算", "budget and accounts"


@record
class Charter:
    """What a collective's charter says of its money.

    Attributes
    ----------
    reserve_percent
        How much of a year's income, after losses, goes to the reserve and welfare fund.
    delegated
        What the representatives may decide.
    cash_limit_fen
        How much may lie in cash; None: what stands until a charter says it.
    """

    id: str
    reserve_percent: int
    decision: str
    delegated: tuple[Delegated, ...] = ()
    cash_limit_fen: int | None = None
    version: int = 1

    @property
    def cash_limit(self) -> int:
        """How much may lie in cash, in fen."""
        return (
            money_amount("cash_limit_fen") if self.cash_limit_fen is None else self.cash_limit_fen
        )


def items_of_charter(charter: Charter) -> list[Carried]:
    """Return what a decision has to carry that a charter is entered by."""
    act = str(Act.CHARTER)
    found = [Carried(act, "reserve_percent", charter.reserve_percent)]
    found += [Carried(act, f"delegated.{one}") for one in charter.delegated]
    if charter.cash_limit_fen is not None:
        found.append(Carried(act, "cash_limit_fen", charter.cash_limit_fen))
    return found


@record
class Plan:
    """How a year's income is distributed, in fen: to cover losses, to the reserve, the rest by shares."""

    income_fen: int
    losses_fen: int
    reserve_fen: int
    parts: Mapping[str, int]

    @property
    def shared_fen(self) -> int:
        """What goes to holders of shares."""
        return sum(self.parts.values())


def items_of_plan(year: int, made: Plan) -> list[Carried]:
    """Return what a decision has to carry that a year's income is distributed by: every amount the books give."""
    amounts = {"losses": made.losses_fen, "reserve": made.reserve_fen, "shared": made.shared_fen}
    act = str(Act.DISTRIBUTION)
    return [Carried(act, f"{year}~{name}", fen) for name, fen in amounts.items() if fen]


def divide(fen: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Divide an amount by weights exactly: by whole fen, what is left to the largest remainders, the first by id of equal ones.

    Parameters
    ----------
    fen
        Not negative.
    weights
        By who gets it: not negative, one at least positive.
    """
    whole = sum(weights.values())
    if fen < 0 or whole <= 0 or min(weights.values()) < 0:
        raise ValueError("divides what is there among those who have a weight")
    parts = {who: fen * weight // whole for who, weight in weights.items()}
    left = fen - sum(parts.values())
    by_remainder = sorted(weights, key=lambda who: (-(fen * weights[who] % whole), who))
    for who in by_remainder[:left]:
        parts[who] += 1
    return parts


def plan(
    income_fen: int, losses_fen: int, reserve_percent: int, weights: Mapping[str, int]
) -> Plan:
    """Plan a distribution in the order of the law: earlier losses, the reserve by the charter, then shares.

    Parameters
    ----------
    income_fen
        The net income of the year; economic value that projects produced is no part of it (DOMAIN 16.4).
    losses_fen
        Losses of earlier years that are not made up for, as a positive amount.

    Raises
    ------
    NothingToShare
        Nothing is left, or nobody holds a share.
    """
    after_losses = income_fen - losses_fen
    # Rounded up: the charter's share is the least.
    reserve = -(-after_losses * reserve_percent // 100)
    rest = after_losses - reserve
    if rest <= 0 or sum(weights.values()) <= 0:
        law = money_law("order")
        raise NothingToShare(
            Text(
                f"弥补亏损、提取公积公益金后无可分配收益，或无人持有份额（{law.named.zh}）。",
                f"After losses and the reserve nothing is left, or nobody holds a share ({law.named.en}).",
            ),
            citation=law,
        )
    return Plan(income_fen, losses_fen, reserve, divide(rest, weights))


def postings_of(made: Plan, chart: Chart) -> tuple[Posting, ...]:
    """Return what a distribution moves in the books: out of what is retained, to the reserve and to what members are owed."""
    retained, reserve, payable = (
        chart.used_for(use) for use in (AccountUse.RETAINED, AccountUse.RESERVE, AccountUse.PAYABLE)
    )
    moved = (
        Posting(retained, made.reserve_fen + made.shared_fen),
        Posting(reserve, -made.reserve_fen),
        Posting(payable, -made.shared_fen),
    )
    return tuple(each for each in moved if each.amount)


def require_body(
    what: Delegated, decided: Decided | None, village: str, charter: Charter | None
) -> Decided:
    """Return the decision on a budget or a distribution: of the members, or of representatives whom the charter lets (Arts. 26, 28).

    Raises
    ------
    NotDecided, DecidedByWrongBody, MajorityMissed
        It is not decided, by another body, or by too few of all.
    """
    found = require_decision(str(what), decided, village)
    if found.body == _REPRESENTATIVES and (charter is None or what not in charter.delegated):
        law = money_law("delegated")
        raise DecidedByWrongBody(
            Text(
                f"章程未规定成员代表大会可以决定该事项（{law.named.zh}）。",
                f"The charter does not let the representatives decide it ({law.named.en}).",
            ),
            citation=law,
            bodies=[one for one in deciders_of(str(what)).shares if one != _REPRESENTATIVES],
        )
    return found


def require_opened(opened_on: date | None, decided_on: date | None) -> None:
    """Let a decision pass whose plan members could read before it (Arts. 26, 46): the day it was opened is not counted.

    Raises
    ------
    NotOpenedInTime
        They could not, for long enough.
    """
    least = timedelta(days=money_amount("opened_days"))
    if opened_on is None or decided_on is None or decided_on - opened_on < least:
        law = money_law("opened")
        raise NotOpenedInTime(
            Text(
                f"方案须在会议十日前向成员公开（{law.named.zh}）。",
                f"The plan is open to members for ten days before the meeting ({law.named.en}).",
            ),
            citation=law,
        )


def require_after_year(year: int, decided_on: date | None) -> None:
    """Let a decision pass that was taken when the year whose income it distributes was over.

    Raises
    ------
    DecidedBeforeYearOver
        It was taken before.
    """
    if decided_on is None or decided_on.year <= year:
        raise DecidedBeforeYearOver(citation=money_law("order"))
