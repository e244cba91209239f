"""What clients send about incidents and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, model_validator
from typing_extensions import TypedDict

from escalation.model import timeline
from escalation.model.timeline import local
from escalation.names import TIER_NAMES
from escalation.rules.clocked import Severity
from incidents.names import EVENT_NAMES
from incidents.rules.clock import stop_running
from incidents.rules.incident import ConfirmStage, Incident
from incidents.rules.joint import MOST_TASKS
from incidents.rules.policy import Policy
from incidents.rules.states import STATUS_NAMES, Action, Source, Status
from incidents.rules.steps import Deed, Task
from kernel import clock
from kernel.fields import LongText, Model, OwnerCode, ShortText, UnitCode, visible
from kernel.http import TextualValueError
from kernel.ids import ID_PATTERN
from kernel.law.model import CitedDocument, CitedFor, Cites
from kernel.texts import Language, Text
from kernel.units import Tier, tier_of
from kernel.working_time import LONGEST, Limit, TimeUnit

ReferenceSystem = Literal["cgcs2000", "wgs84", "gcj02", "bd09"]


class ReportedLocation(Model):
    """A point and the reference system it was measured in (without it a point may lie 600 m off)."""

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, examples=[36.502])]
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, examples=[113.387])]
    crs: Annotated[
        ReferenceSystem,
        Field(
            description="WeChat, Tencent and Amap give gcj02, Baidu bd09, a bare GNSS chip wgs84 / 微信、腾讯、高德为 gcj02，百度为 bd09"
        ),
    ]


PERSON_ID = "[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}"
PersonId = Annotated[
    str,
    Field(
        pattern=f"^{PERSON_ID}$",
        examples=["p-gw-01"],
    ),
]
CategoryCode = Annotated[
    str,
    Field(
        min_length=1,
        max_length=40,
        pattern=r"^[a-z][a-z0-9_]*$",
        examples=["demo"],
        description="See GET /v1/incidents/categories / 见类别目录",
    ),
]


class ReportIncident(Model):
    """A report: what, how pressing, where."""

    category: CategoryCode
    severity: Annotated[
        Severity,
        Field(
            description="general 一般, pressing 较急, urgent 紧急（urgent: also call 110/119/120 / 紧急情况请同时拨打）"
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
    location: ReportedLocation | None = None
    source: Source
    on_behalf_of: Annotated[
        PersonId | None, Field(description="Person the report is made for / 代谁上报")
    ] = None
    client_ref: Annotated[
        str | None,
        Field(max_length=100, description="The client's own number for this report / 客户端自编号"),
        AfterValidator(lambda text: text if text is None else visible(text)),
    ] = None
    done_at: Annotated[
        AwareDatetime | None,
        Field(
            description="When it was done by the client's own clock, for the record only / 客户端所记办理时间，仅供记录",
            examples=["2026-11-23T09:40:00+08:00"],
        ),
    ] = None

    @model_validator(mode="after")
    def _has_a_place(self) -> "ReportIncident":
        if self.unit is None and self.location is None:
            raise TextualValueError(Text("须填写 unit 或 location。", "Give unit or location."))
        return self


class LimitDocument(Model):
    """How long something may take."""

    amount: Annotated[int, Field(ge=1, strict=True)]
    unit: TimeUnit

    @model_validator(mode="after")
    def _is_within_reason(self) -> "LimitDocument":
        if self.amount > LONGEST[self.unit]:
            most = LONGEST[self.unit]
            raise TextualValueError(
                Text(f"{self.unit} 最多 {most}。", f"At most {most} {self.unit}.")
            )
        return self


Slug = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]


class AmountDocument(Model):
    """An amount of time."""

    amount: Annotated[int, Field(ge=1, le=1000, strict=True)]
    unit: TimeUnit

    @model_validator(mode="after")
    def _is_a_limit(self) -> "AmountDocument":
        if self.amount > LONGEST[self.unit]:
            most = LONGEST[self.unit]
            raise TextualValueError(
                Text(f"{self.unit} 最多 {most}。", f"At most {most} {self.unit}.")
            )
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
    done_at: Annotated[
        AwareDatetime | None,
        Field(
            description="When it was done by the client's own clock, for the record only / 客户端所记办理时间，仅供记录",
            examples=["2026-11-23T09:40:00+08:00"],
        ),
    ] = None

    def deed(self) -> Deed:
        """Return the step as the rules see it."""
        return Deed(
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
            done_at=self.done_at,
        )


class TierLimits(Model):
    """A limit for every tier."""

    village: LimitDocument
    town: LimitDocument
    county: LimitDocument


class SeverityLimits(Model):
    """Limits for every severity."""

    general: TierLimits
    pressing: TierLimits
    urgent: TierLimits


class OwnTierLimits(Model):
    """A category's own limits; what is missing comes from the general ones."""

    village: LimitDocument | None = None
    town: LimitDocument | None = None
    county: LimitDocument | None = None


