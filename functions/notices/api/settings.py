"""Routes: the notice settings, quiet hours above all."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import OFFICERS, Access, Role
from kernel.http import MAX_DOCUMENT_BYTES, Called
from kernel.in_force import InForce
from kernel.problems import NotFound, StaleVersion
from kernel.texts import Language, Text
from notices.api.base import API
from notices.model.settings import NoticeSettings, NoticeSettingsView, settings_view
from notices.rules.quiet import Settings
from notices.service.keep_settings import read_settings, set_settings


@API.route(
    "GET",
    "/v1/notices/settings",
    access=Access(OFFICERS, scoped=False),
    answers={200: (Text("现行通知设置", "The notice settings in force"), NoticeSettingsView)},
    problems=[NotFound],
    summary=Text("查看通知设置", "Read the notice settings"),
)
def get_notice_settings(
    request: Called,
    version: Annotated[int | None, Query(ge=0, le=999_999)] = None,
) -> Response[Any]:
    """Read the notice settings in force, or an earlier version."""
    return _answer(read_settings(version), request.language)


@API.route(
    "PUT",
    "/v1/notices/settings",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={200: (Text("新版通知设置", "The new version, in force now"), NoticeSettingsView)},
    problems=[StaleVersion],
    most_bytes=MAX_DOCUMENT_BYTES,
    summary=Text("设定通知设置", "Set the notice settings"),
    description=Text(
        "设定各层级的通知发送时段：工作日按星期（含调休上班日），休息日另定。紧急事件随时发送；"
        "其余在时段外暂存，于下一时段发出。已暂存的按新设置重新计算。带 If-Match 可防覆盖他人修改。",
        "Sets when each tier may be told: on working days by weekday (make-up days included), on "
        "days off apart. What is urgent goes out at any time; the rest waits for the next window. "
        "What is held already follows the new settings. With If-Match nobody's change is "
        "overwritten.",
    ),
)
def put_notice_settings(request: Called, body: NoticeSettings) -> Response[Any]:
    """Set a new version of the notice settings."""
    kept = set_settings(
        body.model_dump(mode="json", exclude_none=True),
        request.expected_version,
        request.person.person_id,
    )
    return _answer(kept, request.language)


def _answer(kept: InForce[Settings], language: Language) -> Response[Any]:
    return API.answer(200, settings_view(kept, language), version=kept.version)
