"""What clients send of group robots and are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from escalation.rules.clocked import Severity
from kernel import clock
from kernel.field_errors import TextualValueError
from kernel.fields import Model, OwnerCode, one_line
from kernel.texts import Text
from notices.model.fields import Events, Severities
from notices.rules.channels import webhook_key
from notices.rules.robots import MessageFormat
from notices.service.add_robot import RobotCommand
from notices.service.see_robot import RobotSeen
from notices.service.try_robot import Tried


def key_of(webhook: str) -> str:
    """Return the key in a webhook address, or the key itself.

    Raises
    ------
    TextualValueError
        It is neither.
    """
    key = webhook_key(webhook)
    if key is None:
        raise TextualValueError(
            Text(
                "须为企业微信群机器人的 Webhook 地址，或其中的密钥。",
                "Must be the webhook address of a WeCom group robot, or the key in it.",
            )
        )
    return key


RobotName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=40,
        description="What its group calls it; never sent anywhere / 名称，仅用于管理，不随通知发送",
        examples=["庄头村工作群"],
    ),
    AfterValidator(one_line),
]
Webhook = Annotated[
    str,
    Field(
        min_length=16,
        max_length=300,
        description="Webhook address as WeCom shows it, or the key in it; never shown again / "
        "企业微信给出的 Webhook 地址或 key，登记后不再显示",
        examples=["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"],
        json_schema_extra={"writeOnly": True},
    ),
    AfterValidator(key_of),
]
RobotFormat = Annotated[
    MessageFormat,
    Field(
        description="text is read everywhere, markdown in WeCom only (not by WeChat users) / "
        "text 通用，markdown 仅企业微信内可见（微信用户不可见）"
    ),
]


class RobotRequest(Model):
    """A group robot of a unit, and what it is to tell."""

    unit: OwnerCode
    name: RobotName
    webhook: Webhook
    format: RobotFormat = MessageFormat.TEXT
    events: Events = Field(default_factory=list[str])
    severities: Severities = Field(default_factory=list[Severity])

    def as_command(self) -> RobotCommand:
        """Return what the robot is to be."""
        return _command(self)


class RobotChange(Model):
    """What a robot is to be from now on; without a webhook it keeps the one it has."""

    name: RobotName
    webhook: Webhook | None = None
    format: RobotFormat = MessageFormat.TEXT
    events: Events = Field(default_factory=list[str])
    severities: Severities = Field(default_factory=list[Severity])

    def as_command(self) -> RobotCommand:
        """Return what the robot is to be."""
        return _command(self)


def _command(body: RobotRequest | RobotChange) -> RobotCommand:
    return RobotCommand(
        body.name,
        body.webhook,
        body.format,
        tuple(sorted(body.events)),
        tuple(sorted(body.severities)),
    )


class RobotView(TypedDict):
    """A group robot; its key is never shown."""

    id: Annotated[str, Field(examples=["01M83A47Q7BNKVS6SD6HWM9W7F"])]
    unit: Annotated[str, Field(examples=["140426106201"])]
    name: Annotated[str, Field(examples=["庄头村工作群"])]
    key_hint: Annotated[
        str, Field(description="Last four characters of the key / key 末四位", examples=["9f3c"])
    ]
    format: Annotated[str, Field(examples=["text"])]
    events: Annotated[list[str], Field(description="Empty: all / 空为全部")]
    severities: Annotated[list[str], Field(description="Empty: all / 空为全部")]
    state: Annotated[
        str,
        Field(
            description="live; paused: left alone for a while; dead: given up, renew its webhook "
            "or test it / live 正常，paused 暂停重试，dead 已失效：请更换 Webhook 或发送测试消息",
            examples=["live"],
        ),
    ]
    fault: Annotated[str | None, Field(description="The last error / 最近一次错误")]
    paused_until: str | None
    dead_at: str | None
    last_sent_at: str | None
    created_at: Annotated[str, Field(examples=["2026-11-23T10:20:00.000+08:00"])]
    version: int


class RobotList(TypedDict):
    """One page of robots."""

    items: list[RobotView]
    next_cursor: Annotated[
        str | None, Field(description="Cursor of the next page; null: last page / 下一页游标")
    ]


class RobotTest(TypedDict):
    """What became of a test message."""

    delivered: bool
    fault: Annotated[
        str | None,
        Field(
            description="wecom-93000: the webhook is not known to WeCom / 93000 表示 Webhook 无效",
            examples=["wecom-93000"],
        ),
    ]
    robot: RobotView


def robot_view(seen: RobotSeen) -> RobotView:
    """Return a robot as it is answered."""
    robot, channel = seen
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
        "created_at": clock.local_iso(clock.from_iso(robot.created_at)),
        "version": int(robot.version),
    }


def test_view(tried: Tried) -> RobotTest:
    """Return what became of a test message as it is answered."""
    fault = tried.result.fault
    return {"delivered": fault is None, "fault": fault, "robot": robot_view(tried.seen)}


def _local(stored: str | None) -> str | None:
    return clock.local_iso(clock.from_iso(stored)) if stored else None