class OwnLimits(Model):
    """A category's own limits by severity."""

    general: OwnTierLimits | None = None
    pressing: OwnTierLimits | None = None
    urgent: OwnTierLimits | None = None


class ConfirmationDocument(Model):
    """How long each in turn has to confirm; `cap`: how often the last is asked again."""

    worker: LimitDocument
    chief: LimitDocument
    above: LimitDocument
    cap: Annotated[int, Field(ge=1, le=100)]


class SupervisionDocument(Model):
    """How often the county is urged after its limit; `cap`: at most so many times."""

    every: LimitDocument
    cap: Annotated[int, Field(ge=1, le=100)]


class HandoverDocument(Model):
    """How long an owner has to sign and to return, a dispatcher to assign."""

    sign: LimitDocument
    give_back: LimitDocument
    give_back_complex: LimitDocument
    dispatch: LimitDocument


class NearnessDocument(Model):
    """How near two reports of one category may be one matter."""

    metres: Annotated[int, Field(ge=1, le=20_000)]
    hours: Annotated[int, Field(ge=1, le=366 * 24)]


class NameDocument(Model):
    """A name in both languages."""

    zh: ShortText
    en: ShortText


class NamedDocument(Model):
    """A choice with its name: a ground to return, a cause to suspend."""

    code: Slug
    name: NameDocument


class ExtensionDocument(Model):
    """How often an owner gets more time, how much at once, and how long the decision may take."""

    times: Annotated[int, Field(ge=0, le=20)]
    most: LimitDocument
    decide: LimitDocument


class SuspensionDocument(Model):
    """For which causes a clock stops, how often, how long at most, and how long the decision may take."""

    causes: Annotated[list[NamedDocument], Field(max_length=50)]
    times: Annotated[int, Field(ge=0, le=20)]
    cap: LimitDocument
    decide: LimitDocument


class RatingAnswerDocument(NamedDocument):
    """A standard answer of who is not satisfied."""

    reopens: bool


class RatingDocument(Model):
    """Within how many days a result is rated, with which answers, and after how many rounds it is supervised."""

    days: Annotated[int, Field(ge=1, le=366)]
    answers: Annotated[list[RatingAnswerDocument], Field(min_length=1, max_length=50)]
    supervise_after: Annotated[int, Field(ge=1, le=100)]


class DutyDocument(Model):
    """A duty of one tier that may not be pushed further down."""

    id: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9][a-z0-9-]*$")]
    category: CategoryCode
    tier: Tier
    name: NameDocument
    cites: Cites


class CategoryDocument(Model):
    """A kind of incident."""

    code: CategoryCode
    name: NameDocument
    start_tier: Tier
    limits: OwnLimits | None = None
    confirmation: ConfirmationDocument | None = None
    supervision: SupervisionDocument | None = None
    nearness: NearnessDocument | None = None


class TierLimitsAbove(Model):
    """A limit for every tier above the village."""

    town: LimitDocument
    county: LimitDocument


class FollowUpDocument(Model):
    """How what is followed up climbs once its own day has passed."""

    name: NameDocument
    reminder_share: Annotated[float, Field(gt=0, lt=1)]
    limits: TierLimitsAbove
    supervision: SupervisionDocument


class FollowUpsDocument(Model):
    """What is followed up, by kind: the carrying out of villages' decisions."""

    resolution: FollowUpDocument


