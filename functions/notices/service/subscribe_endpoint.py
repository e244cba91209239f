"""Subscribe an endpoint to the notices of a unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kernel import clock
from kernel.problems import InvalidFields, TryAgain
from kernel.storage.idempotency import Answered, IdempotencyKey
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import Outcome, UnitOfWork, carry_out, do_elsewhere
from kernel.texts import Text
from notices.rules.endpoints import Channel, Subscription, endpoint_fault
from notices.rules.filters import TooManySubscriptions, Wanted
from notices.service.end_subscription import end_subscription
from notices.service.see_subscriptions import states_of
from notices.service.settle_endpoint import settle_endpoint
from notices.store import subscriptions, topics
from notices.store.endpoints import EndpointRow
from notices.store.rows import AnswerRow
from notices.store.subscriptions import Asked, SubscriptionRow


class Subscribed(NamedTuple):
    """A subscription, whether it is confirmed, and whether it is new."""

    subscription: Subscription
    state: str
    is_new: bool


class _Written(NamedTuple):
    row: SubscriptionRow
    endpoint: EndpointRow
    is_new: bool


def subscribe_endpoint(
    person_id: str,
    protocol: Channel,
    endpoint: str,
    wanted: Wanted,
    idempotency_key: IdempotencyKey | None,
    answer: Callable[[Subscribed], Answered],
) -> Outcome[Subscribed]:
    """Write a subscription down, then tell SNS.

    The rows are written in one transaction before SNS is asked. A crash in between leaves the
    endpoint unsettled: the person sees `pending`, and asking again finishes it.

    Raises
    ------
    InvalidFields
        The endpoint cannot be one, or SNS will not have it; the rows are taken back.
    TooManySubscriptions
        The endpoint carries too many filters already.
    TryAgain
        The store or SNS is busy.
    """
    asked = Asked(person_id, str(protocol), endpoint, wanted)
    fault = endpoint_fault(asked.protocol, asked.endpoint, topics.topic_of(asked.tier))
    if fault:
        raise InvalidFields.one("endpoint", fault)
    return do_elsewhere(lambda: _subscribe(asked), idempotency_key=idempotency_key, answer=answer)


def _subscribe(asked: Asked) -> Subscribed:
    try:
        row, endpoint, is_new = subscribe(asked)
    except topics.FilterRejected as rejected:
        raise TooManySubscriptions from rejected
    except topics.EndpointRejected as rejected:
        raise InvalidFields.one("endpoint", _rejected(rejected.code)) from rejected
    (state,) = states_of([endpoint])
    return Subscribed(subscriptions.subscription_in(row), state, is_new)


def subscribe(asked: Asked) -> _Written:
    """Write the rows of a subscription, and have SNS follow them.

    Raises
    ------
    topics.EndpointRejected
        SNS will not have it; the rows are taken back.
    """
    written = carry_out(lambda work: _write_down(work, asked)).result
    assert written is not None
    if not written.is_new:
        return written._replace(endpoint=settle_endpoint(_revived(written.endpoint)))
    try:
        return written._replace(endpoint=settle_endpoint(written.endpoint))
    except topics.EndpointRejected:
        end_subscription(written.row)
        raise


def _write_down(work: UnitOfWork, asked: Asked) -> _Written:
    row, endpoint = work.find_all(asked.keys)
    if row is not None and not row.ended:
        return _Written(row, endpoint, is_new=False)
    (row, endpoint), writes = subscriptions.new_rows(asked, endpoint)
    # Refuse here what SNS would refuse after the rows are written.
    _ = endpoint.policy
    work.save(endpoint)
    now = clock.now()
    work.write(*writes, counting(AnswerRow, "subscriptions", asked.person_id, now))
    if asked.protocol == Channel.EMAIL.value and not endpoint.arn:
        # SNS writes to it, whoever's it is.
        work.write(counting(AnswerRow, "confirmation_mails", asked.endpoint, now))
    return _Written(row, endpoint, is_new=True)


def _revived(endpoint: EndpointRow) -> EndpointRow:
    """Return the endpoint, to be subscribed anew if SNS lost it: lapsed, or ended by its link."""
    lost = endpoint.arn
    if not endpoint.is_settled or not lost or _ask(lost) is not None:
        return endpoint

    def decide(work: UnitOfWork) -> EndpointRow:
        present: EndpointRow = work.find(EndpointRow.at(endpoint.pk))
        if present.arn == lost:
            present.arn, present.confirmed = None, False
            if present.protocol == Channel.EMAIL.value:
                mail = counting(AnswerRow, "confirmation_mails", present.endpoint, clock.now())
                work.write(mail)
            present.touch()
            work.save(present)
        return present

    return carry_out(decide).result or endpoint


def _ask(arn: str) -> bool | None:
    try:
        return topics.is_confirmed(arn)
    except topics.TopicUnavailable as fault:
        raise TryAgain from fault


def _rejected(code: str) -> Text:
    return Text(
        f"通知服务拒绝了该地址（{code}）。",
        f"The notification service refused this endpoint ({code}).",
    )
