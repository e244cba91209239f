"""Subscriptions, and what each endpoint carries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.problems import TryAgain
from kernel.record import record
from kernel.storage import dynamo
from kernel.storage.dynamo import Page, Range
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write
from kernel.units import Tier, tier_of
from notices import rules, topics
from notices.rules import Wanted
from notices.store.base import NoticesMeta

_KEEP_ENDED = timedelta(days=1)
# An address is personal data, kept no longer than needed (个人信息保护法 Art. 19). The row outlives the
# ended subscriptions that lead to it, so that one may end or begin again.
KEEP_UNUSED_ENDPOINTS = timedelta(days=7)
# Whoever follows SNS's link to unsubscribe does so behind the row's back.
_CHECK_AGAIN = timedelta(days=1)
_ATTEMPTS = 8


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


class EndpointRow(Row):
    """An endpoint at one tier and what it carries.

    The row is the truth and SNS follows it: while `applied` is behind `version`, SNS is still to be
    told (`settle`). Once it carries nothing and SNS knows, it expires.
    """

    class Meta(NoticesMeta):
        """The notices' table."""

    tier = UnicodeAttribute()
    protocol = UnicodeAttribute()
    endpoint = UnicodeAttribute()
    carries = JSONAttribute(default=dict)
    version = NumberAttribute(default=0)
    applied = NumberAttribute(default=0)
    arn = UnicodeAttribute(null=True)
    confirmed = BooleanAttribute(default=False)
    checked_at = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    @classmethod
    def key(cls, tier: Tier, protocol: str, endpoint: str) -> Key:
        """Return where an endpoint is."""
        digest = hashlib.sha256(f"{tier}|{protocol}|{endpoint}".encode()).hexdigest()
        return Key(cls, f"ENDPOINT#{digest}", "ENDPOINT")

    @property
    def policy(self) -> dict[str, Any] | None:
        """The filter policy of all it carries."""
        carried: Mapping[str, Mapping[str, Any]] = self.carries
        return rules.filter_policy(
            Wanted(one["unit"], frozenset(one["events"]), frozenset(one["severities"]))
            for one in carried.values()
        )


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


class Subscribed(NamedTuple):
    """A subscription with the endpoint it shares, and whether it is new."""

    row: SubscriptionRow
    endpoint: EndpointRow
    is_new: bool


def subscribe(asked: Asked) -> Subscribed:
    """Write a subscription down, then tell SNS.

    The rows are written in one transaction before SNS is asked. A crash in between leaves the
    endpoint unsettled: the person sees `pending`, and asking again finishes it.

    Raises
    ------
    rules.TooManySubscriptions
        The endpoint carries too many filters already.
    topics.EndpointRejected
        SNS will not have it; the rows are taken back.
    TryAgain
        The store or SNS is busy.
    """
    keys = [
        SubscriptionRow.key(asked.person_id, asked.id),
        EndpointRow.key(asked.tier, asked.protocol, asked.endpoint),
    ]
    for _ in range(_ATTEMPTS):
        row, endpoint = dynamo.read(keys, consistent=True)
        if row is not None and not row.ended:
            return Subscribed(row, settle(_revived(endpoint)), is_new=False)
        row, endpoint, writes = _new_subscription(asked, endpoint)
        try:
            dynamo.write(writes)
        except ConditionFailed:
            continue
        try:
            return Subscribed(row, settle(endpoint), is_new=True)
        except topics.EndpointRejected:
            end(row)
            raise
    raise TryAgain


