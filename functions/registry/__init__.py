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
    find_homes,
    homes_in,
    homes_lived_in,
    people_of,
)
from registry.service.follow_moves import HouseholdMove, follow_move, open_moves

__all__ = [
    "Home",
    "HouseholdMove",
    "OutsideEveryGrid",
    "Person",
    "Relation",
    "find_grid",
    "find_homes",
    "follow_move",
    "homes_in",
    "homes_lived_in",
    "open_moves",
    "people_of",
    "where_to_look",
]
