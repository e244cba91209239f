"""Count what brings law to a place: villages with a site in use, sites, and what was held in a year."""

from __future__ import annotations

from collections import Counter

from enforcement.outreach.rules.sites import villages_in_use
from enforcement.outreach.store import activities, sites
from kernel.record import record


@record
class Figures:
    """A place's year of law outreach.

    Attributes
    ----------
    villages_with_site
        Villages with at least one site in use today.
    villages_reached
        Villages in which something was held in the year.
    """

    unit: str
    year: int
    villages_with_site: int
    sites: int
    sites_to_renew: int
    villages_reached: int
    activities: int
    heads: int
    by_kind: dict[str, int]


def count_outreach(unit: str, year: int) -> Figures:
    """Return the figures of a county, town or village: the sites of today, the activities of a year."""
    standing = list(sites.counts(unit))
    held = [one for one in activities.years(unit, year) if one.held]
    kinds: Counter[str] = Counter()
    for one in held:
        kinds.update(one.kinds)
    return Figures(
        unit=unit,
        year=year,
        villages_with_site=villages_in_use([count for _, count, _ in standing]),
        sites=sum(count for _, count, _ in standing),
        sites_to_renew=sum(wrong for _, _, wrong in standing),
        villages_reached=len(held),
        activities=sum(one.held for one in held),
        heads=sum(one.heads for one in held),
        by_kind=dict(kinds),
    )
