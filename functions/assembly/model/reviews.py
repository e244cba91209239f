"""Reviews by supervisors, town and county, as they come in and go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from assembly.model.common import named, shown
from assembly.rules import limits
from assembly.rules.reviews import Review, SubjectKind
from assembly.rules.standing import Reader, Standing
from assembly.rules.states.reviews import REVIEWS, ReviewAction, ReviewStatus
from kernel.fields import LongText, Model, UnitCode
from kernel.law import CitationView


class NewSupervisionReview(Model):
    """An objection to, or a review of, something the village did."""

    village: UnitCode
    subject_kind: SubjectKind
    subject: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.~-]+$")]
    text: LongText


class MoveSupervisionReview(Model):
    """Supervisors examine, the town answers."""

    action: Literal["examine", "answer"]
    text: LongText
    upheld: Annotated[bool | None, Field(description="For examine / 是否属实")] = None


class SupervisionFindingView(TypedDict):
    """What the supervisors found."""

    upheld: bool
    text: str
    by: str
    at: str


class TownAnswerView(TypedDict):
    """What the town did about it."""

    text: str
    by: str
    at: str


class SupervisionReviewView(TypedDict):
    """A review and what the caller may do with it."""

    id: str
    village: str
    subject_kind: str
    subject: str
    text: str
    raised_by: str
    raised_at: str
    status: str
    status_name: str
    finding: SupervisionFindingView | None
    answer: TownAnswerView | None
    overdue_since: list[str]
    due_at: str | None
    turn: str | None
    limit_citation: CitationView
    version: int
    actions: list[str]


def review_view(
    review: Review, version: int, reader: Reader, barred: Collection[ReviewAction]
) -> SupervisionReviewView:
    """Return a review as it is answered to somebody.

    Parameters
    ----------
    barred
        What the person may not do though the post would let it.
    """
    village, status = review.village, review.status
    names = reader.sees_names(village)
    limit = "review_examination" if status is ReviewStatus.RAISED else "review_answer"
    knows = names and reader.knows_raisers(village)
    return shown(
        SupervisionReviewView,
        review,
        names=names,
        raised_by=named(review.raised_by, names=knows, own=reader.person_id),
        status_name=REVIEWS.statuses[status].say(reader.language),
        limit_citation=limits.law_of(limit).tell(reader.language),
        version=version,
        actions=Standing(reader, review.village).actions(REVIEWS, status, barred),
    )
