"""The context's `Api` and what its routes share: who stands where to a village, how a change is settled, how lists are answered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from assembly.model import answers
from assembly.model.requests import BODY_ID, ID
from assembly.rules.bodies import BodyKind, BodyMember
from assembly.store import lists
from assembly.store.draft import Actor, Draft, Settled, settle
from assembly.store.rows import AnswerRow, Kind
from kernel import clock, ids, paging
from kernel.access import ALL_ROLES, OFFICERS, Access, Post, Role
from kernel.http import Api, refuse_stale, to_json
from kernel.problems import Conflict, InvalidFields, NotFound, TooManyRequests
from kernel.storage.dynamo import Filter, read
from kernel.storage.idempotency import Answered
from kernel.texts import Text
from kernel.units import Level, ancestor, is_code, is_within, level_of

API = Api("assembly")

EVERYBODY = Access(ALL_ROLES)
KEEPERS = frozenset({Role.VILLAGE_OFFICER})
"""Who convenes, records and publishes in a village."""
GUIDES = frozenset({Role.TOWN_OFFICER, Role.COUNTY_OFFICER, Role.COUNTY_ADMIN})
"""Who stands over villages: they read, review, clear and answer, and vote in none."""
SUPERVISORS = frozenset({Role.VILLAGE_SUPERVISOR})
INSIDERS = OFFICERS | SUPERVISORS
"""Who sees names and rolls."""

Limit = Annotated[int, Query(ge=1, le=paging.MAX_LIMIT, description="Rows a page / 每页条数")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=2000, description="From `next_cursor` of the page before / 上一页的 next_cursor"
    ),
]
Village = Annotated[
    str,
    Query(pattern=r"^[1-9]\d{11}$", description="Village code / 村代码", examples=["140426106201"]),
]
VillageInPath = Annotated[str, Path(pattern=r"^[1-9]\d{11}$", examples=["140426106201"])]
IdInPath = Annotated[str, Path(pattern=ID, examples=["01M8323B80ZASBGN3Q5V2DNX65"])]
BodyInPath = Annotated[
    str, Path(pattern=BODY_ID, examples=["140426106201~representatives_assembly"])
]


class NoCompositionInForce(Conflict):
    """The body has no members on that day."""

    slug = "no-composition-in-force"
    said = Text(
        "该组织在此日期没有已确认的成员名单。",
        "This body has no confirmed composition on that day.",
    )


def refuse_other_units(unit: str) -> str:
    """Return a unit's code if it is a village's.

    Raises
    ------
    InvalidFields
        It is not.
    """
    if not is_code(unit) or level_of(unit) is not Level.VILLAGE:
        raise InvalidFields.one("village", Text("须为村代码。", "Must be a village's code."))
    return unit


def belongs_to(village: str) -> bool:
    """Tell whether the caller lives or serves in a village, or stands over it."""
    return any(
        ancestor(post.unit, Level.VILLAGE) == village
        or (post.role in OFFICERS and is_within(village, post.unit))
        for post in API.request.person.posts
    )


def enter(village: str) -> None:
    """Let whoever belongs to a village see what it deliberates; others learn nothing, not even that it is there.

    Raises
    ------
    NotFound
        The caller does not belong to it.
    """
    API.request.allow(belongs_to(village))


def take_part(village: str) -> Actor:
    """Return the caller as somebody of the village, for what everybody in it may do.

    Raises
    ------
    NotFound
        The caller belongs to another village.
    """
    enter(village)
    post = next(
        (
            post
            for post in API.request.person.posts
            if ancestor(post.unit, Level.VILLAGE) == village
        ),
        None,
    ) or API.request.person.post_over(village, OFFICERS)
    return actor(post)


def office(village: str, roles: Iterable[Role]) -> Actor:
    """Return the caller as the holder of one of `roles` over a village.

    Raises
    ------
    NotFound
        The caller does not belong to the village.
    NotAllowed
        The caller does, without such a post.
    """
    enter(village)
    return actor(API.request.within(village, roles))


def sees_names(village: str) -> bool:
    """Tell whether the caller may know who did what in a village."""
    return API.request.person.post_over(village, INSIDERS) is not None


def knows_raisers(village: str) -> bool:
    """Tell whether the caller may know who complained: not those who are complained about, whatever else they are."""
    person = API.request.person
    confided = person.post_over(village, SUPERVISORS | GUIDES) is not None
    return confided and person.post_over(village, KEEPERS) is None


def actor(post: Post | None) -> Actor:
    """Return the caller as the actor of a history entry."""
    person = API.request.person.person_id
    return Actor(person, str(post.role), post.unit) if post else Actor(person)


def settled(decide: Callable[[Draft], Settled]) -> Response[Any]:
    """Decide, write and answer; a POST once for each idempotency key."""
    repeatable = API.request.route.strip() != "POST"
    once = None if repeatable else API.request.once(AnswerRow)
    outcome = settle(decide, once, to_json)
    if isinstance(outcome, Answered):
        return API.replayed(outcome)
    return API.answer(outcome.status, outcome.body, version=outcome.version)


def answered_before() -> Response[Any] | None:
    """Return the first answer to the request's idempotency key; for routes that do something before they settle.

    Raises
    ------
    IdempotencyKeyReused
        The key came with another body before.
    """
    once = API.request.once(AnswerRow)
    answered = once.replay(read([once.key], consistent=True)[0]) if once else None
    return API.replayed(answered) if answered else None


def seen(draft: Draft, kind: Kind, thing_id: str) -> None:
    """Let a change pass that was decided on the present version, where the client says which it saw.

    Raises
    ------
    StaleVersion
        `If-Match` names another.
    """
    refuse_stale(API.request.expected_version, draft.version(kind, thing_id))


def listing(
    kind: Kind,
    parent: str,
    limit: int,
    cursor: str | None,
    only: dict[str, Filter] | None = None,
) -> Response[Any]:
    """Answer one page of a list."""
    page = lists.listed(kind, parent, limit=limit, cursor=cursor, only=only)
    return API.answer(200, answers.page(page.items, page.next_cursor, clock.iso(clock.now())))


def history(
    kind: Kind,
    thing_id: str,
    village: str,
    limit: int,
    cursor: str | None,
    complaints: frozenset[str] = frozenset(),
) -> Response[Any]:
    """Answer one page of a thing's history.

    Parameters
    ----------
    complaints
        The events that tell who complained.
    """
    rows, next_cursor = lists.history(kind, thing_id, limit=limit, cursor=cursor)
    names, language = sees_names(village), API.request.language
    hidden: frozenset[str] = frozenset() if knows_raisers(village) else complaints
    items = [answers.step(row, language, names=names, nobody=row.event in hidden) for row in rows]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


def find(kind: Kind, thing_id: str) -> tuple[Any, int]:
    """Return a thing's document and version, to whoever belongs to its village.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    row = lists.present(kind, thing_id)
    if row is None:
        raise NotFound
    enter(row.village)
    return row.document, int(row.version)


