"""Where subscriptions stand: whether their endpoints have confirmed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from kernel import clock
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import write_unless_moved
from notices.rules.endpoints import Subscription
from notices.store import subscriptions, topics
from notices.store.endpoints import EndpointRow, as_read

# Whoever follows SNS's link to unsubscribe does so behind the row's back.
_CHECK_AGAIN = timedelta(days=1)


class SubscriptionSeen(NamedTuple):
    """A subscription and where it stands."""

    subscription: Subscription
    state: str


def list_subscriptions(person_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a person's subscriptions, each with where it stands."""
    page = subscriptions.page_of(person_id, limit, cursor)
    states = states_of([kept.endpoint for kept in page.rows])
    seen = [
        SubscriptionSeen(subscriptions.subscription_in(kept.row), state)
        for kept, state in zip(page.rows, states, strict=True)
    ]
    return page._replace(rows=seen)


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
    if not endpoint.is_settled or not endpoint.arn:
        return False
    if not endpoint.confirmed or not endpoint.checked_at:
        return True
    return clock.now() - clock.from_iso(endpoint.checked_at) > _CHECK_AGAIN


def _checked(endpoint: EndpointRow) -> str:
    answer = topics.is_confirmed(endpoint.arn)
    if answer or endpoint.confirmed:
        endpoint.confirmed = bool(answer)
        endpoint.checked_at = clock.iso(clock.now())
        # What somebody changed meanwhile is asked about again the next time.
        write_unless_moved([as_read(endpoint)])
    if answer is None:
        return "lapsed"
    return "confirmed" if answer else "pending"
