"""Ideas as they come in and go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Literal

from typing_extensions import TypedDict

from assembly.model.common import TypeCode, shown
from assembly.rules import ideas, limits
from assembly.rules.ideas import Idea
from assembly.rules.standing import Reader, Standing
from assembly.rules.states.ideas import IDEAS
from kernel.fields import LongText, Model, ShortText, UnitCode
from kernel.law import CitationView


class NewIdea(Model):
    """An idea for the village."""

    village: UnitCode
    title: ShortText
    text: LongText


class MoveIdea(Model):
    """The committee answers: adopts the idea as a matter of a kind, or declines it."""

    action: Literal["adopt", "decline"]
    answer: LongText
    type: TypeCode | None = None


class IdeaView(TypedDict):
    """An idea, what the caller may do with it, and how many second it."""

    id: str
    village: str
    title: str
    text: str
    by: str
    by_party_member: bool
    submitted_at: str
    seconds: list[str]
    seconded_by: int
    status: str
    status_name: str
    answer: str | None
    answered_by: str | None
    answered_at: str | None
    matter: str | None
    overdue_since: str | None
    due_at: str | None
    turn: str | None
    limit_citation: CitationView
    version: int
    actions: list[str]


def idea_view(idea: Idea, version: int, reader: Reader) -> IdeaView:
    """Return an idea as it is answered to somebody."""
    names, status = reader.sees_names(idea.village), idea.status
    shut = ideas.shut(idea, reader.person_id)
    return shown(
        IdeaView,
        idea,
        names=names,
        own=reader.person_id,
        seconds=idea.seconds if names else [],
        seconded_by=len(idea.seconds),
        status_name=IDEAS.statuses[status].say(reader.language),
        limit_citation=limits.law_of("idea_answer").tell(reader.language),
        version=version,
        actions=Standing(reader, idea.village).actions(IDEAS, status, shut),
    )
