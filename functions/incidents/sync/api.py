"""Routes of phones that were offline: send what was done, pull what changed."""

from __future__ import annotations

import json
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from incidents.field.base import API, Cursor
from incidents.model.answers import incident_view
from incidents.rules import feeds, standing
from incidents.rules.incident import Incident
from incidents.service.see_incident import see
from incidents.store.rows import CHANGES_KEPT
from incidents.sync import model, rules, store
from incidents.sync.model import PushOperations
from incidents.sync.rules import Reading, Stage
from kernel import clock, paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Called
from kernel.texts import Text

_SIGNED_IN = Access(ALL_ROLES)
_MOST_BATCH_BYTES = 512 * 1024
_LIST = "sync"

Limit = Annotated[int, Query(ge=1, le=50, description="Incidents a page / 每页条数")]


@API.route(
    "POST",
    "/v1/sync",
    access=_SIGNED_IN,
    answers={200: (Text("各操作的结果", "What became of each operation"), model.PushAnswer)},
    summary=Text("上传离线操作", "Send what was done while offline"),
    description=Text(
        "最多 100 个操作，按 op_no 依次执行，与单独调用各路由完全相同；op_id 即该路由的 Idempotency-Key，整批可任意次重发。"
        "一个操作失败不影响其他操作；依赖它的（after）不执行。结果为 later 的请重发。",
        "Up to 100 operations, done in the order of `op_no`, each by the very route it would be sent to by itself, with `op_id` as its "
        "Idempotency-Key: the batch may be sent any number of times. One that fails stops only those that stand on it (`after`). "
        "What is answered `later` is to be sent again.",
    ),
    most_bytes=_MOST_BATCH_BYTES,
)
def push_operations(request: Called, body: PushOperations) -> Response[Any]:
    """Do what a phone did while it was offline."""
    # Only who sends a batch needs all the routes it may go by.
    from incidents.sync.push import Batch

    request.allow(proven=True)
    return API.answer(200, {"results": Batch(request).run(body.operations)})


@API.route(
    "GET",
    "/v1/sync",
    access=_SIGNED_IN,
    answers={200: (Text("变化的事件", "What changed"), model.PullAnswer)},
    summary=Text("拉取变化", "Pull what changed"),
    description=Text(
        "首次不带 cursor，先得未办结事件；以后带上次的 next_cursor，得本人岗位、本人上报和附议事件的变化，先变先到。"
        "more 为 true 时立即续拉。最近一分钟的变化会再次给出，以 version 判断。reset 为 true 时先清空本地副本。",
        "Without a cursor first, which brings what is open; then with the `next_cursor` before, which brings what changed since in the units "
        "of your posts, in what you reported and what you joined, oldest change first. Go on at once while `more`. Changes of the last "
        "minute come again: the version tells. `reset`: drop every local copy first.",
    ),
)
def pull_changes(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Give a page of what changed for the caller."""
    now = clock.now()
    request.allow(proven=True)
    subscriptions = feeds.subscriptions_of(request.person)
    reader = rules.reader_of(request.person.person_id, subscriptions)
    kept = _decoded(cursor)
    reading = rules.resume(kept, reader, now, CHANGES_KEPT)
    begins = reading != kept and reading.stage is Stage.OPEN
    items: list[dict[str, Any]] = []
    while reading.stage is not None:
        page = _page(reading, subscriptions, limit)
        found = store.load(page.incidents, request.person.person_id)
        items = [_item(*one) for one in found if _is_news(reading, *one[1:], subscriptions)]
        reading = (
            reading._replace(at=page.next_at)
            if page.next_at
            else rules.passed_on(reading, len(subscriptions))
        )
        # A list with nothing in it costs no page of its own.
        if items or reading.at:
            break
    return API.answer(
        200,
        {
            "items": items,
            "reset": begins,
            "more": reading.stage is not None,
            "next_cursor": _encoded(reading),
        },
    )


def _page(reading: Reading, subscriptions: list[feeds.Subscription], limit: int) -> store.Page:
    caller = API.request.person
    if reading.stage is Stage.OPEN:
        return store.open_page(caller, subscriptions, reading.at, limit)
    if reading.stage is Stage.JOINED:
        return store.joined_page(caller.person_id, reading.at, limit)
    if reading.feed >= len(subscriptions):
        raise paging.wrong_cursor()
    return store.feed_page(subscriptions[reading.feed], reading.since, reading.at, limit)


def _is_news(
    reading: Reading,
    incident: Incident | None,
    joined: bool,
    subscriptions: list[feeds.Subscription],
) -> bool:
    """Tell whether what a list names belongs into the answer."""
    if reading.stage is Stage.FEED or incident is None:
        return True
    if reading.stage is Stage.OPEN:
        return incident.status.is_open and feeds.is_followed(incident, subscriptions)
    # Whoever is no reporter any more, as a merger was undone, is told so with the change that undid it.
    still_open = reading.is_first and joined and incident.status.is_open
    return still_open or incident.change_id >= reading.since


def _item(incident_id: str, incident: Incident | None, joined: bool) -> dict[str, Any]:
    request = API.request
    if incident is None or not standing.may_read(incident, request.person, joined=joined):
        return {"id": incident_id, "gone": True, "incident": None}
    view = incident_view(see(request.person, incident, joined=joined), request.language)
    return {"id": incident_id, "gone": False, "incident": view}


def _encoded(reading: Reading) -> str:
    state = {
        "reader": reading.reader,
        "since": reading.since,
        "until": reading.until,
        "stage": str(reading.stage or "rest"),
        "feed": str(reading.feed),
        "at": json.dumps(reading.at, separators=(",", ":")),
        "first": str(reading.is_first),
    }
    cursor = paging.encode(_LIST, {name: {"S": value} for name, value in state.items()})
    assert cursor is not None, "a pull has always a place"
    return cursor


def _decoded(cursor: str | None) -> Reading | None:
    key = paging.decode(_LIST, cursor)
    if key is None:
        return None
    try:
        state = {name: value["S"] for name, value in key.items()}
        at = json.loads(state["at"])
        return Reading(
            reader=state["reader"],
            since=state["since"],
            until=state["until"],
            stage=None if state["stage"] == "rest" else Stage(state["stage"]),
            feed=max(0, int(state["feed"])),
            at={str(name): str(value) for name, value in at.items()},
            is_first=state["first"] == "True",
        )
    except (KeyError, ValueError, AttributeError, RecursionError) as fault:
        raise paging.wrong_cursor() from fault
