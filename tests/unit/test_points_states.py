"""What can be done with a claim, a redemption, a board, a version of the rules and a settlement: for whom, and from where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel.access import Post
from kernel.actors import Actor
from kernel.clock import iso
from kernel.problems import NotAllowed
from kernel.states import IllegalMove
from kernel.texts import Named
from points.model.board_requests import MoveBoard
from points.model.book_requests import MoveBook
from points.model.claim_requests import MoveClaim
from points.model.shop_requests import MoveRedemption
from points.rules import board as boards
from points.rules import (
    board_states,
    book,
    book_states,
    claim_states,
    redemption,
    redemption_states,
    settlement_states,
)
from points.rules import claim_moves as claims
from points.rules import settlement as settlements
from points.rules.board import Board, Listed, Removal
from points.rules.claim import Claim
from points.rules.redemption import Redemption
from points.rules.settlement import Settlement
from points.rules.shop import parse_opening
from points.store.books import packaged
from tests.support.incidents import GRID, VILLAGE, caller
from tests.support.states import with_nobody_in_row, without_row

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
WHO = caller("p-9")
RULES = book.parse(packaged(), 1)
OPENING = parse_opening(
    {"weekdays": [1], "dates": [], "closed_on": [], "opens": "08:00", "closes": "12:00"}
)

Do = Callable[[], Any]
Life = tuple[Callable[[], list[Any]], Callable[[Any], Do]]
"""What is offered now, and how an action is done."""


def standing(holders: frozenset[Named], roles: Mapping[Any, Any]) -> dict[Any, Post | None]:
    """How somebody stands to a thing, by the post that makes it so."""
    return {holder: Post(min(roles[holder]), VILLAGE, date(2020, 1, 1)) for holder in holders}


def objection_of(person: str, upheld: bool | None) -> dict[str, Any]:
    """An objection of somebody, answered (`upheld` or not) or not yet (None)."""
    return {
        "id": 1,
        "person": person,
        "household": "h-2",
        "until": iso(LATER),
        "upheld": upheld,
    }


def a_claim(status: Named, *objections: dict[str, Any]) -> Claim:
    """A claim of half a day's work, in the middle of its period."""
    return Claim(
        id="c-1",
        village=VILLAGE,
        household="h-1",
        unit=GRID,
        sign=RULES.item("half_day_work").sign,
        item="half_day_work",
        book_version=1,
        quantity=2,
        happened_on=date(2026, 11, 23),
        description="",
        evidence=(),
        submitted_by="p-1",
        submitted_role=None,
        created_at=NOW,
        updated_at=NOW,
        status=claim_states.ClaimStatus(status),
        objections=objections,
        points=10,
        due_at=LATER,
    )


def of_a_claim(status: Named, holders: frozenset[Named]) -> Life:
    objected = [objection_of("p-2", None)] if status is claim_states.ClaimStatus.OBJECTED else []
    claim = a_claim(status, *objected)
    who = claims.Participant(
        WHO, "h-9", frozenset(), standing(holders, claim_states.HOLDER_ROLES), "h-8"
    )
    facts = claims.Facts(who, RULES.item("half_day_work"), RULES.parameters, None, NOW)
    recorded = holders == {claim_states.Holder.RECORDER}

    def do(action: Any) -> Do:
        said = MoveClaim.model_construct(
            action=action,
            quantity=1,
            in_favour=True,
            household="h-8" if recorded else None,
            paper="P-1",
            grade=90,
            objection=1,
            upheld=False,
            points=None,
            reason="属实",
        )
        return lambda: claims.move(claim, said, facts)

    return lambda: claims.open_actions(claim, who, NOW), do


def of_a_redemption(status: Named, holders: frozenset[Named]) -> Life:
    goods = Redemption(
        id="r-1",
        village=VILLAGE,
        household="h-1",
        unit=GRID,
        goods="soap",
        goods_name="肥皂",
        merchant="m-1",
        quantity=1,
        points=3,
        lots=(),
        code="AB00111",
        hold_until=LATER,
        requested_by="p-1",
        hold_entry="e-1",
        created_at=NOW,
        updated_at=NOW,
        status=redemption_states.RedemptionStatus(status),
    )
    by = standing(holders, redemption_states.HOLDER_ROLES)
    facts = redemption.Facts(WHO, by, OPENING, frozenset(), NOW)

    def do(action: Any) -> Do:
        said = MoveRedemption.model_construct(action=action, code="AB00111", reason="不要了")
        return lambda: redemption.move(goods, said, facts)

    return lambda: redemption.open_actions(goods, facts), do


