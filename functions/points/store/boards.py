"""Boards in DynamoDB: the snapshot of a period, the board taken from it, who left it and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from kernel import clock, ids
from kernel.http import Versions, refuse_stale
from kernel.record import record
from kernel.storage.dynamo import Range, query, read, write
from kernel.storage.rows import Alter, Ensure, Write
from kernel.texts import Text
from points.rules import board as boards
from points.rules.board import Household, Ranked, Removal, Score, Status
from points.rules.book import Book
from points.store import ledger
from points.store.base import (
    Actor,
    Decided,
    from_document,
    history,
    in_words,
    new_change,
    to_document,
)
from points.store.rows import (
    BY_HOUSE,
    CLOCK,
    BoardRow,
    ClaimRow,
    HistoryRow,
    RankRow,
    ScoreRow,
    StandingRow,
)
from registry import Home, find_homes, homes_in, people_of

_A_READ = 500
_A_WRITE = 100
_LIVE = 20
_ADULT = 18
"""民法典 Art. 17; by years of birth, so that nobody of seventeen is taken for grown up."""


@record
class Board:
    """A board of a village and a period.

    Attributes
    ----------
    red, improvement
        Lines as they are shown: household, rank, net, shown name.
    removed
        Who left, when and why: the log the law asks for.
    named
        Whether names of those who consented are shown, for which the impact assessment and the villagers' resolution are needed.
    """

    id: str
    village: str
    period: str
    taken_at: datetime
    households: int
    red: list[dict[str, Any]]
    improvement: list[dict[str, Any]]
    none_because: str | None
    excluded: dict[str, str]
    named: bool
    assessment_id: str | None
    resolution_id: str | None
    proposed_by: str
    not_before: datetime
    ends_at: datetime
    created_at: datetime
    updated_at: datetime
    status: Status = Status.PROPOSED
    approved_by: str | None = None
    removed: tuple[Mapping[str, Any], ...] = ()
    version: int = 1
    steps: int = 1
    change_id: str = ""


_KINDS: dict[str, Any] = {
    "status": Status,
    "removed": tuple,
    **dict.fromkeys(
        ("taken_at", "not_before", "ends_at", "created_at", "updated_at"), clock.from_iso
    ),
}


def from_row(row: BoardRow) -> Board:
    """Return the board a row keeps."""
    return from_document(Board, row.document, _KINDS)


def _to_row(board: Board) -> BoardRow:
    posted = board.status is Status.POSTED
    return BoardRow(
        f"BOARD#{board.village}",
        board.id,
        id=board.id,
        village=board.village,
        status=str(board.status),
        document=to_document(board),
        version=board.version,
        change_id=board.change_id,
        clock=CLOCK if posted else None,
        wake_at=clock.iso(board.ends_at) if posted else None,
    )


def load(village: str, board: str) -> Board | None:
    """Return a board as it is now."""
    row: BoardRow | None = read([BoardRow.key(village, board)], consistent=True)[0]
    return from_row(row) if row else None


def scores_of(village: str, period: str) -> dict[str, Score]:
    """Return what was posted in a period, by household."""
    found: dict[str, Score] = {}
    for month in boards.months_of(period):
        start: dict[str, Any] | None = None
        while True:
            page = query(
                ScoreRow,
                ("pk", f"SCORES#{village}#{month}"),
                limit=_A_READ,
                start=start,
                consistent=True,
            )
            for item in page.items:
                row = ScoreRow.from_raw_data(item)
                before = found.get(row.sk, Score(row.sk, 0, 0))
                found[row.sk] = Score(
                    row.sk, before.earned + int(row.earned), before.lost + int(row.lost)
                )
            start = page.next_key
            if start is None:
                break
    return found


def standing(household: str) -> tuple[dict[str, Any], int]:
    """Return what the village notes of a household for boards, and its version; 0: nothing yet."""
    row: StandingRow | None = read([StandingRow.key(household)], consistent=True)[0]
    if row is None:
        return {"consent": None, "away": [], "care": False}, 0
    return json.loads(row.document), int(row.version)


def put_standing(household: str, document: Mapping[str, Any], seen: int, now: datetime) -> Decided:
    """Decide to note something of a household."""
    change_id = new_change(now)
    row = StandingRow(
        f"STANDING#{household}",
        "STANDING",
        document=in_words(document),
        version=seen + 1,
        change_id=change_id,
    )
    unchanged = StandingRow.version == seen if seen else Ensure.is_new
    return Decided(
        200, None, [Write(row, unchanged)], StandingRow.key(household), change_id, seen + 1
    )


def is_objected(household: str) -> bool:
    """Tell whether an objection to a claim or deduction of a household is open."""
    page = query(
        ClaimRow,
        ("house", f"CLAIMS#{household}"),
        index=BY_HOUSE,
        only={"status": "objected"},
        limit=100,
        newest_first=True,
    )
    return bool(page.items)


def propose(
    village: str,
    period: str,
    book: Book,
    facts: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> Board:
    """Take the snapshot of a period, as far as it has come, and compose its board; the ranks are written, the board is left to the caller.

    Raises
    ------
    PeriodNotBegun
        The period lies ahead.
    """
    begins, ends = boards.span_of(period)
    if now.astimezone(clock.SHANGHAI).date() < begins:
        raise boards.PeriodNotBegun
    homes = {home.household_id: home for home in homes_in(village)}
    posted = scores_of(village, period)
    scores = [posted.get(home, Score(home, 0, 0)) for home in homes]

    def excluded(household: str) -> boards.Exclusion | None:
        return boards.exclusion(_household(household), begins, ends, book.parameters)

    lists = boards.compose(scores, book.parameters, excluded)
    number = ids.new_id(now)
    _write_ranks(number, boards.rank(scores))
    named = bool(facts.get("assessment_id") and facts.get("resolution_id"))
    notice, length = book.parameters.board_notice_days * book.parameters.day, ends - begins
    return Board(
        id=number,
        village=village,
        period=period,
        taken_at=now,
        households=len(scores),
        red=[_line(one, homes, named=named) for one in lists.red],
        improvement=[_line(one, homes, named=False) for one in lists.improvement],
        none_because=str(lists.none_because) if lists.none_because else None,
        excluded={home: str(ground) for home, ground in lists.excluded.items()},
        named=named,
        assessment_id=facts.get("assessment_id"),
        resolution_id=facts.get("resolution_id"),
        proposed_by=actor.person_id,
        not_before=now + notice,
        ends_at=now + notice + length,
        created_at=now,
        updated_at=now,
    )


def _household(household: str) -> Household:
    people = people_of(household)
    head = next((one for one in people if one.relation == "head"), None)
    noted, _ = standing(household)
    away = tuple(
        (
            date.fromisoformat(span["since"]),
            date.fromisoformat(span["until"]) if span["until"] else None,
        )
        for span in noted["away"]
    )
    return Household(
        tuple(one.birth_year for one in people),
        head.birth_year if head else None,
        away,
        bool(noted["care"]),
        is_objected(household),
    )


def _line(one: Ranked, homes: Mapping[str, Home], *, named: bool) -> dict[str, Any]:
    household = one.score.household
    name = homes[household].head_name
    consented = named and bool(standing(household)[0]["consent"]) and not _is_minor(household)
    return {
        "household": household,
        "rank": one.rank,
        "net": one.score.net,
        "name": f"{name}户" if consented and name else boards.masked(name),
        "named": consented,
    }


def _is_minor(household: str) -> bool:
    """Tell whether a household's head may be under age: a minor is not named, whoever consents (个保法 Arts. 28, 31)."""
    head = next((one for one in people_of(household) if one.relation == "head"), None)
    year = clock.today().year
    return head is not None and head.birth_year is not None and year - head.birth_year <= _ADULT


