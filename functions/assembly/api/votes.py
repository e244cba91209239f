"""Votes: open ones by name, secret ones in two phases; counted once every box is closed.

Ballots keep no idempotency record: a second ballot of the same voter meets the first and is answered alike, and a record beside it would
be one more trace of when somebody voted (docs/decisions/0015-secret-ballots.md).
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from assembly.api.base import (
    API,
    EVERYBODY,
    INSIDERS,
    KEEPERS,
    SUPERVISORS,
    Cursor,
    IdInPath,
    Limit,
    answered_before,
    enter,
    find,
    history,
    new_id,
    office,
    refuse_hurry,
    seen,
    settled,
    take_part,
    thing_id,
)
from assembly.api.matters import DELEGATION, keep, kind_of
from assembly.api.meetings import majority_of, roll_now, rule_of, stays_of
from assembly.model import answers
from assembly.model.requests import (
    BallotPapers,
    CastBallot,
    MoveVote,
    NewVote,
    SecretBallotDocument,
    TakeBallot,
)
from assembly.rules import blind, bodies, matters, meetings, village_rules, votes
from assembly.rules.bodies import Roll
from assembly.rules.matters import Matter
from assembly.rules.meetings import (
    AttendanceChannel,
    IllegalMeetingMove,
    Meeting,
    MeetingStatus,
    NoQuorum,
    Stay,
    VoteStillOpen,
)
from assembly.rules.routing import MatterStep
from assembly.rules.votes import (
    AlreadyVoted,
    BallotForm,
    BallotNotValid,
    Cast,
    Choice,
    Issued,
    Manner,
    MoreBallotsThanIssued,
    NotEntitled,
    SecretBallot,
    TooFewToBeSecret,
    Vote,
    VoteAction,
    VoteNotOpen,
    VoteStatus,
)
from assembly.store import boxes, lists
from assembly.store.boxes import Purpose
from assembly.store.draft import Actor, Draft, Settled, settle
from assembly.store.rows import Kind
from kernel import clock, paging
from kernel.access import PUBLIC, Access
from kernel.http import Called
from kernel.problems import (
    Conflict,
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
    TooManyRequests,
)
from kernel.texts import Text

_COUNTERS = KEEPERS | SUPERVISORS
"""Who may have a vote counted again: those who check the counting, too."""
_Receipt = Annotated[str, Path(max_length=64)]


class VotedAlready(Conflict):
    """The item has a result, or is being voted on."""

    slug = "voted-already"
    said = Text("该议题已有表决结果或正在表决。", "The item was voted on, or is being voted on.")


@API.route(
    "POST",
    "/v1/assembly/meetings/{meeting}/votes",
    access=Access(KEEPERS),
    answers={201: (Text("已发起表决", "The vote"), answers.VoteView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        OutsideYourArea,
        IllegalMeetingMove,
        NoQuorum,
        VotedAlready,
        StaleVersion,
    ],
    summary=Text("发起表决", "Open a vote on an item"),
    description=Text(
        "manner=open 记名；manner=secret 无记名：先发票（盲签名或纸票），全部发完后再投票。",
        "open: by name. secret: ballots are given out first (blind signature, or paper), and only then cast.",
    ),
)
def open_vote(meeting: IdInPath, body: NewVote) -> Response[Any]:
    """Open a vote."""
    document, _ = find(Kind.MEETING, meeting)
    by = office(document["village"], KEEPERS)
    secret = body.manner is Manner.SECRET
    key = blind.new_key() if secret and document["status"] == MeetingStatus.OPEN else None

    def decide(draft: Draft) -> Settled:
        draft.load((Kind.MEETING, meeting), (Kind.ROLL, meeting))
        present: Meeting = draft.get(Kind.MEETING, meeting)
        meetings.require_open(present)
        if body.item >= len(present["agenda"]):
            raise InvalidFields.one("item", Text("没有此议题。", "There is no such item."))
        item = present["agenda"][body.item]
        matter: Matter = draft.get(Kind.MATTER, item["matter"])
        if (
            matter["meeting"] != meeting
            or matter["step"] != item["step"]
            or _running(draft, present, body.item)
        ):
            raise VotedAlready
        roll = roll_now(draft, present)
        recused = meetings.recused_for(present, body.item)
        there = meetings.attending(roll, votes.stays_for(roll, stays_of(present), recused))
        meetings.require_quorum(majority_of(present), len(there), len(roll["voters"]))
        now = clock.iso(clock.now())
        vote: Vote = {
            "id": new_id(),
            "village": present["village"],
            "meeting": meeting,
            "item": body.item,
            "matter": item["matter"],
            "step": item["step"],
            "manner": str(body.manner),
            "status": str(VoteStatus.ISSUING if secret else VoteStatus.CASTING),
            "boxes": present["boxes"],
            "paper_only": False,
            "public_key": {"n": f"{key.n:x}", "e": blind.EXPONENT} if key else None,
            "opened_at": now,
            "casting_at": None if secret else now,
            "closed_at": None,
            "tally": None,
            "recounts": [],
            "void_reason": None,
        }
        draft.save(Kind.VOTE, vote)
        if key:
            draft.save(
                Kind.KEY,
                {
                    "id": vote["id"],
                    "village": vote["village"],
                    "n": f"{key.n:x}",
                    "d": f"{key.d:x}",
                },
            )
        for purpose in (Purpose.ISSUED, Purpose.BALLOTS) if secret else (Purpose.CAST,):
            draft.add(*boxes.new_boxes(vote["id"], purpose, vote["boxes"]))
        moved: Meeting = {
            **present,
            "votes": [*present["votes"], vote["id"]],
            "open_votes": [*present["open_votes"], vote["id"]],
        }
        draft.save(Kind.MEETING, moved)
        draft.note(
            Kind.MEETING,
            moved,
            "vote_opened",
            by,
            vote=vote["id"],
            item=body.item,
            present=len(there),
        )
        return Settled(201, _view(vote, 1), 1)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/votes/{vote}",
    access=EVERYBODY,
    answers={200: (Text("表决", "The vote"), answers.VoteView)},
    problems=[NotFound],
    summary=Text("查看表决，计票后才有结果", "Read a vote; its numbers are told once it is closed"),
)
def get_vote(vote: IdInPath) -> Response[Any]:
    """Read a vote."""
    document, version = find(Kind.VOTE, vote)
    return API.answer(200, _view(document, version), version=version)


@API.route(
    "GET",
    "/v1/assembly/votes/{vote}/history",
    access=EVERYBODY,
    answers={200: (Text("全过程", "Every step, oldest first"), answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("表决过程（不含选票）", "Read the history of a vote; no ballot is in it"),
)
def get_vote_history(
    vote: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a vote."""
    document, _ = find(Kind.VOTE, vote)
    return history(Kind.VOTE, vote, document["village"], limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/votes/{vote}/mine",
    access=EVERYBODY,
    answers={200: (Text("本人参与情况", "The caller's part"), answers.ParticipationView)},
    problems=[NotFound],
    summary=Text(
        "本人是否已投票", "Whether one took part; what one chose only where the vote is open"
    ),
)
def get_my_part(request: Called, vote: IdInPath) -> Response[Any]:
    """Read how one took part oneself."""
    document: Vote = find(Kind.VOTE, vote)[0]
    _, roll = _sitting(Draft(), document)
    voter = bodies.voter_of(roll, request.person.person_id)
    entry: Any = None
    if voter:
        secret = document["manner"] == Manner.SECRET
        purpose = Purpose.ISSUED if secret else Purpose.CAST
        entry = boxes.look(vote, purpose, document["boxes"], voter)
    return API.answer(
        200,
        {
            "vote": vote,
            "voter": voter,
            "took_part": entry is not None,
            "channel": entry["channel"] if entry else None,
            "choice": entry.get("choice") if entry else None,
        },
    )


