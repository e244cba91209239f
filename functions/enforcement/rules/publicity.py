"""Making a decision public: whether, masked how, until when, and down again when it was wrong (处罚法 Arts. 48, 50)."""

from __future__ import annotations

from datetime import date, datetime

from enforcement.rules.liability import PartyKind
from enforcement.rules.numbers import amount, document
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import corresponding, until
from kernel.personal_numbers import holds_personal_number
from kernel.record import record
from kernel.texts import Text
from kernel.wording import folded


@record
class Publication:
    """The choice whether a decision is public.

    Attributes
    ----------
    reason
        Why it is, or is not: it is chosen for each case, as the law makes public what has a certain social effect.
    name_masked
        Whether the party's name is masked; a person's always is.
    """

    public: bool
    reason: str
    name_masked: bool


class NoReasonToPublish(GateShut):
    """Whether a decision is public is chosen for each case, with its reason."""

    slug = "no-reason-to-publish"
    title = Text("公开理由未写明", "No reason given")
    said = Text(
        "公开与否须逐案决定并写明理由。", "Whether it is public is chosen for each case, and why."
    )
    rests_on = "publication"


class PersonNamed(GateShut):
    """A person's name is not made public."""

    slug = "person-named"
    title = Text("不得公开个人姓名", "Person named")
    said = Text("当事人为个人的，应当隐去姓名。", "A person is masked.")
    rests_on = "privacy"


class WarningPublished(GateShut):
    """A mere warning is not made public."""

    slug = "warning-published"
    title = Text("仅警告的不公开", "Warning published")
    said = Text("仅给予警告的处罚不公开。", "A mere warning is not made public.")
    rests_on = "published_warning"


def refuse_publication(choice: Publication, kind: PartyKind, *, only_warning: bool) -> None:
    """Let a decision be made public, or not, by a choice with its reason.

    Raises
    ------
    NoReasonToPublish, PersonNamed, WarningPublished
        Which of it is not as it should be.
    """
    if not choice.reason.strip():
        raise NoReasonToPublish
    if not choice.public:
        return
    if only_warning:
        raise WarningPublished
    if kind is PartyKind.PERSON and not choice.name_masked:
        raise PersonNamed


def refuse_naming(text: str, hidden: str | None) -> None:
    """Let a text be read by everybody that carries nobody's numbers and not the name that is hidden, however it is spaced.

    Raises
    ------
    PersonNamed
        It does.
    """
    letters = "".join(filter(str.isalnum, folded(text)))
    name = "".join(filter(str.isalnum, folded(hidden or "")))
    if holds_personal_number(text) or (len(name) > 1 and name in letters):
        raise PersonNamed


def publish_until(decided_at: datetime, *, penalty: bool) -> datetime:
    """Return until when a result that is public is published: a penalty in seven working days, others in twenty (assumed)."""
    return until("publish_penalty" if penalty else "publish_result", decided_at)


def disclose_until(year: int) -> date:
    """Return the last day the figures of a year are published: 31 January of the next (assumed)."""
    due = document("numbers")["disclosure_due"]
    return date(year + 1, due["month"], due["day"])


def public_to(published_on: date, kind: PartyKind, fine: int, *, others: bool) -> date:
    """Return the last day a decision is public; it ends by itself.

    Parameters
    ----------
    others
        Whether there is a penalty beside the fine. A fine is low below the hearing threshold of the province (assumed).
    """
    low = not others and fine < amount(f"hearing_threshold_{kind}")
    name = "public_low" if low else "public_other"
    return corresponding(published_on, amount(name), "months" if low else "years")


def is_public(published_on: date, last: date, today: date) -> bool:
    """Tell whether a decision is public on a day, its last included."""
    return published_on <= today <= last


def take_down_until(found_wrong_at: datetime) -> datetime:
    """Return until when a decision that was changed, revoked or declared void is taken down, with the reasons told."""
    return until("take_down", found_wrong_at)


def file_until(decided_at: datetime) -> datetime:
    """Return until when a major penalty is filed with the county government (seen, not law for towns)."""
    return until("major_filing", decided_at)
