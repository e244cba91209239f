"""What incidents, what is done with them and whoever does it are called; the table of moves stands in `incident_states`."""

from __future__ import annotations

from enum import StrEnum

from kernel.texts import Named, Text


class Status(StrEnum):
    """Where an incident stands."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXTENSION_ASKED = "extension_asked"
    SUSPENSION_ASKED = "suspension_asked"
    SUSPENDED = "suspended"
    JOINT = "joint"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    MERGED = "merged"
    CONVERTED = "converted"

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the next step."""
        return self not in _CLOSED


_CLOSED = frozenset({Status.CONFIRMED, Status.CANCELLED, Status.MERGED, Status.CONVERTED})

STATUS_NAMES: dict[Status, Text] = {
    Status.REPORTED: Text("待受理", "reported"),
    Status.ACCEPTED: Text("处置中", "accepted"),
    Status.RETURNED: Text("已退回，待派遣", "returned, to be assigned"),
    Status.EXTENSION_ASKED: Text("延期待批", "extension asked"),
    Status.SUSPENSION_ASKED: Text("中止待批", "suspension asked"),
    Status.SUSPENDED: Text("已中止", "suspended"),
    Status.JOINT: Text("部门会办中", "with several departments"),
    Status.RESOLVED: Text("待核查确认", "resolved, to be confirmed"),
    Status.CONFIRMED: Text("已办结", "confirmed"),
    Status.CANCELLED: Text("已撤销", "cancelled"),
    Status.MERGED: Text("已并案", "merged into another"),
    Status.CONVERTED: Text("已转办", "converted, handled as something else"),
}


class Source(Named):
    """How an incident came to be known."""

    PATROL = "patrol", "巡查发现", "patrol"
    RESIDENT = "resident", "群众上报", "resident"
    PHONE = "phone", "电话", "phone"
    CHAT = "chat", "微信群", "chat group"


class Action(StrEnum):
    """What people do to an incident."""

    ACCEPT = "accept"
    RESOLVE = "resolve"
    ESCALATE = "escalate"
    CONFIRM = "confirm"
    REJECT = "reject"
    CANCEL = "cancel"
    RETURN = "return"
    ASSIGN = "assign"
    ASK_EXTENSION = "ask_extension"
    ASK_SUSPENSION = "ask_suspension"
    APPROVE = "approve"
    DENY = "deny"
    RESUME = "resume"
    WHISTLE = "whistle"
    RECALL = "recall"
    MERGE = "merge"
    SEPARATE = "separate"
    CONVERT = "convert"
    TAKE_BACK = "take_back"
    JOIN = "join"
    LEAVE = "leave"
    ADD = "add"
    CORRECT = "correct"
    RATE = "rate"
    ORDER = "order"
    ANSWER = "answer"


ACTION_NAMES: dict[Action, Text] = {
    Action.ACCEPT: Text("受理", "accept"),
    Action.RESOLVE: Text("处置完成", "resolve"),
    Action.ESCALATE: Text("上报", "escalate"),
    Action.CONFIRM: Text("核查确认", "confirm"),
    Action.REJECT: Text("退回重办", "reject"),
    Action.CANCEL: Text("撤销", "cancel"),
    Action.RETURN: Text("退回", "return"),
    Action.ASSIGN: Text("派遣", "assign"),
    Action.ASK_EXTENSION: Text("申请延期", "ask for more time"),
    Action.ASK_SUSPENSION: Text("申请中止", "ask to stop the clock"),
    Action.APPROVE: Text("同意", "approve"),
    Action.DENY: Text("不同意", "deny"),
    Action.RESUME: Text("恢复办理", "resume"),
    Action.WHISTLE: Text("吹哨", "whistle for departments"),
    Action.RECALL: Text("撤哨", "recall the departments"),
    Action.MERGE: Text("并案", "merge into another"),
    Action.SEPARATE: Text("拆案", "separate again"),
    Action.CONVERT: Text("转办", "convert into something else"),
    Action.TAKE_BACK: Text("收回转办", "take back what was converted"),
    Action.JOIN: Text("附议", "join"),
    Action.LEAVE: Text("撤回附议", "no longer join"),
    Action.ADD: Text("补充说明", "add a word"),
    Action.CORRECT: Text("更正类别或紧急程度", "correct category or severity"),
    Action.RATE: Text("评价", "rate"),
    Action.ORDER: Text("督办", "give a supervision order"),
    Action.ANSWER: Text("答复督办", "answer the supervision order"),
}


class Relation(StrEnum):
    """How a person stands to an incident; one post may give several relations."""

    RESPONSIBLE = "responsible"
    GRID_WORKER = "grid_worker"
    GRID_CHIEF = "grid_chief"
    TIER_ABOVE = "tier_above"
    OVERSEER = "overseer"
    REPORTER = "reporter"
    FOLLOWER = "follower"
    COUNTY = "county"
    DISPATCHER = "dispatcher"
    DECIDER = "decider"
    NEARBY = "nearby"


RELATION_NAMES: dict[Relation, Text] = {
    Relation.RESPONSIBLE: Text("责任单位干部", "officer of the responsible unit"),
    Relation.GRID_WORKER: Text("网格员", "grid worker of the place"),
    Relation.GRID_CHIEF: Text("网格长", "grid chief of the place"),
    Relation.TIER_ABOVE: Text("上一级干部", "officer of the tier above the one that proposed"),
    Relation.OVERSEER: Text("上级干部", "officer of any higher tier"),
    Relation.REPORTER: Text("上报人", "reporter"),
    Relation.FOLLOWER: Text("附议人或并案上报人", "who joined it or was merged into it"),
    Relation.COUNTY: Text("县级干部", "county officer"),
    Relation.DISPATCHER: Text("派遣单位干部", "officer of the dispatching unit"),
    Relation.DECIDER: Text("审批单位干部", "officer of the unit that decides"),
    Relation.NEARBY: Text(
        "可在当地上报、不在该地任职者", "whoever may report there and does not work for the place"
    ),
}


class Event(StrEnum):
    """What a history entry records that only incidents have; what befalls everything owed is an `OwedEvent`."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
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
    CONVERTED = "converted"
    TAKEN_BACK = "taken_back"
    JOINED = "joined"
    LEFT = "left"
    ADDED = "added"
    CORRECTED = "corrected"
    RATED = "rated"
    REOPENED = "reopened"
    ORDERED = "ordered"
    ANSWERED = "answered"
    ORDER_OVERDUE = "order_overdue"
