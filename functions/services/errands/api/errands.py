"""Routes of errands: entrust, follow, move; what is to be done, and what was."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.access import OFFICERS
from kernel.fields import called
from kernel.http import Called, Request
from kernel.http.asked import Area, Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.api.base import API
from services.errands.api.base import (
    BASE,
    EVERYBODY,
    MOVES,
    OVERSEERS,
    SIGNED_IN,
    WORKING,
    WRITES,
    ErrandId,
    Year,
)
from services.errands.model.answers import (
    ErrandAgenda,
    ErrandAgentList,
    ErrandFigures,
    ErrandList,
    ErrandView,
    agenda_more,
    agent_view,
    errand_view,
    figures_view,
)
from services.errands.model.requests import MoveErrand, OpenErrand
from services.errands.rules.errand_states import AGENTS, ERRANDS, ErrandEvent
from services.errands.rules.standing import may_read
from services.errands.service import see_errands
from services.errands.service.count_errands import count_delivered
from services.errands.service.move_errand import move_errand
from services.errands.service.open_errand import open_errand
from services.errands.service.see_errands import Seen


@API.route(
    "POST",
    BASE,
    access=EVERYBODY,
    answers={201: (Text("已委托", "Entrusted"), ErrandView)},
    problems=[*WRITES, InvalidFields],
    summary=Text("委托代办", "Entrust a matter to an agent"),
    description=Text(
        "居民本人在应用中委托，或由代办员、网格员上门登记；书面委托须有代办员、事项、权限、期限和签字（{zh:civil-code#165}）。代办免费。",
        "A resident in the app, or an agent at the door. The authority names agent, matter, powers and term and is signed "
        "({en:civil-code#165}). Errands are free.",
    ),
)
def entrust_errand(request: Called, body: OpenErrand) -> Response[Any]:
    """Open an errand for oneself, or for a household of the caller's area."""

    def use_case(work: Any) -> Seen:
        seen = open_errand(work, body, request.person)
        # The own matter, or a post that reaches the household: nothing else is opened.
        request.allow(True)
        return seen

    return API.carry_out(
        request,
        use_case,
        lambda seen: errand_view(seen, request.language),
        status=201,
        location=lambda seen: f"{BASE}/{seen.errand.id}",
    )


@API.route(
    "GET",
    BASE,
    access=OVERSEERS,
    answers={200: (Text("代办事项", "Errands"), ErrandList)},
    summary=Text("一村的代办事项", "List the errands of a village"),
)
def list_errands(
    request: Called,
    village: Village,
    stage: Annotated[
        Literal["open", "over"],
        Query(json_schema_extra=called({"open": ("在办", "open"), "over": ("已结束", "over")})),
    ] = "open",
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what is to be done in a village of the caller's area, or what is over."""
    request.within(village, OFFICERS)
    listed = see_errands.list_open if stage == "open" else see_errands.list_done
    found = listed(village, request.person, limit, cursor)
    return API.page(found, lambda seen: errand_view(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/own",
    access=SIGNED_IN,
    answers={200: (Text("本人委托的事项", "What the caller entrusted"), ErrandList)},
    summary=Text("我委托的代办", "List the own errands, and where the originals are"),
)
def list_own_errands(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what the caller entrusted, what is open first."""
    found = see_errands.list_own(request.person, limit, cursor)
    return API.page(found, lambda seen: errand_view(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/agenda",
    access=WORKING,
    answers={200: (Text("今日代办", "The day's work"), ErrandAgenda)},
    problems=[OutsideYourArea],
    summary=Text("代办员的一天", "Read the day's work of an agent in a village"),
    description=Text(
        "急难事项在前，其余按最近到期；并列明在手和待签收的原件。",
        "Urgent matters first, then what is due next; with the originals at hand, and those that wait for a signature.",
    ),
)
def get_errand_agenda(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read what the caller has to do in a village where the caller does errands."""
    works = any(
        ancestor(post.unit, Level.VILLAGE) == village and post.role in AGENTS
        for post in request.person.posts
    )
    request.allow(works, OutsideYourArea)
    found = see_errands.agenda(village, request.person, limit, cursor)
    return API.page(
        found.errands,
        lambda seen: errand_view(seen, request.language),
        originals=agenda_more(found),
    )


@API.route(
    "GET",
    f"{BASE}/agents",
    access=SIGNED_IN,
    answers={200: (Text("代办员", "Agents"), ErrandAgentList)},
    summary=Text("一村的代办员", "List who does errands in a village"),
)
def list_errand_agents(_: Called, village: Village) -> Response[Any]:
    """List who does errands in a village today; a letter of authority names one."""
    items = [agent_view(one) for one in see_errands.agents_of(village)]
    return API.answer(200, {"items": items})


@API.route(
    "GET",
    f"{BASE}/figures",
    access=OVERSEERS,
    answers={200: (Text("代办件数", "Errands in numbers"), ErrandFigures)},
    summary=Text("已送达的代办件数", "Count what was delivered in a year"),
    description=Text(
        "按送达计，一人一事一件，咨询不计；超过整十才写“余”。",
        "Counted on delivery, each matter of each person once, advice never; 余 only beyond the round figure.",
    ),
)
def get_errand_figures(request: Called, unit: Area, year: Year) -> Response[Any]:
    """Count what was delivered in the caller's area."""
    request.within(unit, OFFICERS)
    return API.answer(200, figures_view(count_delivered(unit, year), request.language))


@API.route(
    "GET",
    f"{BASE}/{{errand}}",
    access=EVERYBODY,
    answers={200: (Text("代办事项", "The errand"), ErrandView)},
    problems=[NotFound],
    summary=Text("查看代办事项", "Read an errand"),
)
def get_errand(request: Called, errand: ErrandId) -> Response[Any]:
    """Read an errand the caller has a part in."""
    seen = _see(request, errand)
    return API.answer(200, errand_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    f"{BASE}/{{errand}}/history",
    access=EVERYBODY,
    answers={200: (Text("全过程", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound],
    summary=Text("代办全过程", "Read the history of an errand"),
)
def get_errand_history(
    request: Called, errand: ErrandId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read every step of an errand the caller has a part in."""
    seen = _see(request, errand)
    found = see_errands.list_steps(errand, limit, cursor)
    return API.page(
        found, lambda step: step_view(step, ErrandEvent, request.language, names=seen.named)
    )


@API.route(
    "POST",
    f"{BASE}/{{errand}}/transitions",
    access=EVERYBODY,
    answers={200: (Text("办理后的代办事项", "The errand after the step"), ErrandView)},
    problems=[*MOVES, InvalidFields],
    summary=Text("办理代办事项", "Take a step with an errand"),
    description=ERRANDS.described(),
)
def move_one_errand(request: Called, errand: ErrandId, body: MoveErrand) -> Response[Any]:
    """Take a step with an errand the caller has a part in."""
    expected = request.expected_version
    _see(request, errand)
    return API.carry_out(
        request,
        lambda work: move_errand(work, errand, body, request.person, expected),
        lambda seen: errand_view(seen, request.language),
    )


def _see(request: Request, errand: str) -> Seen:
    """Return an errand the caller has a part in; to others it is not there."""
    seen = see_errands.see_errand(errand, request.person)
    request.allow(may_read(seen.errand, request.person))
    return seen
