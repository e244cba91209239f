"""Make SNS follow an endpoint's row: the row comes first, and whoever comes next finishes what was cut off."""

from __future__ import annotations

from datetime import timedelta

from kernel import clock
from kernel.problems import TryAgain
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import Told, UnitOfWork, carry_out, keep_telling
from kernel.units import Tier
from notices.store import topics
from notices.store.endpoints import EndpointRow, as_read

# An address is personal data, kept no longer than needed (个人信息保护法 Art. 19). The row outlives the
# ended subscriptions that lead to it, so that one may end or begin again.
KEEP_UNUSED_ENDPOINTS = timedelta(days=7)


def settle_endpoint(endpoint: EndpointRow) -> EndpointRow:
    """Make SNS follow an endpoint's row, and write down that it does.

    Whoever got no answer may have told SNS last as well, of something outdated, and so leaves the row to be settled, whatever `applied`
    said.

    Raises
    ------
    topics.EndpointRejected
        SNS will not have it.
    TryAgain
        SNS is busy; asking for the same again goes on from here.
    """
    if endpoint.is_settled:
        return endpoint
    place = EndpointRow.at(endpoint.pk)

    def tell(present: EndpointRow) -> Told[EndpointRow]:
        try:
            return _told(present)
        except topics.TopicUnavailable as fault:
            _leave_unsettled(place)
            raise TryAgain from fault

    return keep_telling(endpoint, tell, lambda: _leave_unsettled(place))


def _told(endpoint: EndpointRow) -> Told[EndpointRow]:
    """Tell SNS all that an endpoint carries."""
    tier = Tier(endpoint.tier)
    arn = topics.align(tier, endpoint.protocol, endpoint.endpoint, endpoint.policy, endpoint.arn)
    if arn != endpoint.arn:
        endpoint.confirmed = False
    endpoint.arn, endpoint.applied = arn, endpoint.version
    if not endpoint.carries:
        endpoint.expires_at = int((clock.now() + KEEP_UNUSED_ENDPOINTS).timestamp())
    return Told(endpoint, as_read(endpoint))


def _leave_unsettled(place: Key) -> EndpointRow:
    """Return the endpoint under a version that SNS is still to be told."""

    def decide(work: UnitOfWork) -> EndpointRow:
        endpoint: EndpointRow = work.find(place)
        endpoint.touch()
        work.save(endpoint)
        return endpoint

    left = carry_out(decide).result
    assert left is not None
    return left
