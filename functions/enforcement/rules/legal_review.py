"""Legal review and collective discussion before a decision (处罚法 Arts. 57(2), 58)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from enforcement.rules.numbers import amount
from enforcement.rules.refusals import GateShut
from kernel.record import record
from kernel.states import Named
from kernel.texts import Text

if TYPE_CHECKING:
    from enforcement.rules.hearing import Hearing


class ToReview(Protocol):
    """What of a case says whether it takes a legal review, and whether it had one."""

    @property
    def public_interest(self) -> bool:
        """Whether it touches a major public interest."""
        ...

    @property
    def complex_case(self) -> bool:
        """Whether it is complex, of several legal relations."""
        ...

    @property
    def hearing(self) -> Hearing | None:
        """Its hearing."""
        ...

    @property
    def review(self) -> LegalReview | None:
        """Its review."""
        ...


class ReviewGround(Named):
    """Why a decision takes a legal review."""

    PUBLIC_INTEREST = "public_interest", "涉及重大公共利益", "major public interest"
    AFTER_HEARING = (
        "after_hearing",
        "直接关系当事人或第三人重大权益，经过听证",
        "major rights, after a hearing",
    )
    COMPLEX = "complex", "案情疑难复杂、涉及多个法律关系", "complex, several legal relations"
    OTHER = "other", "法律法规规定的其他情形", "another case of law"


@record
class Reviewer:
    """Who reviews.

    Attributes
    ----------
    reviewed_before_2018
        Whether the person was a reviewer before 2018-01-01: first-timers need the qualification.
    """

    person_id: str
    qualified: bool
    reviewed_before_2018: bool = False


@record
class LegalReview:
    """A review of what is to be decided; a later change of that takes a new one (`of_fine`)."""

    reviewer: Reviewer
    at: datetime
    passed: bool
    of_fine: int
    opinion: str


class NotReviewed(GateShut):
    """No review, or no pass: no decision."""

    slug = "not-reviewed"
    title = Text("未经法制审核", "Not reviewed")
    said = Text(
        "未经法制审核或者审核未通过的，不得作出决定。",
        "Without a legal review that was passed nothing is decided.",
    )
    rests_on = "legal_review"


class ReviewerNotQualified(GateShut):
    """Who reviews for the first time has passed the national examination."""

    slug = "reviewer-not-qualified"
    title = Text("审核人员不具备资格", "Reviewer not qualified")
    said = Text(
        "初次从事法制审核的，应当取得国家统一法律职业资格。",
        "Whoever reviews for the first time holds the national legal qualification.",
    )
    rests_on = "legal_review"


class NotDiscussed(GateShut):
    """Complex and major penalties are discussed by those who lead the organ together."""

    slug = "not-discussed"
    title = Text("未经集体讨论", "Not discussed")
    said = Text(
        "情节复杂或者重大违法行为给予处罚的，应当集体讨论决定。",
        "Complex or major cases are discussed collectively.",
    )
    rests_on = "discussion"


def grounds(
    *, public_interest: bool, heard: bool, complex_case: bool, other: bool
) -> list[ReviewGround]:
    """Return why a case takes a legal review; none: it needs none."""
    asked = {
        ReviewGround.PUBLIC_INTEREST: public_interest,
        ReviewGround.AFTER_HEARING: heard,
        ReviewGround.COMPLEX: complex_case,
        ReviewGround.OTHER: other,
    }
    return [ground for ground, holds in asked.items() if holds]


def refuse_reviewer(reviewer: Reviewer) -> None:
    """Let somebody review who may.

    Raises
    ------
    ReviewerNotQualified
        The person may not.
    """
    if not (reviewer.qualified or reviewer.reviewed_before_2018):
        raise ReviewerNotQualified


def refuse_unreviewed(
    wanted: Collection[ReviewGround],
    review: LegalReview | None,
    fine: int,
    heard_at: datetime | None = None,
) -> None:
    """Let a fine be decided that needs no review, or passed one as it stands.

    Parameters
    ----------
    heard_at
        When the hearing was: what it is a review of comes before it, the review after it.

    Raises
    ------
    NotReviewed, ReviewerNotQualified
        There is none, it was not passed, it is of another fine, or it was before the hearing.
    """
    if not wanted:
        return
    stale = review is not None and heard_at is not None and review.at < heard_at
    if review is None or not review.passed or review.of_fine != fine or stale:
        raise NotReviewed(grounds=[one.said for one in wanted])
    refuse_reviewer(review.reviewer)


def refuse_without_review(case: ToReview, fine: int) -> None:
    """Let a fine be decided in a case that needs no review by what is on record of it, or passed one (`refuse_unreviewed`)."""
    hearing = case.hearing
    held = hearing is not None and hearing.record is not None
    wanted = grounds(
        public_interest=case.public_interest,
        heard=held,
        complex_case=case.complex_case,
        other=False,
    )
    heard_at = hearing.held_at if hearing and held else None
    refuse_unreviewed(wanted, case.review, fine, heard_at)


def refuse_undiscussed(*, major: bool, minutes: str | None) -> None:
    """Let a major penalty be decided that was discussed.

    Raises
    ------
    NotDiscussed
        There are no minutes.
    """
    if major and not (minutes or "").strip():
        raise NotDiscussed


def too_few_reviewers(reviewers: int, officers: int) -> bool:
    """Tell whether a place has fewer reviewers than a twentieth of its officers (国办发〔2018〕118号, unchecked)."""
    return reviewers * 100 < officers * amount("reviewer_share")
