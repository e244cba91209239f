"""Redemptions as they are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from kernel.addressees import household, role
from kernel.storage.dynamo import read
from kernel.storage.lists import Listed, list_page
from kernel.storage.rows import Ensure, Write
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.account import Lot
from points.rules.redemption import Redemption, RedemptionLine
from points.rules.redemption_states import RedemptionStatus
from points.store.documents import from_document, to_document
from points.store.history import note_step, step_row
from points.store.rows import BY_HOUSE, BY_LIST, CLOCK
from points.store.shop_rows import RedemptionRow

_KINDS: dict[str, Any] = {
    "status": RedemptionStatus,
    "lots": lambda told: tuple(map(Lot.told, told)),
    **dict.fromkeys(("hold_until", "created_at", "updated_at", "handed_over_at"), clock.from_iso),
}


def find(work: UnitOfWork, redemption: str) -> Redemption | None:
    """Return a redemption as it is now."""
    row: RedemptionRow | None = work.find(RedemptionRow.key(redemption))
    return from_row(row) if row else None


def read_redemption(redemption: str) -> Redemption | None:
    """Return a redemption as it is now, where nothing is decided."""
    row: RedemptionRow | None = read([RedemptionRow.key(redemption)], consistent=True)[0]
    return from_row(row) if row else None


def add(work: UnitOfWork, one: Redemption, actor: Actor) -> Redemption:
    """Keep a new redemption."""
    saved = replace(one, change_id=work.change_id)
    work.save(_to_row(saved))
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
    work.save(_to_row(saved))
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
        Write(step, Ensure.is_new),
        Write(_to_row(saved), RedemptionRow.version == before.version),
    )


def list_redemptions(
    village: str, status: RedemptionStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a village's redemptions of one status, oldest first."""
    page = list_page(
        RedemptionRow,
        ("list", f"REDEMPTIONS#{village}#{status}"),
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
    )
    return page._replace(rows=[_line_in(row) for row in page.rows])


def _line_in(row: RedemptionRow) -> RedemptionLine:
    return RedemptionLine(
        row.id,
        row.household,
        row.item,
        int(row.points),
        RedemptionStatus(row.status),
        clock.from_iso(row.created_at),
        clock.from_iso(row.updated_at),
    )


def newest_of(household: str, limit: int) -> list[Redemption]:
    """Return the newest redemptions of a household."""
    page = list_page(
        RedemptionRow,
        ("house", f"REDEMPTIONS#{household}"),
        index=BY_HOUSE,
        limit=limit,
        newest_first=True,
    )
    return [from_row(row) for row in page.rows]


def from_row(row: RedemptionRow) -> Redemption:
    """Return the redemption a row keeps."""
    return from_document(Redemption, row.document, _KINDS)


def _to_row(one: Redemption) -> RedemptionRow:
    waits = one.status is RedemptionStatus.HELD
    return RedemptionRow(
        f"REDEEM#{one.id}",
        "REDEEM",
        id=one.id,
        village=one.village,
        household=one.household,
        status=str(one.status),
        item=one.goods_name,
        points=one.points,
        document=to_document(one),
        version=one.version,
        change_id=one.change_id,
        created_at=clock.iso(one.created_at),
        updated_at=clock.iso(one.updated_at),
        list=f"REDEMPTIONS#{one.village}#{one.status}",
        house=f"REDEMPTIONS#{one.household}",
        place=one.id,
        clock=CLOCK if waits else None,
        wake_at=clock.iso(one.hold_until) if waits else None,
    )
