"""Persons: oneself, and whom an officer's post reaches; phones are masked unless asked for."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import ALL_ROLES, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.texts import Text
from registry.api.base import API, FIRST_PAGE, answer, asked, person_id, show
from registry.model.answers import MeView, PersonView, ReadPage
from registry.model.requests import PersonBody
from registry.rules.reach import EDITORS
from registry.rules.versions import VersionRequired
from registry.service import read_person, save_person


@API.route(
    "GET",
    "/v1/me",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("本人", "The caller"), MeView)},
    summary=Text("本人及当前岗位", "Who I am and which posts I hold today"),
)
def get_me(request: Called) -> Response[Any]:
    """Answer who calls, with the posts held today."""
    return API.answer(200, read_person.show_me(request))


@API.route(
    "GET",
    "/v1/registry/persons/{person}",
    access=Access(ALL_ROLES),
    answers={200: (Text("人员", "The person"), PersonView)},
    problems=[NotFound],
    summary=Text("人员信息", "Read a person"),
    description=Text(
        "电话默认脱敏；干部因工作需要可加 unmasked=true 和 reason 查看，每次查看留痕。"
        "本人资料不脱敏。",
        "The phone is masked; officers may ask with unmasked=true and a reason, which leaves a "
        "record. One's own is not masked.",
    ),
)
def get_person(
    request: Called,
    person: str,
    unmasked: Annotated[bool, Query(description="Show the phone / 显示完整电话")] = False,
    reason: Annotated[
        str | None, Query(min_length=2, max_length=200, description="Why / 查看事由")
    ] = None,
) -> Response[Any]:
    """Answer a person; an unmasked reading by somebody else is recorded first."""
    who = person_id(person)
    return show(read_person.show_person(request, who, unmasked=unmasked, reason=reason))


@API.route(
    "GET",
    "/v1/registry/persons/{person}/reads",
    access=Access(ALL_ROLES),
    answers={200: (Text("查看记录", "Readings"), ReadPage)},
    problems=[NotFound],
    summary=Text("完整信息查看记录", "Who read this person's data unmasked"),
)
def list_reads(
    request: Called, person: str, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List who has read a person's data unmasked: for the person and for officers who reach him."""
    return API.answer(200, read_person.list_reads(request, person_id(person), limit, cursor))


@API.route(
    "PUT",
    "/v1/registry/persons/{person}",
    access=Access(EDITORS),
    answers={
        200: (Text("已修改", "Changed"), PersonView),
        201: (Text("已新建", "Created"), PersonView),
    },
    problems=[NotFound, OutsideYourArea, VersionRequired, StaleVersion],
    summary=Text("登记或修改人员", "Register a person or replace the facts"),
    description=Text(
        "县管理员可登记任何人员；乡镇干部可登记新人员，修改仅限所有岗位都在本乡镇村、网格的人员，"
        "无岗位的人员须家庭户在本乡镇。",
        "The county administrator registers anybody; a town officer registers new persons and "
        "changes those whose posts all lie in the town's villages and grids or, without any post, "
        "whose household does.",
    ),
)
def put_person(request: Called, person: str, body: PersonBody) -> Response[Any]:
    """Register a person, or replace name and phone."""
    return answer(save_person.put_person(asked(request), person_id(person), body))
