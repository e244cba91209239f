"""What clients are answered of deliveries."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from notices.rules.delivery import Delivered


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


def delivery_view(one: Delivered) -> DeliveryView:
    """Return a delivery as it is answered."""
    return {
        "notice_id": one.notice_id,
        "seq": one.seq,
        "event": one.event,
        "tier": one.tier,
        "unit": one.unit,
        "channel": "robot" if one.robot_id else "topic",
        "robot_id": one.robot_id,
        "state": one.state,
        "tries": one.tries,
        "message_id": one.message_id,
        "release_at": clock.local_iso(one.release_at) if one.release_at else None,
        "happened_at": clock.local_iso(one.happened_at),
        "updated_at": clock.local_iso(one.updated_at),
    }
