"""Coercion: thirty days and thirty more, never at night or on a holiday, never by cutting what people live on (强制法 Arts. 19, 25, 43)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from enforcement.rules.numbers import document, law_of
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import until
from kernel import clock
from kernel.clock import day_of
from kernel.record import record
from kernel.texts import Named, Text
from kernel.wording import folded
from kernel.working_days import is_working_day


class Means(Named):
    """By what a household or firm is coerced."""

    SEIZURE = "seizure", "查封扣押", "seizure"
    REMOVAL = "removal", "排除妨碍、恢复原状", "removal, restoring"
    WATER = "water", "停止供水", "cutting water"
    POWER = "power", "停止供电", "cutting power"
    HEAT = "heat", "停止供热", "cutting heat"
    GAS = "gas", "停止供燃气", "cutting gas"


SUPPLIES = frozenset({Means.WATER, Means.POWER, Means.HEAT, Means.GAS})


@record
class Seizure:
    """Goods or a place seized.

    Attributes
    ----------
    extended_on
        When it was extended, once, with the reason told to the party.
    """

    since: datetime
    extended_on: datetime | None = None
    lifted_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When it ends by itself: the thirtieth day, with the extension the sixtieth."""
        first = until("seizure", self.since)
        if self.extended_on is None:
            return first
        return until("seizure_extension", first - timedelta(seconds=1))


class CoercionAtNight(GateShut):
    """No coercion at night or on statutory holidays, but in an emergency."""

    slug = "coercion-at-night"
    title = Text("夜间、节假日不得强制执行", "Coercion at night")
    said = Text(
        "除情况紧急外，不得在夜间或者法定节假日实施强制执行。",
        "But for an emergency there is no coercion at night or on public holidays.",
    )
    rests_on = "coercion_hours"


class SuppliesCut(GateShut):
    """Nobody is coerced by cutting water, power, heat or gas."""

    slug = "supplies-cut"
    title = Text("不得停水停电停热停气", "Supplies cut")
    said = Text(
        "不得对居民生活采取停止供水、供电、供热、供燃气等方式。",
        "Water, power, heat and gas are never cut to coerce.",
    )
    rests_on = "supplies"


class SeizureOver(GateShut):
    """The thirty days are over, or it was extended already."""

    slug = "seizure-over"
    title = Text("查封扣押期限已满", "Seizure over")
    said = Text(
        "查封扣押最长三十日，只可在届满前延长一次，最长三十日。",
        "A seizure lasts thirty days and is extended once, before they end, by thirty.",
    )
    rests_on = "seizure"


class SeizedBefore(SeizureOver):
    """What was seized in a case once is not seized in it again: its thirty days and thirty more would have no end."""

    slug = "seized-before"
    title = Text("已查封扣押", "Seized before")
    said = Text(
        "该物品在本案中已被查封扣押过，不得再次查封扣押。",
        "This was seized in the case before, and is not seized anew.",
    )
    rests_on = "held_once"


def refuse_seized_again(goods: Iterable[str], before: Iterable[str]) -> None:
    """Let goods be seized that were not in this case before, by what they are called.

    Raises
    ------
    SeizedBefore
        They were; `goods` says which.
    """
    known = {folded(one) for one in before}
    again = [one for one in goods if folded(one) in known]
    if again:
        raise SeizedBefore(goods=again)


def is_night(at: datetime) -> bool:
    """Tell whether an instant is at night: from 22:00 to 6:00 in Beijing (our reading; the Act gives no hours)."""
    hours = document("numbers")["night"]
    local = at.astimezone(clock.SHANGHAI).time()
    return local >= time.fromisoformat(hours["from"]) or local < time.fromisoformat(hours["to"])


def refuse_coercion(means: Means, at: datetime, *, emergency: bool) -> None:
    """Let somebody be coerced by lawful means, at a lawful time.

    Days on which offices are closed count as holidays: the milder reading for the party.

    Raises
    ------
    SuppliesCut, CoercionAtNight
        An emergency excuses the time, never the means.
    """
    if means in SUPPLIES:
        raise SuppliesCut
    if not emergency and (is_night(at) or not is_working_day(day_of(at))):
        raise CoercionAtNight


def extend_seizure(seizure: Seizure, at: datetime) -> Seizure:
    """Return a seizure extended, once, before it ends.

    Raises
    ------
    SeizureOver
        It was extended, lifted, or is over.
    """
    if seizure.extended_on or seizure.lifted_at or at >= seizure.ends_at:
        raise SeizureOver(citation=law_of("seizure_extension"))
    return Seizure(seizure.since, at)


def holds(seizure: Seizure, now: datetime) -> bool:
    """Tell whether something is seized: what was not lifted ends by itself."""
    return seizure.lifted_at is None and now < seizure.ends_at


def report_until(taken_at: datetime) -> datetime:
    """Return until when coercion taken on the spot is reported to the head, to be approved afterwards or lifted."""
    return until("coercion_report", taken_at)
