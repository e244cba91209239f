"""What clients send about findings."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field, model_validator

from kernel.field_errors import TextualValueError
from kernel.fields import Day, LongText, Model, OneLine, ShortText, ThingId, Words
from kernel.texts import Text
from services.hazards.model.fields import DoneAt, GridCode
from services.hazards.rules.checklists import Checklist, Grade, HazardKind
from services.hazards.rules.finding_moves import FindingCommand
from services.hazards.rules.finding_states import FindingAction
from services.hazards.rules.findings import Entry
from services.hazards.rules.places import Place

_Seen = Annotated[LongText, Field(max_length=2000)]


class EnterFinding(Model):
    """What was found: an item of a checklist, at a place of the register or elsewhere in a grid."""

    place: Annotated[ThingId | None, Field(description="Of the register / 排查处所")] = None
    grid: Annotated[GridCode | None, Field(description="Without `place` / 不在册时填写")] = None
    where: Annotated[ShortText | None, Field(description="Where in it / 具体位置")] = None
    kind: HazardKind
    item: Annotated[
        OneLine,
        Field(
            max_length=60,
            description="Code of the item of that checklist / 清单项目",
            examples=["extinguisher"],
        ),
    ]
    what: Annotated[_Seen, Field(description="What was seen / 情况", examples=["灭火器已过期"])]
    grade: Annotated[
        Grade,
        Field(description="At least what the checklist says / 隐患等级，不低于检查表"),
    ] = Grade.GENERAL
    found_at: DoneAt = None
    owner_told: Annotated[bool, Field(description="Whether the owner was told / 是否已告知")] = (
        False
    )
    advice: Annotated[
        _Seen | None, Field(description="What was advised; never an order / 建议，不得命令或处罚")
    ] = None
    done: Annotated[_Seen | None, Field(description="Settled on the spot: how / 当场处置情况")] = (
        None
    )
    works: Annotated[bool, Field(description="Whether it takes works / 是否需要施工")] = False
    rectify_on: Annotated[
        Day | None, Field(description="To be rectified by / 整改期限，缺省为最长期限")
    ] = None
    reported_to: Annotated[
        ShortText | None,
        Field(description="What is reported at once: to whom it was / 已向谁报告"),
    ] = None

    @model_validator(mode="after")
    def _is_somewhere(self) -> "EnterFinding":
        if (self.place is None) == (self.grid is None):
            raise TextualValueError(
                Text("排查处所和网格须填写其一。", "Give `place` or `grid`, one of them.")
            )
        if self.done is not None and self.rectify_on is not None:
            raise TextualValueError(
                Text("已当场处置的不填整改期限。", "What is settled has no day to be rectified by.")
            )
        return self

    def as_entry(self, grid: str, place: Place | None, checklist: Checklist) -> Entry:
        """Return it as the rules take it.

        Raises
        ------
        UnknownItem
            The checklist has no such item.
        """
        return Entry(
            grid=grid,
            item=checklist.item(self.item),
            checklist=checklist.version,
            what=self.what,
            where=self.where or (place.where if place else ""),
            place=place.id if place else None,
            owner=place.owner if place else None,
            grade=self.grade,
            found_at=self.found_at,
            owner_told=self.owner_told,
            advice=self.advice,
            done=self.done,
            works=self.works,
            rectify_on=self.rectify_on,
            reported_to=self.reported_to,
        )


class MoveFinding(Model):
    """A step in the life of a finding."""

    action: Literal[
        FindingAction.FIX,
        FindingAction.RECHECK,
        FindingAction.CONTROL,
        FindingAction.PLAN,
        FindingAction.EXAMINE,
        FindingAction.REPORT,
        FindingAction.REGRADE,
        FindingAction.WITHDRAW,
    ]
    done_at: DoneAt = None
    done: Annotated[_Seen | None, Field(description="fix: what was done / 整改情况")] = None
    passed: Annotated[bool | None, Field(description="recheck / 复查是否合格")] = None
    finding: Annotated[
        _Seen | None, Field(description="recheck, examine: what was seen / 复查、审查情况")
    ] = None
    control: Annotated[
        _Seen | None, Field(description="control: people out, use stopped / 撤人、停用等情况")
    ] = None
    plan: Annotated[_Seen | None, Field(description="plan / 整改方案")] = None
    rectify_on: Annotated[
        Day | None,
        Field(description="plan; recheck or examine that does not pass / 整改期限"),
    ] = None
    agreed: Annotated[bool | None, Field(description="examine / 是否同意解除")] = None
    reported_to: Annotated[ShortText | None, Field(description="report: to whom / 已向谁报告")] = (
        None
    )
    reason: Annotated[
        Words | None, Field(max_length=1000, description="regrade, withdraw / 理由")
    ] = None

    def as_command(self) -> FindingCommand:
        """Return it as the rules take it."""
        return FindingCommand(
            self.action,
            self.done_at,
            self.done,
            self.passed,
            self.finding,
            self.control,
            self.plan,
            self.rectify_on,
            self.agreed,
            self.reported_to,
            self.reason,
        )