class PolicyDocument(CitedDocument):
    """A whole policy; it replaces the one in force, for incidents reported from then on. What it leaves out is as packaged."""

    categories: Annotated[list[CategoryDocument], Field(min_length=1, max_length=200)]
    limits: SeverityLimits
    reminder_share: Annotated[float, Field(gt=0, lt=1)]
    confirmation: ConfirmationDocument
    supervision: SupervisionDocument
    handover: HandoverDocument | None = None
    grounds: Annotated[list[NamedDocument] | None, Field(min_length=1, max_length=50)] = None
    extension: ExtensionDocument | None = None
    suspension: SuspensionDocument | None = None
    rating: RatingDocument | None = None
    order_answer: LimitDocument | None = None
    nearness: NearnessDocument | None = None
    duties: Annotated[list[DutyDocument] | None, Field(max_length=500)] = None
    complex_items: Annotated[
        list[CategoryCode] | None,
        Field(max_length=200, description="Longer time to return / 复杂事项，退回时限较长"),
    ] = None
    grid_items: Annotated[
        list[CategoryCode] | None,
        Field(max_length=200, description="The grid's item list / 网格事项清单"),
    ] = None
    after_photo_items: Annotated[
        list[CategoryCode] | None,
        Field(max_length=200, description="A solution needs a photo / 办结须有处置后照片"),
    ] = None
    personal_items: Annotated[
        list[CategoryCode] | None,
        Field(
            max_length=200,
            description="About persons: not hinted at to neighbours, not joined by them / 涉及个人，不提示邻里、不可附议",
        ),
    ] = None
    follow_ups: FollowUpsDocument | None = None
    note: Annotated[str | None, Field(max_length=1000)] = None

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "PolicyDocument":
        codes = [category.code for category in self.categories]
        if len(codes) != len(set(codes)):
            raise TextualValueError(Text("类别代码重复。", "Category codes are not unique."))
        started = {category.code: category.start_tier for category in self.categories}
        for duty in self.duties or ():
            start = started.get(duty.category)
            if start is not None and start.rank < duty.tier.rank:
                raise TextualValueError(
                    Text(
                        f"类别 {duty.category} 的职责在 {duty.tier}，起始层级不得更低。",
                        f"Category {duty.category} is a duty of the {duty.tier}: it may not start below.",
                    )
                )
        return self


class ReceiptView(TypedDict):
    """What happens next, until when, at which tier."""

    text: str
    next_step: str
    tier: str | None
    tier_name: str | None
    unit: str | None
    by: str | None
    track: str


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
    location: dict[str, Any] | None
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
    receipt: ReceiptView


class IncidentLine(TypedDict):
    """An incident in a list."""

    id: str
    case_code: str
    unit: str
    category: str
    severity: str
    status: str
    tier: str
    responsible_unit: str
    due_at: str | None
    overdue: bool
    epoch: int
    version: int
    supervisions: int
    created_at: str
    updated_at: str


class IncidentList(TypedDict):
    """One page of incidents."""

    items: list[IncidentLine]
    next_cursor: str | None


class HintView(TypedDict):
    """An open incident that may be the same matter: no person, no words, no exact position."""

    id: Annotated[str, Field(description="To be joined: transitions, action join / 可附议")]
    case_code: str
    category: str
    category_name: str
    status: str
    status_name: str
    metres: Annotated[
        int | None,
        Field(
            description="How far at most, in steps of 50 m; null: somewhere in the same unit / 距离上限，以 50 米为一档；空为同一单位"
        ),
    ]
    reported_at: str
    reporters: Annotated[
        int,
        Field(
            description="How many reported or joined it, each merged report counted once / 上报、附议和并案数"
        ),
    ]
    following: Annotated[bool, Field(description="I am one of them already / 本人已在其中")]


class HintList(TypedDict):
    """Hints, the nearest first."""

    items: list[HintView]


class TrackStep(TypedDict):
    """A step as anybody may see it."""

    at: str
    event: str
    event_name: str
    tier: str


class TrackView(TypedDict):
    """What a case code tells anybody: no person, no description, no place below the responsible unit."""

    case_code: str
    status: str
    status_name: str
    category_name: str
    tier: str
    tier_name: str
    reported_at: str
    merged: Annotated[
        bool,
        Field(
            description="It follows another incident, whose status and steps these are / 已并案，所示为并入事件的进度"
        ),
    ]
    due_at: str | None
    steps: list[TrackStep]


class CategoryLine(TypedDict):
    """A category for choosing."""

    code: str
    name: str
    start_tier: str


class CategoryList(TypedDict):
    """The categories of the policy in force."""

    policy_version: int
    items: list[CategoryLine]


class PolicyView(TypedDict):
    """A policy version."""

    version: int
    set_by: str
    set_at: str | None
    policy: dict[str, Any]
    citations: Annotated[
        list[CitedFor],
        Field(description="What its numbers rest on, as of today / 各项规定的依据及其效力"),
    ]