def of_a_board(status: Named, holders: frozenset[Named]) -> Life:
    line = {"household": "h-1", "rank": 1, "net": -5, "name": "张*户", "named": False}
    board = Board(
        id="b-1",
        village=VILLAGE,
        period="2026-10",
        taken_at=NOW,
        households=12,
        red=[],
        improvement=[line],
        none_because=None,
        excluded={},
        named=False,
        assessment_id=None,
        resolution_id=None,
        proposed_by="p-1",
        not_before=NOW,
        ends_at=LATER,
        created_at=NOW,
        updated_at=NOW,
        status=board_states.Status(status),
    )
    facts = boards.Facts(Actor.of(WHO, None), holders.__contains__, lambda _: Listed(), NOW)

    def do(action: Any) -> Do:
        said = MoveBoard(action=action, household="h-1", removal=Removal.CORRECTED, reason="已改正")
        return lambda: boards.move(board, said, facts)

    return lambda: boards.open_actions(board, "p-9", holders.__contains__, NOW), do


def of_a_book(status: Named, holders: frozenset[Named]) -> Life:
    version = book.Version(VILLAGE, 2, book_states.Status(status), {}, {}, 1)

    def do(action: Any) -> Do:
        said = MoveBook(
            action=action,
            vote_id="V-1",
            voted_on="2026-11-20",
            filing_no="F-1",
            valid_from="2026-11-23",
            reason="更正",
        )
        return lambda: book.moved(version, said, holders.__contains__, date(2026, 11, 23))

    return lambda: book.open_actions(version, holders.__contains__), do


def of_a_settlement(status: Named, holders: frozenset[Named]) -> Life:
    month = Settlement(VILLAGE, "2026-10", NOW, "p-1", [], [], 0, settlement_states.Status(status))

    def do(action: Any) -> Do:
        return lambda: settlements.checked(month, action, "p-9", holders.__contains__, NOW)

    return lambda: settlements.open_actions(month, "p-9", holders.__contains__), do


LIVES = {
    "claim": (claim_states, of_a_claim),
    "redemption": (redemption_states, of_a_redemption),
    "board": (board_states, of_a_board),
    "book": (book_states, of_a_book),
    "settlement": (settlement_states, of_a_settlement),
}
CELLS = [
    (thing, status, holder, action)
    for thing, (states, _) in LIVES.items()
    for status in states.TABLE.statuses
    for holder in (None, *states.TABLE.holders)
    for action in states.TABLE.actions
]
BY_HAND = [
    (thing, row.action, min(row.origin), holder)
    for thing, (states, _) in LIVES.items()
    for row in states.TABLE.moves
    for holder in row.by
]


def standing_to(thing: str, status: Named, holder: Named | None) -> Life:
    return LIVES[thing][1](status, frozenset({holder} if holder else ()))


@pytest.mark.parametrize(("thing", "status", "holder", "action"), CELLS)
def test_an_action_is_offered_exactly_when_it_can_be_done(
    thing: str, status: Named, holder: Named | None, action: Named
) -> None:
    offered, do = standing_to(thing, status, holder)

    if action in offered():
        assert do(action)()
    else:
        with pytest.raises((IllegalMove, NotAllowed)):
            do(action)()


@pytest.mark.parametrize(("thing", "action", "status", "holder"), BY_HAND)
def test_without_its_row_an_action_is_neither_offered_nor_done(
    monkeypatch: pytest.MonkeyPatch, thing: str, action: Named, status: Named, holder: Named
) -> None:
    offered, do = standing_to(thing, status, holder)
    before = offered()

    without_row(monkeypatch, LIVES[thing][0].TABLE, action)

    assert action in before
    assert action not in offered()
    with pytest.raises(IllegalMove):
        do(action)()


@pytest.mark.parametrize(("thing", "action", "status", "holder"), BY_HAND)
def test_whoever_the_row_no_longer_names_neither_is_offered_an_action_nor_does_it(
    monkeypatch: pytest.MonkeyPatch, thing: str, action: Named, status: Named, holder: Named
) -> None:
    offered, do = standing_to(thing, status, holder)

    with_nobody_in_row(monkeypatch, LIVES[thing][0].TABLE, action)

    assert action not in offered()
    with pytest.raises(NotAllowed):
        do(action)()


def test_whoever_objected_as_often_as_one_may_is_not_offered_to_object_again() -> None:
    neighbour = frozenset({claim_states.Holder.NEIGHBOUR})
    status = claim_states.ClaimStatus.PUBLISHED
    who = claims.Participant(
        WHO, "h-9", frozenset(), standing(neighbour, claim_states.HOLDER_ROLES)
    )
    claim = a_claim(status, *[objection_of("p-9", upheld=False)] * 5)

    assert claim_states.Action.OBJECT not in claims.open_actions(claim, who, NOW)
    assert claim_states.Action.OBJECT in claims.open_actions(
        replace(claim, objections=claim.objections[1:]), who, NOW
    )
