"""Routes: the group robots of units. Keys come in and never go out."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import clock, paging
from kernel.access import OFFICERS, Access
from kernel.directory import refuse_unknown_unit
from kernel.fields import UnitCode
from kernel.http import Called, refuse_stale
from kernel.ids import new_id
from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion, TooManyRequests
from kernel.storage.idempotency import Answered
from kernel.storage.rows import ConditionFailed
from kernel.texts import Text
from notices.api.base import API, Cursor, Limit
from notices.model import RobotChange, RobotList, RobotRequest, RobotTest, RobotView
from notices.store import base, keys, robots
from notices.store.robots import ChannelRow, RobotAlreadyKnown, RobotRow, TooManyRobots

RobotId = Annotated[str, Path(max_length=100)]


class RobotIsBusy(TooManyRequests):
    """A robot takes twenty messages a minute, tests among them, one at a time."""

    slug = "robot-is-busy"
    said = Text(
        "该机器人正在发送或已达每分钟上限，请稍后再试。",
        "This robot is sending, or has sent all it may within the minute; try again later.",
    )


@API.route(
    "POST",
    "/v1/notices/robots",
    access=Access(OFFICERS),
    answers={201: (Text("已登记", "Entered"), RobotView)},
    problems=[IdempotencyKeyReused, RobotAlreadyKnown, TooManyRobots],
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
    request.within(body.unit, OFFICERS)
    refuse_unknown_unit(body.unit)
    once = request.once(base.AnswerRow)
    if once and (first := base.answered(once)):
        return API.replayed(first)

    now = clock.now()
    # The same request leads to the same robot, so that a crash leaves no second key behind.
    robot_id = hashlib.sha256(once.pk.encode()).hexdigest()[:26] if once else new_id(now)
    place = RobotRow.key(robot_id)
    robot = RobotRow(
        place.pk,
        place.sk,
        id=robot_id,
        unit=body.unit,
        name=body.name,
        format=str(body.format),
        events=sorted(body.events),
        severities=sorted(body.severities),
        key_hint=body.webhook[-4:],
        webhook=robots.hash_of(body.webhook),
        created_at=clock.iso(now),
        created_by=request.person.person_id,
    )
    view = _view(robot, ChannelRow(place.pk, "CHANNEL"))
    answer = Answered(201, json.dumps(view, ensure_ascii=False))
    keys.put(robot_id, body.webhook)
    try:
        robots.add(robot, [once.record(answer, now)] if once else [])
    except (RobotAlreadyKnown, TooManyRobots):
        keys.forget(robot_id)
        raise
    except ConditionFailed:
        if once and (first := base.answered(once)):
            return API.replayed(first)
        raise StaleVersion from None
    return API.answer(answer.status, answer.body, version=1)


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
    request.within(unit, OFFICERS)
    listing = f"notice-robots:{unit}:{below}"
    found, page = robots.page_of(
        unit, below=below, limit=limit, start=paging.decode(listing, cursor)
    )
    items = [_view(robot, channel) for robot, channel in found]
    return API.answer(200, {"items": items, "next_cursor": paging.encode(listing, page.next_key)})


@API.route(
    "GET",
    "/v1/notices/robots/{robot_id}",
    access=Access(OFFICERS),
    answers={200: (Text("机器人", "The robot"), RobotView)},
    problems=[NotFound],
    summary=Text("查看群机器人", "Read a group robot"),
)
def get_robot(robot_id: RobotId) -> Response[Any]:
    """Read a group robot."""
    robot, channel = _mine(robot_id)
    return API.answer(200, _view(robot, channel), version=int(robot.version))


@API.route(
    "PUT",
    "/v1/notices/robots/{robot_id}",
    access=Access(OFFICERS),
    answers={200: (Text("已修改", "Changed"), RobotView)},
    problems=[NotFound, StaleVersion, RobotAlreadyKnown],
    summary=Text("修改群机器人", "Change a group robot"),
    description=Text(
        "更换 Webhook 后，已失效的通道恢复发送。带 If-Match 可防覆盖他人修改。",
        "With another webhook a dead channel begins anew. With If-Match nobody's change is "
        "overwritten.",
    ),
)
def change_robot(request: Called, body: RobotChange, robot_id: RobotId) -> Response[Any]:
    """Change a group robot."""
    robot, channel = _mine(robot_id)
    refuse_stale(request.expected_version, int(robot.version))
    robot.name, robot.format = body.name, str(body.format)
    robot.events, robot.severities = sorted(body.events), sorted(body.severities)
    webhook = robot.webhook
    if body.webhook:
        webhook, robot.key_hint = robots.hash_of(body.webhook), body.webhook[-4:]
    robots.change(robot, channel, webhook)
    if body.webhook:
        # After the row: a webhook that is another robot's never comes this far.
        keys.put(robot_id, body.webhook)
    return API.answer(200, _view(robot, channel), version=int(robot.version))


@API.route(
    "DELETE",
    "/v1/notices/robots/{robot_id}",
    access=Access(OFFICERS),
    answers={204: (Text("已移除", "Removed"), None)},
    problems=[NotFound, StaleVersion],
    summary=Text("移除群机器人", "Remove a group robot"),
)
def remove_robot(request: Called, robot_id: RobotId) -> Response[Any]:
    """Remove a group robot and delete its key."""
    robot, _ = _mine(robot_id, removed=True)
    if not robot.removed:
        refuse_stale(request.expected_version, int(robot.version))
        robots.remove(robot)
    # Removing again finishes what a crash left.
    keys.forget(robot_id)
    return API.answer(204, "")


@API.route(
    "POST",
    "/v1/notices/robots/{robot_id}/test",
    access=Access(OFFICERS),
    answers={200: (Text("测试结果", "What became of it"), RobotTest)},
    problems=[NotFound, IdempotencyKeyReused, RobotIsBusy],
    summary=Text("发送测试消息", "Send a test message"),
    description=Text(
        "立即向群里发送一条测试消息，计入每分钟上限；送达后已失效的通道恢复。",
        "Sends a test message to the group at once, within its limit per minute. If it arrives, a "
        "dead channel lives again.",
    ),
)
def test_robot(request: Called, robot_id: RobotId) -> Response[Any]:
    """Send a test message through a group robot."""
    from notices import sender

    robot, channel = _mine(robot_id)
    once = request.once(base.AnswerRow)
    if once and (first := base.answered(once)):
        return API.replayed(first)

    now = clock.now()
    ready = max(
        channel.health.ready_at(now),
        clock.from_iso(channel.busy_until) if channel.busy_until else now,
    )
    if ready > now:
        raise RobotIsBusy(retry_after=1 + int((ready - now).total_seconds()))
    try:
        told = sender.send_test(robot, channel)
    except ConditionFailed:
        raise RobotIsBusy(retry_after=10) from None
    view = {"delivered": told.fault is None, "fault": told.fault, "robot": _view(robot, channel)}
    answer = Answered(200, json.dumps(view, ensure_ascii=False))
    if once:
        answer = base.remember(once, answer, now)
    return API.answer(answer.status, answer.body)


def _mine(robot_id: str, *, removed: bool = False) -> tuple[RobotRow, ChannelRow]:
    """Return a robot of a unit that one of the caller's posts reaches; any other is not there."""
    request = API.request
    robot, channel = robots.find(robot_id, removed=removed)
    if robot is None:
        raise NotFound
    request.allow(request.person.post_over(robot.unit, OFFICERS) is not None)
    return robot, channel


def _view(robot: RobotRow, channel: ChannelRow) -> dict[str, Any]:
    health, now = channel.health, clock.now()
    paused = health.paused_until if health.paused_until and health.paused_until > now else None
    return {
        "id": robot.id,
        "unit": robot.unit,
        "name": robot.name,
        "key_hint": robot.key_hint,
        "format": robot.format,
        "events": robot.events,
        "severities": robot.severities,
        "state": "dead" if health.dead else "paused" if paused else "live",
        "fault": channel.fault,
        "paused_until": clock.local_iso(paused) if paused else None,
        "dead_at": _local(channel.dead_at),
        "last_sent_at": _local(channel.last_sent_at),
        "created_at": _local(robot.created_at),
        "version": int(robot.version),
    }


def _local(stored: str | None) -> str | None:
    return clock.local_iso(clock.from_iso(stored)) if stored else None
