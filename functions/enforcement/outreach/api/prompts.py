"""Routes of prompts: the justice department issues and assesses, the organ answers."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from enforcement.api.base import API
from enforcement.outreach.api.base import MANAGED, MOVES, WRITES
from enforcement.outreach.model.prompt_requests import IssuePrompt, MovePrompt
from enforcement.outreach.model.prompts import PromptList, PromptView, prompt_view
from enforcement.outreach.rules.prompts import ISSUERS, PROMPTS, OwnAnswer, PromptStatus
from enforcement.outreach.service.move_prompt import issue_prompt, move_prompt
from enforcement.outreach.service.see_prompts import list_by_status, list_received, see_prompt
from kernel import paging
from kernel.access import Access
from kernel.directory import UnitClosed
from kernel.fields import OwnerCode
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/enforcement/outreach/prompts",
    access=Access(ISSUERS),
    answers={201: (Text("已发出", "Issued"), PromptView)},
    problems=[UnitClosed, *WRITES],
    summary=Text("发出普法提示", "Remind an organ of its duty to bring law to people"),
    description=Text(
        "被提示单位须限期答复，逾期逐级上报；评估后公开（{zh:legal-publicity-law-2025#53,56}）。",
        "The organ must answer in time, or it climbs; the outcome is public ({en:legal-publicity-law-2025#53,56}).",
    ),
)
def issue_outreach_prompt(request: Called, body: IssuePrompt) -> Response[Any]:
    """Issue a prompt to a unit of the county."""
    post = request.within(body.unit, ISSUERS)
    return API.carry_out(
        request,
        lambda work: issue_prompt(work, body, request.person, post),
        lambda seen: prompt_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/enforcement/outreach/prompts/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/enforcement/outreach/prompts",
    access=Access(ISSUERS),
    answers={
        200: (Text("普法提示，先到期者在前", "Prompts, what is due first on top"), PromptList)
    },
    summary=Text("普法提示清单", "List the prompts of a status"),
)
def list_outreach_prompts(
    request: Called,
    county: Annotated[str, Query(pattern=r"^[1-9]\d{5}$", examples=["140426"])],
    status: Annotated[PromptStatus, Query()] = PromptStatus.ISSUED,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the county's prompts of a status."""
    request.within(county, ISSUERS)
    found = list_by_status(status, request.person, limit, cursor)
    return API.page(found, lambda seen: prompt_view(seen, request.language))


@API.route(
    "GET",
    "/v1/enforcement/outreach/received-prompts",
    access=MANAGED,
    answers={200: (Text("收到的普法提示，新的在前", "Prompts received, newest first"), PromptList)},
    problems=[OutsideYourArea],
    summary=Text("本单位收到的普法提示", "List the prompts the own unit received"),
)
def list_received_prompts(
    request: Called,
    unit: Annotated[OwnerCode, Query(description="The own unit / 本单位")],
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what the caller's unit was sent."""
    own = request.person.post_at(unit, MANAGED.roles or ())
    request.allow(own is not None, OutsideYourArea)
    found = list_received(unit, request.person, limit, cursor)
    return API.page(found, lambda seen: prompt_view(seen, request.language))


@API.route(
    "GET",
    "/v1/enforcement/outreach/prompts/{prompt}",
    access=MANAGED,
    answers={200: (Text("普法提示", "The prompt"), PromptView)},
    problems=[NotFound],
    summary=Text("查看普法提示", "Read a prompt"),
)
def get_outreach_prompt(request: Called, prompt: RowId) -> Response[Any]:
    """Read a prompt that concerns the caller, or whose outcome is public."""
    seen = see_prompt(prompt, request.person)
    request.allow(proven=True)
    return API.answer(200, prompt_view(seen, request.language), version=seen.version)


@API.route(
    "POST",
    "/v1/enforcement/outreach/prompts/{prompt}/transitions",
    access=MANAGED,
    answers={200: (Text("办理后的普法提示", "The prompt after the step"), PromptView)},
    problems=[*MOVES, OwnAnswer],
    summary=Text("答复、评估或撤回普法提示", "Answer a prompt, assess the answer, or take it back"),
    description=PROMPTS.described(),
)
def move_outreach_prompt(request: Called, prompt: RowId, body: MovePrompt) -> Response[Any]:
    """Take a step with a prompt that concerns the caller."""
    expected, command = request.expected_version, body.as_command()
    see_prompt(prompt, request.person)
    request.allow(proven=True)
    return API.carry_out(
        request,
        lambda work: move_prompt(work, prompt, command, request.person, expected),
        lambda seen: prompt_view(seen, request.language),
    )
