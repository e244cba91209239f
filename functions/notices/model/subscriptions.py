"""What clients send of subscriptions and are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from escalation.rules.clocked import Severity
from kernel import clock
from kernel.fields import Model, OwnerCode, one_line
from kernel.texts import Language, Text
from notices.model.fields import Events, Severities
from notices.rules.endpoints import Channel, Subscription


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
    events: Events = Field(default_factory=list[str])
    severities: Severities = Field(default_factory=list[Severity])


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


def subscription_view(one: Subscription, state: str, language: Language) -> SubscriptionView:
    """Return a subscription as it is answered."""
    next_step = _NEXT_STEPS.get(state) or _NEXT_STEPS[one.protocol]
    return {
        "id": one.id,
        "person_id": one.person_id,
        "protocol": str(one.protocol),
        "endpoint": one.endpoint,
        "unit": one.unit,
        "tier": one.tier,
        "events": list(one.events),
        "severities": list(one.severities),
        "state": state,
        "next_step": next_step.say(language),
        "created_at": clock.local_iso(one.created_at),
    }
