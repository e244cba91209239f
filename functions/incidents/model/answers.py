"""An incident as whoever may read it is answered it, whole or as a line of a list, and the steps of its history."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from escalation.model import timeline
from escalation.model.timeline import local
from incidents.model.receipts import ReceiptView, receipt
from incidents.rules.clock import stop_running
from incidents.rules.incident import Incident
from incidents.rules.incident_states import INCIDENTS
from incidents.rules.names import EVENT_NAMES
from incidents.rules.states import STATUS_NAMES, Status
from incidents.service.name_lines import Names
from incidents.service.see_incident import IncidentSeen
from kernel import clock
from kernel.open_moves import OpenMoveView, open_moves
from kernel.texts import Language

SHORT = 60
"""Characters of a description that a list shows: two lines of a phone."""


class TenureView(TypedDict):
    """Who had an incident how long, on the unit's own clock; `until` is null while it lasts."""

    unit: str
    since: str
    until: str | None
    working_seconds: float
    natural_seconds: float
    late: bool
    ending: str | None


class IncidentView(TypedDict):
    """An incident."""

    id: str
    case_code: str
    unit: str
    category: str
    category_name: str
    severity: str
    source: str
    description: str
    status: str
    status_name: str
    tier: str
    responsible_unit: str
    turn: str | None
    due_at: Annotated[
        str | None, Field(description="Until when the unit in turn must act / 当前办理单位的期限")
    ]
    overdue: bool
    provisional: Annotated[
        bool,
        Field(
            description="The date may move when the year's holiday notice is loaded / 待放假通知公布后可能调整"
        ),
    ]
    epoch: int
    version: int
    policy_version: int
    supervisions: int
    rejections: int
    self_handled: bool
    confirm_stage: str | None
    final_assignment: Annotated[
        bool, Field(description="Assigned for good: it may not be returned / 最终指派，不得退回")
    ]
    extensions: int
    suspensions: int
    asked: Annotated[
        str | None, Field(description="What waits for a decision / 待批内容：时长或中止原因")
    ]
    parent: Annotated[
        str | None, Field(description="The joint incident a task belongs to / 会办任务所属事件")
    ]
    task_no: int | None
    tasks: Annotated[list[str], Field(description="Ids of the departments' tasks / 各部门任务")]
    open_tasks: int
    merged_into: str | None
    conversions: Annotated[
        list[str], Field(description="What it was converted into, kind:id / 历次转办")
    ]
    duplicates: int
    joined: int
    round: Annotated[int, Field(description="How often it was opened again / 重新办理次数")]
    closed_at: str | None
    order_due: Annotated[
        str | None,
        Field(description="Until when the open supervision order is to be answered / 督办答复期限"),
    ]
    tenures: Annotated[
        list[TenureView],
        Field(description="Who had it how long; staff only / 各单位用时，仅工作人员可见"),
    ]
    done: str | None
    evidence: list[str]
    location: Annotated[
        dict[str, Any] | None,
        Field(
            description="The point; `mismatch`: it lies outside the unit that was named, in grid `lies_in` / 坐标；mismatch 为不在所填单位内"
        ),
    ]
    client_ref: str | None
    reporter: Annotated[
        str | None,
        Field(
            description="Not told to those who only joined or were merged into it / 附议人、并案上报人不可见"
        ),
    ]
    on_behalf_of: str | None
    created_at: str
    updated_at: str
    actions: Annotated[
        list[str], Field(description="What the caller may do now / 当前可执行的操作")
    ]
    open_moves: Annotated[
        list[OpenMoveView],
        Field(description="`actions` with names, and what must be said / 操作名称与必填项"),
    ]
    receipt: ReceiptView


class IncidentLine(TypedDict):
    """An incident in a list."""

    id: str
    case_code: str
    unit: str
    unit_name: str
    category: str
    category_name: str
    description: Annotated[str, Field(description="Its beginning / 描述摘要")]
    severity: str
    status: str
    status_name: str
    tier: str
    responsible_unit: str
    responsible_unit_name: str
    due_at: str | None
    overdue: bool
    photo_before: Annotated[
        bool, Field(description="Whether there is a photo before / 有处置前照片")
    ]
    photo_after: Annotated[bool, Field(description="Whether there is a photo after / 有处置后照片")]
    epoch: int
    version: int
    supervisions: int
    created_at: str
    updated_at: str


class IncidentList(TypedDict):
    """One page of incidents."""

    items: list[IncidentLine]
    next_cursor: str | None


