"""What clients send about stars."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from enforcement.outreach.model.fields import Cites, laws
from kernel.fields import Day, Model, OneLine, Words, once_each
from reports.stars.rules.rating_states import StarRatingAction

StarCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["thriving_industry"])]
_Name = Annotated[OneLine, Field(min_length=1, max_length=40)]
_NameEn = Annotated[OneLine, Field(min_length=1, max_length=120)]


class StarItemDocument(Model):
    """What is looked at for a star, and the figure that bears it out."""

    code: Annotated[StarCode, Field(examples=["produced_value"])]
    name: _Name
    name_en: _NameEn
    figure: Annotated[
        str,
        Field(
            pattern="^[a-z_]{1,60}$",
            description="Of the catalogue of figures, counted of villages / 指标目录中按村统计的指标",
            examples=["economic_value_fen"],
        ),
    ]
    at_least: Annotated[
        int | None,
        Field(
            ge=1,
            le=1_000_000_000_000,
            strict=True,
            description="Null: whoever checks judges / 空：由核查人判断",
        ),
    ] = None


class StarDocument(Model):
    """A star, by its items."""

    code: StarCode
    name: _Name
    name_en: _NameEn
    items: Annotated[list[StarItemDocument], Field(min_length=1, max_length=10)]


class PutStarScheme(Model):
    """The stars from now on."""

    stars: Annotated[list[StarDocument], Field(min_length=1, max_length=10)]

    def document(self) -> dict[str, Any]:
        """Return them as they are kept."""
        return {
            "stars": [
                {
                    "code": star.code,
                    "name": {"zh": star.name, "en": star.name_en},
                    "items": [
                        {
                            "code": one.code,
                            "name": {"zh": one.name, "en": one.name_en},
                            "figure": one.figure,
                            "at_least": one.at_least,
                        }
                        for one in star.items
                    ],
                }
                for star in self.stars
            ]
        }


class OpenStarYear(Model):
    """A year of stars for every village of the county, or of a town, or for one village first."""

    unit: Annotated[
        str | None,
        Field(
            pattern=r"^[1-9]\d{5}(\d{3}(\d{3})?)?$",
            description="The county where left out / 默认全县",
            examples=["140426"],
        ),
    ] = None

    year: Annotated[int, Field(ge=2020, le=2099, strict=True, examples=[2026])]
    rate_by: Annotated[Day, Field(description="Last day of self-rating / 自评截止日")]


class MoveStarRating(Model):
    """A step with a village's stars of a year."""

    action: Literal[
        StarRatingAction.RATE,
        StarRatingAction.FORGO,
        StarRatingAction.RECOUNT,
        StarRatingAction.CHECK,
        StarRatingAction.SEND_BACK,
        StarRatingAction.REFUSE,
        StarRatingAction.AWARD,
        StarRatingAction.TAKE,
    ]
    stars: Annotated[
        list[StarCode] | None,
        Field(
            max_length=10,
            description="rate, check, award: which / 自评、核查、授星：各星",
            examples=[["thriving_industry", "effective_governance"]],
        ),
        AfterValidator(lambda given: once_each(given) if given else given),
    ] = None
    star: Annotated[StarCode | None, Field(description="take: which / 摘星：哪颗")] = None
    reason: Annotated[
        Annotated[Words, Field(min_length=1, max_length=1000)] | None,
        Field(description="Why / 理由"),
    ] = None
    cites: Annotated[
        Cites | None, Field(description="take: what it rests on / 摘星：依据的法规条款")
    ] = None

    def laws(self) -> list[tuple[str, Sequence[str]]]:
        """Return what is cited as the rules take it."""
        return laws(self.cites)
