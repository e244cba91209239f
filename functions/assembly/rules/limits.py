"""How long an answer may take, as data: `data/limits.json`, each with its source and how sure we are of it."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from kernel import clock
from kernel.law import Reference, reference
from kernel.problems import Conflict
from kernel.texts import Text
from kernel.working_days import is_working_day
from kernel.working_time import Limit, add


class TooMuchToKeep(Conflict):
    """The thing has grown so large that no more can be added to it."""

    slug = "too-much-to-keep"
    said = Text(
        "该事项内容过多，不能再增加；请精简文字、附件或人数。",
        "There is too much of it: nothing more can be added. Shorten texts, attachments or lists.",
    )


class DoneEnough(Conflict):
    """It was done as often as one may, or as its row keeps: `bound` says what, `most` how often."""

    slug = "done-enough"
    title = Text("已达次数上限", "Done often enough")


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "data" / "limits.json"
    return json.loads(path.read_text(encoding="utf-8"))


def refuse_more(bound: str, done: int) -> None:
    """Let something be done once more that was done less often than it may: what people add to a row is bounded, each by an own share.

    Raises
    ------
    DoneEnough
        It was done so often.
    """
    said = _table()["bounds"][bound]
    most = said["most"]
    if done >= most:
        told = Text(said["said"]["zh"].format(most=most), said["said"]["en"].format(most=most))
        raise DoneEnough(told, bound=bound, most=most)


def due(name: str, start: datetime) -> str:
    """Return until when something that starts at `start` is to be answered, as it is stored."""
    said = _table()["limits"][name]
    if said["unit"] == "days":
        return clock.iso(end_of_days(start, said["amount"]))
    return clock.iso(add(start, Limit(said["amount"], said["unit"])).at)


def end_of_days(start: datetime, days: int) -> datetime:
    """Return when so many days are over (民法典 Arts. 201, 203).

    The day of the event does not count, the last ends at 24:00, and moves on while it is a day off.
    """
    last = start.astimezone(clock.SHANGHAI).date() + timedelta(days=days)
    while not is_working_day(last):
        last += timedelta(days=1)
    return datetime.combine(last + timedelta(days=1), time(), clock.SHANGHAI)


def law_of(name: str) -> Reference:
    """Return what a limit rests on."""
    return reference(_table()["limits"][name]["cites"])
