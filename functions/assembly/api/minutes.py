"""Minutes as a document: ask for it, see how far it is, fetch it."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.shared import API, IdInPath, asked, find, reply, show
from assembly.rules.limits import TooMuchToKeep
from assembly.rules.meetings import Meeting
from assembly.rules.minutes import MinutesNotSigned
from assembly.rules.standing import GUIDES, INSIDERS, KEEPERS
from assembly.service.write_minutes import ask_for_minutes, read_minutes
from kernel.access import Access
from kernel.documents.model import DocumentView
from kernel.http import Called
from kernel.problems import IdempotencyKeyReused, NotFound, OutsideYourArea
from kernel.storage.rates import TooOften
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/assembly/meetings/{meeting}/minutes-document",
    access=Access(KEEPERS | GUIDES),
    answers={202: (Text("已受理，后台生成", "Accepted; written in the background"), DocumentView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        TooMuchToKeep,
        OutsideYourArea,
        MinutesNotSigned,
        TooOften,
    ],
    summary=Text("生成会议纪要文件", "Write the minutes as a document"),
    description=Text(
        "会议记录签字后生成带编号的纪要（DOCX）。重复请求为同一文件、同一编号；重新计票后内容有变的，原编号作废，另取新号。",
        "Of signed minutes, as DOCX with a number. Asked again it is the same document under the same number; where a recount changed "
        "what it says, the old number is void and a new one taken.",
    ),
)
def write_minutes(request: Called, meeting: IdInPath) -> Response[Any]:
    """Ask for the document; the worker writes it."""
    found = find(request, Meeting, meeting)
    request.within(found.village, KEEPERS | GUIDES)
    return reply(ask_for_minutes(meeting, found.village, asked(request, found, status=202)))


@API.route(
    "GET",
    "/v1/assembly/meetings/{meeting}/minutes-document",
    access=Access(INSIDERS),
    answers={200: (Text("会议纪要文件", "The document"), DocumentView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("会议纪要文件与下载地址", "Read how far the document is, and where its file is"),
    description=Text(
        "完成后 download 给出十分钟内有效的下载地址；文件保存七天，过期可再次生成，编号不变。",
        "Once done, `download` is an address good for ten minutes; the file is kept for seven days and can be written again under the same "
        "number.",
    ),
)
def get_minutes(request: Called, meeting: IdInPath) -> Response[Any]:
    """Answer how far the document is; once done, where to fetch it."""
    found = find(request, Meeting, meeting)
    request.within(found.village, INSIDERS)
    return show(*read_minutes(meeting))