def _write_ranks(board: str, ranked: Sequence[Ranked]) -> None:
    rows = [
        Write(
            RankRow(
                f"RANKS#{board}",
                f"{one.rank:06d}#{one.score.household}",
                household=one.score.household,
                rank=one.rank,
                earned=one.score.earned,
                lost=one.score.lost,
            )
        )
        for one in ranked
    ]
    for first in range(0, len(rows), _A_WRITE):
        write(rows[first : first + _A_WRITE])


def open_board(board: Board, actor: Actor, now: datetime) -> tuple[Board, Decided]:
    """Decide to keep a proposed board and to tell those on its improvement list, who have time to correct."""
    change_id = new_change(now)
    board = replace(board, change_id=change_id)
    until = clock.for_people(board.not_before)
    writes: list[Write | Alter] = [
        Write(_to_row(board), Ensure.is_new),
        history(f"BOARD#{board.id}", 1, "proposed", actor, now, change_id),
    ]
    for line in board.improvement:
        text = Text(
            f"{board.period} 期评议中，您户拟列入待改进名单（隐名，仅限本村）。{until} 前完成整改或提出异议的，不列入。",
            f"For {board.period} your household is proposed for the improvement list (masked, this village only). Who corrects or objects "
            f"before {until} (Beijing time) is not listed.",
        )
        writes.append(ledger.note(line["household"], "improvement_list", text, now))
    mark = HistoryRow.key(f"BOARD#{board.id}", 1)
    return board, Decided(201, None, writes, mark, change_id, 1)


