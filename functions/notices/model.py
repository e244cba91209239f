"""What clients of the notices' API send and receive."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import TypedDict

from kernel.fields import LongText, Model, OwnerCode, Words, once_each, one_line
from kernel.http import TextualValueError
from kernel.texts import Text
from notices.rules import TOLD, Channel, Event, Severity, quiet, robots


def told(event: Event) -> Event:
    """Return `event` if units are told about it.

    Raises
    ------
    TextualValueError
        Nobody is ever told: a subscription to it would stay silent.
    """
    if event not in TOLD:
        raise TextualValueError(Text("此类事项不发送通知。", "No notices are sent of this event."))
    return event


Events = Annotated[
    list[Annotated[Event, AfterValidator(told)]],
    Field(
        max_length=len(Event),
        description="Only these events; none: all / 仅限这些事件，空为全部",
        examples=[["escalated"]],
        json_schema_extra={"uniqueItems": True},
    ),
    AfterValidator(once_each),
]
Severities = Annotated[
    list[Severity],
    Field(
        max_length=len(Severity),
        description="Only these severities; none: all / 仅限这些等级，空为全部",
        examples=[["urgent"]],
        json_schema_extra={"uniqueItems": True},
    ),
    AfterValidator(once_each),
]


class SubscriptionRequest(Model):
    """An endpoint and the notices it is to receive."""

    protocol: Annotated[
        Channel,
        Field(
            description="How it is reached; e-mail and HTTPS must confirm / "
            "通知方式，邮箱和 HTTPS 地址须确认",
            examples=["email"],
        ),
    ]
    endpoint: Annotated[
        str,
        Field(
            min_length=1,
            max_length=2048,
            description="E-mail address, public https URL, or ARN of a standard SQS queue / "
            "邮箱、公网 https 地址或 SQS 队列 ARN",
            examples=["office@licheng.gov.cn"],
        ),
        AfterValidator(one_line),
    ]
    unit: OwnerCode
    events: Events = Field(default_factory=list[Event])
    severities: Severities = Field(default_factory=list[Severity])


class WindowDocument(Model):
    """Part of a day, Beijing time, in which notices go out."""

    opens: Annotated[
        str,
        Field(
            pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
            description="From when notices go out / 开始发送的时间",
            examples=["07:30"],
        ),
    ]
    closes: Annotated[
        str,
        Field(
            pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$",
            description="From when they wait again, 24:00 at the latest / 停止发送的时间，最晚 24:00",
            examples=["20:30"],
        ),
    ]


def fitting(windows: list[WindowDocument]) -> list[WindowDocument]:
    """Return the windows of a day if they can be kept.

    Raises
    ------
    TextualValueError
        They overlap, are out of order, or one is too short.
    """
    fault = quiet.windows_fault(window.model_dump() for window in windows)
    if fault:
        raise TextualValueError(fault)
    return windows


Windows = Annotated[
    list[WindowDocument],
    Field(
        max_length=6,
        description="In order; none: quiet all day / 按先后排列；空为全天免打扰",
    ),
    AfterValidator(fitting),
]


class TierHoursDocument(Model):
    """When a tier may be told: weekdays hold on working days, make-up Saturdays and Sundays included."""

    monday: Windows
    tuesday: Windows
    wednesday: Windows
    thursday: Windows
    friday: Windows
    saturday: Windows
    sunday: Windows
    day_off: Annotated[
        Windows,
        Field(
            description="Days off by the working calendar, whatever weekday / 休息日与法定节假日的发送时段"
        ),
    ]

    @model_validator(mode="after")
    def _opens_at_times(self) -> "TierHoursDocument":
        fault = quiet.never_open_fault(self.model_dump())
        if fault:
            raise TextualValueError(fault)
        return self


class HoursDocument(Model):
    """The hours of every tier; a grid has its village's."""

    village: TierHoursDocument
    town: TierHoursDocument
    county: TierHoursDocument


class BundlingDocument(Model):
    """When notices that waited become one message."""

    at_least: Annotated[
        int,
        Field(ge=2, le=100, description="From so many for one unit on / 同一单位达到几条时合并"),
    ]
    at_most: Annotated[
        int, Field(ge=2, le=50, description="So many in one message / 每条消息最多合并几条")
    ]


class NoticeSettings(Model):
    """All notice settings; they replace those in force, for what is held already as well."""

    hours: HoursDocument
    bundling: BundlingDocument
    sources: Annotated[list[dict[str, LongText]], Field(default_factory=list, max_length=100)]
    note: Annotated[Words | None, Field(max_length=1000)] = None