@API.route(
    "GET",
    "/v1/assembly/votes/{vote}/protocol",
    access=Access(INSIDERS),
    answers={200: (Text("记名表决记录", "The roll call"), answers.ProtocolView)},
    problems=[NotFound, OutsideYourArea, VoteNotOpen],
    summary=Text(
        "记名表决记录，计票后可查", "Read the roll call of an open vote, once it is closed"
    ),
)
def get_protocol(request: Called, vote: IdInPath) -> Response[Any]:
    """Read who voted what in an open vote; a secret one has no such record."""
    document: Vote = find(Kind.VOTE, vote)[0]
    request.within(document["village"], INSIDERS)
    if document["manner"] != Manner.OPEN:
        raise VoteNotOpen
    votes.require(document, VoteStatus.CLOSED)
    cast = boxes.contents(vote, Purpose.CAST, document["boxes"])
    items = [
        {"voter": voter, "choice": entry["choice"], "channel": entry["channel"]}
        for voter, entry in sorted(cast.items())
    ]
    return API.answer(200, {"vote": vote, "items": items})


@API.route(
    "POST",
    "/v1/assembly/votes/{vote}/ballots",
    access=EVERYBODY,
    answers={200: (Text("已投票", "Taken"), answers.BallotView)},
    problems=[NotFound, NotAllowed, NotEntitled, VoteNotOpen, AlreadyVoted],
    summary=Text("记名投票", "Cast an open ballot"),
    description=Text(
        "到会者本人投票，或由记录人按举手、纸票代录（member），线上参会者除外；每人（户）一票，先到为准，内容相同的重发结果相同。"
        "channel：会场内本人投票为 on_site，线上参会为 online，代录为 paper。",
        "One's own, or entered by the recorder (`member`) from hands or paper, but not for those attending online. One each, the first "
        "counts; the same again changes nothing. `channel`: on_site on one's own phone in the hall, online from afar, paper by the recorder.",
    ),
)
def cast_ballot(vote: IdInPath, body: CastBallot) -> Response[Any]:
    """Cast an open ballot."""
    document: Vote = find(Kind.VOTE, vote)[0]
    if document["manner"] != Manner.OPEN:
        raise VoteNotOpen
    votes.require(document, VoteStatus.CASTING)
    voter, channel, by = _entitled(document, body.member, body.proxy_for)
    cast: Cast = {
        "choice": body.choice,
        "channel": channel,
        "by": by.person_id,
        "at": clock.iso(clock.now()),
    }

    def same(kept: Any) -> bool:
        return (kept["choice"], kept["channel"]) == (cast["choice"], cast["channel"])

    _put_once(document, Purpose.CAST, voter, cast, same)
    return API.answer(
        200, {"vote": vote, "voter": voter, "choice": body.choice, "channel": channel}
    )


