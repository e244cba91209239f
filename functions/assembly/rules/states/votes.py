"""The life of a vote."""

from __future__ import annotations

from enum import StrEnum

from assembly.rules.standing import HOLDER_NAMES, Holder
from kernel.states import Move, StateTable
from kernel.texts import Text


class VoteStatus(StrEnum):
    """Where a vote stands; an open vote begins at `casting`."""

    ISSUING = "issuing"
    CASTING = "casting"
    CLOSING = "closing"
    CLOSED = "closed"
    VOID = "void"


class VoteAction(StrEnum):
    """What is done to a vote."""

    CAST = "cast"
    PAPER_ONLY = "paper_only"
    CLOSE = "close"
    RECOUNT = "recount"
    BREAK_OFF = "break_off"


_A, _S = VoteAction, VoteStatus
_KEEPER = (Holder.KEEPER,)


def _from(*statuses: VoteStatus) -> frozenset[VoteStatus]:
    return frozenset(statuses)


VOTES: StateTable[VoteAction, VoteStatus, Holder] = StateTable(
    Text("表决", "The vote"),
    [
        Move(_A.CAST, _from(_S.ISSUING), _S.CASTING, _KEEPER),
        Move(_A.PAPER_ONLY, _from(_S.ISSUING), _S.ISSUING, _KEEPER),
        # More ballots back than given out make it void.
        Move(_A.CLOSE, _from(_S.CASTING, _S.CLOSING), _S.CLOSED, _KEEPER),
        # A count that differs makes it void, while that still has a consequence; those who check the counting may ask, too.
        Move(_A.RECOUNT, _from(_S.CLOSED), None, (Holder.KEEPER, Holder.SUPERVISOR)),
        Move(_A.BREAK_OFF, _from(_S.ISSUING, _S.CASTING, _S.CLOSING), _S.VOID),
    ],
    statuses={
        _S.ISSUING: Text("发票中", "giving out ballots"),
        _S.CASTING: Text("投票中", "voting"),
        _S.CLOSING: Text("计票中", "counting"),
        _S.CLOSED: Text("已计票", "closed"),
        _S.VOID: Text("作废", "void"),
    },
    actions={
        _A.CAST: Text("开始投票", "begin casting"),
        _A.PAPER_ONLY: Text("改为全部纸票", "take it on paper only"),
        _A.CLOSE: Text("计票", "close and count"),
        _A.RECOUNT: Text("复核计票", "count again"),
        _A.BREAK_OFF: Text("休会作废", "break off with the meeting"),
    },
    holders=HOLDER_NAMES,
)
