"""Suspected crimes: reported by two, decided in three days, sent in twenty-four hours, never a penalty instead (国务院令第310号; 处罚法 Art. 27)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from enforcement.rules.numbers import amount
from enforcement.rules.officers import Present, counted
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import until
from kernel.clock import day_of
from kernel.record import record
from kernel.texts import Named, Text


class TransferStep(Named):
    """Where a transfer stands."""

    REPORTED = "reported", "已报告，待决定", "reported, to be decided on"
    TO_BE_SENT = "to_be_sent", "批准移送", "to be sent"
    NOT_SENT = "not_sent", "不批准移送", "not sent"
    WITH_POLICE = "with_police", "公安机关审查", "with the police"
    TAKEN = "taken", "公安机关立案", "taken by the police"
    REFUSED = "refused", "公安机关不予立案", "refused by the police"


@record
class CrimeReport:
    """A report that an act may be a crime, and what became of it."""

    reported_at: datetime
    decided_at: datetime | None = None
    approved: bool = False
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    taken: bool = False
    goods_handed_at: datetime | None = None

    @property
    def step(self) -> TransferStep:
        """Where it stands."""
        if self.decided_at is None:
            return TransferStep.REPORTED
        if not self.approved:
            return TransferStep.NOT_SENT
        if self.sent_at is None:
            return TransferStep.TO_BE_SENT
        if self.answered_at is None:
            return TransferStep.WITH_POLICE
        return TransferStep.TAKEN if self.taken else TransferStep.REFUSED

    @property
    def due_at(self) -> datetime | None:
        """Until when the next step is owed; None: nothing is, by us."""
        if self.decided_at is None:
            return until("crime_decide", self.reported_at)
        if self.approved and self.sent_at is None:
            return until("crime_send", self.decided_at)
        if self.answered_at is None:
            return None
        if not self.taken:
            return until("crime_review", self.answered_at)
        if self.goods_handed_at is None:
            return until("crime_goods", self.answered_at)
        return None

    @property
    def police_due_at(self) -> datetime | None:
        """Until when the police answer."""
        return until("crime_police", self.sent_at) if self.sent_at else None

    @property
    def is_open(self) -> bool:
        """Whether it may still be a crime, so that no penalty is decided."""
        return self.step not in (TransferStep.NOT_SENT, TransferStep.REFUSED)


class PenaltyInsteadOfTransfer(GateShut):
    """While an act may be a crime no penalty takes the place of the transfer."""

    slug = "penalty-instead-of-transfer"
    title = Text("不得以罚代刑", "Penalty instead of transfer")
    said = Text(
        "涉嫌犯罪的应当移送，不得以行政处罚代替移送。",
        "A suspected crime is handed over; no penalty takes its place.",
    )
    rests_on = "no_penalty_instead"


class ReportNotByTwo(GateShut):
    """A suspected crime is checked and reported in writing by two officers at least."""

    slug = "report-not-by-two"
    title = Text("报告人不足", "Not reported by two")
    said = Text(
        "涉嫌犯罪的，由两名以上执法人员核实并提出书面报告。",
        "Two officers check it and report in writing.",
    )
    rests_on = "two_report"


def report(present: Sequence[Present], paper: str | None, at: datetime) -> CrimeReport:
    """Return a report of a suspected crime.

    Raises
    ------
    ReportNotByTwo
        Fewer than two officers, or nothing in writing.
    """
    if len(counted(present, day_of(at))) < amount("officers") or not (paper or "").strip():
        raise ReportNotByTwo
    return CrimeReport(at)


def refuse_penalty_instead(reported: CrimeReport | None) -> None:
    """Let a penalty be decided on what is no suspected crime, or no longer.

    Raises
    ------
    PenaltyInsteadOfTransfer
        It is one.
    """
    if reported and reported.is_open:
        raise PenaltyInsteadOfTransfer(step=reported.step.said)
