"""The plan of a year's inspections: how often one firm, and who is drawn, so that anybody can draw again (国办发〔2024〕54号)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime

from enforcement.rules.numbers import amount, document, law_of
from enforcement.rules.refusals import GateShut
from kernel.record import record
from kernel.texts import Text


@record
class Plan:
    """The plan of a town's inspections in a year.

    Attributes
    ----------
    cap
        How often one firm may be inspected in the year, published with the plan.
    """

    town: str
    year: int
    filed_on: date
    cap: int

    @property
    def is_late(self) -> bool:
        """Whether it was filed after the day it was to be."""
        due = document("numbers")["plan_due"]
        return self.filed_on > date(self.year, due["month"], due["day"])


@record
class FiledPlan:
    """A plan as it was filed, and what it is to look at.

    Attributes
    ----------
    focus
        What is looked at in the year, a line each.
    """

    plan: Plan
    focus: tuple[str, ...]
    filed_by: str
    version: int = 1


@record
class Draw:
    """A random draw on record: who has these can draw again and must find the same (`draw`).

    Attributes
    ----------
    round
        Its name within the year; each is drawn once.
    seed
        Made by the system when it was drawn, so that nobody chooses it.
    """

    town: str
    year: int
    round: str
    seed: str
    wanted: int
    listed: tuple[str, ...]
    drawn: tuple[str, ...]
    drawn_by: str
    drawn_at: datetime


class DrawnBefore(GateShut):
    """A round is drawn once: drawing until it suits would be no draw."""

    slug = "drawn-before"
    title = Text("该轮已抽取", "Drawn before")
    said = Text("该轮已抽取，不得重抽。", "This round was drawn, and is not drawn again.")
    rests_on = "draw_share"


class NotDrawn(GateShut):
    """An inspection that names a draw is of a firm that was drawn in it."""

    slug = "not-drawn"
    title = Text("未被抽中", "Not drawn")
    said = Text("该企业未在此轮被抽中。", "This firm was not drawn in that round.")
    rests_on = "draw_share"


class NothingToDraw(GateShut):
    """The year's plan is filed, and the list holds somebody, before anything is drawn."""

    slug = "nothing-to-draw"
    title = Text("不能抽取", "Nothing to draw")
    said = Text(
        "须先备案当年检查计划并登记检查对象名录。",
        "File the year's plan and the list of firms first.",
    )
    rests_on = "draw_share"


class PlanOutOfTurn(GateShut):
    """A plan is of this year or the next."""

    slug = "plan-out-of-turn"
    title = Text("计划年度有误", "Plan out of turn")
    said = Text("检查计划须为今年或明年。", "A plan is of this year or the next.")
    rests_on = "firm_inspection"


class CapAboveCounty(GateShut):
    """A town's cap is the county's or lower."""

    slug = "cap-above-county"
    title = Text("超过县定频次上限", "Cap above the county's")
    rests_on = "inspections_a_year"


class CapRaised(GateShut):
    """A cap that was published binds its year: who has reached it does not raise it."""

    slug = "cap-raised"
    title = Text("不得提高频次上限", "Cap raised")
    said = Text(
        "当年检查频次上限公布后只能降低，不得提高。",
        "The cap of a year that runs is lowered, never raised.",
    )
    rests_on = "firm_inspection"


class DrawTooLarge(GateShut):
    """More are to be drawn in a year, all its rounds together, than the share of the list that may be."""

    slug = "draw-too-large"
    title = Text("抽取比例过高", "Draw too large")
    said = Text("抽取数超过名录的规定比例。", "More are drawn than the share of the list allowed.")
    rests_on = "draw_share"


class OverTheCap(GateShut):
    """The firm has had its inspections of the year."""

    slug = "over-the-cap"
    title = Text("超过年度检查频次", "Inspected often enough")
    rests_on = "inspections_a_year"


class UrgentTooOften(GateShut):
    """The firm has had its urgent inspections of the year: what comes up so often is no surprise, and is planned."""

    slug = "urgent-too-often"
    title = Text("紧急检查过于频繁", "Urgent too often")
    rests_on = "urgent_a_year"


def refuse_over_cap(done: int, plan: Plan | None, year: int) -> None:
    """Let a firm be inspected once more that was inspected less often in the year than it may be.

    A re-check of an order and an inspection after a complaint are not counted and do not ask: they rest on the order, and on a clue or
    case (`inspection_grounds`). An urgent one counts and asks for its own (`refuse_urgent_too_often`).

    Parameters
    ----------
    done
        How often the firm was, by the towns of the county together: the cap is a firm's.

    Raises
    ------
    OverTheCap
        It was inspected as often; `done` and `cap` say so.
    """
    cap = plan.cap if plan and plan.year == year else amount("inspections_a_year")
    if done >= cap:
        told = Text(
            f"该企业{year}年已检查{done}次，上限{cap}次。",
            f"This firm was inspected {done} times in {year}; the cap is {cap}.",
        )
        raise OverTheCap(told, done=done, cap=cap)


def refuse_urgent_too_often(urgent: int, year: int) -> None:
    """Let a firm be inspected urgently once more in a year.

    Parameters
    ----------
    urgent
        How often it was, by the towns of the county together.

    Raises
    ------
    UrgentTooOften
        It was as often as it may be; `done` and `most` say so.
    """
    most = amount("urgent_a_year")
    if urgent >= most:
        told = Text(
            f"该企业{year}年已紧急检查{urgent}次，上限{most}次。",
            f"This firm was inspected urgently {urgent} times in {year}; the most is {most}.",
        )
        raise UrgentTooOften(told, done=urgent, most=most)


def refuse_raised(cap: int, before: Plan | None, today: date) -> None:
    """Let a plan be filed whose cap is the county's or lower, and anew one whose cap does not grow while its year runs.

    Raises
    ------
    CapAboveCounty
        It is more than the county lets a town have; `most` says how much that is.
    CapRaised
        It was published lower; `cap` says how low.
    """
    most = amount("inspections_a_year")
    if cap > most:
        told = Text(f"频次上限不得超过{most}次。", f"The cap is {most} or lower.")
        raise CapAboveCounty(told, most=most)
    if before and before.year == today.year and cap > before.cap:
        raise CapRaised(cap=before.cap)


def draw(listed: Iterable[str], wanted: int, seed: str, drawn_before: int = 0) -> list[str]:
    """Draw from a list by a recorded seed: the same list, number and seed give the same draw, whatever the list's order.

    Each entry is ranked by the SHA-256 of `seed`, a line feed and its id; the lowest are drawn. Anybody can repeat that by hand.

    Parameters
    ----------
    drawn_before
        How many the year's other rounds have drawn.

    Raises
    ------
    DrawTooLarge
        More are wanted than the share of the list, rounded up, has left after the year's rounds so far: who could always
        draw another round would draw until it suits.
    """
    entries: Collection[str] = set(listed)
    most = max(0, -(-len(entries) * amount("draw_share") // 100) - drawn_before)
    if wanted > most:
        raise DrawTooLarge(wanted=wanted, most=most, citation=law_of("draw_share"))
    return sorted(
        sorted(entries, key=lambda one: (hashlib.sha256(f"{seed}\n{one}".encode()).digest(), one))[
            :wanted
        ]
    )
