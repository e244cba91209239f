"""The life of a meeting."""

from __future__ import annotations

from enum import StrEnum

from assembly.rules.standing import HOLDER_NAMES, Holder
from kernel.states import Move, StateTable
from kernel.texts import Text


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    ANNOUNCED = "announced"
    OPEN = "open"
    ADJOURNED = "adjourned"
    CLOSED = "closed"
    SIGNED = "signed"
    CANCELLED = "cancelled"


class MeetingAction(StrEnum):
    """What is done to a meeting; it signs itself off with the last signature, and breaks off with its quorum."""

    OPEN = "open"
    ADJOURN = "adjourn"
    RESUME = "resume"
    CLOSE = "close"
    SIGN = "sign"
    CANCEL = "cancel"
    REPLACE_CHAIR = "replace_chair"
    ATTEND = "attend"
    RECUSE = "recuse"
    OPEN_VOTE = "open_vote"
    BREAK_OFF = "break_off"


_A, _S = MeetingAction, MeetingStatus
_CONVENER = (Holder.CONVENER,)
_ATTENDER = (Holder.ON_ROLL, Holder.KEEPER)


def _from(*statuses: MeetingStatus) -> frozenset[MeetingStatus]:
    return frozenset(statuses)


MEETINGS: StateTable[MeetingAction, MeetingStatus, Holder] = StateTable(
    Text("会议", "The meeting"),
    [
        Move(_A.OPEN, _from(_S.ANNOUNCED), _S.OPEN, _CONVENER),
        Move(_A.ADJOURN, _from(_S.OPEN), _S.ADJOURNED, _CONVENER, ("reason",)),
        Move(_A.RESUME, _from(_S.ADJOURNED), _S.OPEN, _CONVENER),
        # A meeting whose quorum does not come back ends without it (流会), and lets go of what it did not vote on.
        Move(_A.CLOSE, _from(_S.OPEN, _S.ADJOURNED), _S.CLOSED, _CONVENER, ("minutes",)),
        Move(_A.SIGN, _from(_S.CLOSED), None, (Holder.SIGNER,)),
        Move(_A.CANCEL, _from(_S.ANNOUNCED), _S.CANCELLED, _CONVENER, ("reason",)),
        # Without the chair nothing is signed: whoever did not come at all is replaced by somebody who did.
        Move(
            _A.REPLACE_CHAIR,
            _from(_S.ANNOUNCED, _S.OPEN, _S.ADJOURNED, _S.CLOSED),
            None,
            _CONVENER,
            ("chair", "reason"),
        ),
        Move(_A.ATTEND, _from(_S.ANNOUNCED, _S.OPEN, _S.ADJOURNED), None, _ATTENDER),
        Move(_A.RECUSE, _from(_S.ANNOUNCED, _S.OPEN), None, _ATTENDER),
        Move(_A.OPEN_VOTE, _from(_S.OPEN), _S.OPEN, (Holder.KEEPER,)),
        Move(_A.BREAK_OFF, _from(_S.OPEN), _S.ADJOURNED),
    ],
    statuses={
        _S.ANNOUNCED: Text("已通知", "announced"),
        _S.OPEN: Text("进行中", "open"),
        _S.ADJOURNED: Text("休会", "adjourned"),
        _S.CLOSED: Text("已闭会，待签字", "closed, to be signed"),
        _S.SIGNED: Text("已签字归档", "signed"),
        _S.CANCELLED: Text("已取消", "cancelled"),
    },
    actions={
        _A.OPEN: Text("开会", "open"),
        _A.ADJOURN: Text("休会", "adjourn"),
        _A.RESUME: Text("复会", "resume"),
        _A.CLOSE: Text("闭会", "close"),
        _A.SIGN: Text("签字", "sign"),
        _A.CANCEL: Text("取消", "cancel"),
        _A.REPLACE_CHAIR: Text("更换主持人", "replace the chair"),
        _A.ATTEND: Text("签到或离场", "arrive or leave"),
        _A.RECUSE: Text("回避", "recuse"),
        _A.OPEN_VOTE: Text("发起表决", "open a vote"),
        _A.BREAK_OFF: Text("人数不足休会", "break off without quorum"),
    },
    holders=HOLDER_NAMES,
    words={
        "reason": Text("须说明理由。", "Say why."),
        "minutes": Text("须填写会议记录。", "Give the minutes."),
        "chair": Text("须写明到会的主持人。", "Say who of those there takes the chair."),
    },
)
