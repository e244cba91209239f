"""Routes of places that are checked."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import paging
from kernel.access import PLACE_STAFF
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text
from services.api.base import API
from services.hazards.api.base import CONCERNED, STAFFED, Grid
from services.hazards.model.place_requests import EnterPlace, MovePlace
from services.hazards.model.places import HazardPlaceList, HazardPlaceView, place_view
from services.hazards.rules.place_states import PLACES, PlaceEvent
from services.hazards.service.enter_place import enter_place
from services.hazards.service.move_place import move_place
from services.hazards.service.see_places import (
    list_own_places,
    list_place_steps,
    list_places,
    see_place,
)


@API.route(
    "POST",
    "/v1/services/hazards/places",
    access=STAFFED,
    answers={201: (Text("已登记", "Entered"), HazardPlaceView)},
    problems=[OutsideYourArea, UnitClosed, TooOften, *WRITES],
    summary=Text("登记排查处所", "Put a place on the hazard rounds"),
    description=Text(
        "住房、商铺、水塘、边坡、农机、林缘等；按类别定排查间隔，登记之日起应查。",
        "House, shop, pond, slope, machine, forest edge and others. How often it is visited follows from kind and class; it is due from today on.",
    ),
)
def enter_hazard_place(request: Called, body: EnterPlace) -> Response[Any]:
    """Enter a place in the caller's area."""
    return API.carry_out(
        request,
        lambda work: enter_place(work, body, request),
        lambda seen: place_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/services/hazards/places/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/services/hazards/places",
    access=STAFFED,
    answers={
        200: (
            Text("网格的排查处所，先到期的在前", "Places, what is due first on top"),
            HazardPlaceList,
        )
    },
    problems=[OutsideYourArea],
    summary=Text("网格排查处所清单", "List the places of a grid"),
)
def list_hazard_places(
    request: Called, grid: Grid, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the places of a grid in the caller's area."""
    request.within(grid, PLACE_STAFF)
    found = list_places(grid, request.person, limit, cursor)
    return API.page(found, lambda seen: place_view(seen, request.language))


@API.route(
    "GET",
    "/v1/services/hazards/own-places",
    access=CONCERNED,
    answers={200: (Text("本人的排查处所", "The caller's own"), HazardPlaceList)},
    summary=Text("本人的排查处所", "List the places one owns"),
)
def list_own_hazard_places(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what the caller owns."""
    request.allow(proven=True)
    found = list_own_places(request.person, limit, cursor)
    return API.page(found, lambda seen: place_view(seen, request.language))


@API.route(
    "GET",
    "/v1/services/hazards/places/{place}",
    access=CONCERNED,
    answers={200: (Text("排查处所", "The place"), HazardPlaceView)},
    problems=[NotFound],
    summary=Text("查看排查处所", "Read a place"),
)
def get_hazard_place(request: Called, place: RowId) -> Response[Any]:
    """Read a place that the caller works for or owns."""
    seen = see_place(place, request.person)
    request.allow(proven=True)
    return API.answer(200, place_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    "/v1/services/hazards/places/{place}/history",
    access=STAFFED,
    answers={200: (Text("全过程", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("排查处所历次排查和变更", "Read the history of a place"),
)
def get_hazard_place_history(
    request: Called, place: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the visits to a place in the caller's area."""
    request.within(see_place(place, request.person).thing.grid, PLACE_STAFF)
    found = list_place_steps(place, limit, cursor)
    return API.page(found, lambda step: step_view(step, PlaceEvent, request.language))


@API.route(
    "POST",
    "/v1/services/hazards/places/{place}/transitions",
    access=STAFFED,
    answers={200: (Text("办理后的排查处所", "The place after the step"), HazardPlaceView)},
    problems=[OutsideYourArea, UnitClosed, TooOften, *MOVES],
    summary=Text("排查、变更或停查", "Check a place, change it, or take it off the rounds"),
    description=PLACES.described(),
)
def move_hazard_place(request: Called, place: RowId, body: MovePlace) -> Response[Any]:
    """Take a step with a place in the caller's area."""
    expected, command = request.expected_version, body.as_command()
    return API.carry_out(
        request,
        lambda work: move_place(work, place, command, request, expected),
        lambda seen: place_view(seen, request.language),
    )
