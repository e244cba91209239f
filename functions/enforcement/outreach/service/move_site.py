"""Check a site, renew what it says, or take it down; and let the clock flag one whose statute has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.outreach.rules import citing, sites
from enforcement.outreach.rules.site_states import MANAGERS
from enforcement.outreach.rules.sites import Site, SiteCommand
from enforcement.outreach.service.owe_renewal import owe_renewal
from enforcement.outreach.service.see_sites import require_known, see
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.store import sites as kept
from kernel import clock
from kernel.access import Caller
from kernel.actors import CLOCK, Actor
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork, carry_out

if TYPE_CHECKING:
    from enforcement.outreach.model.site_requests import MoveSite


def move_site(
    work: UnitOfWork, site_id: str, said: MoveSite, caller: Caller, expected: Versions
) -> SeenInUnits[Site]:
    """Take a step with a site.

    Raises
    ------
    NotFound, StaleVersion
        There is no such site, or another version of it.
    NotInForce
        It is to cite what is not in force today.
    """
    site = require_known(kept.find(work, site_id))
    refuse_stale(expected, site.version)
    today, now = clock.today(), clock.now()
    cites = citing.named(said.laws(), today) if said.cites else None
    command = SiteCommand(said.action, said.sound, said.finding, said.content, cites, said.reason)
    change = sites.move(site, command, caller, today, work.change_id)
    post = caller.post_at(site.keeper, MANAGERS) or caller.post_over(site.village, MANAGERS)
    actor = Actor.of(caller, post)
    kept.save(work, change, actor, now)
    owe_renewal(work, change, actor, now)
    return see(change.after, caller)


def flag_ended(site_id: str) -> None:
    """Flag a site whose statute has ended, as its keeper owes its renewal from now on; or look again later."""
    carry_out(lambda work: _look(work, site_id))


def _look(work: UnitOfWork, site_id: str) -> None:
    site, now = kept.find(work, site_id), clock.now()
    wake = sites.wakes_at(site, now) if site else None
    if site is None or wake is None:
        return
    change = sites.flag(site, clock.today(), work.change_id)
    if change is None:
        kept.look_again(work, site, now)
        return
    kept.save(work, change, CLOCK, now)
    owe_renewal(work, change, CLOCK, now)
