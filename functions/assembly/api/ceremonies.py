"""The ceremonies council: registration, advice, follow-up, and the village's limits."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.shared import (
    API,
    CHANGE,
    EVERYBODY,
    STEP,
    Found,
    IdInPath,
    Village,
    VillageInPath,
    asked,
    enter,
    enter_named,
    find,
    history,
    listing,
    reply,
    require_office,
    show,
    tells_history,
)
from assembly.model.ceremonies import (
    CeremonyLimitsView,
    CeremonyView,
    MoveCeremony,
    NewCeremony,
    SetCeremonyLimits,
    limits_view,
)
from assembly.model.common import AssemblyList
from assembly.rules import ceremonies
from assembly.rules.ceremonies import Ceremony
from assembly.rules.limits import DoneEnough
from assembly.rules.standing import KEEPERS
from assembly.rules.villages import VillageSettings
from assembly.service.council import concerns, read_ceremony, serves
from assembly.service.move_ceremony import move
from assembly.service.register_ceremony import register
from assembly.service.set_ceremony_limits import set_limits
from kernel import paging
from kernel.access import Access
from kernel.http import Called, Request
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotAllowed, NotFound, OutsideYourArea, StaleVersion
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/assembly/ceremonies",
    access=EVERYBODY,
    answers={201: (Text("已登记", "Registered"), CeremonyView)},
    problems=[*CHANGE, ceremonies.RegisteredTooLate],
    summary=Text("登记红白事", "Register a wedding or funeral before it is held"),
    description=Text(
        "登记后即知是否超出本村约定标准；理事会劝导，不罚款。",
        "Says at once what exceeds the village's limits. The council persuades; it fines nobody.",
    ),
)
def register_ceremony(request: Called, body: NewCeremony) -> Response[Any]:
    """Register a ceremony."""
    enter_named(request, body.village)
    return reply(register(body, asked(request, status=201)))


@API.route(
    "GET",
    "/v1/assembly/ceremonies",
    access=EVERYBODY,
    answers={200: (Text("一页登记", "A page of registrations"), AssemblyList)},
    problems=[NotFound, NotAllowed],
    summary=Text("红白事登记", "List the ceremonies of a village"),
    description=Text(
        "红白理事会成员、村监督委员和干部可查。",
        "For members of the ceremonies council, supervisors and officers.",
    ),
)
def list_ceremonies(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List ceremonies, newest first."""
    reader = enter(request, village)
    if not (reader.sees_names(village) or serves(reader, village)):
        raise NotAllowed
    return listing(request, Ceremony, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/ceremonies/{ceremony}",
    access=EVERYBODY,
    answers={200: (Text("登记", "The registration"), CeremonyView)},
    problems=[NotFound],
    summary=Text("查看红白事登记", "Read a ceremony"),
)
def get_ceremony(request: Called, ceremony: IdInPath) -> Response[Any]:
    """Read a ceremony: who registered it, the council, and the village's officers."""
    found = _readable(request, ceremony)
    return show(read_ceremony(found), found.version)


@tells_history(
    "/v1/assembly/ceremonies/{ceremony}", Text("红白事办理过程", "Read the history of a ceremony")
)
def get_ceremony_history(
    request: Called, ceremony: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a ceremony: whoever may read the ceremony."""
    return history(_readable(request, ceremony), limit, cursor)


@API.route(
    "POST",
    "/v1/assembly/ceremonies/{ceremony}/transitions",
    access=EVERYBODY,
    answers={200: (Text("登记", "The registration"), CeremonyView)},
    problems=[
        *STEP,
        ceremonies.NoFines,
        ceremonies.AgainstLaw,
        ceremonies.RuleBookItemNeeded,
        DoneEnough,
    ],
    summary=Text("劝导、回访或取消", "Advise, follow up, or call off"),
    description=Text(
        "advise（measure：advise、persuade、warn、refer_to_rule_book）和 follow_up 由理事会或村干部办理；cancel 由登记人或村干部办理。",
        "advise (`measure`: advise, persuade, warn, refer_to_rule_book) and follow_up by the council or a village officer; cancel also by "
        "whoever registered it.",
    ),
)
def move_ceremony(request: Called, ceremony: IdInPath, body: MoveCeremony) -> Response[Any]:
    """Take a step with a ceremony."""
    found = _readable(request, ceremony)
    return reply(move(ceremony, body, asked(request, found)))


@API.route(
    "GET",
    "/v1/assembly/ceremony-limits/{village}",
    access=EVERYBODY,
    answers={200: (Text("标准", "The limits"), CeremonyLimitsView)},
    problems=[NotFound],
    summary=Text("本村红白事标准", "Read the limits of a village"),
)
def get_limits(request: Called, village: VillageInPath) -> Response[Any]:
    """Read the limits of a village."""
    found = find(request, VillageSettings, village)
    return show(limits_view(found.thing, found.version, found.reader), found.version)


@API.route(
    "PUT",
    "/v1/assembly/ceremony-limits/{village}",
    access=Access(KEEPERS),
    answers={200: (Text("标准", "The limits"), CeremonyLimitsView)},
    problems=[NotFound, OutsideYourArea, StaleVersion, DoneEnough],
    summary=Text("设定本村红白事标准", "Set the limits of a village from a day on"),
)
def put_limits(request: Called, village: VillageInPath, body: SetCeremonyLimits) -> Response[Any]:
    """Set the limits from a day on; earlier registrations keep theirs."""
    require_office(request, village, KEEPERS)
    return reply(set_limits(village, body, asked(request)))


def _readable(request: Request, ceremony: str) -> Found:
    """Return a ceremony to whom it concerns."""
    found = find(request, Ceremony, ceremony)
    if not concerns(found.reader, found.thing):
        raise NotFound
    return found
