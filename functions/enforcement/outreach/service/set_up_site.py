"""Put a new site on the register."""

from __future__ import annotations

from enforcement.outreach.model.site_requests import SetUpSite
from enforcement.outreach.rules import citing, sites
from enforcement.outreach.rules.sites import Site
from enforcement.outreach.service.see_sites import see
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.store import law_days
from enforcement.outreach.store import sites as kept
from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.storage.unit_of_work import UnitOfWork


def set_up_site(work: UnitOfWork, said: SetUpSite, caller: Caller, post: Post) -> SeenInUnits[Site]:
    """Put a site on the register of its village.

    Raises
    ------
    InvalidFields
        The village or the keeper is unknown, or a statute.
    NotInForce
        It cites what is not in force today.
    """
    now = clock.now()
    refuse_unknown_unit(said.village, "village")
    refuse_unknown_unit(said.keeper, "keeper")
    site = Site(
        id=work.change_id,
        village=said.village,
        kind=said.kind,
        name=said.name,
        place=said.place,
        keeper=said.keeper,
        content=said.content,
        cites=citing.named(said.laws(), clock.today()),
        formats=tuple(said.formats),
        entered_at=now,
    )
    change = sites.set_up(site, standing=kept.standing(work, said.village))
    kept.save(work, change, Actor.of(caller, post), now)
    law_days.begin(work, said.village, now)
    return see(site, caller)
