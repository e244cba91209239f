"""Redemptions as they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from kernel.addressees import household, role
from kernel.storage.dynamo import Filter
from kernel.storage.lists import Listed, every_row
from kernel.storage.rows import Ensure, Write
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.redemption import Redemption, RedemptionLine
from points.rules.redemption_states import RedemptionStatus
from points.store.documents import Kept, by_status, listed
from points.store.history import note_step, step_row
from points.store.rows import BY_HOUSE
from points.store.shop_rows import RedemptionRow

_KEPT = Kept(Redemption, RedemptionRow)
find, read_redemption = _KEPT.find, _KEPT.read


def add(work: UnitOfWork, one: Redemption, actor: Actor) -> Redemption:
    """Keep a new redemption."""
    saved = replace(one, change_id=work.change_id)
    work.save(_row_of(saved))
    note_step(
        work,
        f"REDEEM#{one.id}",
        1,
        "held",
        actor,
        one.created_at,
        details={"until": clock.iso(one.hold_until)},
        addressees=[household(one.household), role(Role.SHOP_KEEPER, one.village)],
    )
    return saved


def changed(
    work: UnitOfWork,
    before: Redemption,
    after: Redemption,
    event: str,
    actor: Actor,
    reason: str | None = None,
) -> Redemption:
    """Keep a redemption after a step."""
    saved = replace(
        after, version=before.version + 1, steps=before.steps + 1, change_id=work.change_id
    )
    work.save(_row_of(saved))
    note_step(
        work,
        f"REDEEM#{saved.id}",
        saved.steps,
        event,
        actor,
        saved.updated_at,
        reason=reason,
        addressees=[household(saved.household)],
    )
    return saved


def keep_wrong_code(work: UnitOfWork, before: Redemption, after: Redemption, actor: Actor) -> None:
    """Keep that a wrong code was given, though goods are refused for it."""
    saved = replace(
        after, version=before.version + 1, steps=before.steps + 1, change_id=work.change_id
    )
    step = step_row(
        f"REDEEM#{saved.id}", saved.steps, "wrong_code", actor, saved.updated_at, work.change_id
    )
    work.keep_if_refused(
        Write(step, Ensure.is_new), Write(_row_of(saved), RedemptionRow.version == before.version)
    )


def list_redemptions(
    village: str, status: RedemptionStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a village's redemptions of one status, oldest first."""
    partition = f"REDEMPTIONS#{village}#{status}"
    return by_status(RedemptionRow, RedemptionLine, partition, limit, cursor)


def newest_of(household: str, limit: int) -> list[Redemption]:
    """Return the newest redemptions of a household."""
    return _KEPT.page(("house", f"REDEMPTIONS#{household}"), limit, index=BY_HOUSE).rows


def held_of(household: str, village: str) -> Iterator[str]:
    """Give the redemptions of a household that wait in a village's shop, as the index has them."""
    only: dict[str, Filter] = {"status": str(RedemptionStatus.HELD), "village": village}
    partition = ("house", f"REDEMPTIONS#{household}")
    rows = every_row(RedemptionRow, partition, index=BY_HOUSE, only=only)
    return (row.id for row in rows)


def _row_of(one: Redemption) -> RedemptionRow:
    wake = one.hold_until if one.status is RedemptionStatus.HELD else None
    return listed(RedemptionRow, one, "REDEMPTIONS", item=one.goods_name, wake=wake)
