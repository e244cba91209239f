"""Votes: opened, cast once each, closed, counted; the secret ones in two phases that no clock can put together again.

A secret vote is taken as with paper: first everybody takes a ballot, then everybody votes. While ballots are given out none is accepted,
and once the first is accepted none is given out any more, so neither time nor order leads from a person to a ballot
(docs/decisions/0015-secret-ballots.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from typing_extensions import TypedDict

from assembly.rules.bodies import Roll, voter_of
from assembly.rules.meetings import AttendanceChannel, Stay
from assembly.rules.quorum import Count, Majority, Verdict
from kernel import clock
from kernel.problems import Conflict, InvalidFields, NotAllowed
from kernel.texts import Text

FEWEST_OF_A_FORM = 3
"""With one or two ballots of a form, whoever reads the rows knows or halves the guess (design, no law)."""


class Manner(StrEnum):
    """By name, or secret."""

    OPEN = "open"
    SECRET = "secret"  # noqa: S105 - a manner of voting


class VoteStatus(StrEnum):
    """Where a vote stands; an open vote begins at `casting`."""

    ISSUING = "issuing"
    CASTING = "casting"
    CLOSING = "closing"
    CLOSED = "closed"
    VOID = "void"


VOTE_STATUS_NAMES: dict[VoteStatus, Text] = {
    VoteStatus.ISSUING: Text("发票中", "giving out ballots"),
    VoteStatus.CASTING: Text("投票中", "voting"),
    VoteStatus.CLOSING: Text("计票中", "counting"),
    VoteStatus.CLOSED: Text("已计票", "closed"),
    VoteStatus.VOID: Text("作废", "void"),
}


class VoteAction(StrEnum):
    """What is done to a vote."""

    CAST = "cast"
    PAPER_ONLY = "paper_only"
    CLOSE = "close"
    RECOUNT = "recount"


class RecountOutcome(StrEnum):
    """What a second count does to the first."""

    CONFIRMED = "confirmed"
    VOIDED = "voided"
    TOO_LATE = "too_late"


class Choice(StrEnum):
    """What a ballot says; only a paper can be spoilt."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    SPOILT = "spoilt"


class BallotForm(StrEnum):
    """What a secret ballot is: a paper, or a signed number. Where the phone was that sent it nobody can know."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class Issued(TypedDict):
    """A ballot was given out for a vote on the roll; which ballot it was, nobody can tell.

    `blinded` and `signed` are the two sides of a blind signature (hexadecimal), kept so that a request sent again is answered alike.
    """

    channel: str
    blinded: str | None
    signed: str | None


class Cast(TypedDict):
    """An open ballot: whose, what, how it came in."""

    choice: str
    channel: str
    by: str
    at: str


class SecretBallot(TypedDict):
    """A secret ballot, kept under its own number: no person, no instant; `channel` is its form."""

    choice: str
    channel: str


class Tally(TypedDict):
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
    turnout_needed: int | None
    yes_needed: int
    rule: str


class VoteRecount(TypedDict):
    """A second count; one that differs, when minutes are signed or the matter has gone on, is on record and voids nothing (`too_late`)."""

    at: str
    by: str
    same: bool
    outcome: str
    counted: dict[str, int]


class Vote(TypedDict):
    """A vote on one item of a meeting's agenda."""

    id: str
    village: str
    meeting: str
    item: int
    matter: str
    step: str
    manner: str
    status: str
    boxes: int
    paper_only: bool
    public_key: dict[str, Any] | None
    opened_at: str
    casting_at: str | None
    closed_at: str | None
    tally: Tally | None
    recounts: list[VoteRecount]
    void_reason: str | None


class VoteNotOpen(Conflict):
    """The vote does not take this now."""

    slug = "vote-not-open"
    title = Text("当前不能投票", "Vote not open")
    said = Text("该表决当前不接受此操作。", "The vote does not take this now.")


