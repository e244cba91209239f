"""Door plates: the code on a door that leads to its household's page."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.standing import Plate
from points.service.asking import (
    VILLAGE_OFFICERS,
    home_of,
    known_home,
    require_village,
    serves,
    village_of,
)
from points.store import households


class Lead(NamedTuple):
    """Where a plate leads: to the village, and to the household for those who may open its page."""

    village: str
    household: str | None


def issue_plate(work: UnitOfWork, asking: Scope, household: str) -> Plate:
    """Return a household's plate, making one the first time; it stays, as plates are made of metal."""
    home = known_home(household)
    asking.within(home.unit, VILLAGE_OFFICERS)
    kept = households.find_plate_of(work, household)
    if kept is not None:
        return kept
    plate = Plate(secrets.token_urlsafe(16), household, village_of(home))
    households.add_plate(work, plate)
    return plate


def follow_plate(asking: Scope, token: str) -> Lead:
    """Lead from a door plate to the household's page, for those who may open it; neighbours learn the village alone."""
    plate = households.read_plate(token)
    if plate is None:
        raise NotFound
    home = known_home(plate.household)
    village = village_of(home)
    require_village(asking, village)
    opens = home_of(asking) == plate.household or serves(asking.person, home.unit)
    return Lead(village, plate.household if opens else None)
