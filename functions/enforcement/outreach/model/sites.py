"""Sites as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.outreach.model.fields import StatuteShown, statutes_shown
from enforcement.outreach.rules.site_states import SITES, SiteStatus
from enforcement.outreach.rules.sites import Site, SiteKind
from enforcement.outreach.rules.terms import law_of
from enforcement.outreach.service.seeing import SeenInUnits
from kernel import clock
from kernel.law import CitationView
from kernel.texts import Language


class PublicSiteView(TypedDict):
    """A site as the register shows it to everybody (法治宣传教育法 Art. 52)."""

    id: str
    village: str
    village_name: str | None
    kind: SiteKind
    kind_name: str
    name: str
    place: str
    keeper: Annotated[str, Field(description="The unit that keeps it / 维护单位")]
    keeper_name: str | None
    content: str
    cites: list[StatuteShown]
    formats: list[str]
    status: SiteStatus
    status_name: str
    checked_on: Annotated[str | None, Field(description="Last check / 最近检查")]


class OutreachSiteView(PublicSiteView):
    """A site as those see it who answer for it."""

    finding: str | None
    owed: Annotated[str | None, Field(description="The obligation to renew it / 更换任务编号")]
    entered_at: str
    register_citation: CitationView
    actions: list[str]
    version: int


class PublicSiteList(TypedDict):
    """One page of the register."""

    items: list[PublicSiteView]
    next_cursor: str | None


class OutreachSiteList(TypedDict):
    """One page of sites."""

    items: list[OutreachSiteView]
    next_cursor: str | None


def public_site_view(seen: SeenInUnits[Site], language: Language) -> PublicSiteView:
    """Return a site as everybody sees it."""
    site, units = seen.thing, seen.units
    village, keeper = units.get(site.village), units.get(site.keeper)
    return {
        "id": site.id,
        "village": site.village,
        "village_name": village.say(language) if village else None,
        "kind": site.kind,
        "kind_name": site.kind.said.say(language),
        "name": site.name,
        "place": site.place,
        "keeper": site.keeper,
        "keeper_name": keeper.say(language) if keeper else None,
        "content": site.content,
        "cites": statutes_shown(site.cites, language),
        "formats": [str(one) for one in site.formats],
        "status": site.status,
        "status_name": SITES.statuses[site.status].say(language),
        "checked_on": site.checked_on.isoformat() if site.checked_on else None,
    }


def site_view(seen: SeenInUnits[Site], language: Language) -> OutreachSiteView:
    """Return a site as those see it who answer for it."""
    site = seen.thing
    return {
        **public_site_view(seen, language),
        "finding": site.finding,
        "owed": site.owed,
        "entered_at": clock.local_iso(site.entered_at),
        "register_citation": law_of("register").tell(language),
        "actions": list(seen.actions),
        "version": site.version,
    }
