"""Bulk import: a file is announced, uploaded, checked, and applied."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import IdempotencyKeyReused, NotFound
from kernel.states import IllegalMove
from kernel.storage.rates import TooOften
from kernel.texts import Text
from registry.api.base import API, FIRST_PAGE, answer, asked, row_id, show
from registry.imports.rules.faults import FileChanged
from registry.imports.rules.states import ADMIN
from registry.imports.service import move_import as moves
from registry.imports.service import show_import
from registry.imports.service.announce import announce_import
from registry.model.answers import ErrorPage, ImportView
from registry.model.requests import ImportBody, MoveImport

_ADMIN = Access(frozenset(ADMIN))


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
    return answer(announce_import(asked(request, 201), body))


@API.route(
    "GET",
    "/v1/registry/imports/{import_id}",
    access=_ADMIN,
    answers={200: (Text("导入情况", "The import"), ImportView)},
    problems=[NotFound],
    summary=Text("导入进度与结果", "Read how far an import is"),
)
def get_import(request: Called, import_id: str) -> Response[Any]:
    """Answer how far an import is, with the first errors of its last run."""
    return show(show_import.show_import(request, row_id(import_id), FIRST_PAGE))


@API.route(
    "GET",
    "/v1/registry/imports/{import_id}/errors",
    access=_ADMIN,
    answers={200: (Text("错误列表", "Errors"), ErrorPage)},
    problems=[NotFound],
    summary=Text("导入错误列表", "List the errors of the last run"),
)
def list_import_errors(
    request: Called, import_id: str, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List the errors of the last run, with row and column."""
    return API.answer(200, show_import.list_errors(request, row_id(import_id), limit, cursor))


@API.route(
    "POST",
    "/v1/registry/imports/{import_id}/transitions",
    access=_ADMIN,
    answers={200: (Text("已受理", "Accepted"), ImportView)},
    problems=[NotFound, IllegalMove, FileChanged, TooOften],
    summary=Text("检查、导入或取消", "Check, apply or cancel an import"),
    description=Text(
        "check：试运行，只报告错误，不写入；apply：仅当同一文件检查通过后可执行，后台分批写入；cancel：取消。"
        "处理中再次提交同一 action 等于重新排队。后台中断的导入转为 failed 并说明原因，可重新 check。",
        "check: a dry run that only reports; apply: only the very file that passed, in the "
        "background; cancel. Asking again while it runs queues it again. An import whose work was "
        "interrupted is told as failed, with the reason, and can be checked again.",
    ),
)
def move_import(request: Called, import_id: str, body: MoveImport) -> Response[Any]:
    """Move an import on; the worker does the rest."""
    return answer(moves.move_import(asked(request, 200), row_id(import_id), body.action))
