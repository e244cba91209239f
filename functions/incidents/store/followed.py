"""Lists for whoever follows incidents: what is open, what was joined, what changed. Two Queries a page at most; it names the incidents by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from escalation.store.rows import id_in
from incidents.rules.feeds import Subscription, feed_of, reaches
from incidents.store.lists import OPEN
from incidents.store.mapping import open_in
from incidents.store.rows import ChangeRow, IncidentRow, ReporterRow, StandingRow
from kernel.storage.dynamo import Range, query
from kernel.storage.lists import sifted_page

_A_READ = 200


class Page(NamedTuple):
    """The ids a page names, oldest change first, and where the list goes on (nothing: it is through)."""

    incidents: list[str]
    next_at: Mapping[str, str]


def open_partitions(subscription: Subscription) -> list[str]:
    """Return the partitions of what is open that a subscription reads: what its units have, and what stands in its feed besides."""
    place = open_in(subscription.feed)
    return [
        *([place] if place == subscription.feed else []),
        StandingRow.list_of(subscription.feed),
    ]


def open_page(
    partition: str, subscription: Subscription, at: Mapping[str, str], limit: int
) -> Page:
    """Return a page of what is open in a partition, as far as the index shows that it stands in a feed."""
    return _page_of(
        sifted_page(
            IncidentRow,
            ("open_in", partition),
            index="by_due",
            by="due_at",
            limit=limit,
            fits=lambda item: _may_be_followed(item, subscription),
            start=_start(at),
        )
    )


def own_open_page(
    person_id: str, subscriptions: Sequence[Subscription], at: Mapping[str, str], limit: int
) -> Page:
    """Return a page of what a person reported that is open; what a feed of the person's shows as its place's is left to that."""

    def fits(item: Mapping[str, Any]) -> bool:
        # A department's task is in no list of a place.
        is_task = "county" not in item
        return is_task or not any(_may_be_followed(item, one) for one in subscriptions)

    return _page_of(
        sifted_page(
            IncidentRow,
            ("reporter", person_id),
            index="by_reporter",
            by="id",
            limit=limit,
            only={"status": ("in", *OPEN)},
            fits=fits,
            start=_start(at),
        )
    )


def joined_page(person_id: str, at: Mapping[str, str], limit: int) -> Page:
    """Return a page of what a person joined, or had reported by others."""
    page = query(
        ReporterRow,
        ("queue", ReporterRow.list_of(person_id)),
        index="by_queue",
        limit=limit,
        start=_start(at),
    )
    return _page_of(page)


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


def _may_be_followed(item: Mapping[str, Any], subscription: Subscription) -> bool:
    """Tell by the index alone whether an incident may stand in a feed; what it does not show is judged when it is read."""
    units = {item[name]["S"] for name in ("unit", "responsible_unit", "queue") if name in item}
    return any(feed_of(unit) == subscription.feed and reaches(subscription, unit) for unit in units)


def _page_of(page: Any) -> Page:
    return Page(list(dict.fromkeys(map(id_in, page.items))), _plain(page.next_key))


def _start(at: Mapping[str, str]) -> dict[str, Any] | None:
    return {name: {"S": value} for name, value in at.items()} or None


def _plain(key: Mapping[str, Any] | None) -> dict[str, str]:
    return {name: value["S"] for name, value in (key or {}).items()}
