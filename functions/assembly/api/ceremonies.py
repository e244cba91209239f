"""The ceremonies council: registration, advice, follow-up, and the village's limits."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

import points
from assembly.api.base import (
    API,
    EVERYBODY,
    KEEPERS,
    Cursor,
    IdInPath,
    Limit,
    Village,
    VillageInPath,
    enter,
    find,
    history,
    listing,
    members_of,
    needed,
    new_id,
    office,
    refuse_other_units,
    seen,
    sees_names,
    settled,
    take_part,
    today,
)
from assembly.model import answers
from assembly.model.requests import MoveCeremony, NewCeremony, SetCeremonyLimits
from assembly.rules import ceremonies
from assembly.rules.bodies import BodyKind
from assembly.rules.ceremonies import (
    Ceremony,
    CeremonyClosed,
    CeremonyLimitsVersion,
    NoFines,
    RegisteredTooLate,
    RuleBookItemNeeded,
)
from assembly.store.draft import Actor, Draft, Settled
from assembly.store.rows import Kind
from kernel import clock, paging
from kernel.access import Access
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/assembly/ceremonies",
    access=EVERYBODY,
    answers={201: (Text("已登记", "Registered"), answers.CeremonyView)},
    problems=[IdempotencyKeyReused, NotFound, RegisteredTooLate],
    summary=Text("登记红白事", "Register a wedding or funeral before it is held"),
    description=Text(
        "登记后即知是否超出本村约定标准；理事会劝导，不罚款。",
        "Says at once what exceeds the village's limits. The council persuades; it fines nobody.",
    ),
)
def register_ceremony(body: NewCeremony) -> Response[Any]:
    """Register a ceremony."""
    village = refuse_other_units(body.village)
    by = take_part(village)

    def decide(draft: Draft) -> Settled:
        settings = draft.get(Kind.VILLAGE, village)
        ceremony = ceremonies.register(
            body.kind,
            ceremony_id=new_id(),
            village=village,
            household=body.household,
            host=body.host,
            by=by.person_id,
            held_on=body.held_on,
            planned={
                "tables": body.planned.tables,
                "price_per_table": body.planned.price_per_table,
                "gift": body.planned.gift,
            },
            versions=settings["ceremony_limits"],
            today=clock.today(),
        )
        return _moved(draft, ceremony, "registered", by)._replace(status=201)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/ceremonies",
    access=EVERYBODY,
    answers={200: (Text("一页登记", "A page of registrations"), answers.AssemblyList)},
    problems=[NotFound, NotAllowed],
    summary=Text("红白事登记", "List the ceremonies of a village"),
    description=Text(
        "红白理事会成员、村监督委员和干部可查。",
        "For members of the ceremonies council, supervisors and officers.",
    ),
)
def list_ceremonies(
    village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List ceremonies, newest first."""
    enter(village)
    if not (sees_names(village) or _serves(village)):
        raise NotAllowed
    return listing(Kind.CEREMONY, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/ceremonies/{ceremony}",
    access=EVERYBODY,
    answers={200: (Text("登记", "The registration"), answers.CeremonyView)},
    problems=[NotFound],
    summary=Text("查看红白事登记", "Read a ceremony"),
)
def get_ceremony(ceremony: IdInPath) -> Response[Any]:
    """Read a ceremony: who registered it, the council, and the village's officers."""
    document, version = find(Kind.CEREMONY, ceremony)
    if not concerns(document):
        raise NotFound
    return API.answer(200, _view(document, version), version=version)


