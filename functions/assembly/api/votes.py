"""Votes: open ones by name, secret ones in two phases; counted once every shard is closed."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.shared import (
    API,
    EVERYBODY,
    OFFICE,
    IdInPath,
    asked,
    find,
    history,
    reply,
    require_office,
    show,
    tells_history,
)
from assembly.model.votes import (
    MoveVote,
    NewVote,
    ParticipationView,
    ProtocolView,
    VoteView,
    vote_view,
)
from assembly.rules import votes
from assembly.rules.limits import DoneEnough
from assembly.rules.meetings import Meeting, NoQuorum, VoteStillOpen
from assembly.rules.standing import INSIDERS, KEEPERS, SUPERVISORS
from assembly.rules.village_rules import TooFewWomen
from assembly.rules.votes import Vote
from assembly.service.move_vote import move
from assembly.service.open_vote import VotedAlready, open_on
from assembly.service.read_vote import part_of, protocol_of
from kernel import paging
from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotAllowed, NotFound, OutsideYourArea, StaleVersion
from kernel.states import IllegalMove
from kernel.texts import Text

_COUNTERS = KEEPERS | SUPERVISORS
"""Who may have a vote counted again: those who check the counting, too."""


@API.route(
    "POST",
    "/v1/assembly/meetings/{meeting}/votes",
    access=Access(KEEPERS),
    answers={201: (Text("已发起表决", "The vote"), VoteView)},
    problems=[*OFFICE, IllegalMove, NoQuorum, VotedAlready, TooFewWomen, StaleVersion],
    summary=Text("发起表决", "Open a vote on an item"),
    description=Text(
        "manner=open 记名；manner=secret 无记名：先发票（盲签名或纸票），全部发完后再投票。",
        "open: by name. secret: ballots are given out first (blind signature, or paper), and only then cast.",
    ),
)
def open_vote(request: Called, meeting: IdInPath, body: NewVote) -> Response[Any]:
    """Open a vote."""
    found = find(request, Meeting, meeting)
    require_office(request, found.village, KEEPERS)
    return reply(open_on(found.thing, body, asked(request, found, status=201)))


@API.route(
    "GET",
    "/v1/assembly/votes/{vote}",
    access=EVERYBODY,
    answers={200: (Text("表决", "The vote"), VoteView)},
    problems=[NotFound],
    summary=Text("查看表决，计票后才有结果", "Read a vote; its numbers are told once it is closed"),
)
def get_vote(request: Called, vote: IdInPath) -> Response[Any]:
    """Read a vote."""
    found = find(request, Vote, vote)
    return show(vote_view(found.thing, found.version, found.reader), found.version)


@tells_history(
    "/v1/assembly/votes/{vote}",
    Text("表决过程（不含选票）", "Read the history of a vote; no ballot is in it"),
)
def get_vote_history(
    request: Called, vote: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a vote."""
    return history(find(request, Vote, vote), limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/votes/{vote}/mine",
    access=EVERYBODY,
    answers={200: (Text("本人参与情况", "The caller's part"), ParticipationView)},
    problems=[NotFound],
    summary=Text(
        "本人是否已投票", "Whether one took part; what one chose only where the vote is open"
    ),
)
def get_my_part(request: Called, vote: IdInPath) -> Response[Any]:
    """Read how one took part oneself."""
    found = find(request, Vote, vote)
    return show(part_of(found.thing, found.reader.person_id))


@API.route(
    "GET",
    "/v1/assembly/votes/{vote}/protocol",
    access=Access(INSIDERS),
    answers={200: (Text("记名表决记录", "The roll call"), ProtocolView)},
    problems=[NotFound, OutsideYourArea, votes.VoteNotOpen],
    summary=Text(
        "记名表决记录，计票后可查", "Read the roll call of an open vote, once it is closed"
    ),
)
def get_protocol(request: Called, vote: IdInPath) -> Response[Any]:
    """Read who voted what in an open vote; a secret one has no such record."""
    found = find(request, Vote, vote)
    request.within(found.village, INSIDERS)
    return show(protocol_of(found.thing))


@API.route(
    "POST",
    "/v1/assembly/votes/{vote}/transitions",
    access=Access(_COUNTERS),
    answers={200: (Text("表决", "The vote"), VoteView)},
    problems=[
        *OFFICE,
        NotAllowed,
        IllegalMove,
        votes.VoteNotOpen,
        VoteStillOpen,
        votes.TooFewToBeSecret,
        votes.CountedByHandTooMany,
        DoneEnough,
        StaleVersion,
    ],
    summary=Text("推进表决", "Take a step with a vote"),
    description=Text(
        "cast 发票结束、开始投票；paper_only 改为全部纸票；close 计票并公布（收回多于发出则作废）；recount 复核（paper 为人工清点数），村务监督委员也可提出，"
        "均记录在案：不一致则本次表决作废；会议记录已签字或事项已进入下一程序的，结果不变（outcome 为 too_late），可提请村务监督。"
        "人工清点数不得超过发出的纸票；监督委员单独清点的差异只记录（disputed），不作废。",
        "cast ends the giving out; paper_only takes all on paper; close counts (more back than given out: void); recount counts again "
        "(`paper`: counted by hand), for village supervisors too, and is always put on record: a difference voids the vote. Where the "
        "minutes are signed or the matter has gone on, the result stands (`outcome` is too_late): ask for a review by the supervisors. No "
        "more papers are counted by hand than were given out; what a supervisor alone counts by hand is on record (disputed) and voids nothing.",
    ),
)
def move_vote(request: Called, vote: IdInPath, body: MoveVote) -> Response[Any]:
    """Take a step with a vote."""
    found = find(request, Vote, vote)
    return reply(move(found.thing, body, asked(request)))
