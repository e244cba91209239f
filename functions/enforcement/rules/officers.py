"""Officers and their certificates: who may enforce on a day, who counts, and what lapses when (处罚法 Arts. 42, 55)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from enforcement.rules.numbers import amount, document
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import corresponding
from kernel.access import ENFORCERS, Post
from kernel.record import record
from kernel.texts import Named, Text


class CertificateState(Named):
    """What has become of a certificate."""

    VALID = "valid", "有效", "valid"
    LAPSED = "lapsed", "已到期", "lapsed"
    UNCHECKED = "unchecked", "未年检", "not checked this year"
    SUSPENDED = "suspended", "暂扣", "suspended"
    REVOKED = "revoked", "吊销", "revoked"
    HANDED_IN = "handed_in", "已收回", "handed in"
    VOID = "void", "声明作废", "declared void"


WITHDRAWN = frozenset(
    {
        CertificateState.SUSPENDED,
        CertificateState.REVOKED,
        CertificateState.HANDED_IN,
        CertificateState.VOID,
    }
)
"""What is entered by hand; lapsed and unchecked come of the days."""
FOR_GOOD = WITHDRAWN - {CertificateState.SUSPENDED}


@record
class Certificate:
    """An enforcement certificate.

    Attributes
    ----------
    valid_to
        Its last day, at most five years on.
    checked
        The years it passed the yearly check for; the year it was issued in needs none.
    withdrawn
        Why it does not hold whatever the days say, and since when.
    """

    number: str
    holder: str
    organ: str
    fields: tuple[str, ...]
    valid_from: date
    valid_to: date
    checked: frozenset[int] = frozenset()
    withdrawn: CertificateState | None = None
    withdrawn_on: date | None = None

    def state_on(self, day: date) -> CertificateState:
        """Return what it is worth on a day; the check of a year may be outstanding until its day (`yearly_check_due`)."""
        if self.withdrawn and (self.withdrawn_on is None or self.withdrawn_on <= day):
            return self.withdrawn
        if not self.valid_from <= day <= self.valid_to:
            return CertificateState.LAPSED
        last = document("numbers")["yearly_check_due"]
        passed = (day.month, day.day) > (last["month"], last["day"])
        due = day.year if passed else day.year - 1
        if due > self.valid_from.year and due not in self.checked:
            return CertificateState.UNCHECKED
        return CertificateState.VALID


class Present(NamedTuple):
    """Somebody who takes part in a step of enforcement.

    Attributes
    ----------
    on_establishment
        Staff of the organ (在编); nobody else holds a certificate, so helpers, temporary and contract staff never count.
    shown
        Whether the certificate was shown first.
    """

    person_id: str
    certificate: Certificate | None
    on_establishment: bool = True
    shown: bool = True


class TooFewOfficers(GateShut):
    """Fewer than two officers with distinct certificates that hold on the day took part."""

    slug = "too-few-officers"
    title = Text("执法人员不足", "Too few officers")
    said = Text(
        "须有两名以上持不同有效执法证件的执法人员；辅助人员不计入。",
        "It takes two officers with distinct certificates valid on that day; helpers do not count.",
    )
    rests_on = "officers"


class CertificateNotShown(GateShut):
    """Certificates are shown first, or the party may refuse."""

    slug = "certificate-not-shown"
    title = Text("未出示执法证件", "Certificate not shown")
    said = Text("应当主动出示执法证件。", "Officers show their certificates first.")
    rests_on = "certificate_shown"


class NotOnEstablishment(GateShut):
    """A certificate is for staff on establishment only."""

    slug = "not-on-establishment"
    title = Text("非在编人员", "Not on establishment")
    said = Text(
        "执法证件只发给在编执法人员，工勤、临时和合同人员不得持有。",
        "Certificates are for staff on establishment, never for temporary or contract staff.",
    )
    rests_on = "establishment"


class CertificateTooLong(GateShut):
    """A certificate holds for five years at most."""

    slug = "certificate-too-long"
    title = Text("证件有效期过长", "Certificate too long")
    said = Text("执法证件有效期不超过五年。", "A certificate holds for five years at most.")
    rests_on = "certificate"


def counted(present: Iterable[Present], day: date, field: str | None = None) -> list[Certificate]:
    """Return the certificates that count on a day: valid, of staff, for the field; one a number and one a person.

    Parameters
    ----------
    field
        What the certificate must be for; one without fields is for all.
    """
    by_number: dict[str, Certificate] = {}
    persons: set[str] = set()
    for one in present:
        mine = one.certificate
        if mine is None or not one.on_establishment or mine.holder != one.person_id:
            continue
        if mine.state_on(day) is not CertificateState.VALID or mine.number in by_number:
            continue
        if one.person_id in persons or (field and mine.fields and field not in mine.fields):
            continue
        by_number[mine.number] = mine
        persons.add(one.person_id)
    return list(by_number.values())


def require_officers(
    present: Iterable[Present], day: date, field: str | None = None
) -> list[Certificate]:
    """Return the certificates of those who enforce together on a day.

    Raises
    ------
    TooFewOfficers, CertificateNotShown
        Fewer than two count; one that counts was not shown.
    """
    everybody = list(present)
    found = counted(everybody, day, field)
    if len(found) < amount("officers"):
        raise TooFewOfficers(counted=len(found), needed=amount("officers"))
    numbers = {one.number for one in found}
    if any(not one.shown for one in everybody if _number(one) in numbers):
        raise CertificateNotShown
    return found


def _number(one: Present) -> str | None:
    return one.certificate.number if one.certificate else None


def issue(certificate: Certificate, *, on_establishment: bool) -> Certificate:
    """Let a certificate be entered.

    Raises
    ------
    NotOnEstablishment, CertificateTooLong
        Its holder is no staff; it is to hold for more than five years.
    """
    if not on_establishment:
        raise NotOnEstablishment
    anew = corresponding(certificate.valid_from, amount("certificate"), "years")
    if certificate.valid_to >= anew:
        raise CertificateTooLong(longest=(anew - timedelta(days=1)).isoformat())
    return certificate


def leave(certificate: Certificate, left_on: date) -> Certificate:
    """Return the certificate of somebody who leaves the post: handed in from the day after, unless it was withdrawn for good before.

    One that is suspended goes with the post as well: nobody is given it back with another post.
    """
    if certificate.withdrawn in FOR_GOOD:
        return certificate
    from_then = min(left_on + timedelta(days=1), certificate.withdrawn_on or date.max)
    return replace(certificate, withdrawn=CertificateState.HANDED_IN, withdrawn_on=from_then)


def held_with_post(certificate: Certificate, posts: Iterable[Post], day: date) -> Certificate:
    """Return a certificate as it stands on a day with its holder's posts: without one at its organ it is handed in, recorded or not."""
    with_it = [one for one in posts if one.role in ENFORCERS and one.unit == certificate.organ]
    if any(one.holds_on(day) for one in with_it):
        return certificate
    ended = [one.valid_to for one in with_it if one.valid_to and one.valid_to < day]
    return leave(certificate, max(ended, default=certificate.valid_from - timedelta(days=1)))


def reminders(valid_to: date) -> list[date]:
    """Return the days on which a holder is reminded that a certificate lapses: 90, 30 and 7 days before its last."""
    return [valid_to - timedelta(days=days) for days in document("numbers")["reminders"]["days"]]


def lacks_training(hours: float) -> bool:
    """Tell whether somebody has fewer hours of training in a year than are wanted; the head is told, nobody is ranked."""
    return hours < amount("training")
