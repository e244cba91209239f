"""What a county sends as its own checklists."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field

from kernel.fields import LongText, Model, ShortText
from kernel.law.model import Cites
from services.hazards.rules.checklists import Duty, Grade, HazardKind


class HazardItemName(Model):
    """What is looked at, in both languages."""

    zh: ShortText
    en: ShortText


class HazardItemSaid(Model):
    """One thing to look at."""

    code: Annotated[
        str,
        Field(
            pattern=r"^[a-z][a-z0-9\-]{0,59}$",
            description="Of a packaged item its own code / 沿用随系统清单的代码",
            examples=["extinguisher"],
        ),
    ]
    name: HazardItemName
    grade: Grade = Grade.GENERAL
    photo: Annotated[bool, Field(description="Whether a photo is wanted / 是否要求拍照")] = False
    duty: Annotated[Duty | None, Field(description="Reported at once / 须立即报告")] = None
    cites: Annotated[Cites, Field(description="What it rests on / 依据")]


class HazardChecklistSaid(Model):
    """A checklist of the county's own."""

    kind: HazardKind
    items: Annotated[list[HazardItemSaid], Field(min_length=8, max_length=60)]


class HazardChecklists(Model):
    """The county's own checklists, whole; a kind that is not named goes by the packaged one."""

    checklists: Annotated[list[HazardChecklistSaid], Field(max_length=13)]
    note: Annotated[LongText | None, Field(description="Why, for the record / 备注")] = None

    def as_document(self) -> dict[str, Any]:
        """Return what is kept."""
        return self.model_dump(mode="json", exclude_none=True)
