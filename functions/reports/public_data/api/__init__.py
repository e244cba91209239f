"""Routes of public data: the county has a quarter drawn, everybody reads it as JSON and CSV."""

from __future__ import annotations

from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel import paging
from kernel.access import PUBLIC, Access, Role
from kernel.http import Called, Request
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, TooManyRequests
from kernel.texts import Text
from kernel.units import Level, ancestor
from reports.api.base import API
from reports.public_data.model import (
    AskForDataset,
    DatasetProgress,
    DatasetProgressList,
    PublicDatasetList,
    PublicDatasetWhole,
    csv_of,
    dataset_view,
    progress_view,
    whole_view,
)
from reports.public_data.rules.releases import AlreadyReleased, QuarterNotOver
from reports.public_data.service import see_releases as seeing
from reports.public_data.service.draw_release import ask_for_release

_COUNTY: Final = frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN})
_KEPT: Final = {"Cache-Control": "public, max-age=86400", "Vary": "Accept-Language"}
"""What is released never changes again; each language is kept apart, however short an answer is."""
_CSV: Final = "text/csv"
DatasetId = Annotated[
    str, Path(pattern=r"^(incidents|disputes)-20\d{2}Q[1-4]$", examples=["incidents-2026Q3"])
]


@API.route(
    "POST",
    "/v1/reports/datasets",
    access=Access(_COUNTY),
    answers={202: (Text("已受理，后台生成", "Accepted; drawn in the background"), DatasetProgress)},
    problems=[QuarterNotOver, AlreadyReleased],
    summary=Text("发布一个季度的公共数据", "Release the public data of a quarter"),
    description=Text(
        "季度结束后每个数据集只生成一次；1 至 4 的数值及可推算出它们的数值一并隐去。",
        "Each dataset is drawn once, when its quarter is over; numbers of 1 to 4 are hidden, and what would give them back.",
    ),
)
def release_dataset(request: Called, body: AskForDataset) -> Response[Any]:
    """Ask for a dataset of a quarter; the worker draws it."""
    county = _county_of(request)
    return API.carry_out(
        request,
        lambda work: ask_for_release(
            work, county, body.dataset, body.quarter, request.person.person_id
        ),
        lambda one: progress_view(one, request.language),
        status=202,
        location=lambda one: f"/v1/reports/datasets/{one.id}",
    )


@API.route(
    "GET",
    "/v1/reports/datasets",
    access=Access(_COUNTY),
    answers={200: (Text("数据集生成进度", "The releases"), DatasetProgressList)},
    summary=Text("数据集清单", "List the releases, and how far each is"),
)
def list_datasets(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List releases with their progress."""
    _county_of(request)
    found = seeing.list_releases(limit, cursor)
    return API.page(found, lambda one: progress_view(one, request.language))


@API.route(
    "GET",
    "/v1/reports/datasets/{dataset_id}",
    access=Access(_COUNTY),
    answers={200: (Text("生成进度", "How far it is"), DatasetProgress)},
    problems=[NotFound],
    summary=Text("数据集生成进度", "See how far a release is"),
)
def get_dataset(request: Called, dataset_id: DatasetId) -> Response[Any]:
    """Return how far a release is."""
    _county_of(request)
    found = seeing.get_release(dataset_id)
    return API.answer(200, progress_view(found, request.language), version=found.version)


@API.route(
    "GET",
    "/v1/reports/public/datasets",
    access=PUBLIC,
    answers={200: (Text("公共数据集", "What is released"), PublicDatasetList)},
    problems=[TooManyRequests],
    summary=Text("公共数据集（公开）", "List the public data"),
)
def list_public_datasets(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what everybody may read."""
    API.count_look(request)
    found = seeing.list_released(limit, cursor)
    return API.page(found, lambda one: dataset_view(one, request.language))


@API.route(
    "GET",
    "/v1/reports/public/datasets/{dataset_id}",
    access=PUBLIC,
    answers={200: (Text("数据集", "The dataset"), PublicDatasetWhole)},
    problems=[NotFound, TooManyRequests],
    summary=Text("一个季度的数据集（公开）", "Read a dataset of a quarter"),
    description=Text(
        "按县、镇、村和类别；null 表示隐去。类别用 Open311 的服务名称。",
        "By county, town, village and kind; null is hidden. Kinds are named as Open311 names services.",
    ),
)
def get_public_dataset(request: Called, dataset_id: DatasetId) -> Response[Any]:
    """Return a dataset of a quarter."""
    API.count_look(request)
    found = seeing.get_released(dataset_id)
    return API.answer(200, whole_view(found, request.language), headers=_KEPT)


@API.route(
    "GET",
    "/v1/reports/public/datasets/{dataset_id}/csv",
    access=PUBLIC,
    answers={200: (Text("数据集（CSV）", "The dataset as CSV"), (_CSV,))},
    problems=[NotFound, TooManyRequests],
    summary=Text("一个季度的数据集（CSV，公开）", "Read a dataset of a quarter as CSV"),
)
def get_public_dataset_csv(request: Called, dataset_id: DatasetId) -> Response[Any]:
    """Return a dataset of a quarter as CSV."""
    API.count_look(request)
    found = seeing.get_released(dataset_id)
    name = f'attachment; filename="{found.release.id}.csv"'
    return Response(
        status_code=200,
        content_type=f"{_CSV}; charset=utf-8",
        body=csv_of(found, request.language),
        headers={**_KEPT, "Content-Disposition": name},
    )


def _county_of(request: Request) -> str:
    """Return the county of the caller's post; no department and no town releases its data."""
    post = next(post for post in request.person.posts if post.role in _COUNTY)
    county = ancestor(post.unit, Level.COUNTY)
    assert county is not None, "whoever is of a county lies in one"
    request.within(county, _COUNTY)
    return county