class AlreadyVoted(Conflict):
    """The vote was used before: one member, one vote, whichever way it came in."""

    slug = "already-voted"
    title = Text("已投票", "Already voted")
    said = Text(
        "此表决权已行使，每人（户）一票，纸质与线上不重复。",
        "This vote was used already: one each, on paper or online.",
    )


class NotEntitled(NotAllowed):
    """Not on the roll, not there, or recused for this item."""

    slug = "not-entitled"
    said = Text(
        "您不在本次会议名册内、未签到，或须回避此事项。",
        "You are not on this meeting's roll, not present, or recused for this item.",
    )


class TooFewToBeSecret(Conflict):
    """So few ballots of one form could be told apart; take the whole vote on paper instead."""

    slug = "too-few-to-be-secret"
    title = Text("人数过少，无法保密", "Too few to be secret")


class MoreBallotsThanIssued(Conflict):
    """More ballots came back than were given out: the vote is void (选举法 Art. 44 by analogy, assumed)."""

    slug = "more-ballots-than-issued"
    said = Text(
        "收回的选票多于发出的选票，本次表决无效。",
        "More ballots came back than were given out: the vote is void.",
    )


class BallotNotValid(InvalidFields):
    """The ballot does not carry the signature of this vote, or its number has been used otherwise."""

    slug = "ballot-not-valid"
    said = Text("选票无效。", "The ballot is not valid.")


