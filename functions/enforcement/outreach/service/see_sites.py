"""See a site, and those of a place."""

from __future__ import annotations

from enforcement.outreach.rules.site_states import SiteStatus
from enforcement.outreach.rules.sites import Site, actions_of
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.store import sites as kept
from kernel.access import Caller
from kernel.directory import unit_names
from kernel.problems import NotFound
from kernel.storage.lists import Listed
from kernel.texts import Text


def see(site: Site, caller: Caller | None) -> SeenInUnits[Site]:
    """Return a site as somebody sees it, signed in or not."""
    actions = actions_of(site, caller) if caller else []
    return SeenInUnits(site, actions, unit_names([site.village, site.keeper]))


def require_known(site: Site | None) -> Site:
    """Return a site that there is.

    Raises
    ------
    NotFound
        There is none.
    """
    if site is None:
        raise NotFound(Text("没有找到该普法阵地。", "There is no such site."))
    return site


def see_site(site_id: str, caller: Caller | None) -> SeenInUnits[Site]:
    """Return a site; who is not signed in sees those that stand."""
    site = require_known(kept.load(site_id))
    if caller is None and not site.stands:
        require_known(None)
    return see(site, caller)


def list_standing(unit: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the sites that stand in a unit, as everybody sees them."""
    return _seen(kept.that_stand(unit, limit, cursor), None)


def list_by_status(
    unit: str, status: SiteStatus, caller: Caller, limit: int, cursor: str | None
) -> Listed:
    """Return one page of the sites of a status in a unit, as the caller sees them."""
    return _seen(kept.of_status(status, unit, limit, cursor), caller)


def list_steps(site_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a site's history, oldest first."""
    return kept.steps_of(site_id, limit, cursor)


def _seen(found: Listed, caller: Caller | None) -> Listed:
    return found._replace(rows=[see(one, caller) for one in found.rows])