def incident_view(seen: IncidentSeen, language: Language) -> IncidentView:
    """Return an incident as it is answered to whoever may read it: its reporters and the staff of its place."""
    incident, now = seen.incident, seen.now
    told_who = seen.for_staff or seen.for_reporter
    category = seen.policy.categories.get(incident.category)
    return {
        "id": incident.id,
        "case_code": incident.case_code,
        "unit": incident.unit,
        "category": incident.category,
        "category_name": category.name.say(language) if category else incident.category,
        "severity": str(incident.severity),
        "source": str(incident.source),
        "description": incident.description,
        "status": str(incident.status),
        "status_name": STATUS_NAMES[incident.status].say(language),
        "tier": str(incident.tier),
        "responsible_unit": incident.responsible_unit,
        "turn": incident.turn,
        "due_at": clock.local_iso(incident.due_at) if incident.due_at else None,
        "overdue": incident.is_overdue(now),
        "provisional": incident.provisional,
        "epoch": incident.epoch,
        "version": incident.version,
        "policy_version": incident.policy_version,
        "supervisions": incident.supervisions,
        "rejections": incident.rejections,
        "self_handled": incident.self_handled,
        "confirm_stage": str(incident.confirm_stage) if incident.confirm_stage else None,
        "final_assignment": incident.final_assignment,
        "extensions": incident.extensions,
        "suspensions": incident.suspensions,
        "asked": incident.asked,
        "parent": incident.parent,
        "task_no": incident.task_no,
        "tasks": list(incident.tasks) if seen.for_staff else [],
        "open_tasks": incident.open_tasks,
        "merged_into": incident.merged_into,
        "conversions": list(incident.conversions),
        "duplicates": incident.duplicates,
        "joined": incident.joined,
        "round": incident.round,
        "closed_at": clock.local_iso(incident.closed_at) if incident.closed_at else None,
        "order_due": clock.local_iso(incident.order_due) if incident.order_due else None,
        "tenures": _tenure_views(incident, now) if seen.for_staff else [],
        "done": incident.done,
        "evidence": list(incident.evidence),
        "location": dict(incident.location) if incident.location else None,
        "client_ref": incident.client_ref if told_who else None,
        "created_at": clock.local_iso(incident.created_at),
        "updated_at": clock.local_iso(incident.updated_at),
        "actions": [str(action) for action in seen.actions],
        "open_moves": open_moves(INCIDENTS, incident.status, seen.actions, language),
        "receipt": receipt(incident, language),
        "reporter": incident.reporter if told_who else None,
        "on_behalf_of": incident.on_behalf_of if told_who else None,
    }


def _tenure_views(incident: Incident, now: datetime) -> list[TenureView]:
    settled: list[TenureView] = [
        {
            "unit": tenure.unit,
            "since": clock.local_iso(tenure.since),
            "until": clock.local_iso(tenure.until),
            "working_seconds": tenure.working_seconds,
            "natural_seconds": tenure.natural_seconds,
            "late": tenure.late,
            "ending": str(tenure.ending),
        }
        for tenure in incident.tenures
    ]
    if not incident.status.is_open or incident.held_since is None:
        return settled
    present = stop_running(incident, now)
    return [
        *settled,
        {
            "unit": incident.responsible_unit,
            "since": clock.local_iso(incident.held_since),
            "until": None,
            "working_seconds": round(present.working_seconds, 3),
            "natural_seconds": round(present.natural_seconds, 3),
            "late": present.late,
            "ending": None,
        },
    ]


def incident_lines(
    items: Sequence[Mapping[str, Mapping[str, Any]]], names: Names, language: Language
) -> list[IncidentLine]:
    """Return what was read of incidents as lines of a list, with the names of what they speak of."""
    now_iso = clock.iso(clock.now())
    return [_incident_line(item, now_iso, names, language) for item in items]


def _incident_line(
    item: Mapping[str, Mapping[str, Any]], now_iso: str, names: Names, language: Language
) -> IncidentLine:
    due, status = item.get("due_at"), Status(item["status"]["S"])
    return {
        "id": item["id"]["S"],
        "case_code": item["case_code"]["S"],
        "unit": item["unit"]["S"],
        "unit_name": names.unit(item["unit"]["S"]).say(language),
        "category": item["category"]["S"],
        "category_name": names.category(item["category"]["S"]).say(language),
        "description": _beginning(item["description"]["S"]),
        "severity": item["severity"]["S"],
        "status": str(status),
        "status_name": STATUS_NAMES[status].say(language),
        "tier": item["tier"]["S"],
        "responsible_unit": item["responsible_unit"]["S"],
        "responsible_unit_name": names.unit(item["responsible_unit"]["S"]).say(language),
        "due_at": local(due["S"]) if due else None,
        "overdue": status.is_open and due is not None and due["S"] < now_iso,
        "photo_before": _has(item, "photos_before"),
        "photo_after": _has(item, "photos_after"),
        "epoch": int(item["epoch"]["N"]),
        "version": int(item["version"]["N"]),
        "supervisions": int(item["supervisions"]["N"]),
        "created_at": local(item["created_at"]["S"]),
        "updated_at": local(item["updated_at"]["S"]),
    }


def _has(item: Mapping[str, Mapping[str, Any]], counted: str) -> bool:
    return counted in item and item[counted]["N"] != "0"


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"


def step_view(row: Any, *, language: Language, names: bool) -> dict[str, Any]:
    """Return a history row of an incident as a step of the timeline; `names` as in `timeline.step_view`."""
    return timeline.step_view(row, EVENT_NAMES, language=language, names=names)
