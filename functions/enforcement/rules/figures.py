"""The figures of a town's year: what is counted, on which event, and when they are made public. Nothing here compares towns or persons.

A figure counts events of the town as they happen, by the day of the event in Beijing; what comes later (a decision revoked) is a figure of
its own and never a change of the first (DOMAIN 18.1). There is no list of them over towns, officers or grids, and no order by fines or
inspections: it cannot be asked for, and no setting makes it (处罚法 Art. 74).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from enforcement.rules.case import Case
from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.decision import CaseOutcome
from kernel.clock import day_of
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


class Figure(Named):
    """What is counted of a year."""

    FILED = "filed", "立案", "cases filed, on the day of the filing"
    PENALTIES = "penalties", "行政处罚决定", "penalties, on the day of the decision"
    ON_THE_SPOT = "on_the_spot", "其中：当场处罚", "of these on the spot"
    FINES = "fines_fen", "罚款（分，按决定）", "fines in fen, as decided, not as paid"
    SPARED = "spared", "不予处罚（轻微）", "decisions on no penalty for slightness"
    UNPROVEN = "unproven", "不予处罚（不能成立）", "decisions on no penalty, not proven"
    TRANSFERRED = "transferred", "移送公安机关", "cases handed to the police"
    CHANGED = "changed", "决定变更", "decisions corrected later"
    REVOKED = "revoked", "决定撤销", "decisions revoked later"


Figures = Mapping[Figure, int]


@record
class YearPublished:
    """The figures of a year as they were made public; published again they are the next edition, with the reason.

    Attributes
    ----------
    inspections, problems
        As the links of the year's inspections count them.
    """

    town: str
    year: int
    edition: int
    published_by: str
    published_at: datetime
    inspections: int
    problems: int
    filed: int
    penalties: int
    on_the_spot: int
    fines_fen: int
    spared: int
    unproven: int
    transferred: int
    changed: int
    revoked: int
    note: str | None = None


class YearNotOver(Conflict):
    """The figures of a year are published once it is over."""

    slug = "year-not-over"
    said = Text("该年度尚未结束。", "The year is not over.")


def counted(before: Case | None, after: Case) -> dict[int, dict[Figure, int]]:
    """Return what a step adds to the figures, by year."""
    found: dict[int, dict[Figure, int]] = {}

    def add(figure: Figure, at: datetime, more: int = 1) -> None:
        year = found.setdefault(day_of(at).year, {})
        year[figure] = year.get(figure, 0) + more

    if after.filed_at and not (before and before.filed_at):
        add(Figure.FILED, after.filed_at)
    made = after.decision
    if made and not (before and before.decision):
        if made.is_penalty:
            add(Figure.PENALTIES, made.at)
            add(Figure.FINES, made.at, made.fine)
            if made.on_the_spot:
                add(Figure.ON_THE_SPOT, made.at)
        elif made.outcome in _NONE:
            add(_NONE[made.outcome], made.at)
    sent = CaseStatus.TRANSFERRED
    if before and after.status is sent and before.status is not sent:
        add(Figure.TRANSFERRED, after.updated_at)
    if before and after.revoked and not before.revoked:
        add(Figure.REVOKED, after.updated_at)
    elif before and len(after.links) > len(before.links):
        add(Figure.CHANGED, after.updated_at)
    return found


_NONE = {CaseOutcome.SPARED: Figure.SPARED, CaseOutcome.UNPROVEN: Figure.UNPROVEN}


def refuse_running(year: int, today: date) -> None:
    """Let the figures of a year be published that is over.

    Raises
    ------
    YearNotOver
        It is not.
    """
    if today.year <= year:
        raise YearNotOver


def refuse_unexplained(edition: int, note: str | None) -> None:
    """Let figures be published again with the reason.

    Raises
    ------
    InvalidFields
        There is none.
    """
    if edition > 1 and not note:
        told = Text("再次公布须说明更正原因。", "Say why they are published again.")
        raise InvalidFields.one("note", told)
