"""Routes of claims, deductions and publications."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import clock, ids
from kernel.access import Access, Caller, Role
from kernel.http import Called, refuse_stale
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.storage.dynamo import read
from kernel.texts import Text
from kernel.units import is_within
from points import timers
from points.api.base import (
    API,
    CHECKERS,
    FIRST_PAGE,
    SIGNED_IN,
    VILLAGE_OFFICERS,
    Cursor,
    Limit,
    RowId,
    Village,
    actor_of,
    checker_of,
    home_of_caller,
    in_village,
    known_home,
    local,
    needed,
    plain,
    settled,
    village_of_home,
)
from points.model import answers
from points.model.requests import MoveClaim, NewClaim
from points.rules import book as books
from points.rules import claim as claims
from points.rules.board import Removal, masked
from points.rules.book import Sign
from points.rules.claim import Action, Checker, Claim, ClaimStatus, Event
from points.store import boards
from points.store import books as book_store
from points.store import claims as store
from points.store.base import Actor, Decided, SomebodyWasFaster, page_of
from points.store.claims import Step
from points.store.rows import BY_LIST, ClaimRow, PublicationRow
from registry import find_homes

_WORKERS = frozenset({Role.GRID_WORKER, Role.GRID_CHIEF})
_VERIFIERS = frozenset({Role.POINTS_VERIFIER})


@API.route(
    "POST",
    "/v1/points/claims",
    access=SIGNED_IN,
    answers={201: (Text("已申报", "Claimed"), answers.ClaimView)},
    problems=[
        NotFound,
        OutsideYourArea,
        books.UnknownItem,
        books.ForbiddenRule,
        books.NoBookInForce,
        claims.ItemExcluded,
        claims.CapReached,
        claims.Recused,
        store.AlreadyClaimed,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("申报积分或记录扣分", "Claim points, or record a deduction"),
    description=Text(
        "户成员申报本户，网格员可代辖区户申报；扣分项目由积分核验员记录。按事发当日生效的规则评分。",
        "A household's members claim for it, its grid worker on its behalf; deductions are recorded by verifiers. The rules in force on "
        "the day it happened apply.",
    ),
)
def open_claim(request: Called, body: NewClaim) -> Response[Any]:
    """Claim points for a household, or record a deduction."""
    now = clock.now()
    caller, own = request.person, home_of_caller()
    home = known_home(body.household)
    village = village_of_home(home)
    worker = caller.post_over(home.unit, _WORKERS)
    verifier = caller.post_over(home.unit, _VERIFIERS)
    request.allow(bool(own == body.household or worker or verifier))
    happened_on = date.fromisoformat(body.happened_on)
    if happened_on > clock.today():
        raise InvalidFields.one("happened_on", Text("不得晚于今天。", "Not later than today."))
    book = book_store.book_on(village, happened_on)
    item = book.item(body.item)
    post = _refuse_wrong_claimant(body, item, own=own, worker=worker, verifier=verifier)
    if body.quantity > item.most:
        raise InvalidFields.one(
            "quantity", Text(f"每次最多 {item.most}。", f"At most {item.most} at a time.")
        )
    if item.evidence and not body.evidence:
        raise InvalidFields.one("evidence", Text("此项目须提供佐证。", "This item takes evidence."))
    claim = Claim(
        id=ids.new_id(now),
        village=village,
        household=body.household,
        unit=home.unit,
        sign=item.sign,
        item=item.code,
        book_version=book.version,
        quantity=body.quantity,
        happened_on=happened_on,
        description=body.description,
        evidence=tuple(body.evidence),
        submitted_by=caller.person_id,
        submitted_role=str(post.role) if post else None,
        created_at=now,
        updated_at=now,
        due_at=now + book.parameters.check_days * book.parameters.day,
    )
    if item.sign is Sign.MINUS:
        who = checker_of(body.household, Role.POINTS_VERIFIER)
        claims.recuse(replace(claim, submitted_by=""), who)

    def decide() -> Decided:
        opened, decided = store.open_claim(claim, actor_of(caller, post), now)
        return decided._replace(body=_view(opened, caller, own))

    return settled(decide, headers={"Location": f"/v1/points/claims/{claim.id}"})


def _refuse_wrong_claimant(
    body: NewClaim, item: books.Item, *, own: str | None, worker: Any, verifier: Any
) -> Any:
    """Return the post a claim is made in: none for the own household; deductions are a verifier's."""
    if item.sign is Sign.PLUS:
        if own == body.household:
            return None
        if worker is None:
            raise NotAllowed(
                Text(
                    "加分由本户申报，或由其网格员代为申报。",
                    "Points are claimed by the household or by its grid worker on its behalf.",
                )
            )
        return worker
    if verifier is None:
        raise NotAllowed(Text("扣分由积分核验员记录。", "Deductions are recorded by verifiers."))
    # What a deduction may be about is the voted rules' alone: the words of the record are held to the same law.
    books.refuse_forbidden([("description", body.description)])
    if body.cause is not None:
        raise claims.ItemExcluded
    return verifier


