"""Bodies and their dated compositions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from assembly.api.base import (
    API,
    EVERYBODY,
    GUIDES,
    INSIDERS,
    KEEPERS,
    BodyInPath,
    Cursor,
    Limit,
    Village,
    composition_id,
    enter,
    find,
    history,
    id_of_body,
    in_force,
    listing,
    office,
    refuse_other_units,
    seen,
    settled,
    today,
)
from assembly.model import answers
from assembly.model.requests import MoreMembers, MoveComposition, NewBody, NewComposition
from assembly.rules import bodies
from assembly.rules.bodies import BodyKind, BodyMember, CompositionInvalid, NoRuleInForce
from assembly.rules.quorum import Threshold
from assembly.store.draft import Draft, Settled
from assembly.store.rows import Kind
from kernel import clock, paging
from kernel.access import ALL_ROLES, Access
from kernel.directory import PersonRow
from kernel.http import Called
from kernel.problems import (
    Conflict,
    IdempotencyKeyReused,
    InvalidFields,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.storage.dynamo import read
from kernel.texts import Text
from registry import find_homes

MOST_MEMBERS = 1500
"""A composition is one row, and a row has at most 400 KB."""

_KEEPERS = KEEPERS | GUIDES
_A_READ = 50
_Number = Annotated[int, Path(ge=1, le=9999)]


class BodyExists(Conflict):
    """The village has this body already."""

    slug = "body-exists"
    said = Text("该村已建立此组织。", "The village has this body already.")


class CompositionSettled(Conflict):
    """A composition that was confirmed or dropped is not changed any more; a new one takes its place."""

    slug = "composition-settled"
    said = Text(
        "名单已确认或作废，变更须建立新名单。",
        "This composition is settled; make a new one to change it.",
    )


class TooManyMembers(Conflict):
    """One composition has a limit of members."""

    slug = "too-many-members"
    said = Text(
        f"一份名单最多 {MOST_MEMBERS} 人。", f"A composition has at most {MOST_MEMBERS} members."
    )


@API.route(
    "GET",
    "/v1/assembly/body-rules",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("现行议事规则", "The rules in force"), answers.BodyRuleList)},
    summary=Text(
        "各组织的法定人数和表决规则", "Quorums and majorities of all bodies, with their articles"
    ),
)
def list_body_rules(request: Called) -> Response[Any]:
    """List what the law asks of each body today."""
    language = request.language
    items = [
        {
            "kind": str(rule.kind),
            "name": rule.name.say(language),
            "modes": [
                {
                    "mode": str(mode),
                    "attendance": _share(majority.attendance) if majority.attendance else None,
                    "turnout": _share(majority.turnout) if majority.turnout else None,
                    "decision": _share(majority.decision),
                }
                for mode, majority in rule.majorities.items()
            ],
            "notice_days": rule.notice.days if rule.notice else None,
            "notice_confidence": rule.notice.confidence if rule.notice else None,
            "online": rule.online,
            "source": rule.source,
            "confidence": rule.confidence,
            "valid_from": rule.valid_from.isoformat(),
            "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        }
        for rule in bodies.all_rules(clock.today())
    ]
    return API.answer(200, {"items": items})


@API.route(
    "POST",
    "/v1/assembly/bodies",
    access=Access(_KEEPERS),
    answers={201: (Text("已建立", "Made"), answers.BodyView)},
    problems=[IdempotencyKeyReused, OutsideYourArea, NotFound, BodyExists, NoRuleInForce],
    summary=Text("建立议事组织", "Make a body of a village"),
)
def make_body(body: NewBody) -> Response[Any]:
    """Make a body; its members come with a composition."""
    village = refuse_other_units(body.village)
    by = office(village, _KEEPERS)
    _refuse_rival(body)
    made = id_of_body(village, body.kind, body.group)

    def decide(draft: Draft) -> Settled:
        draft.load((Kind.BODY, made), (Kind.VILLAGE, village))
        if draft.find(Kind.BODY, made) is not None:
            raise BodyExists
        rule = bodies.rule_of(body.kind, clock.today())
        document: dict[str, Any] = {
            "id": made,
            "village": village,
            "body_kind": str(body.kind),
            "title": rule.name.zh,
            "group": body.group,
            "compositions": [],
            "drafts": 0,
        }
        draft.save(Kind.BODY, document)
        if draft.find(Kind.VILLAGE, village) is None:
            draft.save(Kind.VILLAGE, new_village(village))
        draft.note(Kind.BODY, document, "made", by)
        return Settled(201, _view(document, 1), 1)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/bodies",
    access=EVERYBODY,
    answers={200: (Text("一页组织", "A page of bodies"), answers.AssemblyList)},
    problems=[NotFound],
    summary=Text("村内议事组织", "List the bodies of a village"),
)
def list_bodies(
    village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List bodies."""
    enter(village)
    return listing(Kind.BODY, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/bodies/{body_id}",
    access=EVERYBODY,
    answers={200: (Text("组织", "The body"), answers.BodyView)},
    problems=[NotFound],
    summary=Text("查看议事组织", "Read a body"),
)
def get_body(body_id: BodyInPath) -> Response[Any]:
    """Read a body."""
    document, version = find(Kind.BODY, body_id)
    return API.answer(200, _view(document, version), version=version)


