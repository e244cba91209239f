"""What else the parties may do when mediation comes to nothing: told at once (人民调解法 Art. 26; DOMAIN 6, 14)."""

from __future__ import annotations

from kernel.law import Reference, reference
from kernel.record import record
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.mediation.rules.case import Case, MediationStatus
from services.mediation.rules.terms import document

_TOLD = frozenset(
    {
        MediationStatus.FAILED,
        MediationStatus.WITHDRAWN,
        MediationStatus.DECLINED,
        MediationStatus.REOPENED,
    }
)


@record
class Route:
    """A way that is open to the parties."""

    code: str
    name: Text
    cites: Reference


def routes_of(case: Case) -> list[Route]:
    """Return the ways that are open to the parties of a case; none while it is mediated."""
    if case.status not in _TOLD:
        return []
    said = document()["routes"]
    kind = "land" if case.about_land else str(case.kind)
    found = [*said.get(kind, ()), *(said["agreed"] if case.agreements else said["all"])]
    at_town = ancestor(case.unit, Level.TOWN) == case.unit
    again = case.status is MediationStatus.FAILED and not at_town and not case.second_try
    return [
        Route(one["code"], Text(**one["name"]), reference(one["cites"]))
        for one in found
        if one["code"] != "town_mediation" or again
    ]
