"""Take a household's points along to another village: pending claims, what was set aside, and everything its accounts hold.

Each step is a transaction of its own, because a household may have more pending than one holds. Run again, it takes along what is left.
"""

from __future__ import annotations

from dataclasses import replace

from kernel import clock
from kernel.actors import Actor
from kernel.problems import TryAgain
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Level, ancestor
from points.rules import transfers
from points.rules.account import balances
from points.rules.board import Removal
from points.rules.claim_moves import Step
from points.rules.claim_states import Event
from points.rules.redemption_states import RedemptionStatus
from points.service import move_redemption
from points.service.follow_claim import move_along
from points.service.leave_boards import leave_boards
from points.store import accounts, books, claims, redemptions
from points.store.accounts import Occasion, Reason


def move_household(household: str, from_village: str, to_unit: str, by: Actor) -> None:
    """Take a household's points along from a village to a grid (or village) of another.

    Raises
    ------
    TryAgain
        Something was set aside in this very moment.
    """
    for claim in claims.open_of(household, from_village):
        carry_out(lambda work, claim=claim: _move_claim(work, claim, from_village, to_unit, by))
    for redemption in redemptions.held_of(household, from_village):
        carry_out(lambda work, redemption=redemption: _void(work, redemption, by))
    carry_out(lambda work: _take_along(work, household, from_village, to_unit, by))


def _move_claim(
    work: UnitOfWork, claim_id: str, from_village: str, to_unit: str, by: Actor
) -> None:
    claim = claims.find(work, claim_id)
    if claim is None or claim.village != from_village or not claim.status.is_open:
        return
    after = replace(
        claim,
        village=_village(to_unit),
        unit=to_unit,
        ruled_by=claim.book_village,
        updated_at=clock.now(),
    )
    after = move_along(work, claim, after, by)
    claims.save(work, claim, after, [Step(Event.MOVED, by, None, {"from": from_village})])


def _void(work: UnitOfWork, redemption: str, by: Actor) -> None:
    """Void what waits in the shop of the village that is left: the goods stay there, the points go along."""
    one = redemptions.find(work, redemption)
    if one is None or one.status is not RedemptionStatus.HELD:
        return
    parameters = books.book_on(one.village, clock.today()).parameters
    after = replace(
        one,
        status=RedemptionStatus.VOIDED,
        ended_by=by.person_id,
        reason="户迁往他村，积分随迁",
        updated_at=clock.now(),
    )
    move_redemption.carry(work, one, after, by, parameters)


def _take_along(
    work: UnitOfWork, household: str, from_village: str, to_unit: str, by: Actor
) -> None:
    now, to_village = clock.now(), _village(to_unit)
    work.load([accounts.key_of(village, household) for village in (from_village, to_village)])
    before = accounts.see(work, from_village, household)
    if before.held:
        raise TryAgain
    leave_boards(work, from_village, household, Removal.MOVED_AWAY, by, now)
    if not any(balances(before).values()):
        return
    books.has_ledger(work, to_village)
    out, into = transfers.move(before, accounts.see(work, to_village, household))
    occasion = Occasion(by, now, books.parameters_on(to_village, clock.today()))
    left = accounts.carry(work, out, Reason(f"户迁往 {to_village}", ref=to_village), occasion)
    accounts.carry(work, into, Reason(f"户自 {from_village} 迁入", ref=left), occasion)


def _village(unit: str) -> str:
    village = ancestor(unit, Level.VILLAGE)
    assert village is not None, "a household lives in a village"
    return village
