"""Routes: the own messages, and the texts they are made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.access import ALL_ROLES, OFFICERS, Access, Role
from kernel.http import MAX_DOCUMENT_BYTES, Called, Request, to_json
from kernel.http.pages import Cursor, Limit
from kernel.http.sending import CATALOGUE
from kernel.in_force import InForce
from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion
from kernel.storage.idempotency import Answered
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text
from notices.api.base import API, answered
from notices.inbox import model
from notices.inbox.rules.texts import Texts
from notices.inbox.service.keep_texts import read_texts, set_texts
from notices.inbox.service.mark_read import mark_read
from notices.inbox.service.see_inbox import see_inbox
from notices.service.answers import ANSWERS


@API.route(
    "GET",
    "/v1/notices/inbox",
    access=Access(ALL_ROLES),
    answers={200: (Text("本人消息，新的在前", "The own messages, newest first"), model.Inbox)},
    summary=Text("我的消息", "Read the own inbox"),
    description=Text(
        "本人上报、附议或并案事件的进度与结果。办结消息附满意度评价选项，用事件的 rate 操作作答。消息保存一段时间后自动删除。",
        "What became of what one reported, joined, or had merged. The message of a result asks whether one is satisfied; the incident's "
        "action `rate` answers. Messages are kept for a time.",
    ),
)
def read_inbox(
    request: Called, limit: Limit = paging.DEFAULT_LIMIT, cursor: Cursor = None
) -> Response[Any]:
    """Read the caller's own messages."""
    request.allow(proven=True)
    seen = see_inbox(request.person.person_id, limit, cursor)
    return API.answer(200, model.inbox_view(seen, request.language))


@API.route(
    "POST",
    "/v1/notices/inbox/transitions",
    access=Access(ALL_ROLES),
    answers={200: (Text("已读位置", "Up to where it is read"), model.InboxMark)},
    problems=[NotFound, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("标记已读", "Mark messages as read"),
    description=Text(
        "up_to 及更早的消息记为已读；此后才送达的旧消息仍为未读。",
        "That message and all older ones are read; what arrives later is unread, however old the event.",
    ),
)
def move_inbox(request: Called, body: model.MoveInbox) -> Response[Any]:
    """Mark the caller's own messages as read."""
    request.allow(proven=True)

    outcome = mark_read(
        request.person.person_id,
        body.up_to,
        request.idempotency_key(ANSWERS),
        lambda mark: Answered(200, to_json(model.mark_view(mark))),
    )
    return answered(outcome)


@API.route(
    "GET",
    "/v1/notices/texts",
    access=Access(OFFICERS, scoped=False),
    answers={200: (Text("现行消息文本", "The texts in force"), model.MessageTextsView)},
    problems=[NotFound],
    summary=Text("查看消息文本", "Read the texts of messages to reporters"),
)
def get_message_texts(
    request: Called,
    version: Annotated[int | None, Query(ge=0, le=999_999)] = None,
) -> Response[Any]:
    """Read the texts in force, or an earlier version."""
    return _texts(request, read_texts(version), CATALOGUE)


@API.route(
    "PUT",
    "/v1/notices/texts",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={
        200: (
            Text("新版消息文本", "The new version, for messages from now on"),
            model.MessageTextsView,
        )
    },
    problems=[StaleVersion],
    most_bytes=MAX_DOCUMENT_BYTES,
    summary=Text("设定消息文本", "Set the texts of messages to reporters"),
    description=Text(
        "按事项和类别设定，须有中英文；占位符限于列出的几种；未设定的沿用默认文本。已发出的消息不变。带 If-Match 可防覆盖他人修改。",
        "By event and category, in both languages, with the listed placeholders alone; what is left out is as packaged. Messages already "
        "told stay as they are. With If-Match nobody's change is overwritten.",
    ),
)
def put_message_texts(request: Called, body: model.MessageTexts) -> Response[Any]:
    """Set a new version of the texts."""
    kept = set_texts(
        body.model_dump(mode="json", exclude_none=True),
        request.expected_version,
        request.person.person_id,
    )
    return _texts(request, kept)


def _texts(
    request: Request, kept: InForce[Texts], headers: Mapping[str, str] | None = None
) -> Response[Any]:
    view = model.texts_view(kept, request.language)
    return API.answer(200, view, version=kept.version, headers=headers)