@API.route(
    "POST",
    "/v1/assembly/votes/{vote}/tokens",
    access=EVERYBODY,
    answers={200: (Text("已发票", "Given out"), answers.TakenView)},
    problems=[NotFound, NotAllowed, NotEntitled, VoteNotOpen, AlreadyVoted],
    summary=Text("领取无记名选票", "Take a secret ballot"),
    description=Text(
        "电子：提交盲化后的选票编号（RFC 9474），取得签名，系统看不到编号，改为全部纸票后不再发放；纸质：由记录人登记发票（member）。"
        "每人（户）一张；channel 为参会方式。",
        "Electronic: send the hidden number (RFC 9474) and have it signed unseen; none once the vote is taken on paper only. On "
        "paper: the recorder enters that a paper was given (`member`). One each, whichever way; `channel` is how one takes part.",
    ),
)
def take_ballot(vote: IdInPath, body: TakeBallot) -> Response[Any]:
    """Take a secret ballot."""
    document: Vote = find(Kind.VOTE, vote)[0]
    votes.require(document, VoteStatus.ISSUING)
    voter, channel, _ = _entitled(document, body.member, body.proxy_for)
    electronic = votes.form_of(channel) is BallotForm.ELECTRONIC
    if electronic and document["paper_only"]:
        raise VoteNotOpen(
            Text(
                "本次表决全部使用纸票，请向记录人领取。",
                "This vote is taken on paper only: ask the recorder for a paper.",
            ),
            vote_status=document["status"],
        )
    if electronic and body.blinded is None:
        raise InvalidFields.one(
            "blinded",
            Text(
                "本人领取电子选票须提交盲化编号。", "An electronic ballot needs the hidden number."
            ),
        )
    signed = _signed(vote, body.blinded) if electronic else None
    issued: Issued = {
        "channel": channel,
        "blinded": body.blinded if signed else None,
        "signed": signed,
    }

    def same(kept: Any) -> bool:
        return (kept["channel"], kept["blinded"]) == (issued["channel"], issued["blinded"])

    _put_once(document, Purpose.ISSUED, voter, issued, same)
    return API.answer(200, {"vote": vote, "voter": voter, "channel": channel, "signed": signed})


