"""How incidents take part: reported and moved offline; pulled by whoever works for a place, reported or joined them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from incidents.model.answers import incident_view
from incidents.rules import seeing
from incidents.rules.feeds import Subscription, is_followed, subscriptions_of
from incidents.rules.incident import Follows, Incident
from incidents.service.see_incident import see
from incidents.store import followed
from incidents.store.incidents import load_followed
from incidents.store.rows import CHANGES_KEPT, AnswerRow
from kernel.ids import ID_PATTERN
from workspace.sync.parts.base import (
    Changes,
    Following,
    Look,
    Operation,
    Page,
    Part,
    Reader,
    Route,
    Thing,
)
from workspace.sync.rules.batches import Way
from workspace.sync.rules.readings import Reading, Stage

INCIDENT = "incident"


def _report() -> Route:
    from incidents.api import API, reports
    from incidents.model.requests import ReportIncident

    return Route(API, reports.report_incident, ReportIncident)


def _move() -> Route:
    from incidents.api import API, moves
    from incidents.model.requests import MoveIncident

    return Route(API, moves.move_incident, MoveIncident)


def _look() -> Look:
    from incidents.api import API, lists

    return Look(API, lists.get_incident)


def _follow(reader: Reader) -> Following:
    reads = _Reads(reader)
    feeds = [
        Changes(Stage(f"incidents.feed.{number}"), reads.feed_of(one))
        for number, one in enumerate(reads.subscriptions)
    ]
    is_open = [
        Changes(
            Stage(f"incidents.open.{number}.{part}", only_first=True),
            reads.what_is_open_in(partition, one),
        )
        for number, one in enumerate(reads.of_units)
        for part, partition in enumerate(followed.open_partitions(one))
    ]
    return Following(
        reads.subscriptions,
        CHANGES_KEPT,
        [
            Changes(Stage("incidents.open.own", only_first=True), reads.what_is_open_of_own),
            *is_open,
            Changes(Stage("incidents.joined"), reads.what_was_joined),
            *feeds,
        ],
    )


class _Reads:
    """What a person follows of the incidents."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._caller = reader.person
        self.subscriptions: list[Subscription] = subscriptions_of(reader.person)

        self.of_units = [one for one in self.subscriptions if one.areas]

    def what_is_open_of_own(self, reading: Reading, limit: int) -> Page:
        """Return a page of what is open of the person's own reports."""
        person = self._caller.person_id
        return self._open(followed.own_open_page(person, self.of_units, reading.at, limit))

    def what_is_open_in(self, partition: str, subscription: Subscription) -> Any:
        """Return what reads a page of what is open in a feed, what is due first on top."""

        def page_of(reading: Reading, limit: int) -> Page:
            return self._open(followed.open_page(partition, subscription, reading.at, limit))

        return page_of

    def _open(self, page: followed.Page) -> Page:
        found = [
            (one, incident, joined)
            for one, incident, joined in self._load(page.incidents)
            # Of what was deleted nothing is known but its id.
            if incident is None
            or (incident.status.is_open and is_followed(incident, self.subscriptions))
        ]
        return Page([self._item(*one) for one in found], page.next_at)

    def what_was_joined(self, reading: Reading, limit: int) -> Page:
        """Return a page of what the person joined, or had reported by others."""
        page = followed.joined_page(self._caller.person_id, reading.at, limit)
        found = [
            (one, incident, joined)
            for one, incident, joined in self._load(page.incidents)
            # Whoever is no reporter any more, as a merger was undone, is told so with the change that undid it.
            if incident is None
            or (reading.is_first and joined and incident.status.is_open)
            or incident.change_id >= reading.since
        ]
        return Page([self._item(*one) for one in found], page.next_at)

    def feed_of(self, subscription: Subscription) -> Any:
        """Return what reads a page of a feed's changes."""

        def page_of(reading: Reading, limit: int) -> Page:
            page = followed.feed_page(subscription, reading.since, reading.at, limit)
            return Page([self._item(*one) for one in self._load(page.incidents)], page.next_at)

        return page_of

    def _load(self, incident_ids: Sequence[str]) -> list[tuple[str, Incident | None, Follows]]:
        """Return each incident as it is now, and whether the person is one of its further reporters."""
        rows = load_followed(incident_ids, self._caller.person_id, consistent=True)
        return [(one, *row) for one, row in zip(incident_ids, rows, strict=True)]

    def _item(self, incident_id: str, incident: Incident | None, joined: Follows) -> dict[str, Any]:
        if incident is None or not seeing.may_read(incident, self._caller, joined=joined):
            return {"id": incident_id, "gone": True, "incident": None}
        seen = see(self._caller, incident, joined=joined)
        view = incident_view(seen, self._reader.language)
        return {"id": incident_id, "gone": False, "incident": view}


INCIDENTS = Part(
    things=[Thing(INCIDENT, re.compile(ID_PATTERN), "/v1/incidents/{}", _look)],
    operations=[
        Operation(Way("report", "/v1/incidents", None, INCIDENT), AnswerRow, _report),
        Operation(
            Way("move", "/v1/incidents/{target}/transitions", INCIDENT, INCIDENT), AnswerRow, _move
        ),
    ],
    follow=_follow,
)
