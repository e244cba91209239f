"""Routes: subscribing an endpoint to notices."""

from __future__ import annotations

import json
import os
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import clock, paging
from kernel.access import PLACE_STAFF, Access, Role
from kernel.http import Called
from kernel.problems import IdempotencyKeyReused, InvalidFields, NotFound
from kernel.storage.idempotency import Answered
from kernel.texts import Text
from kernel.units import tier_of
from notices import rules, topics
from notices.api.base import API, Cursor, Limit
from notices.model import SubscriptionList, SubscriptionRequest, SubscriptionView
from notices.rules import Channel, TooManySubscriptions, Wanted
from notices.store import base, subscriptions

SUBSCRIBERS = PLACE_STAFF

_NEXT_STEPS = {
    "confirmed": Text("已生效，无需操作。", "In force; nothing to do."),
    "lapsed": Text(
        "确认已过期或已退订，请重新订阅。",
        "Not confirmed in time, or ended by its link: subscribe again.",
    ),
    Channel.EMAIL: Text(
        "请打开确认邮件并点击其中的链接，两天内有效；确认前不会收到通知。",
        "Follow the link in the confirmation e-mail within two days; until then nothing is sent.",
    ),
    Channel.HTTPS: Text(
        "该地址须访问收到的 SubscribeURL 完成确认，两天内有效；确认前不会收到通知。",
        "The endpoint must visit its SubscribeURL within two days; until then nothing is sent.",
    ),
    Channel.SQS: Text(
        "队列策略须允许主题写入；他人账户的队列须确认订阅。",
        "The queue's policy must admit the topic; a queue of another account must confirm.",
    ),
}


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
    problems=[IdempotencyKeyReused, TooManySubscriptions, NotFound],
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
    endpoint = rules.tidy_endpoint(body.protocol, body.endpoint)
    fault = rules.endpoint_fault(body.protocol, endpoint, topics.topic_of(tier_of(body.unit)))
    if fault:
        raise InvalidFields.one("endpoint", fault)
    once = request.once(base.AnswerRow)
    if once and (first := base.answered(once)):
        return API.replayed(first)

    wanted = Wanted(body.unit, frozenset(body.events), frozenset(body.severities))
    try:
        made = subscriptions.subscribe(
            subscriptions.Asked(request.person.person_id, str(body.protocol), endpoint, wanted)
        )
    except topics.FilterRejected as rejected:
        raise TooManySubscriptions from rejected
    except topics.EndpointRejected as rejected:
        raise InvalidFields.one("endpoint", _rejected(rejected.code)) from rejected
    (state,) = subscriptions.states_of([made.endpoint])
    view = _subscription(made.row, state)
    answer = Answered(201 if made.is_new else 200, json.dumps(view, ensure_ascii=False))
    if once:
        answer = base.remember(once, answer, clock.now())
    return API.answer(answer.status, answer.body)


def _rejected(code: str) -> Text:
    return Text(
        f"通知服务拒绝了该地址（{code}）。",
        f"The notification service refused this endpoint ({code}).",
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
    listing = f"notice-subscriptions:{whose}"
    rows, page = subscriptions.subscriptions(whose, limit, paging.decode(listing, cursor))
    states = subscriptions.states_of([endpoint for _, endpoint in rows])
    items = [_subscription(row, state) for (row, _), state in zip(rows, states, strict=True)]
    return API.answer(200, {"items": items, "next_cursor": paging.encode(listing, page.next_key)})


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
    row = subscriptions.find(request.person.person_id, subscription_id)
    if row is None:
        raise NotFound
    own = row.person_id == request.person.person_id
    request.allow(own or request.person.post_over(row.unit, {Role.COUNTY_ADMIN}) is not None)
    subscriptions.end(row)
    return API.answer(204, "")


def _subscription(row: subscriptions.SubscriptionRow, state: str) -> dict[str, Any]:
    next_step = _NEXT_STEPS.get(state) or _NEXT_STEPS[Channel(row.protocol)]
    return {
        "id": row.id,
        "person_id": row.person_id,
        "protocol": row.protocol,
        "endpoint": row.endpoint,
        "unit": row.unit,
        "tier": row.tier,
        "events": row.events,
        "severities": row.severities,
        "state": state,
        "next_step": next_step.say(API.request.language),
        "created_at": clock.local_iso(clock.from_iso(row.created_at)),
    }
