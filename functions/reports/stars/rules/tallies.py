"""How many villages of a town hold how many stars, and how many of each there are: two sums that must be one (DOMAIN 17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Text


class StarSumsDiffer(Conflict):
    """Levels and stars by kind are the same stars counted twice: where the sums differ, one of them is wrong, and nothing is kept."""

    slug = "star-sums-differ"
    said = Text("各村星级合计与各星数合计不一致。", "The levels and the stars by kind differ.")


@record
class StarTally:
    """The stars of a town's villages in a year, as they were awarded and not taken away.

    Attributes
    ----------
    levels
        How many villages hold so many stars, by their number.
    stars
        How many villages hold a star, by its code.
    """

    id: str
    town: str
    year: int
    levels: Mapping[str, int]
    stars: Mapping[str, int]
    version: int = 1

    @property
    def by_level(self) -> int:
        """All stars, counted by village."""
        return sum(int(level) * villages for level, villages in self.levels.items())

    @property
    def by_star(self) -> int:
        """All stars, counted by kind."""
        return sum(self.stars.values())


def nothing(town: str, year: int) -> StarTally:
    """Return a tally without a star."""
    return StarTally(f"{town}-{year}", town, year, {}, {}, 0)


def counted(tally: StarTally, before: Sequence[str], after: Sequence[str]) -> StarTally:
    """Return a tally with a village that held some stars and holds others.

    Raises
    ------
    StarSumsDiffer
        It does not add up.
    """
    levels, stars = dict(tally.levels), dict(tally.stars)
    for held, by in ((before, -1), (after, 1)):
        if held:
            _add(levels, [str(len(held))], by)
        _add(stars, dict.fromkeys(held), by)
    made = replace(tally, levels=levels, stars=stars, version=tally.version + 1)
    refuse_unequal(made)
    return made


def together(tallies: Iterable[StarTally], unit: str, year: int) -> StarTally:
    """Return the tally of a unit from those of its towns.

    Raises
    ------
    StarSumsDiffer
        It does not add up.
    """
    levels: dict[str, int] = {}
    stars: dict[str, int] = {}
    for one in tallies:
        for into, counts in ((levels, one.levels), (stars, one.stars)):
            for name, number in counts.items():
                _add(into, [name], number)
    made = StarTally(f"{unit}-{year}", unit, year, levels, stars)
    refuse_unequal(made)
    return made


def refuse_unequal(tally: StarTally) -> None:
    """Let a tally pass that adds up.

    Raises
    ------
    StarSumsDiffer
        Σ levels is not Σ stars by kind.
    """
    if tally.by_level != tally.by_star:
        raise StarSumsDiffer(by_level=tally.by_level, by_star=tally.by_star)


def _add(counts: dict[str, int], names: Iterable[str], by: int) -> None:
    for name in names:
        counts[name] = counts.get(name, 0) + by
        if not counts[name]:
            del counts[name]
