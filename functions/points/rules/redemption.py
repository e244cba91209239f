"""Redemptions: goods against points, handed over for a one-time code."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.problems import NotAllowed
from kernel.record import record
from kernel.texts import Text
from points.rules.account import Lot
from points.rules.redemption_states import HOLDER_ROLES, TABLE, Action, Holder, RedemptionStatus
from points.rules.shop import Opening, refuse_closed

if TYPE_CHECKING:
    from points.model.shop_requests import MoveRedemption

# Without I, L, O and U: nobody mistakes a letter for a digit when a code is read out (Crockford base 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
MOST_WRONG_CODES = 5
"""Forty bits and five tries: nobody guesses a code."""


class WrongCode(NotAllowed):
    """The code is not the one of this redemption; after a few tries it is locked until it is voided."""

    slug = "wrong-code"
    said = Text("兑换码不符。", "This is not the code of this redemption.")


@record
class Redemption:
    """Goods a household has asked for.

    Attributes
    ----------
    lots
        The lots the points were taken from.
    code
        What is shown to have the goods handed over; of use once.
    hold_entry, hand_over_entry
        The ledger entries that set the points aside and gave them to the shop.
    """

    id: str
    village: str
    household: str
    unit: str
    goods: str
    goods_name: str
    merchant: str
    quantity: int
    points: int
    lots: tuple[Lot, ...]
    code: str
    hold_until: datetime
    requested_by: str
    hold_entry: str
    created_at: datetime
    updated_at: datetime
    status: RedemptionStatus = RedemptionStatus.HELD
    wrong_codes: int = 0
    hand_over_entry: str | None = None
    handed_over_at: datetime | None = None
    ended_by: str | None = None
    reason: str | None = None
    version: int = 1
    steps: int = 1
    change_id: str = ""


class RedemptionLine(NamedTuple):
    """A redemption in a list."""

    id: str
    household: str
    item: str
    points: int
    status: RedemptionStatus
    created_at: datetime
    updated_at: datetime


@record
class Facts:
    """What a step is decided on: how the caller stands to the redemption, when the shop is open, who keeps the goods (empty: any keeper)."""

    caller: Caller
    standing: Mapping[Holder, Post | None]
    opening: Opening
    keepers: frozenset[str]
    now: datetime


def move(one: Redemption, command: MoveRedemption, facts: Facts) -> tuple[Redemption, Actor]:
    """Take a redemption one step further; return it and who acts.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        It is over, the person may not, or something was left unsaid.
    ShopClosed, WrongCode
        Goods are handed over on opening days, against the code.
    """
    row = TABLE.move(one.status, command.action, _shut(one, facts.now), open_actions(one, facts))
    holder = TABLE.allow(row, facts.standing.__contains__, lambda one: HOLDER_ROLES[one])
    TABLE.require_words(row, command)
    if command.action is Action.HAND_OVER:
        refuse_closed(facts.opening, facts.now)
        _refuse_hands(one, facts)
        _refuse_wrong_code(one, command.code or "")
    ended = replace(
        one,
        status=row.target,
        ended_by=facts.caller.person_id,
        reason=command.reason,
        updated_at=facts.now,
    )
    if command.action is Action.HAND_OVER:
        ended = replace(ended, handed_over_at=facts.now, reason=one.reason)
    return ended, Actor.of(facts.caller, facts.standing[holder])


def open_actions(one: Redemption, facts: Facts) -> list[Action]:
    """Return what a person can do with a redemption now."""
    shut = {*_shut(one, facts.now)}
    if not (facts.opening.is_open(facts.now) and _may_hand_over(one, facts)):
        shut.add(Action.HAND_OVER)
    return TABLE.open_to(one.status, facts.standing.__contains__, shut)


def expired(one: Redemption, now: datetime, by: str) -> Redemption:
    """End a redemption that was not collected in time."""
    return replace(one, status=RedemptionStatus.EXPIRED, ended_by=by, updated_at=now)


def is_forgotten(one: Redemption, now: datetime) -> bool:
    """Tell whether goods wait that nobody collected in time."""
    return one.status is RedemptionStatus.HELD and now >= one.hold_until


def reversed_over(one: Redemption, now: datetime) -> Redemption:
    """Mark a redemption whose hand-over is reversed."""
    row = TABLE.move(one.status, Action.REVERSE)
    return replace(one, status=row.target, updated_at=now)


def with_wrong_code(one: Redemption, now: datetime) -> Redemption:
    """Count a wrong code."""
    return replace(one, wrong_codes=one.wrong_codes + 1, updated_at=now)


def _shut(one: Redemption, now: datetime) -> tuple[Action, ...]:
    return (Action.HAND_OVER,) if is_forgotten(one, now) else ()


def _may_hand_over(one: Redemption, facts: Facts) -> bool:
    person = facts.caller.person_id
    keeps = not facts.keepers or person in facts.keepers
    return keeps and one.requested_by != person and one.wrong_codes < MOST_WRONG_CODES


def _refuse_hands(one: Redemption, facts: Facts) -> None:
    """Let goods be handed over by a keeper of their merchant, where the shop names keepers, and never to oneself."""
    person = facts.caller.person_id
    if facts.keepers and person not in facts.keepers:
        raise NotAllowed(
            Text("须由该商户的管理员核销。", "A keeper of the goods' merchant hands them over.")
        )
    if one.requested_by == person:
        raise NotAllowed(
            Text("本人申请的兑换须由他人核销。", "Nobody hands over what he asked for himself.")
        )


def _refuse_wrong_code(one: Redemption, code: str) -> None:
    if one.wrong_codes >= MOST_WRONG_CODES:
        raise WrongCode(
            Text(
                "兑换码错误次数过多，已锁定，请撤销后重新兑换。",
                "Too many wrong codes: void this redemption and redeem again.",
            ),
            tries_left=0,
        )
    # The last part of the page's address; slips of an earlier release say it after a colon.
    if not same_code(code.rpartition("/")[2].rpartition(":")[2], one.code):
        raise WrongCode(tries_left=MOST_WRONG_CODES - one.wrong_codes - 1)


def new_code() -> str:
    """Return a new one-time code."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def same_code(given: str, code: str) -> bool:
    """Tell whether a code typed by hand is the one; case, blanks and confused letters are forgiven."""
    tidy = "".join(given.split()).upper().translate(str.maketrans("OIL", "011"))
    return hmac.compare_digest(tidy.encode(), code.encode())
