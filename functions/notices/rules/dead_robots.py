"""What the tier above is told of a robot that was given up."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from kernel import clock
from kernel.units import Tier, path_of, tier_of
from notices.rules.entries import Addressee
from notices.rules.messages import Notice

CHANNEL_DEAD: Final = "channel_dead"
"""What the tier above is told of a robot that was given up; no event of an incident."""


def told_of_death(unit: str) -> Addressee:
    """Return who is told that a unit's robot is dead: the tier above; above the county nobody is."""
    tier = tier_of(unit).above or Tier.COUNTY
    return Addressee(tier, next(one for one in path_of(unit) if tier_of(one) is tier))


def death_notice(
    robot_id: str, unit: str, unit_name: str, key_hint: str, died_at: datetime, reason: str
) -> Notice:
    """Return the warning that a unit's robot is dead.

    What the robot is called is left out: people chose that name, and the notice goes to many.

    Parameters
    ----------
    reason
        The last error, as a code.
    """
    addressee = told_of_death(unit)
    subject = f"【通道失效】{unit_name[:40]}的群机器人（尾号{key_hint}）"
    text = "\n".join(
        [
            subject,
            f"所属单位：{unit_name}",
            f"最近错误：{reason}",
            f"停用时间：{clock.for_people(died_at)}（北京时间）",
            "该机器人已停止发送，请督促其更换 Webhook 地址或移除；其他通知渠道不受影响。",
        ]
    )
    attributes = {
        "unit": addressee.unit,
        "origin": unit,
        "severity": "pressing",
        "event": CHANNEL_DEAD,
        "notice_id": f"robot-{robot_id}-{clock.iso(died_at)}",
    }
    facts: dict[str, Any] = {
        **attributes,
        "tier": str(addressee.tier),
        "robot_id": robot_id,
        "key_hint": key_hint,
        "reason_code": reason,
        "at": clock.iso(died_at),
        "text": text,
    }
    return Notice(
        id=attributes["notice_id"],
        subject=subject,
        plain_subject=f"[Sizhi] {CHANNEL_DEAD} {unit} ({key_hint})",
        text=text,
        facts=facts,
        attributes=attributes,
    )
