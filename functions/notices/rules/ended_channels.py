"""What the county is told of a channel that ended with its unit: who was told by it hears nothing any more until another is entered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from kernel import clock
from kernel.texts import Text
from kernel.units import Level, Tier
from notices.rules.messages import Notice

CHANNEL_ENDED: Final = "channel_ended"
"""No event of an incident."""


class Kind(StrEnum):
    """What ended."""

    ROBOT = "robot"
    SUBSCRIPTION = "subscription"


_NAMES = {
    Kind.ROBOT: Text("群机器人（尾号{hint}）", "group robot ({hint})"),
    Kind.SUBSCRIPTION: Text("通知订阅（{hint}）", "subscription ({hint})"),
}


def ended_notice(
    kind: Kind, channel_id: str, unit: str, unit_name: str, hint: str, now: datetime
) -> Notice:
    """Return the word to the county that a channel ended with its unit.

    Parameters
    ----------
    hint
        What tells it from others and tells nobody's address: the last characters of a key, the protocol.
    """
    name = _NAMES[kind].zh.format(hint=hint)
    subject = f"【通道终止】{unit_name[:40]}的{name}"
    text = "\n".join(
        [
            subject,
            f"原单位：{unit_name}",
            f"终止时间：{clock.for_people(now)}（北京时间）",
            "该单位已撤销，没有可承接的单位或承接单位名额已满；需要继续接收通知的，请在现单位重新登记。",
        ]
    )
    attributes = {
        "unit": unit[: Level.COUNTY.digits],
        "origin": unit,
        "severity": "pressing",
        "event": CHANNEL_ENDED,
        "notice_id": f"{kind}-{channel_id}-ended",
    }
    facts: dict[str, Any] = {
        **attributes,
        "tier": str(Tier.COUNTY),
        "channel": str(kind),
        "channel_id": channel_id,
        "at": clock.iso(now),
        "text": text,
    }
    return Notice(
        id=attributes["notice_id"],
        subject=subject,
        plain_subject=f"[Sizhi] {CHANNEL_ENDED} {unit} ({kind})",
        text=text,
        facts=facts,
        attributes=attributes,
    )