@API.route(
    "GET",
    "/v1/points/claims",
    access=Access(CHECKERS),
    answers={200: (Text("申报列表", "Claims"), answers.ClaimList)},
    problems=[OutsideYourArea],
    summary=Text("村内某状态的申报", "List a village's claims of one status"),
)
def list_claims(
    village: Annotated[str, Query(pattern=r"^[1-9]\d{11}$")],
    status: Annotated[ClaimStatus, Query()] = ClaimStatus.CHECKING,
    cursor: Cursor = None,
    limit: Limit = FIRST_PAGE,
) -> Response[Any]:
    """List a village's claims of one status, oldest first."""
    _over_village(village)
    page = page_of(
        ClaimRow,
        ("list", f"CLAIMS#{village}#{status}"),
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
    )
    items = [
        {
            "id": row.id,
            "household": row.household,
            "item": row.item,
            "sign": row.sign,
            "status": row.status,
            "points": int(row.points) if row.points is not None else None,
            "version": int(row.version),
            "created_at": local(row.created_at),
            "updated_at": local(row.updated_at),
        }
        for row in page.rows
    ]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


def _over_village(village: str) -> None:
    """Prove that the caller serves in a village: over it, or in a grid of it."""
    caller = API.request.person
    grids = [
        post for post in caller.posts if post.role in _WORKERS and is_within(post.unit, village)
    ]
    if grids:
        API.request.allow(proven=True)
        return
    API.request.within(village, CHECKERS)


@API.route(
    "GET",
    "/v1/points/claims/{claim_id}",
    access=SIGNED_IN,
    answers={200: (Text("申报", "The claim"), answers.ClaimView)},
    problems=[NotFound],
    summary=Text("查看申报", "Read a claim"),
)
def get_claim(request: Called, claim_id: RowId) -> Response[Any]:
    """Read a claim; neighbours see neither names nor words."""
    claim = _visible(claim_id)
    return API.answer(200, _view(claim, request.person, home_of_caller()), version=claim.version)


@API.route(
    "GET",
    "/v1/points/claims/{claim_id}/timeline",
    access=SIGNED_IN,
    answers={200: (Text("全过程", "Every step, oldest first"), answers.PointsTimeline)},
    problems=[NotFound],
    summary=Text("查看申报全过程", "Read the timeline of a claim"),
)
def get_claim_timeline(
    request: Called, claim_id: RowId, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """Read every step of a claim; names for staff alone."""
    claim = _visible(claim_id)
    staff = request.person.post_over(claim.unit, CHECKERS) is not None
    insider = staff or home_of_caller() == claim.household
    page = store.steps_of(claim_id, limit, cursor)
    items = [
        {
            "seq": int(row.seq),
            "at": local(row.at),
            "event": row.event,
            "event_name": claims.EVENT_NAMES[Event(row.event)].say(request.language),
            "actor": row.actor_name if staff else None,
            "actor_role": row.actor_role,
            "reason": row.reason if insider else None,
            "details": store.details_of(row) if insider else None,
        }
        for row in page.rows
    ]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "POST",
    "/v1/points/claims/{claim_id}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的申报", "The claim after the step"), answers.ClaimView)},
    problems=[
        NotFound,
        OutsideYourArea,
        claims.IllegalMove,
        claims.Recused,
        claims.ObjectionTooLate,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("核验、评议、入户、异议、答复、撤回", "Move a claim"),
    description=Text(
        "verify 核验（quantity），recognise 邻里认可（in_favour），visit 入户（grade、reason），object 异议（reason），"
        "answer 答复（objection、upheld、reason、points），withdraw 撤回。本户、近亲属及已参与者由系统强制回避。",
        "verify (`quantity`), recognise (`in_favour`), visit (`grade`, `reason`), object (`reason`), answer (`objection`, `upheld`, `reason`, "
        "`points`), withdraw. The household, its near relatives and whoever took part before are recused by the registry's relations.",
    ),
)
def move_claim(request: Called, claim_id: RowId, body: MoveClaim) -> Response[Any]:
    """Take a claim one step further."""
    claim = _visible(claim_id)
    caller, own, expected = request.person, home_of_caller(), request.expected_version
    who, actor = _who_acts(claim, body, caller, own)

    def decide() -> Decided:
        before = store.load(claim_id)
        if before is None:
            raise NotFound
        refuse_stale(expected, before.version)
        book = book_store.book_of(before.village, before.book_version)
        saved, decided = _step(before, body, who, actor, book)
        return decided._replace(body=_view(saved, caller, own))

    return settled(decide)


