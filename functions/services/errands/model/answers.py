"""Errands as they are answered: to the principal and who does it with the name, to everybody else masked."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date, datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.law import CitationView
from kernel.texts import Language
from services.errands.rules.coming_about import duties_of, hands_in_by
from services.errands.rules.custody import Custody
from services.errands.rules.errand import Agent, Errand, HandOver, Holder, Original, Place
from services.errands.rules.errand_states import ERRANDS
from services.errands.rules.terms import law_of
from services.errands.service.count_errands import Delivered
from services.errands.service.see_errands import Agenda, Seen


class ErrandHandOverView(TypedDict):
    """One way of an original, signed by both."""

    from_place: str
    from_name: str | None
    to_place: str
    to_name: str | None
    at: str
    signature: str
    receipt: str | None


class ErrandOriginalView(TypedDict):
    """An original and its receipt."""

    number: int
    paper: str
    name: str
    mark: str | None
    copies: int
    is_out: Annotated[bool, Field(description="Whether it still has to go home / 是否未归还")]
    place: Place
    place_name: str
    holder: str | None
    waits_for: Annotated[str | None, Field(description="Who is to sign for it / 待签收人")]
    way: list[ErrandHandOverView]


class ErrandAuthorityView(TypedDict):
    """The letter of authority."""

    agent: str
    agent_name: str
    powers: list[str]
    last_day: str
    signature: str
    signed_at: str | None
    citation: CitationView


class ErrandRatingView(TypedDict):
    """What the principal thinks of it."""

    rating: str
    contact_by: str | None
    contacted_at: str | None


class ErrandView(TypedDict):
    """An errand."""

    id: str
    village: str
    village_name: str | None
    unit: str
    matter: str
    matter_name: str
    office: str
    office_fee: Annotated[int, Field(description="What the office takes, in fen / 窗口收费（分）")]
    service_fee: Annotated[int, Field(description="Always 0: errands are free / 代办免费")]
    status: str
    status_name: str
    urgent: bool
    principal: Annotated[str | None, Field(description="Masked for who has no part / 委托人")]
    authority: ErrandAuthorityView | None
    substitute: Annotated[
        ErrandAuthorityView | None, Field(description="Waits for consent / 待同意的接替人")
    ]
    id_number: Annotated[str | None, Field(description="Masked / 掩码身份证号")]
    missing: list[str]
    promised_on: str | None
    received_at: str
    check_by: Annotated[str | None, Field(description="Missing papers are told by then / 告知期限")]
    accepted_at: str | None
    statutory_days: int
    promised_days: int
    due_at: Annotated[str | None, Field(description="The promised limit / 承诺期限")]
    hand_in_by: Annotated[
        str | None, Field(description="accepted: papers to the office / 送交期限")
    ]
    stopped_until: str | None
    next_due_at: Annotated[str | None, Field(description="What is due next / 最近到期")]
    outcome: str | None
    outcome_reason: str | None
    delivered_at: str | None
    ended_by: str | None
    ended_at: str | None
    rating: ErrandRatingView | None
    originals: list[ErrandOriginalView]
    scans: Annotated[int, Field(description="How many copies are kept / 复印件数")]
    owed: list[str]
    actions: list[str]
    version: int


class ErrandList(TypedDict):
    """One page of errands."""

    items: list[ErrandView]
    next_cursor: str | None


class ErrandOriginalWithYou(TypedDict):
    """An original that is with somebody, or waits for a signature."""

    errand: str
    number: int
    name: str
    waits_for_you: bool


class ErrandAgenda(TypedDict):
    """The day's work of an agent."""

    items: list[ErrandView]
    next_cursor: str | None
    originals: list[ErrandOriginalWithYou]


class ErrandAgentView(TypedDict):
    """Somebody who does errands."""

    person: str
    name: str


class ErrandAgentList(TypedDict):
    """Who does errands in a village."""

    items: list[ErrandAgentView]


class ErrandFigures(TypedDict):
    """What was delivered in a year."""

    unit: str
    year: int
    delivered: int
    said: Annotated[str, Field(description="As a report says it / 报告用语", examples=["10余"])]


