"""Who may not examine a review, though a supervisor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assembly.model.reviews import SupervisionReviewView, review_view
from assembly.rules import reviews
from assembly.rules.bodies import BodyKind
from assembly.rules.ceremonies import Ceremony
from assembly.rules.matters import Matter
from assembly.rules.meetings import Meeting
from assembly.rules.publications import Publication
from assembly.rules.reviews import Review, SubjectKind
from assembly.rules.standing import SUPERVISORS, Reader
from assembly.rules.states.reviews import ReviewAction, ReviewStatus
from assembly.service.asked import today
from assembly.service.find_thing import Found
from assembly.service.seats import members_of
from assembly.store.work import Work
from kernel.access import Role
from kernel.problems import NotAllowed

OURS: Mapping[SubjectKind, type[Any]] = {
    SubjectKind.MATTER: Matter,
    SubjectKind.PUBLICATION: Publication,
    SubjectKind.CEREMONY: Ceremony,
    SubjectKind.MEETING: Meeting,
}
"""Subjects that are rows of this context; a supermarket settlement is named by the points context's own id."""


def refuse_examiner(work: Work, review: Review, reader: Reader) -> None:
    """Let somebody examine a review who is not party to it and sits in the committee, where there is one.

    Raises
    ------
    NotAllowed
        The person may not.
    """
    seated = members_of(work, review.village, BodyKind.SUPERVISION_COMMITTEE, today())
    reviews.refuse_examiner(
        review,
        reader.person_id,
        {member.member_id for member in seated},
        _parties(work, review, reader),
    )


def barred(work: Work, review: Review, reader: Reader) -> frozenset[ReviewAction]:
    """Return what somebody may not do with a review, though the post would let it."""
    supervises = reader.holds(review.village, SUPERVISORS)
    if review.status != ReviewStatus.RAISED or not supervises:
        return frozenset()
    try:
        refuse_examiner(work, review, reader)
    except NotAllowed:
        return frozenset({ReviewAction.EXAMINE})
    return frozenset()


def _parties(work: Work, review: Review, reader: Reader) -> frozenset[str]:
    ours = OURS.get(review.subject_kind)
    if ours:
        return reviews.parties(work.get(ours, review.subject))
    # A settlement is the shop's; whoever keeps it is party to it.
    keeps = reader.holds(review.village, {Role.SHOP_KEEPER})
    return frozenset({reader.person_id} if keeps else ())


def read_review(found: Found) -> SupervisionReviewView:
    """Return a review as it is."""
    shut = barred(Work(), found.thing, found.reader)
    return review_view(found.thing, found.version, found.reader, shut)