@API.route(
    "GET",
    "/v1/assembly/ceremonies/{ceremony}/history",
    access=EVERYBODY,
    answers={200: (Text("全过程", "Every step, oldest first"), answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("红白事办理过程", "Read the history of a ceremony"),
)
def get_ceremony_history(
    ceremony: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a ceremony: whoever may read the ceremony."""
    document, _ = find(Kind.CEREMONY, ceremony)
    if not concerns(document):
        raise NotFound
    return history(Kind.CEREMONY, ceremony, document["village"], limit, cursor)


@API.route(
    "POST",
    "/v1/assembly/ceremonies/{ceremony}/transitions",
    access=EVERYBODY,
    answers={200: (Text("登记", "The registration"), answers.CeremonyView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        NotAllowed,
        NoFines,
        RuleBookItemNeeded,
        CeremonyClosed,
        StaleVersion,
    ],
    summary=Text("劝导、回访或取消", "Advise, follow up, or call off"),
    description=Text(
        "advise（measure：advise、persuade、warn、refer_to_rule_book）和 follow_up 由理事会或村干部办理；cancel 由登记人或村干部办理。",
        "advise (`measure`: advise, persuade, warn, refer_to_rule_book) and follow_up by the council or a village officer; cancel also by "
        "whoever registered it.",
    ),
)
def move_ceremony(ceremony: IdInPath, body: MoveCeremony) -> Response[Any]:
    """Take a step with a ceremony."""
    document: Ceremony = find(Kind.CEREMONY, ceremony)[0]
    village = document["village"]
    by = take_part(village)
    if not concerns(document):
        raise NotFound
    own = body.action == "cancel" and document["registered_by"] == by.person_id
    if not (own or _serves(village)):
        raise NotAllowed(
            Text("由红白理事会或村干部办理。", "The council or a village officer does this.")
        )

    def decide(draft: Draft) -> Settled:
        present: Ceremony = draft.get(Kind.CEREMONY, ceremony)
        seen(draft, Kind.CEREMONY, ceremony)
        return _moved(draft, _step(present, body, by), body.action, by, measure=body.measure)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/ceremony-limits/{village}",
    access=EVERYBODY,
    answers={200: (Text("标准", "The limits"), answers.CeremonyLimitsView)},
    problems=[NotFound],
    summary=Text("本村红白事标准", "Read the limits of a village"),
)
def get_limits(village: VillageInPath) -> Response[Any]:
    """Read the limits of a village."""
    settings, version = find(Kind.VILLAGE, village)
    return API.answer(200, _limits(settings, version), version=version)


@API.route(
    "PUT",
    "/v1/assembly/ceremony-limits/{village}",
    access=Access(KEEPERS),
    answers={200: (Text("标准", "The limits"), answers.CeremonyLimitsView)},
    problems=[NotFound, OutsideYourArea, StaleVersion],
    summary=Text("设定本村红白事标准", "Set the limits of a village from a day on"),
)
def put_limits(village: VillageInPath, body: SetCeremonyLimits) -> Response[Any]:
    """Set the limits from a day on; earlier registrations keep theirs."""
    by = office(village, KEEPERS)
    if body.valid_from < clock.today():
        raise InvalidFields.one("valid_from", Text("不得早于今天。", "Not before today."))
    version_said: CeremonyLimitsVersion = {
        "valid_from": body.valid_from.isoformat(),
        "set_by": by.person_id,
        "source": body.source,
        "limits": {
            str(kind): {
                "tables": limits.tables,
                "price_per_table": limits.price_per_table,
                "gift": limits.gift,
            }
            for kind, limits in body.limits.items()
        },
    }

    def decide(draft: Draft) -> Settled:
        settings = draft.get(Kind.VILLAGE, village)
        seen(draft, Kind.VILLAGE, village)
        others = [
            each
            for each in settings["ceremony_limits"]
            if each["valid_from"] != version_said["valid_from"]
        ]
        settings = {**settings, "ceremony_limits": [*others, version_said]}
        draft.save(Kind.VILLAGE, settings)
        draft.note(
            Kind.VILLAGE, settings, "ceremony_limits_set", by, valid_from=version_said["valid_from"]
        )
        version = draft.version(Kind.VILLAGE, village)
        return Settled(200, _limits(settings, version), version)

    return settled(decide)


def _serves(village: str) -> bool:
    """Tell whether the caller sits in the ceremonies council or is an officer of the village."""
    person = API.request.person
    if person.post_over(village, KEEPERS):
        return True
    council = members_of(Draft(), village, BodyKind.CEREMONIES_COUNCIL, today())
    return person.person_id in {member["member_id"] for member in council}


def concerns(ceremony: Ceremony) -> bool:
    """Tell whether a ceremony is the caller's own, or the caller's office."""
    return (
        ceremony["registered_by"] == API.request.person.person_id
        or sees_names(ceremony["village"])
        or _serves(ceremony["village"])
    )


def _step(ceremony: Ceremony, body: MoveCeremony, by: Actor) -> Ceremony:
    if body.action == "cancel":
        return ceremonies.cancel(ceremony)
    text: str = needed(body, "text")
    if body.action == "advise":
        return ceremonies.advise(
            ceremony,
            needed(body, "measure"),
            text,
            rule_book_item=body.rule_book_item,
            has_item=lambda item: points.has_item(ceremony["village"], item, clock.today()),
            by=by.person_id,
            now=clock.now(),
        )
    figures = needed(body, "actual")
    return ceremonies.follow_up(
        ceremony,
        {
            "tables": figures.tables,
            "price_per_table": figures.price_per_table,
            "gift": figures.gift,
        },
        text,
        clock.today(),
    )


def _moved(draft: Draft, ceremony: Ceremony, event: str, by: Actor, **details: Any) -> Settled:
    draft.save(Kind.CEREMONY, ceremony)
    draft.note(Kind.CEREMONY, ceremony, event, by, **details)
    version = draft.version(Kind.CEREMONY, ceremony["id"])
    return Settled(200, _view(ceremony, version), version)


def _view(ceremony: Ceremony, version: int) -> dict[str, Any]:
    told = answers.told(ceremony, names=sees_names(ceremony["village"]))
    return {**told, "version": version}


def _limits(settings: Any, version: int) -> dict[str, Any]:
    names = sees_names(settings["village"])
    versions = sorted(settings["ceremony_limits"], key=lambda each: each["valid_from"])
    return {
        "village": settings["village"],
        "versions": [each if names else {**each, "set_by": answers.SOMEBODY} for each in versions],
        "version": version,
    }