def errand_view(seen: Seen, language: Language) -> ErrandView:
    """Return an errand as somebody sees it."""
    one, matter = seen.errand, seen.matter
    owed = duties_of(one)
    return {
        "id": one.id,
        "village": one.village,
        "village_name": seen.village.say(language) if seen.village else None,
        "unit": one.unit,
        "matter": one.matter,
        "matter_name": matter.name.say(language),
        "office": one.office,
        "office_fee": matter.office_fee,
        "service_fee": 0,
        "status": str(one.status),
        "status_name": ERRANDS.statuses[one.status].say(language),
        "urgent": one.urgent,
        "principal": _name(one.principal.name if one.principal else None, named=seen.named),
        "authority": _letter(one, substitute=False, language=language),
        "substitute": _letter(one, substitute=True, language=language),
        "id_number": one.id_number.shown if one.id_number else None,
        "missing": list(one.missing),
        "promised_on": _day(one.promised_on),
        "received_at": clock.local_iso(one.received_at),
        "check_by": _at(one.check_by),
        "accepted_at": _at(one.accepted_at),
        "statutory_days": matter.statutory_days,
        "promised_days": one.promised_days,
        "due_at": _at(one.due_at),
        "hand_in_by": _at(hands_in_by(one)),
        "stopped_until": _at(one.stop.until if one.stop else None),
        "next_due_at": _at(min(owed.values(), default=None)),
        "outcome": str(one.result.outcome) if one.result else None,
        "outcome_reason": one.result.reason if one.result and seen.named else None,
        "delivered_at": _at(one.delivered_at),
        "ended_by": str(one.ended_by) if one.ended_by else None,
        "ended_at": _at(one.ended_at),
        "rating": _rated(one),
        "originals": [
            _original(each, named=seen.named, language=language) for each in one.originals
        ],
        "scans": len(one.scans),
        "owed": list(one.owed.values()),
        "actions": [str(each) for each in seen.actions],
        "version": one.version,
    }


def agenda_more(found: Agenda) -> list[ErrandOriginalWithYou]:
    """Return the originals that are with somebody, or wait for the signature."""
    return [_with_you(one) for one in found.originals]


def agent_view(one: Agent) -> ErrandAgentView:
    """Return somebody who does errands."""
    return {"person": one.person, "name": one.name}


def figures_view(found: Delivered, language: Language) -> ErrandFigures:
    """Return what was delivered in a year."""
    said = found.said.say(language)
    return {"unit": found.unit, "year": found.year, "delivered": found.exact, "said": said}


def _with_you(one: Custody) -> ErrandOriginalWithYou:
    return {
        "errand": one.errand,
        "number": one.number,
        "name": one.name,
        "waits_for_you": one.offered,
    }


def _letter(one: Errand, *, substitute: bool, language: Language) -> ErrandAuthorityView | None:
    letter = one.substitute if substitute else one.authority
    if letter is None:
        return None
    return {
        "agent": letter.agent.person,
        "agent_name": letter.agent.name,
        "powers": [str(each) for each in letter.powers],
        "last_day": letter.last_day.isoformat(),
        "signature": str(letter.signature),
        "signed_at": _at(letter.signed_at),
        "citation": law_of("substitute" if substitute else "authority").tell(language),
    }


def _original(one: Original, *, named: bool, language: Language) -> ErrandOriginalView:
    return {
        "number": one.number,
        "paper": one.paper,
        "name": one.name,
        "mark": one.mark if named else None,
        "copies": one.copies,
        "is_out": one.is_out,
        "place": one.holder.place,
        "place_name": one.holder.place.said.say(language),
        "holder": _who(one.holder, named=named),
        "waits_for": one.offered.name if one.offered else None,
        "way": [_way(each, named=named) for each in one.way],
    }


def _way(one: HandOver, *, named: bool) -> ErrandHandOverView:
    return {
        "from_place": str(one.giver.place),
        "from_name": _who(one.giver, named=named),
        "to_place": str(one.taker.place),
        "to_name": _who(one.taker, named=named),
        "at": clock.local_iso(one.at),
        "signature": str(one.signature),
        "receipt": one.receipt,
    }


def _who(one: Holder, *, named: bool) -> str | None:
    """Return who has an original: our own people by name, everybody else as the reader may know them."""
    return _name(one.name, named=named or one.place is Place.PERSON)


def _rated(one: Errand) -> ErrandRatingView | None:
    # Who rated without the name tells nobody but the figures.
    if one.rated is None or not one.rated.named:
        return None
    return {
        "rating": str(one.rated.rating),
        "contact_by": _at(one.rated.contact_by),
        "contacted_at": _at(one.rated.contacted_at),
    }


def _name(name: str | None, *, named: bool) -> str | None:
    if name is None or named:
        return name
    return name[:1] + "*" * max(len(name) - 1, 1)


def _at(at: datetime | None) -> str | None:
    return clock.local_iso(at) if at else None


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
