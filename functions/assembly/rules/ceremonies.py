"""The ceremonies council (红白理事会): weddings and funerals registered before they are held, limits of the village, advice, follow-up.

The council persuades and warns. It fines nobody: only laws, regulations and rules may set fines (处罚法 Arts. 4, 16), and points change only
as the village's points rule book says (DOMAIN 4.3).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict

from assembly.rules import wording
from kernel import clock
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text


class CeremonyKind(StrEnum):
    """What is celebrated or mourned."""

    WEDDING = "wedding"
    FUNERAL = "funeral"
    OTHER = "other"


class CeremonyStatus(StrEnum):
    """Where a registration stands."""

    REGISTERED = "registered"
    ADVISED = "advised"
    FOLLOWED_UP = "followed_up"
    CANCELLED = "cancelled"


class Measure(StrEnum):
    """What the council may do."""

    ADVISE = "advise"
    PERSUADE = "persuade"
    WARN = "warn"
    REFER_TO_RULE_BOOK = "refer_to_rule_book"


class CeremonyLimits(TypedDict):
    """What a village has agreed for one kind of ceremony; None: no limit. Money in whole yuan."""

    tables: int | None
    price_per_table: int | None
    gift: int | None


class CeremonyLimitsVersion(TypedDict):
    """The limits of a village from a day on; `source` says where they were agreed."""

    valid_from: str
    set_by: str
    source: str
    limits: dict[str, CeremonyLimits]


class CeremonyFigures(TypedDict):
    """How large a ceremony is to be, or was. Money in whole yuan."""

    tables: int
    price_per_table: int
    gift: int


class CeremonyAdvice(TypedDict):
    """What the council said."""

    at: str
    by: str
    measure: str
    text: str
    rule_book_item: str | None


class Ceremony(TypedDict):
    """A registered ceremony."""

    id: str
    village: str
    kind: str
    household: str | None
    host: str
    registered_by: str
    held_on: str
    planned: CeremonyFigures
    limits: CeremonyLimits | None
    limits_source: str | None
    exceeded: list[str]
    advice: list[CeremonyAdvice]
    actual: CeremonyFigures | None
    actually_exceeded: list[str]
    follow_up: str | None
    status: str
    due_at: str | None
    turn: str | None


class RegisteredTooLate(InvalidFields):
    """A ceremony is registered before it is held."""

    slug = "registered-too-late"


class NoFines(InvalidFields):
    """A village may not fine (处罚法 Arts. 4, 16; 村委会法 Art. 31)."""

    slug = "no-fines"


class RuleBookItemNeeded(InvalidFields):
    """Points change only through an item of the rule book."""

    slug = "rule-book-item-needed"


class CeremonyClosed(Conflict):
    """The ceremony was followed up or cancelled, or has not been held yet."""

    slug = "ceremony-closed"
    said = Text("该事宜当前不能进行此操作。", "This cannot be done to the ceremony now.")


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the numbers of the council's work."""
    path = Path(__file__).parents[1] / "data" / "ceremonies.json"
    return json.loads(path.read_text(encoding="utf-8"))


def limits_on(
    versions: Sequence[CeremonyLimitsVersion], kind: CeremonyKind, day: date
) -> tuple[CeremonyLimits | None, str | None]:
    """Return the limits a village has for a kind of ceremony on a day, and where they were agreed."""
    held = [version for version in versions if version["valid_from"] <= day.isoformat()]
    if not held:
        return None, None
    newest = max(held, key=lambda version: version["valid_from"])
    return newest["limits"].get(kind), newest["source"]


def exceeded(figures: CeremonyFigures, limits: CeremonyLimits | None) -> list[str]:
    """Return which limits are exceeded; a limit that is met exactly is kept."""
    if limits is None:
        return []
    pairs = (
        ("tables", figures["tables"], limits["tables"]),
        ("price_per_table", figures["price_per_table"], limits["price_per_table"]),
        ("gift", figures["gift"], limits["gift"]),
    )
    return [name for name, number, most in pairs if most is not None and number > most]


