"""What clients send: a report, a step in the life of an incident."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator, model_validator

from escalation.model.limits import LimitUnit
from escalation.rules.clocked import Severity
from incidents.model.fields import CategoryCode, PersonId, ReportedLocation, Slug
from incidents.rules.joint import MOST_TASKS
from incidents.rules.reporting import Report
from incidents.rules.states import Action, Source
from incidents.rules.steps import Command, Task
from kernel.field_errors import TextualValueError
from kernel.fields import AnyInstant, LongText, Model, OneLine, OwnerCode, ShortText, UnitCode
from kernel.ids import ID_PATTERN
from kernel.texts import Text
from kernel.working_time import LONGEST, Limit, too_long

DoneAt = Annotated[
    AnyInstant | None,
    Field(
        description="When it was done by the client's own clock, for the record only; marked if it cannot be / 客户端所记时间，仅供记录，不可信的注明",
        examples=["2026-11-23T09:40:00+08:00"],
    ),
]


class ReportIncident(Model):
    """A report: what, how pressing, where."""

    category: CategoryCode
    severity: Annotated[
        Severity,
        Field(
            description="How pressing it is; urgent: also call 110, 119 or 120 / 紧急程度，紧急情况请同时拨打110、119、120"
        ),
    ]
    description: Annotated[
        LongText,
        Field(
            description="What was found, at most 4,000 characters / 情况描述",
            examples=["村口井盖破损"],
        ),
    ]
    unit: UnitCode | None = None
    location: Annotated[ReportedLocation | None, Field(validate_default=True)] = None
    source: Source
    on_behalf_of: Annotated[
        PersonId | None, Field(description="Person the report is made for / 代谁上报")
    ] = None
    client_ref: Annotated[
        OneLine | None,
        Field(max_length=100, description="The client's own number for this report / 客户端自编号"),
    ] = None
    done_at: DoneAt = None

    @field_validator("location")
    @classmethod
    def _has_a_place(
        cls, location: ReportedLocation | None, _info: ValidationInfo
    ) -> ReportedLocation | None:
        # On the field, not on the whole: whoever left out more is told all of it at once.
        if location is None and _info.data.get("unit", "unreadable") is None:
            raise TextualValueError(Text("须填写单位或位置。", "Give unit or location."))
        return location

    def as_command(self) -> Report:
        """Return the report as the rules see it."""
        return Report(
            self.category,
            self.severity,
            self.source,
            self.description,
            self.unit,
            self.location.as_point() if self.location else None,
            self.on_behalf_of,
            self.client_ref,
            self.done_at,
        )


class AmountDocument(Model):
    """An amount of time."""

    amount: Annotated[int, Field(ge=1, le=1000, strict=True)]
    unit: LimitUnit

    @model_validator(mode="after")
    def _is_a_limit(self) -> "AmountDocument":
        if self.amount > LONGEST[self.unit]:
            raise TextualValueError(too_long(self.unit))
        return self


class TaskDocument(Model):
    """What one department is to do."""

    unit: OwnerCode
    what: LongText


class MoveIncident(Model):
    """A step in the life of an incident; which fields it needs stands in the state table."""

    action: Action
    reason: Annotated[
        LongText | None,
        Field(
            description="Why, the text of an order or its answer, a comment / 理由、督办内容、答复、评语"
        ),
    ] = None
    done: Annotated[
        LongText | None, Field(description="What was done; required to resolve / 处置情况")
    ] = None
    evidence: Annotated[
        list[ShortText],
        Field(
            default_factory=list,
            max_length=20,
            description="References to photos or papers / 佐证材料编号或链接",
        ),
    ]
    unit: Annotated[
        OwnerCode | None,
        Field(description="return: suggested owner; assign: who gets it / 建议单位或派遣单位"),
    ] = None
    grounds: Annotated[
        Slug | None, Field(description="return: see the policy's grounds / 退回依据")
    ] = None
    final: Annotated[
        bool, Field(description="assign: for good, it may not be returned / 最终指派")
    ] = False
    limit: Annotated[
        AmountDocument | None,
        Field(
            description="ask_extension: how much more; order: until answered / 延期时长或答复时限"
        ),
    ] = None
    cause: Annotated[
        Slug | None, Field(description="ask_suspension: see the policy's causes / 中止原因")
    ] = None
    tasks: Annotated[
        list[TaskDocument],
        Field(
            default_factory=list,
            max_length=MOST_TASKS,
            description="whistle: a task per department / 各部门任务",
        ),
    ]
    into: Annotated[
        str | None,
        Field(
            pattern=f"^{ID_PATTERN}$",
            description="merge: id of the incident it follows / 并入的事件",
        ),
    ] = None
    satisfied: Annotated[bool | None, Field(description="rate: satisfied or not / 是否满意")] = None
    answer: Annotated[
        Slug | None, Field(description="rate: why not, see the policy's answers / 不满意原因")
    ] = None
    category: Annotated[
        CategoryCode | None, Field(description="correct: the right category / 更正后的类别")
    ] = None
    severity: Annotated[
        Severity | None, Field(description="correct: how pressing it is / 更正后的紧急程度")
    ] = None
    done_at: DoneAt = None

    def as_command(self) -> Command:
        """Return the step as the rules see it."""
        return Command(
            self.action,
            reason=self.reason,
            done=self.done,
            evidence=tuple(self.evidence),
            unit=self.unit,
            grounds=self.grounds,
            final=self.final,
            limit=Limit(self.limit.amount, self.limit.unit) if self.limit else None,
            cause=self.cause,
            tasks=tuple(Task(task.unit, task.what) for task in self.tasks),
            into=self.into,
            satisfied=self.satisfied,
            answer=self.answer,
            category=self.category,
            severity=self.severity,
            done_at=self.done_at,
        )