def move(
    before: Board,
    after: Board,
    event: str,
    actor: Actor,
    now: datetime,
    *,
    reason: str | None = None,
    expected: Versions = None,
    details: Mapping[str, Any] | None = None,
) -> tuple[Board, Decided]:
    """Decide to save a board after a step."""
    refuse_stale(expected, before.version)
    change_id = new_change(now)
    saved = replace(
        after,
        version=before.version + 1,
        steps=before.steps + 1,
        updated_at=now,
        change_id=change_id,
    )
    pk = f"BOARD#{saved.id}"
    writes: list[Write | Alter] = [
        Write(_to_row(saved), BoardRow.version == before.version),
        history(pk, saved.steps, event, actor, now, change_id, reason, details),
    ]
    return saved, Decided(
        200, None, writes, HistoryRow.key(pk, saved.steps), change_id, saved.version
    )


def approve(board: Board, actor: Actor, now: datetime, expected: Versions) -> tuple[Board, Decided]:
    """Decide to post a board: by another person than proposed it, after the notice period; who objects or is exempt by now leaves it.

    Raises
    ------
    IllegalBoardMove, SamePerson, TooEarlyToPost
        The board is not proposed, the same person proposed it, or the notice period is not over.
    """
    if board.status is not Status.PROPOSED:
        raise boards.IllegalBoardMove.from_status(board.status)
    if board.proposed_by == actor.person_id:
        raise boards.SamePerson
    if board.improvement and now < board.not_before:
        until = clock.for_people(board.not_before)
        raise boards.TooEarlyToPost(
            Text(
                f"整改提醒期至 {until}。",
                f"Households have until {until} (Beijing time) to correct.",
            ),
            not_before=clock.local_iso(board.not_before),
        )
    after = replace(board, status=Status.POSTED, approved_by=actor.person_id)
    for line in board.improvement:
        noted, _ = standing(line["household"])
        if noted["care"]:
            after = removed(after, line["household"], Removal.EXEMPT, actor, now)
        elif is_objected(line["household"]):
            after = removed(after, line["household"], Removal.PENDING_OBJECTION, actor, now)
    # A consent withdrawn since the snapshot counts.
    after = replace(
        after,
        red=[
            line if not line["named"] or standing(line["household"])[0]["consent"] else masked(line)
            for line in after.red
        ],
    )
    return move(board, after, "posted", actor, now, expected=expected)


def masked(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line without its name."""
    return {**line, "name": boards.masked(line["name"]), "named": False}


def removed(
    board: Board, household: str, why: Removal, actor: Actor, now: datetime, note: str | None = None
) -> Board:
    """Return the board without a household: off the red list when what it earned was reversed, else off the improvement list.

    Where only the consent to the name is gone, the red list keeps it masked.
    """
    red, improvement = board.red, boards.without(board.improvement, household)
    if why is Removal.CONSENT_WITHDRAWN:
        red = [masked(line) if line["household"] == household else line for line in board.red]
    elif why is Removal.REVERSED:
        red, improvement = boards.without(board.red, household), board.improvement
    entry = {
        "household": household,
        "reason": str(why),
        "note": note,
        "by": actor.person_id,
        "at": clock.iso(now),
    }
    return replace(
        board,
        red=red,
        improvement=improvement,
        removed=(*board.removed, entry),
    )


def live_boards(village: str) -> Iterator[Board]:
    """Give the newest boards of a village that are proposed or posted."""
    page = query(
        BoardRow,
        ("pk", f"BOARD#{village}"),
        limit=_LIVE,
        newest_first=True,
        consistent=True,
    )
    for item in page.items:
        if item["status"]["S"] in (Status.PROPOSED, Status.POSTED):
            yield from_row(BoardRow.from_raw_data(item))


def removals(
    village: str, household: str, why: Removal, actor: Actor, now: datetime
) -> list[Write | Alter]:
    """Return the writes that take a household off every live board at once; part of the transaction that is the reason."""
    writes: list[Write | Alter] = []
    for board in live_boards(village):
        named = any(line["household"] == household and line["named"] for line in board.red)
        listed = any(line["household"] == household for line in board.improvement)
        on_red = any(line["household"] == household for line in board.red)
        concerned = {
            Removal.REVERSED: on_red,
            Removal.CONSENT_WITHDRAWN: listed or named,
        }.get(why, listed)
        if not concerned:
            continue
        after = removed(board, household, why, actor, now)
        details = {"household": household, "reason": str(why)}
        _, decided = move(board, after, "removed", actor, now, details=details)
        writes += decided.writes
    return writes


def ranks_page(board: str, limit: int, cursor: str | None) -> Any:
    """Return one page of a board's snapshot, best first."""
    from points.store.base import page_of

    return page_of(RankRow, ("pk", f"RANKS#{board}"), limit=limit, cursor=cursor)


def names_of(households: Sequence[str]) -> dict[str, str]:
    """Return how households are shown to everybody: masked."""
    found: dict[str, str] = {}
    for first in range(0, len(households), 40):
        homes = find_homes(households[first : first + 40])
        found |= {home: boards.masked(known.head_name) for home, known in homes.items()}
    return found


def removal_range() -> Range:
    """Return which rows beside a board are its history."""
    return Range("sk", "begins_with", ("HIST#",))