def _new_subscription(
    asked: Asked, endpoint: EndpointRow | None
) -> tuple[SubscriptionRow, EndpointRow, list[Write]]:
    place = EndpointRow.key(asked.tier, asked.protocol, asked.endpoint)
    events, severities = sorted(asked.wanted.events), sorted(asked.wanted.severities)
    row = SubscriptionRow(
        f"PERSON#{asked.person_id}",
        f"SUB#{asked.id}",
        id=asked.id,
        person_id=asked.person_id,
        unit=asked.wanted.unit,
        tier=str(asked.tier),
        protocol=asked.protocol,
        endpoint=asked.endpoint,
        events=events,
        severities=severities,
        endpoint_pk=place.pk,
        created_at=clock.iso(clock.now()),
    )
    owner = OwnerRow(f"SUB#{asked.id}", "SUB", person_id=asked.person_id)
    if endpoint is None:
        endpoint = EndpointRow(
            place.pk,
            place.sk,
            tier=str(asked.tier),
            protocol=asked.protocol,
            endpoint=asked.endpoint,
        )
    seen = int(endpoint.version)
    carried = {"unit": asked.wanted.unit, "events": events, "severities": severities}
    endpoint.carries = {**endpoint.carries, asked.id: carried}
    endpoint.version, endpoint.expires_at = seen + 1, None
    # Refuse here what SNS would refuse after the rows are written.
    _ = endpoint.policy
    # A condition on the attribute, not a comparison.
    unclaimed = Ensure.is_new | (SubscriptionRow.ended == True)  # noqa: E712
    return row, endpoint, [Write(row, unclaimed), Write(owner), Write(endpoint, _at_version(seen))]


def _at_version(version: int) -> Any:
    return (EndpointRow.version == version) if version else Ensure.is_new


def _revived(endpoint: EndpointRow) -> EndpointRow:
    """Return the endpoint, to be subscribed anew if SNS lost it: lapsed, or ended by its link."""
    if endpoint.applied == endpoint.version and endpoint.arn and _ask(endpoint.arn) is None:
        seen = int(endpoint.version)
        endpoint.version, endpoint.arn, endpoint.confirmed = seen + 1, None, False
        try:
            dynamo.write([Write(endpoint, _at_version(seen))])
        except ConditionFailed:
            raise TryAgain from None
    return endpoint


def _ask(arn: str) -> bool | None:
    try:
        return topics.is_confirmed(arn)
    except topics.TopicUnavailable as fault:
        raise TryAgain from fault


def settle(endpoint: EndpointRow) -> EndpointRow:
    """Make SNS follow an endpoint's row, and write down that it does.

    Calls to SNS may overtake each other. Whoever finds that the row changed meanwhile may have told
    SNS last, of something outdated; so does whoever got no answer. They leave the row to be settled
    under a version of its own, whatever `applied` said, and tell SNS again: whoever writes `applied`
    last has told last.

    Raises
    ------
    topics.EndpointRejected
        SNS will not have it.
    TryAgain
        SNS is busy; asking for the same again goes on from here.
    """
    if endpoint.applied == endpoint.version:
        return endpoint
    place = Key(EndpointRow, endpoint.pk, endpoint.sk)
    for _ in range(_ATTEMPTS):
        try:
            arn = topics.align(
                Tier(endpoint.tier),
                endpoint.protocol,
                endpoint.endpoint,
                endpoint.policy,
                endpoint.arn,
            )
        except topics.TopicUnavailable as fault:
            _unsettled(place)
            raise TryAgain from fault
        if arn != endpoint.arn:
            endpoint.confirmed = False
        endpoint.arn = arn
        endpoint.applied = endpoint.version
        if not endpoint.carries:
            endpoint.expires_at = int((clock.now() + KEEP_UNUSED_ENDPOINTS).timestamp())
        try:
            dynamo.write([Write(endpoint, _at_version(int(endpoint.version)))])
        except ConditionFailed:
            endpoint = _unsettled(place)
        else:
            return endpoint
    raise TryAgain


def _unsettled(place: Key) -> EndpointRow:
    """Return the endpoint under a version that SNS is still to be told."""
    for _ in range(_ATTEMPTS):
        endpoint: EndpointRow = dynamo.read([place], consistent=True)[0]
        seen = int(endpoint.version)
        endpoint.version, endpoint.expires_at = seen + 1, None
        try:
            dynamo.write([Write(endpoint, _at_version(seen))])
        except ConditionFailed:
            continue
        return endpoint
    raise TryAgain


