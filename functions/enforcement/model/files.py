"""Files of cases, their review, and who answers for a wrong decision, as clients send and get them."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.fields import PersonId, instant_or_none
from enforcement.rules.case_files import CaseFileRecord
from enforcement.rules.file_review import FileGrade, Outcome, Sheet, scored_items
from enforcement.rules.file_vetoes import FileVeto
from enforcement.rules.liability_states import (
    FaultCause,
    FoundWrongBy,
    LiabilityAction,
    LiabilityMeasure,
    LiabilityStatus,
    WrongIn,
)
from enforcement.rules.separation import Part
from enforcement.rules.wrong_cases import (
    Liability,
    LiabilityCommand,
    exemptions,
    exemptions_rest_on,
)
from kernel import clock
from kernel.fields import LongText, Model, ShortText
from kernel.law import CitationView
from kernel.texts import Language

_ItemCode = Annotated[str, Field(pattern=r"^[a-z_]{2,40}$")]


class ReviewFile(Model):
    """What a reviewer gives."""

    points: Annotated[
        dict[_ItemCode, Annotated[int, Field(ge=0, le=100)]],
        Field(
            max_length=40,
            description="Points by item / 各项得分",
            examples=[{code: one.points for code, one in scored_items().items()}],
        ),
    ]
    defects: Annotated[
        list[ShortText],
        Field(max_length=10, description="Basic defects: none is excellent with one / 基本缺陷"),
    ] = Field(default_factory=list)
    comment: Annotated[LongText, Field(examples=["文书齐全，裁量说理较充分。"])]


class OpenLiability(Model):
    """Whose answer for a wrong decision is to be decided."""

    person: PersonId
    wrong: WrongIn
    found_by: FoundWrongBy


class MoveLiability(Model):
    """A step of it."""

    action: LiabilityAction
    statement: Annotated[LongText | None, Field(examples=["本人对事实认定把关不严。"])] = None
    cause: FaultCause | None = None
    harm: LongText | None = None
    correction: LongText | None = None
    measure: LiabilityMeasure | None = None
    ground: Annotated[
        str | None,
        Field(pattern=r"^[a-z_]{2,40}$", description="免责情形 / ground", examples=["misled"]),
    ] = None
    reason: LongText | None = None

    def as_command(self) -> LiabilityCommand:
        """Return it as the rules take it."""
        return LiabilityCommand(
            self.action,
            self.statement,
            self.cause,
            self.harm,
            self.correction,
            self.measure,
            self.ground,
            self.reason,
        )


class CaseFileView(TypedDict):
    """The file of a case; cover and index are papers of it."""

    number: str
    cover: str
    index: str
    holds: int
    composed_by: str
    composed_at: str
    version: int


class VetoView(TypedDict):
    """A veto, and what exactly the record shows."""

    veto: FileVeto
    name: str
    what: str
    law: CitationView


class SheetItemView(TypedDict):
    """The points of an item."""

    code: str
    name: str
    part: str
    points: int
    most: int


class SheetView(TypedDict):
    """What one reviewer gave."""

    reviewer: str
    given_at: str
    total: int
    items: list[SheetItemView]
    defects: list[str]
    comment: str
    version: int


class FileReviewView(TypedDict):
    """What the review of a file came to."""

    vetoes: list[VetoView]
    score: Annotated[
        int | None, Field(description="Null until a reviewer gave points / 尚未评分为空")
    ]
    grade: FileGrade | None
    grade_name: str | None
    sheets: list[SheetView]


class LiabilityView(TypedDict):
    """Whether a person answers for a decision."""

    id: str
    case: str
    town: str
    person: str
    part: Part
    part_name: str
    wrong: WrongIn
    wrong_name: str
    found_by: FoundWrongBy
    status: str
    status_name: str
    opened_by: str
    opened_at: str
    due_at: str
    statement: str | None
    cause: FaultCause | None
    harm: str | None
    correction: str | None
    measure: LiabilityMeasure | None
    measure_name: str | None
    ground: str | None
    ground_name: str | None
    ground_law: CitationView | None
    reason: str | None
    decided_by: str | None
    decided_at: str | None
    actions: list[str]
    version: int


class LiabilityList(TypedDict):
    """Who answers, what is due first on top."""

    items: list[LiabilityView]
    next_cursor: str | None


def file_view(file: CaseFileRecord) -> CaseFileView:
    """Return the file of a case as it is answered."""
    return {
        "number": file.number,
        "cover": file.cover,
        "index": file.index,
        "holds": file.holds,
        "composed_by": file.composed_by,
        "composed_at": clock.local_iso(file.composed_at),
        "version": file.version,
    }


def review_view(outcome: Outcome, sheets: Sequence[Sheet], language: Language) -> FileReviewView:
    """Return what the review of a file came to as it is answered."""
    return {
        "vetoes": [
            {
                "veto": one.veto,
                "name": one.veto.said.say(language),
                "what": one.what.say(language),
                "law": one.law.tell(language),
            }
            for one in outcome.vetoes
        ],
        "score": outcome.score,
        "grade": outcome.grade,
        "grade_name": outcome.grade.said.say(language) if outcome.grade else None,
        "sheets": [sheet_view(one, language) for one in sheets],
    }


def sheet_view(sheet: Sheet, language: Language) -> SheetView:
    """Return what a reviewer gave as it is answered."""
    known = scored_items()
    return {
        "reviewer": sheet.reviewer,
        "given_at": clock.local_iso(sheet.given_at),
        "total": sheet.total,
        "items": [
            {
                "code": code,
                "name": known[code].name.say(language),
                "part": known[code].part,
                "points": points,
                "most": known[code].points,
            }
            for code, points in zip(sheet.items, sheet.points, strict=True)
        ],
        "defects": list(sheet.defects),
        "comment": sheet.comment,
        "version": sheet.version,
    }


def liability_view(
    one: Liability, actions: Sequence[LiabilityAction], language: Language
) -> LiabilityView:
    """Return whether a person answers as it is answered."""
    ground = exemptions().get(one.ground or "")
    return {
        "id": one.id,
        "case": one.case.removeprefix("CASE#"),
        "town": one.town,
        "person": one.person,
        "part": one.part,
        "part_name": one.part.said.say(language),
        "wrong": one.wrong,
        "wrong_name": one.wrong.said.say(language),
        "found_by": one.found_by,
        "status": str(one.status),
        "status_name": LiabilityStatus(one.status).said.say(language),
        "opened_by": one.opened_by,
        "opened_at": clock.local_iso(one.opened_at),
        "due_at": clock.local_iso(one.due_at),
        "statement": one.statement,
        "cause": one.cause,
        "harm": one.harm,
        "correction": one.correction,
        "measure": one.measure,
        "measure_name": one.measure.said.say(language) if one.measure else None,
        "ground": one.ground,
        "ground_name": ground.say(language) if ground else None,
        "ground_law": exemptions_rest_on().tell(language) if ground else None,
        "reason": one.reason,
        "decided_by": one.decided_by,
        "decided_at": instant_or_none(one.decided_at),
        "actions": [str(action) for action in actions],
        "version": one.version,
    }
