"""Calling in what was not paid: the demand letter, the court, and when it rests or ends (强制法 Arts. 35, 39, 40, 53, 54)."""

from __future__ import annotations

from datetime import date, datetime

from enforcement.rules.numbers import amount, law_of
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import corresponding, is_over, until
from kernel.clock import midnight_after
from kernel.texts import Named, Text


class Rests(Named):
    """Why an execution is suspended."""

    HARDSHIP = "hardship", "当事人确无能力履行", "the party cannot"
    THIRD_PARTY = "third_party", "第三人主张权利确有理由", "a third party's claim"
    IRREPARABLE = "irreparable", "可能造成难以弥补的损失", "loss beyond repair"


class Ends(Named):
    """Why an execution has ended."""

    DEAD = "dead", "公民死亡无遗产可供执行", "dead without estate"
    GONE = "gone", "法人终止无财产可供执行", "an organisation gone without assets"
    OBJECT_GONE = "object_gone", "执行标的灭失", "its object is gone"
    REVOKED = "revoked", "据以执行的决定被撤销", "the decision was revoked"


class NotCalledIn(GateShut):
    """A demand letter comes first, and its ten working days."""

    slug = "not-called-in"
    title = Text("未催告或催告期未满", "Not called in")
    rests_on = "demand"


class RemediesOpen(GateShut):
    """The party can still ask for a review or go to court, or has."""

    slug = "remedies-open"
    title = Text("救济期限未满", "Remedies open")
    said = Text(
        "当事人的复议、诉讼期限届满后方可申请法院强制执行。",
        "The court is asked once the time for review and suit is over.",
    )
    rests_on = "court"


class CourtAskedLate(GateShut):
    """The court is asked within three months of the end of the remedies."""

    slug = "court-asked-late"
    title = Text("已过申请期限", "Court asked too late")
    rests_on = "court"


def apply_until(remedies_end_on: date) -> datetime:
    """Return until when the court can be asked: three months from the last day of the remedies."""
    return midnight_after(corresponding(remedies_end_on, amount("court"), "months"))


def refuse_application(demanded_at: datetime | None, remedies_end_on: date, now: datetime) -> None:
    """Let the court be asked for enforcement.

    Raises
    ------
    RemediesOpen, NotCalledIn, CourtAskedLate
        It is too early, without a demand letter, or too late.
    """
    if now < midnight_after(remedies_end_on):
        raise RemediesOpen(until=remedies_end_on.isoformat())
    if demanded_at is None:
        raise NotCalledIn(Text("申请强制执行前须先催告。", "A demand letter comes first."))
    if not is_over("demand", demanded_at, now):
        last = until("demand", demanded_at)
        told = Text("催告书送达未满十个工作日。", "Its ten working days are not over.")
        raise NotCalledIn(told, until=last.isoformat())
    if now >= apply_until(remedies_end_on):
        told = Text("已超过三个月申请期限。", "The three months are over.")
        raise CourtAskedLate(told, citation=law_of("court"))


def is_given_up(suspended_on: date, today: date) -> bool:
    """Tell whether a suspended execution is given up: harmless, the party unable, three years on."""
    return today > corresponding(suspended_on, amount("given_up"), "years")
