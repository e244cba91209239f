"""What people call the tiers, and what happens to whatever is owed at them."""

from __future__ import annotations

from collections.abc import Mapping

from escalation.rules.events import OwedEvent
from kernel.texts import Text, names
from kernel.units import Tier

TIER_NAMES = names(Tier)

OWED_EVENT_NAMES: Mapping[str, Text] = {
    OwedEvent.REMINDED: Text("催办", "reminded"),
    OwedEvent.ESCALATED: Text("逐级上报", "escalated"),
    OwedEvent.SUPERVISED: Text("督办", "supervised"),
    OwedEvent.TIER_SKIPPED: Text(
        "本级无人在岗，直接上报", "nobody holds the post: passed on at once"
    ),
    OwedEvent.DUE_RECOUNTED: Text("期限按放假安排重算", "limit counted anew with the holidays"),
    OwedEvent.FOLLOWED: Text("开始跟踪", "followed up"),
    OwedEvent.URGED: Text("催促落实", "urged to carry it out"),
    OwedEvent.EXTENDED: Text("同意延期", "more time given"),
    OwedEvent.FULFILLED: Text("已落实", "carried out"),
    OwedEvent.DROPPED: Text("取消跟踪", "no longer followed up"),
}
