"""Sites: one of them, those of a place, and how many stand in each village."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from enforcement.outreach.rules.site_states import SiteStatus
from enforcement.outreach.rules.sites import Site, SiteChange, wakes_at
from enforcement.outreach.store import kept
from enforcement.outreach.store.rows import (
    ALL_SITES,
    SITE_CODEC,
    SiteRow,
    VillageCountRow,
    counts_of,
    site_row,
)
from enforcement.store.table import BY_LIST, BY_SUBJECT
from kernel import clock
from kernel.actors import Actor
from kernel.addressees import unit
from kernel.storage.dynamo import Range
from kernel.storage.history import Step
from kernel.storage.lists import Listed, every_row, indexed_page
from kernel.storage.rows import Alter
from kernel.storage.unit_of_work import UnitOfWork
from kernel.waking import WAITING


def find(work: UnitOfWork, site_id: str) -> Site | None:
    """Return a site as it is now, to be decided on."""
    return kept.find(work, SiteRow.key(site_id), SITE_CODEC.take)


def load(site_id: str) -> Site | None:
    """Return a site as it is now, where nothing is decided."""
    return kept.load(SiteRow.key(site_id), SITE_CODEC.take)


def standing(work: UnitOfWork, village: str) -> int:
    """Return how many sites stand in a village."""
    row: VillageCountRow | None = work.find(VillageCountRow.key(village))
    return int(row.standing) if row else 0


def save(work: UnitOfWork, change: SiteChange, actor: Actor, now: datetime) -> None:
    """Keep a site with what happened, count it, and let its keeper hear what is to be renewed."""
    site = change.after
    row, wake = site_row(site), wakes_at(site, now)
    if wake:
        row.clock, row.wake_at = WAITING, clock.iso(wake)
    work.save(row)
    _count(work, change)
    told = (unit(site.keeper),) if change.begins else ()
    step = Step(change.event, actor, change.said, site.village, addressees=told)
    kept.note(work, SiteRow.key(site.id).pk, site.version, step)


def look_again(work: UnitOfWork, site: Site, now: datetime) -> None:
    """Let the clock look at a site later that is as it was: nobody sees another version."""
    wake = wakes_at(site, now)
    assert wake is not None, "what is in use is looked at again"
    work.write(
        Alter(
            SiteRow.key(site.id),
            {},
            {"wake_at": clock.iso(wake)},
            condition=SiteRow.version == site.version,
        )
    )


def _count(work: UnitOfWork, change: SiteChange) -> None:
    before, after = change.before, change.after
    stands = int(after.stands) - int(before is not None and before.stands)
    wrong = int(after.status is SiteStatus.TO_RENEW)
    wrong -= int(before is not None and before.status is SiteStatus.TO_RENEW)
    if not stands and not wrong:
        return
    key = VillageCountRow.key(after.village)
    row: VillageCountRow | None = work.find(key)
    work.save(
        VillageCountRow(
            key.pk,
            key.sk,
            standing=(int(row.standing) if row else 0) + stands,
            to_renew=(int(row.to_renew) if row else 0) + wrong,
            version=work.version(key) + 1,
        )
    )


def that_stand(under: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the sites that stand in a unit, by village."""
    return indexed_page(
        SiteRow,
        ("subject", ALL_SITES),
        SITE_CODEC.take,
        index=BY_SUBJECT,
        limit=limit,
        cursor=cursor,
        within=Range("place", "begins_with", (under,)),
        fits=lambda site: site.stands,
    )


def of_status(status: SiteStatus, under: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the sites of a status in a unit, by village."""
    return indexed_page(
        SiteRow,
        ("list", f"SITES#{status}"),
        SITE_CODEC.take,
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        within=Range("place", "begins_with", (under,)),
        fits=lambda site: site.status is status,
    )


def steps_of(site_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a site's history, oldest first; rows."""
    return kept.steps_of(SiteRow.key(site_id).pk, limit, cursor)


def counts(under: str) -> Iterator[tuple[str, int, int]]:
    """Give village, sites that stand and sites to renew, for every village of a unit that ever had one."""
    within = Range("sk", "begins_with", (f"VILLAGE#{under}",))
    for row in every_row(VillageCountRow, ("pk", counts_of(under)), within=within):
        yield row.sk.removeprefix("VILLAGE#"), int(row.standing), int(row.to_renew)
