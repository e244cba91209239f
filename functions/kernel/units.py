"""Unit codes: where a unit stands in the tree county → town → village → grid, and which department it is.

A code is 6 (county), 9 (town), 12 (village) or 15 (grid) digits, and an ancestor is a prefix
(DOMAIN 1.2). Some data sets write towns with twelve digits ending in 000; here that is a village
code, so such data is cut to nine digits before it comes in.

A department of a county or town is its office's code, a hyphen and three capital letters or digits
(`140426-SLJ`). It answers for matters, no place lies in it; its length is fixed so that a prefix
still never grants a neighbour anything.
"""

import re
from functools import lru_cache

from kernel.texts import Named


class MalformedUnitCode(ValueError):
    """The text is not the code of a county, town, village or grid.

    Attributes
    ----------
    code
        The offending value as it was given.
    """

    def __init__(self, code: object) -> None:
        self.code = code
        super().__init__(f"not a unit code of 6, 9, 12 or 15 digits: {code!r}")


class Level(Named):
    """The kinds of unit: places, widest first, and the departments of county and town."""

    COUNTY = "county", "县", "county"
    TOWN = "town", "乡镇", "town"
    VILLAGE = "village", "村", "village"
    GRID = "grid", "网格", "grid"
    DEPARTMENT = "department", "部门", "department"

    @property
    def digits(self) -> int:
        """Length of the code of a place of this level; a department is no place."""
        return _DIGITS[self]


class Tier(Named):
    """Who answers an incident, lowest first. A grid reports; it is no tier."""

    VILLAGE = "village", "村级", "village"
    TOWN = "town", "乡镇级", "town"
    COUNTY = "county", "县级", "county"

    @property
    def rank(self) -> int:
        """0 for the village, 1 for the town, 2 for the county."""
        return _LADDER.index(self)

    @property
    def above(self) -> "Tier | None":
        """The next tier on the way up; None above the county."""
        return _LADDER[self.rank + 1] if self.rank + 1 < len(_LADDER) else None

    @property
    def level(self) -> Level:
        """The level of the units that answer at this tier."""
        return Level(self.value)


_DIGITS = {Level.COUNTY: 6, Level.TOWN: 9, Level.VILLAGE: 12, Level.GRID: 15}
_LEVEL_BY_DIGITS = {digits: level for level, digits in _DIGITS.items()}
_LADDER = (Tier.VILLAGE, Tier.TOWN, Tier.COUNTY)
_DEPARTMENT = re.compile(r"(?:[1-9][0-9]{5}|[1-9][0-9]{8})-[A-Z0-9]{3}")


def is_place(code: object) -> bool:
    """Tell whether `code` is text with the grammar of a place's code; never raises."""
    return (
        isinstance(code, str)
        and len(code) in _LEVEL_BY_DIGITS
        and code.isascii()
        and code.isdigit()
        and code[0] != "0"
    )


def is_code(code: object) -> bool:
    """Tell whether `code` is text with the grammar of a place's or a department's code; never raises."""
    return is_place(code) or (isinstance(code, str) and bool(_DEPARTMENT.fullmatch(code)))


@lru_cache(maxsize=1024)
def level_of(code: str) -> Level:
    """Return the level of a unit code.

    Raises
    ------
    MalformedUnitCode
        If `code` is not a unit code.
    """
    if not is_code(code):
        raise MalformedUnitCode(code)
    return Level.DEPARTMENT if "-" in code else _LEVEL_BY_DIGITS[len(code)]


def parent_of(code: str) -> str | None:
    """Return the code of the unit one level up, for a department its office; None for a county.

    Raises
    ------
    MalformedUnitCode
        If `code` is not a unit code.
    """
    level = level_of(code)
    if level is Level.DEPARTMENT:
        return code.partition("-")[0]
    return None if level is Level.COUNTY else code[:-3]


def ancestor(code: str, level: Level) -> str | None:
    """Return the unit of the given level that `code` lies in, itself included.

    Returns
    -------
    str or None
        None where `code` stands above that level: a town lies in no village.

    Raises
    ------
    MalformedUnitCode
        If `code` is not a unit code.
    """
    place = _place_of(code)
    return place[: level.digits] if len(place) >= level.digits else None


def tier_of(code: str) -> Tier:
    """Return the tier a unit answers at: its own; a grid's is its village's, a department's its office's.

    Raises
    ------
    MalformedUnitCode
        If `code` is not a unit code.
    """
    level = level_of(_place_of(code))
    return Tier.VILLAGE if level is Level.GRID else Tier(level.value)


def unit_at_tier(code: str, tier: Tier) -> str | None:
    """Return the unit that answers for `code` at `tier`; None where `code` stands above it.

    Raises
    ------
    MalformedUnitCode
        If `code` is not a unit code.
    """
    return ancestor(code, tier.level)


def path_of(code: str) -> list[str]:
    """Return the codes from the county down to `code` itself.

    Raises
    ------
    MalformedUnitCode
        If `code` is not a unit code.
    """
    place = _place_of(code)
    path = [place[:digits] for digits in _LEVEL_BY_DIGITS if digits <= len(place)]
    return path if place == code else [*path, code]


def is_within(code: str, area: str) -> bool:
    """Tell whether `code` is `area` or lies below it in the tree.

    Raises
    ------
    MalformedUnitCode
        If either is not a unit code, so that a cut-off prefix never grants anything.
    """
    level_of(code)
    level_of(area)
    return code.startswith(area)


def _place_of(code: str) -> str:
    return parent_of(code) or code if level_of(code) is Level.DEPARTMENT else code
