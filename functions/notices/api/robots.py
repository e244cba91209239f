"""Routes: the group robots of units. Keys come in and never go out."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import paging
from kernel.access import OFFICERS, Access
from kernel.fields import UnitCode
from kernel.http import Called, to_json
from kernel.http.pages import Cursor, Limit
from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion
from kernel.storage.idempotency import Answered
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text
from notices.api.base import API, answered
from notices.model.robots import (
    RobotChange,
    RobotList,
    RobotRequest,
    RobotTest,
    RobotView,
    robot_view,
    test_view,
)
from notices.rules.robot_limits import RobotAlreadyKnown, RobotIsBusy, TooManyRobots
from notices.service.add_robot import add_robot as add
from notices.service.answers import ANSWERS
from notices.service.change_robot import change_robot as change
from notices.service.remove_robot import remove_robot as remove
from notices.service.see_robot import RobotSeen, see_robot
from notices.service.see_robot import list_robots as list_of_unit
from notices.service.try_robot import try_robot

RobotId = Annotated[str, Path(max_length=100)]


@API.route(
    "POST",
    "/v1/notices/robots",
    access=Access(OFFICERS),
    answers={201: (Text("已登记", "Entered"), RobotView)},
    problems=[IdempotencyKeyReused, SomebodyWasFaster, RobotAlreadyKnown, TooManyRobots],
    summary=Text("登记群机器人", "Enter a group robot"),
    description=Text(
        "为本人岗位所辖单位登记企业微信群机器人；该单位的通知（村级含其网格）除主题外也发到群里。"
        "消息仅含事件类型、等级、案件编号、时限和链接。",
        "Enters a WeCom group robot of a unit of one's posts. What the unit is told (a village's "
        "grids included) goes to the group as well; a message has event, severity, case code, "
        "limit and link, and nothing else.",
    ),
)
def add_robot(request: Called, body: RobotRequest) -> Response[Any]:
    """Enter a group robot of a unit."""
    outcome = add(
        request,
        body.unit,
        body.as_command(),
        request.idempotency_key(ANSWERS),
        lambda seen: Answered(201, to_json(robot_view(seen))),
    )
    return answered(outcome, version=1)


@API.route(
    "GET",
    "/v1/notices/robots",
    access=Access(OFFICERS),
    answers={200: (Text("机器人列表", "The robots"), RobotList)},
    summary=Text("查询群机器人", "List group robots"),
    description=Text(
        "列出一个单位的机器人及其通道状态；below=true 时含下级单位。",
        "The robots of a unit and how their channels are; with below=true those of all units below.",
    ),
)
def list_robots(
    request: Called,
    unit: Annotated[UnitCode, Query()],
    below: Annotated[bool, Query(description="Units below as well / 含下级单位")] = False,
    limit: Limit = paging.DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response[Any]:
    """List the group robots of a unit."""
    found, next_cursor = list_of_unit(request, unit, below=below, limit=limit, cursor=cursor)
    items = [robot_view(seen) for seen in found]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


@API.route(
    "GET",
    "/v1/notices/robots/{robot_id}",
    access=Access(OFFICERS),
    answers={200: (Text("机器人", "The robot"), RobotView)},
    problems=[NotFound],
    summary=Text("查看群机器人", "Read a group robot"),
)
def get_robot(request: Called, robot_id: RobotId) -> Response[Any]:
    """Read a group robot."""
    return _robot(see_robot(request, robot_id))


@API.route(
    "PUT",
    "/v1/notices/robots/{robot_id}",
    access=Access(OFFICERS),
    answers={200: (Text("已修改", "Changed"), RobotView)},
    problems=[NotFound, StaleVersion, SomebodyWasFaster, RobotAlreadyKnown],
    summary=Text("修改群机器人", "Change a group robot"),
    description=Text(
        "更换 Webhook 后，已失效的通道恢复发送。带 If-Match 可防覆盖他人修改。",
        "With another webhook a dead channel begins anew. With If-Match nobody's change is "
        "overwritten.",
    ),
)
def change_robot(request: Called, body: RobotChange, robot_id: RobotId) -> Response[Any]:
    """Change a group robot."""
    return _robot(change(request, robot_id, body.as_command(), request.expected_version))


@API.route(
    "DELETE",
    "/v1/notices/robots/{robot_id}",
    access=Access(OFFICERS),
    answers={204: (Text("已移除", "Removed"), None)},
    problems=[NotFound, StaleVersion, SomebodyWasFaster],
    summary=Text("移除群机器人", "Remove a group robot"),
)
def remove_robot(request: Called, robot_id: RobotId) -> Response[Any]:
    """Remove a group robot and delete its key."""
    remove(request, robot_id, request.expected_version)
    return API.answer(204, "")


@API.route(
    "POST",
    "/v1/notices/robots/{robot_id}/test",
    access=Access(OFFICERS),
    answers={200: (Text("测试结果", "What became of it"), RobotTest)},
    problems=[NotFound, IdempotencyKeyReused, SomebodyWasFaster, RobotIsBusy],
    summary=Text("发送测试消息", "Send a test message"),
    description=Text(
        "立即向群里发送一条测试消息，计入每分钟上限；送达后已失效的通道恢复。",
        "Sends a test message to the group at once, within its limit per minute. If it arrives, a "
        "dead channel lives again.",
    ),
)
def test_robot(request: Called, robot_id: RobotId) -> Response[Any]:
    """Send a test message through a group robot."""
    outcome = try_robot(
        request,
        robot_id,
        request.idempotency_key(ANSWERS),
        lambda tried: Answered(200, to_json(test_view(tried))),
    )
    return answered(outcome)


def _robot(seen: RobotSeen) -> Response[Any]:
    return API.answer(200, robot_view(seen), version=seen.version)
