"""Routes of projects: livestock, and crops by plot and season."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from economy.api.base import API
from economy.api.shared import BOOKKEEPING, READ, WRITES
from economy.model.project_requests import BeginProject, EnterOfProject
from economy.model.projects import (
    ProjectEntryList,
    ProjectList,
    ProjectView,
    entry_view,
    project_view,
)
from economy.rules.asset_states import READERS
from economy.rules.projects import PROJECT_ROLES, ProjectClosed
from economy.service.keep_projects import (
    begin_project,
    close_project,
    enter_of_project,
    list_entries,
    list_projects,
    see,
)
from economy.service.read_things import get_project
from kernel import paging
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId, Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.storage.rates import TooOften
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/economy/projects",
    access=BOOKKEEPING,
    answers={201: (Text("已立项", "Begun"), ProjectView)},
    problems=[UnitClosed, TooOften, *WRITES],
    summary=Text("登记养殖或种植项目", "Begin a project of livestock or of a crop"),
    description=Text(
        "种植按地块和季节各一项：冬小麦秋季投入、来年夏季收入记在同一项目。产生的经济价值单列，不计入收入。",
        "A crop has one project a plot and season: winter wheat costs in autumn and brings in next summer. Value produced stands by itself, never in income.",
    ),
)
def begin_economy_project(request: Called, body: BeginProject) -> Response[Any]:
    """Begin a project of a village the caller keeps."""
    post = request.within(body.village, PROJECT_ROLES)
    return API.carry_out(
        request,
        lambda work: begin_project(work, body, request.person, post),
        lambda seen: project_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/economy/projects/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/economy/projects",
    access=READ,
    answers={200: (Text("项目，新的在前", "Projects, the latest first"), ProjectList)},
    summary=Text("集体项目清单", "List a village's projects"),
)
def list_economy_projects(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the projects of a village in the caller's area."""
    request.within(village, READERS)
    found = list_projects(village, request.person, limit, cursor)
    return API.page(found, lambda seen: project_view(seen, request.language))


@API.route(
    "GET",
    "/v1/economy/projects/{project}",
    access=READ,
    answers={200: (Text("项目", "The project"), ProjectView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看集体项目", "Read a project"),
)
def get_economy_project(request: Called, project: RowId) -> Response[Any]:
    """Read a project in the caller's area."""
    one = get_project(project)
    request.within(one.village, READERS)
    return API.answer(
        200, project_view(see(one, request.person), request.language), version=one.version
    )


@API.route(
    "POST",
    "/v1/economy/projects/{project}/entries",
    access=BOOKKEEPING,
    answers={201: (Text("登记后的项目", "The project with it"), ProjectView)},
    problems=[NotFound, OutsideYourArea, ProjectClosed, TooOften, *WRITES],
    summary=Text(
        "登记项目支出、收入或产生的经济价值", "Enter what a project cost, brought in or produced"
    ),
)
def enter_of_economy_project(
    request: Called, project: RowId, body: EnterOfProject
) -> Response[Any]:
    """Enter something of a project the caller keeps."""
    post = request.within(get_project(project).village, PROJECT_ROLES)
    return API.carry_out(
        request,
        lambda work: enter_of_project(work, project, body, request.person, post),
        lambda seen: project_view(seen, request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/economy/projects/{project}/entries",
    access=READ,
    answers={200: (Text("登记，新的在前", "Entries, the latest first"), ProjectEntryList)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("项目收支登记", "List what a project cost, brought in and produced"),
)
def list_economy_project_entries(
    request: Called, project: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the entries of a project in the caller's area."""
    request.within(get_project(project).village, READERS)
    found = list_entries(project, limit, cursor)
    return API.page(found, lambda one: entry_view(one, request.language))


@API.route(
    "POST",
    "/v1/economy/projects/{project}/closing",
    access=BOOKKEEPING,
    answers={200: (Text("已结束的项目", "The project, closed"), ProjectView)},
    problems=[NotFound, OutsideYourArea, ProjectClosed, StaleVersion, *WRITES],
    summary=Text("结束项目", "Close a project"),
)
def close_economy_project(request: Called, project: RowId) -> Response[Any]:
    """Close a project the caller keeps."""
    post = request.within(get_project(project).village, PROJECT_ROLES)
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: close_project(work, project, request.person, post, expected),
        lambda seen: project_view(seen, request.language),
    )
