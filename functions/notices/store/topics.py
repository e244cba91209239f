"""The topics of the three tiers: publishing to them and subscribing endpoints."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Final

from kernel import aws
from kernel.aws import error_code
from kernel.observability import log
from kernel.units import Tier
from notices.rules.messages import Notice

_TOPIC_VARIABLES: Final[Mapping[Tier, str]] = {
    Tier.VILLAGE: "VILLAGE_TOPIC_ARN",
    Tier.TOWN: "TOWN_TOPIC_ARN",
    Tier.COUNTY: "COUNTY_TOPIC_ARN",
}
_INVALID = {"InvalidParameter", "InvalidParameterException", "InvalidParameterValue"}
# No unit has this code.
_NOTHING = json.dumps({"unit": ["none"]})
_GONE = {"NotFound", "NotFoundException"}
_FULL = {"SubscriptionLimitExceeded"}


class TopicUnavailable(Exception):
    """SNS did not do what was asked, or nobody knows whether it did; the same may be asked again.

    Attributes
    ----------
    code
        The error code of SNS, or the kind of the fault on the way there; no text of the request is
        in it.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class EndpointRejected(Exception):
    """SNS will not have this endpoint; asking again changes nothing."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class FilterRejected(EndpointRejected):
    """SNS takes the endpoint, but not all it would have to carry."""


def client() -> Any:
    """Return the process's client of SNS."""
    return aws.client("sns")


def topic_of(tier: Tier) -> str:
    """Return the ARN of the topic that carries the notices of a tier."""
    return os.environ[_TOPIC_VARIABLES[tier]]


def publish(tier: Tier, notice: Notice) -> str:
    """Publish a notice to the topic of a tier; return SNS's message id.

    SNS's reference allows any UTF-8 subject; earlier it allowed ASCII alone, and regions may
    differ. Where the Chinese subject is refused the notice goes out under the ASCII one; its text
    begins with the Chinese one in any case.

    Raises
    ------
    TopicUnavailable
        The notice was not accepted, or nobody knows whether it was.
    """
    attributes = {
        name: {"DataType": "String", "StringValue": value}
        for name, value in notice.attributes.items()
    }
    request = {
        "TopicArn": topic_of(tier),
        "Message": notice.message,
        "MessageStructure": "json",
        "MessageAttributes": attributes,
    }
    try:
        try:
            return client().publish(**request, Subject=notice.subject)["MessageId"]
        except aws.FAULTS as fault:
            if not (error_code(fault) in _INVALID and "Subject" in str(fault)):
                raise
            log.warning("chinese subject refused", notice_id=notice.id)
            return client().publish(**request, Subject=notice.plain_subject)["MessageId"]
    except aws.FAULTS as fault:
        raise TopicUnavailable(error_code(fault)) from fault


def align(
    tier: Tier, protocol: str, endpoint: str, policy: Mapping[str, Any] | None, arn: str | None
) -> str | None:
    """Make SNS deliver to an endpoint exactly what `policy` lets through; twice is once.

    Parameters
    ----------
    policy
        The filter policy; None: nothing (any more).
    arn
        The subscription as last known; None: not known.

    Returns
    -------
    str or None
        The subscription's ARN; None without one, or while SNS does not tell it.

    Raises
    ------
    EndpointRejected
        SNS will not have the endpoint, or (`FilterRejected`) not all it would carry.
    TopicUnavailable
        SNS could not be asked.
    """
    try:
        if policy is None:
            return _end(arn or _search(tier, protocol, endpoint))
        text = json.dumps(policy)
        if arn and _refilter(arn, text):
            return arn
        return _subscribe(tier, protocol, endpoint, text)
    except aws.FAULTS as fault:
        code = error_code(fault)
        if code == "FilterPolicyLimitExceeded" or (
            code in _INVALID and "FilterPolicy" in str(fault)
        ):
            raise FilterRejected(code) from fault
        if code in _INVALID | _FULL:
            raise EndpointRejected(code) from fault
        raise TopicUnavailable(code) from fault


def _subscribe(tier: Tier, protocol: str, endpoint: str, policy: str) -> str | None:
    try:
        answer = client().subscribe(
            TopicArn=topic_of(tier),
            Protocol=protocol,
            Endpoint=endpoint,
            Attributes={"FilterPolicy": policy},
            ReturnSubscriptionArn=True,
        )
    except aws.FAULTS as fault:
        # Left over from a try that was cut off: SNS names a subscription only to who asks without
        # other attributes.
        if "already exists" not in str(fault):
            raise
        arn = _existing(tier, protocol, endpoint)
        if arn is None or not _refilter(arn, policy):
            raise
        return arn
    return _arn(answer)


def _existing(tier: Tier, protocol: str, endpoint: str) -> str | None:
    answer = client().subscribe(
        TopicArn=topic_of(tier), Protocol=protocol, Endpoint=endpoint, ReturnSubscriptionArn=True
    )
    return _arn(answer)


def _search(tier: Tier, protocol: str, endpoint: str) -> str | None:
    pages = client().get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic_of(tier))
    for page in pages:
        for one in page["Subscriptions"]:
            if (one["Protocol"], one["Endpoint"]) == (protocol, endpoint):
                return _arn(one)
    return None


def _arn(answer: Mapping[str, Any]) -> str | None:
    told = answer["SubscriptionArn"]
    return told if told.startswith("arn:") else None


def _refilter(arn: str, policy: str) -> bool:
    try:
        client().set_subscription_attributes(
            SubscriptionArn=arn, AttributeName="FilterPolicy", AttributeValue=policy
        )
    except aws.FAULTS as fault:
        if error_code(fault) in _GONE:
            return False
        raise
    return True


def _end(arn: str | None) -> None:
    if arn is None:
        return
    try:
        client().unsubscribe(SubscriptionArn=arn)
    except aws.FAULTS as fault:
        if error_code(fault) in _GONE:
            return
        if error_code(fault) not in _INVALID:
            raise
        # One that waits for its confirmation cannot be ended, only left to lapse; confirmed late,
        # it must let nothing through.
        _refilter(arn, _NOTHING)


def is_confirmed(arn: str) -> bool | None:
    """Tell whether the endpoint has confirmed the subscription; None when SNS knows it no more.

    Raises
    ------
    TopicUnavailable
        SNS could not be asked.
    """
    try:
        attributes = client().get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    except aws.FAULTS as fault:
        if error_code(fault) in _GONE:
            return None
        raise TopicUnavailable(error_code(fault)) from fault
    return attributes.get("PendingConfirmation", "false").lower() != "true"