def needed(body: Any, field: str) -> Any:
    """Return a field of a body that a step cannot do without.

    Raises
    ------
    InvalidFields
        It is missing.
    """
    value = getattr(body, field)
    if value is None:
        raise InvalidFields.one(field, Text("此项必填。", "This field is required."))
    return value


def new_id() -> str:
    """Return a new id."""
    return ids.new_id(clock.now())


def composition_of(draft: Draft, body: str, day: str) -> Any:
    """Return the composition of a body in force on a day.

    Raises
    ------
    NoCompositionInForce
        There is none.
    """
    number = in_force(draft.find(Kind.BODY, body), day)
    if number is None:
        raise NoCompositionInForce
    return draft.get(Kind.COMPOSITION, composition_id(body, number))


def members_of(draft: Draft, village: str, kind: BodyKind, day: str) -> list[BodyMember]:
    """Return who sits in a body of a village on a day; nobody, where it has no composition."""
    body = id_of_body(village, kind)
    number = in_force(draft.find(Kind.BODY, body), day)
    if number is None:
        return []
    return draft.get(Kind.COMPOSITION, composition_id(body, number))["members"]


def in_force(body: Any, day: str) -> int | None:
    """Return the number of a body's composition on a day."""
    entries: list[dict[str, Any]] = body["compositions"] if body else []
    held = [each for each in entries if each["valid_from"] <= day]
    newest = max(held, key=lambda each: (each["valid_from"], each["number"]), default=None)
    return newest["number"] if newest else None


def id_of_body(village: str, kind: BodyKind, group: int | None = None) -> str:
    """Return the id of a body: there is one of a kind in a village, villagers' groups apart."""
    return f"{village}~{kind}" + (f"~{group}" if group else "")


def composition_id(body: str, number: int) -> str:
    """Return the id of a composition."""
    return f"{body}~{number:04d}"


def today() -> str:
    """Return the present day, as it is stored."""
    return clock.today().isoformat()


def refuse_hurry() -> None:
    """Let a visitor without login look so many times a minute.

    Raises
    ------
    TooManyRequests
        More often.
    """
    # Sixteen bits of a digest tell visitors of one minute apart well enough, and nobody can find the address again.
    visitor = hashlib.sha256(API.request.source_ip.encode()).hexdigest()[:4]
    if not lists.may_look(visitor, clock.now()):
        raise TooManyRequests(retry_after=60)


def thing_id(text: str) -> str:
    """Return an id from a public path; what is none is not found."""
    if not re.fullmatch(ID, text):
        raise NotFound
    return text
