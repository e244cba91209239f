"""What clients send about supervision papers, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.rules.supervision import (
    PaperKind,
    SupervisionAction,
    SupervisionCommand,
)
from enforcement.service.supervise import SupervisionSeen
from kernel import clock
from kernel.fields import Instant, LongText, Model, ThingId, UnitCode
from kernel.texts import Language


class IssueSupervision(Model):
    """A supervision paper to a town."""

    town: Annotated[UnitCode, Field(examples=["140426106"])]
    kind: Annotated[PaperKind, Field(description="Kind of paper / 文书种类")]
    facts: Annotated[LongText, Field(examples=["案件立案已六十日未作出决定。"])]
    basis: Annotated[LongText, Field(examples=["《行政执法监督条例》第二十条"])]
    demand: Annotated[LongText, Field(examples=["请于期限内依法作出决定并书面答复。"])]
    answer_by: Annotated[
        Instant | None, Field(description="The usual time if not said / 答复期限")
    ] = None
    case: Annotated[ThingId | None, Field(description="The case it is about / 所涉案件")] = None


class MoveSupervision(Model):
    """A step of a supervision paper."""

    action: SupervisionAction
    text: Annotated[
        LongText | None,
        Field(description="The answer, or why it is sent back or withdrawn / 答复或理由"),
    ] = None
    answer_by: Annotated[Instant | None, Field(description="send_back: the new day / 新期限")] = (
        None
    )

    def as_command(self) -> SupervisionCommand:
        """Return it as the rules take it."""
        return SupervisionCommand(self.action, self.text, self.answer_by)


class SupervisionSaidView(TypedDict):
    """What was said in answer, or to it."""

    at: str
    action: SupervisionAction
    action_name: str
    text: str


class SupervisionView(TypedDict):
    """A supervision paper with its answers."""

    id: str
    town: str
    case: str | None
    kind: PaperKind
    kind_name: str
    number: str | None
    facts: str
    basis: str
    demand: str
    status: str
    status_name: str
    answer_by: str
    issued_at: str
    said: list[SupervisionSaidView]
    obligation: str | None
    actions: list[str]
    version: int


class SupervisionList(TypedDict):
    """One page of supervision papers."""

    items: list[SupervisionView]
    next_cursor: str | None


def supervision_view(seen: SupervisionSeen, language: Language) -> SupervisionView:
    """Return a supervision paper as it is answered."""
    paper = seen.paper
    return {
        "id": paper.id,
        "town": paper.town,
        "case": paper.case,
        "kind": paper.kind,
        "kind_name": paper.kind.said.say(language),
        "number": paper.number,
        "facts": paper.facts,
        "basis": paper.basis,
        "demand": paper.demand,
        "status": str(paper.status),
        "status_name": paper.status.said.say(language),
        "answer_by": clock.local_iso(paper.answer_by),
        "issued_at": clock.local_iso(paper.issued_at),
        "said": [
            {
                "at": clock.local_iso(one.at),
                "action": one.action,
                "action_name": one.action.said.say(language),
                "text": one.text,
            }
            for one in paper.said
        ],
        "obligation": paper.duty,
        "actions": [str(one) for one in seen.actions],
        "version": paper.version,
    }
