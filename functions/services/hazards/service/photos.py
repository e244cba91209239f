"""Photos of findings: who may add them, and whether one was checked. Where they are kept, composition says."""

from __future__ import annotations

from collections.abc import Callable

from kernel.access import PLACE_STAFF
from kernel.directory import household_of
from kernel.problems import NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor
from services.hazards.rules.finding_standing import standing_of as stands
from services.hazards.store import findings as kept


@record
class PhotoStanding:
    """How somebody who may see a finding stands to its photos.

    Attributes
    ----------
    role
        By which role the caller acts; None: as whoever owns the place.
    is_open
        Whether it is not over yet.
    """

    town: str
    role: str | None
    is_open: bool


Look = Callable[[str], bool]
"""Tell whether a finding has a photo that was checked."""

_LOOKS: list[Look] = []


def register(look: Look) -> None:
    """Say where photos are looked for."""
    _LOOKS[:] = [look]


def has_photo(finding_id: str) -> bool:
    """Tell whether a photo of a finding was checked."""
    return bool(_LOOKS) and _LOOKS[0](finding_id)


def standing_of(work: UnitOfWork, finding_id: str, scope: Scope) -> PhotoStanding:
    """Return how the caller stands to the photos of a finding, which stays as it is until what follows is written.

    Raises
    ------
    NotFound
        There is none, or it does not concern the caller.
    """
    finding, caller = kept.FINDINGS.require(work, finding_id), scope.person
    scope.allow(bool(stands(finding, caller, household_of(caller.person_id))), NotFound)
    kept.hold(work, finding)
    post = caller.post_over(finding.grid, PLACE_STAFF)
    town = ancestor(finding.grid, Level.TOWN)
    assert town is not None, "a grid lies in a town"
    return PhotoStanding(town, str(post.role) if post else None, finding.is_open)