def _step(
    before: Claim, body: MoveClaim, who: Checker, actor: Actor, book: books.Book
) -> tuple[Claim, Decided]:
    now = clock.now()
    if body.action is Action.VERIFY:
        quantity = needed(body.quantity, "quantity")
        after = claims.verified(before, who, quantity, body.reason, now)
        step = Step(Event.VERIFIED, actor, body.reason, {"quantity": quantity})
        return store.checked(before, after, book, step, now)
    if body.action is Action.RECOGNISE:
        in_favour = needed(body.in_favour, "in_favour")
        after = claims.recognised(
            before, who, in_favour=in_favour, note=body.reason, now=now, recorded_by=body.paper
        )
        step = Step(
            Event.RECOGNISED, actor, body.reason, {"in_favour": in_favour, "paper": body.paper}
        )
        return store.checked(before, after, book, step, now)
    if body.action is Action.VISIT:
        grade, told = needed(body.grade, "grade"), needed(body.reason, "reason")
        after = claims.visited(before, who, grade, told, now)
        return store.checked(
            before, after, book, Step(Event.VISITED, actor, told, {"grade": grade}), now
        )
    if body.action is Action.OBJECT:
        told = needed(body.reason, "reason")
        after = claims.objected(before, who, told, book.parameters, now)
        return store.change(before, after, [Step(Event.OBJECTED, actor, told)], now)
    if body.action is Action.ANSWER:
        answer = claims.Answer(
            needed(body.objection, "objection"),
            needed(body.upheld, "upheld"),
            needed(body.reason, "reason"),
            body.points,
        )
        after = claims.answered(before, who, answer, book.parameters, now)
        details = {"objection": answer.objection, "upheld": answer.upheld, "points": after.points}
        saved, decided = store.change(
            before, after, [Step(Event.ANSWERED, actor, answer.reason, details)], now
        )
        if answer.upheld and before.sign is Sign.MINUS:
            off = boards.removals(
                before.village, before.household, Removal.OBJECTION_UPHELD, actor, now
            )
            decided = decided._replace(writes=[*decided.writes, *off])
        return saved, decided
    after = claims.withdrawn(before, now)
    return store.change(before, after, [Step(Event.WITHDRAWN, actor, body.reason)], now)


def _who_acts(
    claim: Claim, body: MoveClaim, caller: Caller, own: str | None
) -> tuple[Checker, Actor]:
    """Return who takes a step, after proving that somebody in this place may take it at all."""
    action = body.action
    roles = {
        Action.VERIFY: claims.CHECKERS,
        Action.VISIT: claims.VISITORS,
        Action.ANSWER: claims.ANSWERERS,
    }.get(action)
    if roles is not None:
        post = API.request.within(claim.unit, roles)
        return checker_of(claim.household, post.role), actor_of(caller, post)
    if action is Action.WITHDRAW:
        if own != claim.household and caller.person_id != claim.submitted_by:
            raise NotAllowed(
                Text(
                    "仅申报人或本户可以撤回。",
                    "Only who claimed it, or the household, takes it back.",
                )
            )
        return checker_of(claim.household, None), actor_of(caller)
    if action is Action.RECOGNISE and body.household is not None:
        other = known_home(body.household)
        post = API.request.within(other.unit, _WORKERS)
        needed(body.paper, "paper")
        _refuse_elsewhere(claim, other.unit)
        who = checker_of(claim.household, None, speaks_for=body.household)
        return who, actor_of(caller, post)
    home = find_homes([own]).get(own) if own else None
    _refuse_elsewhere(claim, home.unit if home else "")
    return checker_of(claim.household, None), actor_of(caller)


def _refuse_elsewhere(claim: Claim, unit: str) -> None:
    if not unit.startswith(claim.village):
        raise NotAllowed(
            Text("仅本村住户可以评议或提出异议。", "Only households of the village have a say.")
        )


def _visible(claim_id: str) -> Claim:
    claim = store.load(claim_id)
    if claim is None:
        raise NotFound(Text("没有找到该申报。", "There is no such claim."))
    in_village(claim.village)
    return claim


