"""The registry: units, persons, posts, households, and their import.

What other contexts may ask is here: which grid a position is in, and what is known of a household and of those near to it. Units,
persons and posts they read in `kernel.directory`.
"""

from registry.rules.boundaries import OutsideEveryGrid
from registry.rules.relations import Relation
from registry.service.find_grid import find_grid, where_to_look
from registry.service.find_homes import (
    Home,
    Person,
    births_in,
    count_grids,
    find_homes,
    heads_of,
    homes_counted,
    homes_lived_in,
    is_off_register,
    may_be_named,
    people_of,
)
from registry.service.follow_moves import HouseholdMove, follow_move, open_moves
from registry.service.know_number import KnownNumber, know_number
from registry.service.list_places import places_in, towns_of, units_in, villages_of

__all__ = [
    "Home",
    "HouseholdMove",
    "KnownNumber",
    "OutsideEveryGrid",
    "Person",
    "Relation",
    "births_in",
    "count_grids",
    "find_grid",
    "find_homes",
    "follow_move",
    "heads_of",
    "homes_counted",
    "homes_lived_in",
    "is_off_register",
    "know_number",
    "may_be_named",
    "open_moves",
    "people_of",
    "places_in",
    "towns_of",
    "units_in",
    "villages_of",
    "where_to_look",
]
