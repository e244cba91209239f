"""Ideas (出点子): handed in, seconded, answered; the adopted become matters."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.base import (
    API,
    EVERYBODY,
    KEEPERS,
    Cursor,
    IdInPath,
    Limit,
    Village,
    enter,
    find,
    history,
    listing,
    members_of,
    new_id,
    office,
    refuse_other_units,
    seen,
    sees_names,
    settled,
    take_part,
    today,
)
from assembly.api.matters import DELEGATION, VILLAGE_RULES, add_matter
from assembly.model import answers
from assembly.model.requests import MoveIdea, NewIdea
from assembly.rules import ideas, limits, matters
from assembly.rules.bodies import BodyKind
from assembly.rules.ideas import Idea, IdeaAnswered, IdeaStatus, SecondedAlready
from assembly.rules.routing import UnknownMatterType, routing
from assembly.store.draft import Actor, Draft, Settled
from assembly.store.rows import Kind
from kernel import clock, paging
from kernel.access import Access
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/assembly/ideas",
    access=EVERYBODY,
    answers={201: (Text("已提交", "Handed in"), answers.IdeaView)},
    problems=[IdempotencyKeyReused, NotFound],
    summary=Text("出点子", "Hand in an idea"),
    description=Text(
        "党员和村民均可；他人附议；村委会限期答复；采纳的成为议事事项。",
        "Party members and villagers alike. Others second it, the committee answers in time, the adopted become matters.",
    ),
)
def hand_in_idea(body: NewIdea) -> Response[Any]:
    """Hand in an idea."""
    village = refuse_other_units(body.village)
    by = take_part(village)

    def decide(draft: Draft) -> Settled:
        party = members_of(draft, village, BodyKind.PARTY_MEMBERS_MEETING, today())
        idea = ideas.submit(
            idea_id=new_id(),
            village=village,
            title=body.title,
            text=body.text,
            by=by.person_id,
            by_party_member=by.person_id in {member["member_id"] for member in party},
            now=clock.now(),
        )
        return _moved(draft, idea, "handed_in", by)._replace(status=201)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/ideas",
    access=EVERYBODY,
    answers={200: (Text("一页点子", "A page of ideas"), answers.AssemblyList)},
    problems=[NotFound],
    summary=Text("村内点子", "List the ideas of a village"),
)
def list_ideas(
    village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List ideas, newest first."""
    enter(village)
    return listing(Kind.IDEA, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/ideas/{idea}",
    access=EVERYBODY,
    answers={200: (Text("点子", "The idea"), answers.IdeaView)},
    problems=[NotFound],
    summary=Text("查看点子及答复", "Read an idea and its answer"),
)
def get_idea(idea: IdInPath) -> Response[Any]:
    """Read an idea."""
    document, version = find(Kind.IDEA, idea)
    return API.answer(200, _view(document, version), version=version)


@API.route(
    "GET",
    "/v1/assembly/ideas/{idea}/history",
    access=EVERYBODY,
    answers={200: (Text("全过程", "Every step, oldest first"), answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("点子办理过程", "Read the history of an idea"),
)
def get_idea_history(
    idea: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of an idea."""
    document, _ = find(Kind.IDEA, idea)
    return history(Kind.IDEA, idea, document["village"], limit, cursor)


@API.route(
    "POST",
    "/v1/assembly/ideas/{idea}/seconds",
    access=EVERYBODY,
    answers={200: (Text("已附议", "Seconded"), answers.IdeaView)},
    problems=[IdempotencyKeyReused, NotFound, IdeaAnswered, SecondedAlready],
    summary=Text("附议", "Second an idea"),
)
def second_idea(idea: IdInPath) -> Response[Any]:
    """Second an idea, once."""
    document, _ = find(Kind.IDEA, idea)
    by = take_part(document["village"])

    def decide(draft: Draft) -> Settled:
        present: Idea = draft.get(Kind.IDEA, idea)
        return _moved(draft, ideas.second(present, by.person_id), "seconded", by)

    return settled(decide)


@API.route(
    "POST",
    "/v1/assembly/ideas/{idea}/transitions",
    access=Access(KEEPERS),
    answers={200: (Text("点子", "The idea"), answers.IdeaView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        OutsideYourArea,
        IdeaAnswered,
        UnknownMatterType,
        StaleVersion,
    ],
    summary=Text("答复点子", "Answer an idea: adopt or decline"),
    description=Text(
        "adopt 采纳（type 为事项类别，自动登记为事项），decline 不采纳，均须答复。",
        "adopt (as a matter of `type`) or decline, with an answer either way.",
    ),
)
def move_idea(idea: IdInPath, body: MoveIdea) -> Response[Any]:
    """Answer an idea."""
    document, _ = find(Kind.IDEA, idea)
    by = office(document["village"], KEEPERS)
    adopted = body.action == "adopt"
    if adopted and (body.type is None or body.type in (VILLAGE_RULES, DELEGATION)):
        raise InvalidFields.one(
            "type", Text("采纳须写明事项类别。", "Say as which kind of matter it is adopted.")
        )

    def decide(draft: Draft) -> Settled:
        present: Idea = draft.get(Kind.IDEA, idea)
        seen(draft, Kind.IDEA, idea)
        matter_id = new_id() if adopted else None
        answered = ideas.answer(
            present, body.answer, matter=matter_id, by=by.person_id, now=clock.now()
        )
        if matter_id and body.type:
            matter = matters.propose(
                routing().type_of(body.type, clock.today()),
                matter_id=matter_id,
                village=present["village"],
                title=present["title"],
                text=present["text"],
                by=present["by"],
                idea=idea,
            )
            add_matter(draft, matter, by)
        return _moved(draft, answered, "adopted" if adopted else "declined", by, matter=matter_id)

    return settled(decide)


def _moved(draft: Draft, idea: Idea, event: str, by: Actor, **details: Any) -> Settled:
    draft.save(Kind.IDEA, idea)
    draft.note(Kind.IDEA, idea, event, by, **details)
    version = draft.version(Kind.IDEA, idea["id"])
    return Settled(200, _view(idea, version), version)


def _view(idea: Idea, version: int) -> dict[str, Any]:
    return {
        **answers.told(idea, names=sees_names(idea["village"])),
        "version": version,
        "status_name": ideas.IDEA_STATUS_NAMES[IdeaStatus(idea["status"])].say(
            API.request.language
        ),
        "seconded_by": len(idea["seconds"]),
        "limit_confidence": limits.source_of("idea_answer")["confidence"],
    }
