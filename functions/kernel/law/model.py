"""Citations as they are sent with a document, and answered beside it."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, NotRequired, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from typing_extensions import TypedDict

from kernel import clock
from kernel.field_errors import TextualValueError
from kernel.fields import LongText, Model, ShortText
from kernel.law.citations import reference, references
from kernel.law.statutes import Confidence
from kernel.law.views import CitationView
from kernel.texts import Language, Text


def _known(said: Any) -> Any:
    try:
        reference(said)
    except ValueError as fault:
        raise TextualValueError(
            Text(
                "法规目录中没有该法规或条款；本县自定的规则请选“本县规定”并在说明中写明。",
                "The catalogue has no such statute or article; for a rule of the county's own say county-rule and name it in the note.",
            )
        ) from fault
    return said


_Law = Annotated[
    ShortText,
    Field(
        description="Id in the catalogue of statutes (docs/law.md) / 法规目录编号",
        examples=["county-rule"],
    ),
]
_Articles = Annotated[list[ShortText], Field(max_length=20)]


class LawCited(TypedDict):
    """What something rests on: a statute of the catalogue, articles of it, and how it is read."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    law: _Law
    articles: NotRequired[_Articles]
    confidence: NotRequired[Confidence]
    analogy: NotRequired[bool]
    note: NotRequired[LongText]


SourceOfNumber = TypedDict(
    "SourceOfNumber",
    {
        "for": Annotated[
            LongText, Field(description="Path of what it is said of / 所说明的字段路径")
        ],
        "law": _Law,
        "articles": NotRequired[_Articles],
        "confidence": NotRequired[Confidence],
        "analogy": NotRequired[bool],
        "note": NotRequired[LongText],
    },
)
SourceOfNumber.__doc__ = "What a number of the document rests on."
SourceOfNumber.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]

Cites = Annotated[LawCited, AfterValidator(_known)]


class CitedDocument(Model):
    """A document whose numbers have legal weight: from when to when it is meant to hold, and what each of them rests on."""

    valid_from: Annotated[
        date | None,
        Field(
            description="Since when its numbers hold; what is set is in force at once / 数值适用起始日"
        ),
    ] = None
    valid_to: date | None = None
    sources: Annotated[
        list[Annotated[SourceOfNumber, AfterValidator(_known)]],
        Field(default_factory=list, max_length=150),
    ]

    @model_validator(mode="after")
    def _holds_now(self) -> Self:
        if self.valid_from and self.valid_from > clock.today():
            raise TextualValueError(
                Text(
                    "生效日期不得晚于今天：设定后立即生效。",
                    "valid_from is not in the future: what is set is in force at once.",
                )
            )
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise TextualValueError(
                Text("截止日期不得早于生效日期。", "valid_to is not before valid_from.")
            )
        return self


CitedFor = TypedDict("CitedFor", {"for": str, "citation": CitationView})
CitedFor.__doc__ = "What a number of a document rests on, as of today."


def cited(document: Mapping[str, Any], language: Language) -> list[CitedFor]:
    """Return the sources of a document as citations of today."""
    return [
        {"for": of, "citation": said.tell(language)}
        for of, said in references(document.get("sources") or ())
    ]
