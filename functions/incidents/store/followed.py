"""Lists for whoever follows incidents: what is open, what was joined, what changed. One Query a page; it names the incidents by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from escalation.store.rows import COUNTY
from incidents.rules.feeds import Subscription, reaches
from incidents.store.rows import ChangeRow, IncidentRow, ReporterRow
from kernel.access import Caller
from kernel.storage.dynamo import Range, query

_A_READ = 200


class Page(NamedTuple):
    """The ids a page names, oldest change first, and where the list goes on (nothing: it is through)."""

    incidents: list[str]
    next_at: Mapping[str, str]


def open_page(
    caller: Caller, subscriptions: Sequence[Subscription], at: Mapping[str, str], limit: int
) -> Page:
    """Return a page of what is open, what is due first on top, as far as the index shows that it may be the caller's."""
    page = query(
        IncidentRow,
        ("open_in", COUNTY),
        index="by_due",
        limit=_A_READ,
        start={name: {"S": value} for name, value in at.items()} or None,
    )
    found = [item for item in page.items if _may_be_followed(item, caller, subscriptions)]
    next_at = _plain(page.next_key)
    if len(found) > limit:
        found = found[:limit]
        next_at = _plain({name: found[-1][name] for name in ("pk", "sk", "open_in", "due_at")})
    return Page([item["id"]["S"] for item in found], next_at)


def joined_page(person_id: str, at: Mapping[str, str], limit: int) -> Page:
    """Return a page of what a person joined, or had reported by others."""
    page = query(
        ReporterRow,
        ("queue", ReporterRow.list_of(person_id)),
        index="by_queue",
        limit=limit,
        start={name: {"S": value} for name, value in at.items()} or None,
    )
    return Page([item["id"]["S"] for item in page.items], _plain(page.next_key))


def feed_page(subscription: Subscription, since: str, at: Mapping[str, str], limit: int) -> Page:
    """Return a page of a feed's changes after `since`: each incident once, where it changed last."""
    page = query(
        ChangeRow,
        ("pk", f"FEED#{subscription.feed}"),
        within=Range("sk", ">", (at.get("sk", since),)),
        limit=_A_READ,
        consistent=True,
    )
    found: dict[str, None] = {}
    for position, item in enumerate(page.items):
        if not reaches(subscription, item.get("unit", {}).get("S")):
            continue
        incident_id = item["id"]["S"]
        if incident_id not in found and len(found) == limit:
            return Page(list(found), {"sk": page.items[position - 1]["sk"]["S"]})
        found.pop(incident_id, None)
        found[incident_id] = None
    return Page(list(found), {"sk": page.items[-1]["sk"]["S"]} if page.next_key else {})


def _may_be_followed(
    item: Mapping[str, Any], caller: Caller, subscriptions: Sequence[Subscription]
) -> bool:
    """Tell by the index alone whether an incident may be the caller's; what it does not show is judged when it is read."""
    if item["reporter"]["S"] == caller.person_id:
        return True
    units = {item[name]["S"] for name in ("unit", "responsible_unit", "queue") if name in item}
    return any(one.areas and reaches(one, unit) for one in subscriptions for unit in units)


def _plain(key: Mapping[str, Any] | None) -> dict[str, str]:
    return {name: value["S"] for name, value in (key or {}).items()}
