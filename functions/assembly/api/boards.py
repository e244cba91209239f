"""What must be published, how often, and the board that anybody reads without login."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.shared import (
    API,
    EVERYBODY,
    Village,
    VillageInPath,
    asked,
    enter,
    find,
    reply,
    require_office,
    show,
)
from assembly.model.boards import (
    AssemblySettings,
    AssemblySettingsView,
    DutyList,
    PublicList,
    PublicPublication,
    settings_view,
)
from assembly.rules.standing import GUIDES, KEEPERS
from assembly.rules.villages import VillageSettings
from assembly.service.change_settings import LessOftenByTown, change_settings
from assembly.service.list_duties import duties_of
from assembly.service.list_things import board_of, published_on
from kernel import paging
from kernel.access import PUBLIC, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea, StaleVersion, TooManyRequests
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/assembly/publication-duties",
    access=EVERYBODY,
    answers={200: (Text("公开职责", "The duties"), DutyList)},
    problems=[NotFound],
    summary=Text("应公开与未公开", "What must be published, and what is missing"),
)
def list_duties(request: Called, village: Village) -> Response[Any]:
    """List every period since the village began, of every duty, oldest first."""
    reader = enter(request, village)
    return show(duties_of(village, reader.language))


@API.route(
    "GET",
    "/v1/assembly/settings/{village}",
    access=EVERYBODY,
    answers={200: (Text("设置", "The settings"), AssemblySettingsView)},
    problems=[NotFound],
    summary=Text("村自治设置", "Read a village's settings"),
)
def get_settings(request: Called, village: VillageInPath) -> Response[Any]:
    """Read how a village publishes and what its meeting has delegated."""
    found = find(request, VillageSettings, village)
    return show(settings_view(found.thing, found.version), found.version)


@API.route(
    "PUT",
    "/v1/assembly/settings/{village}",
    access=Access(KEEPERS | GUIDES),
    answers={200: (Text("设置", "The settings"), AssemblySettingsView)},
    problems=[NotFound, OutsideYourArea, LessOftenByTown, StaleVersion],
    summary=Text("设定公开频次", "Set how often finance is published"),
    description=Text(
        "村可改为按月公布；改回按季须由乡镇以上办理。",
        "A village may go over to every month; back to every quarter it goes by the town or the county.",
    ),
)
def put_settings(request: Called, village: VillageInPath, body: AssemblySettings) -> Response[Any]:
    """Set how a village publishes."""
    require_office(request, village, KEEPERS | GUIDES)
    return reply(change_settings(village, body, asked(request)))


@API.route(
    "GET",
    "/v1/assembly/village-board/{village}",
    access=PUBLIC,
    answers={200: (Text("村务公开栏", "What the village has published"), PublicList)},
    problems=[NotFound, TooManyRequests],
    summary=Text("村务公开栏（无需登录）", "A village's board, without login"),
)
def read_board(
    request: Called, village: str, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read what a village has published, newest first."""
    API.count_look(request)
    return show(board_of(village, limit, cursor))


@API.route(
    "GET",
    "/v1/assembly/village-board/{village}/{publication}",
    access=PUBLIC,
    answers={200: (Text("公开内容", "The publication"), PublicPublication)},
    problems=[NotFound, TooManyRequests],
    summary=Text("查看公开内容（无需登录）", "Read a publication, without login"),
)
def read_published(request: Called, village: str, publication: str) -> Response[Any]:
    """Read a publication that is up with what was answered to objections; no person is told."""
    API.count_look(request)
    return show(published_on(village, publication))