@API.route(
    "POST",
    "/v1/assembly/votes/{vote}/papers",
    access=Access(KEEPERS),
    answers={200: (Text("已录入", "Entered"), answers.PapersView)},
    problems=[NotFound, OutsideYourArea, VoteNotOpen, AlreadyVoted],
    summary=Text("录入票箱内的纸票", "Enter the papers out of the ballot box"),
    description=Text(
        "按票面编号录入，与顺序无关；同一编号只计一次。编号印在票上，由选民随机抽取，系统不知道谁持有。",
        "By the number printed on each, in any order, each number once. BallotPapers are drawn at random: nobody knows who holds which.",
    ),
)
def enter_papers(vote: IdInPath, body: BallotPapers) -> Response[Any]:
    """Enter papers."""
    document: Vote = find(Kind.VOTE, vote)[0]
    office(document["village"], KEEPERS)
    if document["manner"] != Manner.SECRET:
        raise VoteNotOpen
    votes.require(document, VoteStatus.CASTING)
    for paper in body.papers:
        ballot: SecretBallot = {"choice": str(paper.choice), "channel": str(BallotForm.PAPER)}
        _put_once(document, Purpose.BALLOTS, paper.number.upper(), ballot, ballot.__eq__)
    kept = boxes.contents(vote, Purpose.BALLOTS, document["boxes"]).values()
    total = sum(each["channel"] == BallotForm.PAPER for each in kept)
    return API.answer(200, {"vote": vote, "entered": len(body.papers), "total": total})


@API.route(
    "POST",
    "/v1/assembly/secret-ballots/{vote}",
    access=PUBLIC,
    answers={200: (Text("已收到", "Received"), answers.CountedView)},
    problems=[NotFound, VoteNotOpen, BallotNotValid],
    summary=Text("投无记名票", "Cast a secret ballot"),
    description=Text(
        "无需登录：凭签名的编号投票，系统不知道是谁。相同内容重发结果相同；serial 的 SHA-256 即回执，可查是否计入。",
        "Without login: the signed number is all that is asked. The same again changes nothing. The SHA-256 of the serial's bytes is "
        "the receipt by which one can see that it was counted.",
    ),
)
def cast_secret_ballot(vote: str, body: SecretBallotDocument) -> Response[Any]:
    """Cast a secret ballot; nothing here knows or keeps who."""
    document, _ = _public_vote(vote)
    if document["manner"] != Manner.SECRET or document["paper_only"]:
        raise VoteNotOpen
    votes.require(document, VoteStatus.CASTING)
    key = document["public_key"] or {}
    serial = bytes.fromhex(body.serial)
    if not blind.verify(int(key["n"], 16), serial, int(body.signature, 16)):
        raise BallotNotValid
    receipt = sha256(serial).hexdigest()
    ballot: SecretBallot = {"choice": body.choice, "channel": str(BallotForm.ELECTRONIC)}
    _put_once(document, Purpose.BALLOTS, receipt, ballot, ballot.__eq__)
    return API.answer(200, _counted(document, receipt, received=True))