def _view(claim: Claim, caller: Caller, own: str | None) -> dict[str, Any]:
    language = API.request.language
    book = book_store.book_of(claim.village, claim.book_version)
    item = book.item(claim.item)
    staff = caller.post_over(claim.unit, CHECKERS) is not None
    insider = staff or own == claim.household or caller.person_id == claim.submitted_by
    home = find_homes([claim.household]).get(claim.household)
    name = home.head_name if home else None

    def findings(found: Any) -> list[dict[str, Any]]:
        # The household learns what was found, not who found it: nobody is to be leaned on.
        hidden = (
            set[str]() if staff else {"person", "name", "household", "answered_by", "recorded_by"}
        )
        return [{key: one[key] for key in one if key not in hidden} for one in found]

    return {
        "id": claim.id,
        "village": claim.village,
        "household": claim.household if insider else None,
        "household_name": f"{name}户" if insider and name else masked(name),
        "sign": str(claim.sign),
        "item": claim.item,
        "item_name": item.name.say(language),
        "book_version": claim.book_version,
        "quantity": claim.quantity,
        "happened_on": claim.happened_on.isoformat(),
        "description": claim.description if insider else None,
        "evidence": list(claim.evidence) if insider else [],
        "status": str(claim.status),
        "status_name": claims.STATUS_NAMES[claim.status].say(language),
        "points": claim.points,
        "evaluation": dict(claim.evaluation) if claim.evaluation else None,
        "checks": findings(claim.checks) if insider else [],
        "voices": findings(claim.voices) if insider else [],
        "visits": findings(claim.visits) if insider else [],
        "objections": findings(claim.objections) if insider else [],
        "publication": claim.publication,
        "public_until": local(claim.public_until),
        "due_at": local(claim.due_at),
        "late": claim.late,
        "entry": claim.entry,
        "next_step": claims.next_step(claim, item, book.parameters).say(language),
        "actions": [str(action) for action in claims.legal_actions(claim)],
        "version": claim.version,
        "created_at": plain(claim.created_at),
        "updated_at": plain(claim.updated_at),
    }


@API.route(
    "POST",
    "/v1/points/villages/{village}/publications",
    access=Access(VILLAGE_OFFICERS),
    answers={201: (Text("已公示", "Published"), answers.PublicationView)},
    problems=[OutsideYourArea, store.NothingToPublish, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("公示核验通过的积分", "Publish confirmed scores"),
    description=Text(
        f"每次最多 {store.MOST_A_PUBLICATION} 条，left 大于 0 表示还有；不公示的，到期由系统自动公示。",
        f"At most {store.MOST_A_PUBLICATION} at a time, more wait while `left` is above 0; what nobody publishes the clock does.",
    ),
)
def publish_scores(request: Called, village: Village) -> Response[Any]:
    """Publish what waits in a village as one list."""
    post = request.within(village, VILLAGE_OFFICERS)
    now, actor = clock.now(), actor_of(request.person, post)

    def decide() -> Decided:
        waiting = timers.confirmed_claims(village)
        names = boards.names_of([claim.household for claim in waiting])
        publication, decided = store.publish(village, waiting, names, actor, now)
        view = _publication(publication.row, publication.left)
        return decided._replace(body=view, version=None)

    return settled(decide)


@API.route(
    "GET",
    "/v1/points/villages/{village}/publications",
    access=SIGNED_IN,
    answers={200: (Text("公示列表", "Public lists"), answers.PublicationList)},
    problems=[NotFound],
    summary=Text("积分公示", "List the public lists of a village"),
)
def list_publications(
    village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List a village's public lists, newest first; the village alone sees them, masked."""
    in_village(village)
    page = page_of(
        PublicationRow,
        ("pk", f"PUBLIC#{village}"),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    items = [_publication(row, None) for row in page.rows]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "GET",
    "/v1/points/villages/{village}/publications/{publication}",
    access=SIGNED_IN,
    answers={200: (Text("公示", "The public list"), answers.PublicationView)},
    problems=[NotFound],
    summary=Text("查看一次公示", "Read a public list"),
)
def get_publication(village: Village, publication: RowId) -> Response[Any]:
    """Read a public list."""
    in_village(village)
    row: PublicationRow | None = read([PublicationRow.key(village, publication)])[0]
    if row is None:
        raise NotFound
    return API.answer(200, _publication(row, None))


def _publication(row: PublicationRow, left: int | None) -> dict[str, Any]:
    language = API.request.language
    lines = json.loads(row.document)
    return {
        "id": row.id,
        "village": row.village,
        "published_at": local(row.published_at),
        "objections_until": local(row.objections_until),
        "public_until": local(row.public_until),
        "is_public": clock.iso(clock.now()) < row.public_until,
        "left": left,
        "lines": [{**line, "item_name": line["item_name"][language]} for line in lines],
    }
