"""What a history tells notices of, how pressing it is, and how that is called. The words people read are in Chinese, as the topics are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kernel.units import Tier


class Severity(StrEnum):
    """How pressing an incident is (DOMAIN 2.5)."""

    GENERAL = "general"
    PRESSING = "pressing"
    URGENT = "urgent"


class Event(StrEnum):
    """What a history entry records; `WORDINGS` has those that units are told about."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    ESCALATED = "escalated"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    REMINDED = "reminded"
    SUPERVISED = "supervised"
    TIER_SKIPPED = "tier_skipped"
    CONFIRMATION_REMINDED = "confirmation_reminded"
    CONFIRMATION_PASSED = "confirmation_passed"
    SIGN_OVERDUE = "sign_overdue"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    DISPATCH_LAPSED = "dispatch_lapsed"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_DENIED = "extension_denied"
    SUSPENSION_ASKED = "suspension_asked"
    SUSPENDED = "suspended"
    SUSPENSION_DENIED = "suspension_denied"
    REQUEST_LAPSED = "request_lapsed"
    RESUMED = "resumed"
    WHISTLED = "whistled"
    TASK_OPENED = "task_opened"
    TASK_DONE = "task_done"
    TASK_RECALLED = "task_recalled"
    RECALLED = "recalled"
    MERGED = "merged"
    ABSORBED = "absorbed"
    SEPARATED = "separated"
    JOINED = "joined"
    RATED = "rated"
    REOPENED = "reopened"
    ORDERED = "ordered"
    ANSWERED = "answered"
    ORDER_OVERDUE = "order_overdue"
    DUE_RECOUNTED = "due_recounted"
    FOLLOWED = "followed"
    URGED = "urged"
    FULFILLED = "fulfilled"
    DROPPED = "dropped"


class ConfirmStage(StrEnum):
    """Whose turn it is to confirm."""

    WORKER = "worker"
    CHIEF = "chief"
    ABOVE = "above"


CONFIRMERS: Final[Mapping[ConfirmStage, str]] = {
    ConfirmStage.WORKER: "网格员",
    ConfirmStage.CHIEF: "网格长",
    ConfirmStage.ABOVE: "上一级干部",
}

SEVERITY_NAMES: Final[Mapping[Severity, str]] = {
    Severity.GENERAL: "一般",
    Severity.PRESSING: "较急",
    Severity.URGENT: "紧急",
}
TIER_NAMES: Final[Mapping[Tier, str]] = {
    Tier.VILLAGE: "村级",
    Tier.TOWN: "乡镇级",
    Tier.COUNTY: "县级",
}

REASONS: Final[Mapping[str, str]] = {
    "limit_passed": "时限已过，尚未办结。",
    "nobody_holds_post": "下级暂无人在岗。",
    "cap_reached": "中止已满最长期限。",
    "reopened_often": "多次重新办理。",
    "holidays_published": "当年放假安排已公布。",
    "unit_closed": "原单位已撤并，由承接单位继续办理。",
}
"""What the system decided by itself; what people wrote is never repeated."""
