"""Originals: each has a receipt, every hand it goes through is signed for by both sides, and none is ever nowhere (DOMAIN 12.2, 民法典 Art. 165)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from kernel.access import Caller
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text
from services.errands.rules.catalogue import ID_CARD, Matter
from services.errands.rules.errand import (
    Agent,
    EndGround,
    Errand,
    HandOver,
    Holder,
    Original,
    Place,
    Signature,
)
from services.errands.rules.errand_states import ErrandEvent, ErrandStatus
from services.errands.rules.refusals import (
    ConsentMissing,
    IdCardStaysHome,
    NotWithYou,
    OriginalIsOut,
    TooMuchForOne,
    UnknownPaper,
)
from services.errands.rules.standing import ErrandChange, ErrandCommand, Happened, To
from services.errands.rules.terms import amount

RESULT = "result"
"""What the office gave out."""


@record
class Custody:
    """Where one original is, over all errands: by it nobody takes what is out already, and an agent finds what is with him.

    Attributes
    ----------
    person
        Who has it, or is to sign for it; None: it is with nobody of ours.
    is_out
        Whether it has to go home.
    """

    id: str
    errand: str
    number: int
    name: str
    person: str | None
    offered: bool
    is_out: bool
    version: int = 1


def custody_of(errand: Errand, one: Original, before: Custody | None) -> Custody:
    """Return where an original is, for who looks for it over all errands."""
    person = one.offered.person if one.offered else one.holder.person
    version = before.version + 1 if before else 1
    return Custody(
        one.custody,
        errand.id,
        one.number,
        one.name,
        person if one.is_out else None,
        one.offered is not None,
        one.is_out,
        version,
    )


def custody_id(errand: Errand, matter: Matter, command: ErrandCommand) -> str:
    """Return by what an original is known: whose it is, what it is, and what tells it from others of its kind."""
    assert errand.principal is not None, "where advice was all nothing is taken"
    code = RESULT if command.from_office else command.paper
    paper = None if command.from_office else matter.paper(command.paper or "")
    whose = errand.principal.household
    if not (paper and paper.household):
        whose += f"|{errand.principal.person or errand.principal.name}"
    kind = f"{matter.code}|{code}" if command.from_office else str(code)
    said = f"{whose}|{kind}|{command.mark or ''}"
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def take(
    errand: Errand, matter: Matter, command: ErrandCommand, kept: Custody | None, caller: Caller
) -> ErrandChange:
    """Take an original from the principal, or from the office what it gave out.

    Parameters
    ----------
    kept
        Where this very original was last.

    Raises
    ------
    IdCardStaysHome, UnknownPaper, OriginalIsOut, TooMuchForOne
        It may not be taken, the matter needs no original of it, it is out already, or there are too many.
    """
    if command.paper == ID_CARD:
        raise IdCardStaysHome
    paper = matter.paper(command.paper or "")
    if not command.from_office and not (paper and paper.original):
        raise UnknownPaper
    if kept and kept.is_out:
        raise OriginalIsOut
    if len(errand.originals) >= amount("originals_of_an_errand"):
        raise TooMuchForOne(most=amount("originals_of_an_errand"))
    assert command.signature is not None, "the table asks for it"
    assert errand.principal is not None, "where advice was all nothing is taken"
    giver = (
        Holder(Place.OFFICE, name=command.name)
        if command.from_office
        else Holder(Place.PRINCIPAL, errand.principal.person, errand.principal.name)
    )
    mine = Holder(Place.PERSON, caller.person_id, caller.name)
    first = HandOver(giver, mine, command.at, command.signature)
    name = paper.name.zh if paper and not command.from_office else "办理结果"
    one = Original(
        len(errand.originals) + 1,
        RESULT if command.from_office else command.paper or "",
        name,
        command.mark,
        command.copies,
        custody_id(errand, matter, command),
        (first,),
    )
    return _changed(errand, one, ErrandEvent.ORIGINAL_TAKEN)


def hand_over(errand: Errand, command: ErrandCommand, caller: Caller) -> ErrandChange:
    """Hand an original over: to another of ours or, in the app, the principal, who have to sign for it; or to somebody who signs at once on paper.

    Raises
    ------
    NotWithYou
        The caller does not have it, or it waits for another to sign.
    ConsentMissing
        The principal does not sign in, and so signs nothing in the app.
    InvalidFields
        What says who took it is missing.
    """
    one, to = _with_me(errand, command, caller), command.to
    assert to is not None, "the table asks for it"
    if to.place is Place.PERSON:
        return _offered(errand, one, to.agent, caller)
    _refuse_wordless(errand, command, to)
    if command.signature is Signature.APP:
        return _offered(errand, one, _who_signs_in(errand, to), caller)
    giver = one.holder
    signature = command.signature or Signature.PAPER
    taker = Holder(to.place, _person_at(errand, to.place), to.name or _name_at(errand, to.place))
    way = (*one.way, HandOver(giver, taker, command.at, signature, to.receipt))
    gone = replace(one, way=way)
    event = ErrandEvent.ORIGINAL_HOME if taker.is_home else ErrandEvent.HANDED_OVER
    return _changed(errand, gone, event)


def receive(errand: Errand, command: ErrandCommand, caller: Caller) -> ErrandChange:
    """Sign for an original that was handed to the caller; both have signed by now.

    Raises
    ------
    NotWithYou
        It was not handed to the caller, or no more.
    """
    one = errand.original(command.original)
    if one is None or one.offered is None or one.offered.person != caller.person_id:
        raise NotWithYou
    home = errand.principal is not None and errand.principal.person == caller.person_id
    mine = Holder(Place.PRINCIPAL if home else Place.PERSON, caller.person_id, caller.name)
    signed = HandOver(one.holder, mine, command.at, Signature.APP)
    event = ErrandEvent.ORIGINAL_HOME if home else ErrandEvent.HANDED_OVER
    return _changed(errand, replace(one, way=(*one.way, signed), offered=None), event)


def withdraw(errand: Errand, command: ErrandCommand, caller: Caller) -> ErrandChange:
    """Take an original back that nobody has signed for yet; it never left the caller.

    Raises
    ------
    NotWithYou
        The caller does not have it, or it waits for nobody.
    """
    one = errand.original(command.original)
    if one is None or one.holder.person != caller.person_id or one.offered is None:
        raise NotWithYou
    return _changed(errand, replace(one, offered=None), ErrandEvent.OFFER_WITHDRAWN)


def fetch(errand: Errand, command: ErrandCommand, caller: Caller) -> ErrandChange:
    """Fetch an original back from the office, or from one of ours who cannot hand it over here, against a signature.

    Raises
    ------
    NotWithYou
        It is with the caller already, or at home.
    """
    one = errand.original(command.original)
    if one is None or not one.is_out or one.holder.person == caller.person_id:
        raise NotWithYou
    assert command.signature is not None, "the table asks for it"
    mine = Holder(Place.PERSON, caller.person_id, caller.name)
    signed = HandOver(one.holder, mine, command.at, command.signature)
    return _changed(
        errand, replace(one, way=(*one.way, signed), offered=None), ErrandEvent.HANDED_OVER
    )


def _with_me(errand: Errand, command: ErrandCommand, caller: Caller) -> Original:
    one = errand.original(command.original)
    if one is None or one.holder.person != caller.person_id or not one.is_out or one.offered:
        raise NotWithYou
    return one


def _offered(errand: Errand, one: Original, agent: Agent | None, caller: Caller) -> ErrandChange:
    if agent is None or agent.person == caller.person_id:
        raise InvalidFields.one(
            "to.agent", Text("请说明交给哪位代办人员。", "Say which agent it is handed to.")
        )
    return _changed(errand, replace(one, offered=agent), ErrandEvent.OFFERED)


def _who_signs_in(errand: Errand, to: To) -> Agent:
    """Return the principal, who alone of those outside signs in the app; whoever hands over does not sign for the other side."""
    if to.place is not Place.PRINCIPAL:
        raise InvalidFields.one(
            "signature", Text("对方须在纸上签收。", "The other side signs on paper.")
        )
    assert errand.principal is not None, "where advice was all nothing is taken"
    if errand.principal.person is None:
        raise ConsentMissing
    return Agent(errand.principal.person, errand.principal.name)


def _refuse_wordless(errand: Errand, command: ErrandCommand, to: To) -> None:
    if to.place is Place.KEPT and not to.receipt:
        raise InvalidFields.one(
            "to.receipt",
            Text("由机关留存的，请填写回执编号。", "Give the office's receipt where it keeps it."),
        )
    if to.place is Place.HEIR and not (to.name and errand.ended_by):
        raise InvalidFields.one(
            "to.place",
            Text(
                "委托终止后才能交给继承人，并须写明姓名。",
                "An heir, by name, gets it once the authority has ended.",
            ),
        )
    if to.place is Place.PRINCIPAL and errand.ended_by is EndGround.PRINCIPAL_DIED:
        raise InvalidFields.one(
            "to.place", Text("委托人已死亡，请交给继承人。", "The principal died: an heir gets it.")
        )
    if command.signature is None:
        raise InvalidFields.one(
            "signature", Text("请说明对方如何签收。", "Say how the other side signed.")
        )


def _person_at(errand: Errand, place: Place) -> str | None:
    return errand.principal.person if errand.principal and place is Place.PRINCIPAL else None


def _name_at(errand: Errand, place: Place) -> str | None:
    return errand.principal.name if errand.principal and place is Place.PRINCIPAL else None


def _changed(errand: Errand, one: Original, event: ErrandEvent) -> ErrandChange:
    after = errand.with_original(one)
    if after.status is ErrandStatus.ENDED and not after.out:
        after = replace(after, status=ErrandStatus.VOID)
    return ErrandChange(errand, after, (Happened(event, one.name),))
