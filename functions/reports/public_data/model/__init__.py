"""Releases as they are asked for and answered: to the county how far they are, to everybody what is released."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import csv
import io
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.fields import Model, counts
from kernel.spreadsheets import harmless
from kernel.texts import Language
from reports.public_data.rules.releases import (
    FIGURES,
    Area,
    Dataset,
    DatasetStatus,
    Release,
    months_of,
    told,
)
from reports.public_data.rules.suppression import LEAST
from reports.public_data.service.see_releases import Released

_MARK = "*"


class AskForDataset(Model):
    """Release a dataset of a quarter."""

    dataset: Dataset
    quarter: Annotated[
        str, Field(pattern=r"^20\d{2}Q[1-4]$", examples=["2026Q3"], description="季度 / A quarter")
    ]


class DatasetProgress(TypedDict):
    """How far a release is."""

    id: str
    dataset: Dataset
    dataset_name: str
    quarter: str
    status: DatasetStatus
    status_name: str
    towns: int
    read: int
    is_withheld: bool
    released_at: str | None


class DatasetProgressList(TypedDict):
    """A page of releases, the newest quarter first."""

    items: list[DatasetProgress]
    next_cursor: str | None


class DatasetLicence(TypedDict):
    """Under which terms data is given."""

    code: str
    address: str
    said: str


class PublicDataset(TypedDict):
    """A dataset that everybody may read."""

    id: str
    dataset: Dataset
    dataset_name: str
    figure: Annotated[
        str, Field(description="What is counted, of the catalogue of figures / 所计指标")
    ]
    quarter: str
    first_month: str
    last_month: str
    released_at: str | None
    licence: DatasetLicence


class PublicDatasetList(TypedDict):
    """A page of what is released, the newest quarter first."""

    items: list[PublicDataset]
    next_cursor: str | None


class DatasetService(TypedDict):
    """A kind that is told apart, as Open311 names services."""

    service_code: str
    service_name: str


class DatasetRequests(TypedDict):
    """How many of a kind; null is hidden."""

    service_code: str
    requests: Annotated[int | None, counts(*FIGURES.values())]


class DatasetArea(TypedDict):
    """A unit with its numbers. The `elsewhere` of a unit is what lies in none of those below it."""

    unit: str
    name: str
    parent: str | None
    elsewhere: bool
    total: Annotated[int | None, counts(*FIGURES.values())]
    requests: list[DatasetRequests]


class PublicDatasetWhole(PublicDataset):
    """A dataset with its numbers: every number under `least` but nought is hidden, and others with it."""

    least: int
    hidden_means: str
    is_withheld: Annotated[
        bool,
        Field(
            description="Nothing but the county's total is shown, and that from `least` on / 只公布全县合计，合计不足下限的也隐去"
        ),
    ]
    services: list[DatasetService]
    areas: list[DatasetArea]


def progress_view(one: Release, language: Language) -> DatasetProgress:
    """Return how far a release is."""
    return {
        "id": one.id,
        "dataset": one.dataset,
        "dataset_name": one.dataset.said.say(language),
        "quarter": one.quarter,
        "status": one.status,
        "status_name": one.status.said.say(language),
        "towns": len(one.towns),
        "read": one.read,
        "is_withheld": one.is_withheld,
        "released_at": clock.local_iso(one.released_at) if one.released_at else None,
    }


def dataset_view(found: Released, language: Language) -> PublicDataset:
    """Return what everybody reads of a release in a list."""
    one, terms = found
    first, last = months_of(one.quarter)
    return {
        "id": one.id,
        "dataset": one.dataset,
        "dataset_name": one.dataset.said.say(language),
        "figure": FIGURES[one.dataset],
        "quarter": one.quarter,
        "first_month": first,
        "last_month": last,
        "released_at": clock.local_iso(one.released_at) if one.released_at else None,
        "licence": {
            "code": terms.code,
            "address": terms.address,
            "said": terms.said.say(language),
        },
    }


def whole_view(found: Released, language: Language) -> PublicDatasetWhole:
    """Return a release with its numbers."""
    one, terms = found
    return {
        **dataset_view(found, language),
        "least": LEAST,
        "hidden_means": terms.hidden.say(language),
        "is_withheld": one.is_withheld,
        "services": [
            {"service_code": kind.code, "service_name": kind.name.say(language)}
            for kind in one.kinds
        ],
        "areas": [
            {
                "unit": area.unit,
                "name": area.name.say(language),
                "parent": area.parent,
                "elsewhere": area.is_rest,
                "total": told(area.total),
                "requests": [
                    {"service_code": kind.code, "requests": told(number)}
                    for kind, number in zip(one.kinds, area.numbers, strict=True)
                ],
            }
            for area in one.areas
        ],
    }


def csv_of(found: Released, language: Language) -> str:
    """Return a release as CSV: a line for each unit and kind in the names of Open311, the total of a unit without a kind."""
    one, terms = found
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(
        (
            *("jurisdiction_id", "quarter", "address_id", "address", "elsewhere"),
            *("service_code", "service_name", "requests", "licence"),
        )
    )
    for area in one.areas:
        for code, name, number in _numbers(one, area, language):
            address = harmless(area.name.say(language))
            lines.writerow(
                (
                    *(one.county, one.quarter, area.unit, address, str(area.is_rest).lower()),
                    *(code, harmless(name), _MARK if number is None else number, terms.code),
                )
            )
    # A mark of the byte order, by which spreadsheets know Chinese.
    return "\ufeff" + written.getvalue()


def _numbers(one: Release, area: Area, language: Language) -> Iterator[tuple[str, str, int | None]]:
    yield "", "", told(area.total)
    for kind, number in zip(one.kinds, area.numbers, strict=True):
        yield kind.code, kind.name.say(language), told(number)
