"""Take the snapshot of a period and propose its board."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import assembly
from kernel import clock, ids
from kernel.access import Role
from kernel.actors import Actor
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules import snapshot
from points.rules.board import Board, NoSuchAssessment, NoSuchResolution, PeriodNotBegun, masked
from points.rules.book import Book
from points.service.asking import VILLAGE_OFFICERS
from points.service.see_board import BoardSeen, see
from points.store import boards, books, households
from points.store.history import tell_household
from registry import Home, Relation, homes_lived_in, may_be_named, people_of

if TYPE_CHECKING:
    from points.model.board_requests import NewBoard

PROPOSERS = VILLAGE_OFFICERS | {Role.POINTS_VERIFIER}
_DECIDES_NAMING = frozenset({"other_livelihood", "village_rules"})
"""Kinds of matters by which the villagers' meeting decides what touches the interests of villagers, this one among them (村委会法 Arts. 28, 31)."""


def propose_board(
    work: UnitOfWork, asking: Scope, village: str, command: NewBoard, board_id: str
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
    _require_assessed(work, village, command.assessment_id)
    book = books.book_on(village, clock.today())
    board = take_snapshot(village, board_id, command, book, actor)
    return see(asking, add_board(work, board, actor))


def _require_passed(village: str, resolution: str | None) -> None:
    """Let a board cite a matter that its village passed, and by which it could decide on names.

    Raises
    ------
    NoSuchResolution
        There is no such matter in the village, it was not passed, or it is of another kind.
    """
    if resolution is None:
        return
    decided = assembly.decided(resolution)
    if (
        decided is None
        or (decided.village, decided.result) != (village, "passed")
        or decided.type not in _DECIDES_NAMING
    ):
        raise NoSuchResolution.one(
            "resolution_id",
            Text(
                "须为本村村民会议就署名公布表决通过的事项编号（其他涉及村民利益的事项或村规民约）。",
                "Must be the id of a matter the villagers' meeting has passed on it: `other_livelihood` or `village_rules` "
                "(GET /v1/assembly/matters).",
            ),
        )


def _require_assessed(work: UnitOfWork, village: str, assessment: str | None) -> None:
    """Let a board cite an impact assessment of its village that found it acceptable.

    Raises
    ------
    NoSuchAssessment
        There is none, or it found it not to be.
    """
    if assessment is None:
        return
    made = boards.find_assessment(work, village, assessment)
    if made is None or not made.acceptable:
        raise NoSuchAssessment.one(
            "assessment_id",
            Text(
                "须为本村结论为可行的影响评估编号。",
                "Must be the id of an impact assessment of the village that found it acceptable (GET …/assessments).",
            ),
        )


def take_snapshot(
    village: str, board_id: str, command: NewBoard, book: Book, actor: Actor
) -> Board:
    """Take the snapshot of a period, as far as it has come, and compose its board; the ranks are written, the board is not.

    A household nobody lives in any more is neither ranked nor listed.

    Raises
    ------
    PeriodNotBegun
        The period lies ahead.
    """
    now, parameters = clock.now(), book.parameters
    begins, ends = snapshot.span_of(command.period)
    if clock.today() < begins:
        raise PeriodNotBegun
    homes = {home.household_id: home for home in homes_lived_in(village)}
    posted = boards.scores_of(village, command.period)
    scores = [posted.get(home, snapshot.Score(home, 0, 0)) for home in homes]

    def excluded(household: str) -> snapshot.Exclusion | None:
        return snapshot.exclusion(_known_of(household), begins, ends, parameters)

    lists = snapshot.compose(scores, parameters, excluded)
    boards.write_ranks(board_id, snapshot.rank(scores))
    named = bool(command.assessment_id and command.resolution_id)
    not_before = parameters.term(now, parameters.board_notice_days)
    return Board(
        id=board_id,
        village=village,
        period=command.period,
        taken_at=now,
        households=len(scores),
        red=[_line(one, homes[one.score.household], named=named) for one in lists.red],
        improvement=[
            _line(one, homes[one.score.household], named=False) for one in lists.improvement
        ],
        none_because=str(lists.none_because) if lists.none_because else None,
        excluded={home: str(ground) for home, ground in lists.excluded.items()},
        named=named,
        assessment_id=command.assessment_id,
        resolution_id=command.resolution_id,
        proposed_by=actor.person_id,
        not_before=not_before,
        ends_at=not_before + (ends - begins),
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


def _known_of(household: str) -> snapshot.Household:
    people = people_of(household)
    head = next((one for one in people if one.relation == Relation.HEAD), None)
    noted = households.read_standing(household)
    away = tuple(
        (date.fromisoformat(span.since), date.fromisoformat(span.until) if span.until else None)
        for span in noted.away
    )
    return snapshot.Household(
        tuple(each.birth_year for each in people),
        head.birth_year if head else None,
        away,
        noted.care,
        households.is_objected(household),
    )


def _line(ranked: snapshot.Ranked, home: Home, *, named: bool) -> dict[str, Any]:
    household, name = home.household_id, home.head_name
    shown = (
        named
        and name is not None
        and households.read_standing(household).consent is not None
        and may_be_named(people_of(household))
    )
    return {
        "household": household,
        "rank": ranked.rank,
        "net": ranked.score.net,
        "name": f"{name}户" if shown else masked(name),
        "named": shown,
    }
