"""Exports of the ledger: ask for one, see how far it is, fetch it; who did is on record."""

from __future__ import annotations

import json
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from escalation.api.base import API
from incidents.exports.model.exports import (
    CreateExport,
    DownloadList,
    ExportList,
    ExportView,
    download_view,
    export_view,
)
from incidents.exports.rules.exports import DescriptionsNotForYou
from incidents.exports.service import see_export as seeing
from incidents.exports.service.request_export import (
    Wanted,
    check_export,
    queue_export,
    request_export,
)
from incidents.service.answers import ANSWERS
from kernel.access import OFFICERS, Access, Role
from kernel.directory import UnitRow
from kernel.http import Called, to_json
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.paging import DEFAULT_LIMIT
from kernel.problems import IdempotencyKeyReused, InvalidFields, NotFound, OutsideYourArea
from kernel.storage.idempotency import Answered
from kernel.storage.rates import TooOften
from kernel.storage.unit_of_work import carry_out
from kernel.texts import Text

_ADMIN = frozenset({Role.COUNTY_ADMIN})

ExportId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])]


@API.route(
    "POST",
    "/v1/exports",
    access=Access(OFFICERS),
    answers={202: (Text("已受理，后台生成", "Accepted; written in the background"), ExportView)},
    problems=[OutsideYourArea, DescriptionsNotForYou, IdempotencyKeyReused, TooOften],
    summary=Text("导出事件台账", "Export the ledger of incidents"),
    description=Text(
        "导出本人辖区内一个单位（含下级）在一段日期内上报的事件台账，xlsx 或 csv，后台生成。不含任何人员姓名；谁在何时导出、下载均有记录。",
        "The ledger of a unit of your area, with everything below it, for the days reported; XLSX or CSV, written in the background. "
        "It names no person. Who exported and fetched what is on record.",
    ),
)
def create_export(request: Called, body: CreateExport) -> Response[Any]:
    """Ask for a ledger; the worker does the rest."""
    caller, post = request.person, request.within(body.unit, OFFICERS)
    wanted = Wanted(body.unit, body.first, body.last, body.format, body.descriptions)
    check_export(wanted, caller)
    if request.recall([UnitRow.key(body.unit)])[0] is None:
        raise InvalidFields.one("unit", Text("没有这个单位。", "There is no such unit."))
    outcome = carry_out(
        lambda work: request_export(work, wanted, caller, post, request.language),
        idempotency_key=request.idempotency_key(ANSWERS),
        answer=lambda export: Answered(202, to_json(export_view(export, request.language))),
    )
    assert outcome.answered is not None
    # After the row: a message that came first would find nothing to do. A replayed answer asks again, since the first time may have
    # ended between the two.
    export_id = json.loads(outcome.answered.body)["id"]
    queue_export(export_id)
    if outcome.replayed:
        return API.replayed(outcome.answered)
    headers = {"Location": f"/v1/exports/{export_id}"}
    return API.answer(202, outcome.answered.body, headers=headers)


@API.route(
    "GET",
    "/v1/exports",
    access=Access(_ADMIN, scoped=False),
    answers={200: (Text("导出记录", "Who exported what, newest first"), ExportList)},
    summary=Text("导出记录", "List the exports of the county"),
)
def list_exports(
    request: Called, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Any]:
    """List who exported what and when."""
    page = seeing.list_exports(limit, cursor)
    return API.page(page, lambda export: export_view(export, request.language))


@API.route(
    "GET",
    "/v1/exports/{export_id}",
    access=Access(OFFICERS),
    answers={200: (Text("导出进度", "How far the export is"), ExportView)},
    problems=[NotFound],
    summary=Text("导出进度与下载地址", "Read how far an export is, and where its file is"),
    description=Text(
        "完成后 download 给出十分钟内有效的下载地址；每次给出均有记录。后台中断的导出转为 failed 并说明原因，可重新导出。",
        "Once done, `download` is an address good for ten minutes; each one given out is on record. An export whose work was interrupted "
        "is told as failed, with the reason; ask for a new one.",
    ),
)
def get_export(request: Called, export_id: ExportId) -> Response[Any]:
    """Answer how far an export is; once done, where to fetch it."""
    seen = seeing.see_export(export_id, request.person)
    request.allow(proven=True)
    return API.answer(200, export_view(seen.export, request.language, seen.address))


@API.route(
    "GET",
    "/v1/exports/{export_id}/downloads",
    access=Access(_ADMIN, scoped=False),
    answers={200: (Text("下载记录", "Who was given the address, and when"), DownloadList)},
    problems=[NotFound],
    summary=Text("下载记录", "List who fetched an export"),
)
def list_downloads(
    export_id: ExportId, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Any]:
    """List who was given the address of a file."""
    page = seeing.list_downloads(export_id, limit, cursor)
    return API.page(page, download_view)
