"""Claim points for a household, or record a deduction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kernel import clock, ids
from kernel.access import Post, Role
from kernel.actors import Actor
from kernel.problems import InvalidFields, NotAllowed
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.book import Item, Sign
from points.rules.book_checks import refuse_forbidden
from points.rules.claim import AlreadyClaimed, CapReached, Checker, Claim, ItemExcluded
from points.rules.claim_moves import Step
from points.rules.claim_states import Event
from points.rules.recusal import recuse
from points.service.asking import (
    GRID_STAFF,
    VERIFIERS,
    home_of,
    homes_of,
    known_home,
    village_of,
)
from points.service.follow_claim import follow_claim
from points.service.see_claim import ClaimSeen, Lookup, see
from points.store import books, claims

if TYPE_CHECKING:
    from points.model.claim_requests import NewClaim


def open_claim(work: UnitOfWork, asking: Scope, command: NewClaim) -> ClaimSeen:
    """Claim points for a household, or record a deduction."""
    now, caller, own = clock.now(), asking.person, home_of(asking)
    homes = homes_of(command.household, own)
    home = known_home(command.household, homes)
    worker = caller.post_over(home.unit, GRID_STAFF)
    verifier = caller.post_over(home.unit, VERIFIERS)
    asking.allow(bool(own == command.household or worker or verifier))
    village = village_of(home)
    day = date.fromisoformat(command.happened_on)
    if day > clock.today():
        raise InvalidFields.one("happened_on", Text("不得晚于今天。", "Not later than today."))
    book = books.book_on(village, day)
    item = book.item(command.item)
    post = _claiming_post(command, item, own=own, worker=worker, verifier=verifier)
    _check(command, item)
    claim = Claim(
        id=ids.new_id(now),
        village=village,
        household=command.household,
        unit=home.unit,
        sign=item.sign,
        item=item.code,
        book_version=book.version,
        quantity=command.quantity,
        happened_on=day,
        description=command.description,
        evidence=tuple(command.evidence),
        submitted_by=caller.person_id,
        submitted_role=str(post.role) if post else None,
        created_at=now,
        updated_at=now,
        due_at=now + book.parameters.check_days * book.parameters.day,
        owes=ids.new_id(now),
    )
    if item.sign is Sign.MINUS:
        who = Checker(caller.person_id, caller.name, Role.POINTS_VERIFIER, own, home.relatives)
        recuse(replace(claim, submitted_by=""), who)
    there, left = claims.load_for_opening(work, claim, item)
    if there:
        raise AlreadyClaimed(claim=there)
    if left is not None and left <= 0:
        raise CapReached
    step = Step(Event.CLAIMED, Actor.of(caller, post), claim.description)
    followed = follow_claim(work, None, claim, step.actor)
    return see(asking, Lookup(claims.open_claim(work, followed, step), homes, own))


def _claiming_post(
    command: NewClaim, item: Item, *, own: str | None, worker: Post | None, verifier: Post | None
) -> Post | None:
    """Return the post a claim is made by: none for the own household; deductions are a verifier's."""
    if item.sign is Sign.PLUS:
        if own == command.household:
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
    evidence = [(f"evidence.{number}", text) for number, text in enumerate(command.evidence)]
    refuse_forbidden([("description", command.description), *evidence])
    if command.cause is not None:
        raise ItemExcluded
    return verifier


def _check(command: NewClaim, item: Item) -> None:
    if command.quantity > item.most:
        raise InvalidFields.one(
            "quantity", Text(f"每次最多 {item.most}。", f"At most {item.most} at a time.")
        )
    if item.evidence and not command.evidence:
        raise InvalidFields.one("evidence", Text("此项目须提供佐证。", "This item takes evidence."))
