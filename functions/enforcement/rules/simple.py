"""The simple procedure: what may be decided on the spot, and what may be collected there (处罚法 Arts. 51-52, 68-71)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from enforcement.rules.liability import PartyKind
from enforcement.rules.numbers import amount, law_of
from enforcement.rules.officers import Certificate, Present, require_officers
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import until
from kernel.clock import day_of
from kernel.law import Reference
from kernel.record import record
from kernel.texts import Named, Text


class CollectionCase(Named):
    """Why a fine is collected on the spot: three cases, no others."""

    SMALL = "small", "一百元以下", "100 yuan or less"
    HARD_LATER = "hard_later", "不当场收缴事后难以执行", "hard to collect later"
    REMOTE = "remote", "边远、水上、交通不便地区", "a remote place"


class NotOnTheSpot(GateShut):
    """More than the simple procedure allows: the ordinary procedure."""

    slug = "not-on-the-spot"
    title = Text("不适用当场处罚", "Not on the spot")
    rests_on = "simple"


class FactsNotCertain(NotOnTheSpot):
    """The simple procedure wants certain facts and a legal basis."""

    slug = "facts-not-certain"
    title = Text("事实不确凿", "Facts not certain")
    said = Text(
        "当场处罚须违法事实确凿并有法定依据。",
        "On the spot the facts are certain and the basis is stated.",
    )


class FormNotNumbered(NotOnTheSpot):
    """A numbered form is filled in and handed over on the spot."""

    slug = "form-not-numbered"
    title = Text("决定书未编号", "Form not numbered")
    said = Text("须填写编有号码的决定书并当场交付。", "A numbered form is handed over on the spot.")
    rests_on = "simple_form"


class NotCollectedHere(GateShut):
    """The organ does not collect a fine itself but in three cases."""

    slug = "not-collected-here"
    title = Text("不得当场收缴", "Not collected here")
    said = Text(
        "除法定三种情形外不得当场收缴，当事人到银行或者电子支付系统缴纳。",
        "But for three cases the party pays at a bank or electronically.",
    )
    rests_on = "collection"


class NoReceipt(NotCollectedHere):
    """Cash is taken against the official receipt only; without it the party may refuse."""

    slug = "no-receipt"
    title = Text("未出具专用票据", "No receipt")
    said = Text("当场收缴须出具财政部门统一制发的专用票据。", "Cash takes the official receipt.")
    rests_on = "receipt"


@record
class OnTheSpot:
    """A penalty decided on the spot.

    Attributes
    ----------
    fine
        In fen; 0: a warning.
    """

    party: PartyKind
    fine: int
    facts_certain: bool
    basis: Sequence[Reference]
    form_number: str | None
    defence_heard: bool = True


def refuse_too_much_on_the_spot(party: PartyKind, fine: int) -> None:
    """Let a fine be decided on the spot that is within the limit of the simple procedure.

    Raises
    ------
    NotOnTheSpot
        It is above; says how much it may be at most.
    """
    name = f"on_the_spot_{party}"
    if fine > amount(name):
        most = amount(name) // 100
        told = Text(
            f"当场处罚{party.said.zh}最高{most}元，应适用普通程序。",
            f"On the spot a fine of {party.said.en} is at most {most} yuan: take the ordinary procedure.",
        )
        raise NotOnTheSpot(told, most=amount(name), citation=law_of(name))


def penalise_on_the_spot(
    penalty: OnTheSpot, present: Sequence[Present], at: datetime, field: str | None = None
) -> list[Certificate]:
    """Let a penalty be decided on the spot, and return the certificates that decide it.

    Arts. 51 and 52 name no number of officers, so the two of Art. 42 hold here too.

    Raises
    ------
    NotOnTheSpot, FactsNotCertain, FormNotNumbered, TooFewOfficers, CertificateNotShown
        What is missing, or how much it may be at most.
    """
    refuse_too_much_on_the_spot(penalty.party, penalty.fine)
    if not (penalty.facts_certain and penalty.basis and penalty.defence_heard):
        raise FactsNotCertain
    if not penalty.form_number:
        raise FormNotNumbered
    return require_officers(present, day_of(at), field)


def collect_on_the_spot(
    fine: int,
    case: CollectionCase,
    *,
    simple: bool,
    asked_by_party: bool,
    receipt: str | None,
) -> None:
    """Let a fine be collected by the officers.

    Parameters
    ----------
    simple
        Whether it was decided on the spot; the first two cases are for those only.
    asked_by_party
        Whether the party asked, which a remote place takes (Art. 69).

    Raises
    ------
    NotCollectedHere, NoReceipt
        It is none of the three cases; there is no official receipt.
    """
    fits = {
        CollectionCase.SMALL: simple and fine <= amount("collected_on_the_spot"),
        CollectionCase.HARD_LATER: simple,
        CollectionCase.REMOTE: asked_by_party,
    }
    if not fits[case]:
        raise NotCollectedHere(most=amount("collected_on_the_spot"))
    if not receipt:
        raise NoReceipt


def hand_in_until(collected_at: datetime) -> datetime:
    """Return until when officers hand in what they collected: two working days, on the water from landing."""
    return until("hand_in", collected_at)


def bank_in_until(handed_in_at: datetime) -> datetime:
    """Return until when the organ pays at the bank what was handed in: two working days more."""
    return until("bank_in", handed_in_at)
