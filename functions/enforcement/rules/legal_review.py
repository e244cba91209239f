"""Legal review and collective discussion before a decision (处罚法 Arts. 57(2), 58)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from enforcement.rules.numbers import amount
from enforcement.rules.refusals import GateShut
from kernel.record import record
from kernel.texts import Named, Text

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
    def major(self) -> bool:
        """Whether it is major."""
        ...

    @property
    def was_heard(self) -> bool:
        """Whether a hearing was held."""
        ...

    @property
    def hearing(self) -> Hearing | None:
        """Its present hearing."""
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
    OTHER = (
        "other",
        "重大执法决定（达到听证标准、采取查封扣押等）",
        "a major decision: of the weight of a hearing, after a seizure, or found to be one",
    )


@record
class Reviewer:
    """Who reviews.

    Attributes
    ----------
    qualified
        Whether the national qualification, or that the person was a reviewer before 2018-01-01, is on record: first-timers need the
        qualification. Somebody else entered it (`training`).
    """

    person_id: str
    qualified: bool


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
        "初次从事法制审核的，应当取得国家统一法律职业资格，并由县级执法监督机构登记。",
        "Whoever reviews for the first time holds the national legal qualification, as the county's supervisors have entered it.",
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
    if not reviewer.qualified:
        raise ReviewerNotQualified


def refuse_other_reviewer(review: LegalReview | None, person: str) -> None:
    """Let a review that was not passed be taken up again by who did not pass it: nobody looks for another reviewer until the case went back.

    Raises
    ------
    NotReviewed
        Somebody else did not pass it.
    """
    if review is not None and not review.passed and review.reviewer.person_id != person:
        told = Text(
            "审核未通过的，由原审核人员重新审核，或者退回补充调查。",
            "What was not passed is reviewed again by the same reviewer, or returned.",
        )
        raise NotReviewed(told)


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
    """Let a fine be decided in a case that needs no review by what is on record of it, or passed one (`refuse_unreviewed`).

    A major decision is reviewed as well (国办发〔2018〕118号, 重大执法决定法制审核).
    """
    hearing = case.hearing
    held = hearing is not None and hearing.record is not None
    wanted = grounds(
        public_interest=case.public_interest,
        heard=held or case.was_heard,
        complex_case=case.complex_case,
        other=case.major,
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
