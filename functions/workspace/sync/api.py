"""Routes of phones that were offline: send what was done, pull what changed."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.http import Called
from kernel.http.pages import Cursor
from kernel.texts import Text
from workspace.sync import model
from workspace.sync.base import API, SIGNED_IN
from workspace.sync.model import PushOperations
from workspace.sync.service.pull_changes import pull_changes as pull
from workspace.sync.service.push_operations import Batch

_MOST_BATCH_BYTES = 512 * 1024

Limit = Annotated[int, Query(ge=1, le=50, description="Incidents a page / 每页条数")]


@API.route(
    "POST",
    "/v1/sync",
    access=SIGNED_IN,
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
    request.allow(proven=True)
    results = [model.result_view(*taken) for taken in Batch(request).run(body.operations)]
    return API.answer(200, {"results": results})


@API.route(
    "GET",
    "/v1/sync",
    access=SIGNED_IN,
    answers={200: (Text("变化的事件", "What changed"), model.PullAnswer)},
    summary=Text("拉取变化", "Pull what changed"),
    description=Text(
        "首次不带 cursor，先得未办结事件；以后带上次的 next_cursor，得本人岗位、本人上报和附议事件的变化，先变先到。"
        "more 为 true 时立即续拉。最近十一分钟的变化会再次给出，以 version 判断。reset 为 true 时先清空本地副本。",
        "Without a cursor first, which brings what is open; then with the `next_cursor` before, which brings what changed since in the units "
        "of your posts, in what you reported and what you joined, oldest change first. Go on at once while `more`. Changes of the last eleven "
        "minutes come again: the version tells. `reset`: drop every local copy first.",
    ),
)
def pull_changes(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Give a page of what changed for the caller."""
    request.allow(proven=True)
    pulled = pull(request, cursor, limit)
    return API.answer(
        200,
        {
            "items": pulled.items,
            "reset": pulled.begins,
            "more": pulled.more,
            "next_cursor": pulled.next_cursor,
        },
    )
