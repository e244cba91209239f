"""Supervision (村务监督): anybody in the village may object, the supervision committee examines, its finding goes to the town, the town answers.

Each of the two waits has a clock (`data/limits.json`); what passes it is marked overdue and stays so (村委会法 Art. 37: the committee reports
breaches to the town).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from assembly.rules import limits
from assembly.rules.ceremonies import Ceremony
from assembly.rules.matters import Matter
from assembly.rules.meetings import Meeting
from assembly.rules.publications import Publication
from assembly.rules.states.reviews import REVIEWS, ReviewAction, ReviewStatus
from kernel import clock
from kernel.problems import NotAllowed
from kernel.record import record
from kernel.texts import Named, Text
from kernel.units import Level


class SubjectKind(Named):
    """What may be reviewed."""

    MATTER = "matter", "议题", "matter"
    PUBLICATION = "publication", "公开事项", "publication"
    CEREMONY = "ceremony", "红白事", "ceremony"
    MEETING = "meeting", "会议", "meeting"
    SETTLEMENT = "settlement", "积分结算", "settlement"


@record
class SupervisionFinding:
    """What the supervisors found."""

    upheld: bool
    text: str
    by: str
    at: str


@record
class TownAnswer:
    """What the town did about it."""

    text: str
    by: str
    at: str


@record
class Review:
    """An objection or a review, from being raised to the town's answer."""

    id: str
    village: str
    subject_kind: SubjectKind
    subject: str
    text: str
    raised_by: str
    raised_at: str
    status: ReviewStatus
    finding: SupervisionFinding | None = None
    answer: TownAnswer | None = None
    overdue_since: tuple[str, ...] = ()
    due_at: str | None = None
    wake_at: str | None = None
    turn: str | None = None


class RaiserMayNotExamine(NotAllowed):
    """Whoever raised it does not examine it."""

    slug = "raiser-may-not-examine"
    said = Text("提出人不得核查自己提出的事项。", "Whoever raised a review may not examine it.")


class PartyMayNotExamine(NotAllowed):
    """Whoever did what is reviewed does not examine it."""

    slug = "party-may-not-examine"
    said = Text(
        "当事人（公开人、召集人、经手人）不得核查。",
        "Whoever published, convened or handled what is reviewed may not examine it.",
    )


class NotInTheCommittee(NotAllowed):
    """Where a supervision committee is seated, its members examine (村委会法 Art. 37)."""

    slug = "not-in-the-committee"
    said = Text(
        "须由现任村务监督委员会成员核查。",
        "Members of the supervision committee in office examine.",
    )


def raise_review(
    *,
    review_id: str,
    village: str,
    subject_kind: SubjectKind,
    subject: str,
    text: str,
    by: str,
    now: datetime,
) -> Review:
    """Return a new review, before the supervision committee."""
    return Review(
        id=review_id,
        village=village,
        subject_kind=subject_kind,
        subject=subject,
        text=text,
        raised_by=by,
        raised_at=clock.iso(now),
        status=ReviewStatus.RAISED,
        due_at=limits.due("review_examination", now),
        wake_at=limits.due("review_examination", now),
        turn=village,
    )


def parties(subject: Matter | Publication | Meeting | Ceremony) -> frozenset[str]:
    """Return who did what is reviewed: a matter, publication, meeting or ceremony."""
    found: list[str | None] = []
    match subject:
        case Matter():
            found = [subject.proposed_by, *(each.responsible for each in subject.milestones)]
        case Publication():
            found = [subject.published_by, subject.taken_down_by]
        case Meeting():
            found = [subject.chair, subject.recorder]
        case Ceremony():
            found = [subject.registered_by, *(each.by for each in subject.advice)]
    return frozenset(person for person in found if person)


def refuse_examiner(
    review: Review, by: str, committee: Collection[str], parties: Collection[str]
) -> None:
    """Let somebody examine who did not raise it, did not do what is reviewed, and sits in the committee.

    Parameters
    ----------
    committee
        Who sits in the supervision committee today; nobody, where none is seated and the post alone counts.
    parties
        Who did what is reviewed.

    Raises
    ------
    RaiserMayNotExamine
        The examiner raised it.
    PartyMayNotExamine
        The examiner did what is reviewed.
    NotInTheCommittee
        There is a committee, and the examiner does not sit in it.
    """
    if review.raised_by == by:
        raise RaiserMayNotExamine
    if by in parties:
        raise PartyMayNotExamine
    if committee and by not in committee:
        raise NotInTheCommittee


def examine(review: Review, *, upheld: bool, text: str, by: str, now: datetime) -> Review:
    """Put the supervisors' finding before the town, whose clock starts.

    Raises
    ------
    IllegalMove
        It was examined before.
    """
    move = REVIEWS.move(review.status, ReviewAction.EXAMINE)
    return replace(
        review,
        status=move.target,
        finding=SupervisionFinding(upheld, text, by, clock.iso(now)),
        due_at=limits.due("review_answer", now),
        wake_at=limits.due("review_answer", now),
        turn=review.village[: Level.TOWN.digits],
    )


def answer(review: Review, text: str, *, by: str, now: datetime) -> Review:
    """Give the answer of the town, or of the county in its place.

    Raises
    ------
    IllegalMove
        It is not before the town or the county.
    """
    move = REVIEWS.move(review.status, ReviewAction.ANSWER)
    return replace(
        review,
        status=move.target,
        answer=TownAnswer(text, by, clock.iso(now)),
        due_at=None,
        wake_at=None,
        turn=None,
    )


def let_pass(review: Review, now: datetime) -> Review:
    """Return the review after a limit passed: on to the town, then to the county, there marked overdue and still its turn.

    What the supervisors let lie goes to the town without a finding, so that silence has a next step.
    """
    move = REVIEWS.find(review.status, ReviewAction.REFER_UP)
    late = replace(review, overdue_since=(*review.overdue_since, str(review.due_at)))
    if move is None:
        return replace(late, wake_at=None)
    above = Level.TOWN if move.to is ReviewStatus.BEFORE_TOWN else Level.COUNTY
    return replace(
        late,
        status=move.target,
        due_at=limits.due("review_answer", now),
        wake_at=limits.due("review_answer", now),
        turn=review.village[: above.digits],
    )
