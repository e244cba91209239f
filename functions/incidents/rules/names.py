"""What people call the severities and events of incidents."""

from __future__ import annotations

from collections.abc import Mapping

from escalation.rules.clocked import Severity
from escalation.rules.names import OWED_EVENT_NAMES
from incidents.rules.states import Event
from kernel.texts import Text, names

SEVERITY_NAMES = names(Severity)

EVENT_NAMES: Mapping[str, Text] = {
    **OWED_EVENT_NAMES,
    Event.REPORTED: Text("上报", "reported"),
    Event.ACCEPTED: Text("受理", "accepted"),
    Event.RESOLVED: Text("处置完成，待核查确认", "resolved, to be confirmed"),
    Event.CONFIRMED: Text("核查确认，办结", "confirmed"),
    Event.REJECTED: Text("核查不通过，退回重办", "rejected, sent back"),
    Event.CANCELLED: Text("撤销", "cancelled"),
    Event.CONFIRMATION_REMINDED: Text("提醒核查确认", "reminded to confirm"),
    Event.CONFIRMATION_PASSED: Text(
        "核查确认逾期，转下一顺位", "confirmation passed to the next in turn"
    ),
    Event.SIGN_OVERDUE: Text("逾期未签收", "not signed for in time"),
    Event.RETURNED: Text("退回，待派遣", "returned, to be assigned"),
    Event.ASSIGNED: Text("派遣", "assigned"),
    Event.DISPATCH_LAPSED: Text(
        "派遣逾期，由派遣单位办理", "not assigned in time: with the dispatcher"
    ),
    Event.EXTENSION_ASKED: Text("申请延期", "extension asked"),
    Event.EXTENDED: Text("同意延期", "extended"),
    Event.EXTENSION_DENIED: Text("不同意延期", "extension denied"),
    Event.SUSPENSION_ASKED: Text("申请中止", "suspension asked"),
    Event.SUSPENDED: Text("同意中止", "suspended"),
    Event.SUSPENSION_DENIED: Text("不同意中止", "suspension denied"),
    Event.REQUEST_LAPSED: Text("逾期未批，视为未申请", "not decided in time: as if not asked"),
    Event.RESUMED: Text("恢复办理", "resumed"),
    Event.WHISTLED: Text("吹哨，部门会办", "whistled for departments"),
    Event.TASK_OPENED: Text("会办任务下达", "task opened"),
    Event.TASK_DONE: Text("会办任务完成", "task done"),
    Event.TASK_RECALLED: Text("会办任务撤回", "task recalled"),
    Event.RECALLED: Text("撤哨", "whistle recalled"),
    Event.MERGED: Text("并案", "merged into another"),
    Event.CONVERTED: Text("转办", "converted"),
    Event.TAKEN_BACK: Text("收回转办", "taken back"),
    Event.ABSORBED: Text("有事件并入", "another was merged into it"),
    Event.SEPARATED: Text("拆案", "separated again"),
    Event.JOINED: Text("附议", "joined by another reporter"),
    Event.LEFT: Text("撤回附议", "a reporter joins no longer"),
    Event.ADDED: Text("上报人补充", "a reporter added a word"),
    Event.CORRECTED: Text("更正", "category or severity corrected"),
    Event.RATED: Text("评价", "rated"),
    Event.REOPENED: Text("不满意，重新办理", "not satisfied: opened again"),
    Event.ORDERED: Text("下达督办", "supervision order given"),
    Event.ANSWERED: Text("督办答复", "supervision order answered"),
    Event.ORDER_OVERDUE: Text("督办逾期未答复", "supervision order not answered in time"),
}
