"""Routes of lessons, for those who know the cases."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from enforcement.api.base import API
from enforcement.outreach.api.base import MOVES, WRITES
from enforcement.outreach.model.lesson_requests import DraftLesson, MoveLesson
from enforcement.outreach.model.lessons import LessonList, LessonView, lesson_view
from enforcement.outreach.rules.lessons import (
    AUTHORS,
    LESSONS,
    READERS,
    CaseNotClosed,
    LessonStatus,
    NoLessonOfWrong,
    OwnLesson,
    WordsToClear,
)
from enforcement.outreach.rules.public_text import PartyNamed
from enforcement.outreach.service.move_lesson import draft_lesson, move_lesson
from enforcement.outreach.service.see_lessons import list_own, see_lesson
from kernel import paging
from kernel.access import Access
from kernel.fields import ThingId
from kernel.http import Called
from kernel.http.asked import RowId, TownAsked
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound
from kernel.texts import Text

_OWN = Access(READERS)


@API.route(
    "POST",
    "/v1/enforcement/outreach/lessons",
    access=Access(AUTHORS),
    answers={201: (Text("已起草", "Drafted"), LessonView)},
    problems=[NotFound, CaseNotClosed, NoLessonOfWrong, PartyNamed, *WRITES],
    summary=Text("从已结案件起草案例", "Write a lesson of a closed case"),
    description=Text(
        "以案释法：不得出现当事人姓名、名称、案号和个人号码；须由他人审核后公布。",
        "Teaching by cases: no party's name, no number of the case or of a person. Somebody else than its author publishes it.",
    ),
)
def draft_outreach_lesson(request: Called, body: DraftLesson) -> Response[Any]:
    """Write a lesson of a closed case of the own town."""
    # The case is looked up by the use case, which finds none of another town.
    request.allow(proven=True)
    return API.carry_out(
        request,
        lambda work: draft_lesson(work, body, request.person),
        lambda seen: lesson_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/enforcement/outreach/lessons/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/enforcement/outreach/lessons",
    access=_OWN,
    answers={200: (Text("案例，新的在前", "Lessons, newest first"), LessonList)},
    summary=Text("本乡镇案例清单", "List the lessons of a town by status, or those of a case"),
)
def list_outreach_lessons(
    request: Called,
    town: TownAsked,
    status: Annotated[LessonStatus, Query()] = LessonStatus.DRAFT,
    case: Annotated[ThingId | None, Query(description="Those of a case / 某一案件的案例")] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List lessons of the own town."""
    request.within(town, READERS)
    found = list_own(town, status, case, request.person, limit, cursor)
    return API.page(found, lambda seen: lesson_view(seen, request.language))


@API.route(
    "GET",
    "/v1/enforcement/outreach/lessons/{lesson}",
    access=_OWN,
    answers={200: (Text("案例", "The lesson"), LessonView)},
    problems=[NotFound],
    summary=Text("查看案例", "Read a lesson"),
)
def get_outreach_lesson(request: Called, lesson: RowId) -> Response[Any]:
    """Read a lesson of the own town."""
    seen = see_lesson(lesson, request.person)
    request.within(seen.thing.town, READERS)
    return API.answer(200, lesson_view(seen, request.language), version=seen.version)


@API.route(
    "POST",
    "/v1/enforcement/outreach/lessons/{lesson}/transitions",
    access=_OWN,
    answers={200: (Text("办理后的案例", "The lesson after the step"), LessonView)},
    problems=[*MOVES, CaseNotClosed, NoLessonOfWrong, PartyNamed, OwnLesson, WordsToClear],
    summary=Text("公布或撤回案例", "Publish a lesson, or withdraw it"),
    description=LESSONS.described(),
)
def move_outreach_lesson(request: Called, lesson: RowId, body: MoveLesson) -> Response[Any]:
    """Publish a lesson somebody else wrote, or withdraw one."""
    expected, command = request.expected_version, body.as_command()
    request.within(see_lesson(lesson, request.person).thing.town, READERS)
    return API.carry_out(
        request,
        lambda work: move_lesson(work, lesson, command, request.person, expected),
        lambda seen: lesson_view(seen, request.language),
    )
