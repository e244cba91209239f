"""What a message may know of an entry of a history of points, self-government or what is owed: neither persons nor people's words (DOMAIN 7)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from kernel import addressees, clock
from kernel.addressees import Addressee, unit
from kernel.record import record
from kernel.texts import Text
from kernel.units import is_code
from notices.inbox.rules.news import NEWS
from notices.inbox.rules.texts import Placeholder, instant
from notices.inbox.rules.told import About, Told
from notices.rules.entries import MalformedEntry

ABOUT: Mapping[str, About] = {
    "CLAIM": About.CLAIM,
    "BOARD": About.BOARD,
    "REDEEM": About.REDEMPTION,
    "NOTES": About.HOUSEHOLD_POINTS,
    "MEETING": About.MEETING,
    "VOTE": About.VOTE,
    "IDEA": About.IDEA,
    "PUBLICATION": About.PUBLICATION,
    "DUTY": About.PUBLICATION_DUTY,
    "REVIEW": About.REVIEW,
    "VILLAGE_RULES": About.VILLAGE_RULES,
    "CASE": About.CASE,
    "SUPERVISION": About.SUPERVISION,
    "CERT": About.CERTIFICATE,
    "INSPECTION": About.INSPECTION,
    "PLAN": About.INSPECTION_PLAN,
    "POWER": About.POWER,
    "SITE": About.OUTREACH_SITE,
    "PROMPT": About.OUTREACH_PROMPT,
    "LAWDAY": About.LAW_DAY,
    "HAZARD": About.HAZARD,
    "MEDIATION": About.MEDIATION,
    "ERRAND": About.ERRAND,
    "YARD": About.COURTYARD,
    "LINE": About.KEPT_LINE,
    "LOAD": About.LOAD,
    "WORKDAY": About.WORK_DAY,
    "CONTRACT": About.ECONOMY_CONTRACT,
    "ALERT": About.ECONOMY_ALERT,
    "SUIT": About.ECONOMY_SUIT,
    "STARRATING": About.STAR_RATING,
    "FEEDBACK": About.FEEDBACK,
    "COUNT": About.FIGURE_COUNT,
    "BRIEFING": About.BRIEFING,
}
"""What an entry is about, by how its key begins."""

_PERIOD = re.compile(r"\d{4}(-(\d{2}|Q[1-4]))?")


class Kept(Protocol):
    """An entry as it is kept."""

    pk: str
    sk: str
    event: str | None
    kind: str | None
    at: str
    actor: str | None
    village: str | None
    due_at: str | None
    details: str | None
    addressees: str | None


@record
class Entry:
    """An entry that somebody is told of.

    Attributes
    ----------
    part
        Which entry of its thing it is.
    own, office
        What those hear whose own matter it is, and those whose office it is.
    actor
        Who took the step: never told to anybody, and as an office not told of it.
    """

    about: About
    thing_id: str
    part: str
    at: datetime
    own: Told | None
    office: Told | None
    addressees: tuple[Addressee, ...]
    actor: str | None = None
    village: str | None = None
    due: Text | None = None
    begins: Text | None = None
    points: int | None = None
    period: str | None = None
    occasion: Text | None = None
    category: str | None = None


def is_told(pk: str, sk: str) -> bool:
    """Tell whether a row may be an entry that somebody is told of."""
    kind = pk.partition("#")[0]
    return kind in ABOUT and (sk.startswith("HIST#") or ABOUT[kind] is About.HOUSEHOLD_POINTS)


def read_entry(row: Kept) -> Entry | None:
    """Return what a row has to tell; None when it is nothing to anybody.

    Raises
    ------
    MalformedEntry
        A field that a message needs breaks its grammar.
    """
    kind, _, thing_id = row.pk.partition("#")
    about = ABOUT[kind]
    news = NEWS[about].get(str(row.event or row.kind))
    if news is None or not row.addressees:
        return None
    try:
        said: Any = json.loads(row.details or "{}")
        village = row.village if row.village and is_code(row.village) else None
        # What else a step may tell under these names (an evaluation's points, say) is left out.
        points, period = said.get("points"), said.get("period")
        return Entry(
            about=about,
            thing_id=thing_id,
            part=row.sk.removeprefix("HIST#").replace("#", "-"),
            at=clock.from_iso(row.at),
            own=news.own,
            office=news.office,
            addressees=addressees.read(row.addressees),
            actor=row.actor,
            village=village,
            due=_until(said.get("until") or row.due_at),
            begins=_until(said.get("begins_at")),
            points=points if isinstance(points, int) else None,
            period=period if isinstance(period, str) and _PERIOD.fullmatch(period) else None,
            occasion=Text(**said["occasion"]) if "occasion" in said else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        # Only the kind of fault: the row's values may hold what people wrote.
        raise MalformedEntry(type(fault).__name__) from None


def read_obligation(row: Mapping[str, Any]) -> Entry | None:
    """Return what an entry of something owed has to tell the offices it names; None when it is nothing to any.

    Parameters
    ----------
    row
        The entry as plain values: texts and numbers.

    Raises
    ------
    MalformedEntry
        A field that a message needs is missing or breaks its grammar.
    """
    news = NEWS[About.OBLIGATION].get(str(row.get("event")))
    if news is None:
        return None
    try:
        named = [unit(str(one["unit"])) for one in json.loads(row.get("addressees") or "[]")]
        village = str(row["unit"])
        if not all(is_code(code) for code in (village, *(one.id for one in named))):
            raise MalformedEntry("unit")
        return Entry(
            about=About.OBLIGATION,
            thing_id=str(row["incident_id"]),
            part=f"{int(row['seq']):06d}",
            at=clock.from_iso(row["at"]),
            own=None,
            office=news.office,
            addressees=tuple(named),
            actor=row.get("actor"),
            village=village,
            due=_until(row.get("due_at")),
            category=str(row["category"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        # Only the kind of fault: the row's values may hold what people wrote.
        raise MalformedEntry(type(fault).__name__) from None


def _until(told: str | None) -> Text | None:
    """Return an instant, or a whole day, for people to read."""
    if told is None:
        return None
    if len(told) == len("2026-11-23"):
        day = date.fromisoformat(told).isoformat()
        return Text(day, day)
    return instant(clock.from_iso(told))


def values(
    entry: Entry, village: Text | None, category: Text | None = None
) -> dict[Placeholder, Text | None]:
    """Return what the placeholders of an entry's texts stand for; None where nobody knows."""
    return {
        Placeholder.VILLAGE: village,
        Placeholder.CATEGORY: category,
        Placeholder.DUE: entry.due,
        Placeholder.BEGINS: entry.begins,
        Placeholder.POINTS: _same(entry.points),
        Placeholder.PERIOD: _same(entry.period),
        Placeholder.OCCASION: entry.occasion,
    }


def _same(said: int | str | None) -> Text | None:
    return None if said is None else Text(str(said), str(said))
