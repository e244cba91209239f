"""Votes: opened, cast once each, closed, counted; the secret ones in two phases that no clock can put together again.

A secret vote is taken as with paper: first everybody takes a ballot, then everybody votes. While ballots are given out none is accepted,
and once the first is accepted none is given out any more, so neither time nor order leads from a person to a ballot
(docs/decisions/0015-secret-ballots.md).
"""

from __future__ import annotations

from assembly.rules.votes.ballots import (
    AlreadyVoted,
    BallotForm,
    BallotNotValid,
    Cast,
    Issued,
    MoreBallotsThanIssued,
    NotEntitled,
    SecretBallot,
    TooFewToBeSecret,
    channel_of,
    form_of,
    refuse_too_few,
    refuse_too_many,
    stays_for,
)
from assembly.rules.votes.counting import (
    CountedByHandTooMany,
    RecountedEnough,
    count,
    recounted,
    tally,
    with_papers_by_hand,
)
from assembly.rules.votes.opened import (
    Choice,
    Manner,
    RecountOutcome,
    Vote,
    VoteNotOpen,
    VoteRecount,
    require,
    shard_of,
    shards_for,
    standing,
)

__all__ = [
    "AlreadyVoted",
    "BallotForm",
    "BallotNotValid",
    "Cast",
    "Choice",
    "CountedByHandTooMany",
    "Issued",
    "Manner",
    "MoreBallotsThanIssued",
    "NotEntitled",
    "RecountOutcome",
    "RecountedEnough",
    "SecretBallot",
    "TooFewToBeSecret",
    "Vote",
    "VoteNotOpen",
    "VoteRecount",
    "channel_of",
    "count",
    "form_of",
    "recounted",
    "refuse_too_few",
    "refuse_too_many",
    "require",
    "shard_of",
    "shards_for",
    "standing",
    "stays_for",
    "tally",
    "with_papers_by_hand",
]
