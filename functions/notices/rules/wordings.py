"""What units are told of which event, what is asked of them, and when that has lost its point."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from escalation.rules.events import OwedEvent
from incidents.rules.states import Event
from notices.rules.events import AnyEvent


class Staleness(StrEnum):
    """When a notice has lost its point before it is sent (ANCHORS 2, message hygiene; A14)."""

    NEVER = "never"
    ONCE_CLOSED = "once_closed"
    ONCE_MOVED = "once_moved"


class Wording(NamedTuple):
    """What is said of one event: its name, what is asked, and when it has lost its point.

    `{confirmer}` in `ask` stands for whose turn it is to confirm.
    """

    name: str
    ask: str
    stale: Staleness


WORDINGS: Final[Mapping[AnyEvent, Wording]] = {
    Event.REPORTED: Wording("新事件", "请在时限前受理。", Staleness.NEVER),
    Event.RESOLVED: Wording(
        "待核查", "处置单位已提出办理结果，请{confirmer}核查确认。", Staleness.NEVER
    ),
    OwedEvent.ESCALATED: Wording(
        "上报", "事件已上报至本级，请在时限前受理。", Staleness.ONCE_CLOSED
    ),
    Event.CONFIRMED: Wording("已办结", "核查确认通过，事件已办结，无需操作。", Staleness.NEVER),
    Event.REJECTED: Wording("退回", "核查未通过，请责任单位在时限前重新办理。", Staleness.NEVER),
    Event.CANCELLED: Wording("已撤销", "事件已撤销，无需操作。", Staleness.NEVER),
    OwedEvent.REMINDED: Wording("催办", "办理时限将至，请尽快办理。", Staleness.ONCE_MOVED),
    OwedEvent.SUPERVISED: Wording("督办", "请立即办理并说明情况。", Staleness.ONCE_MOVED),
    OwedEvent.TIER_SKIPPED: Wording(
        "越级", "下级暂无人在岗，事件已直接上报，请补齐岗位人员。", Staleness.ONCE_CLOSED
    ),
    Event.CONFIRMATION_REMINDED: Wording(
        "催核查", "办理结果尚待核查确认，请{confirmer}尽快核查。", Staleness.ONCE_MOVED
    ),
    Event.CONFIRMATION_PASSED: Wording(
        "核查移交", "现由{confirmer}负责核查确认，请尽快核查。", Staleness.ONCE_MOVED
    ),
    Event.SIGN_OVERDUE: Wording("逾期未签收", "请立即签收办理。", Staleness.ONCE_MOVED),
    Event.RETURNED: Wording("退回待派", "请在时限前重新派遣。", Staleness.ONCE_MOVED),
    Event.ASSIGNED: Wording("派遣", "事件已派至本单位，请在时限前受理。", Staleness.ONCE_MOVED),
    Event.DISPATCH_LAPSED: Wording(
        "派遣逾期", "未及时派遣，现由本单位办理。", Staleness.ONCE_MOVED
    ),
    Event.EXTENSION_ASKED: Wording("申请延期", "请在时限前审批延期申请。", Staleness.ONCE_MOVED),
    Event.EXTENDED: Wording("同意延期", "请在新的时限前办理。", Staleness.ONCE_CLOSED),
    Event.EXTENSION_DENIED: Wording("不同意延期", "请在原时限前办理。", Staleness.ONCE_CLOSED),
    Event.SUSPENSION_ASKED: Wording("申请中止", "请在时限前审批中止申请。", Staleness.ONCE_MOVED),
    Event.SUSPENDED: Wording("同意中止", "已暂停计时，到期自动恢复。", Staleness.ONCE_CLOSED),
    Event.SUSPENSION_DENIED: Wording("不同意中止", "请继续办理。", Staleness.ONCE_CLOSED),
    Event.REQUEST_LAPSED: Wording(
        "逾期未批", "申请未及时审批，视为未申请，继续计时。", Staleness.ONCE_CLOSED
    ),
    Event.RESUMED: Wording("恢复办理", "已恢复计时，请在时限前办理。", Staleness.ONCE_CLOSED),
    Event.WHISTLED: Wording("吹哨", "多部门会办，由本单位牵头。", Staleness.ONCE_CLOSED),
    Event.TASK_OPENED: Wording("会办任务", "请在时限前受理会办任务。", Staleness.ONCE_CLOSED),
    Event.TASK_DONE: Wording("会办任务完成", "有部门已完成会办任务，无需操作。", Staleness.NEVER),
    Event.TASK_RECALLED: Wording("会办任务撤回", "会办任务已撤回，无需操作。", Staleness.NEVER),
    Event.RECALLED: Wording("撤哨", "会办已撤销，请继续办理。", Staleness.ONCE_CLOSED),
    Event.MERGED: Wording("已并案", "已并入同一问题的事件，无需操作。", Staleness.NEVER),
    Event.ABSORBED: Wording(
        "有事件并入", "有同一问题的事件并入，请一并办理。", Staleness.ONCE_CLOSED
    ),
    Event.SEPARATED: Wording("拆案", "事件已恢复单独办理，请在时限前受理。", Staleness.ONCE_CLOSED),
    Event.CONVERTED: Wording("已转办", "已转为其他事项办理，无需操作。", Staleness.NEVER),
    Event.TAKEN_BACK: Wording(
        "收回转办", "转办事项已结束，请在时限前继续办理或核查。", Staleness.ONCE_CLOSED
    ),
    Event.ADDED: Wording("上报人补充", "上报人补充了情况，请查看。", Staleness.ONCE_CLOSED),
    Event.CORRECTED: Wording(
        "更正", "类别或紧急程度已更正，请按新的时限办理。", Staleness.ONCE_CLOSED
    ),
    Event.RATED: Wording("评价不满意", "上报人对办理结果不满意，请了解情况。", Staleness.NEVER),
    Event.REOPENED: Wording(
        "重新办理", "上报人不满意，请在时限前重新受理。", Staleness.ONCE_CLOSED
    ),
    Event.ORDERED: Wording("下达督办", "请按要求办理，并在时限前答复。", Staleness.ONCE_CLOSED),
    Event.ANSWERED: Wording("督办答复", "办理单位已答复督办。", Staleness.NEVER),
    Event.ORDER_OVERDUE: Wording("督办逾期", "督办逾期未答复，请立即答复。", Staleness.ONCE_CLOSED),
    OwedEvent.DUE_RECOUNTED: Wording(
        "期限重算", "时限已按放假安排重新计算，请按新的时限办理。", Staleness.ONCE_CLOSED
    ),
}
"""The events that units are told about. Who accepts is the responsible unit itself, and that another
reporter joined, or does no longer, asks nothing of a unit: nobody is told of it."""

FOLLOW_UP_WORDINGS: Final[Mapping[AnyEvent, Wording]] = {
    OwedEvent.REMINDED: Wording(
        "催办", "应办事项即将到期，请按期落实并登记完成。", Staleness.ONCE_MOVED
    ),
    OwedEvent.ESCALATED: Wording(
        "上报", "应办事项已上报，请上级督促、责任单位尽快落实并登记完成。", Staleness.ONCE_CLOSED
    ),
    OwedEvent.TIER_SKIPPED: Wording(
        "越级", "下级暂无人在岗，已直接上报，请督促落实并补齐岗位人员。", Staleness.ONCE_CLOSED
    ),
    OwedEvent.SUPERVISED: Wording(
        "督办", "应办事项仍未落实，请立即督促落实并说明情况。", Staleness.ONCE_MOVED
    ),
    OwedEvent.FOLLOWED: Wording(
        "转接",
        "原单位已撤并，应办事项由本单位承接，请按原时限落实并登记完成。",
        Staleness.ONCE_MOVED,
    ),
    OwedEvent.EXTENDED: Wording("同意延期", "请在新的时限前落实。", Staleness.ONCE_CLOSED),
    OwedEvent.URGED: Wording("催促", "上级催促，请尽快落实并登记完成。", Staleness.ONCE_CLOSED),
    OwedEvent.FULFILLED: Wording("已落实", "应办事项已落实，无需操作。", Staleness.NEVER),
    OwedEvent.DROPPED: Wording("取消跟踪", "应办事项已调整，无需操作。", Staleness.NEVER),
    OwedEvent.DUE_RECOUNTED: Wording(
        "期限重算", "时限已按放假安排重新计算，请按新的时限督促落实。", Staleness.ONCE_CLOSED
    ),
}
"""What is said of the events of an obligation, where something has to be done by a day."""

TOLD: Final = frozenset(WORDINGS.keys() | FOLLOW_UP_WORDINGS.keys())
"""Every event that units are told about."""
