"""What clients send about lessons."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from enforcement.outreach.model.fields import Cites, laws
from enforcement.outreach.rules.lessons import LessonAction, LessonCommand
from kernel.fields import LongText, Model, ShortText, ThingId, Words


class DraftLesson(Model):
    """A lesson of a closed case, without whoever it was about."""

    case: Annotated[ThingId, Field(description="The closed case it is drawn from / 已结案件")]
    title: Annotated[ShortText, Field(examples=["露天焚烧秸秆被罚款"])]
    text: Annotated[
        LongText,
        Field(
            description="Without names, numbers, or what else tells who it was / 去标识化",
            examples=["某村民在禁烧区焚烧秸秆，被处以罚款。"],
        ),
    ]
    cites: Cites

    def laws(self) -> list[tuple[str, Sequence[str]]]:
        """Return what it is about as the rules take it."""
        return laws(self.cites)


class MoveLesson(Model):
    """That a lesson becomes public, is withdrawn, or that what showed it is down."""

    action: Literal[LessonAction.PUBLISH, LessonAction.WITHDRAW, LessonAction.CLEAR_AWAY]
    reason: Annotated[
        Words | None,
        Field(max_length=1000, description="withdraw, clear_away / 撤回原因；撤下情况"),
    ] = None
    cleared: Annotated[
        bool,
        Field(
            description="publish: somebody looked, and it tells of no police record / 已核对，不涉及封存记录"
        ),
    ] = False

    def as_command(self) -> LessonCommand:
        """Return it as the rules take it."""
        return LessonCommand(self.action, self.reason, self.cleared)
