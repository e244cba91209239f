"""Votes and ballots as they come in and go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from assembly.model.common import Number, PersonId, shown
from assembly.rules.standing import KEEPERS, Reader, Standing
from assembly.rules.states.votes import VOTES, VoteAction, VoteStatus
from assembly.rules.votes import Choice, Manner, Vote
from kernel import clock
from kernel.fields import Model
from kernel.law import CitationView, reference
from kernel.texts import Language


class NewVote(Model):
    """A vote on an item of the agenda."""

    item: Annotated[int, Field(ge=0, le=50)]
    manner: Manner


class MoveVote(Model):
    """A step with a vote.

    `cast` ends the giving out of secret ballots, `paper_only` takes the whole vote on paper, `close` counts, `recount` counts again: with
    the papers counted by hand where there are any.
    """

    action: Literal[VoteAction.CAST, VoteAction.PAPER_ONLY, VoteAction.CLOSE, VoteAction.RECOUNT]
    paper: Annotated[
        dict[Choice, Number] | None,
        Field(description="For recount: papers counted by hand / 人工复核纸票数"),
    ] = None


class CastBallot(Model):
    """An open ballot: one's own, or entered by the recorder for a member."""

    choice: Literal[Choice.YES, Choice.NO, Choice.ABSTAIN]
    member: Annotated[PersonId | None, Field(description="For the recorder / 由记录人代录")] = None
    proxy_for: Annotated[PersonId | None, Field(description="代理的同户成员")] = None


class TakeBallot(Model):
    """Take a secret ballot: an electronic one with the hidden number to be signed, or on paper from the recorder."""

    blinded: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{1,512}$",
            description="RFC 9474 blinded message, hexadecimal / 盲化后的选票编号",
        ),
    ] = None
    member: Annotated[PersonId | None, Field(description="For the recorder / 由记录人发票")] = None
    proxy_for: Annotated[PersonId | None, Field(description="代理的同户成员")] = None


class SecretBallotDocument(Model):
    """A secret ballot with the signature of its vote; who sends it is not asked."""

    serial: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{1,512}$")]
    choice: Literal[Choice.YES, Choice.NO, Choice.ABSTAIN]


class BallotPaper(Model):
    """A paper out of the ballot box: the number printed on it, and what it says."""

    number: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{4,40}$", examples=["7KQ2-M9XD"])]
    choice: Choice


class BallotPapers(Model):
    """Papers out of the ballot box, in any order."""

    papers: Annotated[list[BallotPaper], Field(min_length=1, max_length=500)]


class BallotView(TypedDict):
    """An open ballot was taken."""

    vote: str
    voter: str
    choice: str
    channel: str


class ProtocolLine(TypedDict):
    """An open ballot: whose, what, how it came in."""

    voter: str
    choice: str
    channel: str


class ProtocolView(TypedDict):
    """The roll call of an open vote."""

    vote: str
    items: list[ProtocolLine]


class TakenView(TypedDict):
    """A secret ballot was given out; `signed` is the signature on the hidden number."""

    vote: str
    voter: str
    channel: str
    signed: str | None


class ParticipationView(TypedDict):
    """How the caller took part in a vote; never what was voted in a secret one."""

    vote: str
    voter: str | None
    took_part: bool
    channel: str | None
    choice: str | None


class CountedView(TypedDict):
    """Whether a secret ballot is among those counted."""

    vote: str
    serial: str
    received: bool
    counted: bool
    vote_status: str


class PapersView(TypedDict):
    """Papers were entered."""

    vote: str
    entered: int
    total: int


class TallyView(TypedDict):
    """What was counted, what it comes to, and the rule of that day; `turnout_needed` is null where no number of ballots is asked for."""

    roll: int
    present: int
    yes: int
    no: int
    abstain: int
    spoilt: int
    quorate: bool
    passed: bool
    attendance_needed: int
    turnout_needed: int | None
    yes_needed: int
    citation: CitationView


class VoteRecountView(TypedDict):
    """A second count, and what it did."""

    at: str
    by: str
    same: bool
    outcome: str
    counted: dict[str, int]


class VoteView(TypedDict):
    """A vote and what the caller may do with it; its numbers are told once it is closed."""

    id: str
    village: str
    meeting: str
    item: int
    matter: str
    step: str
    manner: str
    status: str
    status_name: str
    shards: int
    paper_only: bool
    public_key: dict[str, Any] | None
    opened_at: str
    casting_at: str | None
    closed_at: str | None
    tally: TallyView | None
    recounts: list[VoteRecountView]
    void_reason: str | None
    version: int
    actions: list[str]


def vote_view(vote: Vote, version: int, reader: Reader) -> VoteView:
    """Return a vote as it is answered to somebody."""
    status, names = vote.status, reader.holds(vote.village, KEEPERS)
    return shown(
        VoteView,
        vote,
        names=names,
        status_name=VOTES.statuses[status].say(reader.language),
        tally=_tally(vote, reader.language),
        version=version,
        actions=Standing(reader, vote.village).actions(VOTES, status),
    )


def _tally(vote: Vote, language: Language) -> TallyView | None:
    tally = vote.tally
    if tally is None or vote.closed_at is None:
        return None
    day = clock.from_iso(vote.closed_at).astimezone(clock.SHANGHAI).date()
    citation = reference(tally.cites).on(day).view(language)
    return shown(TallyView, tally, names=True, citation=citation)


def counted_view(vote: Vote, receipt: str, *, received: bool) -> CountedView:
    """Return whether a secret ballot is among those counted."""
    return {
        "vote": vote.id,
        "serial": receipt,
        "received": received,
        "counted": received and vote.status == VoteStatus.CLOSED,
        "vote_status": vote.status,
    }
