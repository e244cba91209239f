"""What a party may do against a decision, told by the law of the day (复议法 Arts. 20, 23, 24; 行政诉讼法 Arts. 45, 46)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from enforcement.rules.choice_of_law import NotInForce
from enforcement.rules.numbers import amount, document
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import until
from kernel.clock import day_of
from kernel.law import Reference, reference
from kernel.record import record
from kernel.texts import Named, Text


class Remedy(Named):
    """What a party does against a decision."""

    REVIEW = "review", "行政复议", "a review"
    SUIT = "suit", "行政诉讼", "a suit"


class RemedyOutcome(Named):
    """What it came to; whatever it is, the decision's own paper stays as it is and is linked."""

    UPHELD = "upheld", "维持", "upheld"
    CHANGED = "changed", "变更", "changed"
    REVOKED = "revoked", "撤销", "revoked"
    UNLAWFUL = "unlawful", "确认违法", "found unlawful"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"

    @property
    def is_wrong(self) -> bool:
        """Whether the decision was found wrong: it is taken down, corrected, and somebody answers for it."""
        return self in (RemedyOutcome.CHANGED, RemedyOutcome.REVOKED, RemedyOutcome.UNLAWFUL)


@record
class Told:
    """The remedies as a decision tells them, and what that rests on."""

    text: Text
    laws: tuple[Reference, ...]


class ReviewFirst(GateShut):
    """A penalty on the spot goes to review before it goes to court."""

    slug = "review-first"
    title = Text("应当先申请行政复议", "Review first")
    said = Text(
        "对当场作出的处罚决定不服的，应当先申请行政复议。",
        "A penalty decided on the spot goes to review first.",
    )
    rests_on = "review_first"


class RemedyLapsed(GateShut):
    """The time for it is over: the right has lapsed, and nothing climbs."""

    slug = "remedy-lapsed"
    title = Text("救济期限已过", "Remedy lapsed")
    rests_on = "review"


def tell(county: Text, on: date, *, on_the_spot: bool) -> Told:
    """Return what a decision made on a day says of the remedies.

    Raises
    ------
    NotInForce
        No text is known for the day.
    """
    for one in document("remedies")["texts"]:
        begun = date.fromisoformat(one["valid_from"]) <= on
        if begun and (one["valid_to"] is None or on <= date.fromisoformat(one["valid_to"])):
            said = one["on_the_spot" if on_the_spot else "ordinary"]
            numbers = {
                "review": amount("review"),
                "suit": amount("suit"),
                "after": amount("suit_after_review"),
            }
            text = Text(
                said["zh"].format(county=county.zh, **numbers),
                said["en"].format(county=county.en, **numbers),
            )
            return Told(text, tuple(reference(each) for each in one["sources"]))
    raise NotInForce(Text("没有该日的救济告知文本。", "No text of the remedies for that day."))


def last_day(
    remedy: Remedy, decision_received_at: datetime, review_received_at: datetime | None = None
) -> datetime:
    """Return when a remedy lapses: a review in sixty days, a suit in six months, after a review in fifteen days."""
    if remedy is Remedy.REVIEW:
        return until("review", decision_received_at)
    if review_received_at:
        return until("suit_after_review", review_received_at)
    return until("suit", decision_received_at)


def refuse_remedy(
    remedy: Remedy,
    at: datetime,
    decision_received_at: datetime,
    *,
    on_the_spot: bool,
    review_received_at: datetime | None = None,
) -> None:
    """Let a remedy be recorded as brought in time.

    Raises
    ------
    ReviewFirst, RemedyLapsed
        It is a suit before the review the law wants first; its time is over.
    """
    if remedy is Remedy.SUIT and on_the_spot and review_received_at is None:
        raise ReviewFirst
    last = last_day(remedy, decision_received_at, review_received_at)
    if at >= last:
        told = Text("救济期限已过。", "The time for it is over.")
        raise RemedyLapsed(told, until=last.isoformat())


def remedies_end_on(decision_received_at: datetime, *, on_the_spot: bool) -> date:
    """Return the last day of the longest remedy nobody has used: after it the court can be asked to enforce."""
    longest = ["review"] if on_the_spot else ["review", "suit"]
    ends = max(until(one, decision_received_at) for one in longest)
    return day_of(ends) - timedelta(days=1)
