"""Serving a paper: how, with what proof, and by when (处罚法 Art. 61)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from enforcement.rules.numbers import amount
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import until
from kernel.clock import day_of, midnight_after
from kernel.record import record
from kernel.texts import Named, Text


class Way(Named):
    """How a paper is served."""

    IN_PERSON = "in_person", "直接送达", "in person"
    LEFT = "left", "留置送达", "left after a refusal"
    POST = "post", "邮寄送达", "by post"
    ENTRUSTED = "entrusted", "委托送达", "by another organ"
    ELECTRONIC = "electronic", "电子送达", "electronically"
    NOTICE = "notice", "公告送达", "by public notice"


@record
class Service:
    """A paper as it was served.

    Attributes
    ----------
    received_at
        The day on the receipt; for a paper left, when it was left; for post, the day on its slip; electronically, when it reached the
        party's system; for a public notice, when it was put up.
    receipt
        The signed receipt (送达回证), the slip, or the log.
    witnesses
        Who saw the refusal; or it was recorded by camera.
    consent
        The signed confirmation by which the party agreed to electronic service.
    tried
        Other ways that failed, before a public notice.
    """

    way: Way
    received_at: datetime
    receipt: str | None = None
    refusal_noted: bool = False
    witnesses: int = 0
    recorded: bool = False
    consent: str | None = None
    tried: frozenset[Way] = frozenset()


class NotProven(GateShut):
    """Service is proven by a receipt, or by what stands for one."""

    slug = "service-not-proven"
    title = Text("送达无凭证", "Service not proven")
    said = Text("送达须有送达回证或者相应凭证。", "Service takes its receipt.")
    rests_on = "service"


class NoConsent(GateShut):
    """Electronic service takes the party's signed confirmation."""

    slug = "no-consent-to-electronic-service"
    title = Text("未签电子送达确认书", "No signed consent")
    said = Text(
        "电子送达须经当事人同意并签订确认书，请填本案确认书的文号。",
        "Electronic service takes the signed confirmation of the party: give its number in this file.",
    )
    rests_on = "electronic_service"


def refuse_unproven(service: Service) -> None:
    """Let a paper count as served that was.

    Raises
    ------
    NotProven, NoConsent
        What its way asks for is missing.
    """
    proven = {
        Way.LEFT: service.refusal_noted and (service.witnesses >= 2 or service.recorded),
        Way.NOTICE: bool(service.tried - {Way.NOTICE, Way.ELECTRONIC}),
    }.get(service.way, bool(service.receipt))
    if service.way is Way.ELECTRONIC and not service.consent:
        raise NoConsent
    if not proven:
        raise NotProven(way=service.way.said)


def refuse_unconsented(service: Service, consents: Collection[str]) -> None:
    """Let a paper be served electronically by a consent that is in the file of the case.

    Parameters
    ----------
    consents
        The numbers of the confirmations (电子送达确认书) in the file that are not void.

    Raises
    ------
    NoConsent
        The one that is named is none of them.
    """
    if service.way is Way.ELECTRONIC and service.consent not in consents:
        raise NoConsent


def takes_effect(service: Service) -> datetime:
    """Return when a paper counts as served; by public notice after its days.

    Raises
    ------
    NotProven, NoConsent
        It was not.
    """
    refuse_unproven(service)
    if service.way is not Way.NOTICE:
        return service.received_at
    days = amount("public_notice")
    return midnight_after(day_of(service.received_at) + timedelta(days=days))


def serve_until(decided_at: datetime) -> datetime:
    """Return until when a decision is served on a party that was not there when it was made: seven working days."""
    return until("service", decided_at)
