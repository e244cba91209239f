"""Words about the app as they are sent and answered, and the public card of a grid."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.fields import LongText, Model
from kernel.law import CitationView
from kernel.open_moves import OpenMoveView, open_moves
from kernel.texts import Language
from services.feedback.rules.feedback import FEEDBACK, TERMS, FeedbackAction, FeedbackSort
from services.feedback.service.keep_feedback import FeedbackSeen
from services.feedback.service.see_grid_card import GridCard


class HandInFeedback(Model):
    """A complaint, a suggestion or a fault of the app itself; matters of the place are reported as incidents."""

    sort: Annotated[FeedbackSort, Field(description="What it is / 类别")]
    text: Annotated[LongText, Field(examples=["上传照片后一直停在“待上传”。"])]
    page: Annotated[
        str | None,
        Field(
            max_length=100,
            pattern=r"^[a-z0-9/_:\-]*$",
            description="Page of the app it is about / 所在页面",
            examples=["report"],
        ),
    ] = None


class MoveFeedback(Model):
    """A step of a word about the app."""

    action: FeedbackAction
    said: Annotated[
        LongText | None,
        Field(description="The answer, or what the sender said / 答复内容或回访情况"),
    ] = None
    satisfied: Annotated[
        bool | None, Field(strict=True, description="Whether the sender is satisfied / 是否满意")
    ] = None


class FeedbackView(TypedDict):
    """A word about the app; who sent it is not told to others but the administrator."""

    id: str
    sort: FeedbackSort
    sort_name: str
    text: str
    page: str | None
    status: str
    status_name: str
    handed_in_at: str
    due_at: Annotated[str | None, Field(description="By when the county answers, or asks / 期限")]
    answer: str | None
    answered_at: str | None
    satisfied: bool | None
    round: int
    own: bool
    sender: str
    duty: Annotated[CitationView, Field(description="What it rests on / 依据")]
    actions: list[str]
    open_moves: list[OpenMoveView]
    version: int


class FeedbackList(TypedDict):
    """One page of words about the app."""

    items: list[FeedbackView]
    next_cursor: str | None


class GridCardView(TypedDict):
    """The public card of a grid."""

    code: str
    name: str
    village_name: str | None
    workers: Annotated[list[str], Field(description="Names of its workers / 网格员姓名")]
    phone: Annotated[str | None, Field(description="Of the office, never a person's / 办公电话")]
    phone_of: str | None


def feedback_view(seen: FeedbackSeen, language: Language) -> FeedbackView:
    """Return a word about the app as it is answered."""
    one = seen.feedback
    return {
        "id": one.id,
        "sort": one.sort,
        "sort_name": one.sort.said.say(language),
        "text": one.text,
        "page": one.page,
        "status": str(one.status),
        "status_name": one.status.said.say(language),
        "handed_in_at": clock.local_iso(one.handed_in_at),
        "due_at": clock.local_iso(one.due_at) if one.due_at else None,
        "answer": one.answer,
        "answered_at": clock.local_iso(one.answered_at) if one.answered_at else None,
        "satisfied": one.satisfied,
        "round": one.round,
        "own": seen.own,
        "sender": one.sender,
        "duty": TERMS.law_of("duty").tell(language),
        "actions": [str(action) for action in seen.actions],
        "open_moves": open_moves(FEEDBACK, one.status, seen.actions, language),
        "version": one.version,
    }


def card_view(card: GridCard, language: Language) -> GridCardView:
    """Return the public card of a grid as it is answered."""
    return {
        "code": card.code,
        "name": card.name.say(language),
        "village_name": card.village_name.say(language) if card.village_name else None,
        "workers": list(card.workers),
        "phone": card.phone,
        "phone_of": card.phone_of.say(language) if card.phone_of else None,
    }
