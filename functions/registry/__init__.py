"""The registry: units, persons, posts, households, and their import.

What other contexts may ask is here: which grid a position is in. Units, persons and posts they read
in `kernel.directory`.
"""

from registry.rules.boundaries import OutsideEveryGrid
from registry.store.grids import find_grid, where_to_look

__all__ = ["OutsideEveryGrid", "find_grid", "where_to_look"]