@API.route(
    "GET",
    "/v1/assembly/secret-ballots/{vote}/{receipt}",
    access=PUBLIC,
    answers={200: (Text("是否计入", "Whether it is counted"), answers.CountedView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("凭回执或纸票编号查是否计入", "See that one's ballot was counted"),
    description=Text(
        "只说明是否收到、计入，不说明内容，任何人无法据此证明投了什么。",
        "Says whether it was received and counted, never what it says: nobody can prove a choice with it.",
    ),
)
def check_secret_ballot(vote: str, receipt: _Receipt) -> Response[Any]:
    """See whether a ballot was received and counted."""
    refuse_hurry()
    document, _ = _public_vote(vote)
    name = receipt.lower() if len(receipt) == 64 else receipt.upper()
    kept = boxes.look(vote, Purpose.BALLOTS, document["boxes"], name)
    return API.answer(200, _counted(document, name, received=kept is not None))


@API.route(
    "POST",
    "/v1/assembly/votes/{vote}/transitions",
    access=Access(_COUNTERS),
    answers={200: (Text("表决", "The vote"), answers.VoteView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        NotAllowed,
        OutsideYourArea,
        VoteNotOpen,
        VoteStillOpen,
        TooFewToBeSecret,
        NoQuorum,
        StaleVersion,
    ],
    summary=Text("推进表决", "Take a step with a vote"),
    description=Text(
        "cast 发票结束、开始投票；paper_only 改为全部纸票；close 计票并公布（收回多于发出则作废）；recount 复核（paper 为人工清点数），村务监督委员也可提出，"
        "均记录在案：不一致则本次表决作废；会议记录已签字或事项已进入下一程序的，结果不变（outcome 为 too_late），可提请村务监督。",
        "cast ends the giving out; paper_only takes all on paper; close counts (more back than given out: void); recount counts again "
        "(`paper`: counted by hand), for village supervisors too, and is always put on record: a difference voids the vote. Where the "
        "minutes are signed or the matter has gone on, the result stands (`outcome` is too_late): ask for a review by the supervisors.",
    ),
)
def move_vote(vote: IdInPath, body: MoveVote) -> Response[Any]:
    """Take a step with a vote."""
    document: Vote = find(Kind.VOTE, vote)[0]
    by = office(document["village"], _COUNTERS if body.action is VoteAction.RECOUNT else KEEPERS)
    # Closing boxes comes before what is settled, so a key that was answered must be found before them.
    if (answered := answered_before()) is not None:
        return answered
    match body.action:
        case VoteAction.PAPER_ONLY:
            return settled(lambda draft: _paper_only(draft, vote, by))
        case VoteAction.CAST:
            _stop_issuing(vote, document)
            return settled(lambda draft: _begin_casting(draft, vote, by))
        case VoteAction.CLOSE:
            _stop_casting(vote, document)
            return settled(lambda draft: _count(draft, vote, by))
        case VoteAction.RECOUNT:
            return settled(lambda draft: _recount(draft, vote, body, by))


def _running(draft: Draft, meeting: Meeting, item: int) -> bool:
    draft.load(*((Kind.VOTE, vote) for vote in meeting["open_votes"]))
    return any(draft.get(Kind.VOTE, vote)["item"] == item for vote in meeting["open_votes"])


def _public_vote(vote: str) -> tuple[Vote, int]:
    row = lists.present(Kind.VOTE, thing_id(vote))
    if row is None:
        raise NotFound
    return row.document, int(row.version)  # pyright: ignore[reportReturnType]


def _sitting(draft: Draft, vote: Vote) -> tuple[Meeting, Roll]:
    draft.load((Kind.MEETING, vote["meeting"]), (Kind.ROLL, vote["meeting"]))
    meeting: Meeting = draft.get(Kind.MEETING, vote["meeting"])
    return meeting, roll_now(draft, meeting)


def _entitled(vote: Vote, member: str | None, proxy_for: str | None) -> tuple[str, str, Actor]:
    """Return the vote on the roll that is used, how it comes in, and by whom.

    Raises
    ------
    NotEntitled
        Not on the roll, not there, or recused; or somebody else came for it; or not in the way the meeting is held.
    """
    by = take_part(vote["village"])
    recorded = member is not None
    if recorded:
        office(vote["village"], KEEPERS)
    person = member or by.person_id
    meeting, roll = _sitting(Draft(), vote)
    voter = bodies.voter_of(roll, proxy_for or person)
    # Whoever is recused as a person is not there for another's vote either.
    if voter is None or meetings.recused_for(meeting, vote["item"]) & {
        voter,
        bodies.voter_of(roll, person),
    }:
        raise NotEntitled
    stays: list[Stay] = boxes.look(meeting["id"], Purpose.PRESENT, meeting["boxes"], voter) or []
    staying = next((stay for stay in stays if not stay["left_at"]), None)
    # The vote is used by whoever represents it there: in household mode others of the household are on the roll without being there.
    if staying is None or staying["person"] != person:
        raise NotEntitled
    channel = votes.channel_of(staying, recorded=recorded, online=meeting["online"])
    return voter, str(channel), by


def _put_once(
    vote: Vote, purpose: Purpose, name: str, entry: Any, same: Callable[[Any], bool]
) -> None:
    """Put a ballot, once: the same again is the same, another one finds the vote used.

    Raises
    ------
    AlreadyVoted
        Another ballot is there.
    VoteNotOpen
        The boxes are closed.
    """
    if boxes.put(vote["id"], purpose, vote["boxes"], name, entry):
        return
    kept = boxes.look(vote["id"], purpose, vote["boxes"], name)
    if kept is None:
        raise VoteNotOpen
    if not same(kept):
        raise AlreadyVoted


def _signed(vote: str, blinded: str | None) -> str:
    row = lists.present(Kind.KEY, vote)
    document: Any = row.document if row else {}
    if "d" not in document:
        raise VoteNotOpen
    try:
        key = blind.PrivateKey(int(document["n"], 16), int(document["d"], 16))
        return f"{blind.sign(key, int(blinded or '0', 16)):x}"
    except ValueError as fault:
        wrong = Text("盲化编号无效。", "Not a hidden number of this vote's key.")
        raise InvalidFields.one("blinded", wrong) from fault


def _paper_only(draft: Draft, vote_id: str, by: Actor) -> Settled:
    vote: Vote = draft.get(Kind.VOTE, vote_id)
    seen(draft, Kind.VOTE, vote_id)
    votes.require(vote, VoteStatus.ISSUING)
    return _moved(draft, {**vote, "paper_only": True}, "paper_only", by)


def _begin_casting(draft: Draft, vote_id: str, by: Actor) -> Settled:
    draft.load((Kind.VOTE, vote_id), (Kind.KEY, vote_id))
    vote: Vote = draft.get(Kind.VOTE, vote_id)
    seen(draft, Kind.VOTE, vote_id)
    votes.require(vote, VoteStatus.ISSUING)
    issued = boxes.contents(vote_id, Purpose.ISSUED, vote["boxes"])
    votes.refuse_too_few(issued.values(), paper_only=vote["paper_only"])
    # Nothing is signed any more, so the key goes: whoever reads the row later can make no ballot with it.
    draft.save(Kind.KEY, {"id": vote_id, "village": vote["village"]})
    casting: Vote = {
        **vote,
        "status": str(VoteStatus.CASTING),
        "casting_at": clock.iso(clock.now()),
    }
    return _moved(draft, casting, "casting", by, issued=len(issued))


def _stop_issuing(vote_id: str, vote: Vote) -> None:
    """Close every box of ballots given out; a vote that stands elsewhere is left alone, and refused by what is settled after."""
    if vote["status"] == VoteStatus.ISSUING:
        issued = boxes.contents(vote_id, Purpose.ISSUED, vote["boxes"])
        votes.refuse_too_few(issued.values(), paper_only=vote["paper_only"])
        boxes.close(vote_id, Purpose.ISSUED, vote["boxes"])


def _stop_casting(vote_id: str, vote: Vote) -> None:
    """Close every box; after this no ballot comes in, whatever was on its way.

    A vote that does not take this is left alone: of two equal requests at once the later one finds the answer of the other when it settles.
    """
    if vote["status"] not in (VoteStatus.CASTING, VoteStatus.CLOSING):
        return
    if vote["status"] == VoteStatus.CASTING:

        def decide(draft: Draft) -> Settled:
            present: Vote = draft.get(Kind.VOTE, vote_id)
            if present["status"] == VoteStatus.CASTING:
                seen(draft, Kind.VOTE, vote_id)
                closing: Vote = {
                    **present,
                    "status": str(VoteStatus.CLOSING),
                    "closed_at": clock.iso(clock.now()),
                }
                draft.save(Kind.VOTE, closing)
            return Settled(200, "")

        settle(decide, None, str)
    purpose = Purpose.BALLOTS if vote["manner"] == Manner.SECRET else Purpose.CAST
    boxes.close(vote_id, purpose, vote["boxes"])


def _count(draft: Draft, vote_id: str, by: Actor) -> Settled:
    """Count closed boxes and let the matter go on by what they say."""
    vote: Vote = draft.get(Kind.VOTE, vote_id)
    votes.require(vote, VoteStatus.CLOSING)
    meeting, roll = _sitting(draft, vote)
    closed_at = clock.from_iso(vote["closed_at"] or "")
    recused = meetings.recused_for(meeting, vote["item"])
    stays = votes.stays_for(roll, stays_of(meeting), recused)
    there = meetings.present_between(roll, stays, clock.from_iso(vote["opened_at"]), closed_at)
    left: Meeting = {
        **meeting,
        "open_votes": [each for each in meeting["open_votes"] if each != vote_id],
    }
    draft.save(Kind.MEETING, left)
    try:
        ballots = _ballots(vote)
    except MoreBallotsThanIssued as fault:
        void: Vote = {**vote, "status": str(VoteStatus.VOID), "void_reason": fault.slug}
        return _moved(draft, void, "void", by, reason=fault.slug)
    rule = rule_of(meeting)
    tally = votes.tally(
        majority_of(meeting),
        roll=len(roll["voters"]),
        present=len(there),
        counted=votes.count(each["choice"] for each in ballots.values()),
        rule=rule.source,
    )
    closed: Vote = {**vote, "status": str(VoteStatus.CLOSED), "tally": tally}
    _move_matter(draft, closed, passed=tally["passed"], by=by)
    return _moved(draft, closed, "closed", by, passed=tally["passed"])


def _ballots(vote: Vote) -> dict[str, Any]:
    """Return what is in the closed boxes.

    Raises
    ------
    MoreBallotsThanIssued
        More secret ballots came back than were given out.
    """
    if vote["manner"] == Manner.OPEN:
        return boxes.contents(vote["id"], Purpose.CAST, vote["boxes"])
    ballots = boxes.contents(vote["id"], Purpose.BALLOTS, vote["boxes"])
    issued = boxes.contents(vote["id"], Purpose.ISSUED, vote["boxes"])
    votes.refuse_too_many(issued.values(), ballots.values(), paper_only=vote["paper_only"])
    return ballots


def _move_matter(draft: Draft, vote: Vote, *, passed: bool, by: Actor) -> None:
    matter: Matter = draft.get(Kind.MATTER, vote["matter"])
    now = clock.now()
    moved = matters.after_vote(
        matter,
        kind_of(matter),
        meeting=vote["meeting"],
        vote=vote["id"],
        passed=passed,
        by=by.person_id,
        now=now,
    )
    if vote["step"] == MatterStep.DECISION and matter["type"] == DELEGATION and passed:
        settings = draft.get(Kind.VILLAGE, matter["village"])
        moved, delegated = matters.delegated_after(moved, settings["delegated"])
        draft.save(Kind.VILLAGE, {**settings, "delegated": delegated})
    moved = keep(draft, matter, moved, by)
    draft.note(Kind.MATTER, moved, "voted", by, vote=vote["id"], step=vote["step"], passed=passed)
    if vote["step"] != MatterStep.DECISION:
        return
    if matter["village_rules"]:
        rules = draft.get(Kind.VILLAGE_RULES, matter["village_rules"])
        decided = village_rules.after_vote(rules, passed=passed, now=now)
        draft.save(Kind.VILLAGE_RULES, decided)
        draft.note(Kind.VILLAGE_RULES, decided, "voted", by, passed=passed)


def _recount(draft: Draft, vote_id: str, body: MoveVote, by: Actor) -> Settled:
    vote: Vote = draft.get(Kind.VOTE, vote_id)
    seen(draft, Kind.VOTE, vote_id)
    votes.require(vote, VoteStatus.CLOSED)
    meeting, _ = _sitting(draft, vote)
    ballots = _ballots(vote)
    counted = votes.count(each["choice"] for each in ballots.values())
    if body.paper is not None:
        entered = votes.count(
            each["choice"]
            for each in ballots.values()
            if each["channel"] == AttendanceChannel.PAPER
        )
        by_hand = {choice: body.paper.get(choice, 0) for choice in Choice}
        counted = {choice: counted[choice] - entered[choice] + by_hand[choice] for choice in Choice}
    before = _before(draft, vote, meeting)
    again = votes.recounted(
        vote, counted, can_void=before is not None, by=by.person_id, now=clock.now()
    )
    recounted: Vote = {**vote, "recounts": [*vote["recounts"], again]}
    if again["same"] or before is None:
        return _moved(
            draft, recounted, "recounted", by, same=again["same"], outcome=again["outcome"]
        )
    _undo(draft, before, by)
    voided: Vote = {
        **recounted,
        "status": str(VoteStatus.VOID),
        "void_reason": "recount_differs",
    }
    return _moved(draft, voided, "void", by, reason="recount_differs")


def _before(draft: Draft, vote: Vote, meeting: Meeting) -> Matter | None:
    """Return the matter as it stood before a vote; None where the vote can no longer be void."""
    if meeting["status"] == MeetingStatus.SIGNED:
        return None
    matter: Matter = draft.get(Kind.MATTER, vote["matter"])
    # On another meeting's agenda it has gone on, though nothing has been decided there yet.
    if matter["meeting"] not in (None, meeting["id"]):
        return None
    before = matters.undo_vote(matter, vote["id"])
    if before is None:
        return None
    # Only a running meeting can vote again; from a closed one the matter would never come free.
    running = meeting["status"] == MeetingStatus.OPEN
    return {**before, "meeting": meeting["id"] if running else None, "replaced": {}}


def _undo(draft: Draft, before: Matter, by: Actor) -> None:
    """Put the matter back before a vote that is void."""
    matter: Matter = draft.get(Kind.MATTER, before["id"])
    keep(draft, matter, before, by)
    if matter["type"] == DELEGATION:
        settings = draft.get(Kind.VILLAGE, matter["village"])
        delegated = matters.delegated_before(matter, settings["delegated"])
        draft.save(Kind.VILLAGE, {**settings, "delegated": delegated})
    if matter["village_rules"]:
        rules = draft.get(Kind.VILLAGE_RULES, matter["village_rules"])
        draft.save(Kind.VILLAGE_RULES, village_rules.before_vote(rules))


def _moved(draft: Draft, vote: Vote, event: str, by: Actor, **details: Any) -> Settled:
    draft.save(Kind.VOTE, vote)
    draft.note(Kind.VOTE, vote, event, by, **details)
    version = draft.version(Kind.VOTE, vote["id"])
    return Settled(200, _view(vote, version), version)


def _counted(vote: Vote, receipt: str, *, received: bool) -> dict[str, Any]:
    return {
        "vote": vote["id"],
        "serial": receipt,
        "received": received,
        "counted": received and vote["status"] == VoteStatus.CLOSED,
        "vote_status": vote["status"],
    }


def _view(vote: Vote, version: int) -> dict[str, Any]:
    enter(vote["village"])
    person = API.request.person
    keeper = person.post_over(vote["village"], KEEPERS) is not None
    counter = person.post_over(vote["village"], SUPERVISORS) is not None
    return {
        **answers.told(vote, names=keeper),
        "version": version,
        "status_name": votes.VOTE_STATUS_NAMES[VoteStatus(vote["status"])].say(
            API.request.language
        ),
        "actions": [
            str(action)
            for action in votes.actions_of(vote)
            if keeper or (counter and action is VoteAction.RECOUNT)
        ],
    }
