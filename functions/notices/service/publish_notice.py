"""Publish a notice to the topic of a tier, once for all it tells."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.directory import find_units
from kernel.observability import note
from notices.rules import messages
from notices.rules.delivery import Delivery
from notices.rules.entries import Addressee, Entry
from notices.rules.messages import Notice
from notices.rules.staleness import Present, as_it_stands
from notices.service.things import Incidents
from notices.store import deliveries, topics
from notices.store.deliveries import DeliveryRow


class Composer:
    """Composes notices; what categories and units are called is asked once."""

    def __init__(self, incidents: Incidents) -> None:
        self._incidents = incidents
        self._categories: dict[tuple[str, str], str] = {}
        self._names: dict[str, str] = {}

    def compose_held(self, entry: Entry, addressee: Addressee, present: Present | None) -> Notice:
        """Return the notice of an entry that waited: what it says is true now."""
        return self.compose(as_it_stands(entry, present), addressee)

    def compose(self, entry: Entry, addressee: Addressee) -> Notice:
        """Return the notice of an entry to an addressee."""
        asked = (entry.category, entry.incident_id)
        if asked not in self._categories:
            named = self._incidents.category_name(*asked)
            self._categories[asked] = named.zh if named else entry.category
        unknown = messages.places(entry, addressee) - self._names.keys()
        if unknown:
            found = find_units(sorted(unknown))
            self._names |= {code: found[code].name if code in found else code for code in unknown}
        return messages.compose(entry, addressee, self._categories[asked], self._names)


def publish_notice(rows: Sequence[DeliveryRow], notice: Notice) -> None:
    """Publish one message for one or several deliveries to a unit, and record how that went.

    Raises
    ------
    topics.TopicUnavailable
        SNS did not take it; the records say `failed`.
    NoticeMoved
        Somebody else is at one of them; nothing was sent.
    """
    tier = rows[0].addressee.tier
    deliveries.begin_try(*rows)
    try:
        message_id = topics.publish(tier, notice)
    except topics.TopicUnavailable as fault:
        deliveries.end_try(*rows, state=Delivery.FAILED, fault=fault.code)
        note("NoticesFailed", len(rows), tier=str(tier))
        raise
    deliveries.end_try(*rows, state=Delivery.SENT, message_id=message_id)
    note("NoticesSent", len(rows), tier=str(tier))
