"""Make SNS follow an endpoint's row: the row comes first, and whoever comes next finishes what was cut off."""

from __future__ import annotations

from datetime import timedelta

from kernel import clock
from kernel.problems import TryAgain
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import UnitOfWork, carry_out, write_unless_moved
from kernel.units import Tier
from notices.store import topics
from notices.store.endpoints import EndpointRow, as_read

# An address is personal data, kept no longer than needed (个人信息保护法 Art. 19). The row outlives the
# ended subscriptions that lead to it, so that one may end or begin again.
KEEP_UNUSED_ENDPOINTS = timedelta(days=7)
_ROUNDS = 8


def settle_endpoint(endpoint: EndpointRow) -> EndpointRow:
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
    if endpoint.is_settled:
        return endpoint
    place = EndpointRow.at(endpoint.pk)
    for _ in range(_ROUNDS):
        try:
            arn = topics.align(
                Tier(endpoint.tier),
                endpoint.protocol,
                endpoint.endpoint,
                endpoint.policy,
                endpoint.arn,
            )
        except topics.TopicUnavailable as fault:
            _leave_unsettled(place)
            raise TryAgain from fault
        if arn != endpoint.arn:
            endpoint.confirmed = False
        endpoint.arn, endpoint.applied = arn, endpoint.version
        if not endpoint.carries:
            endpoint.expires_at = int((clock.now() + KEEP_UNUSED_ENDPOINTS).timestamp())
        if write_unless_moved([as_read(endpoint)]):
            return endpoint
        endpoint = _leave_unsettled(place)
    raise TryAgain


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