class NoticeSettingsView(TypedDict):
    """One version of the notice settings."""

    version: Annotated[int, Field(description="0: the packaged default / 0 为默认设置")]
    set_by: str
    set_at: str | None
    settings: dict[str, Any]


def key_of(webhook: str) -> str:
    """Return the key in a webhook address, or the key itself.

    Raises
    ------
    TextualValueError
        It is neither.
    """
    key = robots.webhook_key(webhook)
    if key is None:
        raise TextualValueError(
            Text(
                "须为企业微信群机器人的 Webhook 地址，或其中的 key。",
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
    robots.MessageFormat,
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
    format: RobotFormat = robots.MessageFormat.TEXT
    events: Events = Field(default_factory=list[Event])
    severities: Severities = Field(default_factory=list[Severity])


class RobotChange(Model):
    """What a robot is to be from now on; without a webhook it keeps the one it has."""

    name: RobotName
    webhook: Webhook | None = None
    format: RobotFormat = robots.MessageFormat.TEXT
    events: Events = Field(default_factory=list[Event])
    severities: Severities = Field(default_factory=list[Severity])


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


class SubscriptionView(TypedDict):
    """A subscription as its owner sees it."""

    id: Annotated[str, Field(examples=["6b1f0c2f9a4d47e0b8c3d5a1f2"])]
    person_id: Annotated[str, Field(description="Whose it is / 订阅人")]
    protocol: Annotated[str, Field(examples=["email"])]
    endpoint: Annotated[str, Field(examples=["office@licheng.gov.cn"])]
    unit: Annotated[str, Field(examples=["140426106201"])]
    tier: Annotated[
        str, Field(description="The tier whose topic carries it / 所属层级", examples=["village"])
    ]
    events: Annotated[list[str], Field(description="Empty: all / 空为全部")]
    severities: Annotated[list[str], Field(description="Empty: all / 空为全部")]
    state: Annotated[
        str,
        Field(
            description="pending: waits for its confirmation; confirmed: receives notices; "
            "lapsed: not confirmed in time or ended by its link, subscribe again / "
            "pending 待确认，confirmed 已生效，lapsed 未及时确认或已通过链接退订、须重新订阅",
            examples=["pending"],
        ),
    ]
    next_step: Annotated[str, Field(description="What to do now, for people / 下一步说明")]
    created_at: Annotated[str, Field(examples=["2026-11-23T10:20:00.000+08:00"])]


class SubscriptionList(TypedDict):
    """One page of subscriptions."""

    items: list[SubscriptionView]
    next_cursor: Annotated[
        str | None, Field(description="Cursor of the next page; null: last page / 下一页游标")
    ]


class DeliveryView(TypedDict):
    """Where one notice stands."""

    notice_id: Annotated[
        str, Field(description="Carried by the message as well / 通知编号，与消息一致")
    ]
    seq: Annotated[
        int, Field(description="Entry of the incident's history / 历史记录序号", examples=[1])
    ]
    event: Annotated[str, Field(examples=["escalated"])]
    tier: Annotated[str, Field(examples=["town"])]
    unit: Annotated[str, Field(examples=["140426106"])]
    channel: Annotated[
        str, Field(description="topic or robot / topic 主题，robot 群机器人", examples=["topic"])
    ]
    robot_id: Annotated[str | None, Field(description="The robot, if by one / 群机器人编号")]
    state: Annotated[
        str,
        Field(
            description="held (waits for the end of quiet hours), queued (waits for its robot), "
            "pending, sent, failed (tried again), stale (settled before it was sent), dropped (its "
            "robot is dead or removed, or refused it) / held 免打扰时段内待发，queued 等待机器人发送，"
            "pending 发送中，sent 已发送，failed 失败待重试，stale 已失效未发送，"
            "dropped 机器人失效、已移除或拒收",
            examples=["sent"],
        ),
    ]
    tries: Annotated[int, Field(examples=[1])]
    message_id: Annotated[
        str | None,
        Field(
            description="Message id of SNS; bundled notices share one / SNS 消息编号，合并发送的相同"
        ),
    ]
    release_at: Annotated[
        str | None, Field(description="Until when it is held / 免打扰结束、预计发送时间")
    ]
    happened_at: Annotated[str, Field(examples=["2026-11-23T10:20:00.000+08:00"])]
    updated_at: Annotated[str, Field(examples=["2026-11-23T10:20:01.000+08:00"])]


class DeliveryList(TypedDict):
    """One page of the delivery record of an incident."""

    incident_id: str
    case_code: Annotated[str, Field(examples=["140426-26-7KQ2M-9XD4V"])]
    items: list[DeliveryView]
    next_cursor: Annotated[
        str | None, Field(description="Cursor of the next page; null: last page / 下一页游标")
    ]
