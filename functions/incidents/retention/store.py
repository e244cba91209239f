"""What retention reads and takes away beside an incident: its history's words, its further reporters, its ratings; and the record of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from incidents.retention.rules import NOBODY, WORDS_GONE
from incidents.store.rows import IncidentRow
from kernel import ids
from kernel.access import Role
from kernel.actors import CLOCK
from kernel.storage.dynamo import Range, query
from kernel.storage.rows import Alter, Key, Row

_A_PAGE = 100
_PEOPLE = ("REPORTER#", "RATING#")
_RECORD = "RETENTION"


def reported_before(county: str, at: datetime) -> Iterator[str]:
    """Give the ids of the county's incidents that were reported before an instant, oldest first."""
    within, start = Range("id", "<", (ids.first_id(at),)), None
    while True:
        page = query(
            IncidentRow,
            ("county", county),
            index="by_county",
            within=within,
            limit=_A_PAGE,
            start=start,
        )
        for item in page.items:
            yield item["id"]["S"]
        start = page.next_key
        if start is None:
            return


def beside(incident_id: str) -> Iterator[Mapping[str, Any]]:
    """Give every raw row of an incident's partition."""
    start: dict[str, Any] | None = None
    while True:
        page = query(IncidentRow, ("pk", f"INC#{incident_id}"), limit=_A_PAGE, start=start)
        yield from page.items
        start = page.next_key
        if start is None:
            return


def let_go_of_person(item: Mapping[str, Any], now: datetime) -> Alter | None:
    """Return what lets a row go that says who else reported, or rated: the table drops it by its own expiry; None: it is no such row."""
    if not item["sk"]["S"].startswith(_PEOPLE):
        return None
    key = Key(IncidentRow, item["pk"]["S"], item["sk"]["S"])
    return Alter(key, {}, {"expires_at": int(now.timestamp())})


def wordless(item: Mapping[str, Any]) -> Alter | None:
    """Return what takes the words, and a resident's name, out of a step of the history; None: there are none, or it is no step."""
    if not item["sk"]["S"].startswith("HIST#"):
        return None
    put = {"details": "{}"} if item.get("details", {}).get("S", "{}") != "{}" else {}
    if item.get("reason", {}).get("S", WORDS_GONE) != WORDS_GONE:
        put["reason"] = WORDS_GONE
    role = item.get("actor_role", {}).get("S", str(Role.RESIDENT))
    if role == Role.RESIDENT and item["actor"]["S"] not in (NOBODY, CLOCK.person_id):
        put |= {"actor": NOBODY, "actor_name": NOBODY}
    key = Key(IncidentRow, item["pk"]["S"], item["sk"]["S"])
    return Alter(key, {}, put) if put else None


def counted(day: str, village: str, numbers: Mapping[str, int]) -> Alter:
    """Return what adds to the record of what went on a day in a village: numbers, not contents."""
    return Alter(Key(RetentionRow, _RECORD, f"{day}#{village}"), numbers)


def noted(limit: int) -> list[tuple[str, dict[str, int]]]:
    """Return day and village with what went, newest first."""
    page = query(RetentionRow, ("pk", _RECORD), limit=limit, newest_first=True)
    return [
        (
            item["sk"]["S"],
            {name: int(value["N"]) for name, value in item.items() if "N" in value},
        )
        for item in page.items
    ]


class RetentionRow(Row):
    """How much went on a day in a village: `RETENTION` / `{day}#{village}`."""

    class Meta(IncidentRow.Meta):
        """The incidents' table."""
