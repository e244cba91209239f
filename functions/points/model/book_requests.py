"""What clients send about rule books."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from kernel.fields import LongText, Model, ShortText, Words, called, once_each
from kernel.law.model import CitedDocument
from points.model.fields import Code, Day, Percent, Points
from points.rules import book, book_states


class Name(Model):
    """A name in both languages."""

    zh: ShortText
    en: ShortText


class CapBody(Model):
    """The most points an item gives a household in a period."""

    points: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    per: book.Period


class CategoryBody(Model):
    """A category of items."""

    code: Code
    name: Name


class ItemBody(Model):
    """An item: what earns or costs how many points, and what proves it."""

    code: Code
    category: Code
    name: Name
    sign: book.Sign
    points: Points
    most: Annotated[
        int,
        Field(ge=1, le=100, strict=True, description="Pieces a claim may ask for / 每次最多数量"),
    ] = 1
    cap: CapBody | None = None
    evidence: bool = False
    visit: bool = False
    exclusions: Annotated[list[Name], Field(default_factory=list, max_length=10)]


class WeightsBody(Model):
    """What the three parts of the evaluation weigh, in percent."""

    facts: Annotated[int, Field(ge=1, le=100, strict=True)]
    neighbours: Percent
    visit: Percent


_FLOORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "floors.json").read_bytes())


def _bounds(name: str) -> Any:
    said = _FLOORS["parameters"][name]
    return Field(ge=said["least"], le=said["most"], strict=True)


_Days = Annotated[int, Field(ge=1, le=366, strict=True)]


class ParametersBody(Model):
    """The numbers of the procedure, within what law and practice leave a village (`floors.json`); all periods are calendar days."""

    verifiers: Annotated[int, _bounds("verifiers")]
    neighbours_plus: Annotated[int, _bounds("neighbours_plus")]
    neighbours_minus: Annotated[int, _bounds("neighbours_minus")]
    weights: WeightsBody
    check_days: _Days
    publish_after_days: _Days
    objection_days: Annotated[int, _bounds("objection_days")]
    answer_days: Annotated[int, _bounds("answer_days")]
    public_days: Annotated[int, _bounds("public_days")]
    lot_months: Annotated[int, Field(ge=1, le=60, strict=True)]
    remind_days: _Days
    grace_days: _Days
    year_end: book.YearEnd
    hold_days: Annotated[int, Field(ge=1, le=60, strict=True)]
    board_size: Annotated[int, _bounds("board_size")]
    board_least: Annotated[int, _bounds("board_least")]
    board_notice_days: Annotated[int, Field(ge=1, le=60, strict=True)]
    sole_elderly_age: Annotated[int, _bounds("sole_elderly_age")]
    adult_age: Annotated[int, _bounds("adult_age")]


class BookBody(CitedDocument):
    """A whole rule book."""

    categories: Annotated[list[CategoryBody], Field(min_length=1, max_length=30)]
    items: Annotated[list[ItemBody], Field(min_length=1, max_length=100)]
    parameters: ParametersBody
    uses: Annotated[
        list[
            Annotated[
                Literal["supermarket", "honour"],
                Field(
                    json_schema_extra=called(
                        {
                            "supermarket": ("积分超市兑换", "the points supermarket"),
                            "honour": ("评先评优", "honours"),
                        }
                    )
                ),
            ]
        ],
        Field(
            min_length=1,
            max_length=2,
            description="What points are good for; nothing else may depend on them / 积分用途，不得挂钩其他",
        ),
        AfterValidator(once_each),
    ]
    note: Annotated[Words | None, Field(max_length=1000)] = None


class MoveBook(Model):
    """A step of a version: passed by the villagers' meeting, filed with the town, published."""

    action: book_states.Action
    vote_id: Annotated[ShortText | None, Field(description="pass: id of the vote / 表决编号")] = (
        None
    )
    voted_on: Day | None = None
    filing_no: Annotated[
        ShortText | None, Field(description="file: the town's filing number / 备案号")
    ] = None
    valid_from: Annotated[
        Day | None, Field(description="publish: first day in force / 生效日期")
    ] = None
    reason: LongText | None = None
