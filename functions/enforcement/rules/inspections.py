"""An inspection: approved, coded, announced, by two officers, with a result that leads on by links (国办发〔2024〕54号)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from enforcement.rules.authority import Item, PowerKind, item_on
from enforcement.rules.inspection_plan import Plan, refuse_over_cap, refuse_urgent_too_often
from enforcement.rules.officers import Certificate, Present, require_officers
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import until
from kernel.clock import day_of
from kernel.problems import FieldError
from kernel.record import record
from kernel.texts import Named, Text


class InspectionKind(Named):
    """Why a firm is inspected."""

    DAILY = "daily", "日常检查", "daily"
    CASE = "case", "个案检查", "for a complaint or a case"
    SPECIAL = "special", "专项检查", "special"
    RECHECK = "recheck", "整改复查", "re-check of an order"


COUNTED = frozenset({InspectionKind.DAILY, InspectionKind.SPECIAL})
"""What counts towards a firm's yearly cap."""


def wants_ground(kind: InspectionKind, *, urgent: bool) -> bool:
    """Tell whether an inspection names the clue or case it follows up: whatever the cap would not hold back, but the re-check of an order."""
    return urgent or kind not in {*COUNTED, InspectionKind.RECHECK}


class ResultKind(Named):
    """What an inspection found."""

    NO_PROBLEM = "no_problem", "未发现问题", "no problem"
    CORRECTED = "corrected", "当场改正", "corrected on the spot"
    ORDERED = "ordered", "责令限期改正", "ordered to correct within a limit"
    CASE_OPENED = "case_opened", "立案", "case opened"

    @property
    def is_problem(self) -> bool:
        """Whether it is one of the problems that inspections found."""
        return self is not ResultKind.NO_PROBLEM


@record
class Inspection:
    """An inspection to be made.

    Attributes
    ----------
    items
        Codes of the authority list; several in one visit are 综合查一次.
    of_firm
        Whether a firm, sole trader or co-operative is inspected; then the rules on firms hold.
    urgent
        Approved afterwards, and announced on arrival.
    planned_on
        The day that was approved and told.
    """

    town: str
    code: str | None
    kind: InspectionKind
    items: tuple[str, ...]
    of_firm: bool
    begins_at: datetime
    approved_at: datetime | None = None
    notified_at: datetime | None = None
    urgent: bool = False
    planned_on: date | None = None

    @property
    def is_combined(self) -> bool:
        """Whether several items are looked at in one visit (综合查一次)."""
        return len(self.items) > 1

    @property
    def approve_until(self) -> datetime | None:
        """Until when an urgent one is still to be approved; the duty that begins with it."""
        return until("urgent_approval", self.begins_at) if self.urgent and self.of_firm else None


@record
class Result:
    """What an inspection came to.

    Attributes
    ----------
    limit
        Until when it is to be corrected, for an order.
    signed
        Whether the party signed the record; else `refusal_noted`.
    law_explained
        Which law was explained to the party: law is taught while it is enforced.
    """

    kind: ResultKind
    record: str
    signed: bool
    refusal_noted: bool = False
    limit: datetime | None = None
    case: str | None = None
    law_explained: str | None = None


class InspectionNotApproved(GateShut):
    """A firm is inspected with the head's approval, an urgent one with it within the limit afterwards."""

    slug = "inspection-not-approved"
    title = Text("检查未经批准", "Inspection not approved")
    said = Text("涉企检查须先经批准。", "A firm is inspected after the head has approved it.")
    rests_on = "firm_inspection"


class InspectionWithoutCode(InspectionNotApproved):
    """Every inspection of a firm has a code."""

    slug = "inspection-without-code"
    title = Text("检查无编码", "Inspection without code")
    said = Text("每次涉企检查须有检查码。", "Every inspection of a firm has its code.")


class InspectionNotNotified(InspectionNotApproved):
    """The firm was not told."""

    slug = "inspection-not-notified"
    title = Text("未通知被检查人", "Firm not notified")
    said = Text("检查前须通知企业。", "The firm is told before it is inspected.")


class InspectionBeforeItsDay(InspectionNotApproved):
    """The firm was told of a later day."""

    slug = "inspection-before-its-day"
    title = Text("早于通知的检查日期", "Before its day")
    said = Text("不得早于批准并通知的检查日期。", "Not before the day that was approved and told.")


class ResultIncomplete(GateShut):
    """The record lacks what its kind of result asks for."""

    slug = "result-incomplete"
    title = Text("检查结果不完整", "Result incomplete")
    said = Text("检查记录不完整。", "The record of the inspection is not complete.")
    rests_on = "firm_inspection"


def begin(
    inspection: Inspection,
    present: Iterable[Present],
    items: Iterable[Item],
    plan: Plan | None,
    done_this_year: int,
    urgent_this_year: int = 0,
) -> list[Certificate]:
    """Let an inspection begin, and return the certificates it is made with.

    Parameters
    ----------
    done_this_year, urgent_this_year
        How often the firm was inspected in the year by kinds that count, and urgently.

    Raises
    ------
    NoPower, InspectionNotApproved, InspectionWithoutCode, InspectionNotNotified, InspectionBeforeItsDay, OverTheCap, UrgentTooOften,
    TooFewOfficers, CertificateNotShown
        What is missing.
    """
    day, held, everybody = day_of(inspection.begins_at), list(items), list(present)
    looked_at = [
        item_on(held, inspection.town, code, PowerKind.INSPECTION, day) for code in inspection.items
    ]
    if inspection.of_firm:
        _refuse_unannounced(inspection)
        if inspection.urgent:
            refuse_urgent_too_often(urgent_this_year, day.year)
        elif inspection.kind in COUNTED:
            refuse_over_cap(done_this_year, plan, day.year)
    for item in looked_at:
        require_officers(everybody, day, item.field)
    return require_officers(everybody, day)


def _refuse_unannounced(inspection: Inspection) -> None:
    if not inspection.items:
        raise InspectionNotApproved
    if not inspection.code:
        raise InspectionWithoutCode
    if inspection.urgent:
        return
    if inspection.approved_at is None or inspection.approved_at > inspection.begins_at:
        raise InspectionNotApproved
    if inspection.notified_at is None or inspection.notified_at > inspection.begins_at:
        raise InspectionNotNotified
    if inspection.planned_on and day_of(inspection.begins_at) < inspection.planned_on:
        raise InspectionBeforeItsDay


def approve(inspection: Inspection, at: datetime) -> bool:
    """Tell whether an approval at `at` is in time: before it begins, or for an urgent one within the limit after."""
    last = inspection.approve_until
    return at < last if last else at <= inspection.begins_at


def refuse_incomplete(result: Result, checklist: Sequence[str]) -> None:
    """Let a result stand that is on record: a checklist, a record signed or its refusal noted, and what its kind leads to.

    Raises
    ------
    ResultIncomplete
        One line for each thing that is missing.
    """
    missing = [
        *([] if checklist else [("checklist", Text("缺检查清单。", "No checklist."))]),
        *([] if result.record.strip() else [("record", Text("缺现场笔录。", "No record."))]),
    ]
    if not (result.signed or result.refusal_noted):
        missing.append(("signed", Text("须签字或注明拒签。", "Signed, or the refusal noted.")))
    if result.kind is ResultKind.ORDERED and result.limit is None:
        missing.append(("limit", Text("责令改正须有期限。", "An order has a limit.")))
    if result.kind is ResultKind.CASE_OPENED and not result.case:
        missing.append(("case", Text("须关联案件。", "Name the case.")))
    if missing:
        raise ResultIncomplete(errors=[FieldError(*one) for one in missing])
