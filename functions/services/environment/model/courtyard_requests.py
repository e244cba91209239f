"""What clients send about courtyards."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from kernel.fields import Model, OneLine, Words
from kernel.ids import ID_PATTERN
from services.environment.model.fields import RegistryId, Where
from services.environment.rules.courtyard_states import YardAction

Scores = Annotated[
    dict[
        Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")],
        Annotated[int, Field(ge=0, le=100, strict=True)],
    ],
    Field(
        min_length=1,
        max_length=12,
        description="Points of every item of the criteria / 各项得分",
        examples=[{"layout": 9, "clean": 18, "tidy": 18, "green": 17, "front": 9}],
    ),
]
_Because = Annotated[Words, Field(min_length=1, max_length=1000)]


class RateCourtyard(Model):
    """A household's rating of its own yard."""

    household: RegistryId
    scores: Scores
    indoors: Annotated[
        bool,
        Field(
            strict=True,
            description="The household itself consents to its rooms being rated; off by default / 本户同意评室内，默认不评",
        ),
    ] = False
    position: Where | None = None


class MoveCourtyard(Model):
    """A step with a courtyard."""

    action: Literal[
        YardAction.RATE,
        YardAction.CHECK,
        YardAction.VISIT,
        YardAction.PASS_ON,
        YardAction.REFUSE,
        YardAction.OBJECT,
        YardAction.ANSWER,
        YardAction.RECHECK,
        YardAction.CONSENT,
        YardAction.REVOKE,
        YardAction.SPLIT,
        YardAction.LEAVE,
    ]
    scores: Scores | None = None
    reason: Annotated[
        _Because | None, Field(description="Why, or what was found / 理由或检查情况")
    ] = None
    objection: Annotated[
        str | None, Field(pattern=f"^{ID_PATTERN}$", description="answer: which / 所答复的异议")
    ] = None
    upheld: Annotated[
        bool | None, Field(strict=True, description="answer: whether it is right / 异议是否成立")
    ] = None
    sound: Annotated[
        bool | None, Field(strict=True, description="recheck: whether it is in order / 是否合格")
    ] = None
    household: Annotated[
        RegistryId | None,
        Field(description="split: which household keeps the yard / 分户后居住该庭院的户"),
    ] = None
    indoors: Annotated[
        bool | None, Field(strict=True, description="rate: as at first / 本户同意评室内")
    ] = None


class CriterionDocument(Model):
    """What is looked at."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["clean"])]
    name: Annotated[OneLine, Field(min_length=1, max_length=40, examples=["庭院洁净"])]
    name_en: Annotated[OneLine, Field(min_length=1, max_length=80, examples=["clean yard"])]
    most: Annotated[int, Field(ge=1, le=100, strict=True, description="Points / 满分")]
    indoor: Annotated[
        bool, Field(strict=True, description="Rated by consent only / 室内，经同意才评")
    ] = False


class PutCriteria(Model):
    """The criteria from now on; their points come to a hundred."""

    items: Annotated[list[CriterionDocument], Field(min_length=1, max_length=12)]

    def document(self) -> dict[str, object]:
        """Return them as they are kept."""
        return {
            "items": [
                {
                    "code": one.code,
                    "name": {"zh": one.name, "en": one.name_en},
                    "most": one.most,
                    "indoor": one.indoor,
                }
                for one in self.items
            ]
        }
