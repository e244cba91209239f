"""Take the snapshot of a period and propose its board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import assembly
from kernel import clock, ids
from kernel.access import Role
from kernel.actors import Actor
from kernel.ages import ADULT, has_reached
from kernel.record import record
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.board import Board, NoSuchResolution, PeriodNotBegun, masked
from points.rules.book import Book
from points.rules.snapshot import (
    Exclusion,
    Household,
    Ranked,
    Score,
    compose,
    exclusion,
    rank,
    span_of,
)
from points.service.asking import VILLAGE_OFFICERS, Asking
from points.service.see_board import BoardSeen, see
from points.store import boards, books, households
from points.store.history import tell_household
from registry import Home, Relation, homes_in, people_of

PROPOSERS = VILLAGE_OFFICERS | {Role.POINTS_VERIFIER}


@record
class Command:
    """Of which period, and on which assessment and resolution somebody is named."""

    period: str
    assessment_id: str | None
    resolution_id: str | None


def propose_board(
    work: UnitOfWork, asking: Asking, village: str, command: Command, board_id: str
) -> BoardSeen:
    """Take the snapshot of a period and propose its board.

    Parameters
    ----------
    board_id
        The board's id: ranks are written under it before the board is, and again, the same, if this is decided again.
    """
    actor = Actor.of(asking.person, asking.within(village, PROPOSERS))
    boards.find(work, village, board_id)  # looks for the answer to the request's key with it
    _require_passed(village, command.resolution_id)
    book = books.book_on(village, clock.today())
    board = take_snapshot(village, board_id, command, book, actor)
    return see(asking, add_board(work, board, actor))


def _require_passed(village: str, resolution: str | None) -> None:
    """Let a board cite a matter that its village passed.

    Raises
    ------
    NoSuchResolution
        There is no such matter in the village, or it was not passed.
    """
    if resolution is None:
        return
    decided = assembly.decided(resolution)
    if decided is None or decided.village != village or decided.result != "passed":
        raise NoSuchResolution.one(
            "resolution_id",
            Text(
                "须为本村表决通过的事项编号（GET /v1/assembly/matters）。",
                "Must be the id of a matter the village has passed (GET /v1/assembly/matters).",
            ),
        )


def take_snapshot(village: str, board_id: str, command: Command, book: Book, actor: Actor) -> Board:
    """Take the snapshot of a period, as far as it has come, and compose its board; the ranks are written, the board is not.

    Raises
    ------
    PeriodNotBegun
        The period lies ahead.
    """
    now, parameters = clock.now(), book.parameters
    begins, ends = span_of(command.period)
    if clock.today() < begins:
        raise PeriodNotBegun
    homes = {home.household_id: home for home in homes_in(village)}
    posted = boards.scores_of(village, command.period)
    scores = [posted.get(home, Score(home, 0, 0)) for home in homes]

    def excluded(household: str) -> Exclusion | None:
        return exclusion(_known_of(household), begins, ends, parameters)

    lists = compose(scores, parameters, excluded)
    boards.write_ranks(board_id, rank(scores))
    named = bool(command.assessment_id and command.resolution_id)
    notice, length = parameters.board_notice_days * parameters.day, ends - begins
    return Board(
        id=board_id,
        village=village,
        period=command.period,
        taken_at=now,
        households=len(scores),
        red=_lines(lists.red, homes, named=named),
        improvement=_lines(lists.improvement, homes, named=False),
        none_because=str(lists.none_because) if lists.none_because else None,
        excluded={home: str(ground) for home, ground in lists.excluded.items()},
        named=named,
        assessment_id=command.assessment_id,
        resolution_id=command.resolution_id,
        proposed_by=actor.person_id,
        not_before=now + notice,
        ends_at=now + notice + length,
        created_at=now,
        updated_at=now,
    )


def add_board(work: UnitOfWork, board: Board, actor: Actor) -> Board:
    """Keep a proposed board and tell those on its improvement list, who have time to correct."""
    until = clock.for_people(board.not_before)
    text = Text(
        f"{board.period} 期评议中，您户拟列入待改进名单（隐名，仅限本村）。{until} 前完成整改或提出异议的，不列入。",
        f"For {board.period} your household is proposed for the improvement list (masked, this village only). Who corrects or objects "
        f"before {until} (Beijing time) is not listed.",
    )
    for line in board.improvement:
        tell_household(work, line["household"], "improvement_list", text, board.created_at)
    return boards.add(work, board, actor)


def new_board_id() -> str:
    """Return the id of a new board."""
    return ids.new_id(clock.now())


def _known_of(household: str) -> Household:
    people = people_of(household)
    head = next((one for one in people if one.relation == Relation.HEAD), None)
    noted = households.read_standing(household)
    away = tuple(
        (date.fromisoformat(span.since), date.fromisoformat(span.until) if span.until else None)
        for span in noted.away
    )
    return Household(
        tuple(one.birth_year for one in people),
        head.birth_year if head else None,
        away,
        noted.care,
        households.is_objected(household),
    )


def _lines(
    ranked: Iterable[Ranked], homes: Mapping[str, Home], *, named: bool
) -> list[dict[str, Any]]:
    return [_line(one, homes[one.score.household].head_name, named=named) for one in ranked]


def _line(one: Ranked, name: str | None, *, named: bool) -> dict[str, Any]:
    household = one.score.household
    consented = (
        named
        and households.read_standing(household).consent is not None
        and _may_be_named(household)
    )
    return {
        "household": household,
        "rank": one.rank,
        "net": one.score.net,
        "name": f"{name}户" if consented and name else masked(name),
        "named": consented,
    }


def _may_be_named(household: str) -> bool:
    """Tell whether a household has a head, and one who is of age beyond doubt.

    A minor is not named, whoever consents (个保法 Arts. 28, 31), nor a household of which nobody is known to be the head.
    """
    heads = [one for one in people_of(household) if one.relation == Relation.HEAD]
    return bool(heads) and all(has_reached(ADULT, head.born, clock.today()) for head in heads)
