"""Where years, ratings and tallies are kept, and in which lists they are found; and the versions of the scheme."""

from __future__ import annotations

from typing import ClassVar, Final

from kernel.storage.repository import Placed, Repository
from kernel.storage.settings import Settings, VersionRow
from kernel.texts import Text
from kernel.units import Level, ancestor
from reports.stars.rules import scheme
from reports.stars.rules.rating_states import StarRatingStatus
from reports.stars.rules.ratings import StarRating, wakes_at
from reports.stars.rules.rounds import StarYear
from reports.stars.rules.scheme import StarScheme
from reports.stars.rules.tallies import StarTally
from reports.stars.rules.terms import DATA
from reports.store.table import ReportsMeta, StepRow, ThingRow


class SchemeRow(VersionRow):
    """A version of the scheme: `STARSCHEME` / `V#…`, the newest also `CURRENT`."""

    subject: ClassVar[str] = "STARSCHEME"

    class Meta(ReportsMeta):
        """The table of reports."""


SCHEME: Final[Settings[StarScheme]] = Settings(SchemeRow, DATA / "scheme.json", scheme.parse)


def ratings_of(county: str, status: StarRatingStatus) -> str:
    """Return the list of a county's ratings of a status."""
    return f"STARRATINGS#{county}#{status}"


def every_rating_of(village: str) -> str:
    """Return what all ratings of a village are about."""
    return f"STARRATINGS_OF#{village}"


def tallies_of(county: str, year: int) -> str:
    """Return the list of a year's tallies."""
    return f"STARTALLIES#{county}#{year}"


def _rating(one: StarRating) -> Placed:
    return Placed(
        ratings_of(one.county, one.status),
        every_rating_of(one.village),
        f"{one.village}#{one.year}",
        wakes_at(one),
    )


def _tally(one: StarTally) -> Placed:
    county = ancestor(one.town, Level.COUNTY)
    assert county is not None, "a town lies in a county"
    return Placed(tallies_of(county, one.year), place=one.town)


STAR_YEARS: Final = Repository(
    ThingRow, StepRow, "STARYEAR", StarYear, Text("该年度评星", "such year of stars"),
    lambda one: Placed(wake_at=one.wake_at),
)  # fmt: skip
STAR_RATINGS: Final = Repository(
    ThingRow, StepRow, "STARRATING", StarRating, Text("该村年度评星", "such rating"), _rating
)
STAR_TALLIES: Final = Repository(
    ThingRow, StepRow, "STARTALLY", StarTally, Text("该统计", "such tally"), _tally
)
