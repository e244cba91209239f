"""Ballots: open ones by name, secret ones taken first and cast later without login.

They keep no idempotency record: a second ballot of the same voter meets the first and is answered alike, and a record beside it would
be one more trace of when somebody voted (docs/decisions/0015-secret-ballots.md).
"""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from assembly.api.shared import API, EVERYBODY, IdInPath, find, require_office, show
from assembly.model.votes import (
    BallotPapers,
    BallotView,
    CastBallot,
    CountedView,
    PapersView,
    SecretBallotDocument,
    TakeBallot,
    TakenView,
)
from assembly.rules import votes
from assembly.rules.standing import KEEPERS
from assembly.rules.votes import Vote
from assembly.service import cast_secret_ballot as secret
from assembly.service.cast_ballot import cast
from assembly.service.find_thing import find_public
from assembly.service.take_ballot import take
from kernel.access import PUBLIC, Access
from kernel.http import Called
from kernel.problems import NotAllowed, NotFound, OutsideYourArea, TooManyRequests
from kernel.texts import Text

_Receipt = Annotated[str, Path(max_length=64)]


@API.route(
    "POST",
    "/v1/assembly/votes/{vote}/ballots",
    access=EVERYBODY,
    answers={200: (Text("已投票", "Taken"), BallotView)},
    problems=[NotFound, NotAllowed, votes.NotEntitled, votes.VoteNotOpen, votes.AlreadyVoted],
    summary=Text("记名投票", "Cast an open ballot"),
    description=Text(
        "到会者本人投票，或由记录人按举手、纸票代录（member），线上参会者除外；每人（户）一票，先到为准，内容相同的重发结果相同。"
        "channel：会场内本人投票为 on_site，线上参会为 online，代录为 paper。",
        "One's own, or entered by the recorder (`member`) from hands or paper, but not for those attending online. One each, the first "
        "counts; the same again changes nothing. `channel`: on_site on one's own phone in the hall, online from afar, paper by the recorder.",
    ),
)
def cast_ballot(request: Called, vote: IdInPath, body: CastBallot) -> Response[Any]:
    """Cast an open ballot."""
    found = find(request, Vote, vote)
    if body.member is not None:
        request.within(found.village, KEEPERS)
    return show(cast(found.thing, body, found.reader))


@API.route(
    "POST",
    "/v1/assembly/votes/{vote}/tokens",
    access=EVERYBODY,
    answers={200: (Text("已发票", "Given out"), TakenView)},
    problems=[NotFound, NotAllowed, votes.NotEntitled, votes.VoteNotOpen, votes.AlreadyVoted],
    summary=Text("领取无记名选票", "Take a secret ballot"),
    description=Text(
        "电子：提交盲化后的选票编号（RFC 9474），取得签名，系统看不到编号，改为全部纸票后不再发放；纸质：由记录人登记发票（member）。"
        "每人（户）一张；channel 为参会方式。",
        "Electronic: send the hidden number (RFC 9474) and have it signed unseen; none once the vote is taken on paper only. On "
        "paper: the recorder enters that a paper was given (`member`). One each, whichever way; `channel` is how one takes part.",
    ),
)
def take_ballot(request: Called, vote: IdInPath, body: TakeBallot) -> Response[Any]:
    """Take a secret ballot."""
    found = find(request, Vote, vote)
    if body.member is not None:
        request.within(found.village, KEEPERS)
    return show(take(found.thing, body, found.reader))


@API.route(
    "POST",
    "/v1/assembly/votes/{vote}/papers",
    access=Access(KEEPERS),
    answers={200: (Text("已录入", "Entered"), PapersView)},
    problems=[NotFound, OutsideYourArea, votes.VoteNotOpen],
    summary=Text("录入票箱内的纸票", "Enter the papers out of the ballot box"),
    description=Text(
        "按票面编号录入，与顺序无关；同一编号只计一次，再次录入无论内容如何答复相同。编号印在票上，由选民随机抽取，系统不知道谁持有。",
        "By the number printed on each, in any order, each number once, and answered alike whatever it says. Papers are drawn at random: "
        "nobody knows who holds which.",
    ),
)
def enter_papers(request: Called, vote: IdInPath, body: BallotPapers) -> Response[Any]:
    """Enter papers."""
    found = find(request, Vote, vote)
    require_office(request, found.village, KEEPERS)
    return show(secret.enter_papers(found.thing, body))


@API.route(
    "POST",
    "/v1/assembly/secret-ballots/{vote}",
    access=PUBLIC,
    answers={200: (Text("已收到", "Received"), CountedView)},
    problems=[NotFound, votes.VoteNotOpen, votes.BallotNotValid],
    summary=Text("投无记名票", "Cast a secret ballot"),
    description=Text(
        "无需登录：凭签名的编号投票，系统不知道是谁。首次投出的计入，再次投出无论内容如何答复相同；serial 的 SHA-256 即回执，可查是否计入。",
        "Without login: the signed number is all that is asked. The first counts; another is answered alike, whatever its choice. The SHA-256 "
        "of the serial's bytes is the receipt by which one can see that it was counted.",
    ),
)
def cast_secret_ballot(vote: str, body: SecretBallotDocument) -> Response[Any]:
    """Cast a secret ballot; nothing here knows or keeps who."""
    return show(secret.cast(find_public(Vote, vote), body))


@API.route(
    "GET",
    "/v1/assembly/secret-ballots/{vote}/{receipt}",
    access=PUBLIC,
    answers={200: (Text("是否计入", "Whether it is counted"), CountedView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("凭回执或纸票编号查是否计入", "See that one's ballot was counted"),
    description=Text(
        "只说明是否收到、计入，不说明内容，任何人无法据此证明投了什么。",
        "Says whether it was received and counted, never what it says: nobody can prove a choice with it.",
    ),
)
def check_secret_ballot(request: Called, vote: str, receipt: _Receipt) -> Response[Any]:
    """See whether a ballot was received and counted."""
    API.count_look(request)
    return show(secret.look_for(find_public(Vote, vote), receipt))
