"""Bulk import: a file is announced, uploaded, checked, and applied."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import clock
from kernel.access import Access, Role
from kernel.http import Called
from kernel.ids import new_id
from kernel.problems import IdempotencyKeyReused, NotFound
from kernel.storage.dynamo import read
from kernel.texts import Text
from registry.api.base import API, FIRST_PAGE, Cursor, Limit, row_id, settled, whole
from registry.imports import files
from registry.imports.ending import as_it_stands
from registry.imports.rules import (
    WORKING,
    Action,
    FileChanged,
    IllegalMove,
    Status,
    legal_actions,
)
from registry.imports.store import ImportRow, errors_of
from registry.model.answers import ErrorPage, ImportView
from registry.model.requests import ImportBody, ImportTransition
from registry.store.draft import Draft, Settled

_ADMIN = Access(frozenset({Role.COUNTY_ADMIN}))


@API.route(
    "POST",
    "/v1/registry/imports",
    access=_ADMIN,
    answers={201: (Text("已登记，请上传文件", "Announced; upload the file"), ImportView)},
    problems=[IdempotencyKeyReused],
    summary=Text("登记批量导入", "Announce a file for import"),
    description=Text(
        "按 upload 给出的地址和请求头上传文件，再以 action=check 检查，检查通过后以 action=apply 导入。",
        "PUT the file to `upload` with its headers, then `check` it; what passes may be applied.",
    ),
)
def create_import(request: Called, body: ImportBody) -> Response[Any]:
    """Announce a file and answer where it is to be sent."""
    post = request.within(_county(), {Role.COUNTY_ADMIN})
    caller = request.person

    def decide(draft: Draft) -> Settled:
        at = clock.now()
        import_id = new_id(at)
        row = ImportRow(
            *ImportRow.key(import_id)[1:],
            import_id=import_id,
            county=post.unit,
            kind=str(body.kind),
            format=str(body.format),
            file_name=body.file_name,
            size=body.size,
            status=str(Status.AWAITING_UPLOAD),
            created_at=clock.iso(at),
            created_by=caller.person_id,
            updated_at=clock.iso(at),
            actor=caller.person_id,
            actor_role=str(post.role),
            actor_unit=post.unit,
        )
        draft.add(row)
        return Settled(201, _view(row), int(row.version))

    return settled(decide, once=True)


@API.route(
    "GET",
    "/v1/registry/imports/{import_id}",
    access=_ADMIN,
    answers={200: (Text("导入情况", "The import"), ImportView)},
    problems=[NotFound],
    summary=Text("导入进度与结果", "Read how far an import is"),
)
def get_import(import_id: str) -> Response[Any]:
    """Answer how far an import is, with the first errors of its last run."""
    row = _own_county(import_id)
    body = {**_view(row), "errors": _errors(row, FIRST_PAGE, None)}
    return API.answer(200, body, version=int(row.version))


@API.route(
    "GET",
    "/v1/registry/imports/{import_id}/errors",
    access=_ADMIN,
    answers={200: (Text("错误列表", "Errors"), ErrorPage)},
    problems=[NotFound],
    summary=Text("导入错误列表", "List the errors of the last run"),
)
def list_import_errors(
    import_id: str, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List the errors of the last run, with row and column."""
    return API.answer(200, _errors(_own_county(import_id), limit, cursor))


