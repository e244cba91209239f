"""Exports of the ledger: ask for one, see how far it is, fetch it; who did is on record."""

from __future__ import annotations

import json
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from escalation.api.base import API, Cursor, Limit
from incidents.exports import files, store
from incidents.exports.model import CreateExport, DownloadList, ExportList, ExportView
from incidents.exports.rules import (
    FAILURE_TEXTS,
    DescriptionsNotForYou,
    Failure,
    Status,
    check_period,
    refuse_descriptions,
)
from incidents.exports.store import ExportRow
from incidents.store import AnswerRow
from kernel import clock
from kernel.access import OFFICERS, Access, Post, Role
from kernel.directory import UnitRow
from kernel.files import KEPT
from kernel.http import Called, to_json
from kernel.ids import ID_PATTERN
from kernel.paging import DEFAULT_LIMIT
from kernel.problems import IdempotencyKeyReused, InvalidFields, NotFound, OutsideYourArea
from kernel.storage.idempotency import Answered
from kernel.texts import Text

_ADMIN = frozenset({Role.COUNTY_ADMIN})

ExportId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])]


@API.route(
    "POST",
    "/v1/exports",
    access=Access(OFFICERS),
    answers={202: (Text("已受理，后台生成", "Accepted; written in the background"), ExportView)},
    problems=[OutsideYourArea, DescriptionsNotForYou, IdempotencyKeyReused],
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
    check_period(body.first, body.last)
    if body.descriptions:
        refuse_descriptions(caller, body.unit)
    if request.recall([UnitRow.key(body.unit)])[0] is None:
        raise InvalidFields.one("unit", Text("没有这个单位。", "There is no such unit."))
    now = clock.now()
    row = store.requested(
        body.unit,
        body.first,
        body.last,
        body.format,
        descriptions=body.descriptions,
        language=request.language,
        by=caller,
        post=post,
        at=now,
    )
    text = to_json(_view(row))
    kept = store.keep(row, Answered(202, text), request.once(AnswerRow), now)
    # After the row: a message that came first would find nothing to do. A replayed answer asks again, since the first time may have
    # ended between the two.
    export_id = json.loads(kept.answered.body)["id"]
    files.enqueue(export_id)
    if kept.replayed:
        return API.replayed(kept.answered)
    headers = {"Location": f"/v1/exports/{export_id}"}
    return API.answer(202, kept.answered.body, headers=headers)


@API.route(
    "GET",
    "/v1/exports",
    access=Access(_ADMIN, scoped=False),
    answers={200: (Text("导出记录", "Who exported what, newest first"), ExportList)},
    summary=Text("导出记录", "List the exports of the county"),
)
def list_exports(cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT) -> Response[Any]:
    """List who exported what and when."""
    rows, next_cursor = store.exports_page(limit, cursor)
    now = clock.now()
    rows = [store.as_it_stands(row, now) for row in rows]
    return API.answer(200, {"items": [_view(row) for row in rows], "next_cursor": next_cursor})


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
    row, post = _own(export_id)
    view, now = _view(row), clock.now()
    if row.status == Status.DONE and now < clock.from_iso(row.finished_at) + KEPT:
        store.note_download(row, request.person, post, now)
        address = files.address_of(row, now)
        view["download"] = {
            "url": address.url,
            "expires_at": clock.local_iso(address.expires_at),
        }
    return API.answer(200, view)


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
    if store.load(export_id) is None:
        raise NotFound
    rows, next_cursor = store.downloads_page(export_id, limit, cursor)
    items = [
        {
            "at": clock.local_iso(clock.from_iso(row.at)),
            "person_id": row.person_id,
            "role": row.role,
            "unit": row.post_unit,
        }
        for row in rows
    ]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


def _own(export_id: str) -> tuple[ExportRow, Post]:
    """Return an export the caller asked for and still has the unit of, or any as the county's administrator; and by which post."""
    row, caller = store.load(export_id), API.request.person
    post: Post | None = None
    if row is not None:
        roles = OFFICERS if row.requested_by == caller.person_id else _ADMIN
        post = caller.post_over(row.unit, roles)
    if row is None or post is None:
        raise NotFound
    API.request.allow(proven=True)
    return store.as_it_stands(row, clock.now()), post


def _view(row: ExportRow) -> dict[str, Any]:
    finished = clock.from_iso(row.finished_at) if row.finished_at else None
    done = row.status == Status.DONE
    failure = Failure(row.failure) if row.failure else None
    size: Any = row.size
    return {
        "id": row.export_id,
        "unit": row.unit,
        "from": row.first,
        "to": row.last,
        "format": row.format,
        "descriptions": bool(row.descriptions),
        "status": row.status,
        "rows_done": int(row.rows_done),
        "rows_total": int(row.rows_done) if row.all_read else None,
        "size": int(size) if size is not None else None,
        "failure": str(failure) if failure else None,
        "failure_text": FAILURE_TEXTS[failure].say(API.request.language) if failure else None,
        "requested_by": row.requested_by,
        "requested_role": row.requested_role,
        "requested_unit": row.requested_unit,
        "requested_at": clock.local_iso(clock.from_iso(row.requested_at)),
        "finished_at": clock.local_iso(finished) if finished else None,
        "kept_until": clock.local_iso(finished + KEPT) if finished and done else None,
        "download": None,
    }
