"""Routes of hires: book a machine, see when it is given out, enter what was done and paid."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from economy.api.base import API
from economy.api.shared import EVERYBODY, MOVES, READ, WRITES
from economy.model.hire_requests import BookMachine, MoveHire
from economy.model.hires import HireList, HireView, MachineCalendar, calendar_view, hire_view
from economy.rules.asset_states import READERS
from economy.rules.hires import HIRES
from economy.service.hire_machines import (
    book_machine,
    calendar_of,
    list_hires,
    list_own_hires,
    move_hire,
    require_machine,
    see_hire,
)
from economy.service.read_things import get_asset
from kernel import paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.storage.rates import TooOften
from kernel.texts import Text

SIGNED_IN = Access(ALL_ROLES, scoped=False)


@API.route(
    "POST",
    "/v1/economy/machines/{machine}/hires",
    access=SIGNED_IN,
    answers={201: (Text("已预约", "Booked"), HireView)},
    problems=[NotFound, TooOften, *WRITES],
    summary=Text("预约农机", "Book a machine for some hours"),
    description=Text(
        "按公布价格计费；同一时段只有一人约到；年检过期的不出租。",
        "At the posted price; of two who want the same hours one gets them; a machine whose inspection has lapsed is not given out.",
    ),
)
def book_economy_machine(request: Called, machine: RowId, body: BookMachine) -> Response[Any]:
    """Book a machine."""
    return API.carry_out(
        request,
        lambda work: book_machine(work, machine, body, request.person),
        lambda seen: hire_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/economy/hires/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/economy/machines/{machine}/hires",
    access=READ,
    answers={200: (Text("预约，新的在前", "Hires, the latest first"), HireList)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("农机预约清单", "List a machine's hires"),
)
def list_economy_machine_hires(
    request: Called, machine: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the hires of a machine in the caller's area."""
    request.within(get_asset(machine).village, READERS)
    found = list_hires(machine, request.person, limit, cursor)
    return API.page(found, lambda seen: hire_view(seen, request.language))


@API.route(
    "GET",
    "/v1/economy/machines/{machine}/calendar",
    access=SIGNED_IN,
    answers={200: (Text("已被预约的时段", "When it is given out"), MachineCalendar)},
    problems=[NotFound],
    summary=Text("农机日程", "Read when a machine is given out"),
)
def get_economy_machine_calendar(
    request: Called,  # noqa: ARG001 - whoever is signed in reads it
    machine: RowId,
    day: Annotated[date, Query(description="From which day / 起始日期", examples=["2026-06-01"])],
    days: Annotated[int, Query(ge=1, le=31)] = 7,
) -> Response[Any]:
    """Read the hours for which a machine is given out."""
    require_machine(get_asset(machine))
    return API.answer(200, calendar_view(machine, calendar_of(machine, day, days)))


@API.route(
    "GET",
    "/v1/economy/hires",
    access=SIGNED_IN,
    answers={200: (Text("我的预约，新的在前", "What I booked, the latest first"), HireList)},
    summary=Text("我的农机预约", "List what the caller booked"),
)
def list_own_economy_hires(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what the caller booked."""
    found = list_own_hires(request.person, limit, cursor)
    return API.page(found, lambda seen: hire_view(seen, request.language))


@API.route(
    "GET",
    "/v1/economy/hires/{hire}",
    access=EVERYBODY,
    answers={200: (Text("预约", "The hire"), HireView)},
    problems=[NotFound],
    summary=Text("查看农机预约", "Read a hire"),
)
def get_economy_hire(request: Called, hire: RowId) -> Response[Any]:
    """Read a hire the caller has to do with."""
    seen = see_hire(hire, request.person)
    request.allow(proven=True)
    return API.answer(200, hire_view(seen, request.language), version=seen.version)


@API.route(
    "POST",
    "/v1/economy/hires/{hire}/transitions",
    access=EVERYBODY,
    answers={200: (Text("办理后的预约", "The hire after the step"), HireView)},
    problems=MOVES,
    summary=Text("办理农机预约", "Enter what was done and paid, or cancel"),
    description=HIRES.described(),
)
def move_economy_hire(request: Called, hire: RowId, body: MoveHire) -> Response[Any]:
    """Take a step with a hire the caller has to do with."""
    expected, command = request.expected_version, body.as_command()
    see_hire(hire, request.person)
    request.allow(proven=True)
    return API.carry_out(
        request,
        lambda work: move_hire(work, hire, command, request.person, expected),
        lambda seen: hire_view(seen, request.language),
    )
