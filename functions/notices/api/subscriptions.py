"""Routes: subscribing an endpoint to notices."""

from __future__ import annotations

import os
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import paging
from kernel.access import PLACE_STAFF, Access, Role
from kernel.http import Called, to_json
from kernel.http.pages import Cursor, Limit
from kernel.problems import IdempotencyKeyReused, NotFound
from kernel.storage.idempotency import Answered
from kernel.storage.rates import TooOften
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text
from notices.api.base import API, answered
from notices.model.subscriptions import (
    SubscriptionList,
    SubscriptionRequest,
    SubscriptionView,
    subscription_view,
)
from notices.rules.endpoints import tidy_endpoint
from notices.rules.filters import TooManySubscriptions, Wanted
from notices.service.answers import ANSWERS
from notices.service.end_subscription import end_by_id
from notices.service.see_subscriptions import list_subscriptions
from notices.service.subscribe_endpoint import Subscribed, subscribe_endpoint

SUBSCRIBERS = PLACE_STAFF


@API.route(
    "POST",
    "/v1/notices/subscriptions",
    access=Access(SUBSCRIBERS),
    answers={
        201: (
            Text("已登记，按 next_step 完成确认", "Subscribed; next_step says how to confirm"),
            SubscriptionView,
        ),
        200: (Text("此前已订阅", "Was subscribed before"), SubscriptionView),
    },
    problems=[IdempotencyKeyReused, SomebodyWasFaster, TooManySubscriptions, TooOften, NotFound],
    summary=Text("订阅事件通知", "Subscribe an endpoint to notices"),
    description=Text(
        "将邮箱、HTTPS 地址或 SQS 队列订阅到本人岗位所辖单位及其下级的通知。"
        "网格的通知经村级主题发送。",
        "Subscribes an e-mail address, HTTPS endpoint or SQS queue to the notices of a unit of "
        "one's posts and all below it. A grid's notices come through the topic of the village.",
    ),
)
def subscribe_to_notices(request: Called, body: SubscriptionRequest) -> Response[Any]:
    """Subscribe an endpoint to the notices of a unit of one's posts."""
    request.within(body.unit, SUBSCRIBERS)

    def answer(made: Subscribed) -> Answered:
        view = subscription_view(made.subscription, made.state, request.language)
        return Answered(201 if made.is_new else 200, to_json(view))

    return answered(
        subscribe_endpoint(
            request.person.person_id,
            body.protocol,
            tidy_endpoint(body.protocol, body.endpoint),
            Wanted(body.unit, frozenset(body.events), frozenset(body.severities)),
            request.idempotency_key(ANSWERS),
            answer,
        )
    )


@API.route(
    "GET",
    "/v1/notices/subscriptions",
    access=Access(SUBSCRIBERS),
    answers={200: (Text("订阅列表", "The subscriptions"), SubscriptionList)},
    summary=Text("查询通知订阅", "List notice subscriptions"),
    description=Text(
        "默认列出本人的订阅；县管理员可用 person_id 查询他人的订阅。",
        "One's own; a county administrator may name another person with person_id.",
    ),
)
def list_notice_subscriptions(
    request: Called,
    person_id: Annotated[str | None, Query(min_length=1, max_length=100)] = None,
    limit: Limit = paging.DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response[Any]:
    """List one's own subscriptions, or another person's as county administrator."""
    whose = person_id or request.person.person_id
    if whose == request.person.person_id:
        request.allow(proven=True)
    else:
        request.within(os.environ["COUNTY_CODE"], {Role.COUNTY_ADMIN})
    found, next_cursor = list_subscriptions(whose, limit, cursor)
    items = [subscription_view(one, state, request.language) for one, state in found]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


@API.route(
    "DELETE",
    "/v1/notices/subscriptions/{subscription_id}",
    access=Access(SUBSCRIBERS),
    answers={204: (Text("已退订", "Ended"), None)},
    problems=[NotFound],
    summary=Text("取消通知订阅", "End a notice subscription"),
    description=Text(
        "本人的订阅，或由县管理员取消本县任何人的订阅。",
        "One's own, or anybody's in the county by its administrator.",
    ),
)
def end_notice_subscription(
    request: Called, subscription_id: Annotated[str, Path(max_length=100)]
) -> Response[Any]:
    """End a subscription: one's own, or anybody's in the county as its administrator."""
    end_by_id(request, subscription_id)
    return API.answer(204, "")