@API.route(
    "GET",
    "/v1/assembly/bodies/{body_id}/history",
    access=EVERYBODY,
    answers={200: (Text("全过程", "Every step, oldest first"), answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("组织成员变动过程", "Read how a body came to its compositions"),
)
def get_body_history(
    body_id: BodyInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a body."""
    document, _ = find(Kind.BODY, body_id)
    return history(Kind.BODY, body_id, document["village"], limit, cursor)


@API.route(
    "POST",
    "/v1/assembly/bodies/{body_id}/compositions",
    access=Access(_KEEPERS),
    answers={201: (Text("名单草稿", "The draft"), answers.CompositionView)},
    problems=[IdempotencyKeyReused, NotFound, OutsideYourArea],
    summary=Text("起草成员名单", "Draft a composition"),
    description=Text(
        "人多时先建草稿再分批追加成员，最后 confirm 时按法律规定检查。",
        "Large ones are drafted and added to; the law is asked when the draft is confirmed.",
    ),
)
def draft_composition(body_id: BodyInPath, given: NewComposition) -> Response[Any]:
    """Draft a composition."""
    by = office(body_id.partition("~")[0], _KEEPERS)

    def decide(draft: Draft) -> Settled:
        document = draft.get(Kind.BODY, body_id)
        number = document["drafts"] + 1
        composition: dict[str, Any] = {
            "id": composition_id(body_id, number),
            "body": body_id,
            "village": document["village"],
            "number": number,
            "title": given.valid_from.isoformat(),
            "valid_from": given.valid_from.isoformat(),
            "households": given.households,
            "status": "draft",
            "members": [member.model_dump(mode="json") for member in given.members],
        }
        draft.save(Kind.BODY, {**document, "drafts": number})
        draft.save(Kind.COMPOSITION, composition)
        draft.note(Kind.BODY, document, "composition_drafted", by, number=number)
        return Settled(201, _composition(composition, 1), 1)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/bodies/{body_id}/compositions",
    access=EVERYBODY,
    answers={200: (Text("一页名单", "A page of compositions"), answers.AssemblyList)},
    problems=[NotFound],
    summary=Text("历次成员名单", "List the compositions of a body"),
)
def list_compositions(
    body_id: BodyInPath, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List compositions."""
    enter(body_id.partition("~")[0])
    return listing(Kind.COMPOSITION, body_id, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/bodies/{body_id}/compositions/{number}",
    access=Access(INSIDERS),
    answers={200: (Text("成员名单", "The composition"), answers.CompositionView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看成员名单", "Read a composition with its members"),
)
def get_composition(request: Called, body_id: BodyInPath, number: _Number) -> Response[Any]:
    """Read who sits in a body; births, relatives and households are for those who keep and check the roll."""
    composition, version = find(Kind.COMPOSITION, composition_id(body_id, number))
    request.within(composition["village"], INSIDERS)
    return API.answer(200, _composition(composition, version), version=version)


@API.route(
    "POST",
    "/v1/assembly/bodies/{body_id}/compositions/{number}/members",
    access=Access(_KEEPERS),
    answers={200: (Text("名单草稿", "The draft"), answers.CompositionView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        OutsideYourArea,
        CompositionSettled,
        TooManyMembers,
        StaleVersion,
    ],
    summary=Text("追加成员", "Add members to a draft"),
)
def add_members(body_id: BodyInPath, number: _Number, given: MoreMembers) -> Response[Any]:
    """Add members to a draft."""
    office(body_id.partition("~")[0], _KEEPERS)
    wanted = composition_id(body_id, number)

    def decide(draft: Draft) -> Settled:
        composition = draft.get(Kind.COMPOSITION, wanted)
        seen(draft, Kind.COMPOSITION, wanted)
        if composition["status"] != "draft":
            raise CompositionSettled
        members = [
            *composition["members"],
            *(member.model_dump(mode="json") for member in given.members),
        ]
        if len(members) > MOST_MEMBERS:
            raise TooManyMembers
        composition = {**composition, "members": members}
        draft.save(Kind.COMPOSITION, composition)
        version = draft.version(Kind.COMPOSITION, wanted)
        return Settled(200, _composition(composition, version), version)

    return settled(decide)


@API.route(
    "POST",
    "/v1/assembly/bodies/{body_id}/compositions/{number}/transitions",
    access=Access(_KEEPERS),
    answers={200: (Text("名单", "The composition"), answers.CompositionView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        OutsideYourArea,
        CompositionSettled,
        CompositionInvalid,
        NoRuleInForce,
        StaleVersion,
    ],
    summary=Text("确认或作废名单", "Confirm a composition, or drop it"),
    description=Text(
        "confirm 按该组织的法律规定检查，不符即拒绝并指明条款。",
        "confirm asks the law of this body; what it does not allow is refused with the article.",
    ),
)
def move_composition(body_id: BodyInPath, number: _Number, given: MoveComposition) -> Response[Any]:
    """Confirm a composition that is as the law asks, or drop it."""
    by = office(body_id.partition("~")[0], _KEEPERS)
    wanted = composition_id(body_id, number)

    def decide(draft: Draft) -> Settled:
        draft.load((Kind.BODY, body_id), (Kind.COMPOSITION, wanted))
        document, composition = draft.get(Kind.BODY, body_id), draft.get(Kind.COMPOSITION, wanted)
        seen(draft, Kind.COMPOSITION, wanted)
        if composition["status"] != "draft":
            raise CompositionSettled
        confirmed = given.action == "confirm"
        if confirmed:
            _refuse_unlawful(draft, document, composition)
            entry = {
                "number": number,
                "valid_from": composition["valid_from"],
                "size": len(composition["members"]),
            }
            draft.save(Kind.BODY, {**document, "compositions": [*document["compositions"], entry]})
        composition = {**composition, "status": "confirmed" if confirmed else "discarded"}
        draft.save(Kind.COMPOSITION, composition)
        draft.note(Kind.BODY, document, f"composition_{composition['status']}", by, number=number)
        version = draft.version(Kind.COMPOSITION, wanted)
        return Settled(200, _composition(composition, version), version)

    return settled(decide)


def new_village(village: str) -> dict[str, Any]:
    """Return the settings of a village that has just made its first body."""
    return {
        "id": village,
        "village": village,
        "finance_changes": [],
        "delegated": {},
        "rules_versions": [],
        "rules_numbers": 0,
        "ceremony_limits": [],
    }


def _refuse_rival(body: NewBody) -> None:
    """Let only villagers' groups be numbered: a village has one of every other body, and a second one would decide beside it."""
    if (body.group is not None) == (body.kind is BodyKind.VILLAGERS_GROUP_MEETING):
        return
    raise InvalidFields.one(
        "group",
        Text(
            "村民小组会议须写明组号，其他组织每村只有一个，不填组号。",
            "A villagers' group meeting names its group; of every other body a village has one, and names none.",
        ),
    )


def _refuse_unlawful(draft: Draft, document: Any, composition: Any) -> None:
    kind, members = BodyKind(document["body_kind"]), composition["members"]
    since, day = composition["valid_from"], date.fromisoformat(composition["valid_from"])
    rule = bodies.rule_of(kind, day)
    apart = bodies.kept_apart(kind, day)
    others: list[BodyMember] = []
    if apart:
        starts = [each["valid_from"] for each in document["compositions"]]
        until = bodies.end_of_term(starts, since)
        for other in apart:
            others += _sitting_between(draft, document["village"], other, since, until)
    if bodies.needs_kinship(kind, day):
        homes = _homes([*members, *others])
        near = _near(frozenset[str]().union(*homes.values()))
        members = bodies.with_kin(members, others, homes, near)
    bodies.check_composition(
        rule,
        members,
        day,
        households=composition["households"],
        apart_from=others,
        apart_by="、".join(apart.values()) or None,
    )


def _sitting_between(
    draft: Draft, village: str, kind: BodyKind, since: str, until: str | None
) -> list[BodyMember]:
    """Return who sits in a body on any day from `since` to before `until`."""
    other = draft.find(Kind.BODY, id_of_body(village, kind))
    if other is None:
        return []
    # Written as well: of two compositions confirmed at the same moment, one has to look at the other.
    draft.save(Kind.BODY, other)
    wanted = [
        composition_id(other["id"], number)
        for number in bodies.sitting_between(other["compositions"], since, until)
    ]
    draft.load(*((Kind.COMPOSITION, each) for each in wanted))
    return [member for each in wanted for member in draft.get(Kind.COMPOSITION, each)["members"]]


def _homes(members: Sequence[BodyMember]) -> dict[str, frozenset[str]]:
    """Return the households of members, as the keeper states them and as the registry knows them."""
    people = list(dict.fromkeys(member["member_id"] for member in members))
    registered: dict[str, str | None] = {}
    for part in _parts(people):
        rows: list[PersonRow | None] = read([PersonRow.key(person) for person in part])
        registered |= {row.person_id: row.household for row in rows if row}
    homes = {person: {registered.get(person)} for person in people}
    for member in members:
        homes[member["member_id"]].add(member["household"])
    return {
        person: frozenset(home for home in known if home is not None)
        for person, known in homes.items()
    }


def _near(households: frozenset[str]) -> dict[str, frozenset[str]]:
    """Return the households near to each of `households`."""
    return {
        home.household_id: home.relatives
        for part in _parts(sorted(households))
        for home in find_homes(part).values()
    }


def _parts(names: Sequence[str]) -> list[Sequence[str]]:
    """Return names in parts that one read takes, with two rows to each."""
    return [names[start : start + _A_READ] for start in range(0, len(names), _A_READ)]


def _share(threshold: Threshold) -> str:
    relation = ">" if threshold.strict else "≥"
    return f"{relation} {threshold.numerator}/{threshold.denominator} {threshold.of}"


def _view(document: Any, version: int) -> dict[str, Any]:
    return {**document, "in_force": in_force(document, today()), "version": version}


def _composition(composition: Any, version: int) -> dict[str, Any]:
    return {
        **{name: value for name, value in composition.items() if name != "title"},
        "version": version,
    }