def find(person_id: str, subscription_id: str) -> SubscriptionRow | None:
    """Return a subscription by its id, whoever owns it; the person's own costs no second read."""
    own, owner = dynamo.read(
        [SubscriptionRow.key(person_id, subscription_id), OwnerRow.key(subscription_id)],
        consistent=True,
    )
    if own is None and owner is not None:
        own = dynamo.read([SubscriptionRow.key(owner.person_id, subscription_id)], consistent=True)[
            0
        ]
    return own


def end(row: SubscriptionRow) -> None:
    """End a subscription and tell SNS; ending twice is ending once.

    A crash after the rows are written leaves the endpoint unsettled: ending again, or the next
    change of the endpoint, finishes it.

    Raises
    ------
    TryAgain
        The store or SNS is busy.
    """
    place = Key(EndpointRow, row.endpoint_pk, "ENDPOINT")
    for _ in range(_ATTEMPTS):
        endpoint: EndpointRow | None = dynamo.read([place], consistent=True)[0]
        if endpoint is None:
            return
        if row.id in endpoint.carries:
            seen = int(endpoint.version)
            endpoint.carries = {
                key: value for key, value in endpoint.carries.items() if key != row.id
            }
            endpoint.version = seen + 1
            gone = int((clock.now() + _KEEP_ENDED).timestamp())
            row.ended, row.expires_at = True, gone
            owner = OwnerRow(f"SUB#{row.id}", "SUB", person_id=row.person_id, expires_at=gone)
            try:
                dynamo.write([Write(row), Write(owner), Write(endpoint, _at_version(seen))])
            except ConditionFailed:
                continue
        settle(endpoint)
        return
    raise TryAgain


def subscriptions(
    person_id: str, limit: int, start: dict[str, Any] | None
) -> tuple[list[tuple[SubscriptionRow, EndpointRow]], Page]:
    """Return one page of a person's subscriptions that have not ended, each with its endpoint."""
    page = dynamo.query(
        SubscriptionRow,
        ("pk", f"PERSON#{person_id}"),
        within=Range("sk", "begins_with", ("SUB#",)),
        limit=limit,
        start=start,
    )
    rows = [
        row for row in (SubscriptionRow.from_raw_data(item) for item in page.items) if not row.ended
    ]
    endpoints = (
        dynamo.read([Key(EndpointRow, row.endpoint_pk, "ENDPOINT") for row in rows]) if rows else []
    )
    return list(zip(rows, endpoints, strict=True)), page


def states_of(endpoints: Sequence[EndpointRow]) -> list[str]:
    """Return of each: `pending`, `confirmed`, or `lapsed` when SNS knows the subscription no more.

    SNS is asked once for each endpoint that has not confirmed or was last asked about more than a
    day ago. While SNS is away, what was last known is told.
    """
    states: dict[str, str] = {}
    away = False
    for endpoint in endpoints:
        if endpoint.pk in states:
            continue
        known = "confirmed" if endpoint.confirmed else "pending"
        try:
            states[endpoint.pk] = known if away or not _is_due(endpoint) else _checked(endpoint)
        except topics.TopicUnavailable:
            # Every further question would wait for its own timeout.
            away, states[endpoint.pk] = True, known
    return [states[endpoint.pk] for endpoint in endpoints]


def _is_due(endpoint: EndpointRow) -> bool:
    if endpoint.applied != endpoint.version or not endpoint.arn:
        return False
    if not endpoint.confirmed or not endpoint.checked_at:
        return True
    return clock.now() - clock.from_iso(endpoint.checked_at) > _CHECK_AGAIN


def _checked(endpoint: EndpointRow) -> str:
    answer = topics.is_confirmed(endpoint.arn)
    if answer or endpoint.confirmed:
        endpoint.confirmed = bool(answer)
        endpoint.checked_at = clock.iso(clock.now())
        with suppress(ConditionFailed):
            dynamo.write([Write(endpoint, _at_version(int(endpoint.version)))])
    if answer is None:
        return "lapsed"
    return "confirmed" if answer else "pending"
