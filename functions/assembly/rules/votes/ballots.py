"""Who may use a vote, in which way, and what ballots are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from assembly.rules.bodies import Roll, voter_of
from assembly.rules.meetings import AttendanceChannel, Stay
from assembly.rules.votes.opened import Choice
from kernel.problems import Conflict, InvalidFields, NotAllowed
from kernel.record import record
from kernel.texts import Text

FEWEST_OF_A_FORM = 3
"""With one or two ballots of a form, whoever reads the rows knows or halves the guess (design, no law)."""


class BallotForm(StrEnum):
    """What a secret ballot is: a paper, or a signed number. Where the phone was that sent it nobody can know."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


@record
class Issued:
    """A ballot was given out for a vote on the roll; which ballot it was, nobody can tell.

    `blinded` and `signed` are the two sides of a blind signature (hexadecimal), kept so that a request sent again is answered alike.
    """

    channel: AttendanceChannel
    blinded: str | None = None
    signed: str | None = None


@record
class Cast:
    """An open ballot: whose, what, how it came in."""

    choice: Choice
    channel: AttendanceChannel
    by: str
    at: str


@record
class SecretBallot:
    """A secret ballot, kept under its own number: no person, no instant; `channel` is its form."""

    choice: Choice
    channel: BallotForm


class AlreadyVoted(Conflict):
    """The vote was used before: one member, one vote, whichever way it came in."""

    slug = "already-voted"
    title = Text("已投票", "Already voted")
    said = Text(
        "此表决权已行使，每人（户）一票，纸质与线上不重复。",
        "This vote was used already: one each, on paper or online.",
    )


class NotEntitled(NotAllowed):
    """Not on the roll, not there, or recused for this item: then `recused` says why, as it was entered."""

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
    away = stay.channel == AttendanceChannel.ONLINE
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
    roll: Roll, stays: Mapping[str, Sequence[Stay]], recused: set[str]
) -> Mapping[str, Sequence[Stay]]:
    """Return the stays that count for an item: whoever is recused is not there for it, neither with the own vote nor with another's."""
    if not recused:
        return stays
    return {
        voter: [stay for stay in kept if voter_of(roll, stay.person) not in recused]
        for voter, kept in stays.items()
        if voter not in recused
    }


def form_of(channel: str) -> BallotForm:
    """Return what a ballot given out in a channel is."""
    paper = channel == AttendanceChannel.PAPER.value
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
    forms = Counter(form_of(each.channel) for each in issued)
    if len(forms) > 1 and min(forms.values()) < FEWEST_OF_A_FORM:
        raise TooFewToBeSecret(
            Text(
                f"电子或纸质选票少于 {FEWEST_OF_A_FORM} 张，可能被识别；请改为全部纸质选票。",
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
    given = Counter(BallotForm.PAPER if paper_only else form_of(each.channel) for each in issued)
    back = Counter(form_of(each.channel) for each in ballots)
    if any(back[form] > given[form] for form in back):
        raise MoreBallotsThanIssued
