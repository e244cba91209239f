"""End a subscription and tell SNS."""

from __future__ import annotations

from kernel.access import Role
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from notices.service.settle_endpoint import settle_endpoint
from notices.store import subscriptions
from notices.store.endpoints import EndpointRow
from notices.store.subscriptions import SubscriptionRow


def end_by_id(asking: Scope, subscription_id: str) -> None:
    """End a subscription: one's own, or anybody's in the county as its administrator.

    Raises
    ------
    NotFound
        There is none that is the caller's to end.
    """
    person = asking.person
    row = subscriptions.find(person.person_id, subscription_id)
    if row is None:
        raise NotFound
    own = row.person_id == person.person_id
    asking.allow(own or person.post_over(row.unit, {Role.COUNTY_ADMIN}) is not None)
    end_subscription(row)


def end_subscription(row: SubscriptionRow) -> None:
    """End a subscription and tell SNS; ending twice is ending once.

    A crash after the rows are written leaves the endpoint unsettled: ending again, or the next
    change of the endpoint, finishes it.

    Raises
    ------
    TryAgain
        The store or SNS is busy.
    """

    def decide(work: UnitOfWork) -> EndpointRow | None:
        endpoint: EndpointRow | None = work.find(EndpointRow.at(row.endpoint_pk))
        if endpoint is not None and row.id in endpoint.carries:
            work.write(*subscriptions.ended(row, endpoint))
            work.save(endpoint)
        return endpoint

    endpoint = carry_out(decide).result
    if endpoint is not None:
        settle_endpoint(endpoint)
