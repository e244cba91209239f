"""Ideas (出点子): handed in, seconded, answered; the adopted become matters."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.shared import (
    API,
    CHANGE,
    EVERYBODY,
    STEP,
    IdInPath,
    Village,
    asked,
    enter,
    enter_named,
    find,
    history,
    listing,
    lists,
    reply,
    show,
    tells_history,
)
from assembly.model.ideas import IdeaView, MoveIdea, NewIdea, idea_view
from assembly.rules.ideas import Idea, SecondedAlready
from assembly.rules.routing import UnknownMatterType
from assembly.rules.standing import KEEPERS
from assembly.service.answer_idea import answer
from assembly.service.hand_in_idea import hand_in
from assembly.service.second_idea import second
from kernel import paging
from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound
from kernel.states import IllegalMove
from kernel.storage.rates import TooOften
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/assembly/ideas",
    access=EVERYBODY,
    answers={201: (Text("已提交", "Handed in"), IdeaView)},
    problems=[*CHANGE, TooOften],
    summary=Text("出点子", "Hand in an idea"),
    description=Text(
        "党员和村民均可；他人附议；村委会限期答复；采纳的成为议事事项。",
        "Party members and villagers alike. Others second it, the committee answers in time, the adopted become matters.",
    ),
)
def hand_in_idea(request: Called, body: NewIdea) -> Response[Any]:
    """Hand in an idea."""
    enter_named(request, body.village)
    return reply(hand_in(body, asked(request, status=201)))


@lists(
    "/v1/assembly/ideas",
    Text("一页点子", "A page of ideas"),
    Text("村内点子", "List the ideas of a village"),
)
def list_ideas(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List ideas, newest first."""
    enter(request, village)
    return listing(request, Idea, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/ideas/{idea}",
    access=EVERYBODY,
    answers={200: (Text("点子", "The idea"), IdeaView)},
    problems=[NotFound],
    summary=Text("查看点子及答复", "Read an idea and its answer"),
)
def get_idea(request: Called, idea: IdInPath) -> Response[Any]:
    """Read an idea."""
    found = find(request, Idea, idea)
    return show(idea_view(found.thing, found.version, found.reader), found.version)


@tells_history("/v1/assembly/ideas/{idea}", Text("点子办理过程", "Read the history of an idea"))
def get_idea_history(
    request: Called, idea: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of an idea."""
    return history(find(request, Idea, idea), limit, cursor)


@API.route(
    "POST",
    "/v1/assembly/ideas/{idea}/seconds",
    access=EVERYBODY,
    answers={200: (Text("已附议", "Seconded"), IdeaView)},
    problems=[*CHANGE, IllegalMove, SecondedAlready],
    summary=Text("附议", "Second an idea"),
)
def second_idea(request: Called, idea: IdInPath) -> Response[Any]:
    """Second an idea, once."""
    found = find(request, Idea, idea)
    return reply(second(idea, asked(request, found)))


@API.route(
    "POST",
    "/v1/assembly/ideas/{idea}/transitions",
    access=Access(KEEPERS),
    answers={200: (Text("点子", "The idea"), IdeaView)},
    problems=[*STEP, UnknownMatterType],
    summary=Text("答复点子", "Answer an idea: adopt or decline"),
    description=Text(
        "adopt 采纳（type 为事项类别，自动登记为事项），decline 不采纳，均须答复。",
        "adopt (as a matter of `type`) or decline, with an answer either way.",
    ),
)
def move_idea(request: Called, idea: IdInPath, body: MoveIdea) -> Response[Any]:
    """Answer an idea."""
    found = find(request, Idea, idea)
    return reply(answer(idea, body, asked(request, found)))
