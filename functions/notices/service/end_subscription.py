"""End a subscription and tell SNS."""

from __future__ import annotations

from kernel.storage.unit_of_work import UnitOfWork, carry_out
from notices.service.settle_endpoint import settle_endpoint
from notices.store import subscriptions
from notices.store.endpoints import EndpointRow
from notices.store.subscriptions import SubscriptionRow


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
