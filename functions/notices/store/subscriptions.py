"""Subscriptions as they are kept: each with its owner, and the endpoint it shares with others."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import NamedTuple

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.record import record
from kernel.storage import dynamo
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed, list_page
from kernel.storage.rows import Ensure, Key, Row, Write
from kernel.units import Tier, tier_of
from notices.rules.endpoints import Channel, Subscription
from notices.rules.filters import Wanted
from notices.store.endpoints import EndpointRow
from notices.store.rows import NoticesMeta

_KEEP_ENDED = timedelta(days=1)


class SubscriptionRow(Row):
    """A subscription: `PERSON#{person_id}` / `SUB#{id}`; an ended one is gone within days."""

    class Meta(NoticesMeta):
        """The notices' table."""

    id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    tier = UnicodeAttribute()
    protocol = UnicodeAttribute()
    endpoint = UnicodeAttribute()
    events = JSONAttribute(default=list)
    severities = JSONAttribute(default=list)
    endpoint_pk = UnicodeAttribute()
    created_at = UnicodeAttribute()
    ended = BooleanAttribute(default=False)
    expires_at = NumberAttribute(null=True)

    @classmethod
    def key(cls, person_id: str, subscription_id: str) -> Key:
        """Return where a person's subscription is."""
        return Key(cls, f"PERSON#{person_id}", f"SUB#{subscription_id}")


class OwnerRow(Row):
    """Whose subscription an id is: `SUB#{id}` / `SUB`."""

    class Meta(NoticesMeta):
        """The notices' table."""

    person_id = UnicodeAttribute()
    expires_at = NumberAttribute(null=True)

    @classmethod
    def key(cls, subscription_id: str) -> Key:
        """Return where the owner of a subscription is written."""
        return Key(cls, f"SUB#{subscription_id}", "SUB")


@record
class Asked:
    """What a person asks for: an endpoint, and what it is to receive.

    The id follows from the rest, so that asking twice is asking once.
    """

    person_id: str
    protocol: str
    endpoint: str
    wanted: Wanted

    @property
    def tier(self) -> Tier:
        """The tier whose topic carries it."""
        return tier_of(self.wanted.unit)

    @property
    def id(self) -> str:
        """The subscription's id."""
        parts = [
            self.person_id,
            self.protocol,
            self.endpoint,
            self.wanted.unit,
            sorted(self.wanted.events),
            sorted(self.wanted.severities),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:26]

    @property
    def keys(self) -> tuple[Key, Key]:
        """Where the subscription and its endpoint are."""
        return (
            SubscriptionRow.key(self.person_id, self.id),
            EndpointRow.key(self.tier, self.protocol, self.endpoint),
        )


class Kept(NamedTuple):
    """A subscription with the endpoint it shares."""

    row: SubscriptionRow
    endpoint: EndpointRow


def new_rows(asked: Asked, endpoint: EndpointRow | None) -> tuple[Kept, list[Write]]:
    """Return a new subscription on its endpoint, and the writes of all but the endpoint."""
    place, shared = asked.keys
    events, severities = sorted(asked.wanted.events), sorted(asked.wanted.severities)
    row = SubscriptionRow(
        place.pk,
        place.sk,
        id=asked.id,
        person_id=asked.person_id,
        unit=asked.wanted.unit,
        tier=str(asked.tier),
        protocol=asked.protocol,
        endpoint=asked.endpoint,
        events=events,
        severities=severities,
        endpoint_pk=shared.pk,
        created_at=clock.iso(clock.now()),
    )
    endpoint = endpoint or EndpointRow(
        shared.pk,
        shared.sk,
        tier=str(asked.tier),
        protocol=asked.protocol,
        endpoint=asked.endpoint,
    )
    carried = {"unit": asked.wanted.unit, "events": events, "severities": severities}
    endpoint.carry({**endpoint.carries, asked.id: carried})
    # A condition on the attribute, not a comparison.
    unclaimed = Ensure.is_new | (SubscriptionRow.ended == True)  # noqa: E712
    owner = OwnerRow(f"SUB#{asked.id}", "SUB", person_id=asked.person_id)
    return Kept(row, endpoint), [Write(row, unclaimed), Write(owner)]


def ended(row: SubscriptionRow, endpoint: EndpointRow) -> list[Write]:
    """Take a subscription from its endpoint; return the writes of all but the endpoint."""
    endpoint.carry({key: value for key, value in endpoint.carries.items() if key != row.id})
    gone = int((clock.now() + _KEEP_ENDED).timestamp())
    row.ended, row.expires_at = True, gone
    owner = OwnerRow(f"SUB#{row.id}", "SUB", person_id=row.person_id, expires_at=gone)
    return [Write(row), Write(owner)]


def subscription_in(row: SubscriptionRow) -> Subscription:
    """Return the subscription a row keeps."""
    return Subscription(
        row.id,
        row.person_id,
        Channel(row.protocol),
        row.endpoint,
        row.unit,
        row.tier,
        tuple(row.events),
        tuple(row.severities),
        clock.from_iso(row.created_at),
    )


def find(person_id: str, subscription_id: str) -> SubscriptionRow | None:
    """Return a subscription by its id, whoever owns it; the person's own costs no second read."""
    own, owner = dynamo.read(
        [SubscriptionRow.key(person_id, subscription_id), OwnerRow.key(subscription_id)],
        consistent=True,
    )
    if own is None and owner is not None:
        key = SubscriptionRow.key(owner.person_id, subscription_id)
        own = dynamo.read([key], consistent=True)[0]
    return own


def page_of(person_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a person's subscriptions that have not ended, each with its endpoint."""
    within = Range("sk", "begins_with", ("SUB#",))
    partition = ("pk", f"PERSON#{person_id}")
    page = list_page(SubscriptionRow, partition, within=within, limit=limit, cursor=cursor)
    rows: list[SubscriptionRow] = [row for row in page.rows if not row.ended]
    endpoints = dynamo.read([EndpointRow.at(row.endpoint_pk) for row in rows])
    return page._replace(rows=list(map(Kept, rows, endpoints)))