def incident_view(
    incident: Incident,
    *,
    language: Language,
    now: datetime,
    policy: Policy,
    actions: Sequence[str],
    for_staff: bool = True,
    for_reporter: bool = True,
) -> dict[str, Any]:
    """Return an incident as it is answered to whoever may read it: its reporters and the staff of its place.

    Parameters
    ----------
    for_staff
        Whether the caller works for the place: who had it how long, and what departments were given, is theirs to see.
    for_reporter
        Whether the caller reported it, or had it reported: whoever joined it later is not told who did.
    """
    told_who = for_staff or for_reporter
    category = policy.categories.get(incident.category)
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
        "tasks": list(incident.tasks) if for_staff else [],
        "open_tasks": incident.open_tasks,
        "merged_into": incident.merged_into,
        "duplicates": incident.duplicates,
        "joined": incident.joined,
        "round": incident.round,
        "closed_at": clock.local_iso(incident.closed_at) if incident.closed_at else None,
        "order_due": clock.local_iso(incident.order_due) if incident.order_due else None,
        "tenures": _tenure_views(incident, now) if for_staff else [],
        "done": incident.done,
        "evidence": list(incident.evidence),
        "location": dict(incident.location) if incident.location else None,
        "client_ref": incident.client_ref if told_who else None,
        "created_at": clock.local_iso(incident.created_at),
        "updated_at": clock.local_iso(incident.updated_at),
        "actions": [str(action) for action in actions],
        "receipt": receipt(incident, language),
        "reporter": incident.reporter if told_who else None,
        "on_behalf_of": incident.on_behalf_of if told_who else None,
    }