@API.route(
    "POST",
    "/v1/registry/imports/{import_id}/transitions",
    access=_ADMIN,
    answers={200: (Text("已受理", "Accepted"), ImportView)},
    problems=[NotFound, IllegalMove, FileChanged],
    summary=Text("检查、导入或取消", "Check, apply or cancel an import"),
    description=Text(
        "check：试运行，只报告错误，不写入；apply：仅当同一文件检查通过后可执行，后台分批写入；cancel：取消。"
        "处理中再次提交同一 action 等于重新排队。后台中断的导入转为 failed 并说明原因，可重新 check。",
        "check: a dry run that only reports; apply: only the very file that passed, in the "
        "background; cancel. Asking again while it runs queues it again. An import whose work was "
        "interrupted is told as failed, with the reason, and can be checked again.",
    ),
)
def move_import(request: Called, import_id: str, body: ImportTransition) -> Response[Any]:
    """Move an import on; the worker does the rest."""
    _own_county(import_id)
    post = request.within(_county(), {Role.COUNTY_ADMIN})
    key = ImportRow.key(import_id)

    def decide(draft: Draft) -> Settled:
        before: ImportRow = draft.find(key)
        given: dict[str, Any] = {
            "actor": request.person.person_id,
            "actor_role": str(post.role),
            "actor_unit": post.unit,
            **_counters(before, Action(body.action)),
        }
        after = before.after(Action(body.action), clock.now(), **given)
        if body.action == "apply":
            _prove_same_file(before)
        written = {name: value for name, value in after.attribute_values.items() if name in _MOVED}
        draft.alter(key, written | given)
        row: ImportRow = draft.find(key)
        return Settled(200, _view(row), int(row.version))

    answer = settled(decide, once=True)
    # After the row: a message that came first would find nothing to do. A replayed answer asks
    # again, since the first time may have ended between the two.
    (row,) = read([key], consistent=True)
    if row.status in WORKING:
        files.enqueue(import_id)
    return answer


_MOVED = ("status", "updated_at")


def _counters(before: ImportRow, action: Action) -> dict[str, Any]:
    """Return what a new run begins with; one that only is asked for again goes on as it is."""
    if before.status in WORKING or action is Action.CANCEL:
        return {}
    fresh = {"rows_done": 0, "created": 0, "changed": 0, "unchanged": 0, "error_count": 0}
    if action is Action.APPLY:
        return fresh
    return {**fresh, "rows_total": None, "attempt": int(before.attempt) + 1}


def _prove_same_file(row: ImportRow) -> None:
    found = files.staged(row)
    if found is None or found.etag != row.etag:
        raise FileChanged


def _county() -> str:
    """Return the county of the caller's post as administrator."""
    return next(post.unit for post in API.request.person.posts if post.role is Role.COUNTY_ADMIN)


def _own_county(import_id: str) -> ImportRow:
    row: ImportRow | None = read([ImportRow.key(row_id(import_id))], consistent=True)[0]
    if row is None:
        raise NotFound
    API.request.allow(API.request.person.post_over(row.county, {Role.COUNTY_ADMIN}) is not None)
    return as_it_stands(row, clock.now())


def _errors(row: ImportRow, limit: int, cursor: str | None) -> dict[str, Any]:
    page = errors_of(row, limit, cursor)
    items = [
        {
            "row": int(error.row),
            "column": error.column,
            "message": error.message,
            "message_en": error.message_en,
        }
        for error in page.rows
    ]
    return {"items": items, "next_cursor": page.next_cursor}


def _view(row: ImportRow) -> dict[str, Any]:
    view: dict[str, Any] = {
        "id": row.import_id,
        "kind": row.kind,
        "format": row.format,
        "file_name": row.file_name,
        "status": row.status,
        "legal_actions": legal_actions(Status(row.status)),
        "rows_total": whole(row.rows_total),
        "rows_done": int(row.rows_done),
        "created": int(row.created),
        "changed": int(row.changed),
        "unchanged": int(row.unchanged),
        "error_count": int(row.error_count),
        "created_at": clock.local_iso(clock.from_iso(row.created_at)),
        "created_by": row.created_by,
        "updated_at": clock.local_iso(clock.from_iso(row.updated_at)),
        "version": int(row.version),
    }
    if row.status == Status.AWAITING_UPLOAD:
        upload = files.upload_for(row, clock.now())
        view["upload"] = {
            "url": upload.url,
            "method": "PUT",
            "headers": upload.headers,
            "expires_at": clock.local_iso(upload.expires_at),
        }
    return view
