"""What clients of the inbox send and receive."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import TypedDict

from kernel import clock
from kernel.field_errors import TextualValueError
from kernel.fields import Model, Words
from kernel.in_force import InForce
from kernel.law.model import CitedDocument, CitedFor, cited
from kernel.texts import Language, Text
from notices.inbox.rules.messages import InboxSeen, Mark, MessageSeen, Question
from notices.inbox.rules.texts import ANY_CATEGORY, LONGEST_TEXT, PLACEHOLDERS, Texts, text_fault
from notices.inbox.rules.told import About, Told

_MESSAGE_ID = r"^[0-9A-HJKMNP-TV-Z]{10}\.[A-Za-z0-9_~\-]{1,100}\.[A-Za-z0-9\-]{1,40}$"


class MoveInbox(Model):
    """Mark messages as read."""

    action: Literal["read"]
    up_to: Annotated[
        str,
        Field(
            pattern=_MESSAGE_ID,
            description="Id of the newest message that was read; older ones are read with it / 已读到的最新一条",
            examples=["01M8323B80.01M8323B80ZASBGN3Q5V2DNX65.000004"],
        ),
    ]


_HALF_WIDTH = str.maketrans("｛｝", "{}")


def fillable(text: str) -> str:
    """Return `text` with braces of half width if its braces hold known placeholders and nothing else.

    Raises
    ------
    TextualValueError
        They do not.
    """
    half = text.translate(_HALF_WIDTH)
    fault = text_fault(half)
    if fault:
        raise TextualValueError(fault)
    return half


MessageText = Annotated[
    Words,
    Field(min_length=1, max_length=LONGEST_TEXT, examples=["您反映的“{category}”已受理。"]),
    AfterValidator(fillable),
]


class TextDocument(Model):
    """What is told of an event, for one category or for all that have no text of their own."""

    event: Told
    category: Annotated[
        str,
        Field(
            max_length=40,
            pattern=r"^(\*|[a-z][a-z0-9_]*)$",
            description="A category, or * for all others / 类别代码，* 为其余全部",
            examples=[ANY_CATEGORY],
        ),
    ]
    zh: MessageText
    en: MessageText


class MessageTexts(CitedDocument):
    """The texts a county sets; what they leave out is as packaged."""

    keep_days: Annotated[
        int,
        Field(ge=30, le=1098, strict=True, description="How long messages are kept / 消息保存天数"),
    ]
    texts: Annotated[list[TextDocument], Field(max_length=200)]
    note: Annotated[Words | None, Field(max_length=1000)] = None

    @model_validator(mode="after")
    def _no_event_has_two_texts(self) -> "MessageTexts":
        named = [(text.event, text.category) for text in self.texts]
        if len(named) != len(set(named)):
            raise TextualValueError(
                Text(
                    "同一事项同一类别只能有一条文本。",
                    "An event has one text for a category.",
                )
            )
        return self


class PlaceholderView(TypedDict):
    """What a text may leave open."""

    name: Annotated[str, Field(examples=["case_code"])]
    meaning: str


class MessageTextsView(TypedDict):
    """One version of the texts, whole."""

    version: Annotated[int, Field(description="0: the packaged default / 0 为默认文本")]
    set_by: str
    set_at: str | None
    message_texts: dict[str, Any]
    citations: list[CitedFor]
    placeholders: Annotated[
        list[PlaceholderView], Field(description="What texts may leave open / 可用占位符")
    ]


class AnswerView(TypedDict):
    """A standard answer of who is not satisfied."""

    code: str
    name: str


class QuestionView(TypedDict):
    """Asked with the result; answered by the incident's transitions, action rate."""

    until: str
    answers: Annotated[list[AnswerView], Field(description="Why not satisfied / 不满意的原因选项")]


class AboutView(TypedDict):
    """What a message is about: a thing of this kind by its id."""

    kind: Annotated[About, Field(examples=["incident"])]
    id: str


class MessageView(TypedDict):
    """One message."""

    id: str
    about: Annotated[AboutView, Field(description="What it is about / 所涉事项")]
    incident_id: Annotated[str | None, Field(description="Of an incident / 事件消息才有")]
    case_code: Annotated[str | None, Field(examples=["140426-26-7KQ2M-9XD4V"])]
    category: str | None
    event: Annotated[str, Field(examples=["confirmed"])]
    text: str
    rating: Annotated[
        QuestionView | None,
        Field(description="Whether satisfied, while it may be said / 满意度评价，过期为空"),
    ]
    happened_at: str
    read: bool


class UnreadView(TypedDict):
    """How many messages are unread."""

    count: int
    more: Annotated[bool, Field(description="There may be more than were counted / 可能更多")]


class Inbox(TypedDict):
    """One page of the own messages, newest first."""

    items: list[MessageView]
    unread: Annotated[
        UnreadView | None, Field(description="On the first page alone / 仅第一页提供")
    ]
    next_cursor: Annotated[
        str | None, Field(description="Cursor of the next page; null: last page / 下一页游标")
    ]


class InboxMark(TypedDict):
    """Up to where the inbox is read."""

    up_to: str
    read_at: str


def inbox_view(seen: InboxSeen, language: Language) -> Inbox:
    """Return a page of the own messages as it is answered."""
    unread = seen.unread
    return {
        "items": [_message(one, language) for one in seen.messages],
        "unread": None if unread is None else {"count": unread, "more": seen.is_more},
        "next_cursor": seen.next_cursor,
    }


def _message(seen: MessageSeen, language: Language) -> MessageView:
    return {
        "id": seen.id,
        "about": {"kind": seen.about, "id": seen.thing_id},
        "incident_id": seen.thing_id if seen.about is About.INCIDENT else None,
        "case_code": seen.case_code,
        "category": seen.category,
        "event": seen.told,
        "text": seen.words.say(language),
        "rating": _rating(seen.question, language),
        "happened_at": clock.local_iso(seen.happened_at),
        "read": seen.is_read,
    }


def _rating(asks: Question | None, language: Language) -> QuestionView | None:
    if asks is None or clock.now() > asks.until:
        return None
    answers = asks.answers.items()
    return {
        "until": clock.local_iso(asks.until),
        "answers": [{"code": code, "name": name.say(language)} for code, name in answers],
    }


def mark_view(mark: Mark) -> InboxMark:
    """Return up to where an inbox is read as it is answered."""
    return {"up_to": mark.up_to, "read_at": clock.local_iso(mark.read_at)}


def texts_view(kept: InForce[Texts], language: Language) -> MessageTextsView:
    """Return a version of the texts as it is answered."""
    return {
        "version": kept.version,
        "set_by": kept.set_by,
        "set_at": clock.local_iso(clock.from_iso(kept.set_at)) if kept.set_at else None,
        "message_texts": dict(kept.document),
        "citations": cited(kept.document, language),
        "placeholders": [
            {"name": str(name), "meaning": meaning.say(language)}
            for name, meaning in PLACEHOLDERS.items()
        ],
    }