def _tenure_views(incident: Incident, now: datetime) -> list[dict[str, Any]]:
    settled = [
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


def receipt(incident: Incident, language: Language) -> dict[str, Any]:
    """Return what happens next with an incident: which tier, by when, and what follows if it does not."""
    tier = TIER_NAMES[incident.tier]
    next_step, text = _next_step(incident)
    if incident.severity is Severity.URGENT and incident.status is Status.REPORTED:
        text = Text(
            text.zh + "涉及生命、火情、治安的，请立即拨打 110、119、120。",
            text.en + " Danger to life, fire or violence: call 110, 119 or 120 now.",
        )
    return {
        "text": text.say(language),
        "next_step": next_step,
        "tier": str(incident.tier) if incident.status.is_open else None,
        "tier_name": tier.say(language) if incident.status.is_open else None,
        "unit": incident.turn,
        "by": clock.local_iso(incident.due_at) if incident.due_at else None,
        "track": f"/v1/track/{incident.case_code}",
    }


def _next_step(incident: Incident) -> tuple[str, Text]:
    by = clock.for_people(incident.due_at) if incident.due_at else ""
    match incident.status:
        case Status.RESOLVED if incident.confirm_stage is ConfirmStage.ABOVE:
            return "confirm", Text(
                f"已处置，由上一级核查确认，期限 {by}；未确认不会自动办结。",
                f"Resolved; to be confirmed by the tier above by {by} (Beijing time). It never closes by itself.",
            )
        case Status.RESOLVED:
            return "confirm", Text(
                f"已处置，请于 {by} 前核查确认；逾期由下一顺位确认，不会自动办结。",
                f"Resolved; to be confirmed by {by} (Beijing time). If that passes the next in turn confirms; it never closes by itself.",
            )
        case Status.RETURNED:
            return "assign", Text(
                f"办理单位已退回，将于 {by} 前重新派遣；逾期由派遣单位办理。",
                f"Returned; to be assigned by {by} (Beijing time). If that passes the dispatching unit has it.",
            )
        case Status.EXTENSION_ASKED | Status.SUSPENSION_ASKED:
            return "decide", Text(
                f"办理单位申请延期或中止，上级将于 {by} 前答复；逾期未批则继续计时。",
                f"More time was asked for; decided by {by} (Beijing time). If that passes the clock goes on.",
            )
        case Status.SUSPENDED:
            return "resume", Text(
                f"已中止办理，最迟 {by} 自动恢复。",
                f"Suspended; it resumes by itself at {by} (Beijing time) at the latest.",
            )
        case Status.JOINT:
            return "handle", Text(
                f"{incident.open_tasks} 个部门正在会办，最迟期限 {by}；全部完成后核查确认。",
                f"With {incident.open_tasks} departments, the last until {by} (Beijing time); confirmed when all are done.",
            )
        case Status.MERGED:
            return "follow", Text(
                "与另一事件为同一问题，已并案办理，结果一并告知。",
                "The same matter as another incident: it follows that one, and you hear its result.",
            )
        case Status.CONFIRMED | Status.CANCELLED:
            return "none", STATUS_NAMES[incident.status]
        case Status.REPORTED | Status.ACCEPTED:
            return "handle", _limit_in_words(incident, by)


def _limit_in_words(incident: Incident, by: str) -> Text:
    tier = TIER_NAMES[incident.tier]
    if incident.superior is None:
        return Text(
            f"由{tier.zh}办理，期限 {by}；逾期持续督办，直至办结。",
            f"With the {tier.en} tier until {by} (Beijing time); after that it is supervised until solved.",
        )
    above = TIER_NAMES[tier_of(incident.superior)]
    return Text(
        f"由{tier.zh}办理，期限 {by}；逾期自动上报{above.zh}。",
        f"With the {tier.en} tier until {by} (Beijing time); after that it goes up to the {above.en} tier by itself.",
    )


def incident_line(item: Mapping[str, Mapping[str, Any]], now_iso: str) -> dict[str, Any]:
    """Return an index item as a line of a list."""
    due = item.get("due_at")
    is_open = Status(item["status"]["S"]).is_open
    return {
        "id": item["id"]["S"],
        "case_code": item["case_code"]["S"],
        "unit": item["unit"]["S"],
        "category": item["category"]["S"],
        "severity": item["severity"]["S"],
        "status": item["status"]["S"],
        "tier": item["tier"]["S"],
        "responsible_unit": item["responsible_unit"]["S"],
        "due_at": local(due["S"]) if due else None,
        "overdue": is_open and due is not None and due["S"] < now_iso,
        "epoch": int(item["epoch"]["N"]),
        "version": int(item["version"]["N"]),
        "supervisions": int(item["supervisions"]["N"]),
        "created_at": local(item["created_at"]["S"]),
        "updated_at": local(item["updated_at"]["S"]),
    }


_METRES_A_STEP = 50
"""Whoever asks from three places must not find the exact one."""


def hint_view(
    incident: Incident, metres: int | None, *, follows: bool, language: Language, policy: Policy
) -> dict[str, Any]:
    """Return what whoever is about to report is told of an incident that may be the same matter."""
    category = policy.category(incident.category)
    steps = None if metres is None else max(1, -(-metres // _METRES_A_STEP))
    return {
        "id": incident.id,
        "case_code": incident.case_code,
        "category": incident.category,
        "category_name": category.name.say(language),
        "status": str(incident.status),
        "status_name": STATUS_NAMES[incident.status].say(language),
        "metres": None if steps is None else steps * _METRES_A_STEP,
        "reported_at": clock.local_iso(incident.created_at),
        "reporters": 1 + incident.joined + incident.duplicates,
        "following": follows,
    }


def step_view(row: Any, *, language: Language, names: bool) -> dict[str, Any]:
    """Return a history row of an incident as a step of the timeline; `names` as in `timeline.step_view`."""
    return timeline.step_view(row, EVENT_NAMES, language=language, names=names)


def track_view(
    incident: Incident,
    followed: Incident,
    rows: Sequence[Any],
    *,
    language: Language,
    policy: Policy,
) -> dict[str, Any]:
    """Return what a case code tells anybody.

    Parameters
    ----------
    incident
        The one the code stands for.
    followed
        The one that is worked on: what it was merged into, else itself; `rows` are its steps.
    """
    category = policy.categories.get(followed.category)
    return {
        "case_code": incident.case_code,
        "status": str(followed.status),
        "status_name": STATUS_NAMES[followed.status].say(language),
        "category_name": category.name.say(language) if category else followed.category,
        "tier": str(followed.tier),
        "tier_name": TIER_NAMES[followed.tier].say(language),
        "reported_at": clock.local_iso(incident.created_at),
        "merged": followed.id != incident.id,
        "due_at": clock.local_iso(followed.due_at) if followed.due_at else None,
        "steps": [
            {
                "at": local(row.at),
                "event": row.event,
                "event_name": EVENT_NAMES[row.event].say(language),
                "tier": row.to_tier,
            }
            for row in rows
        ],
    }
