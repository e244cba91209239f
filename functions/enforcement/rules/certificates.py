"""The life of a certificate: entered, checked each year, reminded of, withdrawn for a reason, handed in with the post (DOMAIN 15.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from enforcement.rules.case_steps import Holder
from enforcement.rules.officers import (
    FOR_GOOD,
    Certificate,
    CertificateState,
    held_with_post,
    issue,
    reminders,
)
from enforcement.rules.refusals import GateShut
from kernel.access import Post, Role
from kernel.problems import NotAllowed
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names

MOST_CERTIFICATES = 20
"""Of one person over the years; renewed every five, more are a mistake."""


class CertificateAction(Named):
    """What is done with a certificate."""

    CHECK = "check", "年度审验通过", "pass its yearly check"
    SUSPEND = "suspend", "暂扣", "suspend it"
    RESTORE = "restore", "恢复", "restore it"
    REVOKE = "revoke", "吊销", "revoke it"
    HAND_IN = "hand_in", "收回", "hand it in"
    DECLARE_VOID = "declare_void", "声明作废", "declare it void"
    LEAVE = "leave", "离岗收回", "hand it in with the post"
    LAPSE = "lapse", "到期", "let it lapse"


class CertificateEvent(Named):
    """What the history of a certificate tells."""

    ISSUED = "issued", "登记发证", "issued"
    CHECKED = "checked", "年度审验通过", "passed its yearly check"
    SUSPENDED = "suspended", "暂扣", "suspended"
    RESTORED = "restored", "恢复", "restored"
    REVOKED = "revoked", "吊销", "revoked"
    HANDED_IN = "handed_in", "收回", "handed in"
    VOIDED = "voided", "声明作废", "declared void"
    POST_LEFT = "post_left", "离岗，证件收回", "handed in with the post"
    LAPSING = "lapsing", "即将到期提醒", "reminded that it lapses"
    LAPSED = "lapsed", "到期", "lapsed"


_S, _A = CertificateState, CertificateAction
_HELD = frozenset({_S.VALID, _S.UNCHECKED})
_THERE = _HELD | {_S.SUSPENDED, _S.LAPSED}
_BY = (Holder.SUPERVISOR,)
_WHY = ("reason",)
HOLDER_ROLES = {Holder.SUPERVISOR: frozenset({Role.JUSTICE_SUPERVISOR})}

CERTIFICATES: StateTable[CertificateAction, CertificateState, Holder] = StateTable(
    Text("该执法证件", "This certificate"),
    [
        Move(_A.CHECK, _HELD, None, _BY, ("year",), CertificateEvent.CHECKED),
        Move(_A.SUSPEND, _HELD, _S.SUSPENDED, _BY, _WHY, CertificateEvent.SUSPENDED),
        Move(_A.RESTORE, frozenset({_S.SUSPENDED}), None, _BY, _WHY, CertificateEvent.RESTORED),
        Move(_A.REVOKE, _HELD | {_S.SUSPENDED}, _S.REVOKED, _BY, _WHY, CertificateEvent.REVOKED),
        Move(_A.HAND_IN, _THERE, _S.HANDED_IN, _BY, _WHY, CertificateEvent.HANDED_IN),
        Move(_A.DECLARE_VOID, _THERE, _S.VOID, _BY, _WHY, CertificateEvent.VOIDED),
        Move(_A.LEAVE, _THERE, _S.HANDED_IN, event=CertificateEvent.POST_LEFT),
        Move(_A.LAPSE, _HELD, _S.LAPSED, event=CertificateEvent.LAPSED),
    ],
    statuses=names(CertificateState),
    actions=names(CertificateAction),
    holders=names(Holder),
    words={
        "reason": Text("请说明理由。", "Say why."),
        "year": Text("请注明审验年度。", "Say for which year it was checked."),
    },
)
"""What is withdrawn for good stays so: whoever is to enforce again is given another certificate."""


@record
class KeptCertificate:
    """A certificate as it is kept.

    Attributes
    ----------
    reminded
        The reminder that was told last.
    wakes_on
        The day on which the clock looks at it next; None: nothing comes any more.
    """

    certificate: Certificate
    reason: str | None = None
    reminded: date | None = None
    wakes_on: date | None = None
    steps: int = 1
    version: int = 1


class CertificateCommand(NamedTuple):
    """What is to be done with a certificate, and what is said with it."""

    action: CertificateAction
    reason: str | None = None
    year: int | None = None


class CertificateStep(NamedTuple):
    """A certificate after a step, and what the history tells of it."""

    after: KeptCertificate
    event: CertificateEvent


class CertificateHeld(GateShut):
    """The person has a certificate already on that day."""

    slug = "certificate-held"
    title = Text("已持有执法证件", "Certificate held")
    said = Text(
        "该人员当日已持有执法证件，请先收回。",
        "This person holds a certificate on that day: hand it in first.",
    )
    rests_on = "officers"


class NoPostForCertificate(GateShut):
    """A certificate is for whoever holds a post of enforcement at its organ."""

    slug = "no-post-for-certificate"
    title = Text("不在执法岗位", "No post of enforcement")
    said = Text(
        "该人员当日不在该机关执法岗位，不得发证。",
        "This person holds no post of enforcement at that organ on that day.",
    )
    rests_on = "establishment"


class OwnCertificate(NotAllowed):
    """Nobody enters, checks or restores the own certificate."""

    slug = "own-certificate"
    said = Text("本人的执法证件由他人办理。", "Others see to somebody's certificate.")


def refuse_own(certificate: Certificate, by: str) -> None:
    """Let somebody see to a certificate that is another's.

    Raises
    ------
    OwnCertificate
        It is the own one.
    """
    if certificate.holder == by:
        raise OwnCertificate


class CheckOutOfTurn(GateShut):
    """A year is checked from when the certificate was issued to the present year."""

    slug = "check-out-of-turn"
    title = Text("审验年度有误", "Check out of turn")
    said = Text(
        "审验年度须在发证年度之后、不晚于今年。",
        "The year is after the one it was issued in, and not to come.",
    )
    rests_on = "establishment"


def enter(
    certificate: Certificate,
    *,
    on_establishment: bool,
    posts: Iterable[Post],
    others: Sequence[Certificate],
    today: date,
) -> KeptCertificate:
    """Let a certificate be entered.

    Parameters
    ----------
    others
        What its holder was given before.

    Raises
    ------
    NotOnEstablishment, CertificateTooLong, NoPostForCertificate, CertificateHeld
        Its holder is no staff or not at the organ, or has one; it is to hold for more than five years.
    """
    issue(certificate, on_establishment=on_establishment)
    first = max(certificate.valid_from, today)
    if held_with_post(certificate, posts, first).withdrawn:
        raise NoPostForCertificate(organ=certificate.organ)
    if len(others) >= MOST_CERTIFICATES or any(_overlap(certificate, one) for one in others):
        raise CertificateHeld
    return KeptCertificate(certificate, wakes_on=today + timedelta(days=1))


def _overlap(certificate: Certificate, other: Certificate) -> bool:
    """Tell whether there is a day on which both would hold, whichever begins first."""
    day = max(certificate.valid_from, other.valid_from)
    gone = FOR_GOOD | {CertificateState.LAPSED}
    return day <= certificate.valid_to and other.state_on(day) not in gone


def actions_of(present: Certificate, today: date) -> list[CertificateAction]:
    """Return what the county's supervisors may do today with a certificate as it stands with its holder's post."""
    offered = CERTIFICATES.open_to(present.state_on(today), HOLDER_ROLES.__contains__)
    # In the year it was issued in there is no year to check yet; whoever tries is told so.
    out = {_A.CHECK} if present.valid_from.year >= today.year else set[CertificateAction]()
    return [one for one in offered if one not in out]


def move(
    kept: KeptCertificate, command: CertificateCommand, posts: Iterable[Post], today: date
) -> CertificateStep:
    """Check, suspend, restore, revoke, take in or declare void a certificate, as the county's supervisors may.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        Its state does not allow it; only the days do it; the reason or the year is missing.
    CheckOutOfTurn
        The year is not one to be checked.
    """
    present = held_with_post(kept.certificate, posts, today)
    offered = actions_of(present, today)
    row = CERTIFICATES.move(present.state_on(today), command.action, offered=offered)
    CERTIFICATES.allow(row, HOLDER_ROLES.__contains__, HOLDER_ROLES.__getitem__)
    CERTIFICATES.require_words(row, command)
    one = kept.certificate
    if command.action is _A.CHECK:
        if not one.valid_from.year < (command.year or 0) <= today.year:
            raise CheckOutOfTurn
        changed = replace(one, checked=one.checked | {command.year or 0})
    elif command.action is _A.RESTORE:
        changed = replace(one, withdrawn=None, withdrawn_on=None)
    else:
        changed = replace(one, withdrawn=row.to, withdrawn_on=today)
    return _step(kept, changed, CertificateEvent(row.event or ""), command.reason, today)


def see_to(kept: KeptCertificate, posts: Iterable[Post], today: date) -> list[CertificateStep]:
    """Return what the days have done to a certificate: its holder has left the post, it has lapsed, or will soon.

    Of reminders that were due together the last is told.
    """
    one = kept.certificate
    present = held_with_post(one, posts, max(today, one.valid_from))
    if present.withdrawn is not one.withdrawn:
        return [_step(kept, present, CertificateEvent.POST_LEFT, None, today)]
    if one.valid_to < today:
        return [_step(kept, one, CertificateEvent.LAPSED, None, today)]
    due = [day for day in reminders(one.valid_to) if day <= today]
    told = kept.reminded or date.min
    if due and due[-1] > told:
        step = _step(kept, one, CertificateEvent.LAPSING, None, today)
        return [step._replace(after=replace(step.after, reminded=due[-1]))]
    return []


def asleep(kept: KeptCertificate, today: date) -> KeptCertificate:
    """Return a certificate that is looked at again tomorrow; nothing has come about."""
    return replace(kept, wakes_on=_next_day(kept.certificate, today), version=kept.version + 1)


def _step(
    kept: KeptCertificate,
    changed: Certificate,
    event: CertificateEvent,
    reason: str | None,
    today: date,
) -> CertificateStep:
    after = replace(
        kept,
        certificate=changed,
        reason=reason,
        wakes_on=_next_day(changed, today),
        steps=kept.steps + 1,
        version=kept.version + 1,
    )
    return CertificateStep(after, event)


def _next_day(certificate: Certificate, today: date) -> date | None:
    over = certificate.withdrawn in FOR_GOOD or certificate.valid_to < today
    return None if over else today + timedelta(days=1)
