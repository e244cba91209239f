"""Votes: opened, cast once each, closed, counted; the secret ones in two phases that no clock can put together again.

A secret vote is taken as with paper: first everybody takes a ballot, then everybody votes. While ballots are given out none is accepted,
and once the first is accepted none is given out any more, so neither time nor order leads from a person to a ballot
(docs/decisions/0015-secret-ballots.md).
"""

from assembly.rules.votes.ballots import AlreadyVoted as AlreadyVoted
from assembly.rules.votes.ballots import BallotForm as BallotForm
from assembly.rules.votes.ballots import BallotNotValid as BallotNotValid
from assembly.rules.votes.ballots import Cast as Cast
from assembly.rules.votes.ballots import Issued as Issued
from assembly.rules.votes.ballots import MoreBallotsThanIssued as MoreBallotsThanIssued
from assembly.rules.votes.ballots import NotEntitled as NotEntitled
from assembly.rules.votes.ballots import SecretBallot as SecretBallot
from assembly.rules.votes.ballots import TooFewToBeSecret as TooFewToBeSecret
from assembly.rules.votes.ballots import channel_of as channel_of
from assembly.rules.votes.ballots import form_of as form_of
from assembly.rules.votes.ballots import refuse_too_few as refuse_too_few
from assembly.rules.votes.ballots import refuse_too_many as refuse_too_many
from assembly.rules.votes.ballots import stays_for as stays_for
from assembly.rules.votes.counting import CountedByHandTooMany as CountedByHandTooMany
from assembly.rules.votes.counting import count as count
from assembly.rules.votes.counting import recounted as recounted
from assembly.rules.votes.counting import tally as tally
from assembly.rules.votes.counting import with_papers_by_hand as with_papers_by_hand
from assembly.rules.votes.opened import Choice as Choice
from assembly.rules.votes.opened import Manner as Manner
from assembly.rules.votes.opened import RecountOutcome as RecountOutcome
from assembly.rules.votes.opened import Vote as Vote
from assembly.rules.votes.opened import VoteKey as VoteKey
from assembly.rules.votes.opened import VoteNotOpen as VoteNotOpen
from assembly.rules.votes.opened import require as require
from assembly.rules.votes.opened import shard_of as shard_of
from assembly.rules.votes.opened import shards_for as shards_for
