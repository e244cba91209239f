"""Releases: a dataset of a quarter, drawn town by town and shown once, in one form, for good."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text
from reports.public_data.rules.suppression import LEAST, TOTAL, Breakdown, Cell, shown

TRIES: Final = 5
AGAIN_AFTER: Final = timedelta(minutes=5)
"""Longer than a run of the worker: who claimed a release and is gone leaves it to the next."""
HIDDEN: Final = -1
_REST: Final = "+"
"""Ends the code of what lies in a unit and in none of those below it."""
_QUARTER: Final = re.compile(r"20\d{2}Q[1-4]")


class Dataset(Named):
    """What is released."""

    INCIDENTS = "incidents", "事件（按类别）", "incidents by category"
    DISPUTES = "disputes", "受理矛盾纠纷（按类型）", "accepted disputes by type"


FIGURES: Final[Mapping[Dataset, str]] = {
    Dataset.INCIDENTS: "incidents_reported",
    Dataset.DISPUTES: "disputes_accepted",
}
"""By which figure of the catalogue a dataset is counted."""


class DatasetStatus(Named):
    """How far a release is."""

    DRAWING = "drawing", "生成中", "being drawn"
    RELEASED = "released", "已发布", "released"
    FAILED = "failed", "失败", "failed"


class QuarterNotOver(InvalidFields):
    """A quarter is released once, when it is over."""

    slug = "quarter-not-over"


class AlreadyReleased(Conflict):
    """A dataset of a quarter is drawn once: what was shown in two forms can be compared, and gives hidden numbers back."""

    slug = "dataset-already-released"
    said = Text(
        "该季度的数据集已发布或正在生成；每季度只生成一次。",
        "This dataset of this quarter is released or being drawn; it is drawn once.",
    )


@record
class Licence:
    """Under which terms everybody may use what is released, and what its mark means."""

    code: str
    address: str
    said: Text
    hidden: Text


@record
class Kind:
    """A kind that is told apart, with its name when it was drawn; `is_listed` if the public can count it elsewhere."""

    code: str
    zh: str
    en: str
    is_listed: bool = False

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text(self.zh, self.en)


@record
class Area:
    """A unit with its numbers, one for each kind of the release; `HIDDEN` stands for one that is not told.

    Attributes
    ----------
    code
        The unit's, or that of the unit above with a mark: what lies in none of the units below it.
    """

    code: str
    parent: str | None
    zh: str
    en: str
    total: int
    numbers: tuple[int, ...]

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text(self.zh, self.en)

    @property
    def unit(self) -> str:
        """The code of the unit, or of the one above where it lies in none below."""
        return self.code.removesuffix(_REST)

    @property
    def is_rest(self) -> bool:
        """Whether it is what lies in none of the units below."""
        return self.code.endswith(_REST)


@record
class Town:
    """A town that is to be read."""

    code: str
    zh: str
    en: str


@record
class Release:
    """A dataset of a quarter.

    Attributes
    ----------
    towns
        What is read, in this order; `read` of them are.
    areas
        While it is drawn, what was read so far, by village; once it is released, what the public sees of all units.
    is_withheld
        Whether nothing but the county's total is shown, as it alone would give a small number away; a small total is hidden too.
    """

    id: str
    county: str
    dataset: Dataset
    quarter: str
    asked_by: str
    asked_at: datetime
    kinds: tuple[Kind, ...]
    towns: tuple[Town, ...]
    read: int = 0
    areas: tuple[Area, ...] = ()
    status: DatasetStatus = DatasetStatus.DRAWING
    is_withheld: bool = False
    released_at: datetime | None = None
    tries: int = 0
    wake_at: datetime | None = None
    version: int = 1


def release_id(dataset: Dataset, quarter: str) -> str:
    """Return by which id a dataset of a quarter is known."""
    return f"{dataset}-{quarter}"


def months_of(quarter: str) -> tuple[str, str]:
    """Return the first and the last month of a quarter such as `2026Q3`.

    Raises
    ------
    InvalidFields
        It is none.
    """
    if not _QUARTER.fullmatch(quarter):
        told = Text("须为季度，如 2026Q3。", "Must be a quarter such as 2026Q3.")
        raise InvalidFields.one("quarter", told)
    year, number = quarter.split("Q")
    return f"{year}-{int(number) * 3 - 2:02d}", f"{year}-{int(number) * 3:02d}"


def months_between(first: str, last: str) -> list[str]:
    """Return the months of a quarter."""
    year, start, end = first[:4], int(first[5:]), int(last[5:])
    return [f"{year}-{month:02d}" for month in range(start, end + 1)]


def refuse_open_quarter(quarter: str, today: date) -> None:
    """Let a quarter be released that is over.

    Raises
    ------
    InvalidFields
        It is no quarter.
    QuarterNotOver
        It is not over.
    """
    _, last = months_of(quarter)
    if today.isoformat()[:7] <= last:
        told = Text("季度结束后才能发布。", "A quarter is released when it is over.")
        raise QuarterNotOver.one("quarter", told)


def ask(before: Release | None, wanted: Release) -> Release:
    """Begin a release, or begin again one that failed.

    Raises
    ------
    AlreadyReleased
        It is released, or being drawn.
    """
    if before is None:
        return wanted
    if before.status is not DatasetStatus.FAILED:
        raise AlreadyReleased
    return replace(wanted, version=before.version + 1)


def claim(release: Release, now: datetime) -> Release:
    """Return a release as a worker takes it in hand: nobody else does for the next minutes, and after too many tries it has failed."""
    version = release.version + 1
    if release.tries >= TRIES:
        return replace(
            release, status=DatasetStatus.FAILED, areas=(), wake_at=None, version=version
        )
    return replace(release, tries=release.tries + 1, wake_at=now + AGAIN_AFTER, version=version)


def with_town(release: Release, areas: Sequence[Area], now: datetime) -> Release:
    """Return a release with what the next of its towns has."""
    return replace(
        release,
        areas=(*release.areas, *areas),
        read=release.read + 1,
        tries=0,
        wake_at=now + AGAIN_AFTER,
        version=release.version + 1,
    )


def leaf(unit: str, name: Text, numbers: Mapping[str, int], kinds: Sequence[Kind]) -> Area:
    """Return what a village has."""
    row = tuple(numbers.get(kind.code, 0) for kind in kinds)
    return Area(unit, unit[:-3], name.zh, name.en, sum(row), row)


def rest(unit: str, numbers: Mapping[str, int], kinds: Sequence[Kind]) -> Area:
    """Return what lies in a unit and in none of those below it."""
    row = tuple(max(numbers.get(kind.code, 0), 0) for kind in kinds)
    return Area(f"{unit}{_REST}", unit, "未定位到下级单位", "in no unit below", sum(row), row)


def publish(release: Release, county_rest: Area, county_name: Text, now: datetime) -> Release:
    """Return a release as everybody sees it: all its units, with small numbers hidden, and nothing of what was read."""
    leaves = {area.code: area for area in (*release.areas, county_rest)}
    above = {town.code: (release.county, Text(town.zh, town.en)) for town in release.towns}
    units: dict[str, tuple[str | None, Text]] = {release.county: (None, county_name), **above}
    units |= {code: (area.parent, area.name) for code, area in leaves.items()}
    codes = [kind.code for kind in release.kinds]
    breakdown = Breakdown(
        {code: parent for code, (parent, _) in units.items()},
        {code: dict(zip(codes, area.numbers, strict=True)) for code, area in leaves.items()},
        frozenset(kind.code for kind in release.kinds if kind.is_listed),
    )
    total = breakdown.cells()[Cell(release.county, TOTAL)]
    is_small = 0 < total < LEAST
    # A county of so few is one small cell, and every part of it is smaller still.
    seen = None if is_small else shown(breakdown)
    if seen is None:
        told_of_all = HIDDEN if is_small else total
        hidden = (HIDDEN,) * len(codes)
        only = Area(release.county, None, county_name.zh, county_name.en, told_of_all, hidden)
        areas: tuple[Area, ...] = (only,)
    else:
        areas = tuple(
            Area(
                code,
                parent,
                name.zh,
                name.en,
                _kept(seen[Cell(code, TOTAL)]),
                tuple(_kept(seen[Cell(code, kind)]) for kind in codes),
            )
            for code, (parent, name) in sorted(units.items())
        )
    return replace(
        release,
        areas=areas,
        is_withheld=seen is None,
        status=DatasetStatus.RELEASED,
        released_at=now,
        wake_at=None,
        tries=0,
        version=release.version + 1,
    )


def _kept(number: int | None) -> int:
    return HIDDEN if number is None else number


def told(number: int) -> int | None:
    """Return a number as it is answered: None where it is hidden."""
    return None if number == HIDDEN else number
