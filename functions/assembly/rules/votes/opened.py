"""A vote, and what it may take."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

from assembly.rules.routing import MatterStep
from assembly.rules.states.votes import VOTES, VoteStatus
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Named, Text


class Manner(Named):
    """By name, or secret."""

    OPEN = "open", "记名", "by name"
    SECRET = "secret", "无记名", "secret"


class Choice(Named):
    """What a ballot says; only a paper can be spoilt."""

    YES = "yes", "同意", "yes"
    NO = "no", "不同意", "no"
    ABSTAIN = "abstain", "弃权", "abstain"
    SPOILT = "spoilt", "废票", "spoilt"


class RecountOutcome(StrEnum):
    """What a second count does to the first."""

    CONFIRMED = "confirmed"
    VOIDED = "voided"
    TOO_LATE = "too_late"
    DISPUTED = "disputed"


@record
class Tally:
    """What was counted, and what it comes to under the body's rule; `turnout_needed` is None where no number of ballots is asked for."""

    roll: int
    present: int
    yes: int
    no: int
    abstain: int
    spoilt: int
    quorate: bool
    passed: bool
    attendance_needed: int
    yes_needed: int
    cites: Mapping[str, Any]
    turnout_needed: int | None = None

    def counted(self) -> dict[Choice, int]:
        """Return how many ballots said what."""
        numbers = (self.yes, self.no, self.abstain, self.spoilt)
        return dict(zip(Choice, numbers, strict=True))


@record
class VoteRecount:
    """A second count; one that differs is on record and voids nothing when minutes are signed or the matter has gone on (`too_late`).

    Nor does what a supervisor alone has counted by hand (`disputed`): the recorder counts as well, or a review is asked for.
    """

    at: str
    by: str
    same: bool
    outcome: RecountOutcome
    counted: Mapping[str, int]


@record
class Vote:
    """A vote on one item of a meeting's agenda."""

    id: str
    village: str
    meeting: str
    item: int
    matter: str
    step: MatterStep
    manner: Manner
    status: VoteStatus
    shards: int
    paper_only: bool
    opened_at: str
    public_key: Mapping[str, Any] | None = None
    casting_at: str | None = None
    closed_at: str | None = None
    tally: Tally | None = None
    recounts: tuple[VoteRecount, ...] = ()
    void_reason: str | None = None


@record
class VoteKey:
    """The private key of a secret vote, in halves (hexadecimal); both are nothing once ballots are cast."""

    id: str
    village: str
    n: str | None = None
    d: str | None = None


class VoteNotOpen(Conflict):
    """The vote does not take this now."""

    slug = "vote-not-open"
    title = Text("当前不能投票", "Vote not open")
    said = Text("该表决当前不接受此操作。", "The vote does not take this now.")


def shards_for(voters: int) -> int:
    """Return over how many shards ballots are spread, so that many can vote at once without waiting for each other."""
    return max(1, min(32, -(-voters // 32)))


def shard_of(voter: str, shards: int) -> int:
    """Return the shard a vote, or a ballot, belongs to: always the same, so that a second one meets the first."""
    return int.from_bytes(sha256(voter.encode()).digest()[:4]) % shards


def require(vote: Vote, status: VoteStatus) -> None:
    """Let a ballot be given out, or cast, while the vote takes it.

    Raises
    ------
    VoteNotOpen
        It does not.
    """
    if vote.status == status:
        return
    name = VOTES.statuses[vote.status]
    raise VoteNotOpen(
        Text(
            f"该表决{name.zh}，当前不接受此操作。",
            f"The vote is at “{name.en}” and does not take this now.",
        ),
        present_status=vote.status,
    )