def register(
    kind: CeremonyKind,
    *,
    ceremony_id: str,
    village: str,
    household: str | None,
    host: str,
    by: str,
    held_on: date,
    planned: CeremonyFigures,
    versions: Sequence[CeremonyLimitsVersion],
    today: date,
) -> Ceremony:
    """Return a new registration with what it exceeds.

    Raises
    ------
    RegisteredTooLate
        The day has passed; funerals come suddenly, so the day itself is still in time.
    """
    if held_on < today:
        raise RegisteredTooLate.one(
            "held_on", Text("须在举办前登记。", "Register before it is held.")
        )
    limits, source = limits_on(versions, kind, held_on)
    registered: Ceremony = {
        "id": ceremony_id,
        "village": village,
        "kind": str(kind),
        "household": household,
        "host": host,
        "registered_by": by,
        "held_on": held_on.isoformat(),
        "planned": planned,
        "limits": limits,
        "limits_source": source,
        "exceeded": exceeded(planned, limits),
        "advice": [],
        "actual": None,
        "actually_exceeded": [],
        "follow_up": None,
        "status": str(CeremonyStatus.REGISTERED),
        "due_at": None,
        "turn": None,
    }
    # Advice helps before the day; where nothing is exceeded the council comes back afterwards.
    days = 0 if registered["exceeded"] else table()["follow_up"]["days"]
    return _due(registered, held_on + timedelta(days=days))


def advise(
    ceremony: Ceremony,
    measure: str,
    text: str,
    *,
    rule_book_item: str | None,
    has_item: Callable[[str], bool],
    by: str,
    now: datetime,
) -> Ceremony:
    """Add the council's advice, persuasion, warning, or reference to the points rule book.

    Parameters
    ----------
    has_item
        Whether the village's rule book in force has an item.

    Raises
    ------
    NoFines
        The measure is no measure of a village's, or its text speaks of a fine.
    RuleBookItemNeeded
        A reference names no item of the rule book in force.
    CeremonyClosed
        It was cancelled, or followed up without anything exceeded.
    """
    followed_up = ceremony["status"] == CeremonyStatus.FOLLOWED_UP
    # What was exceeded is known for sure only afterwards, and warned of then.
    in_order = followed_up and not ceremony["actually_exceeded"]
    if ceremony["status"] == CeremonyStatus.CANCELLED or in_order:
        raise CeremonyClosed
    if measure not in list(Measure) or wording.conflict("fine", text):
        allowed = "、".join(Measure)
        raise NoFines.one(
            "measure",
            Text(
                f"红白理事会只能：{allowed}；不得罚款（行政处罚法第四条、第十六条）。",
                f"The council may only: {allowed}; it may not fine (Administrative Penalties Law Arts. 4, 16).",
            ),
        )
    if measure == Measure.REFER_TO_RULE_BOOK and not (rule_book_item and has_item(rule_book_item)):
        raise RuleBookItemNeeded.one(
            "rule_book_item",
            Text(
                "积分后果只能依据本村现行积分规则中的条目。",
                "Points change only through an item of the points rule book in force in the village.",
            ),
        )
    advice: CeremonyAdvice = {
        "at": clock.iso(now),
        "by": by,
        "measure": measure,
        "text": text,
        "rule_book_item": rule_book_item if measure == Measure.REFER_TO_RULE_BOOK else None,
    }
    advised: Ceremony = {**ceremony, "advice": [*ceremony["advice"], advice]}
    if followed_up:
        return {**advised, "due_at": None, "turn": None}
    held_on = date.fromisoformat(ceremony["held_on"])
    return _due(
        {**advised, "status": str(CeremonyStatus.ADVISED)},
        held_on + timedelta(days=table()["follow_up"]["days"]),
    )


def follow_up(ceremony: Ceremony, actual: CeremonyFigures, note: str, today: date) -> Ceremony:
    """Note how the ceremony was held.

    Raises
    ------
    CeremonyClosed
        It was cancelled or followed up, or its day has not come.
    """
    closed = ceremony["status"] in (CeremonyStatus.CANCELLED, CeremonyStatus.FOLLOWED_UP)
    if closed or today.isoformat() < ceremony["held_on"]:
        raise CeremonyClosed
    followed: Ceremony = {
        **ceremony,
        "actual": actual,
        "actually_exceeded": exceeded(actual, ceremony["limits"]),
        "follow_up": note,
        "status": str(CeremonyStatus.FOLLOWED_UP),
        "due_at": None,
        "turn": None,
    }
    if not followed["actually_exceeded"]:
        return followed
    return _due(followed, today + timedelta(days=table()["follow_up"]["days"]))


def cancel(ceremony: Ceremony) -> Ceremony:
    """Call a ceremony off.

    Raises
    ------
    CeremonyClosed
        It was followed up, or called off before.
    """
    if ceremony["status"] in (CeremonyStatus.CANCELLED, CeremonyStatus.FOLLOWED_UP):
        raise CeremonyClosed
    return {**ceremony, "status": str(CeremonyStatus.CANCELLED), "due_at": None, "turn": None}


def _due(ceremony: Ceremony, day: date) -> Ceremony:
    """Put the next step with a ceremony before its village, until the end of a day."""
    due = datetime.combine(day + timedelta(days=1), time(), clock.SHANGHAI)
    return {**ceremony, "due_at": clock.iso(due), "turn": ceremony["village"]}