def boxes_for(voters: int) -> int:
    """Return over how many boxes ballots are spread, so that many can vote at once without waiting for each other."""
    return max(1, min(32, -(-voters // 32)))


def box_of(voter: str, boxes: int) -> int:
    """Return the box a vote, or a ballot, belongs to: always the same, so that a second one meets the first."""
    from hashlib import sha256

    return int.from_bytes(sha256(voter.encode()).digest()[:4]) % boxes


def require(vote: Vote, *statuses: VoteStatus) -> None:
    """Let something be done that the vote takes now.

    Raises
    ------
    VoteNotOpen
        It does not.
    """
    if vote["status"] in statuses:
        return
    name = VOTE_STATUS_NAMES[VoteStatus(vote["status"])]
    raise VoteNotOpen(
        Text(
            f"该表决{name.zh}，当前不接受此操作。",
            f"The vote is at “{name.en}” and does not take this now.",
        ),
        vote_status=vote["status"],
        legal_actions=[str(action) for action in actions_of(vote)],
    )


def actions_of(vote: Vote) -> list[VoteAction]:
    """Return what may be done to a vote now."""
    return {
        VoteStatus.ISSUING: [VoteAction.CAST, VoteAction.PAPER_ONLY],
        VoteStatus.CASTING: [VoteAction.CLOSE],
        VoteStatus.CLOSING: [VoteAction.CLOSE],
        VoteStatus.CLOSED: [VoteAction.RECOUNT],
        VoteStatus.VOID: [],
    }[VoteStatus(vote["status"])]


def channel_of(stay: Stay, *, recorded: bool, online: bool) -> AttendanceChannel:
    """Return how a ballot comes in: entered by the recorder on paper, else the way its voter takes part.

    Whoever is on the paper list signed it in the hall, and votes on site like those who came by the code.

    Parameters
    ----------
    recorded
        Whether the recorder enters it.
    online
        Whether the meeting is held online as well.

    Raises
    ------
    NotEntitled
        It is that of somebody who is not in the hall, and the meeting is held there only, or the recorder enters it: no hand and no paper
        of theirs is there to be recorded.
    """
    away = stay["channel"] == AttendanceChannel.ONLINE
    if away and not online:
        raise NotEntitled(
            Text(
                "本次会议不线上表决，须到会场投票。",
                "This meeting does not vote online: come to the hall.",
            )
        )
    if recorded and away:
        raise NotEntitled(
            Text(
                "线上参会者由本人投票，不能代录。",
                "Whoever attends online votes in person: the recorder enters nothing for them.",
            )
        )
    if recorded:
        return AttendanceChannel.PAPER
    return AttendanceChannel.ONLINE if away else AttendanceChannel.ON_SITE


def stays_for(
    roll: Roll, stays: Mapping[str, list[Stay]], recused: set[str]
) -> Mapping[str, list[Stay]]:
    """Return the stays that count for an item: whoever is recused is not there for it, neither with the own vote nor with another's."""
    if not recused:
        return stays
    return {
        voter: [stay for stay in kept if voter_of(roll, stay["person"]) not in recused]
        for voter, kept in stays.items()
        if voter not in recused
    }


def form_of(channel: str) -> BallotForm:
    """Return what a ballot given out in a channel is."""
    paper = channel == AttendanceChannel.PAPER
    return BallotForm.PAPER if paper else BallotForm.ELECTRONIC


def refuse_too_few(issued: Iterable[Issued], *, paper_only: bool) -> None:
    """Let voting begin when there are of no form so few ballots that they could be told apart.

    Raises
    ------
    TooFewToBeSecret
        There are; with `paper_only` all of them go into one box and this cannot be.
    """
    if paper_only:
        return
    forms = Counter(form_of(each["channel"]) for each in issued)
    if len(forms) > 1 and min(forms.values()) < FEWEST_OF_A_FORM:
        raise TooFewToBeSecret(
            Text(
                f"电子或纸质选票少于 {FEWEST_OF_A_FORM} 张，可能被识别；请改为全部纸质（paper_only）。",
                f"Fewer than {FEWEST_OF_A_FORM} electronic or paper ballots could be told apart: use paper_only.",
            ),
            least=FEWEST_OF_A_FORM,
        )


def refuse_too_many(
    issued: Iterable[Issued], ballots: Iterable[SecretBallot], *, paper_only: bool
) -> None:
    """Let a count stand in which no more ballots came back than were given out, of either form.

    Raises
    ------
    MoreBallotsThanIssued
        More came back.
    """
    given = Counter(BallotForm.PAPER if paper_only else form_of(each["channel"]) for each in issued)
    back = Counter(form_of(each["channel"]) for each in ballots)
    if any(back[form] > given[form] for form in back):
        raise MoreBallotsThanIssued


def count(choices: Iterable[str]) -> dict[Choice, int]:
    """Count what ballots say; the order they come in does not matter."""
    counted = Counter(choices)
    return {choice: counted[str(choice)] for choice in Choice}


def tally(
    majority: Majority, *, roll: int, present: int, counted: Mapping[Choice, int], rule: str
) -> Tally:
    """Return the result of a vote.

    Parameters
    ----------
    rule
        The article the majority comes from, to stand beside the numbers.
    """
    counts = Count(
        roll,
        present,
        counted[Choice.YES],
        counted[Choice.NO],
        counted[Choice.ABSTAIN],
        counted[Choice.SPOILT],
    )
    verdict: Verdict = majority.verdict(counts)
    return {
        "roll": roll,
        "present": present,
        "yes": counts.yes,
        "no": counts.no,
        "abstain": counts.abstain,
        "spoilt": counts.spoilt,
        "quorate": verdict.quorate,
        "passed": verdict.passed,
        "attendance_needed": verdict.attendance_needed,
        "turnout_needed": verdict.turnout_needed,
        "yes_needed": verdict.yes_needed,
        "rule": rule,
    }


def recounted(
    vote: Vote, counted: Mapping[Choice, int], *, can_void: bool, by: str, now: datetime
) -> VoteRecount:
    """Return a second count beside the first.

    Parameters
    ----------
    can_void
        Whether a difference still has a consequence.
    """
    first = vote["tally"]
    numbers = {str(choice): number for choice, number in counted.items()}
    same = first is not None and all(first[str(c)] == n for c, n in counted.items())  # type: ignore[literal-required]
    differs = RecountOutcome.VOIDED if can_void else RecountOutcome.TOO_LATE
    outcome = str(RecountOutcome.CONFIRMED if same else differs)
    return {"at": clock.iso(now), "by": by, "same": same, "outcome": outcome, "counted": numbers}
