"""What clients send about prompts."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from enforcement.outreach.model.fields import Cites, laws
from enforcement.outreach.rules.prompts import Assessment, PromptAction, PromptCommand
from kernel.fields import LongText, Model, OwnerCode, Words


class IssuePrompt(Model):
    """A reminder of the duty to bring law to people."""

    unit: Annotated[OwnerCode, Field(description="The organ that is reminded / 被提示单位")]
    about: Annotated[
        LongText,
        Field(
            description="What is not done / 未履行的普法责任", examples=["今年尚未开展普法活动。"]
        ),
    ]
    cites: Cites

    def laws(self) -> list[tuple[str, Sequence[str]]]:
        """Return what it rests on as the rules take it."""
        return laws(self.cites)


class MovePrompt(Model):
    """An answer, what it comes to, or that the prompt is taken back."""

    action: Literal[PromptAction.ANSWER, PromptAction.ASSESS, PromptAction.WITHDRAW]
    answer: Annotated[LongText | None, Field(description="answer: what is done / 答复")] = None
    assessment: Annotated[
        Assessment | None,
        Field(description="assess: whether the duty is done / 评估结果"),
    ] = None
    reason: Annotated[
        Words | None, Field(max_length=1000, description="assess, withdraw / 理由")
    ] = None

    def as_command(self) -> PromptCommand:
        """Return it as the rules take it."""
        return PromptCommand(self.action, self.answer, self.assessment, self.reason)
