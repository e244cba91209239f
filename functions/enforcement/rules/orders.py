"""An order to correct: how long it may give, and that more time is given once, before it is over, and for a reason by the head."""

from __future__ import annotations

from datetime import datetime

from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import until
from kernel import clock
from kernel.texts import Text


class OrderEndsBefore(GateShut):
    """The limit of an order to correct lies ahead."""

    slug = "order-ends-before"
    title = Text("整改期限有误", "Limit passed")
    said = Text("整改期限须晚于现在。", "The limit of an order lies ahead.")
    rests_on = "firm_inspection"


class OrderTooLong(GateShut):
    """An order gives no more time than the county lets it: what stays wrong for years was not ordered to be corrected."""

    slug = "order-too-long"
    title = Text("整改期限过长", "Limit too long")
    rests_on = "correction"


class OrderOver(GateShut):
    """More time is given before the order's is over."""

    slug = "order-over"
    title = Text("整改期限已满", "Limit over")
    said = Text(
        "整改期限已满，不得再延长，请复查。", "The limit is over: look again at what was ordered."
    )
    rests_on = "correction_extension"


def refuse_limit(limit: datetime, now: datetime) -> None:
    """Let an order be given with a limit that lies ahead, and not too far.

    Raises
    ------
    OrderEndsBefore, OrderTooLong
        It does not; it is later than the longest term, or at its end.
    """
    if limit <= now:
        raise OrderEndsBefore
    _refuse_after(limit, until("correction", now))


def refuse_extension(limit: datetime, anew: datetime, now: datetime) -> None:
    """Let the limit of an order be moved.

    Raises
    ------
    OrderOver
        It has passed.
    OrderEndsBefore, OrderTooLong
        The new one is no later; it is later than the longest extension from the old one.
    """
    if now >= limit:
        raise OrderOver
    if anew <= limit:
        raise OrderEndsBefore
    _refuse_after(anew, until("correction_extension", limit))


def _refuse_after(limit: datetime, last: datetime) -> None:
    if limit > last:
        end = clock.local_iso(last)
        raise OrderTooLong(Text(f"期限不得晚于{end}。", f"Not later than {end}."), until=end)
