"""What phones send and pull, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema, field_validator
from typing_extensions import TypedDict

from incidents.model.answers import IncidentView
from kernel.field_errors import TextualValueError
from kernel.fields import Model
from kernel.texts import Text
from workspace.sync.parts import OPERATIONS
from workspace.sync.rules.batches import MOST_OPERATIONS, Outcome
from workspace.sync.service.results import Result

OP_ID = r"^[\x21-\x7e]{1,200}$"


class Operation(Model):
    """One thing done while offline."""

    op_no: Annotated[int, Field(ge=0, le=2**53, strict=True)]
    op_id: Annotated[str, Field(pattern=OP_ID)]
    kind: str
    target: Annotated[str | None, Field(min_length=1, max_length=64)] = None
    after: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    version: Annotated[int | None, Field(ge=1, le=10**12 - 1, strict=True)] = None
    body: dict[str, Any]

    @field_validator("kind")
    @classmethod
    def _is_known(cls, kind: str) -> str:
        if kind not in OPERATIONS:
            raise TextualValueError(
                Text(
                    f"只能是：{'、'.join(OPERATIONS)}。",
                    f"Must be one of: {', '.join(OPERATIONS)}.",
                )
            )
        return kind


_OPERATION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Operation",
    "required": ["op_no", "op_id", "kind", "body"],
    "properties": {
        "op_no": {
            "type": "integer",
            "minimum": 0,
            "description": "The client's number; operations are done in this order / 客户端序号，按此顺序执行",
        },
        "op_id": {
            "type": "string",
            "pattern": OP_ID,
            "description": "The client's own id, never used twice; it is the Idempotency-Key of the route / 客户端自编标识，等同该路由的 Idempotency-Key",
        },
        "kind": {
            "type": "string",
            "enum": list(OPERATIONS),
            "description": "; ".join(
                f"{kind}: POST {one.way.path}" for kind, one in OPERATIONS.items()
            ),
        },
        "target": {
            "anyOf": [{"type": "string"}, {"type": "null"}],
            "description": "Id of the incident, round or other thing it is done to / 所办理的事件、巡格等",
        },
        "after": {
            "anyOf": [{"type": "string"}, {"type": "null"}],
            "description": (
                "op_id (or client_ref of a report in this batch) of an earlier operation it stands on; without `target` it is done to what "
                "that one made / 所依赖的前一操作"
            ),
        },
        "version": {
            "anyOf": [{"type": "integer"}, {"type": "null"}],
            "description": "The version seen, as If-Match / 所见版本，等同 If-Match",
        },
        "body": {
            "type": "object",
            "description": "The body of the route / 该路由的请求内容",
        },
    },
    "examples": [
        {
            "op_no": 1,
            "op_id": "5f0c6f2e-1",
            "kind": "report",
            "body": {
                "category": "demo",
                "severity": "general",
                "description": "村口井盖破损",
                "unit": "140426106201001",
                "source": "patrol",
                "done_at": "2026-11-23T09:40:00+08:00",
            },
        }
    ],
}


class PushOperations(Model):
    """What was done while offline. A wrong operation is refused by itself, so the list is not checked as a whole."""

    operations: Annotated[
        list[Annotated[Any, WithJsonSchema(_OPERATION_SCHEMA)]],
        Field(min_length=1, max_length=MOST_OPERATIONS),
    ]


class OperationResult(TypedDict):
    """What became of an operation."""

    op_no: int | None
    op_id: str | None
    outcome: Annotated[
        Outcome,
        Field(
            description=(
                "applied 已执行; replayed 早已执行; conflict 与现状冲突（见 current）; refused 被拒绝（见 problem）; "
                "not_tried: what it stands on was not done 所依赖的操作未成; later: send it again 请重发"
            )
        ),
    ]
    incident: Annotated[str | None, Field(description="Id of the incident / 事件")]
    round: Annotated[str | None, Field(description="Id of the round / 巡格")]
    hazard: Annotated[str | None, Field(description="Id of the finding / 隐患")]
    hazard_place: Annotated[str | None, Field(description="Id of the place / 排查处所")]
    errand: Annotated[str | None, Field(description="Id of the errand / 代办")]
    line: Annotated[str | None, Field(description="Id of the line / 管护线")]
    load: Annotated[str | None, Field(description="Id of the load / 垃圾批次")]
    work_day: Annotated[str | None, Field(description="Id of the work day / 整治活动")]
    visit: Annotated[str | None, Field(description="Id of the visit / 走访")]
    household: Annotated[str | None, Field(description="Id of the household / 户")]
    dispute: Annotated[str | None, Field(description="Id of the dispute / 纠纷")]
    version: Annotated[int | None, Field(description="Its version now / 现版本")]
    answer: Annotated[
        dict[str, Any] | None, Field(description="What the route answered / 该路由的回答")
    ]
    current: Annotated[
        dict[str, Any] | None,
        Field(
            description="conflict: how it stands now, with the possible actions / 现状与可行操作"
        ),
    ]
    problem: Annotated[
        dict[str, Any] | None,
        WithJsonSchema(
            {"anyOf": [{"$ref": "#/components/schemas/ProblemDocument"}, {"type": "null"}]}
        ),
    ]
    because: Annotated[str | None, Field(description="not_tried, later: of which / 因哪一操作")]


class PushAnswer(TypedDict):
    """What became of each operation, in the order in which they were done."""

    results: list[OperationResult]


class ChangedIncident(TypedDict):
    """An incident as it is now, or that it is none of the caller's any more."""

    id: str
    gone: Annotated[
        bool,
        Field(description="No longer yours to see: drop the copy / 已无权查看，请删除本地副本"),
    ]
    incident: IncidentView | None


class PullAnswer(TypedDict):
    """What changed, oldest change first."""

    items: list[ChangedIncident]
    reset: Annotated[
        bool,
        Field(
            description="Drop every local copy first: this begins anew / 请先清空本地副本，从头同步"
        ),
    ]
    more: Annotated[bool, Field(description="There is more now / 还有下一页")]
    next_cursor: str


def result_view(op_no: int | None, op_id: str | None, result: Result) -> OperationResult:
    """Return what became of an operation as it is answered."""
    shown = result.answer or result.current
    return {
        "op_no": op_no,
        "op_id": op_id,
        "outcome": result.outcome,
        "incident": result.about.get("incident"),
        "round": result.about.get("round"),
        "hazard": result.about.get("hazard"),
        "hazard_place": result.about.get("hazard_place"),
        "errand": result.about.get("errand"),
        "line": result.about.get("line"),
        "load": result.about.get("load"),
        "work_day": result.about.get("work_day"),
        "visit": result.about.get("visit"),
        "household": result.about.get("household"),
        "dispute": result.about.get("dispute"),
        "version": shown.get("version") if shown else None,
        "answer": dict(result.answer) if result.answer else None,
        "current": dict(result.current) if result.current else None,
        "problem": dict(result.problem) if result.problem else None,
        "because": result.because,
    }
